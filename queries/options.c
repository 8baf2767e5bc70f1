/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * getopt_long() and help, driven by the table of option_rows.c; see options.h.
 */
#include "queries/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/suggest.h"
#include "queries/option_rows.h"
#include "queries/table.h"
#include "queries/writer.h"

_Static_assert(OPTIONS <= 64, "a set of options is 64 bits");

void options_init(struct options *o)
{
	memset(o, 0, sizeof(*o));
	o->writer = &writers[0];
	o->weights = (struct weights){ 1, 1, 1, 1 };
	o->memory = limit_value(LIMIT_MEMORY);
	o->top = -1;
	o->chains = CHAINS_DEFAULT;
	o->budget = BUDGET_DEFAULT;
	o->keep_links = -1;
}

void options_clear(struct options *o)
{
	free(o->release);
	free(o->metalink);
	free(o->mirrorlist);
	free(o->baseurl);
	free(o->around);
	options_init(o);
}

static bool is_in(uint64_t set, int option)
{
	return set >> option & 1;
}

enum option_name options_find(const char *name)
{
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
		if (!strcmp(option_rows[i].name, name))
			return (enum option_name)i;
	return OPTION_NONE;
}

const char *options_name(enum option_name option)
{
	return option_rows[option].name;
}

struct option_about options_about(enum option_name option)
{
	const struct option_row *row = &option_rows[option];

	return (struct option_about){ row->name, row->letter, row->argument, row->help };
}

int options_parse_number(const char *what, const char *text, int max, int *ret_number,
			 struct diag *diag)
{
	unsigned long long number;

	if (!*text || text[strspn(text, "0123456789")])
		return diag_fail(diag, "cannot parse '%s %s': not a whole number", what, text);
	errno = 0;
	number = strtoull(text, NULL, 10);
	if (errno || number > (unsigned long long)max)
		return diag_fail(diag, "cannot parse '%s %s': more than %d", what, text, max);
	*ret_number = (int)number;
	return 0;
}

int options_parse_real(const char *what, const char *text, double *ret_number, struct diag *diag)
{
	size_t digits = strspn(text, "0123456789"), decimals = 0;
	const char *end = text + digits;

	if (*end == '.') {
		decimals = strspn(end + 1, "0123456789");
		end += 1 + decimals;
	}
	if (*end || !(digits + decimals) || digits > 6)
		return diag_fail(diag,
				 "cannot parse '%s %s': not a number such as 0.5 below a "
				 "million",
				 what, text);
	*ret_number = strtod(text, NULL);
	return 0;
}

/* What getopt_long() understands: long options and letters of the accepted ones. */
struct grammar {
	struct option *long_option;
	char letters[2 * OPTIONS + 2];
};

static void grammar_init(struct grammar *g, uint64_t accepted)
{
	int n = 0, n_letter = 0;

	g->long_option = solv_calloc(OPTIONS + 1, sizeof(*g->long_option));
	g->letters[n_letter++] = ':'; /* tell a missing argument from an unknown option */
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		const struct option_row *row = &option_rows[i];

		if (!is_in(accepted, i))
			continue;
		g->long_option[n++] = (struct option){
			row->name, row->argument ? required_argument : no_argument, NULL, 256 + i
		};
		if (!row->letter)
			continue;
		g->letters[n_letter++] = row->letter;
		if (row->argument)
			g->letters[n_letter++] = ':';
	}
	g->letters[n_letter] = '\0';
}

/* getopt_long() stopped at an option the verb does not accept. */
static int fail_unknown(uint64_t accepted, const char *verb, int letter, const char *word,
			struct diag *diag)
{
	char *name = solv_strdup(word), *nearest;
	struct suggest suggest;
	int n_longer = 0;

	name[strcspn(name, "=")] = '\0';
	if (letter && letter < 256) {
		for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
			if (option_rows[i].letter == letter)
				n_longer = i;
		if (n_longer)
			diag_fail(diag, "option '-%c' (--%s) does not apply to '%s'", letter,
				  option_rows[n_longer].name, verb);
		else
			diag_fail(diag, "unknown option '-%c'", letter);
	} else if (letter >= 256) {
		diag_fail(diag, "option '--%s' takes no argument", option_rows[letter - 256].name);
	} else if (!strncmp(name, "--", 2) && options_find(name + 2) != OPTION_NONE) {
		diag_fail(diag, "option '%s' does not apply to '%s'", name, verb);
	} else {
		suggest_init(&suggest, name);
		for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
			if (!is_in(accepted, i))
				continue;
			n_longer += strlen(name) > 2 &&
				    !strncmp(option_rows[i].name, name + 2, strlen(name) - 2);
		}
		if (n_longer > 1) {
			diag_fail(diag, "option '%s' could be one of %d options", name, n_longer);
		} else if (writer_find(name + strspn(name, "-"))) {
			diag_fail(diag, "unknown option '%s'; did you mean '--format %s'?", name,
				  name + strspn(name, "-"));
		} else {
			char *known[OPTIONS] = { NULL };

			for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
				if (!is_in(accepted, i))
					continue;
				known[i] = solv_dupjoin("--", option_rows[i].name, NULL);
				suggest_offer(&suggest, known[i]);
			}
			nearest = suggest_sentence(&suggest);
			diag_fail(diag, "unknown option '%s'%s", name, nearest);
			free(nearest);
			for (int i = 0; i < OPTIONS; i++)
				free(known[i]);
		}
	}
	free(name);
	return -1;
}

static int option_of_letter(int c)
{
	if (c >= 256)
		return c - 256;
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
		if (option_rows[i].letter == c)
			return i;
	return OPTION_NONE;
}

static int parse_all(struct options *o, const struct grammar *g, const char *verb, int argc,
		     char **argv, bool *ret_format, struct diag *diag)
{
	int c;

	optind = 0; /* begin anew, whoever called getopt before */
	opterr = 0;
	while ((c = getopt_long(argc, argv, g->letters, g->long_option, NULL)) != -1) {
		const struct option_row *row;
		int option;

		if (c == '?')
			return fail_unknown(o->accepted, verb, optopt, argv[optind - 1], diag);
		option = option_of_letter(c == ':' ? optopt : c);
		row = &option_rows[option];
		if (c == ':')
			return diag_fail(diag, "option '--%s' needs %s", row->name, row->argument);
		if (row->argument && !*optarg)
			return diag_fail(diag, "option '--%s' needs %s, which is empty", row->name,
					 row->argument);
		if (option_row_take(row, o, optarg, diag))
			return -1;
		if (option == OPTION_FORMAT)
			*ret_format = true;
	}
	return 0;
}

static int check_words(int argc, char **argv, struct diag *diag)
{
	for (int i = 1; i < argc; i++)
		if (strlen(argv[i]) > (size_t)limit_value(LIMIT_ARGUMENT_BYTES)) {
			char begin[40];

			snprintf(begin, sizeof(begin), "%s", argv[i]);
			return limit_fail_at(LIMIT_ARGUMENT_BYTES, begin, diag,
					     "as word %d of the command line", i);
		}
	return 0;
}

int options_parse(struct options *o, uint64_t accepted, const char *verb, int argc, char **argv,
		  struct diag *diag)
{
	bool has_format = false;
	struct grammar g;
	int failed;

	o->accepted = accepted | OPTIONS_GENERAL;
	grammar_init(&g, o->accepted);
	failed = check_words(argc, argv, diag) ||
		 parse_all(o, &g, verb, argc, argv, &has_format, diag);
	free(g.long_option);
	if (failed)
		return -1;
	/* with --as, FILE is what is exported, not the answer */
	if (o->output && !has_format && !is_in(o->accepted, OPTION_AS) &&
	    writer_of_file(o->output))
		o->writer = writer_of_file(o->output);
	o->writer_given = has_format || (o->output && writer_of_file(o->output));
	o->name = argv + optind;
	o->n_name = argc - optind;
	return 0;
}

static void help_on(uint64_t shown, const char *name, const char *title, struct table *ret)
{
	struct table *record = NULL;

	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		const struct option_row *row = &option_rows[i];
		char *heading = NULL, letter[] = "    ";

		if (!is_in(shown, i))
			continue;
		if (row->letter)
			snprintf(letter, sizeof(letter), "-%c, ", row->letter);
		if (asprintf(&heading, "%s--%s%s%s", letter, row->name, row->argument ? "=" : "",
			     row->argument ? row->argument : "") < 0)
			solv_oom(0, 0);
		if (!record)
			record = table_add_record(ret, name, title);
		table_field_text(record, row->name, heading, row->help);
		free(heading);
	}
}

void options_help(uint64_t accepted, struct table *ret)
{
	help_on(accepted & ~(OPTIONS_GENERAL | OPTIONS_READ | OPTIONS_TABLE), "options", "Options",
		ret);
	help_on(accepted & OPTIONS_READ, "reading_options", "What to read", ret);
	help_on(accepted & OPTIONS_TABLE, "answer_options", "How to answer", ret);
	help_on(OPTIONS_GENERAL, "general_options", "General options", ret);
}

/* What was not asked for is of interest to programs, and to people only with --wide. */
void options_describe(const struct options *o, struct table *record)
{
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
		if (is_in(o->accepted, i))
			option_row_tell(&option_rows[i], o, record);
	for (int c = 0; c < record->n_column; c++) {
		const struct cell *cell = table_cell(record, 0, c);

		if (cell->type == CELL_NULL || (cell->type == CELL_BOOL && !cell->as.boolean))
			record->column[c].wide = true;
	}
}
