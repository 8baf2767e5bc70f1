/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why does a component rank where it does? Each criterion down to the observations that caused it.
 *
 * Evidence stands twice: under its criterion, where people and programs that know JSON look for it,
 * and as one flat list, the "rows", for --format csv.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/exposure.h"
#include "analyzer/use.h"
#include "importers/diag.h"
#include "queries/annotated.h"
#include "queries/opportunity.h"
#include "queries/options.h"
#include "queries/request.h"
#include "queries/table.h"
#include "queries/verb.h"

enum { PATHS_SHOWN = 5, FUNCTIONS_SHOWN = 8, DEPENDANTS_SHOWN = 5, BUNDLED_SHOWN = 12 };

static const struct column evidence_columns[] = {
	{ .key = "criterion", .type = CELL_TEXT },
	{ .key = "claim", .type = CELL_TEXT },
	{ .key = "rule", .type = CELL_TEXT, .wide = true },
	{ .key = "witness", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "weight", .type = CELL_REAL, .decimals = 2 },
	{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP },
};

static const struct column part_columns[] = {
	{ .key = "part", .type = CELL_TEXT },
	{ .key = "value", .type = CELL_REAL, .decimals = 3 },
	{ .key = "weight", .type = CELL_REAL, .decimals = 2 },
	{ .key = "adds", .type = CELL_REAL, .decimals = 3 },
	{ .key = "fact", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "meaning", .type = CELL_TEXT, .fit = FIT_WRAP },
};

struct explanation {
	struct analysis *a;
	int c;			/* the component */
	struct table *rows;	/* all evidence */
	struct table *evidence; /* of the criterion that is explained */
	const char *criterion;
};

static void add_evidence(struct explanation *e, const char *claim, const char *rule, double weight,
			 const char *why, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

static void add_evidence(struct explanation *e, const char *claim, const char *rule, double weight,
			 const char *why, const char *format, ...)
{
	struct table *both[] = { e->evidence, e->rows };
	char *witness = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&witness, format, args) < 0)
		solv_oom(0, 0);
	va_end(args);
	for (int i = 0; i < 2; i++) {
		table_add_row(both[i]);
		if (both[i] == e->rows)
			table_set_text(both[i], "criterion", e->criterion);
		table_set_text(both[i], "claim", claim);
		table_set_text(both[i], "rule", rule);
		table_set_text(both[i], "witness", witness);
		table_set_real(both[i], "weight", weight);
		table_set_text(both[i], "why", why);
	}
	free(witness);
}

/* All evidence of a list for the component, by the rules that found it. The weight is the rule's,
   times the standing of the package within the component where that counts (evidence.h). */
static void add_rule_evidence(struct explanation *e, const struct evidence_list *list)
{
	const struct universe *u = &e->a->universe;

	for (int i = list->begin[e->c]; i < list->begin[e->c + 1]; i++) {
		const struct evidence *at = &list->evidence[i];
		const char *package =
			at->package ?
				pool_id2str(u->pool, pool_id2solvable(u->pool, at->package)->name) :
				NULL;
		double weight = at->rule->weight;
		char line[20], more[40] = "", *rule;

		if (list->standing && at->package && weight > 0)
			weight *= list->standing[at->package];
		snprintf(line, sizeof(line), ":%d", at->rule->line);
		rule = solv_dupjoin(at->rule->file, line, NULL);
		if (at->count > 1)
			snprintf(more, sizeof(more), " (%d of them)", at->count);
		add_evidence(e, at->rule->claim, rule, weight, at->rule->why,
			     "%s '%s'%s%s%s", observation_kind_name(at->rule->witness),
			     pool_id2str(u->pool, at->witness), more, package ? " of " : "",
			     package ? package : "");
		free(rule);
	}
}

static const char *plural(double n)
{
	return n == 1 ? "" : "s";
}

/* ---- use ---- */

struct lost {
	const char *name;
	double impact; /* packages lost without it */
};

static int compare_lost(const void *x, const void *y)
{
	const struct lost *a = x, *b = y;

	if (a->impact != b->impact)
		return a->impact < b->impact ? 1 : -1;
	return strcmp(a->name, b->name);
}

/* The packages lost with the component on which most others rest. */
static int explain_impact(struct explanation *e, struct diag *diag)
{
	struct analysis *a = e->a;
	const double *impact;
	const int *node;
	struct lost *lost;
	struct fallen *fallen;
	int n_node, n, n_other = 0;

	if (measures_compute(&a->measures, LEVEL_PACKAGE, MEASURE_BIT(MEASURE_IMPACT_PACKAGES),
			     diag) < 0)
		return -1;
	impact = a->measures.value[LEVEL_PACKAGE][MEASURE_IMPACT_PACKAGES];
	node = depgraph_members(&a->graph, LEVEL_COMPONENT, &e->c, &n_node);
	n = impact_of_set(&a->impact, node, n_node, &fallen);
	lost = solv_calloc(n + 1, sizeof(*lost));
	for (int i = 0; i < n; i++)
		lost[n_other++] = (struct lost){ depgraph_node_name(&a->graph, fallen[i].node),
						 impact[fallen[i].node] };
	qsort(lost, n_other, sizeof(*lost), compare_lost);
	for (int i = 0; i < n_other && i < DEPENDANTS_SHOWN; i++)
		add_evidence(
			e, "impact", "impact", assessment_scale(lost[i].impact, a->graph.n_node),
			"cannot be installed without it; the weight is that package's own impact, "
			"scaled",
			"%s, and with it %.0f package%s", lost[i].name, lost[i].impact,
			plural(lost[i].impact));
	free(lost);
	free(fallen);
	return 0;
}

static int explain_use(struct explanation *e, struct diag *diag)
{
	static const enum observation_kind kinds[] = { OBS_TIER, OBS_PRIORITY };
	const struct universe *u = &e->a->universe;

	if (explain_impact(e, diag))
		return -1;
	for (int i = u->component_begin[e->c]; i < u->component_begin[e->c + 1]; i++) {
		Id package = u->component_package[i];

		for (int k = 0; k < 2; k++) {
			int n;
			const struct observation *at = observations_of(&u->of_package, package,
								       kinds[k], &n);

			for (int j = 0; j < n; j++) {
				const char *text = pool_id2str(u->pool, at[j].text);
				double tier = use_tier(kinds[k], text);

				if (tier > 0)
					add_evidence(
						e, "tier", observation_kind_name(kinds[k]), tier,
						"the distribution says how firmly it is installed",
						"%s '%s' of %s", observation_kind_name(kinds[k]),
						text,
						pool_id2str(
							u->pool,
							pool_id2solvable(u->pool, package)->name));
			}
		}
	}
	return 0;
}

/* ---- network ---- */

static int explain_network(struct explanation *e, struct diag *diag)
{
	struct analysis *a = e->a;
	struct exposure_path path[PATHS_SHOWN];
	int n;

	(void)diag;
	add_rule_evidence(e, &a->exposure_evidence);
	n = exposure_paths(&a->assessment, &a->links, a->role, e->c, path, PATHS_SHOWN);
	for (int i = 0; i < n; i++) {
		char text[1000] = "";
		size_t len = 0;

		for (int s = 0; s < path[i].n_step && len < sizeof(text) - 1; s++)
			len += snprintf(text + len, sizeof(text) - len, "%s%s", s ? " loads " : "",
					depgraph_node_name(&a->graph, path[i].step[s]));
		add_evidence(
			e, "inherited", "links", path[i].own,
			"its code runs in a process that faces the network; the weight is that "
			"process's own exposure",
			"%s", text);
	}
	return 0;
}

/* ---- function, language ---- */

static int explain_function(struct explanation *e, struct diag *diag)
{
	(void)diag;
	add_rule_evidence(e, &e->a->function_evidence);
	return 0;
}

/* Code of others that comes along inside it. */
static void explain_bundled(struct explanation *e)
{
	static const struct {
		enum observation_kind kind;
		const char *why;
	} bundled[] = {
		{ OBS_BUILT_USING, "the package says that code of this source was built into it" },
		{ OBS_BUILT_FROM, "a compiled file names what it was built from" },
	};
	const struct universe *u = &e->a->universe;
	const struct observation *at;
	int n, n_file = 0;

	at = observations_of(&u->of_component, e->c, OBS_FILES_VENDORED, &n);
	for (int i = 0; i < n; i++)
		n_file += at[i].count;
	if (n_file)
		add_evidence(e, "bundled", observation_kind_name(OBS_FILES_VENDORED), 0,
			     "copies of other projects in its source, built in or not",
			     "%d file%s in vendored trees", n_file, plural(n_file));
	for (int i = u->component_begin[e->c]; i < u->component_begin[e->c + 1]; i++)
		for (int k = 0; k < 2; k++) {
			at = observations_of(&u->of_package, u->component_package[i],
					     bundled[k].kind, &n);
			for (int j = 0; j < n && j < BUNDLED_SHOWN; j++)
				add_evidence(e, "bundled", observation_kind_name(bundled[k].kind),
					     0, bundled[k].why, "%s%s",
					     pool_id2str(u->pool, at[j].text),
					     j == BUNDLED_SHOWN - 1 && j < n - 1 ? ", and more" :
										   "");
		}
}

static int explain_unsafe(struct explanation *e, struct diag *diag)
{
	const struct language_verdicts *v = &e->a->languages;
	const struct language_mix *mix = &v->mix[e->c];

	for (int i = mix->begin; i < mix->begin + mix->n_share; i++) {
		const struct language *language = &v->table->language[v->share[i].language];
		const char *claim = language->unsafe >= 1 ? "unsafe" :
				    language->unsafe > 0  ? "mixed" :
							    "safe";
		int n = v->share[i].n_file;

		/* measured at least in part, see measured.h */
		if (mix->basis == LANGUAGE_BASIS_MEASURED)
			add_evidence(e, claim, language->name, v->share[i].share, language->why,
				     "code in its packages and %d file%s in %s", n, plural(n),
				     language->name);
		else if (n)
			add_evidence(e, claim, language->name, v->share[i].share, language->why,
				     "%d file%s in %s", n, plural(n), language->name);
		else
			add_evidence(e, claim, language->name, v->share[i].share, language->why,
				     "signs of %s, no source file seen", language->name);
	}
	(void)diag;
	add_rule_evidence(e, &v->evidence);
	explain_bundled(e);
	return 0;
}

static const struct {
	int (*explain)(struct explanation *e, struct diag *diag);
} explainers[CRITERIA] = {
	[CRITERION_USE] = { explain_use },
	[CRITERION_NETWORK] = { explain_network },
	[CRITERION_FUNCTION] = { explain_function },
	[CRITERION_UNSAFE] = { explain_unsafe },
};

/* The number behind a part, in words. */
static void set_fact(struct table *parts, const struct analysis *a, enum part part, int c)
{
	double *const *measure = a->measures.value[LEVEL_COMPONENT];
	double value, packages;
	const struct language_mix *mix;
	struct served served[1];

	switch (part) {
	case PART_IMPACT:
		value = measure[MEASURE_IMPACT_COMPONENTS][c];
		packages = measure[MEASURE_IMPACT_PACKAGES][c];
		table_set_format(parts, "fact", "takes %.0f component%s and %.0f package%s with it",
				 value, plural(value), packages, plural(packages));
		break;
	case PART_DEPENDANTS:
		value = measure[MEASURE_CHOSEN_BY][c];
		packages = measure[MEASURE_DEPENDANTS][c];
		table_set_format(parts, "fact",
				 "chosen by %.0f component%s by default; with alternatives, "
				 "%.0f package%s can use it",
				 value, plural(value), packages, plural(packages));
		break;
	case PART_NAMED:
		value = measure[MEASURE_NAMED_BY][c];
		table_set_format(parts, "fact", "named by %.0f component%s", value, plural(value));
		break;
	case PART_INSTALLED:
		if (a->has_popularity)
			table_set_format(parts, "fact", "%s %d of %d surveyed machines",
					 a->popularity_by_vote ? "used on" : "installed on",
					 a->popularity.machines[c], a->popularity.most);
		break;
	case PART_BETWEENNESS:
		/* chains of equal length share: a small number has a fraction */
		value = measure[MEASURE_BETWEENNESS][c];
		table_set_format(parts, "fact", "on %.*f shortest chains of needs",
				 value < 10 ? 1 : 0, value);
		break;
	case PART_FUNCTION:
		if (function_served(&a->functions, &a->function_evidence, c, served, 1))
			table_set_format(parts, "fact", "%s: %s", served[0].function->name,
					 served[0].function->why);
		break;
	case PART_UNSAFE_SHARE:
		mix = &a->languages.mix[c];
		table_set_format(parts, "fact", "judged from %s%s%s",
				 language_basis_name(mix->basis),
				 language_mix_is_inside(&a->languages, c) ?
					 "; unsafe code counts half inside " : "",
				 language_mix_is_inside(&a->languages, c) ?
					 a->languages.table->language[mix->lives_in].name : "");
		break;
	default:
		break;
	}
}

static int add_criteria(struct table *ret, struct explanation *e, struct diag *diag)
{
	struct table *criteria = table_add_record(ret, "criteria", NULL);
	const struct assessment *as = &e->a->assessment;

	for (int k = 0; k < CRITERIA; k++) {
		struct table *criterion = table_add_record(criteria, criterion_name(k),
							   criterion_question(k));
		struct table *parts;

		e->criterion = criterion_name(k);
		table_add_column(
			criterion,
			&(struct column){ .key = "value", .type = CELL_REAL, .decimals = 3 });
		table_set_real(criterion, "value", as->value[k][e->c]);
		table_field_real(criterion, "confidence", NULL, as->confidence[k][e->c], 2);
		table_field_bool(criterion, "meets", "met", e->a->ranking.meets[e->c] >> k & 1);
		parts = table_add_rows(criterion, "parts", "Made of", part_columns,
				       N_COLUMNS(part_columns));
		for (enum part part = PART_NONE + 1; part < PARTS; part++) {
			const struct part_row *row = assessment_part_row(part);

			if (row->criterion != (enum criterion)k)
				continue;
			table_add_row(parts);
			table_set_text(parts, "part", row->name);
			table_set_real(parts, "value", as->part[part][e->c]);
			table_set_real(parts, "weight", row->weight);
			table_set_real(parts, "adds",
				       assessment_contribution(as, part, e->c));
			set_fact(parts, e->a, part, e->c);
			table_set_text(parts, "meaning", row->meaning);
		}
		e->evidence = table_add_rows(criterion, "evidence", "Because", evidence_columns + 1,
					     N_COLUMNS(evidence_columns) - 1);
		if (explainers[k].explain(e, diag))
			return -1;
	}
	return 0;
}

/* ---- the rest ---- */

static void add_summary(struct table *ret, const struct analysis *a, int c)
{
	const struct universe *u = &a->universe;
	const struct component *component = &u->component[c];
	struct table *summary = table_add_record(ret, "summary", universe_component_name(u, c));
	char *languages = language_mix_text(&a->languages, c);
	struct served served[FUNCTIONS_SHOWN];
	int n = function_served(&a->functions, &a->function_evidence, c, served, FUNCTIONS_SHOWN);
	char functions[400] = "";
	size_t len = 0;

	for (int i = 0; i < n && len < sizeof(functions) - 1; i++)
		len += snprintf(functions + len, sizeof(functions) - len, "%s%s (%.2f)",
				i ? ", " : "", served[i].function->name, served[i].value);
	table_field_text(summary, "component", NULL, universe_component_name(u, c));
	table_field_text(summary, "version", NULL,
			 component->evr ? pool_id2str(u->pool, component->evr) : NULL);
	table_field_integer(summary, "packages", NULL,
			    u->component_begin[c + 1] - u->component_begin[c]);
	table_field_text(summary, "exposure", NULL, exposure_name(a->assessment.exposure[c]));
	table_field_text(summary, "functions", NULL, n ? functions : NULL);
	table_field_text(summary, "safety", NULL, safety_name(a->languages.mix[c].safety));
	table_field_text(summary, "languages", NULL, languages);
	free(languages);
}

/* A member that is there, and unknown. */
static void add_unknown(struct table *record, const char *key, const char *heading,
			enum cell_type type)
{
	table_add_column(record, &(struct column){ .key = key, .heading = heading, .type = type });
}

static void add_rank(struct table *ret, const struct analysis *a, int c)
{
	const struct ranking *r = &a->ranking;
	struct table *rank = table_add_record(ret, "rank", "Rank");

	if (r->rank[c]) {
		table_field_integer(rank, "rank", NULL, r->rank[c]);
		table_field_integer(rank, "rank_low", "best rank under other weights",
				    r->rank_low[c]);
		table_field_integer(rank, "rank_high", "worst rank under other weights",
				    r->rank_high[c]);
	} else {
		add_unknown(rank, "rank", NULL, CELL_INTEGER);
		add_unknown(rank, "rank_low", "best rank under other weights", CELL_INTEGER);
		add_unknown(rank, "rank_high", "worst rank under other weights", CELL_INTEGER);
	}
	table_field_integer(rank, "of", "of components", r->n_component);
	table_field_real(rank, "score", NULL, r->score[c], 4);
}

static void add_measures(struct table *ret, const struct analysis *a, int c)
{
	struct table *measures = table_add_record(ret, "measures", "Measures");

	for (enum measure m = MEASURE_NONE + 1; m < MEASURES; m++) {
		const double *column = a->measures.value[LEVEL_COMPONENT][m];
		char *key = solv_strdup(measure_row(m)->name);

		for (char *dash = strchr(key, '-'); dash; dash = strchr(dash, '-'))
			*dash = '_';
		if (column && column[c] == floor(column[c]) && fabs(column[c]) < 1e15)
			table_field_integer(measures, key, measure_row(m)->name,
					    (int64_t)column[c]);
		else if (column)
			table_field_real(measures, key, measure_row(m)->name, column[c], 6);
		else
			add_unknown(measures, key, measure_row(m)->name, CELL_INTEGER);
		free(key);
	}
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct explanation e = { .a = a, .c = verb_find_component(a, o->name[0], diag) };
	struct import_options import;

	(void)spec;
	if (e.c < 0)
		return -1;
	add_summary(ret, a, e.c);
	add_rank(ret, a, e.c);
	e.rows = table_add_rows(ret, "rows", "All evidence", evidence_columns,
				N_COLUMNS(evidence_columns));
	e.rows->for_data = true;
	if (add_criteria(ret, &e, diag))
		return -1;
	add_measures(ret, a, e.c);
	request_import(o, &import);
	opportunity_add(ret, a, e.c, &import, diag);
	annotated_record(&a->annotations, e.c, ret);
	return 0;
}

extern const struct verb verb_explain;
const struct verb verb_explain = {
	.name = "explain",
	.arguments = "NAME",
	.summary = "all evidence behind a component's rank",
	.description =
		"Shows what each criterion was made of, down to the observations in the archive "
		"and "
		"the rules that read them, how the component ranks, and what there is to know for "
		"replacing it. NAME is a component or one of its packages.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE |
		   OPTION(ALTERNATIVES) | OPTION(ANNOTATIONS),
	.min_names = 1,
	.max_names = 1,
	.stage = STAGE_RANKING,
	.measures = MEASURES_ALL,
	.run = run,
};
