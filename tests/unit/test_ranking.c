/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are scores, ranks and their intervals what analyzer/ranking.h says? By hand for the rules, and
 * for the intervals against a slow twin that makes the same draws, takes powers and sorts.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>

#include "analyzer/ranking.h"
#include "importers/universe.h"
#include "tests/oracle/random_universe.h"
#include "tests/test.h"

enum { COMPONENTS = 60, RANDOM_ASSESSMENTS = 60 };

/* Component c is called "x<c>" or as names[c] says, and has value[c]. */
struct bench {
	struct universe universe;
	struct assessment assessment;
	struct ranking ranking;
};

static void bench_start(struct bench *b, int n, const double value[][CRITERIA],
			const char *const *names)
{
	char name[16];

	universe_init(&b->universe);
	universe_start(&b->universe, DISTTYPE_DEB, "amd64");
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, n);
	ranking_init(&b->ranking);
	for (int c = 0; c < n; c++) {
		snprintf(name, sizeof(name), "x%d", c);
		universe_add_component(&b->universe,
				       pool_str2id(b->universe.pool, names ? names[c] : name, 1));
		for (int k = 0; k < CRITERIA; k++)
			b->assessment.value[k][c] = value[c][k];
	}
}

static void bench_rank(struct bench *b, const double exponent[CRITERIA])
{
	ranking_clear(&b->ranking);
	ranking_compute(&b->ranking, &b->assessment, &b->universe, exponent);
}

static void bench_clear(struct bench *b)
{
	ranking_clear(&b->ranking);
	ranking_clear(&b->ranking);
	assessment_clear(&b->assessment);
	universe_clear(&b->universe);
}

static const double equal[CRITERIA] = { 1, 1, 1, 1 };

TEST(score_is_the_weighted_geometric_mean)
{
	static const double value[][CRITERIA] = {
		{ 0.9, 0.5, 0.4, 1.0 },
		{ 1, 1, 1, 1 },
		{ 0.25, 0.25, 0.25, 0.25 },
	};
	static const double exponent[CRITERIA] = { 2, 1, 0.5, 3 };
	struct bench b;

	bench_start(&b, 3, value, NULL);
	bench_rank(&b, equal);
	CHECK_DOUBLE(b.ranking.score[0], pow(0.9 * 0.5 * 0.4 * 1.0, 0.25), 1e-12);
	CHECK_DOUBLE(b.ranking.score[1], 1, 1e-12);
	CHECK_DOUBLE(b.ranking.score[2], 0.25, 1e-12);
	bench_rank(&b, exponent);
	CHECK_DOUBLE(b.ranking.score[0], pow(pow(0.9, 2) * 0.5 * pow(0.4, 0.5) * 1.0, 1 / 6.5),
		     1e-12);
	CHECK_DOUBLE(b.ranking.score[1], 1, 1e-12);
	CHECK_DOUBLE(b.ranking.score[2], 0.25, 1e-12);
	CHECK_INT(b.ranking.n_component, 3);
	bench_clear(&b);
}

TEST(nothing_makes_up_for_a_zero)
{
	static const double value[][CRITERIA] = {
		{ 1, 1, 1, 0 },
		{ 0.1, 0.1, 0.1, 0.1 },
		{ 0, 1, 1, 1 },
	};
	struct bench b;

	bench_start(&b, 3, value, NULL);
	bench_rank(&b, equal);
	CHECK_DOUBLE(b.ranking.score[0], 0, 0);
	CHECK_DOUBLE(b.ranking.score[2], 0, 0);
	CHECK_INT(b.ranking.rank[1], 1);
	CHECK_INT(b.ranking.rank[0], 2);
	CHECK_INT(b.ranking.rank_low[0], 2); /* no exponent lifts a zero */
	CHECK_INT(b.ranking.rank_high[0], 2);
	bench_clear(&b);
}

TEST(an_unknown_criterion_makes_the_score_unknown_and_comes_last)
{
	static const double value[][CRITERIA] = {
		{ 1, NAN, 1, 1 }, { 0, 0, 0, 0 },	  { 0, 1, 1, NAN },
		{ NAN, 0, 1, 1 }, { 0.5, 0.5, 0.5, 0.5 },
	};
	struct bench b;

	bench_start(&b, 5, value, NULL);
	bench_rank(&b, equal);
	for (int c = 0; c < 5; c++) {
		bool known = c == 1 || c == 4;

		CHECK_INT(isnan(b.ranking.score[c]), !known);
		CHECK_INT(b.ranking.rank[c] > 0, known);
		CHECK_INT(b.ranking.rank_low[c] > 0, known);
		CHECK_INT(b.ranking.rank_high[c] > 0, known);
	}
	CHECK_INT(b.ranking.order[0], 4);
	CHECK_INT(b.ranking.order[1], 1);
	CHECK_INT(b.ranking.order[2], 0); /* unknown ones by name */
	CHECK_INT(b.ranking.order[3], 2);
	CHECK_INT(b.ranking.order[4], 3);
	CHECK_INT(b.ranking.meets[0],
		  1 << CRITERION_USE | 1 << CRITERION_FUNCTION | 1 << CRITERION_UNSAFE);
	bench_clear(&b);
}

TEST(a_criterion_without_weight_is_not_looked_at)
{
	static const double value[][CRITERIA] = {
		{ 0.5, NAN, 0.5, 0.5 },
		{ 0.6, 0, 0.6, 0.6 },
		{ 0.4, 1, 0.4, 0.4 },
	};
	static const double exponent[CRITERIA] = { 1, 0, 1, 1 };
	static const double only[CRITERIA] = { 0, 0, 0, 7 };
	struct bench b;

	bench_start(&b, 3, value, NULL);
	bench_rank(&b, exponent);
	CHECK_DOUBLE(b.ranking.score[0], 0.5, 1e-12);
	CHECK_DOUBLE(b.ranking.score[1], 0.6, 1e-12);
	CHECK_INT(b.ranking.rank[1], 1);
	CHECK_INT(b.ranking.rank[0], 2);
	CHECK_INT(b.ranking.rank[2], 3);
	CHECK_INT(b.ranking.rank_low[2], 3);
	bench_rank(&b, only);
	CHECK_DOUBLE(b.ranking.score[0], 0.5, 1e-12);
	for (int c = 0; c < 3; c++) { /* one exponent: its factor moves no rank */
		CHECK_INT(b.ranking.rank_low[c], b.ranking.rank[c]);
		CHECK_INT(b.ranking.rank_high[c], b.ranking.rank[c]);
	}
	bench_clear(&b);
}

TEST(only_the_ratios_of_exponents_matter)
{
	static const double value[][CRITERIA] = {
		{ 0.9, 0.2, 0.9, 0.9 },
		{ 0.2, 0.9, 0.9, 0.9 },
		{ 0.6, 0.6, 0.7, 0.8 },
	};
	static const double one[CRITERIA] = { 1, 2, 1, 1 };
	static const double scale[] = { 1e-60, 1e-5, 3, 1e60, 1e300 };
	struct bench b, scaled;

	bench_start(&b, 3, value, NULL);
	bench_start(&scaled, 3, value, NULL);
	bench_rank(&b, one);
	for (size_t s = 0; s < sizeof(scale) / sizeof(*scale); s++) {
		double exponent[CRITERIA];

		for (int k = 0; k < CRITERIA; k++)
			exponent[k] = one[k] * scale[s];
		bench_rank(&scaled, exponent);
		for (int c = 0; c < 3; c++) {
			CHECK_DOUBLE(scaled.ranking.score[c], b.ranking.score[c], 1e-12);
			CHECK_INT(scaled.ranking.rank_low[c], b.ranking.rank_low[c]);
			CHECK_INT(scaled.ranking.rank_high[c], b.ranking.rank_high[c]);
		}
	}
	bench_clear(&b);
	bench_clear(&scaled);
}

TEST(ties_are_in_the_order_of_names)
{
	static const double value[][CRITERIA] = {
		{ 0.5, 0.5, 0.5, 0.5 }, { 0.5, 0.5, 0.5, 0.5 }, { 0, 0, 0, 0 },
		{ 0.5, 0.5, 0.5, 0.5 }, { 0, 0, 1, 1 },
	};
	static const char *const names[] = { "zlib", "bash", "yes", "openssl", "acl" };
	struct bench b;

	bench_start(&b, 5, value, names);
	bench_rank(&b, equal);
	CHECK_INT(b.ranking.rank[1], 1);
	CHECK_INT(b.ranking.rank[3], 2);
	CHECK_INT(b.ranking.rank[0], 3);
	CHECK_INT(b.ranking.rank[4], 4);
	CHECK_INT(b.ranking.rank[2], 5);
	for (int c = 0; c < 5; c++) { /* in every draw too */
		CHECK_INT(b.ranking.rank_low[c], b.ranking.rank[c]);
		CHECK_INT(b.ranking.rank_high[c], b.ranking.rank[c]);
		CHECK_INT(b.ranking.order[b.ranking.rank[c] - 1], c);
	}
	bench_clear(&b);
}

TEST(a_criterion_is_met_from_one_half_on)
{
	static const double value[][CRITERIA] = {
		{ 0.5, 0.499, 1, 0 },
		{ 0, 0, 0, 0 },
		{ 1, 1, 1, 1 },
	};
	struct bench b;

	bench_start(&b, 3, value, NULL);
	bench_rank(&b, equal);
	CHECK_INT(b.ranking.meets[0], 1 << CRITERION_USE | 1 << CRITERION_FUNCTION);
	CHECK_INT(b.ranking.meets[1], 0);
	CHECK_INT(b.ranking.meets[2], (1 << CRITERIA) - 1);
	bench_clear(&b);
}

TEST(one_component_or_none)
{
	static const double value[][CRITERIA] = { { 0.5, 0.5, 0.5, 0.5 } };
	struct bench b;

	bench_start(&b, 1, value, NULL);
	bench_rank(&b, equal);
	CHECK_INT(b.ranking.rank[0], 1);
	CHECK_INT(b.ranking.rank_low[0], 1);
	CHECK_INT(b.ranking.rank_high[0], 1);
	bench_clear(&b);
	bench_start(&b, 0, value, NULL);
	bench_rank(&b, equal);
	CHECK_INT(b.ranking.n_component, 0);
	bench_clear(&b);
}

TEST(a_value_that_rounding_carried_past_one_still_ranks_first)
{
	static const double value[][CRITERIA] = {
		{ 1, 1, 1, 1 + 4e-16 },
		{ 1, 1, 1, 0.9 },
		{ 1, 1, 1, 0.2 },
	};
	struct bench b;

	bench_start(&b, 3, value, NULL);
	bench_rank(&b, equal);
	CHECK_INT(b.ranking.rank[0], 1);
	CHECK_INT(b.ranking.rank_low[0], 1);
	CHECK_INT(b.ranking.rank_high[0], 1);
	bench_clear(&b);
}

/* ---- intervals ---- */

/* The generator that ranking.c names: splitmix64 with seed 1, the upper 53 bits. */
static double slow_uniform(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return ldexp((double)((z ^ z >> 31) >> 11), -53);
}

static int compare_ints(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* low[c] and high[c] of the components with a positive score, by the definition. */
static void slow_intervals(const struct bench *b, int n, const double exponent[CRITERIA],
			   int *ret_low, int *ret_high)
{
	static int seen[COMPONENTS][RANKING_DRAWS];
	uint64_t state = 1;

	for (int draw = 0; draw < RANKING_DRAWS; draw++) {
		double weight[CRITERIA], total = 0, score[COMPONENTS];

		for (int k = 0; k < CRITERIA; k++)
			total += weight[k] = exponent[k] * pow(2, 2 * slow_uniform(&state) - 1);
		for (int c = 0; c < n; c++) {
			score[c] = 1;
			for (int k = 0; k < CRITERIA; k++)
				score[c] *= pow(b->assessment.value[k][c], weight[k] / total);
		}
		for (int c = 0; c < n; c++) {
			int better = 0;

			for (int o = 0; o < n; o++)
				better += score[o] > score[c] ||
					  (score[o] == score[c] &&
					   b->ranking.rank[o] < b->ranking.rank[c]);
			seen[c][draw] = better + 1;
		}
	}
	for (int c = 0; c < n; c++) {
		qsort(seen[c], RANKING_DRAWS, sizeof(int), compare_ints);
		ret_low[c] = seen[c][RANKING_DRAWS / 20];
		ret_high[c] = seen[c][RANKING_DRAWS - RANKING_DRAWS / 20 - 1];
	}
}

/* Values in steps of a fiftieth, so that ties occur; few zeros. */
static int draw_values(uint64_t *state, double value[COMPONENTS][CRITERIA])
{
	int n = 1 + (int)random_below(state, COMPONENTS);

	for (int c = 0; c < n; c++)
		for (int k = 0; k < CRITERIA; k++)
			value[c][k] = random_below(state, 60) ?
					      (1 + random_below(state, 50)) / 50.0 :
					      0;
	for (int c = 1; c < n; c += 5)
		memcpy(value[c], value[c / 2], sizeof(value[c]));
	return n;
}

TEST(intervals_are_the_percentiles_of_a_thousand_draws)
{
	uint64_t state = 13; /* among these, ranks outside their percentiles */

	for (int i = 0; i < RANDOM_ASSESSMENTS; i++) {
		double value[COMPONENTS][CRITERIA], exponent[CRITERIA];
		int n = draw_values(&state, value), low[COMPONENTS], high[COMPONENTS];
		struct bench b;

		for (int k = 0; k < CRITERIA; k++)
			exponent[k] = i % 3 ? 1 : random_below(&state, 4);
		exponent[i % CRITERIA] = 1;
		bench_start(&b, n, value, NULL);
		bench_rank(&b, exponent);
		slow_intervals(&b, n, exponent, low, high);
		for (int c = 0; c < n; c++) {
			bool drawn = b.ranking.score[c] > 0;
			int want_low = drawn ? low[c] : b.ranking.rank[c];
			int want_high = drawn ? high[c] : b.ranking.rank[c];

			/* never without the rank itself */
			want_low = want_low < b.ranking.rank[c] ? want_low : b.ranking.rank[c];
			want_high = want_high > b.ranking.rank[c] ? want_high : b.ranking.rank[c];
			if (b.ranking.rank_low[c] != want_low ||
			    b.ranking.rank_high[c] != want_high)
				test_fail(__FILE__, __LINE__, "assessment %d: %d-%d, not %d-%d",
					  i, b.ranking.rank_low[c], b.ranking.rank_high[c],
					  want_low, want_high);
		}
		bench_clear(&b);
	}
}

TEST(the_same_assessment_gives_the_same_ranking)
{
	double value[COMPONENTS][CRITERIA];
	uint64_t state = 11;
	int n = draw_values(&state, value);
	struct bench a, b;

	bench_start(&a, n, value, NULL);
	bench_start(&b, n, value, NULL);
	bench_rank(&a, equal);
	bench_rank(&b, equal);
	CHECK(!memcmp(a.ranking.score, b.ranking.score, n * sizeof(double)));
	CHECK(!memcmp(a.ranking.order, b.ranking.order, n * sizeof(int)));
	CHECK(!memcmp(a.ranking.rank, b.ranking.rank, n * sizeof(int)));
	CHECK(!memcmp(a.ranking.rank_low, b.ranking.rank_low, n * sizeof(int)));
	CHECK(!memcmp(a.ranking.rank_high, b.ranking.rank_high, n * sizeof(int)));
	bench_clear(&a);
	bench_clear(&b);
}

int main(void)
{
	RUN(score_is_the_weighted_geometric_mean);
	RUN(nothing_makes_up_for_a_zero);
	RUN(an_unknown_criterion_makes_the_score_unknown_and_comes_last);
	RUN(a_criterion_without_weight_is_not_looked_at);
	RUN(only_the_ratios_of_exponents_matter);
	RUN(ties_are_in_the_order_of_names);
	RUN(a_criterion_is_met_from_one_half_on);
	RUN(one_component_or_none);
	RUN(a_value_that_rounding_carried_past_one_still_ranks_first);
	RUN(intervals_are_the_percentiles_of_a_thousand_draws);
	RUN(the_same_assessment_gives_the_same_ranking);
	return test_status();
}
