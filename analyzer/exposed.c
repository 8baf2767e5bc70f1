/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exposed unsafe code by walking the links of every network-facing package; see exposed.h.
 */
#include "analyzer/exposed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/assessment.h"
#include "analyzer/exposure.h"
#include "analyzer/language.h"
#include "graphs/depgraph.h"
#include "graphs/links.h"

void exposed_init(struct exposed *e)
{
	memset(e, 0, sizeof(*e));
}

void exposed_clear(struct exposed *e)
{
	free(e->unsafe);
	free(e->facing);
	free(e->weight);
	exposed_init(e);
}

/* ---- the closure of one package ---- */

void closure_init(struct closure *c, const struct exposed *e)
{
	const struct depgraph *g = e->links->graph;

	memset(c, 0, sizeof(*c));
	c->exposed = e;
	c->component = solv_calloc(g->n_component + 1, sizeof(int));
	c->component_stamp = solv_calloc(g->n_component + 1, sizeof(int));
	c->node = solv_calloc(g->n_node + 1, sizeof(int));
	c->node_stamp = solv_calloc(g->n_node + 1, sizeof(int));
}

void closure_clear(struct closure *c)
{
	free(c->component);
	free(c->component_stamp);
	free(c->node);
	free(c->node_stamp);
	memset(c, 0, sizeof(*c));
}

static void closure_add(struct closure *c, int node)
{
	if (c->node_stamp[node] == c->stamp)
		return;
	c->node_stamp[node] = c->stamp;
	c->node[c->n_node++] = node;
}

/* What memory-safe code in the place of this package loads: the other packages of the component are
   replaced like it. */
static void closure_follow_replaced(struct closure *c, int node, int component,
				    const struct scenario *s)
{
	const struct links *links = c->exposed->links;

	for (int i = links->load_begin[node]; i < links->load_begin[node + 1]; i++) {
		int to = links->graph->component_of[links->load[i]];

		if (to == component || c->exposed->runtime[to])
			closure_add(c, links->load[i]);
	}
	for (int i = s->instead_begin[component]; i < s->instead_end[component]; i++)
		closure_add(c, s->instead[i]);
}

double closure_find(struct closure *c, int node, const struct scenario *s)
{
	const struct exposed *e = c->exposed;
	const struct links *links = e->links;
	double sum = 0;

	c->stamp++;
	c->n_node = c->n_component = 0;
	closure_add(c, node);
	for (int i = 0; i < c->n_node; i++) {
		int at = c->node[i], component = links->graph->component_of[at];
		bool replaced = s && s->replaced[component];

		if (!replaced && c->component_stamp[component] != c->stamp &&
		    e->unsafe[component] > 0) {
			c->component_stamp[component] = c->stamp;
			c->component[c->n_component++] = component;
			sum += e->unsafe[component];
		}
		if (replaced && !s->keep_links) {
			closure_follow_replaced(c, at, component, s);
			continue;
		}
		for (int j = links->load_begin[at]; j < links->load_begin[at + 1]; j++)
			closure_add(c, links->load[j]);
		/* a replacement that is packaged keeps what it needs itself in any case */
		for (int j = replaced ? s->instead_begin[component] : 0;
		     replaced && j < s->instead_end[component]; j++)
			closure_add(c, s->instead[j]);
	}
	return sum;
}

/* ---- scenarios ---- */

void scenario_init(struct scenario *s, const struct exposed *e)
{
	int n = e->links->graph->n_component;

	memset(s, 0, sizeof(*s));
	s->replaced = solv_calloc(n + 1, 1);
	s->instead_begin = solv_calloc(n + 1, sizeof(int));
	s->instead_end = solv_calloc(n + 1, sizeof(int));
}

void scenario_clear(struct scenario *s)
{
	free(s->replaced);
	free(s->instead);
	free(s->instead_begin);
	free(s->instead_end);
	memset(s, 0, sizeof(*s));
}

void scenario_replace(struct scenario *s, int component, const int *node, int n)
{
	s->replaced[component] = 1;
	s->instead_begin[component] = s->n_instead;
	if (n) {
		s->instead = solv_extend(s->instead, s->n_instead, n, sizeof(int), 63);
		memcpy(s->instead + s->n_instead, node, n * sizeof(int));
	}
	s->n_instead += n;
	s->instead_end[component] = s->n_instead;
}

/* ---- the whole release ---- */

static void find_unsafe(struct exposed *e, const struct language_verdicts *languages)
{
	int n = e->links->graph->n_component;

	e->unsafe = solv_calloc(n + 1, sizeof(double));
	for (int c = 0; c < n; c++) {
		const struct language_mix *mix = &languages->mix[c];

		if ((mix->safety == SAFETY_UNSAFE || mix->safety == SAFETY_MIXED) &&
		    !isnan(mix->unsafe))
			e->unsafe[c] = mix->unsafe;
	}
}

/* The network-facing packages, by ascending node, and their weights. */
static void find_facing(struct exposed *e, const struct assessment *a, const unsigned char *role)
{
	const struct depgraph *g = e->links->graph;
	int *n_of = solv_calloc(g->n_component + 1, sizeof(int));

	e->facing = solv_calloc(g->n_node + 1, sizeof(int));
	for (int node = 0; node < g->n_node; node++) {
		int c = g->component_of[node];

		if (c < 0 || exposure_facing(a, c) <= 0 || !exposure_runs_code(g, node, role))
			continue;
		e->facing[e->n_facing++] = node;
		e->n_facing_component += !n_of[c]++;
	}
	e->weight = solv_calloc(e->n_facing + 1, sizeof(double));
	for (int f = 0; f < e->n_facing; f++) {
		int c = g->component_of[e->facing[f]];
		double use = a->value[CRITERION_USE][c];

		e->weight[f] = isnan(use) ? 0 : use / n_of[c];
		e->n_unused += !(e->weight[f] > 0);
	}
	free(n_of);
}

static void count_unknown(struct exposed *e, const struct language_verdicts *languages)
{
	const struct depgraph *g = e->links->graph;
	unsigned char *counted = solv_calloc(g->n_component + 1, 1);
	struct closure closure;

	closure_init(&closure, e);
	for (int f = 0; f < e->n_facing; f++) {
		closure_find(&closure, e->facing[f], NULL);
		for (int i = 0; i < closure.n_node; i++) {
			int c = g->component_of[closure.node[i]];

			e->n_unknown += !counted[c] && languages->mix[c].safety == SAFETY_UNKNOWN;
			counted[c] = 1;
		}
	}
	closure_clear(&closure);
	free(counted);
}

void exposed_build(struct exposed *e, const struct links *links, const struct assessment *a,
		   const struct language_verdicts *languages, const unsigned char *role,
		   const unsigned char *runtime)
{
	e->links = links;
	e->runtime = runtime;
	find_unsafe(e, languages);
	if (links_known(links))
		find_facing(e, a, role);
	count_unknown(e, languages);
	e->total = exposed_left(e, NULL);
}

double exposed_left(const struct exposed *e, const struct scenario *s)
{
	struct closure closure;
	double sum = 0;

	closure_init(&closure, e);
	for (int f = 0; f < e->n_facing; f++)
		sum += e->weight[f] * closure_find(&closure, e->facing[f], s);
	closure_clear(&closure);
	return sum;
}

void exposed_own(const struct exposed *e, const struct scenario *s, double *ret_own,
		 int *ret_packages)
{
	int n = e->links->graph->n_component;
	struct closure closure;

	memset(ret_own, 0, n * sizeof(*ret_own));
	if (ret_packages)
		memset(ret_packages, 0, n * sizeof(*ret_packages));
	closure_init(&closure, e);
	for (int f = 0; f < e->n_facing; f++) {
		closure_find(&closure, e->facing[f], s);
		for (int i = 0; i < closure.n_component; i++) {
			int c = closure.component[i];

			ret_own[c] += e->weight[f] * e->unsafe[c];
			if (ret_packages)
				ret_packages[c]++;
		}
	}
	closure_clear(&closure);
}

double exposed_inherited(const struct exposed *e, const struct assessment *a,
			 const struct scenario *s, double *ret_weight)
{
	const struct depgraph *g = e->links->graph;
	int *stamp = solv_calloc(g->n_component + 1, sizeof(int));
	unsigned char *is_facing = solv_calloc(g->n_node + 1, 1);
	struct closure closure;
	double total = 0;

	for (int f = 0; f < e->n_facing; f++)
		is_facing[e->facing[f]] = 1;
	memset(ret_weight, 0, g->n_component * sizeof(*ret_weight));
	closure_init(&closure, e);
	for (int f = 0; f < g->n_component; f++) {
		double own = exposure_facing(a, f);

		total += own;
		stamp[f] = f + 1;
		for (int i = g->component_begin[f]; i < g->component_begin[f + 1]; i++) {
			if (!is_facing[g->component_node[i]])
				continue;
			closure_find(&closure, g->component_node[i], s);
			for (int j = 0; j < closure.n_node; j++) {
				int c = g->component_of[closure.node[j]];

				if (stamp[c] == f + 1)
					continue;
				stamp[c] = f + 1;
				ret_weight[c] += own;
			}
		}
	}
	closure_clear(&closure);
	free(is_facing);
	free(stamp);
	return total;
}
