/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why does one package end up with another? Shortest chains from any of one set of nodes to any of
 * another, over needs of given kinds, or over links.
 *
 * A chain visits no node twice, begins in FROM, ends in TO, and has no other node of either. Chains
 * come shortest first, those of one length in the order of node numbers (the archive's order).
 * Which providers count as a step is a policy (graphs/alternatives.h): with ALTERNATIVES_SOLE a
 * chain says "must", with ALTERNATIVES_ALL "may".
 *
 * Cost: one breadth-first search backwards from TO, then a depth-first search that never leaves the
 * shortest way by more than CHAINS_SLACK steps; it stops after ret_max chains or CHAINS_WORK steps.
 */
#ifndef LINCHPIN_GRAPHS_CHAINS_H
#define LINCHPIN_GRAPHS_CHAINS_H

#include "graphs/alternatives.h"
#include "graphs/depgraph.h"

struct links;

enum {
	CHAINS_SLACK = 2,	/* steps beyond the shortest */
	CHAINS_STEPS = 64,	/* of the longest chain that is shown */
	CHAINS_WORK = 2000000,
};

struct chain {
	int n_step;			/* nodes; 1: FROM and TO share a node */
	int node[CHAINS_STEPS + 1];
	int need[CHAINS_STEPS + 1];	/* of node[i], met by node[i + 1]; -1: a link, or the end */
};

/* Find up to max chains. links NULL: over needs of these kinds. Returns how many there are in
   *ret_chain, which the caller frees. */
int chains_find(const struct depgraph *g, const struct links *links, enum alternatives alternatives,
		unsigned kinds, const int *from, int n_from, const int *to, int n_to, int max,
		struct chain **ret_chain);

#endif
