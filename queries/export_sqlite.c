/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All tables of a dataset as one SQLite database with the schema of queries/schema.sql. Values are
 * bound, never put into SQL. The database is made in memory, because who writes it may open no file
 * (importers/keeper.h), and needs no journal.
 */
#include "queries/export_formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sqlite3.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "queries/character.h"
#include "queries/dataset.h"
#include "queries/exporter.h"
#include "queries/output.h"
#include "queries/schema.h"
#include "queries/table.h"

/* Bytes; bookworm's has 248 million. */
static const int64_t DATABASE_MAX = 64LL << 30;

static int fail(sqlite3 *db, const struct output *output, struct diag *diag)
{
	return diag_fail(diag, "cannot write '%s': %s", output->path, sqlite3_errmsg(db));
}

static int run_sql(sqlite3 *db, const char *sql, const struct output *output, struct diag *diag)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL) ? fail(db, output, diag) : 0;
}

/* INSERT INTO name (columns) VALUES (?, …). The names are ours. */
static sqlite3_stmt *prepare_insert(sqlite3 *db, const char *name, const struct table *rows)
{
	sqlite3_stmt *insert = NULL;
	char *sql = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&sql, &size);

	if (!f)
		solv_oom(0, 0);
	fprintf(f, "INSERT INTO %s (", name);
	for (int c = 0; c < rows->n_column; c++)
		fprintf(f, "%s%s", c ? ", " : "", rows->column[c].key);
	fputs(") VALUES (", f);
	for (int c = 0; c < rows->n_column; c++)
		fputs(c ? ", ?" : "?", f);
	fputc(')', f);
	if (ferror(f) || fclose(f))
		solv_oom(0, 0);
	sqlite3_prepare_v2(db, sql, -1, &insert, NULL);
	free(sql);
	return insert;
}

static void bind_cell(sqlite3_stmt *insert, const struct table *rows, int row, int column)
{
	const struct cell *cell = table_cell(rows, row, column);

	switch (cell->type) {
	case CELL_BOOL:
		sqlite3_bind_int(insert, column + 1, cell->as.boolean);
		break;
	case CELL_INTEGER:
		sqlite3_bind_int64(insert, column + 1, cell->as.integer);
		break;
	case CELL_REAL:
		sqlite3_bind_double(insert, column + 1, cell->as.real);
		break;
	case CELL_TEXT:
		sqlite3_bind_text(insert, column + 1, character_copy(table_text(rows, cell)), -1,
				  free);
		break;
	default:
		sqlite3_bind_null(insert, column + 1);
		break;
	}
}

static int insert_rows(sqlite3 *db, const char *name, const struct table *rows,
		       const struct output *output, struct diag *diag)
{
	sqlite3_stmt *insert = prepare_insert(db, name, rows);
	int ret = insert ? 0 : fail(db, output, diag);

	for (int r = 0; r < rows->n_row && !ret; r++) {
		for (int c = 0; c < rows->n_column; c++)
			bind_cell(insert, rows, r, c);
		if (sqlite3_step(insert) != SQLITE_DONE)
			ret = fail(db, output, diag);
		sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
	return ret;
}

static int fill(sqlite3 *db, const struct extract *x, const struct output *output,
		struct table *parts, struct diag *diag)
{
	/* indexes are made faster when the rows are there; views do not care */
	size_t n_tables = strstr(schema_sql, "\nCREATE INDEX") - schema_sql;
	char *tables = solv_strdup(schema_sql);
	int ret;

	tables[n_tables] = '\0';
	ret = run_sql(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN", output,
		      diag) ||
	      run_sql(db, tables, output, diag);
	free(tables);
	if (ret)
		return -1;
	for (int i = 0; dataset[i].name; i++) {
		struct table root, *rows;
		int failed = -1;

		table_init(&root);
		rows = dataset_make(&dataset[i], x, &root, diag);
		if (rows) {
			failed = insert_rows(db, dataset[i].name, rows, output, diag);
			exporter_note(parts, dataset[i].name, rows->n_row);
		}
		table_clear(&root);
		if (failed)
			return -1;
	}
	return run_sql(db, schema_sql + n_tables, output, diag) ||
	       run_sql(db, "COMMIT", output, diag) ? -1 : 0;
}

/* The whole database, which lies in memory, as it would lie in a file. */
static int write_image(sqlite3 *db, struct output *output, struct diag *diag)
{
	sqlite3_int64 size = 0;
	unsigned char *image = sqlite3_serialize(db, "main", &size, SQLITE_SERIALIZE_NOCOPY);

	if (!image)
		return fail(db, output, diag);
	fwrite(image, 1, (size_t)size, output->file);
	return 0;
}

int export_sqlite(const struct extract *x, const char *path, struct table *parts,
		  struct diag *diag)
{
	struct output output;
	sqlite3 *db = NULL;
	int ret;

	if (output_is_standard(path))
		return diag_fail(diag, "cannot write '%s': a database must be a regular file; give "
				       "one with -o FILE", path);
	if (output_open(&output, path, diag))
		return -1;
	sqlite3_config(SQLITE_CONFIG_MEMDB_MAXSIZE, (sqlite3_int64)DATABASE_MAX);
	ret = sqlite3_open_v2("export", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "memdb") ?
		      fail(db, &output, diag) :
		      fill(db, x, &output, parts, diag) || write_image(db, &output, diag) ? -1 : 0;
	sqlite3_close(db);
	if (!ret)
		return output_close(&output, diag);
	output_abandon(&output);
	return -1;
}
