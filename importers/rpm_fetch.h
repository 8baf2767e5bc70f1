/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct rpm_fetch: fetching the metadata of one rpm-md repository over the network, by librepo. No
 * type of librepo crosses this header.
 *
 *	repomd.xml	from the mirrors that a metalink or a mirror list names, or from one
 *			URL; checked against the metalink's hashes and, with a keyring,
 *			against repomd.xml.asc
 *	what it lists	primary, filelists, comps (group), modules; each checked against its
 *			checksum in repomd.xml, each tried on the next mirror when one fails
 *
 * The files arrive in DIR/repodata. Nothing that is there with the right checksum is downloaded,
 * what is in EARLIER with the right checksum is linked, and what an interrupted fetch left is
 * resumed. DIR is whole after success only; who calls keeps the copy that is in use elsewhere.
 *
 * What a mirror says is hostile: names that lead out of the repository, other hosts, checksums
 * weaker than SHA-224 and files larger than announced are refused, and so is a repomd.xml that is
 * older than the one before.
 */
#ifndef LINCHPIN_IMPORTERS_RPM_FETCH_H
#define LINCHPIN_IMPORTERS_RPM_FETCH_H

#include <stdbool.h>

struct diag;

enum rpm_fetch_source { RPM_FETCH_METALINK, RPM_FETCH_MIRRORLIST, RPM_FETCH_BASEURL };

/* Nothing is owned. */
struct rpm_fetch {
	const char *name;	      /* of the repository, for messages: "fedora" */
	enum rpm_fetch_source source; /* what the URL is */
	const char *url;
	const char *dir;     /* must exist; gets repodata/ */
	const char *earlier; /* directory of an earlier copy; NULL: none */
	const char *newest;  /* date of the newest repomd.xml so far, ISO 8601 UTC; NULL: none */
	bool allow_unverified; /* an older one, and weak checksums, are no failure */
	const char *keyring; /* keys that may sign repomd.xml; NULL: signatures are not asked for */
	void (*progress)(void *closure, const char *what, double done, double total, double rate);
	void *progress_closure;
};

/* 0: DIR/repodata is whole and verified; -1: why is in diag, and what arrived stays for the next
   try. */
int rpm_fetch(const struct rpm_fetch *request, struct diag *diag);

/* Does the metalink that was fetched with a repository vouch for its repomd.xml? It is kept if it
   came by TLS or from this disk. *ret_date: when the repomd.xml was made that it names first; the
   caller frees it. 1: it does; 0: none was kept; -1: it names other ones, said in diag. */
int rpm_fetch_check_metalink(const char *dir, char **ret_date, struct diag *diag);

#endif
