/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking through a hash database of Berkeley DB; see berkeley_db.h.
 */
#include "importers/berkeley_db.h"

#include <byteswap.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"

/* db_page.h; numbers are in the byte order of the machine that wrote the file */
enum {
	META_BYTES = 512,
	META_MAGIC = 12,
	META_VERSION = 16,
	META_PAGE_BYTES = 20,
	META_LAST_PAGE = 32,
	META_MAX_BUCKET = 72,
	META_SPARES = 96, /* of 32 words */
	HASH_MAGIC = 0x061561,
	HASH_VERSION_MIN = 8,
	HASH_VERSION_MAX = 10,
	PAGE_PREVIOUS = 12,
	PAGE_NEXT = 16,
	PAGE_ITEMS = 20, /* how many */
	PAGE_TYPE = 25,
	PAGE_HEADER_BYTES = 26, /* behind it the offset of each item, two bytes */
	TYPE_HASH_UNSORTED = 2,
	TYPE_OVERFLOW = 7,
	TYPE_HASH_META = 8, /* librpm takes it for a bucket's */
	TYPE_HASH = 13,
	ITEM_LONG = 3, /* it lies on pages of its own */
	ITEM_LONG_PAGE = 4,
	ITEM_LONG_BYTES = 8,
	ITEM_LONG_SIZE = 12,
	PAGE_BYTES_MIN = 512,
	PAGE_BYTES_MAX = 65536,
	PAGES_MAX = 1 << 24, /* rpm's have 4096 bytes; a big machine's database has 200 MB */
};

struct page {
	uint32_t previous, next; /* 0: none */
	uint8_t type;
	bool begins; /* a long item begins here */
};

struct berkeley_db {
	const char *path;
	int fd;
	int64_t size;
	bool swapped;
	uint32_t page_bytes, n_page;
	struct page *page;
	uint64_t long_bytes; /* of all long items */
	unsigned char *bytes; /* of one page */
	struct diag *diag;
};

static int fail(struct berkeley_db *db, const char *why)
{
	return diag_fail(db->diag, "cannot read '%s': %s", db->path, why);
}

static uint32_t word(const struct berkeley_db *db, const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return db->swapped ? bswap_32(value) : value;
}

static uint32_t half(const struct berkeley_db *db, const unsigned char *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return db->swapped ? bswap_16(value) : value;
}

static int read_bytes(struct berkeley_db *db, unsigned char *bytes, size_t n, int64_t at)
{
	ssize_t got;

	do {
		got = pread(db->fd, bytes, n, at);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail(db, strerror(errno));
	return (size_t)got == n ? 0 : fail(db, "the database ends too early");
}

/* ---- the first page ---- */

static int check_meta(struct berkeley_db *db, const unsigned char meta[META_BYTES])
{
	uint32_t version, last;

	if (word(db, meta + META_MAGIC) != HASH_MAGIC)
		db->swapped = true;
	version = word(db, meta + META_VERSION);
	if (word(db, meta + META_MAGIC) != HASH_MAGIC || version < HASH_VERSION_MIN ||
	    version > HASH_VERSION_MAX)
		return fail(db, "it is no hash database of Berkeley DB");
	db->page_bytes = word(db, meta + META_PAGE_BYTES);
	if (db->page_bytes < PAGE_BYTES_MIN || db->page_bytes > PAGE_BYTES_MAX ||
	    (db->page_bytes & (db->page_bytes - 1)))
		return fail(db, "damaged database: a page size that cannot be");
	last = word(db, meta + META_LAST_PAGE);
	if (last >= PAGES_MAX)
		return fail(db, "it has more pages than PAGES_MAX");
	if (((int64_t)last + 1) * db->page_bytes > db->size)
		return fail(db, "the database ends too early");
	db->n_page = last + 1;
	return 0;
}

/* ---- the others ---- */

static bool is_bucket(unsigned type)
{
	return type == TYPE_HASH || type == TYPE_HASH_UNSORTED || type == TYPE_HASH_META;
}

static int check_item(struct berkeley_db *db, uint32_t offset)
{
	const unsigned char *item = db->bytes + offset;
	uint32_t first;

	if (offset >= db->page_bytes)
		return fail(db, "damaged database: an item behind its page");
	if (*item != ITEM_LONG)
		return 0;
	if (offset + ITEM_LONG_SIZE > db->page_bytes)
		return fail(db, "damaged database: an item behind its page");
	first = word(db, item + ITEM_LONG_PAGE);
	if (!first || first >= db->n_page)
		return fail(db, "damaged database: an item on a page that is not there");
	db->page[first].begins = true;
	db->long_bytes += word(db, item + ITEM_LONG_BYTES);
	return db->long_bytes > (uint64_t)db->size ?
		       fail(db, "damaged database: items longer than the file") :
		       0;
}

static int check_page(struct berkeley_db *db, uint32_t number)
{
	struct page *page = &db->page[number];
	const unsigned char *bytes = db->bytes;
	uint32_t n_item;

	if (read_bytes(db, db->bytes, db->page_bytes, (int64_t)number * db->page_bytes))
		return -1;
	page->type = bytes[PAGE_TYPE];
	page->previous = word(db, bytes + PAGE_PREVIOUS);
	page->next = word(db, bytes + PAGE_NEXT);
	if (!is_bucket(page->type))
		return 0;
	n_item = half(db, bytes + PAGE_ITEMS);
	if (PAGE_HEADER_BYTES + 2 * n_item > db->page_bytes)
		return fail(db, "damaged database: more items than a page can hold");
	for (uint32_t i = 0; i < n_item; i++)
		if (check_item(db, half(db, bytes + PAGE_HEADER_BYTES + 2 * i)))
			return -1;
	return 0;
}

/* ---- chains ---- */

/* The page that a bucket begins on, as librpm computes it. */
static uint32_t page_of_bucket(const struct berkeley_db *db, const unsigned char *meta,
			       uint32_t bucket)
{
	int bits = 0;

	for (uint32_t b = bucket; b; b >>= 1)
		bits++;
	return bucket + word(db, meta + META_SPARES + 4 * bits);
}

static int check_chains(struct berkeley_db *db, const unsigned char meta[META_BYTES])
{
	uint32_t max_bucket = word(db, meta + META_MAX_BUCKET);

	for (uint32_t i = 1; i < db->n_page; i++) {
		const struct page *page = &db->page[i];

		if (page->begins && (page->previous || page->type != TYPE_OVERFLOW))
			return fail(db, "damaged database: an item on a page of others");
		if (!page->next || (!is_bucket(page->type) && page->type != TYPE_OVERFLOW))
			continue;
		if (page->next >= db->n_page || db->page[page->next].previous != i)
			return fail(db, "damaged database: a chain of pages that is none");
	}
	if (max_bucket >= db->n_page)
		return fail(db, "damaged database: more buckets than pages");
	for (uint32_t bucket = 0; bucket <= max_bucket; bucket++) {
		uint32_t first = page_of_bucket(db, meta, bucket);

		if (!first || first >= db->n_page || db->page[first].previous)
			return fail(db, "damaged database: a bucket that begins nowhere");
	}
	return 0;
}

int berkeley_db_check(const char *path, struct diag *diag)
{
	struct berkeley_db db = { .path = path, .diag = diag };
	unsigned char meta[META_BYTES];
	struct stat st;
	int ret = -1;

	db.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (db.fd < 0 || fstat(db.fd, &st) != 0) {
		diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
		goto done;
	}
	db.size = st.st_size;
	if (read_bytes(&db, meta, META_BYTES, 0) || check_meta(&db, meta))
		goto done;
	db.page = solv_calloc(db.n_page, sizeof(*db.page));
	db.bytes = solv_malloc(db.page_bytes);
	for (uint32_t i = 1; i < db.n_page; i++)
		if (check_page(&db, i))
			goto done;
	ret = check_chains(&db, meta);
done:
	if (db.fd >= 0)
		close(db.fd);
	free(db.page);
	free(db.bytes);
	return ret;
}
