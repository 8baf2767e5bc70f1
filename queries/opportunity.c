/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opportunity in words; see opportunity.h.
 */
#include "queries/opportunity.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/underneath.h"
#include "queries/table.h"

const char *opportunity_state_name(enum replacement_state state)
{
	static const char *const name[REPLACEMENT_STATES] = {
		[REPLACEMENT_ABSENT] = "not found",
		[REPLACEMENT_NOT_YET] = "not yet",
		[REPLACEMENT_PACKAGED] = "packaged",
		[REPLACEMENT_DONE] = "done",
	};

	return name[state];
}

enum replacement_state opportunity_state(const struct analysis *a, const struct replacement *r)
{
	const struct universe *u = &a->universe;
	Id package = replacement_package(r, u, 0);
	int component = replacement_component(r, u);
	enum safety safety;

	if (!package)
		return r->packaged_as ? REPLACEMENT_ABSENT : REPLACEMENT_UNKNOWN;
	if (component < 0 || u->component_of[package] != component)
		return REPLACEMENT_PACKAGED;
	safety = a->languages.mix[component].safety;
	return safety == SAFETY_UNSAFE || safety == SAFETY_MIXED ? REPLACEMENT_NOT_YET :
								   REPLACEMENT_DONE;
}

static int compare_names(const void *x, const void *y, void *universe)
{
	return strcmp(universe_component_name(universe, *(const int *)x),
		      universe_component_name(universe, *(const int *)y));
}

char *opportunity_underneath(const struct analysis *a, const struct replacement *r, int component)
{
	const struct universe *u = &a->universe;
	unsigned char *skip = solv_memdup2(a->runtime, u->n_component + 1, 1);
	struct underneath x = { 0 };
	int *found, n = 0;
	char *list = NULL;

	underneath_find(&x, r, &a->links, a->role, a->runtime);
	found = solv_calloc(x.n_node + 1, sizeof(int));
	for (int i = 0; i < x.n_node; i++) {
		int c = a->graph.component_of[x.node[i]];
		enum safety safety = c < 0 ? SAFETY_UNKNOWN : a->languages.mix[c].safety;

		if ((safety != SAFETY_UNSAFE && safety != SAFETY_MIXED) || skip[c])
			continue;
		skip[c] = 1;
		found[n++] = c;
	}
	if (n)
		qsort_r(found, n, sizeof(int), compare_names, (void *)u);
	for (int i = 0; i < n; i++) {
		list = solv_dupappend(list, list ? ", " : NULL,
				      universe_component_name(u, found[i]));
		if (found[i] == component)
			list = solv_dupappend(list, " itself", NULL);
		else if (a->languages.mix[found[i]].safety == SAFETY_MIXED)
			list = solv_dupappend(list, " (mixed)", NULL);
	}
	free(found);
	free(skip);
	underneath_clear(&x);
	return list;
}

char *opportunity_packages(const struct replacement *r, const struct universe *u)
{
	char *list = NULL;
	Id package;

	for (int i = 0; (package = replacement_package(r, u, i)); i++) {
		const Solvable *s = pool_id2solvable(u->pool, package);
		char *one = solv_dupjoin(pool_id2str(u->pool, s->name), " ",
					 pool_id2str(u->pool, s->evr));

		list = solv_dupappend(list, list ? ", " : NULL, one);
		free(one);
	}
	return list;
}

void opportunity_set_best(const struct analysis *a, int component, bool whole, struct table *t,
			  const char *key)
{
	static const char *const change[DROP_INS] = {
		[DROP_IN_UNKNOWN] = "",
		[DROP_IN_NO] = ", programs must change",
		[DROP_IN_CLI] = ", same commands",
		[DROP_IN_PARTIAL] = ", in part drop-in",
		[DROP_IN_YES] = ", drop-in",
	};
	const struct replacement *found, *best = NULL;
	int n;

	found = replacements_of(&a->replacements, universe_component_name(&a->universe, component),
				&n);
	for (int i = 0; i < n; i++)
		if ((!best || found[i].drop_in > best->drop_in) &&
		    (!whole || replacement_is_whole(&found[i])))
			best = &found[i];
	if (best)
		table_set_format(
			t, key, "%s (%s%s%s)", best->name, best->language, change[best->drop_in],
			opportunity_state(a, best) >= REPLACEMENT_PACKAGED ? ", packaged" : "");
}

/* ---- replacements of a component ---- */

static const struct column option_columns[] = {
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "replacement", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "language", .type = CELL_TEXT },
	{ .key = "drop_in", .heading = "drop-in", .type = CELL_TEXT },
	{ .key = "scope", .type = CELL_TEXT },
	{ .key = "state", .type = CELL_TEXT, .unknown = "unknown" },
	{ .key = "packaged", .type = CELL_TEXT, .fit = FIT_WRAP, .spare = true },
	{ .key = "underneath",
	  .heading = "unsafe code underneath",
	  .type = CELL_TEXT,
	  .fit = FIT_WRAP,
	  .spare = true },
	{ .key = "level", .type = CELL_TEXT, .wide = true },
	{ .key = "date", .type = CELL_TEXT, .wide = true },
	{ .key = "source", .type = CELL_TEXT, .fit = FIT_WRAP, .wide = true },
	{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP, .spare = true },
};

struct table *opportunity_add_options(struct table *ret, const char *title)
{
	return table_add_rows(ret, "replacements", title, option_columns,
			      N_COLUMNS(option_columns));
}

void opportunity_set_options(struct table *rows, const struct analysis *a, int component)
{
	int n;
	const struct replacement *r = replacements_of(
		&a->replacements, universe_component_name(&a->universe, component), &n);

	for (int i = 0; i < n; i++) {
		enum replacement_state state = opportunity_state(a, &r[i]);
		bool here = state >= REPLACEMENT_PACKAGED;
		char *packages = here ? opportunity_packages(&r[i], &a->universe) : NULL;
		char *underneath = here && links_known(&a->links) ?
					   opportunity_underneath(a, &r[i], component) :
					   NULL;

		table_add_row(rows);
		table_set_text(rows, "component", universe_component_name(&a->universe, component));
		table_set_text(rows, "replacement", r[i].name);
		table_set_text(rows, "language", r[i].language);
		table_set_text(rows, "drop_in", drop_in_name(r[i].drop_in));
		table_set_text(rows, "scope", r[i].whole ? "whole" : "part");
		table_set_text(rows, "state", opportunity_state_name(state));
		table_set_text(rows, "packaged", packages);
		table_set_text(rows, "underneath", underneath);
		table_set_format(rows, "level", "%c", r[i].level);
		table_set_text(rows, "date", r[i].date);
		table_set_text(rows, "source", r[i].source);
		table_set_text(rows, "why", r[i].why);
		free(packages);
		free(underneath);
	}
}
