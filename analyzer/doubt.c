/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bounds on scores; see doubt.h.
 */
#include "analyzer/doubt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/ranking.h"

/* By how much a criterion alone may raise the logarithm of the score. */
static double gain_of(double value, double high, double exponent)
{
	if (isnan(value) || value <= 0)
		return high > 0 ? INFINITY : 0;
	return exponent * log(high / value);
}

static void bound(const struct assessment *a, const double exponent[CRITERIA], struct doubt *d)
{
	double sum = 0, weights = 0, most = 0;

	d->in_doubt = CRITERIA;
	for (int k = 0; k < CRITERIA; k++) {
		double v = a->value[k][d->component], gain;

		d->high[k] = isnan(v) ? 1 : 1 - a->confidence[k][d->component] * (1 - v);
		weights += exponent[k];
		if (exponent[k] <= 0)
			continue;
		sum += exponent[k] * log(d->high[k]);
		gain = gain_of(v, d->high[k], exponent[k]);
		if (gain > most + 1e-9) {
			most = gain;
			d->in_doubt = (enum criterion)k;
		}
	}
	d->highest = exp(sum / weights);
}

/* How many components have a greater score, which are in the order of their ranks. */
static int rank_of_score(const struct ranking *r, double score)
{
	int low = 0, high = r->n_component;

	while (low < high) {
		int middle = low + (high - low) / 2;
		double other = r->score[r->order[middle]];

		if (!isnan(other) && other > score)
			low = middle + 1;
		else
			high = middle;
	}
	return low + 1;
}

static int compare_doubts(const void *x, const void *y, void *ranking)
{
	const struct doubt *a = x, *b = y;
	const struct ranking *r = ranking;
	int rank_a = r->rank[a->component] ? r->rank[a->component] : r->n_component + 1;
	int rank_b = r->rank[b->component] ? r->rank[b->component] : r->n_component + 1;

	if (a->highest != b->highest)
		return a->highest < b->highest ? 1 : -1;
	return rank_a != rank_b ? rank_a - rank_b : a->component - b->component;
}

int doubt_find(const struct assessment *a, const struct ranking *r, const double exponent[CRITERIA],
	       int within, struct doubt **ret_doubt)
{
	struct doubt *doubt = NULL;
	int n = 0;

	for (int c = 0; c < a->n_component; c++) {
		struct doubt d = { .component = c };

		if (r->rank[c] && r->rank[c] <= within)
			continue;
		bound(a, exponent, &d);
		d.highest_rank = rank_of_score(r, d.highest);
		if (d.highest_rank > within || d.in_doubt == CRITERIA)
			continue;
		doubt = solv_extend(doubt, n, 1, sizeof(*doubt), 255);
		doubt[n++] = d;
	}
	if (n)
		qsort_r(doubt, n, sizeof(*doubt), compare_doubts, (void *)r);
	*ret_doubt = doubt;
	return n;
}
