/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are use and function what their headers say, do parts combine, and does the pipeline read no more
 * than its stage needs? Evidence and rules are made by hand, so that no rule file moves a number
 * here; graphs are small archives. Exposure has a file of its own, test_exposure.c.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/analysis.h"
#include "analyzer/popularity.h"
#include "analyzer/use.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"
#include "tests/unit/witness_stand.h"

#define N(array) ((int)(sizeof(array) / sizeof(*(array))))

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

TEST(what_a_part_adds_is_what_would_be_missing_without_it)
{
	static const enum part through_others[] = {
		PART_LISTENS,	PART_CONNECTS,		  PART_PARSES,
		PART_PRIVILEGE, PART_PRIVILEGE_INHERITED,
	};
	static const enum part use[] = { PART_IMPACT, PART_NAMED, PART_TIER };
	struct assessment a;
	double whole;

	assessment_init(&a);
	assessment_prepare(&a, 1);
	a.part[PART_IMPACT][0] = 0.5;
	a.part[PART_NAMED][0] = 0.25;
	a.part[PART_TIER][0] = 0;
	whole = assessment_combine(&a, CRITERION_USE, 0);
	for (int i = 0; i < N(use); i++) {
		double part = a.part[use[i]][0], without;

		a.part[use[i]][0] = NAN;
		without = assessment_combine(&a, CRITERION_USE, 0);
		CHECK(isnan(assessment_contribution(&a, use[i], 0)));
		a.part[use[i]][0] = part;
		CHECK_DOUBLE(assessment_contribution(&a, use[i], 0), whole - without, 1e-12);
	}
	CHECK_DOUBLE(assessment_contribution(&a, PART_TIER, 0), 0, 0);
	CHECK(isnan(assessment_contribution(&a, PART_DEFAULT, 0)));

	/* the views of own exposure enter once, through it; privilege not at all */
	a.part[PART_OWN][0] = 0.6;
	a.part[PART_INHERITED][0] = 0.5;
	for (int i = 0; i < N(through_others); i++) {
		a.part[through_others[i]][0] = 0.6;
		CHECK(isnan(assessment_contribution(&a, through_others[i], 0)));
	}
	CHECK_DOUBLE(assessment_contribution(&a, PART_OWN, 0), 0.6 * (1 - 0.5 * 0.5), 1e-12);
	CHECK_DOUBLE(assessment_contribution(&a, PART_INHERITED, 0), 0.25 * (1 - 0.6), 1e-12);
	a.part[PART_INHERITED][0] = NAN;
	CHECK_DOUBLE(assessment_contribution(&a, PART_OWN, 0), 0.6, 1e-12);
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
	"Depends: deep\n\n"
	"Package: task-web\nVersion: 1\nArchitecture: all\nPriority: optional\nSection: tasks\n"
	"Depends: web\nRecommends: extra | other\nSuggests: suggested\n\n"
	"Package: web\nVersion: 1\nArchitecture: amd64\nPriority: optional\nDepends: libbase\n\n"
	"Package: extra\nVersion: 1\nArchitecture: amd64\nPriority: optional\n\n"
	"Package: other\nVersion: 1\nArchitecture: amd64\nPriority: optional\n";

enum { N_USED = 18 };

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
	use_assess(&b->assessment, &b->graph, &b->measures, NULL);
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
		for (int c = 0; c < b.graph.n_component; c++) {
			double n = b.measures.value[LEVEL_COMPONENT][counted[i].measure][c];

			n += counted[i].part == PART_IMPACT; /* it loses itself, too */
			CHECK_DOUBLE(b.assessment.part[counted[i].part][c],
				     assessment_scale(n, b.graph.n_component), 0);
		}
	for (int c = 0; c < b.graph.n_component; c++) {
		CHECK_DOUBLE(b.assessment.value[CRITERION_USE][c],
			     assessment_combine(&b.assessment, CRITERION_USE, c), 0);
		CHECK_DOUBLE(b.assessment.confidence[CRITERION_USE][c], 0.8, 0);
		CHECK(isnan(b.assessment.part[PART_INSTALLED][c]));
	}
	CHECK_DOUBLE(use_part(&b, PART_IMPACT, "libbase"), log(5) / log(N_USED + 1), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_IMPACT, "enhancer"), log(2) / log(N_USED + 1), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "deep"), log(3) / log(N_USED + 1), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_DEPENDANTS, "second"), 0, 0);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "second"), log(2) / log(N_USED + 1), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "suggested"), log(3) / log(N_USED + 1), 1e-12);
	CHECK_DOUBLE(use_part(&b, PART_NAMED, "zz-virtual"), 0, 0); /* one of two */
	use_bench_clear(&b);
}

TEST(a_task_of_the_installer_brings_along_what_it_needs_and_recommends)
{
	static const struct {
		const char *name;
		int is_task, is_installed;
	} want[] = {
		{ "task-web", 1, 1 }, { "web", 1, 1 },	 { "extra", 1, 1 },
		{ "libbase", 1, 1 },  { "other", 0, 0 }, { "suggested", 0, 0 },
		{ "mailer", 0, 1 }, /* of a standard installation */
		{ "enhancer", 0, 0 },
	};
	struct use_bench b;
	unsigned char *installed;

	use_bench_start(&b);
	CHECK_INT(b.graph.n_component, N_USED);
	installed = use_installed(&b.graph);
	for (int i = 0; i < N(want); i++) {
		Id package = universe_find_package(&b.archive.universe, want[i].name);

		CHECK_DOUBLE(use_part(&b, PART_TASK, want[i].name), want[i].is_task, 0);
		if (installed[b.graph.node_of[package]] != want[i].is_installed)
			test_fail(__FILE__, __LINE__, "'%s' installed: %d", want[i].name,
				  !want[i].is_installed);
	}
	free(installed);
	use_bench_clear(&b);
}

TEST(a_survey_counts_and_makes_sure)
{
	int machines[N_USED] = { 0 };
	struct popularity popularity = { .n_component = N_USED, .machines = machines,
					 .most = 1000 };
	struct use_bench b;
	int base, boot, must;
	double without;

	use_bench_start(&b);
	base = universe_find_component(&b.archive.universe, "base");
	boot = universe_find_component(&b.archive.universe, "boot");
	must = universe_find_component(&b.archive.universe, "must");
	without = b.assessment.value[CRITERION_USE][base];
	machines[base] = 1000;
	machines[boot] = 10;
	use_assess(&b.assessment, &b.graph, &b.measures, &popularity);
	CHECK_DOUBLE(b.assessment.part[PART_INSTALLED][base], 1, 1e-12);
	CHECK_DOUBLE(b.assessment.part[PART_INSTALLED][boot], 0.5, 1e-12); /* 1 of 100 */
	CHECK_DOUBLE(b.assessment.part[PART_INSTALLED][must], 0, 0); /* known to be nowhere */
	CHECK_DOUBLE(b.assessment.value[CRITERION_USE][base],
		     1 - (1 - without) *
				 (1 - assessment_part_row(PART_INSTALLED)->weight),
		     1e-12);
	CHECK_DOUBLE(b.assessment.confidence[CRITERION_USE][must], 1, 0);
	use_bench_clear(&b);
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
	RUN(what_a_part_adds_is_what_would_be_missing_without_it);
	RUN(the_tables_of_criteria_and_parts_are_whole);
	RUN(the_scale_is_logarithmic_and_never_leaves_zero_to_one);
	RUN(tiers_are_in_the_order_of_the_policy);
	RUN(a_standard_installation_brings_along_what_it_needs_and_recommends);
	RUN(a_task_of_the_installer_brings_along_what_it_needs_and_recommends);
	RUN(a_survey_counts_and_makes_sure);
	RUN(counts_of_use_are_scaled_by_all_components);
	RUN(the_table_of_functions_is_checked_line_by_line);
	RUN(function_is_the_most_critical_one_times_how_sure_and_structure);
	RUN(no_file_list_is_read_for_the_graph);
	RUN(facts_and_ranking_read_all);
	RUN(a_wrong_rule_is_noticed_before_the_archive_is_read);
	return test_status();
}
