/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The RPM database of what is installed on a machine becomes a universe, as rpm-md metadata does
 * (rpmmd.h, rpm_headers.h).
 *
 * The database (sqlite, ndb, and Berkeley DB as far as librpm reads it, after berkeley_db.h has
 * looked through it) is the machine's own: its headers are checked by librpm against their own
 * digests, nothing else vouches for them (WARN_UNVERIFIED). One that cannot be read to its end is
 * an error; a header that librpm leaves out is a warning (WARN_BAD_STANZA).
 *
 * Cost: O(bytes of the database).
 */
#ifndef LINCHPIN_IMPORTERS_RPM_DATABASE_H
#define LINCHPIN_IMPORTERS_RPM_DATABASE_H

#include <stdbool.h>

struct universe;
struct import_options;
struct diag;

/* Is there an RPM database in this directory? */
bool rpm_database_is(const char *dir);

/* Fills the universe from the one in a directory (/usr/lib/sysimage/rpm, /var/lib/rpm); it must be
   empty and is empty again after a failure. */
int rpm_database_import(struct universe *u, const char *dir, const struct import_options *options,
			struct diag *diag);

#endif
