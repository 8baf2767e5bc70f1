/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzzer's own directory: in memory where there is /dev/shm, made at its first use, removed with
 * all that is in it when the program ends. Whatever cannot be done ends the program: it is the
 * machine's fault, not the input's.
 *
 *	fuzz_write("Packages", data, size);
 *	debian_import(&u, fuzz_path("Packages"), …);
 */
#ifndef LINCHPIN_TESTS_FUZZ_FUZZ_ROOM_H
#define LINCHPIN_TESTS_FUZZ_FUZZ_ROOM_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline int fuzz_remove_entry(const char *path, const struct stat *st, int type,
				    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* One per program, though several fuzzers may be part of it. */
static inline char *fuzz_room(void)
{
	static char room[64];

	return room;
}

static inline void fuzz_remove_room(void)
{
	nftw(fuzz_room(), fuzz_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

/* "" is the directory itself. Valid until the fourth next call. */
static inline const char *fuzz_path(const char *name)
{
	static char path[4][128];
	static int next;
	char *ret = path[next++ % 4], *room = fuzz_room();

	if (!*room) {
		snprintf(room, 64, "%s/linchpin-fuzz-XXXXXX",
			 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
		if (!mkdtemp(room) || atexit(fuzz_remove_room) != 0)
			abort();
	}
	snprintf(ret, sizeof(path[0]), "%s%s%s", room, *name ? "/" : "", name);
	return ret;
}

/* Each input gets a file of its own, so that no earlier one is left in a longer file or in a
   library's idea of it. */
static inline void fuzz_write(const char *name, const void *data, size_t size)
{
	const char *path = fuzz_path(name);
	int fd;

	unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == ENOENT) {
		char *folder = strdup(path);

		*strrchr(folder, '/') = '\0';
		if (mkdir(folder, 0700) != 0)
			abort();
		free(folder);
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

static inline void fuzz_write_text(const char *name, const char *text)
{
	fuzz_write(name, text, strlen(text));
}

static inline void fuzz_unlink(const char *name)
{
	unlink(fuzz_path(name));
}

#endif
