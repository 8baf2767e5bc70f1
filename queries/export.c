/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The graph, or all tables, for other people's tools; the formats are those of exporter.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graphs/measures.h"
#include "importers/diag.h"
#include "queries/exporter.h"
#include "queries/extract.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "part", .type = CELL_TEXT },
	{ .key = "rows", .type = CELL_INTEGER },
};

static const struct exporter *choose(const struct options *o, struct diag *diag)
{
	const struct exporter *exporter;

	if (!o->output) {
		diag_fail(diag, "'export' needs -o FILE, as in: linchpin export -o graph.graphml");
		return NULL;
	}
	exporter = o->as ? exporter_find(o->as) : exporter_of_file(o->output);
	if (!exporter)
		diag_fail(diag, "cannot tell the format from the name '%s'; say --as graphml, dot, "
				"gexf, json, csv or sqlite", o->output);
	return exporter;
}

static int check(const struct options *o, struct diag *diag)
{
	return choose(o, diag) ? 0 : -1;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	const struct exporter *exporter = choose(o, diag);
	struct table *summary, *parts;
	struct extract x;
	int result = -1;

	(void)spec;
	if (!exporter)
		return -1;
	summary = table_add_record(ret, "summary", NULL);
	parts = table_add_rows(ret, "rows", "Written", columns, N_COLUMNS(columns));
	if (measures_compute(&a->measures, LEVEL_COMPONENT, MEASURES_ALL, diag) < 0 ||
	    measures_compute(&a->measures, LEVEL_PACKAGE, MEASURES_ALL, diag) < 0)
		return -1;
	if (!extract_build(&x, a, o, diag)) {
		table_field_text(summary, "file", NULL, o->output);
		table_field_text(summary, "format", NULL, exporter->name);
		table_field_text(summary, "for", NULL, exporter->why);
		result = exporter->write(&x, o->output, parts, diag);
	}
	extract_clear(&x);
	return result;
}

extern const struct verb verb_export;
const struct verb verb_export = {
	.name = "export",
	.arguments = "",
	.summary = "the graph or all tables for other tools: GraphML, DOT, GEXF, JSON, CSV, SQLite",
	.description =
		"Writes the graph of components (of packages with --package) with all that is "
		"known of each: score, criteria, safety, exposure, languages, measures. An arc "
		"goes from what needs to what is needed; --kind says which needs, and --kind "
		"link whose code is loaded. --as graphml, dot, gexf and json write one file; "
		"csv writes a directory with all tables (needs with their alternatives, links, "
		"evidence, observations, …), sqlite the same as one database with documented "
		"tables and views. --around NAME --depth N and --top N choose a part; --pairs "
		"adds all strong dependencies.",
	.options = OPTIONS_GENERAL | OPTION(FORMAT) | OPTION(OUTPUT) | OPTIONS_READ |
		   OPTIONS_JUDGE | OPTION(ALTERNATIVES) | OPTION(TOP) | OPTION(PACKAGE) |
		   OPTION(DEPTH) | OPTION(KIND) | OPTION(PAIRS) | OPTION(CONFLICTS) | OPTION(AS) |
		   OPTION(AROUND),
	.max_names = 0,
	.everything = true,
	.writes_file = true,
	.check = check,
	.stage = STAGE_RANKING,
	.run = run,
};
