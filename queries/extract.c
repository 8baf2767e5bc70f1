/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Choosing what is exported; see extract.h. All arcs between subjects are collected and merged,
 * then the vertices are chosen along them, then the arcs between these are kept.
 */
#include "queries/extract.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/alternatives.h"
#include "graphs/builds.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/verb.h"

const char *extract_kind_name(unsigned kind)
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

char *extract_package_name(const struct analysis *a, int node)
{
	Pool *pool = a->universe.pool;
	const Solvable *s = pool_id2solvable(pool, a->graph.package_of[node]);
	char *name;
	Id p, pp;
	int n = 0;

	/* every package provides its own name */
	FOR_PROVIDES(p, pp, s->name)
	n += pool_id2solvable(pool, p)->name == s->name &&
	     pool_id2solvable(pool, p)->repo == a->universe.repo;
	if (n < 2)
		return solv_strdup(pool_id2str(pool, s->name));
	if (asprintf(&name, "%s=%s:%s", pool_id2str(pool, s->name), pool_id2str(pool, s->evr),
		     pool_id2str(pool, s->arch)) < 0)
		solv_oom(0, 0);
	return name;
}

bool extract_has_node(const struct extract *x, int node)
{
	const struct depgraph *g = &x->analysis->graph;

	if (x->level == LEVEL_PACKAGE)
		return x->vertex_of[node] >= 0;
	return g->component_of[node] >= 0 && x->vertex_of[g->component_of[node]] >= 0;
}

bool extract_has_component(const struct extract *x, int component)
{
	int n;
	const int *node;

	if (x->level == LEVEL_COMPONENT)
		return x->vertex_of[component] >= 0;
	node = depgraph_members(&x->analysis->graph, LEVEL_COMPONENT, &component, &n);
	for (int i = 0; i < n; i++)
		if (x->vertex_of[node[i]] >= 0)
			return true;
	return false;
}

/* ---- arcs between subjects ---- */

static int subject_of(const struct extract *x, int node)
{
	return x->level == LEVEL_PACKAGE ? node : x->analysis->graph.component_of[node];
}

static void add_arc(struct extract *x, int from, int to, unsigned kind, int n_alternative, Id dep)
{
	if (from == to || from < 0 || to < 0)
		return;
	x->arc = solv_extend(x->arc, (size_t)x->n_arc, 1, sizeof(*x->arc), 8191);
	x->arc[x->n_arc++] = (struct extract_arc){ from, to, kind, 1, n_alternative, dep };
}

static void add_needs(struct extract *x)
{
	const struct depgraph *g = &x->analysis->graph;

	for (int need = 0; need < g->n_need; need++) {
		const int *provider;
		int n;

		if (!(NEED_BIT(g->need_kind[need]) & x->kinds))
			continue;
		provider = alternatives_providers(x->options->alternatives, g, need, &n);
		for (int i = 0; i < n; i++)
			add_arc(x, subject_of(x, g->need_owner[need]), subject_of(x, provider[i]),
				NEED_BIT(g->need_kind[need]),
				depgraph_clause_size(g, g->need_clause[need]), g->need_dep[need]);
	}
}

static void add_links(struct extract *x)
{
	const struct links *links = &x->analysis->links;

	for (int node = 0; node < x->analysis->graph.n_node; node++)
		for (int i = links->load_begin[node]; i < links->load_begin[node + 1]; i++)
			add_arc(x, subject_of(x, node), subject_of(x, links->load[i]), KIND_LINK,
				0, 0);
}

static void add_builds(struct extract *x)
{
	struct builds b;

	builds_init(&b);
	builds_build(&b, &x->analysis->graph);
	for (int need = 0; need < b.n_need; need++) {
		int n = b.provider_begin[need + 1] - b.provider_begin[need];

		for (int i = b.provider_begin[need]; i < b.provider_begin[need + 1]; i++)
			add_arc(x, b.need_owner[need], subject_of(x, b.provider[i]), KIND_BUILD, n,
				b.need_dep[need]);
	}
	builds_clear(&b);
}

/* What an arc stands for first: the need with the fewest alternatives, then as archived. */
static int compare_arcs(const void *x, const void *y)
{
	const struct extract_arc *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->n_alternative != b->n_alternative)
		return a->n_alternative - b->n_alternative;
	return (a->dep > b->dep) - (a->dep < b->dep);
}

static void sort_arcs(struct extract *x)
{
	if (x->n_arc)
		qsort(x->arc, x->n_arc, sizeof(*x->arc), compare_arcs);
}

static void merge_arcs(struct extract *x)
{
	int n = 0;

	sort_arcs(x);
	for (int i = 0; i < x->n_arc; i++) {
		struct extract_arc *last = n ? &x->arc[n - 1] : NULL, *arc = &x->arc[i];

		if (last && last->from == arc->from && last->to == arc->to &&
		    last->kind == arc->kind)
			last->n_need++;
		else
			x->arc[n++] = *arc;
	}
	x->n_arc = n;
}

static int collect_arcs(struct extract *x, struct diag *diag)
{
	if ((x->kinds & KIND_LINK) && !links_known(&x->analysis->links))
		return diag_fail(diag, "links are inferred from file lists, and this release has "
				       "none; leave 'link' out of --kind");
	if ((x->kinds & KIND_BUILD) && x->level == LEVEL_PACKAGE)
		return diag_fail(diag, "components are built, packages are not; leave 'build' out "
				       "of --kind, or --package");
	if (x->kinds & NEEDS_ANY)
		add_needs(x);
	if (x->kinds & KIND_LINK)
		add_links(x);
	if (x->kinds & KIND_BUILD)
		add_builds(x);
	merge_arcs(x);
	return 0;
}

/* ---- which subjects ---- */

/* Grow the chosen ones by the ends of their arcs, one step at a time: few steps are asked for. */
static void grow(const struct extract *x, unsigned char *chosen, int depth)
{
	int n = depgraph_n_subject(&x->analysis->graph, x->level);
	unsigned char *before = solv_calloc(n + 1, 1);
	bool grown = true;

	for (int step = 0; step < depth && grown; step++) {
		grown = false;
		memcpy(before, chosen, n);
		for (int i = 0; i < x->n_arc; i++) {
			int from = x->arc[i].from, to = x->arc[i].to;

			if (before[from] && !chosen[to])
				chosen[to] = grown = true;
			if (before[to] && !chosen[from])
				chosen[from] = grown = true;
		}
	}
	free(before);
}

static int choose_around(struct extract *x, unsigned char *chosen, struct diag *diag)
{
	const struct options *o = x->options;

	for (int i = 0; i < o->n_around; i++) {
		int *node, n = verb_find_nodes(x->analysis, o->around[i], o->package, &node, diag);

		if (n < 0)
			return -1;
		for (int k = 0; k < n; k++)
			if (subject_of(x, node[k]) >= 0)
				chosen[subject_of(x, node[k])] = 1;
		free(node);
	}
	grow(x, chosen, o->depth ? o->depth : 1);
	return 0;
}

static int compare_impact(const void *p, const void *q, void *closure)
{
	const double *impact = closure;
	int a = *(const int *)p, b = *(const int *)q;

	if (impact[a] != impact[b])
		return impact[a] < impact[b] ? 1 : -1;
	return a - b;
}

/* Leave only the first `top` of those chosen. */
static void choose_top(const struct extract *x, unsigned char *chosen)
{
	const struct analysis *a = x->analysis;
	int n = depgraph_n_subject(&a->graph, x->level), n_kept = 0;
	int *order = solv_calloc(n + 1, sizeof(int));

	if (x->level == LEVEL_COMPONENT) {
		if (n)
			memcpy(order, a->ranking.order, n * sizeof(int));
	} else {
		for (int i = 0; i < n; i++)
			order[i] = i;
		qsort_r(order, n, sizeof(int), compare_impact,
			a->measures.value[LEVEL_PACKAGE][MEASURE_IMPACT_PACKAGES]);
	}
	for (int i = 0; i < n; i++)
		if (chosen[order[i]] && n_kept++ >= x->options->top)
			chosen[order[i]] = 0;
	free(order);
}

struct named {
	char *name;
	int subject;
};

static int compare_names(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int order = strcmp(a->name, b->name);

	return order ? order : a->subject - b->subject;
}

static void number_vertices(struct extract *x, const unsigned char *chosen)
{
	const struct analysis *a = x->analysis;
	int n = depgraph_n_subject(&a->graph, x->level);
	struct named *named = solv_calloc(n + 1, sizeof(*named));

	for (int i = 0; i < n; i++) {
		if (!chosen[i])
			continue;
		named[x->n_vertex].subject = i;
		named[x->n_vertex++].name =
			x->level == LEVEL_PACKAGE ?
				extract_package_name(a, i) :
				solv_strdup(universe_component_name(&a->universe, i));
	}
	qsort(named, x->n_vertex, sizeof(*named), compare_names);
	x->subject = solv_calloc(x->n_vertex + 1, sizeof(int));
	x->name = solv_calloc(x->n_vertex + 1, sizeof(char *));
	x->vertex_of = solv_calloc(n + 1, sizeof(int));
	memset(x->vertex_of, -1, (n + 1) * sizeof(int));
	for (int v = 0; v < x->n_vertex; v++) {
		x->subject[v] = named[v].subject;
		x->name[v] = named[v].name;
		x->vertex_of[named[v].subject] = v;
	}
	free(named);
}

/* From arcs between all subjects to arcs between vertices. */
static void keep_arcs(struct extract *x)
{
	int n = 0;

	for (int i = 0; i < x->n_arc; i++) {
		struct extract_arc arc = x->arc[i];

		arc.from = x->vertex_of[arc.from];
		arc.to = x->vertex_of[arc.to];
		if (arc.from >= 0 && arc.to >= 0)
			x->arc[n++] = arc;
	}
	x->n_arc = n;
	sort_arcs(x);
}

int extract_build(struct extract *x, struct analysis *a, const struct options *o,
		  struct diag *diag)
{
	unsigned char *chosen;
	int n;

	memset(x, 0, sizeof(*x));
	x->analysis = a;
	x->options = o;
	x->level = o->package ? LEVEL_PACKAGE : LEVEL_COMPONENT;
	x->kinds = o->kinds ? o->kinds : NEEDS_REQUIRED;
	if (collect_arcs(x, diag))
		return -1;
	n = depgraph_n_subject(&a->graph, x->level);
	chosen = solv_calloc(n + 1, 1);
	if (!o->n_around)
		memset(chosen, 1, n);
	else if (choose_around(x, chosen, diag)) {
		free(chosen);
		return -1;
	}
	if (o->top)
		choose_top(x, chosen);
	number_vertices(x, chosen);
	keep_arcs(x);
	free(chosen);
	return 0;
}

void extract_clear(struct extract *x)
{
	for (int v = 0; v < x->n_vertex; v++)
		free(x->name[v]);
	free(x->name);
	free(x->subject);
	free(x->vertex_of);
	free(x->arc);
	memset(x, 0, sizeof(*x));
}
