/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Choosing among the providers of a need; see alternatives.h.
 */
#include "graphs/alternatives.h"

#include <string.h>
#include <solv/pool.h>

#include "importers/universe.h"

static const char *const names[ALTERNATIVES] = {
	[ALTERNATIVES_NONE] = "none",
	[ALTERNATIVES_PREFERRED] = "preferred",
	[ALTERNATIVES_ALL] = "all",
	[ALTERNATIVES_SOLE] = "sole",
};

const char *alternatives_name(enum alternatives alternatives)
{
	return names[alternatives < ALTERNATIVES ? alternatives : ALTERNATIVES_NONE];
}

enum alternatives alternatives_of_name(const char *name)
{
	for (enum alternatives a = ALTERNATIVES_PREFERRED; a < ALTERNATIVES; a++)
		if (!strcmp(names[a], name))
			return a;
	return ALTERNATIVES_NONE;
}

/* Is this the package a dep names, whatever version or architecture it asks for? */
static bool names_package(Pool *pool, Id dep, Id name)
{
	const char *want, *have;
	size_t length;

	while (ISRELDEP(dep))
		dep = GETRELDEP(pool, dep)->name;
	if (dep == name)
		return true;
	want = pool_id2str(pool, dep);
	have = pool_id2str(pool, name);
	length = strlen(have);
	return !strncmp(want, have, length) && !strcmp(want + length, ":any");
}

/* Of the nodes that provide a dep without alternatives: the namesake, else the first by name. */
static int choose_provider(const struct depgraph *g, Id dep)
{
	Pool *pool = g->universe->pool;
	bool best_is_named = false;
	int best = -1;
	Id p, pp;

	FOR_PROVIDES(p, pp, dep) {
		int node = p < g->n_package_id ? g->node_of[p] : -1;
		bool named;
		int order;

		if (node < 0)
			continue;
		named = names_package(pool, dep, pool_id2solvable(pool, p)->name);
		if (best >= 0 && named != best_is_named) {
			if (best_is_named)
				continue;
		} else if (best >= 0) {
			order = strcmp(depgraph_node_name(g, node), depgraph_node_name(g, best));
			if (order > 0 || (!order && node > best))
				continue;
		}
		best = node;
		best_is_named = named;
	}
	return best;
}

/* The left-most alternative with providers. Chains of alternatives lean right (a | (b | c)), so
   that this does not recurse on long ones. */
static int choose_alternative(const struct depgraph *g, Id dep)
{
	Pool *pool = g->universe->pool;

	while (ISRELDEP(dep) && GETRELDEP(pool, dep)->flags == REL_OR) {
		int node = choose_alternative(g, GETRELDEP(pool, dep)->name);

		if (node >= 0)
			return node;
		dep = GETRELDEP(pool, dep)->evr;
	}
	return choose_provider(g, dep);
}

const int *alternatives_providers(enum alternatives alternatives, const struct depgraph *g,
				  int need, int *ret_n)
{
	int n, node;
	const int *provider = depgraph_providers(g, need, &n);

	*ret_n = alternatives == ALTERNATIVES_SOLE && n != 1 ? 0 : n;
	if (alternatives != ALTERNATIVES_PREFERRED || n <= 1)
		return provider;
	*ret_n = 1;
	if (depgraph_clause_has(g, g->need_clause[need], g->need_owner[need]))
		node = g->need_owner[need];
	else
		node = choose_alternative(g, g->need_dep[need]);
	while (*provider != node)
		provider++;
	return provider;
}
