/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct aftermath: how the release would rank once a scenario (analyzer/exposed.h) holds.
 *
 * Replaced components, and those that drop out with them, have no memory-unsafe code left, so their
 * score is 0. What they pulled into network-facing processes is loaded less often: the inherited
 * exposure of every component is found anew, and with it the network criterion. Use and function
 * stay as they are: the place of a component in the distribution is its replacement's now.
 */
#ifndef LINCHPIN_ANALYZER_AFTERMATH_H
#define LINCHPIN_ANALYZER_AFTERMATH_H

#include "analyzer/assessment.h"
#include "analyzer/ranking.h"

struct exposed;
struct scenario;
struct universe;

struct aftermath {
	struct assessment assessment; /* shares what did not change with the original */
	struct ranking ranking;
};

void aftermath_init(struct aftermath *x);
void aftermath_clear(struct aftermath *x);

/* The original assessment must outlive it. dropped: [component], 1: has dropped out; NULL: none.
   exponent: of the score. Cost: as the ranking; bookworm 0.1 s. */
void aftermath_find(struct aftermath *x, const struct assessment *a, const struct exposed *e,
		    const struct scenario *s, const unsigned char *dropped,
		    const struct universe *u, const double exponent[CRITERIA]);

#endif
