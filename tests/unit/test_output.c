/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The output file: whole or not at all, and a full disk is noticed.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "importers/diag.h"
#include "queries/output.h"
#include "queries/writer.h"
#include "tests/test.h"

static char folder[] = "/tmp/linchpin-test-XXXXXX";

static const char *in_folder(const char *name)
{
	static char path[4][200];
	static int next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", folder, name);
	return path[next];
}

static void put_file(const char *name, const char *content)
{
	FILE *f = fopen(in_folder(name), "w");

	CHECK(f != NULL);
	if (!f)
		return;
	fputs(content, f);
	fclose(f);
}

static void check_file(int line, const char *name, const char *want)
{
	char have[1000] = "";
	FILE *f = fopen(in_folder(name), "r");
	size_t n = f ? fread(have, 1, sizeof(have) - 1, f) : 0;

	have[n] = '\0';
	if (f)
		fclose(f);
	test_check_str(__FILE__, line, name, f ? have : NULL, want);
}

#define CHECK_FILE(name, want) check_file(__LINE__, name, want)

/* Write some bytes to a path; the message, or NULL where it went well. The caller frees it. */
static char *write_to(const char *path, size_t n)
{
	struct diag diag;
	struct output o;
	char *message;

	diag_init(&diag);
	if (!output_open(&o, path, &diag)) {
		for (size_t i = 0; i < n; i++)
			fputc('x', o.file);
		output_close(&o, &diag);
	}
	message = diag.message ? strdup(diag.message) : NULL;
	diag_clear(&diag);
	return message;
}

static void check_message(int line, const char *path, size_t n, const char *want)
{
	char *have = write_to(path, n);

	test_check_str(__FILE__, line, path, have, want);
	free(have);
}

#define CHECK_MESSAGE(path, n, want) check_message(__LINE__, path, n, want)

TEST(new_file)
{
	CHECK_MESSAGE(in_folder("new"), 3, NULL);
	CHECK_FILE("new", "xxx");
	CHECK(access(in_folder("new.new"), F_OK));
	CHECK_MESSAGE(in_folder("empty"), 0, NULL);
	CHECK_FILE("empty", "");
}

TEST(earlier_file_is_replaced_with_its_mode)
{
	struct stat st;

	put_file("earlier", "earlier content");
	chmod(in_folder("earlier"), 0640);
	CHECK_MESSAGE(in_folder("earlier"), 2, NULL);
	CHECK_FILE("earlier", "xx");
	CHECK(!stat(in_folder("earlier"), &st));
	CHECK_INT(st.st_mode & 07777, 0640);
}

TEST(link_stays_a_link)
{
	struct stat st;

	put_file("target", "t");
	CHECK(!symlink("target", in_folder("link")));
	CHECK_MESSAGE(in_folder("link"), 1, NULL);
	CHECK_FILE("target", "x");
	CHECK(!lstat(in_folder("link"), &st));
	CHECK(S_ISLNK(st.st_mode));
}

TEST(full_disk)
{
	CHECK_MESSAGE("/dev/full", 1, "cannot write '/dev/full': No space left on device");
	CHECK_MESSAGE("/dev/full", 1000000, "cannot write '/dev/full': No space left on device");
	CHECK(!access("/dev/full", F_OK));
	CHECK_MESSAGE("/dev/null", 100000, NULL);
}

/* A limit on the size of files stands in for a disk that fills up half-way. */
TEST(disk_that_fills_up)
{
	struct rlimit limit = { 100000, 100000 };
	pid_t child;
	int status = 0;

	put_file("kept", "earlier content");
	fflush(stdout);
	child = fork();
	if (!child) {
		char *message;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		message = write_to(in_folder("kept"), 1000000);
		_exit(message && strstr(message, "File too large") ? 0 : 1);
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_INT(status, 0);
	CHECK_FILE("kept", "earlier content");
	CHECK(access(in_folder("kept.new"), F_OK));
}

TEST(bad_places)
{
	char message[300];

	snprintf(message, sizeof(message), "cannot write '%s': Is a directory", folder);
	CHECK_MESSAGE(folder, 1, message);
	snprintf(message, sizeof(message), "cannot write '%s': No such file or directory",
		 in_folder("none/x"));
	CHECK_MESSAGE(in_folder("none/x"), 1, message);
	snprintf(message, sizeof(message), "cannot write '%s': Not a directory",
		 in_folder("new/x"));
	CHECK_MESSAGE(in_folder("new/x"), 1, message);
}

TEST(left_by_a_killed_run)
{
	put_file("stale.new", "half of an answer, much longer than the new one");
	CHECK_MESSAGE(in_folder("stale"), 4, NULL);
	CHECK_FILE("stale", "xxxx");
	CHECK(access(in_folder("stale.new"), F_OK));
}

TEST(another_run_is_writing)
{
	char message[300];
	int fd;

	put_file("busy", "earlier");
	put_file("busy.new", "theirs");
	fd = open(in_folder("busy.new"), O_RDWR | O_CLOEXEC);
	CHECK(fd >= 0 && !flock(fd, LOCK_EX));
	snprintf(message, sizeof(message), "cannot write '%s': Device or resource busy",
		 in_folder("busy"));
	CHECK_MESSAGE(in_folder("busy"), 4, message);
	close(fd);
	CHECK_FILE("busy", "earlier");
	CHECK_FILE("busy.new", "theirs");
}

TEST(trap_in_place_of_the_new_file)
{
	put_file("victim", "precious");
	CHECK(!symlink("victim", in_folder("trap.new")));
	free(write_to(in_folder("trap"), 4));
	CHECK_FILE("victim", "precious");
	CHECK_FILE("trap", NULL);
	CHECK(!link(in_folder("victim"), in_folder("hard.new")));
	free(write_to(in_folder("hard"), 4));
	CHECK_FILE("victim", "precious");
}

TEST(abandoned)
{
	struct output o;
	struct diag diag;

	diag_init(&diag);
	put_file("old", "old");
	CHECK_INT(output_open(&o, in_folder("old"), &diag), 0);
	fputs("new", o.file);
	output_abandon(&o);
	output_abandon(&o);
	CHECK_FILE("old", "old");
	CHECK(access(in_folder("old.new"), F_OK));
	diag_clear(&diag);
}

TEST(pipe_without_reader)
{
	char path[40], message[100];
	int fd[2];

	CHECK(!pipe(fd));
	close(fd[0]);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd[1]);
	signal(SIGPIPE, SIG_IGN);
	snprintf(message, sizeof(message), "cannot write '%s': Broken pipe", path);
	CHECK_MESSAGE(path, 1, message);
	signal(SIGPIPE, SIG_DFL);
	close(fd[1]);
}

TEST(style)
{
	struct output o = { .fd = open("/dev/null", O_WRONLY | O_CLOEXEC) };
	struct style style;

	unsetenv("COLUMNS");
	style = output_style(&o, true);
	CHECK_INT(style.width, 0);
	CHECK(style.wide && !style.bold);
	setenv("COLUMNS", "72", 1);
	CHECK_INT(output_style(&o, false).width, 72);
	setenv("COLUMNS", "-72", 1);
	CHECK_INT(output_style(&o, false).width, 0);
	setenv("COLUMNS", "99999999999999999999", 1);
	CHECK_INT(output_style(&o, false).width, 0);
	unsetenv("COLUMNS");
	close(o.fd);
}

static int delete(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	RUN(new_file);
	RUN(earlier_file_is_replaced_with_its_mode);
	RUN(link_stays_a_link);
	RUN(full_disk);
	RUN(disk_that_fills_up);
	RUN(bad_places);
	RUN(left_by_a_killed_run);
	RUN(another_run_is_writing);
	RUN(trap_in_place_of_the_new_file);
	RUN(abandoned);
	RUN(pipe_without_reader);
	RUN(style);
	nftw(folder, delete, 8, FTW_DEPTH | FTW_PHYS);
	return test_status();
}
