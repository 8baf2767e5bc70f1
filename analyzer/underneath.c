/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the packages of a replacement bring along; see underneath.h.
 */
#include "analyzer/underneath.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>
#include <solv/util.h>

#include "analyzer/package_role.h"
#include "analyzer/replacements.h"
#include "graphs/alternatives.h"
#include "graphs/links.h"
#include "importers/universe.h"

/* Crates that are run while others are built; their libraries end up in no program. */
static const char *const generator[] = {
	"librust-bindgen-",
	"librust-clang-sys-",
	"rust-bindgen-",
	"rust-clang-sys-",
};

void underneath_clear(struct underneath *x)
{
	free(x->node);
	memset(x, 0, sizeof(*x));
}

static bool has(const struct depgraph *g, int node, enum observation_kind kind)
{
	int n;

	return observations_of(&g->universe->of_package, g->package_of[node], kind, &n) != NULL;
}

/* Does a development package that needs this one pass its code on? */
static bool is_passed_on(const struct depgraph *g, int node, const unsigned char *role)
{
	const char *name = depgraph_node_name(g, node);

	for (size_t i = 0; i < sizeof(generator) / sizeof(*generator); i++)
		if (!strncmp(name, generator[i], strlen(generator[i])))
			return false;
	if (has(g, node, OBS_PROGRAM) || has(g, node, OBS_SYSTEM_PROGRAM))
		return false;
	return role[g->package_of[node]] == PACKAGE_DEVELOPMENT || has(g, node, OBS_SONAME);
}

struct search {
	struct underneath *x;
	const struct depgraph *g;
	unsigned char *seen; /* [node] */
};

static void add(struct search *s, int node)
{
	if (s->seen[node])
		return;
	s->seen[node] = 1;
	s->x->node = solv_extend(s->x->node, s->x->n_node, 1, sizeof(int), 63);
	s->x->node[s->x->n_node++] = node;
}

static void add_required(struct search *s, int node, const unsigned char *role)
{
	const struct depgraph *g = s->g;

	for (int need = g->need_begin[node];
	     need < g->need_begin[node + 1] && g->need_kind[need] == NEED_REQUIRES; need++) {
		int n;
		const int *to = alternatives_providers(ALTERNATIVES_PREFERRED, g, need, &n);

		for (int i = 0; i < n; i++)
			if (is_passed_on(g, to[i], role))
				add(s, to[i]);
	}
}

void underneath_find_nodes(struct underneath *x, const int *node, int n_node,
			   const struct links *links, const unsigned char *role,
			   const unsigned char *runtime)
{
	const struct depgraph *g = links->graph;
	struct search s = { x, g, solv_calloc(g->n_node + 1, 1) };

	for (int i = 0; i < n_node; i++)
		/* cppcheck-suppress nullPointer; n_node is 0 where node is NULL */
		add(&s, node[i]);
	x->n_own = x->n_node;
	for (int i = 0; i < x->n_node; i++) {
		int at = x->node[i];

		if (runtime[g->component_of[at]])
			continue;
		if (role[g->package_of[at]] == PACKAGE_DEVELOPMENT)
			add_required(&s, at, role);
		for (int j = links->load_begin[at]; j < links->load_begin[at + 1]; j++)
			add(&s, links->load[j]);
	}
	free(s.seen);
}

void underneath_find(struct underneath *x, const struct replacement *r, const struct links *links,
		     const unsigned char *role, const unsigned char *runtime)
{
	const struct depgraph *g = links->graph;
	int *node = NULL, n = 0;
	Id package;

	while ((package = replacement_package(r, g->universe, n))) {
		node = solv_extend(node, n, 1, sizeof(int), 7);
		node[n++] = g->node_of[package];
	}
	underneath_find_nodes(x, node, n, links, role, runtime);
	free(node);
}
