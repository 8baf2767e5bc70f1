/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are graph, impact, reach and links right? Each against its slow twin (tests/oracle/slow_graphs.h)
 * on a few thousand random universes, and by hand what random universes do not show: names, damage
 * that the checkers must find, emptiness.
 */
#include <limits.h>
#include <string.h>
#include <solv/queue.h>
#include <solv/util.h>

#include "graphs/alternatives.h"
#include "graphs/depgraph.h"
#include "graphs/impact.h"
#include "graphs/links.h"
#include "graphs/measures.h"
#include "graphs/reach.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"

enum { UNIVERSES = 3000 };

/* ---- the graph ---- */

static const struct slow_need *find_slow_need(const struct fixture *f, int owner, int kind, Id dep)
{
	for (int i = 0; i < f->slow.n_need; i++)
		if (f->slow.need[i].owner == owner && f->slow.need[i].kind == kind &&
		    f->slow.need[i].dep == dep)
			return f->slow.need + i;
	return NULL;
}

TEST(graph_has_the_needs_and_providers_of_the_model)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		const struct depgraph *g = &f.graph;
		int n_unmet = 0, have_unmet;

		fixture_make(&f, (uint64_t)seed);
		if (depgraph_check(g, &f.diag) < 0)
			test_fail(__FILE__, __LINE__, "universe %d: %s", seed, f.diag.message);
		SAME(&f, g->n_node, f.slow.n);
		SAME(&f, g->n_need, f.slow.n_need);
		for (int need = 0; need < g->n_need; need++) {
			const struct slow_need *slow = find_slow_need(&f, g->need_owner[need],
				g->need_kind[need], g->need_dep[need]);
			const int *provider;
			int n, n_want = 0;

			SAME(&f, slow != NULL, true);
			if (!slow)
				continue;
			provider = depgraph_providers(g, need, &n);
			for (int p = 0; p < f.slow.n; p++)
				n_want += slow->met_by[p];
			SAME(&f, n, n_want);
			for (int i = 0; i < n; i++)
				SAME(&f, slow->met_by[provider[i]], true);
			n_unmet += !n_want;
		}
		SAME(&f, depgraph_count_needs(g, NEEDS_ANY, &have_unmet), f.slow.n_need);
		SAME(&f, have_unmet, n_unmet);
		for (int p = 0; p < f.slow.n; p++)
			if (strcmp(depgraph_node_name(g, p), f.model.package[p].name))
				test_fail(__FILE__, __LINE__, "universe %d: node %d is '%s'", seed,
					  p, depgraph_node_name(g, p));
		fixture_clear(&f);
	}
}

/* The random universes must have what they are for. */
TEST(random_universes_are_not_trivial)
{
	int n_unmet = 0, n_alternative = 0, n_self = 0, n_cycle = 0, n_broken = 0, n_need = 0;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		slow_arcs arcs;
		slow_set broken;
		double size[MODEL_PACKAGES];

		fixture_make(&f, (uint64_t)seed);
		for (int i = 0; i < f.slow.n_need; i++) {
			int n = 0;

			for (int p = 0; p < f.slow.n; p++)
				n += f.slow.need[i].met_by[p];
			n_need++;
			n_unmet += !n;
			n_alternative += n > 1;
			n_self += f.slow.need[i].met_by[f.slow.need[i].owner];
		}
		slow_policy_arcs(&f.slow, ALTERNATIVES_ALL, arcs);
		slow_scc_size(f.slow.n, arcs, size);
		slow_broken(&f.slow, broken);
		for (int p = 0; p < f.slow.n; p++) {
			n_cycle += size[p] > 1;
			n_broken += broken[p];
		}
		fixture_clear(&f);
	}
	CHECK(n_need > 10 * UNIVERSES);
	CHECK(n_unmet > UNIVERSES);
	CHECK(n_alternative > UNIVERSES);
	CHECK(n_self > UNIVERSES / 10);
	CHECK(n_cycle > UNIVERSES);
	CHECK(n_broken > UNIVERSES);
}

/* Break one array at a time; the checker must say so. */
TEST(graph_checker_finds_damage)
{
	struct fixture f;
	struct depgraph *g = &f.graph;
	int need = -1, *damaged;

	/* a seed whose graph has something to damage */
	fixture_make(&f, 7);
	for (int seed = 8; need < 0; seed++) {
		fixture_clear(&f);
		fixture_make(&f, (uint64_t)seed);
		for (int i = 0; i + 1 < g->n_need; i++)
			if (depgraph_clause_size(g, g->need_clause[i]) > 1 && g->n_node > 8)
				need = i;
	}
	CHECK_INT(depgraph_check(g, &f.diag), 0);
	CHECK_STR(f.diag.message, NULL);
	damaged = g->provider + g->provider_begin[g->need_clause[need]];
#define DAMAGED(place, value) \
	do { \
		__typeof__(place) kept_ = (place); \
		struct diag diag_; \
		diag_init(&diag_); \
		(place) = (value); \
		if (depgraph_check(g, &diag_) == 0 || !diag_.message) \
			test_fail(__FILE__, __LINE__, "%s = %s passes", #place, #value); \
		(place) = kept_; \
		diag_clear(&diag_); \
	} while (0)
	DAMAGED(damaged[0], damaged[1]);
	DAMAGED(damaged[0], g->n_node);
	DAMAGED(g->need_owner[need], g->need_owner[need] + 1);
	DAMAGED(g->need_clause[need], g->n_clause);
	DAMAGED(g->need_kind[need], NEED_NONE);
	DAMAGED(g->need_dep[need], 0);
	DAMAGED(g->need_begin[1], g->n_need + 1);
	DAMAGED(g->node_of[g->package_of[2]], 1);
	DAMAGED(g->package_of[2], g->package_of[3]);
	DAMAGED(g->component_of[0], g->n_component);
	DAMAGED(g->user[0], g->user[0] + 1);
	DAMAGED(g->user_weak[g->need_clause[need]], -1);
	DAMAGED(g->satisfies[0], g->n_clause);
	DAMAGED(g->n_node, g->n_node - 1);
#undef DAMAGED
	CHECK_INT(depgraph_check(g, &f.diag), 0);
	fixture_clear(&f);
}

TEST(names_of_kinds_and_policies_go_both_ways)
{
	for (enum need_kind kind = NEED_REQUIRES; kind < NEED_KINDS; kind++)
		CHECK_INT(need_kind_of_name(need_kind_name(kind)), kind);
	CHECK_INT(need_kind_of_name("none"), NEED_NONE);
	CHECK_INT(need_kind_of_name("build"), NEED_NONE);
	for (enum alternatives a = ALTERNATIVES_PREFERRED; a < ALTERNATIVES; a++)
		CHECK_INT(alternatives_of_name(alternatives_name(a)), a);
	CHECK_INT(alternatives_of_name("none"), ALTERNATIVES_NONE);
	CHECK_INT(alternatives_of_name(""), ALTERNATIVES_NONE);
}

/* ---- impact ---- */

static void check_impact_of_set(struct fixture *f, struct impact *impact, const slow_set removed,
				const int *node, int n_node)
{
	slow_set fallen, direct;
	struct fallen *have;
	int n, n_component;

	slow_impact(&f->slow, removed, fallen, direct);
	n = impact_of_set(impact, node, n_node, &have);
	SAME(f, n, slow_count(&f->slow, fallen, -1, &n_component));
	for (int i = 0; i < n; i++) {
		SAME(f, fallen[have[i].node], true);
		SAME(f, have[i].direct, direct[have[i].node]);
		SAME(f, i && have[i - 1].node >= have[i].node, false);
	}
	solv_free(have);
}

TEST(impact_of_sets_is_the_fixpoint)
{
	uint64_t state = 5;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		struct impact impact;
		slow_set broken, removed;
		int node[MODEL_PACKAGES], n_broken = 0;

		fixture_make(&f, (uint64_t)seed);
		impact_init(&impact);
		impact_prepare(&impact, &f.graph);
		slow_broken(&f.slow, broken);
		for (int p = 0; p < f.slow.n; p++) {
			SAME(&f, impact.broken[p], broken[p]);
			n_broken += broken[p];
		}
		SAME(&f, impact.n_broken, n_broken);
		for (int round = 0; round < 4; round++) {
			int n = 0;

			memset(removed, 0, sizeof(removed));
			for (int p = 0; p < f.slow.n; p++)
				if (!random_below(&state, 2 + 2 * (unsigned)round)) {
					removed[p] = true;
					node[n++] = p;
				}
			/* said twice is removed once */
			if (n && n < MODEL_PACKAGES) {
				node[n] = node[0];
				n++;
			}
			check_impact_of_set(&f, &impact, removed, node, n);
		}
		impact_clear(&impact);
		fixture_clear(&f);
	}
}

static void check_impact_of_all(struct fixture *f, struct impact *impact, enum level level)
{
	int n_package[MODEL_PACKAGES], n_component[MODEL_PACKAGES], again[MODEL_PACKAGES];

	impact_of_all(impact, level, n_package, n_component);
	impact_of_all(impact, level, again, NULL);
	for (int subject = 0; subject < fixture_subjects(f, level); subject++) {
		int node[MODEL_PACKAGES], want_components;
		slow_set removed, fallen, direct;

		fixture_members(f, level, subject, removed, node);
		slow_impact(&f->slow, removed, fallen, direct);
		SAME(f, n_package[subject], slow_count(&f->slow, fallen,
						       fixture_component(f, level, subject),
						       &want_components));
		SAME(f, n_component[subject], want_components);
		SAME(f, again[subject], n_package[subject]);
	}
}

TEST(impact_of_all_is_impact_of_each)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		struct impact impact;

		fixture_make(&f, (uint64_t)seed);
		impact_init(&impact);
		impact_prepare(&impact, &f.graph);
		check_impact_of_all(&f, &impact, LEVEL_PACKAGE);
		/* let the stamps run over: old small ones must not pass for new ones */
		impact.stamp = INT_MAX - seed % 7;
		check_impact_of_all(&f, &impact, LEVEL_COMPONENT);
		check_impact_of_all(&f, &impact, LEVEL_PACKAGE);
		impact_clear(&impact);
		fixture_clear(&f);
	}
}

/* ---- reach ---- */

static void check_reach(struct fixture *f, unsigned kinds, int max_depth,
			enum reach_direction direction, const slow_set start, const int *node,
			int n_node)
{
	int distance[MODEL_PACKAGES][MODEL_PACKAGES], n = 0;
	slow_arcs arcs;
	Queue have;

	slow_any_arcs(&f->slow, kinds, arcs);
	slow_distances(f->slow.n, arcs, distance);
	queue_init(&have);
	reach_nodes(&f->graph, direction, kinds, node, n_node, max_depth, &have);
	for (int p = 0; p < f->slow.n; p++) {
		bool reached = false;

		for (int i = 0; i < n_node; i++) {
			int steps = direction == REACH_DEPENDANTS ? distance[p][node[i]] :
				distance[node[i]][p];

			if (steps > 0 && (!max_depth || steps <= max_depth))
				reached = true;
		}
		if (!reached || start[p])
			continue;
		SAME(f, n < have.count ? have.elements[n] : -1, p);
		n++;
	}
	SAME(f, have.count, n);
	queue_free(&have);
}

TEST(reach_of_sets_is_the_closure)
{
	static const unsigned kinds[] = {
		NEEDS_REQUIRED, NEEDS_ANY, NEEDS_WEAK, NEED_BIT(NEED_RECOMMENDS),
		NEEDS_REQUIRED | NEED_BIT(NEED_ENHANCES),
	};
	uint64_t state = 11;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		int node[MODEL_PACKAGES], n = 0;
		slow_set start = { false };

		fixture_make(&f, (uint64_t)seed);
		for (int p = 0; p < f.slow.n; p++)
			if (!n || !random_below(&state, 6)) {
				start[p] = true;
				node[n++] = p;
			}
		check_reach(&f, kinds[seed % 5], seed % 4, REACH_DEPENDANTS, start, node, n);
		check_reach(&f, kinds[seed % 5], seed % 4, REACH_DEPENDENCIES, start, node, n);
		fixture_clear(&f);
	}
}

static void check_direct(struct fixture *f, enum level level, unsigned kinds)
{
	int n_package[MODEL_PACKAGES], n_component[MODEL_PACKAGES];
	slow_arcs arcs;

	slow_any_arcs(&f->slow, kinds, arcs);
	reach_count_direct(&f->graph, level, kinds, n_package, n_component);
	for (int subject = 0; subject < fixture_subjects(f, level); subject++) {
		int node[MODEL_PACKAGES], n, want_components;
		int own = fixture_component(f, level, subject);
		slow_set members, users = { false };

		n = fixture_members(f, level, subject, members, node);
		for (int p = 0; p < f->slow.n; p++)
			for (int i = 0; i < n; i++)
				if (arcs[p][node[i]] && f->slow.component[p] != own)
					users[p] = true;
		SAME(f, n_package[subject], slow_count(&f->slow, users, own, &want_components));
		SAME(f, n_component[subject], want_components);
	}
}

static void check_transitive(struct fixture *f, enum level level)
{
	int distance[MODEL_PACKAGES][MODEL_PACKAGES], have[MODEL_PACKAGES];
	slow_arcs arcs;

	slow_any_arcs(&f->slow, NEEDS_REQUIRED, arcs);
	slow_distances(f->slow.n, arcs, distance);
	reach_count_dependants(&f->graph, level, NEEDS_REQUIRED, have);
	for (int subject = 0; subject < fixture_subjects(f, level); subject++) {
		int node[MODEL_PACKAGES], n, want = 0;
		slow_set members;

		n = fixture_members(f, level, subject, members, node);
		for (int p = 0; p < f->slow.n; p++) {
			bool reaches = false;

			for (int i = 0; i < n; i++)
				reaches = reaches || distance[p][node[i]] > 0;
			want += reaches && !members[p];
		}
		SAME(f, have[subject], want);
	}
}

TEST(dependants_of_all_are_counted)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;

		fixture_make(&f, (uint64_t)seed);
		for (enum level level = 0; level < LEVELS; level++) {
			check_direct(&f, level, NEEDS_REQUIRED);
			check_direct(&f, level, NEEDS_ANY);
			check_direct(&f, level, NEED_BIT(NEED_SUGGESTS));
			check_transitive(&f, level);
		}
		fixture_clear(&f);
	}
}

/* ---- links ---- */

TEST(links_follow_the_rule)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		struct links links;
		slow_arcs arcs;
		int n = 0;

		fixture_make(&f, (uint64_t)seed);
		slow_links(&f.slow, &f.model, arcs);
		links_init(&links);
		links_build(&links, &f.graph);
		if (links_check(&links, &f.diag) < 0)
			test_fail(__FILE__, __LINE__, "universe %d: %s", seed, f.diag.message);
		for (int p = 0; p < f.slow.n; p++)
			for (int i = links.load_begin[p]; i < links.load_begin[p + 1]; i++)
				SAME(&f, arcs[p][links.load[i]], true);
		for (int a = 0; a < f.slow.n; a++)
			for (int b = 0; b < f.slow.n; b++)
				n += arcs[a][b];
		SAME(&f, links.n_link, n);
		links_clear(&links);
		fixture_clear(&f);
	}
}

TEST(links_are_unknown_without_file_lists)
{
	struct fixture f;
	struct links links;
	struct measures m;

	fixture_make(&f, 3);
	f.universe.has_file_lists = false;
	links_init(&links);
	CHECK(!links_known(&links));
	links_build(&links, &f.graph);
	CHECK(!links_known(&links));
	CHECK_INT(links.n_link, 0);
	CHECK_INT(links_check(&links, &f.diag), 0);
	measures_init(&m, &f.graph, &links, ALTERNATIVES_PREFERRED);
	CHECK_INT(measures_compute(&m, LEVEL_COMPONENT, MEASURE_BIT(MEASURE_LINKS_IN), &f.diag), 0);
	CHECK(!m.value[LEVEL_COMPONENT][MEASURE_LINKS_IN]);
	measures_clear(&m);
	links_clear(&links);
	fixture_clear(&f);
}

/* Nothing at all: every function has an answer. */
TEST(empty_universe_has_empty_answers)
{
	struct fixture f;
	struct links links;
	struct measures m;
	struct impact impact;
	struct fallen *fallen;
	Queue nodes;

	memset(&f.model, 0, sizeof(f.model));
	fixture_build(&f, 0);
	CHECK_INT(depgraph_check(&f.graph, &f.diag), 0);
	CHECK_INT(f.graph.n_node, 0);
	CHECK_INT(f.graph.n_clause, 0);
	links_init(&links);
	links_build(&links, &f.graph);
	CHECK_INT(links_check(&links, &f.diag), 0);
	impact_init(&impact);
	impact_prepare(&impact, &f.graph);
	CHECK_INT(impact_of_set(&impact, NULL, 0, &fallen), 0);
	solv_free(fallen);
	queue_init(&nodes);
	reach_nodes(&f.graph, REACH_DEPENDANTS, NEEDS_ANY, NULL, 0, 0, &nodes);
	CHECK_INT(nodes.count, 0);
	measures_init(&m, &f.graph, &links, ALTERNATIVES_ALL);
	for (enum level level = 0; level < LEVELS; level++)
		CHECK_INT(measures_compute(&m, level, MEASURES_ALL, &f.diag), 0);
	CHECK_STR(f.diag.message, NULL);
	queue_free(&nodes);
	measures_clear(&m);
	impact_clear(&impact);
	links_clear(&links);
	fixture_clear(&f);
}

int main(void)
{
	RUN(graph_has_the_needs_and_providers_of_the_model);
	RUN(random_universes_are_not_trivial);
	RUN(graph_checker_finds_damage);
	RUN(names_of_kinds_and_policies_go_both_ways);
	RUN(impact_of_sets_is_the_fixpoint);
	RUN(impact_of_all_is_impact_of_each);
	RUN(reach_of_sets_is_the_closure);
	RUN(dependants_of_all_are_counted);
	RUN(links_follow_the_rule);
	RUN(links_are_unknown_without_file_lists);
	RUN(empty_universe_has_empty_answers);
	return test_status();
}
