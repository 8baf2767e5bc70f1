/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct release_file: a Debian archive's Release, whether its signature is good, and the checksums
 * it vouches for (wiki.debian.org/DebianRepository/Format).
 *
 * The signature is checked by gpgv(1) against one keyring. Of an InRelease only what gpgv itself
 * prints as signed is read. Which signatures are good is said in signer.h.
 *
 * Of the checksums only SHA-256 counts. A Release that has only weaker ones vouches for nothing: it
 * lists the names, with an empty sum.
 */
#ifndef LINCHPIN_IMPORTERS_RELEASE_FILE_H
#define LINCHPIN_IMPORTERS_RELEASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "importers/signer.h"
#include "importers/universe.h"

struct release_sum {
	char sha256[65];	/* "": there are weaker sums only */
	long long size;
	char *name;		/* "main/binary-amd64/Packages.gz" */
};

struct release_file {
	char *origin, *label, *suite, *codename, *version;	/* NULL: absent */
	char *date;		/* ISO 8601 UTC; NULL: absent */
	long long valid_until;	/* seconds since the epoch; -1: for ever */
	bool not_automatic;	/* apt would not install from it by default (backports) */
	enum verification verification;	/* VERIFY_SIGNED or VERIFY_LISTED */
	struct signer signer;	/* nobody unless VERIFY_SIGNED */
	struct release_sum *sum;	/* sorted by name */
	int n_sum;
};

/* Read "InRelease", or "Release" with "Release.gpg" beside it. keyring NULL: the signature is not
   checked. -1: unreadable, or the signature is not good. Empty or cleared before; the caller
   clears. */
int release_file_read(struct release_file *r, const char *path, const char *keyring,
		      struct diag *diag);

void release_file_clear(struct release_file *r);

/* What the Release says it is: its codename, or else its suite; "" if it says neither. */
const char *release_file_name(const struct release_file *r);

/* Does it say that it is of this suite ("bookworm", "stable", "bookworm-security",
   "buster/updates"), by its codename or suite? One that says neither may be of any. */
bool release_file_is_of(const struct release_file *r, const char *suite);

/* Forget that it is signed: it is not what it was taken for. */
void release_file_disown(struct release_file *r);

/* Does it list SHA-256 sums? */
bool release_file_has_sums(const struct release_file *r);

/* The sum of an index by its name, NULL: the Release does not list it. */
const struct release_sum *release_file_find(const struct release_file *r, const char *name);

#endif
