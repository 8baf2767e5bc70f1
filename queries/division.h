/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dividing a run into the keeper and the reader (importers/keeper.h): what is fetched before, what
 * the reader may read, and which services it has. With --unconfined all stays one process.
 */
#ifndef LINCHPIN_QUERIES_DIVISION_H
#define LINCHPIN_QUERIES_DIVISION_H

struct diag;
struct options;
struct verb;

/* Have the releases in the cache that are to be read, then divide. As keeper_divide(): 0 in the
   reader, which answers, and which has failed if diag has a message; 1 in the keeper when the
   reader has ended with *ret_status; -1 said in diag. */
int division_begin(const struct verb *verb, const struct options *o, const char *const *spec,
		   int n, int *ret_status, struct diag *diag);

#endif
