/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packages by their own RPM headers: a directory of .rpm files. They become a universe as rpm-md
 * metadata does (rpmmd.h): the same needs, provides, components and observations; the files of each
 * package are those in its header (rpm_headers.h).
 *
 * A directory is searched with those below it. Of each file every digest is checked (header and
 * payload), and its signature, if the caller names a keyring; one that is damaged is an error that
 * names it. That a signature's key is unknown is the normal case and only counted
 * (WARN_UNVERIFIED), as is that there is none. The provenance has one input for the directory: how
 * many files, how many with a good signature, and the SHA-256 of the list `sha256sum *.rpm` would
 * print, sorted by name.
 *
 * Cost: O(bytes of all files), nearly all of it digests: 0.2 GB/s.
 */
#ifndef LINCHPIN_IMPORTERS_RPM_FILES_H
#define LINCHPIN_IMPORTERS_RPM_FILES_H

#include <stdbool.h>

struct universe;
struct import_options;
struct diag;

/* Is this a directory with .rpm files, or one such file? */
bool rpm_files_is(const char *path);

/* Fills the universe, which must be empty and is empty again after a failure. */
int rpm_files_import(struct universe *u, const char *path, const struct import_options *options,
		     struct diag *diag);

#endif
