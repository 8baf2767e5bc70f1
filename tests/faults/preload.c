/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For LD_PRELOAD: what no system call shows, a failed allocation and the clock.
 *
 *	FAULT_MALLOC=N		the N-th allocation of every process called linchpin fails; 0: none
 *	FAULT_COUNT=FILE	how many there were is kept in this file, a long of the machine
 *	FAULT_CLOCK=SECONDS	the clock of every process is as far off
 *
 * glibc only: the real functions have second names there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static long *count; /* NULL: allocations are none of our business */
static long failing;

__attribute__((constructor)) static void begin(void)
{
	const char *n = getenv("FAULT_MALLOC"), *path = getenv("FAULT_COUNT");
	int fd;

	if (!n || !path || strcmp(program_invocation_short_name, "linchpin"))
		return;
	failing = strtol(n, NULL, 10);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0 && !ftruncate(fd, sizeof(*count))) {
		void *map = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

		count = map == MAP_FAILED ? NULL : map;
	}
	if (fd >= 0)
		close(fd);
}

static bool fails(void)
{
	if (!count || __atomic_add_fetch(count, 1, __ATOMIC_RELAXED) != failing)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **ret, size_t alignment, size_t size)
{
	void *p = fails() ? NULL : __libc_memalign(alignment, size);

	if (!p)
		return ENOMEM;
	*ret = p;
	return 0;
}

/* ---- the clock ---- */

static long offset(void)
{
	static long seconds;
	static bool known;

	if (!known) {
		const char *text = getenv("FAULT_CLOCK");

		seconds = text ? strtol(text, NULL, 10) : 0;
		known = true;
	}
	return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
	int status = (int)syscall(SYS_clock_gettime, clock, ret);

	if (!status && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		ret->tv_sec += offset();
	return status;
}

int gettimeofday(struct timeval *ret, void *zone)
{
	int status = (int)syscall(SYS_gettimeofday, ret, zone);

	if (!status)
		ret->tv_sec += offset();
	return status;
}

time_t time(time_t *ret)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	if (ret)
		*ret = now.tv_sec;
	return now.tv_sec;
}
