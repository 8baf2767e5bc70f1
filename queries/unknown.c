/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which components might be critical without our knowing it, and what would settle that?
 */
#include <stdlib.h>

#include "analyzer/calls.h"
#include "analyzer/doubt.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

enum { WITHIN = 100 };

static const struct column columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "highest_rank", .heading = "could be", .type = CELL_INTEGER },
	{ .key = "score", .type = CELL_REAL, .decimals = 3 },
	{ .key = "highest", .heading = "could be", .type = CELL_REAL, .decimals = 3 },
	{ .key = "use", .type = CELL_REAL, .decimals = 2 },
	{ .key = "network", .heading = "net", .type = CELL_REAL, .decimals = 2 },
	{ .key = "function", .heading = "func", .type = CELL_REAL, .decimals = 2 },
	{ .key = "unsafe", .type = CELL_REAL, .decimals = 2 },
	{ .key = "in_doubt", .heading = "in doubt", .type = CELL_TEXT },
	{ .key = "confidence", .type = CELL_REAL, .decimals = 2 },
	{ .key = "settle", .heading = "what would settle it", .type = CELL_TEXT, .fit = FIT_WRAP },
};

static const char *what_settles(const struct analysis *a, const struct doubt *d)
{
	bool inspected = calls_known(&a->universe, d->component, a->role);

	switch (d->in_doubt) {
	case CRITERION_USE:
		return "a survey of installations: --popcon FILE";
	case CRITERION_NETWORK:
		if (!links_known(&a->links))
			return "file lists of the release";
		return inspected ? "its signs contradict each other: someone must look" :
				   "linchpin inspect of its packages: do they call the network?";
	case CRITERION_FUNCTION:
		return "a tag by its maintainer, or a rule that knows what it is for";
	case CRITERION_UNSAFE:
		if (!a->universe.has_source_files)
			return "file lists of the sources";
		return inspected ? "a look at its sources" :
				   "linchpin inspect of its packages: what is it compiled from?";
	case CRITERIA:
		break;
	}
	return NULL;
}

static void add_doubt(struct table *rows, const struct analysis *a, const struct doubt *d)
{
	const struct assessment *as = &a->assessment;
	const struct ranking *r = &a->ranking;

	table_add_row(rows);
	table_set_text(rows, "component", universe_component_name(&a->universe, d->component));
	if (r->rank[d->component])
		table_set_integer(rows, "rank", r->rank[d->component]);
	table_set_integer(rows, "highest_rank", d->highest_rank);
	table_set_real(rows, "score", r->score[d->component]);
	table_set_real(rows, "highest", d->highest);
	for (int k = 0; k < CRITERIA; k++)
		table_set_real(rows, criterion_name(k), as->value[k][d->component]);
	table_set_text(rows, "in_doubt", criterion_name(d->in_doubt));
	table_set_real(rows, "confidence", as->confidence[d->in_doubt][d->component]);
	table_set_text(rows, "settle", what_settles(a, d));
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	const double exponent[CRITERIA] = {
		[CRITERION_USE] = o->weights.use,
		[CRITERION_NETWORK] = o->weights.network,
		[CRITERION_FUNCTION] = o->weights.function,
		[CRITERION_UNSAFE] = o->weights.unsafe,
	};
	struct table *summary = table_add_record(ret, "summary", NULL), *rows;
	struct doubt *doubt;
	int n = doubt_find(&a->assessment, &a->ranking, exponent, WITHIN, &doubt);
	int n_of[CRITERIA] = { 0 }, n_exposure = 0, n_safety = 0;

	(void)spec;
	(void)diag;
	for (int c = 0; c < a->universe.n_component; c++) {
		n_exposure += a->assessment.exposure[c] == EXPOSURE_UNKNOWN;
		n_safety += a->languages.mix[c].safety == SAFETY_UNKNOWN;
	}
	for (int i = 0; i < n; i++)
		n_of[doubt[i].in_doubt]++;
	table_field_integer(summary, "unknown_exposure", "components of unknown exposure",
			    n_exposure);
	table_field_integer(summary, "unknown_safety", "components of unknown safety", n_safety);
	table_field_integer(summary, "in_doubt", "may belong to the first 100", n);
	for (int k = 0; k < CRITERIA; k++) {
		static const char *const key[CRITERIA] = { "doubt_use", "doubt_network",
							   "doubt_function", "doubt_unsafe" };
		static const char *const heading[CRITERIA] = { "for their use",
							       "for their exposure",
							       "for their function",
							       "for their language" };

		table_field_integer(summary, key[k], heading[k], n_of[k]);
	}
	rows = table_add_rows(ret, "rows", "Where to look next", columns, N_COLUMNS(columns));
	for (int i = 0; i < n && (!o->top || i < o->top); i++)
		add_doubt(rows, a, &doubt[i]);
	if (o->top && o->top < n)
		table_add_note(rows, "The first %d of %d; --top 0 shows all.", o->top, n);
	table_add_note(rows, "could be: the rank and score if everything that is not sure turned "
			     "out for the worst (1 - confidence (1 - value) for each criterion). A "
			     "bound, not an estimate.");
	free(doubt);
	return 0;
}

extern const struct verb verb_unknown;
const struct verb verb_unknown = {
	.name = "unknown",
	.arguments = "",
	.summary = "components that may be critical and cannot be judged, and what would settle it",
	.description =
		"Lists components outside the first hundred of the ranking that might belong there "
		"if what is not known of them turned out for the worst, which criterion is in "
		"doubt, and what would settle it.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE | OPTION(TOP) |
		   OPTION(ALTERNATIVES),
	.max_names = 0,
	.whole = true,
	.stage = STAGE_RANKING,
	.run = run,
};
