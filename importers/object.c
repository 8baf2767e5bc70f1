/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One ELF file's facts; see object.h.
 */
#include "importers/object.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

static const struct {
	const char *name;
	size_t word, n; /* offsets in struct object */
	bool sorted;
} lists[OBJECT_LISTS] = {
#define LIST(field, is_sorted) \
	{ #field, offsetof(struct object, field), offsetof(struct object, n_##field), is_sorted }
	[OBJECT_NEEDED] = LIST(needed, false),
	[OBJECT_IMPORT] = LIST(import, true),
	[OBJECT_EXPORT] = LIST(export, true),
	[OBJECT_LANGUAGE] = LIST(language, true),
	[OBJECT_COMPILER] = LIST(compiler, true),
	[OBJECT_BUILD_PATH] = LIST(build_path, true),
#undef LIST
};

static const char *const kind_names[OBJECT_KINDS] = {
	[OBJECT_UNKNOWN] = "unknown", [OBJECT_PROGRAM] = "program", [OBJECT_LIBRARY] = "library",
	[OBJECT_PLUGIN] = "plugin",   [OBJECT_MODULE] = "module",   [OBJECT_OTHER] = "other",
};

static const char *const hardening_names[HARDENINGS] = {
	"pie", "relro", "bind-now", "canary", "fortify", "cet", "nx",
};

const char *object_list_name(enum object_list list)
{
	return list < OBJECT_LISTS ? lists[list].name : "unknown";
}

const char *object_kind_name(enum object_kind kind)
{
	return kind < OBJECT_KINDS ? kind_names[kind] : "unknown";
}

const char *hardening_name(int i)
{
	return i >= 0 && i < HARDENINGS ? hardening_names[i] : "unknown";
}

static char ***word_field(const struct object *o, enum object_list list)
{
	return (char ***)((char *)o + lists[list].word);
}

static int *count_field(const struct object *o, enum object_list list)
{
	return (int *)((char *)o + lists[list].n);
}

char **object_list(const struct object *o, enum object_list list, int *ret_n)
{
	*ret_n = *count_field(o, list);
	return *word_field(o, list);
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int drop_repeated(const char **word, int n)
{
	int kept = 0;

	for (int i = 0; i < n; i++)
		if (!kept || strcmp(word[kept - 1], word[i]) != 0)
			word[kept++] = word[i];
	return kept;
}

void object_set(struct object *o, enum object_list list, const char **word, int n)
{
	size_t bytes = 0;
	char **copy = NULL, *text;
	bool in_order = true;

	if (lists[list].sorted) {
		for (int i = 1; i < n && in_order; i++)
			in_order = strcmp(word[i - 1], word[i]) < 0;
		if (!in_order) {
			qsort(word, (size_t)n, sizeof(*word), compare_words);
			n = drop_repeated(word, n);
		}
	}
	for (int i = 0; i < n; i++)
		bytes += strlen(word[i]) + 1;
	if (n) {
		copy = solv_malloc((size_t)n * sizeof(*copy) + bytes);
		text = (char *)(copy + n);
		for (int i = 0; i < n; i++) {
			size_t len = strlen(word[i]) + 1;

			copy[i] = memcpy(text, word[i], len);
			text += len;
		}
	}
	free(*word_field(o, list)); /* now: the words may be the list's own */
	*word_field(o, list) = copy;
	*count_field(o, list) = n;
}

bool object_has(const struct object *o, enum object_list list, const char *word)
{
	int n;
	char **all = object_list(o, list, &n);

	if (lists[list].sorted)
		return n && bsearch(&word, all, (size_t)n, sizeof(*all), compare_words) != NULL;
	for (int i = 0; i < n; i++)
		if (!strcmp(all[i], word))
			return true;
	return false;
}

void object_clear(struct object *o)
{
	for (int list = 0; list < OBJECT_LISTS; list++)
		free(*word_field(o, list));
	free(o->path);
	free(o->soname);
	memset(o, 0, sizeof(*o));
}
