/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a fetcher and a checker of signatures may still do, tried in children that have entered each
 * containment. What a reader may do is tried by tests/test-containment.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "importers/containment.h"
#include "importers/diag.h"
#include "tests/test.h"

static char inside[] = "/tmp/linchpin-inside-XXXXXX", outside[] = "/tmp/linchpin-outside-XXXXXX";

static int create(const char *folder)
{
	char path[100];
	int fd;

	snprintf(path, sizeof(path), "%s/new", folder);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return -1;
	close(fd);
	unlink(path);
	return 0;
}

static int write_inside(void)
{
	return create(inside);
}

static int write_outside(void)
{
	return create(outside);
}

static int remove_outside(void)
{
	return rmdir(outside);
}

static int open_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int read_system(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

/* The errno of trying it in a contained child, 0: it went well. */
static int errno_of(enum containment_kind kind, int (*attempt)(void))
{
	const char *const write[] = { inside };
	const struct containment_rights rights = { .kind = kind, .write = write, .n_write = 1 };
	struct diag diag;
	int status = 0;
	pid_t child = fork();

	if (!child) {
		diag_init(&diag);
		_exit(containment_enter(&rights, &diag) ? 255 : attempt() < 0 ? errno : 0);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool is_contained(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(LINCHPIN_COVERAGE)
	return false;
#else
	struct containment have;

	containment_find(&have);
	return have.landlock >= 2 && have.seccomp;
#endif
}

TEST(fetcher_writes_in_its_directories_only)
{
	if (!is_contained())
		SKIP("nothing is contained in this build, or by this kernel");
	CHECK_INT(errno_of(CONTAINMENT_FETCHER, write_inside), 0);
	CHECK_INT(errno_of(CONTAINMENT_FETCHER, write_outside), EACCES);
	CHECK_INT(errno_of(CONTAINMENT_FETCHER, remove_outside), EACCES);
	CHECK_INT(errno_of(CONTAINMENT_FETCHER, open_socket), 0);
	CHECK_INT(errno_of(CONTAINMENT_FETCHER, read_system), 0);
}

TEST(checker_has_no_network_and_writes_nothing)
{
	if (!is_contained())
		SKIP("nothing is contained in this build, or by this kernel");
	CHECK_INT(errno_of(CONTAINMENT_CHECKER, write_inside), EACCES);
	CHECK_INT(errno_of(CONTAINMENT_CHECKER, write_outside), EACCES);
	CHECK_INT(errno_of(CONTAINMENT_CHECKER, remove_outside), EACCES);
	CHECK_INT(errno_of(CONTAINMENT_CHECKER, open_socket), EAFNOSUPPORT);
	CHECK_INT(errno_of(CONTAINMENT_CHECKER, read_system), 0);
}

int main(void)
{
	CHECK(mkdtemp(inside) && mkdtemp(outside));
	RUN(fetcher_writes_in_its_directories_only);
	RUN(checker_has_no_network_and_writes_nothing);
	rmdir(inside);
	rmdir(outside);
	return test_status();
}
