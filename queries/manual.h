/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manual page, made from the tables of verbs, options, export formats and the schema of
 * exported databases, so that it cannot say anything else than the program does. Its examples run
 * as tests (tests/test-manual).
 */
#ifndef LINCHPIN_QUERIES_MANUAL_H
#define LINCHPIN_QUERIES_MANUAL_H

#include <stdio.h>

struct manual_example {
	const char *command;
	const char *what;	/* what it shows */
};

/* Those worth showing first come first; the last has the command NULL. */
enum { MANUAL_FIRST_EXAMPLES = 5 };
extern const struct manual_example manual_examples[];

/* Write linchpin.1 for man(1). */
void manual_page(FILE *f);

#endif
