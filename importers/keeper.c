/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One run as two processes; see keeper.h. What goes over the socket is frames: four bytes of size,
 * four of what it is (a request: its service; an answer: last, a part, or a failure with its
 * reason), and a message.
 */
#include "importers/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/containment.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/message.h"

enum {
	FRAME_MAX = 256 << 20,	/* bytes; the longest is an answer for a pager */
	STATUS_FAILED = 1,
};

enum { ANSWER_LAST, ANSWER_PART, ANSWER_FAILED };

struct frame {
	uint32_t size;
	int32_t what;
};

static int keeper_socket = -1;	/* a reader's; -1: this is none */
static int serving_socket = -1;	/* a keeper's; -1: it has no reader */

/* ---- frames ---- */

static int send_all(int socket, const char *data, size_t size)
{
	while (size) {
		struct iovec rest = { (char *)data, size };
		struct msghdr message = { .msg_iov = &rest, .msg_iovlen = 1 };
		ssize_t n = sendmsg(socket, &message, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

static int send_frame(int socket, int what, const struct message *m, int fd)
{
	union {
		char room[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct frame frame = { (uint32_t)m->size, what };
	struct iovec head = { &frame, sizeof(frame) };
	struct msghdr message = { .msg_iov = &head, .msg_iovlen = 1 };
	ssize_t n;

	if (m->size > FRAME_MAX) {
		errno = EMSGSIZE;
		return -1;
	}
	if (fd >= 0) {
		struct cmsghdr *c;

		memset(&control, 0, sizeof(control));
		message.msg_control = control.room;
		message.msg_controllen = sizeof(control.room);
		c = CMSG_FIRSTHDR(&message);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(c), &fd, sizeof(int));
	}
	do
		n = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	/* the head is far shorter than any socket's buffer */
	if (n != (ssize_t)sizeof(frame))
		return -1;
	return send_all(socket, m->data, m->size);
}

/* The descriptor that came along; -1: none. More than one are closed. */
static int take_fd(struct msghdr *message)
{
	int fd = -1;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		size_t n = c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS ?
				   (c->cmsg_len - CMSG_LEN(0)) / sizeof(int) :
				   0;

		for (size_t i = 0; i < n; i++) {
			if (fd >= 0)
				close(fd);
			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
		}
	}
	return fd;
}

/* 1: all of it; 0: the other side is gone; -1: errno. *ret_fd may be NULL: none is wanted. */
static int receive_bytes(int socket, void *data, size_t size, int *ret_fd)
{
	char *at = data;

	while (size) {
		union {
			char room[CMSG_SPACE(4 * sizeof(int))];
			struct cmsghdr align;
		} control;
		struct iovec part = { at, size };
		struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
					  .msg_control = control.room,
					  .msg_controllen = sizeof(control.room) };
		ssize_t n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
		int fd;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == ECONNRESET ? 0 : -1;
		fd = take_fd(&message);
		if (fd >= 0 && ret_fd && *ret_fd < 0)
			*ret_fd = fd;
		else if (fd >= 0)
			close(fd);
		if (!n)
			return 0;
		at += n;
		size -= (size_t)n;
	}
	return 1;
}

static int receive_frame(int socket, int *ret_what, struct message *ret, int *ret_fd)
{
	struct frame frame;
	int got = receive_bytes(socket, &frame, sizeof(frame), ret_fd);

	if (got <= 0)
		return got;
	if (frame.size > FRAME_MAX) {
		errno = EMSGSIZE;
		return -1;
	}
	message_clear(ret);
	ret->data = solv_malloc(frame.size + 1);
	ret->room = frame.size + 1;
	ret->size = frame.size;
	*ret_what = frame.what;
	return receive_bytes(socket, ret->data, frame.size, ret_fd);
}

/* ---- the reader ---- */

bool keeper_is_asked(void)
{
	return keeper_socket >= 0;
}

int keeper_ask(enum keeper_service service, const struct message *request, struct message *reply,
	       int *ret_fd, keeper_part_fn *part, void *closure, struct diag *diag)
{
	int what = ANSWER_PART, fd = -1, got = -1;

	if (send_frame(keeper_socket, (int)service, request, -1) == 0)
		while ((got = receive_frame(keeper_socket, &what, reply, &fd)) == 1 &&
		       what == ANSWER_PART)
			if (part)
				part(closure, reply);
	if (got == 1 && what == ANSWER_LAST && ret_fd) {
		*ret_fd = fd;
		return 0;
	}
	if (fd >= 0)
		close(fd);
	if (got == 1 && what == ANSWER_LAST)
		return 0;
	if (got == 1)
		return diag_fail(diag, "%s", message_text(reply));
	return diag_fail(diag, "cannot ask the first process of this run: %s",
			 got ? strerror(errno) : "it has ended");
}

/* ---- the keeper ---- */

bool keeper_is_serving(void)
{
	return serving_socket >= 0;
}

int keeper_send(const struct keeper_reply *reply, const struct message *part)
{
	return send_frame(reply->socket, ANSWER_PART, part, -1);
}

static int serve_one(const struct keeper *k, int socket, int service, struct message *request)
{
	struct message text;
	struct keeper_reply reply = { &text, -1, socket };
	struct diag diag;
	int ret, failed;

	message_init(&text);
	diag_init(&diag);
	if (service <= KEEPER_NONE || service >= KEEPER_SERVICES || !k->serve[service])
		failed = diag_fail(&diag, "no service %d is offered", service);
	else
		failed = k->serve[service](k->closure[service], request, &reply, &diag);
	if (failed) {
		message_clear(&text);
		message_put_text(&text, diag.message ? diag.message : "unknown error");
	}
	ret = send_frame(socket, failed ? ANSWER_FAILED : ANSWER_LAST, &text,
			 failed ? -1 : reply.fd);
	if (reply.fd >= 0)
		close(reply.fd);
	message_clear(&text);
	diag_clear(&diag);
	return ret;
}

/* Until the reader has gone. */
static void serve(const struct keeper *k, int socket)
{
	struct message request;
	int service;

	message_init(&request);
	while (receive_frame(socket, &service, &request, NULL) == 1)
		if (serve_one(k, socket, service, &request))
			break;
	message_clear(&request);
}

/* The user's own signals end both; then the keeper ends as the reader did. */
static void end_likewise(int number)
{
	if (number != SIGINT && number != SIGTERM && number != SIGPIPE && number != SIGHUP)
		return;
	signal(number, SIG_DFL);
	raise(number);
}

static int fail_killed(const char *subject, int number, struct diag *diag)
{
	end_likewise(number);
	if (number == SIGXCPU)
		return limit_fail(LIMIT_CPU_SECONDS, subject, diag);
	if (number == SIGSYS)
		return diag_fail(diag,
				 "cannot read '%s': the process that read it asked the system for "
				 "what it has no right to, and was stopped; do not trust it",
				 subject);
	/* what libraries do where there is no memory any more */
	return diag_fail(diag, "cannot read '%s': the process that read it was ended by signal %d "
			       "(%s)%s", subject, number, strsignal(number),
			 number == SIGSEGV || number == SIGABRT || number == SIGBUS ?
				 "; if it lacked memory, --memory gives it more" : "");
}

/* Wait for the child. -1: it was killed, or cannot be waited for. */
static int wait_for(pid_t child, const char *subject, int *ret_status, struct diag *diag)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return diag_fail(diag, "cannot wait for the process that reads '%s': %s",
					 subject, strerror(errno));
	if (WIFSIGNALED(status))
		return fail_killed(subject, WTERMSIG(status), diag);
	*ret_status = WEXITSTATUS(status);
	return 0;
}

static int keep(const struct keeper *k, int socket, pid_t reader, int *ret_status,
		struct diag *diag)
{
	serving_socket = socket;
	serve(k, socket);
	serving_socket = -1;
	/* one that does not speak to the keeper any more is ending */
	close(socket);
	return wait_for(reader, k->subject, ret_status, diag) ? -1 : 1;
}

/* In the child. */
static int become_child(const struct containment_rights *rights, pid_t keeper,
			struct diag *diag)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != keeper)
		return diag_fail(diag, "cannot read: the first process of this run has ended");
	return containment_enter(rights, diag);
}

int keeper_divide(const struct keeper *k, const struct containment_rights *rights, int *ret_status,
		  struct diag *diag)
{
	pid_t keeper = getpid(), reader;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return diag_fail(diag, "cannot start the process that reads '%s': %s", k->subject,
				 strerror(errno));
	reader = fork();
	if (reader < 0) {
		diag_fail(diag, "cannot start the process that reads '%s': %s", k->subject,
			  strerror(errno));
		close(pair[0]);
		close(pair[1]);
		return -1;
	}
	if (reader) {
		close(pair[1]);
		return keep(k, pair[0], reader, ret_status, diag);
	}
	close(pair[0]);
	/* what could not be contained does not read: main sees the message and ends */
	keeper_socket = pair[1];
	become_child(rights, keeper, diag);
	return 0;
}

/* ---- other children ---- */

enum { CHILD_SOCKET = 3 };

/* make coverage: a process that ends by _exit() does not count by itself. */
#ifdef LINCHPIN_COVERAGE
void __gcov_dump(void);
#define count_lines() __gcov_dump()
#else
#define count_lines() ((void)0)
#endif

/* What is odd and why it failed, before what the body has to say. */
static void put_diag(const struct diag *diag, struct message *m)
{
	for (int kind = WARN_NONE + 1; kind < WARNINGS; kind++) {
		message_put_number(m, diag->n_warning[kind]);
		message_put_text(m, diag->example[kind]);
	}
	message_put_text(m, diag->message);
}

static int take_diag(struct message *m, struct diag *diag)
{
	const char *why;

	for (int kind = WARN_NONE + 1; kind < WARNINGS; kind++) {
		int64_t n = message_number(m);
		const char *example = message_text(m);

		if (n > 0 && n <= UINT32_MAX && example)
			diag_warn_again(diag, (enum warning)kind, (unsigned)n, example);
	}
	why = message_text(m);
	if (m->spoiled)
		return diag_fail(diag, "the answer of a process of this run makes no sense");
	return why ? diag_fail(diag, "%s", why) : 0;
}

/* Nothing is inherited but standard error: not the output, and not what the reader hears. */
static int leave_only(int socket)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
		return -1;
	if (socket != CHILD_SOCKET && dup2(socket, CHILD_SOCKET) < 0)
		return -1;
	return close_range(CHILD_SOCKET + 1, ~0U, 0);
}

/* The child: never returns. */
static void run_body(const struct containment_rights *rights, pid_t keeper, int socket,
		     keeper_body_fn *body, void *closure)
{
	struct message text, whole;
	struct keeper_reply reply = { &text, -1, CHILD_SOCKET };
	struct diag diag;
	int failed;

	message_init(&text);
	message_init(&whole);
	diag_init(&diag);
	serving_socket = keeper_socket = -1;
	if (leave_only(socket)) {
		/* it answers where it is: in its place may be another socket of the keeper's */
		failed = diag_fail(&diag, "cannot start a process: %s", strerror(errno));
	} else {
		socket = CHILD_SOCKET;
		failed = become_child(rights, keeper, &diag) || body(closure, &reply, &diag);
	}
	put_diag(&diag, &whole);
	if (!failed)
		message_put_raw(&whole, &text);
	failed = send_frame(socket, ANSWER_LAST, &whole, -1);
	count_lines();
	_exit(failed ? STATUS_FAILED : 0);
}

/* What the child says, until it has said all. */
static int hear(int socket, struct message *reply, keeper_part_fn *part, void *closure,
		struct diag *diag)
{
	int what = ANSWER_PART, got;

	while ((got = receive_frame(socket, &what, reply, NULL)) == 1 && what == ANSWER_PART)
		if (part)
			part(closure, reply);
	if (got == 1 && what == ANSWER_LAST)
		return take_diag(reply, diag);
	return -1;
}

int keeper_delegate(const struct containment_rights *rights, const char *subject,
		    keeper_body_fn *body, void *closure, struct message *reply,
		    keeper_part_fn *part, void *part_closure, struct diag *diag)
{
	struct message ignored;
	pid_t keeper = getpid(), child;
	int pair[2], status, failed;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return diag_fail(diag, "cannot start the process that reads '%s': %s", subject,
				 strerror(errno));
	child = fork();
	if (!child)
		run_body(rights, keeper, pair[1], body, closure);
	close(pair[1]);
	if (child < 0) {
		close(pair[0]);
		return diag_fail(diag, "cannot start the process that reads '%s': %s", subject,
				 strerror(errno));
	}
	message_init(&ignored);
	failed = hear(pair[0], reply ? reply : &ignored, part, part_closure, diag);
	close(pair[0]);
	if (wait_for(child, subject, &status, diag))
		failed = -1;
	else if (failed)
		diag_fail(diag, "cannot read '%s': the process that read it ended early", subject);
	message_clear(&ignored);
	return failed;
}
