/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a file in Berkeley DB's hash format one that librpm can read? Old systems keep what is
 * installed in one (/var/lib/rpm/Packages). librpm's reader (bdb_ro, 4.18) believes it: items that
 * lie behind a page's end, a size of pages of 0 or 4 GB, and chains of pages that bite their own
 * tail, which it follows for ever. So the file is looked through first, page by page:
 *
 *	the page size is a power of two from 512 to 65536, and all pages are in the file
 *	the items of a page lie in it
 *	where a page has a next one, that one's previous page is it; where buckets and long items
 *	begin, there is no previous page: so no chain has a loop
 *	long items together are no longer than the file
 *
 * Reference: db_page.h of Berkeley DB 5.3; bdb_ro.c of rpm 4.18. Cost: O(bytes), 0.1 s for 100 MB.
 */
#ifndef LINCHPIN_IMPORTERS_BERKELEY_DB_H
#define LINCHPIN_IMPORTERS_BERKELEY_DB_H

struct diag;

/* -1: it is not in the hash format, damaged or hostile; said in diag. */
int berkeley_db_check(const char *path, struct diag *diag);

#endif
