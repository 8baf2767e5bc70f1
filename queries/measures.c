/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every structural measure of every package or component, and what each means.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column meaning_columns[] = {
	{ .key = "measure", .type = CELL_TEXT },
	{ .key = "unit", .type = CELL_TEXT },
	{ .key = "cost", .type = CELL_TEXT },
	{ .key = "of_components", .heading = "of components", .type = CELL_TEXT, .wide = true },
	{ .key = "meaning", .type = CELL_TEXT, .fit = FIT_WRAP },
};

/* "impact-packages" as a key: "impact_packages". The caller frees it. */
static char *key_of(enum measure m)
{
	char *key = solv_strdup(measure_row(m)->name);

	for (char *dash = strchr(key, '-'); dash; dash = strchr(dash, '-'))
		*dash = '_';
	return key;
}

/* Counts are whole numbers; shares and the like are not. */
static bool is_count(const double *column, int n)
{
	for (int i = 0; i < n; i++)
		if (column[i] != floor(column[i]))
			return false;
	return true;
}

static void add_meanings(struct table *ret)
{
	static const char *const fold[FOLDS] = {
		[FOLD_NONE] = "",
		[FOLD_SET] = "of its packages together",
		[FOLD_SUM] = "sum over its packages",
		[FOLD_MAX] = "largest of its packages",
	};
	struct table *meanings = table_add_rows(ret, "measures", "Measures", meaning_columns,
						N_COLUMNS(meaning_columns));

	for (enum measure m = MEASURE_NONE + 1; m < MEASURES; m++) {
		table_add_row(meanings);
		table_set_text(meanings, "measure", measure_row(m)->name);
		table_set_text(meanings, "unit", measure_row(m)->unit);
		table_set_text(meanings, "cost", measure_row(m)->cost);
		table_set_text(meanings, "of_components", fold[measure_row(m)->fold]);
		table_set_text(meanings, "meaning", measure_row(m)->meaning);
	}
}

struct by_impact {
	const double *impact;
	const struct analysis *a;
	enum level level;
};

static const char *subject_name(const struct analysis *a, enum level level, int subject)
{
	return level == LEVEL_COMPONENT ? universe_component_name(&a->universe, subject) :
					  depgraph_node_name(&a->graph, subject);
}

static int compare_subjects(const void *x, const void *y, void *closure)
{
	const struct by_impact *by = closure;
	int p = *(const int *)x, q = *(const int *)y, order;

	if (by->impact[p] != by->impact[q])
		return by->impact[p] < by->impact[q] ? 1 : -1;
	order = strcmp(subject_name(by->a, by->level, p), subject_name(by->a, by->level, q));
	return order ? order : p - q;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	enum level level = o->package ? LEVEL_PACKAGE : LEVEL_COMPONENT;
	int n = depgraph_n_subject(&a->graph, level), n_shown = o->top && o->top < n ? o->top : n;
	int *order = solv_calloc(n + 1, sizeof(int));
	char *key[MEASURES] = { NULL };
	bool count[MEASURES] = { false };
	struct by_impact by = { NULL, a, level };
	struct table *rows;

	(void)spec;
	if (measures_compute(&a->measures, level, MEASURES_ALL, diag) < 0) {
		free(order);
		return -1;
	}
	add_meanings(ret);
	rows = table_add_rows(ret, "rows", "Values, greatest impact first", NULL, 0);
	table_add_column(rows, &(struct column){ .key = o->package ? "package" : "component",
						 .type = CELL_TEXT });
	for (enum measure m = MEASURE_NONE + 1; m < MEASURES; m++) {
		const double *column = a->measures.value[level][m];

		key[m] = key_of(m);
		count[m] = !column || is_count(column, n);
		table_add_column(rows,
				 &(struct column){ .key = key[m],
						   .heading = measure_row(m)->name,
						   .type = count[m] ? CELL_INTEGER : CELL_REAL,
						   .decimals = 6,
						   .spare = true });
	}
	by.impact = a->measures.value[level][MEASURE_IMPACT_PACKAGES];
	for (int i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(int), compare_subjects, &by);
	for (int i = 0; i < n_shown; i++) {
		table_add_row(rows);
		table_set_text(rows, o->package ? "package" : "component",
			       subject_name(a, level, order[i]));
		for (enum measure m = MEASURE_NONE + 1; m < MEASURES; m++) {
			const double *column = a->measures.value[level][m];

			if (column && count[m])
				table_set_integer(rows, key[m], (int64_t)column[order[i]]);
			else if (column)
				table_set_real(rows, key[m], column[order[i]]);
		}
	}
	if (n_shown < n)
		table_add_note(rows, "The first %d of %d; --top 0 shows all.", n_shown, n);
	for (enum measure m = MEASURE_NONE + 1; m < MEASURES; m++)
		free(key[m]);
	free(order);
	return 0;
}

extern const struct verb verb_measures;
const struct verb verb_measures = {
	.name = "measures",
	.arguments = "",
	.summary = "all structural measures of all components or packages",
	.description =
		"Computes every measure for every component (with --package: every package): "
		"impact, dependants, links, and the centralities of igraph on the graph under one "
		"policy for alternatives. A measure is one column, never a verdict.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTION(PACKAGE) | OPTION(TOP) |
		   OPTION(ALTERNATIVES),
	.max_names = 0,
	.whole = true,
	.stage = STAGE_FACTS,
	.run = run,
};
