/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Breadth-first search over the clauses: each clause is expanded once per search, so that alike
 * needs of many packages cost one visit. See reach.h.
 */
#include "graphs/reach.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

/* Scratch of a search; a mark equal to the search's stamp says "seen". */
struct search {
	const struct depgraph *graph;
	unsigned kinds;
	int stamp;
	int *node_mark;
	int *clause_mark;
	int *queue;	/* nodes in the order found; n_node entries */
	int n_queue;
};

static void search_start(struct search *s, const struct depgraph *g, unsigned kinds)
{
	s->graph = g;
	s->kinds = kinds;
	s->stamp = 0;
	s->n_queue = 0;
	s->node_mark = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	s->clause_mark = solv_calloc((size_t)g->n_clause + 1, sizeof(int));
	s->queue = solv_calloc((size_t)g->n_node + 1, sizeof(int));
}

static void search_end(struct search *s)
{
	solv_free(s->node_mark);
	solv_free(s->clause_mark);
	solv_free(s->queue);
}

static void search_see(struct search *s, int node)
{
	if (s->node_mark[node] == s->stamp)
		return;
	s->node_mark[node] = s->stamp;
	s->queue[s->n_queue++] = node;
}

static void search_from(struct search *s, const int *node, int n_node)
{
	s->stamp++;
	s->n_queue = 0;
	for (int i = 0; i < n_node; i++)
		search_see(s, node[i]);
}

static bool search_wants(const struct search *s, int need)
{
	return NEED_BIT(s->graph->need_kind[need]) & s->kinds;
}

static void see_dependants(struct search *s, int node)
{
	const struct depgraph *g = s->graph;

	for (int i = g->satisfies_begin[node]; i < g->satisfies_begin[node + 1]; i++) {
		int clause = g->satisfies[i];
		int end = depgraph_user_end(g, clause, s->kinds);

		if (s->clause_mark[clause] == s->stamp)
			continue;
		s->clause_mark[clause] = s->stamp;
		for (int k = g->user_begin[clause]; k < end; k++)
			if (search_wants(s, g->user[k]))
				search_see(s, g->need_owner[g->user[k]]);
	}
}

static void see_dependencies(struct search *s, int node)
{
	const struct depgraph *g = s->graph;

	for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
		int clause = g->need_clause[need];

		if (!search_wants(s, need) || s->clause_mark[clause] == s->stamp)
			continue;
		s->clause_mark[clause] = s->stamp;
		for (int i = g->provider_begin[clause]; i < g->provider_begin[clause + 1]; i++)
			search_see(s, g->provider[i]);
	}
}

static int compare_ids(const void *a, const void *b)
{
	Id x = *(const Id *)a, y = *(const Id *)b;

	return (x > y) - (x < y);
}

void reach_nodes(const struct depgraph *g, enum reach_direction direction, unsigned kinds,
		 const int *node, int n_node, int max_depth, Queue *ret_node)
{
	struct search s;
	int n_start, end, at = 0;

	search_start(&s, g, kinds);
	search_from(&s, node, n_node);
	n_start = s.n_queue;
	for (int depth = 0; at < s.n_queue && (!max_depth || depth < max_depth); depth++)
		for (end = s.n_queue; at < end; at++) {
			if (direction == REACH_DEPENDANTS)
				see_dependants(&s, s.queue[at]);
			else
				see_dependencies(&s, s.queue[at]);
		}
	queue_empty(ret_node);
	queue_insertn(ret_node, 0, s.n_queue - n_start, s.queue + n_start);
	if (ret_node->count)
		qsort(ret_node->elements, (size_t)ret_node->count, sizeof(Id), compare_ids);
	search_end(&s);
}

void reach_count_direct(const struct depgraph *g, enum level level, unsigned kinds,
			int *ret_packages, int *ret_components)
{
	int *component_mark = solv_calloc((size_t)g->n_component + 1, sizeof(int));
	struct search s;

	search_start(&s, g, kinds);
	for (int subject = 0; subject < depgraph_n_subject(g, level); subject++) {
		int own = depgraph_subject_component(g, level, subject);
		int n_member, n_package = 0, n_component = 0;
		const int *member = depgraph_members(g, level, &subject, &n_member);

		/* a member that another member needs is of the own component anyway */
		search_from(&s, NULL, 0);
		for (int i = 0; i < n_member; i++)
			see_dependants(&s, member[i]);
		for (int i = 0; i < s.n_queue; i++) {
			int component = g->component_of[s.queue[i]];

			if (component == own && (component >= 0 || s.queue[i] == subject))
				continue;
			n_package++;
			if (component < 0 || component_mark[component] == s.stamp)
				continue;
			component_mark[component] = s.stamp;
			n_component++;
		}
		if (ret_packages)
			ret_packages[subject] = n_package;
		if (ret_components)
			ret_components[subject] = n_component;
	}
	search_end(&s);
	solv_free(component_mark);
}

void reach_count_dependants(const struct depgraph *g, enum level level, unsigned kinds,
			    int *ret_packages)
{
	struct search s;

	search_start(&s, g, kinds);
	for (int subject = 0; subject < depgraph_n_subject(g, level); subject++) {
		int n_member;
		const int *member = depgraph_members(g, level, &subject, &n_member);

		search_from(&s, member, n_member);
		for (int at = 0; at < s.n_queue; at++)
			see_dependants(&s, s.queue[at]);
		ret_packages[subject] = s.n_queue - n_member;
	}
	search_end(&s);
}
