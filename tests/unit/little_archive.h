/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct little: an archive of a few lines in a temporary directory, imported, and what became of
 * it as short texts that a test can compare.
 *
 *	struct little l;
 *
 *	little_init(&l);
 *	little_write(&l, "Packages", "Package: a\nVersion: 1\nArchitecture: amd64\n"
 *		     "Depends: b | c\n");
 *	CHECK_INT(little_import(&l, "Packages"), 0);
 *	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "b | c");
 *	little_clear(&l);
 *
 * Texts live until the fourth next call.
 */
#ifndef LINCHPIN_TESTS_UNIT_LITTLE_ARCHIVE_H
#define LINCHPIN_TESTS_UNIT_LITTLE_ARCHIVE_H

#include <stddef.h>

#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/universe.h"

enum { LITTLE_PATH = 512 };

struct little {
	char dir[64];
	struct universe universe;
	struct diag diag;
	struct import_options options; /* sources and file_lists are set by little_init() */
};

void little_init(struct little *l);

/* Remove the directory and what is in it. */
void little_clear(struct little *l);

/* The path of a file in the directory; "" is the directory. */
void little_path(const struct little *l, const char *name, char ret_path[LITTLE_PATH]);

/* Write a file; folders are made. */
void little_write(struct little *l, const char *name, const char *text);
void little_write_bytes(struct little *l, const char *name, const void *data, size_t size);

/* Write a file compressed with a libarchive filter: "gzip", "xz", "zstd", "lz4", "bzip2";
   "none" is plain. Not for an empty text. */
void little_pack(struct little *l, const char *name, const char *filter, const void *data,
		 size_t size);

/* All of a file; the caller frees it. */
char *little_read(const struct little *l, const char *name, size_t *ret_size);

/* Import a file or a directory of it ("": all) in place of what was imported before, and check the
   universe's invariants. 0, or -1 with the message in diag and an empty universe. */
int little_import(struct little *l, const char *name);

/* "b | c, d >= 2, <pre>, libc6": what a package says under SOLVABLE_REQUIRES, SOLVABLE_CONFLICTS,
   …; of its versions the last. The build dependencies of a component with little_build_needs(). */
const char *little_needs(const struct little *l, const char *package, Id keyname);
const char *little_build_needs(const struct little *l, const char *component);

/* "b c; -": for each requirement of a package the packages that meet it, "-" for none. */
const char *little_met(const struct little *l, const char *package);

/* "a, b*3": what was observed, with counts above 1; "" for nothing. The name is a package's or a
   component's, as the kind has it. */
const char *little_seen(const struct little *l, enum observation_kind kind, const char *name);

/* "1.0-1 2.0-1": the versions of a package, in the order of the archive. */
const char *little_versions(const struct little *l, const char *package);

/* "openssl", the component of a package. */
const char *little_component(const struct little *l, const char *package);

#endif
