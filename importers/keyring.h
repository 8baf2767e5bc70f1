/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct keyring: a file of public keys in the form that gpgv(1) reads. Debian's keyrings have it;
 * the keys of RPM distributions come in armour (RFC 4880, 6.2), which gpgv takes for damage. Their
 * bytes go to a file in memory, which gpgv inherits.
 */
#ifndef LINCHPIN_IMPORTERS_KEYRING_H
#define LINCHPIN_IMPORTERS_KEYRING_H

struct diag;

struct keyring {
	int fd;		/* the file in memory; -1: gpgv can read the file itself */
};

/* -1: unreadable, or armour without content. The caller closes, also after a failure. */
int keyring_open(struct keyring *k, const char *path, struct diag *diag);

void keyring_close(struct keyring *k);

#endif
