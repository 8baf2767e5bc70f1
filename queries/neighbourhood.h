/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The neighbourhood of a component: who rests on it directly, what it rests on, and the needs among
 * them, as a table that a figure can be drawn from.
 */
#ifndef LINCHPIN_QUERIES_NEIGHBOURHOOD_H
#define LINCHPIN_QUERIES_NEIGHBOURHOOD_H

#include "analyzer/analysis.h"

struct table;

/* Add the part "neighbours": component, side ("itself", "rests on it", "it rests on"), which other
   neighbours it loads and which it needs otherwise ("a, b"); at most max of each side, those with
   the greatest impact, and a note on how many there are in all. */
void neighbourhood_add(const struct analysis *a, int component, int max, struct table *ret);

#endif
