/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All tables of a dataset as a directory of CSV files, and schema.sql beside them, which says what
 * the columns mean. It is there as a whole or not at all (whole_directory.h).
 */
#include "queries/export_formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "queries/dataset.h"
#include "queries/exporter.h"
#include "queries/output.h"
#include "queries/schema.h"
#include "queries/table.h"
#include "queries/whole_directory.h"
#include "queries/writer.h"
#include "queries/writers.h"

static int write_table(struct whole_directory *d, const struct dataset_table *t,
		       const struct extract *x, struct table *parts, struct diag *diag)
{
	char *name = solv_dupjoin(t->name, ".csv", NULL);
	struct style style = { 0 };
	struct table root, *rows;
	FILE *f = NULL;
	int ret = -1;

	table_init(&root);
	rows = dataset_make(t, x, &root, diag);
	if (rows)
		f = whole_directory_open_stream(d, name, diag);
	if (f) {
		writer_csv(&root, NULL, &style, f);
		exporter_note(parts, t->name, rows->n_row);
		ret = whole_directory_close_stream(d, name, f, diag);
	}
	table_clear(&root);
	free(name);
	return ret;
}

static int write_schema(struct whole_directory *d, struct diag *diag)
{
	static const char name[] = "schema.sql";
	FILE *f = whole_directory_open_stream(d, name, diag);

	if (!f)
		return -1;
	fputs(schema_sql, f);
	return whole_directory_close_stream(d, name, f, diag);
}

int export_csv(const struct extract *x, const char *path, struct table *parts, struct diag *diag)
{
	struct whole_directory d;
	int ret;

	if (output_is_standard(path))
		return diag_fail(diag, "--as csv writes a directory; give one with -o DIR/");
	if (whole_directory_begin(&d, path, diag))
		return -1;
	ret = write_schema(&d, diag);
	for (int i = 0; dataset[i].name && !ret; i++)
		ret = write_table(&d, &dataset[i], x, parts, diag);
	if (!ret)
		return whole_directory_finish(&d, diag);
	whole_directory_abandon(&d);
	return -1;
}
