/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of whole lines from a compressed file; see lines.h.
 *
 * Two buffers: a thread fills one while the caller reads the other. Each has room before its start
 * for the unfinished line that the previous one left, so that no line is ever split.
 */
#include "importers/lines.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <isa-l/igzip_lib.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/unpacker.h"

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
/* A fuzzer opens thousands of files a second and is to meet the edges of blocks in small ones. */
enum { BLOCK_BYTES = 1 << 10, INPUT_BYTES = 1 << 10, READ_AHEAD = 0 };
#else
enum { BLOCK_BYTES = 1 << 20, INPUT_BYTES = 256 << 10, READ_AHEAD = 1 };
#endif

struct block {
	char *data; /* BLOCK_BYTES of text */
	size_t len;
	bool last;   /* nothing follows */
	bool full;   /* filled by the thread, not yet taken by the caller */
	bool failed; /* it could not be filled: failure says why */
};

struct lines {
	char *path;
	int fd;
	int64_t size;		 /* bytes of the file */
	int64_t n_text;		 /* bytes of text so far */
	struct archive *archive; /* NULL: gzip through ISA-L, or xz … */
	struct unpacker *unpacker; /* … here, where its memory has a limit; NULL: not xz */
	const char *left;	 /* of the unpacker's last block */
	size_t n_left;
	bool is_empty;		 /* the archive has no data */
	struct inflate_state *inflate;
	unsigned char *input;
	bool input_ended;
	struct block block[2];
	int next;      /* the block the caller takes next */
	bool finished; /* the caller has had the last block */
	char *text;    /* what the caller reads: rest of the last block, then the new one */
	size_t room;   /* bytes of text */
	size_t n_rest; /* bytes of the unfinished line, at rest */
	char *rest;
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool stop;
	struct diag failure; /* of the thread; the caller's once a block has failed */
};

static int refill(struct lines *l)
{
	ssize_t got;

	do {
		got = read(l->fd, l->input, INPUT_BYTES);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return diag_fail(&l->failure, "cannot read '%s': %s", l->path, strerror(errno));
	l->input_ended = got == 0;
	l->inflate->next_in = l->input;
	l->inflate->avail_in = (uint32_t)got;
	return 0;
}

/* gzip, with members that follow each other (RFC 1952); ISA-L checks each member's CRC and length.
   */
static int fill_gzip(struct lines *l, struct block *block)
{
	struct inflate_state *s = l->inflate;

	s->next_out = (unsigned char *)block->data;
	s->avail_out = BLOCK_BYTES;
	while (s->avail_out) {
		int status;

		if (!s->avail_in && !l->input_ended && refill(l))
			return -1;
		if (s->block_state == ISAL_BLOCK_FINISH) {
			if (!s->avail_in)
				break;
			isal_inflate_reset(s);
			s->crc_flag = ISAL_GZIP;
		}
		if (!s->avail_in && l->input_ended)
			return diag_fail(&l->failure,
					 "cannot read '%s': gzip data end too early; truncated?",
					 l->path);
		status = isal_inflate(s);
		if (status != ISAL_DECOMP_OK && status != ISAL_END_INPUT)
			return diag_fail(&l->failure, "cannot read '%s': damaged gzip data",
					 l->path);
	}
	block->len = BLOCK_BYTES - s->avail_out;
	block->last = s->avail_out > 0;
	return 0;
}

static int fill_archive(struct lines *l, struct block *block)
{
	block->len = 0;
	while (block->len < BLOCK_BYTES && !l->is_empty) {
		la_ssize_t got = archive_read_data(l->archive, block->data + block->len,
						   BLOCK_BYTES - block->len);

		if (got < 0)
			return diag_fail(&l->failure, "cannot read '%s': %s", l->path,
					 archive_error_string(l->archive));
		if (got == 0)
			break;
		block->len += got;
	}
	block->last = block->len < BLOCK_BYTES;
	/* libarchive takes what follows the compressed data for the end */
	if (block->last && archive_filter_bytes(l->archive, -1) != l->size)
		return diag_fail(&l->failure,
				 "cannot read '%s': garbage behind the compressed data", l->path);
	return 0;
}

static int fill_xz(struct lines *l, struct block *block)
{
	block->len = 0;
	while (block->len < BLOCK_BYTES) {
		size_t room = BLOCK_BYTES - block->len, n;

		if (!l->n_left) {
			const void *left;
			int64_t got = unpacker_block(l->unpacker, &left, &l->failure);

			if (got < 0)
				return -1;
			if (got == 0)
				break;
			l->left = left;
			l->n_left = (size_t)got;
		}
		n = l->n_left < room ? l->n_left : room;
		memcpy(block->data + block->len, l->left, n);
		block->len += n;
		l->left += n;
		l->n_left -= n;
	}
	block->last = block->len < BLOCK_BYTES;
	return 0;
}

static int fill(struct lines *l, struct block *block)
{
	enum limit exceeded;
	int failed = l->unpacker ? fill_xz(l, block) :
		     l->archive	 ? fill_archive(l, block) :
				   fill_gzip(l, block);
	const char *zero = failed ? NULL : memchr(block->data, 0, block->len);

	if (failed)
		return -1;
	if (zero)
		return diag_fail(&l->failure,
				 "cannot read '%s': byte %" PRId64 " of its text is NUL; "
				 "not a text?",
				 l->path, l->n_text + (zero - block->data));
	l->n_text += (int64_t)block->len;
	exceeded = limit_of_text(l->n_text, l->size);
	return exceeded ? limit_fail(exceeded, l->path, &l->failure) : 0;
}

static void fill_block(struct lines *l, struct block *block)
{
	if (fill(l, block)) {
		block->len = 0;
		block->last = block->failed = true;
	}
}

static void *fill_blocks(void *closure)
{
	struct lines *l = closure;
	bool last = false;

	for (int i = 0; !last; i ^= 1) {
		struct block *block = &l->block[i];

		pthread_mutex_lock(&l->mutex);
		while (block->full && !l->stop)
			pthread_cond_wait(&l->changed, &l->mutex);
		last = l->stop;
		pthread_mutex_unlock(&l->mutex);
		if (last)
			break;
		fill_block(l, block);
		last = block->last;
		pthread_mutex_lock(&l->mutex);
		block->full = true;
		pthread_cond_broadcast(&l->changed);
		pthread_mutex_unlock(&l->mutex);
	}
	return NULL;
}

static int open_archive(struct lines *l, struct diag *diag)
{
	struct archive_entry *entry;
	int status;

	l->archive = archive_read_new();
	if (!l->archive)
		return diag_fail(diag, "cannot read '%s': out of memory", l->path);
	/* not filter_all: that starts programs for what it cannot read itself, and takes text apart
	   that looks like uuencoded mail. Of lzma it reads no dictionary beyond 128 MiB */
	archive_read_support_filter_bzip2(l->archive);
	archive_read_support_filter_lz4(l->archive);
	archive_read_support_filter_lzma(l->archive);
	archive_read_support_filter_xz(l->archive);
	archive_read_support_filter_zstd(l->archive);
	archive_read_support_format_raw(l->archive);
	archive_read_support_format_empty(l->archive);
	if (archive_read_open_fd(l->archive, l->fd, INPUT_BYTES) != ARCHIVE_OK)
		return diag_fail(diag, "cannot read '%s': %s", l->path,
				 archive_error_string(l->archive));
	status = archive_read_next_header(l->archive, &entry);
	l->is_empty = status == ARCHIVE_EOF;
	if (l->is_empty)
		return 0;
	if (status < ARCHIVE_WARN)
		return diag_fail(diag, "cannot read '%s': %s", l->path,
				 archive_error_string(l->archive));
	return 0;
}

struct lines *lines_open(const char *path, struct diag *diag)
{
	struct lines *l = solv_calloc(1, sizeof(*l));
	unsigned char magic[6] = { 0 };
	struct stat st;

	l->path = solv_strdup(path);
	diag_init(&l->failure);
	pthread_mutex_init(&l->mutex, NULL);
	pthread_cond_init(&l->changed, NULL);
	l->fd = open(path,
		     O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe would wait for its writer */
	if (l->fd < 0 || fstat(l->fd, &st) != 0) {
		diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
		goto fail;
	}
	if (!S_ISREG(st.st_mode)) {
		diag_fail(diag, "cannot read '%s': not a regular file", path);
		goto fail;
	}
	l->size = st.st_size;
	if (pread(l->fd, magic, sizeof(magic), 0) >= 2 && magic[0] == 0x1f && magic[1] == 0x8b) {
		l->input = solv_malloc(INPUT_BYTES);
		l->inflate = solv_calloc(1, sizeof(*l->inflate));
		isal_inflate_init(l->inflate);
		l->inflate->crc_flag = ISAL_GZIP;
	} else if (!memcmp(magic, "\xfd" "7zXZ", 6)) {
		l->unpacker = unpacker_open(l->fd, l->path, 0, l->size, true, diag);
		if (!l->unpacker)
			goto fail;
	} else if (open_archive(l, diag)) {
		goto fail;
	}
	l->block[0].data = solv_malloc(BLOCK_BYTES);
	l->block[1].data = solv_malloc(BLOCK_BYTES);
	if (READ_AHEAD && pthread_create(&l->thread, NULL, fill_blocks, l) != 0) {
		diag_fail(diag, "cannot read '%s': no thread", path);
		goto fail;
	}
	l->has_thread = READ_AHEAD;
	return l;
fail:
	lines_free(l);
	return NULL;
}

int lines_block(struct lines *l, char **ret_begin, char **ret_end, struct diag *diag)
{
	while (!l->finished) {
		struct block *block = &l->block[l->next];
		char *newline, *end;

		if (!l->has_thread)
			fill_block(l, block);
		pthread_mutex_lock(&l->mutex);
		while (l->has_thread && !block->full)
			pthread_cond_wait(&l->changed, &l->mutex);
		pthread_mutex_unlock(&l->mutex);
		if (block->failed)
			return diag_fail(diag, "%s", l->failure.message);
		if (!l->text || l->n_rest + block->len > l->room) {
			l->room = l->n_rest + block->len + BLOCK_BYTES;
			char *text = solv_malloc(l->room);

			if (l->n_rest)
				memcpy(text, l->rest, l->n_rest);
			free(l->text);
			l->text = text;
		} else if (l->n_rest) {
			memmove(l->text, l->rest, l->n_rest);
		}
		memcpy(l->text + l->n_rest, block->data, block->len);
		end = l->text + l->n_rest + block->len;
		l->finished = block->last;
		pthread_mutex_lock(&l->mutex);
		block->full = false;
		pthread_cond_broadcast(&l->changed);
		pthread_mutex_unlock(&l->mutex);
		l->next ^= 1;

		newline = memrchr(l->text, '\n', end - l->text);
		l->rest = newline ? newline + 1 : l->text;
		l->n_rest = end - l->rest;
		if (l->n_rest > (size_t)limit_value(LIMIT_LINE_BYTES))
			return limit_fail(LIMIT_LINE_BYTES, l->path, diag);
		if (l->finished && l->n_rest)
			return diag_fail(
				diag,
				"cannot read '%s': it ends in the middle of a line; truncated?",
				l->path);
		if (newline) {
			*ret_begin = l->text;
			*ret_end = l->rest;
			return 1;
		}
	}
	return 0;
}

void lines_free(struct lines *l)
{
	if (!l)
		return;
	if (l->has_thread) {
		pthread_mutex_lock(&l->mutex);
		l->stop = true;
		pthread_cond_broadcast(&l->changed);
		pthread_mutex_unlock(&l->mutex);
		pthread_join(l->thread, NULL);
	}
	pthread_mutex_destroy(&l->mutex);
	pthread_cond_destroy(&l->changed);
	if (l->archive)
		archive_read_free(l->archive);
	unpacker_free(l->unpacker);
	if (l->fd >= 0)
		close(l->fd);
	free(l->block[0].data);
	free(l->block[1].data);
	free(l->inflate);
	free(l->input);
	free(l->text);
	diag_clear(&l->failure);
	free(l->path);
	free(l);
}
