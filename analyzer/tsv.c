/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rule files are read whole and cut in place: a tab or newline becomes the end of a field. Input is
 * a user's own file, yet sizes are bounded and bytes checked, since a wrong path is easily given.
 */
#include "analyzer/tsv.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/chksum.h>
#include <solv/knownid.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"

static int read_file(struct tsv *tsv, FILE *file, size_t *ret_size, struct diag *diag)
{
	size_t size = 0, most = (size_t)limit_value(LIMIT_TABLE_BYTES), n;

	do {
		tsv->text = solv_realloc(tsv->text, size + 65536 + 1);
		n = fread(tsv->text + size, 1, 65536, file);
		size += n;
	} while (n > 0 && size <= most);
	if (ferror(file))
		return diag_fail(diag, "cannot read '%s': %s", tsv->name, strerror(errno));
	if (size > most)
		return limit_fail(LIMIT_TABLE_BYTES, tsv->name, diag);
	*ret_size = size;
	return 0;
}

/* 0: read from dir (NULL: name is the path); 1: there is no such file in it. */
static int read_from_directory(struct tsv *tsv, const char *dir, const char *name, size_t *ret_size,
			       struct diag *diag)
{
	FILE *file;
	int status;

	tsv->name = dir ? solv_dupjoin(dir, "/", name) : solv_strdup(name);
	file = fopen(tsv->name, "re");
	if (!file && errno == ENOENT && dir)
		return 1;
	if (!file)
		return diag_fail(diag, "cannot open '%s': %s", tsv->name, strerror(errno));
	status = read_file(tsv, file, ret_size, diag);
	fclose(file);
	return status;
}

static int read_builtin(struct tsv *tsv, const char *name, size_t *ret_size, struct diag *diag)
{
	const struct builtin_rules *b = builtin_rules;

	while (b->name && strcmp(b->name, name))
		b++;
	free(tsv->name);
	tsv->name = solv_dupjoin("analyzer/rules/", name, NULL);
	if (!b->name)
		return diag_fail(diag, "no rule file '%s'", tsv->name);
	*ret_size = (size_t)(b->end - b->begin);
	tsv->text = solv_malloc(*ret_size + 1);
	memcpy(tsv->text, b->begin, *ret_size);
	return 0;
}

/* Control characters have no business in a rule file, and NUL would hide what follows it. */
static int check_bytes(struct tsv *tsv, size_t size, struct diag *diag)
{
	tsv->line = 1;
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)tsv->text[i];

		if (c == '\n')
			tsv->line++;
		else if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f)
			return tsv_fail(tsv, diag, "control character 0x%02x", c);
	}
	tsv->line = 0;
	tsv->text[size] = '\0';
	return 0;
}

static int check_columns(struct tsv *tsv, const char *const *column, struct diag *diag)
{
	int status;

	while (column[tsv->n_column])
		tsv->n_column++;
	status = tsv_next(tsv, diag);
	if (status == 0)
		return tsv_fail(tsv, diag, "the line that names the columns is missing");
	for (int i = 0; status > 0 && i < tsv->n_column; i++)
		if (strcmp(tsv->field[i], column[i]))
			return tsv_fail(tsv, diag, "column %d is '%s', not '%s'", i + 1,
					tsv->field[i], column[i]);
	return status < 0 ? -1 : 0;
}

int tsv_open(struct tsv *tsv, const char *dir, const char *name, const char *const *column,
	     struct diag *diag)
{
	size_t size = 0;
	int status = 1;

	memset(tsv, 0, sizeof(*tsv));
	tsv->what = "rule";
	if (dir)
		status = read_from_directory(tsv, dir, name, &size, diag);
	if (status > 0)
		status = read_builtin(tsv, name, &size, diag);
	if (status == 0)
		status = check_bytes(tsv, size, diag);
	tsv->at = tsv->text;
	if (status == 0)
		status = check_columns(tsv, column, diag);
	if (status < 0)
		tsv_close(tsv, NULL, NULL);
	return status;
}

static void hash(struct tsv *tsv, size_t size)
{
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);
	const unsigned char *bytes;
	int n;

	for (size_t done = 0; done < size; done += (size_t)n) {
		n = (int)(size - done < 65536 ? size - done : 65536);
		solv_chksum_add(sum, tsv->text + done, n);
	}
	bytes = solv_chksum_get(sum, &n);
	solv_bin2hex(bytes, n, tsv->sha256);
	solv_chksum_free(sum, NULL);
}

/* The names in the first line of a user's table. */
static int take_columns(struct tsv *tsv, struct diag *diag)
{
	const char *at = tsv->at;
	int line = 1;

	/* as many columns as the first line has fields that tsv_next() will not pass over */
	while (*at == '#' || *at == '\n' || (*at == '\r' && at[1] == '\n')) {
		at += strcspn(at, "\n");
		at += *at == '\n';
		line++;
	}
	tsv->n_column = 1;
	for (; *at && *at != '\n'; at++)
		tsv->n_column += *at == '\t';
	if (tsv->n_column > limit_value(LIMIT_TABLE_COLUMNS))
		return limit_fail_at(LIMIT_TABLE_COLUMNS, tsv->name, diag, "at line %d", line);
	switch (tsv_next(tsv, diag)) {
	case 1:
		break;
	case 0:
		return tsv_fail(tsv, diag, "the line that names the columns is missing");
	default:
		return -1;
	}
	for (int i = 0; i < tsv->n_column; i++) {
		if (tsv_find_column(tsv, tsv->field[i]) >= 0)
			return tsv_fail(tsv, diag, "a second column '%s'", tsv->field[i]);
		tsv->column[i] = tsv->field[i];
	}
	return 0;
}

int tsv_open_table(struct tsv *tsv, const char *path, const char *what, struct diag *diag)
{
	size_t size = 0;

	memset(tsv, 0, sizeof(*tsv));
	tsv->what = what;
	if (read_from_directory(tsv, NULL, path, &size, diag))
		goto fail;
	hash(tsv, size);
	if (check_bytes(tsv, size, diag))
		goto fail;
	tsv->at = tsv->text;
	if (take_columns(tsv, diag))
		goto fail;
	tsv->may_be_empty = true;
	return 0;
fail:
	tsv_close(tsv, NULL, NULL);
	return -1;
}

int tsv_find_column(const struct tsv *tsv, const char *name)
{
	for (int i = 0; i < tsv->n_column && tsv->column[i]; i++)
		if (!strcmp(tsv->column[i], name))
			return i;
	return -1;
}

int tsv_next(struct tsv *tsv, struct diag *diag)
{
	char *row, *end, *tab;
	int n = 0;

	do {
		if (!*tsv->at)
			return 0;
		row = tsv->at;
		end = row + strcspn(row, "\n");
		tsv->at = *end ? end + 1 : end;
		*end = '\0';
		if (end > row && end[-1] == '\r')
			*--end = '\0';
		tsv->line++;
	} while (*row == '#' || !*row);
	for (;;) {
		tab = strchr(row, '\t');
		if (tab)
			*tab = '\0';
		if (n < tsv->n_column) {
			if (!*row && !tsv->may_be_empty)
				return tsv_fail(tsv, diag, "column %d is empty", n + 1);
			tsv->field[n] = row;
		}
		n++;
		if (!tab)
			break;
		row = tab + 1;
	}
	if (!tsv->n_column) {
		if (n > limit_value(LIMIT_TABLE_COLUMNS))
			return limit_fail_at(LIMIT_TABLE_COLUMNS, tsv->name, diag, "at line %d",
					     tsv->line);
		tsv->n_column = n;
	}
	if (n != tsv->n_column)
		return tsv_fail(tsv, diag, "%d columns, not %d", n, tsv->n_column);
	return 1;
}

int tsv_fail(const struct tsv *tsv, struct diag *diag, const char *format, ...)
{
	char *why = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&why, format, args) < 0)
		solv_oom(1, 0);
	va_end(args);
	diag_fail(diag, "cannot parse %s '%s' line %d: %s", tsv->what, tsv->name, tsv->line, why);
	free(why);
	return -1;
}

int tsv_number(const struct tsv *tsv, int field, double min, double max, double *ret_number,
	       struct diag *diag)
{
	const char *s = tsv->field[field];
	double sign = 1, value = 0, unit = 1;
	int n_digit = 0;

	if (*s == '-' || *s == '+')
		sign = *s++ == '-' ? -1 : 1;
	for (; *s >= '0' && *s <= '9' && n_digit < 9; s++, n_digit++)
		value = value * 10 + (*s - '0');
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9' && n_digit < 9; s++, n_digit++)
			value += (*s - '0') * (unit /= 10);
	if (*s || !n_digit)
		return tsv_fail(tsv, diag, "'%s' is not a number", tsv->field[field]);
	value *= sign;
	if (value < min || value > max)
		return tsv_fail(tsv, diag, "%s is not between %g and %g", tsv->field[field], min,
				max);
	*ret_number = value;
	return 0;
}

void tsv_close(struct tsv *tsv, char **ret_text, char **ret_name)
{
	if (ret_text)
		*ret_text = tsv->text;
	else
		free(tsv->text);
	if (ret_name)
		*ret_name = tsv->name;
	else
		free(tsv->name);
	memset(tsv, 0, sizeof(*tsv));
}
