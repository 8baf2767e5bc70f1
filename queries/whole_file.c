/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file, whole or as it was; see whole_file.h.
 */
#include "queries/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/keeper.h"
#include "queries/whole_service.h"

void whole_file_init(struct whole_file *f)
{
	memset(f, 0, sizeof(*f));
	f->fd = -1;
}

static void forget(struct whole_file *f)
{
	free(f->path);
	free(f->target);
	free(f->temporary);
	whole_file_init(f);
}

static int fail(struct whole_file *f, int error, struct diag *diag)
{
	diag_fail(diag, "cannot write '%s': %s", f->path, strerror(error));
	whole_file_abandon(f);
	return -1;
}

/* Is it written as it is, or replaced as a whole? *ret_mode: of the file that is there, 0: none. */
static bool is_direct(const char *path, mode_t *ret_mode)
{
	struct stat st;

	*ret_mode = 0;
	if (!strncmp(path, "/dev/fd/", 8) || !strncmp(path, "/dev/std", 8) ||
	    !strncmp(path, "/proc/", 6))
		return true;	/* a descriptor someone opened: what it is they know */
	if (stat(path, &st))
		return false;
	*ret_mode = st.st_mode & 07777;
	return !S_ISREG(st.st_mode);
}

/* Create FILE.new, or take over the one a killed run left. The lock tells one from a running one's;
   it goes when the process does. Returns 0 or an errno. */
static int open_temporary(const char *path, int *ret_fd)
{
	struct stat opened, named;
	int error = 0;
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);

	if (fd < 0)
		return errno == ELOOP ? EEXIST : errno;
	if (flock(fd, LOCK_EX | LOCK_NB))
		error = errno == EWOULDBLOCK ? EBUSY : errno;
	else if (fstat(fd, &opened) || lstat(path, &named))
		error = errno == ENOENT ? EBUSY : errno;
	else if (opened.st_ino != named.st_ino || opened.st_dev != named.st_dev)
		error = EBUSY;
	else if (!S_ISREG(opened.st_mode) || opened.st_uid != geteuid() || opened.st_nlink != 1)
		error = EEXIST;
	else if (ftruncate(fd, 0))
		error = errno;
	if (error)
		close(fd);
	else
		*ret_fd = fd;
	return error;
}

/* Find the target behind links and open a new file beside it. Returns 0 or an errno. */
static int open_beside(struct whole_file *f, const char *path, mode_t mode)
{
	int error;

	f->target = mode ? realpath(path, NULL) : solv_strdup(path);
	if (!f->target)
		return errno;
	if (mode && access(f->target, W_OK))
		return errno;
	f->temporary = solv_dupjoin(f->target, ".new", NULL);
	error = open_temporary(f->temporary, &f->fd);
	if (error) {
		/* not ours: it must stay where it is */
		free(f->temporary);
		f->temporary = NULL;
		return error;
	}
	if (mode && fchmod(f->fd, mode))
		return errno;
	return 0;
}

int whole_file_open(struct whole_file *f, const char *path, struct diag *diag)
{
	mode_t mode;
	int error;

	whole_file_init(f);
	if (keeper_is_asked()) {
		if (whole_ask(WHOLE_FILE_OPEN, path, &f->fd, diag))
			return -1;
		f->path = solv_strdup(path);
		return 0;
	}
	f->path = solv_strdup(path);
	if (is_direct(path, &mode)) {
		f->fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
		error = f->fd < 0 ? errno : 0;
	} else {
		error = open_beside(f, path, mode);
	}
	return error ? fail(f, error, diag) : 0;
}

/* The new name must survive a power cut as well; a directory that cannot be flushed is no reason to
   call a complete file a failure. */
static void flush_directory(const char *path)
{
	char *directory = solv_strdup(path), *slash = strrchr(directory, '/');
	int fd;

	if (slash)
		slash[slash == directory] = '\0';
	fd = open(slash ? directory : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(directory);
}

int whole_file_commit(struct whole_file *f, struct diag *diag)
{
	int error;

	if (keeper_is_asked()) {
		int ret = close(f->fd) ? diag_fail(diag, "cannot write '%s': %s", f->path,
						   strerror(errno)) : 0;

		f->fd = -1;
		ret = whole_ask(ret ? WHOLE_FILE_ABANDON : WHOLE_FILE_COMMIT, f->path, NULL,
				diag) || ret ? -1 : 0;
		forget(f);
		return ret;
	}
	if (f->temporary && fsync(f->fd))
		return fail(f, errno, diag);
	/* the lock goes with the descriptor, so the file is renamed before it is closed; what
	   close() could still report, fsync() has */
	if (f->temporary && rename(f->temporary, f->target))
		return fail(f, errno, diag);
	if (f->temporary)
		flush_directory(f->target);
	/* of a file that is flushed and in its place, closing has nothing to say any more */
	error = close(f->fd) && !f->temporary ? errno : 0;
	f->fd = -1;
	f->temporary = solv_free(f->temporary);
	if (error)
		return fail(f, error, diag);
	forget(f);
	return 0;
}

void whole_file_abandon(struct whole_file *f)
{
	struct diag ignored;

	if (!f->path)
		return;
	if (f->temporary)
		unlink(f->temporary);
	if (f->fd >= 0)
		close(f->fd);
	if (keeper_is_asked()) {
		diag_init(&ignored);
		whole_ask(WHOLE_FILE_ABANDON, f->path, NULL, &ignored);
		diag_clear(&ignored);
	}
	forget(f);
}
