/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was read inside a package, as lists and as text; see inspection.h. Reading packages is
 * inspection_package.c.
 */
#include "importers/inspection.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"

enum {
	ADD_BLOCK = 63,
	FIELDS_MAX = 7,			/* of a line */
};

static const char first_line[] = "linchpin-inspection\t1";

void inspection_init(struct inspection *i)
{
	memset(i, 0, sizeof(*i));
}

void inspection_clear(struct inspection *i)
{
	for (int k = 0; k < i->n_object; k++)
		object_clear(&i->object[k]);
	for (int k = 0; k < i->n_file; k++)
		free(i->file[k].extension);
	for (int k = 0; k < i->n_privileged; k++)
		free(i->privileged[k]);
	free(i->object);
	free(i->file);
	free(i->privileged);
	free(i->name);
	free(i->evr);
	free(i->arch);
	free(i->sha256);
	inspection_init(i);
}

/* ---- filling ---- */

struct object *inspection_add_object(struct inspection *i)
{
	i->object = solv_extend(i->object, i->n_object, 1, sizeof(*i->object), ADD_BLOCK);
	memset(&i->object[i->n_object], 0, sizeof(*i->object));
	return &i->object[i->n_object++];
}

static struct file_count *add_file(struct inspection *i, const char *extension)
{
	i->file = solv_extend(i->file, i->n_file, 1, sizeof(*i->file), ADD_BLOCK);
	i->file[i->n_file] = (struct file_count){ .extension = solv_strdup(extension) };
	return &i->file[i->n_file++];
}

static void add_privileged(struct inspection *i, const char *text)
{
	i->privileged = solv_extend(i->privileged, i->n_privileged, 1, sizeof(*i->privileged),
				    ADD_BLOCK);
	i->privileged[i->n_privileged++] = solv_strdup(text);
}

/* Few kinds a package: a walk is as good as a hash. */
void inspection_count_file(struct inspection *i, const char *extension, int count, long long bytes)
{
	struct file_count *file = NULL;

	for (int k = 0; !file && k < i->n_file; k++)
		if (!strcmp(i->file[k].extension, extension))
			file = &i->file[k];
	if (!file)
		file = add_file(i, extension);
	file->count += count;
	file->bytes += bytes;
}

void inspection_add_privileged(struct inspection *i, const char *text)
{
	for (int k = 0; k < i->n_privileged; k++)
		if (!strcmp(i->privileged[k], text))
			return;
	add_privileged(i, text);
}

static int compare_objects(const void *a, const void *b)
{
	return strcmp(((const struct object *)a)->path, ((const struct object *)b)->path);
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct file_count *)a)->extension,
		      ((const struct file_count *)b)->extension);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void inspection_sort(struct inspection *i)
{
	if (i->n_object)
		qsort(i->object, (size_t)i->n_object, sizeof(*i->object), compare_objects);
	if (i->n_file)
		qsort(i->file, (size_t)i->n_file, sizeof(*i->file), compare_files);
	if (i->n_privileged)
		qsort(i->privileged, (size_t)i->n_privileged, sizeof(*i->privileged),
		      compare_texts);
}

/* ---- checking ---- */

static bool is_sha256(const char *text)
{
	return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static int check_object(const struct object *o, struct diag *diag)
{
	if (!o->path || !*o->path || o->kind >= OBJECT_KINDS || o->mode > 07777 || o->code < 0 ||
	    o->hardening >> HARDENINGS)
		return diag_fail(diag, "inspection: object '%s' is not valid",
				 o->path ? o->path : "");
	for (int list = 0; list < OBJECT_LISTS; list++) {
		int n;
		char **word = object_list(o, list, &n);

		for (int k = 0; k < n; k++)
			if (list != OBJECT_NEEDED && k && strcmp(word[k - 1], word[k]) >= 0)
				return diag_fail(
					diag, "inspection: list '%s' of '%s' is not in order",
					object_list_name(list), o->path);
	}
	return 0;
}

int inspection_check(const struct inspection *i, struct diag *diag)
{
	if (!i->name || !*i->name || !i->evr || !i->arch || !i->sha256 || !is_sha256(i->sha256) ||
	    i->size < 0)
		return diag_fail(diag, "inspection: the package or its archive is not named");
	for (int k = 0; k < i->n_object; k++) {
		if (check_object(&i->object[k], diag))
			return -1;
		if (k && compare_objects(&i->object[k - 1], &i->object[k]) > 0)
			return diag_fail(diag, "inspection: object '%s' is not in order",
					 i->object[k].path);
	}
	for (int k = 0; k < i->n_file; k++)
		if (i->file[k].count < 0 || i->file[k].bytes < 0 ||
		    (k && compare_files(&i->file[k - 1], &i->file[k]) >= 0))
			return diag_fail(diag, "inspection: files '%s' are not valid or in order",
					 i->file[k].extension);
	for (int k = 1; k < i->n_privileged; k++)
		if (compare_texts(&i->privileged[k - 1], &i->privileged[k]) >= 0)
			return diag_fail(diag, "inspection: privilege '%s' is not in order",
					 i->privileged[k]);
	return 0;
}

/* ---- writing ---- */

/* A tab, then the text; control characters would be taken for the format's own. */
static void put_field(FILE *f, const char *text)
{
	putc('\t', f);
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c < ' ' || *c == '\\' || *c == 127)
			fprintf(f, "\\x%02x", *c);
		else
			putc(*c, f);
}

static void put_object(FILE *f, const struct object *o)
{
	const char *comma = "";

	fprintf(f, "object");
	put_field(f, o->path);
	fprintf(f, "\t%s\t%04o\t%lld\t", object_kind_name(o->kind), o->mode, o->code);
	for (int bit = 0; bit < HARDENINGS; bit++)
		if (o->hardening & 1u << bit) {
			fprintf(f, "%s%s", comma, hardening_name(bit));
			comma = ",";
		}
	put_field(f, o->soname ? o->soname : "");
	putc('\n', f);
	for (int list = 0; list < OBJECT_LISTS; list++) {
		int n;
		char **word = object_list(o, list, &n);

		for (int k = 0; k < n; k++) {
			fprintf(f, "%s", object_list_name(list));
			put_field(f, word[k]);
			putc('\n', f);
		}
	}
}

static void put_inspection(FILE *f, const struct inspection *i)
{
	fprintf(f, "%s\npackage", first_line);
	put_field(f, i->name);
	put_field(f, i->evr);
	put_field(f, i->arch);
	fprintf(f, "\narchive\t%s\t%lld\n", i->sha256, i->size);
	for (int k = 0; k < i->n_object; k++)
		put_object(f, &i->object[k]);
	for (int k = 0; k < i->n_file; k++) {
		fprintf(f, "file");
		put_field(f, i->file[k].extension);
		fprintf(f, "\t%d\t%lld\n", i->file[k].count, i->file[k].bytes);
	}
	for (int k = 0; k < i->n_privileged; k++) {
		fprintf(f, "privileged");
		put_field(f, i->privileged[k]);
		putc('\n', f);
	}
	fprintf(f, "end\t%d\n", i->n_object);
}

char *inspection_text(const struct inspection *i)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		solv_oom(0, 0);
	put_inspection(f, i);
	if (ferror(f) || fclose(f))
		solv_oom(0, 0);
	return text;
}

/* FILE.new, empty and ours alone: two linchpins may have found the same at the same time. One that
   a killed run left is taken over. NULL: errno says why. */
static FILE *open_new(const char *new)
{
	struct stat opened, named;
	FILE *f = NULL;
	int fd, error;

	for (;;) {
		fd = open(new, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd < 0 || flock(fd, LOCK_EX) || fstat(fd, &opened))
			break;
		/* who had the lock before may have moved it to its place meanwhile */
		if (!lstat(new, &named) && named.st_ino == opened.st_ino &&
		    named.st_dev == opened.st_dev) {
			f = ftruncate(fd, 0) ? NULL : fdopen(fd, "w");
			break;
		}
		close(fd);
	}
	error = errno;
	if (fd >= 0 && !f)
		close(fd);
	errno = error;
	return f;
}

int inspection_write_text(const char *text, const char *path, struct diag *diag)
{
	char *new = solv_dupjoin(path, ".new", NULL);
	FILE *f = open_new(new);
	int ret = 0;

	if (!f) {
		ret = diag_fail(diag, "cannot write '%s': %s", new, strerror(errno));
		free(new);
		return ret;
	}
	fputs(text, f);
	/* only flushing tells of a full disk; the lock goes with the stream, so that comes last */
	if (fflush(f) != 0 || ferror(f) || rename(new, path) != 0) {
		ret = diag_fail(diag, "cannot write '%s': %s", path, strerror(errno));
		unlink(new);
	}
	fclose(f);
	free(new);
	return ret;
}

int inspection_write(const struct inspection *i, const char *path, struct diag *diag)
{
	char *text = inspection_text(i);
	int ret = inspection_write_text(text, path, diag);

	free(text);
	return ret;
}

/* ---- reading ---- */

struct reader {
	struct inspection *i;
	struct diag *diag;
	const char *path;
	char *next;		/* the rest of the text */
	char *field[FIELDS_MAX + 1];
	int n_field;
	int n_line;
	enum object_list list;	/* whose words are being gathered */
	const char **word;	/* into the text */
	int n_word;
	bool ended;
};

__attribute__((format(printf, 2, 3))) static int bad(struct reader *r, const char *format, ...)
{
	char why[300];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	return diag_fail(r->diag, "cannot read '%s': line %d: %s", r->path, r->n_line, why);
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* In place. Only what put_field() writes, so that a text has one form. */
static bool unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		int high, low;

		if ((unsigned char)*from < ' ' || *from == 127)
			return false;
		if (*from != '\\') {
			*to++ = *from;
			continue;
		}
		high = from[1] == 'x' ? hex_digit(from[2]) : -1;
		low = high >= 0 ? hex_digit(from[3]) : -1;
		if (low < 0 || !(high || low))
			return false;
		*to++ = (char)(high * 16 + low);
		from += 3;
	}
	*to = '\0';
	return true;
}

/* The next line as fields. 1: there is one, 0: the end, -1: none that could be ours. */
static int next_line(struct reader *r)
{
	char *end = strchr(r->next, '\n'), *field = r->next;

	if (!*r->next)
		return 0;
	r->n_line++;
	if (!end)
		return bad(r, "not ended; truncated?");
	*end = '\0';
	r->next = end + 1;
	for (r->n_field = 0; field; r->n_field++) {
		char *tab = strchr(field, '\t');

		if (tab)
			*tab++ = '\0';
		if (r->n_field > FIELDS_MAX || !unescape(field))
			return bad(r, "not of this format");
		r->field[r->n_field] = field;
		field = tab;
	}
	return 1;
}

static bool parse_number(const char *text, int base, long long max, long long *ret)
{
	char *end;
	unsigned long long value;

	if (*text < '0' || *text > '9') /* no sign, no space */
		return false;
	errno = 0;
	value = strtoull(text, &end, base);
	if (*end || errno || value > (unsigned long long)max)
		return false;
	*ret = (long long)value;
	return true;
}

static int flush_words(struct reader *r)
{
	struct object *o;
	int n;

	if (!r->n_word)
		return 0;
	o = &r->i->object[r->i->n_object - 1];
	if (object_list(o, r->list, &n))
		return bad(r, "list '%s' again", object_list_name(r->list));
	object_set(o, r->list, r->word, r->n_word);
	if (object_list(o, r->list, &n) && n != r->n_word)
		return bad(r, "list '%s' repeats a word", object_list_name(r->list));
	r->n_word = 0;
	return 0;
}

static bool parse_hardening(char *text, unsigned *ret)
{
	*ret = 0;
	while (*text) {
		size_t len = strcspn(text, ",");
		int bit = 0;

		while (bit < HARDENINGS && (strlen(hardening_name(bit)) != len ||
					    memcmp(hardening_name(bit), text, len) != 0))
			bit++;
		if (bit == HARDENINGS)
			return false;
		*ret |= 1u << bit;
		text += len + (text[len] == ',');
	}
	return true;
}

static int take_object(struct reader *r)
{
	struct object *o;
	long long mode;
	int kind = 0;

	if (r->i->n_object >= limit_value(LIMIT_PACKAGE_OBJECTS))
		return limit_fail_at(LIMIT_PACKAGE_OBJECTS, r->path, r->diag, "at line %d",
				     r->n_line);
	o = inspection_add_object(r->i);
	o->path = solv_strdup(r->field[1]);
	while (kind < OBJECT_KINDS && strcmp(object_kind_name(kind), r->field[2]) != 0)
		kind++;
	if (kind == OBJECT_KINDS || !parse_number(r->field[3], 8, 07777, &mode) ||
	    !parse_number(r->field[4], 10, INT64_MAX, &o->code) ||
	    !parse_hardening(r->field[5], &o->hardening))
		return bad(r, "no object that could be");
	o->kind = kind;
	o->mode = (unsigned)mode;
	o->soname = *r->field[6] ? solv_strdup(r->field[6]) : NULL;
	return 0;
}

static int take_package(struct reader *r)
{
	if (r->i->name)
		return bad(r, "a second package");
	r->i->name = solv_strdup(r->field[1]);
	r->i->evr = solv_strdup(r->field[2]);
	r->i->arch = solv_strdup(r->field[3]);
	return 0;
}

static int take_archive(struct reader *r)
{
	if (r->i->sha256 || !parse_number(r->field[2], 10, INT64_MAX, &r->i->size))
		return bad(r, "no archive that could be");
	r->i->sha256 = solv_strdup(r->field[1]);
	return 0;
}

static int take_file(struct reader *r)
{
	long long count, bytes;
	struct file_count *file;

	if (!parse_number(r->field[2], 10, INT32_MAX, &count) ||
	    !parse_number(r->field[3], 10, INT64_MAX, &bytes))
		return bad(r, "no count of files that could be");
	file = add_file(r->i, r->field[1]); /* whether they are in order is checked at the end */
	file->count = (int)count;
	file->bytes = bytes;
	return 0;
}

static int take_privileged(struct reader *r)
{
	add_privileged(r->i, r->field[1]);
	return 0;
}

static int take_end(struct reader *r)
{
	long long n;

	if (!parse_number(r->field[1], 10, INT32_MAX, &n) || n != r->i->n_object || *r->next)
		return bad(r, "an end that is none");
	r->ended = true;
	return 0;
}

static const struct {
	const char *word;
	int n_field;
	int (*take)(struct reader *r);
} lines[] = {
	{ "package", 4, take_package },	  { "archive", 3, take_archive },
	{ "object", 7, take_object },	  { "file", 4, take_file },
	{ "privileged", 2, take_privileged }, { "end", 2, take_end },
};

static int take_word(struct reader *r, enum object_list list)
{
	if (!r->i->n_object || r->n_field != 2 || !*r->field[1])
		return bad(r, "a word of no object");
	if (r->n_word && r->list != list && flush_words(r))
		return -1;
	r->list = list;
	r->word = solv_extend(r->word, r->n_word, 1, sizeof(*r->word), 1023);
	r->word[r->n_word++] = r->field[1];
	return 0;
}

static int take_line(struct reader *r)
{
	for (int list = 0; list < OBJECT_LISTS; list++)
		if (!strcmp(r->field[0], object_list_name(list)))
			return take_word(r, list);
	if (flush_words(r))
		return -1;
	for (size_t k = 0; k < sizeof(lines) / sizeof(lines[0]); k++)
		if (!strcmp(r->field[0], lines[k].word) && r->n_field == lines[k].n_field)
			return lines[k].take(r);
	return bad(r, "not of this format");
}

static int read_text(struct reader *r)
{
	int got;

	if (strncmp(r->next, first_line, strlen(first_line)) != 0 ||
	    r->next[strlen(first_line)] != '\n')
		return diag_fail(r->diag, "cannot read '%s': not an inspection of this version",
				 r->path);
	r->next += strlen(first_line) + 1;
	r->n_line = 1;
	while ((got = next_line(r)) > 0)
		if (take_line(r))
			return -1;
	if (!got && !r->ended)
		return diag_fail(r->diag, "cannot read '%s': it has no end; truncated?", r->path);
	return got ? -1 : inspection_check(r->i, r->diag);
}

/* All of a file, with a zero behind; NULL: said in diag. The caller frees it. */
static char *slurp(const char *path, struct diag *diag)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *text = NULL;
	ssize_t got = 0;
	size_t n = 0;

	if (fd < 0 || fstat(fd, &st) != 0) {
		diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		diag_fail(diag, "cannot read '%s': not a regular file", path);
	} else if (st.st_size > limit_value(LIMIT_INSPECTION_BYTES)) {
		limit_fail(LIMIT_INSPECTION_BYTES, path, diag);
	} else {
		text = solv_malloc((size_t)st.st_size + 1);
		while (n < (size_t)st.st_size &&
		       (got = read(fd, text + n, (size_t)st.st_size - n)) > 0)
			n += (size_t)got;
		text[n] = '\0';
		if (got < 0)
			diag_fail(diag, "cannot read '%s': %s", path, strerror(errno));
		else if (strlen(text) != n)
			diag_fail(diag, "cannot read '%s': not text", path);
		if (got < 0 || strlen(text) != n)
			text = solv_free(text);
	}
	if (fd >= 0)
		close(fd);
	return text;
}

int inspection_load(struct inspection *ret, const char *path, struct diag *diag)
{
	struct reader r = { .i = ret, .diag = diag, .path = path };
	char *text = slurp(path, diag);
	int failed = -1;

	inspection_init(ret);
	if (text) {
		r.next = text;
		failed = read_text(&r);
		free(r.word);
		free(text);
	}
	if (failed)
		inspection_clear(ret);
	return failed ? -1 : 0;
}
