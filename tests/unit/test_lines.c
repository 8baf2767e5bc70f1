/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in, the same text out, whatever it is compressed with; and nothing shorter than the text
 * without saying so.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/lines.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

static const struct {
	const char *filter, *file;
} packed[] = {
	{ "none", "plain" }, { "gzip", "x.gz" }, { "xz", "x.xz" },
	{ "zstd", "x.zst" }, { "lz4", "x.lz4" }, { "bzip2", "x.bz2" },
};

enum { PACKED = sizeof(packed) / sizeof(packed[0]) };

/* All blocks one after the other, or NULL where something failed. The caller frees it. */
static char *read_lines(struct little *l, const char *name, size_t *ret_size)
{
	char path[LITTLE_PATH], *begin, *end, *all = solv_calloc(1, 1);
	struct lines *lines;
	size_t size = 0;
	int got = -1;

	little_path(l, name, path);
	diag_clear(&l->diag);
	lines = lines_open(path, &l->diag);
	while (lines && (got = lines_block(lines, &begin, &end, &l->diag)) > 0) {
		CHECK(end > begin && end[-1] == '\n');
		all = solv_realloc(all, size + (size_t)(end - begin) + 1);
		memcpy(all + size, begin, (size_t)(end - begin));
		size += (size_t)(end - begin);
		memset(begin, 'x', (size_t)(end - begin)); /* the caller may change it */
	}
	lines_free(lines);
	if (got < 0) {
		free(all);
		CHECK(l->diag.message != NULL);
		return NULL;
	}
	CHECK_STR(l->diag.message, NULL);
	all[size] = '\0';
	*ret_size = size;
	return all;
}

/* Lines of many lengths, which no compressor makes small; the caller frees them. */
static char *long_text(size_t size)
{
	char *text = solv_malloc(size + 1);
	unsigned state = 7;

	for (size_t i = 0; i < size; i++) {
		state = state * 1664525u + 1013904223u;
		text[i] = (state >> 16) % 97 ? (char)(' ' + (state >> 24) % 90) : '\n';
	}
	text[size - 1] = '\n';
	text[size] = '\0';
	return text;
}

static void check_same(struct little *l, const char *file, const char *want, size_t want_size)
{
	size_t size = 0;
	char *have = read_lines(l, file, &size);

	if (!have)
		test_fail(__FILE__, __LINE__, "%s: %s", file, l->diag.message);
	else if (size != want_size || memcmp(have, want, size) != 0)
		test_fail(__FILE__, __LINE__, "%s: %zu bytes are not the %zu written", file, size,
			  want_size);
	free(have);
}

static void check_fails(struct little *l, const char *file, const char *part)
{
	size_t size = 0;
	char *have = read_lines(l, file, &size);

	if (have)
		test_fail(__FILE__, __LINE__, "%s is read, %zu bytes", file, size);
	else if (!strstr(l->diag.message, part))
		test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", l->diag.message, part);
	free(have);
}

TEST(every_compression)
{
	enum { SIZE = (2 << 20) + 12345 }; /* some blocks and a bit */
	char *text = long_text(SIZE);
	struct little l;

	little_init(&l);
	for (int i = 0; i < PACKED; i++) {
		little_pack(&l, packed[i].file, packed[i].filter, text, SIZE);
		check_same(&l, packed[i].file, text, SIZE);
		little_pack(&l, packed[i].file, packed[i].filter, "one line\n", 9);
		check_same(&l, packed[i].file, "one line\n", 9);
		/* exactly a block, so that the end is only seen when the next is asked for */
		text[(1 << 20) - 1] = '\n';
		little_pack(&l, packed[i].file, packed[i].filter, text, 1 << 20);
		check_same(&l, packed[i].file, text, 1 << 20);
	}
	little_clear(&l);
	free(text);
}

/* What gzip, xz, zstd, lz4 and bzip2 make of an empty file. */
static const char empty_gzip[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0";
static const char empty_xz[] =
	"\xfd\x37\x7a\x58\x5a\0\0\x04\xe6\xd6\xb4\x46\0\0\0\0\x1c\xdf\x44\x21"
	"\x1f\xb6\xf3\x7d\x01\0\0\0\0\x04\x59\x5a";
static const char empty_zstd[] = "\x28\xb5\x2f\xfd\x24\0\x01\0\0\x99\xe9\xd8\x51";
static const char empty_lz4[] = "\x04\x22\x4d\x18\x64\x40\xa7\0\0\0\0\x05\x5d\xcc\x02";
static const char empty_bzip2[] = "\x42\x5a\x68\x39\x17\x72\x45\x38\x50\x90\0\0\0\0";

TEST(nothing)
{
	static const struct {
		const char *data;
		size_t size;
	} none[] = {
		{ empty_gzip, sizeof(empty_gzip) },	  { empty_xz, sizeof(empty_xz) - 1 },
		{ empty_zstd, sizeof(empty_zstd) - 1 },	  { empty_lz4, sizeof(empty_lz4) - 1 },
		{ empty_bzip2, sizeof(empty_bzip2) - 1 },
	};
	struct little l;

	little_init(&l);
	little_write(&l, "empty", "");
	check_same(&l, "empty", "", 0);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		little_write_bytes(&l, "none", none[i].data, none[i].size);
		check_same(&l, "none", "", 0);
	}
	little_clear(&l);
}

TEST(several_gzip_members)
{
	size_t size, total = 0;
	char *member, *three = solv_malloc(4096);
	struct little l;

	little_init(&l);
	for (int i = 0; i < 3; i++) {
		static const char *const part[] = { "one\ntw", "", "o\nthree\n" };

		if (*part[i])
			little_pack(&l, "m.gz", "gzip", part[i], strlen(part[i]));
		else
			little_write_bytes(&l, "m.gz", empty_gzip, sizeof(empty_gzip));
		member = little_read(&l, "m.gz", &size);
		memcpy(three + total, member, size);
		total += size;
		free(member);
	}
	little_write_bytes(&l, "all.gz", three, total);
	check_same(&l, "all.gz", "one\ntwo\nthree\n", 14);
	little_write_bytes(&l, "cut.gz", three, total - 1);
	check_fails(&l, "cut.gz", "truncated?");
	free(three);
	little_clear(&l);
}

/* Cut at the beginning, at the end and at many places between: never a shorter answer. */
TEST(truncated)
{
	char *text = long_text(300000);
	struct little l;

	little_init(&l);
	for (int i = 0; i < PACKED; i++) {
		size_t size, step;
		char *data;

		little_pack(&l, packed[i].file, packed[i].filter, text, 300000);
		data = little_read(&l, packed[i].file, &size);
		step = size / 40;
		for (size_t cut = 1; cut < size; cut += cut < 24 || cut >= size - 24 ? 1 : step) {
			if (cut >= 24 && cut < size - 24 && cut + step >= size)
				cut = size - 24;
			/* plain text that is cut after a line is a text */
			if (i == 0 && text[cut - 1] == '\n')
				continue;
			little_write_bytes(&l, "cut", data, cut);
			check_fails(&l, "cut", "cannot read");
		}
		free(data);
	}
	free(text);
	little_clear(&l);
}

TEST(garbage_behind)
{
	struct little l;

	little_init(&l);
	for (int i = 1; i < PACKED; i++) {
		size_t size;
		char *data;

		little_pack(&l, packed[i].file, packed[i].filter, "a line\n", 7);
		data = little_read(&l, packed[i].file, &size);
		data = solv_realloc(data, size + 64);
		memcpy(data + size, "<html>404 not found, says the proxy</html>\n", 43);
		little_write_bytes(&l, packed[i].file, data, size + 43);
		check_fails(&l, packed[i].file, "cannot read");
		free(data);
	}
	little_clear(&l);
}

TEST(damaged)
{
	char *text = long_text(300000);
	struct little l;

	little_init(&l);
	for (int i = 1; i < PACKED; i++) {
		size_t size, got;
		char *data, *have;

		if (!strcmp(packed[i].filter, "zstd") || !strcmp(packed[i].filter, "lz4"))
			continue; /* libarchive writes these without a checksum */
		little_pack(&l, packed[i].file, packed[i].filter, text, 300000);
		data = little_read(&l, packed[i].file, &size);
		data[size / 2] ^= 1;
		little_write_bytes(&l, packed[i].file, data, size);
		have = read_lines(&l, packed[i].file, &got);
		if (have)
			test_fail(__FILE__, __LINE__, "%s with a wrong bit is read",
				  packed[i].file);
		free(have);
		free(data);
	}
	free(text);
	little_clear(&l);
}

TEST(last_line_without_newline)
{
	struct little l;

	little_init(&l);
	for (int i = 0; i < PACKED; i++) {
		little_pack(&l, packed[i].file, packed[i].filter, "a\nb", 3);
		check_fails(&l, packed[i].file, "middle of a line");
	}
	little_clear(&l);
}

/* No name in a list can have one, and two texts that differ after it would look the same. */
TEST(nul_in_text)
{
	struct little l;

	little_init(&l);
	for (int i = 0; i < PACKED; i++) {
		little_pack(&l, packed[i].file, packed[i].filter, "a x\nb\0 y\n", 9);
		check_fails(&l, packed[i].file, "byte 5 of its text is NUL");
	}
	little_clear(&l);
}

TEST(long_lines)
{
	enum { LONG = 3 << 20, TOO_LONG = 18 << 20 };
	char *text = solv_malloc(TOO_LONG + 1);
	struct little l;

	little_init(&l);
	memset(text, 'a', TOO_LONG);
	text[0] = text[LONG - 1] = '\n';
	little_pack(&l, "long.gz", "gzip", text, LONG);
	check_same(&l, "long.gz", text, LONG);
	text[LONG - 1] = 'a';
	text[TOO_LONG - 1] = '\n';
	little_pack(&l, "too-long.gz", "gzip", text, TOO_LONG);
	check_fails(&l, "too-long.gz", "exceeds the limit 'line-bytes' (16 MiB)");
	little_write_bytes(&l, "too-long", text, TOO_LONG);
	check_fails(&l, "too-long", "exceeds the limit 'line-bytes' (16 MiB)");
	free(text);
	little_clear(&l);
}

/* A caller that has seen enough. */
TEST(left_early)
{
	char *text = long_text(4 << 20), path[LITTLE_PATH], *begin, *end;
	struct little l;

	little_init(&l);
	little_pack(&l, "x.gz", "gzip", text, 4 << 20);
	little_path(&l, "x.gz", path);
	for (int n = 0; n < 3; n++) {
		struct lines *lines = lines_open(path, &l.diag);

		for (int i = 0; i < n; i++)
			CHECK_INT(lines_block(lines, &begin, &end, &l.diag), 1);
		lines_free(lines);
	}
	lines_free(NULL);
	CHECK_STR(l.diag.message, NULL);
	free(text);
	little_clear(&l);
}

TEST(not_a_file)
{
	char path[LITTLE_PATH];
	struct little l;

	little_init(&l);
	check_fails(&l, "", "not a regular file");
	check_fails(&l, "nowhere", "No such file or directory");
	little_path(&l, "pipe", path);
	CHECK_INT(mkfifo(path, 0666), 0);
	alarm(20); /* it must not wait for a writer */
	check_fails(&l, "pipe", "not a regular file");
	alarm(0);
	little_clear(&l);
}

/* Text that looks like mail with an attachment is text. */
TEST(no_second_guess)
{
	static const char text[] = "begin 644 x\n#86)C\n`\nend\n";
	struct little l;

	little_init(&l);
	little_write(&l, "plain", text);
	check_same(&l, "plain", text, sizeof(text) - 1);
	little_clear(&l);
}

int main(void)
{
	RUN(every_compression);
	RUN(nothing);
	RUN(several_gzip_members);
	RUN(truncated);
	RUN(garbage_behind);
	RUN(damaged);
	RUN(last_line_without_newline);
	RUN(nul_in_text);
	RUN(long_lines);
	RUN(left_early);
	RUN(not_a_file);
	RUN(no_second_guess);
	return test_status();
}
