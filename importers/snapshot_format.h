/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a snapshot's attributes are called, and the seal at its end. Shared by the two sides,
 * snapshot.c and snapshot_write.c; snapshot.h says what a snapshot is.
 *
 *	release	(of the whole)	linchpin:format, linchpin:packages, linchpin:family, …
 *		linchpin:input		one for each input
 *		linchpin:warning	one for each kind of oddity, of either stage
 *	packages, in the order of the archive: the first linchpin:packages solvables
 *		solvable:…		name, version, architecture and needs, as libsolv has them
 *		linchpin:order		all needs of which there are two or more of a kind, kind by
 *					kind: libsolv sorts them, the archive's order counts
 *		linchpin:seen:KIND	observations of that kind: their texts
 *		linchpin:counted:KIND	the same where a count is not 1: text, count, text, count
 *	components: the other solvables, architecture "src", requires = build dependencies
 *
 * Nothing is kept in libsolv's compressed pages ("vertical"): unpacking them trusts the file. Texts
 * that repeat, or share their beginnings, are strings of the pool instead, which are sorted and
 * stored without what they share with the one before.
 *
 * The seal is a last line: SHA-256 over all bytes before it. libsolv does not read that far, so
 * that dumpsolv and whatever else knows .solv files reads a snapshot. It finds damage, and changes
 * by who does not know of it; it is no signature.
 */
#ifndef LINCHPIN_IMPORTERS_SNAPSHOT_FORMAT_H
#define LINCHPIN_IMPORTERS_SNAPSHOT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <solv/pool.h>

#include "importers/limits.h"
#include "importers/universe.h"

/* Raise it when what is written cannot be read, or would be read wrongly, by earlier versions.
   2: inputs may be verified by a metalink. */
enum { SNAPSHOT_FORMAT = 2, SNAPSHOT_FORMAT_OLDEST = 1 };

enum snapshot_attribute {
	/* of the release */
	SNAPSHOT_FORMAT_NUMBER,
	SNAPSHOT_PACKAGES,	/* how many solvables are packages */
	SNAPSHOT_FAMILY,	/* "deb" or "rpm": how versions compare */
	SNAPSHOT_DISTRIBUTION,
	SNAPSHOT_CODENAME,
	SNAPSHOT_VERSION,
	SNAPSHOT_ARCH,
	SNAPSHOT_DATE,		/* of an input too */
	SNAPSHOT_FILE_LISTS,	/* were read */
	SNAPSHOT_SOURCE_FILES,	/* were read */
	SNAPSHOT_INPUT,
	SNAPSHOT_WARNING,
	/* of an input, and of a warning */
	SNAPSHOT_NAME,
	SNAPSHOT_SHA256,
	SNAPSHOT_SIZE,
	SNAPSHOT_VERIFICATION,
	SNAPSHOT_SIGNED_BY,
	SNAPSHOT_KEY_NAME,
	SNAPSHOT_BASE,
	SNAPSHOT_STAGES,	/* who reads it: 1 needs alone, 2 everything, 3 both */
	SNAPSHOT_INSPECTIONS,	/* it stands for inspected packages */
	SNAPSHOT_COUNT,
	SNAPSHOT_TEXT,
	/* of a package */
	SNAPSHOT_ORDER,
	SNAPSHOT_COMPONENT,
	SNAPSHOT_LISTED_IN,	/* the input that lists its file */
	SNAPSHOT_DIRECTORY,	/* of its file, if that is named as usual; see universe.h */
	SNAPSHOT_PATH,		/* of its file, otherwise */
	SNAPSHOT_FILE_SIZE,
	SNAPSHOT_FILE_SHA256,
	SNAPSHOT_SUMMARY,	/* if there is exactly one */
	/* of a component */
	SNAPSHOT_SOURCE,	/* there is a source stanza */
	SNAPSHOT_SOURCE_EVR,	/* its version, if another one */
	SNAPSHOT_MAINTAINER,
	SNAPSHOT_UPLOADERS,
	SNAPSHOT_HOMEPAGE,
	SNAPSHOT_VCS,
	SNAPSHOT_ATTRIBUTES
};

enum { SNAPSHOT_STAGE_NEEDS = 1, SNAPSHOT_STAGE_ALL = 2 };

/* The keys of one pool. */
struct snapshot_keys {
	Id attribute[SNAPSHOT_ATTRIBUTES];
	Id observed[OBSERVATION_KINDS];
	Id counted[OBSERVATION_KINDS];
};

void snapshot_keys_init(struct snapshot_keys *keys, Pool *pool);

/* The kinds of needs, in the order of linchpin:order; 0 ends it. */
extern const Id snapshot_need_keys[];

/* The offset of a solvable's needs of one kind. */
Offset *snapshot_needs(Solvable *s, Id key);

#define SNAPSHOT_SEAL_WORDS "\nlinchpin-seal: "
enum { SNAPSHOT_SEAL_BYTES = sizeof(SNAPSHOT_SEAL_WORDS) - 1 + 64 + 1 };

/* The line that ends a snapshot of these bytes; ret_seal has no zero byte. */
void snapshot_seal(const void *bytes, size_t n, char ret_seal[SNAPSHOT_SEAL_BYTES]);

/* Is this what libsolv writes for a snapshot, to the last byte? NULL: yes; else what is not. Its
   reader takes the file's word for lengths, Ids and the ends of strings; see snapshot_check.c.
   *ret_exceeded: the limit that what it announces exceeds, LIMIT_NONE: none. */
const char *snapshot_check(const void *bytes, size_t n, enum limit *ret_exceeded);

#endif
