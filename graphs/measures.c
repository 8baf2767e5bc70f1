/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of measures, and how each gets its columns; see measures.h.
 */
#include "graphs/measures.h"

#include <string.h>
#include <solv/util.h>

#include "graphs/centrality.h"
#include "graphs/impact.h"
#include "graphs/links.h"
#include "graphs/naming.h"
#include "graphs/projection.h"
#include "graphs/reach.h"
#include "importers/diag.h"

static void compute_impact(struct measures *m, enum level level);
static void compute_dependants(struct measures *m, enum level level);
static void compute_chosen_by(struct measures *m, enum level level);
static void compute_named_by(struct measures *m, enum level level);
static void compute_transitive(struct measures *m, enum level level);
static void compute_links_in(struct measures *m, enum level level);

static const struct measure_row rows[MEASURES] = {
	[MEASURE_NONE] = { .name = "none", .meaning = "no measure", .unit = "", .cost = "" },
	[MEASURE_IMPACT_PACKAGES] = { "impact-packages",
		"packages that cannot be installed without it, whatever alternatives are chosen",
		"packages", "0.1 s", FOLD_SET, compute_impact, NULL },
	[MEASURE_IMPACT_COMPONENTS] = { "impact-components",
		"other components that lose at least one package without it",
		"components", "0.1 s", FOLD_SET, compute_impact, NULL },
	[MEASURE_DEPENDANTS] = { "dependants",
		"packages of other components with a requires need that it can meet",
		"packages", "0.01 s", FOLD_SET, compute_dependants, NULL },
	[MEASURE_DEPENDANT_COMPONENTS] = { "dependant-components",
		"other components with a package that has a requires need it can meet",
		"components", "0.01 s", FOLD_SET, compute_dependants, NULL },
	[MEASURE_CHOSEN_BY] = { "chosen-by",
		"other components with a requires need whose preferred provider it is",
		"components", "0.03 s", FOLD_SET, compute_chosen_by, NULL },
	[MEASURE_NAMED_BY] = { "named-by",
		"other components that name it in a relation of any kind, required or weak, in any "
		"alternative",
		"components", "0.03 s", FOLD_SET, compute_named_by, NULL },
	[MEASURE_TRANSITIVE_DEPENDANTS] = { "transitive-dependants",
		"packages that reach it over requires needs, counting every alternative",
		"packages", "0.15 s", FOLD_SET, compute_transitive, NULL },
	[MEASURE_LINKS_IN] = { "links-in",
		"other components that load its code into their own processes",
		"components", "0.01 s", FOLD_SET, compute_links_in, NULL },
	[MEASURE_PAGERANK] = { "pagerank",
		"share of time that a random walk from packages to what they need spends on it",
		"share", "0.03 s", FOLD_SUM, NULL, centrality_pagerank },
	[MEASURE_BETWEENNESS] = { "betweenness",
		"pairs of packages joined by shortest chains of needs through it, ties shared",
		"pairs", "0.2 s", FOLD_MAX, NULL, centrality_betweenness },
	[MEASURE_HARMONIC] = { "harmonic",
		"packages that need it, each as 1 / length of its shortest chain of needs",
		"packages", "0.15 s", FOLD_MAX, NULL, centrality_harmonic },
	[MEASURE_SCC_SIZE] = { "scc-size",
		"packages in the same cycle of needs, itself included",
		"packages", "0.03 s", FOLD_MAX, NULL, centrality_scc_size },
	[MEASURE_CORENESS] = { "coreness",
		"largest k such that it is among packages with k neighbours each among them",
		"level", "0.06 s", FOLD_MAX, NULL, centrality_coreness },
};

const struct measure_row *measure_row(enum measure measure)
{
	return rows + (measure < MEASURES ? measure : MEASURE_NONE);
}

enum measure measure_of_name(const char *name)
{
	for (enum measure i = MEASURE_NONE + 1; i < MEASURES; i++)
		if (!strcmp(rows[i].name, name))
			return i;
	return MEASURE_NONE;
}

void measures_init(struct measures *m, const struct depgraph *g, const struct links *links,
		   enum alternatives alternatives)
{
	memset(m, 0, sizeof(*m));
	m->graph = g;
	m->links = links;
	m->alternatives = alternatives;
}

void measures_clear(struct measures *m)
{
	for (enum level level = 0; level < LEVELS; level++)
		for (enum measure i = 0; i < MEASURES; i++)
			solv_free(m->value[level][i]);
	memset(m, 0, sizeof(*m));
}

/* Turn counts into the column of a measure, unless it is there. Takes the counts. */
static void set_column(struct measures *m, enum level level, enum measure measure, int *count)
{
	int n = depgraph_n_subject(m->graph, level);

	if (!m->value[level][measure]) {
		double *value = solv_calloc((size_t)n + 1, sizeof(double));

		for (int i = 0; i < n; i++)
			value[i] = count[i];
		m->value[level][measure] = value;
	}
	solv_free(count);
}

static int *new_counts(const struct measures *m, enum level level)
{
	return solv_calloc((size_t)depgraph_n_subject(m->graph, level) + 1, sizeof(int));
}

static void compute_impact(struct measures *m, enum level level)
{
	int *n_package = new_counts(m, level), *n_component = new_counts(m, level);
	struct impact impact;

	impact_init(&impact);
	impact_prepare(&impact, m->graph);
	impact_of_all(&impact, level, n_package, n_component);
	impact_clear(&impact);
	set_column(m, level, MEASURE_IMPACT_PACKAGES, n_package);
	set_column(m, level, MEASURE_IMPACT_COMPONENTS, n_component);
}

static void compute_dependants(struct measures *m, enum level level)
{
	int *n_package = new_counts(m, level), *n_component = new_counts(m, level);

	reach_count_direct(m->graph, level, NEEDS_REQUIRED, n_package, n_component);
	set_column(m, level, MEASURE_DEPENDANTS, n_package);
	set_column(m, level, MEASURE_DEPENDANT_COMPONENTS, n_component);
}

static void compute_chosen_by(struct measures *m, enum level level)
{
	int *n_component = new_counts(m, level);

	naming_count_chosen(m->graph, level, NEEDS_REQUIRED, n_component);
	set_column(m, level, MEASURE_CHOSEN_BY, n_component);
}

static void compute_named_by(struct measures *m, enum level level)
{
	int *n_component = new_counts(m, level);

	naming_count_named(m->graph, level, n_component);
	set_column(m, level, MEASURE_NAMED_BY, n_component);
}

static void compute_transitive(struct measures *m, enum level level)
{
	int *n_package = new_counts(m, level);

	reach_count_dependants(m->graph, level, NEEDS_REQUIRED, n_package);
	set_column(m, level, MEASURE_TRANSITIVE_DEPENDANTS, n_package);
}

static void compute_links_in(struct measures *m, enum level level)
{
	int *n_component;

	if (!m->links || !links_known(m->links))
		return;
	n_component = new_counts(m, level);
	links_count_loaders(m->links, level, n_component);
	set_column(m, level, MEASURE_LINKS_IN, n_component);
}

/* All wanted centralities share one projection, made when the first is computed. */
static int make_projection(struct measures *m, struct diag *diag)
{
	if (m->projection)
		return m->projection->built ? 0 : -1;
	m->projection = solv_calloc(1, sizeof(*m->projection));
	projection_init(m->projection);
	return projection_build(m->projection, m->graph, m->alternatives, diag);
}

static void drop_projection(struct measures *m)
{
	if (m->projection)
		projection_clear(m->projection);
	m->projection = solv_free(m->projection);
}

static int compute_row(struct measures *m, enum level level, enum measure measure,
		       struct diag *diag)
{
	const struct measure_row *row = rows + measure;
	double *value;

	if (m->value[level][measure])
		return 0;
	if (row->compute) {
		row->compute(m, level);
		return 0;
	}
	if (make_projection(m, diag) < 0)
		return -1;
	value = solv_calloc((size_t)m->graph->n_node + 1, sizeof(double));
	if (row->centrality(m->projection, value, diag) < 0) {
		solv_free(value);
		return -1;
	}
	m->value[level][measure] = value;
	return 0;
}

/* From the package column to the component column; a component without packages has 0. */
static void fold_row(struct measures *m, enum measure measure)
{
	const struct depgraph *g = m->graph;
	const double *from = m->value[LEVEL_PACKAGE][measure];
	double *to = solv_calloc((size_t)g->n_component + 1, sizeof(double));

	for (int c = 0; c < g->n_component; c++)
		for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++) {
			double value = from[g->component_node[i]];

			if (rows[measure].fold == FOLD_SUM)
				to[c] += value;
			else if (value > to[c])
				to[c] = value;
		}
	m->value[LEVEL_COMPONENT][measure] = to;
}

int measures_compute(struct measures *m, enum level level, unsigned wanted, struct diag *diag)
{
	int result = 0;

	for (enum measure i = MEASURE_NONE + 1; !result && i < MEASURES; i++) {
		bool folds = level == LEVEL_COMPONENT && rows[i].fold != FOLD_SET;

		if (!(wanted & MEASURE_BIT(i)) || m->value[level][i])
			continue;
		result = compute_row(m, folds ? LEVEL_PACKAGE : level, i, diag);
		if (!result && folds)
			fold_row(m, i);
	}
	drop_projection(m);
	return result;
}
