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
#include "importers/diag.h"
#include "importers/importer.h"
#include "queries/options.h"
#include "queries/output.h"
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
	};

	for (int kind = WARN_NONE + 1; kind < WARNINGS && !o->quiet; kind++)
		if (diag->n_warning[kind] && (at_once[kind] || o->verbose))
			fprintf(stderr, "linchpin: warning: %s (%s, %u in all)\n",
				diag->example[kind], warning_name(kind), diag->n_warning[kind]);
}

static int write_answer(const struct options *o, const struct table *answer,
			const struct provenance *provenance, struct diag *diag)
{
	struct output output;
	struct style style;

	progress_clear();
	if (output_open(&output, o->output, diag))
		return -1;
	style = output_style(&output, o->wide);
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
	table_add_note(
		rows,
		"Try: linchpin rank                       this machine's distribution, the most "
		"critical first");
	table_add_note(
		rows,
		"     linchpin explain openssl            why a component ranks where it does");
	table_add_note(rows, "     linchpin impact -r debian:trixie zlib   what falls without it");
	table_add_note(
		rows,
		"linchpin VERB --help tells a verb's options. A release is debian:SUITE, "
		"fedora:VERSION, installed, a directory of apt lists, rpm-md or .rpm files, …; "
		"without -r it is this machine's distribution.");
	table_add_note(
		rows,
		"Not there yet: RPM distributions, snapshots, comparison over time, plans and "
		"reports.");
}

static int show_help(const struct verb *verb, struct diag *diag)
{
	struct options o;
	struct table help;
	int ret;

	options_init(&o);
	table_init(&help);
	if (verb) {
		table_set_title(&help, verb->summary);
		table_add_note(&help, "Usage: linchpin %s [OPTION]... %s", verb->name,
			       verb->arguments);
		table_add_note(&help, "%s", verb->description);
		options_help(verb->options, &help);
	} else {
		table_set_title(&help, "linchpin: which critical components are not memory safe?");
		add_verbs(&help);
	}
	ret = write_answer(&o, &help, NULL, diag);
	table_clear(&help);
	options_clear(&o);
	return ret ? complain(diag, STATUS_FAILED) : STATUS_ANSWERED;
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

/* Analyse each release and let the verb answer. */
static int answer(const struct verb *verb, const struct options *o, const char *const *spec, int n,
		  struct diag *diag)
{
	struct analysis *analysis = solv_calloc(n, sizeof(*analysis));
	const struct release **release = solv_calloc(n, sizeof(*release));
	struct analysis_options request;
	struct table table;
	struct provenance provenance = {
		.verb = verb->name, .release = release, .n_release = n, .options = o, .diag = diag
	};
	int ret = 0;

	table_init(&table);
	request_analysis(o, verb, &request);
	for (int i = 0; i < n; i++) {
		analysis_init(&analysis[i]);
		release[i] = &analysis[i].universe.release;
	}
	for (int i = 0; i < n && !ret && verb->stage > STAGE_NONE; i++)
		ret = analysis_run(&analysis[i], spec[i], &request, request_stage(o, verb), diag);
	if (!ret)
		ret = verb->run(analysis, o, spec[0], &table, diag);
	if (!ret)
		ret = write_answer(o, &table, &provenance, diag);
	table_clear(&table);
	for (int i = 0; i < n; i++)
		analysis_clear(&analysis[i]);
	free(analysis);
	free(release);
	return ret;
}

static int check_names(const struct verb *verb, const struct options *o, struct diag *diag)
{
	if (o->n_name < verb->min_names)
		return diag_fail(diag, "'%s' needs %s; see linchpin %s --help", verb->name,
				 verb->arguments, verb->name);
	if (verb->max_names >= 0 && o->n_name > verb->max_names)
		return diag_fail(diag, "'%s' does not take '%s'; see linchpin %s --help",
				 verb->name, o->name[verb->max_names], verb->name);
	if (verb->n_release && o->n_release != verb->n_release)
		return diag_fail(diag, "'%s' needs %d releases, each with -r; %d %s named",
				 verb->name, verb->n_release, o->n_release,
				 o->n_release == 1 ? "is" : "are");
	if (!verb->n_release && o->n_release > 1)
		return diag_fail(diag, "'%s' reads one release, not %d", verb->name, o->n_release);
	return 0;
}

/* What the user left open and the verb decides. */
static void settle_defaults(const struct verb *verb, struct options *o)
{
	if (o->top < 0)
		o->top = verb->whole && o->writer != &writers[0] ? 0 : TOP_DEFAULT;
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
	} else if (check_names(verb, &o, diag)) {
		complain(diag, status);
	} else {
		settle_defaults(verb, &o);
		const char *const *spec = o.release;

		if (!o.n_release)
			machine = importer_default_spec(diag);
		if (machine)
			spec = (const char *const *)&machine;
		status = (o.n_release || machine) && !answer(verb, &o, spec,
							     o.n_release ? o.n_release : 1, diag) ?
				 STATUS_ANSWERED :
				 complain(diag, STATUS_FAILED);
		warn(diag, &o);
	}
	free(machine);
	options_clear(&o);
	return status;
}

int main(int argc, char **argv)
{
	const struct verb *verb;
	struct diag diag;
	int status;

	/* only what libsmartcols needs to know which bytes are characters; everything else is "C"
	   */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	diag_init(&diag);
	if (argc < 2 || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		verb = argc > 2 ? verb_find(argv[2], &diag) : NULL;
		status = diag.message ? complain(&diag, STATUS_USAGE) : show_help(verb, &diag);
		if (argc < 2)
			status = STATUS_USAGE;
	} else if (!strcmp(argv[1], "--version")) {
		status = show_version(&diag);
	} else if (!(verb = verb_find(argv[1], &diag))) {
		status = complain(&diag, STATUS_USAGE);
	} else {
		status = run_verb(verb, argc - 1, argv + 1, &diag);
	}
	diag_clear(&diag);
	return status;
}
