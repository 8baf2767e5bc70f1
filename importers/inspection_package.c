/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A package file becomes a struct inspection (inspection_read_package() in inspection.h): of its
 * members the ELF files are read one by one, the others counted by what they are.
 */
#include "importers/inspection.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/capabilities.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/elf_object.h"
#include "importers/package_file.h"

enum {
	EXTENSION_MAX = 12,
	EXTENSIONS_MAX = 1000, /* different ones of a package; others count as "" */
	SCRIPT_MAX = 32,
};

/* "py" of "usr/lib/python3/abc.py"; "so" of "libx.so.1.2"; false: none that says anything. */
static bool find_extension(const char *path, char ret[SCRIPT_MAX])
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');
	bool has_letter = false;
	size_t n = 0;

	if (strstr(name, ".so.")) {
		snprintf(ret, SCRIPT_MAX, "so");
		return true;
	}
	if (!dot || dot == name)
		return false;
	for (const char *c = dot + 1; *c; c++) {
		if (n == EXTENSION_MAX || (!isalnum((unsigned char)*c) && !strchr("_+-", *c)))
			return false;
		has_letter |= isalpha((unsigned char)*c) != 0;
		ret[n++] = (char)tolower((unsigned char)*c);
	}
	ret[n] = '\0';
	return has_letter;
}

/* "#!python" of "#!/usr/bin/env -S python3.11 -E". */
static bool find_interpreter(const char *data, size_t n_data, char ret[SCRIPT_MAX])
{
	char line[MEMBER_HEAD_BYTES + 1], *word, *rest = line;
	size_t n = n_data < MEMBER_HEAD_BYTES ? n_data : MEMBER_HEAD_BYTES;

	if (n < 3 || memcmp(data, "#!", 2) != 0)
		return false;
	memcpy(line, data + 2, n - 2);
	line[n - 2] = '\0';
	line[strcspn(line, "\n")] = '\0';
	while ((word = strsep(&rest, " \t"))) {
		char *slash = strrchr(word, '/'), *name = slash ? slash + 1 : word;

		if (!*word || *name == '-' || strchr(word, '=') || !strcmp(name, "env"))
			continue;
		n = 2;
		ret[0] = '#';
		ret[1] = '!';
		for (; isalpha((unsigned char)*name) || strchr("_+-", *name); name++) {
			if (!*name || n == SCRIPT_MAX - 1)
				break;
			ret[n++] = (char)tolower((unsigned char)*name);
		}
		ret[n] = '\0';
		return n > 2;
	}
	return false;
}

static void count_file(struct inspection *i, const struct package_member *m)
{
	char text[SCRIPT_MAX];

	if ((!find_extension(m->path, text) && !find_interpreter(m->data, m->n_data, text)) ||
	    i->n_file >= EXTENSIONS_MAX)
		text[0] = '\0';
	inspection_count_file(i, text, 1, m->size);
}

/* Whatever is wrong with one ELF file, the package's others are as good. */
static void read_object(struct inspection *i, const struct package_member *m, struct diag *diag)
{
	struct object *o = inspection_add_object(i);
	struct diag why;

	diag_init(&why);
	if (m->n_data < (size_t)m->size) {
		o->path = solv_strdup(m->path);
		limit_fail(LIMIT_OBJECT_BYTES, m->path, &why);
		diag_warn(diag, WARN_BAD_OBJECT, "%s", why.message);
	} else if (elf_object_read(o, m->path, m->data, m->n_data, &why)) {
		diag_warn(diag, WARN_BAD_OBJECT, "%s", why.message);
	}
	o->mode = m->mode;
	diag_clear(&why);
}

__attribute__((format(printf, 2, 3))) static void add_privileged(struct inspection *i,
								 const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) >= 0) {
		inspection_add_privileged(i, text);
		free(text);
	}
	va_end(args);
}

static void see_privileges(struct inspection *i, const struct package_member *m)
{
	if (m->mode & 04000)
		add_privileged(i, "setuid %s %04o %s", m->path, m->mode, m->owner);
	if (m->mode & 02000)
		add_privileged(i, "setgid %s %04o %s:%s", m->path, m->mode, m->owner, m->group);
	if (m->capabilities)
		add_privileged(i, "capability %s %s", m->path, m->capabilities);
}

static void see_setcap(void *closure, const char *path, const char *capabilities)
{
	add_privileged(closure, "capability %s %s", path, capabilities);
}

static int read_members(struct inspection *i, struct package_file *f, const char *path,
			struct diag *diag)
{
	const struct package_info *info = package_file_info(f);
	struct package_member m;
	int got;

	while ((got = package_file_next(f, &m, diag)) > 0) {
		if (m.is_elf)
			read_object(i, &m, diag);
		else
			count_file(i, &m);
		if (!info->is_rpm)
			see_privileges(i, &m);
		if (i->n_privileged > limit_value(LIMIT_PACKAGE_PRIVILEGES))
			return limit_fail(LIMIT_PACKAGE_PRIVILEGES, path, diag);
	}
	return got;
}

static int read_package(struct inspection *i, const char *path, struct diag *diag)
{
	struct package_file *f = package_file_open(path, diag);
	const struct package_info *info;
	char sum[65];
	int failed;

	if (!f)
		return -1;
	info = package_file_info(f);
	i->name = solv_strdup(info->name);
	i->evr = solv_strdup(info->evr);
	i->arch = solv_strdup(info->arch);
	for (int k = 0; k < info->n_privileged; k++)
		inspection_add_privileged(i, info->privileged[k]);
	failed = read_members(i, f, path, diag);
	if (!failed && info->script)
		capabilities_find(info->script, see_setcap, i);
	package_file_free(f);
	if (!failed)
		failed = apt_sha256(path, false, sum, &i->size, diag);
	if (failed)
		return -1;
	i->sha256 = solv_strdup(sum);
	inspection_sort(i);
	return 0;
}

int inspection_read_package(struct inspection *ret, const char *path, struct diag *diag)
{
	inspection_init(ret);
	if (read_package(ret, path, diag) == 0)
		return 0;
	inspection_clear(ret);
	return -1;
}
