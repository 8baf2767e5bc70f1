/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of writers and what they share; see the header.
 */
#include "queries/writer.h"

#include <inttypes.h>
#include <string.h>

#include "queries/provenance.h"
#include "queries/table.h"
#include "queries/writers.h"

const struct writer writers[] = {
	{ "text", "txt", writer_text, "for the terminal" },
	{ "csv", "csv", writer_csv, "the rows, for spreadsheets and scripts" },
	{ "json", "json", writer_json, "everything, for programs" },
	{ "md", "md", writer_md, "Markdown, for reports and issues" },
	{ "html", "html", writer_html, "one page that stands alone" },
	{ NULL, NULL, NULL, NULL },
};

const struct writer *writer_find(const char *name)
{
	for (const struct writer *w = writers; w->name; w++)
		if (!strcmp(w->name, name))
			return w;
	return NULL;
}

const struct writer *writer_of_file(const char *path)
{
	const char *base = strrchr(path, '/'), *dot = strrchr(base ? base : path, '.');

	for (const struct writer *w = writers; dot && w->name; w++)
		if (!strcmp(w->extension, dot + 1))
			return w;
	return NULL;
}

void writer_write(const struct writer *writer, const struct table *answer,
		  const struct provenance *provenance, const struct style *style, FILE *f)
{
	struct table about;

	table_init(&about);
	if (provenance)
		provenance_table(provenance, &about);
	writer->write(answer, provenance ? &about : NULL, style, f);
	table_clear(&about);
}

const char *writer_number(const struct column *column, const struct cell *cell,
			  char buffer[WRITER_NUMBER])
{
	if (cell->type == CELL_INTEGER) {
		snprintf(buffer, WRITER_NUMBER, "%" PRId64, cell->as.integer);
		return buffer;
	}
	snprintf(buffer, WRITER_NUMBER, "%.*f", column->decimals, cell->as.real);
	if (buffer[0] == '-' && !buffer[1 + strspn(buffer + 1, "0.")])
		return buffer + 1;
	return buffer;
}

const char *writer_words(const struct table *t, int row, int column, char buffer[WRITER_NUMBER])
{
	const struct cell *cell = table_cell(t, row, column);

	switch (cell->type) {
	case CELL_BOOL:
		return cell->as.boolean ? "yes" : "no";
	case CELL_INTEGER:
	case CELL_REAL:
		return writer_number(&t->column[column], cell, buffer);
	case CELL_TEXT:
		return table_text(t, cell);
	default:
		return t->column[column].unknown ? t->column[column].unknown : "-";
	}
}

bool writer_is_right(const struct column *column)
{
	if (column->align != ALIGN_DEFAULT)
		return column->align == ALIGN_RIGHT;
	return column->type == CELL_INTEGER || column->type == CELL_REAL;
}
