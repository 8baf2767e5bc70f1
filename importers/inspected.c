/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Results of inspection become observations; see inspected.h.
 */
#include "importers/inspected.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/chksum.h>
#include <solv/util.h>

#include "importers/cache.h"
#include "importers/call_names.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/inspection.h"

enum { SUM_BYTES = 32 };

char *inspected_path(const struct import_options *options, const char *sha256, struct diag *diag)
{
	char *cache = cache_dir(options, diag), *path = NULL;

	if (cache && asprintf(&path, "%s/inspected/%.2s/%s.tsv", cache, sha256, sha256) < 0)
		solv_oom(1, 0);
	free(cache);
	return path;
}

/* ---- observations ---- */

static void observe(struct universe *u, enum observation_kind kind, Id package, const char *text,
		    int count)
{
	universe_observe(u, kind, package, pool_str2id(u->pool, text, 1), count);
}

static int compare_words(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Languages whose run-time library asks the kernel without the C library's functions. */
static bool hides_calls(const struct object *o)
{
	return o->code > 0 && (o->n_import == 0 || object_has(o, OBJECT_LANGUAGE, "Go"));
}

/* What an object calls, as one set; NULL: nothing that is kept. The caller frees it. */
static char *calls_of(const struct object *o)
{
	const char **word = solv_calloc(o->n_import + 1, sizeof(*word));
	char *set = NULL;
	int n = 0;

	for (int i = 0; i < o->n_import; i++) {
		const char *name = call_name(o->import[i]);

		if (name)
			word[n++] = name;
	}
	if (hides_calls(o))
		word[n++] = "opaque";
	qsort(word, n, sizeof(*word), compare_words);
	for (int i = 0; i < n; i++)
		if (!i || strcmp(word[i - 1], word[i]))
			set = solv_dupappend(set, set ? " " : NULL, word[i]);
	free(word);
	return set;
}

/* Rounded up, since a little is not nothing. */
static int kib(long long bytes)
{
	long long n = bytes / 1024 + (bytes % 1024 > 0);

	return n > INT_MAX / 2 ? INT_MAX / 2 : (int)n;
}

static bool is_runnable(const struct object *o)
{
	return o->kind == OBJECT_PROGRAM || o->kind == OBJECT_LIBRARY || o->kind == OBJECT_PLUGIN;
}

static void observe_languages(struct universe *u, Id package, const struct object *o)
{
	char *set = NULL;

	for (int i = 0; i < o->n_language; i++)
		set = solv_dupappend(set, set ? ", " : NULL, o->language[i]);
	observe(u, OBS_MACHINE_CODE, package, set, kib(o->code));
	free(set);
}

static void observe_object(struct universe *u, Id package, const struct object *o)
{
	char *calls;

	if (o->n_language && o->code > 0)
		observe_languages(u, package, o);
	for (int i = 0; i < o->n_compiler; i++)
		observe(u, OBS_COMPILER, package, o->compiler[i], 1);
	for (int i = 0; i < o->n_build_path; i++)
		observe(u, OBS_BUILT_FROM, package, o->build_path[i], 1);
	if (!is_runnable(o))
		return;
	calls = calls_of(o);
	if (calls)
		observe(u, o->kind == OBJECT_PROGRAM ? OBS_PROGRAM_CALLS : OBS_LIBRARY_CALLS,
			package, calls, 1);
	free(calls);
	for (int i = 0; i < o->n_needed; i++)
		observe(u, OBS_LOADS, package, o->needed[i], 1);
	if (o->soname)
		observe(u, OBS_OBJECT_SONAME, package, o->soname, 1);
	observe(u, OBS_HARDENING, package, o->kind == OBJECT_PROGRAM ? "programs" :
		o->kind == OBJECT_LIBRARY ? "libraries" :
					    "plugins",
		1);
	for (int bit = 0; bit < HARDENINGS; bit++)
		if (o->hardening >> bit & 1)
			observe(u, OBS_HARDENING, package, hardening_name(bit), 1);
}

/* "setuid usr/bin/sudo 4755 root" -> usr/bin/sudo; "capability usr/bin/ping cap_net_raw=ep" ->
   all but the first word. */
static void observe_privileged(struct universe *u, Id package, const char *text)
{
	const char *rest = strchr(text, ' ');
	bool capability = !strncmp(text, "capability ", 11);
	char *words;

	if (!rest)
		return;
	words = solv_strdup(rest + 1);
	if (!capability)
		words[strcspn(words, " ")] = '\0';
	observe(u, capability ? OBS_CAPABILITY : OBS_SETUID, package, words, 1);
	free(words);
}

void inspected_observe(struct universe *u, Id package, const struct inspection *i)
{
	bool code = false;

	for (int k = 0; k < i->n_object; k++) {
		observe_object(u, package, &i->object[k]);
		code = code || (i->object[k].code > 0 && i->object[k].kind != OBJECT_OTHER);
	}
	for (int k = 0; k < i->n_file; k++) {
		const struct file_count *file = &i->file[k];

		if (file->bytes > 0) /* empty files are no text */
			observe(u, OBS_FILES_INSPECTED, package,
				*file->extension ? file->extension : "-", kib(file->bytes));
	}
	for (int k = 0; k < i->n_privileged; k++)
		observe_privileged(u, package, i->privileged[k]);
	observe(u, OBS_INSPECTED, package, code ? "code" : "none", 1);
}

/* ---- the cache ---- */

struct sums {
	unsigned char (*sum)[SUM_BYTES];
	int n;
};

static int compare_sums(const void *x, const void *y)
{
	return memcmp(x, y, SUM_BYTES);
}

static void add_sum(struct sums *s, const char *file)
{
	unsigned char sum[SUM_BYTES];
	const char *at = file;

	if (strlen(file) != 2 * SUM_BYTES + 4 || strcmp(file + 2 * SUM_BYTES, ".tsv") ||
	    solv_hex2bin(&at, sum, SUM_BYTES) != SUM_BYTES)
		return;
	s->sum = solv_extend(s->sum, s->n, 1, sizeof(*s->sum), 1023);
	memcpy(s->sum[s->n++], sum, SUM_BYTES);
}

/* The results in one of the directories. Results that cannot be listed are not none. */
static int list_files(const char *dir, struct sums *s, struct diag *diag)
{
	DIR *handle = opendir(dir);
	struct dirent *file;
	int error = errno;

	if (!handle)
		return error == ENOTDIR || error == ENOENT ?
			       0 :
			       diag_fail(diag, "cannot open '%s': %s", dir, strerror(error));
	while (errno = 0, (file = readdir(handle)))
		add_sum(s, file->d_name);
	error = errno;
	closedir(handle);
	return error ? diag_fail(diag, "cannot read '%s': %s", dir, strerror(error)) : 0;
}

/* Which results there are: a look at each of the directories costs less than one at each file. */
static int list_results(const char *dir, struct sums *s, struct diag *diag)
{
	DIR *top = opendir(dir);
	struct dirent *entry;
	int error = errno, ret = 0;

	if (!top)
		return error == ENOENT ? 0 :
					 diag_fail(diag, "cannot open '%s': %s", dir,
						   strerror(error));
	while (!ret && (errno = 0, (entry = readdir(top)))) {
		char *path = solv_dupjoin(dir, "/", entry->d_name);

		if (*entry->d_name != '.')
			ret = list_files(path, s, diag);
		free(path);
	}
	error = errno;
	closedir(top);
	if (!ret && error)
		ret = diag_fail(diag, "cannot read '%s': %s", dir, strerror(error));
	if (s->n)
		qsort(s->sum, s->n, SUM_BYTES, compare_sums);
	return ret;
}

static void add_joined_input(struct universe *u, struct sums *joined)
{
	struct input *input = universe_add_input(u);
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);
	const unsigned char *digest;
	int len;

	qsort(joined->sum, joined->n, SUM_BYTES, compare_sums);
	solv_chksum_add(sum, joined->sum, joined->n * SUM_BYTES);
	digest = solv_chksum_get(sum, &len);
	solv_bin2hex(digest, len, input->sha256);
	solv_chksum_free(sum, NULL);
	if (asprintf(&input->name, "inspections of %d package%s", joined->n,
		     joined->n == 1 ? "" : "s") < 0)
		solv_oom(1, 0);
	input->path = solv_strdup("");
	input->size = (int64_t)joined->n * SUM_BYTES;
	input->verification = VERIFY_LISTED;
}

bool inspected_is_input(const struct input *input)
{
	return !strncmp(input->name, "inspections of ", 15) && input->path && !*input->path;
}

bool inspected_is_kind(enum observation_kind kind)
{
	return kind >= OBS_INSPECTED && kind <= OBS_FILES_INSPECTED;
}

int inspected_join(struct universe *u, const struct import_options *options, struct diag *diag)
{
	struct sums results = { 0 }, joined = { 0 };
	char *cache, *dir;
	Solvable *s;
	int failed;
	Id p;

	/* whoever reads no file lists asks for needs alone */
	if (options->uninspected || !options->file_lists)
		return 0;
	cache = cache_dir(options, diag);
	if (!cache)
		return -1;
	dir = solv_dupjoin(cache, "/", "inspected");
	failed = list_results(dir, &results, diag);
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		const unsigned char *sum = results.n ? universe_package_sha256(u, p) : NULL;
		char hex[2 * SUM_BYTES + 1], *path;
		struct inspection inspection;
		struct diag why;

		if (failed)
			break;
		if (!sum || !bsearch(sum, results.sum, results.n, SUM_BYTES, compare_sums))
			continue;
		solv_bin2hex(sum, SUM_BYTES, hex);
		path = inspected_path(options, hex, diag);
		diag_init(&why);
		if (inspection_load(&inspection, path, &why)) {
			diag_warn(diag, WARN_BAD_INSPECTION, "%s", why.message);
		} else {
			inspected_observe(u, p, &inspection);
			joined.sum = solv_extend(joined.sum, joined.n, 1, SUM_BYTES, 1023);
			memcpy(joined.sum[joined.n++], sum, SUM_BYTES);
			inspection_clear(&inspection);
			failed = universe_check_limits(u, path, diag);
		}
		diag_clear(&why);
		free(path);
	}
	if (joined.n)
		add_joined_input(u, &joined);
	free(results.sum);
	free(joined.sum);
	free(dir);
	free(cache);
	return failed;
}
