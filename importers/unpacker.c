/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A compressed part of a file as an archive; see unpacker.h. The only file that calls liblzma.
 */
#include "importers/unpacker.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <lzma.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
/* A fuzzer opens thousands of files a second and is to meet the edges of blocks in small ones. */
enum { INPUT_BYTES = 1 << 10, OUTPUT_BYTES = 4 << 10 };
#else
enum { INPUT_BYTES = 256 << 10, OUTPUT_BYTES = 256 << 10 };
#endif

struct unpacker {
	int fd;
	const char *path;
	int64_t at, end;	/* the part of the file that is not read yet */
	int64_t start;
	int64_t n_out;		/* bytes unpacked */
	unsigned char *input, *output;
	bool is_xz, ended;
	lzma_stream lzma;
	struct archive *packed;	 /* not xz: libarchive as a mere decompressor */
	struct archive *members; /* what the caller reads */
	struct diag failure;	 /* of the compression: libarchive's callbacks have no diag */
};

static la_ssize_t read_input(struct archive *archive, void *closure, const void **ret)
{
	struct unpacker *u = closure;
	size_t want = INPUT_BYTES;
	ssize_t got;

	(void)archive;
	if ((int64_t)want > u->end - u->at)
		want = (size_t)(u->end - u->at);
	do {
		got = want ? pread(u->fd, u->input, want, u->at) : 0;
	} while (got < 0 && errno == EINTR);
	if (got < 0 || (want && !got)) {
		diag_fail(&u->failure, "cannot read '%s': %s", u->path,
			  got ? strerror(errno) : "it became shorter");
		return ARCHIVE_FATAL;
	}
	u->at += got;
	*ret = u->input;
	return got;
}

/* ---- unpacking ---- */

static const char *lzma_reason(lzma_ret status)
{
	switch (status) {
	case LZMA_MEM_ERROR:
		return "no memory for its xz data";
	case LZMA_FORMAT_ERROR:
		return "not xz data, or garbage behind them";
	case LZMA_OPTIONS_ERROR:
		return "xz data of an unknown kind";
	case LZMA_BUF_ERROR:
		return "its xz data end too early; truncated?";
	default:
		return "damaged xz data";
	}
}

static int lzma_failed(const struct unpacker *u, lzma_ret status, struct diag *diag)
{
	if (status == LZMA_MEMLIMIT_ERROR)
		return limit_fail(LIMIT_UNPACKER_MEMORY, u->path, diag);
	return diag_fail(diag, "cannot read '%s': %s", u->path, lzma_reason(status));
}

/* The next block of u->output. 0: the end; -1: said in u->failure. */
static la_ssize_t unpack_xz(struct unpacker *u)
{
	lzma_ret status = LZMA_OK;

	u->lzma.next_out = u->output;
	u->lzma.avail_out = OUTPUT_BYTES;
	while (u->lzma.avail_out && !u->ended) {
		if (!u->lzma.avail_in && u->at < u->end) {
			const void *input;
			la_ssize_t got = read_input(NULL, u, &input);

			if (got < 0)
				return -1;
			u->lzma.next_in = input;
			u->lzma.avail_in = (size_t)got;
		}
		status = lzma_code(&u->lzma, u->at == u->end ? LZMA_FINISH : LZMA_RUN);
		if (status == LZMA_STREAM_END)
			u->ended = true;
		else if (status != LZMA_OK)
			return lzma_failed(u, status, &u->failure);
	}
	return (la_ssize_t)(OUTPUT_BYTES - u->lzma.avail_out);
}

static la_ssize_t unpack_other(struct unpacker *u, const void **ret)
{
	la_int64_t offset;
	size_t n = 0;
	int status;

	if (u->ended)
		return 0;
	status = archive_read_data_block(u->packed, ret, &n, &offset);
	if (status == ARCHIVE_EOF) {
		u->ended = true;
		/* libarchive takes what follows the compressed data for the end */
		if (archive_filter_bytes(u->packed, -1) != u->end - u->start)
			return diag_fail(&u->failure,
					 "cannot read '%s': garbage behind compressed data",
					 u->path);
		return 0;
	}
	if (status < ARCHIVE_WARN)
		return diag_fail(&u->failure, "cannot read '%s': %s", u->path,
				 archive_error_string(u->packed));
	return (la_ssize_t)n;
}

static la_ssize_t unpack_any(struct unpacker *u, const void **ret)
{
	*ret = u->output;
	return u->is_xz ? unpack_xz(u) : unpack_other(u, ret);
}

static la_ssize_t unpack(struct archive *archive, void *closure, const void **ret)
{
	struct unpacker *u = closure;
	la_ssize_t n = unpack_any(u, ret);

	(void)archive;
	if (n < 0)
		return ARCHIVE_FATAL;
	u->n_out += n;
	if (u->n_out > limit_value(LIMIT_UNPACKED_BYTES))
		limit_fail(LIMIT_UNPACKED_BYTES, u->path, &u->failure);
	else if (u->n_out > limit_value(LIMIT_RATIO_FREE) &&
		 u->n_out / limit_value(LIMIT_UNPACKED_RATIO) > u->at - u->start)
		limit_fail(LIMIT_UNPACKED_RATIO, u->path, &u->failure);
	return u->failure.message ? ARCHIVE_FATAL : n;
}

/* ---- opening ---- */

static int open_xz(struct unpacker *u, bool checksums, struct diag *diag)
{
	static const lzma_stream empty = LZMA_STREAM_INIT;
	lzma_ret status;

	u->lzma = empty;
	u->output = solv_malloc(OUTPUT_BYTES);
	/* xz files may follow each other */
	status = lzma_stream_decoder(&u->lzma, (uint64_t)limit_value(LIMIT_UNPACKER_MEMORY),
				     LZMA_CONCATENATED | (checksums ? 0 : LZMA_IGNORE_CHECK));
	return status == LZMA_OK ? 0 : lzma_failed(u, status, diag);
}

static int open_other(struct unpacker *u, struct diag *diag)
{
	struct archive_entry *entry;
	int status;

	u->packed = archive_read_new();
	if (!u->packed)
		return diag_fail(diag, "cannot read '%s': out of memory", u->path);
	/* not filter_all: that starts programs, and takes text apart that looks like mail */
	archive_read_support_filter_bzip2(u->packed);
	archive_read_support_filter_gzip(u->packed);
	archive_read_support_filter_lz4(u->packed);
	archive_read_support_filter_lzma(u->packed);
	archive_read_support_filter_zstd(u->packed);
	archive_read_support_format_raw(u->packed);
	archive_read_support_format_empty(u->packed);
	status = archive_read_open2(u->packed, u, NULL, read_input, NULL, NULL);
	if (status == ARCHIVE_OK)
		status = archive_read_next_header(u->packed, &entry);
	u->ended = status == ARCHIVE_EOF;
	if (status < ARCHIVE_WARN)
		return diag_fail(diag, "cannot read '%s': %s", u->path,
				 u->failure.message ? u->failure.message :
						      archive_error_string(u->packed));
	return 0;
}

struct unpacker *unpacker_open(int fd, const char *path, int64_t offset, int64_t size,
			       bool checksums, struct diag *diag)
{
	struct unpacker *u = solv_calloc(1, sizeof(*u));
	unsigned char magic[6] = { 0 };

	diag_init(&u->failure);
	u->fd = fd;
	u->path = path;
	u->at = u->start = offset;
	u->end = offset + size;
	u->input = solv_malloc(INPUT_BYTES);
	u->is_xz = size >= 6 && pread(fd, magic, 6, offset) == 6 &&
		   !memcmp(magic, "\xfd"
				  "7zXZ",
			   6);
	if (u->is_xz ? open_xz(u, checksums, diag) : open_other(u, diag)) {
		unpacker_free(u);
		return NULL;
	}
	return u;
}

int64_t unpacker_block(struct unpacker *u, const void **ret, struct diag *diag)
{
	la_ssize_t n = unpack_any(u, ret);

	return n < 0 ? unpacker_fail(u, diag) : n;
}

struct archive *unpacker_archive(struct unpacker *u, struct diag *diag)
{
	u->members = archive_read_new();
	if (!u->members) {
		diag_fail(diag, "cannot read '%s': out of memory", u->path);
		return NULL;
	}
	archive_read_support_format_tar(u->members);
	archive_read_support_format_cpio(u->members);
	if (archive_read_open2(u->members, u, NULL, unpack, NULL, NULL) != ARCHIVE_OK) {
		unpacker_fail(u, diag);
		return NULL;
	}
	return u->members;
}

int unpacker_fail(struct unpacker *u, struct diag *diag)
{
	const char *why = u->members ? archive_error_string(u->members) : NULL;

	if (u->failure.message)
		return diag_fail(diag, "%s", u->failure.message);
	return diag_fail(diag, "cannot read '%s': %s", u->path, why ? why : "damaged archive");
}

int unpacker_finish(struct unpacker *u, struct diag *diag)
{
	const void *block;
	la_ssize_t n;

	while ((n = unpack(NULL, u, &block)) > 0)
		;
	return n < 0 ? unpacker_fail(u, diag) : 0;
}

void unpacker_free(struct unpacker *u)
{
	if (!u)
		return;
	if (u->members)
		archive_read_free(u->members);
	if (u->packed)
		archive_read_free(u->packed);
	if (u->is_xz)
		lzma_end(&u->lzma);
	free(u->input);
	free(u->output);
	diag_clear(&u->failure);
	free(u);
}
