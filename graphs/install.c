/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conflict-driven clause learning over packages; see install.h.
 *
 * A literal is 2 * node ("installed") or 2 * node + 1 ("not installed"). The first two literals of
 * a clause are watched: while neither is false, the clause can neither fail nor force anything.
 */
#include "graphs/install.h"

#include <limits.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/conflicts.h"
#include "graphs/depgraph.h"
#include "graphs/selection.h"
#include "importers/diag.h"

#define BLOCK 8191

/* A clause in the arena. */
enum { SIZE, NEXT, LITERAL = NEXT + 2 };

void install_init(struct install *x)
{
	memset(x, 0, sizeof(*x));
	queue_init(&x->learned);
}

void install_clear(struct install *x)
{
	solv_free(x->node);
	solv_free(x->clause);
	solv_free(x->trail);
	solv_free(x->level_trail);
	solv_free(x->level_met);
	queue_free(&x->learned);
	install_init(x);
}

void install_prepare(struct install *x, const struct depgraph *g, const struct conflicts *conflicts)
{
	x->graph = g;
	x->conflicts = conflicts;
	x->node = solv_calloc((size_t)g->n_node + 1, sizeof(*x->node));
	x->trail = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	x->level_trail = solv_calloc((size_t)g->n_node + 2, sizeof(int));
	x->level_met = solv_calloc((size_t)g->n_node + 2, sizeof(int));
}

static int installed(int node)
{
	return 2 * node;
}

static int not_installed(int node)
{
	return 2 * node + 1;
}

/* The state of a node in the running question. */
static struct install_node *state(struct install *x, int node)
{
	struct install_node *n = x->node + node;

	if (n->stamp != x->stamp)
		*n = (struct install_node){ .stamp = x->stamp };
	return n;
}

/* 1: true, -1: false, 0: open */
static int value_of(struct install *x, int literal)
{
	int value = state(x, literal >> 1)->value;

	return literal & 1 ? -value : value;
}

static int level_of(struct install *x, int literal)
{
	return state(x, literal >> 1)->level;
}

static void set_true(struct install *x, int literal, int reason)
{
	struct install_node *n = state(x, literal >> 1);

	n->value = literal & 1 ? -1 : 1;
	n->level = x->n_level;
	n->reason = reason;
	x->trail[x->n_trail++] = literal;
}

static void undo_to_level(struct install *x, int level)
{
	if (x->n_level <= level)
		return;
	while (x->n_trail > x->level_trail[level + 1])
		state(x, x->trail[--x->n_trail] >> 1)->value = 0;
	x->met = x->level_met[level + 1];
	x->done = x->n_trail;
	x->n_level = level;
}

static void decide(struct install *x, int literal)
{
	x->n_level++;
	x->n_decision++;
	x->level_trail[x->n_level] = x->n_trail;
	x->level_met[x->n_level] = x->met;
	set_true(x, literal, 0);
}

/* ---- clauses ---- */

static void watch(struct install *x, int clause, int which)
{
	int literal = x->clause[clause + LITERAL + which];
	int *first = state(x, literal >> 1)->watch + (literal & 1);

	x->clause[clause + NEXT + which] = *first;
	*first = clause;
}

static int new_clause(struct install *x)
{
	int clause = x->n_clause;

	x->clause = solv_extend(x->clause, x->n_clause, LITERAL, sizeof(int), BLOCK);
	x->clause[clause + SIZE] = 0;
	x->n_clause += LITERAL;
	return clause;
}

static void add_literal(struct install *x, int clause, int literal)
{
	x->clause = solv_extend(x->clause, x->n_clause, 1, sizeof(int), BLOCK);
	x->clause[x->n_clause++] = literal;
	x->clause[clause + SIZE]++;
}

static void swap_literals(struct install *x, int clause, int a, int b)
{
	int *literal = x->clause + clause + LITERAL, kept = literal[a];

	literal[a] = literal[b];
	literal[b] = kept;
}

/* How much a literal is worth watching: what is not false, else what became false last. */
static int worth(struct install *x, int literal)
{
	return value_of(x, literal) >= 0 ? INT_MAX : level_of(x, literal);
}

/* Watch the two literals most worth it, and draw the consequence if all others are false. Returns
   the clause if all are false, else 0. Nobody need watch a clause of one literal: it is forced at
   level 0. */
static int attach(struct install *x, int clause)
{
	int size = x->clause[clause + SIZE];
	const int *literal = x->clause + clause + LITERAL;

	for (int which = 0; which < 2 && which < size; which++) {
		int best = which;

		for (int i = which + 1; i < size && worth(x, literal[best]) != INT_MAX; i++)
			if (worth(x, literal[i]) > worth(x, literal[best]))
				best = i;
		swap_literals(x, clause, which, best);
	}
	if (size > 1) {
		watch(x, clause, 0);
		watch(x, clause, 1);
	}
	if (value_of(x, literal[0]) < 0)
		return clause;
	if (!value_of(x, literal[0]) && (size == 1 || value_of(x, literal[1]) < 0))
		set_true(x, literal[0], clause);
	return 0;
}

/* Write the need of a node down: "not this node, or one of the providers that stand". */
static int write_need(struct install *x, int node, int need)
{
	int n, clause;
	const int *provider = depgraph_providers(x->graph, need, &n);

	for (int i = 0; i < n; i++)
		if (provider[i] == node)
			return 0;
	clause = new_clause(x);
	add_literal(x, clause, not_installed(node));
	for (int i = 0; i < n; i++)
		if (selection_stands(x->selection, provider[i]))
			add_literal(x, clause, installed(provider[i]));
	return attach(x, clause);
}

/* ---- consequences: each returns the reason of a clash (all of it is false), or 0 ---- */

/* A reason as a list of literals: those of a clause, or "not both of two rivals". */
static const int *reason_literals(const struct install *x, int reason, int node, int pair[2],
				  int *ret_n)
{
	if (reason > 0) {
		*ret_n = x->clause[reason + SIZE];
		return x->clause + reason + LITERAL;
	}
	pair[0] = not_installed(node);
	pair[1] = not_installed(-1 - reason);
	*ret_n = 2;
	return pair;
}

static int exclude_rivals(struct install *x, int node, int *ret_rival)
{
	const struct conflicts *c = x->conflicts;

	for (int i = c->rival_begin[node]; i < c->rival_begin[node + 1]; i++) {
		int rival = c->rival[i], value = state(x, rival)->value;

		if (value > 0) {
			*ret_rival = rival;
			return -1 - node;
		}
		if (!value && selection_stands(x->selection, rival))
			set_true(x, not_installed(rival), -1 - node);
	}
	return 0;
}

static int write_needs(struct install *x, int node)
{
	const struct depgraph *g = x->graph;
	int clash = 0;

	/* to the end even after a clash: the node counts as written */
	for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
		int failed;

		if (g->need_kind[need] != NEED_REQUIRES)
			break;
		failed = write_need(x, node, need);
		clash = clash ? clash : failed;
	}
	return clash;
}

/* The clauses that watch a literal which became false look for another. */
static int visit_watchers(struct install *x, int literal)
{
	int *link = state(x, literal >> 1)->watch + (literal & 1);
	int clause = *link;

	*link = 0;	/* those that stay are entered again */
	while (clause) {
		int *l = x->clause + clause + LITERAL, size = x->clause[clause + SIZE];
		int which = l[0] == literal ? 0 : 1, next = x->clause[clause + NEXT + which];
		int value = value_of(x, l[1 - which]), at = 2;

		if (value <= 0)
			while (at < size && value_of(x, l[at]) < 0)
				at++;
		if (value <= 0 && at < size)
			swap_literals(x, clause, which, at);
		watch(x, clause, which);
		if (value < 0 && at == size) {
			/* the rest keep watching */
			for (clause = next; clause; clause = next) {
				which = x->clause[clause + LITERAL] == literal ? 0 : 1;
				next = x->clause[clause + NEXT + which];
				watch(x, clause, which);
			}
			return (int)(l - LITERAL - x->clause);
		}
		if (!value && at == size)
			set_true(x, l[1 - which], clause);
		clause = next;
	}
	return 0;
}

/* All that follows from the trail. *ret_node: for a clash of rivals, the other one. */
static int propagate(struct install *x, int *ret_node)
{
	while (x->done < x->n_trail) {
		int literal = x->trail[x->done++], node = literal >> 1, clash = 0;

		if (!(literal & 1)) {
			struct install_node *n = state(x, node);

			clash = exclude_rivals(x, node, ret_node);
			if (!clash && !n->written) {
				n->written = true;
				clash = write_needs(x, node);
			}
		}
		if (!clash)
			clash = visit_watchers(x, literal ^ 1);
		if (clash)
			return clash;
	}
	return 0;
}

/* ---- learning ---- */

/* Which decisions made the clash? Walk back over the trail until one literal of the last level is
   left, learn that it and the literals of earlier levels met on the way are not true together, go
   back to the last of those levels, where the new clause forces something. */
static void learn(struct install *x, int clash, int clash_node)
{
	int at = x->n_trail, open = 0, node = clash_node, level = 0, clause, pair[2];

	queue_empty(&x->learned);
	queue_push(&x->learned, 0);	/* for the last one left */
	for (int reason = clash;;) {
		int n;
		const int *literal = reason_literals(x, reason, node, pair, &n);

		for (int i = 0; i < n; i++) {
			struct install_node *m = state(x, literal[i] >> 1);

			if (m->seen || !m->level || value_of(x, literal[i]) > 0)
				continue;
			m->seen = true;
			if (m->level == x->n_level)
				open++;
			else
				queue_push(&x->learned, literal[i]);
		}
		do
			node = x->trail[--at] >> 1;
		while (!state(x, node)->seen || state(x, node)->level != x->n_level);
		state(x, node)->seen = false;
		if (!--open)
			break;
		reason = state(x, node)->reason;
	}
	x->learned.elements[0] = x->trail[at] ^ 1;
	for (int i = 1; i < x->learned.count; i++) {
		state(x, x->learned.elements[i] >> 1)->seen = false;
		if (level_of(x, x->learned.elements[i]) > level)
			level = level_of(x, x->learned.elements[i]);
	}
	undo_to_level(x, level);
	clause = new_clause(x);
	for (int i = 0; i < x->learned.count; i++)
		add_literal(x, clause, x->learned.elements[i]);
	attach(x, clause);
}

/* ---- search ---- */

static int n_rivals(const struct install *x, int node)
{
	return x->conflicts->rival_begin[node + 1] - x->conflicts->rival_begin[node];
}

/* The provider to try for a need, -1: it is met. */
static int choose_provider(struct install *x, int need)
{
	int n, best = -1;
	const int *provider = depgraph_providers(x->graph, need, &n);

	for (int i = 0; i < n; i++)
		if (state(x, provider[i])->value > 0)
			return -1;
	for (int i = 0; i < n; i++)
		if (!state(x, provider[i])->value &&
		    selection_stands(x->selection, provider[i]) &&
		    (best < 0 || n_rivals(x, provider[i]) < n_rivals(x, best)))
			best = provider[i];
	return best;
}

/* A provider for the first need that is not met; -1: all are. */
static int next_decision(struct install *x)
{
	const struct depgraph *g = x->graph;

	for (; x->met < x->n_trail; x->met++) {
		int node = x->trail[x->met] >> 1;

		if (x->trail[x->met] & 1)
			continue;
		for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
			int provider;

			if (g->need_kind[need] != NEED_REQUIRES)
				break;
			provider = choose_provider(x, need);
			if (provider >= 0)
				return provider;
		}
	}
	return -1;
}

static void next_question(struct install *x, const struct selection *selection)
{
	if (x->stamp == INT_MAX) {
		memset(x->node, 0, (size_t)x->graph->n_node * sizeof(*x->node));
		x->stamp = 0;
	}
	x->stamp++;
	x->selection = selection;
	x->n_question++;
	x->n_clause = 0;
	new_clause(x);	/* so that 0 is no clause */
	x->n_trail = x->done = x->met = x->n_level = 0;
}

bool install_find(struct install *x, const struct selection *selection, int node, Queue *ret_member)
{
	queue_empty(ret_member);
	if (!selection_stands(selection, node))
		return false;
	next_question(x, selection);
	set_true(x, installed(node), 0);
	for (;;) {
		int clash_node = -1, clash = propagate(x, &clash_node), provider;

		if (clash && !x->n_level)
			return false;
		if (clash) {
			x->n_clash++;
			learn(x, clash, clash_node);
			continue;
		}
		provider = next_decision(x);
		if (provider < 0)
			break;
		decide(x, installed(provider));
	}
	for (int i = 0; i < x->n_trail; i++)
		if (!(x->trail[i] & 1))
			queue_push(ret_member, x->trail[i] >> 1);
	return true;
}

/* ---- the checker: knows nothing of the search ---- */

static int check_member(struct install *x, int node, struct diag *diag)
{
	const struct depgraph *g = x->graph;
	const struct conflicts *c = x->conflicts;

	for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
		bool met = false;
		int n;
		const int *provider = depgraph_providers(g, need, &n);

		if (g->need_kind[need] != NEED_REQUIRES)
			break;
		for (int i = 0; i < n && !met; i++)
			met = state(x, provider[i])->value > 0;
		if (!met)
			return diag_fail(diag, "install: '%s' has an unmet need",
					 depgraph_node_name(g, node));
	}
	for (int i = c->rival_begin[node]; i < c->rival_begin[node + 1]; i++)
		if (state(x, c->rival[i])->value > 0)
			return diag_fail(diag, "install: '%s' conflicts with '%s'",
					 depgraph_node_name(g, node),
					 depgraph_node_name(g, c->rival[i]));
	return 0;
}

int install_check(struct install *x, int node, const Queue *member, struct diag *diag)
{
	next_question(x, NULL);
	for (int i = 0; i < member->count; i++)
		state(x, member->elements[i])->value = 1;
	if (state(x, node)->value <= 0)
		return diag_fail(diag, "install: '%s' is not in its installation",
				 depgraph_node_name(x->graph, node));
	for (int i = 0; i < member->count; i++)
		if (check_member(x, member->elements[i], diag) < 0)
			return -1;
	return 0;
}
