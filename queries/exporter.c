/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of export formats; see exporter.h.
 */
#include "queries/exporter.h"

#include <string.h>

#include "queries/export_formats.h"
#include "queries/table.h"

/* clang-format off */
const struct exporter exporters[] = {
	{ "graphml", { "graphml" }, export_graphml,
	  "the graph for igraph, networkx, yEd, Cytoscape, Gephi" },
	{ "dot", { "dot", "gv" }, export_dot, "the graph for Graphviz; best with --around" },
	{ "gexf", { "gexf" }, export_gexf, "the graph for Gephi and viewers on web pages" },
	{ "json", { "json" }, export_json,
	  "the graph as nodes and links, for D3 and networkx, with its provenance" },
	{ "csv", { "csv" }, export_csv, "a directory with one file for each table" },
	{ "sqlite", { "sqlite", "sqlite3", "db" }, export_sqlite,
	  "a database with all tables and some views, for SQL of your own" },
	{ NULL, { NULL }, NULL, NULL },
};
/* clang-format on */

const struct exporter *exporter_find(const char *name)
{
	for (const struct exporter *e = exporters; e->name; e++)
		if (!strcmp(e->name, name))
			return e;
	return NULL;
}

const struct exporter *exporter_of_file(const char *path)
{
	const char *base = strrchr(path, '/'), *dot;

	if (base && !base[1])
		return exporter_find("csv");
	dot = strrchr(base ? base : path, '.');
	for (const struct exporter *e = exporters; dot && e->name; e++)
		for (int i = 0; i < 3 && e->extension[i]; i++)
			if (!strcmp(e->extension[i], dot + 1))
				return e;
	return NULL;
}

void exporter_note(struct table *parts, const char *part, int rows)
{
	table_add_row(parts);
	table_set_text(parts, "part", part);
	table_set_integer(parts, "rows", rows);
}
