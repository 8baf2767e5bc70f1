/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running gpgv; see signature.h. What is signed it writes into memory that has a descriptor, so
 * that nothing else than what was checked can be read afterwards.
 */
#include "importers/signature.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/containment.h"
#include "importers/diag.h"
#include "importers/keeper.h"
#include "importers/keyring.h"
#include "importers/message.h"

/* Where gpgv finds its descriptors. */
enum { STATUS_FD = 3, CONTENT_FD = 4, KEYRING_FD = 5, STATUS_MAX = 1 << 20, NOT_STARTED = 127 };

struct check {
	const char *path, *detached, *ring;
	int status[2];		/* a pipe */
	int content;		/* -1: not wanted */
	int keyring;		/* keys without their armour; -1: ring is a file */
};

/* Ours must not be where gpgv's are to be. Closes fd. */
static int out_of_the_way(int fd)
{
	int moved = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 10), error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return moved;
}

/* In the child. */
static void become_gpgv(const struct check *c)
{
	char *const inside[] = { "gpgv", "--keyring", (char *)c->ring, "--status-fd", "3",
				 "--output", "/dev/fd/4", "--", (char *)c->path, NULL };
	char *const beside[] = { "gpgv", "--keyring", (char *)c->ring, "--status-fd", "3", "--",
				 (char *)c->detached, (char *)c->path, NULL };
	const struct containment_rights rights = { .kind = CONTAINMENT_CHECKER };
	int null = open("/dev/null", O_RDWR);
	struct diag diag;

	diag_init(&diag);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
	    dup2(null, STDERR_FILENO) < 0 || dup2(c->status[1], STATUS_FD) < 0 ||
	    (c->content >= 0 && dup2(c->content, CONTENT_FD) < 0) ||
	    (c->keyring >= 0 && dup2(c->keyring, KEYRING_FD) < 0))
		_exit(NOT_STARTED);
	/* not where several threads may run: a lock of theirs could be taken for ever */
	if (keeper_is_serving() && containment_enter(&rights, &diag))
		_exit(NOT_STARTED);
	execvp("gpgv", c->detached ? beside : inside);
	_exit(NOT_STARTED);
}

/* The status lines; NULL: too many. */
static char *read_status(int fd)
{
	char *text = solv_malloc(STATUS_MAX + 1);
	size_t size = 0;
	ssize_t n = 1;

	while (n && size < STATUS_MAX) {
		n = read(fd, text + size, STATUS_MAX - size);
		if (n < 0 && errno != EINTR)
			break;
		size += n > 0 ? (size_t)n : 0;
	}
	text[size] = '\0';
	return n || strlen(text) != size ? solv_free(text) : solv_realloc(text, size + 1);
}

static int run(struct check *c, char **ret_status, struct diag *diag)
{
	int status = 0;
	pid_t child = fork();

	if (!child)
		become_gpgv(c);
	close(c->status[1]);
	c->status[1] = -1;
	if (child < 0)
		return diag_fail(diag, "cannot run gpgv, which checks the signature of '%s': %s",
				 c->path, strerror(errno));
	*ret_status = read_status(c->status[0]);
	/* one that still talks gets a broken pipe */
	close(c->status[0]);
	c->status[0] = -1;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!*ret_status)
		return diag_fail(diag, "cannot check the signature of '%s': gpgv says too much",
				 c->path);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_STARTED) {
		*ret_status = solv_free(*ret_status);
		return diag_fail(diag,
				 "cannot run gpgv, which checks the signature of '%s': is it "
				 "installed?", c->path);
	}
	return 0;
}

static int check(const char *path, const char *detached, const char *keyring, char **ret_status,
		 int *ret_content, struct diag *diag)
{
	struct check c = { path, detached, NULL, { -1, -1 }, -1, -1 };
	struct keyring keys;
	char *ring = NULL;
	int ret = keyring_open(&keys, keyring, diag);

	if (ret)
		goto done;
	if (keys.fd >= 0) {
		c.keyring = fcntl(keys.fd, F_DUPFD_CLOEXEC, 10);
		ring = solv_strdup("/dev/fd/5");
	} else {
		/* a name without a slash gpgv would look for in the user's own keys */
		ring = solv_dupjoin(strchr(keyring, '/') ? "" : "./", keyring, NULL);
	}
	c.ring = ring;
	if (!detached)
		c.content = out_of_the_way(memfd_create("release", MFD_CLOEXEC));
	if (pipe2(c.status, O_CLOEXEC) == 0)
		c.status[1] = out_of_the_way(c.status[1]);
	if ((!detached && c.content < 0) || c.status[1] < 0 || (keys.fd >= 0 && c.keyring < 0))
		ret = diag_fail(diag, "cannot check the signature of '%s': %s", path,
				strerror(errno));
	else
		ret = run(&c, ret_status, diag);
	for (int i = 0; i < 2; i++)
		if (c.status[i] >= 0)
			close(c.status[i]);
	if (c.keyring >= 0)
		close(c.keyring);
	if (!ret && c.content >= 0)
		lseek(c.content, 0, SEEK_SET);
	if (!ret)
		*ret_content = c.content;
	else if (c.content >= 0)
		close(c.content);
done:
	keyring_close(&keys);
	free(ring);
	return ret;
}

int signature_serve(void *closure, struct message *request, struct keeper_reply *reply,
		    struct diag *diag)
{
	const char *path = message_text(request), *detached = message_text(request);
	const char *keyring = message_text(request);
	char *status = NULL;

	(void)closure;
	if (!message_is_whole(request) || !path || !keyring)
		return diag_fail(diag, "cannot check a signature: the request makes no sense");
	if (check(path, detached, keyring, &status, &reply->fd, diag))
		return -1;
	message_put_text(reply->message, status);
	free(status);
	return 0;
}

int signature_check(const char *path, const char *detached, const char *keyring, char **ret_status,
		    int *ret_content, struct diag *diag)
{
	struct message request, reply;
	const char *status;
	int ret;

	*ret_content = -1;
	if (!keeper_is_asked())
		return check(path, detached, keyring, ret_status, ret_content, diag);
	message_init(&request);
	message_init(&reply);
	message_put_text(&request, path);
	message_put_text(&request, detached);
	message_put_text(&request, keyring);
	ret = keeper_ask(KEEPER_SIGNATURE, &request, &reply, ret_content, NULL, NULL, diag);
	status = ret ? NULL : message_text(&reply);
	if (status)
		*ret_status = solv_strdup(status);
	else if (!ret)
		ret = diag_fail(diag, "cannot check the signature of '%s': no answer", path);
	message_clear(&request);
	message_clear(&reply);
	return ret;
}
