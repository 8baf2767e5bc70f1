/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct contest: who stays where not all can? Makes a selection (graphs/selection.h) healthy by
 * dropping rivals until no two are left, each time in another way, so that a few selections have
 * every package and most combinations that matter.
 *
 * First the caller may decide for installations (contest_choose()); the rest is settled by an order
 * over the packages with rivals: who was in the fewest settled selections so far stays, then who
 * would take more with it, then the lower node.
 *
 * Cost: contest_find() O(what falls with each package that has rivals), contest_settle() O(rivals
 * and what falls with the dropped); bookworm main/amd64, 1,217 such packages: below 1 ms each.
 */
#ifndef LINCHPIN_GRAPHS_CONTEST_H
#define LINCHPIN_GRAPHS_CONTEST_H

#include <solv/queue.h>

struct conflicts;
struct selection;

struct contestant {
	int node;
	int n_lost;	/* what falls with it, itself included, if conflicts are ignored */
	int n_settled;	/* settled selections that have it */
};

struct contest {
	const struct conflicts *conflicts;
	struct contestant *contestant;	/* who stays first */
	int n_contestant;
};

void contest_init(struct contest *c);
void contest_clear(struct contest *c);

/* Find who in the selection has rivals. The conflicts must outlive the contest; the selection is
   only asked. */
void contest_find(struct contest *c, const struct conflicts *conflicts, struct selection *all);

/* Decide for an installation (nodes) out of what is left of the selection: drop its rivals. Its own
   nodes stay, because all that they need is in it; so do those of installations decided for before,
   because it was found in what they left. */
void contest_choose(const struct contest *c, struct selection *s, const Queue *installation);

/* Drop rivals until the selection is healthy, and remember who is in it. */
void contest_settle(struct contest *c, struct selection *s);

#endif
