/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unit propagation over the clauses as in impact.c, within the members; see selection.h.
 */
#include "graphs/selection.h"

#include <limits.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/conflicts.h"
#include "graphs/depgraph.h"
#include "importers/diag.h"

void selection_init(struct selection *s)
{
	memset(s, 0, sizeof(*s));
}

void selection_clear(struct selection *s)
{
	solv_free(s->in);
	solv_free(s->size);
	solv_free(s->counter);
	solv_free(s->node_stamp);
	solv_free(s->queue);
	solv_free(s->own_owner);
	selection_init(s);
}

/* Arrays for a graph, without members. */
static void allocate(struct selection *s, const struct depgraph *g, const int *owner)
{
	s->owner = owner;
	s->graph = g;
	s->in = solv_calloc((size_t)g->n_node + 1, sizeof(bool));
	s->size = solv_calloc((size_t)g->n_clause + 1, sizeof(int));
	s->counter = solv_calloc((size_t)g->n_clause + 1, sizeof(*s->counter));
	s->node_stamp = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	s->queue = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	for (int node = 0; node < g->n_node; node++)
		s->node_stamp[node] = SELECTION_NEVER;
	s->stamp = 1;	/* the question in which nothing has fallen */
}

static bool is_watched(const struct depgraph *g, int clause)
{
	return g->user_weak[clause] > g->user_begin[clause];
}

static void next_question(struct selection *s)
{
	const struct depgraph *g = s->graph;

	if (s->stamp >= SELECTION_NEVER - 1) {
		memset(s->counter, 0, (size_t)g->n_clause * sizeof(*s->counter));
		for (int node = 0; node < g->n_node; node++)
			if (s->in[node])
				s->node_stamp[node] = 0;
		s->stamp = 0;
	}
	s->stamp++;
	s->n_queue = 0;
}

static void fell_node(struct selection *s, int node)
{
	if (s->node_stamp[node] >= s->stamp)
		return;
	s->node_stamp[node] = s->stamp;
	s->queue[s->n_queue++] = node;
}

/* The owners of the requires needs of a clause that has no provider left. */
static void fell_users(struct selection *s, int clause)
{
	const struct depgraph *g = s->graph;

	for (int i = g->user_begin[clause]; i < g->user_weak[clause]; i++)
		fell_node(s, s->owner[i]);
}

/* From the nodes already in the queue to the fixpoint. */
static void propagate(struct selection *s)
{
	const struct depgraph *g = s->graph;

	for (int at = 0; at < s->n_queue; at++) {
		int node = s->queue[at];

		for (int i = g->satisfies_begin[node]; i < g->satisfies_begin[node + 1]; i++) {
			int clause = g->satisfies[i];
			struct selection_counter *counter = s->counter + clause;

			if (!s->size[clause])
				continue;
			if (counter->stamp != s->stamp) {
				counter->stamp = s->stamp;
				counter->left = s->size[clause];
			}
			if (!--counter->left)
				fell_users(s, clause);
		}
	}
}

int selection_remove(struct selection *s, const int *node, int n_node)
{
	int n_removed;

	next_question(s);
	for (int i = 0; i < n_node; i++)
		fell_node(s, node[i]);
	n_removed = s->n_queue;
	propagate(s);
	return n_removed;
}

/* Make what the running question has in its queue no members any more. */
static void drop_queue(struct selection *s)
{
	const struct depgraph *g = s->graph;

	for (int i = 0; i < s->n_queue; i++) {
		int node = s->queue[i];

		s->in[node] = false;
		s->node_stamp[node] = SELECTION_NEVER;
		for (int k = g->satisfies_begin[node]; k < g->satisfies_begin[node + 1]; k++)
			if (s->size[g->satisfies[k]])
				s->size[g->satisfies[k]]--;
	}
	s->n_member -= s->n_queue;
	s->n_queue = 0;
}

void selection_drop(struct selection *s, const int *node, int n_node)
{
	selection_remove(s, node, n_node);
	drop_queue(s);
}

void selection_fill(struct selection *s, const struct depgraph *g)
{
	s->own_owner = solv_calloc((size_t)g->n_need + 1, sizeof(int));
	for (int i = 0; i < g->n_need; i++)
		s->own_owner[i] = g->need_owner[g->user[i]];
	allocate(s, g, s->own_owner);
	memset(s->in, true, (size_t)g->n_node * sizeof(bool));
	memset(s->node_stamp, 0, (size_t)g->n_node * sizeof(int));
	s->n_member = g->n_node;
	for (int clause = 0; clause < g->n_clause; clause++)
		if (is_watched(g, clause))
			s->size[clause] = depgraph_clause_size(g, clause);

	/* the fixpoint of removing nothing starts at the clauses without any node */
	next_question(s);
	for (int clause = 0; clause < g->n_clause; clause++)
		if (!depgraph_clause_size(g, clause))
			fell_users(s, clause);
	propagate(s);
	drop_queue(s);
}

void selection_copy(struct selection *s, const struct selection *from)
{
	const struct depgraph *g = from->graph;

	allocate(s, g, from->owner);
	memcpy(s->in, from->in, (size_t)g->n_node * sizeof(bool));
	for (int node = 0; node < g->n_node; node++)
		if (s->in[node])
			s->node_stamp[node] = 0;
	memcpy(s->size, from->size, (size_t)g->n_clause * sizeof(int));
	s->n_member = from->n_member;
}

static void add_member(struct selection *s, int node)
{
	if (s->in[node])
		return;
	s->in[node] = true;
	s->node_stamp[node] = 0;
	s->queue[s->n_member++] = node;
}

void selection_of_cone(struct selection *s, const struct selection *from, const int *node,
		       int n_node)
{
	const struct depgraph *g = from->graph;

	allocate(s, g, from->owner);
	for (int i = 0; i < n_node; i++)
		if (from->in[node[i]])
			add_member(s, node[i]);
	for (int at = 0; at < s->n_member; at++) {
		int owner = s->queue[at];

		for (int need = g->need_begin[owner]; need < g->need_begin[owner + 1]; need++) {
			int n;
			const int *provider = depgraph_providers(g, need, &n);

			if (g->need_kind[need] != NEED_REQUIRES)
				break;
			for (int i = 0; i < n; i++)
				if (from->in[provider[i]])
					add_member(s, provider[i]);
		}
	}
	for (int at = 0; at < s->n_member; at++)
		for (int i = g->satisfies_begin[s->queue[at]];
		     i < g->satisfies_begin[s->queue[at] + 1]; i++)
			if (is_watched(g, g->satisfies[i]))
				s->size[g->satisfies[i]]++;
}

static int check_member(const struct selection *s, const struct conflicts *conflicts, int node,
			struct diag *diag)
{
	const struct depgraph *g = s->graph;

	for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
		bool met = false;
		int n;
		const int *provider = depgraph_providers(g, need, &n);

		if (g->need_kind[need] != NEED_REQUIRES)
			break;
		for (int i = 0; i < n && !met; i++)
			met = s->in[provider[i]];
		if (!met)
			return diag_fail(diag, "selection: '%s' has an unmet need",
					 depgraph_node_name(g, node));
	}
	if (!conflicts)
		return 0;
	for (int i = conflicts->rival_begin[node]; i < conflicts->rival_begin[node + 1]; i++)
		if (s->in[conflicts->rival[i]])
			return diag_fail(diag, "selection: '%s' conflicts with '%s'",
					 depgraph_node_name(g, node),
					 depgraph_node_name(g, conflicts->rival[i]));
	return 0;
}

int selection_check(const struct selection *s, const struct conflicts *conflicts,
		    struct diag *diag)
{
	const struct depgraph *g = s->graph;
	int n_member = 0;

	for (int node = 0; node < g->n_node; node++) {
		if (!s->in[node])
			continue;
		n_member++;
		if (check_member(s, conflicts, node, diag) < 0)
			return -1;
	}
	if (n_member != s->n_member)
		return diag_fail(diag, "selection: %d members, not %d", n_member, s->n_member);
	for (int clause = 0; clause < g->n_clause; clause++) {
		int size = 0;

		for (int i = g->provider_begin[clause]; i < g->provider_begin[clause + 1]; i++)
			size += s->in[g->provider[i]];
		if (s->size[clause] != (is_watched(g, clause) ? size : 0))
			return diag_fail(diag, "selection: clause %d has a wrong size", clause);
	}
	return 0;
}
