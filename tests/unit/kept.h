/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inspections as an earlier run kept them, in the cache of a little archive. Number n stands for a
 * package file: the index names it by KEPT_SUM(n), and kept_write() says what was found in it.
 *
 *	little_write(&l, "a/Packages", "Package: x\n… SHA256: " KEPT_SUM("01") "\n");
 *	kept_write(&l, "01", "x", "object\tusr/bin/x\tprogram\t0755\t4096\tpie\t\n"
 *		   "import\tsocket\n");
 *	little_import(&l, "a");
 */
#ifndef LINCHPIN_TESTS_UNIT_KEPT_H
#define LINCHPIN_TESTS_UNIT_KEPT_H

#include "tests/unit/little_archive.h"

#define KEPT_SUM(digits) digits "111111111111111111111111111111111111111111111111111111111111ab"

/* Let the archive's imports look for inspections in its own directory. The path lives as long as
   the program; one at a time. */
void kept_use(struct little *l);

/* digits: two, as in KEPT_SUM(). facts: lines of inspection.h from the first object on, without the
   end. */
void kept_write(struct little *l, const char *digits, const char *package, const char *facts);

/* A package of component `source`, as a stanza of the index; a blank line ends it. */
#define KEPT_STANZA(package, source, digits, depends) \
	"Package: " package "\nSource: " source "\nVersion: 1\nArchitecture: amd64\n" \
	"Depends: " depends "\nSHA256: " KEPT_SUM(digits) "\n\n"

#endif
