/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer as one HTML page that needs nothing else; see queries/writer.h.
 *
 * No script, no request: the content security policy forbids both, should an escape ever fail.
 * Follows the reader's choice of dark or light and prints with the headings repeated.
 */
#include "queries/character.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

static const char head[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\""
	" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n"
	"<title>";

static const char style_sheet[] =
	"</title>\n"
	"<style>\n"
	":root { color-scheme: light dark; --line: #8884; --dim: #777; }\n"
	"body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 80em;"
	" padding: 0 1em; }\n"
	"h1, h2, h3, h4, h5, h6 { line-height: 1.2; margin: 1.5em 0 .5em; }\n"
	".scroll { overflow-x: auto; }\n"
	"table { border-collapse: collapse; margin: .5em 0; font-size: .9em;"
	" font-variant-numeric: tabular-nums; }\n"
	"th, td { padding: .2em .8em .2em 0; text-align: left; vertical-align: top;"
	" border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 40em; }\n"
	"thead th { position: sticky; top: 0; background: Canvas; }\n"
	"tbody th { font-weight: normal; color: var(--dim); }\n"
	".n { text-align: right; }\n"
	".u { color: var(--dim); }\n"
	"footer { margin-top: 3em; border-top: 2px solid var(--line); font-size: .9em; }\n"
	"@media (prefers-color-scheme: dark) { :root { --dim: #aaa; } }\n"
	"@media print { body { font-size: 9pt; margin: 0; max-width: none; }"
	" .scroll { overflow: visible; } thead { display: table-header-group; }"
	" thead th { position: static; } tr { break-inside: avoid; }"
	" h2, h3, h4 { break-after: avoid; } }\n"
	"</style>\n"
	"</head>\n"
	"<body>\n";

/* The only function that writes text. Good for content and for quoted attributes. */
static void put_text(const char *text, FILE *f)
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
	put_text(t->title, f);
	fprintf(f, "</h%d>\n", level);
}

static void put_cell(const struct table *t, int row, int column, bool right, FILE *f)
{
	bool unknown = table_cell(t, row, column)->type == CELL_NULL;
	char buffer[WRITER_NUMBER];

	if (right || unknown)
		fprintf(f, "<td class=\"%s%s%s\">", right ? "n" : "", right && unknown ? " " : "",
			unknown ? "u" : "");
	else
		fputs("<td>", f);
	put_text(writer_words(t, row, column, buffer), f);
	fputs("</td>", f);
}

static void put_record(const struct table *t, FILE *f)
{
	if (!t->n_column)
		return;
	fputs("<div class=\"scroll\"><table>\n<tbody>\n", f);
	for (int c = 0; c < t->n_column; c++) {
		fputs("<tr><th scope=\"row\">", f);
		put_text(t->column[c].heading, f);
		fputs("</th>", f);
		put_cell(t, 0, c, false, f);
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
		put_text(t->column[c].heading, f);
		fputs("</th>", f);
	}
	fputs("</tr>\n</thead>\n<tbody>\n", f);
	for (int r = 0; r < t->n_row; r++) {
		fputs("<tr>", f);
		for (int c = 0; c < t->n_column; c++)
			put_cell(t, r, c, writer_is_right(&t->column[c]), f);
		fputs("</tr>\n", f);
	}
	fputs("</tbody>\n</table></div>\n", f);
}

static void put_table(const struct table *t, int level, FILE *f)
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
			put_table(t->part[i], level < 6 ? level + 1 : 6, f);
	for (int i = 0; i < t->n_note; i++) {
		fputs("<p>", f);
		put_text(t->note[i], f);
		fputs("</p>\n", f);
	}
}

void writer_html(const struct table *answer, const struct table *provenance,
		 const struct style *style, FILE *f)
{
	(void)style;
	fputs(head, f);
	put_text(answer->title ? answer->title : "linchpin", f);
	fputs(style_sheet, f);
	fputs("<main>\n", f);
	put_table(answer, 1, f);
	fputs("</main>\n", f);
	if (provenance) {
		fputs("<footer>\n<h2>Provenance</h2>\n", f);
		put_table(provenance, 2, f);
		fputs("</footer>\n", f);
	}
	fputs("</body>\n</html>\n", f);
}
