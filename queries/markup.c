/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables and texts as HTML; see markup.h.
 */
#include "queries/markup.h"

#include "queries/character.h"
#include "queries/table.h"
#include "queries/writer.h"

/* The only function that writes text. Good for content and for quoted attributes. */
void markup_text(const char *text, FILE *f)
{
	for (uint32_t c; (c = character_next(&text)); ) {
		if (c == '&')
			fputs("&amp;", f);
		else if (c == '<')
			fputs("&lt;", f);
		else if (c == '>')
			fputs("&gt;", f);
		else if (c == '"')
			fputs("&quot;", f);
		else if (c == '\'')
			fputs("&#39;", f);
		else if (c == '\n' || c == '\t' || character_is_harmless(c))
			character_put(f, c);
		else
			character_put(f, CHARACTER_REPLACEMENT);
	}
}

static void put_title(const struct table *t, int level, FILE *f)
{
	if (!t->title)
		return;
	fprintf(f, "<h%d>", level);
	markup_text(t->title, f);
	fprintf(f, "</h%d>\n", level);
}

void markup_cell(const struct table *t, int row, int column, bool right, FILE *f)
{
	bool unknown = table_cell(t, row, column)->type == CELL_NULL;
	char buffer[WRITER_NUMBER];

	if (right || unknown)
		fprintf(f, "<td class=\"%s%s%s\">", right ? "n" : "", right && unknown ? " " : "",
			unknown ? "u" : "");
	else
		fputs("<td>", f);
	markup_text(writer_words(t, row, column, buffer), f);
	fputs("</td>", f);
}

static void put_record(const struct table *t, FILE *f)
{
	if (!t->n_column)
		return;
	fputs("<div class=\"scroll\"><table>\n<tbody>\n", f);
	for (int c = 0; c < t->n_column; c++) {
		fputs("<tr><th scope=\"row\">", f);
		markup_text(t->column[c].heading, f);
		fputs("</th>", f);
		markup_cell(t, 0, c, false, f);
		fputs("</tr>\n", f);
	}
	fputs("</tbody>\n</table></div>\n", f);
}

static void put_rows(const struct table *t, FILE *f)
{
	if (!t->n_row) {
		fputs("<p class=\"u\">none</p>\n", f);
		return;
	}
	fputs("<div class=\"scroll\"><table>\n<thead>\n<tr>", f);
	for (int c = 0; c < t->n_column; c++) {
		fprintf(f, "<th scope=\"col\"%s>",
			writer_is_right(&t->column[c]) ? " class=\"n\"" : "");
		markup_text(t->column[c].heading, f);
		fputs("</th>", f);
	}
	fputs("</tr>\n</thead>\n<tbody>\n", f);
	for (int r = 0; r < t->n_row; r++) {
		fputs("<tr>", f);
		for (int c = 0; c < t->n_column; c++)
			markup_cell(t, r, c, writer_is_right(&t->column[c]), f);
		fputs("</tr>\n", f);
	}
	fputs("</tbody>\n</table></div>\n", f);
}

void markup_table(const struct table *t, int level, FILE *f)
{
	put_title(t, level, f);
	if (t->shape == SHAPE_ROWS)
		put_rows(t, f);
	else if (t->shape == SHAPE_RECORD && table_is_empty(t) && !t->n_note && level > 1)
		fputs("<p class=\"u\">none</p>\n", f);
	else if (t->shape == SHAPE_RECORD)
		put_record(t, f);
	for (int i = 0; i < t->n_part; i++)
		if (!t->part[i]->for_data)
			markup_table(t->part[i], level < 6 ? level + 1 : 6, f);
	for (int i = 0; i < t->n_note; i++) {
		fputs("<p>", f);
		markup_text(t->note[i], f);
		fputs("</p>\n", f);
	}
}

