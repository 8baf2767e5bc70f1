/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The small texts that a cached release is described by: "fetched" says what is whole and where,
 * "newest" how new it was (newest.h). Each is replaced as a whole: whoever reads it sees the
 * earlier text or the new one, and a new one is on the disk before anything relies on it.
 */
#ifndef LINCHPIN_IMPORTERS_MARK_H
#define LINCHPIN_IMPORTERS_MARK_H

struct diag;

enum { MARK_BYTES_MAX = 64 * 1024 };

/* The text of DIR/NAME; NULL with errno: there is none (ENOENT), it is unreadable or too long. The
   caller frees it. */
char *mark_read(const char *dir, const char *name);

/* Write it, by way of DIR/NAME.new. -1: said in diag, and the earlier one is there. */
int mark_write(const char *dir, const char *name, const char *text, struct diag *diag);

#endif
