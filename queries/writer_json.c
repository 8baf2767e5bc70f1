/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer as one JSON object, for programs; see queries/writer.h.
 *
 * The structure is streamed, one row a line, because an answer may have millions of rows; every
 * text goes through jansson. What is not UTF-8 becomes U+FFFD. A text with a character that could
 * harm a terminal is written in ASCII with \u escapes: it keeps its content and loses its teeth.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "queries/character.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

static char *valid_copy(const char *text)
{
	char *copy = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&copy, &size);

	if (!f)
		solv_oom(0, 0);
	for (uint32_t c; (c = character_next(&text)); )
		character_put(f, c);
	if (ferror(f) || fclose(f))
		solv_oom(0, 0);
	return copy;
}

/* jansson escapes what JSON wants escaped, and on request all that is not ASCII; delete is neither.
   */
static void put_escaped(const json_t *json, FILE *f)
{
	char *escaped = json_dumps(json, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);

	if (!escaped)
		solv_oom(0, 0);
	for (const char *c = escaped; c && *c; c++) {
		if (*c == '\177')
			fputs("\\u007f", f);
		else
			fputc(*c, f);
	}
	free(escaped);
}

/* The only function that writes text. */
static void put_text(const char *text, FILE *f)
{
	bool plain = true, harmless = true;
	const char *rest = text;
	char *copy = NULL;
	json_t *json;

	for (uint32_t c; (c = character_next(&rest)); ) {
		harmless = harmless && character_is_harmless(c);
		plain = plain && c != CHARACTER_REPLACEMENT;
	}
	if (!plain)
		copy = valid_copy(text);
	json = json_string(copy ? copy : text);
	if (!json)
		solv_oom(0, 0);
	if (!harmless)
		put_escaped(json, f);
	else if (json_dumpf(json, f, JSON_ENCODE_ANY) && !ferror(f))
		solv_oom(0, 0);	/* a failed write is kept by the stream, this is by nobody */
	json_decref(json);
	free(copy);
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
		fputs("null", f);
		break;
	}
}

static void put_line(int depth, FILE *f)
{
	fprintf(f, "\n%*s", 2 * depth, "");
}

static void put_table(const struct table *t, int depth, FILE *f);

static void put_rows(const struct table *t, int depth, FILE *f)
{
	fputc('[', f);
	for (int r = 0; r < t->n_row; r++) {
		if (r)
			fputc(',', f);
		put_line(depth + 1, f);
		fputc('{', f);
		for (int c = 0; c < t->n_column; c++) {
			if (c)
				fputs(", ", f);
			put_text(t->column[c].key, f);
			fputs(": ", f);
			put_cell(t, r, c, f);
		}
		fputc('}', f);
	}
	if (t->n_row)
		put_line(depth, f);
	fputc(']', f);
}

static void put_list(const struct table *t, int depth, FILE *f)
{
	fputc('[', f);
	for (int i = 0; i < t->n_part; i++) {
		if (i)
			fputc(',', f);
		put_line(depth + 1, f);
		put_table(t->part[i], depth + 1, f);
	}
	if (t->n_part)
		put_line(depth, f);
	fputc(']', f);
}

static void put_key(const char *key, int depth, int *n_member, FILE *f)
{
	if ((*n_member)++)
		fputc(',', f);
	put_line(depth, f);
	put_text(key, f);
	fputs(": ", f);
}

/* The members of a RECORD, after *n_member others; "rows" go last. */
static void put_members(const struct table *t, int depth, int *n_member, FILE *f)
{
	const struct table *rows = table_part(t, "rows");

	for (int c = 0; c < t->n_column; c++) {
		put_key(t->column[c].key, depth, n_member, f);
		put_cell(t, 0, c, f);
	}
	for (int i = 0; i < t->n_part; i++) {
		if (t->part[i] == rows)
			continue;
		put_key(t->part[i]->name, depth, n_member, f);
		put_table(t->part[i], depth, f);
	}
	if (rows) {
		put_key(rows->name, depth, n_member, f);
		put_table(rows, depth, f);
	}
}

static void put_table(const struct table *t, int depth, FILE *f)
{
	int n_member = 0;

	if (t->shape == SHAPE_ROWS) {
		put_rows(t, depth, f);
	} else if (t->shape == SHAPE_LIST) {
		put_list(t, depth, f);
	} else {
		fputc('{', f);
		put_members(t, depth + 1, &n_member, f);
		if (n_member)
			put_line(depth, f);
		fputc('}', f);
	}
}

void writer_json(const struct table *answer, const struct table *provenance,
		 const struct style *style, FILE *f)
{
	int n_member = 0;

	(void)style;
	fputc('{', f);
	if (provenance)
		put_members(provenance, 1, &n_member, f);
	put_members(answer, 1, &n_member, f);
	fputs("\n}\n", f);
}
