/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct whole_directory: a new directory that is there as a whole or not at all.
 *
 * DIR is made as DIR.new and renamed when all files are in it. One that exists must be empty:
 * nothing of the user's is replaced or removed. A DIR.new that a killed run left is removed, which
 * is known by a file in it that is locked as long as its run lives; anything else of that name
 * stays and is an error.
 *
 * A reader asks the keeper, as with whole_file.h.
 */
#ifndef LINCHPIN_QUERIES_WHOLE_DIRECTORY_H
#define LINCHPIN_QUERIES_WHOLE_DIRECTORY_H

#include <stdio.h>

struct diag;

struct whole_directory {
	char *place;		/* where it is to be, without a last slash; NULL: not begun */
	char *root;		/* "PLACE.new" */
	int fd;			/* root; -1: it is the keeper's */
	int mark;		/* the locked file in it; -1: as fd */
};

void whole_directory_init(struct whole_directory *d);

/* Would begin fail? Better known before a minute's work. -1: said in diag. */
int whole_directory_check(const char *place, struct diag *diag);

/* Make DIR.new. -1: said in diag. */
int whole_directory_begin(struct whole_directory *d, const char *place, struct diag *diag);

/* A new file in it, "data/ranking.csv", and the folders it is in. Names are ours: letters, digits
   and "._+~%-", no folder begins with a dot. -1: said in diag. */
int whole_directory_open(struct whole_directory *d, const char *name, int *ret_fd,
			 struct diag *diag);

/* The same as a stream, and the end of it. NULL, -1: said in diag. */
FILE *whole_directory_open_stream(struct whole_directory *d, const char *name, struct diag *diag);
int whole_directory_close_stream(struct whole_directory *d, const char *name, FILE *f,
				 struct diag *diag);

/* Rename it to its place. -1: said in diag, and nothing is left. */
int whole_directory_finish(struct whole_directory *d, struct diag *diag);

/* Remove all of it. Does nothing where nothing was begun. */
void whole_directory_abandon(struct whole_directory *d);

#endif
