/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What deps and rdeps share: walking from the named packages along needs, build needs or links, in
 * one direction, and a table of what is met on the way with its distance.
 */
#ifndef LINCHPIN_QUERIES_RELATIONS_H
#define LINCHPIN_QUERIES_RELATIONS_H

#include "graphs/reach.h"

struct analysis;
struct diag;
struct options;
struct table;

/* Answer for the NAMEs of the options: totals, then a row a package (and, with --kind build, a row
   a component that is built with it). */
int relations_answer(struct analysis *a, const struct options *o, enum reach_direction direction,
		     struct table *ret, struct diag *diag);

#endif
