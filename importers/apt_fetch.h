/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fetching a Debian release with libapt-pkg's own acquire system, into a private directory.
 *
 * apt downloads, resumes, verifies (signature of each Release against the keyring, then size and
 * checksum of each index) and replaces a release's files all at once or not at all; linchpin only
 * names the directory, the sources and the index targets: Packages, Sources, Contents-ARCH,
 * Contents-all, Contents-source. The system's lists, configuration and locks are not written;
 * the machine's apt configuration is read for what concerns the network (proxies, retries).
 * Whether a Release may be expired or unsigned is only what the request says, never what the
 * machine's configuration says.
 *
 * The lists are kept as the archive's own gzip files: nothing is recompressed, and ISA-L inflates
 * them as fast as zstd would be read (bookworm's Contents-source, 816 MB of text: 0.6 s from gzip
 * with ISA-L, 0.5 s from zstd, 3.1 s from gzip with zlib; storing as zstd costs 4 s at each
 * change).
 */
#ifndef LINCHPIN_IMPORTERS_APT_FETCH_H
#define LINCHPIN_IMPORTERS_APT_FETCH_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct diag;

struct apt_source {
	const char *uri;	/* "http://mirror/debian" */
	const char *suite;	/* "bookworm-security" */
	bool optional;		/* a suite the archive may not have: not found is no failure */
	bool ret_missing;	/* set: it was optional and is not there */
	const char *newest;	/* date of the newest Release of it so far, as in release_file.h;
				   NULL: none was here before */
};

/* Called about twice a second; done and total in bytes, total 0: not known yet; rate in bytes/s. */
typedef void apt_progress(void *closure, const char *what, double done, double total, double rate);

struct apt_request {
	const char *state_dir;		/* private apt state; created when missing */
	const char *lists;		/* its directory that is brought up to date: "lists" */
	const char *keyring;		/* file of trusted keys, as an absolute path */
	const char *arch;		/* "amd64" */
	const char *components;		/* "main", or several separated by spaces */
	bool file_lists;		/* Contents too */
	bool allow_expired;
	bool allow_unverified;		/* also file lists that are not what the Release lists */
	struct apt_source *source;
	int n_source;
	bool ret_held;			/* set: the fetch failed because of the copy that is here:
					   apt neither replaces it by an older one, nor one that is
					   signed by one that is not, whatever it is allowed */
	apt_progress *progress;		/* NULL: silent */
	void *progress_closure;
};

/* Bring the private state up to date. -1: something is missing or not to be trusted; what was
   there before is intact. apt takes a signed Release of another suite for the one it asked for, and
   where the mirror's is older than its own it goes on with its own and says nothing. So each is
   judged here as it arrives: another suite's, with allow_unverified too, and an older one ends the
   fetch before anything is replaced, as does a suite that was here before and has gone. */
int apt_fetch(struct apt_request *request, struct diag *diag);

/* The mirrors the machine's own apt sources use for Debian and for its security pocket, as
   allocated strings that the caller frees; NULL where there is none. A source counts as Debian
   when its Release, where known, says `Origin: Debian`, else when it is signed by Debian's keyring
   or its path ends in /debian or /debian-security. */
int apt_machine_mirrors(char **ret_archive, char **ret_security, struct diag *diag);

/* The archive's URI by which apt writes this in the names of lists: "mirror.example_debian" is
   "http://mirror.example/debian", if a sources.list, or where that is not there the machine's own
   sources, has it. The caller frees it; NULL: no source has it. -1: the sources cannot be read. */
int apt_uri_of_list(const char *sources_list, const char *list, char **ret_uri, struct diag *diag);

#ifdef __cplusplus
}
#endif
#endif
