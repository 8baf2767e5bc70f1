/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer as a tree of typed cells; see the header. Texts are kept in one libsolv string pool
 * per tree, because answers repeat the same names (all strong pairs of bookworm are 3.5 million
 * rows of 63,440 different names).
 */
#include "queries/table.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

enum {
	CELL_BLOCK = 255,	/* cells are allocated in steps of 256 */
	PART_BLOCK = 7,
};

static char *copy_or_null(const char *text)
{
	return text ? solv_strdup(text) : NULL;
}

static char *print_text(const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		solv_oom(0, 0);
	return text;
}

void table_init(struct table *t)
{
	memset(t, 0, sizeof(*t));
	t->shape = SHAPE_RECORD;
	t->n_row = 1;
	t->is_root = true;
}

static void table_release(struct table *t)
{
	for (int i = 0; i < t->n_part; i++) {
		table_release(t->part[i]);
		free(t->part[i]);
	}
	for (int c = 0; c < t->n_column; c++) {
		free((char *)t->column[c].key);
		free((char *)t->column[c].heading);
		free((char *)t->column[c].unknown);
	}
	for (int i = 0; i < t->n_note; i++)
		free(t->note[i]);
	free(t->part);
	free(t->column);
	free(t->note);
	free(t->cell);
	free(t->name);
	free(t->title);
}

void table_clear(struct table *t)
{
	table_release(t);
	if (t->strings) {
		stringpool_free(t->strings);
		free(t->strings);
	}
	table_init(t);
}

static Stringpool *table_strings(struct table *t)
{
	if (!t->strings) {
		t->strings = solv_calloc(1, sizeof(*t->strings));
		stringpool_init_empty(t->strings);
	}
	return t->strings;
}

void table_set_title(struct table *t, const char *title)
{
	free(t->title);
	t->title = copy_or_null(title);
}

static struct table *table_add_part(struct table *t, enum shape shape, const char *name,
				    const char *title)
{
	struct table *part = solv_calloc(1, sizeof(*part));

	assert(t->shape != SHAPE_ROWS);
	assert(t->shape == SHAPE_LIST ? !name && shape == SHAPE_RECORD :
					name && !table_part(t, name) && table_column(t, name) < 0);
	part->shape = shape;
	part->name = copy_or_null(name);
	part->title = copy_or_null(title);
	part->n_row = shape == SHAPE_RECORD;
	part->strings = table_strings(t);
	t->part = solv_extend(t->part, t->n_part, 1, sizeof(*t->part), PART_BLOCK);
	t->part[t->n_part++] = part;
	return part;
}

struct table *table_add_record(struct table *t, const char *name, const char *title)
{
	return table_add_part(t, SHAPE_RECORD, name, title);
}

struct table *table_add_list(struct table *t, const char *name, const char *title)
{
	return table_add_part(t, SHAPE_LIST, name, title);
}

struct table *table_add_rows(struct table *t, const char *name, const char *title,
			     const struct column *column, int n_column)
{
	struct table *rows = table_add_part(t, SHAPE_ROWS, name, title);

	for (int c = 0; c < n_column; c++)
		table_add_column(rows, &column[c]);
	return rows;
}

static char *heading_of_key(const char *key)
{
	char *heading = solv_strdup(key);

	for (char *c = heading; *c; c++)
		if (*c == '_')
			*c = ' ';
	return heading;
}

void table_add_column(struct table *t, const struct column *column)
{
	struct column *new;

	assert(t->shape != SHAPE_LIST && (t->shape == SHAPE_RECORD || !t->n_row));
	assert(column->key && table_column(t, column->key) < 0 && !table_part(t, column->key));
	assert(column->type > CELL_NULL && column->type < CELL_TYPES);
	assert(column->decimals >= 0 && column->decimals <= 17);
	t->column = solv_extend(t->column, t->n_column, 1, sizeof(*t->column), PART_BLOCK);
	new = &t->column[t->n_column];
	*new = *column;
	new->key = solv_strdup(column->key);
	new->heading = column->heading ? solv_strdup(column->heading) : heading_of_key(column->key);
	new->unknown = copy_or_null(column->unknown);
	if (t->shape == SHAPE_RECORD) {
		t->cell = solv_extend(t->cell, t->n_column, 1, sizeof(*t->cell), PART_BLOCK);
		memset(&t->cell[t->n_column], 0, sizeof(*t->cell));
	}
	t->n_column++;
}

void table_add_row(struct table *t)
{
	size_t n_cell = (size_t)t->n_row * (size_t)t->n_column;

	assert(t->shape == SHAPE_ROWS && t->n_column);
	t->cell = solv_extend(t->cell, n_cell, t->n_column, sizeof(*t->cell), CELL_BLOCK);
	memset(t->cell + n_cell, 0, (size_t)t->n_column * sizeof(*t->cell));
	t->n_row++;
	t->next = 0;
}

/* Cells are mostly set in the order of the columns, so the search begins where the last one ended.
   */
static struct cell *table_cell_to_set(struct table *t, const char *key, enum cell_type type)
{
	int found = -1;

	for (int i = 0; i < t->n_column && found < 0; i++) {
		int c = t->next + i < t->n_column ? t->next + i : t->next + i - t->n_column;

		if (!strcmp(t->column[c].key, key))
			found = c;
	}
	assert(t->n_row > 0 && found >= 0 && t->column[found].type == type);
	t->next = found + 1 < t->n_column ? found + 1 : 0;
	return &t->cell[(size_t)(t->n_row - 1) * (size_t)t->n_column + (size_t)found];
}

void table_set_bool(struct table *t, const char *key, bool value)
{
	struct cell *cell = table_cell_to_set(t, key, CELL_BOOL);

	cell->type = CELL_BOOL;
	cell->as.boolean = value;
}

void table_set_integer(struct table *t, const char *key, int64_t value)
{
	struct cell *cell = table_cell_to_set(t, key, CELL_INTEGER);

	cell->type = CELL_INTEGER;
	cell->as.integer = value;
}

void table_set_real(struct table *t, const char *key, double value)
{
	struct cell *cell = table_cell_to_set(t, key, CELL_REAL);

	cell->type = isfinite(value) ? CELL_REAL : CELL_NULL;
	cell->as.real = isfinite(value) ? value : 0;
}

void table_set_text(struct table *t, const char *key, const char *value)
{
	struct cell *cell = table_cell_to_set(t, key, CELL_TEXT);

	cell->type = value ? CELL_TEXT : CELL_NULL;
	cell->as.text = value ? stringpool_str2id(table_strings(t), value, 1) : 0;
}

void table_set_format(struct table *t, const char *key, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = print_text(format, args);
	va_end(args);
	table_set_text(t, key, text);
	free(text);
}

static void table_add_field(struct table *t, const char *key, const char *heading,
			    enum cell_type type, int decimals)
{
	struct column column = { .key = key, .heading = heading, .type = type,
				 .decimals = decimals, .fit = FIT_WRAP };

	assert(t->shape == SHAPE_RECORD);
	table_add_column(t, &column);
	t->next = t->n_column - 1;
}

void table_field_bool(struct table *t, const char *key, const char *heading, bool value)
{
	table_add_field(t, key, heading, CELL_BOOL, 0);
	table_set_bool(t, key, value);
}

void table_field_integer(struct table *t, const char *key, const char *heading, int64_t value)
{
	table_add_field(t, key, heading, CELL_INTEGER, 0);
	table_set_integer(t, key, value);
}

void table_field_real(struct table *t, const char *key, const char *heading, double value,
		      int decimals)
{
	table_add_field(t, key, heading, CELL_REAL, decimals);
	table_set_real(t, key, value);
}

void table_field_text(struct table *t, const char *key, const char *heading, const char *value)
{
	table_add_field(t, key, heading, CELL_TEXT, 0);
	table_set_text(t, key, value);
}

void table_add_note(struct table *t, const char *format, ...)
{
	va_list args;

	t->note = solv_extend(t->note, t->n_note, 1, sizeof(*t->note), PART_BLOCK);
	va_start(args, format);
	t->note[t->n_note++] = print_text(format, args);
	va_end(args);
}

struct table *table_part(const struct table *t, const char *name)
{
	for (int i = 0; i < t->n_part; i++)
		if (t->part[i]->name && !strcmp(t->part[i]->name, name))
			return t->part[i];
	return NULL;
}

int table_column(const struct table *t, const char *key)
{
	for (int c = 0; c < t->n_column; c++)
		if (!strcmp(t->column[c].key, key))
			return c;
	return -1;
}

const struct cell *table_cell(const struct table *t, int row, int column)
{
	assert(row >= 0 && row < t->n_row && column >= 0 && column < t->n_column);
	return &t->cell[(size_t)row * (size_t)t->n_column + (size_t)column];
}

const char *table_text(const struct table *t, const struct cell *cell)
{
	assert(cell->type == CELL_TEXT);
	return stringpool_id2str(t->strings, cell->as.text);
}

bool table_is_empty(const struct table *t)
{
	return !t->n_part && (!t->n_column || !t->n_row);
}
