/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer as Markdown as GitHub reads it, for reports and issues; see queries/writer.h.
 *
 * A RECORD becomes a table of two columns, a title a heading. Whatever could be markup is escaped,
 * so that a description with a pipe, a backtick or a tag stays text.
 */
#include <string.h>

#include "queries/character.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

/* The only function that writes text. Line ends become blanks, for a cell is one line. */
static void put_text(const char *text, FILE *f)
{
	while (*text == ' ' || *text == '\t' || *text == '\n')
		text++;
	for (uint32_t c; (c = character_next(&text)); ) {
		if (c == '\n' || c == '\t')
			fputc(' ', f);
		else if (c == '&')
			fputs("&amp;", f);
		else if (c == '<')
			fputs("&lt;", f);
		else if (c == '>')
			fputs("&gt;", f);
		else if (c < 0x80 && strchr("\\`*_[]|~$", (int)c))
			fprintf(f, "\\%c", (int)c);
		else
			character_put(f, character_is_harmless(c) ? c : CHARACTER_REPLACEMENT);
	}
}

static void put_title(const struct table *t, int level, FILE *f)
{
	if (!t->title)
		return;
	for (int i = 0; i < level; i++)
		fputc('#', f);
	fputc(' ', f);
	put_text(t->title, f);
	fputs("\n\n", f);
}

static void put_record(const struct table *t, FILE *f)
{
	char buffer[WRITER_NUMBER];

	if (!t->n_column)
		return;
	fputs("| | |\n|:--|:--|\n", f);
	for (int c = 0; c < t->n_column; c++) {
		fputs("| ", f);
		put_text(t->column[c].heading, f);
		fputs(" | ", f);
		put_text(writer_words(t, 0, c, buffer), f);
		fputs(" |\n", f);
	}
	fputc('\n', f);
}

static void put_rows(const struct table *t, FILE *f)
{
	char buffer[WRITER_NUMBER];

	if (!t->n_row) {
		fputs("none\n\n", f);
		return;
	}
	for (int c = 0; c < t->n_column; c++) {
		fputs("| ", f);
		put_text(t->column[c].heading, f);
		fputc(' ', f);
	}
	fputs("|\n", f);
	for (int c = 0; c < t->n_column; c++)
		fputs(writer_is_right(&t->column[c]) ? "|--:" : "|:--", f);
	fputs("|\n", f);
	for (int r = 0; r < t->n_row; r++) {
		for (int c = 0; c < t->n_column; c++) {
			fputs("| ", f);
			put_text(writer_words(t, r, c, buffer), f);
			fputc(' ', f);
		}
		fputs("|\n", f);
	}
	fputc('\n', f);
}

static void put_table(const struct table *t, int level, FILE *f)
{
	put_title(t, level, f);
	if (t->shape == SHAPE_ROWS)
		put_rows(t, f);
	else if (t->shape == SHAPE_RECORD && table_is_empty(t) && !t->n_note && level > 1)
		fputs("none\n\n", f);
	else if (t->shape == SHAPE_RECORD)
		put_record(t, f);
	for (int i = 0; i < t->n_part; i++)
		if (!t->part[i]->for_data)
			put_table(t->part[i], level < 6 ? level + 1 : 6, f);
	for (int i = 0; i < t->n_note; i++) {
		put_text(t->note[i], f);
		fputs("\n\n", f);
	}
}

void writer_md(const struct table *answer, const struct table *provenance,
	       const struct style *style, FILE *f)
{
	(void)style;
	put_table(answer, 1, f);
	if (provenance) {
		fputs("---\n\n## Provenance\n\n", f);
		put_table(provenance, 2, f);
	}
}
