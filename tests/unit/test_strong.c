/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are conflicts, installations, strong dependencies and dominators right? Against all subsets of a
 * few thousand small contested universes (tests/oracle/slow_strong.h), against libsolv's solver,
 * which shares no line with ours, on these and on hard ones, and by hand where a reader should see
 * the point.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/knownid.h>
#include <solv/pool.h>
#include <solv/queue.h>
#include <solv/repo.h>
#include <solv/solvable.h>
#include <solv/solver.h>
#include <solv/util.h>

#include "graphs/conflicts.h"
#include "graphs/dominators.h"
#include "graphs/install.h"
#include "graphs/selection.h"
#include "graphs/strong.h"
#include "tests/oracle/fixture.h"
#include "tests/oracle/slow_strong.h"
#include "tests/test.h"

enum { UNIVERSES = 3000, SOLVER_UNIVERSES = 400, FORMULAS = 30 };

/* A fixture of a contested model, its conflicts, and its slow twin with conflicts. */
struct contested {
	struct fixture f;
	struct conflicts conflicts;
	struct slow_strong slow;
};

static void contested_make(struct contested *c, int seed)
{
	model_random_contested(&c->f.model, (uint64_t)seed);
	fixture_build(&c->f, (uint64_t)seed);
	slow_strong_read(&c->slow, &c->f.slow, &c->f.model, true);
	conflicts_init(&c->conflicts);
	conflicts_build(&c->conflicts, &c->f.graph);
}

static void contested_clear(struct contested *c)
{
	conflicts_clear(&c->conflicts);
	fixture_clear(&c->f);
}

#define OK(f, call) \
	do { \
		if ((call) < 0) \
			test_fail(__FILE__, __LINE__, "universe %d: %s", (int)(f)->seed, \
				  (f)->diag.message); \
	} while (0)

/* ---- conflicts ---- */

TEST(conflicts_are_those_of_the_model)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct contested c;
		int n = 0;

		contested_make(&c, seed);
		OK(&c.f, conflicts_check(&c.conflicts, &c.f.diag));
		for (int p = 0; p < c.f.slow.n; p++) {
			const int *begin = c.conflicts.rival_begin + p;

			for (int i = begin[0]; i < begin[1]; i++)
				SAME(&c.f, c.slow.rival[p][c.conflicts.rival[i]], true);
			for (int q = 0; q < p; q++)
				n += c.slow.rival[p][q];
		}
		SAME(&c.f, c.conflicts.n_pair, n);
		contested_clear(&c);
	}
}

TEST(conflicts_checker_finds_damage)
{
	struct contested c;
	int seed = 1;

	for (contested_make(&c, seed); c.conflicts.n_pair < 3; contested_make(&c, ++seed))
		contested_clear(&c);
	CHECK_INT(conflicts_check(&c.conflicts, &c.f.diag), 0);
#define DAMAGED(place, value, checked) \
	do { \
		int kept_ = (int)(place); \
		struct diag diag_; \
		diag_init(&diag_); \
		(place) = (value); \
		if ((checked) == 0 || !diag_.message) \
			test_fail(__FILE__, __LINE__, "%s = %s passes", #place, #value); \
		(place) = kept_; \
		diag_clear(&diag_); \
	} while (0)
	DAMAGED(c.conflicts.rival[0], c.f.graph.n_node, conflicts_check(&c.conflicts, &diag_));
	DAMAGED(c.conflicts.rival[0], -1, conflicts_check(&c.conflicts, &diag_));
	DAMAGED(c.conflicts.n_pair, 2, conflicts_check(&c.conflicts, &diag_));
	DAMAGED(c.conflicts.rival_begin[0], 1, conflicts_check(&c.conflicts, &diag_));
	/* the first rival that anybody has becomes somebody else */
	DAMAGED(c.conflicts.rival[0], c.conflicts.rival[0] == 1 ? 2 : c.conflicts.rival[0] - 1,
		conflicts_check(&c.conflicts, &diag_));
	CHECK_INT(conflicts_check(&c.conflicts, &c.f.diag), 0);
	contested_clear(&c);
}

/* ---- selections and installations ---- */

static unsigned standing(const struct selection *s)
{
	unsigned set = 0;

	for (int p = 0; p < s->graph->n_node; p++)
		if (selection_stands(s, p))
			set |= 1u << p;
	return set;
}

static unsigned members(const struct selection *s)
{
	unsigned set = 0;

	for (int p = 0; p < s->graph->n_node; p++)
		if (s->in[p])
			set |= 1u << p;
	return set;
}

/* The largest closed part of a set: the union of all installations in it, conflicts ignored. */
static unsigned closed_part(const struct slow_strong *slow, unsigned set)
{
	unsigned part = 0;

	for (int i = 0; i < slow->n_installation; i++)
		if (!(slow->installation[i] & ~set))
			part |= slow->installation[i];
	return part;
}

TEST(selections_are_the_largest_closed_parts)
{
	uint64_t state = 3;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct contested c;
		struct slow_strong slow;
		struct selection s, copy, cone;
		int node[MODEL_CONTESTED], n_node = 0;
		unsigned removed = 0, all, wanted, reached;

		contested_make(&c, seed);
		slow_strong_read(&slow, &c.f.slow, &c.f.model, false);
		for (int p = 0; p < c.f.slow.n; p++)
			if (!random_below(&state, 4)) {
				node[n_node++] = p;
				removed |= 1u << p;
			}
		selection_init(&s);
		selection_fill(&s, &c.f.graph);
		OK(&c.f, selection_check(&s, NULL, &c.f.diag));
		all = members(&s);
		SAME(&c.f, all, closed_part(&slow, UINT_MAX));
		SAME(&c.f, standing(&s), all);
		if (seed % 3 == 0)
			s.stamp = INT_MAX - 1 - seed % 2;
		SAME(&c.f, selection_remove(&s, node, n_node), __builtin_popcount(removed & all));
		SAME(&c.f, standing(&s), closed_part(&slow, all & ~removed));
		SAME(&c.f, s.n_queue, __builtin_popcount(all & ~standing(&s)));
		SAME(&c.f, members(&s), all);

		selection_init(&copy);
		selection_copy(&copy, &s);
		SAME(&c.f, standing(&copy), all);
		selection_drop(&copy, node, n_node);
		OK(&c.f, selection_check(&copy, NULL, &c.f.diag));
		SAME(&c.f, members(&copy), closed_part(&slow, all & ~removed));

		/* a cone: the closure of a package over all providers that are members */
		reached = members(&copy) & 1u << seed % c.f.slow.n;
		do {
			wanted = reached;
			for (int i = 0; i < c.f.slow.n_need; i++)
				for (int p = 0; p < c.f.slow.n; p++)
					if (c.f.slow.need[i].kind == NEED_REQUIRES &&
					    c.f.slow.need[i].met_by[p] &&
					    (wanted & 1u << c.f.slow.need[i].owner))
						reached |= 1u << p & members(&copy);
		} while (reached != wanted);
		node[0] = seed % c.f.slow.n;
		selection_init(&cone);
		selection_of_cone(&cone, &copy, node, 1);
		OK(&c.f, selection_check(&cone, NULL, &c.f.diag));
		SAME(&c.f, members(&cone), reached);
		selection_clear(&cone);
		selection_clear(&copy);
		selection_clear(&s);
		contested_clear(&c);
	}
}

static void check_find(struct contested *c, struct install *x, const struct selection *s, int p,
		       unsigned removed)
{
	Queue installation;
	unsigned set = 0;
	bool found;

	queue_init(&installation);
	queue_push(&installation, 77);
	found = install_find(x, s, p, &installation);
	SAME(&c->f, found, slow_strong_can(&c->slow, 1u << p, removed));
	SAME(&c->f, found, installation.count > 0);
	for (int i = 0; i < installation.count; i++) {
		SAME(&c->f, set >> installation.elements[i] & 1, 0);
		set |= 1u << installation.elements[i];
	}
	SAME(&c->f, set & removed, 0);
	if (found) {
		OK(&c->f, install_check(x, p, &installation, &c->f.diag));
		for (int i = 0; i < c->slow.n_installation; i++)
			if (c->slow.installation[i] == set)
				set = 0;
		SAME(&c->f, set, 0);
	}
	queue_free(&installation);
}

TEST(installations_are_found_if_there_are_any)
{
	uint64_t state = 8;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct contested c;
		struct selection s;
		struct install x;

		contested_make(&c, seed);
		selection_init(&s);
		selection_fill(&s, &c.f.graph);
		install_init(&x);
		install_prepare(&x, &c.f.graph, &c.conflicts);
		if (seed % 5 == 0)
			x.stamp = INT_MAX - 3;
		for (unsigned round = 0; round < 3; round++) {
			int node[MODEL_CONTESTED], n = 0;
			unsigned removed = 0;

			for (int p = 0; round && p < c.f.slow.n; p++)
				if (!random_below(&state, 2 + round)) {
					node[n++] = p;
					removed |= 1u << p;
				}
			selection_remove(&s, node, n);
			for (int p = 0; p < c.f.slow.n; p++)
				check_find(&c, &x, &s, p, removed);
		}
		install_clear(&x);
		selection_clear(&s);
		contested_clear(&c);
	}
}

TEST(installation_checker_accepts_installations_only)
{
	for (int seed = 1; seed <= UNIVERSES / 10; seed++) {
		struct contested c;
		struct install x;
		Queue members_of;

		contested_make(&c, seed);
		install_init(&x);
		install_prepare(&x, &c.f.graph, &c.conflicts);
		queue_init(&members_of);
		for (unsigned set = 0; set < 1u << c.f.slow.n; set += 1 + (unsigned)seed % 3) {
			struct diag diag;
			bool is = false;

			queue_empty(&members_of);
			for (int p = 0; p < c.f.slow.n; p++)
				if (set >> p & 1)
					queue_push(&members_of, p);
			for (int i = 0; i < c.slow.n_installation; i++)
				is = is || c.slow.installation[i] == set;
			diag_init(&diag);
			SAME(&c.f, install_check(&x, 0, &members_of, &diag) == 0, is && (set & 1));
			SAME(&c.f, diag.message == NULL, is && (set & 1));
			diag_clear(&diag);
		}
		queue_free(&members_of);
		install_clear(&x);
		contested_clear(&c);
	}
}

/* ---- strong dependencies ---- */

static void check_strong(struct contested *c, const struct slow_strong *slow, enum level level,
			 bool with_conflicts)
{
	struct fixture *f = &c->f;
	struct strong s;
	int n = fixture_subjects(f, level), n_pair = 0, n_uninstallable = 0;

	strong_init(&s);
	OK(f, strong_build(&s, &f->graph, with_conflicts ? &c->conflicts : NULL, level, &f->diag));
	OK(f, strong_check(&s, &f->diag));
	SAME(f, s.n_subject, n);
	for (int p = 0; p < n; p++) {
		bool installable = false;
		int n_dependency = 0, have;

		for (int q = 0; q < n; q++) {
			bool pair = slow_strong_pair(slow, &f->slow, level, p, q);

			if (strong_has(&s, p, q) != pair)
				test_fail(__FILE__, __LINE__, "universe %d: level %d, "
					  "conflicts %d: %d %s %d", (int)f->seed, level,
					  with_conflicts, p, pair ? "needs" : "does not need", q);
			n_dependency += pair;
		}
		strong_dependencies(&s, p, &have);
		SAME(f, have, n_dependency);
		n_pair += n_dependency;
		for (int member = 0; member < f->slow.n; member++)
			if (level == LEVEL_PACKAGE ? member == p : f->slow.component[member] == p)
				installable = installable || slow_strong_can(slow, 1u << member, 0);
		SAME(f, s.installable[p], installable);
		n_uninstallable += !installable;
	}
	SAME(f, s.n_pair, n_pair);
	SAME(f, s.n_uninstallable, n_uninstallable);
	strong_clear(&s);
}

TEST(strong_dependencies_are_in_all_installations)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct contested c;
		struct slow_strong without;

		contested_make(&c, seed);
		slow_strong_read(&without, &c.f.slow, &c.f.model, false);
		for (enum level level = 0; level < LEVELS; level++) {
			check_strong(&c, &c.slow, level, true);
			check_strong(&c, &without, level, false);
		}
		contested_clear(&c);
	}
}

/* The random universes must have what they are for. */
TEST(contested_universes_are_not_trivial)
{
	int n_rivals = 0, n_version = 0, n_only_conflicts = 0, n_searched = 0, n_selection = 0;
	int n_candidate = 0, n_pair = 0;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct contested c;
		struct strong with, without;

		contested_make(&c, seed);
		n_rivals += c.conflicts.n_pair;
		n_version += c.conflicts.n_version_pair;
		strong_init(&with);
		strong_init(&without);
		OK(&c.f, strong_build(&with, &c.f.graph, &c.conflicts, LEVEL_PACKAGE, &c.f.diag));
		OK(&c.f, strong_build(&without, &c.f.graph, NULL, LEVEL_PACKAGE, &c.f.diag));
		n_only_conflicts += with.n_uninstallable - without.n_uninstallable;
		n_pair += (int)with.n_pair;
		n_searched += with.n_searched_pair;
		n_candidate += with.n_candidate;
		n_selection += with.n_selection > 1;
		strong_clear(&with);
		strong_clear(&without);
		contested_clear(&c);
	}
	CHECK(n_rivals > 2 * UNIVERSES);
	CHECK(n_version > UNIVERSES / 10);
	CHECK(n_pair > UNIVERSES);
	CHECK(n_only_conflicts > UNIVERSES / 10);
	CHECK(n_selection > UNIVERSES / 10);
	CHECK(n_candidate > UNIVERSES / 10);
	CHECK(n_searched > UNIVERSES / 30);
}

TEST(strong_checker_finds_damage)
{
	struct contested c;
	struct strong s;
	int seed = 0;

	do {
		if (seed++) {
			strong_clear(&s);
			contested_clear(&c);
		}
		contested_make(&c, seed);
		strong_init(&s);
		strong_build(&s, &c.f.graph, &c.conflicts, LEVEL_PACKAGE, &c.f.diag);
	} while (s.n_pair < 5 || s.dependency_begin[s.n_subject - 1] == s.n_pair);
	CHECK_INT(strong_check(&s, &c.f.diag), 0);
	DAMAGED(s.n_pair, s.n_pair - 1, strong_check(&s, &diag_));
	DAMAGED(s.dependency[0], s.n_subject, strong_check(&s, &diag_));
	DAMAGED(s.dependant[0], -1, strong_check(&s, &diag_));
	DAMAGED(s.dependency_begin[0], 1, strong_check(&s, &diag_));
	DAMAGED(s.installable[s.dependency[0]], false, strong_check(&s, &diag_));
	DAMAGED(s.dependency[s.n_pair - 1], s.n_subject - 1, strong_check(&s, &diag_));
	CHECK_INT(strong_check(&s, &c.f.diag), 0);
	strong_clear(&s);
	contested_clear(&c);
}

/* ---- by hand ---- */

struct line {
	const char *name, *version, *provides, *requires, *conflicts;
};

/* A fixture without model: packages with at most one provide, needs and conflicts by commas,
   alternatives by bars, "name=2" for one version only. */
static Id hand_id(Pool *pool, const char *word, int len)
{
	const char *equals = memchr(word, '=', (size_t)len);
	Id name = pool_strn2id(pool, word, equals ? (unsigned)(equals - word) : (unsigned)len, 1);

	return !equals ? name : pool_rel2id(pool, name,
		pool_strn2id(pool, equals + 1, (unsigned)(word + len - equals - 1), 1), REL_EQ, 1);
}

static Offset hand_deps(Repo *repo, Offset deps, const char *text)
{
	while (text && *text) {
		Id id = 0;
		int len;

		do {
			Id one;

			len = (int)strcspn(text, ",|");
			one = hand_id(repo->pool, text, len);
			id = id ? pool_rel2id(repo->pool, id, one, REL_OR, 1) : one;
			text += len;
		} while (*text++ == '|');
		deps = repo_addid_dep(repo, deps, id, 0);
		if (!text[-1])
			break;
	}
	return deps;
}

struct hand {
	struct universe universe;
	struct depgraph graph;
	struct conflicts conflicts;
	struct strong strong;
	struct diag diag;
};

static void hand_build(struct hand *h, int disttype)
{
	universe_init(&h->universe);
	universe_start(&h->universe, disttype, disttype == DISTTYPE_RPM ? "x86_64" : "amd64");
	depgraph_init(&h->graph);
	conflicts_init(&h->conflicts);
	strong_init(&h->strong);
	diag_init(&h->diag);
}

static Solvable *hand_add(struct hand *h, const struct line *line, const char *arch)
{
	Pool *pool = h->universe.pool;
	Id id = repo_add_solvable(h->universe.repo);
	Solvable *s = pool_id2solvable(pool, id);

	s->name = pool_str2id(pool, line->name, 1);
	s->evr = pool_str2id(pool, line->version, 1);
	s->arch = pool_str2id(pool, arch, 1);
	s->provides = hand_deps(h->universe.repo, 0, line->provides);
	s->provides = repo_addid_dep(h->universe.repo, s->provides,
				     pool_rel2id(pool, s->name, s->evr, REL_EQ, 1), 0);
	s->requires = hand_deps(h->universe.repo, 0, line->requires);
	s->conflicts = hand_deps(h->universe.repo, 0, line->conflicts);
	universe_set_component(&h->universe, id,
			       universe_add_component(&h->universe, s->name));
	return s;
}

static void hand_finish(struct hand *h)
{
	universe_finish(&h->universe);
	depgraph_build(&h->graph, &h->universe);
	conflicts_build(&h->conflicts, &h->graph);
	if (conflicts_check(&h->conflicts, &h->diag) < 0 ||
	    strong_build(&h->strong, &h->graph, &h->conflicts, LEVEL_PACKAGE, &h->diag) < 0 ||
	    strong_check(&h->strong, &h->diag) < 0)
		test_fail(__FILE__, __LINE__, "%s", h->diag.message);
}

static void hand_make(struct hand *h, const struct line *line, int n)
{
	hand_build(h, DISTTYPE_DEB);
	for (int i = 0; i < n; i++)
		hand_add(h, line + i, "amd64");
	hand_finish(h);
}

static void hand_clear(struct hand *h)
{
	strong_clear(&h->strong);
	conflicts_clear(&h->conflicts);
	depgraph_clear(&h->graph);
	universe_clear(&h->universe);
	diag_clear(&h->diag);
}

/* "p: a b; q: c" for all that have dependencies, in the order of nodes; the caller frees it. */
static char *hand_pairs(const struct hand *h)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	for (int p = 0; p < h->graph.n_node; p++) {
		int n;
		const int *dependency = strong_dependencies(&h->strong, p, &n);

		if (!h->strong.installable[p])
			fprintf(f, "[%s] ", depgraph_node_name(&h->graph, p));
		if (!n)
			continue;
		fprintf(f, "%s:", depgraph_node_name(&h->graph, p));
		for (int i = 0; i < n; i++)
			fprintf(f, " %s", depgraph_node_name(&h->graph, dependency[i]));
		fprintf(f, "; ");
	}
	fclose(f);
	return text;
}

static void check_by_hand(const char *what, const struct line *line, int n, const char *want)
{
	struct hand h;
	char *have;

	hand_make(&h, line, n);
	have = hand_pairs(&h);
	if (strcmp(have, want))
		test_fail(__FILE__, __LINE__, "%s: '%s', not '%s'", what, have, want);
	free(have);
	hand_clear(&h);
}

#define N(array) ((int)(sizeof(array) / sizeof(*(array))))

TEST(conflicts_make_dependencies)
{
	static const struct line choice[] = {
		{ "app", "1", NULL, "mta|queue", "mta" },
		{ "mta", "1", NULL, NULL, NULL },
		{ "queue", "1", NULL, NULL, NULL },
	};
	static const struct line chain[] = {
		/* both alternatives lead to base, in one case only because the other way is shut */
		{ "app", "1", NULL, "left|right,cap", NULL },
		{ "left", "1", NULL, "base", NULL },
		{ "right", "1", NULL, "base|other", NULL },
		{ "cap", "1", NULL, NULL, "other" },
		{ "base", "1", NULL, NULL, NULL },
		{ "other", "1", NULL, NULL, NULL },
	};
	static const struct line none[] = {
		{ "app", "1", NULL, "a,b", NULL },
		{ "a", "1", NULL, NULL, "b" },
		{ "b", "1", NULL, NULL, NULL },
		{ "user", "1", NULL, "app|a", NULL },
	};

	check_by_hand("excluded alternative", choice, N(choice), "app: queue; ");
	check_by_hand("excluded way", chain, N(chain), "app: cap base; left: base; ");
	check_by_hand("uninstallable provider", none, N(none), "[app] user: a; ");
}

TEST(packages_do_not_conflict_with_themselves)
{
	static const struct line mail[] = {
		{ "exim", "1", "mta", NULL, "mta" },
		{ "postfix", "1", "mta", NULL, "mta" },
		{ "mutt", "1", NULL, "mta", NULL },
		{ "both", "1", NULL, "exim,postfix", NULL },
	};

	check_by_hand("only one mail transport agent", mail, N(mail), "[both] ");
}

TEST(versions_of_a_name_exclude_each_other)
{
	static const struct line versions[] = {
		{ "lib", "1", NULL, NULL, NULL },
		{ "lib", "2", NULL, "new", NULL },
		{ "new", "1", NULL, NULL, NULL },
		{ "any", "1", NULL, "lib", NULL },
		{ "old", "1", NULL, "lib=1", NULL },
		{ "mixed", "1", NULL, "any,lib=2", NULL },
		{ "torn", "1", NULL, "old,lib=2", NULL },
	};

	check_by_hand("two versions", versions, N(versions),
		      "lib: new; old: lib; mixed: lib new any; [torn] ");
}

TEST(debian_provides_without_version_meet_no_versioned_conflict)
{
	static const struct line provides[] = {
		{ "real", "2", "virtual", NULL, NULL },
		{ "named", "2", "virtual=2", NULL, NULL },
		{ "a", "1", NULL, "real", "virtual=2" },
		{ "b", "1", NULL, "named", "virtual=2" },
		{ "c", "1", NULL, "named", "virtual=1" },
	};

	check_by_hand("versioned conflict", provides, N(provides), "a: real; [b] c: named; ");
}

TEST(rpm_counts_obsoletes_and_lets_architectures_live_together)
{
	static const struct line line[] = {
		{ "glibc", "1", NULL, NULL, NULL },
		{ "glibc", "1", NULL, NULL, NULL },
		{ "glibc", "2", NULL, NULL, NULL },
		{ "new", "1", NULL, NULL, NULL },
		{ "old", "1", "older", NULL, NULL },
		{ "data", "1", NULL, NULL, NULL },
		{ "data", "2", NULL, NULL, NULL },
	};
	static const char *const arch[] = {
		"x86_64", "i686", "x86_64", "noarch", "noarch", "x86_64", "noarch",
	};
	static const int want[][2] = { { 0, 2 }, { 3, 4 }, { 5, 6 } };
	struct hand h;
	Solvable *s = NULL;

	hand_build(&h, DISTTYPE_RPM);
	for (int i = 0; i < N(line); i++) {
		s = hand_add(&h, line + i, arch[i]);
		if (i == 3)	/* by name; who merely provides it is not meant */
			s->obsoletes = hand_deps(h.universe.repo, 0, "old,older");
	}
	hand_finish(&h);
	CHECK_INT(h.conflicts.n_pair, N(want));
	CHECK_INT(h.conflicts.n_version_pair, 2);
	for (int i = 0; i < N(want); i++)
		CHECK_INT(h.conflicts.rival[h.conflicts.rival_begin[want[i][0]]], want[i][1]);
	hand_clear(&h);
}

TEST(empty_universe_has_no_pairs)
{
	struct hand h;
	struct dominators d;

	hand_make(&h, NULL, 0);
	CHECK_INT(h.conflicts.n_pair, 0);
	CHECK_INT(h.strong.n_pair, 0);
	dominators_init(&d);
	CHECK_INT(dominators_build(&d, &h.strong, &h.diag), 0);
	CHECK_INT(d.n_class, 0);
	dominators_clear(&d);
	hand_clear(&h);
}

/* ---- libsolv's solver ---- */

/* Can this node be installed without that one (-1: nothing excluded)? */
static bool solver_can(const struct depgraph *g, int with, int without)
{
	Solver *solver = solver_create(g->universe->pool);
	int n_problem;
	Queue job;

	queue_init(&job);
	queue_push2(&job, SOLVER_SOLVABLE | SOLVER_INSTALL, g->package_of[with]);
	if (without >= 0)
		queue_push2(&job, SOLVER_SOLVABLE | SOLVER_ERASE, g->package_of[without]);
	solver_set_flag(solver, SOLVER_FLAG_IGNORE_RECOMMENDED, 1);
	n_problem = solver_solve(solver, &job);
	queue_free(&job);
	solver_free(solver);
	return !n_problem;
}

static void check_against_solver(const struct depgraph *g, const struct strong *s, int p, int seed)
{
	bool can = solver_can(g, p, -1);

	if (s->installable[p] != can)
		test_fail(__FILE__, __LINE__, "universe %d: libsolv can%s install %d", seed,
			  can ? "" : "not", p);
	for (int q = 0; can && q < s->n_subject; q++)
		if (q != p && strong_has(s, p, q) == solver_can(g, p, q))
			test_fail(__FILE__, __LINE__, "universe %d: libsolv can%s install %d "
				  "without %d", seed, strong_has(s, p, q) ? "" : "not", p, q);
}

TEST(libsolv_agrees)
{
	for (int seed = 1; seed <= SOLVER_UNIVERSES; seed++) {
		struct contested c;
		struct strong s;

		contested_make(&c, seed);
		strong_init(&s);
		OK(&c.f, strong_build(&s, &c.f.graph, &c.conflicts, LEVEL_PACKAGE, &c.f.diag));
		for (int p = 0; p < c.f.slow.n; p++)
			check_against_solver(&c.f.graph, &s, p, seed);
		strong_clear(&s);
		contested_clear(&c);
	}
}

/* "x7|n3|x12": distinct or not, as it comes. */
static void draw_literals(FILE *f, int n_literal, int n_variable, uint64_t *state)
{
	for (int i = 0; i < n_literal; i++)
		fprintf(f, "%s%c%u", i ? "|" : "", random_below(state, 2) ? 'x' : 'n',
			random_below(state, (unsigned)n_variable));
}

static char *draw_clause(int n_literal, int n_variable, uint64_t *state)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	draw_literals(f, n_literal, n_variable, state);
	fclose(f);
	return text;
}

/* A random formula as packages: "x7" and "n7" exclude each other. Either "root" needs clauses of
   three literals; near 4.26 clauses a variable these are the hard ones (Mitchell, Selman, Levesque
   1992). Or it needs for each i one of "c<i>" and "d<i>", each of which needs two clauses of two,
   so that choices lead to choices. */
static void make_formula(struct hand *h, int n_variable, int n_clause, bool deep, uint64_t *state)
{
	char *needs = NULL, name[16], rival[16];
	size_t size;
	FILE *f = open_memstream(&needs, &size);

	hand_build(h, DISTTYPE_DEB);
	for (int i = 0; i < n_clause; i++) {
		fprintf(f, "%s", i ? "," : "");
		if (deep)
			fprintf(f, "c%d|d%d", i, i);
		else
			draw_literals(f, 3, n_variable, state);
	}
	fclose(f);
	hand_add(h, &(struct line){ "root", "1", NULL, needs, NULL }, "amd64");
	for (int i = 0; i < 2 * n_clause && deep; i++) {
		Solvable *s;

		snprintf(name, sizeof(name), "%c%d", "cd"[i % 2], i / 2);
		s = hand_add(h, &(struct line){ name, "1", NULL, NULL, NULL }, "amd64");
		for (int k = 0; k < 2; k++) {
			char *clause = draw_clause(2, n_variable, state);

			s->requires = hand_deps(h->universe.repo, s->requires, clause);
			free(clause);
		}
	}
	for (int i = 0; i < n_variable; i++) {
		snprintf(name, sizeof(name), "x%d", i);
		snprintf(rival, sizeof(rival), "n%d", i);
		hand_add(h, &(struct line){ name, "1", NULL, NULL, NULL }, "amd64");
		hand_add(h, &(struct line){ rival, "1", NULL, NULL, name }, "amd64");
	}
	hand_finish(h);
	free(needs);
}

static void check_formulas(bool deep, int n_variable, int n_clause, int step)
{
	uint64_t state = 21;
	int n_pair = 0, n_impossible = 0;

	for (int i = 0; i < FORMULAS; i++) {
		struct hand h;

		make_formula(&h, n_variable, n_clause + i % 3 * step, deep, &state);
		check_against_solver(&h.graph, &h.strong, 0, i);
		n_pair += (int)h.strong.n_pair;
		n_impossible += !h.strong.installable[0];
		hand_clear(&h);
	}
	CHECK(n_pair > FORMULAS);
	CHECK(n_impossible > FORMULAS / 10);
	CHECK(n_impossible < FORMULAS * 9 / 10);
}

TEST(libsolv_agrees_on_hard_formulas)
{
	check_formulas(false, 40, 150, 10);
}

TEST(libsolv_agrees_on_deep_formulas)
{
	check_formulas(true, 20, 40, 10);
}

/* ---- dominators ---- */

static void check_dominators(struct contested *c, const struct strong *s,
			     const struct dominators *d)
{
	struct fixture *f = &c->f;
	const struct slow *slow = &f->slow;

	for (int q = 0; q < slow->n; q++) {
		int nearest = d->dominator[q], n_outside = 0, best = 0;

		if (nearest >= 0)
			SAME(f, slow_strong_dominates(&c->slow, slow, nearest, q), true);
		for (int x = 0; x < slow->n; x++) {
			bool needs = slow_strong_pair(&c->slow, slow, LEVEL_PACKAGE, x, q);
			bool needed = slow_strong_pair(&c->slow, slow, LEVEL_PACKAGE, q, x);
			int n_explained = 0;

			SAME(f, d->class_of[x] == d->class_of[q], x == q || (needs && needed));
			/* every dominator is the nearest, of its class, or dominates it */
			if (slow_strong_dominates(&c->slow, slow, x, q))
				SAME(f, nearest >= 0 && (d->class_of[x] == d->class_of[nearest] ||
					slow_strong_dominates(&c->slow, slow, x, nearest)), true);
			if (!needs || needed)
				continue;
			n_outside++;
			for (int y = 0; y < slow->n; y++)
				n_explained += y == x || slow_strong_pair(&c->slow, slow,
									  LEVEL_PACKAGE, y, x);
			best = n_explained > best ? n_explained : best;
		}
		SAME(f, dominators_impact(d, q), n_outside);
		SAME(f, d->carrier[q] >= 0, n_outside > 0);
		SAME(f, d->n_carried[q], best);
		if (d->carrier[q] >= 0)
			SAME(f, strong_has(s, d->carrier[q], q), true);
	}
}

TEST(dominators_are_those_of_the_paper)
{
	int n_dominated = 0, n_class = 0, n = 0;

	for (int seed = 1; seed <= UNIVERSES / 3; seed++) {
		struct contested c;
		struct strong s;
		struct dominators d;

		contested_make(&c, seed);
		strong_init(&s);
		OK(&c.f, strong_build(&s, &c.f.graph, &c.conflicts, LEVEL_PACKAGE, &c.f.diag));
		dominators_init(&d);
		OK(&c.f, dominators_build(&d, &s, &c.f.diag));
		check_dominators(&c, &s, &d);
		for (int q = 0; q < d.n_node; q++)
			n_dominated += d.dominator[q] >= 0;
		n += d.n_node;
		n_class += d.n_class;
		dominators_clear(&d);
		strong_clear(&s);
		contested_clear(&c);
	}
	CHECK(n_dominated > 100);
	CHECK(n_class < n);
}

TEST(the_cause_of_an_impact_is_named)
{
	static const struct line gcc[] = {
		{ "gcc-base", "1", NULL, NULL, NULL },
		{ "libc", "1", NULL, "libgcc", NULL },
		{ "libgcc", "1", NULL, "gcc-base,libc", NULL },
		{ "app", "1", NULL, "libc", NULL },
		{ "tool", "1", NULL, "libc,app", NULL },
	};
	static const struct line doc = { "gcc-doc", "1", NULL, "gcc-base", NULL };
	struct hand h;
	struct dominators d;

	hand_make(&h, gcc, N(gcc));
	dominators_init(&d);
	CHECK_INT(dominators_build(&d, &h.strong, &h.diag), 0);
	CHECK_INT(d.n_class, 4);
	CHECK_INT(d.class_of[1], d.class_of[2]);
	CHECK_INT(d.dominator[0], 2);	/* of the two, the one with the need */
	CHECK_INT(d.carrier[0], 2);
	CHECK_INT(d.n_carried[0], 4);
	CHECK_INT(dominators_impact(&d, 0), 4);
	CHECK_INT(d.dominator[1], 3);
	CHECK_INT(d.dominator[2], 3);
	CHECK_INT(d.dominator[4], -1);
	dominators_clear(&d);
	hand_clear(&h);

	/* one more that needs it for itself: no dominator any more, but a carrier */
	hand_build(&h, DISTTYPE_DEB);
	for (int i = 0; i < N(gcc); i++)
		hand_add(&h, gcc + i, "amd64");
	hand_add(&h, &doc, "amd64");
	hand_finish(&h);
	CHECK_INT(dominators_build(&d, &h.strong, &h.diag), 0);
	CHECK_INT(d.dominator[0], -1);
	CHECK_INT(d.carrier[0], 2);
	CHECK_INT(d.n_carried[0], 4);
	CHECK_INT(dominators_impact(&d, 0), 5);
	dominators_clear(&d);
	hand_clear(&h);
}

int main(void)
{
	RUN(conflicts_are_those_of_the_model);
	RUN(conflicts_checker_finds_damage);
	RUN(selections_are_the_largest_closed_parts);
	RUN(installations_are_found_if_there_are_any);
	RUN(installation_checker_accepts_installations_only);
	RUN(strong_dependencies_are_in_all_installations);
	RUN(contested_universes_are_not_trivial);
	RUN(strong_checker_finds_damage);
	RUN(conflicts_make_dependencies);
	RUN(packages_do_not_conflict_with_themselves);
	RUN(versions_of_a_name_exclude_each_other);
	RUN(debian_provides_without_version_meet_no_versioned_conflict);
	RUN(rpm_counts_obsoletes_and_lets_architectures_live_together);
	RUN(empty_universe_has_no_pairs);
	RUN(libsolv_agrees);
	RUN(libsolv_agrees_on_hard_formulas);
	RUN(libsolv_agrees_on_deep_formulas);
	RUN(dominators_are_those_of_the_paper);
	RUN(the_cause_of_an_impact_is_named);
	return test_status();
}
