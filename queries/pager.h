/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers that are longer than the terminal, shown through a pager: $PAGER, by default less, which
 * gets LESS=FRX unless the user has set it (quit if it fits, keep bold, leave the screen as it is).
 * "cat" and the empty word are no pagers. Only where standard output is a terminal.
 */
#ifndef LINCHPIN_QUERIES_PAGER_H
#define LINCHPIN_QUERIES_PAGER_H

#include <stdbool.h>
#include <stddef.h>

struct diag;
struct keeper_reply;
struct message;

/* Is standard output a terminal, and has the user a pager? */
bool pager_is_wanted(void);

/* Has the text more lines than the terminal? */
bool pager_is_longer(const char *text, size_t size);

/* Show it, as a reader by asking the keeper, and return when the user is done. -1: the pager did
   not start, so nothing was shown. */
int pager_show(const char *text, size_t size);

/* The keeper's (importers/keeper.h): the request is the text. */
int pager_serve(void *closure, struct message *request, struct keeper_reply *reply,
		struct diag *diag);

#endif
