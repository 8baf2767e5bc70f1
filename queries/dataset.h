/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables of an export, made one at a time because together they are large. queries/schema.sql
 * says what each column means; a test holds it against the tables.
 *
 *	for (int i = 0; dataset[i].name; i++) {
 *		struct table root, *rows;
 *
 *		table_init(&root);
 *		rows = dataset_make(&dataset[i], x, &root, diag);
 *		if (rows) …
 *		table_clear(&root);
 *	}
 */
#ifndef LINCHPIN_QUERIES_DATASET_H
#define LINCHPIN_QUERIES_DATASET_H

struct column;
struct diag;
struct extract;
struct table;

struct dataset_table {
	const char *name;
	const struct column *column;	/* NULL: `fill` adds them */
	int n_column;
	int (*fill)(const struct extract *x, struct table *rows, struct diag *diag);
};

/* All tables; ends with a row whose name is NULL. */
extern const struct dataset_table dataset[];

/* Make one of them as the part "rows" of an initialised root, which the caller clears. NULL: diag
   says why. */
struct table *dataset_make(const struct dataset_table *t, const struct extract *x,
			   struct table *root, struct diag *diag);

/* The vertices (id and attributes) and the arcs (source, target, …) of an extract as ROWS with that
   name in a root. */
struct table *dataset_nodes(const struct extract *x, struct table *root, const char *name);
struct table *dataset_edges(const struct extract *x, struct table *root, const char *name);

/* The provenance of the export, for an initialised table. */
void dataset_provenance(const struct extract *x, const struct diag *diag, struct table *ret);

#endif
