/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every network-facing process before and after; see effect.h.
 */
#include "queries/effect.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/dropout.h"

static int compare_components(const void *x, const void *y, void *universe)
{
	return strcmp(universe_component_name(universe, *(const int *)x),
		      universe_component_name(universe, *(const int *)y));
}

/* Their names in order, without unwanted ones and the C run time. The caller frees it. */
static char *name_components(const struct analysis *a, const int *component, int n,
			     const unsigned char *unwanted)
{
	int *sorted = solv_calloc(n + 1, sizeof(int)), n_sorted = 0;
	char *names = NULL;

	for (int i = 0; i < n; i++)
		if (!a->runtime[component[i]] && !(unwanted && unwanted[component[i]]))
			sorted[n_sorted++] = component[i];
	if (n_sorted)
		qsort_r(sorted, n_sorted, sizeof(int), compare_components, (void *)&a->universe);
	for (int i = 0; i < n_sorted; i++)
		names = solv_dupappend(names, names ? " " : NULL,
				       universe_component_name(&a->universe, sorted[i]));
	free(sorted);
	return names;
}

static int count_unsafe(const struct analysis *a, const struct closure *c)
{
	int n = 0;

	for (int i = 0; i < c->n_component; i++)
		n += !a->runtime[c->component[i]];
	return n;
}

/* One network-facing package, before and after. */
static void add_change(struct effect *e, int facing, struct closure *before, struct closure *after,
		       bool all, unsigned char *mark)
{
	const struct exposed *exposed = &e->x->exposed;
	const struct scenario *s = &e->x->scenario;
	double sum = closure_find(before, exposed->facing[facing], NULL);
	double left = closure_find(after, exposed->facing[facing], s);
	struct change change = { .facing = facing,
				 .lost = exposed->weight[facing] * (sum - left),
				 .before = count_unsafe(e->a, before),
				 .after = count_unsafe(e->a, after) };
	bool loads = false;

	e->left += exposed->weight[facing] * left;
	e->n_unsafe_before += change.before > 0;
	e->n_unsafe_after += change.after > 0;
	for (int i = 0; i < before->n_component; i++) {
		e->before[before->component[i]]++;
		loads |= s->replaced[before->component[i]];
	}
	for (int i = 0; i < after->n_component; i++) {
		e->after[after->component[i]]++;
		mark[after->component[i]] = 1;
	}
	e->n_loading += loads;
	e->n_less += left < sum;
	if (all || before->n_component != after->n_component || sum != left) {
		change.removed = name_components(e->a, before->component, before->n_component,
						 mark);
		change.remaining = name_components(e->a, after->component, after->n_component,
						   NULL);
		e->change = solv_extend(e->change, e->n_change, 1, sizeof(change), 255);
		e->change[e->n_change++] = change;
	}
	for (int i = 0; i < after->n_component; i++)
		mark[after->component[i]] = 0;
}

static int compare_changes(const void *x, const void *y, void *effect)
{
	const struct change *a = x, *b = y;
	const struct effect *e = effect;

	if (a->lost != b->lost)
		return a->lost < b->lost ? 1 : -1;
	return strcmp(depgraph_node_name(&e->a->graph, e->x->exposed.facing[a->facing]),
		      depgraph_node_name(&e->a->graph, e->x->exposed.facing[b->facing]));
}

static void find_dropouts(struct effect *e)
{
	const struct depgraph *g = &e->a->graph;
	unsigned char *gone = solv_calloc(g->n_node + 1, 1);

	for (int node = 0; node < g->n_node; node++)
		gone[node] = e->x->scenario.replaced[g->component_of[node]];
	e->n_drop = dropout_find(g, e->a->role, gone, e->drops);
	for (int c = 0; c < g->n_component; c++) {
		e->dropped[c] = dropout_is_whole(g, e->a->role, e->drops, c);
		e->n_dropped += e->dropped[c];
	}
	free(gone);
}

void effect_find(struct effect *e, const struct analysis *a, const struct replacing *x, bool all)
{
	const struct depgraph *g = &a->graph;
	const struct exposed *exposed = &x->exposed;
	unsigned char *mark = solv_calloc(g->n_component + 1, 1);
	struct closure before, after;

	e->a = a;
	e->x = x;
	e->before = solv_calloc(g->n_component + 1, sizeof(int));
	e->after = solv_calloc(g->n_component + 1, sizeof(int));
	e->drops = solv_calloc(g->n_node + 1, 1);
	e->dropped = solv_calloc(g->n_component + 1, 1);
	closure_init(&before, exposed);
	closure_init(&after, exposed);
	for (int f = 0; f < exposed->n_facing; f++)
		add_change(e, f, &before, &after, all, mark);
	if (e->n_change)
		qsort_r(e->change, e->n_change, sizeof(*e->change), compare_changes, e);
	if (!e->x->scenario.keep_links)
		find_dropouts(e);
	closure_clear(&before);
	closure_clear(&after);
	free(mark);
}

void effect_clear(struct effect *e)
{
	for (int i = 0; i < e->n_change; i++) {
		free(e->change[i].removed);
		free(e->change[i].remaining);
	}
	free(e->change);
	free(e->before);
	free(e->after);
	free(e->drops);
	free(e->dropped);
	memset(e, 0, sizeof(*e));
}
