/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Direct requirements between components, from those between their packages; see neighbourhood.h.
 * A component needs another if a package of it requires one of the other's; it loads it if that
 * package loads the other's code. Alternatives all count.
 */
#include "queries/neighbourhood.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "queries/table.h"

static const struct column neighbour_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "side", .type = CELL_TEXT },
	{ .key = "link", .type = CELL_TEXT },
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "impact_packages", .heading = "packages lost without it", .type = CELL_INTEGER },
	{ .key = "safety", .type = CELL_TEXT },
	{ .key = "loads", .heading = "loads, of these", .type = CELL_TEXT },
	{ .key = "needs", .heading = "needs otherwise", .type = CELL_TEXT },
};

enum bond { BOND_NONE, BOND_NEEDS, BOND_LOADS };

static void bind(unsigned char *bond, int component, enum bond kind)
{
	if (component >= 0 && bond[component] < kind)
		bond[component] = (unsigned char)kind;
}

/* What it rests on: bond[component]. */
static void find_below(const struct analysis *a, int c, unsigned char *bond)
{
	const struct depgraph *g = &a->graph;
	int n, n_provider;
	const int *node = depgraph_members(g, LEVEL_COMPONENT, &c, &n), *provider;

	for (int i = 0; i < n; i++) {
		for (int need = g->need_begin[node[i]]; need < g->need_begin[node[i] + 1]; need++) {
			if (g->need_kind[need] != NEED_REQUIRES)
				continue;
			provider = depgraph_providers(g, need, &n_provider);
			for (int k = 0; k < n_provider; k++)
				bind(bond, g->component_of[provider[k]], BOND_NEEDS);
		}
		for (int k = 0; links_known(&a->links) && k < a->links.load_begin[node[i] + 1] -
								a->links.load_begin[node[i]]; k++)
			bind(bond,
			     g->component_of[a->links.load[a->links.load_begin[node[i]] + k]],
			     BOND_LOADS);
	}
	bond[c] = BOND_NONE;
}

/* Who rests on it. */
static void find_above(const struct analysis *a, int c, unsigned char *bond)
{
	const struct depgraph *g = &a->graph;
	int n;
	const int *node = depgraph_members(g, LEVEL_COMPONENT, &c, &n);

	for (int i = 0; i < n; i++) {
		for (int s = g->satisfies_begin[node[i]]; s < g->satisfies_begin[node[i] + 1]; s++)
			for (int at = g->user_begin[g->satisfies[s]];
			     at < depgraph_user_end(g, g->satisfies[s], NEEDS_REQUIRED); at++)
				bind(bond, g->component_of[g->need_owner[g->user[at]]], BOND_NEEDS);
		for (int k = 0; links_known(&a->links) && k < a->links.loader_begin[node[i] + 1] -
								a->links.loader_begin[node[i]]; k++)
			bind(bond,
			     g->component_of[a->links.loader[a->links.loader_begin[node[i]] + k]],
			     BOND_LOADS);
	}
	bond[c] = BOND_NONE;
}

static int compare_impact(const void *x, const void *y, void *analysis)
{
	const struct analysis *a = analysis;
	const double *impact = a->measures.value[LEVEL_COMPONENT][MEASURE_IMPACT_PACKAGES];
	int p = *(const int *)x, q = *(const int *)y;

	if (impact[p] != impact[q])
		return impact[p] < impact[q] ? 1 : -1;
	return strcmp(universe_component_name(&a->universe, p),
		      universe_component_name(&a->universe, q));
}

enum side { SIDE_ITSELF, SIDE_ABOVE, SIDE_BELOW, SIDES };

struct chosen {
	int component;
	enum side side;
	enum bond bond; /* to the component in the middle */
};

struct neighbourhood {
	const struct analysis *a;
	struct table *rows;
	struct chosen *chosen;
	int n_chosen;
};

/* One side, the greatest first; returns how many there are. */
static int choose_side(struct neighbourhood *x, const unsigned char *bond, enum side side, int max)
{
	int *found = solv_calloc(x->a->universe.n_component + 1, sizeof(int)), n = 0;

	for (int c = 0; c < x->a->universe.n_component; c++)
		if (bond[c])
			found[n++] = c;
	if (n)
		qsort_r(found, n, sizeof(int), compare_impact, (void *)x->a);
	for (int i = 0; i < n && i < max; i++) {
		bool known = false;

		for (int k = 0; k < x->n_chosen; k++)
			known |= x->chosen[k].component == found[i];
		if (!known) /* each needs the other: it stands on the first side */
			x->chosen[x->n_chosen++] =
				(struct chosen){ found[i], side, bond[found[i]] };
	}
	free(found);
	return n;
}

/* "a, b": those of the neighbours that it is bound to so; the caller frees it, NULL: none. */
static char *list_bound(const struct neighbourhood *x, const unsigned char *bond, enum bond kind)
{
	char *list = NULL;

	for (int k = 0; k < x->n_chosen; k++)
		if (bond[x->chosen[k].component] == kind)
			list = solv_dupappend(list, list ? ", " : NULL,
					      universe_component_name(&x->a->universe,
								      x->chosen[k].component));
	return list;
}

static void add_chosen(struct neighbourhood *x, const struct chosen *at, unsigned char *bond)
{
	static const char *const side[SIDES] = { "itself", "rests on it", "it rests on" };
	const struct analysis *a = x->a;
	char *loads, *needs;
	int c = at->component;

	memset(bond, 0, a->universe.n_component + 1);
	find_below(a, c, bond);
	loads = list_bound(x, bond, BOND_LOADS);
	needs = list_bound(x, bond, BOND_NEEDS);
	table_add_row(x->rows);
	table_set_text(x->rows, "component", universe_component_name(&a->universe, c));
	table_set_text(x->rows, "side", side[at->side]);
	if (at->bond)
		table_set_text(x->rows, "link", at->bond == BOND_LOADS ? "loads" : "needs");
	if (a->ranking.rank[c])
		table_set_integer(x->rows, "rank", a->ranking.rank[c]);
	table_set_integer(
		x->rows, "impact_packages",
		(int64_t)a->measures.value[LEVEL_COMPONENT][MEASURE_IMPACT_PACKAGES][c]);
	table_set_text(x->rows, "safety", safety_name(a->languages.mix[c].safety));
	table_set_text(x->rows, "loads", loads);
	table_set_text(x->rows, "needs", needs);
	free(loads);
	free(needs);
}

void neighbourhood_add(const struct analysis *a, int component, int max, struct table *ret)
{
	struct neighbourhood x = { .a = a };
	unsigned char *bond = solv_calloc(a->universe.n_component + 1, 1);
	int n_above, n_below;

	x.rows = table_add_rows(ret, "neighbours", "Its neighbours", neighbour_columns,
				N_COLUMNS(neighbour_columns));
	x.chosen = solv_calloc(2 * max + 1, sizeof(*x.chosen));
	x.chosen[x.n_chosen++] = (struct chosen){ component, SIDE_ITSELF, BOND_NONE };
	find_above(a, component, bond);
	n_above = choose_side(&x, bond, SIDE_ABOVE, max);
	memset(bond, 0, a->universe.n_component + 1);
	find_below(a, component, bond);
	n_below = choose_side(&x, bond, SIDE_BELOW, max);
	for (int i = 0; i < x.n_chosen; i++)
		add_chosen(&x, &x.chosen[i], bond);
	table_add_note(x.rows,
		       "%d components rest on it directly, it rests on %d; of each side the %d on "
		       "which most packages rest. loads: its code runs in the other's process.",
		       n_above, n_below, max);
	free(x.chosen);
	free(bond);
}
