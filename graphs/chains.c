/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shortest chains of needs or links; see chains.h.
 *
 * Distances to TO are found backwards over every alternative; a policy that allows fewer steps only
 * makes the true distance longer, so that the bound stays a lower one and no chain is missed.
 */
#include "graphs/chains.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/links.h"

struct search {
	const struct depgraph *graph;
	const struct links *links;
	enum alternatives alternatives;
	unsigned kinds;
	int *distance;		 /* node -> least steps to TO, -1: none */
	unsigned char *is_from;	 /* node */
	unsigned char *on_chain; /* node */
	struct chain chain;	 /* the one that grows */
	struct chain *found;
	int n_found, max, length; /* steps of the chains that are looked for */
	long work;
};

static void reach(struct search *s, int node, int distance, int *queue, int *n)
{
	if (s->distance[node] >= 0)
		return;
	s->distance[node] = distance;
	queue[(*n)++] = node;
}

static void measure_distances(struct search *s, const int *to, int n_to)
{
	const struct depgraph *g = s->graph;
	int *queue = solv_calloc(g->n_node + 1, sizeof(int)), n = 0;
	unsigned char *clause_done = solv_calloc(g->n_clause + 1, 1);

	for (int i = 0; i < n_to; i++)
		reach(s, to[i], 0, queue, &n);
	for (int at = 0; at < n; at++) {
		int node = queue[at], next = s->distance[node] + 1;

		if (s->links) {
			for (int i = s->links->loader_begin[node];
			     i < s->links->loader_begin[node + 1]; i++)
				reach(s, s->links->loader[i], next, queue, &n);
			continue;
		}
		for (int i = g->satisfies_begin[node]; i < g->satisfies_begin[node + 1]; i++) {
			int clause = g->satisfies[i], end = depgraph_user_end(g, clause, s->kinds);

			if (clause_done[clause])
				continue;
			clause_done[clause] = 1;
			for (int k = g->user_begin[clause]; k < end; k++)
				if (NEED_BIT(g->need_kind[g->user[k]]) & s->kinds)
					reach(s, g->need_owner[g->user[k]], next, queue, &n);
		}
	}
	free(queue);
	free(clause_done);
}

static void keep_chain(struct search *s)
{
	s->found = solv_extend(s->found, s->n_found, 1, sizeof(*s->found), 15);
	s->found[s->n_found++] = s->chain;
}

static void extend(struct search *s, int node);

/* One step to a provider, if the rest can still be as long as asked. */
static void step(struct search *s, int need, int next)
{
	int used = s->chain.n_step; /* steps taken once this one is */

	if (s->n_found >= s->max || s->on_chain[next] || s->is_from[next] ||
	    s->distance[next] < 0 || used + s->distance[next] > s->length)
		return;
	s->chain.need[s->chain.n_step - 1] = need;
	extend(s, next);
}

static void extend(struct search *s, int node)
{
	const struct depgraph *g = s->graph;
	struct chain *chain = &s->chain;

	if (++s->work > CHAINS_WORK)
		return;
	chain->node[chain->n_step] = node;
	chain->need[chain->n_step++] = -1;
	s->on_chain[node] = 1;
	if (s->distance[node] == 0) {
		if (chain->n_step - 1 == s->length)
			keep_chain(s);
	} else if (s->links) {
		for (int i = s->links->load_begin[node]; i < s->links->load_begin[node + 1]; i++)
			step(s, -1, s->links->load[i]);
	} else {
		int last = -1;

		for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
			int n;
			const int *provider;

			if (!(NEED_BIT(g->need_kind[need]) & s->kinds))
				continue;
			provider = alternatives_providers(s->alternatives, g, need, &n);
			for (int i = 0; i < n; i++) {
				if (provider[i] != last) /* "a (>= 1), a (<< 2)" is one step */
					step(s, need, provider[i]);
				last = n == 1 ? provider[i] : -1;
			}
		}
	}
	s->on_chain[node] = 0;
	chain->n_step--;
}

int chains_find(const struct depgraph *g, const struct links *links, enum alternatives alternatives,
		unsigned kinds, const int *from, int n_from, const int *to, int n_to, int max,
		struct chain **ret_chain)
{
	struct search s = {
		.graph = g, .links = links, .alternatives = alternatives, .kinds = kinds, .max = max
	};
	int shortest = -1, longest;

	s.distance = solv_calloc(g->n_node + 1, sizeof(int));
	memset(s.distance, -1, (g->n_node + 1) * sizeof(int));
	s.is_from = solv_calloc(g->n_node + 1, 1);
	s.on_chain = solv_calloc(g->n_node + 1, 1);
	measure_distances(&s, to, n_to);
	for (int i = 0; i < n_from; i++) {
		int distance = s.distance[from[i]];

		s.is_from[from[i]] = 1;
		if (distance >= 0 && (shortest < 0 || distance < shortest))
			shortest = distance;
	}
	longest = shortest + CHAINS_SLACK < CHAINS_STEPS ? shortest + CHAINS_SLACK : CHAINS_STEPS;
	/* under a narrow policy the shortest chain may be longer than the distance: look further */
	if (alternatives != ALTERNATIVES_ALL && !links)
		longest = CHAINS_STEPS;
	for (s.length = shortest;
	     shortest >= 0 && s.length <= longest && s.n_found < max && s.work <= CHAINS_WORK;
	     s.length++) {
		int before = s.n_found;

		for (int i = 0; i < n_from; i++)
			if (s.distance[from[i]] >= 0 && s.distance[from[i]] <= s.length)
				extend(&s, from[i]);
		if (s.n_found > before && s.length + CHAINS_SLACK < longest)
			longest = s.length + CHAINS_SLACK;
	}
	free(s.distance);
	free(s.is_from);
	free(s.on_chain);
	*ret_chain = s.found;
	return s.n_found;
}
