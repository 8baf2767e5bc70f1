/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How high could components rank? By hand for what is in doubt, and against a slow twin on random
 * assessments.
 */
#include "analyzer/doubt.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>

#include "analyzer/ranking.h"
#include "importers/universe.h"
#include "tests/oracle/random_universe.h"
#include "tests/test.h"

enum { COMPONENTS = 40, RANDOM_ASSESSMENTS = 500 };

static const double equal[CRITERIA] = { 1, 1, 1, 1 };

struct doubt_bench {
	struct universe universe;
	struct assessment assessment;
	struct ranking ranking;
};

static void bench_start(struct doubt_bench *b, int n)
{
	char name[16];

	universe_init(&b->universe);
	universe_start(&b->universe, DISTTYPE_DEB, "amd64");
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, n);
	ranking_init(&b->ranking);
	for (int c = 0; c < n; c++) {
		snprintf(name, sizeof(name), "x%02d", c);
		universe_add_component(&b->universe, pool_str2id(b->universe.pool, name, 1));
	}
}

static void bench_set(struct doubt_bench *b, int c, const double value[CRITERIA],
		      const double confidence[CRITERIA])
{
	for (int k = 0; k < CRITERIA; k++) {
		b->assessment.value[k][c] = value[k];
		b->assessment.confidence[k][c] = confidence[k];
	}
}

static void bench_clear(struct doubt_bench *b)
{
	ranking_clear(&b->ranking);
	assessment_clear(&b->assessment);
	universe_clear(&b->universe);
}

/* ---- by hand ---- */

TEST(what_is_not_sure_may_be_as_high_as_it_is_unsure)
{
	static const struct {
		double value[CRITERIA], confidence[CRITERIA];
		double highest;
		enum criterion in_doubt; /* CRITERIA: it is no doubt at all */
	} row[] = {
		{ { 0.9, 0.9, 0.9, 0.9 }, { 1, 1, 1, 1 }, 0.9, CRITERIA }, /* the first by rank */
		/* sure */
		{ { 0.5, 0.5, 0.5, 0.5 }, { 1, 1, 1, 1 }, 0.5, CRITERIA },
		{ { 1, 1, 1, 0 }, { 1, 1, 1, 1 }, 0, CRITERIA },
		/* 1 - 0.4 (1 - 0.5) = 0.8 */
		{ { 1, 0.5, 1, 1 }, { 1, 0.4, 1, 1 }, 0.9457416, CRITERION_NETWORK },
		{ { 1, 1, 1, NAN }, { 1, 1, 1, 0.9 }, 1, CRITERION_UNSAFE },
		{ { 1, 1, 0, 1 }, { 1, 1, 0.1, 1 }, 0.9740037, CRITERION_FUNCTION },
		/* a zero that is sure stays one, whatever else is in doubt */
		{ { 0, 0.5, 1, 1 }, { 1, 0, 1, 1 }, 0, CRITERIA },
		/* the one that raises the score more: 0.2 -> 0.84 against 0.5 -> 1 */
		{ { 0.2, 0.5, 1, 1 }, { 0.2, 0, 1, 1 }, 0.9573480, CRITERION_USE },
	};
	enum { ROWS = sizeof(row) / sizeof(row[0]) };
	struct doubt_bench b;
	struct doubt *doubt;
	int n;

	bench_start(&b, ROWS);
	for (int c = 0; c < ROWS; c++)
		bench_set(&b, c, row[c].value, row[c].confidence);
	ranking_compute(&b.ranking, &b.assessment, &b.universe, equal);
	for (int c = 0; c < ROWS; c++) {
		bool found = false;

		n = doubt_find(&b.assessment, &b.ranking, equal, 1, &doubt);
		for (int i = 0; i < n; i++) {
			if (doubt[i].component != c)
				continue;
			found = true;
			CHECK_DOUBLE(doubt[i].highest, row[c].highest, 1e-6);
			CHECK_INT(doubt[i].in_doubt, row[c].in_doubt);
			CHECK_INT(doubt[i].highest_rank, 1);
		}
		if (found != (row[c].in_doubt != CRITERIA))
			test_fail(__FILE__, __LINE__, "row %d is %sin doubt", c,
				  found ? "" : "not ");
		free(doubt);
	}
	bench_clear(&b);
}

/* Were all ranks within reach, a zero that is sure would still not be a doubt. */
TEST(a_sure_zero_is_no_doubt)
{
	static const double sure[CRITERIA] = { 1, 1, 1, 1 }, zero[CRITERIA] = { 1, 1, 1, 0 };
	static const double one[CRITERIA] = { 1, 1, 1, 1 };
	struct doubt_bench b;
	struct doubt *doubt;

	bench_start(&b, 3);
	bench_set(&b, 0, one, sure);
	bench_set(&b, 1, zero, sure);
	bench_set(&b, 2, zero, sure);
	ranking_compute(&b.ranking, &b.assessment, &b.universe, equal);
	CHECK_INT(doubt_find(&b.assessment, &b.ranking, equal, 2, &doubt), 0);
	free(doubt);
	bench_clear(&b);
}

/* ---- the slow twin ---- */

static double draw(uint64_t *state)
{
	return (1 + random_below(state, 999999)) / 1e6;
}

static void fill(struct doubt_bench *b, uint64_t *state, double exponent[CRITERIA])
{
	bench_start(b, COMPONENTS);
	for (int c = 0; c < COMPONENTS; c++)
		for (int k = 0; k < CRITERIA; k++) {
			unsigned kind = random_below(state, 12);

			b->assessment.value[k][c] = kind == 0 ? NAN : kind == 1 ? 0 : draw(state);
			b->assessment.confidence[k][c] =
				random_below(state, 3) ? draw(state) : 1;
		}
	for (int k = 0; k < CRITERIA; k++)
		exponent[k] = k && !random_below(state, 4) ? 0 : draw(state);
	ranking_compute(&b->ranking, &b->assessment, &b->universe, exponent);
}

static double score_of(const double value[CRITERIA], const double exponent[CRITERIA])
{
	double product = 1, weights = 0;

	for (int k = 0; k < CRITERIA; k++) {
		product *= exponent[k] > 0 ? pow(value[k], exponent[k]) : 1;
		weights += exponent[k];
	}
	return pow(product, 1 / weights);
}

/* By the words of the header. */
static bool slow_doubt(const struct doubt_bench *b, const double exponent[CRITERIA], int c,
		       int within, struct doubt *ret)
{
	const struct assessment *a = &b->assessment;
	double best = 1;

	*ret = (struct doubt){ .component = c, .highest_rank = 1, .in_doubt = CRITERIA };
	for (int k = 0; k < CRITERIA; k++)
		ret->high[k] = isnan(a->value[k][c]) ?
				       1 :
				       1 - a->confidence[k][c] * (1 - a->value[k][c]);
	for (int k = 0; k < CRITERIA; k++) {
		double v = isnan(a->value[k][c]) ? 0 : a->value[k][c];
		double factor = pow(ret->high[k] / v, exponent[k]);

		if (exponent[k] > 0 && ret->high[k] > v &&
		    factor > best * (1 + 1e-9)) {
			best = factor;
			ret->in_doubt = k;
		}
	}
	ret->highest = score_of(ret->high, exponent);
	for (int other = 0; other < COMPONENTS; other++)
		ret->highest_rank += b->ranking.score[other] > ret->highest;
	return ret->in_doubt != CRITERIA && ret->highest_rank <= within &&
	       !(b->ranking.rank[c] && b->ranking.rank[c] <= within);
}

TEST(doubts_are_those_of_the_slow_twin)
{
	int n_all = 0;

	for (int seed = 1; seed <= RANDOM_ASSESSMENTS; seed++) {
		uint64_t state = (uint64_t)seed;
		int within = 1 + (int)random_below(&state, COMPONENTS), n, n_slow = 0;
		double exponent[CRITERIA], last = 2;
		struct doubt_bench b;
		struct doubt *doubt, want;

		fill(&b, &state, exponent);
		n = doubt_find(&b.assessment, &b.ranking, exponent, within, &doubt);
		for (int c = 0; c < COMPONENTS; c++)
			n_slow += slow_doubt(&b, exponent, c, within, &want);
		CHECK_INT(n, n_slow);
		for (int i = 0; i < n; i++) {
			CHECK(slow_doubt(&b, exponent, doubt[i].component, within, &want));
			CHECK_DOUBLE(doubt[i].highest, want.highest, 1e-9);
			CHECK_INT(doubt[i].highest_rank, want.highest_rank);
			CHECK_INT(doubt[i].in_doubt, want.in_doubt);
			for (int k = 0; k < CRITERIA; k++)
				CHECK_DOUBLE(doubt[i].high[k], want.high[k], 1e-12);
			CHECK(doubt[i].highest <= last);
			last = doubt[i].highest;
		}
		n_all += n;
		free(doubt);
		bench_clear(&b);
	}
	CHECK(n_all > 1000);
}

int main(void)
{
	RUN(what_is_not_sure_may_be_as_high_as_it_is_unsure);
	RUN(a_sure_zero_is_no_doubt);
	RUN(doubts_are_those_of_the_slow_twin);
	return test_status();
}
