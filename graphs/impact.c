/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unit propagation over the clauses: each removed node takes one provider from each clause it is
 * in; a clause without provider fells the owners of its requires needs. See impact.h.
 */
#include "graphs/impact.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

void impact_init(struct impact *impact)
{
	memset(impact, 0, sizeof(*impact));
}

void impact_clear(struct impact *impact)
{
	solv_free(impact->broken);
	solv_free(impact->size);
	solv_free(impact->counter);
	solv_free(impact->node_stamp);
	solv_free(impact->component_stamp);
	solv_free(impact->queue);
	impact_init(impact);
}

static void next_question(struct impact *impact)
{
	const struct depgraph *g = impact->graph;

	if (impact->stamp == INT_MAX) {
		memset(impact->counter, 0, (size_t)g->n_clause * sizeof(*impact->counter));
		memset(impact->node_stamp, 0, (size_t)g->n_node * sizeof(int));
		memset(impact->component_stamp, 0, (size_t)g->n_component * sizeof(int));
		impact->stamp = 0;
	}
	impact->stamp++;
	impact->n_queue = 0;
}

static void fell_node(struct impact *impact, int node)
{
	if (impact->broken[node] || impact->node_stamp[node] == impact->stamp)
		return;
	impact->node_stamp[node] = impact->stamp;
	impact->queue[impact->n_queue++] = node;
}

/* The owners of the requires needs of a clause that has no provider left. */
static void fell_users(struct impact *impact, int clause)
{
	const struct depgraph *g = impact->graph;

	for (int i = g->user_begin[clause]; i < g->user_weak[clause]; i++)
		fell_node(impact, g->need_owner[g->user[i]]);
}

/* From the nodes already in the queue to the fixpoint. */
static void propagate(struct impact *impact)
{
	const struct depgraph *g = impact->graph;

	for (int at = 0; at < impact->n_queue; at++) {
		int node = impact->queue[at];

		for (int i = g->satisfies_begin[node]; i < g->satisfies_begin[node + 1]; i++) {
			int clause = g->satisfies[i];
			struct impact_counter *counter = impact->counter + clause;

			if (!impact->size[clause])
				continue;
			if (counter->stamp != impact->stamp) {
				counter->stamp = impact->stamp;
				counter->left = impact->size[clause];
			}
			if (!--counter->left)
				fell_users(impact, clause);
		}
	}
}

/* Remove the nodes and propagate; returns how many were removed, they lead the queue. */
static int remove_nodes(struct impact *impact, const int *node, int n_node)
{
	int n_removed;

	next_question(impact);
	for (int i = 0; i < n_node; i++)
		fell_node(impact, node[i]);
	n_removed = impact->n_queue;
	propagate(impact);
	return n_removed;
}

void impact_prepare(struct impact *impact, const struct depgraph *g)
{
	impact->graph = g;
	impact->broken = solv_calloc((size_t)g->n_node + 1, sizeof(bool));
	impact->size = solv_calloc((size_t)g->n_clause + 1, sizeof(int));
	impact->counter = solv_calloc((size_t)g->n_clause + 1, sizeof(*impact->counter));
	impact->node_stamp = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	impact->component_stamp = solv_calloc((size_t)g->n_component + 1, sizeof(int));
	impact->queue = solv_calloc((size_t)g->n_node + 1, sizeof(int));

	/* clauses that only weak needs use are not watched */
	for (int clause = 0; clause < g->n_clause; clause++)
		if (g->user_weak[clause] > g->user_begin[clause])
			impact->size[clause] = depgraph_clause_size(g, clause);

	/* the fixpoint of removing nothing starts at the clauses without any node */
	next_question(impact);
	for (int clause = 0; clause < g->n_clause; clause++)
		if (!depgraph_clause_size(g, clause))
			fell_users(impact, clause);
	propagate(impact);
	impact->n_broken = impact->n_queue;
	for (int i = 0; i < impact->n_broken; i++) {
		int node = impact->queue[i];

		impact->broken[node] = true;
		for (int k = g->satisfies_begin[node]; k < g->satisfies_begin[node + 1]; k++)
			if (impact->size[g->satisfies[k]])
				impact->size[g->satisfies[k]]--;
	}
}

/* Are all unbroken providers of one of the node's requires needs marked in `removed`? */
static bool falls_directly(const struct impact *impact, int node, const bool *removed)
{
	const struct depgraph *g = impact->graph;

	for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
		bool all = true;
		const int *provider;
		int n;

		if (g->need_kind[need] != NEED_REQUIRES)
			break;
		provider = depgraph_providers(g, need, &n);
		for (int i = 0; i < n && all; i++)
			all = removed[provider[i]] || impact->broken[provider[i]];
		if (all)
			return true;
	}
	return false;
}

static int compare_fallen(const void *a, const void *b)
{
	int x = ((const struct fallen *)a)->node, y = ((const struct fallen *)b)->node;

	return (x > y) - (x < y);
}

int impact_of_set(struct impact *impact, const int *node, int n_node, struct fallen **ret_fallen)
{
	bool *removed = solv_calloc((size_t)impact->graph->n_node + 1, sizeof(bool));
	int n_removed = remove_nodes(impact, node, n_node);
	int n = impact->n_queue - n_removed;
	struct fallen *fallen = solv_calloc((size_t)n + 1, sizeof(*fallen));

	for (int i = 0; i < n_removed; i++)
		removed[impact->queue[i]] = true;
	for (int i = 0; i < n; i++) {
		fallen[i].node = impact->queue[n_removed + i];
		fallen[i].direct = falls_directly(impact, fallen[i].node, removed);
	}
	qsort(fallen, (size_t)n, sizeof(*fallen), compare_fallen);
	solv_free(removed);
	*ret_fallen = fallen;
	return n;
}

/* Distinct components other than `own` among queue[from …). */
static int count_components(struct impact *impact, int from, int own)
{
	int n = 0;

	for (int i = from; i < impact->n_queue; i++) {
		int component = impact->graph->component_of[impact->queue[i]];

		if (component < 0 || component == own ||
		    impact->component_stamp[component] == impact->stamp)
			continue;
		impact->component_stamp[component] = impact->stamp;
		n++;
	}
	return n;
}

void impact_of_all(struct impact *impact, enum level level, int *ret_packages, int *ret_components)
{
	const struct depgraph *g = impact->graph;

	for (int subject = 0; subject < depgraph_n_subject(g, level); subject++) {
		int n_member;
		const int *member = depgraph_members(g, level, &subject, &n_member);
		int n_removed = remove_nodes(impact, member, n_member);

		if (ret_packages)
			ret_packages[subject] = impact->n_queue - n_removed;
		if (ret_components)
			ret_components[subject] = count_components(impact, n_removed,
				depgraph_subject_component(g, level, subject));
	}
}
