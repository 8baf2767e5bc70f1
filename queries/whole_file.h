/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct whole_file: a file that is replaced as a whole.
 *
 * A regular FILE is written as FILE.new beside it, flushed to disk and renamed: whoever reads
 * FILE sees the earlier content or the whole new one, never a part, and after a failure the
 * earlier one. A pipe, a terminal or a device such as /dev/full is written directly. A symbolic
 * link is followed, so that the link stays. FILE.new left by a killed run is taken over; one
 * that another run still writes is not (it is locked).
 *
 * A reader (importers/keeper.h) may open nothing for writing: there, the same functions ask the
 * keeper, which has the file and only lends its descriptor.
 */
#ifndef LINCHPIN_QUERIES_WHOLE_FILE_H
#define LINCHPIN_QUERIES_WHOLE_FILE_H

struct diag;

struct whole_file {
	int fd;			/* write here; -1: not open */
	char *path;		/* as the user calls it; NULL: not open */
	char *target;		/* the file to replace; NULL: written directly, or lent */
	char *temporary;	/* target with ".new"; NULL: as target */
};

void whole_file_init(struct whole_file *f);

/* Open. -1: said in diag, and nothing has changed. */
int whole_file_open(struct whole_file *f, const char *path, struct diag *diag);

/* Flush to disk, rename, close. -1: said in diag, and the earlier file is there. */
int whole_file_commit(struct whole_file *f, struct diag *diag);

/* Close and forget what was written. Does nothing where nothing is open. */
void whole_file_abandon(struct whole_file *f);

#endif
