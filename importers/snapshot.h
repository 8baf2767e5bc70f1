/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A snapshot: one release, frozen into one file that can be archived beside a paper. It holds what
 * an import of the release gave, what inspections had found by then included, and where all of it
 * came from. What is computed from it is what was computed from the release, byte for byte.
 *
 * The file is a libsolv .solv file with the observations as additional attributes (their names:
 * snapshot_format.h), and a line that seals it. Anything that reads .solv files can read it.
 *
 * A verb that asks for needs alone reads fewer inputs of a release than one that judges, and says
 * so in its answer. A snapshot keeps both lists of inputs and of warnings, and an import from it
 * gives those of the stage asked for (options->file_lists).
 *
 * Refused, with the reason: a file without its seal, one whose bytes are not those that were
 * sealed, one of a later format, and one whose content contradicts itself. Options that choose what
 * of an archive to read (--arch, --components, --multilib) were settled when it was made: another
 * architecture is refused. Later inspections in the user's cache do not change a snapshot.
 *
 * The seal does not say who made it. What libsolv's reader believes is checked before and after it
 * (lengths, Ids, the depth of relations); still, do not open a snapshot from a source that you
 * would not take a program's input from.
 *
 * Cost: bookworm (63,688 packages, 1.26 million observations): 18 MB; to write 9 s, nearly all of
 * it the two imports; to read 0.1 s for needs alone, 0.3 s for everything, instead of 0.5 and 4.
 */
#ifndef LINCHPIN_IMPORTERS_SNAPSHOT_H
#define LINCHPIN_IMPORTERS_SNAPSHOT_H

#include <stdbool.h>
#include <stdio.h>

struct diag;
struct import_options;
struct universe;

/* Is there a .solv file at the path? */
bool snapshot_is(const char *path);

/* Fill the universe, which must be empty and is empty again after a failure. */
int snapshot_import(struct universe *u, const char *path, const struct import_options *options,
		    struct diag *diag);

/* The same release read twice: everything, and needs alone, each with the warnings of its import.
   */
struct snapshot_release {
	struct universe *all, *needs;
	const struct diag *all_warnings, *needs_warnings;
};

/* Write a snapshot to a stream; its error is the caller's to see. Both universes are unchanged but
   for strings in the pool. -1: the two are not of the same archive (it changed in between). */
int snapshot_write(const struct snapshot_release *r, FILE *stream, struct diag *diag);

#endif
