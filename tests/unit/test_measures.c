/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are projections, centralities and measures right? Each against its slow twin
 * (tests/oracle/slow_graphs.h) on random universes, and by hand: the choice of the preferred
 * provider, the table of measures, and that nothing is computed before it is asked for.
 */
#include <stdio.h>
#include <string.h>

#include "graphs/alternatives.h"
#include "graphs/centrality.h"
#include "graphs/links.h"
#include "graphs/measures.h"
#include "graphs/projection.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"

enum {
	UNIVERSES = 3000,	/* for what costs little */
	PROJECTIONS = 1000,	/* universes for what asks igraph much */
};

static void check_projection(struct fixture *f, enum alternatives alternatives,
			     const slow_arcs arcs)
{
	int n_arc = 0;

	for (int need = 0; need < f->graph.n_need; need++) {
		int owner = f->graph.need_owner[need], n;
		const int *provider = alternatives_providers(alternatives, &f->graph, need, &n);

		for (int i = 0; i < n; i++)
			if (f->graph.need_kind[need] == NEED_REQUIRES && provider[i] != owner)
				SAME(f, arcs[owner][provider[i]], true);
	}
	for (int a = 0; a < f->slow.n; a++)
		for (int b = 0; b < f->slow.n; b++)
			n_arc += arcs[a][b];
	struct projection p;

	projection_init(&p);
	SAME(f, projection_build(&p, &f->graph, alternatives, &f->diag), 0);
	SAME(f, p.n_arc, n_arc);
	SAME(f, p.n_node, f->slow.n);
	projection_clear(&p);
	projection_clear(&p);
}

TEST(projection_has_the_arcs_of_its_policy)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		slow_arcs arcs;

		fixture_make(&f, (uint64_t)seed);
		for (enum alternatives a = ALTERNATIVES_PREFERRED; a < ALTERNATIVES; a++) {
			slow_policy_arcs(&f.slow, a, arcs);
			check_projection(&f, a, arcs);
		}
		fixture_clear(&f);
	}
}

/* The five centralities, each with its twin. */
static const struct {
	enum measure measure;
	void (*slow)(int n, const slow_arcs arcs, double *ret_value);
} centralities[] = {
	{ MEASURE_PAGERANK, slow_pagerank },
	{ MEASURE_BETWEENNESS, slow_betweenness },
	{ MEASURE_HARMONIC, slow_harmonic },
	{ MEASURE_SCC_SIZE, slow_scc_size },
	{ MEASURE_CORENESS, slow_coreness },
};

TEST(centralities_are_what_they_are_defined_as)
{
	for (int seed = 1; seed <= PROJECTIONS; seed++) {
		enum alternatives a = 1 + seed % (ALTERNATIVES - 1);
		struct fixture f;
		struct projection p;
		slow_arcs arcs;

		fixture_make(&f, (uint64_t)seed);
		slow_policy_arcs(&f.slow, a, arcs);
		projection_init(&p);
		SAME(&f, projection_build(&p, &f.graph, a, &f.diag), 0);
		for (size_t i = 0; i < sizeof(centralities) / sizeof(*centralities); i++) {
			const struct measure_row *row = measure_row(centralities[i].measure);
			double have[MODEL_PACKAGES], want[MODEL_PACKAGES];

			SAME(&f, row->centrality(&p, have, &f.diag), 0);
			centralities[i].slow(f.slow.n, arcs, want);
			for (int v = 0; v < f.slow.n; v++)
				if (!(have[v] - want[v] < 1e-6 && want[v] - have[v] < 1e-6))
					test_fail(__FILE__, __LINE__,
						  "universe %d: %s of %d is %.9g, not %.9g", seed,
						  row->name, v, have[v], want[v]);
		}
		projection_clear(&p);
		fixture_clear(&f);
	}
}

TEST(cycles_are_numbered_by_their_lowest_node)
{
	for (int seed = 1; seed <= PROJECTIONS; seed++) {
		int distance[MODEL_PACKAGES][MODEL_PACKAGES], id[MODEL_PACKAGES], n, n_seen = 0;
		struct fixture f;
		struct projection p;
		slow_arcs arcs;

		fixture_make(&f, (uint64_t)seed);
		slow_policy_arcs(&f.slow, ALTERNATIVES_ALL, arcs);
		slow_distances(f.slow.n, arcs, distance);
		projection_init(&p);
		SAME(&f, projection_build(&p, &f.graph, ALTERNATIVES_ALL, &f.diag), 0);
		SAME(&f, centrality_scc(&p, id, &n, &f.diag), 0);
		for (int a = 0; a < f.slow.n; a++) {
			if (id[a] == n_seen)
				n_seen++;
			SAME(&f, id[a] < n_seen, true);
			for (int b = 0; b < f.slow.n; b++)
				SAME(&f, id[a] == id[b],
				     distance[a][b] >= 0 && distance[b][a] >= 0);
		}
		SAME(&f, n, n_seen);
		projection_clear(&p);
		fixture_clear(&f);
	}
}

/* A universe by hand: "app" needs what several packages provide. */
static struct model hand_model(void)
{
	struct model m = {
		.n_package = 5,
		.n_component = 1,
		.package = {
			{ .name = "app", .version = 1 },
			{ .name = "zeta", .version = 1, .n_provide = 1,
			  .provide = { { .name = "mta" } } },
			{ .name = "beta", .version = 1, .n_provide = 2,
			  .provide = { { .name = "mta" }, { .name = "py:any" } } },
			{ .name = "py", .version = 2, .n_provide = 1,
			  .provide = { { .name = "py:any" } } },
			{ .name = "mtb", .version = 1, .n_provide = 1,
			  .provide = { { .name = "beta" } } },
		},
	};

	return m;
}

static const char *preferred_name(const struct model_need *need)
{
	static char name[16];
	struct fixture f;
	const int *provider;
	int n;

	f.model = hand_model();
	f.model.package[0].n_need = 1;
	f.model.package[0].need[0] = *need;
	fixture_build(&f, 0);
	provider = alternatives_providers(ALTERNATIVES_PREFERRED, &f.graph, 0, &n);
	snprintf(name, sizeof(name), "%s", n ? depgraph_node_name(&f.graph, provider[0]) : "");
	fixture_clear(&f);
	return name;
}

TEST(preferred_takes_the_leftmost_then_the_namesake_then_the_first_by_name)
{
#define PREFERS(want, ...) \
	do { \
		static const struct model_relation r_[] = { __VA_ARGS__ }; \
		struct model_need need_ = { .kind = NEED_REQUIRES, \
			.n_alternative = sizeof(r_) / sizeof(*r_) }; \
		memcpy(need_.alternative, r_, sizeof(r_)); \
		CHECK_STR(preferred_name(&need_), want); \
	} while (0)
	PREFERS("beta", { .name = "mta" });			/* first by name */
	PREFERS("beta", { .name = "beta" });			/* namesake, not mtb */
	PREFERS("py", { .name = "py:any" });			/* namesake behind the qualifier */
	PREFERS("zeta", { .name = "zeta" }, { .name = "mta" });	/* left-most */
	PREFERS("zeta", { .name = "no" }, { .name = "zeta" }, { .name = "py" });
	PREFERS("py", { .name = "beta", .compare = COMPARE_AT_LEAST, .version = 2 },
		{ .name = "py", .compare = COMPARE_EQUAL, .version = 2 });
	PREFERS("", { .name = "no" });
#undef PREFERS
}

/* ---- measures ---- */

TEST(measure_table_is_whole)
{
	for (enum measure i = MEASURE_NONE + 1; i < MEASURES; i++) {
		const struct measure_row *row = measure_row(i);

		CHECK_INT(measure_of_name(row->name), i);
		CHECK(strlen(row->meaning) > 20);
		CHECK(row->meaning[strlen(row->meaning) - 1] != '.');
		CHECK(*row->unit && *row->cost);
		CHECK_INT(row->fold > FOLD_NONE && row->fold < FOLDS, 1);
		/* a function for sets, or one for nodes that is folded */
		CHECK_INT(row->fold == FOLD_SET, row->compute != NULL);
		CHECK_INT(row->fold == FOLD_SET, row->centrality == NULL);
		CHECK(MEASURES_ALL & MEASURE_BIT(i));
	}
	CHECK_INT(measure_of_name("none"), MEASURE_NONE);
	CHECK_INT(measure_of_name("no such"), MEASURE_NONE);
}

TEST(measures_compute_what_is_asked_and_no_more)
{
	struct fixture f;
	struct measures m;

	fixture_make(&f, 4);
	measures_init(&m, &f.graph, NULL, ALTERNATIVES_PREFERRED);
	CHECK_INT(measures_compute(&m, LEVEL_PACKAGE, MEASURE_BIT(MEASURE_IMPACT_PACKAGES),
				   &f.diag), 0);
	for (enum level level = 0; level < LEVELS; level++)
		for (enum measure i = 0; i < MEASURES; i++)
			CHECK_INT(m.value[level][i] != NULL, level == LEVEL_PACKAGE &&
				  (i == MEASURE_IMPACT_PACKAGES || i == MEASURE_IMPACT_COMPONENTS));
	CHECK_INT(measures_compute(&m, LEVEL_COMPONENT, MEASURES_ALL, &f.diag), 0);
	for (enum measure i = MEASURE_NONE + 1; i < MEASURES; i++) {
		CHECK_INT(m.value[LEVEL_COMPONENT][i] != NULL, i != MEASURE_LINKS_IN);
		CHECK_INT(m.value[LEVEL_PACKAGE][i] != NULL, measure_row(i)->fold != FOLD_SET ||
			  i == MEASURE_IMPACT_PACKAGES || i == MEASURE_IMPACT_COMPONENTS);
	}
	CHECK(!m.projection);
	measures_clear(&m);
	measures_clear(&m);
	fixture_clear(&f);
}

TEST(measures_fold_packages_into_components)
{
	for (int seed = 1; seed <= PROJECTIONS; seed++) {
		struct fixture f;
		struct links links;
		struct measures m;
		slow_arcs loads;

		fixture_make(&f, (uint64_t)seed);
		slow_links(&f.slow, &f.model, loads);
		links_init(&links);
		links_build(&links, &f.graph);
		measures_init(&m, &f.graph, &links, ALTERNATIVES_PREFERRED);
		SAME(&f, measures_compute(&m, LEVEL_COMPONENT, MEASURES_ALL, &f.diag), 0);
		SAME(&f, measures_compute(&m, LEVEL_PACKAGE, MEASURE_BIT(MEASURE_LINKS_IN),
					  &f.diag), 0);
		for (int c = 0; c < f.slow.n_component; c++) {
			double sum = 0, max = 0;

			for (int p = 0; p < f.slow.n; p++) {
				double core = m.value[LEVEL_PACKAGE][MEASURE_CORENESS][p];

				if (f.slow.component[p] != c)
					continue;
				sum += m.value[LEVEL_PACKAGE][MEASURE_PAGERANK][p];
				max = core > max ? core : max;
			}
			NEAR(&f, m.value[LEVEL_COMPONENT][MEASURE_PAGERANK][c], sum);
			NEAR(&f, m.value[LEVEL_COMPONENT][MEASURE_CORENESS][c], max);
		}
		for (enum level level = 0; level < LEVELS; level++)
			for (int subject = 0; subject < fixture_subjects(&f, level); subject++) {
				int node[MODEL_PACKAGES], want_components;
				int own = fixture_component(&f, level, subject);
				int n;
				slow_set members, loaders = { false };

				n = fixture_members(&f, level, subject, members, node);
				for (int p = 0; p < f.slow.n; p++)
					for (int i = 0; i < n; i++)
						if (loads[p][node[i]])
							loaders[p] = true;
				slow_count(&f.slow, loaders, own, &want_components);
				NEAR(&f, m.value[level][MEASURE_LINKS_IN][subject],
				     want_components);
			}
		measures_clear(&m);
		links_clear(&links);
		fixture_clear(&f);
	}
}

int main(void)
{
	RUN(projection_has_the_arcs_of_its_policy);
	RUN(centralities_are_what_they_are_defined_as);
	RUN(cycles_are_numbered_by_their_lowest_node);
	RUN(preferred_takes_the_leftmost_then_the_namesake_then_the_first_by_name);
	RUN(measure_table_is_whole);
	RUN(measures_compute_what_is_asked_and_no_more);
	RUN(measures_fold_packages_into_components);
	return test_status();
}
