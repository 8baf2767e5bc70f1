/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The functions behind the table of export formats; only queries/exporter.c calls them. What each
 * writes is said in queries/exporter.h.
 */
#ifndef LINCHPIN_QUERIES_EXPORT_FORMATS_H
#define LINCHPIN_QUERIES_EXPORT_FORMATS_H

struct diag;
struct extract;
struct table;

int export_graphml(const struct extract *x, const char *path, struct table *parts,
		   struct diag *diag);
int export_dot(const struct extract *x, const char *path, struct table *parts, struct diag *diag);
int export_gexf(const struct extract *x, const char *path, struct table *parts, struct diag *diag);
int export_json(const struct extract *x, const char *path, struct table *parts, struct diag *diag);
int export_csv(const struct extract *x, const char *path, struct table *parts, struct diag *diag);
int export_sqlite(const struct extract *x, const char *path, struct table *parts,
		  struct diag *diag);

#endif
