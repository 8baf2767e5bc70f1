/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Markup: the one way from an answer to HTML and SVG, for the HTML writer and for the report.
 *
 * Whatever an archive says (names, descriptions, maintainers) passes markup_text(), which makes
 * text of it: good for content and for quoted attributes, never for scripts, style or the name of a
 * tag.
 */
#ifndef LINCHPIN_QUERIES_MARKUP_H
#define LINCHPIN_QUERIES_MARKUP_H

#include <stdbool.h>
#include <stdio.h>

struct table;

/* The only function that writes text. */
void markup_text(const char *text, FILE *f);

/* A cell as <td>; right: at the right, for numbers. */
void markup_cell(const struct table *t, int row, int column, bool right, FILE *f);

/* A table with its title as a heading of that level, its parts below it, and its notes. */
void markup_table(const struct table *t, int level, FILE *f);

#endif
