/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's own columns (analyzer/annotations.h) beside the columns of an answer: the column
 * "cost" is "annotation_cost" in JSON and CSV, so that it cannot be taken for one of linchpin's.
 */
#ifndef LINCHPIN_QUERIES_ANNOTATED_H
#define LINCHPIN_QUERIES_ANNOTATED_H

struct annotations;
struct table;

/* Add a column each, and what one should know about them as a note. Before the first row. */
void annotated_columns(const struct annotations *x, struct table *rows);

/* Set the cells of the last row for a component. */
void annotated_set(const struct annotations *x, int component, struct table *rows);

/* Add them to the answer as the record "annotated", if there are any. */
void annotated_record(const struct annotations *x, int component, struct table *ret);

#endif
