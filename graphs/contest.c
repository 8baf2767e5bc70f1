/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Greedy, by an order that changes with each selection; see contest.h.
 */
#include "graphs/contest.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/conflicts.h"
#include "graphs/depgraph.h"
#include "graphs/selection.h"

void contest_init(struct contest *c)
{
	memset(c, 0, sizeof(*c));
}

void contest_clear(struct contest *c)
{
	solv_free(c->contestant);
	contest_init(c);
}

static int compare_contestants(const void *a, const void *b)
{
	const struct contestant *x = a, *y = b;

	if (x->n_settled != y->n_settled)
		return x->n_settled < y->n_settled ? -1 : 1;
	if (x->n_lost != y->n_lost)
		return x->n_lost < y->n_lost ? 1 : -1;
	return (x->node > y->node) - (x->node < y->node);
}

static void sort(struct contest *c)
{
	qsort(c->contestant, (size_t)c->n_contestant, sizeof(*c->contestant), compare_contestants);
}

void contest_find(struct contest *c, const struct conflicts *conflicts, struct selection *all)
{
	int n_node = all->graph->n_node;

	c->conflicts = conflicts;
	c->contestant = solv_calloc((size_t)n_node + 1, sizeof(*c->contestant));
	for (int node = 0; node < n_node; node++) {
		if (conflicts->rival_begin[node] == conflicts->rival_begin[node + 1] ||
		    !all->in[node])
			continue;
		selection_remove(all, &node, 1);
		c->contestant[c->n_contestant].node = node;
		c->contestant[c->n_contestant++].n_lost = all->n_queue;
	}
	c->contestant = solv_realloc2(c->contestant, (size_t)c->n_contestant + 1,
				      sizeof(*c->contestant));
	sort(c);
}

static void drop_rivals(const struct contest *c, struct selection *s, int node)
{
	const int *begin = c->conflicts->rival_begin + node;

	if (begin[0] < begin[1])
		selection_drop(s, c->conflicts->rival + begin[0], begin[1] - begin[0]);
}

void contest_choose(const struct contest *c, struct selection *s, const Queue *installation)
{
	for (int i = 0; i < installation->count; i++)
		drop_rivals(c, s, installation->elements[i]);
}

void contest_settle(struct contest *c, struct selection *s)
{
	for (int i = 0; i < c->n_contestant; i++)
		if (s->in[c->contestant[i].node])
			drop_rivals(c, s, c->contestant[i].node);
	for (int i = 0; i < c->n_contestant; i++)
		c->contestant[i].n_settled += s->in[c->contestant[i].node];
	sort(c);
}
