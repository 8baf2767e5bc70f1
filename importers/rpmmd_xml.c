/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compression by content, the first element by a look at the first kilobytes; see rpmmd_xml.h.
 */
#include "importers/rpmmd_xml.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/universe.h"

enum { HEAD_BYTES = 16384, INPUT_BYTES = 65536 };

/* ---- decompression: by libarchive ---- */

/* libsolv's own solv_xfopen() takes cut gzip data for whole ones, and never comes back from zstd
   data that end within the first bytes of a frame (0.7.23). */
struct packed {
	struct archive *archive;
	struct diag *diag;
	char *path;
	int fd;
	int64_t size; /* bytes of the file */
};

static ssize_t packed_read(void *cookie, char *buffer, size_t size)
{
	struct packed *p = cookie;
	la_ssize_t n = archive_read_data(p->archive, buffer, size);

	if (n < 0)
		diag_fail(p->diag, "cannot read '%s': %s", p->path,
			  archive_error_string(p->archive));
	/* libarchive takes what follows the compressed data for the end */
	if (n == 0 && archive_filter_bytes(p->archive, -1) != p->size)
		n = diag_fail(p->diag, "cannot read '%s': garbage behind the compressed data",
			      p->path);
	if (n < 0)
		errno = EIO;
	return n < 0 ? -1 : n;
}

static int packed_close(void *cookie)
{
	struct packed *p = cookie;

	archive_read_free(p->archive);
	close(p->fd);
	free(p->path);
	free(p);
	return 0;
}

/* Position the archive at its one member, the text. */
static int packed_begin(struct packed *p)
{
	struct archive_entry *entry;

	p->archive = archive_read_new();
	if (!p->archive)
		return diag_fail(p->diag, "cannot read '%s': out of memory", p->path);
	/* not filter_all: that starts programs for what it cannot read itself */
	archive_read_support_filter_bzip2(p->archive);
	archive_read_support_filter_gzip(p->archive);
	archive_read_support_filter_xz(p->archive);
	archive_read_support_filter_zstd(p->archive);
	archive_read_support_format_raw(p->archive);
	archive_read_support_format_empty(p->archive);
	if (archive_read_open_fd(p->archive, p->fd, INPUT_BYTES) == ARCHIVE_OK) {
		int status = archive_read_next_header(p->archive, &entry);

		if (status == ARCHIVE_EOF)
			return diag_fail(p->diag, "cannot read '%s': it is empty", p->path);
		if (status >= ARCHIVE_WARN)
			return 0;
	}
	return diag_fail(p->diag, "cannot read '%s': %s", p->path,
			 archive_error_string(p->archive));
}

static FILE *open_text(const char *path, struct diag *diag)
{
	cookie_io_functions_t functions = { .read = packed_read, .close = packed_close };
	struct packed *p = solv_calloc(1, sizeof(*p));
	struct stat st;
	FILE *file = NULL;

	p->diag = diag;
	p->path = solv_strdup(path);
	p->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (p->fd < 0 || fstat(p->fd, &st) != 0)
		diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
	else if (p->size = st.st_size, !packed_begin(p) &&
		 !(file = fopencookie(p, "r", functions)))
		solv_oom(1, sizeof(*p));
	if (!file)
		packed_close(p);
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

/* ---- text that no honest repository has ---- */

enum part { PART_TEXT, PART_TAG, PART_COMMENT, PART_CDATA };

struct guard {
	FILE *file;
	struct diag *diag;
	char *path;
	const struct universe *u; /* NULL: none */
	enum limit bytes;	  /* the limit of the whole text */
	int64_t n_text, n_packed;
	enum part part;
	int64_t n;	/* bytes of the present part */
	char head[8];	/* its first ones, without the '<' */
	char quote;	/* which one is open, 0: none */
	char before[2]; /* the last bytes, in a tag without white space; the nearer one first */
	int n_quoted;	/* bytes since the quote was opened */
	int n_paren;	/* open in the quote */
	int depth;	/* of elements */
	int n_need;	/* entries of the present list of relations */
};

static int exceed(struct guard *g, enum limit limit)
{
	return limit_fail_at(limit, g->path, g->diag, "near byte %lld of its text",
			     (long long)g->n_text);
}

static bool begins(const struct guard *g, const char *begin)
{
	size_t n = strlen(begin);

	return g->n >= (int64_t)n && !memcmp(g->head, begin, n);
}

/* Inside the quotes of an attribute. */
static int see_quoted(struct guard *g, char c)
{
	if (c == g->quote) {
		g->quote = 0;
		return 0;
	}
	if (++g->n_quoted > limit_value(LIMIT_XML_ATTRIBUTE_BYTES))
		return exceed(g, LIMIT_XML_ATTRIBUTE_BYTES);
	g->n_paren += (c == '(') - (c == ')');
	if (g->n_paren > limit_value(LIMIT_RICH_DEPTH))
		return exceed(g, LIMIT_RICH_DEPTH);
	return 0;
}

static int end_tag(struct guard *g)
{
	char last = g->before[0];

	g->part = PART_TEXT;
	if (g->head[0] == '?' || g->head[0] == '!') {
		g->n = 0;
		return 0;
	}
	if (begins(g, "rpm:entr")) {
		/* libsolv looks for each among all before it */
		if (++g->n_need > limit_value(LIMIT_PACKAGE_NEEDS))
			return exceed(g, LIMIT_PACKAGE_NEEDS);
	} else {
		g->n_need = 0;
	}
	g->n = 0;
	if (g->head[0] == '/')
		g->depth--;
	else if (last != '/' && ++g->depth > limit_value(LIMIT_XML_DEPTH))
		return exceed(g, LIMIT_XML_DEPTH);
	return 0;
}

/* A byte behind '<'. */
static int see_tag(struct guard *g, char c)
{
	bool declares = g->head[0] == '!', is_blank = c == ' ' || c == '\n' || c == '\t';

	if (g->n < (int64_t)sizeof(g->head))
		g->head[g->n] = c;
	if (++g->n > limit_value(LIMIT_XML_TAG_BYTES))
		return exceed(g, LIMIT_XML_TAG_BYTES);
	if (g->quote)
		return see_quoted(g, c);
	if (g->n == 3 && begins(g, "!--")) {
		g->part = PART_COMMENT;
		return 0;
	}
	if (g->n == 8 && begins(g, "![CDATA[")) {
		g->part = PART_CDATA;
		g->n = 0;
		return 0;
	}
	if (declares && c == '[' && g->n > 2 && g->head[1] != '[')
		return diag_fail(g->diag, "cannot read '%s': its XML declares entities", g->path);
	if (c == '>')
		return end_tag(g);
	if ((c == '"' || c == '\'') && (declares || g->before[0] == '=')) {
		g->quote = c;
		g->n_quoted = g->n_paren = 0;
	}
	if (!is_blank)
		g->before[0] = c;
	return 0;
}

/* A byte of a comment or of CDATA, which end with "-->" and "]]>". */
static int see_block(struct guard *g, char c)
{
	char mark = g->part == PART_CDATA ? ']' : '-';

	if (++g->n > limit_value(g->part == PART_CDATA ? LIMIT_XML_TEXT_BYTES :
							 LIMIT_XML_TAG_BYTES))
		return exceed(g, g->part == PART_CDATA ? LIMIT_XML_TEXT_BYTES :
							 LIMIT_XML_TAG_BYTES);
	if (c == '>' && g->before[0] == mark && g->before[1] == mark) {
		g->part = PART_TEXT;
		g->n = 0;
	}
	g->before[1] = g->before[0];
	g->before[0] = c;
	return 0;
}

/* From here the next '<' is looked for; what is passed over is text. */
static const char *skip_text(struct guard *g, const char *at, const char *end)
{
	const char *tag = memchr(at, '<', (size_t)(end - at));

	g->n += (tag ? tag : end) - at;
	if (g->n > limit_value(LIMIT_XML_TEXT_BYTES)) {
		exceed(g, LIMIT_XML_TEXT_BYTES);
		return NULL;
	}
	if (tag) {
		g->part = PART_TAG;
		g->n = 0;
		g->quote = 0;
		memset(g->head, 0, sizeof(g->head));
		memset(g->before, 0, sizeof(g->before));
	}
	return tag ? tag + 1 : end;
}

static int see_text(struct guard *g, const char *at, const char *end)
{
	enum limit limit;
	int failed = 0;

	while (at && at < end && !failed) {
		if (g->part == PART_TEXT)
			at = skip_text(g, at, end);
		else if (g->part == PART_TAG)
			failed = see_tag(g, *at++);
		else
			failed = see_block(g, *at++);
	}
	if (!at || failed)
		return -1;
	limit = g->n_text > limit_value(g->bytes) ? g->bytes :
						    limit_of_text(g->n_text, g->n_packed);
	if (limit)
		return limit_fail(limit, g->path, g->diag);
	return g->u ? universe_check_limits(g->u, g->path, g->diag) : 0;
}

static ssize_t guard_read(void *cookie, char *buffer, size_t size)
{
	struct guard *g = cookie;
	size_t n = fread(buffer, 1, size, g->file);

	g->n_text += (int64_t)n;
	if (see_text(g, buffer, buffer + n)) {
		errno = E2BIG;
		return -1;
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

static enum limit bytes_of(const char *root)
{
	return !strcmp(root, "repomd")	 ? LIMIT_REPOMD_BYTES :
	       !strcmp(root, "comps")	 ? LIMIT_COMPS_BYTES :
	       !strcmp(root, "metadata") ? LIMIT_PRIMARY_BYTES :
					   LIMIT_LIST_BYTES;
}

static FILE *guard_open(FILE *file, const char *path, const char *root, const struct universe *u,
			struct diag *diag)
{
	cookie_io_functions_t functions = { .read = guard_read, .close = guard_close };
	struct guard *g = solv_calloc(1, sizeof(*g));
	struct stat st;
	FILE *guarded;

	*g = (struct guard){ .file = file,
			     .diag = diag,
			     .path = solv_strdup(path),
			     .u = u,
			     .bytes = bytes_of(root),
			     .n_packed = stat(path, &st) == 0 ? st.st_size : 0 };
	guarded = fopencookie(g, "r", functions);
	if (!guarded)
		solv_oom(1, sizeof(*g));
	else
		setvbuf(guarded, NULL, _IOFBF, 65536);
	return guarded;
}

FILE *rpmmd_xml_open(const char *path, const char *root, const struct universe *u,
		     struct diag *diag)
{
	char head[HEAD_BYTES];
	FILE *file;

	if (read_head(path, head, diag) || check_head(path, head, root, diag))
		return NULL;
	file = open_text(path, diag);
	return file ? guard_open(file, path, root, u, diag) : NULL;
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
	return rpmmd_xml_without_reader(pool_errstr(pool));
}

const char *rpmmd_xml_without_reader(const char *text)
{
	const char *colon = strstr(text, ": ");

	return !strncmp(text, "repo_", 5) && colon ? colon + 2 : text;
}
