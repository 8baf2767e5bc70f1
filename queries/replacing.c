/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NAME[=REPLACEMENT]… becomes a scenario; see replacing.h.
 */
#include "queries/replacing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/package_role.h"
#include "importers/diag.h"
#include "importers/text_copy.h"
#include "queries/options.h"

void replacing_init(struct replacing *x)
{
	memset(x, 0, sizeof(*x));
	exposed_init(&x->exposed);
}

void replacing_clear(struct replacing *x)
{
	scenario_clear(&x->scenario);
	exposed_clear(&x->exposed);
	free(x->replaced);
	replacing_init(x);
}

int replacing_start(struct replacing *x, const struct analysis *a, const struct options *o,
		    struct diag *diag)
{
	if (!links_known(&a->links))
		return diag_fail(diag, "cannot tell who loads whose code: this release has neither "
				       "file lists nor sonames");
	exposed_build(&x->exposed, &a->links, &a->assessment, &a->languages, a->role, a->runtime);
	scenario_init(&x->scenario, &x->exposed);
	x->scenario.keep_links = o->keep_links;
	return 0;
}

/* "rustls-openssl-compat, rustls with rustls-ffi": what could have been meant. */
static int fail_replacement(const struct analysis *a, const char *component, const char *by,
			    struct diag *diag)
{
	int n;
	const struct replacement *row = replacements_of(&a->replacements, component, &n);
	char *known = NULL;

	for (int i = 0; i < n; i++) {
		known = solv_dupappend(known, known ? "', '" : "'", row[i].name);
	}
	diag_fail(diag, "no single replacement of '%s' is called '%s'; %s%s%s", component, by,
		  known ? "known are " : "none is known", known ? known : "", known ? "'" : "");
	free(known);
	return -1;
}

/* The packages of the replacement that run or lend code; the caller frees *ret_node. */
static int find_packages(const struct analysis *a, const struct replaced *r, int **ret_node)
{
	const struct depgraph *g = &a->graph;
	int n = 0;
	Id package;

	*ret_node = NULL;
	for (int i = 0; r->row && (package = replacement_package(r->row, &a->universe, i)); i++) {
		int node = g->node_of[package];

		/* a newer version of the component is not what is here */
		if (g->component_of[node] == r->component || !package_role_runs(a->role[package]))
			continue;
		*ret_node = solv_extend(*ret_node, n, 1, sizeof(int), 7);
		(*ret_node)[n++] = node;
	}
	return n;
}

/* What a component or package of this release is, as a replacement: its runtime packages. */
static int find_named(const struct analysis *a, const char *by, int **ret_node, struct diag *diag)
{
	int *all, n = 0, n_all = verb_find_nodes(a, by, false, &all, diag);

	for (int i = 0; i < n_all; i++)
		if (a->role[a->graph.package_of[all[i]]] == PACKAGE_RUNTIME)
			all[n++] = all[i];
	*ret_node = all;
	return n_all < 0 ? -1 : n;
}

static int add_name(struct replacing *x, const struct analysis *a, const char *text,
		    struct diag *diag)
{
	const char *by = strchr(text, '=');
	char *name = by ? text_copy(text, by - text) : solv_strdup(text);
	struct replaced r = { .component = verb_find_component(a, name, diag), .by = by };
	int *node = NULL;
	const char *component;

	free(name);
	if (r.component < 0)
		return -1;
	component = universe_component_name(&a->universe, r.component);
	if (x->scenario.replaced[r.component])
		return diag_fail(diag, "'%s' is to be replaced twice", component);
	if (by) {
		r.row = replacements_find(&a->replacements, component, ++by);
		r.by = r.row ? r.row->name : by;
		if (!r.row && universe_find_component(&a->universe, by) < 0 &&
		    !universe_find_package(&a->universe, by))
			return fail_replacement(a, component, by, diag);
		r.n_here = r.row ? find_packages(a, &r, &node) : find_named(a, by, &node, diag);
		if (r.n_here < 0)
			return -1;
	}
	scenario_replace(&x->scenario, r.component, node, r.n_here);
	free(node);
	x->replaced = solv_extend(x->replaced, x->n_replaced, 1, sizeof(r), 7);
	x->replaced[x->n_replaced++] = r;
	return 0;
}

int replacing_add_names(struct replacing *x, const struct analysis *a, const struct options *o,
			struct diag *diag)
{
	for (int i = 0; i < o->n_name; i++)
		if (add_name(x, a, o->name[i], diag))
			return -1;
	return 0;
}
