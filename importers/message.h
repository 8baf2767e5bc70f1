/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct message: numbers and texts in a row, as two processes of linchpin send them to each other
 * (keeper.h). Who takes them out must ask for what was put in, in that order; what does not fit
 * (too short, a text without its end or with a zero inside) spoils the message, and from then on
 * every number is 0 and every text NULL. So a receiver takes all it expects, then asks once
 * message_is_whole().
 */
#ifndef LINCHPIN_IMPORTERS_MESSAGE_H
#define LINCHPIN_IMPORTERS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct message {
	char *data;
	size_t size, room;
	size_t at;		/* what was taken */
	bool spoiled;
};

void message_init(struct message *m);
void message_clear(struct message *m);

void message_put_number(struct message *m, int64_t number);
void message_put_text(struct message *m, const char *text);	/* NULL stays NULL */

/* All that was put into another. */
void message_put_raw(struct message *m, const struct message *other);

int64_t message_number(struct message *m);

/* Lives as long as the message. */
const char *message_text(struct message *m);

/* Was all taken, and all of it as it was put in? */
bool message_is_whole(const struct message *m);

#endif
