/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct annotations: a table of the user's own, joined by component: who could fund it, whom one
 * talked to, what it would cost.
 *
 *	component	funding	cost
 *	openssl	asked 2026-03	250000
 *	zlib		40000
 *
 * The first column is named "component", the others as the user likes, by letters, digits and
 * underscores. Empty cells are unknown. Nothing is judged by it; it is shown beside answers, and
 * stays the user's: answers name the file and its SHA-256, nothing else of it.
 *
 *	annotations_load(&x, path, diag);
 *	annotations_join(&x, u);
 *	text = annotations_value(&x, component, column);
 *
 * Errors name the file and the line.
 */
#ifndef LINCHPIN_ANALYZER_ANNOTATIONS_H
#define LINCHPIN_ANALYZER_ANNOTATIONS_H

struct diag;
struct universe;

struct annotation_row {
	const char *component;
	int line;
	const char **value; /* [column], NULL: unknown */
};

struct annotations {
	char *name;	     /* the last part of the path; NULL: there are none */
	char sha256[65];     /* of the file */
	const char **column; /* without the first */
	int n_column;
	struct annotation_row *row;
	int n_row;
	int *row_of; /* [component], -1: none; NULL: not joined */
	int n_component;
	int n_unmatched; /* rows whose component is not in the release */
	/* private */
	char *text, *path;
};

/* Accepts a zeroed one. */
void annotations_clear(struct annotations *x);

/* Fill a zeroed one. -1: nothing was loaded. */
int annotations_load(struct annotations *x, const char *path, struct diag *diag);

/* Find the component of each row. u must outlive it. O(rows). */
void annotations_join(struct annotations *x, const struct universe *u);

/* The column of that name, -1: none, and diag names those there are. */
int annotations_column(const struct annotations *x, const char *name, struct diag *diag);

/* What stands there for a component, NULL: unknown. Lives as long as the annotations. */
const char *annotations_value(const struct annotations *x, int component, int column);

/* The cells of a column as numbers above 0, ret_number[component]; NAN: unknown. -1: one is not. */
int annotations_numbers(const struct annotations *x, int column, double *ret_number,
			struct diag *diag);

#endif
