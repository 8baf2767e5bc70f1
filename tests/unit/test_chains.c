/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are chains the shortest, all of them, and true? Against every simple path of small random graphs,
 * enumerated by plain recursion.
 */
#include <stdlib.h>
#include <string.h>

#include "graphs/chains.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"

enum { UNIVERSES = 1500, CHAINS = 100000 };

/* Every simple path from `at` to `to` of at most `left` more steps, as a number of paths by length.
   */
static void count_paths(const struct slow *s, const slow_arcs arcs, int at, int to, int left,
			int steps, bool *on_path, int *ret_count)
{
	if (at == to) {
		ret_count[steps]++;
		return;
	}
	if (!left)
		return;
	on_path[at] = true;
	for (int next = 0; next < s->n; next++)
		if (arcs[at][next] && !on_path[next])
			count_paths(s, arcs, next, to, left - 1, steps + 1, on_path, ret_count);
	on_path[at] = false;
}

static bool same_nodes(const struct chain *a, const struct chain *b)
{
	return a->n_step == b->n_step && !memcmp(a->node, b->node, a->n_step * sizeof(int));
}

/* Each chain is a path of true needs; chains come shortest first. */
static void check_chain(struct fixture *f, const struct chain *chain, int from, int to)
{
	SAME(f, chain->node[0], from);
	SAME(f, chain->node[chain->n_step - 1], to);
	for (int i = 0; i + 1 < chain->n_step; i++) {
		int n, found = 0;
		const int *provider = depgraph_providers(&f->graph, chain->need[i], &n);

		SAME(f, f->graph.need_owner[chain->need[i]], chain->node[i]);
		for (int k = 0; k < n; k++)
			found |= provider[k] == chain->node[i + 1];
		SAME(f, found, 1);
	}
}

static void check_pair(struct fixture *f, const slow_arcs arcs, int from, int to)
{
	int count[MODEL_PACKAGES + 1] = { 0 }, want = 0, distinct = 0, shortest = -1;
	bool on_path[MODEL_PACKAGES] = { false };
	struct chain *chain;
	int n;

	count_paths(&f->slow, arcs, from, to, 6, 0, on_path, count);
	for (int steps = 0; steps <= 6 && shortest < 0; steps++)
		if (count[steps])
			shortest = steps;
	n = chains_find(&f->graph, NULL, ALTERNATIVES_ALL, NEEDS_REQUIRED, &from, 1, &to, 1, CHAINS,
			&chain);
	if (shortest >= 0 && shortest + CHAINS_SLACK <= 6) {
		for (int steps = shortest; steps <= shortest + CHAINS_SLACK; steps++)
			want += count[steps];
		SAME(f, chain[0].n_step - 1, shortest);
	}
	for (int i = 0; i < n; i++) {
		bool again = false;

		check_chain(f, &chain[i], from, to);
		SAME(f, i && chain[i].n_step < chain[i - 1].n_step, 0);
		for (int k = 0; k < i && !again; k++)
			again = same_nodes(&chain[k], &chain[i]);
		distinct += !again;
	}
	/* two needs of a package may lead to the same next one: paths are counted by nodes */
	if (shortest >= 0 && shortest + CHAINS_SLACK <= 6)
		SAME(f, distinct, want);
	free(chain);
}

TEST(chains_are_all_short_paths)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;
		slow_arcs arcs;

		fixture_make(&f, (uint64_t)seed);
		slow_any_arcs(&f.slow, NEEDS_REQUIRED, arcs);
		for (int from = 0; from < f.slow.n; from += 3)
			for (int to = 1; to < f.slow.n; to += 4)
				if (from != to)
					check_pair(&f, arcs, from, to);
		fixture_clear(&f);
	}
}

TEST(chains_stop_at_the_number_asked_for)
{
	struct fixture f;
	struct chain *chain;
	int most = 0;

	for (int seed = 1; seed <= 200; seed++) {
		fixture_make(&f, (uint64_t)seed);
		for (int to = 1; to < f.slow.n; to++) {
			int from = 0, n = chains_find(&f.graph, NULL, ALTERNATIVES_ALL, NEEDS_ANY,
						      &from, 1, &to, 1, 3, &chain);

			if (n > most)
				most = n;
			free(chain);
		}
		fixture_clear(&f);
	}
	CHECK_INT(most, 3);
}

int main(void)
{
	RUN(chains_are_all_short_paths);
	RUN(chains_stop_at_the_number_asked_for);
	return test_status();
}
