/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pager as a child, the answer as its input; see pager.h. The shell starts it, because $PAGER may
 * have options; what the archive says is on its input only.
 */
#include "queries/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "importers/diag.h"
#include "importers/keeper.h"
#include "importers/message.h"

enum { LINES_DEFAULT = 24, STATUS_NOT_STARTED = 126 };

static const char *pager_command(void)
{
	const char *pager = getenv("PAGER");

	return pager ? pager : "less";
}

bool pager_is_wanted(void)
{
	const char *pager = pager_command(), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && *pager && strcmp(pager, "cat") && term &&
	       strcmp(term, "dumb");
}

bool pager_is_longer(const char *text, size_t size)
{
	int lines = LINES_DEFAULT, n = 0;
	struct winsize terminal;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &terminal) && terminal.ws_row)
		lines = terminal.ws_row;
	for (const char *at = text; n < lines && (at = memchr(at, '\n', size - (at - text))); at++)
		n++;
	return n >= lines;	/* the prompt wants a line too */
}

static void write_all(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t n = write(fd, text, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return;	/* the user has seen enough */
		text += n;
		size -= (size_t)n;
	}
}

/* In the child, which has only one thread: the environment may be changed. */
static void run_pager(const int end[2])
{
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	setenv("LESS", "FRX", 0);
	if (dup2(end[0], STDIN_FILENO) >= 0) {
		close(end[0]);
		close(end[1]);
		execl("/bin/sh", "sh", "-c", pager_command(), (char *)NULL);
	}
	_exit(STATUS_NOT_STARTED);
}

static int show(const char *text, size_t size)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, pipe_before, interrupt_before;
	int end[2], status = 0;
	pid_t child;

	if (pipe(end))
		return -1;
	/* ^C is for the pager, and a pager that is left early is no error */
	sigaction(SIGPIPE, &ignore, &pipe_before);
	sigaction(SIGINT, &ignore, &interrupt_before);
	child = fork();
	if (!child)
		run_pager(end);
	close(end[0]);
	if (child > 0)
		write_all(end[1], text, size);
	close(end[1]);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGPIPE, &pipe_before, NULL);
	sigaction(SIGINT, &interrupt_before, NULL);
	/* 126 and 127: the shell found no such program */
	if (child < 0 || (WIFEXITED(status) && WEXITSTATUS(status) >= STATUS_NOT_STARTED))
		return -1;
	return 0;
}

/* ^C is for the pager here too. */
static int ask(const char *text)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	struct message request, reply;
	struct diag ignored;
	int ret;

	diag_init(&ignored);
	message_init(&request);
	message_init(&reply);
	message_put_text(&request, text);
	sigaction(SIGINT, &ignore, &before);
	ret = keeper_ask(KEEPER_PAGER, &request, &reply, NULL, NULL, NULL, &ignored);
	sigaction(SIGINT, &before, NULL);
	message_clear(&request);
	message_clear(&reply);
	diag_clear(&ignored);
	return ret;
}

int pager_show(const char *text, size_t size)
{
	return keeper_is_asked() ? ask(text) : show(text, size);
}

int pager_serve(void *closure, struct message *request, struct keeper_reply *reply,
		struct diag *diag)
{
	const char *text = message_text(request);

	(void)closure;
	(void)reply;
	if (!message_is_whole(request) || !text || !pager_is_wanted())
		return diag_fail(diag, "cannot show an answer: the request makes no sense");
	return show(text, strlen(text)) ? diag_fail(diag, "cannot start the pager") : 0;
}
