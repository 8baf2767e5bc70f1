/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct strong: what depends on what, whatever one chooses (Abate, Boender, Di Cosmo, Zacchiroli,
 * "Strong dependencies between software components", ESEM 2009): p strongly depends on q if p can
 * be installed and every installation that contains p contains q. All pairs of a release, both
 * ways.
 *
 * An *installation* is a set of packages in which every requires need is met and, if conflicts are
 * counted, no two packages are rivals (graphs/conflicts.h). What is counted how:
 *
 *   needs		Depends and Pre-Depends (Requires); Recommends, Suggests, Enhances never.
 *			Who meets a need is the depgraph's clause: versions, Provides, ":any" as
 *			libsolv has them; an unversioned Provides never meets a versioned need
 *   conflicts		Conflicts and Breaks, symmetric, never with itself. Replaces is nothing;
 *			Essential packages are in an installation only if something in it needs them
 *   versions		of one name exclude each other; a need that two of them meet is no strong
 *			dependency on either, as with any two providers
 *   architectures	the packages that the universe has: with one architecture and "all",
 *			Multi-Arch matters only for ":any"
 *   uninstallable	packages are in no pair, neither side, and meet no need of others
 *   itself		no package is its own dependant
 *
 * For components, p is a component and q another: some package of p strongly depends on *the set*
 * of q's packages, that is, no installation with it is without all of them. This is what would be
 * lost if q were removed as a whole; it is not the union of the pairs of packages, but more.
 *
 * Without conflicts a pair is an impact: p falls with q (graphs/impact.h), a linear fixpoint per q.
 * With conflicts, deciding a single pair is co-NP-complete; but almost none needs a search:
 *
 *   1. What falls with q although conflicts are ignored is a pair: proved by propagation.
 *   2. A healthy selection G (graphs/selection.h) refutes all pairs (p, q) with p in G where p does
 *	not fall with q *in G*. Selections are made as large as they get, each preferring what those
 *	before it left out (of rivals that are equal in this, the one with the larger impact), until
 *	every installable package is in one.
 *   3. Packages that no selection has yet are searched for an installation (graphs/install.h), one
 *	after the other in what those before leave possible; what is found is grown to a selection.
 *	A package that is not found in all there is is uninstallable.
 *   4. What is neither proved nor refuted is a candidate (p, q). Likewise, in rounds: for one p of
 *	each q an installation without q is searched for, as many as go together are grown to a
 *	selection, and that refutes many others. When this does not pay any more, each p left is
 *	searched for without q in all there is. No installation is a proof; an installation refutes
 *	every candidate of q in it.
 *
 * So every pair is proved, by propagation or by an exhausted search, and every other pair is
 * refuted by an installation; installations and selections are checked before they count (a failed
 * check is the only way to fail). dose3 answers the same by one search per pair that its direct
 * needs do not decide.
 *
 * Cost: without conflicts O(what falls), with conflicts a few times that, unless searches are hard;
 * 8 bytes a pair. Bookworm main/amd64, 63,440 packages with 1,070 conflicts: 3,465,925 pairs in
 * 0.15 s and 40 MB without conflicts; 3,465,824 pairs in 0.9 s and 45 MB with them. There, 22
 * selections leave 125,869 and in the end 711 candidates, 3,406 searches are made, and 24 pairs are
 * found that only a search proves; 16 packages are uninstallable, one of them for its conflicts
 * only (the pairs it had are gone). Components: 1,495,805 and 1,495,716 pairs in 0.1 and 0.7 s. Ten
 * bookworms side by side take eleven times as long.
 */
#ifndef LINCHPIN_GRAPHS_STRONG_H
#define LINCHPIN_GRAPHS_STRONG_H

#include <stdbool.h>
#include <stdint.h>

#include "graphs/depgraph.h"

struct conflicts;
struct diag;

struct strong {
	const struct depgraph *graph;	/* NULL: not built */
	enum level level;
	int n_subject;
	bool *installable;	/* subject -> can (one of) its packages be installed? */
	int n_uninstallable;	/* subjects that cannot */
	int64_t n_pair;
	/* who strongly depends on q: dependant[dependant_begin[q] … dependant_begin[q + 1]) */
	int64_t *dependant_begin;	/* n_subject + 1 */
	int *dependant;		/* subjects, ascending */
	/* what p strongly depends on: dependency[dependency_begin[p] … dependency_begin[p + 1]) */
	int64_t *dependency_begin;
	int *dependency;	/* subjects, ascending */
	/* how it was decided; 0 where conflicts were not counted */
	int n_selection;	/* healthy selections, grown ones included */
	int n_candidate;	/* pairs left by the first selections, counted in packages */
	int n_search;		/* searches, for any reason */
	int n_searched_pair;	/* pairs that only an exhausted search proved: due to conflicts */
};

void strong_init(struct strong *s);
void strong_clear(struct strong *s);

/* Find all pairs of a built graph, which must outlive them. `conflicts` NULL: they are ignored;
   they are needed only here. 0, or -1 if an installation did not pass its check: then it is
   empty. */
int strong_build(struct strong *s, const struct depgraph *g, const struct conflicts *conflicts,
		 enum level level, struct diag *diag);

/* Who strongly depends on a subject, or what it strongly depends on: ascending; lives as long as
   the strong. */
static inline const int *strong_dependants(const struct strong *s, int subject, int *ret_n)
{
	*ret_n = (int)(s->dependant_begin[subject + 1] - s->dependant_begin[subject]);
	return s->dependant + s->dependant_begin[subject];
}

static inline const int *strong_dependencies(const struct strong *s, int subject, int *ret_n)
{
	*ret_n = (int)(s->dependency_begin[subject + 1] - s->dependency_begin[subject]);
	return s->dependency + s->dependency_begin[subject];
}

/* Does p strongly depend on q? O(log dependencies of p). */
bool strong_has(const struct strong *s, int p, int q);

/* 0: both directions hold the same pairs, ascending, none of a subject with itself, none of an
   uninstallable one; and for packages the relation is transitive. -1: diag says what is wrong.
   O(sum over pairs (p, q) of the dependencies of q) at worst. */
int strong_check(const struct strong *s, struct diag *diag);

#endif
