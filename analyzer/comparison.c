/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Changes between releases, and components through many; see comparison.h.
 */
#include "analyzer/comparison.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

enum { BLOCK = 1023 };

static const struct {
	const char *name, *meaning;
} kinds[CHANGES] = {
	[CHANGE_NONE] = { "none", "nothing" },
	[CHANGE_SAFETY] = { "safety", "became memory safe or unsafe" },
	[CHANGE_LANGUAGE] = { "language", "most of the code is in another language" },
	[CHANGE_EXPOSURE] = { "exposure", "does something else at the network boundary" },
	[CHANGE_REPLACEMENT] = { "replacement", "a memory-safe replacement came or left" },
	[CHANGE_CAME] = { "came", "new in the release" },
	[CHANGE_WENT] = { "went", "no longer in the release" },
	[CHANGE_ROSE] = { "rose", "more critical than weights explain" },
	[CHANGE_FELL] = { "fell", "less critical than weights explain" },
};

const char *change_kind_name(enum change_kind kind)
{
	return kinds[kind < CHANGES ? kind : CHANGE_NONE].name;
}

const char *change_kind_meaning(enum change_kind kind)
{
	return kinds[kind < CHANGES ? kind : CHANGE_NONE].meaning;
}

/* ---- two releases ---- */

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static void add_change(struct comparison *x, enum change_kind kind,
		       const struct identity_pair *pair)
{
	x->change = solv_extend(x->change, x->n_change, 1, sizeof(*x->change), BLOCK);
	x->change[x->n_change++] = (struct change){ kind, pair->a, pair->b, pair->basis };
	x->n_kind[kind]++;
}

/* rank -> how many components that are in both releases are up to there; the caller frees it. */
static int *count_shared(const struct comparison *x, bool of_b)
{
	const struct digest *d = of_b ? x->b : x->a;
	int *n = solv_calloc(d->n_component + 1, sizeof(int));

	for (int i = 0; i < x->identity.n_pair; i++) {
		const struct identity_pair *pair = &x->identity.pair[i];

		if (pair->a >= 0 && pair->b >= 0)
			n[d->component[of_b ? pair->b : pair->a].rank]++;
	}
	n[0] = 0;
	for (int rank = 1; rank <= d->n_component; rank++)
		n[rank] += n[rank - 1];
	return n;
}

static void compare_ranks(struct comparison *x, const struct identity_pair *pair,
			  const int *shared_a, const int *shared_b)
{
	const struct digest_component *a = &x->a->component[pair->a];
	const struct digest_component *b = &x->b->component[pair->b];

	if (!a->rank || !b->rank || !(a->score > 0 || b->score > 0))
		return;
	if (shared_b[b->rank_high] < shared_a[a->rank_low])
		add_change(x, CHANGE_ROSE, pair);
	else if (shared_b[b->rank_low] > shared_a[a->rank_high])
		add_change(x, CHANGE_FELL, pair);
}

static void compare_pair(struct comparison *x, const struct identity_pair *pair,
			 const int *shared_a, const int *shared_b)
{
	const struct digest_component *a, *b;

	if (pair->a < 0 || pair->b < 0) {
		add_change(x, pair->a < 0 ? CHANGE_CAME : CHANGE_WENT, pair);
		return;
	}
	a = &x->a->component[pair->a];
	b = &x->b->component[pair->b];
	if (a->safety != b->safety)
		add_change(x, CHANGE_SAFETY, pair);
	if (!same_text(a->main_language, b->main_language))
		add_change(x, CHANGE_LANGUAGE, pair);
	if (a->exposure != b->exposure)
		add_change(x, CHANGE_EXPOSURE, pair);
	if (a->is_packaged != b->is_packaged)
		add_change(x, CHANGE_REPLACEMENT, pair);
	compare_ranks(x, pair, shared_a, shared_b);
}

/* The better of both ranks; what has none comes last. */
static int best_rank(const struct comparison *x, const struct change *change)
{
	int a = change->a < 0 ? 0 : x->a->component[change->a].rank;
	int b = change->b < 0 ? 0 : x->b->component[change->b].rank;

	if (!a || !b)
		return a + b ? a + b : INT_MAX;
	return a < b ? a : b;
}

static const char *name_of(const struct comparison *x, const struct change *change)
{
	return change->b < 0 ? x->a->component[change->a].name : x->b->component[change->b].name;
}

static int compare_changes(const void *p, const void *q, void *comparison)
{
	const struct change *a = p, *b = q;
	int rank_a = best_rank(comparison, a), rank_b = best_rank(comparison, b);

	if (a->kind != b->kind)
		return (int)a->kind - (int)b->kind;
	if (rank_a != rank_b)
		return rank_a < rank_b ? -1 : 1;
	return strcmp(name_of(comparison, a), name_of(comparison, b));
}

void comparison_find(struct comparison *x, const struct digest *a, const struct digest *b)
{
	int *shared_a, *shared_b;

	memset(x, 0, sizeof(*x));
	x->a = a;
	x->b = b;
	identity_init(&x->identity);
	identity_pair_names(&x->identity, a->names, b->names);
	shared_a = count_shared(x, false);
	shared_b = count_shared(x, true);
	for (int i = 0; i < x->identity.n_pair; i++)
		compare_pair(x, &x->identity.pair[i], shared_a, shared_b);
	free(shared_a);
	free(shared_b);
	if (x->n_change)
		qsort_r(x->change, x->n_change, sizeof(*x->change), compare_changes, x);
}

void comparison_clear(struct comparison *x)
{
	identity_clear(&x->identity);
	free(x->change);
	memset(x, 0, sizeof(*x));
}

/* ---- many releases ---- */

static int add_member(struct series *s)
{
	s->component = solv_extend(s->component, s->n_member * s->n_release, s->n_release,
				   sizeof(int), BLOCK);
	for (int i = 0; i < s->n_release; i++)
		s->component[s->n_member * s->n_release + i] = -1;
	return s->n_member++;
}

struct named {
	const char *name;
	int member;
};

static int compare_named(const void *p, const void *q)
{
	const struct named *a = p, *b = q;
	int order = strcmp(a->name, b->name);

	return order ? order : a->member - b->member;
}

/* Members that had left by a release, by the name they had last; the caller frees it. */
static int find_absent(const struct series *s, int release, struct named **ret_named)
{
	struct named *named = solv_calloc(s->n_member + 1, sizeof(*named));
	int n = 0;

	for (int m = 0; m < s->n_member; m++) {
		int last = release - 1;

		if (s->component[m * s->n_release + last] >= 0)
			continue;
		while (!series_at(s, m, last))
			last--;
		named[n++] = (struct named){ series_at(s, m, last)->name, m };
	}
	if (n)
		qsort(named, n, sizeof(*named), compare_named);
	*ret_named = named;
	return n;
}

/* Give each component of a release its member. */
static void follow(struct series *s, int release)
{
	const struct digest *d = &s->digest[release];
	int *member = solv_calloc(d->n_component + 1, sizeof(int)), n_named = 0;
	struct named *named = NULL;
	struct identity identity;

	memset(member, -1, (d->n_component + 1) * sizeof(int));
	if (release) {
		int *before = solv_calloc(s->digest[release - 1].n_component + 1, sizeof(int));

		for (int m = 0; m < s->n_member; m++)
			if (s->component[m * s->n_release + release - 1] >= 0)
				before[s->component[m * s->n_release + release - 1]] = m;
		identity_init(&identity);
		identity_pair_names(&identity, s->digest[release - 1].names, d->names);
		for (int i = 0; i < identity.n_pair; i++)
			if (identity.pair[i].a >= 0 && identity.pair[i].b >= 0)
				member[identity.pair[i].b] = before[identity.pair[i].a];
		identity_clear(&identity);
		free(before);
		n_named = find_absent(s, release, &named);
	}
	for (int c = 0; c < d->n_component; c++) {
		struct named key = { d->component[c].name, 0 }, *found = NULL;

		for (int low = 0, high = n_named; member[c] < 0 && low < high;) {
			int middle = low + (high - low) / 2;
			int order = strcmp(key.name, named[middle].name);

			if (!order) {
				found = &named[middle];
				break;
			}
			if (order < 0)
				high = middle;
			else
				low = middle + 1;
		}
		if (found && s->component[found->member * s->n_release + release] < 0)
			member[c] = found->member;
		if (member[c] < 0)
			member[c] = add_member(s);
		s->component[member[c] * s->n_release + release] = c;
	}
	free(named);
	free(member);
}

void series_find(struct series *s, const struct digest *digest, int n_release)
{
	memset(s, 0, sizeof(*s));
	s->digest = digest;
	s->n_release = n_release;
	for (int i = 0; i < n_release; i++)
		follow(s, i);
}

void series_clear(struct series *s)
{
	free(s->component);
	memset(s, 0, sizeof(*s));
}

const struct digest_component *series_at(const struct series *s, int member, int release)
{
	int c = s->component[member * s->n_release + release];

	return c < 0 ? NULL : &s->digest[release].component[c];
}

int series_top(const struct series *s, int top, int **ret_member)
{
	unsigned char *wanted = solv_calloc(s->n_member + 1, 1);
	int *member = solv_calloc(s->n_member + 1, sizeof(int)), n = 0;

	for (int m = 0; m < s->n_member; m++)
		for (int i = 0; i < s->n_release; i++) {
			const struct digest_component *at = series_at(s, m, i);

			wanted[m] |= at && at->rank && (!top || at->rank <= top);
		}
	for (int i = s->n_release - 1; i >= 0; i--) {
		const struct digest *d = &s->digest[i];
		int *member_of = solv_calloc(d->n_component + 1, sizeof(int));

		for (int m = 0; m < s->n_member; m++)
			if (s->component[m * s->n_release + i] >= 0)
				member_of[s->component[m * s->n_release + i]] = m;
		for (int k = 0; k < d->n_component; k++) {
			int m = member_of[d->order[k]];

			if (wanted[m])
				member[n++] = m;
			wanted[m] = 0;
		}
		free(member_of);
	}
	free(wanted);
	*ret_member = member;
	return n;
}
