/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What falls without these? impact by fixpoint (graphs/impact.h).
 */
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/builds.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "package", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "direct", .type = CELL_BOOL },
};

struct row {
	const char *package, *component;
	bool direct;
};

static int compare_rows(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->package, y->package);

	return order ? order : strcmp(x->component, y->component);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int count_components(const struct depgraph *g, const int *removed, int n_removed,
			    const struct fallen *fallen, int n_fallen)
{
	unsigned char *seen = solv_calloc(g->n_component + 1, 1);
	int n = 0;

	for (int i = 0; i < n_removed; i++)
		seen[g->component_of[removed[i]]] = 1;
	for (int i = 0; i < n_fallen; i++) {
		unsigned char *at = &seen[g->component_of[fallen[i].node]];

		n += !*at;
		*at = 1;
	}
	free(seen);
	return n;
}

/* Components with a build need all of whose providers are removed or lost. */
static void add_lost_builds(struct analysis *a, const struct options *o, const int *removed,
			    int n_removed, const struct fallen *fallen, int n_fallen,
			    struct table *summary, struct table *ret)
{
	static const struct column build_columns[] = { { .key = "component", .type = CELL_TEXT } };
	const struct depgraph *g = &a->graph;
	unsigned char *gone = solv_calloc(g->n_node + 1, 1),
		      *lost = solv_calloc(g->n_component + 1, 1);
	const char **name = solv_calloc(g->n_component + 1, sizeof(*name));
	struct builds b;
	struct table *rows;
	int n = 0;

	for (int i = 0; i < n_removed; i++)
		gone[removed[i]] = 1;
	for (int i = 0; i < n_fallen; i++)
		gone[fallen[i].node] = 1;
	builds_init(&b);
	builds_build(&b, g);
	table_field_integer(summary, "impact_builds", "components that can no longer be built",
			    builds_lost(&b, gone, lost));
	builds_clear(&b);
	for (int c = 0; c < g->n_component; c++)
		if (lost[c])
			name[n++] = universe_component_name(&a->universe, c);
	qsort(name, n, sizeof(*name), compare_names);
	rows = table_add_rows(ret, "builds", "Components that can no longer be built",
			      build_columns, N_COLUMNS(build_columns));
	for (int i = 0; i < n && (!o->top || i < o->top); i++) {
		table_add_row(rows);
		table_set_text(rows, "component", name[i]);
	}
	free(gone);
	free(lost);
	free(name);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	const struct depgraph *g = &a->graph;
	struct fallen *fallen = NULL;
	struct table *summary, *rows;
	struct row *row;
	int *node = NULL, n = verb_find_all_nodes(a, o, &node, diag), n_fallen, n_direct = 0,
	    n_shown;

	(void)spec;
	if (n < 0)
		return -1;
	n_fallen = impact_of_set(&a->impact, node, n, &fallen);
	row = solv_calloc(n_fallen + 1, sizeof(*row));
	for (int i = 0; i < n_fallen; i++) {
		row[i].package = depgraph_node_name(g, fallen[i].node);
		row[i].component = universe_component_name(&a->universe,
							   g->component_of[fallen[i].node]);
		row[i].direct = fallen[i].direct;
		n_direct += fallen[i].direct;
	}
	qsort(row, n_fallen, sizeof(*row), compare_rows);
	n_shown = o->top && o->top < n_fallen ? o->top : n_fallen;

	summary = table_add_record(ret, "summary", NULL);
	table_field_integer(summary, "impact_packages", "packages lost", n_fallen);
	table_field_integer(summary, "impact_components", "components that lose a package",
			    count_components(g, node, n, fallen, n_fallen));
	table_field_integer(summary, "direct_packages", "of the packages, lost directly", n_direct);
	table_field_integer(summary, "removed_packages", "packages removed", n);
	table_field_integer(summary, "of_packages", "packages in the release", g->n_node);
	rows = table_add_rows(ret, "rows", "Lost packages", columns, N_COLUMNS(columns));
	for (int i = 0; i < n_shown; i++) {
		table_add_row(rows);
		table_set_text(rows, "package", row[i].package);
		table_set_text(rows, "component", row[i].component);
		table_set_bool(rows, "direct", row[i].direct);
	}
	if (o->build)
		add_lost_builds(a, o, node, n, fallen, n_fallen, summary, ret);
	if (n_shown < n_fallen)
		table_add_note(rows, "The first %d of %d packages are shown; --top 0 shows all.",
			       n_shown, n_fallen);
	table_add_note(rows,
		       "A package is lost when one of its requirements has no provider left, "
		       "alternatives included; direct: because of the removed packages alone. Weak "
		       "dependencies and conflicts do not count.");
	free(row);
	free(fallen);
	free(node);
	return 0;
}

extern const struct verb verb_impact;
const struct verb verb_impact = {
	.name = "impact",
	.arguments = "NAME…",
	.summary = "what falls when these components or packages are taken away",
	.description =
		"Takes the named components (all their packages) or packages away, then every "
		"package with a requirement that no remaining package meets, and so on until "
		"nothing more falls. A NAME is a component if there is one of that name, else a "
		"package; --package insists on packages. Several NAMEs fall together. --build adds "
		"the components that could no longer be built.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTION(PACKAGE) | OPTION(TOP) |
		   OPTION(BUILD),
	.min_names = 1,
	.max_names = -1,
	.whole = true,
	.stage = STAGE_GRAPH,
	.run = run,
};
