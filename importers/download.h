/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct downloads: files that are to be brought from archives, whose size and SHA-256 are known
 * beforehand, and the two that bring them: libapt-pkg (apt_download.cc), librepo (rpm_download.c).
 *
 * What is at a file's path already is taken for its beginning, and gone on from. What arrives is
 * cut off at the size; that it is what was wanted is for the caller to check: `done` hears that
 * a file is whole, or why it is not, once for each. One that fails does not stop the others. The
 * archive's own word is only in `name`, which must have been judged (package_fetch.c).
 */
#ifndef LINCHPIN_IMPORTERS_DOWNLOAD_H
#define LINCHPIN_IMPORTERS_DOWNLOAD_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct diag;

/* Nothing is owned. */
struct download {
	const char *url;		/* of the archive, or of what lists its mirrors */
	int source;			/* what the URL is: enum rpm_fetch_source; not for apt */
	const char *name;		/* relative to the archive: "pool/main/c/curl/….deb" */
	const char *title;		/* for progress: "curl" */
	const char *path;		/* where it goes; its directory exists */
	const char *sha256;		/* lower-case hexadecimal */
	int64_t size;			/* bytes */
};

struct downloads {
	const struct download *file;
	int n_file;
	/* as in struct import_options; done and total are of all files */
	void (*progress)(void *closure, const char *what, double done, double total, double rate);
	void *progress_closure;
	/* why NULL: file i is at its path; else one line that lives as long as the call. Files
	   come in the order in which they arrive */
	void (*done)(void *closure, int i, const char *why);
	void *done_closure;
};

/* Bring files of Debian archives: one connection to each host, in the machine's own network
   configuration (proxies, retries). -1: nothing could be tried, said in diag. */
int apt_download(const struct downloads *downloads, struct diag *diag);

/* Bring files of RPM repositories: at most three connections to each host, and to the next mirror
   where one fails. */
int rpm_download(const struct downloads *downloads, struct diag *diag);

#ifdef __cplusplus
}
#endif
#endif
