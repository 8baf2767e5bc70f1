/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Output by request; see whole_service.h. A request is a number and a name.
 */
#include "queries/whole_service.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "importers/diag.h"
#include "importers/keeper.h"
#include "importers/message.h"

void whole_service_init(struct whole_service *s, const char *path)
{
	s->path = path;
	whole_file_init(&s->file);
	whole_directory_init(&s->directory);
}

void whole_service_clear(struct whole_service *s)
{
	whole_file_abandon(&s->file);
	whole_directory_abandon(&s->directory);
}

/* The reader gets a copy: the keeper's own is needed for the end. */
static int lend(int fd, struct keeper_reply *reply, struct diag *diag)
{
	reply->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return reply->fd < 0 ? diag_fail(diag, "cannot lend a file: too many are open") : 0;
}

static int serve_file(struct whole_service *s, enum whole_request what,
		      struct keeper_reply *reply, struct diag *diag)
{
	bool open = s->file.path != NULL;

	if (what == WHOLE_FILE_ABANDON) {
		whole_file_abandon(&s->file);
		return 0;
	}
	if (open != (what == WHOLE_FILE_COMMIT))
		return diag_fail(diag, "cannot write '%s': it is %s", s->path,
				 open ? "open already" : "not open");
	if (what == WHOLE_FILE_COMMIT)
		return whole_file_commit(&s->file, diag);
	return whole_file_open(&s->file, s->path, diag) || lend(s->file.fd, reply, diag) ? -1 : 0;
}

static int serve_directory(struct whole_service *s, enum whole_request what, const char *name,
			   struct keeper_reply *reply, struct diag *diag)
{
	bool begun = s->directory.place != NULL;

	if (what == WHOLE_DIRECTORY_ABANDON) {
		whole_directory_abandon(&s->directory);
		return 0;
	}
	if (begun != (what != WHOLE_DIRECTORY_BEGIN))
		return diag_fail(diag, "cannot write '%s': it is %s", s->path,
				 begun ? "begun already" : "not begun");
	if (what == WHOLE_DIRECTORY_BEGIN)
		return whole_directory_begin(&s->directory, s->path, diag);
	if (what == WHOLE_DIRECTORY_FINISH)
		return whole_directory_finish(&s->directory, diag);
	return whole_directory_open(&s->directory, name, &reply->fd, diag);
}

int whole_service_serve(void *closure, struct message *request, struct keeper_reply *reply,
			struct diag *diag)
{
	struct whole_service *s = closure;
	int64_t what = message_number(request);
	const char *name = message_text(request);

	if (!message_is_whole(request) || !name || what < 0 || what >= WHOLE_REQUESTS)
		return diag_fail(diag, "cannot write: the request makes no sense");
	if (!s->path)
		return diag_fail(diag, "cannot write '%s': no output was asked for", name);
	return what < WHOLE_DIRECTORY_BEGIN ?
		       serve_file(s, (enum whole_request)what, reply, diag) :
		       serve_directory(s, (enum whole_request)what, name, reply, diag);
}

int whole_ask(enum whole_request what, const char *name, int *ret_fd, struct diag *diag)
{
	struct message request, reply;
	int fd = -1, ret;

	message_init(&request);
	message_init(&reply);
	message_put_number(&request, what);
	message_put_text(&request, name);
	ret = keeper_ask(KEEPER_OUTPUT, &request, &reply, ret_fd ? &fd : NULL, NULL, NULL, diag);
	if (!ret && ret_fd && fd < 0)
		ret = diag_fail(diag, "cannot write '%s': no file came", name);
	else if (!ret && ret_fd)
		*ret_fd = fd;
	message_clear(&request);
	message_clear(&reply);
	return ret;
}
