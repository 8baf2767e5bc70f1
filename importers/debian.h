/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Debian archives become a universe: Packages, Sources and Contents of every pocket found, the
 * newest version of each package, in the version and relation semantics of dpkg and apt:
 *
 *	Depends, Pre-Depends	requires (Pre-Depends behind the prerequisite marker)
 *	Recommends, Suggests, Enhances	as such
 *	Conflicts, Breaks	conflicts
 *	Provides		with its version, if it has one; only `=` is allowed. An unversioned
 *				provide never satisfies a versioned need (libsolv's DISTTYPE_DEB)
 *	name:any		satisfied by what is Multi-Arch: allowed: these provide "name:any",
 *				as in apt, and so do their provides
 *	name:ARCH		the qualifier is dropped for the own architecture, else unmet
 *	Source			the component; without the field, the package's own name
 *
 * Sources: build dependencies (Build-Depends, -Arch, -Indep) of this architecture and of no build
 * profile become requires of a source solvable.
 *
 * Every index is checked before it is believed: against the SHA-256 of its Release, as stored or,
 * for lists that apt has recompressed, as decompressed; the Release against the keyring. An import
 * without packages, or with more than 1 % of broken stanzas, fails.
 */
#ifndef LINCHPIN_IMPORTERS_DEBIAN_H
#define LINCHPIN_IMPORTERS_DEBIAN_H

struct universe;
struct import_options;
struct diag;

/* Is this an apt lists directory, a mirror tree or a Packages file? -1: neither, said in diag.
   Fills the universe, which must be empty and is empty again after a failure. */
int debian_import(struct universe *u, const char *path, const struct import_options *options,
		  struct diag *diag);

/* The same for what is installed on a machine: dpkg's status file, and with options->file_lists the
   lists in info/ beside it. Only what is installed counts, also where it is on hold or waits for a
   trigger. Nothing vouches for it. */
int debian_import_installed(struct universe *u, const char *status,
			    const struct import_options *options, struct diag *diag);

#endif
