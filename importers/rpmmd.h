/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rpm-md repositories (Fedora, CentOS, RHEL, openSUSE …) become a universe, in the version and
 * relation semantics of rpm: an unversioned provide satisfies a versioned need.
 *
 *	requires, recommends, suggests, supplements, enhances, conflicts, provides	as such
 *	rich dependencies		kept; what they mean as needs is said in graphs/depgraph.h
 *	files				what is required by path is found in primary and filelists
 *	rpm:sourcerpm			the component
 *	source repositories		BuildRequires become requires of a source solvable
 *	groups (comps.xml)		tiers (comps.h)
 *	modules.yaml			noticed: packages of other than default streams are there
 *
 * A path is a directory with repodata/repomd.xml, or one primary.xml, plain or compressed; or
 * several of these joined with '+', which are one release: releases, updates and their sources.
 * The newest build of each name and architecture counts.
 *
 * Every file is checked against the size and checksum in its repomd.xml (VERIFY_LISTED); repomd.xml
 * itself, and a file named alone, have nothing to vouch for them (VERIFY_NONE).
 *
 * Cost: CentOS 7.5 (3,971 packages, 565,000 files) 0.3 s. Eighteen times that (71,478 packages,
 * 232 MB of primary, 724 MB of filelists): 7 s of CPU and 150 MB, where decompressing alone takes
 * 2.9 s, and libsolv's own reading of both files 9.1 s and 1.2 GB.
 */
#ifndef LINCHPIN_IMPORTERS_RPMMD_H
#define LINCHPIN_IMPORTERS_RPMMD_H

#include <stdbool.h>

struct universe;
struct import_options;
struct diag;

/* Fills the universe, which must be empty and is empty again after a failure. */
int rpmmd_import(struct universe *u, const char *path, const struct import_options *options,
		 struct diag *diag);

/* Does the path, or the first of those joined with '+', look like an rpm-md repository? */
bool rpmmd_is(const char *path);

#endif
