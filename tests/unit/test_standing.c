/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the standing of packages what standing.h says, and does evidence count by it?
 */
#include "analyzer/standing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/package_role.h"
#include "graphs/measures.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"
#include "tests/unit/witness_stand.h"

enum { UNIVERSES = 1000, IDS = 4 * MODEL_PACKAGES };

#define STANDING_MEASURES \
	(MEASURE_BIT(MEASURE_IMPACT_COMPONENTS) | MEASURE_BIT(MEASURE_NAMED_BY))

/* The definition: beside the greatest of the run-time packages, unless it is installed anyway. */
static double slow_standing(const struct fixture *f, const struct measures *m,
			    const unsigned char *role, const unsigned char *installed, int package)
{
	const double *impact = m->value[LEVEL_PACKAGE][MEASURE_IMPACT_COMPONENTS];
	const double *named = m->value[LEVEL_PACKAGE][MEASURE_NAMED_BY];
	double n = fmax(impact[package], named[package]), n_max = 0, share;

	for (int p = 0; p < f->slow.n; p++)
		if (f->slow.component[p] == f->slow.component[package] &&
		    role[f->graph.package_of[p]] == PACKAGE_RUNTIME)
			n_max = fmax(n_max, fmax(impact[p], named[p]));
	if (installed[package])
		return 1;
	share = log(10 + n) / log(10 + n_max);
	return fmin(1, fmax(STANDING_LEAST, share));
}

/* Counts of models are small; made greater they reach the least standing, too. */
static void enlarge(struct measures *m, int n_node, uint64_t *state)
{
	for (int node = 0; node < n_node; node++) {
		double by = random_below(state, 3) ? 1 : 1 + random_below(state, 5000);

		m->value[LEVEL_PACKAGE][MEASURE_NAMED_BY][node] *= by;
	}
}

TEST(packages_stand_beside_the_greatest_of_their_component)
{
	int n_least = 0, n_between = 0;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		unsigned char role[IDS] = { 0 }, installed[MODEL_PACKAGES] = { 0 };
		uint64_t state = (uint64_t)seed;
		struct fixture f;
		struct measures m;
		double *standing;

		fixture_make(&f, (uint64_t)seed);
		measures_init(&m, &f.graph, NULL, ALTERNATIVES_PREFERRED);
		SAME(&f, measures_compute(&m, LEVEL_PACKAGE, STANDING_MEASURES, &f.diag), 0);
		enlarge(&m, f.graph.n_node, &state);
		for (int p = 0; p < f.slow.n; p++) {
			installed[p] = !random_below(&state, 4);
			if (!random_below(&state, 4))
				role[f.graph.package_of[p]] = PACKAGE_DEVELOPMENT;
		}
		standing = standing_compute(&f.graph, &m, role, installed);
		for (int p = 0; p < f.slow.n; p++) {
			double s = standing[f.graph.package_of[p]];

			NEAR(&f, s, slow_standing(&f, &m, role, installed, p));
			n_least += s <= STANDING_LEAST;
			n_between += s > STANDING_LEAST && s < 1;
		}
		/* what is no binary package stands for itself */
		for (Id id = 0; id < f.graph.n_package_id; id++)
			if (f.graph.node_of[id] < 0)
				NEAR(&f, standing[id], 1);
		free(standing);
		measures_clear(&m);
		fixture_clear(&f);
	}
	CHECK(n_least > 100 && n_between > 1000);
}

/* The examples of the header, in a component of three packages. */
TEST(numbers_below_ten_hardly_differ)
{
	static const struct {
		double greatest, other, want;
	} row[] = {
		{ 1000, 20, 0.5 }, /* log 30 / log 1010 = 0.49 */
		{ 1000, 200, 0.773 },
		{ 10, 0, 0.769 },
		{ 3, 3, 1 },
		{ 0, 0, 1 },
	};
	double named[2], impact[2] = { 0 };
	struct measures m = { .value = { [LEVEL_PACKAGE] = {
						 [MEASURE_NAMED_BY] = named,
						 [MEASURE_IMPACT_COMPONENTS] = impact } } };
	unsigned char role[IDS] = { 0 }, installed[2] = { 0 };
	struct fixture f;

	memset(&f, 0, sizeof(f));
	f.model = (struct model){ .n_package = 2,
				  .n_component = 1,
				  .package = { { .name = "a", .version = 1 },
					       { .name = "b", .version = 1 } } };
	fixture_build(&f, 0);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		double *standing;

		named[0] = row[i].greatest;
		named[1] = row[i].other;
		standing = standing_compute(&f.graph, &m, role, installed);
		CHECK_DOUBLE(standing[f.graph.package_of[0]], 1, 0);
		CHECK_DOUBLE(standing[f.graph.package_of[1]], row[i].want, 5e-4);
		free(standing);
	}
	fixture_clear(&f);
}

/* ---- evidence by standing ---- */

enum { LISTENS, LOCAL, CLAIMS };

TEST(a_rule_counts_where_it_weighs_most)
{
	static const char *claim[CLAIMS] = { "listens", "local" };
	/* packages 1 and 2; 0 is the component */
	static const struct fact fact[] = {
		{ 0, LISTENS, 0.8, 1 }, { 0, LISTENS, 0.8, 2 }, { 0, LISTENS, 0.4, 1 },
		{ 0, LISTENS, -0.5, 1 }, { 0, LOCAL, 0.5, 2 },
	};
	static const double standing[] = { 0.3, 0.5, 0.75 }; /* 0: no package, never asked */
	struct witness_stand w;
	double value[CLAIMS], listens;

	stand_fill(&w, claim, CLAIMS, 1, fact, 5);
	w.evidence[1].rule = &w.rule[0]; /* one rule, seen in both packages */
	CHECK_DOUBLE(evidence_value(&w.list, 0, LISTENS), (1 - 0.2 * 0.6) * 0.5, 1e-12);
	w.list.standing = standing;
	listens = (1 - (1 - 0.8 * 0.75) * (1 - 0.4 * 0.5)) * 0.5;
	CHECK_DOUBLE(evidence_value(&w.list, 0, LISTENS), listens, 1e-12);
	evidence_combine(&w.list, 0, -1, 0, value);
	CHECK_DOUBLE(value[LISTENS], listens, 1e-12);
	CHECK_DOUBLE(value[LOCAL], 0.5 * 0.75, 1e-12);

	/* package 2 is local: there the rule weighs 0.8 · 0.75 · (1 − 0.8 · 0.5), less than in 1 */
	evidence_combine(&w.list, 0, LOCAL, UINT64_C(1) << LISTENS, value);
	CHECK_DOUBLE(value[LISTENS], (1 - (1 - 0.8 * 0.5) * (1 - 0.4 * 0.5)) * 0.5, 1e-12);
	w.evidence[0].package = w.evidence[2].package = 0; /* the component stands for itself */
	evidence_combine(&w.list, 0, -1, 0, value);
	CHECK_DOUBLE(value[LISTENS], (1 - (1 - 0.8) * (1 - 0.4)) * 0.5, 1e-12);
	stand_clear(&w);
}

int main(void)
{
	RUN(packages_stand_beside_the_greatest_of_their_component);
	RUN(numbers_below_ten_hardly_differ);
	RUN(a_rule_counts_where_it_weighs_most);
	return test_status();
}
