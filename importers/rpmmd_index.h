/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct rpmmd_index: which files an rpm-md repository has, and how far each can be believed.
 *
 * The place is a directory with repodata/repomd.xml, that repodata directory, or a single file: a
 * primary.xml, compressed or not, which nothing vouches for. repomd.xml lists each file with a
 * checksum (SHA-224 to SHA-512 count, weaker ones can be forged) and its size; a location that
 * leads out of the repository is an error. A file that is listed but absent is an error if it is
 * primary, else a warning and NULL here.
 */
#ifndef LINCHPIN_IMPORTERS_RPMMD_INDEX_H
#define LINCHPIN_IMPORTERS_RPMMD_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "importers/signer.h"
#include "importers/universe.h"

struct diag;

enum rpmmd_kind { RPMMD_PRIMARY, RPMMD_FILELISTS, RPMMD_GROUPS, RPMMD_KINDS };

struct rpmmd_file {
	char *path;	   /* NULL: the repository has none */
	char *name;	   /* as repomd.xml has it: "repodata/…-primary.xml.gz" */
	int checksum_type; /* REPOKEY_TYPE_SHA256, …; 0: nothing vouches for it */
	char *checksum;	   /* hexadecimal; NULL: none */
	int64_t size;	   /* bytes as stored, -1: not said */
};

struct rpmmd_index {
	struct rpmmd_file file[RPMMD_KINDS];
	char *base;	    /* the repository's directory, absolute; NULL: a single file */
	char *repomd;	    /* path of repomd.xml; NULL: a single file */
	char *date;	    /* newest time stamp of the files, ISO 8601 UTC; NULL: unknown */
	char *distribution; /* "fedora", "centos-stream"; NULL: repomd does not say */
	char *version;	    /* "43"; NULL: repomd does not say */
	bool has_modules;   /* there are module streams */
	/* who vouches for repomd.xml itself, as in struct input */
	enum verification verification; /* VERIFY_NONE or VERIFY_SIGNED */
	struct signer signer;
};

/* Find what lies at path. The caller clears, also after a failure. */
int rpmmd_index_find(struct rpmmd_index *index, const char *path, struct diag *diag);

/* Does repomd.xml list a file by a checksum that can be forged? */
bool rpmmd_index_is_weak(const struct rpmmd_index *index);

/* Ask for a good signature of repomd.xml, in repomd.xml.asc beside it. -1: it has none, said in
   diag; with allow_unverified that is a warning. A single file has nothing to sign. */
int rpmmd_index_check_signature(struct rpmmd_index *index, const char *keyring,
				bool allow_unverified, struct diag *diag);

/* Check a file's size and checksum, and describe it as an input, whose texts are the caller's. One
   that is not what repomd.xml lists is an error, or with allow_unverified a warning and
   VERIFY_NONE. O(bytes). */
int rpmmd_index_verify(const struct rpmmd_index *index, enum rpmmd_kind kind, bool allow_unverified,
		       struct input *ret_input, struct diag *diag);

/* The same for repomd.xml itself: VERIFY_NONE, or who vouches for it. */
int rpmmd_index_describe(const struct rpmmd_index *index, struct input *ret_input,
			 struct diag *diag);

void rpmmd_index_clear(struct rpmmd_index *index);

#endif
