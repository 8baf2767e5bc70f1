/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Debian releases by name; see debian_release.h.
 */
#include "importers/debian_release.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/apt_fetch.h"
#include "importers/cache.h"
#include "importers/debian_indexes.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/mark.h"
#include "importers/newest.h"
#include "importers/release_file.h"
#include "importers/suggest.h"

/* To add one when Debian names its next release: a row. */
static const struct {
	const char *suite;
	bool pockets; /* it has -updates and -security beside it */
} suites[] = {
	{ "bullseye", true },	  { "bookworm", true },	 { "trixie", true },
	{ "forky", true },	  { "duke", true },	 { "sid", false },
	{ "oldoldstable", true }, { "oldstable", true }, { "stable", true },
	{ "testing", true },	  { "unstable", false }, { "experimental", false },
};

enum { SUITES = sizeof(suites) / sizeof(suites[0]) };

static int find_suite(const char *suite)
{
	for (int i = 0; i < SUITES; i++)
		if (!strcmp(suites[i].suite, suite))
			return i;
	return -1;
}

int debian_release_check(const char *suite, struct diag *diag)
{
	int best = -1, best_distance = 3;

	if (find_suite(suite) >= 0)
		return 0;
	for (int i = 0; i < SUITES; i++) {
		int distance = suggest_distance(suite, suites[i].suite, best_distance);

		if (distance < best_distance) {
			best = i;
			best_distance = distance;
		}
	}
	if (best >= 0)
		return diag_fail(diag, "unknown release 'debian:%s'; did you mean 'debian:%s'?",
				 suite, suites[best].suite);
	return diag_fail(
		diag,
		"unknown release 'debian:%s'; known are bullseye, bookworm, trixie, forky, sid "
		"and stable, testing, …",
		suite);
}

/* CACHE/debian-SUITE-ARCH, and what else makes it another copy. */
static char *state_dir(const char *suite, const struct import_options *options, const char *arch,
		       struct diag *diag)
{
	char *cache = cache_dir(options, diag), *name, *dir;
	const char *components = options->components && strcmp(options->components, "main") ?
					 options->components :
					 NULL;
	const char *more[] = { components, options->mirror, options->security_mirror };

	if (!cache)
		return NULL;
	name = solv_dupjoin("debian-", suite, "-");
	name = solv_dupappend(name, arch, NULL);
	for (int i = 0; i < 3; i++)
		if (more[i])
			name = solv_dupappend(name, "-", more[i]);
	for (char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '-' && *c != '.')
			*c = '_';
	dir = solv_dupjoin(cache, "/", name);
	free(cache);
	free(name);
	return dir;
}

/* Where the lists of a copy may be; the mark names the second place. */
static const char *const places[] = { "lists", "lists.b" };

struct mark {
	int holds; /* 0 nothing whole, 1 the indexes, 2 the file lists too */
	int place; /* where, index into places[] */
};

static struct mark read_fetched(const char *dir)
{
	static const struct {
		const char *line;
		struct mark mark;
	} lines[] = {
		{ "indexes\n", { 1, 0 } },
		{ "file-lists\n", { 2, 0 } },
		{ "indexes b\n", { 1, 1 } },
		{ "file-lists b\n", { 2, 1 } },
	};
	struct mark mark = { 0, 0 };
	char *text = mark_read(dir, "fetched");

	for (size_t i = 0; text && i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!strncmp(text, lines[i].line, strlen(lines[i].line)))
			mark = lines[i].mark;
	free(text);
	return mark;
}

/* What it lacks was found when it was fetched; each answer from it is to say so. */
static void warn_missing(const char *dir, struct diag *diag)
{
	char *text = mark_read(dir, "fetched"), *save = NULL;
	char *line = text ? strtok_r(text, "\n", &save) : NULL;

	while (line && (line = strtok_r(NULL, "\n", &save)))
		diag_warn(diag, WARN_MISSING_INPUT, "%s", line);
	free(text);
}

/* The mark is the last thing that is written: what it says and, a line each, what is missing. */
static int write_fetched(const char *dir, struct mark mark, const char *missing, struct diag *diag)
{
	char *text = solv_dupjoin(mark.holds == 2 ? "file-lists" : "indexes",
				  mark.place ? " b\n" : "\n", missing);
	int ret = mark_write(dir, "fetched", text, diag);

	free(text);
	return ret;
}

/* ---- dates ---- */

/* The Release of a pocket among the lists, and when it was made; the caller frees both. NULL: it is
   not there. */
static char *release_of(const char *lists, const char *pocket, char **ret_date)
{
	static const char *const names[] = { "_InRelease", "_Release" };
	DIR *dir = opendir(lists);
	struct dirent *entry;
	char *path = NULL;

	while (dir && !path && (entry = readdir(dir))) {
		for (int i = 0; i < 2 && !path; i++) {
			char *end = solv_dupjoin("_dists_", pocket, names[i]);
			size_t n = strlen(entry->d_name), m = strlen(end);
			struct release_file r;
			struct diag ignored;

			diag_init(&ignored);
			if (n > m && !strcmp(entry->d_name + n - m, end))
				path = solv_dupjoin(lists, "/", entry->d_name);
			if (path && !release_file_read(&r, path, NULL, &ignored)) {
				*ret_date = r.date ? solv_strdup(r.date) : NULL;
				release_file_clear(&r);
			}
			diag_clear(&ignored);
			free(end);
		}
	}
	if (dir)
		closedir(dir);
	return path;
}

/* Is each pocket in the lists as new as it ever was? Whether a Release is signed is the import's
   to say. */
static int check_dates(const char *dir, int place, const struct import_options *options,
		       struct diag *diag)
{
	char *lists = solv_dupjoin(dir, "/", places[place]);
	struct newest newest;
	int ret = newest_load(&newest, dir, places[place], diag);

	for (int i = 0; i < newest.n_part && !ret; i++) {
		char *date = NULL, *path = release_of(lists, newest.part[i].name, &date);

		if (path && (!date || strcmp(date, newest.part[i].date) < 0)) {
			if (options->allow_unverified)
				diag_warn(diag, WARN_ROLLED_BACK,
					  "'%s' is of %s, and one of %s was here before", path,
					  date ? date : "no date", newest.part[i].date);
			else
				ret = diag_fail(
					diag,
					"cannot trust '%s': it is of %s, and one of %s was "
					"here before (--allow-unverified takes it as it is, "
					"'linchpin fetch' a newer one)",
					path, date ? date : "no date", newest.part[i].date);
		}
		free(path);
		free(date);
	}
	free(lists);
	return ret;
}

/* Remember how new what was fetched is. What nobody verified must not say what is old. */
static int note_dates(struct newest *newest, const char *dir, const struct apt_request *request,
		      struct diag *diag)
{
	char *lists = solv_dupjoin(dir, "/", request->lists);
	int ret;

	for (int i = 0; i < request->n_source && !request->allow_unverified; i++) {
		char *date = NULL, *path = release_of(lists, request->source[i].suite, &date);

		newest_note(newest, request->source[i].suite, date);
		free(path);
		free(date);
	}
	ret = newest_save(newest, dir, request->lists, diag);
	free(lists);
	return ret;
}

/* With --allow-unverified what apt holds on to is removed, and it starts from nothing; the earlier
   copy is in the other place. */
static int fetch_as_asked(struct apt_request *request, struct diag *diag)
{
	bool file_lists = request->file_lists;
	struct diag refused;
	char *lists;
	int ret;

	diag_init(&refused);
	ret = apt_fetch(request, request->allow_unverified ? &refused : diag);
	if (ret && request->allow_unverified && request->ret_held) {
		for (int i = 0; i < request->n_source; i++)
			request->source[i].newest = NULL;
		request->file_lists = file_lists;
		lists = solv_dupjoin(request->state_dir, "/", request->lists);
		cache_link_files(NULL, lists);
		free(lists);
		ret = apt_fetch(request, diag);
	} else if (ret && request->allow_unverified) {
		diag_fail(diag, "%s", refused.message);
	}
	diag_clear(&refused);
	return ret;
}

/* Whoever fetches is told at once what was let in; the other verbs find it at each import. */
static int check_fetched(const char *dir, int place, const struct import_options *options,
			 struct diag *diag)
{
	char *lists = solv_dupjoin(dir, "/", places[place]);
	struct debian_indexes indexes;
	int ret = debian_indexes_find(&indexes, lists, options, diag);

	for (int i = 0; !ret && i < indexes.n_release; i++)
		if (!release_file_has_sums(&indexes.release[i]))
			diag_warn(diag, WARN_UNVERIFIED, "'%s' has no SHA-256 sums",
				  indexes.release_path[i]);
	debian_indexes_clear(&indexes);
	free(lists);
	return ret;
}

/* "main, contrib" as apt has it: separated by single blanks. The caller frees it. */
static char *components_for_apt(const char *components)
{
	char *text = solv_strdup(components ? components : "main");

	for (char *c = text; *c; c++)
		if (*c == ',')
			*c = ' ';
	return text;
}

/* Is what was fetched what its Release lists? apt says so, but not where it could not remove what
   was there before. */
static int check_copy(const char *dir, int place, const char *arch,
		      const struct import_options *options, struct diag *diag)
{
	char *lists = solv_dupjoin(dir, "/", places[place]);
	struct import_options reading = *options;
	struct debian_indexes indexes;
	struct diag warnings;
	int ret;

	diag_init(&warnings);
	reading.arch = arch;
	ret = debian_indexes_find(&indexes, lists, &reading, &warnings);
	for (int i = 0; i < indexes.n_index && !ret; i++) {
		struct input input = { 0 };

		ret = debian_indexes_verify(&indexes, &indexes.index[i], options->allow_unverified,
					    &input, &warnings);
		input_clear(&input);
	}
	debian_indexes_clear(&indexes);
	free(lists);
	if (ret)
		diag_fail(diag, "%s", warnings.message);
	diag_clear(&warnings);
	return ret;
}

/* Fetch a suite and its pockets, and make them the copy that counts, instead of the earlier one. */
static int fetch_suite(const char *suite, const char *dir, struct mark earlier, struct mark next,
		       const char *arch, const struct import_options *options, struct diag *diag)
{
	char *archive = NULL, *security = NULL, updates_suite[64], security_suite[64];
	const char *keyring = options->keyring ? options->keyring : debian_keyring();
	char *keyring_path = realpath(keyring, NULL),
	     *components = components_for_apt(options->components);
	char *missing = solv_strdup("");
	struct apt_source source[3] = { 0 };
	struct newest newest;
	struct apt_request request = {
		.state_dir = dir,
		.lists = places[next.place],
		.keyring = keyring_path ? keyring_path : keyring,
		.arch = arch,
		.components = components,
		.file_lists = options->file_lists,
		.allow_expired = options->allow_expired,
		.allow_unverified = options->allow_unverified,
		.source = source,
		.progress = options->progress,
		.progress_closure = options->progress_closure,
	};
	bool pockets = suites[find_suite(suite)].pockets;
	int ret = -1;

	if (!options->mirror && apt_machine_mirrors(&archive, &security, diag))
		goto done;
	if (options->mirror)
		archive = solv_strdup(options->mirror);
	if (options->security_mirror) {
		free(security);
		security = solv_strdup(options->security_mirror);
	}
	if (!archive) {
		diag_fail(
			diag,
			"this machine's apt sources name no Debian mirror; name one with --mirror "
			"URL");
		goto done;
	}
	snprintf(updates_suite, sizeof(updates_suite), "%s-updates", suite);
	snprintf(security_suite, sizeof(security_suite), "%s-security", suite);
	source[request.n_source++] = (struct apt_source){ .uri = archive, .suite = suite };
	if (pockets)
		source[request.n_source++] = (struct apt_source){ .uri = archive,
								  .suite = updates_suite,
								  .optional = true };
	if (pockets && security)
		source[request.n_source++] = (struct apt_source){ .uri = security,
								  .suite = security_suite,
								  .optional = true };
	if (newest_load(&newest, dir, earlier.holds ? places[earlier.place] : NULL, diag))
		goto done;
	for (int i = 0; i < request.n_source; i++)
		source[i].newest = newest_find(&newest, source[i].suite);
	ret = fetch_as_asked(&request, diag);
	for (int i = 0; i < request.n_source; i++) {
		if (!source[i].ret_missing)
			continue;
		missing = solv_dupappend(missing, "the mirror has no '", source[i].suite);
		missing = solv_dupappend(missing, "'\n", NULL);
	}
	if (pockets && !security)
		missing = solv_dupappend(missing, "no mirror of the security pocket is known\n",
					 NULL);
	if (!ret)
		ret = check_copy(dir, next.place, arch, options, diag) ||
				      note_dates(&newest, dir, &request, diag) ||
				      write_fetched(dir, next, missing, diag) ?
			      -1 : 0;
done:
	free(missing);
	free(components);
	free(keyring_path);
	free(archive);
	free(security);
	return ret;
}

/* Fill the place that is not in use; without a whole copy, go on where the last attempt ended. */
static int fetch_copy(const char *suite, const char *dir, const char *arch,
		      const struct import_options *options, struct mark *mark, struct diag *diag)
{
	struct mark next = { options->file_lists ? 2 : 1, mark->holds ? !mark->place : 0 };
	int ret;

	if (mark->holds) {
		char *from = solv_dupjoin(dir, "/", places[mark->place]);
		char *to = solv_dupjoin(dir, "/", places[next.place]);

		cache_link_files(from, to);
		free(from);
		free(to);
	}
	ret = fetch_suite(suite, dir, *mark, next, arch, options, diag);
	if (!ret)
		*mark = next;
	return ret;
}

char *debian_release_lists(const char *suite, const struct import_options *options, bool refresh,
			   struct diag *diag)
{
	const char *arch = options->arch ? options->arch : debian_machine_arch();
	char *dir = NULL, *lists = NULL;
	int need = options->file_lists ? 2 : 1, lock = -1;
	struct mark mark;

	if (debian_release_check(suite, diag) || !(dir = state_dir(suite, options, arch, diag)))
		return NULL;
	mark = read_fetched(dir);
	if (!refresh && mark.holds >= need)
		goto ready;
	if (options->offline) {
		diag_fail(diag,
			  "'debian:%s' is not in the cache, and --offline forbids to fetch it",
			  suite);
		goto done;
	}
	if (cache_make_dirs(dir, diag))
		goto done;
	/* one linchpin fetches, others wait and then find it done */
	lock = cache_lock(dir, diag);
	if (lock < 0)
		goto done;
	mark = read_fetched(dir);
	if ((refresh || mark.holds < need) && fetch_copy(suite, dir, arch, options, &mark, diag))
		goto done;
ready:
	if (check_dates(dir, mark.place, options, diag) ||
	    (refresh && check_fetched(dir, mark.place, options, diag)))
		goto done;
	warn_missing(dir, diag);
	lists = solv_dupjoin(dir, "/", places[mark.place]);
done:
	if (lock >= 0)
		close(lock);
	free(dir);
	return lists;
}
