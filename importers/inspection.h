/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct inspection: what was read inside one package file (.deb, .rpm): its ELF objects one by
 * one, and of its other files what matters. Facts only, no judgement.
 *
 *	struct inspection i;
 *
 *	inspection_init(&i);
 *	if (inspection_read_package(&i, "curl_7.88.1_amd64.deb", diag) == 0)
 *		inspection_write(&i, path, diag);
 *	inspection_clear(&i);
 *
 * Objects are sorted by path, file counts by extension, privileges by text: the same package gives
 * the same bytes. inspection_check() states the invariants.
 *
 * The text form has one fact a line, its fields separated by tabs; tab, newline, backslash and
 * other control characters in them are written \xHH, so that any bytes survive. The first line
 * names the format and its version, the last is "end" with the number of objects: what is cut short
 * or of another version is refused, never half read.
 *
 *	linchpin-inspection	1
 *	package	NAME	VERSION	ARCHITECTURE
 *	archive	SHA-256	BYTES
 *	object	PATH	KIND	MODE	CODE BYTES	HARDENING,…	SONAME
 *	needed	WORD	(after its object; import, export, language, compiler, build_path alike)
 *	file	EXTENSION	COUNT	BYTES
 *	privileged	TEXT
 *	end	OBJECTS
 *
 * Reading a package: nothing is unpacked to disk; held in memory are one ELF file at a time (at
 * most LIMIT_OBJECT_BYTES of limits.h; a larger one is counted as WARN_BAD_OBJECT and kept as
 * OBJECT_UNKNOWN, as is one that is damaged), its facts, and what the decompressor needs. Kernel
 * modules and programs that are compressed once more inside the package (.ko.xz) are files, not
 * objects.
 *
 * Cost: O(bytes); see package_file.h for what that is beside dpkg-deb.
 */
#ifndef LINCHPIN_IMPORTERS_INSPECTION_H
#define LINCHPIN_IMPORTERS_INSPECTION_H

#include "importers/object.h"

struct diag;

/* Regular files that are not ELF, by what they are. */
struct file_count {
	char *extension;	/* lower case, "py", "pm", "jar"; of scripts without extension the
				   interpreter without version: "#!sh", "#!perl"; "": neither */
	int count;
	long long bytes;
};

struct inspection {
	char *name, *evr, *arch;	/* of the package, from its control file or header */
	char *sha256;			/* of the package file, lower-case hexadecimal */
	long long size;			/* bytes of the package file */
	struct object *object;		/* sorted by path */
	int n_object;
	struct file_count *file;	/* sorted by extension */
	int n_file;
	char **privileged;		/* "setuid usr/bin/sudo 4755 root",
					   "setgid usr/bin/wall 2755 root:tty",
					   "capability usr/bin/ping cap_net_raw=ep", sorted */
	int n_privileged;
};

void inspection_init(struct inspection *i);
void inspection_clear(struct inspection *i);

/* Read a package file; what it is, its first bytes tell. -1: corrupt, hostile or too large, said in
   diag, and *ret is empty. */
int inspection_read_package(struct inspection *ret, const char *path, struct diag *diag);

/* The text form; the caller frees it. */
char *inspection_text(const struct inspection *i);

/* Write it to path.new and rename that. */
int inspection_write_text(const char *text, const char *path, struct diag *diag);

/* Both. */
int inspection_write(const struct inspection *i, const char *path, struct diag *diag);

/* Read the text form. -1: not one, of another version or cut short; *ret is empty. */
int inspection_load(struct inspection *ret, const char *path, struct diag *diag);

/* For who fills one: the new object or count is empty; the pointer is valid until the next call.
   Privileges are copied. Afterwards inspection_sort(). */
struct object *inspection_add_object(struct inspection *i);
void inspection_count_file(struct inspection *i, const char *extension, int count,
			   long long bytes);
void inspection_add_privileged(struct inspection *i, const char *text);
void inspection_sort(struct inspection *i);

/* Are the lists in order and whole? -1: said in diag. */
int inspection_check(const struct inspection *i, struct diag *diag);

#endif
