/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The output file, whole or not at all; see the header.
 */
#include "queries/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
	memset(o, 0, sizeof(*o));
	whole_file_init(&o->whole);
	o->fd = -1;
}

static int output_fail(struct output *o, int error, struct diag *diag)
{
	diag_fail(diag, "cannot write '%s': %s", o->path, strerror(error));
	output_abandon(o);
	return -1;
}

bool output_is_standard(const char *path)
{
	return !path || !strcmp(path, "-") || !strcmp(path, "/dev/stdout");
}

int output_open(struct output *o, const char *path, struct diag *diag)
{
	const cookie_io_functions_t io = { .write = stream_write };

	output_forget(o);
	if (output_is_standard(path)) {
		o->path = "standard output";
		o->fd = STDOUT_FILENO;
		if (fcntl(o->fd, F_GETFD) < 0)
			return output_fail(o, errno, diag);
	} else {
		if (whole_file_open(&o->whole, path, diag))
			return -1;
		o->path = o->whole.path;
		o->fd = o->whole.fd;
	}
	o->file = fopencookie(o, "w", io);
	if (!o->file)
		return output_fail(o, errno, diag);
	setvbuf(o->file, NULL, _IOFBF, BUFFER_SIZE);
	return 0;
}

int output_close(struct output *o, struct diag *diag)
{
	bool failed = fflush(o->file) || ferror(o->file);
	int ret = 0;

	if (fclose(o->file))
		failed = true;
	o->file = NULL;
	if (failed)
		return output_fail(o, o->error ? o->error : EIO, diag);
	if (o->whole.path)
		ret = whole_file_commit(&o->whole, diag);
	else if (close(o->fd))
		ret = diag_fail(diag, "cannot write '%s': %s", o->path, strerror(errno));
	output_forget(o);
	return ret;
}

void output_abandon(struct output *o)
{
	if (o->file) {
		o->error = ECANCELED;	/* what is still in the buffer is not to be written */
		fclose(o->file);
	}
	whole_file_abandon(&o->whole);
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
