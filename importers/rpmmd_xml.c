/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compression by magic number, the first element by a look at the first kilobytes; see rpmmd_xml.h.
 */
#include "importers/rpmmd_xml.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/solv_xfopen.h>
#include <solv/util.h>

#include "importers/diag.h"

/* What solv_xfopen_fd() wants to be told by the name of the file. To add one: a row, if libsolv
   can. */
static const struct {
	const char *magic;
	int len;
	const char *name;
} compressions[] = {
	{ "\x1f\x8b", 2, "x.gz" }, /* RFC 1952 */
	{ "\xfd"
	  "7zXZ",
	  5, "x.xz" },			    /* xz file format 1.1, 2.1.1.1 */
	{ "BZh", 3, "x.bz2" },		    /* bzip2 manual */
	{ "\x28\xb5\x2f\xfd", 4, "x.zst" }, /* RFC 8878 3.1.1 */
};

enum { COMPRESSIONS = sizeof(compressions) / sizeof(compressions[0]), HEAD_BYTES = 16384 };

static FILE *open_text(const char *path, struct diag *diag)
{
	const char *name = "x.xml";
	char magic[8] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? pread(fd, magic, sizeof(magic), 0) : -1;
	FILE *file;

	if (n < 0) {
		diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	if (n == 0) {
		diag_fail(diag, "cannot read '%s': it is empty", path);
		close(fd);
		return NULL;
	}
	for (int i = 0; i < COMPRESSIONS; i++)
		if (!memcmp(magic, compressions[i].magic, compressions[i].len))
			name = compressions[i].name;
	file = solv_xfopen_fd(name, fd, "r"); /* takes over fd when it succeeds */
	if (!file) {
		diag_fail(diag,
			  "cannot read '%s': it is damaged, or libsolv cannot undo its compression",
			  path);
		close(fd);
	}
	return file;
}

/* The beginning of the text, with a terminating zero. -1: it cannot be read. */
static int read_head(const char *path, char head[HEAD_BYTES], struct diag *diag)
{
	FILE *file = open_text(path, diag);
	size_t n;

	if (!file)
		return -1;
	n = fread(head, 1, HEAD_BYTES - 1, file);
	fclose(file);
	head[n] = '\0';
	if (n == 0)
		return diag_fail(diag, "cannot read '%s': it is damaged or holds nothing", path);
	return 0;
}

/* The first tag that is not a declaration or a comment: "metadata xmlns=…>"; NULL: there is none.
   */
static const char *first_element(const char *at)
{
	if (!strncmp(at, "\xef\xbb\xbf", 3)) /* byte order mark */
		at += 3;
	while (at) {
		at += strspn(at, " \t\r\n");
		if (*at != '<')
			return NULL;
		if (!strncmp(at, "<!--", 4))
			at = strstr(at, "-->");
		else if (at[1] != '?' && at[1] != '!')
			return at + 1;
		at = at ? strchr(at, '>') : NULL;
		at = at ? at + 1 : NULL;
	}
	return NULL;
}

static int check_head(const char *path, const char *head, const char *root, struct diag *diag)
{
	const char *element = first_element(head), *end, *prefix;
	size_t n = strlen(root), len;

	if (!element)
		return diag_fail(diag, "cannot read '%s': it is no XML", path);
	len = strcspn(element, " \t\r\n/>");
	if (len != n || memcmp(element, root, n))
		return diag_fail(diag, "cannot read '%s': its first element is <%.*s>, not <%s>",
				 path, len < 40 ? (int)len : 40, element, root);
	end = strchr(element, '>');
	prefix = strstr(element, "xmlns:rpm=");
	if (!strcmp(root, "metadata") && (!prefix || (end && prefix > end)))
		return diag_fail(
			diag,
			"cannot read '%s': its XML has lost the namespace prefix 'rpm:', and with "
			"it what tells packages' dependencies; some tool rewrote the file",
			path);
	return 0;
}

/* ---- attributes of a length that is no honest one's ---- */

struct guard {
	FILE *file;
	struct diag *diag;
	char *path;
	bool in_tag;
	char quote;  /* which one is open, 0: none */
	char before; /* the character before, in a tag */
	size_t n;    /* bytes since it was opened */
};

static ssize_t guard_read(void *cookie, char *buffer, size_t size)
{
	struct guard *g = cookie;
	size_t n = fread(buffer, 1, size, g->file);

	for (const char *at = buffer, *end = buffer + n; at < end; at++) {
		if (!g->in_tag) {
			at = memchr(at, '<', (size_t)(end - at));
			if (!at)
				break;
			g->in_tag = true;
			g->before = '<';
		} else if (!g->quote) {
			g->in_tag = *at != '>';
			/* the quotes in comments do not follow a '=' */
			g->quote = g->before == '=' && (*at == '"' || *at == '\'') ? *at : 0;
			g->before = *at;
			g->n = 0;
		} else if (*at == g->quote) {
			g->quote = 0;
		} else if (++g->n > RPMMD_ATTRIBUTE_MAX) {
			diag_fail(g->diag, "cannot read '%s': an attribute is longer than %d bytes",
				  g->path, RPMMD_ATTRIBUTE_MAX);
			errno = E2BIG;
			return -1;
		}
	}
	return n ? (ssize_t)n : ferror(g->file) ? -1 : 0;
}

static int guard_close(void *cookie)
{
	struct guard *g = cookie;

	fclose(g->file);
	free(g->path);
	free(g);
	return 0;
}

static FILE *guard_open(FILE *file, const char *path, struct diag *diag)
{
	cookie_io_functions_t functions = { .read = guard_read, .close = guard_close };
	struct guard *g = solv_calloc(1, sizeof(*g));
	FILE *guarded;

	*g = (struct guard){ .file = file, .diag = diag, .path = solv_strdup(path) };
	guarded = fopencookie(g, "r", functions);
	if (!guarded)
		solv_oom(1, sizeof(*g));
	else
		setvbuf(guarded, NULL, _IOFBF, 65536);
	return guarded;
}

FILE *rpmmd_xml_open(const char *path, const char *root, struct diag *diag)
{
	char head[HEAD_BYTES];
	FILE *file;

	if (read_head(path, head, diag) || check_head(path, head, root, diag))
		return NULL;
	file = open_text(path, diag);
	return file ? guard_open(file, path, diag) : NULL;
}

bool rpmmd_xml_is(const char *path)
{
	const char *slash = strrchr(path, '/'), *element;
	char head[HEAD_BYTES];
	struct diag ignored;
	bool is = strstr(slash ? slash : path, "primary.xml") != NULL;

	diag_init(&ignored);
	if (!is && read_head(path, head, &ignored) == 0) {
		element = first_element(head);
		is = element && !strncmp(element, "metadata", 8);
	}
	diag_clear(&ignored);
	return is;
}

const char *rpmmd_xml_reason(Pool *pool)
{
	const char *text = pool_errstr(pool), *colon = strstr(text, ": ");

	return !strncmp(text, "repo_", 5) && colon ? colon + 2 : text;
}
