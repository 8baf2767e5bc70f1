/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keeper and the reader: one run of linchpin as two processes.
 *
 *	keeper	the process the user started. It knows the options, fetches, owns the output file,
 *		and parses nothing that an archive says.
 *	reader	its child, contained (containment.h). It imports, judges and writes the answer.
 *
 * What the reader may not do itself it asks the keeper for, over a socket that both were born
 * with: a service, a message; the answer is a message, and perhaps an open file. The services
 * are a table that queries/main.c fills: checking a signature, opening and finishing the
 * output, showing the answer in a pager, bringing and inspecting packages. A reader that was
 * taken over by what it reads can lie in its answer; it can ask for these services; and nothing
 * else.
 *
 *	if (keeper_divide(&keeper, &rights, &status, diag))
 *		…			the keeper, when all is done
 *	else
 *		…			the reader goes on
 *
 * A reader whose keeper ends is killed.
 */
#ifndef LINCHPIN_IMPORTERS_KEEPER_H
#define LINCHPIN_IMPORTERS_KEEPER_H

#include <stdbool.h>

struct containment_rights;
struct diag;
struct message;

enum keeper_service {
	KEEPER_NONE,
	KEEPER_SIGNATURE,	/* signature.h */
	KEEPER_OUTPUT,		/* queries/whole_service.h */
	KEEPER_PAGER,		/* queries/pager.h */
	KEEPER_INSPECT,		/* inspector.h */
	KEEPER_SERVICES
};

/* The answer to a request. */
struct keeper_reply {
	struct message *message;	/* to be filled */
	int fd;			/* to be sent along and closed; -1: none */
	int socket;			/* keeper_send()'s own */
};

/* Serve one request. -1: not done, said in diag, which is what the reader hears. The request is
   hostile. */
typedef int keeper_serve_fn(void *closure, struct message *request, struct keeper_reply *reply,
			    struct diag *diag);

struct keeper {
	keeper_serve_fn *serve[KEEPER_SERVICES];	/* NULL: not offered */
	void *closure[KEEPER_SERVICES];
	const char *subject;		/* what is read, for messages */
};

/* Divide. 0: this is the reader; if it could not be contained, diag has a message, and it must end
   at once. 1: this is the keeper, the reader has ended, *ret_status is what it exited with. -1:
   this is the keeper; the reader could not be started or was killed, said in diag. The process
   must have one thread. */
int keeper_divide(const struct keeper *k, const struct containment_rights *rights, int *ret_status,
		  struct diag *diag);

/* Is this a reader, which must ask? */
bool keeper_is_asked(void);

/* Is this a keeper that has a reader? It has one thread. */
bool keeper_is_serving(void);

/* What comes before the answer, as it comes. */
typedef void keeper_part_fn(void *closure, struct message *part);

/* Ask, in a reader. reply is empty before; ret_fd and part may be NULL. -1: not done, said in
   diag. */
int keeper_ask(enum keeper_service service, const struct message *request, struct message *reply,
	       int *ret_fd, keeper_part_fn *part, void *closure, struct diag *diag);

/* Send a part of the answer, while serving. -1: there is no reader any more. */
int keeper_send(const struct keeper_reply *reply, const struct message *part);

/* What a child of the keeper does; it may keeper_send() parts. 0 or -1 with the reason in diag. */
typedef int keeper_body_fn(void *closure, struct keeper_reply *reply, struct diag *diag);

/* In a keeper, or before it divides: have a contained child do it, with no descriptor but standard
   error and its socket to here. Its parts, its answer and its warnings come back; reply may be
   NULL. -1: the body's reason, or that the child was killed, said in diag. */
int keeper_delegate(const struct containment_rights *rights, const char *subject,
		    keeper_body_fn *body, void *closure, struct message *reply,
		    keeper_part_fn *part, void *part_closure, struct diag *diag);

#endif
