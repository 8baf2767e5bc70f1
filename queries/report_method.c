/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sections of the report that say how it was made: the parts of the criteria and their weights,
 * the functions, every rule, and how much the order depends on the weights.
 */
#include <math.h>
#include <stdlib.h>
#include <solv/util.h>

#include "analyzer/doubt.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/report.h"
#include "queries/table.h"

/* ---- how sure the order is ---- */

static const struct column stability_columns[] = {
	{ .key = "first", .heading = "of the first", .type = CELL_INTEGER },
	{ .key = "stay", .heading = "stay among them", .type = CELL_INTEGER },
	{ .key = "stay_within_twice",
	  .heading = "stay within twice as many",
	  .type = CELL_INTEGER },
	{ .key = "median_width", .heading = "median width of the interval", .type = CELL_INTEGER },
	{ .key = "widest", .type = CELL_INTEGER },
	{ .key = "widest_component", .heading = "widest: of", .type = CELL_TEXT },
};

static int compare_ints(const void *x, const void *y)
{
	int a = *(const int *)x, b = *(const int *)y;

	return (a > b) - (a < b);
}

static void add_stability(struct table *rows, const struct report *r, int first)
{
	const struct ranking *ranking = &r->a->ranking;
	int *width = solv_calloc(first, sizeof(int)), stay = 0, twice = 0, widest = -1;

	for (int i = 0; i < first; i++) {
		int c = r->ranked[i];

		stay += ranking->rank_high[c] <= first;
		twice += ranking->rank_high[c] <= 2 * first;
		width[i] = ranking->rank_high[c] - ranking->rank_low[c];
		if (widest < 0 || width[i] > width[widest])
			widest = i;
	}
	table_add_row(rows);
	table_set_integer(rows, "first", first);
	table_set_integer(rows, "stay", stay);
	table_set_integer(rows, "stay_within_twice", twice);
	table_set_integer(rows, "widest", width[widest]);
	table_set_text(rows, "widest_component",
		       universe_component_name(&r->a->universe, r->ranked[widest]));
	qsort(width, first, sizeof(int), compare_ints);
	table_set_integer(rows, "median_width", width[first / 2]);
	free(width);
}

int report_add_stability(struct report *r, struct table *section)
{
	static const int firsts[] = { 10, 20, 50, 100, 200 };
	struct table *rows = table_add_rows(section, "rows", NULL, stability_columns,
					    N_COLUMNS(stability_columns));

	for (int i = 0; i < 5; i++)
		if (firsts[i] <= r->n_ranked)
			add_stability(rows, r, firsts[i]);
	table_add_note(section,
		       "Each rank was computed %d times with other weights (each criterion's "
		       "exponent times a random factor between 1/2 and 2, fixed seed); its "
		       "interval holds the middle nine tenths. A component stays if even the worse "
		       "end of its interval is among the first so many.",
		       RANKING_DRAWS);
	table_add_note(section, "The interval says how much a rank depends on the weights, not "
				"whether what was observed is true: for that each component's page "
				"shows its evidence, and the confidence of each criterion.");
	return 0;
}

/* ---- the criteria ---- */

static const struct column criteria_columns[] = {
	{ .key = "criterion", .type = CELL_TEXT },
	{ .key = "part", .type = CELL_TEXT },
	{ .key = "weight", .type = CELL_REAL, .decimals = 2 },
	{ .key = "meaning", .type = CELL_TEXT, .fit = FIT_WRAP },
};

int report_add_criteria(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, criteria_columns,
					    N_COLUMNS(criteria_columns));

	(void)r;
	for (enum part part = PART_NONE + 1; part < PARTS; part++) {
		const struct part_row *row = assessment_part_row(part);

		table_add_row(rows);
		table_set_text(rows, "criterion", criterion_name(row->criterion));
		table_set_text(rows, "part", row->name);
		table_set_real(rows, "weight", row->weight);
		table_set_text(rows, "meaning", row->meaning);
	}
	table_add_note(section, "A criterion is 1 - (1 - w1 p1)(1 - w2 p2) … over its parts p with "
				"their weights w: one strong sign suffices, weak ones add up. Of "
				"listens, connects and parses the greatest makes the part own.");
	table_add_note(section, "The score is the geometric mean of the four criteria, weighted by "
				"exponents: a component must meet all four, and nothing makes up "
				"for a zero. A criterion is met from %.1f on.", RANKING_MEETS);
	return 0;
}

/* ---- functions and rules ---- */

static const struct column function_columns[] = {
	{ .key = "function", .type = CELL_TEXT },
	{ .key = "criticality", .type = CELL_REAL, .decimals = 2 },
	{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP },
};

int report_add_functions(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, function_columns,
					    N_COLUMNS(function_columns));

	for (int i = 0; i < r->a->functions.n_function; i++) {
		const struct function *function = &r->a->functions.function[i];

		table_add_row(rows);
		table_set_text(rows, "function", function->name);
		table_set_real(rows, "criticality", function->criticality);
		table_set_text(rows, "why", function->why);
	}
	return 0;
}

static const struct column rule_columns[] = {
	{ .key = "claim", .type = CELL_TEXT },
	{ .key = "witness", .type = CELL_TEXT },
	{ .key = "pattern", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "weight", .type = CELL_REAL, .decimals = 2 },
	{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "file", .type = CELL_TEXT },
	{ .key = "line", .type = CELL_INTEGER },
};

int report_add_rules(struct report *r, struct table *section)
{
	const struct ruleset *set[] = { &r->a->exposure_rules, &r->a->function_rules,
					&r->a->language_table.witness };
	struct table *rows = table_add_rows(section, "rows", NULL, rule_columns,
					    N_COLUMNS(rule_columns));

	for (int i = 0; i < 3; i++) {
		for (int j = 0; j < set[i]->n_rule; j++) {
			const struct rule *rule = &set[i]->rule[j];

			table_add_row(rows);
			table_set_text(rows, "claim", rule->claim);
			table_set_text(rows, "witness", observation_kind_name(rule->witness));
			table_set_text(rows, "pattern", rule->pattern);
			table_set_real(rows, "weight", rule->weight);
			table_set_text(rows, "why", rule->why);
			table_set_text(rows, "file", rule->file);
			table_set_integer(rows, "line", rule->line);
		}
	}
	section->for_data = true;
	table_add_note(section, "Who disputes a verdict changes a line of these files: linchpin "
				"--rules DIR.");
	return 0;
}
