/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sections of the report that speak of one release: what to fix first and why, who is exposed,
 * how far replacing would take us, what cannot be judged.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/exposed.h"
#include "importers/diag.h"
#include "queries/opportunity.h"
#include "queries/options.h"
#include "queries/rank.h"
#include "queries/report.h"
#include "queries/report_page.h"
#include "queries/table.h"
#include "queries/verb.h"

extern const struct verb verb_plan, verb_unknown;

/* ---- totals ---- */

static double mean_of(const struct exposed *e)
{
	double weight = 0;

	for (int f = 0; f < e->n_facing; f++)
		weight += e->weight[f];
	return weight > 0 ? e->total / weight : NAN;
}

/* Each component by the weight of the network-facing packages whose process it is in. */
static void weigh_languages(const struct analysis *a, struct exposed *e, double *ret_code,
			    double *ret_language)
{
	const struct language_verdicts *v = &a->languages;
	double *own = solv_calloc(v->n_component + 1, sizeof(double)), code = 0;

	for (int c = 0; c < v->n_component; c++)
		e->unsafe[c] = v->mix[c].n_share > 0;
	exposed_own(e, NULL, own, NULL);
	for (int c = 0; c < v->n_component; c++) {
		const struct language_mix *mix = &v->mix[c];

		code += own[c];
		for (int i = mix->begin; i < mix->begin + mix->n_share; i++)
			ret_language[v->share[i].language] += own[c] * v->share[i].share;
	}
	for (int i = 0; i < v->table->n_language && code > 0; i++)
		ret_language[i] /= code;
	*ret_code = code;
	free(own);
}

void report_totals(const struct analysis *a, struct report_totals *ret)
{
	const struct language_verdicts *v = &a->languages;
	double code = 0;
	struct exposed e;

	memset(ret, 0, sizeof(*ret));
	ret->language = solv_calloc(v->table->n_language + 1, sizeof(double));
	exposed_init(&e);
	exposed_build(&e, &a->links, &a->assessment, v, a->role, a->runtime);
	ret->mean = mean_of(&e);
	if (e.n_facing)
		weigh_languages(a, &e, &code, ret->language);
	ret->is_known = code > 0;
	exposed_clear(&e);
}

/* ---- what to fix first ---- */

static const struct column first_columns[] = {
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "functions", .heading = "what it does", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "replacement",
	  .heading = "memory-safe replacement",
	  .type = CELL_TEXT,
	  .fit = FIT_WRAP,
	  .unknown = "none known" },
	{ .key = "sure", .heading = "how sure its place is", .type = CELL_TEXT, .fit = FIT_WRAP },
};

static const char *const exposure_words[EXPOSURES] = {
	[EXPOSURE_UNKNOWN] = "What it does with the network is unknown.",
	[EXPOSURE_NONE] = "It does not talk to the network itself.",
	[EXPOSURE_PARSES] = "It decodes data that comes from outside.",
	[EXPOSURE_CONNECTS] = "It talks to others over the network.",
	[EXPOSURE_LISTENS] = "It accepts connections or datagrams from the network.",
};

/* Its own programs are no news; libraries are in many. */
enum { PROCESSES_TOLD = 10 };

/* Why a component stands where it stands, in sentences. */
static void set_why(struct table *rows, const struct analysis *a, int c, int processes)
{
	double *const *measure = a->measures.value[LEVEL_COMPONENT];
	int64_t packages = (int64_t)measure[MEASURE_IMPACT_PACKAGES][c];
	char *languages = language_mix_text(&a->languages, c), *loaded = NULL;
	char *lost = page_group_digits(packages);

	if (processes >= PROCESSES_TOLD) {
		char *number = page_group_digits(processes);

		loaded = solv_dupjoin(" Its code runs in the processes of ", number,
				      " network-facing packages.");
		free(number);
	}
	table_set_format(rows, "why",
			 "%s%s Without it %s package%s cannot be installed. Written in %s.",
			 exposure_words[a->assessment.exposure[c]], loaded ? loaded : "", lost,
			 packages == 1 ? "" : "s", languages);
	free(languages);
	free(loaded);
	free(lost);
}

static void set_sure(struct table *rows, const struct analysis *a, int c)
{
	double confidence = 1;

	for (int k = 0; k < CRITERIA; k++)
		confidence = fmin(confidence, a->assessment.confidence[k][c]);
	table_set_format(rows, "sure", "rank %d to %d in 9 of 10 weightings; %s",
			 a->ranking.rank_low[c], a->ranking.rank_high[c],
			 confidence >= 0.7  ? "much evidence for all four criteria" :
			 confidence >= 0.45 ? "some evidence for each criterion" :
					      "little evidence for one criterion");
}

int report_add_first(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, first_columns,
					    N_COLUMNS(first_columns));
	const struct analysis *a = r->a;
	int *packages = solv_calloc(a->universe.n_component + 1, sizeof(int));
	double *own = solv_calloc(a->universe.n_component + 1, sizeof(double));
	struct exposed e;

	exposed_init(&e);
	exposed_build(&e, &a->links, &a->assessment, &a->languages, a->role, a->runtime);
	exposed_own(&e, NULL, own, packages);
	for (int i = 0; i < r->n_ranked; i++) {
		int c = r->ranked[i];

		table_add_row(rows);
		table_set_integer(rows, "rank", a->ranking.rank[c]);
		table_set_text(rows, "component", universe_component_name(&a->universe, c));
		set_why(rows, a, c, packages[c]);
		rank_set_functions(rows, a, c);
		verb_set_replacement(a, c, rows, "replacement");
		set_sure(rows, a, c);
	}
	exposed_clear(&e);
	free(own);
	free(packages);
	return 0;
}

void report_add_ranking(struct report *r, struct table *ret)
{
	struct options o = *r->o;
	struct table *rows;

	o.top = REPORT_RANKED;
	o.unsafe_only = true;
	o.meets_all = false;
	rows = rank_add_rows(r->a, &o, ret);
	table_set_title(rows, "The critical list");
}

/* ---- who is exposed ---- */

static const struct column map_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "impact_packages", .heading = "packages lost without it", .type = CELL_INTEGER },
	{ .key = "network", .heading = "exposure", .type = CELL_REAL, .decimals = 3 },
	{ .key = "safety", .type = CELL_TEXT },
	{ .key = "exposure", .heading = "how", .type = CELL_TEXT },
	{ .key = "languages", .type = CELL_TEXT },
	{ .key = "criticality", .type = CELL_REAL, .decimals = 3 },
};

struct placed {
	double criticality;
	int component;
};

static int compare_placed(const void *x, const void *y, void *universe)
{
	const struct placed *a = x, *b = y;

	if (a->criticality != b->criticality)
		return a->criticality < b->criticality ? 1 : -1;
	return strcmp(universe_component_name(universe, a->component),
		      universe_component_name(universe, b->component));
}

/* The most critical components whatever their language, so that safe ones show too. */
int report_add_map(struct report *r, struct table *section)
{
	struct table *rows = table_add_rows(section, "rows", NULL, map_columns,
					    N_COLUMNS(map_columns));
	const struct analysis *a = r->a;
	const struct assessment *as = &a->assessment;
	struct placed *placed = solv_calloc(as->n_component + 1, sizeof(*placed));
	int n = 0;

	for (int c = 0; c < as->n_component; c++) {
		double x = cbrt(as->value[CRITERION_USE][c] * as->value[CRITERION_NETWORK][c] *
				as->value[CRITERION_FUNCTION][c]);

		if (x > 0)
			placed[n++] = (struct placed){ x, c };
	}
	if (n)
		qsort_r(placed, n, sizeof(*placed), compare_placed, (void *)&a->universe);
	for (int i = 0; i < n && i < REPORT_RANKED; i++) {
		int c = placed[i].component;
		char *languages = language_mix_text(&a->languages, c);

		table_add_row(rows);
		table_set_text(rows, "component", universe_component_name(&a->universe, c));
		table_set_integer(
			rows, "impact_packages",
			(int64_t)a->measures.value[LEVEL_COMPONENT][MEASURE_IMPACT_PACKAGES][c]);
		table_set_real(rows, "network", as->value[CRITERION_NETWORK][c]);
		table_set_text(rows, "safety", safety_name(a->languages.mix[c].safety));
		table_set_text(rows, "exposure", exposure_name(as->exposure[c]));
		table_set_text(rows, "languages", languages);
		table_set_real(rows, "criticality", placed[i].criticality);
		free(languages);
	}
	table_add_note(section,
		       "The %d most critical components by use, exposure and function, whatever "
		       "they are written in. criticality: the geometric mean of these three.",
		       rows->n_row);
	free(placed);
	return 0;
}

/* ---- other verbs' answers ---- */

static int add_plan(struct report *r, bool only_replaceable, struct table *section)
{
	struct options o = *r->o;

	if (!links_known(&r->a->links)) {
		table_add_note(section, "It is unknown here who loads whose code (no file lists "
					"were read), so replacements cannot be planned.");
		return 0;
	}
	o.budget = REPORT_PLANNED;
	o.keep_links = true;
	o.cost = NULL;
	o.only_libraries = false;
	o.only_replaceable = only_replaceable;
	return verb_plan.run(r->a, &o, NULL, section, r->diag);
}

int report_add_plan(struct report *r, struct table *section)
{
	return add_plan(r, false, section);
}

int report_add_replaceable(struct report *r, struct table *section)
{
	return add_plan(r, true, section);
}

int report_add_unknown(struct report *r, struct table *section)
{
	struct options o = *r->o;

	o.top = REPORT_DOUBTFUL;
	return verb_unknown.run(r->a, &o, NULL, section, r->diag);
}
