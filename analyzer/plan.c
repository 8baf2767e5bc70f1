/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Greedy with recomputation, and the bound; see plan.h.
 */
#include "analyzer/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/exposed.h"
#include "graphs/depgraph.h"
#include "graphs/links.h"
#include "importers/universe.h"

/* What one network-facing package would lose with one component. */
struct share {
	int component;
	double gain; /* weighted */
};

struct search {
	const struct exposed *e;
	const struct plan_request *request;
	const struct universe *u;
	struct scenario s;
	struct closure whole, without;
	bool *leaf;	     /* component -> loads nothing but the C run time */
	int *begin, *end;    /* [facing]: its shares */
	struct share *share; /* as many as at first: closures only shrink */
	double *sum;	     /* [facing], weighted */
	double *gain;	     /* [component] */
	int *member;	     /* scratch: components of a closure */
};

void plan_init(struct plan *p)
{
	memset(p, 0, sizeof(*p));
}

void plan_clear(struct plan *p)
{
	free(p->step);
	plan_init(p);
}

static double cost_of(const struct plan_request *r, int component)
{
	return r->cost ? r->cost[component] : 1;
}

static bool may_choose(const struct search *x, int component)
{
	return x->request->allowed[component] && cost_of(x->request, component) > 0;
}

static void find_leaves(struct search *x)
{
	const struct links *links = x->e->links;
	const struct depgraph *g = links->graph;

	x->leaf = solv_calloc(g->n_component + 1, sizeof(bool));
	for (int c = 0; c < g->n_component; c++)
		x->leaf[c] = true;
	for (int node = 0; node < g->n_node; node++)
		for (int i = links->load_begin[node]; i < links->load_begin[node + 1]; i++) {
			int to = g->component_of[links->load[i]];

			if (to != g->component_of[node] && !x->e->runtime[to])
				x->leaf[g->component_of[node]] = false;
		}
}

/* What each component of a package's closure is worth there now. Returns how many were written. */
static int find_shares(struct search *x, int f, struct share *ret_share)
{
	const struct exposed *e = x->e;
	double sum = closure_find(&x->whole, e->facing[f], &x->s);
	int n = 0, n_member = x->whole.n_component;

	x->sum[f] = e->weight[f] * sum;
	memcpy(x->member, x->whole.component, n_member * sizeof(int));
	for (int i = 0; i < n_member; i++) {
		int c = x->member[i];
		double gain = e->unsafe[c];

		if (!may_choose(x, c))
			continue;
		if (!x->leaf[c] && !x->s.keep_links) {
			x->s.replaced[c] = 1;
			gain = sum - closure_find(&x->without, e->facing[f], &x->s);
			x->s.replaced[c] = 0;
		}
		ret_share[n++] = (struct share){ c, e->weight[f] * gain };
	}
	return n;
}

static void start(struct search *x)
{
	const struct exposed *e = x->e;
	const struct depgraph *g = e->links->graph;
	struct share *at = solv_calloc(g->n_component + 1, sizeof(*at));
	int n = 0;

	scenario_init(&x->s, e);
	x->s.keep_links = x->request->keep_links;
	closure_init(&x->whole, e);
	closure_init(&x->without, e);
	find_leaves(x);
	x->begin = solv_calloc(e->n_facing + 1, sizeof(int));
	x->end = solv_calloc(e->n_facing + 1, sizeof(int));
	x->sum = solv_calloc(e->n_facing + 1, sizeof(double));
	x->gain = solv_calloc(g->n_component + 1, sizeof(double));
	x->member = solv_calloc(g->n_component + 1, sizeof(int));
	for (int f = 0; f < e->n_facing; f++) {
		x->begin[f] = n;
		x->end[f] = n + find_shares(x, f, at);
		if (x->end[f] > n) {
			x->share = solv_extend(x->share, n, x->end[f] - n, sizeof(*x->share), 4095);
			memcpy(x->share + n, at, (x->end[f] - n) * sizeof(*at));
		}
		n = x->end[f];
	}
	free(at);
}

static void stop(struct search *x)
{
	scenario_clear(&x->s);
	closure_clear(&x->whole);
	closure_clear(&x->without);
	free(x->leaf);
	free(x->begin);
	free(x->end);
	free(x->share);
	free(x->sum);
	free(x->gain);
	free(x->member);
}

/* Sums in the order of packages, so that the same choices give the same bits. */
static void sum_gains(struct search *x)
{
	memset(x->gain, 0, x->e->links->graph->n_component * sizeof(double));
	for (int f = 0; f < x->e->n_facing; f++)
		for (int i = x->begin[f]; i < x->end[f]; i++)
			x->gain[x->share[i].component] += x->share[i].gain;
}

static double sum_left(const struct search *x)
{
	double left = 0;

	for (int f = 0; f < x->e->n_facing; f++)
		left += x->sum[f];
	return left;
}

/* The component that is worth most for its cost (per_cost) or at all, within what is left of the
   budget; -1: none. */
static int find_best(const struct search *x, double budget, bool per_cost)
{
	int best = -1;
	double best_worth = 0;

	for (int c = 0; c < x->e->links->graph->n_component; c++) {
		double cost = cost_of(x->request, c), worth;

		if (!(x->gain[c] > 0) || !(cost <= budget))
			continue;
		worth = per_cost ? x->gain[c] / cost : x->gain[c];
		if (worth > best_worth ||
		    (worth == best_worth && strcmp(universe_component_name(x->u, c),
						   universe_component_name(x->u, best)) < 0)) {
			best = c;
			best_worth = worth;
		}
	}
	return best;
}

static void add_step(struct plan *p, int component, double cost, double left)
{
	p->step = solv_extend(p->step, p->n_step, 1, sizeof(*p->step), 31);
	p->step[p->n_step++] = (struct plan_step){ component, cost, left };
}

/* Replace a component, and look anew at the packages that load it. */
static void choose(struct search *x, int component)
{
	scenario_replace(&x->s, component, NULL, 0);
	for (int f = 0; f < x->e->n_facing; f++) {
		bool loads = false;

		for (int i = x->begin[f]; i < x->end[f] && !loads; i++)
			loads = x->share[i].component == component;
		if (loads)
			x->end[f] = x->begin[f] + find_shares(x, f, x->share + x->begin[f]);
	}
	sum_gains(x);
}

/* ---- the bound ---- */

struct charge {
	double charge, cost;
};

static int compare_charges(const void *x, const void *y)
{
	const struct charge *a = x, *b = y;
	double p = a->charge / a->cost, q = b->charge / b->cost;

	return (p < q) - (p > q);
}

/* The fractional knapsack. */
static double fill_budget(struct charge *charge, int n, double budget)
{
	double sum = 0;

	qsort(charge, n, sizeof(*charge), compare_charges);
	for (int i = 0; i < n && budget > 0; i++) {
		double part = charge[i].cost <= budget ? 1 : budget / charge[i].cost;

		sum += part * charge[i].charge;
		budget -= part * charge[i].cost;
	}
	return sum;
}

struct ways {
	int *stamp, *queue; /* nodes */
	int *reached;	    /* component -> stamp: can be reached */
	int *direct;	    /* component -> facing + 1: loaded directly */
	int question;
};

/* Mark the components that the package loads without another component in between. */
static void mark_direct(const struct search *x, struct ways *w, int f)
{
	const struct links *links = x->e->links;
	const struct depgraph *g = links->graph;
	int own = g->component_of[x->e->facing[f]], n = 0;

	w->question++;
	w->queue[n++] = x->e->facing[f];
	w->stamp[x->e->facing[f]] = w->question;
	for (int i = 0; i < n; i++) {
		w->direct[g->component_of[w->queue[i]]] = f + 1;
		if (g->component_of[w->queue[i]] != own)
			continue;
		for (int j = links->load_begin[w->queue[i]]; j < links->load_begin[w->queue[i] + 1];
		     j++)
			if (w->stamp[links->load[j]] != w->question) {
				w->stamp[links->load[j]] = w->question;
				w->queue[n++] = links->load[j];
			}
	}
}

/* Half of what a component leads to in the process of a package, and does not lose with it: all
   that it leads to, but what is loaded directly, or lost with it. */
static double half_charges(struct search *x, struct ways *w, int f, int component)
{
	const struct exposed *e = x->e;
	const struct links *links = e->links;
	const struct depgraph *g = links->graph;
	double sum = 0;
	int n = 0;

	/* what stays when it is replaced: x->without */
	x->s.replaced[component] = 1;
	closure_find(&x->without, e->facing[f], &x->s);
	x->s.replaced[component] = 0;
	w->question++;
	for (int i = 0; i < x->whole.n_node; i++)
		if (g->component_of[x->whole.node[i]] == component) {
			w->stamp[x->whole.node[i]] = w->question;
			w->queue[n++] = x->whole.node[i];
		}
	for (int i = 0; i < n; i++) {
		w->reached[g->component_of[w->queue[i]]] = w->question;
		for (int j = links->load_begin[w->queue[i]]; j < links->load_begin[w->queue[i] + 1];
		     j++)
			if (w->stamp[links->load[j]] != w->question) {
				w->stamp[links->load[j]] = w->question;
				w->queue[n++] = links->load[j];
			}
	}
	for (int i = 0; i < x->without.n_component; i++) {
		int c = x->without.component[i];

		if (w->reached[c] == w->question && w->direct[c] != f + 1)
			sum += e->unsafe[c];
	}
	return e->weight[f] * sum / 2;
}

/* Nothing is replaced yet; gains are those of single components. */
static double find_bound(struct search *x, double budget)
{
	const struct exposed *e = x->e;
	const struct depgraph *g = e->links->graph;
	double *charge = solv_memdup2(x->gain, g->n_component + 1, sizeof(double)), bound;
	struct charge *sorted = solv_calloc(g->n_component + 1, sizeof(*sorted));
	struct ways w = {
		.stamp = solv_calloc(g->n_node + 1, sizeof(int)),
		.queue = solv_calloc(g->n_node + 1, sizeof(int)),
		.reached = solv_calloc(g->n_component + 1, sizeof(int)),
		.direct = solv_calloc(g->n_component + 1, sizeof(int)),
	};
	int n = 0;

	for (int f = 0; f < e->n_facing && !x->s.keep_links; f++) {
		closure_find(&x->whole, e->facing[f], &x->s);
		mark_direct(x, &w, f);
		for (int i = x->begin[f]; i < x->end[f]; i++)
			if (!x->leaf[x->share[i].component])
				charge[x->share[i].component] += half_charges(
					x, &w, f, x->share[i].component);
	}
	for (int c = 0; c < g->n_component; c++)
		/* -Wanalyzer-null-dereference: a copy of gain, which start() has made */
		if (charge[c] > 0 && may_choose(x, c))
			sorted[n++] = (struct charge){ charge[c], cost_of(x->request, c) };
	bound = fill_budget(sorted, n, budget);
	free(charge);
	free(sorted);
	free(w.stamp);
	free(w.queue);
	free(w.reached);
	free(w.direct);
	return fmin(bound, sum_left(x));
}

void plan_find(struct plan *p, const struct exposed *e, const struct universe *u,
	       const struct plan_request *request)
{
	struct search x = { .e = e, .request = request, .u = u };
	double budget = request->cost ? request->budget : floor(request->budget), single_left;
	int c, single;

	start(&x);
	sum_gains(&x);
	p->total = sum_left(&x);
	p->bound = find_bound(&x, budget);
	single = find_best(&x, budget, false);
	single_left = single >= 0 ? p->total - x.gain[single] : p->total;
	while ((c = find_best(&x, budget, true)) >= 0) {
		budget -= cost_of(request, c);
		choose(&x, c);
		add_step(p, c, cost_of(request, c), sum_left(&x));
	}
	/* one that eats the whole budget may be better than many that are cheap */
	if (p->n_step && single_left < p->step[p->n_step - 1].left) {
		p->n_step = 0;
		add_step(p, single, cost_of(request, single), single_left);
	}
	stop(&x);
}

/* Which network-facing packages have a component in their closure now: of c, loader[begin[c] …). */
struct loaders {
	int *begin, *loader;
};

static void find_loaders(struct loaders *x, const struct exposed *e, struct closure *closure)
{
	int n = e->links->graph->n_component;

	x->begin = solv_calloc(n + 2, sizeof(int));
	for (int f = 0; f < e->n_facing; f++) {
		closure_find(closure, e->facing[f], NULL);
		for (int i = 0; i < closure->n_component; i++)
			x->begin[closure->component[i] + 2]++;
	}
	for (int c = 0; c < n; c++)
		x->begin[c + 2] += x->begin[c + 1];
	x->loader = solv_calloc(x->begin[n + 1] + 1, sizeof(int));
	for (int f = 0; f < e->n_facing; f++) {
		closure_find(closure, e->facing[f], NULL);
		for (int i = 0; i < closure->n_component; i++)
			x->loader[x->begin[closure->component[i] + 1]++] = f;
	}
}

void plan_follow(const struct exposed *e, bool keep_links, const int *component, int n,
		 double *ret_left)
{
	double *sum = solv_calloc(e->n_facing + 1, sizeof(double));
	struct loaders loaders;
	struct closure closure;
	struct scenario s;

	scenario_init(&s, e);
	s.keep_links = keep_links;
	closure_init(&closure, e);
	find_loaders(&loaders, e, &closure);
	for (int f = 0; f < e->n_facing; f++)
		sum[f] = e->weight[f] * closure_find(&closure, e->facing[f], NULL);
	for (int i = 0; i < n; i++) {
		int c = component[i];

		scenario_replace(&s, c, NULL, 0);
		for (int j = loaders.begin[c]; j < loaders.begin[c + 1]; j++) {
			int f = loaders.loader[j];

			sum[f] = e->weight[f] * closure_find(&closure, e->facing[f], &s);
		}
		ret_left[i] = 0;
		for (int f = 0; f < e->n_facing; f++)
			ret_left[i] += sum[f];
	}
	free(loaders.begin);
	free(loaders.loader);
	free(sum);
	closure_clear(&closure);
	scenario_clear(&s);
}
