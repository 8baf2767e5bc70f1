/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's own columns; see annotations.h.
 */
#include "analyzer/annotations.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/tsv.h"
#include "importers/diag.h"
#include "importers/universe.h"

void annotations_clear(struct annotations *x)
{
	for (int i = 0; i < x->n_row; i++)
		free(x->row[i].value);
	free(x->row);
	free(x->column);
	free(x->row_of);
	free(x->name);
	free(x->text);
	free(x->path);
	memset(x, 0, sizeof(*x));
}

static bool is_name(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
	       strlen(text);
}

static int read_header(struct annotations *x, const struct tsv *tsv, struct diag *diag)
{
	if (strcmp(tsv->column[0], "component"))
		return tsv_fail(tsv, diag, "the first column is '%s', not 'component'",
				tsv->column[0]);
	if (tsv->n_column < 2)
		return tsv_fail(tsv, diag, "there is no column beside 'component'");
	x->column = solv_calloc(tsv->n_column, sizeof(*x->column));
	for (int i = 1; i < tsv->n_column; i++) {
		if (!is_name(tsv->column[i]))
			return tsv_fail(tsv, diag,
					"column '%s' is not named by letters, digits "
					"and '_'",
					tsv->column[i]);
		x->column[x->n_column++] = tsv->column[i];
	}
	return 0;
}

static int add_row(struct annotations *x, const struct tsv *tsv, struct diag *diag)
{
	struct annotation_row row = { .component = tsv->field[0], .line = tsv->line };

	if (!*row.component)
		return tsv_fail(tsv, diag, "the component is missing");
	for (int i = 0; i < x->n_row; i++)
		if (!strcmp(x->row[i].component, row.component))
			return tsv_fail(tsv, diag, "'%s' stands in line %d already", row.component,
					x->row[i].line);
	row.value = solv_calloc(x->n_column, sizeof(*row.value));
	for (int i = 0; i < x->n_column; i++)
		row.value[i] = *tsv->field[i + 1] ? tsv->field[i + 1] : NULL;
	x->row = solv_extend(x->row, x->n_row, 1, sizeof(row), 63);
	x->row[x->n_row++] = row;
	return 0;
}

int annotations_load(struct annotations *x, const char *path, struct diag *diag)
{
	const char *slash = strrchr(path, '/');
	struct tsv tsv;
	int status = tsv_open_table(&tsv, path, "annotation", diag);

	if (status < 0)
		return -1;
	x->name = solv_strdup(slash ? slash + 1 : path);
	memcpy(x->sha256, tsv.sha256, sizeof(x->sha256));
	status = read_header(x, &tsv, diag);
	while (!status && (status = tsv_next(&tsv, diag)) > 0)
		status = add_row(x, &tsv, diag);
	tsv_close(&tsv, &x->text, &x->path);
	if (status < 0)
		annotations_clear(x);
	return status;
}

void annotations_join(struct annotations *x, const struct universe *u)
{
	x->n_component = u->n_component;
	x->row_of = solv_calloc(u->n_component + 1, sizeof(int));
	memset(x->row_of, -1, u->n_component * sizeof(int));
	for (int i = 0; i < x->n_row; i++) {
		int component = universe_find_component(u, x->row[i].component);

		if (component >= 0)
			x->row_of[component] = i;
		else
			x->n_unmatched++;
	}
}

int annotations_column(const struct annotations *x, const char *name, struct diag *diag)
{
	char *names = NULL;

	for (int i = 0; i < x->n_column; i++) {
		if (!strcmp(x->column[i], name)) {
			free(names);
			return i;
		}
		names = solv_dupappend(names, names ? ", " : NULL, x->column[i]);
	}
	diag_fail(diag, "no column of the annotations is called '%s'; there %s %s", name,
		  x->n_column == 1 ? "is" : "are", names ? names : "none");
	free(names);
	return -1;
}

const char *annotations_value(const struct annotations *x, int component, int column)
{
	int row = x->row_of ? x->row_of[component] : -1;

	return row < 0 ? NULL : x->row[row].value[column];
}

int annotations_numbers(const struct annotations *x, int column, double *ret_number,
			struct diag *diag)
{
	for (int c = 0; c < x->n_component; c++)
		ret_number[c] = NAN;
	for (int i = 0; i < x->n_row; i++) {
		const char *text = x->row[i].value[column];
		struct tsv at = { .name = x->path, .what = "annotation", .line = x->row[i].line };
		double number;

		if (!text)
			continue;
		at.field[0] = (char *)text;
		if (tsv_number(&at, 0, 0, 1e9, &number, diag) < 0)
			return -1;
		if (!(number > 0))
			return tsv_fail(&at, diag, "'%s' is not above 0", text);
		for (int c = 0; c < x->n_component; c++)
			if (x->row_of[c] == i)
				ret_number[c] = number;
	}
	return 0;
}
