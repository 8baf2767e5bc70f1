/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Totals and the top of the ranking through any number of releases.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/comparison.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/totals.h"
#include "queries/verb.h"

enum { KEY_MAX = 80, SUFFIX_MAX = 16 };

/* "rank_debian_bookworm"; a second release of that name gets its number. */
static void name_column(char ret_key[KEY_MAX], const struct table *rows, const char *label, int i)
{
	int n = snprintf(ret_key, KEY_MAX - SUFFIX_MAX, "rank_%s", label);

	for (char *c = ret_key; *c; c++)
		*c = isalnum((unsigned char)*c) ? (char)tolower((unsigned char)*c) : '_';
	if (n >= KEY_MAX - SUFFIX_MAX)
		n = KEY_MAX - SUFFIX_MAX - 1;
	if (table_column(rows, ret_key) >= 0)
		snprintf(ret_key + n, SUFFIX_MAX, "_%d", i + 1);
}

static void add_columns(struct table *rows, const struct digest *digest, int n,
			char (*ret_key)[KEY_MAX])
{
	for (int i = 0; i < n; i++) {
		struct column column = { .heading = digest[i].label, .type = CELL_INTEGER };

		name_column(ret_key[i], rows, digest[i].label, i);
		column.key = ret_key[i];
		table_add_column(rows, &column);
	}
}

static void add_member(struct table *rows, const struct series *s, int member,
		       char (*key)[KEY_MAX])
{
	const struct digest_component *last = NULL;

	for (int i = s->n_release - 1; i >= 0 && !last; i--)
		last = series_at(s, member, i);
	if (!last) /* a member is of one release at least */
		return;
	table_add_row(rows);
	table_set_text(rows, "component", last->name);
	table_set_text(rows, "safety", safety_name(last->safety));
	table_set_text(rows, "languages", *last->languages ? last->languages : NULL);
	for (int i = 0; i < s->n_release; i++) {
		const struct digest_component *at = series_at(s, member, i);

		if (at && at->rank)
			table_set_integer(rows, key[i], at->rank);
	}
}

static int trend(const struct digest *digest, int n, const struct options *o, struct table *ret,
		 struct diag *diag)
{
	static const struct column columns[] = {
		{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
		{ .key = "safety", .type = CELL_TEXT },
		{ .key = "languages", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	};
	char(*key)[KEY_MAX] = solv_calloc((size_t)n, sizeof(*key));
	struct table *rows;
	struct series s;
	int *member, n_member;

	(void)diag;
	series_find(&s, digest, n);
	n_member = series_top(&s, o->top, &member);
	totals_add(ret, digest, n);
	rows = table_add_rows(ret, "rows", "Ranks", columns, N_COLUMNS(columns));
	add_columns(rows, digest, n, key);
	for (int i = 0; i < n_member; i++)
		add_member(rows, &s, member[i], key);
	if (o->top)
		table_add_note(rows, "Every component that is among the first %d in one of the "
				     "releases; --top says how many.",
			       o->top);
	table_add_note(rows, "Name, safety and languages are those of the last release that has "
			     "the component.");
	free(member);
	free(key);
	series_clear(&s);
	return 0;
}

extern const struct verb verb_trend;
const struct verb verb_trend = {
	.name = "trend",
	.arguments = "",
	.summary = "totals and the most critical components through releases",
	.description =
		"Follows a distribution through its releases (-r OLDEST … -r NEWEST, two or more): "
		"how much is memory safe, how much of what faces the network is not, and which "
		"ranks the most critical components had. Components are followed through renames, "
		"as compare does. -r may name snapshots, which makes it quick.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE | OPTION(TOP) |
		   OPTION(ALTERNATIVES),
	.max_names = 0,
	.n_release = 2,
	.more_releases = true,
	.top = 20,
	.stage = STAGE_RANKING,
	.compare = trend,
};
