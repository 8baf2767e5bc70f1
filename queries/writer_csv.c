/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer's rows as RFC 4180, for spreadsheets and scripts; see queries/writer.h.
 *
 * A field is quoted when it holds a comma, a quote or a line end. Line ends and tabs inside texts
 * stay, other harmful characters become U+FFFD.
 */
#include <string.h>

#include "queries/character.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

/* The only function that writes text. */
static void put_text(const char *text, FILE *f)
{
	bool formula = *text && strchr("=+-@\t\r\n", *text);
	bool quoted = strpbrk(text, ",\"\r\n") || *text == ' ';

	if (quoted)
		fputc('"', f);
	if (formula)
		fputc('\'', f);
	for (uint32_t c; (c = character_next(&text)); ) {
		if (c == '"')
			fputs("\"\"", f);
		else if (c == '\n' || c == '\t' || character_is_harmless(c))
			character_put(f, c);
		else
			character_put(f, CHARACTER_REPLACEMENT);
	}
	if (quoted)
		fputc('"', f);
}

static void put_cell(const struct table *t, int row, int column, FILE *f)
{
	const struct cell *cell = table_cell(t, row, column);
	char buffer[WRITER_NUMBER];

	switch (cell->type) {
	case CELL_BOOL:
		fputs(cell->as.boolean ? "true" : "false", f);
		break;
	case CELL_INTEGER:
	case CELL_REAL:
		fputs(writer_number(&t->column[column], cell, buffer), f);
		break;
	case CELL_TEXT:
		put_text(table_text(t, cell), f);
		break;
	default:
		break;
	}
}

static void put_rows(const struct table *t, FILE *f)
{
	for (int c = 0; c < t->n_column; c++) {
		if (c)
			fputc(',', f);
		put_text(t->column[c].key, f);
	}
	fputc('\n', f);
	for (int r = 0; r < t->n_row; r++) {
		for (int c = 0; c < t->n_column; c++) {
			if (c)
				fputc(',', f);
			put_cell(t, r, c, f);
		}
		fputc('\n', f);
	}
}

/* How one member is reached from the root. */
struct path {
	const struct path *parent;	/* NULL: the root's member */
	const char *name;		/* NULL: the number counts */
	int number;			/* of a row or an element, from 1 */
};

static void put_path(const struct path *path, FILE *f)
{
	if (path->parent) {
		put_path(path->parent, f);
		fputc('.', f);
	}
	if (path->name)
		put_text(path->name, f);
	else
		fprintf(f, "%d", path->number);
}

static void put_members(const struct table *t, const struct path *parent, FILE *f)
{
	for (int r = 0; r < t->n_row; r++) {
		struct path row = { parent, NULL, r + 1 };

		for (int c = 0; c < t->n_column; c++) {
			struct path member = { t->shape == SHAPE_ROWS ? &row : parent,
					       t->column[c].key, 0 };

			put_path(&member, f);
			fputc(',', f);
			put_cell(t, r, c, f);
			fputc('\n', f);
		}
	}
	for (int i = 0; i < t->n_part; i++) {
		struct path member = { parent, t->part[i]->name, i + 1 };

		put_members(t->part[i], &member, f);
	}
}

void writer_csv(const struct table *answer, const struct table *provenance,
		const struct style *style, FILE *f)
{
	const struct table *rows = table_part(answer, "rows");

	(void)provenance;
	(void)style;
	if (rows && rows->shape == SHAPE_ROWS) {
		put_rows(rows, f);
		return;
	}
	fputs("key,value\n", f);
	put_members(answer, NULL, f);
}
