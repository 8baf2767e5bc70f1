/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who can be reached along needs, any alternative counted: package p reaches q if p has a need that
 * q is a provider of, or reaches a package that does. This is the widest notion ("may use"); impact
 * (graphs/impact.h) is the narrow one ("cannot do without").
 *
 * Kinds are a set of NEED_BIT()s: only needs of these kinds are followed.
 *
 * Cost: one set O(needs reached). All direct dependants O(sum of backward needs): bookworm 0.01 s.
 * All transitive dependants O(sum of what each reaches): bookworm 0.15 s for all packages.
 */
#ifndef LINCHPIN_GRAPHS_REACH_H
#define LINCHPIN_GRAPHS_REACH_H

#include <solv/queue.h>

#include "graphs/depgraph.h"

enum reach_direction {
	REACH_DEPENDANTS,	/* who needs it: backward */
	REACH_DEPENDENCIES,	/* what it needs: forward */
	REACH_DIRECTIONS
};

/* The nodes within max_depth steps of these nodes (which are not among them), ascending; max_depth
   1 is "direct", 0 is "however far". *ret_node is initialised by the caller and emptied here. */
void reach_nodes(const struct depgraph *g, enum reach_direction direction, unsigned kinds,
		 const int *node, int n_node, int max_depth, Queue *ret_node);

/* For every package or component: how many distinct packages of *other* components have a need that
   one of its packages is a provider of, and of how many components they are. The arrays are the
   caller's, with depgraph_n_subject() entries; either may be NULL. */
void reach_count_direct(const struct depgraph *g, enum level level, unsigned kinds,
			int *ret_packages, int *ret_components);

/* For every package or component: how many packages other than its own reach it. */
void reach_count_dependants(const struct depgraph *g, enum level level, unsigned kinds,
			    int *ret_packages);

#endif
