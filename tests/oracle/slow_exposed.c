/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exposed unsafe code by definition; see slow_exposed.h.
 */
#include "tests/oracle/slow_exposed.h"

#include <string.h>

#include "graphs/depgraph.h"

static bool has_bit(unsigned set, int i)
{
	return set >> i & 1;
}

static bool loads(const struct slow_exposed *x, int from, int to, unsigned replaced,
		  bool keep_links, const int *instead)
{
	int component = x->slow->component[from];

	if (has_bit(replaced, component) && instead && instead[component] == to)
		return true;
	if (!x->loads[from][to])
		return false;
	return keep_links || !has_bit(replaced, component) || x->slow->component[to] == component ||
	       x->runtime[x->slow->component[to]];
}

void slow_process(const struct slow_exposed *x, int package, unsigned replaced, bool keep_links,
		  const int *instead, slow_set ret_set)
{
	bool more = true;

	memset(ret_set, 0, sizeof(slow_set));
	ret_set[package] = true;
	while (more) {
		more = false;
		for (int a = 0; a < x->slow->n; a++)
			for (int b = 0; b < x->slow->n; b++)
				if (ret_set[a] && !ret_set[b] &&
				    loads(x, a, b, replaced, keep_links, instead))
					more = ret_set[b] = true;
	}
}

/* Is the package one of those that face the network, and how many of its component do? */
static int count_facing(const struct slow_exposed *x, int component)
{
	int n = 0;

	for (int p = 0; p < x->slow->n; p++)
		n += x->slow->component[p] == component && x->runs[p];
	return x->facing[component] > 0 ? n : 0;
}

double slow_left(const struct slow_exposed *x, unsigned replaced, bool keep_links,
		 const int *instead)
{
	double left = 0;

	for (int f = 0; f < x->slow->n; f++) {
		int own = x->slow->component[f], n = count_facing(x, own);
		bool in[MODEL_COMPONENTS] = { false };
		slow_set process;

		if (!n || !x->runs[f])
			continue;
		slow_process(x, f, replaced, keep_links, instead, process);
		for (int p = 0; p < x->slow->n; p++)
			in[x->slow->component[p]] |= process[p];
		for (int c = 0; c < x->slow->n_component; c++)
			if (in[c] && !has_bit(replaced, c))
				left += x->use[own] / n * x->unsafe[c];
	}
	return left;
}

void slow_inherited(const struct slow_exposed *x, unsigned replaced, bool keep_links,
		    double *ret_weight)
{
	for (int c = 0; c < x->slow->n_component; c++)
		ret_weight[c] = 0;
	for (int own = 0; own < x->slow->n_component; own++) {
		bool in[MODEL_COMPONENTS] = { false };

		for (int f = 0; f < x->slow->n; f++) {
			slow_set process;

			if (x->slow->component[f] != own || !x->runs[f] || x->facing[own] <= 0)
				continue;
			slow_process(x, f, replaced, keep_links, NULL, process);
			for (int p = 0; p < x->slow->n; p++)
				in[x->slow->component[p]] |= process[p];
		}
		for (int c = 0; c < x->slow->n_component; c++)
			if (in[c] && c != own)
				ret_weight[c] += x->facing[own];
	}
}

double slow_plan(const struct slow_exposed *x, unsigned allowed, const double *cost, double budget,
		 bool keep_links)
{
	double least = slow_left(x, 0, keep_links, NULL);

	for (unsigned set = 1; set < 1u << x->slow->n_component; set++) {
		double spent = 0, left;

		for (int c = 0; c < x->slow->n_component; c++)
			if (has_bit(set, c))
				spent += cost ? cost[c] : 1;
		if (set & ~allowed || !(spent <= budget))
			continue;
		left = slow_left(x, set, keep_links, NULL);
		if (left < least)
			least = left;
	}
	return least;
}

/* Does a package have a need of these kinds that another meets? */
static bool needs(const struct slow *s, int from, int to, unsigned kinds)
{
	for (int i = 0; i < s->n_need; i++)
		if (s->need[i].owner == from && (kinds & NEED_BIT(s->need[i].kind)) &&
		    s->need[i].met_by[to])
			return true;
	return false;
}

void slow_dropout(const struct slow *s, const slow_set library, const slow_set run,
		  const slow_set gone, slow_set ret_drops)
{
	slow_set reached;
	bool more = true;

	memcpy(reached, gone, sizeof(slow_set));
	while (more) {
		more = false;
		for (int a = 0; a < s->n; a++)
			for (int b = 0; b < s->n; b++)
				if (reached[a] && !reached[b] && needs(s, a, b, NEEDS_REQUIRED))
					more = reached[b] = true;
	}
	for (int p = 0; p < s->n; p++)
		ret_drops[p] = reached[p] && library[p] && !gone[p];
	/* take out what is needed from outside, until nothing is; what is not run needs nothing
	   unless somebody who is run needs it */
	slow_set used;

	for (int p = 0; p < s->n; p++)
		used[p] = !gone[p] && !ret_drops[p] && run[p];
	for (more = true; more;) {
		more = false;
		for (int a = 0; a < s->n; a++)
			for (int b = 0; b < s->n; b++)
				if (used[a] && !used[b] && !gone[b] &&
				    needs(s, a, b, NEEDS_REQUIRED | NEED_BIT(NEED_RECOMMENDS))) {
					more = used[b] = true;
					ret_drops[b] = false;
				}
	}
}
