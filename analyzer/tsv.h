/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct tsv: the rows of one rule file, in order, with their line numbers.
 *
 * The rule files are tables of tab-separated columns. Lines that are empty or begin with '#' are
 * comments; the first other line names the columns and must name them as expected, so that a file
 * of another kind or of another version is refused before any of its rows is believed. All fields
 * must be there and none may be empty. UTF-8 without control characters.
 *
 * The files are compiled in (builtin_rules.c). With a directory, a file of the same name in it is
 * read instead; files that are not there keep their defaults.
 *
 *	struct tsv tsv;
 *	static const char *const column[] = { "claim", "witness", NULL };
 *
 *	if (tsv_open(&tsv, dir, "exposure.tsv", column, diag) < 0)
 *		return -1;
 *	while ((status = tsv_next(&tsv, diag)) > 0)
 *		use(tsv.field[0], tsv.field[1], tsv.line);
 *	tsv_close(&tsv, &text, &name);
 */
#ifndef LINCHPIN_ANALYZER_TSV_H
#define LINCHPIN_ANALYZER_TSV_H

#include <stdbool.h>
#include <stddef.h>

#include "importers/limits.h"

struct diag;

struct tsv {
	char *name; /* "analyzer/rules/exposure.tsv", or the path that was read */
	const char *what;		/* "rule": what a message says it is */
	int line;			/* of the current row, from 1 */
	int n_column;
	char *field[TABLE_COLUMNS_MAX];	/* of the current row, n_column of them */
	char *column[TABLE_COLUMNS_MAX];	/* of a user's table: its own names; else NULL */
	/* private */
	char *text, *at;
	bool may_be_empty;
	char sha256[65];		/* of a user's table */
};

/* Read the whole file and check its column line. dir NULL: the compiled-in file. -1: it cannot be
   read, is too large or has other columns; tsv is then closed. */
int tsv_open(struct tsv *tsv, const char *dir, const char *name, const char *const *column,
	     struct diag *diag);

/* A user's own table (labels, annotations): the first line names the columns, whatever they are,
   and fields may be empty. The file is path itself, plain. The names of columns are unique and not
   empty. what: "annotation", for messages. tsv.sha256 is that of the file. -1: as above. */
int tsv_open_table(struct tsv *tsv, const char *path, const char *what, struct diag *diag);

/* The column of that name in a user's table, -1: it has none. */
int tsv_find_column(const struct tsv *tsv, const char *name);

/* Go to the next row. 1: there is one; 0: the end; -1: it has too few or too many fields. */
int tsv_next(struct tsv *tsv, struct diag *diag);

/* A row is wrong: "cannot parse rule 'analyzer/rules/exposure.tsv' line 12: …" ("row" in a user's
   table). Returns -1. */
int tsv_fail(const struct tsv *tsv, struct diag *diag, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A field that is a number between min and max, in plain decimal notation. */
int tsv_number(const struct tsv *tsv, int field, double min, double max, double *ret_number,
	       struct diag *diag);

/* Done. The fields of all rows stay where they were, in *ret_text and *ret_name, which the caller
   frees; either may be NULL: it is freed at once. */
void tsv_close(struct tsv *tsv, char **ret_text, char **ret_name);

/* A compiled-in rule file. */
struct builtin_rules {
	const char *name;		/* "exposure.tsv" */
	const char *begin, *end;
};

/* The compiled-in rule files, the last has no name. Live forever. */
extern const struct builtin_rules builtin_rules[];

#endif
