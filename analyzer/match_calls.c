/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sets of calls against patterns; see match_calls.h.
 */
#include "analyzer/match_calls.h"

#include <stddef.h>
#include <string.h>

/* Does one word of the set fit an alternative of len bytes? */
static bool has_word(const char *text, const char *word, size_t len)
{
	bool star = len && word[len - 1] == '*';

	len -= star;
	while (*text) {
		size_t n = strcspn(text, " ");

		if (n >= len && (star || n == len) && !memcmp(text, word, len))
			return true;
		text += n + (text[n] == ' ');
	}
	return false;
}

static bool term_holds(const char *term, size_t len, const char *text)
{
	const char *end = term + len;
	bool wanted = *term != '!', found = false;

	term += !wanted;
	while (term < end && !found) {
		size_t n = 0;

		while (term + n < end && term[n] != '|')
			n++;
		found = has_word(text, term, n);
		term += n + 1;
	}
	return found == wanted;
}

bool calls_match(const char *pattern, const char *text)
{
	while (*pattern) {
		size_t n = strcspn(pattern, " ");

		if (!term_holds(pattern, n, text))
			return false;
		pattern += n + (pattern[n] == ' ');
	}
	return true;
}

const char *calls_check(const char *pattern)
{
	bool begun = false; /* a word, within its term */

	for (const char *s = pattern;; s++) {
		if (!*s || *s == ' ' || *s == '|') {
			if (!begun)
				return "terms are words, with '|' between alternatives and one "
				       "space between terms";
			if (!*s)
				return NULL;
			begun = false;
		} else if (*s == '!') {
			if (s > pattern && s[-1] != ' ')
				return "'!' stands at the beginning of a term";
		} else if (*s == '*') {
			if (!begun || (s[1] && !strchr(" |", s[1])))
				return "'*' stands at the end of a word";
		} else {
			begun = true;
		}
	}
}
