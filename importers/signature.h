/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What gpgv(1) says of a signature. It runs in a process of its own, which reads a stranger's file:
 * started by the keeper (keeper.h), it has no network and can write nothing but its two pipes. A
 * reader asks the keeper for it.
 */
#ifndef LINCHPIN_IMPORTERS_SIGNATURE_H
#define LINCHPIN_IMPORTERS_SIGNATURE_H

struct diag;
struct keeper_reply;
struct message;

/* Run gpgv on a file and its detached signature, or (detached NULL) on one that has it inside.
   *ret_status: its status lines (doc/DETAILS of GnuPG), the caller frees them. *ret_content: in the
   second case a file, at its beginning, with what gpgv says is signed; the caller closes it; else
   -1. -1: gpgv could not be run, said in diag. */
int signature_check(const char *path, const char *detached, const char *keyring, char **ret_status,
		    int *ret_content, struct diag *diag);

/* The same as a service. */
int signature_serve(void *closure, struct message *request, struct keeper_reply *reply,
		    struct diag *diag);

#endif
