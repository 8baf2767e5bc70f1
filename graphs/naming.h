/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is named, and who is chosen: two ways to count dependants that alternatives do not blow up. A
 * need for "mail-transport-agent" is met by thirty packages, none of which its author had in mind.
 *
 * Named: a relation of any kind, in any of its alternatives, gives the name of one of the subject's
 * packages (with whatever version or architecture), or the name of something that no package is
 * called and that, in the version asked for, only packages of one component provide.
 *
 * Chosen: the preferred provider (graphs/alternatives.h) of a need of the given kinds is the
 * subject's. It is what apt would install for someone who has none of the alternatives yet.
 *
 * Cost: O(needs + alternatives); bookworm 0.03 s each.
 */
#ifndef LINCHPIN_GRAPHS_NAMING_H
#define LINCHPIN_GRAPHS_NAMING_H

#include "graphs/depgraph.h"

/* For every package or component: how many components other than its own name it. The array is the
   caller's, with depgraph_n_subject() entries. */
void naming_count_named(const struct depgraph *g, enum level level, int *ret_components);

/* The same for being chosen by needs of these kinds. */
void naming_count_chosen(const struct depgraph *g, enum level level, unsigned kinds,
			 int *ret_components);

/* What comes along when these nodes are installed: they, the preferred providers of their needs of
   these kinds, and so on. ret_in[node] is set to 1; it is the caller's, zeroed, with n_node
   entries. */
void naming_closure(const struct depgraph *g, unsigned kinds, const int *node, int n_node,
		    unsigned char *ret_in);

#endif
