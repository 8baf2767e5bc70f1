/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The formats that `export` writes, as rows of a table. graphml, dot, gexf and json hold the graph
 * of an extract (extract.h): vertices and arcs with attributes. csv (a directory with a file per
 * table) and sqlite (one database) hold all tables of dataset.h. What an archive says is escaped or
 * bound in all of them: none of it can break out of its place.
 *
 * A file or directory is written whole or not at all, as queries/output.h says.
 *
 * To add one: a function in queries/export_x.c, declared in exporter.c, and a row there.
 */
#ifndef LINCHPIN_QUERIES_EXPORTER_H
#define LINCHPIN_QUERIES_EXPORTER_H

struct diag;
struct extract;
struct table;

enum { EXPORTERS_MAX = 15 };

struct exporter {
	const char *name;		/* as --as calls it */
	const char *extension[3];	/* of file names, without the dot; NULL: no more */
	/* Write to path and add to `parts` (ROWS) what was written: part, rows. */
	int (*write)(const struct extract *x, const char *path, struct table *parts,
		     struct diag *diag);
	const char *why;		/* what it is good for */
};

/* All formats; ends with a row whose name is NULL. */
extern const struct exporter exporters[];

/* The format of that name, NULL: none. */
const struct exporter *exporter_find(const char *name);

/* The format that the name of a file asks for; a name that ends in '/' asks for csv. NULL: none. */
const struct exporter *exporter_of_file(const char *path);

/* Note what was written. */
void exporter_note(struct table *parts, const char *part, int rows);

#endif
