/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door to igraph (0.10): see centrality.h. Each function asks igraph for one vector, checks the
 * result, and copies it out; nothing of igraph passes further.
 */
#include "graphs/centrality.h"

#include <igraph.h>
#include <solv/util.h>

#include "graphs/projection.h"
#include "importers/diag.h"

#define DAMPING 0.85

/* igraph's default handlers print and abort. They are process-wide; so they are set at the door. */
static void silence_igraph(void)
{
	igraph_set_error_handler(igraph_error_handler_ignore);
	igraph_set_warning_handler(igraph_warning_handler_ignore);
}

static int fail(struct diag *diag, const char *what, igraph_error_t error)
{
	return diag_fail(diag, "cannot compute %s: %s", what, igraph_strerror(error));
}

/* Copy a result of igraph out and release it; n is what was asked for. */
static int take_reals(igraph_vector_t *value, const char *what, igraph_error_t error, int n,
		      double *ret_value, struct diag *diag)
{
	if (!error && igraph_vector_size(value) != n)
		error = IGRAPH_FAILURE;
	if (!error)
		igraph_vector_copy_to(value, ret_value);
	igraph_vector_destroy(value);
	return error ? fail(diag, what, error) : 0;
}

int centrality_pagerank(const struct projection *p, double *ret_value, struct diag *diag)
{
	igraph_vector_t value;
	igraph_real_t eigenvalue;
	igraph_error_t error;

	silence_igraph();
	error = igraph_vector_init(&value, 0);
	if (error)
		return fail(diag, "pagerank", error);
	error = igraph_pagerank(&p->graph, IGRAPH_PAGERANK_ALGO_PRPACK, &value, &eigenvalue,
				igraph_vss_all(), IGRAPH_DIRECTED, DAMPING, NULL, NULL);
	return take_reals(&value, "pagerank", error, p->n_node, ret_value, diag);
}

int centrality_betweenness(const struct projection *p, double *ret_value, struct diag *diag)
{
	igraph_vector_t value;
	igraph_error_t error;

	silence_igraph();
	error = igraph_vector_init(&value, 0);
	if (error)
		return fail(diag, "betweenness", error);
	error = igraph_betweenness(&p->graph, &value, igraph_vss_all(), IGRAPH_DIRECTED, NULL);
	return take_reals(&value, "betweenness", error, p->n_node, ret_value, diag);
}

int centrality_harmonic(const struct projection *p, double *ret_value, struct diag *diag)
{
	igraph_vector_t value;
	igraph_error_t error;

	silence_igraph();
	error = igraph_vector_init(&value, 0);
	if (error)
		return fail(diag, "harmonic centrality", error);
	error = igraph_harmonic_centrality(&p->graph, &value, igraph_vss_all(), IGRAPH_IN, NULL,
					   false);
	return take_reals(&value, "harmonic centrality", error, p->n_node, ret_value, diag);
}

/* igraph counts arcs, and two packages that need each other have two: one neighbour is enough. */
static igraph_error_t count_cores(const igraph_t *graph, igraph_vector_int_t *core)
{
	igraph_t simple;
	igraph_error_t error = igraph_copy(&simple, graph);

	if (error)
		return error;
	error = igraph_to_undirected(&simple, IGRAPH_TO_UNDIRECTED_COLLAPSE, NULL);
	if (!error)
		error = igraph_coreness(&simple, core, IGRAPH_ALL);
	igraph_destroy(&simple);
	return error;
}

int centrality_coreness(const struct projection *p, double *ret_value, struct diag *diag)
{
	igraph_vector_int_t core;
	igraph_error_t error;

	silence_igraph();
	error = igraph_vector_int_init(&core, 0);
	if (error)
		return fail(diag, "coreness", error);
	error = count_cores(&p->graph, &core);
	if (!error && igraph_vector_int_size(&core) != p->n_node)
		error = IGRAPH_FAILURE;
	for (int node = 0; !error && node < p->n_node; node++)
		ret_value[node] = (double)VECTOR(core)[node];
	igraph_vector_int_destroy(&core);
	return error ? fail(diag, "coreness", error) : 0;
}

int centrality_scc(const struct projection *p, int *ret_id, int *ret_n, struct diag *diag)
{
	igraph_vector_int_t membership;
	igraph_error_t error;
	int *number;
	int n = 0;

	silence_igraph();
	error = igraph_vector_int_init(&membership, 0);
	if (error)
		return fail(diag, "cycles", error);
	error = igraph_connected_components(&p->graph, &membership, NULL, NULL, IGRAPH_STRONG);
	if (!error && igraph_vector_int_size(&membership) != p->n_node)
		error = IGRAPH_FAILURE;
	if (error) {
		igraph_vector_int_destroy(&membership);
		return fail(diag, "cycles", error);
	}
	/* igraph numbers them in the order it meets them, which is no promise: renumber */
	number = solv_calloc((size_t)p->n_node + 1, sizeof(int));
	for (int node = 0; node < p->n_node; node++) {
		int *at = number + VECTOR(membership)[node];

		if (!*at)
			*at = ++n;
		ret_id[node] = *at - 1;
	}
	solv_free(number);
	igraph_vector_int_destroy(&membership);
	*ret_n = n;
	return 0;
}

int centrality_scc_size(const struct projection *p, double *ret_value, struct diag *diag)
{
	int *id = solv_calloc((size_t)p->n_node + 1, sizeof(int));
	int *size = solv_calloc((size_t)p->n_node + 1, sizeof(int));
	int n, result = centrality_scc(p, id, &n, diag);

	for (int node = 0; !result && node < p->n_node; node++)
		size[id[node]]++;
	for (int node = 0; !result && node < p->n_node; node++)
		ret_value[node] = size[id[node]];
	solv_free(id);
	solv_free(size);
	return result;
}

/* The immediate dominators of the graph with these arcs, as igraph numbers them. */
static igraph_error_t find_dominators(igraph_vector_int_t *arc, int n_node, int root,
				      igraph_vector_int_t *dominator)
{
	igraph_t graph;
	igraph_error_t error = igraph_create(&graph, arc, n_node, IGRAPH_DIRECTED);

	if (error)
		return error;
	error = igraph_dominator_tree(&graph, root, dominator, NULL, NULL, IGRAPH_OUT);
	igraph_destroy(&graph);
	return error;
}

int centrality_dominators(const int *arc, int n_arc, int n_node, int root, int *ret_dominator,
			  struct diag *diag)
{
	igraph_vector_int_t end, dominator;
	igraph_error_t error;

	silence_igraph();
	error = igraph_vector_int_init(&end, 2 * (igraph_integer_t)n_arc);
	if (error)
		return fail(diag, "dominators", error);
	error = igraph_vector_int_init(&dominator, 0);
	if (error) {
		igraph_vector_int_destroy(&end);
		return fail(diag, "dominators", error);
	}
	for (size_t i = 0; i < 2 * (size_t)n_arc; i++)
		VECTOR(end)[i] = arc[i];
	error = find_dominators(&end, n_node, root, &dominator);
	if (!error && igraph_vector_int_size(&dominator) != n_node)
		error = IGRAPH_FAILURE;
	for (int node = 0; !error && node < n_node; node++) {
		igraph_integer_t d = VECTOR(dominator)[node];

		ret_dominator[node] = d < 0 || node == root ? -1 : (int)d;
	}
	igraph_vector_int_destroy(&end);
	igraph_vector_int_destroy(&dominator);
	return error ? fail(diag, "dominators", error) : 0;
}
