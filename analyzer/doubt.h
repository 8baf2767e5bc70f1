/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How high could a component rank if what is not known of it turned out for the worst?
 *
 * A criterion with value v and confidence k may be as high as
 *	high = 1 - k (1 - v)		(1 if it is unknown)
 * With each criterion at its high the component has its highest score; `highest_rank` is the rank
 * that score would have among the others as they are. What is in doubt is the criterion that
 * raises the score most.
 *
 * It is a bound for where to look next, not an estimate: most components in doubt will turn out
 * harmless.
 *
 * Cost: O(components log components).
 */
#ifndef LINCHPIN_ANALYZER_DOUBT_H
#define LINCHPIN_ANALYZER_DOUBT_H

#include "analyzer/assessment.h"

struct ranking;

struct doubt {
	int component;
	double highest;		/* score with every criterion at its high */
	int highest_rank;	/* what that would be, from 1 */
	double high[CRITERIA];
	enum criterion in_doubt;	/* raises the score most, of several that are unknown or 0
					   the first; CRITERIA: none does */
};

/* All components whose highest rank is at most `within` and whose rank is not (or unknown), the
   highest score first, then by rank. Returns how many, in an array that the caller frees.
   exponent: as for ranking_compute(). */
int doubt_find(const struct assessment *a, const struct ranking *r, const double exponent[CRITERIA],
	       int within, struct doubt **ret_doubt);

#endif
