/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Having packages inspected, with the results kept in the cache (inspected.h).
 *
 * The same two functions work in a process that may do all of it, and in a reader, which asks the
 * keeper (keeper.h). The keeper then has a fetcher bring the files, checks them, and has each read
 * by a contained child of its own, which can read that one file and say what is in it: a package
 * that takes its reader over can forge the result of that package, and no other's. Names that a
 * reader orders lead to files of the archives its release is of; files on this machine are those
 * that the user named.
 */
#ifndef LINCHPIN_IMPORTERS_INSPECTOR_H
#define LINCHPIN_IMPORTERS_INSPECTOR_H

#include <solv/pooltypes.h>

struct diag;
struct import_options;
struct keeper_reply;
struct message;
struct universe;

/* Package number i was read, and inspected_path(sha256) has the result; or (sha256 NULL) was not,
   and why says so in one line. Texts live as long as the call. */
typedef void inspector_done_fn(void *closure, int i, const char *sha256, const char *why);

/* Bring and read the files of n packages; done() is called once for each, as they are done.
   -1: nothing more can be done, said in diag. */
int inspector_packages(const struct universe *u, const char *spec,
		       const struct import_options *options, const Id *package, int n,
		       inspector_done_fn *done, void *closure, struct diag *diag);

/* Read a file on this machine. ret_sha256: where its result is. -1: *ret_why, which the caller
   frees, says why it cannot be read, or (NULL) nothing more can be done, said in diag. */
int inspector_file(const char *path, const struct import_options *options, char ret_sha256[65],
		   char **ret_why, struct diag *diag);

/* The keeper's. */
struct inspector_service {
	const char *spec;			/* of the release; NULL: only files */
	const struct import_options *options;
	const char *const *file;		/* what the user named */
	int n_file;
};

/* A keeper_serve_fn; closure is a struct inspector_service. */
int inspector_serve(void *closure, struct message *request, struct keeper_reply *reply,
		    struct diag *diag);

#endif
