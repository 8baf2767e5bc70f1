/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct output: where the answer goes, and whether all of it arrived.
 *
 * Standard output, or `-o FILE`. A regular FILE is written as FILE.new beside it, flushed to disk
 * and renamed: whoever reads FILE sees the earlier content or the whole new one, never a part, and
 * after a failure the earlier one. A pipe, a terminal or a device such as /dev/full is written
 * directly. A symbolic link is followed, so that the link stays. FILE.new left by a killed run is
 * taken over; one that another run still writes is not (it is locked).
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

struct diag;
struct style;

struct output {
	FILE *file;		/* write here; NULL: not open */
	int fd;			/* behind file */
	char *path;		/* what is named in messages, "standard output" too */
	char *target;		/* the file to replace in the end; NULL: written directly */
	char *temporary;	/* target with ".new"; NULL: written directly */
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
