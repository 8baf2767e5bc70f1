/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct ranking: the four criteria become a score, scores become ranks, and ranks an interval.
 *
 *	score = (use^a * network^b * function^c * unsafe^d) ^ (1 / (a + b + c + d))
 *
 * the weighted geometric mean: a component must meet all four, nothing makes up for a zero. An
 * unknown criterion makes the score unknown, be another one 0; such components come after all
 * others, without a rank. A criterion whose exponent is 0 is not looked at. Ties are in the order
 * of names.
 *
 * rank_low … rank_high: the 5th and 95th percentile of the rank when each exponent is multiplied by
 * a random factor between 1/2 and 2 (log-uniform), 1,000 times with a fixed seed: how much the rank
 * depends on the weights one believes in. The rank itself is always within (two components of
 * bookworm would be one to six ranks outside).
 *
 * A criterion is met from 0.5 on (RANKING_MEETS): it is then more present than absent.
 *
 * Cost: bookworm, 0.25 s, nearly all of it the 1,000 rankings, each one radix sort of the scores.
 */
#ifndef LINCHPIN_ANALYZER_RANKING_H
#define LINCHPIN_ANALYZER_RANKING_H

#include "analyzer/assessment.h"

struct universe;

#define RANKING_MEETS 0.5
enum { RANKING_DRAWS = 1000 };

struct ranking {
	int n_component;
	double *score;		/* [component], NAN: unknown */
	int *order;		/* components, best first, unknown last */
	int *rank;		/* [component], from 1; 0: unknown */
	int *rank_low;		/* [component], the better end; 0: unknown */
	int *rank_high;		/* [component], the worse end; 0: unknown */
	unsigned char *meets;	/* [component], bit 1 << criterion */
};

void ranking_init(struct ranking *r);

/* Rank all components. exponent: one for each criterion, none negative, not all zero. */
void ranking_compute(struct ranking *r, const struct assessment *a, const struct universe *u,
		     const double exponent[CRITERIA]);

void ranking_clear(struct ranking *r);

#endif
