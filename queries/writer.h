/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writers: an answer (struct table) in the format people asked for.
 *
 *	text	sections with aligned lines and libsmartcols tables, made to fit the terminal
 *	csv	RFC 4180 (lines end in LF), with a header: the answer's "rows"; an answer without
 *		them becomes lines of "key,value", e.g. "summary.impact_packages,28705"
 *	json	one object: the provenance, then the answer's members in order, "rows" last
 *	md	Markdown as GitHub reads it
 *	html	one page that needs nothing else: no script, no request, dark and light, prints
 *
 * text, md and html end with the provenance. All write UTF-8, whatever the locale; the same answer
 * gives the same bytes. Each has exactly one function that writes text, and it escapes. Characters
 * that could do harm (queries/character.h) become U+FFFD; only JSON keeps them, as \u escapes.
 *
 * Spreadsheets take a text that begins with = + - @ for a formula: the CSV writer puts an
 * apostrophe before such texts (also before a leading tab or line end). Take JSON where every byte
 * matters.
 *
 * Unknown is an empty field in CSV, null in JSON, and the column's word ("-") for people.
 *
 * Write errors stay in the stream (ferror); queries/output.h reports them.
 *
 * To add a writer: write queries/writer_x.c with one function, declare it in writer.c, add a row
 * to its table.
 */
#ifndef LINCHPIN_QUERIES_WRITER_H
#define LINCHPIN_QUERIES_WRITER_H

#include <stdbool.h>
#include <stdio.h>

struct cell;
struct column;
struct provenance;
struct table;

/* How the text writer may print; output_style() fills it. The others pay no heed. */
struct style {
	int width;		/* of the lines, in columns; 0: as long as they get */
	bool bold;		/* headings may be bold: a terminal, and no NO_COLOR */
	bool wide;		/* print wide columns too */
};

struct writer {
	const char *name;	/* as --format calls it */
	const char *extension;	/* of file names, without the dot */
	/* provenance NULL: leave it out (help texts) */
	void (*write)(const struct table *answer, const struct table *provenance,
		      const struct style *style, FILE *f);
	const char *why;	/* what it is good for, for --help */
};

/* All writers; the first is the default. Ends with a row whose name is NULL. */
extern const struct writer writers[];

/* The writer of that name, NULL: none. */
const struct writer *writer_find(const char *name);

/* The writer of a file name's extension, NULL: none has it. */
const struct writer *writer_of_file(const char *path);

/* Write the answer; provenance may be NULL. */
void writer_write(const struct writer *writer, const struct table *answer,
		  const struct provenance *provenance, const struct style *style, FILE *f);

/* ---- for writers ---- */

enum { WRITER_NUMBER = 400 };	/* holds "-1.8e308" with 17 decimals, written out */

/* An integer, or a real with its column's decimals, in C notation: "-12", "0.930". Never "-0.000".
   Returns buffer. */
const char *writer_number(const struct column *column, const struct cell *cell,
			  char buffer[WRITER_NUMBER]);

/* What people read in the cell where it is not text: a number, "yes", "no", or the column's word
   for unknown. Valid as long as buffer and column. For CELL_TEXT, the raw text: it must be escaped.
   */
const char *writer_words(const struct table *t, int row, int column, char buffer[WRITER_NUMBER]);

/* Do the column's cells stand at the right? */
bool writer_is_right(const struct column *column);

#endif
