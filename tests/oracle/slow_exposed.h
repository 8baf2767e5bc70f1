/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct slow_exposed: the slow twins of analyzer/exposed.h, dropout.h and plan.h, over the
 * matrices of tests/oracle/slow_graphs.h. Every set of replacements is tried.
 */
#ifndef LINCHPIN_TESTS_ORACLE_SLOW_EXPOSED_H
#define LINCHPIN_TESTS_ORACLE_SLOW_EXPOSED_H

#include <stdbool.h>

#include "tests/oracle/slow_graphs.h"

struct slow_exposed {
	const struct slow *slow;
	slow_arcs loads;
	bool runs[MODEL_PACKAGES];	 /* package -> runs or lends code, at run time */
	double facing[MODEL_COMPONENTS]; /* own exposure, 0: not network-facing */
	double use[MODEL_COMPONENTS];
	double unsafe[MODEL_COMPONENTS];
	bool runtime[MODEL_COMPONENTS];
};

/* Which packages are in the process of one, when these components (bits) are replaced and each of
   them brings `instead` (a package, -1: nothing) along. */
void slow_process(const struct slow_exposed *x, int package, unsigned replaced, bool keep_links,
		  const int *instead, slow_set ret_set);

/* E(S), by its formula. */
double slow_left(const struct slow_exposed *x, unsigned replaced, bool keep_links,
		 const int *instead);

/* The sums W_c of inherited exposure under S. */
void slow_inherited(const struct slow_exposed *x, unsigned replaced, bool keep_links,
		    double *ret_weight);

/* The least E(S) over all S of allowed components within the budget. cost NULL: 1 each. */
double slow_plan(const struct slow_exposed *x, unsigned allowed, const double *cost, double budget,
		 bool keep_links);

/* Which library packages drop out when these go: the greatest set of candidates that nothing
   outside of it and of `gone` needs. run: package -> is it one that somebody runs? */
void slow_dropout(const struct slow *s, const slow_set library, const slow_set run,
		  const slow_set gone, slow_set ret_drops);

#endif
