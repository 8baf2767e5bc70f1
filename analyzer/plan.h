/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct plan: which replacements, within a budget, leave the least exposed unsafe code E(S)
 * (analyzer/exposed.h)?
 *
 * Greedy: again and again the component that removes most for its cost, found anew after each
 * choice, until the budget is spent or nothing more is removed. What that is worth:
 *
 *   keep_links   The removal is additive, a sum over the chosen components of own(c). Where all
 *		cost the same, greedy is exact: no other choice within the budget removes more. With
 *		costs it is a knapsack; the plan is the better one of greedy and the best single
 *		component, which together remove at least half of what can be.
 *   else	Drop-outs make the removal neither submodular nor supermodular (exposed.h), so that
 *		no constant factor holds. Instead each plan comes with a bound of its own: no choice
 *		within the budget removes more than plan.bound.
 *
 * The bound. Say a pair (f, c) is removed if c is no longer unsafe code in the process of f. For
 * each pair a component s is charged
 *	1	if replacing s alone removes it (s is c, or all ways from f to c lead over s),
 *	1/2	else, if s is on a way from f to c, and f does not load c directly,
 *	0	else.
 * Whatever set removes the pair has charges of at least 1: it contains a component that is charged
 * 1, or else at least two that are charged 1/2. So a set removes at most the sum of its charges,
 * weighted by w(f) unsafe(c), and within a budget at most what the most charged components for
 * their cost have (the last one in part). With keep_links only c itself is charged for (f, c), and
 * the bound is reached.
 *
 * Ties go by name. Cost: O(sum over f of components times links in its closure) at first, then for
 * each step the same over the f that load the chosen component. Bookworm, 20 steps: 0.06 s with
 * links kept, where components count for themselves, else 0.5 s.
 */
#ifndef LINCHPIN_ANALYZER_PLAN_H
#define LINCHPIN_ANALYZER_PLAN_H

#include <stdbool.h>

struct exposed;
struct universe;

struct plan_request {
	const unsigned char *allowed; /* [component], 1: may be chosen, if unsafe at all */
	const double *cost;	      /* [component], more than 0, NAN: unknown, not chosen; NULL:
					   1 each */
	double budget;
	bool keep_links;
};

struct plan_step {
	int component;
	double cost;
	double left; /* E(S) with this and all earlier steps */
};

struct plan {
	struct plan_step *step;
	int n_step;
	double total; /* E({}) */
	double bound; /* no choice within the budget removes more */
};

void plan_init(struct plan *p);
void plan_clear(struct plan *p);

/* u: for the names. */
void plan_find(struct plan *p, const struct exposed *e, const struct universe *u,
	       const struct plan_request *request);

/* E after each of these replacements of unsafe components, in this order: ret_left[n]. */
void plan_follow(const struct exposed *e, bool keep_links, const int *component, int n,
		 double *ret_left);

#endif
