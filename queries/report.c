/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The annual report: everything but the opinion, so that the numbers can be checked and repeated.
 *
 * Here is its order, what it says first, and how releases are sorted into what it is about, its
 * history, and what it is held against; the sections are in report_sections.c, report_series.c and
 * report_components.c.
 */
#include "queries/report.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/digest.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct {
	const char *name, *title;
	int (*add)(struct report *r, struct table *section);
} sections[] = {
	{ "first", "What to fix first", report_add_first },
	{ "map", "Who is exposed, and how much rests on it", report_add_map },
	{ "plan", "How far replacing would take us", report_add_plan },
	{ "replaceable", "How far known replacements would take us", report_add_replaceable },
	{ "changes", "What changed since the release before", report_add_changes },
	{ "ranks", "How ranks moved", report_add_ranks },
	{ "trend", "The numbers over the releases", report_add_trend },
	{ "languages", "The languages of exposed code", report_add_languages },
	{ "across", "The same components in other distributions", report_add_across },
	{ "unknown", "What cannot be judged", report_add_unknown },
	{ "stability", "How sure the order is", report_add_stability },
	{ "criteria", "What the criteria are made of", report_add_criteria },
	{ "functions", "Which functions are critical", report_add_functions },
	{ "rules", "The rules", report_add_rules },
};

enum { N_SECTION = sizeof(sections) / sizeof(sections[0]) };

char *report_release_name(const struct analysis *a)
{
	const struct release *r = &a->universe.release;
	char *name = solv_strdup(r->distribution ? r->distribution : "a distribution");

	name[0] = (char)toupper((unsigned char)name[0]);
	if (r->version)
		name = solv_dupappend(name, " ", r->version);
	if (r->codename && r->version) {
		name = solv_dupappend(name, " (", r->codename);
		name = solv_dupappend(name, ")", NULL);
	} else if (r->codename) {
		name = solv_dupappend(name, " ", r->codename);
	}
	return name;
}

/* ---- the releases ---- */

static bool is_same_distribution(const struct analysis *a, const struct analysis *b)
{
	const char *x = a->universe.release.distribution, *y = b->universe.release.distribution;

	return x && y ? !strcmp(x, y) : x == y;
}

static void sort_releases(struct report *r, struct analysis *a, int n)
{
	r->a = &a[n - 1];
	r->history = solv_calloc(n, sizeof(struct analysis *));
	r->other = solv_calloc(n, sizeof(struct analysis *));
	for (int i = 0; i < n; i++) {
		bool last = true;

		if (is_same_distribution(&a[i], r->a)) {
			r->history[r->n_history++] = &a[i];
			continue;
		}
		for (int j = i + 1; j < n; j++)
			last &= !is_same_distribution(&a[i], &a[j]);
		if (last)
			r->other[r->n_other++] = &a[i];
	}
}

/* What is counted and compared of each release. */
static void take_digests(struct report *r)
{
	r->digest = solv_calloc(r->n_history + r->n_other, sizeof(*r->digest));
	for (int i = 0; i < r->n_history; i++)
		digest_take(&r->digest[i], r->history[i]);
	for (int i = 0; i < r->n_other; i++)
		digest_take(&r->digest[r->n_history + i], r->other[i]);
}

static bool is_unsafe(const struct analysis *a, int c)
{
	enum safety safety = a->languages.mix[c].safety;

	return safety == SAFETY_UNSAFE || safety == SAFETY_MIXED;
}

static void find_ranked(struct report *r)
{
	const struct ranking *ranking = &r->a->ranking;

	r->ranked = solv_calloc(REPORT_RANKED, sizeof(int));
	for (int i = 0; i < ranking->n_component && r->n_ranked < REPORT_RANKED; i++)
		if (is_unsafe(r->a, ranking->order[i]) && ranking->score[ranking->order[i]] > 0)
			r->ranked[r->n_ranked++] = ranking->order[i];
}

/* ---- the answer ---- */

/* How many of the list stay in its first `first` whatever the weights. */
static int count_settled(const struct report *r, int first)
{
	int n = 0;

	for (int i = 0; i < r->n_ranked && i < first; i++)
		n += r->a->ranking.rank_high[r->ranked[i]] <= 2 * first;
	return n;
}

static void add_summary(struct report *r, struct table *ret)
{
	struct table *t = table_add_record(ret, "summary", "In numbers");
	char *release = report_release_name(r->a);
	const struct universe *u = &r->a->universe;
	const struct totals *totals = &r->digest[r->n_history - 1].totals;
	struct report_totals x;
	int n = r->n_ranked < REPORT_FIRST ? r->n_ranked : REPORT_FIRST;

	report_totals(r->a, &x);
	table_field_text(t, "release", NULL, release);
	table_field_text(t, "date", "as of", u->release.date);
	table_field_text(t, "day", NULL, NULL);
	if (u->release.date)
		table_set_format(t, "day", "%.10s", u->release.date);
	t->column[table_column(t, "day")].wide = true;
	table_field_text(t, "arch", "architecture", u->release.arch);
	table_field_integer(t, "packages", NULL, totals->n_package);
	table_field_integer(t, "components", NULL, totals->n_component);
	table_field_integer(t, "unsafe", "in memory-unsafe languages",
			    totals->n_safety[SAFETY_UNSAFE]);
	table_field_integer(t, "mixed", "partly in memory-unsafe languages",
			    totals->n_safety[SAFETY_MIXED]);
	table_field_integer(t, "safe", "memory safe, or without code",
			    totals->n_safety[SAFETY_SAFE]);
	table_field_integer(t, "unknown", "cannot be judged", totals->n_safety[SAFETY_UNKNOWN]);
	table_field_integer(t, "facing", "talk to the network themselves", totals->n_facing);
	table_field_integer(t, "facing_unsafe", "of them, not memory safe",
			    totals->n_facing_unsafe);
	table_field_integer(t, "meet_all", "meet all four criteria", totals->n_meets);
	table_field_real(t, "unsafe_percent",
			 "of the code in network-facing processes, memory unsafe, percent",
			 100 * totals->exposed_share, 1);
	table_field_real(t, "mean_unsafe",
			 "memory-unsafe components in a network-facing process, on average", x.mean,
			 1);
	table_field_integer(t, "settled",
			    "of the first ten, in the first twenty under other weights too",
			    count_settled(r, n));
	free(x.language);
	free(release);
}

static int add_components(struct report *r, struct table *ret)
{
	struct table *list = table_add_list(ret, "components", "The components one by one");

	list->for_data = true;
	return report_add_components(r, list);
}

static int add_sections(struct report *r, struct table *ret)
{
	char *release = report_release_name(r->a), *title;

	title = solv_dupjoin("Memory safety in ", release, NULL);
	table_set_title(ret, title);
	free(title);
	free(release);
	add_summary(r, ret);
	report_add_ranking(r, ret);
	for (int i = 0; i < N_SECTION; i++) {
		struct table *section = table_add_record(ret, sections[i].name, sections[i].title);

		if (sections[i].add(r, section))
			return -1;
	}
	return add_components(r, ret);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct report r = { .o = o, .diag = diag };
	int status;

	(void)spec;
	sort_releases(&r, a, o->n_release ? o->n_release : 1);
	take_digests(&r);
	find_ranked(&r);
	status = add_sections(&r, ret);
	for (int i = 0; i < r.n_history + r.n_other; i++)
		digest_clear(&r.digest[i]);
	free(r.digest);
	free(r.history);
	free(r.other);
	free(r.ranked);
	return status;
}

static int write_pages(const struct options *o, const struct table *answer,
		 const struct table *provenance, struct diag *diag)
{
	return report_write(answer, provenance, o->output, diag);
}

extern const struct verb verb_report;
const struct verb verb_report = {
	.name = "report",
	.arguments = "",
	.summary = "the annual report: pages to read, data to reuse",
	.description =
		"Writes a directory that needs nothing else: index.html and a page for each of the "
		"first 200 components, with figures, and below data/ what is behind every table "
		"and figure as CSV and JSON, and provenance.json. Several -r of one distribution "
		"are its history, the last one is what the report is about; other distributions "
		"are held against it. --format md or json writes the whole report as one file "
		"instead, for those who write the text themselves.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE |
		   OPTION(ANNOTATIONS) | OPTION(ALTERNATIVES),
	.max_release = -1,
	.max_names = 0,
	.keep_links = true,
	.stage = STAGE_RANKING,
	.measures = MEASURES_ALL,
	.format = "html",
	.run = run,
	.write = write_pages,
};
