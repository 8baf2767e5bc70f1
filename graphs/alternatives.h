/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * enum alternatives: which provider a need with several stands for, where an answer wants arcs
 * instead of needs. The choice moves numbers (the dependants of sysvinit are 26, 6,463 or 8,356),
 * so that every answer that used one names it. Impact (graphs/impact.h) needs no policy.
 */
#ifndef LINCHPIN_GRAPHS_ALTERNATIVES_H
#define LINCHPIN_GRAPHS_ALTERNATIVES_H

#include "graphs/depgraph.h"

enum alternatives {
	ALTERNATIVES_NONE,	/* no such policy */
	ALTERNATIVES_PREFERRED,	/* one arc a need: the left-most alternative that has providers; of
				   these the package called so, else the first by name. A need that
				   the package meets itself makes no arc */
	ALTERNATIVES_ALL,	/* an arc to every provider */
	ALTERNATIVES_SOLE,	/* an arc only where there is exactly one provider */
	ALTERNATIVES
};

/* "preferred"; lives forever. ALTERNATIVES_NONE if no policy is called so. */
const char *alternatives_name(enum alternatives alternatives);
enum alternatives alternatives_of_name(const char *name);

/* The nodes that a need stands for under a policy, ascending; they live as long as the graph. The
   owner may be among them. O(1), but O(providers) for ALTERNATIVES_PREFERRED. */
const int *alternatives_providers(enum alternatives alternatives, const struct depgraph *g,
				  int need, int *ret_n);

#endif
