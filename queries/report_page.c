/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame of a page, and tables with bars, intervals and links in it; see report_page.h.
 */
#include "queries/report_page.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "queries/markup.h"
#include "queries/table.h"
#include "queries/writer.h"

enum {
	NAME_MAX_PLAIN = 80, /* bytes of a file name that nobody has trouble with */
	BAR_WIDTH = 48,
	BAR_HEIGHT = 8,
};

const char *page_of(const struct page_index *index, const char *component)
{
	for (int i = 0; i < index->n_page; i++)
		if (!strcmp(index->name[i], component))
			return index->file[i];
	return NULL;
}

static bool is_plain(const char *name)
{
	if (!islower((unsigned char)*name) && !isdigit((unsigned char)*name))
		return false;
	return strlen(name) <= NAME_MAX_PLAIN &&
	       !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-_")];
}

char *page_file_name(const char *component, int rank)
{
	char number[20];

	if (is_plain(component))
		return solv_dupjoin(component, ".html", NULL);
	snprintf(number, sizeof(number), "%d", rank);
	return solv_dupjoin("component-", number, ".html");
}

/* ---- the frame ---- */

void page_begin(const struct page *p, const char *title)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	      "script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
	      "form-action 'none'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<link rel=\"icon\" href=\"data:,\">\n<title>",
	      p->f);
	markup_text(title, p->f);
	fprintf(p->f, "</title>\n<link rel=\"stylesheet\" href=\"%sassets/report.css\">\n", p->up);
	if (p->script && p->has_scripts)
		fprintf(p->f, "<script src=\"%sassets/%s\" defer></script>\n", p->up, p->script);
	fputs("</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n", p->f);
}

void page_end(const struct page *p)
{
	if (!p->has_scripts)
		fputs("<p class=\"note\">This linchpin was built without the scripts of its "
		      "report: tables do not sort, and figures stand still.</p>\n",
		      p->f);
	fputs("</main>\n</body>\n</html>\n", p->f);
}

void page_text(const struct page *p, const char *text)
{
	markup_text(text, p->f);
}

bool page_put_address(const struct page *p, const char *component)
{
	const char *file = page_of(p->index, component);

	if (!file)
		return false;
	fprintf(p->f, "%s", *p->up ? "" : "components/");
	markup_text(file, p->f);
	return true;
}

void page_component(const struct page *p, const char *component)
{
	bool linked = page_of(p->index, component) != NULL;

	if (linked) {
		fputs("<a href=\"", p->f);
		page_put_address(p, component);
		fputs("\">", p->f);
	}
	markup_text(component, p->f);
	if (linked)
		fputs("</a>", p->f);
}

/* ---- cells ---- */

static void put_words(const struct page *p, const struct table *t, int row, int column)
{
	const struct cell *cell = table_cell(t, row, column);
	char buffer[WRITER_NUMBER], *digits;
	const char *words = writer_words(t, row, column, buffer);

	if (cell->type != CELL_INTEGER) {
		markup_text(words, p->f);
		return;
	}
	digits = page_group_digits(cell->as.integer);
	fputs(digits, p->f);
	free(digits);
}

char *page_group_digits(int64_t number)
{
	char digits[32], grouped[48];
	int n = snprintf(digits, sizeof(digits), "%lld", (long long)number), to = 0;

	for (int i = 0; i < n; i++) {
		bool inside = i > (digits[0] == '-');

		if (inside && (n - i) % 3 == 0)
			grouped[to++] = ',';
		grouped[to++] = digits[i];
	}
	grouped[to] = '\0';
	return solv_strdup(grouped);
}

void page_value(const struct page *p, const struct table *t, int row, const char *key)
{
	int column = table_column(t, key);

	if (column >= 0)
		put_words(p, t, row, column);
}

static void put_bar(FILE *f, double value)
{
	double width = BAR_WIDTH * (value < 0 ? 0 : value > 1 ? 1 : value);

	fprintf(f, "<svg class=\"bar\" width=\"%d\" height=\"%d\" aria-hidden=\"true\">"
		   "<rect class=\"of\" width=\"%d\" height=\"%d\"/>"
		   "<rect class=\"value\" width=\"%.1f\" height=\"%d\"/></svg>",
		BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT, width, BAR_HEIGHT);
}

void page_bar(const struct page *p, const struct table *t, int row, int column)
{
	const struct cell *cell = table_cell(t, row, column);
	char buffer[WRITER_NUMBER];

	if (cell->type == CELL_REAL)
		put_bar(p->f, cell->as.real);
	fputs("<span>", p->f);
	markup_text(writer_words(t, row, column, buffer), p->f);
	fputs("</span>", p->f);
}

static int64_t integer_at(const struct table *t, int row, const char *key)
{
	int column = table_column(t, key);

	if (column < 0 || table_cell(t, row, column)->type != CELL_INTEGER)
		return 0;
	return table_cell(t, row, column)->as.integer;
}

/* "8", and below it in what interval it lies. */
static void put_rank(const struct page *p, const struct table *t, int row)
{
	int64_t low = integer_at(t, row, "rank_low"), high = integer_at(t, row, "rank_high");

	fprintf(p->f, "<td class=\"n\" data-v=\"%lld\"><b>%lld</b>",
		(long long)integer_at(t, row, "rank"), (long long)integer_at(t, row, "rank"));
	if (low && high)
		fprintf(p->f, "<small>%lld–%lld</small>", (long long)low, (long long)high);
	fputs("</td>", p->f);
}

static bool is_one_of(const char *key, const char *keys)
{
	size_t length = strlen(key);

	for (const char *at = strstr(keys, key); at; at = strstr(at + 1, key))
		if ((at == keys || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

static void put_number(const struct page *p, const struct table *t, int row, int column)
{
	const struct cell *cell = table_cell(t, row, column);
	char number[WRITER_NUMBER];
	bool bar = cell->type == CELL_REAL &&
		   is_one_of(t->column[column].key, "score use network function unsafe criticality "
						    "confidence");

	if (cell->type == CELL_NULL)
		fputs("<td class=\"n u\">", p->f);
	else
		fprintf(p->f, "<td class=\"n\" data-v=\"%s\">",
			writer_number(&t->column[column], cell, number));
	if (bar)
		page_bar(p, t, row, column);
	else
		put_words(p, t, row, column);
	fputs("</td>", p->f);
}

static void put_cell(const struct page *p, const struct table *t, int row, int column)
{
	const struct cell *cell = table_cell(t, row, column);
	const char *key = t->column[column].key;
	char buffer[WRITER_NUMBER];

	if (!strcmp(key, "rank") && table_column(t, "rank_low") >= 0 && cell->type != CELL_NULL) {
		put_rank(p, t, row);
	} else if (t->column[column].type == CELL_INTEGER || t->column[column].type == CELL_REAL) {
		put_number(p, t, row, column);
	} else if (cell->type != CELL_TEXT) {
		fputs("<td class=\"u\">", p->f);
		markup_text(writer_words(t, row, column, buffer), p->f);
		fputs("</td>", p->f);
	} else if (is_one_of(key, "component from to widest_component")) {
		fputs(strcmp(key, "component") ? "<td>" : "<th scope=\"row\">", p->f);
		page_component(p, table_text(t, cell));
		fputs(strcmp(key, "component") ? "</td>" : "</th>", p->f);
	} else if (!strcmp(key, "date")) {
		fputs("<td class=\"date\">", p->f);
		markup_text(table_text(t, cell), p->f);
		fputs("</td>", p->f);
	} else if (!strcmp(key, "safety")) {
		fputs("<td><span class=\"chip ", p->f);
		markup_text(table_text(t, cell), p->f);
		fputs("\">", p->f);
		markup_text(table_text(t, cell), p->f);
		fputs("</span></td>", p->f);
	} else {
		fputs("<td>", p->f);
		markup_text(table_text(t, cell), p->f);
		fputs("</td>", p->f);
	}
}

/* ---- tables ---- */

/* The user's own columns (queries/annotated.h) are always wanted. */
static bool is_shown(const struct column *column, const char *keys)
{
	if (!strncmp(column->key, "annotation_", strlen("annotation_")))
		return true;
	return keys ? is_one_of(column->key, keys) : !column->wide;
}

void page_rows(const struct page *p, const struct table *rows, const char *id, const char *caption,
	       const char *keys)
{
	if (!rows->n_row) {
		fputs("<p class=\"u\">None.</p>\n", p->f);
		return;
	}
	fprintf(p->f, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	markup_text(caption, p->f);
	fprintf(p->f, "\"><table class=\"rows\" id=\"%s\">\n<caption>", id);
	markup_text(caption, p->f);
	fputs("</caption>\n<thead>\n<tr>", p->f);
	for (int c = 0; c < rows->n_column; c++) {
		if (!is_shown(&rows->column[c], keys))
			continue;
		fprintf(p->f, "<th scope=\"col\"%s data-key=\"",
			writer_is_right(&rows->column[c]) ? " class=\"n\"" : "");
		markup_text(rows->column[c].key, p->f);
		fputs("\">", p->f);
		markup_text(rows->column[c].heading, p->f);
		fputs("</th>", p->f);
	}
	fputs("</tr>\n</thead>\n<tbody>\n", p->f);
	for (int r = 0; r < rows->n_row; r++) {
		fputs("<tr>", p->f);
		for (int c = 0; c < rows->n_column; c++)
			if (is_shown(&rows->column[c], keys))
				put_cell(p, rows, r, c);
		fputs("</tr>\n", p->f);
	}
	fputs("</tbody>\n</table></div>\n", p->f);
}

void page_notes(const struct page *p, const struct table *t)
{
	for (int i = 0; i < t->n_note; i++) {
		fputs("<p class=\"note\">", p->f);
		markup_text(t->note[i], p->f);
		fputs("</p>\n", p->f);
	}
}
