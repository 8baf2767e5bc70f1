/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct unpacker: a compressed part of a file (data.tar.xz in a .deb, the payload of an .rpm) as
 * blocks of bytes, and as a libarchive archive of its members.
 *
 *	struct unpacker *u = unpacker_open(fd, path, offset, size, diag);
 *	struct archive *archive = unpacker_archive(u, diag);
 *	while (archive_read_next_header(archive, &entry) …
 *	ret = unpacker_finish(u, diag);
 *	unpacker_free(u);
 *
 * What it is compressed with, its content tells: xz is read by liblzma itself, the rest (gzip,
 * zstd, bzip2, lzma, lz4, nothing) by libarchive. Archives may be tar or cpio. libarchive stops at
 * the archive's end; unpacker_finish() reads on, so that data that are cut short, have a wrong
 * checksum or garbage behind them are an error and not a shorter answer.
 *
 * Hostile input is bounded by LIMIT_UNPACKED_BYTES, LIMIT_UNPACKED_RATIO and LIMIT_UNPACKER_MEMORY
 * (limits.h). The checksums inside xz data are verified on request only: they take time, and a
 * caller who knows the SHA-256 of the whole file needs none. Lengths and the index are always
 * checked.
 */
#ifndef LINCHPIN_IMPORTERS_UNPACKER_H
#define LINCHPIN_IMPORTERS_UNPACKER_H

#include <stdbool.h>
#include <stdint.h>

struct diag;
struct archive;
struct unpacker;

/* The part of an open file; path for messages, both must outlive it. NULL: said in diag. The caller
   frees it. */
struct unpacker *unpacker_open(int fd, const char *path, int64_t offset, int64_t size,
			       bool checksums, struct diag *diag);

/* The next bytes of the part, for who reads no archive and has limits of his own for how much there
   may be; they live until the next call. How many, 0: the end, -1: said in diag. */
int64_t unpacker_block(struct unpacker *u, const void **ret, struct diag *diag);

/* The part as an archive; lives as long as the unpacker. NULL: said in diag. */
struct archive *unpacker_archive(struct unpacker *u, struct diag *diag);

/* What the archive, or the compression below it, failed of. Returns -1. */
int unpacker_fail(struct unpacker *u, struct diag *diag);

/* Read what is behind the archive's end. -1: damaged. */
int unpacker_finish(struct unpacker *u, struct diag *diag);

void unpacker_free(struct unpacker *u);

#endif
