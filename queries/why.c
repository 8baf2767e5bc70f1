/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why does FROM end up with TO? The shortest chains of needs or links (graphs/chains.h), as a tree
 * for people and as steps for programs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/chains.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column step_columns[] = {
	{ .key = "chain", .type = CELL_INTEGER }, { .key = "step", .type = CELL_INTEGER },
	{ .key = "package", .type = CELL_TEXT },  { .key = "component", .type = CELL_TEXT },
	{ .key = "kind", .type = CELL_TEXT },	  { .key = "need", .type = CELL_TEXT },
	{ .key = "provider", .type = CELL_TEXT }, { .key = "alternatives", .type = CELL_TEXT },
};

static const struct column tree_columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "because", .heading = "because of", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "alternatives",
	  .heading = "or instead",
	  .type = CELL_TEXT,
	  .fit = FIT_WRAP,
	  .unknown = "" },
};

enum { ALTERNATIVES_SHOWN = 4 };

/* The other providers of the need that a step is by; the caller frees it. NULL: none. */
static char *other_providers(const struct depgraph *g, const struct chain *chain, int i)
{
	char *text = NULL, *longer;
	int n, n_shown = 0, n_other = 0;
	const int *provider;

	if (chain->need[i] < 0)
		return NULL;
	provider = depgraph_providers(g, chain->need[i], &n);
	for (int k = 0; k < n; k++) {
		if (provider[k] == chain->node[i + 1])
			continue;
		n_other++;
		if (n_shown == ALTERNATIVES_SHOWN)
			continue;
		longer = solv_dupjoin(text ? text : "", text ? ", " : "",
				      depgraph_node_name(g, provider[k]));
		free(text);
		text = longer;
		n_shown++;
	}
	if (n_other > n_shown) {
		if (asprintf(&longer, "%s and %d more", text, n_other - n_shown) < 0)
			solv_oom(0, 0);
		free(text);
		text = longer;
	}
	return text;
}

static void add_steps(const struct analysis *a, const struct chain *chain, int n, struct table *ret)
{
	const struct depgraph *g = &a->graph;
	struct table *rows = table_add_rows(ret, "rows", "Steps", step_columns,
					    N_COLUMNS(step_columns));

	rows->for_data = true;
	for (int c = 0; c < n; c++) {
		for (int i = 0; i + 1 < chain[c].n_step; i++) {
			int need = chain[c].need[i];
			char *other = other_providers(g, &chain[c], i);

			table_add_row(rows);
			table_set_integer(rows, "chain", c + 1);
			table_set_integer(rows, "step", i + 1);
			table_set_text(rows, "package", depgraph_node_name(g, chain[c].node[i]));
			table_set_text(rows, "component",
				       universe_component_name(&a->universe,
							       g->component_of[chain[c].node[i]]));
			table_set_text(rows, "kind",
				       need < 0 ? "link" : need_kind_name(g->need_kind[need]));
			if (need >= 0)
				table_set_text(rows, "need",
					       pool_dep2str(a->universe.pool, g->need_dep[need]));
			table_set_text(rows, "provider",
				       depgraph_node_name(g, chain[c].node[i + 1]));
			table_set_text(rows, "alternatives", other);
			free(other);
		}
	}
}

static int common_steps(const struct chain *a, const struct chain *b)
{
	int n = 0;

	while (n < a->n_step && n < b->n_step && a->node[n] == b->node[n])
		n++;
	return n;
}

/* Chains that begin alike are put next to each other, the shortest of them first. */
static void group_chains(struct chain *chain, int n)
{
	for (int c = 1; c < n; c++) {
		struct chain moved = chain[c];
		int best = 0, place = c;

		for (int before = 0; before < c; before++) {
			int shared = common_steps(&chain[before], &moved);

			if (shared && shared >= best) {
				best = shared;
				place = before + 1;
			}
		}
		memmove(chain + place + 1, chain + place, (c - place) * sizeof(*chain));
		chain[place] = moved;
	}
}

/* Chains that begin alike share their first lines: a tree, drawn like the tree command's. */
static void add_tree(const struct analysis *a, struct chain *chain, int n, struct table *ret)
{
	const struct depgraph *g = &a->graph;
	struct table *tree = table_add_rows(ret, "tree", "Chains", tree_columns,
					    N_COLUMNS(tree_columns));

	group_chains(chain, n);
	for (int c = 0; c < n; c++) {
		int shared = c ? common_steps(&chain[c - 1], &chain[c]) : 0;

		for (int i = shared; i < chain[c].n_step; i++) {
			char *branch = solv_strdup("");
			char *other = i ? other_providers(g, &chain[c], i - 1) : NULL;
			int need = i ? chain[c].need[i - 1] : -1;

			for (int level = 1; level <= i; level++) {
				bool more = false; /* does another branch of this level follow? */
				const char *piece;
				char *longer;

				for (int later = c + 1; later < n && !more; later++)
					more = common_steps(&chain[c], &chain[later]) == level &&
					       chain[later].n_step > level;
				piece = level < i ? more ? "│  " : "   " : more ? "├─ " : "└─ ";
				longer = solv_dupjoin(branch, piece, NULL);
				free(branch);
				branch = longer;
			}
			table_add_row(tree);
			table_set_format(tree, "package", "%s%s", branch,
					 depgraph_node_name(g, chain[c].node[i]));
			if (need >= 0)
				table_set_format(tree, "because", "%s %s",
						 need_kind_name(g->need_kind[need]),
						 pool_dep2str(a->universe.pool, g->need_dep[need]));
			else if (i)
				table_set_text(tree, "because", "loads its code");
			table_set_text(tree, "alternatives", other);
			free(other);
			free(branch);
		}
	}
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	unsigned kinds = o->kinds ? o->kinds : NEEDS_REQUIRED;
	int *from = NULL, *to = NULL, n_from, n_to, n = 0;
	struct chain *chain = NULL;
	struct table *summary;

	(void)spec;
	if (kinds & KIND_BUILD || (kinds & KIND_LINK && kinds != KIND_LINK))
		return diag_fail(
			diag, "chains are of needs (requires, weak, …) or of links: --kind link");
	if (kinds == KIND_LINK && !links_known(&a->links))
		return diag_fail(diag,
				 "links are inferred from file lists, and this release has none");
	n_from = verb_find_nodes(a, o->name[0], o->package, &from, diag);
	n_to = n_from < 0 ? -1 : verb_find_nodes(a, o->name[1], o->package, &to, diag);
	if (n_to >= 0)
		n = chains_find(&a->graph, kinds == KIND_LINK ? &a->links : NULL, o->alternatives,
				kinds, from, n_from, to, n_to, o->chains ? o->chains : 1, &chain);
	free(from);
	free(to);
	if (n_to < 0)
		return -1;
	summary = table_add_record(ret, "summary", NULL);
	table_field_text(summary, "from", NULL, o->name[0]);
	table_field_text(summary, "to", NULL, o->name[1]);
	table_field_integer(summary, "chains", "chains shown", n);
	if (n)
		table_field_integer(summary, "steps", "steps of the shortest", chain[0].n_step - 1);
	else
		table_add_note(summary, "There is no chain: '%s' does not lead to '%s' this way.",
			       o->name[0], o->name[1]);
	add_steps(a, chain, n, ret);
	if (n)
		add_tree(a, chain, n, ret);
	free(chain);
	return 0;
}

extern const struct verb verb_why;
const struct verb verb_why = {
	.name = "why",
	.arguments = "FROM TO",
	.summary = "how one component ends up with another: the shortest chains",
	.description =
		"Shows the shortest chains of needs from a package of FROM to a package of TO, a "
		"few of them, with the alternatives there were at each step; --kind link shows "
		"chains of loaded code instead, and --alternatives sole only steps that leave no "
		"choice.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTION(PACKAGE) | OPTION(KIND) |
		   OPTION(CHAINS) | OPTION(ALTERNATIVES),
	.min_names = 2,
	.max_names = 2,
	.whole = true,
	.alternatives = ALTERNATIVES_ALL,
	.stage = STAGE_GRAPH,
	.run = run,
};
