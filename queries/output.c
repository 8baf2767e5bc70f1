/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The output file, whole or not at all; see the header.
 */
#include "queries/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "queries/writer.h"

enum {
	BUFFER_SIZE = 1 << 16,
	WIDEST = 10000,		/* COLUMNS beyond this is a mistake */
};

/* Write all of it or remember why not. After a failure nothing more is tried. */
static ssize_t stream_write(void *cookie, const char *data, size_t size)
{
	struct output *o = cookie;
	size_t done = 0;

	while (!o->error && done < size) {
		ssize_t n = write(o->fd, data + done, size - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			o->error = errno;
	}
	return o->error ? 0 : (ssize_t)size;
}

static void output_forget(struct output *o)
{
	free(o->path);
	free(o->target);
	free(o->temporary);
	memset(o, 0, sizeof(*o));
	o->fd = -1;
}

static int output_fail(struct output *o, int error, struct diag *diag)
{
	diag_fail(diag, "cannot write '%s': %s", o->path, strerror(error));
	output_abandon(o);
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
static int open_beside(struct output *o, const char *path, mode_t mode)
{
	int error;

	o->target = mode ? realpath(path, NULL) : solv_strdup(path);
	if (!o->target)
		return errno;
	if (mode && access(o->target, W_OK))
		return errno;
	o->temporary = solv_dupjoin(o->target, ".new", NULL);
	error = open_temporary(o->temporary, &o->fd);
	if (error) {
		/* not ours: it must stay where it is */
		free(o->temporary);
		o->temporary = NULL;
		return error;
	}
	if (mode && fchmod(o->fd, mode))
		return errno;
	return 0;
}

bool output_is_standard(const char *path)
{
	return !path || !strcmp(path, "-") || !strcmp(path, "/dev/stdout");
}

int output_open(struct output *o, const char *path, struct diag *diag)
{
	const cookie_io_functions_t io = { .write = stream_write };
	mode_t mode;
	int error = 0;

	memset(o, 0, sizeof(*o));
	o->fd = -1;
	if (output_is_standard(path)) {
		o->path = solv_strdup("standard output");
		o->fd = STDOUT_FILENO;
		if (fcntl(o->fd, F_GETFD) < 0)
			error = errno;
	} else {
		o->path = solv_strdup(path);
		if (is_direct(path, &mode)) {
			o->fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
			error = o->fd < 0 ? errno : 0;
		} else {
			error = open_beside(o, path, mode);
		}
	}
	if (error)
		return output_fail(o, error, diag);
	o->file = fopencookie(o, "w", io);
	if (!o->file)
		return output_fail(o, errno, diag);
	setvbuf(o->file, NULL, _IOFBF, BUFFER_SIZE);
	return 0;
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

int output_close(struct output *o, struct diag *diag)
{
	bool failed = fflush(o->file) || ferror(o->file);
	int error = o->error;

	if (fclose(o->file))
		failed = true;
	o->file = NULL;
	if (failed)
		return output_fail(o, error ? error : o->error ? o->error : EIO, diag);
	if (o->temporary && fsync(o->fd))
		return output_fail(o, errno, diag);
	/* the lock goes with the descriptor, so the file is renamed before it is closed; what
	   close() could still report, fsync() has */
	if (o->temporary && rename(o->temporary, o->target))
		return output_fail(o, errno, diag);
	if (o->temporary) {
		flush_directory(o->target);
		free(o->temporary);
		o->temporary = NULL;
	}
	if (close(o->fd)) {
		error = errno;
		o->fd = -1;
		return output_fail(o, error, diag);
	}
	o->fd = -1;
	output_forget(o);
	return 0;
}

void output_abandon(struct output *o)
{
	if (o->file) {
		o->error = ECANCELED;	/* what is still in the buffer is not to be written */
		fclose(o->file);
	}
	if (o->temporary)
		unlink(o->temporary);
	if (o->fd >= 0 && o->path)
		close(o->fd);
	output_forget(o);
}

struct style output_style(const struct output *o, bool wide)
{
	const char *columns = getenv("COLUMNS"), *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	bool terminal = isatty(o->fd);
	struct style style = { .wide = wide };
	struct winsize size;

	if (columns && *columns && !columns[strspn(columns, "0123456789")]) {
		long width = strtol(columns, NULL, 10);

		style.width = width <= WIDEST ? (int)width : 0;
	}
	if (!style.width && terminal && !ioctl(o->fd, TIOCGWINSZ, &size))
		style.width = size.ws_col;
	style.bold = terminal && !(no_color && *no_color) && term && strcmp(term, "dumb");
	return style;
}
