/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RPM headers become solvables: what a directory of .rpm files (rpm_files.h) and the database of
 * what is installed (rpm_database.h) have in common. librpm reads and verifies; libsolv
 * (repo_add_rpm_handle()) turns a header into a solvable; the files of a package are those in its
 * header. Nothing of this machine's own configuration of rpm, if there is any, moves an answer.
 *
 * librpm has one configuration and one place for what it says, so there is one reader at a time.
 */
#ifndef LINCHPIN_IMPORTERS_RPM_HEADERS_H
#define LINCHPIN_IMPORTERS_RPM_HEADERS_H

#include <stdbool.h>
#include <rpm/header.h>
#include <rpm/rpmts.h>

struct universe;
struct import_options;
struct diag;

struct rpm_headers {
	struct universe *u;
	const struct import_options *options;
	struct diag *diag;
	rpmts ts;
	void *state; /* libsolv's, for turning headers into solvables */
	struct places *places;
	char *complaint; /* what librpm said last; NULL: nothing */
	int n;		 /* headers added */
};

/* Starts an RPM universe, with h->u, options and diag set and all else zero. database: the
   directory of the one to be read, backend: librpm's word for its kind; NULL for both: none. A
   keyring that cannot be read is an error. rpm_headers_stop() is due either way. */
int rpm_headers_start(struct rpm_headers *h, const char *database, const char *backend);
void rpm_headers_stop(struct rpm_headers *h);

/* Forget what librpm has said so far. */
void rpm_headers_be_quiet(struct rpm_headers *h);

/* Is what librpm said about one header that it left out, and not about all that is read? */
bool rpm_headers_skipped_one(const struct rpm_headers *h);

/* Another package; fails when limits are exceeded, or when libsolv cannot read it. path: its file,
   or its name, for messages. */
int rpm_headers_add(struct rpm_headers *h, Header header, const char *path);

/* Once all are added: needs, components and observations as rpmmd.h has them. */
int rpm_headers_settle(struct rpm_headers *h, const char *path);

#endif
