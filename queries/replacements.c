/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which memory-safe replacements are known, and what has this release of them?
 *
 * What the catalogue says about packages is not repeated but looked up: the packages, their
 * versions, and what memory-unsafe code they bring along themselves.
 */
#include <stdlib.h>
#include <string.h>

#include "importers/diag.h"
#include "queries/opportunity.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "version", .type = CELL_TEXT, .wide = true },
	{ .key = "safety", .type = CELL_TEXT, .unknown = "not here" },
	{ .key = "replacement", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "language", .type = CELL_TEXT },
	{ .key = "drop_in", .heading = "drop-in", .type = CELL_TEXT },
	{ .key = "scope", .type = CELL_TEXT },
	{ .key = "state", .type = CELL_TEXT, .unknown = "unknown" },
	{ .key = "packaged", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "underneath",
	  .heading = "unsafe code underneath",
	  .type = CELL_TEXT,
	  .fit = FIT_WRAP },
	{ .key = "elsewhere", .type = CELL_TEXT, .wide = true },
	{ .key = "level", .type = CELL_TEXT },
	{ .key = "date", .type = CELL_TEXT, .wide = true },
	{ .key = "source", .type = CELL_TEXT, .fit = FIT_WRAP, .wide = true },
	{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP, .spare = true },
};

struct counts {
	int n_row, n_here, n_packaged, n_clean, n_component;
};

static void add_row(struct table *rows, const struct analysis *a, const struct replacement *r,
		    struct counts *counts)
{
	const struct universe *u = &a->universe;
	int c = replacement_component(r, u);
	enum replacement_state state = opportunity_state(a, r);
	char *packages = state >= REPLACEMENT_PACKAGED ? opportunity_packages(r, u) : NULL;
	char *underneath = NULL;

	table_add_row(rows);
	table_set_text(rows, "component", c >= 0 ? universe_component_name(u, c) : r->component);
	if (c >= 0) {
		table_set_text(rows, "version",
			       u->component[c].evr ? pool_id2str(u->pool, u->component[c].evr) :
						     NULL);
		table_set_text(rows, "safety", safety_name(a->languages.mix[c].safety));
	}
	table_set_text(rows, "replacement", r->name);
	table_set_text(rows, "language", r->language);
	table_set_text(rows, "drop_in", drop_in_name(r->drop_in));
	table_set_text(rows, "scope", r->whole ? "whole" : "part");
	table_set_text(rows, "state", opportunity_state_name(state));
	table_set_text(rows, "packaged", packages);
	if (packages && links_known(&a->links)) {
		underneath = opportunity_underneath(a, r, c);
		table_set_text(rows, "underneath", underneath ? underneath : "none seen");
	}
	table_set_text(rows, "elsewhere", r->elsewhere);
	table_set_format(rows, "level", "%c", r->level);
	table_set_text(rows, "date", r->date);
	table_set_text(rows, "source", r->source);
	table_set_text(rows, "why", r->why);
	counts->n_row++;
	counts->n_here += c >= 0;
	counts->n_packaged += packages != NULL;
	counts->n_clean += packages && links_known(&a->links) && !underneath;
	free(packages);
	free(underneath);
}

/* The rows of one component, by a name of the user's or of the catalogue. */
static int add_named(struct table *rows, const struct analysis *a, const char *name,
		     struct counts *counts, struct diag *diag)
{
	const struct replacement *r;
	int n, c;

	r = replacements_of(&a->replacements, name, &n);
	if (!r) {
		c = verb_find_component(a, name, diag);
		if (c < 0)
			return -1;
		r = replacements_of(&a->replacements, universe_component_name(&a->universe, c), &n);
	}
	for (int i = 0; i < n; i++)
		add_row(rows, a, &r[i], counts);
	counts->n_component += n > 0;
	return 0;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	const struct replacements *all = &a->replacements;
	struct table *summary = table_add_record(ret, "summary", NULL), *rows;
	struct counts counts = { 0 };

	(void)spec;
	rows = table_add_rows(ret, "rows", "Known memory-safe replacements", columns,
			      N_COLUMNS(columns));
	for (int i = 0; i < o->n_name; i++)
		if (add_named(rows, a, o->name[i], &counts, diag))
			return -1;
	for (int i = 0; i < all->n_replacement && !o->n_name; i++) {
		add_row(rows, a, &all->replacement[i], &counts);
		counts.n_component += !i || strcmp(all->replacement[i].component,
						   all->replacement[i - 1].component);
	}
	table_field_integer(summary, "replacements", "replacements known", counts.n_row);
	table_field_integer(summary, "components", "for components", counts.n_component);
	table_field_integer(summary, "here", "of components in this release", counts.n_here);
	table_field_integer(summary, "packaged", "packaged in this release", counts.n_packaged);
	if (links_known(&a->links))
		table_field_integer(summary, "without_unsafe", "of them, no unsafe code seen below",
				    counts.n_clean);
	table_add_note(rows,
		       "state, in this release and not by what the catalogue believes: packaged; "
		       "done, the component itself is no longer unsafe; not yet, it comes with a "
		       "newer version of the component; not found, under the names that are known; "
		       "unknown, no name is known.");
	table_add_note(rows, "underneath: memory-unsafe components that the replacement's packages "
			     "load or, as source for other builds, may need (optional parts "
			     "included); the C run time is left out.");
	table_add_note(rows,
		       "drop-in: yes, same interface; cli, same commands; partial; no. level: A "
		       "said in a document, B seen in packaging, C general knowledge; --wide "
		       "shows sources and dates.");
	return 0;
}

extern const struct verb verb_replacements;
const struct verb verb_replacements = {
	.name = "replacements",
	.arguments = "[NAME…]",
	.summary = "known memory-safe replacements, and which of them this release has",
	.description =
		"Lists the catalogue of memory-safe replacements against a release: is the "
		"replacement packaged here, in which version, and what memory-unsafe code do its "
		"own packages still bring along? NAME is a component, by its name in Debian, in "
		"Fedora or in this release, or one of its packages. --rules DIR reads another "
		"catalogue.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTION(RULES),
	.max_names = -1,
	.whole = true,
	.stage = STAGE_RANKING,
	.run = run,
};
