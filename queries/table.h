/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct table: an answer. The only thing a verb returns and a writer reads; it knows no format.
 *
 * An answer is a tree. Each table in it has one of three shapes:
 *
 *	RECORD	one row; its columns and then its parts are its named members
 *	ROWS	any number of rows of the same columns; no parts
 *	LIST	any number of parts, each a RECORD, without columns of its own
 *
 * The root is a RECORD, by habit without columns, with the parts "summary" (a RECORD), what else
 * there is to say, and "rows" (ROWS), the list that --format csv writes.
 *
 * A cell is null until it is set: *null means unknown*, it is never zero or an empty text. A real
 * that is not finite is null. Texts are copied; they may hold any bytes, writers make them
 * harmless.
 *
 * A verb describes its columns in a table of its own and sets cells by the column's key:
 *
 *	static const struct column columns[] = {
 *		{ .key = "rank", .type = CELL_INTEGER },
 *		{ .key = "component", .type = CELL_TEXT, .fit = FIT_SHORTEN },
 *		{ .key = "score", .type = CELL_REAL, .decimals = 3 },
 *		{ .key = "safe", .heading = "memory safe", .type = CELL_BOOL, .wide = true },
 *	};
 *	struct table *rows = table_add_rows(ret, "rows", "Ranking", columns, N_COLUMNS(columns));
 *
 *	table_add_row(rows);
 *	table_set_integer(rows, "rank", 1);
 *	table_set_text(rows, "component", "openssl");
 *
 * A RECORD needs no such list: table_field_…() adds a column and its value at once.
 *
 *	struct table *summary = table_add_record(ret, "summary", NULL);
 *
 *	table_field_integer(summary, "impact_packages", "packages lost", 28705);
 *	table_add_note(summary, "Counted without %s, as of %s.", "conflicts", date);
 *
 * A key that is not a column, a value of another type than the column's, or a second member of the
 * same name is a mistake of the caller: an assertion, not an error. Setting cells in the order of
 * the columns costs O(1) each. Equal texts are stored once; a cell costs 16 bytes.
 */
#ifndef LINCHPIN_QUERIES_TABLE_H
#define LINCHPIN_QUERIES_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <solv/strpool.h>

enum cell_type {
	CELL_NULL,		/* unknown */
	CELL_BOOL,
	CELL_INTEGER,
	CELL_REAL,
	CELL_TEXT,
	CELL_TYPES
};

/* What the text writer may do with a column when the lines are longer than the terminal. */
enum fit {
	FIT_KEEP,		/* nothing: names and numbers one copies */
	FIT_SHORTEN,		/* cut its end off */
	FIT_WRAP,		/* continue on further lines: sentences */
	FITS
};

enum align {
	ALIGN_DEFAULT,		/* numbers right, everything else left */
	ALIGN_LEFT,
	ALIGN_RIGHT,
	ALIGNS
};

struct column {
	const char *key;	/* the name in JSON and CSV, snake_case, unique in its table */
	const char *heading;	/* what people read; NULL: the key with blanks for underscores */
	enum cell_type type;	/* of all its cells that are not null */
	int decimals;		/* of reals, digits after the point, 0 … 17 */
	enum align align;
	enum fit fit;
	double width;		/* share of the line it would like, 0 … 1; 0: as its texts need */
	bool wide;		/* text output leaves it out unless --wide was given */
	bool spare;		/* text output may leave it out on a narrow terminal, the last
				   spare column first; a line below says so */
	const char *unknown;	/* what people read for null; NULL: "-" */
};

#define N_COLUMNS(columns) ((int)(sizeof(columns) / sizeof((columns)[0])))

/* One value; which member of `as` holds it says `type`. */
struct cell {
	enum cell_type type;
	union {
		bool boolean;
		int64_t integer;
		double real;	/* finite */
		Id text;	/* in the strings of the table; table_text() reads it */
	} as;
};

enum shape {
	SHAPE_RECORD,
	SHAPE_ROWS,
	SHAPE_LIST,
	SHAPES
};

struct table {
	enum shape shape;
	char *name;		/* its member name in the parent; NULL: the root, or in a LIST */
	char *title;		/* for people; NULL: none */
	struct column *column;	/* copies: the strings in them are the table's */
	int n_column;
	struct cell *cell;	/* row by row, n_column each */
	int n_row;		/* a RECORD has exactly 1, a LIST 0 */
	struct table **part;	/* members after the columns, in order */
	int n_part;
	char **note;		/* sentences for people, printed below */
	int n_note;
	int next;		/* column that will probably be set next */
	Stringpool *strings;	/* of all texts in the tree; owned by the root */
	bool is_root;
	bool wide;		/* text output leaves it out unless --wide was given */
	bool for_data;		/* says for programs what other parts say for people: only CSV and
				   JSON show it */
};

/* An empty answer: a RECORD without members. Allocates nothing. */
void table_init(struct table *t);

/* Release the whole tree; afterwards the table is as after table_init(). */
void table_clear(struct table *t);

/* ---- building ---- */

/* Give any table a title, for people; NULL: none. */
void table_set_title(struct table *t, const char *title);

/* Add a part. Of a RECORD it is a member and needs a name, of a LIST it is an element and has none
   (NULL). title may be NULL. The part lives as long as the root. */
struct table *table_add_record(struct table *t, const char *name, const char *title);
struct table *table_add_list(struct table *t, const char *name, const char *title);
struct table *table_add_rows(struct table *t, const char *name, const char *title,
			     const struct column *column, int n_column);

/* Add one more column at the end; not after the first row of ROWS. */
void table_add_column(struct table *t, const struct column *column);

/* Add a row of nulls to ROWS; the table_set_…() that follow fill it. */
void table_add_row(struct table *t);

/* Set a cell of the last row (of the only row of a RECORD). NULL text is null. */
void table_set_bool(struct table *t, const char *key, bool value);
void table_set_integer(struct table *t, const char *key, int64_t value);
void table_set_real(struct table *t, const char *key, double value);
void table_set_text(struct table *t, const char *key, const char *value);
void table_set_format(struct table *t, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Add a column to a RECORD and set it. heading may be NULL, see struct column. */
void table_field_bool(struct table *t, const char *key, const char *heading, bool value);
void table_field_integer(struct table *t, const char *key, const char *heading, int64_t value);
void table_field_real(struct table *t, const char *key, const char *heading, double value,
		      int decimals);
void table_field_text(struct table *t, const char *key, const char *heading, const char *value);

/* Say something below the table. */
void table_add_note(struct table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- reading ---- */

/* The part of that name, NULL: there is none. */
struct table *table_part(const struct table *t, const char *name);

/* The column of that key, -1: there is none. */
int table_column(const struct table *t, const char *key);

/* The cell in a row and column, both from 0; valid until a row is added. */
const struct cell *table_cell(const struct table *t, int row, int column);

/* The text of a CELL_TEXT cell; valid until another text is set anywhere in the tree. */
const char *table_text(const struct table *t, const struct cell *cell);

/* Is there nothing to show: no columns with rows, no parts? */
bool table_is_empty(const struct table *t);

#endif
