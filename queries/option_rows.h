/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct option_row: one option of the command line: how it is spelt, what it takes, what of it the
 * provenance tells. The table is in option_rows.c; options.c parses and helps by it.
 *
 * Most options only set a field of struct options: a row names it with FLAG() or TEXT(), and needs
 * no function. To add an option: see options.h.
 */
#ifndef LINCHPIN_QUERIES_OPTION_ROWS_H
#define LINCHPIN_QUERIES_OPTION_ROWS_H

#include <stddef.h>

#include "queries/options.h"

struct option_row {
	const char *name;     /* after "--" */
	char letter;	      /* after "-", 0: none */
	const char *argument; /* what it is called in the help, NULL: takes none */
	const char *key;      /* in the provenance; NULL: does not move a number */
	int (*take)(struct options *o, const char *value, struct diag *diag); /* NULL: by field */
	void (*tell)(const struct options *o, const char *key, struct table *record);
	const char *help;
	enum { FIELD_NONE, FIELD_FLAG, FIELD_TEXT } field; /* bool, or const char * … */
	size_t offset;				/* … of struct options that it sets */
};

/* [enum option_name] */
extern const struct option_row option_rows[OPTIONS];

/* Let an option take its value (NULL: it has none). -1: wrong usage, said in diag. */
int option_row_take(const struct option_row *row, struct options *o, const char *value,
		    struct diag *diag);

/* Add what the provenance tells of it, if anything, to a RECORD. */
void option_row_tell(const struct option_row *row, const struct options *o, struct table *record);

#endif
