/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Walking the graph from what a user named; see relations.h. Breadth first, so that the distance of
 * a row is the least number of steps; the row names the need (or link) it was first met by.
 */
#include "queries/relations.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/analysis.h"
#include "graphs/alternatives.h"
#include "graphs/builds.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "steps", .type = CELL_INTEGER },
	{ .key = "kind", .type = CELL_TEXT },
	{ .key = "need", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "via", .type = CELL_TEXT },
};

struct met {
	int node; /* package; -1: only a component, which is built with it */
	int component;
	int steps;
	unsigned kind; /* NEED_BIT(), KIND_LINK or KIND_BUILD */
	Id dep;	       /* the need; 0: a link */
	int via;       /* node one step nearer to the named; -1: named itself */
};

struct walk {
	const struct analysis *a;
	const struct depgraph *g;
	enum reach_direction direction;
	enum alternatives alternatives;
	unsigned kinds;
	int *steps; /* node -> steps, -1: not met */
	struct met *met;
	int n_met;
	int *queue, n_queue;
};

static void meet(struct walk *w, int node, int from, unsigned kind, Id dep)
{
	if (w->steps[node] >= 0)
		return;
	w->steps[node] = w->steps[from] + 1;
	w->queue[w->n_queue++] = node;
	w->met = solv_extend(w->met, w->n_met, 1, sizeof(*w->met), 1023);
	w->met[w->n_met++] = (struct met){ node, w->g->component_of[node],  w->steps[node], kind,
					   dep,	 w->steps[from] ? from : -1 };
}

static bool allows(const struct walk *w, int need, int node)
{
	int n;
	const int *provider;

	if (w->alternatives == ALTERNATIVES_ALL)
		return true;
	provider = alternatives_providers(w->alternatives, w->g, need, &n);
	for (int i = 0; i < n; i++)
		if (provider[i] == node)
			return true;
	return false;
}

static void walk_dependencies(struct walk *w, int node)
{
	const struct depgraph *g = w->g;

	for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
		int n;
		const int *provider;

		if (!(NEED_BIT(g->need_kind[need]) & w->kinds))
			continue;
		provider = alternatives_providers(w->alternatives, g, need, &n);
		for (int i = 0; i < n; i++)
			meet(w, provider[i], node, NEED_BIT(g->need_kind[need]), g->need_dep[need]);
	}
}

static void walk_dependants(struct walk *w, int node)
{
	const struct depgraph *g = w->g;

	for (int i = g->satisfies_begin[node]; i < g->satisfies_begin[node + 1]; i++) {
		int clause = g->satisfies[i], end = depgraph_user_end(g, clause, w->kinds);

		for (int k = g->user_begin[clause]; k < end; k++) {
			int need = g->user[k];

			if ((NEED_BIT(g->need_kind[need]) & w->kinds) &&
			    w->steps[g->need_owner[need]] < 0 && allows(w, need, node))
				meet(w, g->need_owner[need], node, NEED_BIT(g->need_kind[need]),
				     g->need_dep[need]);
		}
	}
}

static void walk_links(struct walk *w, int node)
{
	const struct links *links = &w->a->links;
	bool back = w->direction == REACH_DEPENDANTS;
	const int *begin = back ? links->loader_begin : links->load_begin;
	const int *other = back ? links->loader : links->load;

	for (int i = begin[node]; i < begin[node + 1]; i++)
		meet(w, other[i], node, KIND_LINK, 0);
}

static void walk_all(struct walk *w, int max_steps)
{
	for (int at = 0; at < w->n_queue; at++) {
		int node = w->queue[at];

		if (max_steps && w->steps[node] >= max_steps)
			continue;
		if (w->kinds & NEEDS_ANY) {
			if (w->direction == REACH_DEPENDANTS)
				walk_dependants(w, node);
			else
				walk_dependencies(w, node);
		}
		if (w->kinds & KIND_LINK)
			walk_links(w, node);
	}
}

/* Build needs concern components: who is built with what was named or met. They end a chain. */
static void add_builds(struct walk *w, const int *named, int n_named)
{
	struct builds b;
	int *from = solv_calloc(w->g->n_component + 1, sizeof(int));
	int *from_node = solv_calloc(w->g->n_component + 1, sizeof(int));

	builds_init(&b);
	builds_build(&b, w->g);
	if (w->direction == REACH_DEPENDANTS) {
		for (int need = 0; need < b.n_need; need++) {
			int c = b.need_owner[need], best = -1;

			for (int i = b.provider_begin[need]; i < b.provider_begin[need + 1]; i++) {
				int node = b.provider[i];

				if (w->steps[node] >= 0 &&
				    (best < 0 || w->steps[node] < w->steps[best]))
					best = node;
			}
			if (best < 0 || (from[c] && w->steps[best] + 1 >= from[c]))
				continue;
			from[c] = w->steps[best] + 1;
			from_node[c] = need;
		}
		for (int c = 0; c < w->g->n_component; c++) {
			if (!from[c])
				continue;
			w->met = solv_extend(w->met, w->n_met, 1, sizeof(*w->met), 1023);
			w->met[w->n_met++] = (struct met){
				-1, c, from[c], KIND_BUILD, b.need_dep[from_node[c]], -1
			};
		}
	} else {
		for (int i = 0; i < n_named; i++) {
			int c = w->g->component_of[named[i]];

			if (from[c])
				continue;
			from[c] = 1;
			for (int need = b.need_begin[c]; need < b.need_begin[c + 1]; need++)
				for (int k = b.provider_begin[need]; k < b.provider_begin[need + 1];
				     k++)
					meet(w, b.provider[k], named[i], KIND_BUILD,
					     b.need_dep[need]);
		}
	}
	builds_clear(&b);
	free(from);
	free(from_node);
}

static const char *kind_name(unsigned kind)
{
	if (kind == KIND_LINK)
		return "link";
	if (kind == KIND_BUILD)
		return "build";
	for (enum need_kind k = NEED_REQUIRES; k < NEED_KINDS; k++)
		if (kind == NEED_BIT(k))
			return need_kind_name(k);
	return "";
}

static int compare_met(const void *x, const void *y, void *closure)
{
	const struct met *p = x, *q = y;
	const struct walk *w = closure;
	const char *a, *b;
	int order;

	if (p->steps != q->steps)
		return p->steps - q->steps;
	if ((p->node < 0) != (q->node < 0))
		return p->node < 0 ? 1 : -1;
	a = p->node < 0 ? universe_component_name(&w->a->universe, p->component) :
			  depgraph_node_name(w->g, p->node);
	b = q->node < 0 ? universe_component_name(&w->a->universe, q->component) :
			  depgraph_node_name(w->g, q->node);
	order = strcmp(a, b);
	return order ? order : p->node - q->node;
}

static void add_rows(struct walk *w, const struct options *o, struct table *ret)
{
	Pool *pool = w->a->universe.pool;
	struct table *rows = table_add_rows(
		ret, "rows", w->direction == REACH_DEPENDANTS ? "Dependants" : "Dependencies",
		columns, N_COLUMNS(columns));
	int n_shown = o->top && o->top < w->n_met ? o->top : w->n_met;

	for (int i = 0; i < n_shown; i++) {
		const struct met *met = &w->met[i];

		table_add_row(rows);
		table_set_text(rows, "package",
			       met->node < 0 ? NULL : depgraph_node_name(w->g, met->node));
		table_set_text(rows, "component",
			       universe_component_name(&w->a->universe, met->component));
		table_set_integer(rows, "steps", met->steps);
		table_set_text(rows, "kind", kind_name(met->kind));
		if (met->dep)
			table_set_text(rows, "need", pool_dep2str(pool, met->dep));
		if (met->via >= 0)
			table_set_text(rows, "via", depgraph_node_name(w->g, met->via));
	}
	if (n_shown < w->n_met)
		table_add_note(rows, "The first %d of %d are shown; --top 0 shows all.", n_shown,
			       w->n_met);
}

static void add_totals(const struct walk *w, struct table *ret)
{
	struct table *summary = table_add_record(ret, "summary", NULL);
	unsigned char *seen = solv_calloc(w->g->n_component + 1, 1);
	int n_package = 0, n_direct = 0, n_component = 0, n_build = 0;

	for (int i = 0; i < w->n_met; i++) {
		const struct met *met = &w->met[i];

		n_package += met->node >= 0;
		n_direct += met->node >= 0 && met->steps == 1;
		n_build += met->node < 0;
		n_component += !seen[met->component];
		seen[met->component] = 1;
	}
	table_field_integer(summary, "packages", "packages", n_package);
	table_field_integer(summary, "direct_packages", "of them directly", n_direct);
	table_field_integer(summary, "components", "components", n_component);
	if ((w->kinds & KIND_BUILD) && w->direction == REACH_DEPENDANTS)
		table_field_integer(summary, "built_with_it", "components built with it", n_build);
	free(seen);
}

int relations_answer(struct analysis *a, const struct options *o, enum reach_direction direction,
		     struct table *ret, struct diag *diag)
{
	struct walk w = { .a = a,
			  .g = &a->graph,
			  .direction = direction,
			  .alternatives = o->alternatives,
			  .kinds = o->kinds ? o->kinds : NEEDS_REQUIRED };
	int *named = NULL, n_named, result = -1;

	n_named = verb_find_all_nodes(a, o, &named, diag);
	if (n_named < 0)
		return -1;
	if ((w.kinds & KIND_LINK) && !links_known(&a->links)) {
		diag_fail(diag, "links are inferred from file lists, and this release has none");
		goto done;
	}
	w.steps = solv_calloc(w.g->n_node + 1, sizeof(int));
	memset(w.steps, -1, (w.g->n_node + 1) * sizeof(int));
	w.queue = solv_calloc(w.g->n_node + 1, sizeof(int));
	for (int i = 0; i < n_named; i++) {
		w.steps[named[i]] = 0;
		w.queue[w.n_queue++] = named[i];
	}
	if ((w.kinds & KIND_BUILD) && direction == REACH_DEPENDENCIES)
		add_builds(&w, named, n_named);
	walk_all(&w, o->depth ? o->depth : o->transitive ? 0 : 1);
	if ((w.kinds & KIND_BUILD) && direction == REACH_DEPENDANTS)
		add_builds(&w, named, n_named);
	if (w.n_met)
		qsort_r(w.met, w.n_met, sizeof(*w.met), compare_met, &w);
	add_totals(&w, ret);
	add_rows(&w, o, ret);
	result = 0;
done:
	free(w.steps);
	free(w.queue);
	free(w.met);
	free(named);
	return result;
}
