/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UTF-8 in and out, and which characters a reader may be shown; see the header. The well-formed
 * sequences are those of table 3-7 of the Unicode standard.
 */
#include "queries/character.h"

#include <stdlib.h>
#include <solv/util.h>

uint32_t character_next(const char **text)
{
	const unsigned char *s = (const unsigned char *)*text;
	uint32_t c = s[0], least;
	int more;

	if (!c)
		return 0;
	*text += 1;
	if (c < 0x80)
		return c;
	if (c >= 0xc2 && c <= 0xdf) {
		more = 1;
		c &= 0x1f;
		least = 0x80;
	} else if (c >= 0xe0 && c <= 0xef) {
		more = 2;
		c &= 0x0f;
		least = 0x800;
	} else if (c >= 0xf0 && c <= 0xf4) {
		more = 3;
		c &= 0x07;
		least = 0x10000;
	} else {
		return CHARACTER_REPLACEMENT;
	}
	for (int i = 1; i <= more; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return CHARACTER_REPLACEMENT;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return CHARACTER_REPLACEMENT;
	*text += more;
	return c;
}

bool character_is_harmless(uint32_t c)
{
	static const struct {
		uint32_t from, to;
		const char *why;
	} harmful[] = {
		{ 0x0000, 0x001f, "C0 controls: escape sequences, line ends" },
		{ 0x007f, 0x009f, "delete and C1 controls: 8-bit escape sequences" },
		{ 0x00ad, 0x00ad, "soft hyphen: invisible" },
		{ 0x061c, 0x061c, "Arabic letter mark: bidirectional" },
		{ 0x180e, 0x180e, "Mongolian vowel separator: invisible" },
		{ 0x200b, 0x200b, "zero width space: invisible" },
		{ 0x200e, 0x200f, "left-to-right and right-to-left mark" },
		{ 0x2028, 0x202e, "line and paragraph separator, bidirectional embeddings and "
				  "overrides" },
		{ 0x2060, 0x206f, "invisible operators, bidirectional isolates" },
		{ 0xfdd0, 0xfdef, "non-characters" },
		{ 0xfeff, 0xfeff, "byte order mark: invisible" },
		{ 0xfff9, 0xfffb, "interlinear annotations: invisible" },
		{ 0xe0000, 0xe0fff, "tags and variation selectors: can carry hidden text" },
	};

	if (c >= ' ' && c < 0x7f)
		return true;
	for (unsigned i = 0; i < sizeof(harmful) / sizeof(harmful[0]); i++)
		if (c >= harmful[i].from && c <= harmful[i].to)
			return false;
	return (c & 0xfffe) != 0xfffe;
}

void character_put(FILE *f, uint32_t c)
{
	if (c < 0x80) {
		fputc((int)c, f);
	} else if (c < 0x800) {
		fputc((int)(0xc0 | c >> 6), f);
		fputc((int)(0x80 | (c & 0x3f)), f);
	} else if (c < 0x10000) {
		fputc((int)(0xe0 | c >> 12), f);
		fputc((int)(0x80 | (c >> 6 & 0x3f)), f);
		fputc((int)(0x80 | (c & 0x3f)), f);
	} else {
		fputc((int)(0xf0 | c >> 18), f);
		fputc((int)(0x80 | (c >> 12 & 0x3f)), f);
		fputc((int)(0x80 | (c >> 6 & 0x3f)), f);
		fputc((int)(0x80 | (c & 0x3f)), f);
	}
}

char *character_copy(const char *text)
{
	const char *plain = text;
	char *copy = NULL;
	size_t size = 0;
	FILE *f;

	while (*plain >= ' ' && *plain < 0x7f)
		plain++;
	if (!*plain)
		return solv_strdup(text);	/* nearly all there is */
	f = open_memstream(&copy, &size);
	if (!f)
		solv_oom(0, 0);
	for (uint32_t c; (c = character_next(&text)); )
		character_put(f, character_is_harmless(c) ? c : CHARACTER_REPLACEMENT);
	if (ferror(f) || fclose(f))
		solv_oom(0, 0);
	return copy;
}
