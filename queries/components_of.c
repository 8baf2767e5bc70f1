/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which unsafe code is in the process of a program, library by library, and what could be done
 * about each: where would a modular rewrite start?
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/exposure.h"
#include "importers/diag.h"
#include "queries/annotated.h"
#include "queries/opportunity.h"
#include "queries/options.h"
#include "queries/replacing.h"
#include "queries/table.h"

static const struct column columns[] = {
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "unsafe", .type = CELL_REAL, .decimals = 2 },
	{ .key = "languages", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	{ .key = "removed_percent", .heading = "removes %", .type = CELL_REAL, .decimals = 1 },
	{ .key = "steps", .type = CELL_INTEGER },
	{ .key = "linked_by", .heading = "linked by", .type = CELL_INTEGER },
	{ .key = "facing_packages", .heading = "in processes", .type = CELL_INTEGER, .wide = true },
	{ .key = "run_time", .heading = "C run time", .type = CELL_BOOL, .wide = true },
	{ .key = "replacement", .type = CELL_TEXT, .fit = FIT_SHORTEN },
	{ .key = "goes_along",
	  .heading = "goes with it",
	  .type = CELL_TEXT,
	  .fit = FIT_SHORTEN,
	  .spare = true },
	{ .key = "path", .type = CELL_TEXT, .fit = FIT_WRAP },
};

/* One unsafe component in the process. */
struct loaded {
	int component;
	double removed; /* sum of shares that go with it */
	char *along;	/* what goes along; NULL: nothing */
	int node;	/* its package that is loaded first */
};

struct process {
	const struct analysis *a;
	struct replacing *x;
	int *start; /* the packages that run code */
	int n_start;
	int *from;  /* node -> who loads it on a shortest way, itself: start, -1: not in it */
	int *steps; /* node -> how far */
	int *queue; /* nodes as reached */
	int n_queue;
	unsigned char *in; /* component -> has unsafe code in the process */
	struct loaded *part;
	int n_part;
	double total; /* sum of shares */
};

/* Breadth first, so that ways are shortest; among them the archive's first. */
static void find_ways(struct process *p)
{
	const struct depgraph *g = &p->a->graph;
	const struct links *links = &p->a->links;

	p->from = solv_calloc(g->n_node + 1, sizeof(int));
	p->steps = solv_calloc(g->n_node + 1, sizeof(int));
	p->queue = solv_calloc(g->n_node + 1, sizeof(int));
	p->in = solv_calloc(g->n_component + 1, 1);
	memset(p->from, -1, g->n_node * sizeof(int));
	for (int i = 0; i < p->n_start; i++) {
		p->from[p->start[i]] = p->start[i];
		p->queue[p->n_queue++] = p->start[i];
	}
	for (int i = 0; i < p->n_queue; i++) {
		int at = p->queue[i], c = g->component_of[at];

		if (p->x->exposed.unsafe[c] > 0 && !p->in[c]) {
			p->in[c] = 1;
			p->part = solv_extend(p->part, p->n_part, 1, sizeof(*p->part), 63);
			p->part[p->n_part++] = (struct loaded){ .component = c, .node = at };
			p->total += p->x->exposed.unsafe[c];
		}
		for (int j = links->load_begin[at]; j < links->load_begin[at + 1]; j++)
			if (p->from[links->load[j]] < 0) {
				p->from[links->load[j]] = at;
				p->steps[links->load[j]] = p->steps[at] + 1;
				p->queue[p->n_queue++] = links->load[j];
			}
	}
}

static int compare_names(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* What goes when one component is replaced: all that no start leads to any more. */
static void find_removed(struct process *p, struct loaded *part, struct closure *closure,
			 unsigned char *stays)
{
	const struct exposed *e = &p->x->exposed;
	const char **name = solv_calloc(p->n_part + 1, sizeof(*name));
	int n = 0;

	memset(stays, 0, p->a->universe.n_component);
	p->x->scenario.replaced[part->component] = 1;
	for (int i = 0; i < p->n_start; i++) {
		closure_find(closure, p->start[i], &p->x->scenario);
		for (int k = 0; k < closure->n_component; k++)
			stays[closure->component[k]] = 1;
	}
	p->x->scenario.replaced[part->component] = 0;
	for (int i = 0; i < p->n_part; i++) {
		int c = p->part[i].component;

		if (stays[c])
			continue;
		part->removed += e->unsafe[c];
		if (c != part->component)
			name[n++] = universe_component_name(&p->a->universe, c);
	}
	qsort(name, n, sizeof(*name), compare_names);
	for (int i = 0; i < n; i++)
		part->along = solv_dupappend(part->along, part->along ? " " : NULL, name[i]);
	free(name);
}

/* The C run time last: a rewrite does not start there. */
static int compare_parts(const void *x, const void *y, void *process)
{
	const struct process *p = process;
	const struct loaded *a = x, *b = y;
	int order = p->a->runtime[a->component] - p->a->runtime[b->component];

	if (order)
		return order;
	if (a->removed != b->removed)
		return a->removed < b->removed ? 1 : -1;
	return strcmp(universe_component_name(&p->a->universe, a->component),
		      universe_component_name(&p->a->universe, b->component));
}

static void find_parts(struct process *p)
{
	unsigned char *stays = solv_calloc(p->a->universe.n_component + 1, 1);
	struct closure closure;

	find_ways(p);
	closure_init(&closure, &p->x->exposed);
	for (int i = 0; i < p->n_part; i++)
		find_removed(p, &p->part[i], &closure, stays);
	if (p->n_part)
		qsort_r(p->part, p->n_part, sizeof(*p->part), compare_parts, p);
	closure_clear(&closure);
	free(stays);
}

static void process_clear(struct process *p)
{
	for (int i = 0; i < p->n_part; i++)
		free(p->part[i].along);
	free(p->part);
	free(p->start);
	free(p->from);
	free(p->steps);
	free(p->queue);
	free(p->in);
}

/* "curl loads libcurl4t64 loads libssl3t64". The caller frees it. */
static char *path_of(const struct process *p, int node)
{
	char *path = solv_strdup(depgraph_node_name(&p->a->graph, node));

	while (p->from[node] != node) {
		char *longer;

		node = p->from[node];
		longer = solv_dupjoin(depgraph_node_name(&p->a->graph, node), " loads ", path);
		free(path);
		path = longer;
	}
	return path;
}

/* The packages that run code, of those the user named. -1: nothing is called so. */
static int find_start(struct process *p, const struct options *o, struct diag *diag)
{
	const struct depgraph *g = &p->a->graph;
	int n = verb_find_nodes(p->a, o->name[0], o->package, &p->start, diag);

	for (int i = 0; i < n; i++)
		if (exposure_runs_code(g, p->start[i], p->a->role))
			p->start[p->n_start++] = p->start[i];
	return n < 0 ? -1 : 0;
}

static void add_summary(struct table *ret, const struct process *p, const struct options *o)
{
	struct table *t = table_add_record(ret, "summary", o->name[0]);
	const struct analysis *a = p->a;
	int c = p->n_start ? a->graph.component_of[p->start[0]] : -1, n_known = 0, n_whole = 0;
	bool facing = c >= 0 && exposure_facing(&a->assessment, c) > 0;

	for (int i = 0; i < p->n_part; i++) {
		int n;
		const struct replacement *r = replacements_of(
			&a->replacements,
			universe_component_name(&a->universe, p->part[i].component), &n);
		bool whole = false;

		for (int k = 0; k < n; k++)
			whole |= replacement_is_whole(&r[k]);
		n_known += n > 0;
		n_whole += whole;
	}
	table_field_integer(t, "packages", "its packages with code", p->n_start);
	table_field_bool(t, "network_facing", "network-facing itself", facing);
	table_field_integer(t, "unsafe_components", "memory-unsafe components in its process",
			    p->n_part);
	table_field_real(t, "unsafe_sum", "the sum of their unsafe shares", p->total, 2);
	table_field_integer(t, "replaceable", "with a known replacement", n_known);
	table_field_integer(t, "replaceable_whole", "of all of the component", n_whole);
	if (!p->n_start)
		table_add_note(t, "None of its packages has code of its own to run or to lend.");
	else if (!facing)
		table_add_note(t,
			       "There is no sign that it accepts or opens connections itself: its "
			       "unsafe code is exposed only as far as other programs load it.");
}

static void add_rows(struct table *ret, const struct process *p, const struct options *o)
{
	struct table *rows = table_add_rows(ret, "rows", "Unsafe code in its process", columns,
					    N_COLUMNS(columns));
	const struct analysis *a = p->a;
	int n = o->top && o->top < p->n_part ? o->top : p->n_part, n_component;
	int *loaders, *packages;
	double *own;

	n_component = a->universe.n_component;
	loaders = solv_calloc(n_component + 1, sizeof(int));
	packages = solv_calloc(n_component + 1, sizeof(int));
	own = solv_calloc(n_component + 1, sizeof(double));
	links_count_loaders(&a->links, LEVEL_COMPONENT, loaders);
	exposed_own(&p->x->exposed, NULL, own, packages);
	annotated_columns(&a->annotations, rows);
	for (int i = 0; i < n; i++) {
		const struct loaded *part = &p->part[i];
		char *path = path_of(p, part->node);
		char *languages = language_mix_text(&a->languages, part->component);

		table_add_row(rows);
		table_set_text(rows, "component",
			       universe_component_name(&a->universe, part->component));
		table_set_real(rows, "unsafe", p->x->exposed.unsafe[part->component]);
		table_set_text(rows, "languages", languages);
		table_set_real(rows, "removed_percent", 100 * part->removed / p->total);
		table_set_integer(rows, "steps", p->steps[part->node]);
		table_set_integer(rows, "linked_by", loaders[part->component]);
		table_set_integer(rows, "facing_packages", packages[part->component]);
		table_set_bool(rows, "run_time", a->runtime[part->component]);
		verb_set_replacement(a, part->component, rows, "replacement");
		table_set_text(rows, "goes_along", part->along);
		table_set_text(rows, "path", path);
		annotated_set(&a->annotations, part->component, rows);
		free(path);
		free(languages);
	}
	if (n < p->n_part)
		table_add_note(rows, "The first %d of %d components; --top 0 shows all.", n,
			       p->n_part);
	table_add_note(rows,
		       "removes %%: of the unsafe code in this process, counted in components "
		       "by their unsafe share, what goes when this one is replaced by "
		       "memory-safe code that loads the C run time only. linked by: "
		       "components anywhere that load it, which gain too. path: a shortest "
		       "one. The C run time stands last.");
	free(loaders);
	free(packages);
	free(own);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct replacing x;
	struct process p = { .a = a, .x = &x };
	struct table *options;
	int status;

	(void)spec;
	replacing_init(&x);
	status = replacing_start(&x, a, o, diag);
	if (!status)
		status = find_start(&p, o, diag);
	if (!status) {
		find_parts(&p);
		add_summary(ret, &p, o);
		add_rows(ret, &p, o);
		options = opportunity_add_options(ret, "Known replacements of these");
		for (int i = 0; i < p.n_part; i++)
			opportunity_set_options(options, a, p.part[i].component);
	}
	process_clear(&p);
	replacing_clear(&x);
	return status;
}

extern const struct verb verb_components_of;
const struct verb verb_components_of = {
	.name = "components-of",
	.arguments = "NAME",
	.summary = "the unsafe code in a program's process, and what could replace it",
	.description =
		"Lists the memory-unsafe components whose code ends up in the process of a "
		"program, with a shortest way on which each is loaded, how much of the unsafe "
		"code there goes when it is replaced, and the replacements known for it: where "
		"would a modular rewrite start? NAME is a component (all its packages with "
		"code) or a package.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE |
		   OPTION(ALTERNATIVES) | OPTION(TOP) | OPTION(PACKAGE) | OPTION(ANNOTATIONS),
	.min_names = 1,
	.max_names = 1,
	.whole = true,
	.stage = STAGE_RANKING,
	.run = run,
};
