/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Debian releases by name: which suites there are, where their cached copy lies, and fetching it.
 *
 * A release lives in CACHE/debian-SUITE-ARCH (with what else was asked for in its name: components,
 * mirrors), which is a private apt state: sources.list, and the lists in one of two places, lists/
 * and lists.b/. A refresh fills the place that is not in use, beginning with what the other has;
 * then the file `fetched` is replaced, which says which place holds a whole copy, what of it, and
 * what the mirror did not have. So who reads while another one refreshes has one state of all
 * pockets, without waiting, and a refresh that fails or dies changes nothing. `newest` (newest.h)
 * has the newest date of each pocket: an older Release is refused, and where it was taken on
 * request each import says so.
 */
#ifndef LINCHPIN_IMPORTERS_DEBIAN_RELEASE_H
#define LINCHPIN_IMPORTERS_DEBIAN_RELEASE_H

#include <stdbool.h>

struct import_options;
struct diag;

/* Is this a suite linchpin knows? Says the nearest one in diag if not. */
int debian_release_check(const char *suite, struct diag *diag);

/* The lists directory of a release, fetched when it is not there (or when `refresh`); the caller
   frees it. NULL: said in diag. With options->file_lists the file lists are there, too. */
char *debian_release_lists(const char *suite, const struct import_options *options, bool refresh,
			   struct diag *diag);

#endif
