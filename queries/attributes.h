/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that is known of a component or package as columns of one row: what exports hand on. Of a
 * component: version, rank, score, criteria, safety, exposure, functions, languages, replacement,
 * the structural measures, and who to talk to. Of a package: version, component, role, section,
 * its measures, and safety and score of its component.
 *
 *	rows = table_add_rows(ret, "nodes", NULL, NULL, 0);
 *	table_add_column(rows, …);			whatever names the row
 *	attributes_columns(LEVEL_COMPONENT, rows);
 *	for each: table_add_row(rows); …; attributes_set(a, LEVEL_COMPONENT, c, rows);
 *
 * The analysis must be ranked and have all measures of the level.
 */
#ifndef LINCHPIN_QUERIES_ATTRIBUTES_H
#define LINCHPIN_QUERIES_ATTRIBUTES_H

#include "analyzer/analysis.h"

struct table;

/* Add the columns of a level at the end. */
void attributes_columns(enum level level, struct table *rows);

/* Set them for a component or a node, in the last row. */
void attributes_set(const struct analysis *a, enum level level, int subject, struct table *rows);

#endif
