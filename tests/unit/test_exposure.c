/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is exposure what its header says, own and inherited, at the boundary of the network and at that
 * of privilege? Evidence is made by hand; what is inherited over links is held against a slow twin
 * on random models.
 */
#include "analyzer/exposure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/assessment.h"
#include "analyzer/package_role.h"
#include "graphs/links.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"
#include "tests/unit/witness_stand.h"

#define N(array) ((int)(sizeof(array) / sizeof(*(array))))

enum { UNIVERSES = 1000 };

enum { LISTENS, SERVES, CONNECTS, PARSES, LOCAL, PRIVILEGED, ACCEPTS, CLAIMS };

static const char *exposure_claim[CLAIMS] = { "listens", "serves",	"connects", "parses",
					      "local",	 "privileged", "accepts" };

/* One component of one package and these facts about it. */
struct exposure_bench {
	struct fixture f;
	struct links links;
	struct witness_stand stand;
	struct assessment assessment;
	unsigned char role[4 * MODEL_PACKAGES];
};

static void exposure_bench_start(struct exposure_bench *b, const struct fact *fact, int n_fact,
				 bool file_lists)
{
	memset(b, 0, sizeof(*b));
	b->f.model = (struct model){ .n_package = 2,
				     .n_component = 1,
				     .package = {
					     { .name = "a", .version = 1 },
					     { .name = "b", .version = 1 },
				     } };
	fixture_build(&b->f, 0);
	b->f.universe.has_file_lists = file_lists;
	links_init(&b->links);
	links_build(&b->links, &b->f.graph);
	stand_fill(&b->stand, exposure_claim, CLAIMS, 1, fact, n_fact);
	for (int i = 0; i < n_fact; i++) /* 1 and 2 stand for the two packages */
		if (b->stand.evidence[i].package)
			b->stand.evidence[i].package =
				b->f.graph.package_of[b->stand.evidence[i].package - 1];
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, 1);
	exposure_assess(&b->assessment, &b->stand.list, &b->links, b->role, BOUNDARY_NETWORK);
}

/* Judge again, at another boundary. */
static void exposure_bench_ask(struct exposure_bench *b, enum boundary boundary)
{
	exposure_assess(&b->assessment, &b->stand.list, &b->links, b->role, boundary);
}

static void exposure_bench_clear(struct exposure_bench *b)
{
	assessment_clear(&b->assessment);
	stand_clear(&b->stand);
	links_clear(&b->links);
	fixture_clear(&b->f);
}

TEST(exposure_is_named_by_what_weighs_most_of_what_is_sure)
{
	static const struct {
		double listens, serves, connects, parses;
		enum exposure want;
		double value;
	} cases[] = {
		{ 0, 0, 0, 0, EXPOSURE_NONE, 0 },
		{ 0.5, 0, 0, 0, EXPOSURE_LISTENS, 0.5 },
		{ 0.49, 0, 0, 0, EXPOSURE_NONE, 0.49 },
		{ 0, 0, 0.5, 0, EXPOSURE_CONNECTS, 0.8 * 0.5 },
		{ 0, 0, 0.49, 0, EXPOSURE_NONE, 0.8 * 0.49 },
		{ 0, 0, 0, 0.6, EXPOSURE_PARSES, 0.7 * 0.6 },
		{ 0.6, 0, 0.7, 0.8, EXPOSURE_LISTENS, 0.6 },
		{ 0.5, 0, 0.9, 0.5, EXPOSURE_CONNECTS, 0.8 * 0.9 },
		{ 0, 0, 0.6, 0.9, EXPOSURE_PARSES, 0.7 * 0.9 },
		{ 0.45, 0, 0, 0.5, EXPOSURE_PARSES, 0.45 }, /* a stronger one that is not sure */
		/* serves counts as far as it talks to the network */
		{ 0, 1, 0, 0, EXPOSURE_NONE, 0 },
		{ 0, 0.9, 0.9, 0, EXPOSURE_CONNECTS, 0.8 * 0.9 },
		{ 0, 1, 0.7, 0, EXPOSURE_LISTENS, 0.8 * 0.7 },
		{ 0.5, 0.9, 0.9, 0, EXPOSURE_LISTENS, 1 - 0.5 * (1 - 0.8 * 0.81) },
	};

	for (int i = 0; i < N(cases); i++) {
		const double weight[] = { cases[i].listens, cases[i].serves, cases[i].connects,
					  cases[i].parses };
		struct fact fact[4];
		struct exposure_bench b;
		int n = 0;

		for (int claim = LISTENS; claim <= PARSES; claim++)
			if (weight[claim] > 0)
				fact[n++] = (struct fact){ 0, claim, weight[claim], 0 };
		exposure_bench_start(&b, fact, n, true);
		if (b.assessment.exposure[0] != cases[i].want)
			test_fail(__FILE__, __LINE__, "case %d: %s, not %s", i,
				  exposure_name(b.assessment.exposure[0]),
				  exposure_name(cases[i].want));
		CHECK_DOUBLE(b.assessment.value[CRITERION_NETWORK][0], cases[i].value, 1e-12);
		CHECK_DOUBLE(b.assessment.part[PART_CONNECTS][0], cases[i].connects, 1e-12);
		CHECK_DOUBLE(b.assessment.part[PART_PARSES][0], cases[i].parses, 1e-12);
		CHECK_DOUBLE(b.assessment.part[PART_OWN][0], cases[i].value, 1e-12);
		exposure_bench_clear(&b);
	}
}

/* That code can accept connections makes no server of it; a service that can is one. */
TEST(a_service_whose_code_can_accept_listens)
{
	static const struct {
		double serves, connects, local, accepts;
		double listens;
	} cases[] = {
		{ 0, 0, 0, 1, 0 },
		{ 0.9, 0, 0, 0, 0 },
		{ 0.9, 0, 0, 0.7, 0.8 * 0.9 * 0.7 },
		/* the stronger of the two */
		{ 0.9, 0.6, 0, 0.7, 0.8 * 0.9 * 0.7 },
		{ 0.9, 0.8, 0, 0.7, 0.8 * 0.9 * 0.8 },
		/* perhaps on the same machine only */
		{ 0.9, 0, 0.5, 0.7, 0.8 * (0.9 * 0.6) * (0.7 * 0.6) },
	};

	for (int i = 0; i < N(cases); i++) {
		struct fact fact[4];
		struct exposure_bench b;
		int n = 0;

		if (cases[i].serves > 0)
			fact[n++] = (struct fact){ 0, SERVES, cases[i].serves, 1 };
		if (cases[i].connects > 0)
			fact[n++] = (struct fact){ 0, CONNECTS, cases[i].connects, 1 };
		if (cases[i].local > 0)
			fact[n++] = (struct fact){ 0, LOCAL, cases[i].local, 1 };
		if (cases[i].accepts > 0)
			fact[n++] = (struct fact){ 0, ACCEPTS, cases[i].accepts, 1 };
		exposure_bench_start(&b, fact, n, true);
		CHECK_DOUBLE(b.assessment.part[PART_LISTENS][0], cases[i].listens, 1e-12);
		exposure_bench_clear(&b);
	}
}

TEST(local_speaks_against_the_network_in_its_own_package_only)
{
	/* package 1 is local, package 2 listens */
	static const struct fact apart[] = {
		{ 0, LISTENS, 0.9, 2 },
		{ 0, LOCAL, 1, 1 },
	};
	static const struct fact together[] = {
		{ 0, LISTENS, 0.9, 1 }, { 0, SERVES, 0.9, 1 }, { 0, CONNECTS, 0.9, 1 },
		{ 0, PARSES, 0.6, 1 },	{ 0, LOCAL, 0.5, 1 },
	};
	double less = 0.9 * (1 - EVIDENCE_DISCOUNT * 0.5);
	struct exposure_bench b;

	exposure_bench_start(&b, apart, N(apart), true);
	CHECK_DOUBLE(b.assessment.part[PART_LISTENS][0], 0.9, 1e-12);
	exposure_bench_clear(&b);
	exposure_bench_start(&b, together, N(together), true);
	CHECK_DOUBLE(b.assessment.part[PART_CONNECTS][0], less, 1e-12);
	CHECK_DOUBLE(b.assessment.part[PART_LISTENS][0], 1 - (1 - less) * (1 - 0.8 * less * less),
		     1e-12);
	CHECK_DOUBLE(b.assessment.part[PART_PARSES][0], 0.6, 1e-12); /* files are local too */
	exposure_bench_clear(&b);
}

TEST(the_boundary_of_privilege_counts_when_asked_for)
{
	static const struct fact privileged[] = { { 0, LISTENS, 0.3, 0 },
						  { 0, LOCAL, 1, 1 },
						  { 0, PRIVILEGED, 0.8, 1 } };
	static const struct fact listening[] = { { 0, LISTENS, 0.9, 0 },
						 { 0, PRIVILEGED, 0.5, 0 } };
	struct exposure_bench b;

	exposure_bench_start(&b, privileged, N(privileged), true);
	CHECK_DOUBLE(b.assessment.part[PART_PRIVILEGE][0], 0.8, 1e-12); /* local is no excuse */
	CHECK_DOUBLE(b.assessment.part[PART_PRIVILEGE_INHERITED][0], 0, 0);
	CHECK_DOUBLE(b.assessment.value[CRITERION_NETWORK][0], b.assessment.part[PART_OWN][0],
		     1e-12);
	CHECK_INT(b.assessment.exposure[0], EXPOSURE_NONE);
	exposure_bench_ask(&b, BOUNDARY_SECURITY);
	CHECK_DOUBLE(b.assessment.value[CRITERION_NETWORK][0], 0.9 * 0.8, 1e-12);
	CHECK_INT(b.assessment.exposure[0], EXPOSURE_NONE); /* which is of the network */
	exposure_bench_clear(&b);

	exposure_bench_start(&b, listening, N(listening), true);
	exposure_bench_ask(&b, BOUNDARY_SECURITY);
	CHECK_DOUBLE(b.assessment.value[CRITERION_NETWORK][0], 0.9, 1e-12); /* the greater */
	exposure_bench_clear(&b);

	/* without file lists only what is seen counts */
	exposure_bench_start(&b, privileged, N(privileged), false);
	exposure_bench_ask(&b, BOUNDARY_SECURITY);
	CHECK(isnan(b.assessment.part[PART_PRIVILEGE_INHERITED][0]));
	CHECK_DOUBLE(b.assessment.value[CRITERION_NETWORK][0], 0.9 * 0.8, 1e-12);
	exposure_bench_clear(&b);
	CHECK_STR(boundary_name(BOUNDARY_NETWORK), "network");
	CHECK_STR(boundary_name(BOUNDARY_SECURITY), "security");
}

TEST(without_file_lists_exposure_is_unknown_and_less_is_sure)
{
	static const struct fact sure[] = { { 0, LISTENS, 0.9, 0 } };
	static const struct fact unsure[] = { { 0, LISTENS, 0.45, 0 } };
	struct exposure_bench with, without;
	struct exposure_path path[1];

	exposure_bench_start(&with, sure, 1, true);
	exposure_bench_start(&without, sure, 1, false);
	CHECK_DOUBLE(with.assessment.part[PART_INHERITED][0], 0, 0);
	CHECK(isnan(without.assessment.part[PART_INHERITED][0]));
	CHECK_DOUBLE(with.assessment.confidence[CRITERION_NETWORK][0], 0.8 * 0.8, 1e-12);
	CHECK_DOUBLE(without.assessment.confidence[CRITERION_NETWORK][0], 0.8 * 0.4, 1e-12);
	CHECK_INT(without.assessment.exposure[0], EXPOSURE_LISTENS); /* that much is known */
	CHECK_INT(exposure_paths(&without.assessment, &without.links, without.role, 0, path, 1), 0);
	exposure_bench_clear(&with);
	exposure_bench_clear(&without);
	exposure_bench_start(&with, unsure, 1, true);
	exposure_bench_start(&without, unsure, 1, false);
	CHECK_INT(with.assessment.exposure[0], EXPOSURE_NONE);
	CHECK_INT(without.assessment.exposure[0], EXPOSURE_UNKNOWN);
	CHECK_DOUBLE(with.assessment.confidence[CRITERION_NETWORK][0], 0.8 * 0.3, 1e-12);
	CHECK_DOUBLE(without.assessment.confidence[CRITERION_NETWORK][0], 0.8 * 0.15, 1e-12);
	CHECK_DOUBLE(without.assessment.value[CRITERION_NETWORK][0], 0.45, 1e-12);
	exposure_bench_clear(&with);
	exposure_bench_clear(&without);
}

TEST(rules_without_some_claim_are_no_evidence_for_it)
{
	static const char *claim[] = { "connects" };
	static const struct fact fact[] = { { 0, 0, 0.9, 0 } };
	struct exposure_bench b;

	exposure_bench_start(&b, NULL, 0, true);
	stand_clear(&b.stand);
	stand_fill(&b.stand, claim, 1, 1, fact, 1);
	exposure_assess(&b.assessment, &b.stand.list, &b.links, b.role, BOUNDARY_NETWORK);
	CHECK_INT(b.assessment.exposure[0], EXPOSURE_CONNECTS);
	CHECK_DOUBLE(b.assessment.part[PART_LISTENS][0], 0, 0);
	exposure_bench_clear(&b);
}

/* A random universe whose components listen and connect at random, some packages being data. */
struct inherited_bench {
	struct fixture f;
	struct links links;
	struct witness_stand stand;
	struct assessment assessment;
	unsigned char role[4 * MODEL_PACKAGES];
	double own[MODEL_COMPONENTS];		      /* 0: not network-facing */
	double privilege[MODEL_COMPONENTS];	      /* 0: not privileged */
	int distance[MODEL_PACKAGES][MODEL_PACKAGES]; /* over links, -1: none */
};

static void inherited_bench_start(struct inherited_bench *b, uint64_t seed, enum boundary boundary)
{
	struct fact fact[FACTS];
	uint64_t state = seed;
	slow_arcs loads;
	int n = 0;

	memset(b, 0, sizeof(*b));
	fixture_make(&b->f, seed);
	for (int c = 0; c < b->f.slow.n_component; c++) {
		double weight = random_below(&state, 5) / 4.0;
		double privileged = random_below(&state, 5) / 4.0;
		int claim = random_below(&state, 2) ? LISTENS : CONNECTS;

		if (weight > 0)
			fact[n++] = (struct fact){ c, claim, weight, 0 };
		if (privileged > 0)
			fact[n++] = (struct fact){ c, PRIVILEGED, privileged, 0 };
		b->own[c] = weight >= EXPOSURE_LEAST ? weight : 0;
		b->privilege[c] = privileged >= EXPOSURE_LEAST ? privileged : 0;
	}
	for (int p = 0; p < b->f.slow.n; p++)
		if (!random_below(&state, 4))
			b->role[b->f.graph.package_of[p]] = PACKAGE_DATA;
	links_init(&b->links);
	links_build(&b->links, &b->f.graph);
	stand_fill(&b->stand, exposure_claim, CLAIMS, b->f.slow.n_component, fact, n);
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, b->f.slow.n_component);
	exposure_assess(&b->assessment, &b->stand.list, &b->links, b->role, boundary);
	slow_links(&b->f.slow, &b->f.model, loads);
	slow_distances(b->f.slow.n, loads, b->distance);
}

static void inherited_bench_clear(struct inherited_bench *b)
{
	assessment_clear(&b->assessment);
	stand_clear(&b->stand);
	links_clear(&b->links);
	fixture_clear(&b->f);
}

/* Links from a running package of f to the nearest package of c, -1: it does not load c. */
static int load_distance(const struct inherited_bench *b, int f, int c)
{
	int best = -1;

	for (int p = 0; p < b->f.slow.n; p++) {
		const struct model_package *from = b->f.model.package + p;

		if (from->component != f || !(from->library || from->program) ||
		    b->role[b->f.graph.package_of[p]] != PACKAGE_RUNTIME)
			continue;
		for (int q = 0; q < b->f.slow.n; q++)
			if (b->f.slow.component[q] == c && b->distance[p][q] >= 0 &&
			    (best < 0 || b->distance[p][q] < best))
				best = b->distance[p][q];
	}
	return best;
}

/* What a component inherits of a number that others have, by the definition. */
static double slow_inherited(const struct inherited_bench *b, const double *own, int c)
{
	double sum = 0, total = 0;

	for (int f = 0; f < b->f.slow.n_component; f++) {
		total += own[f];
		if (f != c && own[f] > 0 && load_distance(b, f, c) >= 0)
			sum += own[f];
	}
	return sum > 0 ? log(1 + sum) / log(1 + total) : 0;
}

TEST(exposure_is_inherited_over_links_as_defined)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct inherited_bench b;

		inherited_bench_start(&b, (uint64_t)seed, BOUNDARY_NETWORK);
		for (int c = 0; c < b.f.slow.n_component; c++) {
			const struct assessment *a = &b.assessment;
			double own = fmax(a->part[PART_LISTENS][c],
					  0.8 * a->part[PART_CONNECTS][c]);

			NEAR(&b.f, a->part[PART_INHERITED][c], slow_inherited(&b, b.own, c));
			NEAR(&b.f, a->part[PART_OWN][c], own);
			NEAR(&b.f, a->value[CRITERION_NETWORK][c],
			     1 - (1 - own) * (1 - 0.5 * a->part[PART_INHERITED][c]));
		}
		inherited_bench_clear(&b);
	}
}

TEST(privilege_is_inherited_in_the_same_way)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct inherited_bench b;

		inherited_bench_start(&b, (uint64_t)seed, BOUNDARY_SECURITY);
		for (int c = 0; c < b.f.slow.n_component; c++) {
			const struct assessment *a = &b.assessment;
			double inherited = slow_inherited(&b, b.privilege, c);
			double privilege = 1 - (1 - 0.9 * a->part[PART_PRIVILEGE][c]) *
						       (1 - 0.45 * inherited);
			double network = 1 - (1 - a->part[PART_OWN][c]) *
						     (1 - 0.5 * slow_inherited(&b, b.own, c));

			NEAR(&b.f, a->part[PART_PRIVILEGE_INHERITED][c], inherited);
			NEAR(&b.f, a->part[PART_INHERITED][c], slow_inherited(&b, b.own, c));
			NEAR(&b.f, a->value[CRITERION_NETWORK][c], fmax(network, privilege));
		}
		inherited_bench_clear(&b);
	}
}

static void check_path(struct inherited_bench *b, const struct exposure_path *path, int c)
{
	const struct depgraph *g = &b->f.graph;
	int last = path->n_step - 1, shortest = load_distance(b, path->component, c);

	SAME(&b->f, last, shortest);
	SAME(&b->f, g->component_of[path->step[0]], path->component);
	SAME(&b->f, g->component_of[path->step[last]], c);
	for (int s = 0; s < last; s++)
		SAME(&b->f, b->distance[path->step[s]][path->step[s + 1]], 1);
	NEAR(&b->f, path->own, b->own[path->component]);
}

TEST(exposure_paths_are_true_shortest_and_complete)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct inherited_bench b;

		inherited_bench_start(&b, (uint64_t)seed, BOUNDARY_NETWORK);
		for (int c = 0; c < b.f.slow.n_component; c++) {
			struct exposure_path path[MODEL_COMPONENTS], first[1];
			int want = 0, n = exposure_paths(&b.assessment, &b.links, b.role, c, path,
							 MODEL_COMPONENTS);

			for (int f = 0; f < b.f.slow.n_component; f++)
				want += f != c && b.own[f] > 0 && load_distance(&b, f, c) >= 0;
			SAME(&b.f, n, want);
			for (int i = 0; i < n; i++) {
				if (load_distance(&b, path[i].component, c) < 8)
					check_path(&b, &path[i], c);
				if (!i)
					continue;
				SAME(&b.f, path[i].own <= path[i - 1].own, true);
				SAME(&b.f,
				     path[i].own < path[i - 1].own ||
					     path[i - 1].component < path[i].component,
				     true);
			}
			SAME(&b.f, exposure_paths(&b.assessment, &b.links, b.role, c, first, 1),
			     n > 0);
			if (n)
				SAME(&b.f, first[0].component, path[0].component);
		}
		inherited_bench_clear(&b);
	}
}

TEST(a_long_path_is_cut_in_front)
{
	static const struct fact fact[] = { { 0, LISTENS, 0.9, 0 } };
	struct inherited_bench b;
	struct exposure_path path[2];
	struct model *m = &b.f.model;

	memset(&b, 0, sizeof(b));
	m->n_package = 12;
	m->n_component = 3; /* the daemon, what is between, the last */
	for (int p = 0; p < 12; p++) {
		struct model_package *package = &m->package[p];

		snprintf(package->name, sizeof(package->name), "p%d", p);
		package->version = 1;
		package->native = package->library = true;
		package->component = p == 0 ? 0 : p < 11 ? 1 : 2;
		if (p == 11)
			continue;
		package->n_need = 1;
		package->need[0].kind = NEED_REQUIRES;
		package->need[0].n_alternative = 1;
		snprintf(package->need[0].alternative[0].name, 16, "p%d", p + 1);
	}
	fixture_build(&b.f, 0);
	links_init(&b.links);
	links_build(&b.links, &b.f.graph);
	stand_fill(&b.stand, exposure_claim, CLAIMS, 3, fact, 1);
	assessment_init(&b.assessment);
	assessment_prepare(&b.assessment, 3);
	exposure_assess(&b.assessment, &b.stand.list, &b.links, b.role, BOUNDARY_NETWORK);
	CHECK_INT(exposure_paths(&b.assessment, &b.links, b.role, 2, path, 2), 1);
	CHECK_INT(path[0].component, 0);
	CHECK_INT(path[0].n_step, 8);
	for (int s = 0; s < 8; s++)
		CHECK_INT(path[0].step[s], 4 + s);
	inherited_bench_clear(&b);
}

TEST(rules_of_exposure_speak_of_known_claims)
{
	struct rule rule[] = {
		{ .claim = "listens" },
		{ .claim = "serves" },
		{ .claim = "connects" },
		{ .claim = "parses" },
		{ .claim = "local" },
		{ .claim = "privileged" },
		{ .claim = "listen", .file = "exposure.tsv", .line = 12 },
	};
	struct ruleset rules = { .rule = rule, .n_rule = 6 };
	struct diag diag;

	diag_init(&diag);
	CHECK_INT(exposure_check_rules(&rules, &diag), 0);
	CHECK_STR(diag.message, NULL);
	rules.n_rule = 7;
	CHECK_INT(exposure_check_rules(&rules, &diag), -1);
	CHECK_STR(diag.message, "cannot parse rule 'exposure.tsv' line 12: unknown claim 'listen'");
	diag_clear(&diag);
}

int main(void)
{
	RUN(exposure_is_named_by_what_weighs_most_of_what_is_sure);
	RUN(a_service_whose_code_can_accept_listens);
	RUN(local_speaks_against_the_network_in_its_own_package_only);
	RUN(the_boundary_of_privilege_counts_when_asked_for);
	RUN(without_file_lists_exposure_is_unknown_and_less_is_sure);
	RUN(rules_without_some_claim_are_no_evidence_for_it);
	RUN(exposure_is_inherited_over_links_as_defined);
	RUN(privilege_is_inherited_in_the_same_way);
	RUN(exposure_paths_are_true_shortest_and_complete);
	RUN(a_long_path_is_cut_in_front);
	RUN(rules_of_exposure_speak_of_known_claims);
	return test_status();
}
