/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Columns of what is known; see attributes.h.
 */
#include "queries/attributes.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/package_role.h"
#include "graphs/measures.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column component_columns[] = {
	{ .key = "version", .type = CELL_TEXT },
	{ .key = "packages", .type = CELL_INTEGER },
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "rank_low", .type = CELL_INTEGER },
	{ .key = "rank_high", .type = CELL_INTEGER },
	{ .key = "score", .type = CELL_REAL, .decimals = 6 },
	{ .key = "use", .type = CELL_REAL, .decimals = 6 },
	{ .key = "network", .type = CELL_REAL, .decimals = 6 },
	{ .key = "function", .type = CELL_REAL, .decimals = 6 },
	{ .key = "unsafe", .type = CELL_REAL, .decimals = 6 },
	{ .key = "meets_all", .type = CELL_BOOL },
	{ .key = "safety", .type = CELL_TEXT },
	{ .key = "exposure", .type = CELL_TEXT },
	{ .key = "functions", .type = CELL_TEXT },
	{ .key = "languages", .type = CELL_TEXT },
	{ .key = "replacement", .type = CELL_TEXT },
	{ .key = "maintainer", .type = CELL_TEXT },
	{ .key = "homepage", .type = CELL_TEXT },
};

static const struct column package_columns[] = {
	{ .key = "version", .type = CELL_TEXT },
	{ .key = "arch", .type = CELL_TEXT },
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "role", .type = CELL_TEXT },
	{ .key = "section", .type = CELL_TEXT },
	{ .key = "summary", .type = CELL_TEXT },
	{ .key = "score", .type = CELL_REAL, .decimals = 6 },
	{ .key = "safety", .type = CELL_TEXT },
	{ .key = "exposure", .type = CELL_TEXT },
};

static bool is_real(enum measure m)
{
	return m == MEASURE_PAGERANK || m == MEASURE_BETWEENNESS || m == MEASURE_HARMONIC;
}

/* "impact-packages" as a key: "impact_packages". The caller frees it. */
static char *key_of(enum measure m)
{
	char *key = solv_strdup(measure_row(m)->name);

	for (char *dash = strchr(key, '-'); dash; dash = strchr(dash, '-'))
		*dash = '_';
	return key;
}

void attributes_columns(enum level level, struct table *rows)
{
	const struct column *column = level == LEVEL_COMPONENT ? component_columns :
								 package_columns;
	int n = level == LEVEL_COMPONENT ? N_COLUMNS(component_columns) :
					   N_COLUMNS(package_columns);

	for (int i = 0; i < n; i++)
		table_add_column(rows, &column[i]);
	for (enum measure m = MEASURE_NONE + 1; m < MEASURES; m++) {
		char *key = key_of(m);

		table_add_column(rows, &(struct column){
			.key = key,
			.type = is_real(m) ? CELL_REAL : CELL_INTEGER,
			.decimals = is_real(m) ? 9 : 0 });
		free(key);
	}
}

static void set_measures(const struct analysis *a, enum level level, int subject,
			 struct table *rows)
{
	for (enum measure m = MEASURE_NONE + 1; m < MEASURES; m++) {
		const double *value = a->measures.value[level][m];
		char *key = key_of(m);

		if (value && is_real(m))
			table_set_real(rows, key, value[subject]);
		else if (value)
			table_set_integer(rows, key, (int64_t)value[subject]);
		free(key);
	}
}

static void set_id(const struct analysis *a, const char *key, Id id, struct table *rows)
{
	if (id)
		table_set_text(rows, key, pool_id2str(a->universe.pool, id));
}

enum { FUNCTIONS_SHOWN = 8 };

static void set_functions(const struct analysis *a, int c, struct table *rows)
{
	struct served served[FUNCTIONS_SHOWN];
	int n = function_served(&a->functions, &a->function_evidence, c, served, FUNCTIONS_SHOWN);
	char *text = NULL;

	for (int i = 0; i < n; i++)
		text = solv_dupappend(text, i ? ", " : "", served[i].function->name);
	table_set_text(rows, "functions", text);
	free(text);
}

static void set_component(const struct analysis *a, int c, struct table *rows)
{
	const struct component *component = &a->universe.component[c];
	const struct ranking *r = &a->ranking;
	char *languages = language_mix_text(&a->languages, c);

	set_id(a, "version", component->evr, rows);
	table_set_integer(rows, "packages", a->graph.component_begin[c + 1] -
			  a->graph.component_begin[c]);
	if (r->rank[c]) {
		table_set_integer(rows, "rank", r->rank[c]);
		table_set_integer(rows, "rank_low", r->rank_low[c]);
		table_set_integer(rows, "rank_high", r->rank_high[c]);
	}
	table_set_real(rows, "score", r->score[c]);
	for (int k = 0; k < CRITERIA; k++)
		table_set_real(rows, criterion_name(k), a->assessment.value[k][c]);
	table_set_bool(rows, "meets_all", r->meets[c] == (1 << CRITERIA) - 1);
	table_set_text(rows, "safety", safety_name(a->languages.mix[c].safety));
	table_set_text(rows, "exposure", exposure_name(a->assessment.exposure[c]));
	set_functions(a, c, rows);
	table_set_text(rows, "languages", *languages ? languages : NULL);
	verb_set_replacement(a, c, rows, "replacement");
	set_id(a, "maintainer", component->maintainer, rows);
	set_id(a, "homepage", component->homepage, rows);
	free(languages);
}

static void set_observation(const struct analysis *a, const char *key, enum observation_kind kind,
			    Id package, struct table *rows)
{
	int n;
	const struct observation *o = observations_of(&a->universe.of_package, package, kind, &n);

	if (n)
		set_id(a, key, o->text, rows);
}

static void set_package(const struct analysis *a, int node, struct table *rows)
{
	Id package = a->graph.package_of[node];
	const Solvable *s = pool_id2solvable(a->universe.pool, package);
	int c = a->graph.component_of[node];

	set_id(a, "version", s->evr, rows);
	set_id(a, "arch", s->arch, rows);
	if (c >= 0)
		table_set_text(rows, "component", universe_component_name(&a->universe, c));
	table_set_text(rows, "role", package_role_name(a->role[package]));
	set_observation(a, "section", OBS_SECTION, package, rows);
	set_observation(a, "summary", OBS_SUMMARY, package, rows);
	if (c < 0)
		return;
	table_set_real(rows, "score", a->ranking.score[c]);
	table_set_text(rows, "safety", safety_name(a->languages.mix[c].safety));
	table_set_text(rows, "exposure", exposure_name(a->assessment.exposure[c]));
}

void attributes_set(const struct analysis *a, enum level level, int subject, struct table *rows)
{
	if (level == LEVEL_COMPONENT)
		set_component(a, subject, rows);
	else
		set_package(a, subject, rows);
	set_measures(a, level, subject, rows);
}
