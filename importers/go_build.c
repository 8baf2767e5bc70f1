/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The modules inside a Go program; see go_build.h.
 */
#include "importers/go_build.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "importers/elf_image.h"

enum {
	HEADER_BYTES = 32,
	POINTER_SIZE_AT = 14,
	FLAGS_AT = 15,
	FLAG_BIG_ENDIAN = 1,
	FLAG_INLINE = 2,
	SENTINEL_BYTES = 16, /* around the modules */
	VERSION_MAX = 60,
	MODULE_MAX = 400,
};

struct text {
	const char *data;
	size_t size;
};

/* What the program would see at an address, with the bytes that follow in the same section. */
static bool at_address(const struct elf_image *image, uint64_t address, struct text *ret)
{
	for (int i = 1; i < image->n_section; i++) {
		const struct elf_section *s = &image->section[i];

		if (s->data && s->address && address >= s->address &&
		    address - s->address < s->size) {
			ret->data = s->data + (address - s->address);
			ret->size = s->size - (size_t)(address - s->address);
			return true;
		}
	}
	return false;
}

static uint64_t number(const char *data, int bytes, bool big_endian)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | (unsigned char)data[big_endian ? i : bytes - 1 - i];
	return value;
}

/* A Go string: pointer and length, themselves behind a pointer. */
static bool string_behind(const struct elf_image *image, const char *pointer, int bytes,
			  bool big_endian, struct text *ret)
{
	struct text header;
	uint64_t size;

	if (!at_address(image, number(pointer, bytes, big_endian), &header) ||
	    header.size < 2 * (size_t)bytes)
		return false;
	size = number(header.data + bytes, bytes, big_endian);
	if (!at_address(image, number(header.data, bytes, big_endian), ret) || size > ret->size)
		return false;
	ret->size = (size_t)size;
	return true;
}

/* A length of seven bits a byte, then the text; steps over both. */
static bool string_inline(struct text *rest, struct text *ret)
{
	uint64_t size = 0;
	size_t n = 0;
	int shift = 0;

	do {
		if (n >= rest->size || shift > 56)
			return false;
		size |= (uint64_t)(rest->data[n] & 0x7f) << shift;
		shift += 7;
	} while (rest->data[n++] & 0x80);
	if (size > rest->size - n)
		return false;
	ret->data = rest->data + n;
	ret->size = (size_t)size;
	rest->data += n + size;
	rest->size -= n + (size_t)size;
	return true;
}

static bool is_printable(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] <= ' ' || text[i] == 127)
			return false;
	return true;
}

static void say_version(const struct text *version, go_build_function *call, void *closure)
{
	char text[VERSION_MAX + 4] = "Go ";
	size_t n = 0;

	if (version->size < 3 || memcmp(version->data, "go", 2) != 0)
		return;
	while (n < VERSION_MAX && n < version->size - 2 && version->data[n + 2] > ' ' &&
	       version->data[n + 2] < 127)
		n++;
	memcpy(text + 3, version->data + 2, n);
	if (n)
		call(closure, text, n + 3);
}

/* "dep<TAB>golang.org/x/crypto<TAB>v0.1.0<TAB>h1:…"; "path<TAB>github.com/docker/cli" */
static void say_line(const char *line, const char *end, go_build_function *call, void *closure)
{
	const char *name = memchr(line, '\t', (size_t)(end - line)), *version;
	size_t word = name ? (size_t)(name - line) : 0, n, n_version;
	char text[MODULE_MAX + 8];
	int len;

	if (!(word == 4 && !memcmp(line, "path", 4)) && !(word == 3 && !memcmp(line, "mod", 3)) &&
	    !(word == 3 && !memcmp(line, "dep", 3)) && !(word == 2 && !memcmp(line, "=>", 2)))
		return;
	name++;
	version = memchr(name, '\t', (size_t)(end - name));
	n = (size_t)((version ? version : end) - name);
	n_version = 0;
	if (version++)
		while (version + n_version < end && version[n_version] != '\t')
			n_version++;
	if (!n || n + n_version > MODULE_MAX || !is_printable(name, n) ||
	    !is_printable(version, n_version))
		return;
	len = snprintf(text, sizeof(text), "go:%.*s%s%.*s", (int)n, name, n_version ? "@" : "",
		       (int)n_version, n_version ? version : "");
	if (len > 0 && (size_t)len < sizeof(text))
		call(closure, text, (size_t)len);
}

void go_build_read(const struct elf_image *image, go_build_function *call, void *closure)
{
	const struct elf_section *s = elf_image_find(image, ".go.buildinfo");
	struct text version = { NULL, 0 }, modules = { NULL, 0 }, rest;
	const char *line, *end;

	if (!s || !s->data || s->size < HEADER_BYTES ||
	    memcmp(s->data, "\xff Go buildinf:", POINTER_SIZE_AT) != 0)
		return;
	if (s->data[FLAGS_AT] & FLAG_INLINE) {
		rest = (struct text){ s->data + HEADER_BYTES, s->size - HEADER_BYTES };
		if (!string_inline(&rest, &version) || !string_inline(&rest, &modules))
			modules.size = 0;
	} else {
		int bytes = (unsigned char)s->data[POINTER_SIZE_AT];
		bool big = s->data[FLAGS_AT] & FLAG_BIG_ENDIAN;

		if ((bytes != 4 && bytes != 8) ||
		    !string_behind(image, s->data + 16, bytes, big, &version))
			return;
		if (!string_behind(image, s->data + 16 + bytes, bytes, big, &modules))
			modules.size = 0;
	}
	say_version(&version, call, closure);
	if (modules.size <= 2 * SENTINEL_BYTES)
		return;
	line = modules.data + SENTINEL_BYTES;
	end = modules.data + modules.size - SENTINEL_BYTES;
	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));

		say_line(line, newline ? newline : end, call, closure);
		line = newline ? newline + 1 : end;
	}
}
