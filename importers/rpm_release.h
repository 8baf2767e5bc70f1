/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RPM releases by name: which there are, of which repositories each consists, where their cached
 * copy lies, and fetching it (rpm_fetch.h).
 *
 * A release lives in CACHE/FAMILY-VERSION-ARCH (with a hash of --metalink, --mirrorlist and
 * --baseurl if these were given), in two places, `a` and `b`: one holds the whole copy, the other
 * the one before it or one that is being fetched. The file `fetched`, which names the place and its
 * repositories, is replaced last and at once; so a refresh that fails, or a linchpin that is
 * killed, leaves the earlier copy as it was, and the next try goes on with what has arrived.
 * `newest` (newest.h) has the newest date of each repository.
 */
#ifndef LINCHPIN_IMPORTERS_RPM_RELEASE_H
#define LINCHPIN_IMPORTERS_RPM_RELEASE_H

#include <stdbool.h>

#include "importers/rpm_fetch.h"

struct import_options;
struct universe;
struct diag;

/* The repositories of a cached release, joined by '+' as the importer takes them, fetched when they
   are not there (or when `refresh`); the caller frees the text. NULL: said in diag. `version` is
   what stands behind the colon: "43", "rawhide"; "10". */
char *fedora_release_repos(const char *version, const struct import_options *options, bool refresh,
			   struct diag *diag);
char *centos_stream_release_repos(const char *version, const struct import_options *options,
				  bool refresh, struct diag *diag);
char *epel_release_repos(const char *version, const struct import_options *options, bool refresh,
			 struct diag *diag);

/* Where one of the repositories of a release was fetched from: `dir` is its directory, absolute,
   `spec` the release's name, or several joined by '+'. The caller frees the URL. -1: the directory
   belongs to none of them. */
int rpm_release_source(const char *spec, const struct import_options *options, const char *dir,
		       enum rpm_fetch_source *ret_source, char **ret_url);

/* Does the metalink of each repository vouch for it, and is each as new as it ever was? Says so in
   the inputs. -1: said in diag; with options->allow_unverified that is a warning. */
int rpm_release_check(struct universe *u, const char *repos, const struct import_options *options,
		      struct diag *diag);

#endif
