/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small texts, read and replaced as a whole; see mark.h.
 */
#include "importers/mark.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"

char *mark_read(const char *dir, const char *name)
{
	char *path = solv_dupjoin(dir, "/", name), *text;
	FILE *file = fopen(path, "re");
	size_t n;
	int error = 0;

	free(path);
	if (!file)
		return NULL;
	text = solv_malloc(MARK_BYTES_MAX + 1);
	n = fread(text, 1, MARK_BYTES_MAX + 1, file);
	if (ferror(file))
		error = errno ? errno : EIO;
	else if (n > MARK_BYTES_MAX)
		error = EFBIG;
	else
		text[n] = '\0';
	fclose(file);
	if (error)
		text = solv_free(text);
	errno = error;
	return text;
}

int mark_write(const char *dir, const char *name, const char *text, struct diag *diag)
{
	char *path = solv_dupjoin(dir, "/", name), *new = solv_dupjoin(path, ".new", NULL);
	FILE *file = fopen(new, "we");
	int ret = 0;

	if (!file || fputs(text, file) < 0 || fflush(file) != 0 || fsync(fileno(file)) != 0)
		ret = -1;
	if (file && fclose(file) != 0)
		ret = -1;
	if (ret || rename(new, path) != 0)
		ret = diag_fail(diag, "cannot write '%s': %s", path, strerror(errno));
	free(path);
	free(new);
	return ret;
}
