/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which symbols of a library does anyone use? What a replacement would have to offer first.
 */
#include "analyzer/surface.h"

#include <solv/util.h>

#include "importers/diag.h"
#include "queries/options.h"
#include "queries/request.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "symbol", .type = CELL_TEXT, .fit = FIT_SHORTEN },
	{ .key = "library", .type = CELL_TEXT },
	{ .key = "consumers", .type = CELL_INTEGER },
	{ .key = "facing_consumers", .heading = "facing the network", .type = CELL_INTEGER },
	{ .key = "served", .heading = "served so far", .type = CELL_INTEGER },
	{ .key = "examples", .type = CELL_TEXT, .fit = FIT_WRAP, .spare = true },
};

/* How many symbols, the most used first, are all that this share of the inspected consumers uses?
   */
static void add_serving(struct table *t, const struct surface *s, const char *key,
			const char *heading, double share)
{
	int n = 0;

	while (n < s->n_symbol && s->symbol[n].n_served < share * s->n_inspected)
		n++;
	table_add_column(t, &(struct column){ .key = key, .heading = heading,
					      .type = CELL_INTEGER });
	if (n < s->n_symbol && s->n_inspected)
		table_set_integer(t, key, n + 1);
}

static void add_summary(struct table *ret, const struct surface *s, const char *component)
{
	struct table *t = table_add_record(ret, "summary", NULL);

	table_field_text(t, "component", NULL, component);
	table_field_integer(t, "exported", "exported symbols", s->n_symbol);
	table_field_integer(t, "used", "used by anyone inspected", s->n_used);
	table_field_integer(t, "consumers", "components that load its code", s->n_consumer);
	table_field_integer(t, "consumers_inspected", "of them inspected", s->n_inspected);
	table_field_integer(t, "facing_inspected", "of these facing the network", s->n_facing);
	add_serving(t, s, "serve_half", "most used symbols that suffice for half", 0.5);
	add_serving(t, s, "serve_most", "most used symbols that suffice for 90%", 0.9);
	table_field_integer(t, "packages", "own packages with libraries", s->n_package);
	table_field_integer(t, "packages_inspected", "of them inspected", s->n_package_inspected);
	if (s->n_package_inspected < s->n_package)
		table_add_note(t, "Symbols of packages that were not inspected are missing here: "
				  "linchpin inspect %s.", component);
	if (s->n_inspected < s->n_consumer)
		table_add_note(t, "%d of %d components that load it were not inspected; what only "
				  "they use counts as unused here. Inspect more with linchpin "
				  "inspect NAME, or of the top of the ranking with --top N.",
			       s->n_consumer - s->n_inspected, s->n_consumer);
}

static void set_examples(struct table *rows, const struct universe *u,
			 const struct surface_symbol *symbol)
{
	char *list = NULL;

	for (int i = 0; i < symbol->n_consumer && i < SURFACE_EXAMPLES; i++)
		list = solv_dupappend(list, list ? ", " : NULL,
				      universe_component_name(u, symbol->example[i]));
	table_set_text(rows, "examples", list);
	solv_free(list);
}

static int check(const struct surface *s, const struct links *links, const char *component,
		 struct diag *diag)
{
	if (!links_known(links))
		return diag_fail(diag, "cannot tell who uses component '%s': no file lists",
				 component);
	if (!s->n_package)
		return diag_fail(diag, "component '%s' has no shared library", component);
	if (!s->n_package_inspected)
		return diag_fail(diag, "component '%s' was not inspected; run 'linchpin inspect "
				 "%s' first", component, component);
	return 0;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	int c = verb_find_component(a, o->name[0], diag);
	const char *name = c < 0 ? NULL : universe_component_name(&a->universe, c);
	struct import_options import;
	struct surface s;
	struct table *rows;
	int status;

	(void)spec;
	if (c < 0)
		return -1;
	request_import(o, &import);
	surface_init(&s);
	surface_find(&s, &a->links, &a->assessment, &a->ranking, c, &import, diag);
	status = check(&s, &a->links, name, diag);
	if (!status) {
		add_summary(ret, &s, name);
		rows = table_add_rows(ret, "rows", "Its symbols", columns, N_COLUMNS(columns));
		for (int i = 0; i < s.n_symbol && (!o->top || i < o->top); i++) {
			table_add_row(rows);
			table_set_text(rows, "symbol", surface_text(&s, s.symbol[i].name));
			table_set_text(rows, "library", surface_text(&s, s.symbol[i].soname));
			table_set_integer(rows, "consumers", s.symbol[i].n_consumer);
			table_set_integer(rows, "facing_consumers", s.symbol[i].n_facing);
			table_set_integer(rows, "served", s.symbol[i].n_served);
			set_examples(rows, &a->universe, &s.symbol[i]);
		}
		table_add_note(rows, "served so far: inspected components that need no symbol "
				     "beyond those up to this row.");
		if (o->top && o->top < s.n_symbol)
			table_add_note(rows, "The first %d of %d; --top 0 shows all.", o->top,
				       s.n_symbol);
	}
	surface_clear(&s);
	return status;
}

extern const struct verb verb_surface;
const struct verb verb_surface = {
	.name = "surface",
	.arguments = "NAME",
	.summary = "which symbols of a library others use: what a replacement must offer first",
	.description =
		"Lists the symbols that the shared libraries of a component export, by the number "
		"of other components that import them, as far as both were inspected (linchpin "
		"inspect). Symbols that are looked up while running, taken by plug-ins from their "
		"host or linked statically are not seen. NAME is a component or one of its "
		"packages.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE | OPTION(TOP) |
		   OPTION(ALTERNATIVES),
	.min_names = 1,
	.max_names = 1,
	.whole = true,
	.stage = STAGE_RANKING,
	.run = run,
};
