/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The graph of an extract as GraphML, DOT, GEXF or node-link JSON. GraphML and DOT go through
 * igraph (graphs/graph_file.h), JSON through the JSON writer; GEXF 1.2 (gexf.net) is written here,
 * with one function for text, which escapes. Unknown attributes are left out where the format has
 * a way to do so.
 */
#include "queries/export_formats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/graph_file.h"
#include "importers/diag.h"
#include "queries/character.h"
#include "queries/dataset.h"
#include "queries/exporter.h"
#include "queries/extract.h"
#include "queries/options.h"
#include "queries/output.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

static void note_graph(const struct extract *x, struct table *parts)
{
	exporter_note(parts, "nodes", x->n_vertex);
	exporter_note(parts, "edges", x->n_arc);
}

/* ---- GraphML and DOT ---- */

/* Columns of a table as attributes, from the one numbered `first`. */
struct columns {
	struct graph_column *column;
	int n_column;
	int n_row;
};

static char **texts_of(const struct table *rows, int column)
{
	char **text = solv_calloc((size_t)rows->n_row + 1, sizeof(char *));
	char buffer[WRITER_NUMBER];

	for (int r = 0; r < rows->n_row; r++) {
		const struct cell *cell = table_cell(rows, r, column);

		if (cell->type == CELL_BOOL)
			text[r] = solv_strdup(cell->as.boolean ? "true" : "false");
		else if (cell->type != CELL_NULL)
			text[r] = character_copy(writer_words(rows, r, column, buffer));
	}
	return text;
}

static double *numbers_of(const struct table *rows, int column)
{
	double *number = solv_calloc((size_t)rows->n_row + 1, sizeof(double));

	for (int r = 0; r < rows->n_row; r++) {
		const struct cell *cell = table_cell(rows, r, column);

		number[r] = cell->type == CELL_INTEGER ? (double)cell->as.integer :
			    cell->type == CELL_REAL ? cell->as.real : NAN;
	}
	return number;
}

/* Room for n_more columns is left. as_text: numbers too. */
static void columns_init(struct columns *c, const struct table *rows, int first, int n_more,
			 bool as_text)
{
	c->n_row = rows->n_row;
	c->n_column = 0;
	c->column = solv_calloc(rows->n_column + n_more, sizeof(*c->column));
	for (int i = first; i < rows->n_column; i++) {
		struct graph_column *column = &c->column[c->n_column++];
		enum cell_type type = rows->column[i].type;

		column->name = rows->column[i].key;
		if (!as_text && (type == CELL_INTEGER || type == CELL_REAL))
			column->number = numbers_of(rows, i);
		else
			column->text = (const char *const *)texts_of(rows, i);
	}
}

static void columns_clear(struct columns *c)
{
	for (int i = 0; i < c->n_column; i++) {
		for (int r = 0; r < c->n_row && c->column[i].text; r++)
			free((char *)c->column[i].text[r]);
		free((void *)c->column[i].text);
		free((void *)c->column[i].number);
	}
	free(c->column);
}

/* What a picture should tell at first sight: names, and which code is not memory safe. */
static void add_looks(struct columns *c, const struct table *rows)
{
	static const struct {
		const char *safety, *color;
	} colors[] = {
		{ "unsafe", "salmon" }, { "mixed", "khaki" }, { "safe", "palegreen" },
	};
	int safety = table_column(rows, "safety");
	char **label = texts_of(rows, 0);
	char **style = solv_calloc((size_t)rows->n_row + 1, sizeof(char *));
	char **color = solv_calloc((size_t)rows->n_row + 1, sizeof(char *));

	for (int r = 0; r < rows->n_row; r++) {
		const struct cell *cell = table_cell(rows, r, safety);
		const char *word = cell->type == CELL_TEXT ? table_text(rows, cell) : "";

		style[r] = solv_strdup("filled");
		for (int i = 0; i < 3; i++)
			if (!strcmp(word, colors[i].safety))
				color[r] = solv_strdup(colors[i].color);
		if (!color[r])
			color[r] = solv_strdup("lightgray");
	}
	c->column[c->n_column++] = (struct graph_column){ "label", (const char *const *)label,
							  NULL };
	c->column[c->n_column++] = (struct graph_column){ "style", (const char *const *)style,
							  NULL };
	c->column[c->n_column++] = (struct graph_column){ "fillcolor",
							  (const char *const *)color, NULL };
}

static int export_igraph(const struct extract *x, enum graph_format format, const char *path,
			 struct table *parts, struct diag *diag)
{
	struct columns of_vertex, of_arc;
	struct table root, *nodes, *edges;
	struct graph_file g = { .n_vertex = x->n_vertex, .n_arc = x->n_arc };
	int *end = solv_calloc(2 * (size_t)x->n_arc + 1, sizeof(int)), ret;
	struct output output;

	table_init(&root);
	nodes = dataset_nodes(x, &root, "nodes");
	edges = dataset_edges(x, &root, "edges");
	columns_init(&of_vertex, nodes, 0, 3, format == GRAPH_FORMAT_DOT);
	of_vertex.column[0].name = "name"; /* igraph and its friends look vertices up by it */
	if (format == GRAPH_FORMAT_DOT)
		add_looks(&of_vertex, nodes);
	columns_init(&of_arc, edges, 2, 0, format == GRAPH_FORMAT_DOT);
	for (int i = 0; i < x->n_arc; i++) {
		end[2 * (size_t)i] = x->arc[i].from;
		end[2 * (size_t)i + 1] = x->arc[i].to;
	}
	g.end = end;
	g.of_vertex = of_vertex.column;
	g.n_of_vertex = of_vertex.n_column;
	g.of_arc = of_arc.column;
	g.n_of_arc = of_arc.n_column;
	ret = output_open(&output, path, diag);
	if (!ret) {
		ret = graph_file_write(&g, format, output.file, diag);
		if (ret)
			output_abandon(&output);
		else
			ret = output_close(&output, diag);
	}
	columns_clear(&of_vertex);
	columns_clear(&of_arc);
	table_clear(&root);
	free(end);
	note_graph(x, parts);
	return ret;
}

int export_graphml(const struct extract *x, const char *path, struct table *parts,
		   struct diag *diag)
{
	return export_igraph(x, GRAPH_FORMAT_GRAPHML, path, parts, diag);
}

int export_dot(const struct extract *x, const char *path, struct table *parts, struct diag *diag)
{
	return export_igraph(x, GRAPH_FORMAT_DOT, path, parts, diag);
}

/* ---- JSON ---- */

/* networkx.node_link_graph() and D3 read this; what else is in it (the provenance) they skip. */
int export_json(const struct extract *x, const char *path, struct table *parts, struct diag *diag)
{
	struct table root, about;
	struct output output;
	struct style style = { 0 };

	table_init(&root);
	table_init(&about);
	dataset_provenance(x, diag, &about);
	table_field_bool(&root, "directed", NULL, true);
	table_field_bool(&root, "multigraph", NULL, (x->kinds & (x->kinds - 1)) != 0);
	table_add_record(&root, "graph", NULL);
	dataset_nodes(x, &root, "nodes");
	dataset_edges(x, &root, "links");
	note_graph(x, parts);
	if (output_open(&output, path, diag)) {
		table_clear(&root);
		table_clear(&about);
		return -1;
	}
	writer_json(&root, &about, &style, output.file);
	table_clear(&root);
	table_clear(&about);
	return output_close(&output, diag);
}

/* ---- GEXF ---- */

/* The only function that writes text. */
static void put_xml(const char *text, FILE *f)
{
	for (uint32_t c; (c = character_next(&text)); ) {
		switch (c) {
		case '&':
			fputs("&amp;", f);
			break;
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		case '"':
			fputs("&quot;", f);
			break;
		default:
			character_put(f, character_is_harmless(c) ? c : CHARACTER_REPLACEMENT);
		}
	}
}

static void put_attribute(const char *name, const char *value, FILE *f)
{
	fprintf(f, " %s=\"", name);
	put_xml(value, f);
	fputc('"', f);
}

static void put_definitions(const struct table *rows, const char *class, int first, FILE *f)
{
	static const char *const type[CELL_TYPES] = {
		[CELL_NULL] = "string", [CELL_BOOL] = "boolean", [CELL_INTEGER] = "long",
		[CELL_REAL] = "double", [CELL_TEXT] = "string",
	};

	fprintf(f, "<attributes class=\"%s\">\n", class);
	for (int c = first; c < rows->n_column; c++) {
		fprintf(f, "<attribute id=\"%d\" type=\"%s\"", c, type[rows->column[c].type]);
		put_attribute("title", rows->column[c].key, f);
		fputs("/>\n", f);
	}
	fputs("</attributes>\n", f);
}

static void put_values(const struct table *rows, int row, int first, FILE *f)
{
	char buffer[WRITER_NUMBER];

	fputs("<attvalues>", f);
	for (int c = first; c < rows->n_column; c++) {
		const struct cell *cell = table_cell(rows, row, c);

		if (cell->type == CELL_NULL)
			continue;
		fprintf(f, "<attvalue for=\"%d\"", c);
		if (cell->type == CELL_BOOL)
			put_attribute("value", cell->as.boolean ? "true" : "false", f);
		else
			put_attribute("value", writer_words(rows, row, c, buffer), f);
		fputs("/>", f);
	}
	fputs("</attvalues>", f);
}

static void put_gexf(const struct extract *x, FILE *f)
{
	struct table root, *nodes, *edges;

	table_init(&root);
	nodes = dataset_nodes(x, &root, "nodes");
	edges = dataset_edges(x, &root, "edges");
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n"
	      "<graph defaultedgetype=\"directed\">\n", f);
	put_definitions(nodes, "node", 1, f);
	put_definitions(edges, "edge", 2, f);
	fputs("<nodes>\n", f);
	for (int v = 0; v < x->n_vertex; v++) {
		fputs("<node", f);
		put_attribute("id", x->name[v], f);
		put_attribute("label", x->name[v], f);
		fputc('>', f);
		put_values(nodes, v, 1, f);
		fputs("</node>\n", f);
	}
	fputs("</nodes>\n<edges>\n", f);
	for (int i = 0; i < x->n_arc; i++) {
		fprintf(f, "<edge id=\"%d\"", i);
		put_attribute("source", x->name[x->arc[i].from], f);
		put_attribute("target", x->name[x->arc[i].to], f);
		fputc('>', f);
		put_values(edges, i, 2, f);
		fputs("</edge>\n", f);
	}
	fputs("</edges>\n</graph>\n</gexf>\n", f);
	table_clear(&root);
}

int export_gexf(const struct extract *x, const char *path, struct table *parts, struct diag *diag)
{
	struct output output;

	if (output_open(&output, path, diag))
		return -1;
	put_gexf(x, output.file);
	note_graph(x, parts);
	return output_close(&output, diag);
}
