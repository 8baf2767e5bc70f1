/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct apt_stanzas: libapt-pkg's reader of deb822 stanzas (Packages, Sources, Release), and its
 * parser of relation fields, behind a C interface. No C++ type or exception crosses it.
 *
 *	struct apt_stanzas *file = apt_stanzas_open(path, diag);
 *	while ((got = apt_stanzas_next(file, diag)) > 0)
 *		value = apt_stanzas_field(file, "Package", &len);
 *	apt_stanzas_free(file);
 *
 * Plain, gzip, xz, bzip2, lz4 and zstd files are told by their content. A file that does not
 * decompress to its end, or whose text ends in the middle of a line, is an error (lines.h); so is a
 * stanza beyond LIMIT_STANZA_BYTES or LIMIT_STANZA_FIELDS.
 *
 * Cost: bookworm's Packages (50 MB of text) in 0.15 s beyond its decompression.
 */
#ifndef LINCHPIN_IMPORTERS_APT_STANZAS_H
#define LINCHPIN_IMPORTERS_APT_STANZAS_H

#include <stdbool.h>
#include <stddef.h>

#include "importers/limits.h"

#ifdef __cplusplus
extern "C" {
#endif

struct diag;
struct apt_stanzas;

/* Open a file; NULL with the reason in diag. The caller frees it with apt_stanzas_free(). */
struct apt_stanzas *apt_stanzas_open(const char *path, struct diag *diag);

/* The same for text in memory (a Release); the text must outlive the reader. */
struct apt_stanzas *apt_stanzas_open_text(const char *text, size_t len, struct diag *diag);

/* Step to the next stanza: 1 there is one, 0 end of file, -1 failed. */
int apt_stanzas_next(struct apt_stanzas *file, struct diag *diag);

/* A field's value without surrounding white space, NULL: the stanza has none. Not terminated:
   *ret_len bytes, valid until the next apt_stanzas_next(). */
const char *apt_stanzas_field(const struct apt_stanzas *file, const char *name, size_t *ret_len);

void apt_stanzas_free(struct apt_stanzas *file);

enum apt_compare { APT_ANY_VERSION, APT_LESS, APT_LESS_EQUAL, APT_EQUAL, APT_GREATER_EQUAL,
		   APT_GREATER, APT_NOT_EQUAL };

/* One name of a relation field: "libc6 (>= 2.36)" of "libc6 (>= 2.36) | libc6.1". */
struct apt_relation {
	char name[NAME_BYTES_MAX + 1];	/* with its architecture qualifier: "python3:any" */
	char version[NAME_BYTES_MAX + 1]; /* empty with APT_ANY_VERSION */
	enum apt_compare compare;
	bool or_next;		/* an alternative follows */
	bool applies;		/* false: excluded by its architecture list or build profile */
};

/* Parse the relation at *cursor and step over it: 1 got one, 0 the field is at its end, -1 it
   cannot be parsed, -2 its name or version exceeds LIMIT_NAME_BYTES (*cursor then stands behind the
   next comma). arch decides [arch lists] and
   <profiles> are judged without any profile set; `build` allows the two. */
int apt_relation_next(const char **cursor, const char *end, const char *arch, bool build,
		      struct apt_relation *ret);

/* SHA-256 of a file as stored, or of its decompressed content, as lower-case hexadecimal.
   *ret_size: the bytes that were summed. */
int apt_sha256(const char *path, bool content, char ret_sum[65], long long *ret_size,
	       struct diag *diag);

/* "Sat, 11 Jul 2026 10:16:37 UTC" as seconds since the epoch, -1: not a date. */
long long apt_parse_date(const char *text);

#ifdef __cplusplus
}
#endif
#endif
