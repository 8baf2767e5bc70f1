/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Patterns of calls: what a program imports, as a set.
 *
 * The text is words separated by one space ("accept bind getaddrinfo listen"), a set of names of
 * importers/call_names.h. A pattern is terms separated by one space, all of which must hold:
 *
 *	listen			the set has this word
 *	accept|tls-accept	it has one of these
 *	inet_*			it has a word that begins so
 *	!recvfrom|recvmsg	it has none of these
 *
 * "listen getaddrinfo|inet_*" is a program that listens and deals with internet addresses.
 */
#ifndef LINCHPIN_ANALYZER_MATCH_CALLS_H
#define LINCHPIN_ANALYZER_MATCH_CALLS_H

#include <stdbool.h>

/* NULL: well formed; else what is wrong with it. Lives forever. */
const char *calls_check(const char *pattern);

/* Does a well-formed pattern hold for this set? O(pattern * text). */
bool calls_match(const char *pattern, const char *text);

#endif
