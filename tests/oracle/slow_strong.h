/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct slow_strong: strong dependencies by looking at every set of packages there is. The twin of
 * graphs/conflicts.h, graphs/install.h, graphs/strong.h and graphs/dominators.h, over contested
 * models (tests/oracle/random_universe.h).
 */
#ifndef LINCHPIN_TESTS_ORACLE_SLOW_STRONG_H
#define LINCHPIN_TESTS_ORACLE_SLOW_STRONG_H

#include <stdbool.h>

#include "graphs/depgraph.h"
#include "tests/oracle/random_universe.h"
#include "tests/oracle/slow_graphs.h"

struct slow_strong {
	int n;
	slow_arcs rival;		/* conflicts, both ways */
	int n_installation;
	unsigned installation[1 << MODEL_CONTESTED];	/* each a set of packages as bits */
};

/* All installations of a model; conflicts are ignored unless asked for. */
void slow_strong_read(struct slow_strong *s, const struct slow *slow, const struct model *m,
		      bool conflicts);

/* Is there an installation that has all of one set (bits) and none of another? */
bool slow_strong_can(const struct slow_strong *s, unsigned with, unsigned without);

/* The packages of a component as bits. */
unsigned slow_strong_component(const struct slow *slow, int component);

/* Does p strongly depend on q (both packages, or both components)? */
bool slow_strong_pair(const struct slow_strong *s, const struct slow *slow, enum level level, int p,
		      int q);

/* Does package d strongly dominate q, by the paper's words? Not if they need each other. */
bool slow_strong_dominates(const struct slow_strong *s, const struct slow *slow, int d, int q);

#endif
