/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct comparison: what changed from one release to another, component by component.
 * struct series: the same components through any number of releases.
 *
 * Components are paired by identity.h, so that one that was renamed is neither new nor gone. What
 * counts as a change:
 *
 *	SAFETY		unsafe, mixed, safe or unknown became another of these
 *	LANGUAGE	most of its code is in another language
 *	EXPOSURE	it listens, connects, parses … where it did not, or no longer
 *	REPLACEMENT	a known memory-safe replacement came into the release, or left it
 *	CAME, WENT	it has no partner in the other release
 *	ROSE, FELL	its rank moved further than weights explain: the intervals of both ranks
 *			(ranking.h) do not touch, both counted among the components that are in both
 *			releases, so that newcomers push nobody down. What has no score in either
 *			release is in no order there, and neither rises nor falls
 *
 * A component may have several changes; each is one entry. Entries are grouped by kind in the order
 * above; within it the most critical come first (by the better of both ranks), then by name.
 *
 *	struct comparison x;
 *
 *	comparison_find(&x, &before, &after);
 *	for (i = 0; i < x.n_change; i++)
 *		x.change[i].kind, before.component[x.change[i].a].name, …
 *	comparison_clear(&x);
 *
 * Cost: O(components log components); bookworm and trixie 0.1 s.
 */
#ifndef LINCHPIN_ANALYZER_COMPARISON_H
#define LINCHPIN_ANALYZER_COMPARISON_H

#include "analyzer/digest.h"
#include "analyzer/identity.h"

enum change_kind {
	CHANGE_NONE,
	CHANGE_SAFETY,
	CHANGE_LANGUAGE,
	CHANGE_EXPOSURE,
	CHANGE_REPLACEMENT,
	CHANGE_CAME,
	CHANGE_WENT,
	CHANGE_ROSE,
	CHANGE_FELL,
	CHANGES
};

struct change {
	enum change_kind kind;
	int a, b;			/* components of the digests, -1: not there */
	enum identity_basis basis;	/* what paired them; IDENTITY_NONE: unpaired */
};

struct comparison {
	const struct digest *a, *b;	/* borrowed */
	struct identity identity;
	struct change *change;
	int n_change;
	int n_kind[CHANGES];		/* how many of each */
};

/* Both digests must outlive it. */
void comparison_find(struct comparison *x, const struct digest *a, const struct digest *b);
void comparison_clear(struct comparison *x);

/* "safety", "came", …; lives forever. */
const char *change_kind_name(enum change_kind kind);

/* One line: "what became memory safe, or no longer is". Lives forever. */
const char *change_kind_meaning(enum change_kind kind);

struct series {
	const struct digest *digest;	/* [n_release], borrowed */
	int n_release;
	int n_member;
	int *component;			/* [member * n_release + release], -1: not in that one */
};

/* Follow every component from release to release, each paired with its neighbours; one that leaves
   and comes back under the same name is the same member. The digests must outlive it. */
void series_find(struct series *s, const struct digest *digest, int n_release);
void series_clear(struct series *s);

/* The component of a member in one release; NULL: it is not there. */
const struct digest_component *series_at(const struct series *s, int member, int release);

/* The members that are among the first `top` of any release, by their best place in the last
   release that has them, newest release first. Returns how many; the caller frees the array. */
int series_top(const struct series *s, int top, int **ret_member);

#endif
