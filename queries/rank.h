/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ranking as rows, for the verb rank and for the report.
 */
#ifndef LINCHPIN_QUERIES_RANK_H
#define LINCHPIN_QUERIES_RANK_H

#include "analyzer/analysis.h"

struct options;
struct table;

/* Add the part "rows": the components that the options want (--top, --unsafe-only, --meets-all,
   annotations), the most critical first. Returns it. */
struct table *rank_add_rows(const struct analysis *a, const struct options *o, struct table *ret);

/* Set the cell "functions" of the last row: the two most critical functions it serves. */
void rank_set_functions(struct table *rows, const struct analysis *a, int component);

#endif
