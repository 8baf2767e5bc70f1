/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores, ranks and how stable they are; see ranking.h.
 *
 * The draws work on logarithms: a score's logarithm is a dot product of four exponents with four
 * logarithms taken once, as floats, whose bit patterns sort like the numbers (all are <= 0, so the
 * order of the magnitudes is the order of ranks).
 */
#include "analyzer/ranking.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/universe.h"

void ranking_init(struct ranking *r)
{
	memset(r, 0, sizeof(*r));
}

void ranking_clear(struct ranking *r)
{
	free(r->score);
	free(r->order);
	free(r->rank);
	free(r->rank_low);
	free(r->rank_high);
	free(r->meets);
	ranking_init(r);
}

/* Only the exponents' ratios matter: taken relative to the largest, none of them overflows. */
static double largest(const double exponent[CRITERIA])
{
	double most = 0;

	for (int k = 0; k < CRITERIA; k++)
		most = fmax(most, exponent[k]);
	return most;
}

static double score_of(const struct assessment *a, int component, const double exponent[CRITERIA])
{
	double sum = 0, most = largest(exponent), total = 0;

	for (int k = 0; k < CRITERIA; k++)
		if (exponent[k] > 0 && isnan(a->value[k][component]))
			return NAN;
	for (int k = 0; k < CRITERIA; k++) {
		if (!(exponent[k] > 0))
			continue;
		if (a->value[k][component] <= 0)
			return 0;
		sum += exponent[k] / most * log(a->value[k][component]);
		total += exponent[k] / most;
	}
	return exp(sum / total);
}

struct by_score {
	const struct ranking *ranking;
	const struct universe *universe;
};

static int compare_components(const void *x, const void *y, void *closure)
{
	const struct by_score *by = closure;
	int a = *(const int *)x, b = *(const int *)y;
	double p = by->ranking->score[a], q = by->ranking->score[b];

	if (isnan(p) != isnan(q))
		return isnan(p) ? 1 : -1;
	if (p != q && !isnan(p))
		return p < q ? 1 : -1;
	return strcmp(universe_component_name(by->universe, a),
		      universe_component_name(by->universe, b));
}

/* A small generator with a fixed seed (splitmix64, Steele, Lea and Flood 2014): the same draws on
   every machine. */
static double next_uniform(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return (double)((z ^ z >> 31) >> 11) / (double)(UINT64_C(1) << 53);
}

/* Sort indexes by 32-bit keys: three passes of eleven bits. */
static void radix_sort(const uint32_t *key, int n, int *index, int *scratch)
{
	for (int shift = 0; shift < 33; shift += 11) {
		int begin[2049] = { 0 };

		for (int i = 0; i < n; i++)
			begin[(key[index[i]] >> shift & 2047) + 1]++;
		for (int i = 0; i < 2048; i++)
			begin[i + 1] += begin[i];
		for (int i = 0; i < n; i++)
			scratch[begin[key[index[i]] >> shift & 2047]++] = index[i];
		memcpy(index, scratch, n * sizeof(int));
	}
}

/* The k-th smallest of v (Hoare's selection); reorders v. */
static int select_kth(uint16_t *v, int n, int k)
{
	int low = 0, high = n - 1;

	while (low < high) {
		uint16_t pivot = v[(low + high) / 2];
		int i = low, j = high;

		while (i <= j) {
			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i <= j) {
				uint16_t swap = v[i];

				v[i++] = v[j];
				v[j--] = swap;
			}
		}
		if (k <= j)
			high = j;
		else if (k >= i)
			low = i;
		else
			break;
	}
	return v[k];
}

/* The draws concern components with a positive score; the others' ranks cannot change among
   themselves, and no exponent lifts a zero. */
static void compute_intervals(struct ranking *r, const struct assessment *a,
			      const double exponent[CRITERIA])
{
	double most = largest(exponent);
	int n = 0;
	uint64_t state = 1;

	while (n < r->n_component && r->score[r->order[n]] > 0)
		n++;

	float *logarithm = solv_calloc(n * CRITERIA + 1, sizeof(float));
	uint32_t *key = solv_calloc(n + 1, sizeof(*key));
	int *index = solv_calloc(n + 1, sizeof(int)), *scratch = solv_calloc(n + 1, sizeof(int));
	uint16_t *seen = solv_calloc((size_t)n * RANKING_DRAWS + 1, sizeof(*seen));

	for (int i = 0; i < n; i++)
		for (int k = 0; k < CRITERIA; k++)
			if (exponent[k] > 0)
				logarithm[i * CRITERIA + k] = (float)fmax(
					-log(a->value[k][r->order[i]]), 0);
	for (int draw = 0; draw < RANKING_DRAWS; draw++) {
		float weight[CRITERIA];
		double total = 0;

		for (int k = 0; k < CRITERIA; k++)
			total += weight[k] = (float)(exponent[k] / most *
						     exp2(2 * next_uniform(&state) - 1));
		for (int i = 0; i < n; i++) {
			float sum = 0;

			for (int k = 0; k < CRITERIA; k++)
				sum += weight[k] * logarithm[i * CRITERIA + k];
			sum = (float)(sum / total) + 0.0f; /* no negative zero */
			memcpy(&key[i], &sum, sizeof(sum));
			index[i] = i;
		}
		radix_sort(key, n, index, scratch);
		for (int i = 0; i < n; i++)
			seen[(size_t)index[i] * RANKING_DRAWS + draw] =
				(uint16_t)(i < 65535 ? i + 1 : 65535);
	}
	for (int i = 0; i < n; i++) {
		uint16_t *drawn = seen + (size_t)i * RANKING_DRAWS;
		int low = select_kth(drawn, RANKING_DRAWS, RANKING_DRAWS / 20);
		int high = select_kth(drawn, RANKING_DRAWS, RANKING_DRAWS - RANKING_DRAWS / 20 - 1);

		r->rank_low[r->order[i]] = low < i + 1 ? low : i + 1;
		r->rank_high[r->order[i]] = high > i + 1 ? high : i + 1;
	}
	free(logarithm);
	free(key);
	free(index);
	free(scratch);
	free(seen);
}

void ranking_compute(struct ranking *r, const struct assessment *a, const struct universe *u,
		     const double exponent[CRITERIA])
{
	struct by_score by = { r, u };
	int n = a->n_component;

	r->n_component = n;
	r->score = solv_calloc(n + 1, sizeof(double));
	r->order = solv_calloc(n + 1, sizeof(int));
	r->rank = solv_calloc(n + 1, sizeof(int));
	r->rank_low = solv_calloc(n + 1, sizeof(int));
	r->rank_high = solv_calloc(n + 1, sizeof(int));
	r->meets = solv_calloc(n + 1, 1);
	for (int c = 0; c < n; c++) {
		r->score[c] = score_of(a, c, exponent);
		r->order[c] = c;
		for (int k = 0; k < CRITERIA; k++)
			if (a->value[k][c] >= RANKING_MEETS)
				r->meets[c] |= 1 << k;
	}
	qsort_r(r->order, n, sizeof(int), compare_components, &by);
	for (int i = 0; i < n; i++) {
		int c = r->order[i];

		if (isnan(r->score[c]))
			break;
		r->rank[c] = r->rank_low[c] = r->rank_high[c] = i + 1;
	}
	compute_intervals(r, a, exponent);
}
