/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queries/schema.sql, compiled in: the tables and views of an exported database, each with its
 * comment. It is their documentation too: it stays readable in the database (.schema), lies beside
 * exported CSV files, and the manual takes its list of tables from it.
 */
#ifndef LINCHPIN_QUERIES_SCHEMA_H
#define LINCHPIN_QUERIES_SCHEMA_H

/* Ends with a zero byte; lives forever. */
extern const char schema_sql[] __attribute__((visibility("hidden")));

#endif
