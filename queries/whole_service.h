/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keeper's service for output: it opens, renames and removes, and lends descriptors. One file
 * and one directory at a time, both at the path that the user gave with -o, whatever the reader
 * asks for. What is open when the reader has ended is abandoned.
 */
#ifndef LINCHPIN_QUERIES_WHOLE_SERVICE_H
#define LINCHPIN_QUERIES_WHOLE_SERVICE_H

#include "queries/whole_directory.h"
#include "queries/whole_file.h"

struct diag;
struct keeper_reply;
struct message;

enum whole_request {
	WHOLE_FILE_OPEN,		/* the output, for its descriptor */
	WHOLE_FILE_COMMIT,
	WHOLE_FILE_ABANDON,
	WHOLE_DIRECTORY_BEGIN,		/* the output */
	WHOLE_DIRECTORY_OPEN,		/* a name in it, for its descriptor */
	WHOLE_DIRECTORY_FINISH,
	WHOLE_DIRECTORY_ABANDON,
	WHOLE_REQUESTS
};

struct whole_service {
	const char *path;		/* -o; NULL: nothing may be written */
	struct whole_file file;
	struct whole_directory directory;
};

void whole_service_init(struct whole_service *s, const char *path);

/* Abandon what is open. */
void whole_service_clear(struct whole_service *s);

/* A keeper_serve_fn; closure is a struct whole_service. */
int whole_service_serve(void *closure, struct message *request, struct keeper_reply *reply,
			struct diag *diag);

/* In a reader: ask for it. ret_fd may be NULL. -1: said in diag. */
int whole_ask(enum whole_request what, const char *name, int *ret_fd, struct diag *diag);

#endif
