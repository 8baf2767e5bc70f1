/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changes once these components are replaced by memory-safe code?
 *
 * The exposed unsafe code (analyzer/exposed.h) before and after, what it takes with it
 * (analyzer/dropout.h), every network-facing package that changes, and the ranking that is left
 * (analyzer/aftermath.h).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/aftermath.h"
#include "importers/diag.h"
#include "queries/effect.h"
#include "queries/opportunity.h"
#include "queries/options.h"
#include "queries/table.h"

enum { RANKED = 20 };

static const struct column replaced_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "unsafe", .type = CELL_REAL, .decimals = 2 },
	{ .key = "facing_packages", .heading = "loaded by", .type = CELL_INTEGER },
	{ .key = "replacement", .type = CELL_TEXT, .unknown = "any memory-safe code" },
	{ .key = "language", .type = CELL_TEXT },
	{ .key = "drop_in", .heading = "drop-in", .type = CELL_TEXT },
	{ .key = "scope", .type = CELL_TEXT },
	{ .key = "state", .type = CELL_TEXT },
	{ .key = "underneath",
	  .heading = "unsafe code underneath",
	  .type = CELL_TEXT,
	  .fit = FIT_WRAP },
};

static const struct column dropped_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "unsafe", .type = CELL_REAL, .decimals = 2 },
	{ .key = "facing_before", .heading = "loaded by", .type = CELL_INTEGER },
	{ .key = "facing_after", .heading = "afterwards", .type = CELL_INTEGER },
	{ .key = "drops_out", .heading = "needed by nothing else", .type = CELL_BOOL },
	{ .key = "packages", .heading = "packages not needed", .type = CELL_TEXT, .fit = FIT_WRAP },
};

static const struct column columns[] = {
	{ .key = "package", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "use", .type = CELL_REAL, .decimals = 2 },
	{ .key = "unsafe_before", .heading = "unsafe", .type = CELL_INTEGER },
	{ .key = "unsafe_after", .heading = "afterwards", .type = CELL_INTEGER },
	{ .key = "removed",
	  .heading = "no longer in its process",
	  .type = CELL_TEXT,
	  .fit = FIT_SHORTEN },
	{ .key = "remaining",
	  .heading = "still in its process",
	  .type = CELL_TEXT,
	  .fit = FIT_SHORTEN,
	  .spare = true },
};

static const struct column ranking_columns[] = {
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "rank_before", .heading = "before", .type = CELL_INTEGER },
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "score", .type = CELL_REAL, .decimals = 3 },
	{ .key = "score_before", .heading = "before", .type = CELL_REAL, .decimals = 3 },
	{ .key = "new", .heading = "new in the top", .type = CELL_BOOL },
};

/* ---- in words ---- */

static double percent(double part, double whole)
{
	return whole > 0 ? 100 * part / whole : NAN;
}

/* E if replacements load what their predecessors do. */
static double left_with_links(const struct replacing *x)
{
	struct scenario s = x->scenario;

	s.keep_links = true;
	return exposed_left(&x->exposed, &s);
}

static void add_summary(struct table *ret, const struct effect *e)
{
	const struct exposed *exposed = &e->x->exposed;
	struct table *t = table_add_record(ret, "summary", NULL);
	double kept = left_with_links(e->x), weight = 0;
	bool part = false;

	for (int f = 0; f < exposed->n_facing; f++)
		weight += exposed->weight[f];
	for (int i = 0; i < e->x->n_replaced; i++)
		part |= e->x->replaced[i].row && !replacement_is_whole(e->x->replaced[i].row);
	table_field_real(t, "exposed_before", "exposed unsafe code now", exposed->total, 1);
	table_field_real(t, "exposed_after", "afterwards", e->left, 1);
	table_field_real(t, "removed_percent", "removed, percent",
			 percent(exposed->total - e->left, exposed->total), 2);
	table_field_real(t, "removed_percent_keep",
			 "removed if replacements load what is loaded now, percent",
			 percent(exposed->total - kept, exposed->total), 2);
	table_field_real(t, "mean_before", "unsafe components per network-facing process now",
			 exposed->total / weight, 2);
	table_field_real(t, "mean_after", "afterwards", e->left / weight, 2);
	table_field_integer(t, "facing_packages", "network-facing packages", exposed->n_facing);
	table_field_integer(t, "facing_loading", "of them, load what is replaced", e->n_loading);
	table_field_integer(t, "facing_unused", "of them, without a sign of use (weight 0)",
			    exposed->n_unused);
	table_field_integer(t, "facing_unsafe_before",
			    "of all, with unsafe code beyond the C run time now",
			    e->n_unsafe_before);
	table_field_integer(t, "facing_unsafe_after", "afterwards", e->n_unsafe_after);
	table_field_integer(t, "dropped_packages", "library packages that nothing needs any more",
			    e->n_drop);
	table_field_integer(t, "dropped_components", "components that drop out with them",
			    e->n_dropped);
	table_field_integer(t, "unknown_components", "components loaded that cannot be judged",
			    exposed->n_unknown);
	table_field_bool(t, "upper_bound", "at most this much: a replacement covers a part only",
			 part);
	t->column[table_column(t, "upper_bound")].wide = !part;
	table_add_note(t,
		       "Replacing %s by memory-safe code removes %s%.1f %% of the exposed unsafe "
		       "code: %d of %d network-facing packages have less of it in their process.",
		       e->x->n_replaced == 1 ? "this component" : "these components",
		       part ? "at most " : "", percent(exposed->total - e->left, exposed->total),
		       e->n_less, exposed->n_facing);
	table_add_note(t, "Exposed unsafe code: the sum, over network-facing packages weighted by "
			  "use, of the unsafe components in their process, each by its share of "
			  "unsafe code.");
	if (e->x->scenario.keep_links)
		table_add_note(t, "Assumed: a replacement loads what the component loads now.");
	else
		table_add_note(t, "Assumed: of what the component loads now, a replacement loads "
				  "the C run time only, and besides it what its own packages in "
				  "this release load (what is source for other builds, such as "
				  "crates, loads nothing by itself).");
	if (part)
		table_add_note(t, "A replacement here covers only a part of its component, or is "
				  "itself in part unsafe: all of the component is counted as "
				  "replaced, so the effect is an upper bound.");
}

static void add_replaced(struct table *ret, const struct effect *e)
{
	struct table *rows = table_add_rows(ret, "replaced", "Replaced", replaced_columns,
					    N_COLUMNS(replaced_columns));
	const struct analysis *a = e->a;

	for (int i = 0; i < e->x->n_replaced; i++) {
		const struct replaced *r = &e->x->replaced[i];
		char *underneath = NULL;

		table_add_row(rows);
		table_set_text(rows, "component",
			       universe_component_name(&a->universe, r->component));
		if (a->ranking.rank[r->component])
			table_set_integer(rows, "rank", a->ranking.rank[r->component]);
		table_set_real(rows, "unsafe", a->assessment.value[CRITERION_UNSAFE][r->component]);
		/* code that is safe already is not counted */
		if (e->x->exposed.unsafe[r->component] > 0)
			table_set_integer(rows, "facing_packages", e->before[r->component]);
		table_set_text(rows, "replacement", r->by);
		if (!r->row) {
			if (r->by)
				table_set_text(rows, "state", "packaged");
			continue;
		}
		underneath = opportunity_underneath(a, r->row, r->component);
		table_set_text(rows, "language", r->row->language);
		table_set_text(rows, "drop_in", drop_in_name(r->row->drop_in));
		table_set_text(rows, "scope", r->row->whole ? "whole" : "part");
		table_set_text(rows, "state", opportunity_state_name(opportunity_state(a, r->row)));
		table_set_text(rows, "underneath", underneath);
		free(underneath);
	}
	for (int i = 0; i < e->x->n_replaced; i++)
		if (e->x->exposed.unsafe[e->x->replaced[i].component] <= 0)
			table_add_note(
				rows,
				"%s is not memory unsafe in this release: replacing it "
				"removes none of its own code.",
				universe_component_name(&a->universe, e->x->replaced[i].component));
}

/* The packages of a component that nothing needs any more. The caller frees it. */
static char *dropped_packages(const struct effect *e, int c)
{
	const struct depgraph *g = &e->a->graph;
	char *names = NULL;

	for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++)
		if (e->drops[g->component_node[i]])
			names = solv_dupappend(names, names ? " " : NULL,
					       depgraph_node_name(g, g->component_node[i]));
	return names;
}

static int compare_dropped(const void *x, const void *y, void *effect)
{
	const struct effect *e = effect;
	int a = *(const int *)x, b = *(const int *)y;
	int p = e->before[a] - e->after[a], q = e->before[b] - e->after[b];

	if (p != q)
		return p < q ? 1 : -1;
	return strcmp(universe_component_name(&e->a->universe, a),
		      universe_component_name(&e->a->universe, b));
}

/* The components that were only loaded, or only needed, through what is replaced. */
static void add_dropped(struct table *ret, const struct effect *e)
{
	struct table *rows = table_add_rows(ret, "dropped", "Goes with it", dropped_columns,
					    N_COLUMNS(dropped_columns));
	const struct universe *u = &e->a->universe;
	int *found = solv_calloc(u->n_component + 1, sizeof(int)), n = 0;

	for (int c = 0; c < u->n_component; c++) {
		char *packages = dropped_packages(e, c);

		if (!e->x->scenario.replaced[c] && (packages || e->before[c] != e->after[c]))
			found[n++] = c;
		free(packages);
	}
	if (n)
		qsort_r(found, n, sizeof(int), compare_dropped, (void *)e);
	for (int i = 0; i < n; i++) {
		char *packages = dropped_packages(e, found[i]);

		table_add_row(rows);
		table_set_text(rows, "component", universe_component_name(u, found[i]));
		table_set_real(rows, "unsafe", e->x->exposed.unsafe[found[i]]);
		if (e->x->exposed.unsafe[found[i]] > 0) {
			table_set_integer(rows, "facing_before", e->before[found[i]]);
			table_set_integer(rows, "facing_after", e->after[found[i]]);
		}
		table_set_bool(rows, "drops_out", e->dropped[found[i]]);
		table_set_text(rows, "packages", packages);
		free(packages);
	}
	if (n)
		table_add_note(rows, "loaded by: network-facing packages in whose process it is. "
				     "needed by nothing else: no package that anyone runs requires "
				     "or recommends it any more, in any alternative.");
	free(found);
}

static void add_changes(struct table *ret, const struct effect *e, const struct options *o)
{
	struct table *rows = table_add_rows(ret, "rows",
					    o->all ? "Network-facing packages" :
						     "Network-facing packages that change",
					    columns, N_COLUMNS(columns));
	const struct depgraph *g = &e->a->graph;
	int n = o->top && o->top < e->n_change ? o->top : e->n_change;

	for (int i = 0; i < n; i++) {
		const struct change *at = &e->change[i];
		int node = e->x->exposed.facing[at->facing], c = g->component_of[node];

		table_add_row(rows);
		table_set_text(rows, "package", depgraph_node_name(g, node));
		table_set_text(rows, "component", universe_component_name(&e->a->universe, c));
		table_set_real(rows, "use", e->a->assessment.value[CRITERION_USE][c]);
		table_set_integer(rows, "unsafe_before", at->before);
		table_set_integer(rows, "unsafe_after", at->after);
		table_set_text(rows, "removed", at->removed);
		table_set_text(rows, "remaining", at->remaining);
	}
	if (n < e->n_change)
		table_add_note(rows,
			       "The first %d of %d packages, those that gain most first; "
			       "--top 0 shows all.",
			       n, e->n_change);
	table_add_note(rows, "unsafe: memory-unsafe components in its process, its own included, "
			     "the C run time left out.");
}

static void add_ranking(struct table *ret, const struct effect *e, const struct options *o)
{
	const double exponent[CRITERIA] = { o->weights.use, o->weights.network, o->weights.function,
					    o->weights.unsafe };
	const struct analysis *a = e->a;
	struct table *rows = table_add_rows(ret, "ranking", "The ranking afterwards",
					    ranking_columns, N_COLUMNS(ranking_columns));
	struct aftermath after;

	aftermath_init(&after);
	aftermath_find(&after, &a->assessment, &e->x->exposed, &e->x->scenario, e->dropped,
		       &a->universe, exponent);
	for (int i = 0; i < RANKED && i < after.ranking.n_component; i++) {
		int c = after.ranking.order[i];

		if (!after.ranking.rank[c] || !(after.ranking.score[c] > 0))
			break;
		table_add_row(rows);
		table_set_integer(rows, "rank", after.ranking.rank[c]);
		if (a->ranking.rank[c])
			table_set_integer(rows, "rank_before", a->ranking.rank[c]);
		table_set_text(rows, "component", universe_component_name(&a->universe, c));
		table_set_real(rows, "score", after.ranking.score[c]);
		table_set_real(rows, "score_before", a->ranking.score[c]);
		table_set_bool(rows, "new", a->ranking.rank[c] > RANKED);
	}
	aftermath_clear(&after);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct replacing x;
	struct effect effect = { 0 };
	int status;

	(void)spec;
	replacing_init(&x);
	status = replacing_start(&x, a, o, diag);
	if (!status)
		status = replacing_add_names(&x, a, o, diag);
	if (!status) {
		effect_find(&effect, a, &x, o->all);
		add_summary(ret, &effect);
		add_replaced(ret, &effect);
		add_dropped(ret, &effect);
		add_changes(ret, &effect, o);
		add_ranking(ret, &effect, o);
		effect_clear(&effect);
	}
	replacing_clear(&x);
	return status;
}

extern const struct verb verb_whatif;
const struct verb verb_whatif = {
	.name = "whatif",
	.arguments = "NAME[=REPLACEMENT]…",
	.summary = "what replacing these by memory-safe code changes",
	.description =
		"Takes the named components as replaced by memory-safe code, all together: how "
		"much exposed unsafe code that removes, which network-facing packages change and "
		"what unsafe code is still in their processes, which libraries are no longer "
		"needed, and what the ranking looks like then. REPLACEMENT is one of those that "
		"linchpin replacements knows for the component, or a component or package of this "
		"release; without it, memory-safe code that may yet have to be written.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE |
		   OPTION(ALTERNATIVES) | OPTION(TOP) | OPTION(ALL) | OPTION(LINKS),
	.min_names = 1,
	.max_names = -1,
	.whole = true,
	.stage = STAGE_RANKING,
	.run = run,
};
