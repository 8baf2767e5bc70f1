/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct replacing: what a user wants replaced, NAME[=REPLACEMENT]…, as a scenario over the exposed
 * unsafe code (analyzer/exposed.h).
 *
 * NAME is a component or one of its packages. Without "=" any memory-safe code is meant, whatever
 * it may be. REPLACEMENT is a row of the catalogue for that component (its name, or a part of it
 * that no other row has), else a component or package of this release. What the packages of the
 * replacement load in this release stays loaded; of crates, which are source for other builds,
 * nothing is known for certain, and nothing is assumed.
 */
#ifndef LINCHPIN_QUERIES_REPLACING_H
#define LINCHPIN_QUERIES_REPLACING_H

#include "analyzer/exposed.h"
#include "queries/verb.h"

struct replaced {
	int component;
	const struct replacement *row; /* of the catalogue; NULL: none named */
	const char *by;		       /* its name, or the package's; NULL: none named */
	int n_here;		       /* packages of the replacement in this release */
};

struct replacing {
	struct exposed exposed;
	struct scenario scenario;
	struct replaced *replaced; /* in the order of the user's NAMEs, each component once */
	int n_replaced;
};

void replacing_init(struct replacing *x);
void replacing_clear(struct replacing *x);

/* Build the exposed unsafe code of a release and an empty scenario. -1: links are unknown there. */
int replacing_start(struct replacing *x, const struct analysis *a, const struct options *o,
		    struct diag *diag);

/* Add all NAMEs. -1: diag says which is wrong. */
int replacing_add_names(struct replacing *x, const struct analysis *a, const struct options *o,
			struct diag *diag);

#endif
