/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Debian's file lists, reduced to observations while they stream by.
 *
 * A Contents file (wiki.debian.org/DebianRepository/Format, "Contents indices") has one line a
 * path: the path, white space, and the packages that have it, separated by commas; in binary lists
 * each with its section before it ("net/openssh-server"). bookworm has 20 million such lines; what
 * is kept is what observation_kind names: sonames, programs, units, …, and for sources the number
 * of files by extension and role (source_roles.h). A source file that is called like a program
 * which the component installs is noted as a script; so binary lists come first.
 *
 * Call after all packages are in the universe and before universe_finish(). Names that are not in
 * the universe are counted as WARN_UNKNOWN_FILES (a release's own lists name packages that a later
 * pocket dropped).
 *
 * Cost: O(bytes); bookworm's lists add 2.8 s of CPU to their decompression, 25 MB.
 */
#ifndef LINCHPIN_IMPORTERS_CONTENTS_H
#define LINCHPIN_IMPORTERS_CONTENTS_H

struct universe;
struct diag;

/* Contents-ARCH, Contents-all: observations of packages. */
int contents_import_binary(struct universe *u, const char *path, struct diag *diag);

/* Contents-source: observations of components. Where several lists name a component (pockets), the
   first that is read counts: list_of_component has n_component entries, 0 where no list has named
   the component yet, and `list` (from 1) is this one's number. */
int contents_import_source(struct universe *u, const char *path, int list, int *list_of_component,
			   struct diag *diag);

#endif
