/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exposed unsafe code, what drops out, and plans: each against its slow twin
 * (tests/oracle/slow_exposed.h) on random universes, where every set of replacements is tried.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/aftermath.h"
#include "analyzer/assessment.h"
#include "analyzer/dropout.h"
#include "analyzer/exposed.h"
#include "analyzer/language.h"
#include "analyzer/package_role.h"
#include "analyzer/plan.h"
#include "graphs/links.h"
#include "tests/oracle/fixture.h"
#include "tests/oracle/slow_exposed.h"
#include "tests/test.h"

enum { UNIVERSES = 1500, PLANNED = 1000 };

struct bench {
	struct fixture f;
	struct links links;
	struct assessment assessment;
	struct language_verdicts languages;
	unsigned char *role, *runtime;
	struct exposed exposed;
	struct slow_exposed slow;
	uint64_t state;
};

/* The run time is closed under what it loads. */
static void choose_runtime(struct bench *b)
{
	int n = b->f.slow.n_component;
	bool more = true;

	if (random_below(&b->state, 3))
		b->slow.runtime[random_below(&b->state, n)] = true;
	while (more) {
		more = false;
		for (int p = 0; p < b->f.slow.n; p++)
			for (int q = 0; q < b->f.slow.n; q++)
				if (b->slow.loads[p][q] &&
				    b->slow.runtime[b->f.slow.component[p]] &&
				    !b->slow.runtime[b->f.slow.component[q]])
					more = b->slow.runtime[b->f.slow.component[q]] = true;
	}
}

static void bench_make(struct bench *b, int seed)
{
	struct fixture *f = &b->f;
	int n;

	memset(b, 0, sizeof(*b));
	b->state = (uint64_t)seed * 7919;
	fixture_make(f, (uint64_t)seed);
	n = f->slow.n_component;
	links_init(&b->links);
	links_build(&b->links, &f->graph);
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, n);
	b->languages.mix = solv_calloc(n + 1, sizeof(*b->languages.mix));
	b->role = solv_calloc(f->universe.pool->nsolvables, 1);
	b->runtime = solv_calloc(n + 1, 1);
	b->slow.slow = &f->slow;
	slow_links(&f->slow, &f->model, b->slow.loads);
	for (int p = 0; p < f->slow.n; p++) {
		bool development = !random_below(&b->state, 4);

		if (development)
			b->role[f->graph.package_of[p]] = PACKAGE_DEVELOPMENT;
		b->slow.runs[p] = !development &&
				  (f->model.package[p].library || f->model.package[p].program);
	}
	choose_runtime(b);
	for (int c = 0; c < n; c++) {
		double own = random_below(&b->state, 2) ?
				     0.5 + random_below(&b->state, 50) / 100.0 :
				     0.2;
		enum safety safety = (enum safety)random_below(&b->state, SAFETIES);

		b->assessment.part[PART_LISTENS][c] = b->assessment.part[PART_OWN][c] = own;
		b->assessment.part[PART_CONNECTS][c] = b->assessment.part[PART_PARSES][c] = 0;
		b->assessment.part[PART_INHERITED][c] = 0;
		b->slow.facing[c] = own >= 0.5 ? own : 0;
		b->slow.use[c] = b->assessment.value[CRITERION_USE][c] =
			random_below(&b->state, 100) / 100.0;
		b->languages.mix[c].safety = safety;
		b->languages.mix[c].unsafe = safety == SAFETY_UNKNOWN ?
						     NAN :
						     random_below(&b->state, 101) / 100.0;
		if (safety == SAFETY_UNSAFE || safety == SAFETY_MIXED)
			b->slow.unsafe[c] = b->languages.mix[c].unsafe;
		b->runtime[c] = b->slow.runtime[c];
	}
	exposed_init(&b->exposed);
	exposed_build(&b->exposed, &b->links, &b->assessment, &b->languages, b->role, b->runtime);
}

static void bench_clear(struct bench *b)
{
	exposed_clear(&b->exposed);
	free(b->role);
	free(b->runtime);
	free(b->languages.mix);
	assessment_clear(&b->assessment);
	links_clear(&b->links);
	fixture_clear(&b->f);
}

static void make_scenario(const struct bench *b, unsigned set, bool keep_links, const int *instead,
			  struct scenario *ret)
{
	scenario_init(ret, &b->exposed);
	ret->keep_links = keep_links;
	for (int c = 0; c < b->f.slow.n_component; c++)
		if (set >> c & 1)
			scenario_replace(ret, c, &instead[c], instead[c] >= 0);
}

TEST(what_is_left_is_what_the_formula_says)
{
	int n_changed = 0;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		int instead[MODEL_COMPONENTS];
		struct scenario s;
		struct bench b;

		bench_make(&b, seed);
		NEAR(&b.f, b.exposed.total, slow_left(&b.slow, 0, false, NULL));
		for (int round = 0; round < 6; round++) {
			unsigned set = random_below(&b.state, 1u << b.f.slow.n_component);
			bool keep = round % 2;
			double left;

			for (int c = 0; c < MODEL_COMPONENTS; c++)
				instead[c] = random_below(&b.state, 3) ?
						     -1 :
						     (int)random_below(&b.state, b.f.slow.n);
			make_scenario(&b, set, keep, instead, &s);
			left = exposed_left(&b.exposed, &s);
			NEAR(&b.f, left, slow_left(&b.slow, set, keep, instead));
			n_changed += left < b.exposed.total;
			scenario_clear(&s);
		}
		bench_clear(&b);
	}
	CHECK(n_changed > UNIVERSES); /* the universes are not empty of it */
}

TEST(a_component_alone_counts_what_it_adds)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		double own[MODEL_COMPONENTS];
		int packages[MODEL_COMPONENTS];
		struct bench b;

		bench_make(&b, seed);
		exposed_own(&b.exposed, NULL, own, packages);
		for (int c = 0; c < b.f.slow.n_component; c++) {
			NEAR(&b.f, b.exposed.total - own[c],
			     slow_left(&b.slow, 1u << c, true, NULL));
			if (own[c] > 0)
				SAME(&b.f, packages[c] > 0, true);
		}
		bench_clear(&b);
	}
}

TEST(inherited_exposure_follows_the_scenario)
{
	static const int none[MODEL_COMPONENTS] = { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		double weight[MODEL_COMPONENTS], slow[MODEL_COMPONENTS], total = 0;
		struct scenario s;
		struct bench b;
		unsigned set;

		bench_make(&b, seed);
		for (int c = 0; c < b.f.slow.n_component; c++)
			total += b.slow.facing[c];
		set = random_below(&b.state, 1u << b.f.slow.n_component);
		make_scenario(&b, set, false, none, &s);
		NEAR(&b.f, exposed_inherited(&b.exposed, &b.assessment, &s, weight), total);
		slow_inherited(&b.slow, set, false, slow);
		for (int c = 0; c < b.f.slow.n_component; c++)
			NEAR(&b.f, weight[c], slow[c]);
		scenario_clear(&s);
		bench_clear(&b);
	}
}

TEST(what_nothing_needs_drops_out)
{
	int n_found = 0;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		unsigned char gone[MODEL_PACKAGES] = { 0 }, drops[MODEL_PACKAGES] = { 0 };
		slow_set library, run, set = { 0 }, want;
		struct bench b;
		int n, n_want = 0;

		bench_make(&b, seed);
		for (int p = 0; p < b.f.slow.n; p++) {
			const struct model_package *m = &b.f.model.package[p];
			bool runtime = b.role[b.f.graph.package_of[p]] == PACKAGE_RUNTIME;

			library[p] = runtime && m->library && !m->program;
			run[p] = runtime;
			gone[p] = set[p] = !random_below(&b.state, 3);
		}
		slow_dropout(&b.f.slow, library, run, set, want);
		n = dropout_find(&b.f.graph, b.role, gone, drops);
		for (int p = 0; p < b.f.slow.n; p++) {
			SAME(&b.f, drops[p], want[p]);
			n_want += want[p];
		}
		SAME(&b.f, n, n_want);
		n_found += n;
		bench_clear(&b);
	}
	CHECK(n_found > UNIVERSES / 10);
}

static void need(struct model_package *p, const char *name)
{
	struct model_need *n = &p->need[p->n_need++];

	n->kind = NEED_REQUIRES;
	n->n_alternative = 1;
	snprintf(n->alternative[0].name, sizeof(n->alternative[0].name), "%s", name);
}

/* A server that loads p and q, each of which loads x: only together do they remove it. */
static void make_diamond(struct model *m)
{
	static const char *const name[] = { "server", "p", "q", "x" };

	memset(m, 0, sizeof(*m));
	m->n_package = m->n_component = 4;
	for (int i = 0; i < 4; i++) {
		struct model_package *p = &m->package[i];

		snprintf(p->name, sizeof(p->name), "%s", name[i]);
		p->version = 1;
		p->component = i;
		p->native = true;
		p->library = i > 0;
		p->program = i == 0;
	}
	need(&m->package[0], "p");
	need(&m->package[0], "q");
	need(&m->package[1], "x");
	need(&m->package[2], "x");
}

TEST(two_that_load_the_same_remove_it_together)
{
	static const double unsafe[] = { 0.5, 0.2, 0.1, 1 };
	unsigned char allowed[] = { 0, 1, 1, 0, 0 };
	struct bench b = { 0 };
	struct plan plan;
	struct plan_request request = { .allowed = allowed, .budget = 2 };

	make_diamond(&b.f.model);
	fixture_build(&b.f, 0);
	links_init(&b.links);
	links_build(&b.links, &b.f.graph);
	assessment_init(&b.assessment);
	assessment_prepare(&b.assessment, 4);
	b.languages.mix = solv_calloc(5, sizeof(*b.languages.mix));
	b.role = solv_calloc(b.f.universe.pool->nsolvables, 1);
	b.runtime = solv_calloc(5, 1);
	for (int c = 0; c < 4; c++) {
		b.assessment.part[PART_LISTENS][c] = b.assessment.part[PART_OWN][c] = c == 0;
		b.assessment.part[PART_CONNECTS][c] = 0;
		b.assessment.value[CRITERION_USE][c] = 1;
		b.languages.mix[c].safety = SAFETY_UNSAFE;
		b.languages.mix[c].unsafe = unsafe[c];
	}
	exposed_init(&b.exposed);
	exposed_build(&b.exposed, &b.links, &b.assessment, &b.languages, b.role, b.runtime);
	CHECK_INT(b.exposed.n_facing, 1);
	CHECK_DOUBLE(b.exposed.total, 1.8, 1e-9);
	plan_init(&plan);
	plan_find(&plan, &b.exposed, &b.f.universe, &request);
	CHECK_INT(plan.n_step, 2);
	if (plan.n_step == 2) {
		CHECK_INT(plan.step[0].component, 1);
		CHECK_DOUBLE(plan.step[0].left, 1.6, 1e-9);
		CHECK_DOUBLE(plan.step[1].left, 0.5, 1e-9);
	}
	CHECK_DOUBLE(plan.bound, 1.3, 1e-9); /* just what the two remove */
	plan_clear(&plan);
	request.keep_links = true;
	plan_find(&plan, &b.exposed, &b.f.universe, &request);
	CHECK_DOUBLE(plan.step[plan.n_step - 1].left, 1.5, 1e-9);
	CHECK_DOUBLE(plan.bound, 0.3, 1e-9);
	plan_clear(&plan);
	bench_clear(&b);
}

/* Run a plan and the exhaustive one beside it. */
static void check_plan(struct bench *b, bool keep_links, bool costs)
{
	unsigned char allowed[MODEL_COMPONENTS + 1] = { 0 };
	double cost[MODEL_COMPONENTS], spent = 0, left, least, total = b->exposed.total;
	int n = b->f.slow.n_component, step[MODEL_COMPONENTS];
	double follow[MODEL_COMPONENTS];
	unsigned set = 0;
	struct plan plan;
	struct plan_request request = {
		.allowed = allowed,
		.cost = costs ? cost : NULL,
		.budget = 1 + random_below(&b->state, 4),
		.keep_links = keep_links,
	};

	for (int c = 0; c < n; c++) {
		cost[c] = (1 + random_below(&b->state, 30)) / 10.0;
		allowed[c] = random_below(&b->state, 4) > 0 && b->slow.unsafe[c] > 0;
		if (costs && !random_below(&b->state, 8)) {
			cost[c] = NAN; /* not known: never chosen */
		} else if (allowed[c]) {
			set |= 1u << c;
		}
	}
	plan_init(&plan);
	plan_find(&plan, &b->exposed, &b->f.universe, &request);
	left = total;
	for (int i = 0; i < plan.n_step; i++) {
		SAME(&b->f, set >> plan.step[i].component & 1, 1);
		SAME(&b->f, plan.step[i].left < left, true);
		left = plan.step[i].left;
		spent += plan.step[i].cost;
		step[i] = plan.step[i].component;
	}
	SAME(&b->f, spent <= request.budget + 1e-9, true);
	plan_follow(&b->exposed, keep_links, step, plan.n_step, follow);
	for (int i = 0; i < plan.n_step; i++)
		NEAR(&b->f, follow[i], plan.step[i].left);
	least = slow_plan(&b->slow, set, costs ? cost : NULL, request.budget, keep_links);
	SAME(&b->f, left >= least - 1e-9, true);
	SAME(&b->f, total - least <= plan.bound + 1e-9, true);
	if (keep_links && !costs) {
		NEAR(&b->f, left, least);
		NEAR(&b->f, total - left, plan.bound);
	} else if (keep_links) {
		SAME(&b->f, total - left >= (total - least) / 2 - 1e-9, true);
	}
	plan_clear(&plan);
}

TEST(plans_are_as_good_as_they_say)
{
	for (int seed = 1; seed <= PLANNED; seed++) {
		struct bench b;

		bench_make(&b, seed);
		check_plan(&b, true, false);
		check_plan(&b, true, true);
		check_plan(&b, false, false);
		check_plan(&b, false, true);
		bench_clear(&b);
	}
}

/* Without a replaced component the ranking stays; with one its score is 0. */
TEST(the_ranking_afterwards_leaves_out_what_was_replaced)
{
	static const double exponent[CRITERIA] = { 1, 1, 0, 1 };

	for (int seed = 1; seed <= 100; seed++) {
		double weight[MODEL_COMPONENTS], total;
		struct aftermath after;
		struct ranking ranking;
		struct scenario s;
		struct bench b;

		bench_make(&b, seed);
		total = exposed_inherited(&b.exposed, &b.assessment, NULL, weight);
		for (int c = 0; c < b.f.slow.n_component; c++) {
			b.assessment.part[PART_INHERITED][c] = assessment_scale(weight[c], total);
			b.assessment.value[CRITERION_UNSAFE][c] = b.slow.unsafe[c];
		}
		scenario_init(&s, &b.exposed);
		aftermath_init(&after);
		aftermath_find(&after, &b.assessment, &b.exposed, &s, NULL, &b.f.universe,
			       exponent);
		memcpy(b.assessment.value[CRITERION_NETWORK],
		       after.assessment.value[CRITERION_NETWORK],
		       b.f.slow.n_component * sizeof(double));
		ranking_init(&ranking);
		ranking_compute(&ranking, &b.assessment, &b.f.universe, exponent);
		for (int i = 0; i < b.f.slow.n_component; i++)
			SAME(&b.f, after.ranking.order[i], ranking.order[i]);
		aftermath_clear(&after);
		scenario_replace(&s, ranking.order[0], NULL, 0);
		aftermath_find(&after, &b.assessment, &b.exposed, &s, NULL, &b.f.universe,
			       exponent);
		NEAR(&b.f, after.ranking.score[ranking.order[0]], 0);
		aftermath_clear(&after);
		ranking_clear(&ranking);
		scenario_clear(&s);
		bench_clear(&b);
	}
}

int main(void)
{
	RUN(what_is_left_is_what_the_formula_says);
	RUN(a_component_alone_counts_what_it_adds);
	RUN(inherited_exposure_follows_the_scenario);
	RUN(what_nothing_needs_drops_out);
	RUN(two_that_load_the_same_remove_it_together);
	RUN(plans_are_as_good_as_they_say);
	RUN(the_ranking_afterwards_leaves_out_what_was_replaced);
	return test_status();
}
