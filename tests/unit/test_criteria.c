/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are use, exposure and function what their headers say, and does the pipeline read no more than
 * its stage needs? Evidence and rules are made by hand, so that no rule file moves a number here;
 * graphs are small archives, or random models with slow twins for what is inherited over links.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/analysis.h"
#include "analyzer/exposure.h"
#include "analyzer/package_role.h"
#include "analyzer/use.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

enum { UNIVERSES = 1000 };

/* ---- evidence by hand ---- */

enum { FACTS = 8 };

/* Claims are numbered as they stand in `claim`; each fact is a rule of its own. */
struct fact {
	int component, claim;
	double weight;
	Id package; /* 0: seen in the component itself */
};

struct witness_stand {
	struct ruleset rules;
	struct rule rule[FACTS];
	struct evidence evidence[FACTS];
	struct evidence_list list;
};

/* Facts must be ordered by component and claim, as evidence is. */
static void stand_fill(struct witness_stand *w, const char **claim, int n_claim, int n_component,
		       const struct fact *fact, int n_fact)
{
	memset(w, 0, sizeof(*w));
	w->rules = (struct ruleset){
		.rule = w->rule, .n_rule = n_fact, .claim = claim, .n_claim = n_claim
	};
	w->list = (struct evidence_list){ .rules = &w->rules,
					  .evidence = w->evidence,
					  .n_evidence = n_fact };
	w->list.begin = calloc((size_t)n_component + 1, sizeof(int));
	for (int i = 0; i < n_fact; i++) {
		w->rule[i] = (struct rule){ .claim = claim[fact[i].claim],
					    .claim_number = fact[i].claim,
					    .weight = fact[i].weight };
		w->evidence[i] = (struct evidence){ .component = fact[i].component,
						    .package = fact[i].package,
						    .rule = &w->rule[i],
						    .count = 1 };
		for (int c = fact[i].component + 1; c <= n_component; c++)
			w->list.begin[c] = i + 1;
	}
}

static void stand_clear(struct witness_stand *w)
{
	free(w->list.begin);
}

/* ---- assessment ---- */

TEST(parts_combine_as_signs_that_do_not_exclude_each_other)
{
	struct assessment a;
	double impact = assessment_part_row(PART_IMPACT)->weight;
	double tier = assessment_part_row(PART_TIER)->weight;

	assessment_init(&a);
	assessment_prepare(&a, 2);
	CHECK(isnan(assessment_combine(&a, CRITERION_USE, 0)));
	CHECK(isnan(a.value[CRITERION_UNSAFE][1]));
	a.part[PART_IMPACT][0] = 0.5;
	CHECK_DOUBLE(assessment_combine(&a, CRITERION_USE, 0), impact * 0.5, 1e-12);
	a.part[PART_TIER][0] = 0.8;
	CHECK_DOUBLE(assessment_combine(&a, CRITERION_USE, 0),
		     1 - (1 - impact * 0.5) * (1 - tier * 0.8), 1e-12);
	a.part[PART_NAMED][0] = 0; /* absent: takes nothing away */
	CHECK_DOUBLE(assessment_combine(&a, CRITERION_USE, 0),
		     1 - (1 - impact * 0.5) * (1 - tier * 0.8), 1e-12);
	a.part[PART_FUNCTION][0] = 1; /* of another criterion */
	CHECK_DOUBLE(assessment_combine(&a, CRITERION_USE, 0),
		     1 - (1 - impact * 0.5) * (1 - tier * 0.8), 1e-12);
	CHECK(isnan(assessment_combine(&a, CRITERION_USE, 1)));
	assessment_clear(&a);
	assessment_clear(&a);
}

TEST(the_tables_of_criteria_and_parts_are_whole)
{
	int n_part[CRITERIA] = { 0 };

	for (enum part p = PART_NONE + 1; p < PARTS; p++) {
		const struct part_row *row = assessment_part_row(p);

		CHECK(row->weight > 0 && row->weight <= 1);
		CHECK(strlen(row->meaning) > 20);
		CHECK(row->meaning[strlen(row->meaning) - 1] != '.');
		n_part[row->criterion]++;
		for (enum part o = PART_NONE + 1; o < p; o++)
			CHECK(strcmp(row->name, assessment_part_row(o)->name) ||
			      row->criterion != assessment_part_row(o)->criterion);
	}
	for (int k = 0; k < CRITERIA; k++) {
		CHECK(n_part[k] > 0);
		CHECK(strchr(criterion_question(k), '?') != NULL);
	}
	CHECK_STR(criterion_name(CRITERION_USE), "use");
	CHECK_STR(criterion_name(CRITERION_NETWORK), "network");
	CHECK_STR(criterion_name(CRITERION_FUNCTION), "function");
	CHECK_STR(criterion_name(CRITERION_UNSAFE), "unsafe");
	CHECK_STR(exposure_name(EXPOSURE_UNKNOWN), "unknown");
	CHECK_STR(exposure_name(EXPOSURE_NONE), "none");
	CHECK_STR(exposure_name(EXPOSURE_PARSES), "parses");
	CHECK_STR(exposure_name(EXPOSURE_CONNECTS), "connects");
	CHECK_STR(exposure_name(EXPOSURE_LISTENS), "listens");
}

TEST(the_scale_is_logarithmic_and_never_leaves_zero_to_one)
{
	CHECK_DOUBLE(assessment_scale(0, 100), 0, 0);
	CHECK_DOUBLE(assessment_scale(100, 100), 1, 0);
	CHECK_DOUBLE(assessment_scale(200, 100), 1, 0);
	CHECK_DOUBLE(assessment_scale(-1, 100), 0, 0);
	CHECK_DOUBLE(assessment_scale(9, 99), 0.5, 1e-12); /* log 10 / log 100 */
	CHECK_DOUBLE(assessment_scale(5, 0), 0, 0);	   /* of nothing */
	CHECK_DOUBLE(assessment_scale(0, 0), 0, 0);
}

/* ---- use ---- */

/* What each package is: one component each, named like it. */
static const char use_archive[] =
	"Package: base\nVersion: 1\nArchitecture: amd64\nEssential: yes\nPriority: required\n"
	"Depends: libbase\nRecommends: nicety\n\n"
	"Package: libbase\nVersion: 1\nArchitecture: amd64\nPriority: optional\n\n"
	"Package: boot\nVersion: 1\nArchitecture: amd64\nProtected: yes\nPriority: optional\n\n"
	"Package: must\nVersion: 1\nArchitecture: amd64\nPriority: required\n\n"
	"Package: login\nVersion: 1\nArchitecture: amd64\nPriority: important\n\n"
	"Package: mailer\nVersion: 1\nArchitecture: amd64\nPriority: standard\n"
	"Depends: first | second, virtual\nSuggests: suggested\n\n"
	"Package: nicety\nVersion: 1\nArchitecture: amd64\nPriority: optional\nDepends: deep\n\n"
	"Package: deep\nVersion: 1\nArchitecture: amd64\nPriority: optional\n\n"
	"Package: first\nVersion: 1\nArchitecture: amd64\nPriority: optional\n\n"
	"Package: second\nVersion: 1\nArchitecture: amd64\nPriority: optional\n\n"
	"Package: zz-virtual\nVersion: 1\nArchitecture: amd64\nPriority: optional\n"
	"Provides: virtual\n\n"
	"Package: aa-virtual\nVersion: 1\nArchitecture: amd64\nPriority: extra\n"
	"Provides: virtual\n\n"
	"Package: suggested\nVersion: 1\nArchitecture: amd64\nPriority: optional\n\n"
	"Package: enhancer\nVersion: 1\nArchitecture: amd64\nPriority: optional\nEnhances: base\n"
	"Depends: deep\n";

struct use_bench {
	struct little archive;
	struct depgraph graph;
	struct measures measures;
	struct assessment assessment;
};

static void use_bench_start(struct use_bench *b)
{
	little_init(&b->archive);
	little_write(&b->archive, "Packages", use_archive);
	CHECK_INT(little_import(&b->archive, "Packages"), 0);
	depgraph_init(&b->graph);
	depgraph_build(&b->graph, &b->archive.universe);
	measures_init(&b->measures, &b->graph, NULL, ALTERNATIVES_PREFERRED);
	CHECK_INT(measures_compute(&b->measures, LEVEL_COMPONENT,
				   MEASURE_BIT(MEASURE_IMPACT_COMPONENTS) |
					   MEASURE_BIT(MEASURE_CHOSEN_BY) |
					   MEASURE_BIT(MEASURE_NAMED_BY),
				   &b->archive.diag),
		  0);
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, b->graph.n_component);
	use_assess(&b->assessment, &b->graph, &b->measures);
}

static void use_bench_clear(struct use_bench *b)
{
	assessment_clear(&b->assessment);
	measures_clear(&b->measures);
	depgraph_clear(&b->graph);
	little_clear(&b->archive);
}

static double use_part(const struct use_bench *b, enum part part, const char *name)
{
	return b->assessment.part[part][universe_find_component(&b->archive.universe, name)];
}

TEST(tiers_are_in_the_order_of_the_policy)
{
	static const char *const order[] = { "base", "boot", "must", "login", "mailer", "deep" };
	struct use_bench b;

	use_bench_start(&b);
	CHECK_DOUBLE(use_part(&b, PART_TIER, "base"), 1, 0); /* not that of its priority */
	for (int i = 1; i < 6; i++)
		CHECK(use_part(&b, PART_TIER, order[i]) < use_part(&b, PART_TIER, order[i - 1]));
	CHECK_DOUBLE(use_part(&b, PART_TIER, "deep"), 0, 0);
	CHECK_DOUBLE(use_part(&b, PART_TIER, "aa-virtual"), 0, 0); /* extra */
	CHECK_DOUBLE(use_tier(OBS_TIER, "build-essential"), 0, 0);
	CHECK_DOUBLE(use_tier(OBS_PRIORITY, "essential"), 0, 0);
	CHECK_DOUBLE(use_tier(OBS_PRIORITY, "standard"), use_part(&b, PART_TIER, "mailer"), 0);
	use_bench_clear(&b);
}

TEST(a_standard_installation_brings_along_what_it_needs_and_recommends)
{
	static const struct {
		const char *name;
		int is_default, is_essential;
	} want[] = {
		{ "base", 1, 1 },	{ "libbase", 1, 1 },	{ "boot", 1, 0 },
		{ "must", 1, 0 },	{ "login", 1, 0 },	{ "mailer", 1, 0 },
		{ "nicety", 1, 0 },			    /* recommended */
		{ "deep", 1, 0 },			    /* of what is recommended */
		{ "first", 1, 0 },	{ "second", 0, 0 }, /* the preferred alternative */
		{ "aa-virtual", 1, 0 }, { "zz-virtual", 0, 0 }, { "suggested", 0, 0 },
		{ "enhancer", 0, 0 },
	};
	struct use_bench b;
	unsigned char *essential;

	use_bench_start(&b);
	essential = use_essential_closure(&b.graph);
	for (size_t i = 0; i < sizeof(want) / sizeof(*want); i++) {
		int c = universe_find_component(&b.archive.universe, want[i].name);

		if (b.assessment.part[PART_DEFAULT][c] != want[i].is_default)
			test_fail(__FILE__, __LINE__, "'%s' by default: %d", want[i].name,
				  !want[i].is_default);
		if (essential[c] != want[i].is_essential)
			test_fail(__FILE__, __LINE__, "'%s' essential: %d", want[i].name,
				  !want[i].is_essential);
	}
	free(essential);
	use_bench_clear(&b);
}

TEST(counts_of_use_are_scaled_by_all_components)
{
	static const struct {
		enum part part;
		enum measure measure;
	} counted[] = {
		{ PART_IMPACT, MEASURE_IMPACT_COMPONENTS },
		{ PART_DEPENDANTS, MEASURE_CHOSEN_BY },
		{ PART_NAMED, MEASURE_NAMED_BY },
	};
	struct use_bench b;

	use_bench_start(&b);
	for (int i = 0; i < 3; i++)
		for (int c = 0; c < b.graph.n_component; c++)
			CHECK_DOUBLE(
				b.assessment.part[counted[i].part][c],
				assessment_scale(
					b.measures.value[LEVEL_COMPONENT][counted[i].measure][c],
					b.graph.n_component),
				0);
	for (int c = 0; c < b.graph.n_component; c++) {
		CHECK_DOUBLE(b.assessment.value[CRITERION_USE][c],
			     assessment_combine(&b.assessment, CRITERION_USE, c), 0);
		CHECK_DOUBLE(b.assessment.confidence[CRITERION_USE][c], 1, 0);
	}
	CHECK_DOUBLE(use_part(&b, PART_IMPACT, "libbase"), log(2) / log(15), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "deep"), log(3) / log(15), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_DEPENDANTS, "second"), 0, 0);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "second"), log(2) / log(15), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "suggested"), log(2) / log(15), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "zz-virtual"), 0, 0); /* one of two */
	use_bench_clear(&b);
}

/* ---- exposure ---- */

enum { LISTENS, SERVES, CONNECTS, PARSES, LOCAL, CLAIMS };

static const char *exposure_claim[CLAIMS] = { "listens", "serves", "connects", "parses", "local" };

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
	exposure_assess(&b->assessment, &b->stand.list, &b->links, b->role);
}

static void exposure_bench_clear(struct exposure_bench *b)
{
	assessment_clear(&b->assessment);
	stand_clear(&b->stand);
	links_clear(&b->links);
	fixture_clear(&b->f);
}

#define N(array) ((int)(sizeof(array) / sizeof(*(array))))

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
	CHECK_DOUBLE(with.assessment.confidence[CRITERION_NETWORK][0], 0.8, 1e-12);
	CHECK_DOUBLE(without.assessment.confidence[CRITERION_NETWORK][0], 0.4, 1e-12);
	CHECK_INT(without.assessment.exposure[0], EXPOSURE_LISTENS); /* that much is known */
	CHECK_INT(exposure_paths(&without.assessment, &without.links, without.role, 0, path, 1), 0);
	exposure_bench_clear(&with);
	exposure_bench_clear(&without);
	exposure_bench_start(&with, unsure, 1, true);
	exposure_bench_start(&without, unsure, 1, false);
	CHECK_INT(with.assessment.exposure[0], EXPOSURE_NONE);
	CHECK_INT(without.assessment.exposure[0], EXPOSURE_UNKNOWN);
	CHECK_DOUBLE(with.assessment.confidence[CRITERION_NETWORK][0], 0.3, 1e-12);
	CHECK_DOUBLE(without.assessment.confidence[CRITERION_NETWORK][0], 0.15, 1e-12);
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
	exposure_assess(&b.assessment, &b.stand.list, &b.links, b.role);
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
	int distance[MODEL_PACKAGES][MODEL_PACKAGES]; /* over links, -1: none */
};

static void inherited_bench_start(struct inherited_bench *b, uint64_t seed)
{
	struct fact fact[FACTS];
	uint64_t state = seed;
	slow_arcs loads;
	int n = 0;

	memset(b, 0, sizeof(*b));
	fixture_make(&b->f, seed);
	for (int c = 0; c < b->f.slow.n_component && n < FACTS; c++) {
		double weight = random_below(&state, 5) / 4.0;
		int claim = random_below(&state, 2) ? LISTENS : CONNECTS;

		if (weight <= 0)
			continue;
		fact[n++] = (struct fact){ c, claim, weight, 0 };
		b->own[c] = weight >= EXPOSURE_LEAST ? weight : 0;
	}
	for (int p = 0; p < b->f.slow.n; p++)
		if (!random_below(&state, 4))
			b->role[b->f.graph.package_of[p]] = PACKAGE_DATA;
	links_init(&b->links);
	links_build(&b->links, &b->f.graph);
	stand_fill(&b->stand, exposure_claim, CLAIMS, b->f.slow.n_component, fact, n);
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, b->f.slow.n_component);
	exposure_assess(&b->assessment, &b->stand.list, &b->links, b->role);
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

TEST(exposure_is_inherited_over_links_as_defined)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct inherited_bench b;
		double total = 0;

		inherited_bench_start(&b, (uint64_t)seed);
		for (int c = 0; c < b.f.slow.n_component; c++)
			total += b.own[c];
		for (int c = 0; c < b.f.slow.n_component; c++) {
			const struct assessment *a = &b.assessment;
			double sum = 0, own = 0;

			for (int f = 0; f < b.f.slow.n_component; f++)
				if (f != c && b.own[f] > 0 && load_distance(&b, f, c) >= 0)
					sum += b.own[f];
			own = fmax(a->part[PART_LISTENS][c], 0.8 * a->part[PART_CONNECTS][c]);
			NEAR(&b.f, a->part[PART_INHERITED][c],
			     sum > 0 ? log(1 + sum) / log(1 + total) : 0);
			NEAR(&b.f, a->value[CRITERION_NETWORK][c],
			     1 - (1 - own) * (1 - 0.5 * a->part[PART_INHERITED][c]));
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

		inherited_bench_start(&b, (uint64_t)seed);
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
	exposure_assess(&b.assessment, &b.stand.list, &b.links, b.role);
	CHECK_INT(exposure_paths(&b.assessment, &b.links, b.role, 2, path, 2), 1);
	CHECK_INT(path[0].component, 0);
	CHECK_INT(path[0].n_step, 8);
	for (int s = 0; s < 8; s++)
		CHECK_INT(path[0].step[s], 4 + s);
	inherited_bench_clear(&b);
}

/* ---- function ---- */

static const char function_header[] = "function\tcriticality\twhy\n";

/* Load a functions.tsv of these rows for the claims "time" and "web" of two rules. */
static int load_functions(struct function_table *t, const char *rows, struct little *dir)
{
	static const char *claim[] = { "time", "web" };
	static struct rule rule[] = {
		{ .claim = "time", .claim_number = 0, .file = "function.tsv", .line = 7 },
		{ .claim = "web", .claim_number = 1, .file = "function.tsv", .line = 9 },
	};
	struct ruleset rules = { .rule = rule, .n_rule = 2, .claim = claim, .n_claim = 2 };
	size_t size = strlen(rows) + sizeof(function_header);
	char *text = malloc(size);
	int ret;

	snprintf(text, size, "%s%s", function_header, rows);
	little_write(dir, "functions.tsv", text);
	free(text);
	diag_clear(&dir->diag);
	diag_init(&dir->diag);
	ret = function_table_load(t, dir->dir, &rules, &dir->diag);
	return ret;
}

TEST(the_table_of_functions_is_checked_line_by_line)
{
	static const struct {
		const char *rows, *why; /* what the message says after the file */
	} bad[] = {
		{ "time\t1\twhy\nweb\t1.1\twhy\n", "' line 3: " },
		{ "time\tmuch\twhy\nweb\t1\twhy\n", "' line 2: " },
		{ "time\t0.5\nweb\t1\twhy\n", "' line 2: " },
		{ "time\t0.5\twhy\nweb\t1\twhy\ntime\t0.5\twhy\n",
		  "' line 4: a second row for 'time'" },
	};
	struct function_table t;
	struct little dir;
	char want[LITTLE_PATH];

	little_init(&dir);
	for (int i = 0; i < N(bad); i++) {
		CHECK_INT(load_functions(&t, bad[i].rows, &dir), -1);
		snprintf(want, sizeof(want), "functions.tsv%s", bad[i].why);
		if (!dir.diag.message || !strstr(dir.diag.message, want) ||
		    !strstr(dir.diag.message, dir.dir))
			test_fail(__FILE__, __LINE__, "table %d: %s", i, dir.diag.message);
		CHECK_INT(t.n_function, 0);
		function_table_clear(&t);
	}
	/* a function that rules speak of is missing: where the first of these rules stands */
	CHECK_INT(load_functions(&t, "time\t0.5\twhy\n", &dir), -1);
	snprintf(want, sizeof(want),
		 "cannot use rule 'function.tsv' line 9: the function 'web' is not in "
		 "'%s/functions.tsv'",
		 dir.dir);
	CHECK_STR(dir.diag.message, want);
	/* one that no rule speaks of is fine */
	CHECK_INT(load_functions(&t, "# a comment\ntime\t0.5\tfirst\nweb\t1\twhy\nfun\t0\twhy\n",
				 &dir),
		  0);
	CHECK_STR(dir.diag.message, NULL);
	CHECK_INT(t.n_function, 3);
	CHECK_STR(t.function[0].name, "time");
	CHECK_STR(t.function[0].why, "first");
	CHECK_DOUBLE(t.function[0].criticality, 0.5, 0);
	CHECK_INT(t.function[0].claim, 0);
	CHECK_INT(t.function[2].claim, -1);
	function_table_clear(&t);
	function_table_clear(&t);
	little_clear(&dir);
}

TEST(function_is_the_most_critical_one_times_how_sure_and_structure)
{
	static const char *claim[] = { "time", "web", "fun" };
	static struct function function[] = {
		{ "time", 0.5, "why", 0 },
		{ "web", 0.9, "why", 1 },
		{ "fun", 1, "why", -1 },
		{ "game", 0.1, "why", 2 },
	};
	static const struct fact fact[] = {
		{ 0, 0, 1, 0 },	  { 0, 1, 0.5, 0 }, /* max(0.5 * 1, 0.9 * 0.5) */
		{ 1, 1, 0.5, 0 }, { 1, 1, 0.4, 0 }, /* 0.9 * (1 - 0.5 * 0.6) */
		{ 2, 2, 0.2, 0 }, { 4, 0, 0.9, 0 }, { 4, 0, -0.5, 0 },
	};
	const struct function_table table = { .function = function, .n_function = 4 };
	double betweenness[] = { 0, 99, 9, 0, 0 };
	const unsigned char essential[] = { 0, 1, 0, 0, 0 };
	double b = assessment_part_row(PART_BETWEENNESS)->weight;
	double e = assessment_part_row(PART_ESSENTIAL)->weight;
	struct measures measures = { .value = { [LEVEL_COMPONENT] = {
							[MEASURE_BETWEENNESS] = betweenness } } };
	struct witness_stand stand;
	struct assessment a;
	struct served served[3];

	stand_fill(&stand, claim, 3, 5, fact, N(fact));
	assessment_init(&a);
	assessment_prepare(&a, 5);
	function_assess(&a, &table, &stand.list, &measures, essential);
	CHECK_DOUBLE(a.part[PART_FUNCTION][0], 0.5, 1e-12);
	CHECK_DOUBLE(a.part[PART_FUNCTION][1], 0.9 * 0.7, 1e-12);
	CHECK_DOUBLE(a.part[PART_FUNCTION][2], 0.1 * 0.2, 1e-12);
	CHECK_DOUBLE(a.part[PART_FUNCTION][3], 0, 0);
	CHECK_DOUBLE(a.part[PART_FUNCTION][4], 0.5 * 0.45, 1e-12);
	CHECK_DOUBLE(a.part[PART_BETWEENNESS][1], 1, 0);
	CHECK_DOUBLE(a.part[PART_BETWEENNESS][2], 0.5, 1e-12);
	CHECK_DOUBLE(a.part[PART_ESSENTIAL][1], 1, 0);
	CHECK_DOUBLE(a.value[CRITERION_FUNCTION][0], 0.5, 1e-12);
	CHECK_DOUBLE(a.value[CRITERION_FUNCTION][1], 1 - (1 - 0.9 * 0.7) * (1 - b) * (1 - e),
		     1e-12);
	CHECK_DOUBLE(a.value[CRITERION_FUNCTION][3], 0, 0); /* none: not unknown */
	CHECK_DOUBLE(a.confidence[CRITERION_FUNCTION][0], 1, 1e-12);
	CHECK_DOUBLE(a.confidence[CRITERION_FUNCTION][1], 0.7, 1e-12);
	CHECK_DOUBLE(a.confidence[CRITERION_FUNCTION][2], 0.3, 1e-12);
	CHECK_DOUBLE(a.confidence[CRITERION_FUNCTION][3], 0.3, 1e-12);

	CHECK_INT(function_served(&table, &stand.list, 0, served, 3), 2);
	CHECK_STR(served[0].function->name, "time");
	CHECK_DOUBLE(served[0].value, 1, 1e-12);
	CHECK_STR(served[1].function->name, "web");
	CHECK_INT(function_served(&table, &stand.list, 0, served, 1), 1);
	CHECK_STR(served[0].function->name, "time");
	CHECK_INT(function_served(&table, &stand.list, 2, served, 3), 0); /* not sure enough */
	CHECK_INT(function_served(&table, &stand.list, 3, served, 3), 0);
	assessment_clear(&a);
	stand_clear(&stand);
}

/* ---- stages ---- */

static const char small_archive[] =
	"Package: app\nVersion: 1\nArchitecture: amd64\nDepends: lib, gone\nSource: tool\n\n"
	"Package: lib\nVersion: 1\nArchitecture: amd64\n";

static int run_stage(struct analysis *a, struct little *l, const char *rules, enum stage stage)
{
	struct analysis_options options = {
		.import.arch = "amd64",
		.exponent = { 1, 1, 1, 1 },
		.rules = rules,
		.alternatives = ALTERNATIVES_PREFERRED,
	};

	diag_clear(&l->diag);
	diag_init(&l->diag);
	analysis_init(a);
	return analysis_run(a, l->dir, &options, stage, &l->diag);
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

TEST(no_file_list_is_read_for_the_graph)
{
	struct analysis a;
	struct little l;

	little_init(&l);
	little_write(&l, "Packages", small_archive);
	little_write(&l, "Sources", "no index\n");
	little_write(&l, "Contents-amd64", "no\nfile\nlist\n");
	little_write(&l, "Contents-source", "no\nfile\nlist\n");
	CHECK_INT(run_stage(&a, &l, NULL, STAGE_GRAPH), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_INT(a.stage, STAGE_GRAPH);
	CHECK_INT(a.universe.n_package, 2);
	CHECK_INT(a.universe.release.n_input, 1);
	CHECK_INT(a.graph.n_node, 2);
	CHECK(!links_known(&a.links));
	CHECK(!a.ranking.rank && !a.role);
	CHECK_INT(l.diag.n_warning[WARN_UNMET_NEED], 1);
	CHECK(strstr(l.diag.example[WARN_UNMET_NEED], "'app' requires 'gone'") != NULL);
	CHECK_INT(l.diag.n_warning[WARN_MISSING_INPUT], 0);
	analysis_clear(&a);
	analysis_clear(&a);
	CHECK_INT(run_stage(&a, &l, NULL, STAGE_FACTS), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "Sources"));
	CHECK_INT(a.universe.n_package, 0);
	analysis_clear(&a);
	little_clear(&l);
}

TEST(facts_and_ranking_read_all)
{
	struct analysis a;
	struct little l;

	little_init(&l);
	little_write(&l, "Packages", small_archive);
	little_write(&l, "Sources", "Package: tool\nVersion: 1\nBinary: app\n");
	little_write(&l, "Contents-amd64",
		     "usr/bin/app net/app\nusr/lib/x86_64-linux-gnu/liba.so.1 libs/lib\n");
	little_write(&l, "Contents-source", "tool/main.c tool\n");
	CHECK_INT(run_stage(&a, &l, NULL, STAGE_FACTS), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_INT(a.stage, STAGE_FACTS);
	CHECK_INT(a.universe.release.n_input, 4);
	CHECK(links_known(&a.links));
	CHECK_INT(a.links.n_link, 1);
	CHECK(!a.measures.value[LEVEL_COMPONENT][MEASURE_BETWEENNESS]);
	CHECK(!a.ranking.rank);
	analysis_clear(&a);
	CHECK_INT(run_stage(&a, &l, NULL, STAGE_RANKING), 0);
	CHECK_INT(a.stage, STAGE_RANKING);
	CHECK_INT(a.ranking.n_component, 2);
	CHECK(a.ranking.rank[0] + a.ranking.rank[1] == 3);
	for (int k = 0; k < CRITERIA; k++)
		for (int c = 0; c < 2; c++) {
			CHECK(a.assessment.value[k][c] >= 0 && a.assessment.value[k][c] <= 1);
			CHECK(a.assessment.confidence[k][c] >= 0 &&
			      a.assessment.confidence[k][c] <= 1);
		}
	CHECK_DOUBLE(
		a.assessment.value[CRITERION_UNSAFE][universe_find_component(&a.universe, "tool")],
		1, 1e-9);
	analysis_clear(&a);
	little_clear(&l);
}

TEST(a_wrong_rule_is_noticed_before_the_archive_is_read)
{
	static const char *const file[] = {
		"exposure.tsv", "function.tsv",		"functions.tsv",    "languages.tsv",
		"files.tsv",	"language-witness.tsv", "replacements.tsv", "package-roles.tsv",
	};
	struct analysis a;
	struct little rules, nothing;

	for (int i = 0; i < N(file); i++) {
		char want[64];

		little_init(&rules);
		little_init(&nothing);
		little_write(&rules, file[i], "no\tcolumns\tof\tours\n");
		CHECK_INT(run_stage(&a, &nothing, rules.dir, STAGE_RANKING), -1);
		snprintf(want, sizeof(want), "/%s' line 1", file[i]);
		if (!rules.diag.message &&
		    (!nothing.diag.message || !strstr(nothing.diag.message, want)))
			test_fail(__FILE__, __LINE__, "%s: %s", file[i], nothing.diag.message);
		analysis_clear(&a);
		little_clear(&rules);
		little_clear(&nothing);
	}
	/* below the ranking, rules do not matter */
	little_init(&rules);
	little_init(&nothing);
	little_write(&rules, "exposure.tsv", "no\tcolumns\tof\tours\n");
	little_write(&nothing, "Packages", small_archive);
	CHECK_INT(run_stage(&a, &nothing, rules.dir, STAGE_FACTS), 0);
	analysis_clear(&a);
	little_clear(&rules);
	little_clear(&nothing);
}

int main(void)
{
	RUN(parts_combine_as_signs_that_do_not_exclude_each_other);
	RUN(the_tables_of_criteria_and_parts_are_whole);
	RUN(the_scale_is_logarithmic_and_never_leaves_zero_to_one);
	RUN(tiers_are_in_the_order_of_the_policy);
	RUN(a_standard_installation_brings_along_what_it_needs_and_recommends);
	RUN(counts_of_use_are_scaled_by_all_components);
	RUN(exposure_is_named_by_what_weighs_most_of_what_is_sure);
	RUN(local_speaks_against_the_network_in_its_own_package_only);
	RUN(without_file_lists_exposure_is_unknown_and_less_is_sure);
	RUN(rules_without_some_claim_are_no_evidence_for_it);
	RUN(exposure_is_inherited_over_links_as_defined);
	RUN(exposure_paths_are_true_shortest_and_complete);
	RUN(a_long_path_is_cut_in_front);
	RUN(the_table_of_functions_is_checked_line_by_line);
	RUN(function_is_the_most_critical_one_times_how_sure_and_structure);
	RUN(rules_of_exposure_speak_of_known_claims);
	RUN(no_file_list_is_read_for_the_graph);
	RUN(facts_and_ranking_read_all);
	RUN(a_wrong_rule_is_noticed_before_the_archive_is_read);
	return test_status();
}
