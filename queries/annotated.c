/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's columns in tables; see annotated.h.
 */
#include "queries/annotated.h"

#include <stdlib.h>
#include <solv/util.h>

#include "analyzer/annotations.h"
#include "queries/table.h"

static char *key_of(const struct annotations *x, int column)
{
	return solv_dupjoin("annotation_", x->column[column], NULL);
}

void annotated_columns(const struct annotations *x, struct table *rows)
{
	for (int i = 0; i < x->n_column; i++) {
		char *key = key_of(x, i);

		table_add_column(rows, &(struct column){ .key = key,
							 .heading = x->column[i],
							 .type = CELL_TEXT,
							 .fit = FIT_WRAP });
		free(key);
	}
	if (x->n_unmatched)
		table_add_note(rows, "%d of %d annotated components %s not in this release.",
			       x->n_unmatched, x->n_row, x->n_unmatched == 1 ? "is" : "are");
}

void annotated_set(const struct annotations *x, int component, struct table *rows)
{
	for (int i = 0; i < x->n_column; i++) {
		char *key = key_of(x, i);

		table_set_text(rows, key, annotations_value(x, component, i));
		free(key);
	}
}

void annotated_record(const struct annotations *x, int component, struct table *ret)
{
	struct table *record;

	if (!x->n_column)
		return;
	record = table_add_record(ret, "annotated", "Your annotations");
	for (int i = 0; i < x->n_column; i++) {
		char *key = key_of(x, i);

		table_field_text(record, key, x->column[i], annotations_value(x, component, i));
		free(key);
	}
}
