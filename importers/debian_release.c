/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Debian releases by name; see debian_release.h.
 */
#include "importers/debian_release.h"

#include <ctype.h>
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
	int best = -1, best_distance = 4;

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

static FILE *open_mark(const char *dir)
{
	char *path = solv_dupjoin(dir, "/", "fetched");
	FILE *file = fopen(path, "re");

	free(path);
	return file;
}

/* What the copy holds: 0 nothing whole, 1 the indexes, 2 the file lists too. */
static int read_mark(const char *dir)
{
	FILE *file = open_mark(dir);
	char text[16] = "";

	if (!file)
		return 0;
	if (!fgets(text, sizeof(text), file))
		text[0] = 0;
	fclose(file);
	return !strcmp(text, "file-lists\n") ? 2 : !strcmp(text, "indexes\n") ? 1 : 0;
}

/* What it lacks was found when it was fetched; each answer from it is to say so. */
static void warn_missing(const char *dir, struct diag *diag)
{
	FILE *file = open_mark(dir);
	char *line = NULL;
	size_t room = 0;
	bool first = true;

	for (ssize_t n; file && (n = getline(&line, &room, file)) > 0; first = false)
		if (!first)
			diag_warn(diag, WARN_MISSING_INPUT, "%.*s", (int)(n - 1), line);
	if (file)
		fclose(file);
	free(line);
}

/* The mark is the last thing that is written: what it says and, a line each, what is missing. */
static int write_mark(const char *dir, bool file_lists, const char *missing, struct diag *diag)
{
	char *path = solv_dupjoin(dir, "/", "fetched"), *new = solv_dupjoin(path, ".new", NULL);
	FILE *file = fopen(new, "we");
	int ret = 0;

	if (!file || fprintf(file, "%s\n%s", file_lists ? "file-lists" : "indexes", missing) < 0 ||
	    fflush(file) != 0 || fsync(fileno(file)) != 0)
		ret = -1;
	if (file && fclose(file) != 0)
		ret = -1;
	if (ret || rename(new, path) != 0)
		ret = diag_fail(diag, "cannot write '%s': %s", path, strerror(errno));
	free(path);
	free(new);
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

/* Fetch a suite and its pockets. *ret_missing: what of it the mirror lacks, a line each; the caller
   frees it. */
static int fetch_suite(const char *suite, const char *dir, const char *arch,
		       const struct import_options *options, char **ret_missing, struct diag *diag)
{
	char *archive = NULL, *security = NULL, updates_suite[64], security_suite[64];
	const char *keyring = options->keyring ? options->keyring : debian_keyring();
	char *keyring_path = realpath(keyring, NULL),
	     *components = components_for_apt(options->components);
	char *missing = solv_strdup("");
	struct apt_source source[3];
	struct apt_request request = {
		.state_dir = dir,
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
	source[request.n_source++] = (struct apt_source){ archive, suite, false, false };
	if (pockets)
		source[request.n_source++] = (struct apt_source){ archive, updates_suite, true,
								  false };
	if (pockets && security)
		source[request.n_source++] = (struct apt_source){ security, security_suite, true,
								  false };
	ret = apt_fetch(&request, diag);
	for (int i = 0; i < request.n_source; i++) {
		if (!source[i].ret_missing)
			continue;
		missing = solv_dupappend(missing, "the mirror has no '", source[i].suite);
		missing = solv_dupappend(missing, "'\n", NULL);
	}
	if (pockets && !security)
		missing = solv_dupappend(missing, "no mirror of the security pocket is known\n",
					 NULL);
	if (!ret) {
		*ret_missing = missing;
		missing = NULL;
	}
done:
	free(missing);
	free(components);
	free(keyring_path);
	free(archive);
	free(security);
	return ret;
}

char *debian_release_lists(const char *suite, const struct import_options *options, bool refresh,
			   struct diag *diag)
{
	const char *arch = options->arch ? options->arch : debian_machine_arch();
	char *dir = NULL, *lists = NULL, *missing = NULL;
	int need = options->file_lists ? 2 : 1, lock = -1;

	if (debian_release_check(suite, diag) || !(dir = state_dir(suite, options, arch, diag)))
		return NULL;
	if (!refresh && read_mark(dir) >= need)
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
	if (!refresh && read_mark(dir) >= need)
		goto ready;
	if (fetch_suite(suite, dir, arch, options, &missing, diag) ||
	    write_mark(dir, need == 2, missing, diag))
		goto done;
ready:
	warn_missing(dir, diag);
	lists = solv_dupjoin(dir, "/", "lists");
done:
	if (lock >= 0)
		close(lock);
	free(missing);
	free(dir);
	return lists;
}
