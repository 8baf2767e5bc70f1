/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what a user calls a release to a universe.
 *
 * A SPEC is
 *	debian:SUITE	bullseye, bookworm, trixie, forky, sid, or stable, testing, …; fetched into
 *			the user's cache on first use, verified against Debian's keyring
 *	fedora:VERSION, centos-stream:VERSION, epel:VERSION
 *			rpm-md repositories, fetched likewise, verified against their metalinks;
 *			several joined by '+' are one release: centos-stream:10+epel:10
 *	a directory	an apt lists directory (/var/lib/apt/lists), the root of a mirror (with
 *			dists/), an rpm-md repository (with repodata/), or .rpm files
 *	DIR+DIR…	several rpm-md repositories that are one release
 *	a file		one Packages index or primary.xml, plain or compressed
 *			or a snapshot (snapshot.h)
 *	installed	what is installed on this machine; installed:PATH: on another (installed.h)
 *	nothing		the distribution of this machine, as /etc/os-release names it
 *
 * To add a family: a row in the table of importer.c and one file with the shape of debian_import().
 */
#ifndef LINCHPIN_IMPORTERS_IMPORTER_H
#define LINCHPIN_IMPORTERS_IMPORTER_H

#include <stdbool.h>
#include <stdint.h>

struct universe;
struct diag;

/* What the caller wants of an import; all zero is a sensible default. Nothing is owned. */
struct import_options {
	const char *arch;		/* NULL: the machine's, or a single file's own */
	const char *components;		/* "main contrib"; NULL: "main" */
	const char *keyring;		/* NULL: Debian's; of RPM releases none: unsigned will do */
	const char *mirror;		/* NULL: that of the machine's apt sources */
	const char *security_mirror;	/* NULL: the same, unless mirror is given */
	const char *const *metalink;	/* URLs, one for each repository; they replace those … */
	const char *const *mirrorlist;	/* … of an RPM release, as these do … */
	const char *const *baseurl;	/* … and these */
	int n_metalink, n_mirrorlist, n_baseurl;
	const char *cache_dir;		/* NULL: $XDG_CACHE_HOME/linchpin or ~/.cache/linchpin */
	bool multilib;			/* RPM: the 32-bit twin of the architecture too */
	bool file_lists;		/* read Contents too */
	bool sources;			/* read Sources too */
	bool allow_expired;		/* take a Release past its Valid-Until */
	bool allow_unverified;		/* take a Release whose signature is missing or not good */
	bool uninspected;		/* leave aside what inspections found (inspected.h) */
	bool self;			/* linchpin itself as a component (self.h) */
	bool offline;			/* do not fetch what is not in the cache */
	int64_t memory;			/* bytes that a process which reads may take; 0: any */
	void (*progress)(void *closure, const char *what, double done, double total, double rate);
	void *progress_closure;
};

/* Fill an empty universe. -1: the universe is empty again. */
int importer_import(struct universe *u, const char *spec, const struct import_options *options,
		    struct diag *diag);

/* Is it a release by name, which is fetched? */
bool importer_is_named(const char *spec);

/* Have a named release in the cache, as far as the options want it; of another SPEC nothing. */
int importer_ensure(const char *spec, const struct import_options *options, struct diag *diag);

/* Bring the cached copy of a named release up to date, file lists included. */
int importer_fetch(const char *spec, const struct import_options *options, struct diag *diag);

/* The SPEC of this machine's distribution; the caller frees it. NULL: os-release names none that
   linchpin knows. */
char *importer_default_spec(struct diag *diag);

#endif
