/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer for a terminal, or for a file that people read; see queries/writer.h.
 *
 * ROWS become a libsmartcols table, a RECORD lines of label and value, a titled part a section
 * whose contents are indented. Where the lines would be longer than the terminal, columns that may
 * be wrapped or shortened give way, the widest first, until the line fits or each is as narrow as
 * is sensible; shortened texts end in "…". Where that is not enough, spare columns are left out,
 * which a line below says. Nothing depends on colour: only headings are bold, and they are in
 * capitals or stand alone as well.
 *
 * libsmartcols could shorten by itself, but without a mark and in the middle of words, so the texts
 * are cut here and it aligns them. Widths are those of the C.UTF-8 locale, whatever the user's.
 */
#include <libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <solv/util.h>

#include "queries/character.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

enum {
	GAP = 2,		/* blanks between columns */
	INDENT = 2,		/* blanks a section's contents are moved right */
	LEAST_SHORTENED = 8,	/* columns are not shortened below this width */
	LEAST_WRAPPED = 18,	/* nor wrapped below this one */
	LEAST_LINE = 40,	/* narrower terminals are not believed */
};

/* A table of harmless texts, laid out. */
struct grid {
	int n_column;
	int n_row;
	char **heading;		/* of each column, NULL: no line of headings */
	char **text;		/* row by row; owned */
	enum fit *fit;		/* of each column */
	bool *right;		/* of each column */
	double *share;		/* of each column: 0, or how much of the line it would like */
	int *width;		/* of each column: what its texts need, then what it gets */
	int *least;		/* of each column: it is not made narrower */
	bool *spare;		/* of each column: may be hidden where the line is short */
	bool *hidden;		/* of each column */
};

static FILE *memory_open(char **text, size_t *size)
{
	FILE *f = open_memstream(text, size);

	if (!f)
		solv_oom(0, 0);
	return f;
}

static void memory_close(FILE *f)
{
	if (ferror(f) || fclose(f))
		solv_oom(0, 0);
}

static uint32_t printable(uint32_t c)
{
	if (c == '\n' || c == '\t')
		return ' ';
	return character_is_harmless(c) && wcwidth((wchar_t)c) >= 0 ? c : CHARACTER_REPLACEMENT;
}

static int width_of(uint32_t c)
{
	int width = c < 0x7f ? 1 : wcwidth((wchar_t)c);

	return width < 0 ? 1 : width;
}

static int text_width(const char *text)
{
	int width = 0;

	for (uint32_t c; (c = character_next(&text)); )
		width += width_of(c);
	return width;
}

/* The only way of a text into the output: one line of what a terminal can be shown. */
static char *harmless_copy(const char *text)
{
	char *copy = NULL;
	size_t size = 0, n = 0;
	FILE *f;

	while (text[n] >= ' ' && text[n] < 0x7f)
		n++;
	if (!text[n])
		return solv_strdup(text);
	f = memory_open(&copy, &size);
	for (uint32_t c; (c = character_next(&text)); )
		character_put(f, printable(c));
	memory_close(f);
	return copy;
}

static char *capitals(const char *text)
{
	char *copy = harmless_copy(text);

	for (char *c = copy; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return copy;
}

/* Cut the text to a width, with an ellipsis at its end. */
static void shorten(char **text, int width)
{
	const char *rest = *text, *end = *text;
	char *shorter = NULL;

	if (text_width(*text) <= width)
		return;
	for (int used = 0; used < width; end = rest) {
		const char *before = rest;

		used += width_of(character_next(&rest));
		if (used >= width) {
			end = before;
			break;
		}
	}
	while (end > *text && end[-1] == ' ')
		end--;
	if (asprintf(&shorter, "%.*s…", (int)(end - *text), *text) < 0)
		solv_oom(0, 0);
	free(*text);
	*text = shorter;
}

/* Break the text into lines of at most a width, between words where there are any. */
static void wrap(char **text, int width)
{
	const char *rest = *text;
	char *wrapped = NULL;
	size_t size = 0;
	FILE *f;

	if (width < 1 || text_width(*text) <= width)
		return;
	f = memory_open(&wrapped, &size);
	while (*rest) {
		const char *line = rest, *end = NULL, *next = rest;
		int used = 0;

		while (*next) {
			const char *before = next;
			uint32_t c = character_next(&next);

			if (c == ' ' && before > line)
				end = before;
			used += width_of(c);
			if (used > width) {
				if (!end)
					end = before > line ? before : next;
				break;
			}
		}
		if (used <= width)
			end = next;
		fwrite(line, 1, (size_t)(end - line), f);
		rest = end;
		while (*rest == ' ')
			rest++;
		if (*rest)
			fputc('\n', f);
	}
	memory_close(f);
	free(*text);
	*text = wrapped;
}

static void grid_init(struct grid *g, int n_column, int n_row)
{
	*g = (struct grid){ .n_column = n_column, .n_row = n_row };
	g->text = solv_calloc((size_t)n_column * (size_t)n_row + 1, sizeof(*g->text));
	g->fit = solv_calloc((size_t)n_column, sizeof(*g->fit));
	g->right = solv_calloc((size_t)n_column, sizeof(*g->right));
	g->share = solv_calloc((size_t)n_column, sizeof(*g->share));
	g->width = solv_calloc((size_t)n_column, sizeof(*g->width));
	g->least = solv_calloc((size_t)n_column, sizeof(*g->least));
	g->spare = solv_calloc((size_t)n_column, sizeof(*g->spare));
	g->hidden = solv_calloc((size_t)n_column, sizeof(*g->hidden));
}

static void grid_clear(struct grid *g)
{
	for (size_t i = 0; i < (size_t)g->n_column * (size_t)g->n_row; i++)
		free(g->text[i]);
	for (int c = 0; g->heading && c < g->n_column; c++)
		free(g->heading[c]);
	free(g->heading);
	free(g->text);
	free(g->fit);
	free(g->right);
	free(g->share);
	free(g->width);
	free(g->least);
	free(g->spare);
	free(g->hidden);
}

static char **grid_cell(const struct grid *g, int row, int column)
{
	return &g->text[(size_t)row * (size_t)g->n_column + (size_t)column];
}

/* What each column's texts need, and how narrow it may be made. */
static void grid_measure(struct grid *g)
{
	for (int c = 0; c < g->n_column; c++) {
		int heading = g->heading ? text_width(g->heading[c]) : 0;
		int least = g->fit[c] == FIT_WRAP ? LEAST_WRAPPED : LEAST_SHORTENED;

		g->width[c] = heading;
		for (int r = 0; r < g->n_row; r++) {
			int needs = text_width(*grid_cell(g, r, c));

			g->width[c] = needs > g->width[c] ? needs : g->width[c];
		}
		least = heading > least ? heading : least;
		g->least[c] = g->fit[c] == FIT_KEEP || g->width[c] < least ? g->width[c] : least;
	}
}

static int grid_line(const struct grid *g, const int *width)
{
	int line = -GAP;

	for (int c = 0; c < g->n_column; c++)
		line += g->hidden[c] ? 0 : width[c] + GAP;
	return line;
}

/* How badly a column wants to give way: the widest first, one with a larger share later. */
static double grid_pressure(const struct grid *g, int c)
{
	if (g->hidden[c] || g->width[c] <= g->least[c])
		return 0;
	return g->width[c] / (g->share[c] > 0 ? g->share[c] : .25);
}

/* Make the columns fit a line, and the texts fit the columns. width 0: as wide as they need. */
static void grid_fit(struct grid *g, int width)
{
	grid_measure(g);
	if (!width)
		return;
	for (int c = g->n_column - 1; c >= 0 && grid_line(g, g->least) > width; c--)
		g->hidden[c] = g->spare[c];
	for (int line = grid_line(g, g->width); line > width; line--) {
		int widest = 0;

		for (int c = 1; c < g->n_column; c++)
			if (grid_pressure(g, c) > grid_pressure(g, widest))
				widest = c;
		if (grid_pressure(g, widest) <= 0)
			break;
		g->width[widest]--;
	}
	for (int c = 0; c < g->n_column; c++) {
		for (int r = 0; r < g->n_row; r++) {
			if (g->fit[c] == FIT_SHORTEN)
				shorten(grid_cell(g, r, c), g->width[c]);
			else if (g->fit[c] == FIT_WRAP)
				wrap(grid_cell(g, r, c), g->width[c]);
		}
	}
}

/* The grid as lines, by libsmartcols; the caller frees them. */
static char *grid_align(const struct grid *g)
{
	struct libscols_table *table = scols_new_table();
	char *lines = NULL;

	if (!table || scols_table_set_column_separator(table, "  ") ||
	    scols_table_enable_noheadings(table, !g->heading) ||
	    scols_table_enable_noencoding(table, 1) ||
	    scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER))
		solv_oom(0, 0);
	for (int c = 0; c < g->n_column; c++) {
		int flags = (g->right[c] ? SCOLS_FL_RIGHT : 0) |
			    (g->fit[c] == FIT_WRAP ? SCOLS_FL_WRAP : 0) |
			    (g->hidden[c] ? SCOLS_FL_HIDDEN : 0);
		struct libscols_column *column = scols_table_new_column(
			table, g->heading ? g->heading[c] : "", 0, flags);

		if (!column || (g->fit[c] == FIT_WRAP &&
				(scols_column_set_safechars(column, "\n") ||
				 scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
							   scols_wrapnl_nextchunk, NULL))))
			solv_oom(0, 0);
	}
	for (int r = 0; r < g->n_row; r++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);

		for (int c = 0; c < g->n_column; c++)
			if (!line || scols_line_set_data(line, (size_t)c, *grid_cell(g, r, c)))
				solv_oom(0, 0);
	}
	if (scols_print_table_to_string(table, &lines))
		solv_oom(0, 0);
	scols_unref_table(table);
	return lines;
}

/* Print lines moved right and without blanks at their ends; the first n_bold are headings. */
static void put_lines(const char *lines, int indent, int n_bold, FILE *f)
{
	for (int n = 0; *lines; n++) {
		size_t length = strcspn(lines, "\n"), shown = length;

		while (shown && lines[shown - 1] == ' ')
			shown--;
		if (shown)
			fprintf(f, "%*s%s", indent, "", n < n_bold ? "\033[1m" : "");
		fwrite(lines, 1, shown, f);
		if (shown && n < n_bold)
			fputs("\033[0m", f);
		fputc('\n', f);
		lines += length;
		lines += *lines == '\n';
	}
}

static int line_width(const struct style *style, int indent)
{
	if (!style->width)
		return 0;
	return style->width - indent > LEAST_LINE ? style->width - indent : LEAST_LINE;
}

static void grid_put(struct grid *g, const struct style *style, int indent, FILE *f)
{
	char *lines;

	grid_fit(g, line_width(style, indent));
	lines = grid_align(g);
	put_lines(lines, indent, style->bold && g->heading, f);
	free(lines);
}

static void put_sentence(const char *text, const struct style *style, int indent, bool bold,
			 FILE *f)
{
	char *lines = harmless_copy(text);

	wrap(&lines, line_width(style, indent));
	put_lines(lines, indent, bold ? 1000 : 0, f);
	free(lines);
}

/* Say which columns the line had no room for. */
static void put_hidden(const struct grid *g, const struct style *style, int indent, FILE *f)
{
	char *sentence = NULL;
	size_t size = 0;
	FILE *memory = memory_open(&sentence, &size);
	int n = 0;

	for (int c = 0; c < g->n_column; c++)
		if (g->hidden[c])
			fprintf(memory, "%s%s", n++ ? ", " : "(no room for: ", g->heading[c]);
	fputc(')', memory);
	memory_close(memory);
	if (n)
		put_sentence(sentence, style, indent, false, f);
	free(sentence);
}

static void put_rows(const struct table *t, const struct style *style, int indent, FILE *f)
{
	int n_column = 0;
	char buffer[WRITER_NUMBER];
	struct grid g;

	if (!t->n_row) {
		put_lines("none\n", indent, 0, f);
		return;
	}
	for (int c = 0; c < t->n_column; c++)
		n_column += style->wide || !t->column[c].wide;
	grid_init(&g, n_column, t->n_row);
	g.heading = solv_calloc((size_t)n_column, sizeof(*g.heading));
	for (int c = 0, to = 0; c < t->n_column; c++) {
		const struct column *column = &t->column[c];

		if (column->wide && !style->wide)
			continue;
		g.heading[to] = capitals(column->heading);
		g.fit[to] = column->fit;
		g.right[to] = writer_is_right(column);
		g.share[to] = column->width;
		g.spare[to] = column->spare && !style->wide;
		for (int r = 0; r < t->n_row; r++)
			*grid_cell(&g, r, to) = harmless_copy(writer_words(t, r, c, buffer));
		to++;
	}
	if (n_column) {
		grid_put(&g, style, indent, f);
		put_hidden(&g, style, indent, f);
	}
	grid_clear(&g);
}

static void put_record(const struct table *t, const struct style *style, int indent, FILE *f)
{
	char buffer[WRITER_NUMBER];
	struct grid g;
	int n_row = 0;

	grid_init(&g, 2, t->n_column);
	g.fit[1] = FIT_WRAP;
	for (int c = 0; c < t->n_column; c++) {
		if (t->column[c].wide && !style->wide)
			continue;
		*grid_cell(&g, n_row, 0) = harmless_copy(t->column[c].heading);
		*grid_cell(&g, n_row, 1) = harmless_copy(writer_words(t, 0, c, buffer));
		n_row++;
	}
	g.n_row = n_row;
	if (n_row)
		grid_put(&g, style, indent, f);
	grid_clear(&g);
}

/* An empty line between blocks, none before the first. */
static void put_gap(bool *first, FILE *f)
{
	if (!*first)
		fputc('\n', f);
	*first = false;
}

static void put_table(const struct table *t, const struct style *style, int indent, bool *first,
		      FILE *f)
{
	bool empty = t->shape == SHAPE_RECORD && table_is_empty(t) && !t->n_note;

	if (t->title) {
		put_gap(first, f);
		put_sentence(t->title, style, indent, style->bold, f);
		*first = true;
		indent += t->is_root ? 0 : INDENT;
	}
	if (t->is_root && t->title)
		*first = false;
	if (t->shape == SHAPE_ROWS) {
		put_gap(first, f);
		put_rows(t, style, indent, f);
	} else if (t->shape == SHAPE_RECORD && t->n_column) {
		put_gap(first, f);
		put_record(t, style, indent, f);
	} else if (empty && t->title && !t->is_root) {
		put_gap(first, f);
		put_lines("none\n", indent, 0, f);
	}
	for (int i = 0; i < t->n_part; i++)
		if (!t->part[i]->for_data && (style->wide || !t->part[i]->wide))
			put_table(t->part[i], style, indent, first, f);
	for (int i = 0; i < t->n_note; i++) {
		if (!i)
			put_gap(first, f);
		put_sentence(t->note[i], style, indent, false, f);
	}
}

void writer_text(const struct table *answer, const struct table *provenance,
		 const struct style *style, FILE *f)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0), before = (locale_t)0;
	bool first = true;

	if (utf8)
		before = uselocale(utf8);
	put_table(answer, style, 0, &first, f);
	if (provenance) {
		put_gap(&first, f);
		put_sentence("Provenance", style, 0, style->bold, f);
		first = true;
		put_table(provenance, style, INDENT, &first, f);
	}
	if (utf8) {
		uselocale(before);
		freelocale(utf8);
	}
}
