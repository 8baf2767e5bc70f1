/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct package_file: the members of a .deb or .rpm, one after the other, without unpacking to
 * disk.
 *
 *	struct package_file *f = package_file_open(path, diag);
 *	while ((got = package_file_next(f, &member, diag)) > 0)
 *		…
 *	package_file_free(f);
 *
 * Which of the two it is, its first bytes tell. A .deb is an ar archive of debian-binary,
 * control.tar and data.tar (deb(5)); of an .rpm librpm reads the header (rpm_payload.h) and the
 * payload is cpio. The caller learns of every regular file with its first bytes; the whole content
 * is held only for ELF files up to LIMIT_OBJECT_BYTES, and only until the next call. Nothing is
 * ever written, whatever a member is called: devices, links and directories are passed over,
 * absolute names lose their slash, and ".." in a name is an error.
 *
 * Whether the package is the one that was asked for, the caller knows by its SHA-256; signatures
 * are not checked here. What the formats themselves check is checked to the last byte, but for the
 * checksums of xz in a .deb's data (unpacker.h): there a wrong bit that still decodes is not seen.
 *
 * Cost, on one core, with reading the ELF files, summing and writing the text form: 30 big packages
 * of bookworm (548 MB packed) took 31.7, 32.9, 35.7 and 38.2 s of CPU in four runs on a busy
 * machine, dpkg-deb --fsys-tarfile alone 32.1 and 35.1 s: on a par to 9 % slower, nearly all of it
 * liblzma in both. firefox-esr needs 206 MB of memory.
 */
#ifndef LINCHPIN_IMPORTERS_PACKAGE_FILE_H
#define LINCHPIN_IMPORTERS_PACKAGE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diag;
struct package_file;

enum { MEMBER_HEAD_BYTES = 256 };

struct package_member {
	const char *path;	/* without leading "./" or "/" */
	unsigned mode;		/* permission bits with setuid, setgid, sticky */
	const char *owner, *group; /* names or numbers; "" where the archive has none */
	int64_t size;
	const char *data;	/* n_data bytes */
	size_t n_data;		/* all of an ELF file, else at most MEMBER_HEAD_BYTES */
	bool is_elf;		/* begins as one; too large if n_data < size */
	const char *capabilities; /* "cap_net_raw=ep", NULL: none */
};

struct package_info {
	char *name, *evr, *arch;
	char *script;		/* of a .deb, postinst; NULL: none */
	char **privileged;	/* of an .rpm, as struct inspection has them, from its header */
	int n_privileged;
	bool is_rpm;
};

/* NULL: not a package, or damaged; said in diag. The caller frees it. */
struct package_file *package_file_open(const char *path, struct diag *diag);

/* Lives as long as the file. */
const struct package_info *package_file_info(const struct package_file *f);

/* The next regular file. 1: there is one, valid until the next call; 0: the end, and everything to
   the last byte was in order; -1: damaged, or a limit. */
int package_file_next(struct package_file *f, struct package_member *ret, struct diag *diag);

void package_file_free(struct package_file *f);

#endif
