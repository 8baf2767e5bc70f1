/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * filelists.xml, while it streams by: 8 million paths of Fedora, 800 MB of XML, of which only two
 * things are kept:
 *
 *   - the files that some package requires by path and that primary.xml does not list (it has only
 *     what lies in bin directories and /etc) become provides of their package;
 *   - what places.h makes of the others become observations.
 *
 * Directories and ghosts (files that a package owns but does not bring) can be required, but say
 * nothing of what the package is.
 *
 * Packages are found by name, architecture and version. Those that are not in the release are
 * counted as WARN_UNKNOWN_FILES if no build of that name is.
 *
 * Cost: O(bytes), in the memory of one path and what is kept; CentOS 7.5's 40 MB: 0.2 s.
 */
#ifndef LINCHPIN_IMPORTERS_RPMMD_FILELISTS_H
#define LINCHPIN_IMPORTERS_RPMMD_FILELISTS_H

#include <stdbool.h>

struct universe;
struct diag;

/* Call after rpm_packages_settle() and before universe_finish(). *ret_n: how many packages of the
   release it had files of. */
int rpmmd_filelists_read(struct universe *u, const char *path, bool observe, int *ret_n,
			 struct diag *diag);

/* Does any package require a path that primary.xml cannot have listed? O(needs). */
bool rpmmd_filelists_needed(const struct universe *u);

#endif
