/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classes, the reduction of their order, igraph's dominator tree; see dominators.h.
 */
#include "graphs/dominators.h"

#include <stdbool.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/centrality.h"
#include "graphs/depgraph.h"
#include "graphs/strong.h"

#define BLOCK 8191

/* The reduction: from, to, from, to, … in classes; the root is class n_class. */
struct arcs {
	int *end;
	int n_arc;
};

void dominators_init(struct dominators *d)
{
	memset(d, 0, sizeof(*d));
}

void dominators_clear(struct dominators *d)
{
	solv_free(d->class_of);
	solv_free(d->class_begin);
	solv_free(d->class_node);
	solv_free(d->dominator);
	solv_free(d->carrier);
	solv_free(d->n_carried);
	dominators_init(d);
}

/* ---- classes ---- */

static int n_dependencies(const struct strong *s, int node)
{
	int n;

	strong_dependencies(s, node, &n);
	return n;
}

/* Who needs each other needs the same: a cheap first look. */
static bool need_each_other(const struct strong *s, int node, int dependency)
{
	return n_dependencies(s, node) == n_dependencies(s, dependency) &&
		strong_has(s, dependency, node);
}

static void number_classes(struct dominators *d)
{
	const struct strong *s = d->strong;

	d->class_of = solv_calloc((size_t)d->n_node + 1, sizeof(int));
	d->class_begin = solv_calloc((size_t)d->n_node + 2, sizeof(int));
	d->class_node = solv_calloc((size_t)d->n_node + 1, sizeof(int));
	for (int node = 0; node < d->n_node; node++) {
		int n;
		const int *dependency = strong_dependencies(s, node, &n);

		d->class_of[node] = -1;
		for (int i = 0; i < n && dependency[i] < node && d->class_of[node] < 0; i++)
			if (need_each_other(s, node, dependency[i]))
				d->class_of[node] = d->class_of[dependency[i]];
		if (d->class_of[node] < 0)
			d->class_of[node] = d->n_class++;
		d->class_begin[d->class_of[node] + 2]++;
	}
	for (int class = 0; class < d->n_class; class++)
		d->class_begin[class + 2] += d->class_begin[class + 1];
	for (int node = 0; node < d->n_node; node++)
		d->class_node[d->class_begin[d->class_of[node] + 1]++] = node;
}

static int class_size(const struct dominators *d, int class)
{
	return d->class_begin[class + 1] - d->class_begin[class];
}

static int lowest(const struct dominators *d, int class)
{
	return d->class_node[d->class_begin[class]];
}

int dominators_impact(const struct dominators *d, int node)
{
	int n;

	strong_dependants(d->strong, node, &n);
	return n - (class_size(d, d->class_of[node]) - 1);
}

/* ---- the reduction ---- */

/* Nodes by falling number of dependencies: before whatever they need outside their class. */
static int *order_nodes(const struct dominators *d)
{
	const struct strong *s = d->strong;
	int *order = solv_calloc((size_t)d->n_node + 1, sizeof(int));
	int *begin = solv_calloc((size_t)d->n_node + 2, sizeof(int));

	for (int node = 0; node < d->n_node; node++)
		begin[d->n_node - n_dependencies(s, node) + 1]++;
	for (int i = 0; i <= d->n_node; i++)
		begin[i + 1] += begin[i];
	for (int node = 0; node < d->n_node; node++)
		order[begin[d->n_node - n_dependencies(s, node)]++] = node;
	solv_free(begin);
	return order;
}

/* The dependencies of every node in that order, where strong has them ascending. */
static int *order_dependencies(const struct dominators *d)
{
	const struct strong *s = d->strong;
	int *order = order_nodes(d);
	int *ordered = solv_malloc2((size_t)s->n_pair + 1, sizeof(int));
	int *n_filled = solv_calloc((size_t)d->n_node + 1, sizeof(int));

	for (int i = 0; i < d->n_node; i++) {
		int n;
		const int *dependant = strong_dependants(s, order[i], &n);

		for (int k = 0; k < n; k++)
			ordered[s->dependency_begin[dependant[k]] + n_filled[dependant[k]]++] =
				order[i];
	}
	solv_free(order);
	solv_free(n_filled);
	return ordered;
}

static void add_arc(struct arcs *arcs, int from, int to)
{
	arcs->end = solv_extend(arcs->end, 2 * (size_t)arcs->n_arc, 2, sizeof(int), BLOCK);
	arcs->end[2 * (size_t)arcs->n_arc] = from;
	arcs->end[2 * (size_t)arcs->n_arc++ + 1] = to;
}

/* A dependency is immediate unless one before it in the order needs it. */
static void reduce(const struct dominators *d, struct arcs *arcs)
{
	const struct strong *s = d->strong;
	int *ordered = order_dependencies(d);
	int *mark = solv_calloc((size_t)d->n_node + 1, sizeof(int));

	for (int class = 0; class < d->n_class; class++) {
		int node = lowest(d, class);
		const int *first = ordered + s->dependency_begin[node];

		for (int i = 0; i < n_dependencies(s, node); i++) {
			int n, to = first[i];
			const int *further;

			if (mark[to] == node + 1 || d->class_of[to] == class)
				continue;
			add_arc(arcs, class, d->class_of[to]);
			mark[to] = node + 1;
			further = strong_dependencies(s, to, &n);
			for (int k = 0; k < n; k++)
				mark[further[k]] = node + 1;
		}
		if (!dominators_impact(d, node))
			add_arc(arcs, d->n_class, class);
	}
	solv_free(ordered);
	solv_free(mark);
}

/* ---- answers ---- */

/* The node to name for a class that causes the impact of `node`. */
static int spokesman(const struct dominators *d, int class, int node)
{
	const struct depgraph *g = d->strong->graph;

	for (int i = d->class_begin[class]; i < d->class_begin[class + 1]; i++) {
		int owner = d->class_node[i];

		for (int need = g->need_begin[owner]; need < g->need_begin[owner + 1]; need++) {
			int n;
			const int *provider = depgraph_providers(g, need, &n);

			if (g->need_kind[need] != NEED_REQUIRES)
				break;
			if (n == 1 && provider[0] == node)
				return owner;
		}
	}
	return lowest(d, class);
}

/* A class and all that need it. */
static int weight(const struct dominators *d, int class)
{
	return class_size(d, class) + dominators_impact(d, lowest(d, class));
}

/* dominator_of and carrier_of are per class, -1: none. */
static void name_nodes(struct dominators *d, const int *dominator_of, const int *carrier_of)
{
	d->dominator = solv_calloc((size_t)d->n_node + 1, sizeof(int));
	d->carrier = solv_calloc((size_t)d->n_node + 1, sizeof(int));
	d->n_carried = solv_calloc((size_t)d->n_node + 1, sizeof(int));
	for (int node = 0; node < d->n_node; node++) {
		int dominator = dominator_of[d->class_of[node]];
		int carrier = carrier_of[d->class_of[node]];

		d->dominator[node] = dominator < 0 ? -1 : spokesman(d, dominator, node);
		d->carrier[node] = carrier < 0 ? -1 : spokesman(d, carrier, node);
		d->n_carried[node] = carrier < 0 ? 0 : weight(d, carrier);
	}
}

int dominators_build(struct dominators *d, const struct strong *s, struct diag *diag)
{
	struct arcs arcs = { 0 };
	int *dominator_of, *carrier_of, result;

	d->strong = s;
	d->n_node = s->n_subject;
	number_classes(d);
	reduce(d, &arcs);
	dominator_of = solv_calloc((size_t)d->n_class + 1, sizeof(int));
	carrier_of = solv_calloc((size_t)d->n_class + 1, sizeof(int));
	memset(carrier_of, -1, ((size_t)d->n_class + 1) * sizeof(int));
	for (int i = 0; i < arcs.n_arc; i++) {
		int from = arcs.end[2 * (size_t)i], to = arcs.end[2 * (size_t)i + 1];

		if (from < d->n_class &&
		    (carrier_of[to] < 0 || weight(d, from) > weight(d, carrier_of[to])))
			carrier_of[to] = from;
	}
	result = centrality_dominators(arcs.end, arcs.n_arc, d->n_class + 1, d->n_class,
				       dominator_of, diag);
	if (!result) {
		for (int class = 0; class < d->n_class; class++)
			if (dominator_of[class] == d->n_class)
				dominator_of[class] = -1;
		name_nodes(d, dominator_of, carrier_of);
	}
	solv_free(arcs.end);
	solv_free(dominator_of);
	solv_free(carrier_of);
	if (result < 0)
		dominators_clear(d);
	return result;
}
