/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening a file of rpm-md: plain, gzip, xz, bzip2 or zstd, told by content and not by name, and
 * looked into before anybody believes it. libsolv's readers skip what they do not know: an HTML
 * page ("200 OK, please log in") or metadata that a tool wrote without XML namespaces would be
 * read as a repository without packages, or as packages without dependencies. Here they are
 * refused, with what is wrong.
 */
#ifndef LINCHPIN_IMPORTERS_RPMMD_XML_H
#define LINCHPIN_IMPORTERS_RPMMD_XML_H

#include <stdbool.h>
#include <stdio.h>
#include <solv/pool.h>

struct diag;
struct universe;

/* The text of the file, decompressed. root: what its first element must be called: "metadata",
   "filelists", "comps", "repomd". u: what it is read into; NULL: something else. NULL: the reason
   is in diag. The caller closes it while diag is there: reading fails, and says why in diag, where
   the text, what was made of it in u, an element's depth, a tag, an attribute or the text between
   two tags passes its limit, and where entities are declared, which rpm-md never does: they can
   make much of little. */
FILE *rpmmd_xml_open(const char *path, const char *root, const struct universe *u,
		     struct diag *diag);

/* Is it a primary.xml, decompressed, or at least called so? No for what cannot be opened. */
bool rpmmd_xml_is(const char *path);

/* What libsolv's last reader has to say of its failure, without its own name. Lives as long as the
   pool, valid until its next failure. */
const char *rpmmd_xml_reason(Pool *pool);

/* The same of a message of libsolv's: "repo_comps: unclosed token at line 2:22" without the first
   word. A part of the text. */
const char *rpmmd_xml_without_reader(const char *text);

#endif
