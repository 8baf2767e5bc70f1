/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is installed on a machine, as a release: RPM's database or dpkg's status file.
 *
 *	NULL		this machine's: dpkg's where it has packages, else RPM's
 *	a file		a dpkg status file, or the main file of an RPM database (rpmdb.sqlite, …)
 *	a directory	one with an RPM database, dpkg's (with `status`), or the root of
 *			another system
 *
 * Nothing vouches for it, and the answers say so.
 */
#ifndef LINCHPIN_IMPORTERS_INSTALLED_H
#define LINCHPIN_IMPORTERS_INSTALLED_H

struct universe;
struct import_options;
struct diag;

/* Fills the universe, which must be empty and is empty again after a failure. */
int installed_import(struct universe *u, const char *path, const struct import_options *options,
		     struct diag *diag);

#endif
