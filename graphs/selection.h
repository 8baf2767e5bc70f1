/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct selection: a part of a release in which every requires need is met inside (it is
 * *closed*), and what falls in it when packages are removed. With all that can be had, conflicts
 * ignored, it is the ground of impact (graphs/impact.h); a selection without conflicts inside is
 * *healthy*: it could be installed as a whole.
 *
 * What makes healthy selections worth having (used by graphs/strong.h): let G be one, p and q in G.
 * If p still stands in G after q was removed and everything fell that falls, then what stands is
 * again closed and without conflicts, contains p and not q: an installation of p without q. So one
 * selection of 60,000 packages is a model for every pair at once, at the price of one fixpoint per
 * q; and a package whose cone of needs (any alternative) has no conflict inside needs no other,
 * because its cone, closed and healthy, is one, in which the fixpoint falls as it does in the
 * whole.
 *
 * Use: selection_init(), selection_fill() or selection_copy(), selection_drop() …, then questions:
 *
 *	n = selection_remove(&s, node, n_node);
 *	s.queue[0 … n)			the members that were removed
 *	s.queue[n … s.n_queue)		what fell, in that order
 *	selection_stands(&s, x)		is x a member that neither was removed nor fell?
 *	(valid until the next selection_remove(); the selection itself stays as it was)
 *
 * Selections made of a filled one borrow from it: it must outlive them.
 *
 * Cost: fill O(needs), bookworm 1 ms, 2.5 MB; copy O(nodes + clauses), 1.1 MB; a question O(clauses
 * and needs of what falls).
 */
#ifndef LINCHPIN_GRAPHS_SELECTION_H
#define LINCHPIN_GRAPHS_SELECTION_H

#include <limits.h>
#include <stdbool.h>

struct conflicts;
struct depgraph;
struct diag;

#define SELECTION_NEVER INT_MAX

struct selection_counter {
	int stamp;	/* the question that `left` belongs to */
	int left;	/* providers of the clause that still stand */
};

struct selection {
	const struct depgraph *graph;
	bool *in;		/* node -> is it a member? */
	int n_member;
	int *size;		/* clause -> members that provide it; 0: none, or no requires need
				   uses it */
	struct selection_counter *counter;	/* per clause */
	int *node_stamp;	/* member -> last question in which it was removed or fell; no
				   member: SELECTION_NEVER */
	int stamp;		/* the running question */
	int *queue;		/* members removed and fallen; n_node entries */
	int n_queue;
	const int *owner;	/* for each entry of graph->user, the owner of that need: falling
				   walks along here. Borrowed, but for own_owner */
	int *own_owner;		/* not NULL: this selection was filled */
};

void selection_init(struct selection *s);
void selection_clear(struct selection *s);

/* All packages that can be installed if conflicts are ignored. */
void selection_fill(struct selection *s, const struct depgraph *g);

/* The same members as another selection. */
void selection_copy(struct selection *s, const struct selection *from);

/* Of a closed selection: these members and all members that they may need, any alternative. */
void selection_of_cone(struct selection *s, const struct selection *from, const int *node,
		       int n_node);

/* Take these nodes out, and what falls with them. */
void selection_drop(struct selection *s, const int *node, int n_node);

/* Ask what falls when these nodes are removed (those that are no members are ignored). Returns how
   many were removed; see above for where the answer is. */
int selection_remove(struct selection *s, const int *node, int n_node);

/* In the running question. O(1). */
static inline bool selection_stands(const struct selection *s, int node)
{
	return s->node_stamp[node] < s->stamp;
}

/* 0: the selection is closed, its counts are right and, unless conflicts is NULL, no two members
   are rivals. O(needs). */
int selection_check(const struct selection *s, const struct conflicts *conflicts,
		    struct diag *diag);

#endif
