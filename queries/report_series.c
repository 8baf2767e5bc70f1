/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sections of the report that hold releases against each other: the numbers and the languages
 * over the releases, what changed since the one before, and who is critical elsewhere too.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/digest.h"
#include "analyzer/identity.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/report.h"
#include "queries/table.h"
#include "queries/verb.h"

extern const struct verb verb_compare;

enum {
	CHANGES_SHOWN = 25,  /* of each kind */
	SLOPES = 20,	     /* components whose ranks are drawn */
	LANGUAGES_SHOWN = 8, /* the others are one */
	ACROSS_AMONG = 100,  /* ranks of either side */
};

/* ---- the numbers over the releases ---- */

static const struct column trend_columns[] = {
	{ .key = "release", .type = CELL_TEXT },
	{ .key = "date", .heading = "as of", .type = CELL_TEXT },
	{ .key = "components", .type = CELL_INTEGER },
	{ .key = "unsafe", .type = CELL_INTEGER },
	{ .key = "mixed", .type = CELL_INTEGER },
	{ .key = "safe", .type = CELL_INTEGER },
	{ .key = "unknown", .type = CELL_INTEGER },
	{ .key = "inspected", .heading = "packages inspected", .type = CELL_INTEGER },
	{ .key = "facing", .heading = "talk to the network", .type = CELL_INTEGER },
	{ .key = "facing_unsafe", .heading = "of them, not memory safe", .type = CELL_INTEGER },
	{ .key = "meet_all", .heading = "meet all four criteria", .type = CELL_INTEGER },
	{ .key = "unsafe_percent",
	  .heading = "exposed code, memory unsafe %",
	  .type = CELL_REAL,
	  .decimals = 1 },
	{ .key = "mean_unsafe",
	  .heading = "unsafe components in a process",
	  .type = CELL_REAL,
	  .decimals = 1 },
};

static void add_totals(struct table *rows, const struct analysis *a, const struct digest *d)
{
	char *release = report_release_name(a);
	struct report_totals x;

	report_totals(a, &x);
	table_add_row(rows);
	table_set_text(rows, "release", release);
	if (d->date)
		table_set_format(rows, "date", "%.10s", d->date);
	table_set_integer(rows, "components", d->totals.n_component);
	table_set_integer(rows, "unsafe", d->totals.n_safety[SAFETY_UNSAFE]);
	table_set_integer(rows, "mixed", d->totals.n_safety[SAFETY_MIXED]);
	table_set_integer(rows, "safe", d->totals.n_safety[SAFETY_SAFE]);
	table_set_integer(rows, "unknown", d->totals.n_safety[SAFETY_UNKNOWN]);
	table_set_integer(rows, "inspected", d->totals.n_inspected);
	table_set_integer(rows, "facing", d->totals.n_facing);
	table_set_integer(rows, "facing_unsafe", d->totals.n_facing_unsafe);
	table_set_integer(rows, "meet_all", d->totals.n_meets);
	table_set_real(rows, "unsafe_percent", 100 * d->totals.exposed_share);
	table_set_real(rows, "mean_unsafe", x.mean);
	free(x.language);
	free(release);
}

/* A release of which packages were inspected is judged from more than one that was not. */
static void warn_of_inspections(const struct report *r, struct table *section)
{
	int most = 0, least = INT_MAX;

	for (int i = 0; i < r->n_history + r->n_other; i++) {
		int n = r->digest[i].totals.n_inspected;

		most = n > most ? n : most;
		least = n < least ? n : least;
	}
	if (most > 2 * least)
		table_add_note(section,
			       "Packages were inspected in some of these releases only: where they "
			       "were, more is known of languages and of the network, so that some "
			       "differences between releases are differences of what is known. "
			       "--uninspected leaves all inspections aside.");
}

int report_add_trend(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, trend_columns,
					    N_COLUMNS(trend_columns));

	for (int i = 0; i < r->n_history; i++)
		add_totals(rows, r->history[i], &r->digest[i]);
	for (int i = 0; i < r->n_other; i++)
		add_totals(rows, r->other[i], &r->digest[r->n_history + i]);
	warn_of_inspections(r, section);
	return 0;
}

/* ---- languages ---- */

static const struct column language_columns[] = {
	{ .key = "release", .type = CELL_TEXT },
	{ .key = "language", .type = CELL_TEXT },
	{ .key = "percent", .type = CELL_REAL, .decimals = 2 },
	{ .key = "safety", .type = CELL_TEXT },
};

/* The languages of most code in the release the report is about, in that order; the caller frees
   it. */
static int *find_languages(const struct report *r, const double *share, int *ret_n)
{
	int n = r->a->language_table.n_language;
	int *order = solv_calloc(n + 1, sizeof(int));

	for (int i = 0; i < n; i++) {
		int at = i;

		for (; at > 0 && share[i] > share[order[at - 1]]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	*ret_n = n < LANGUAGES_SHOWN ? n : LANGUAGES_SHOWN;
	return order;
}

static void add_language(struct table *rows, const char *release, const char *language,
			 double share, const char *safety)
{
	table_add_row(rows);
	table_set_text(rows, "release", release);
	table_set_text(rows, "language", language);
	table_set_real(rows, "percent", 100 * share);
	table_set_text(rows, "safety", safety);
}

static void add_languages(struct table *rows, const struct analysis *a, const int *order, int n)
{
	char *release = report_release_name(a);
	const struct language_table *t = &a->language_table;
	struct report_totals x;
	double rest = 1;

	report_totals(a, &x);
	for (int i = 0; i < n && x.is_known; i++) {
		const struct language *l = &t->language[order[i]];

		rest -= x.language[order[i]];
		add_language(rows, release, l->name, x.language[order[i]],
			     l->unsafe >= 1 ? "unsafe" : l->unsafe > 0 ? "mixed" : "safe");
	}
	if (x.is_known)
		add_language(rows, release, "others", rest < 0 ? 0 : rest, NULL);
	free(x.language);
	free(release);
}

int report_add_languages(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, language_columns,
					    N_COLUMNS(language_columns));
	struct report_totals now;
	int n, *order;

	/* the rule files are the same for all, so a language has one number */
	report_totals(r->a, &now);
	order = find_languages(r, now.language, &n);
	for (int i = 0; i < r->n_history; i++)
		add_languages(rows, r->history[i], order, n);
	for (int i = 0; i < r->n_other; i++)
		add_languages(rows, r->other[i], order, n);
	table_add_note(section, "Exposed code: the components in the processes of network-facing "
				"packages, each weighted by the use of those packages and split by "
				"its languages.");
	free(order);
	free(now.language);
	return 0;
}

/* ---- what changed ---- */

static enum safety safety_of(const struct analysis *a, int c)
{
	return c < 0 ? SAFETY_UNKNOWN : a->languages.mix[c].safety;
}

static int rank_of(const struct analysis *a, int c)
{
	return c < 0 ? 0 : a->ranking.rank[c];
}

static bool is_among(int rank, int first)
{
	return rank && rank <= first;
}

struct ordered {
	int best; /* rank now or before, whichever is the better */
	const char *name;
	const struct identity_pair *pair;
};

static int compare_ordered(const void *x, const void *y)
{
	const struct ordered *a = x, *b = y;

	if (a->best != b->best)
		return a->best < b->best ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* All pairs by the better of their two ranks; the caller frees it. */
static struct ordered *order_pairs(const struct identity *identity, const struct analysis *before,
				   const struct analysis *now)
{
	struct ordered *order = solv_calloc(identity->n_pair + 1, sizeof(*order));

	for (int i = 0; i < identity->n_pair; i++) {
		const struct identity_pair *pair = &identity->pair[i];
		int was = rank_of(before, pair->a), is = rank_of(now, pair->b);

		order[i].pair = pair;
		order[i].best = was && is ? (was < is ? was : is) : was + is;
		if (!order[i].best)
			order[i].best = before->universe.n_component + now->universe.n_component;
		order[i].name = pair->b < 0 ? universe_component_name(&before->universe, pair->a) :
					      universe_component_name(&now->universe, pair->b);
	}
	qsort(order, identity->n_pair, sizeof(*order), compare_ordered);
	return order;
}

/* As the verb compare has it. */
int report_add_changes(struct report *r, struct table *section)
{
	struct options o = *r->o;
	char *name;

	if (r->n_history < 2) {
		table_add_note(section, "Only one release was read.");
		return 0;
	}
	name = report_release_name(r->history[r->n_history - 2]);
	table_add_note(section,
		       "Since %s. Of each kind of change, the %d of the most critical components.",
		       name, CHANGES_SHOWN);
	free(name);
	o.top = CHANGES_SHOWN;
	return verb_compare.compare(&r->digest[r->n_history - 2], 2, &o, section, r->diag);
}

/* ---- ranks over the releases ---- */

static const struct column rank_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "release", .type = CELL_TEXT },
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "safety", .type = CELL_TEXT },
};

int report_add_ranks(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, rank_columns,
					    N_COLUMNS(rank_columns));
	int n = r->n_ranked < SLOPES ? r->n_ranked : SLOPES;

	for (int h = 0; h < r->n_history && r->n_history > 1; h++) {
		const struct analysis *then = r->history[h];
		char *release = report_release_name(then);
		struct identity identity;
		int *partner = solv_calloc(r->a->universe.n_component + 1, sizeof(int));

		identity_init(&identity);
		identity_find(&identity, &then->universe, &r->a->universe);
		for (int i = 0; i < identity.n_pair; i++)
			if (identity.pair[i].b >= 0)
				partner[identity.pair[i].b] = identity.pair[i].a;
		for (int i = 0; i < n; i++) {
			int c = partner[r->ranked[i]];

			table_add_row(rows);
			table_set_text(rows, "component",
				       universe_component_name(&r->a->universe, r->ranked[i]));
			table_set_text(rows, "release", release);
			if (rank_of(then, c))
				table_set_integer(rows, "rank", rank_of(then, c));
			if (c >= 0)
				table_set_text(rows, "safety", safety_name(safety_of(then, c)));
		}
		identity_clear(&identity);
		free(partner);
		free(release);
	}
	return 0;
}

/* ---- other distributions ---- */

static const struct column across_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "rank", .heading = "rank here", .type = CELL_INTEGER },
	{ .key = "distribution", .heading = "in", .type = CELL_TEXT },
	{ .key = "called", .heading = "called there", .type = CELL_TEXT },
	{ .key = "rank_there", .heading = "rank there", .type = CELL_INTEGER },
	{ .key = "critical", .heading = "critical", .type = CELL_TEXT },
	{ .key = "basis", .heading = "known as the same by", .type = CELL_TEXT },
};

static void add_across(struct table *rows, const struct report *r, const struct analysis *other,
		       const char *release, const struct identity_pair *pair)
{
	int here = rank_of(r->a, pair->a), there = rank_of(other, pair->b);
	bool critical_here = is_among(here, ACROSS_AMONG);
	bool critical_there = is_among(there, ACROSS_AMONG);

	if (!critical_here && !critical_there)
		return;
	table_add_row(rows);
	table_set_text(rows, "component",
		       pair->a < 0 ? universe_component_name(&other->universe, pair->b) :
				     universe_component_name(&r->a->universe, pair->a));
	if (here)
		table_set_integer(rows, "rank", here);
	table_set_text(rows, "distribution", release);
	if (pair->b >= 0)
		table_set_text(rows, "called", universe_component_name(&other->universe, pair->b));
	if (there)
		table_set_integer(rows, "rank_there", there);
	table_set_text(rows, "critical", critical_here && critical_there ? "in both" :
					 critical_here			  ? "only here" :
									    "only there");
	if (pair->basis != IDENTITY_NONE)
		table_set_text(rows, "basis", identity_basis_name(pair->basis));
}

int report_add_across(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, across_columns,
					    N_COLUMNS(across_columns));

	for (int i = 0; i < r->n_other; i++) {
		char *release = report_release_name(r->other[i]);
		struct identity identity;
		struct ordered *order;

		identity_init(&identity);
		identity_find(&identity, &r->a->universe, &r->other[i]->universe);
		order = order_pairs(&identity, r->a, r->other[i]);
		for (int k = 0; k < identity.n_pair; k++)
			add_across(rows, r, r->other[i], release, order[k].pair);
		free(order);
		identity_clear(&identity);
		free(release);
	}
	if (r->n_other)
		table_add_note(section, "Critical: among the first %d. Components are paired by "
					"name, shared libraries, homepage or spelling; what is "
					"packaged otherwise may have no partner though its code is "
					"there.", ACROSS_AMONG);
	else
		table_add_note(section, "No other distribution was read.");
	return 0;
}
