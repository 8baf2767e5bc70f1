/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct matcher: which rules of a ruleset match an observation?
 *
 * Patterns are of two sorts. For the witness "summary" a pattern is a phrase: words of letters,
 * digits, '+' and '#' in lower case, separated by one space, that must follow each other in the
 * text; the text is cut into such words, its case ignored. A word may end with '*' (begins so) or
 * begin with it (ends so). "mail server" matches "A Mail-Server for hosts", not "mailserver".
 *
 * For the witnesses "program-calls", "library-calls" and "calls" it is a pattern of calls
 * (match_calls.h).
 *
 * For all other witnesses a pattern is the exact text, or a glob with *, ? and [...] as in
 * fnmatch(3) that must match all of it, case included.
 *
 * A text is matched once, however many packages have it: answers are kept by (kind, text). Exact
 * patterns and the first words of phrases are looked up, globs are tried one after the other, most
 * of them as a comparison of their fixed beginning or end. On bookworm all rule files together take
 * about 0.1 s for a million observations.
 */
#ifndef LINCHPIN_ANALYZER_MATCH_H
#define LINCHPIN_ANALYZER_MATCH_H

#include "importers/universe.h"

struct ruleset;
struct matcher;

/* Compile a ruleset for a pool, which gains the exact patterns as strings. Both must outlive the
   matcher. matcher_free(NULL) is fine. */
struct matcher *matcher_new(const struct ruleset *rules, Pool *pool);
void matcher_free(struct matcher *m);

/* The rules that match, as indices into rules->rule in ascending order; *ret_n says how many. Valid
   until the next call: the array may move. */
const int *matcher_find(struct matcher *m, enum observation_kind kind, Id text, int *ret_n);

/* Does any rule look at this kind? */
bool matcher_uses(const struct matcher *m, enum observation_kind kind);

/* NULL: the pattern is well formed for this kind; else what is wrong with it. Lives forever. */
const char *pattern_check(enum observation_kind kind, const char *pattern);

#endif
