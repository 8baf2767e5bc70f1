/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * enum limit: everything that input may not exceed, in one place. What strangers publish decides
 * how much there is to read; these decide where it ends. A row of the table in limits.c has each
 * one's name, value, unit, what it bounds, and what real archives have for comparison; the manual's
 * section LIMITS is made of the same rows.
 *
 *	if (size > limit_value(LIMIT_STANZA_BYTES))
 *		return limit_fail(LIMIT_STANZA_BYTES, path, diag);
 *
 * Exceeding one is an error, and always the same sentence:
 *
 *	'Packages.gz' exceeds the limit 'stanza-bytes' (16 MiB) at stanza 12
 *
 * `--limit NAME=N` sets one, before anything is read; the rows say how far up. No answer depends on
 * a limit: there is one within the limits, or none. (An ELF file beyond LIMIT_OBJECT_BYTES, or one
 * of the limits "elf-…", is the exception: the package's other files are as good, and the warning
 * bad-object names the limit.)
 *
 * What is not here: sizes of buffers that are filled and emptied, and bounds of searches that give
 * a worse hint instead of none.
 *
 * To add one: a word below, a row in limits.c, a check, a row in tests/test-limits.
 */
#ifndef LINCHPIN_IMPORTERS_LIMITS_H
#define LINCHPIN_IMPORTERS_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct diag;

enum limit {
	LIMIT_NONE,
	/* of the whole process */
	LIMIT_MEMORY,
	LIMIT_CPU_SECONDS,
	/* any compressed or plain text: lists, rpm-md, surveys */
	LIMIT_LIST_BYTES,
	LIMIT_LIST_RATIO,
	LIMIT_RATIO_FREE,
	LIMIT_LINE_BYTES,
	/* Packages, Sources, Release */
	LIMIT_STANZA_BYTES,
	LIMIT_STANZA_FIELDS,
	LIMIT_RELEASE_BYTES,
	/* of a universe, whatever it is read from */
	LIMIT_PACKAGES,
	LIMIT_PACKAGE_NEEDS,
	LIMIT_PACKAGE_VERSIONS,
	LIMIT_ALTERNATIVES,
	LIMIT_NAME_BYTES,
	LIMIT_STRING_BYTES,
	LIMIT_RELATIONS,
	LIMIT_RELATION_DEPTH,
	LIMIT_RICH_DEPTH,
	LIMIT_NEEDS,
	LIMIT_OBSERVATIONS,
	LIMIT_REPOSITORIES,
	LIMIT_INPUTS,
	/* of a graph */
	LIMIT_GRAPH_ARCS,
	LIMIT_STRONG_PAIRS,
	/* rpm-md */
	LIMIT_REPOMD_BYTES,
	LIMIT_PRIMARY_BYTES,
	LIMIT_COMPS_BYTES,
	LIMIT_XML_DEPTH,
	LIMIT_XML_ATTRIBUTE_BYTES,
	LIMIT_XML_TAG_BYTES,
	LIMIT_XML_TEXT_BYTES,
	LIMIT_PATH_BYTES,
	/* .deb and .rpm */
	LIMIT_PACKAGE_PARTS,
	LIMIT_PACKAGE_MEMBERS,
	LIMIT_PACKAGE_OBJECTS,
	LIMIT_PACKAGE_PRIVILEGES,
	LIMIT_MEMBER_PATH_BYTES,
	LIMIT_CONTROL_BYTES,
	LIMIT_OBJECT_BYTES,
	LIMIT_UNPACKED_BYTES,
	LIMIT_UNPACKED_RATIO,
	LIMIT_UNPACKER_MEMORY,
	/* ELF */
	LIMIT_ELF_SECTIONS,
	LIMIT_ELF_SEGMENTS,
	LIMIT_ELF_SYMBOLS,
	LIMIT_ELF_DYNAMIC,
	LIMIT_ELF_NAME_BYTES,
	LIMIT_ELF_NAMES_BYTES,
	/* what linchpin itself writes, and may find changed */
	LIMIT_SNAPSHOT_BYTES,
	LIMIT_INSPECTION_BYTES,
	/* the user's own files and words */
	LIMIT_POPCON_ENTRIES,
	LIMIT_POPCON_NAME_BYTES,
	LIMIT_TABLE_BYTES,
	LIMIT_TABLE_COLUMNS,
	LIMIT_ARGUMENT_BYTES,
	LIMITS
};

/* The sizes of buffers: these limits cannot be raised. */
enum {
	NAME_BYTES_MAX = 511,
	ALTERNATIVES_MAX = 256,
	PATH_BYTES_MAX = 16383,
	TABLE_COLUMNS_MAX = 64,
	REPOSITORIES_MAX = 64,
};

struct limit_row {
	const char *name;	/* as messages and --limit have it: "stanza-bytes" */
	int64_t value;		/* the most that is accepted */
	int64_t most;		/* how far --limit may raise it */
	const char *unit;	/* "bytes", "packages", "times" */
	const char *bounds;	/* what of: "one stanza of Packages or Sources" */
	const char *real;	/* what real archives have: "bookworm: 0.26 MB" */
};

/* [enum limit]; LIMIT_NONE has no name. Lives forever. */
extern const struct limit_row limit_rows[LIMITS];

/* The value that holds now: the row's, or what --limit says. */
int64_t limit_value(enum limit limit);

/* "stanza-bytes=1000", "memory=16G" (K, M, G, T: powers of 1024). It holds for the whole process,
   also for those it forks; call it before anything is read. -1: no such limit, no number, or more
   than the row allows. */
int limit_set(const char *text, struct diag *diag);

/* All as the rows have them, for tests. */
void limits_reset(void);

/* "16 MiB", "20,000,000 packages", "200 times": a value as messages and the manual say it. */
enum { LIMIT_TEXT_BYTES = 64 };
void limit_text(enum limit limit, char ret_text[LIMIT_TEXT_BYTES]);

/* "'subject' exceeds the limit 'stanza-bytes' (16 MiB)", and with _at the place behind it:
   "at stanza 12". Returns -1. */
int limit_fail(enum limit limit, const char *subject, struct diag *diag);
int limit_fail_at(enum limit limit, const char *subject, struct diag *diag, const char *place, ...)
	__attribute__((format(printf, 4, 5)));

/* Has so much text, from so many bytes, grown beyond any honest list, by itself or by its ratio?
   One of LIMIT_LIST_BYTES and LIMIT_LIST_RATIO, LIMIT_NONE: no. */
enum limit limit_of_text(int64_t n_text, int64_t n_packed);

#ifdef __cplusplus
}
#endif

#endif
