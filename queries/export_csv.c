/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All tables of a dataset as a directory of CSV files, and schema.sql beside them, which says what
 * the columns mean. DIR is made as DIR.new and renamed when everything is in it; one that exists
 * must be empty, because nothing of the user's is replaced or removed.
 */
#include "queries/export_formats.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "queries/dataset.h"
#include "queries/exporter.h"
#include "queries/output.h"
#include "queries/schema.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

static const char schema_name[] = "schema.sql";

static int write_table(const struct dataset_table *t, const struct extract *x, const char *path,
		       struct table *parts, struct diag *diag)
{
	struct style style = { 0 };
	struct table root, *rows;
	struct output output;
	int ret = -1;

	table_init(&root);
	rows = dataset_make(t, x, &root, diag);
	if (rows && !output_open(&output, path, diag)) {
		writer_csv(&root, NULL, &style, output.file);
		exporter_note(parts, t->name, rows->n_row);
		ret = output_close(&output, diag);
	}
	table_clear(&root);
	return ret;
}

static int write_schema(const char *path, struct diag *diag)
{
	struct output output;

	if (output_open(&output, path, diag))
		return -1;
	fputs(schema_sql, output.file);
	return output_close(&output, diag);
}

static char *file_in(const char *directory, const char *name, const char *extension)
{
	char *base = solv_dupjoin(directory, "/", name);

	return solv_dupappend(base, extension, NULL);
}

static int write_all(const struct extract *x, const char *directory, struct table *parts,
		     struct diag *diag)
{
	char *path = file_in(directory, schema_name, NULL);
	int ret = write_schema(path, diag);

	free(path);
	for (int i = 0; dataset[i].name && !ret; i++) {
		path = file_in(directory, dataset[i].name, ".csv");
		ret = write_table(&dataset[i], x, path, parts, diag);
		free(path);
	}
	return ret;
}

/* Only what write_all() makes. */
static void remove_all(const char *directory)
{
	char *path = file_in(directory, schema_name, NULL);

	unlink(path);
	free(path);
	for (int i = 0; dataset[i].name; i++) {
		path = file_in(directory, dataset[i].name, ".csv");
		unlink(path);
		free(path);
	}
	rmdir(directory);
}

static int replace_directory(const char *from, const char *to, struct diag *diag)
{
	if (!rename(from, to))
		return 0;
	return diag_fail(diag, "cannot write '%s': %s", to, strerror(errno));
}

static bool is_empty(const char *directory)
{
	DIR *d = opendir(directory);
	int n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n <= 2;	/* itself and its parent */
}

/* Would the rename fail? Better known before a minute's work. */
static int check_target(const char *directory, struct diag *diag)
{
	struct stat st;

	if (output_is_standard(directory))
		return diag_fail(diag, "--as csv writes a directory; give one with -o DIR/");
	if (stat(directory, &st))
		return 0;
	if (!S_ISDIR(st.st_mode))
		return diag_fail(diag, "cannot write '%s': it is a file; --as csv makes a "
				       "directory", directory);
	if (!is_empty(directory))
		return diag_fail(diag, "cannot write '%s': it is there and not empty; remove it or "
				       "name another directory", directory);
	return 0;
}

int export_csv(const struct extract *x, const char *path, struct table *parts, struct diag *diag)
{
	char *directory = solv_strdup(path), *new;
	size_t n = strlen(directory);
	int ret;

	while (n > 1 && directory[n - 1] == '/')
		directory[--n] = '\0';
	new = solv_dupjoin(directory, ".new", NULL);
	ret = check_target(directory, diag);
	if (!ret && mkdir(new, 0777)) {
		ret = -1;
		if (errno == EEXIST)
			diag_fail(diag, "cannot write '%s': '%s' is there, perhaps left by a run "
					"that was stopped; remove it", directory, new);
		else
			diag_fail(diag, "cannot write '%s': %s", directory, strerror(errno));
	} else if (!ret) {
		ret = write_all(x, new, parts, diag);
		if (!ret)
			ret = replace_directory(new, directory, diag);
		if (ret)
			remove_all(new);
	}
	free(new);
	free(directory);
	return ret;
}
