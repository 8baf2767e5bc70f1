/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linchpin VERB: find the verb, prepare the stage of analysis it needs, run it, write its answer.
 * Only here is anything said on standard error, and only here does the program end.
 *
 * Exit status: 0 answered, 1 failed, 2 wrong usage.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/analysis.h"
#include "analyzer/digest.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "queries/completion.h"
#include "queries/division.h"
#include "queries/manual.h"
#include "queries/options.h"
#include "queries/output.h"
#include "queries/pager.h"
#include "queries/progress.h"
#include "queries/provenance.h"
#include "queries/request.h"
#include "queries/table.h"
#include "queries/verb.h"
#include "queries/writer.h"

enum { STATUS_ANSWERED = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };

static int complain(const struct diag *diag, int status)
{
	progress_clear();
	fprintf(stderr, "linchpin: %s\n", diag->message ? diag->message : "unknown error");
	return status;
}

/* Warnings are counted in every answer; these are worth a line at once, the others with --verbose.
   */
static void warn(const struct diag *diag, const struct options *o)
{
	static const bool at_once[WARNINGS] = {
		[WARN_BAD_STANZA] = true,
		[WARN_BAD_LINE] = true,
		[WARN_EXPIRED] = true,
		[WARN_ROLLED_BACK] = true,
		[WARN_NOT_INSPECTED] = true,
	};

	for (int kind = WARN_NONE + 1; kind < WARNINGS && !o->quiet; kind++)
		if (diag->n_warning[kind] &&
		    (at_once[kind] || o->verbose ||
		     /* a table in CSV has no other place to say what was let in */
		     (kind == WARN_UNVERIFIED && o->allow_unverified)))
			fprintf(stderr, "linchpin: warning: %s (%s, %u in all)\n",
				diag->example[kind], warning_name(kind), diag->n_warning[kind]);
}

/* An answer that is more than one file is its verb's matter. */
static int write_site(const struct verb *verb, const struct options *o, const struct table *answer,
		      const struct provenance *provenance, struct diag *diag)
{
	struct table table;
	int ret;

	progress_clear();
	table_init(&table);
	provenance_table(provenance, &table);
	ret = verb->write(o, answer, &table, diag);
	table_clear(&table);
	return ret;
}

static bool is_site(const struct verb *verb, const struct options *o)
{
	return verb->write && !strcmp(o->writer->name, verb->format);
}

/* Through a pager if it is longer than the terminal. 1: it was shown; 0: nothing was. */
static int page_answer(const struct options *o, const struct table *answer,
		       const struct provenance *provenance, const struct style *style)
{
	char *text = NULL;
	size_t size = 0;
	int shown;
	FILE *f;

	if (o->no_pager || !output_is_standard(o->output) || !pager_is_wanted())
		return 0;
	f = open_memstream(&text, &size);
	if (!f)
		solv_oom(0, 0);
	writer_write(o->writer, answer, provenance, style, f);
	if (fclose(f))
		solv_oom(0, 0);
	shown = pager_is_longer(text, size) && !pager_show(text, size);
	free(text);
	return shown;
}

/* verb NULL: it is help. */
static int write_answer(const struct options *o, const struct verb *verb,
			const struct table *answer, const struct provenance *provenance,
			struct diag *diag)
{
	bool elsewhere = verb && verb->writes_file;
	struct output output;
	struct style style;

	progress_clear();
	/* what the verb wrote to standard output stays alone there */
	if (elsewhere && output_is_standard(o->output))
		return 0;
	if (output_open(&output, elsewhere ? NULL : o->output, diag))
		return -1;
	style = output_style(&output, o->wide);
	if (!page_answer(o, answer, provenance, &style))
		writer_write(o->writer, answer, provenance, &style, output.file);
	return output_close(&output, diag);
}

/* ---- help ---- */

static void add_verbs(struct table *help)
{
	static const struct column columns[] = {
		{ .key = "verb", .type = CELL_TEXT },
		{ .key = "answers", .type = CELL_TEXT, .fit = FIT_WRAP },
	};
	struct table *rows = table_add_rows(help, "verbs", "Verbs", columns, N_COLUMNS(columns));

	for (int i = 0; verbs[i]; i++) {
		table_add_row(rows);
		table_set_format(rows, "verb", "%s %s", verbs[i]->name, verbs[i]->arguments);
		table_set_text(rows, "answers", verbs[i]->summary);
	}
	table_add_note(rows, "Try:");
	for (int i = 0; i < MANUAL_FIRST_EXAMPLES; i++)
		table_add_note(rows, "  %-44s %s", manual_examples[i].command,
			       manual_examples[i].what);
	table_add_note(
		rows,
		"linchpin help VERB tells a verb's options, man linchpin all of them. A release is "
		"debian:SUITE, fedora:VERSION, installed, a directory of apt lists, rpm-md or .rpm "
		"files, …; without -r it is this machine's distribution, which is fetched on first "
		"use.");
}

static int show_help(const struct verb *verb, struct diag *diag)
{
	struct options o;
	struct table help;
	int ret;

	options_init(&o);
	table_init(&help);
	if (verb) {
		struct table *usage = table_add_record(&help, "usage", NULL);

		table_set_title(&help, verb->summary);
		table_add_note(usage, "Usage: linchpin %s [OPTION]... %s", verb->name,
			       verb->arguments);
		table_add_note(usage, "%s", verb->description);
		options_help(verb->options, &help);
	} else {
		table_set_title(&help, "linchpin: which critical components are not memory safe?");
		add_verbs(&help);
	}
	ret = write_answer(&o, NULL, &help, NULL, diag);
	table_clear(&help);
	options_clear(&o);
	return ret ? complain(diag, STATUS_FAILED) : STATUS_ANSWERED;
}

/* What `make` installs beside the program: "--man", "--bash", "--zsh". */
static int show_manual(const char *what, struct diag *diag)
{
	struct output output;

	if (output_open(&output, NULL, diag))
		return complain(diag, STATUS_FAILED);
	if (!strcmp(what, "--man"))
		manual_page(output.file);
	else if (!strcmp(what, "--bash"))
		completion_bash(output.file);
	else
		completion_zsh(output.file);
	return output_close(&output, diag) ? complain(diag, STATUS_FAILED) : STATUS_ANSWERED;
}

static bool is_manual(const char *word)
{
	return !strcmp(word, "--man") || !strcmp(word, "--bash") || !strcmp(word, "--zsh");
}

static int show_version(struct diag *diag)
{
	struct output output;

	if (output_open(&output, NULL, diag))
		return complain(diag, STATUS_FAILED);
	fprintf(output.file, "linchpin %s\n", LINCHPIN_VERSION);
	return output_close(&output, diag) ? complain(diag, STATUS_FAILED) : STATUS_ANSWERED;
}

/* ---- the verbs ---- */

/* Prepare what the verb needs of each release: the analysis, or its digest. */
static int prepare(const struct verb *verb, const struct options *o, const char *const *spec, int n,
		   struct analysis *analysis, struct digest *digest, struct diag *diag)
{
	enum stage stage = request_stage(o, verb);
	struct analysis_options request;
	int ret = 0;

	request_analysis(o, verb, &request);
	for (int i = 0; i < n && !ret && stage > STAGE_NONE; i++) {
		ret = analysis_run(&analysis[i], spec[i], &request, stage, diag);
		if (ret || !verb->compare)
			continue;
		digest_take(&digest[i], &analysis[i]);
		analysis_keep_release(&analysis[i]);
	}
	return ret;
}

/* Analyse each release and let the verb answer. */
static int answer(const struct verb *verb, const struct options *o, const char *const *spec, int n,
		  struct diag *diag)
{
	struct analysis *analysis = solv_calloc(n, sizeof(*analysis));
	struct digest *digest = solv_calloc(n, sizeof(*digest));
	const struct release **release = solv_calloc(n, sizeof(*release));
	struct table table;
	struct provenance provenance = {
		.verb = verb->name, .release = release, .n_release = n, .options = o, .diag = diag
	};
	int ret;

	table_init(&table);
	for (int i = 0; i < n; i++) {
		analysis_init(&analysis[i]);
		release[i] = &analysis[i].universe.release;
	}
	provenance.annotations = &analysis[0].annotations;
	ret = prepare(verb, o, spec, n, analysis, digest, diag);
	progress_clear(); /* the verb may write */
	if (!ret)
		ret = verb->compare ? verb->compare(digest, n, o, &table, diag) :
				      verb->run(analysis, o, spec[0], &table, diag);
	if (!ret)
		ret = is_site(verb, o) ?
			      write_site(verb, o, &table, &provenance, diag) :
			      write_answer(o, verb, &table, &provenance, diag);
	table_clear(&table);
	for (int i = 0; i < n; i++) {
		analysis_clear(&analysis[i]);
		digest_clear(&digest[i]);
	}
	free(analysis);
	free(digest);
	free(release);
	return ret;
}

/* The reader answers; the keeper waits for it, and speaks only where it cannot. */
static int run_divided(const struct verb *verb, const struct options *o, const char *const *spec,
		       int n, struct diag *diag)
{
	int status = STATUS_FAILED, side = division_begin(verb, o, spec, n, &status, diag);

	if (side > 0)
		return status;
	status = side || diag->message || answer(verb, o, spec, n, diag) ?
			 complain(diag, STATUS_FAILED) :
			 STATUS_ANSWERED;
	warn(diag, o);
	return status;
}

static int check_names(const struct verb *verb, const struct options *o, struct diag *diag)
{
	if (o->n_name < verb->min_names)
		return diag_fail(diag, "'%s' needs %s; see linchpin %s --help", verb->name,
				 verb->arguments, verb->name);
	if (verb->max_names >= 0 && o->n_name > verb->max_names)
		return diag_fail(diag, "'%s' does not take '%s'; see linchpin %s --help%s",
				 verb->name, o->name[verb->max_names], verb->name,
				 verb->max_names ? "" :
						   ", or for a component: linchpin explain NAME");
	if (o->n_release < verb->n_release ||
	    (verb->n_release && o->n_release > verb->n_release && !verb->more_releases))
		return diag_fail(diag, "'%s' needs %d releases%s, each with -r; %d %s named",
				 verb->name, verb->n_release,
				 verb->more_releases ? " or more" : "", o->n_release,
				 o->n_release == 1 ? "is" : "are");
	if (!verb->n_release && !verb->max_release && o->n_release > 1)
		return diag_fail(diag, "'%s' reads one release, not %d", verb->name, o->n_release);
	if (is_site(verb, o) && !o->output)
		return diag_fail(diag, "'%s' writes a directory: name it with -o", verb->name);
	return verb->check ? verb->check(o, diag) : 0;
}

/* What the user left open and the verb decides. */
static void settle_defaults(const struct verb *verb, struct options *o)
{
	if (o->top < 0 && verb->everything)
		o->top = 0;
	if (verb->format && !o->writer_given)
		o->writer = writer_find(verb->format);
	if (o->top < 0)
		o->top = verb->whole && o->writer != &writers[0] ? 0 :
			 verb->top				 ? verb->top :
								   TOP_DEFAULT;
	if (o->keep_links < 0)
		o->keep_links = verb->keep_links;
	if (o->alternatives == ALTERNATIVES_NONE)
		o->alternatives = verb->alternatives ? verb->alternatives : ALTERNATIVES_PREFERRED;
}

static int run_verb(const struct verb *verb, int argc, char **argv, struct diag *diag)
{
	struct options o;
	char *machine = NULL;
	int status = STATUS_USAGE;

	options_init(&o);
	if (options_parse(&o, verb->options, verb->name, argc, argv, diag)) {
		complain(diag, status);
	} else if (o.help) {
		status = show_help(verb, diag);
	} else if (o.version) {
		status = show_version(diag);
	} else if (settle_defaults(verb, &o), check_names(verb, &o, diag)) {
		complain(diag, status);
	} else {
		const char *const *spec = o.release;

		if (!o.n_release)
			machine = importer_default_spec(diag);
		if (machine)
			spec = (const char *const *)&machine;
		status = o.n_release || machine ?
				 run_divided(verb, &o, spec, o.n_release ? o.n_release : 1, diag) :
				 complain(diag, STATUS_FAILED);
	}
	free(machine);
	options_clear(&o);
	return status;
}

static int help(const char *what, struct diag *diag)
{
	const struct verb *verb;

	if (what && is_manual(what))
		return show_manual(what, diag);
	verb = what ? verb_find(what, diag) : NULL;
	return diag->message ? complain(diag, STATUS_USAGE) : show_help(verb, diag);
}

/* Some libraries end the process where they have no memory, and some of those say so. */
static bool main_has_returned;

static void say_that_a_library_ended_it(void)
{
	if (!main_has_returned)
		fprintf(stderr, "linchpin: cannot go on: a library that it uses ended it; if it "
				"lacked memory, --memory gives it more\n");
}

int main(int argc, char **argv)
{
	const struct verb *verb;
	struct diag diag;
	int status;

	atexit(say_that_a_library_ended_it);
	/* only what libsmartcols needs to know which bytes are characters; everything else is "C"
	   */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	diag_init(&diag);
	if (argc < 2) {
		help(NULL, &diag);
		status = STATUS_USAGE;
	} else if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
		   !strcmp(argv[1], "help")) {
		status = help(argv[2], &diag);
	} else if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		status = show_version(&diag);
	} else if (!(verb = verb_find(argv[1], &diag))) {
		status = complain(&diag, STATUS_USAGE);
	} else {
		status = run_verb(verb, argc - 1, argv + 1, &diag);
	}
	diag_clear(&diag);
	main_has_returned = true;
	return status;
}
