/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct signer: whose signature makes a file trusted, judged by what gpgv(1) says of it
 * (signature.h; doc/DETAILS of GnuPG).
 *
 * Trusted means: at least one good signature of a key in the keyring and no bad one. Keys that the
 * keyring lacks do not count (releases are signed by the keys of two generations), nor do keys that
 * have expired or are revoked, nor signatures whose digest can be forged (MD5, SHA-1, RIPEMD-160).
 */
#ifndef LINCHPIN_IMPORTERS_SIGNER_H
#define LINCHPIN_IMPORTERS_SIGNER_H

struct diag;

struct signer {
	char *key;	/* fingerprint; NULL: nobody */
	char *name;	/* of that key, as it calls itself; NULL: unknown */
};

/* Judge gpgv's status lines on the file `path`, which it takes apart. -1: nobody whom the keyring
   trusts has signed it, said in diag; the signer is nobody then. */
int signer_judge(struct signer *s, char *status, const char *path, const char *keyring,
		 struct diag *diag);

/* Run gpgv on a file and its detached signature, and judge. -1: as before, or gpgv did not run. */
int signer_of(struct signer *s, const char *path, const char *signature, const char *keyring,
	      struct diag *diag);

void signer_clear(struct signer *s);

#endif
