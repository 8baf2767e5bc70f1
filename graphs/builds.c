/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Build dependencies as needs; see builds.h.
 */
#include "graphs/builds.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>
#include <solv/queue.h>
#include <solv/util.h>

#include "importers/universe.h"

enum { BLOCK = 4095 };

void builds_init(struct builds *b)
{
	memset(b, 0, sizeof(*b));
}

void builds_clear(struct builds *b)
{
	free(b->need_begin);
	free(b->need_owner);
	free(b->need_dep);
	free(b->provider_begin);
	free(b->provider);
	builds_init(b);
}

static int compare_ints(const void *x, const void *y)
{
	return *(const int *)x - *(const int *)y;
}

static void add_need(struct builds *b, int component, Id dep, int *n_provider)
{
	const struct depgraph *g = b->graph;
	Pool *pool = g->universe->pool;
	int begin = *n_provider;
	Id p, pp;

	b->need_owner = solv_extend(b->need_owner, b->n_need, 1, sizeof(int), BLOCK);
	b->need_dep = solv_extend(b->need_dep, b->n_need, 1, sizeof(Id), BLOCK);
	b->provider_begin = solv_extend(b->provider_begin, b->n_need, 1, sizeof(int), BLOCK);
	b->need_owner[b->n_need] = component;
	b->need_dep[b->n_need] = dep;
	b->provider_begin[b->n_need++] = begin;
	FOR_PROVIDES(p, pp, dep)
	{
		int node = p < g->n_package_id ? g->node_of[p] : -1;

		if (node < 0)
			continue;
		b->provider = solv_extend(b->provider, *n_provider, 1, sizeof(int), BLOCK);
		b->provider[(*n_provider)++] = node;
	}
	if (*n_provider - begin > 1)
		qsort(b->provider + begin, *n_provider - begin, sizeof(int), compare_ints);
}

void builds_build(struct builds *b, const struct depgraph *g)
{
	const struct universe *u = g->universe;
	int n_provider = 0;
	Queue deps;

	b->graph = g;
	b->need_begin = solv_calloc(g->n_component + 1, sizeof(int));
	queue_init(&deps);
	for (int c = 0; c < g->n_component; c++) {
		b->need_begin[c] = b->n_need;
		queue_empty(&deps);
		if (u->component[c].source)
			solvable_lookup_deparray(pool_id2solvable(u->pool, u->component[c].source),
						 SOLVABLE_REQUIRES, &deps, 0);
		for (int i = 0; i < deps.count; i++)
			if (deps.elements[i] != SOLVABLE_PREREQMARKER)
				add_need(b, c, deps.elements[i], &n_provider);
	}
	queue_free(&deps);
	b->need_begin[g->n_component] = b->n_need;
	b->provider_begin = solv_extend(b->provider_begin, b->n_need, 1, sizeof(int), BLOCK);
	b->provider_begin[b->n_need] = n_provider;
}

int builds_lost(const struct builds *b, const unsigned char *gone, unsigned char *ret_lost)
{
	int n = 0;

	for (int need = 0; need < b->n_need; need++) {
		int i = b->provider_begin[need], end = b->provider_begin[need + 1];

		if (i == end || ret_lost[b->need_owner[need]])
			continue;
		while (i < end && gone[b->provider[i]])
			i++;
		if (i < end)
			continue;
		ret_lost[b->need_owner[need]] = 1;
		n++;
	}
	return n;
}
