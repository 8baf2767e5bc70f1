/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What depends on what, whatever one chooses? Strong dependencies (graphs/strong.h) of one
 * component or package, or of all packages as counts or pairs.
 */
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/conflicts.h"
#include "graphs/dominators.h"
#include "graphs/strong.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const char *subject_name(const struct analysis *a, enum level level, int subject)
{
	return level == LEVEL_COMPONENT ? universe_component_name(&a->universe, subject) :
					  depgraph_node_name(&a->graph, subject);
}

struct by_name {
	const struct analysis *a;
	enum level level;
};

static int compare_names(const void *x, const void *y, void *closure)
{
	const struct by_name *by = closure;
	int p = *(const int *)x, q = *(const int *)y;
	int order = strcmp(subject_name(by->a, by->level, p), subject_name(by->a, by->level, q));

	return order ? order : p - q;
}

/* All subjects in the order of their names; the caller frees it. */
static int *names_order(const struct analysis *a, enum level level, int n)
{
	struct by_name by = { a, level };
	int *order = solv_calloc(n + 1, sizeof(int));

	for (int i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(int), compare_names, &by);
	return order;
}

/* ---- one name ---- */

static const struct column one_columns[] = {
	{ .key = "relation", .type = CELL_TEXT },
	{ .key = "name", .type = CELL_TEXT },
	{ .key = "component", .type = CELL_TEXT },
};

static void add_side(const struct analysis *a, const struct strong *s, const struct options *o,
		     const char *relation, const int *other, int n, struct table *rows)
{
	struct by_name by = { a, s->level };
	int *order = n ? solv_memdup2(other, n, sizeof(int)) : NULL;

	if (n)
		/* -Wanalyzer-null-argument: there are others, so there is a copy of them */
		qsort_r(order, n, sizeof(int), compare_names, &by);
	for (int i = 0; i < n && (!o->top || i < o->top); i++) {
		/* -Wanalyzer-null-dereference: there are n others, so there is a copy of them */
		int c = depgraph_subject_component(&a->graph, s->level, order[i]);

		table_add_row(rows);
		table_set_text(rows, "relation", relation);
		table_set_text(rows, "name", subject_name(a, s->level, order[i]));
		table_set_text(rows, "component", universe_component_name(&a->universe, c));
	}
	if (o->top && n > o->top)
		table_add_note(rows, "%s: the first %d of %d; --top 0 shows all.", relation, o->top,
			       n);
	free(order);
}

/* Who really causes it: for packages only. */
static int add_dominance(const struct analysis *a, const struct strong *s, int node,
			 struct table *summary, struct diag *diag)
{
	struct dominators d;

	dominators_init(&d);
	if (dominators_build(&d, s, diag))
		return -1;
	if (d.dominator[node] >= 0)
		table_field_text(summary, "dominator", "dominated by",
				 depgraph_node_name(&a->graph, d.dominator[node]));
	if (d.carrier[node] >= 0) {
		table_field_text(summary, "carrier", "carried mostly by",
				 depgraph_node_name(&a->graph, d.carrier[node]));
		table_field_integer(summary, "carried", "dependants through the carrier",
				    d.n_carried[node]);
	}
	dominators_clear(&d);
	return 0;
}

static int answer_one(struct analysis *a, const struct options *o, const struct strong *s,
		      int subject, struct table *ret, struct diag *diag)
{
	struct table *summary = table_add_record(ret, "summary", NULL), *rows;
	int n_dependant, n_dependency;
	const int *dependant = strong_dependants(s, subject, &n_dependant);
	const int *dependency = strong_dependencies(s, subject, &n_dependency);

	table_field_text(summary, s->level == LEVEL_COMPONENT ? "component" : "package", NULL,
			 subject_name(a, s->level, subject));
	table_field_bool(summary, "installable", NULL, s->installable[subject]);
	table_field_integer(summary, "strong_dependants", "strong dependants", n_dependant);
	table_field_integer(summary, "strong_dependencies", "strong dependencies", n_dependency);
	if (s->level == LEVEL_PACKAGE && add_dominance(a, s, subject, summary, diag))
		return -1;
	rows = table_add_rows(ret, "rows", "Strong dependencies and dependants", one_columns,
			      N_COLUMNS(one_columns));
	add_side(a, s, o, "depends on", dependency, n_dependency, rows);
	add_side(a, s, o, "is needed by", dependant, n_dependant, rows);
	if (s->level == LEVEL_COMPONENT)
		table_add_note(rows, "A component depends on what any of its packages depends on, "
				     "development files too; --package asks about one package.");
	return 0;
}

/* ---- all ---- */

static const struct column count_columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "strong_dependants", .type = CELL_INTEGER },
	{ .key = "strong_dependencies", .type = CELL_INTEGER },
	{ .key = "version", .type = CELL_TEXT },
	{ .key = "dominator", .type = CELL_TEXT },
	{ .key = "carrier", .type = CELL_TEXT },
	{ .key = "carried", .type = CELL_INTEGER },
};

static const struct column pair_columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "needs", .type = CELL_TEXT },
};

static void add_all_summary(const struct strong *s, bool conflicts, struct table *ret)
{
	struct table *summary = table_add_record(ret, "summary", NULL);

	table_field_integer(summary, "packages", NULL, s->n_subject);
	table_field_integer(summary, "uninstallable", NULL, s->n_uninstallable);
	table_field_integer(summary, "pairs", NULL, s->n_pair);
	if (conflicts) {
		table_field_integer(summary, "searches", NULL, s->n_search);
		table_field_integer(summary, "pairs_by_search", "pairs because of conflicts only",
				    s->n_searched_pair);
	}
}

static int answer_counts(struct analysis *a, const struct options *o, const struct strong *s,
			 struct table *ret, struct diag *diag)
{
	int *order = names_order(a, LEVEL_PACKAGE, s->n_subject), n_shown = s->n_subject;
	struct table *rows = table_add_rows(ret, "rows", "Packages", count_columns,
					    N_COLUMNS(count_columns));
	struct dominators d;

	dominators_init(&d);
	if (dominators_build(&d, s, diag)) {
		free(order);
		return -1;
	}
	if (o->top && o->top < n_shown)
		n_shown = o->top;
	for (int i = 0; i < n_shown; i++) {
		int node = order[i], n;
		const Solvable *solvable = pool_id2solvable(a->universe.pool,
							    a->graph.package_of[node]);

		table_add_row(rows);
		table_set_text(rows, "package", depgraph_node_name(&a->graph, node));
		strong_dependants(s, node, &n);
		table_set_integer(rows, "strong_dependants", n);
		strong_dependencies(s, node, &n);
		table_set_integer(rows, "strong_dependencies", n);
		table_set_text(rows, "version", pool_id2str(a->universe.pool, solvable->evr));
		if (d.dominator[node] >= 0)
			table_set_text(rows, "dominator",
				       depgraph_node_name(&a->graph, d.dominator[node]));
		if (d.carrier[node] >= 0) {
			table_set_text(rows, "carrier",
				       depgraph_node_name(&a->graph, d.carrier[node]));
			table_set_integer(rows, "carried", d.n_carried[node]);
		}
	}
	if (n_shown < s->n_subject)
		table_add_note(rows, "The first %d of %d; --top 0 shows all.", n_shown,
			       s->n_subject);
	dominators_clear(&d);
	free(order);
	return 0;
}

static int compare_ints(const void *x, const void *y)
{
	return *(const int *)x - *(const int *)y;
}

static void answer_pairs(struct analysis *a, const struct options *o, const struct strong *s,
			 struct table *ret)
{
	int *order = names_order(a, LEVEL_PACKAGE, s->n_subject);
	int *place = solv_calloc(s->n_subject + 1, sizeof(int)), *needs = NULL;
	int64_t n_shown = 0, max = o->top ? o->top : s->n_pair;
	struct table *rows = table_add_rows(ret, "rows", "Pairs", pair_columns,
					    N_COLUMNS(pair_columns));

	for (int i = 0; i < s->n_subject; i++)
		place[order[i]] = i;
	for (int i = 0; i < s->n_subject && n_shown < max; i++) {
		int n;
		const int *dependency = strong_dependencies(s, order[i], &n);

		needs = solv_realloc2(needs, n + 1, sizeof(int));
		for (int k = 0; k < n; k++)
			needs[k] = place[dependency[k]];
		qsort(needs, n, sizeof(int), compare_ints);
		for (int k = 0; k < n && n_shown < max; k++, n_shown++) {
			table_add_row(rows);
			table_set_text(rows, "package", depgraph_node_name(&a->graph, order[i]));
			table_set_text(rows, "needs",
				       depgraph_node_name(&a->graph, order[needs[k]]));
		}
	}
	if (n_shown < s->n_pair)
		table_add_note(rows, "The first %lld of %lld; --top 0 shows all.",
			       (long long)n_shown, (long long)s->n_pair);
	free(needs);
	free(place);
	free(order);
}

static int find_subject(struct analysis *a, const struct options *o, enum level *ret_level,
			struct diag *diag)
{
	int *node, n,
		component = o->package ? -1 : universe_find_component(&a->universe, o->name[0]);

	*ret_level = component >= 0 ? LEVEL_COMPONENT : LEVEL_PACKAGE;
	if (component >= 0)
		return component;
	n = verb_find_nodes(a, o->name[0], o->package, &node, diag);
	if (n < 0)
		return -1;
	n = node[n - 1]; /* of several versions the last that the archive lists */
	free(node);
	return n;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	enum level level = LEVEL_PACKAGE;
	struct conflicts conflicts;
	struct strong s;
	int subject = 0, result = -1;

	(void)spec;
	if (o->all == (o->n_name > 0))
		return diag_fail(diag, "'strong' needs a NAME, or --all");
	if (!o->all && (subject = find_subject(a, o, &level, diag)) < 0)
		return -1;
	conflicts_init(&conflicts);
	strong_init(&s);
	if (o->conflicts)
		conflicts_build(&conflicts, &a->graph);
	if (strong_build(&s, &a->graph, o->conflicts ? &conflicts : NULL, level, diag))
		goto done;
	if (!o->all) {
		result = answer_one(a, o, &s, subject, ret, diag);
		goto done;
	}
	add_all_summary(&s, o->conflicts, ret);
	result = 0;
	if (o->pairs)
		answer_pairs(a, o, &s, ret);
	else
		result = answer_counts(a, o, &s, ret, diag);
done:
	strong_clear(&s);
	conflicts_clear(&conflicts);
	return result;
}

extern const struct verb verb_strong;
const struct verb verb_strong = {
	.name = "strong",
	.arguments = "[NAME]",
	.summary = "strong dependencies and dependants, exact",
	.description =
		"p strongly depends on q if p can be installed and every installation that "
		"contains "
		"p contains q, whatever alternatives are chosen (Abate, Boender, Di Cosmo, "
		"Zacchiroli 2009). Shows both sides for a component or package, and who carries "
		"most of its impact; --all counts them for every package, --all --pairs lists "
		"every "
		"pair. --conflicts takes Conflicts and Breaks into account: each pair is then "
		"proved and each other pair refuted by an installation.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTION(PACKAGE) | OPTION(TOP) |
		   OPTION(ALL) | OPTION(PAIRS) | OPTION(CONFLICTS),
	.max_names = 1,
	.whole = true,
	.stage = STAGE_GRAPH,
	.run = run,
};
