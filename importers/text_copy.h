/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A copy of a piece of a text: strndup() for a program that ends where memory does. strndup()
 * answers NULL then, and NULL means "there is none" in most places that copy a piece of a text: an
 * answer would be wrong instead of missing. solv_strdup() is the same for whole texts.
 */
#ifndef LINCHPIN_IMPORTERS_TEXT_COPY_H
#define LINCHPIN_IMPORTERS_TEXT_COPY_H

#include <string.h>
#include <solv/util.h>

/* The first n bytes, fewer where the text ends before. The caller frees it. */
static inline char *text_copy(const char *text, size_t n)
{
	size_t len = strnlen(text, n);
	char *copy = solv_malloc(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

#endif
