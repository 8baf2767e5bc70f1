/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are changes between releases, and components through several, what analyzer/comparison.h says? On
 * digests made by hand: who is paired is tests/cases/match.case's.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/comparison.h"
#include "importers/universe.h"
#include "tests/test.h"

/* One component: its name, and what it may change. */
struct row {
	const char *name, *language;
	enum safety safety;
	enum exposure exposure;
	bool is_packaged;
	int rank, low, high;
	double score;
};

static const char *copy(const char *text)
{
	return text ? solv_strdup(text) : NULL;
}

static void make(struct digest *d, const struct row *row, int n)
{
	struct universe u;

	memset(d, 0, sizeof(*d));
	universe_init(&u);
	universe_start(&u, DISTTYPE_DEB, "amd64");
	d->component = solv_calloc((size_t)n + 1, sizeof(*d->component));
	d->order = solv_calloc((size_t)n + 1, sizeof(int));
	d->n_component = n;
	for (int c = 0; c < n; c++) {
		Id name = pool_str2id(u.pool, row[c].name, 1);
		Id p = repo_add_solvable(u.repo);
		Solvable *s = pool_id2solvable(u.pool, p);

		s->name = name;
		s->evr = s->arch = pool_str2id(u.pool, "1", 1);
		universe_set_component(&u, p, universe_add_component(&u, name));
		d->component[c] = (struct digest_component){
			.name = (char *)copy(row[c].name),
			.languages = (char *)copy(row[c].language ? row[c].language : ""),
			.main_language = (char *)copy(row[c].language),
			.is_packaged = row[c].is_packaged,
			.safety = row[c].safety,
			.exposure = row[c].exposure,
			.rank = row[c].rank,
			.rank_low = row[c].low,
			.rank_high = row[c].high,
			.score = row[c].score,
		};
	}
	for (int rank = 1, at = 0; at < n; rank++)
		for (int c = 0; c < n; c++)
			if (d->component[c].rank == rank % (n + 1))
				d->order[at++] = c;
	universe_finish(&u);
	d->names = names_new(&u);
	universe_clear(&u);
}

/* "safety b; came c": all changes. */
static const char *changes(const struct comparison *x)
{
	static char text[2000];
	size_t n = 0;

	*text = 0;
	for (int i = 0; i < x->n_change; i++) {
		const struct change *change = &x->change[i];

		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s %s", n ? "; " : "",
				      change_kind_name(change->kind),
				      change->b < 0 ? x->a->component[change->a].name :
						      x->b->component[change->b].name);
	}
	return text;
}

static void compare(const struct row *a, int n_a, const struct row *b, int n_b, const char *want)
{
	struct digest before, after;
	struct comparison x;

	make(&before, a, n_a);
	make(&after, b, n_b);
	comparison_find(&x, &before, &after);
	CHECK_STR(changes(&x), want);
	comparison_clear(&x);
	digest_clear(&before);
	digest_clear(&after);
}

#define N(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

TEST(the_same_release_changes_nothing)
{
	static const struct row row[] = {
		{ "a", "C", SAFETY_UNSAFE, EXPOSURE_LISTENS, false, 1, 1, 1, 0.9 },
		{ "b", NULL, SAFETY_SAFE, EXPOSURE_NONE, true, 2, 2, 2, 0 },
		{ "c", "C", SAFETY_UNKNOWN, EXPOSURE_UNKNOWN, false, 0, 0, 0, NAN },
	};

	compare(row, N(row), row, N(row), "");
}

TEST(each_kind_of_change)
{
	static const struct row a[] = {
		{ "e", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "l", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.8 },
		{ "r", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 3, 3, 3, 0.7 },
		{ "s", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 4, 4, 4, 0.6 },
		{ "w", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 5, 5, 5, 0.5 },
	};
	static const struct row b[] = {
		{ "e", "C", SAFETY_UNSAFE, EXPOSURE_LISTENS, false, 1, 1, 1, 0.9 },
		{ "l", "C++", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.8 },
		{ "r", "C", SAFETY_UNSAFE, EXPOSURE_NONE, true, 3, 3, 3, 0.7 },
		{ "s", "C", SAFETY_MIXED, EXPOSURE_NONE, false, 4, 4, 4, 0.6 },
		{ "z", "C", SAFETY_MIXED, EXPOSURE_NONE, false, 5, 5, 5, 0.5 },
	};

	compare(a, N(a), b, N(b),
		"safety s; language l; exposure e; replacement r; came z; went w");
}

TEST(several_changes_of_one_are_several_entries_and_the_critical_come_first)
{
	static const struct row a[] = {
		{ "far", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 3, 3, 3, 0.1 },
		{ "near", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "none", NULL, SAFETY_UNSAFE, EXPOSURE_NONE, false, 0, 0, 0, NAN },
		{ "now", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.5 },
	};
	static const struct row b[] = {
		{ "far", "Rust", SAFETY_SAFE, EXPOSURE_NONE, false, 3, 3, 3, 0.1 },
		{ "near", "Go", SAFETY_SAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "none", NULL, SAFETY_SAFE, EXPOSURE_NONE, false, 0, 0, 0, NAN },
		{ "now", "Go", SAFETY_SAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.5 },
	};

	compare(a, N(a), b, N(b),
		"safety near; safety now; safety far; safety none; language near; language now; "
		"language far");
}

/* Intervals that touch explain a move; newcomers push nobody down; what has no score has no order.
   */
TEST(rose_and_fell)
{
	static const struct row a[] = {
		{ "a", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 2, 0.9 },
		{ "b", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 1, 2, 0.8 },
		{ "c", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 3, 3, 3, 0.7 },
		{ "d", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 4, 4, 4, 0.6 },
		{ "y", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 5, 5, 5, 0 },
		{ "z", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 6, 6, 6, 0 },
	};
	static const struct row moved[] = {
		{ "b", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "a", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.8 },
		{ "d", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 3, 3, 3, 0.7 },
		{ "c", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 4, 4, 4, 0.6 },
		{ "z", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 5, 5, 5, 0 },
		{ "y", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 6, 6, 6, 0 },
	};
	static const struct row pushed[] = {
		{ "new", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "a", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 3, 0.9 },
		{ "b", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 3, 2, 3, 0.8 },
		{ "c", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 4, 4, 4, 0.7 },
		{ "d", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 5, 5, 5, 0.6 },
		{ "y", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 6, 6, 6, 0 },
		{ "z", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 7, 7, 7, 0 },
	};

	compare(a, N(a), moved, N(moved), "rose d; fell c");
	compare(a, N(a), pushed, N(pushed), "came new");
	compare(pushed, N(pushed), a, N(a), "went new");
}

/* "a:1 2 -; b:- 1 1": the members that series_top() names, with their ranks. */
static const char *members(const struct series *s, int top)
{
	static char text[2000];
	size_t n = 0;
	int *member, n_member = series_top(s, top, &member);

	*text = 0;
	for (int i = 0; i < n_member; i++) {
		const struct digest_component *last = NULL;

		for (int r = 0; r < s->n_release; r++)
			if (series_at(s, member[i], r))
				last = series_at(s, member[i], r);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s:", n ? "; " : "",
				      last->name);
		for (int r = 0; r < s->n_release; r++) {
			const struct digest_component *at = series_at(s, member[i], r);

			n += (size_t)snprintf(text + n, sizeof(text) - n, at ? " %d" : " -",
					      at ? at->rank : 0);
		}
	}
	free(member);
	return text;
}

TEST(members_are_followed)
{
	static const struct row one[] = {
		{ "leaver", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "net-tool", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.8 },
		{ "steady", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 3, 3, 3, 0.7 },
		{ "back", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 4, 4, 4, 0.6 },
	};
	static const struct row two[] = {
		{ "NetTool", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "steady", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.8 },
	};
	static const struct row three[] = {
		{ "steady", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 1, 1, 1, 0.9 },
		{ "back", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 2, 2, 2, 0.8 },
		{ "NetTool", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 3, 3, 3, 0.7 },
		{ "comer", "C", SAFETY_UNSAFE, EXPOSURE_NONE, false, 4, 4, 4, 0.6 },
	};
	struct digest digest[3];
	struct series s;

	make(&digest[0], one, N(one));
	make(&digest[1], two, N(two));
	make(&digest[2], three, N(three));
	series_find(&s, digest, 3);
	CHECK_INT(s.n_member, 5);
	CHECK_STR(members(&s, 0), "steady: 3 2 1; back: 4 - 2; NetTool: 2 1 3; comer: - - 4; "
				  "leaver: 1 - -");
	CHECK_STR(members(&s, 1), "steady: 3 2 1; NetTool: 2 1 3; leaver: 1 - -");
	series_clear(&s);
	for (int i = 0; i < 3; i++)
		digest_clear(&digest[i]);
}

int main(void)
{
	RUN(the_same_release_changes_nothing);
	RUN(each_kind_of_change);
	RUN(several_changes_of_one_are_several_entries_and_the_critical_come_first);
	RUN(rose_and_fell);
	RUN(members_are_followed);
	return test_status();
}
