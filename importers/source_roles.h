/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is a file of a source package there for, judged by the directories it lies in?
 *
 * A source package holds more than what is built from it: tests, examples, documentation and
 * packaging (aside), and copies of other projects (vendored). A language mix that counts them says
 * little about what is shipped. The names of directories tell them apart well, because projects
 * follow conventions: one table row a name, with the reason, compared without regard to case.
 *
 * The role of a path is the greatest of the roles of its directories: a test inside a vendored tree
 * is a test. Directories which begin with a dot (".git", ".pc", ".github") are aside, being tools'
 * own, and so are those whose last word says so ("kernel_tests", "old-examples"). A few names of
 * files are aside by the convention of a language's tools ("x_test.go", "setup.py"), wherever they
 * lie; ask source_role_of_name() for those.
 *
 * This is a fact about a path, not a judgement about a component: how much each role counts is
 * decided in analyzer/language.c.
 *
 * To add a directory name: put a row at its place in the table of source_roles.c (sorted by length,
 * then by name) and run the unit tests; they print the index line to correct.
 */
#ifndef LINCHPIN_IMPORTERS_SOURCE_ROLES_H
#define LINCHPIN_IMPORTERS_SOURCE_ROLES_H

#include <stddef.h>

struct diag;

/* Ordered: the greatest of a path's segments holds for the path. */
enum source_role {
	ROLE_SHIPPED,		/* built or installed, as far as the path tells */
	ROLE_VENDORED,		/* a copy of another project; often built in, sometimes unused */
	ROLE_ASIDE,		/* tests, examples, documentation, packaging: not shipped as code */
	SOURCE_ROLES
};

/* The role that one directory name gives to everything below it. O(1), a few nanoseconds. */
enum source_role source_role_of_segment(const char *segment, size_t len);

/* ROLE_ASIDE: the tools of its language use a file with this name to build or to test, never as a
   part of what is installed. Else ROLE_SHIPPED: go by its path. O(rows), 20 ns. */
enum source_role source_role_of_name(const char *base, size_t len);

/* The role of a file by the directories of its path ("lib/tests/x.c"), which may begin with "./".
   The last segment is the file. O(len). */
enum source_role source_role_of_path(const char *path, size_t len);

/* The extension of a file name, as observations of source files have it: what follows the last dot
   ("c", "H", "py"), or "-" where there is none, where it is longer than 8 characters, where it
   has other characters than letters, digits, '+', '_' and '-', or where the only dot is the first
   character. Points into base, or at "-"; *ret_len is its length. */
const char *source_extension(const char *base, size_t len, size_t *ret_len);

/* 0: the table is sorted and its index is right; -1: the first line to correct is in diag. */
int source_roles_check(struct diag *diag);

#endif
