/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A graph and its columns handed to igraph; see graph_file.h. Attributes need igraph's attribute
 * table, which is global: it is set here for as long as the graph lives, so that the graphs of
 * projection.c know nothing of it.
 */
#include "graphs/graph_file.h"

#include <igraph.h>
#include <solv/util.h>

#include "importers/diag.h"

static igraph_error_t set_text(igraph_t *graph, const struct graph_column *column, int n,
			       bool of_vertex)
{
	igraph_strvector_t values;
	igraph_error_t error = igraph_strvector_init(&values, n);

	if (error)
		return error;
	for (int i = 0; i < n && !error; i++)
		error = igraph_strvector_set(&values, i, column->text[i] ? column->text[i] : "");
	if (!error && of_vertex)
		error = igraph_cattribute_VAS_setv(graph, column->name, &values);
	else if (!error)
		error = igraph_cattribute_EAS_setv(graph, column->name, &values);
	igraph_strvector_destroy(&values);
	return error;
}

static igraph_error_t set_number(igraph_t *graph, const struct graph_column *column, int n,
				 bool of_vertex)
{
	igraph_vector_t values = { 0 };	/* view() takes it as const, compilers believe that */

	igraph_vector_view(&values, column->number, n);
	if (of_vertex)
		return igraph_cattribute_VAN_setv(graph, column->name, &values);
	return igraph_cattribute_EAN_setv(graph, column->name, &values);
}

static igraph_error_t set_columns(igraph_t *graph, const struct graph_column *column, int n_column,
				  int n, bool of_vertex)
{
	igraph_error_t error = IGRAPH_SUCCESS;

	/* nothing has no attributes, and igraph's views want something to point to */
	for (int i = 0; i < n_column && n && !error; i++)
		error = column[i].text ? set_text(graph, &column[i], n, of_vertex) :
					 set_number(graph, &column[i], n, of_vertex);
	return error;
}

static igraph_error_t create(igraph_t *graph, const struct graph_file *g)
{
	igraph_integer_t *end = solv_calloc(2 * (size_t)g->n_arc + 1, sizeof(*end));
	igraph_vector_int_t view;
	igraph_error_t error;

	for (size_t i = 0; i < 2 * (size_t)g->n_arc; i++)
		end[i] = g->end[i];
	igraph_vector_int_view(&view, end, 2 * (igraph_integer_t)g->n_arc);
	error = igraph_create(graph, &view, g->n_vertex, IGRAPH_DIRECTED);
	solv_free(end);
	return error;
}

int graph_file_write(const struct graph_file *g, enum graph_format format, FILE *f,
		     struct diag *diag)
{
	igraph_attribute_table_t *before;
	igraph_error_t error;
	igraph_t graph;

	igraph_set_error_handler(igraph_error_handler_ignore);
	before = igraph_set_attribute_table(&igraph_cattribute_table);
	error = create(&graph, g);
	if (!error) {
		error = set_columns(&graph, g->of_vertex, g->n_of_vertex, g->n_vertex, true);
		if (!error)
			error = set_columns(&graph, g->of_arc, g->n_of_arc, g->n_arc, false);
		if (!error && format == GRAPH_FORMAT_GRAPHML)
			error = igraph_write_graph_graphml(&graph, f, false);
		else if (!error)
			error = igraph_write_graph_dot(&graph, f);
		igraph_destroy(&graph);
	}
	igraph_set_attribute_table(before);
	/* a stream that took no more says why itself */
	if (error && !ferror(f))
		return diag_fail(diag, "cannot write a graph of %d nodes: %s", g->n_vertex,
				 igraph_strerror(error));
	return 0;
}
