/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One character of hostile text at a time.
 *
 * Names, descriptions and maintainers come from the archive: any bytes. Writers read them with
 * character_next(), which turns what is not UTF-8 (overlong forms, surrogates and lone bytes
 * included) into U+FFFD, and ask character_is_harmless() before they print one: control characters
 * could drive a terminal, bidirectional marks could make a line read differently from what it says.
 *
 *	for (uint32_t c; (c = character_next(&text)); )
 *		character_put(f, character_is_harmless(c) ? c : CHARACTER_REPLACEMENT);
 */
#ifndef LINCHPIN_QUERIES_CHARACTER_H
#define LINCHPIN_QUERIES_CHARACTER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { CHARACTER_REPLACEMENT = 0xfffd };

/* The code point at *text, which moves on; 0 at the end. */
uint32_t character_next(const char **text);

/* False for C0 and C1 controls (tab and newline are such), line and paragraph separators,
   bidirectional marks and overrides, invisible format characters, tags and non-characters.
   The zero-width joiners stay: scripts and emoji need them. */
bool character_is_harmless(uint32_t c);

/* Write it as UTF-8. */
void character_put(FILE *f, uint32_t c);

/* A copy that is UTF-8 and in which all that could do harm is U+FFFD. The caller frees it. */
char *character_copy(const char *text);

#endif
