/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which replacements, within a budget, remove most exposed unsafe code (analyzer/plan.h)? With what
 * is left after each of them, and what the top of the ranking would have removed instead.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/plan.h"
#include "importers/diag.h"
#include "queries/annotated.h"
#include "queries/opportunity.h"
#include "queries/options.h"
#include "queries/replacing.h"
#include "queries/table.h"

static const struct column columns[] = {
	{ .key = "step", .type = CELL_INTEGER },
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "cost", .type = CELL_REAL, .decimals = 2, .wide = true },
	{ .key = "removed", .type = CELL_REAL, .decimals = 1 },
	{ .key = "left", .type = CELL_REAL, .decimals = 1 },
	{ .key = "left_percent", .heading = "left %", .type = CELL_REAL, .decimals = 2 },
	{ .key = "left_by_ranking", .heading = "by ranking", .type = CELL_REAL, .decimals = 2 },
	{ .key = "left_otherwise",
	  .heading = "under the other assumption",
	  .type = CELL_REAL,
	  .decimals = 2,
	  .wide = true },
	{ .key = "own", .heading = "itself", .type = CELL_REAL, .decimals = 1, .wide = true },
	{ .key = "facing_packages", .heading = "loaded by", .type = CELL_INTEGER },
	{ .key = "languages", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	{ .key = "replacement", .type = CELL_TEXT, .fit = FIT_SHORTEN },
};

/* Is a replacement of the whole known? */
static bool is_replaceable(const struct analysis *a, int c)
{
	int n;
	const struct replacement *r = replacements_of(&a->replacements,
						      universe_component_name(&a->universe, c), &n);

	for (int i = 0; i < n; i++)
		if (replacement_is_whole(&r[i]))
			return true;
	return false;
}

/* Which components may be chosen; the caller frees it. */
static unsigned char *find_allowed(const struct analysis *a, const struct options *o,
				   const struct exposed *e, const int *packages)
{
	int n = a->universe.n_component;
	unsigned char *allowed = solv_calloc(n + 1, 1);
	int *loaders = solv_calloc(n + 1, sizeof(int));

	links_count_loaders(&a->links, LEVEL_COMPONENT, loaders);
	for (int c = 0; c < n; c++)
		allowed[c] = e->unsafe[c] > 0 && packages[c] &&
			     (!o->only_libraries || loaders[c]) &&
			     (!o->only_replaceable || is_replaceable(a, c));
	free(loaders);
	return allowed;
}

/* The first of the ranking that may be chosen, within the same budget: how many, in ret_component,
   and what they leave. */
static int follow_ranking(const struct analysis *a, const struct exposed *e,
			  const struct plan_request *request, int *ret_component, double *ret_left)
{
	double budget = request->budget;
	int n = 0;

	for (int i = 0; i < a->ranking.n_component; i++) {
		int c = a->ranking.order[i];
		double cost = request->cost ? request->cost[c] : 1;

		if (!request->allowed[c] || !(cost <= budget) || !a->ranking.rank[c])
			continue;
		budget -= cost;
		ret_component[n++] = c;
	}
	plan_follow(e, request->keep_links, ret_component, n, ret_left);
	return n;
}

static double percent(double part, double whole)
{
	return whole > 0 ? 100 * part / whole : NAN;
}

struct answer {
	const struct analysis *a;
	const struct options *o;
	const struct exposed *e;
	struct plan_request request;
	struct plan plan;
	double *own, *left_by_ranking;
	double *left_otherwise; /* of the plan, under the other assumption */
	double *cost;		/* NULL: 1 each */
	int *packages, *by_ranking, n_by_ranking, n_allowed;
};

/* The same replacements under the other assumption on what they load. */
static void follow_otherwise(struct answer *x)
{
	int *component = solv_calloc(x->plan.n_step + 1, sizeof(int));

	x->left_otherwise = solv_calloc(x->plan.n_step + 1, sizeof(double));
	for (int i = 0; i < x->plan.n_step; i++)
		component[i] = x->plan.step[i].component;
	plan_follow(x->e, !x->request.keep_links, component, x->plan.n_step, x->left_otherwise);
	free(component);
}

static void add_summary(struct table *ret, const struct answer *x)
{
	const struct plan *p = &x->plan;
	struct table *t = table_add_record(ret, "summary", NULL);
	double left = p->n_step ? p->step[p->n_step - 1].left : p->total;
	double ranked = x->n_by_ranking ? x->left_by_ranking[x->n_by_ranking - 1] : p->total;
	double other = p->n_step ? x->left_otherwise[p->n_step - 1] : p->total, spent = 0;
	bool exact = x->request.keep_links && !x->request.cost;

	for (int i = 0; i < p->n_step; i++)
		spent += p->step[i].cost;
	table_field_integer(t, "steps", "replacements", p->n_step);
	table_field_real(t, "spent", "cost", spent, 2);
	t->column[table_column(t, "spent")].wide = !x->request.cost;
	table_field_real(t, "exposed_before", "exposed unsafe code now", p->total, 1);
	table_field_real(t, "exposed_after", "afterwards", left, 1);
	table_field_real(t, "removed_percent", "removed, percent",
			 percent(p->total - left, p->total), 2);
	if (x->request.keep_links)
		table_field_real(t, "removed_percent_drop",
				 "removed if replacements load the C run time only, percent",
				 percent(p->total - other, p->total), 2);
	else
		table_field_real(t, "removed_percent_keep",
				 "removed if replacements load what is loaded now, percent",
				 percent(p->total - other, p->total), 2);
	table_field_real(t, "removed_percent_by_ranking",
			 "removed by the first of the ranking, percent",
			 percent(p->total - ranked, p->total), 2);
	table_field_real(t, "bound_percent", "no choice removes more than, percent",
			 percent(p->bound, p->total), 2);
	table_field_integer(t, "candidates", "components to choose from", x->n_allowed);
	table_field_integer(t, "facing_packages", "network-facing packages", x->e->n_facing);
	table_field_integer(t, "facing_unused", "of them, without a sign of use (weight 0)",
			    x->e->n_unused);
	table_field_integer(t, "unknown_components", "components loaded that cannot be judged",
			    x->e->n_unknown);
	if (p->n_step)
		table_add_note(t,
			       "Replacing %s by memory-safe code removes %.1f %% of the exposed "
			       "unsafe code; the first %d of the ranking that may be chosen "
			       "would remove %.1f %%.",
			       p->n_step == 1 ? "this component" : "these components",
			       percent(p->total - left, p->total), x->n_by_ranking,
			       percent(p->total - ranked, p->total));
	else
		table_add_note(t, "No component that may be chosen fits the budget.");
	table_add_note(t, "Exposed unsafe code: the sum, over network-facing packages weighted by "
			  "use, of the unsafe components in their process (its own included), each "
			  "by its share of unsafe code.");
	if (exact)
		table_add_note(t,
			       "Assumed: a replacement loads what the component loads now. Then "
			       "each component counts for itself, and no other choice of as many "
			       "removes more. --links drop assumes that what was loaded through "
			       "replaced code alone goes with it.");
	else if (x->request.keep_links)
		table_add_note(t, "Assumed: a replacement loads what the component loads now. The "
				  "plan removes at least half of what the budget can.");
	else
		table_add_note(t, "Assumed: of what the component loads now, a replacement loads "
				  "the C run time only, so that libraries loaded through it alone "
				  "go too. Each step is the best one after those before; another "
				  "choice may remove more, yet not more than the bound.");
}

static void add_step(struct table *rows, const struct answer *x, int i)
{
	const struct analysis *a = x->a;
	const struct plan_step *step = &x->plan.step[i];
	double before = i ? x->plan.step[i - 1].left : x->plan.total;
	char *languages = language_mix_text(&a->languages, step->component);

	table_add_row(rows);
	table_set_integer(rows, "step", i + 1);
	table_set_text(rows, "component", universe_component_name(&a->universe, step->component));
	if (a->ranking.rank[step->component])
		table_set_integer(rows, "rank", a->ranking.rank[step->component]);
	table_set_real(rows, "cost", step->cost);
	table_set_real(rows, "removed", before - step->left);
	table_set_real(rows, "left", step->left);
	table_set_real(rows, "left_percent", percent(step->left, x->plan.total));
	if (i < x->n_by_ranking)
		table_set_real(rows, "left_by_ranking",
			       percent(x->left_by_ranking[i], x->plan.total));
	table_set_real(rows, "left_otherwise", percent(x->left_otherwise[i], x->plan.total));
	table_set_real(rows, "own", x->own[step->component]);
	table_set_integer(rows, "facing_packages", x->packages[step->component]);
	table_set_text(rows, "languages", languages);
	opportunity_set_best(a, step->component, x->o->only_replaceable, rows, "replacement");
	annotated_set(&a->annotations, step->component, rows);
	free(languages);
}

static void add_rows(struct table *ret, const struct answer *x)
{
	struct table *rows = table_add_rows(ret, "rows", "Replace in this order", columns,
					    N_COLUMNS(columns));

	annotated_columns(&x->a->annotations, rows);
	rows->column[table_column(rows, "cost")].wide = !x->request.cost;
	for (int i = 0; i < x->plan.n_step; i++)
		add_step(rows, x, i);
	table_add_note(rows,
		       "removed: by this step; left %%: what is left of all exposed unsafe code "
		       "after this and the steps before; by ranking: the same after as many "
		       "of the first in the ranking; loaded by: network-facing packages that "
		       "load it now.");
	if (x->o->only_replaceable)
		table_add_note(rows,
			       "Only components with a known replacement of the whole; that "
			       "it is known does not say that it is finished or packaged: see "
			       "linchpin replacements.");
}

/* What each component costs, by the user's column. */
static int find_costs(struct answer *x, struct diag *diag)
{
	int column;

	if (!x->o->cost)
		return 0;
	if (!x->a->annotations.name)
		return diag_fail(diag, "--cost %s needs --annotations", x->o->cost);
	column = annotations_column(&x->a->annotations, x->o->cost, diag);
	if (column < 0)
		return -1;
	x->cost = solv_calloc(x->a->universe.n_component + 1, sizeof(double));
	x->request.cost = x->cost;
	return annotations_numbers(&x->a->annotations, column, x->cost, diag);
}

static void answer_clear(struct answer *x)
{
	plan_clear(&x->plan);
	free((void *)x->request.allowed);
	free(x->cost);
	free(x->own);
	free(x->packages);
	free(x->by_ranking);
	free(x->left_by_ranking);
	free(x->left_otherwise);
}

static void find_plan(struct answer *x)
{
	int n = x->a->universe.n_component;

	x->own = solv_calloc(n + 1, sizeof(double));
	x->packages = solv_calloc(n + 1, sizeof(int));
	x->by_ranking = solv_calloc(n + 1, sizeof(int));
	x->left_by_ranking = solv_calloc(n + 1, sizeof(double));
	exposed_own(x->e, NULL, x->own, x->packages);
	x->request.allowed = find_allowed(x->a, x->o, x->e, x->packages);
	x->request.budget = x->o->budget;
	x->request.keep_links = x->o->keep_links;
	for (int c = 0; c < n; c++)
		x->n_allowed += x->request.allowed[c] && (!x->cost || x->cost[c] > 0);
	plan_find(&x->plan, x->e, &x->a->universe, &x->request);
	x->n_by_ranking = follow_ranking(x->a, x->e, &x->request, x->by_ranking,
					 x->left_by_ranking);
	follow_otherwise(x);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct replacing x;
	struct answer answer = { .a = a, .o = o, .e = &x.exposed };
	int status;

	(void)spec;
	replacing_init(&x);
	plan_init(&answer.plan);
	status = replacing_start(&x, a, o, diag);
	if (!status)
		status = find_costs(&answer, diag);
	if (!status) {
		find_plan(&answer);
		add_summary(ret, &answer);
		add_rows(ret, &answer);
	}
	answer_clear(&answer);
	replacing_clear(&x);
	return status;
}

extern const struct verb verb_plan;
const struct verb verb_plan = {
	.name = "plan",
	.arguments = "",
	.summary = "which replacements together remove most exposed unsafe code",
	.description =
		"Chooses the components whose replacement by memory-safe code removes most exposed "
		"unsafe code within a budget: the best one first, then the best one after that, "
		"with what is left after each, a bound that no other choice can pass, and what the "
		"first of the ranking would have removed. --cost takes costs from a column of "
		"--annotations; without it each component costs 1.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE |
		   OPTION(ALTERNATIVES) | OPTION(BUDGET) | OPTION(LINKS) |
		   OPTION(ONLY_REPLACEABLE) | OPTION(ANNOTATIONS) | OPTION(COST) |
		   OPTION(ONLY_LIBRARIES),
	.max_names = 0,
	.keep_links = true,
	.stage = STAGE_RANKING,
	.run = run,
};
