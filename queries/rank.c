/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The most critical components that are not memory safe, best reason first.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "importers/diag.h"
#include "queries/annotated.h"
#include "queries/options.h"
#include "queries/rank.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "rank_low", .heading = "low", .type = CELL_INTEGER, .wide = true },
	{ .key = "rank_high", .heading = "high", .type = CELL_INTEGER, .wide = true },
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "score", .type = CELL_REAL, .decimals = 3 },
	{ .key = "use", .type = CELL_REAL, .decimals = 2 },
	{ .key = "network", .heading = "net", .type = CELL_REAL, .decimals = 2 },
	{ .key = "function", .heading = "func", .type = CELL_REAL, .decimals = 2 },
	{ .key = "unsafe", .type = CELL_REAL, .decimals = 2 },
	{ .key = "meets", .type = CELL_TEXT, .wide = true },
	{ .key = "safety", .type = CELL_TEXT, .wide = true },
	{ .key = "exposure", .type = CELL_TEXT },
	{ .key = "functions", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	{ .key = "languages", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	{ .key = "impact_packages", .heading = "impact", .type = CELL_INTEGER },
	{ .key = "impact_components", .heading = "components", .type = CELL_INTEGER, .wide = true },
	{ .key = "dependants", .type = CELL_INTEGER, .wide = true },
	{ .key = "replacement", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
};

static void set_meets(struct table *rows, unsigned char meets)
{
	char text[64] = "";
	int n = 0;

	for (int k = 0; k < CRITERIA; k++)
		if (meets & 1 << k)
			n += snprintf(text + n, sizeof(text) - n, "%s%s", n ? " " : "",
				      criterion_name(k));
	table_set_text(rows, "meets", text);
}

void rank_set_functions(struct table *rows, const struct analysis *a, int c)
{
	struct served served[2];
	int n = function_served(&a->functions, &a->function_evidence, c, served, 2);

	if (n == 1)
		table_set_text(rows, "functions", served[0].function->name);
	else if (n)
		table_set_format(rows, "functions", "%s, %s", served[0].function->name,
				 served[1].function->name);
}

static void add_component(struct table *rows, const struct analysis *a, int c)
{
	const struct assessment *as = &a->assessment;
	const struct ranking *r = &a->ranking;
	char *languages = language_mix_text(&a->languages, c);
	double *const *measure = a->measures.value[LEVEL_COMPONENT];

	table_add_row(rows);
	if (r->rank[c]) {
		table_set_integer(rows, "rank", r->rank[c]);
		table_set_integer(rows, "rank_low", r->rank_low[c]);
		table_set_integer(rows, "rank_high", r->rank_high[c]);
	}
	table_set_text(rows, "component", universe_component_name(&a->universe, c));
	table_set_real(rows, "score", r->score[c]);
	for (int k = 0; k < CRITERIA; k++)
		table_set_real(rows, criterion_name(k), as->value[k][c]);
	set_meets(rows, r->meets[c]);
	table_set_text(rows, "safety", safety_name(a->languages.mix[c].safety));
	table_set_text(rows, "exposure", exposure_name(as->exposure[c]));
	rank_set_functions(rows, a, c);
	table_set_text(rows, "languages", languages);
	table_set_integer(rows, "impact_packages", (int64_t)measure[MEASURE_IMPACT_PACKAGES][c]);
	table_set_integer(rows, "impact_components",
			  (int64_t)measure[MEASURE_IMPACT_COMPONENTS][c]);
	table_set_integer(rows, "dependants", (int64_t)measure[MEASURE_DEPENDANTS][c]);
	verb_set_replacement(a, c, rows, "replacement");
	annotated_set(&a->annotations, c, rows);
	free(languages);
}

static bool is_wanted(const struct analysis *a, const struct options *o, int c)
{
	enum safety safety = a->languages.mix[c].safety;

	if (o->unsafe_only && safety != SAFETY_UNSAFE && safety != SAFETY_MIXED)
		return false;
	return !o->meets_all || a->ranking.meets[c] == (1 << CRITERIA) - 1;
}

struct table *rank_add_rows(const struct analysis *a, const struct options *o, struct table *ret)
{
	struct table *rows = table_add_rows(ret, "rows", "Most critical first", columns,
					    N_COLUMNS(columns));
	const struct ranking *r = &a->ranking;
	int n_shown = 0, n_wanted = 0;

	annotated_columns(&a->annotations, rows);
	for (int i = 0; i < r->n_component; i++) {
		if (!is_wanted(a, o, r->order[i]))
			continue;
		n_wanted++;
		if (o->top && n_shown == o->top)
			continue;
		add_component(rows, a, r->order[i]);
		n_shown++;
	}
	if (n_shown < n_wanted)
		table_add_note(
			rows,
			"The first %d of %d components; --top 0 shows all, --wide more columns.",
			n_shown, n_wanted);
	table_add_note(
		rows,
		"use, net, func, unsafe: the four criteria, 0 to 1; score: their geometric mean. "
		"impact: packages that cannot be installed without it. linchpin explain COMPONENT "
		"tells why.");
	return rows;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct table *summary = table_add_record(ret, "summary", NULL);
	int n_meets = 0, n_safety[SAFETIES] = { 0 };
	const struct ranking *r = &a->ranking;

	(void)spec;
	(void)diag;
	for (int c = 0; c < r->n_component; c++) {
		n_meets += r->meets[c] == (1 << CRITERIA) - 1;
		n_safety[a->languages.mix[c].safety]++;
	}
	table_field_integer(summary, "components", "components", r->n_component);
	table_field_integer(summary, "meet_all", "meet all four criteria", n_meets);
	table_field_integer(summary, "unsafe", "in memory-unsafe languages",
			    n_safety[SAFETY_UNSAFE]);
	table_field_integer(summary, "mixed", "mixed", n_safety[SAFETY_MIXED]);
	table_field_integer(summary, "safe", "memory safe, or without code", n_safety[SAFETY_SAFE]);
	table_field_integer(summary, "unknown", "cannot be judged", n_safety[SAFETY_UNKNOWN]);
	rank_add_rows(a, o, ret);
	return 0;
}

extern const struct verb verb_rank;
const struct verb verb_rank = {
	.name = "rank",
	.arguments = "",
	.summary = "the most critical network-facing components that are not memory safe",
	.description =
		"Ranks all components of a release by four criteria: widely used, at the network "
		"boundary, critical function, not memory safe. The score is their weighted "
		"geometric mean: a component must meet all four. rank_low to rank_high says how "
		"much the rank depends on the weights: the 5th to 95th percentile under 1,000 "
		"random weightings.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE | OPTION(TOP) |
		   OPTION(UNSAFE_ONLY) | OPTION(MEETS_ALL) | OPTION(ANNOTATIONS) |
		   OPTION(ALTERNATIVES),
	.max_names = 0,
	.stage = STAGE_RANKING,
	.run = run,
};
