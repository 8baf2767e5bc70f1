/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct slow: the slow, obvious twins of graphs/, over matrices of at most MODEL_PACKAGES
 * packages.
 *
 * Each function is the definition written down: no counters, no clauses, no order of visits to get
 * wrong. They read a model (tests/oracle/random_universe.h), never a pool or a depgraph; package i
 * of the model is node i of the graph. Costs do not matter here.
 */
#ifndef LINCHPIN_TESTS_ORACLE_SLOW_GRAPHS_H
#define LINCHPIN_TESTS_ORACLE_SLOW_GRAPHS_H

#include <stdbool.h>

#include "tests/oracle/random_universe.h"

enum { SLOW_NEEDS = MODEL_PACKAGES * MODEL_NEEDS };

struct slow_need {
	int owner;
	int kind;
	Id dep;
	int preferred;			/* the provider of policy "preferred", -1: none */
	bool met_by[MODEL_PACKAGES];
};

struct slow {
	int n;				/* packages */
	int n_component;
	int component[MODEL_PACKAGES];
	int n_need;
	struct slow_need need[SLOW_NEEDS];	/* without duplicates */
};

typedef bool slow_set[MODEL_PACKAGES];		/* package -> is it in the set? */
typedef bool slow_arcs[MODEL_PACKAGES][MODEL_PACKAGES];	/* from -> to */

/* Does the package meet a relation? Debian Policy 7.5: a provide without a version meets none with
   one. */
bool slow_meets(const struct model_package *p, const struct model_relation *want);

/* Work out every need of a model whose universe was built (for the deps). */
void slow_read(struct slow *s, const struct model *m);

/* What cannot be installed. */
void slow_broken(const struct slow *s, slow_set ret_broken);

/* What falls when `removed` goes, and which of it directly. */
void slow_impact(const struct slow *s, const slow_set removed, slow_set ret_fallen,
		 slow_set ret_direct);

/* From each package to all providers of its needs of these kinds. */
void slow_any_arcs(const struct slow *s, unsigned kinds, slow_arcs ret_arcs);

/* The arcs of a policy (enum alternatives) over requires needs, none to itself. */
void slow_policy_arcs(const struct slow *s, int alternatives, slow_arcs ret_arcs);

/* Who loads whom, by the rule of graphs/links.h. */
void slow_links(const struct slow *s, const struct model *m, slow_arcs ret_arcs);

/* Length of the shortest path, 0 from a package to itself, -1: none. */
void slow_distances(int n, const slow_arcs arcs, int ret_distance[][MODEL_PACKAGES]);

void slow_pagerank(int n, const slow_arcs arcs, double *ret_value);
void slow_betweenness(int n, const slow_arcs arcs, double *ret_value);
void slow_harmonic(int n, const slow_arcs arcs, double *ret_value);
void slow_coreness(int n, const slow_arcs arcs, double *ret_value);
void slow_scc_size(int n, const slow_arcs arcs, double *ret_value);

/* How many packages are in the set, and how many components other than `own` they are of. */
int slow_count(const struct slow *s, const slow_set set, int own, int *ret_components);

#endif
