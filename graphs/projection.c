/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From needs to arcs under a named policy; see projection.h.
 */
#include "graphs/projection.h"

#include <string.h>
#include <solv/util.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"

#define BLOCK 8191

/* Arcs as igraph wants them: from, to, from, to, … */
struct arcs {
	igraph_integer_t *end;
	int n_arc;
	int *mark;	/* node -> the last node that got an arc to it, + 1 */
};

void projection_init(struct projection *p)
{
	memset(p, 0, sizeof(*p));
}

void projection_clear(struct projection *p)
{
	if (p->built)
		igraph_destroy(&p->graph);
	projection_init(p);
}

static void add_arc(struct arcs *arcs, int from, int to)
{
	if (to == from || arcs->mark[to] == from + 1)
		return;
	arcs->mark[to] = from + 1;
	arcs->end = solv_extend(arcs->end, 2 * (size_t)arcs->n_arc, 2, sizeof(*arcs->end), BLOCK);
	arcs->end[2 * (size_t)arcs->n_arc] = from;
	arcs->end[2 * (size_t)arcs->n_arc++ + 1] = to;
}

static void add_arcs(struct arcs *arcs, const struct depgraph *g, enum alternatives alternatives)
{
	for (int need = 0; need < g->n_need; need++) {
		const int *provider;
		int n;

		if (g->need_kind[need] != NEED_REQUIRES)
			continue;
		provider = alternatives_providers(alternatives, g, need, &n);
		for (int i = 0; i < n; i++)
			add_arc(arcs, g->need_owner[need], provider[i]);
	}
}

int projection_build(struct projection *p, const struct depgraph *g, enum alternatives alternatives,
		     struct diag *diag)
{
	struct arcs arcs = { 0 };
	igraph_integer_t nothing = 0;
	igraph_vector_int_t view;
	igraph_error_t error;

	arcs.mark = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	add_arcs(&arcs, g, alternatives);
	igraph_set_error_handler(igraph_error_handler_ignore);
	igraph_vector_int_view(&view, arcs.end ? arcs.end : &nothing,
			       2 * (igraph_integer_t)arcs.n_arc);
	error = igraph_create(&p->graph, &view, g->n_node, IGRAPH_DIRECTED);
	p->built = error == IGRAPH_SUCCESS;
	p->alternatives = alternatives;
	p->n_node = g->n_node;
	p->n_arc = arcs.n_arc;
	solv_free(arcs.mark);
	solv_free(arcs.end);
	if (error)
		return diag_fail(diag, "cannot make a graph of %d nodes: %s", g->n_node,
				 igraph_strerror(error));
	return 0;
}
