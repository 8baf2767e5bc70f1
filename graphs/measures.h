/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct measures: named numbers about every package and every component. A measure is one column
 * per level, computed for all subjects or NULL, never half; it has a meaning, a unit, a cost, and a
 * way from packages to components, all in one table (measure_row()).
 *
 * Analysis is of packages; a component's value is
 *   FOLD_SET	computed for the set of its packages together (removing all, naming any);
 *   FOLD_SUM	the sum over its packages;
 *   FOLD_MAX	the largest of its packages.
 *
 * Nothing is computed before it is asked for: measures_compute() with the measures wanted. Measures
 * that come out of one computation (the rows with the same `compute`) are filled together. Those
 * with a `centrality` depend on the alternatives policy, which belongs into the answer.
 *
 *	struct measures m;
 *
 *	measures_init(&m, g, links, ALTERNATIVES_PREFERRED);
 *	if (measures_compute(&m, LEVEL_COMPONENT, MEASURE_BIT(MEASURE_PAGERANK), diag) < 0) …
 *	m.value[LEVEL_COMPONENT][MEASURE_PAGERANK][component] …
 *	measures_clear(&m);
 *
 * Package columns are indexed by *node* (g->node_of[package]), component columns by component.
 *
 * To add one: a word in enum measure, a row in measures.c, a function if no row has it yet, and its
 * slow twin in tests/oracle/.
 */
#ifndef LINCHPIN_GRAPHS_MEASURES_H
#define LINCHPIN_GRAPHS_MEASURES_H

#include "graphs/alternatives.h"
#include "graphs/depgraph.h"

struct diag;
struct links;
struct measures;
struct projection;

enum measure {
	MEASURE_NONE,
	MEASURE_IMPACT_PACKAGES,
	MEASURE_IMPACT_COMPONENTS,
	MEASURE_DEPENDANTS,
	MEASURE_DEPENDANT_COMPONENTS,
	MEASURE_CHOSEN_BY,
	MEASURE_NAMED_BY,
	MEASURE_TRANSITIVE_DEPENDANTS,
	MEASURE_LINKS_IN,
	MEASURE_PAGERANK,
	MEASURE_BETWEENNESS,
	MEASURE_HARMONIC,
	MEASURE_SCC_SIZE,
	MEASURE_CORENESS,
	MEASURES
};

/* Sets of measures. */
#define MEASURE_BIT(measure) (1u << (measure))
#define MEASURES_ALL (MEASURE_BIT(MEASURES) - 2)

enum fold {
	FOLD_NONE,
	FOLD_SET,
	FOLD_SUM,
	FOLD_MAX,
	FOLDS
};

struct measure_row {
	const char *name;	/* "impact-packages" */
	const char *meaning;	/* one sentence without its full stop */
	const char *unit;	/* "packages", "components", "share", "pairs", "level" */
	const char *cost;	/* seconds for one level of all of bookworm main/amd64 */
	enum fold fold;
	/* one of the two: fills the columns of a level (FOLD_SET) … */
	void (*compute)(struct measures *m, enum level level);
	/* … or fills one value per node from a projection (FOLD_SUM, FOLD_MAX) */
	int (*centrality)(const struct projection *p, double *ret_value, struct diag *diag);
};

struct measures {
	const struct depgraph *graph;
	const struct links *links;	/* NULL: not known, MEASURE_LINKS_IN stays NULL */
	enum alternatives alternatives;	/* for those with a centrality */
	double *value[LEVELS][MEASURES];	/* [subject]; NULL: not computed, or not known */
	struct projection *projection;	/* within measures_compute() only, else NULL */
};

/* Empty columns over a graph and its links (NULL: none), which must outlive them. `alternatives` is
   the policy for the measures that need one. */
void measures_init(struct measures *m, const struct depgraph *g, const struct links *links,
		   enum alternatives alternatives);
void measures_clear(struct measures *m);

/* Compute these measures (MEASURE_BIT) for this level unless they are there. Costs add up from the
   rows; asking for a folded measure computes its package column too. 0, or -1 if igraph failed:
   what was computed before stays. links-in stays NULL where no file lists were read. */
int measures_compute(struct measures *m, enum level level, unsigned wanted, struct diag *diag);

/* The row of a measure; lives forever. */
const struct measure_row *measure_row(enum measure measure);

/* The measure of that name, MEASURE_NONE: no such measure. */
enum measure measure_of_name(const char *name);

#endif
