/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct output: where the answer goes, and whether all of it arrived.
 *
 * Standard output, or `-o FILE`, which is replaced as a whole (whole_file.h).
 *
 *	struct output o;
 *
 *	if (output_open(&o, path, diag))
 *		return -1;
 *	writer_write(writer, &answer, &provenance, &style, o.file);
 *	return output_close(&o, diag);
 *
 * The stream remembers why the first write failed, however much is written after it: no writer
 * needs to look.
 */
#ifndef LINCHPIN_QUERIES_OUTPUT_H
#define LINCHPIN_QUERIES_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "queries/whole_file.h"

struct diag;
struct style;

struct output {
	FILE *file;		/* write here; NULL: not open */
	int fd;			/* behind file */
	const char *path;	/* what is named in messages, "standard output" too */
	struct whole_file whole;	/* not open: standard output */
	int error;		/* errno of the first write that failed, 0: none did */
};

/* Open a file, or standard output where path is NULL or "-". -1: diag says why. */
int output_open(struct output *o, const char *path, struct diag *diag);

/* Flush, close, rename. -1: diag says why, and nothing half-written is left at path. */
int output_close(struct output *o, struct diag *diag);

/* Close and forget what was written; the earlier file stays. Does nothing where nothing is open. */
void output_abandon(struct output *o);

/* Does this path (NULL too) stand for standard output? */
bool output_is_standard(const char *path);

/* How to print there. The width is that of the terminal; COLUMNS overrides it, and gives one where
   there is no terminal. Bold needs a terminal that is not "dumb", and NO_COLOR unset or empty. */
struct style output_style(const struct output *o, bool wide);

#endif
