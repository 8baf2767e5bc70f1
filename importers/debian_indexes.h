/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct debian_indexes: which index files a place holds, and how far each can be believed.
 *
 * The place is an apt lists directory (names with '_' for '/'), the root of a mirror
 * (dists/SUITE/…) or a single file. Of a lists directory only releases whose Origin is Debian
 * count, if there are any, and of these not those that apt would not install from by default
 * (NotAutomatic: backports), unless there are no others.
 *
 * A Release must be that of the suite whose name its place has: dists/bookworm, or the
 * "_dists_bookworm_InRelease" of a list. Signed as well as the right one is every other suite's.
 *
 * A mirror's Release past its Valid-Until is an error; that of a lists directory, which apt judged
 * when it fetched it, a warning.
 */
#ifndef LINCHPIN_IMPORTERS_DEBIAN_INDEXES_H
#define LINCHPIN_IMPORTERS_DEBIAN_INDEXES_H

#include <stdbool.h>

#include "importers/release_file.h"

struct import_options;

enum index_kind {
	INDEX_PACKAGES,
	INDEX_SOURCES,
	INDEX_CONTENTS_BINARY,
	INDEX_CONTENTS_SOURCE,
	INDEX_KINDS
};

struct debian_index {
	enum index_kind kind;
	char *path;
	char *name;		/* as its Release calls it, without ending: "main/source/Sources" */
	int release;		/* index into release[]; -1: no Release vouches for it */
	char *base;		/* of its packages' files, as in struct input; NULL: unknown */
};

struct debian_indexes {
	struct release_file *release;	/* pockets before the main archive */
	char **release_path;
	int n_release;
	struct debian_index *index;	/* by kind, then in the order of releases and names */
	int n_index;
	char *arch;
};

/* Find and verify what lies at path. The caller clears, also after a failure. */
int debian_indexes_find(struct debian_indexes *d, const char *path,
			const struct import_options *options, struct diag *diag);

/* Check one index against its Release and describe it as an input. An index that is not what its
   Release lists is an error, or with allow_unverified a warning and VERIFY_NONE. */
int debian_indexes_verify(const struct debian_indexes *d, const struct debian_index *index,
			  bool allow_unverified, struct input *ret_input, struct diag *diag);

/* Debian's name of this machine's architecture: "amd64". Lives forever. */
const char *debian_machine_arch(void);

/* The file of keys that sign Debian's archives, where its package puts it. */
const char *debian_keyring(void);

void debian_indexes_clear(struct debian_indexes *d);

#endif
