/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a SPEC to a universe; see importer.h.
 */
#include "importers/importer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/debian.h"
#include "importers/debian_release.h"
#include "importers/diag.h"
#include "importers/installed.h"
#include "importers/rpm_files.h"
#include "importers/rpm_release.h"
#include "importers/rpmmd.h"
#include "importers/snapshot.h"
#include "importers/text_copy.h"
#include "importers/universe.h"

/* The families of distributions that can be named. To add one: a row, and its functions. */
static const struct family {
	const char *name;	/* "debian", before the colon */
	const char *os_id;	/* ID in os-release; NULL: none of its own */
	const char *os_version; /* what of os-release names the release */
	const char *os_else;	/* the release where os-release has none of that; NULL: unknown */
	char *(*lists)(const char *suite, const struct import_options *options, bool refresh,
		       struct diag *diag);
	int (*import)(struct universe *u, const char *path, const struct import_options *options,
		      struct diag *diag);
	/* what was imported, once more; NULL: import does that */
	int (*check)(struct universe *u, const char *path, const struct import_options *options,
		     struct diag *diag);
} families[] = {
	/* sid and testing name no codename of their own */
	{ "debian", "debian", "VERSION_CODENAME", "testing", debian_release_lists, debian_import,
	  NULL },
	{ "fedora", "fedora", "VERSION_ID", NULL, fedora_release_repos, rpmmd_import,
	  rpm_release_check },
	{ "centos-stream", "centos", "VERSION_ID", NULL, centos_stream_release_repos, rpmmd_import,
	  rpm_release_check },
	{ "epel", NULL, NULL, NULL, epel_release_repos, rpmmd_import, rpm_release_check },
};

enum { FAMILIES = sizeof(families) / sizeof(families[0]) };

static const struct family *find_family(const char *spec, const char **ret_suite)
{
	for (int i = 0; i < FAMILIES; i++) {
		size_t n = strlen(families[i].name);

		if (!strncmp(spec, families[i].name, n) && spec[n] == ':') {
			*ret_suite = spec + n + 1;
			return &families[i];
		}
	}
	return NULL;
}

/* VALUE of "KEY=VALUE", without quotes; NULL: another key. The caller frees it. */
static char *os_release_value(const char *line, const char *key)
{
	size_t n = strlen(key), len;

	if (strncmp(line, key, n) || line[n] != '=')
		return NULL;
	line += n + 1;
	if (*line == '"')
		line++;
	len = strcspn(line, "\"\n");
	return text_copy(line, len);
}

char *importer_default_spec(struct diag *diag)
{
	static const char path[] = "/etc/os-release";
	FILE *file = fopen(path, "re");
	char line[512], *id = NULL, *version = NULL, *spec = NULL;
	const struct family *family = NULL;

	if (!file) {
		diag_fail(diag,
			  "cannot tell this machine's distribution: cannot open '%s': %s; name a "
			  "release with -r, as -r debian:stable",
			  path, strerror(errno));
		return NULL;
	}
	while (!id && fgets(line, sizeof(line), file))
		id = os_release_value(line, "ID");
	for (int i = 0; i < FAMILIES && id && !family; i++)
		if (families[i].os_id && !strcmp(families[i].os_id, id))
			family = &families[i];
	rewind(file);
	while (family && !version && fgets(line, sizeof(line), file))
		version = os_release_value(line, family->os_version);
	fclose(file);
	if (family && (version || family->os_else)) {
		spec = solv_dupjoin(family->name, ":", NULL);
		spec = solv_dupappend(spec, version ? version : family->os_else, NULL);
	}
	if (!spec)
		diag_fail(diag,
			  "this machine's distribution ('%s') cannot be read yet; name a release "
			  "with -r, as -r debian:stable",
			  id ? id : "unknown");
	free(id);
	free(version);
	return spec;
}

/* What lies at a path: the first row that fits is taken, the last fits all. To add one: a row. */
static const struct place {
	bool (*is_here)(const char *path);
	int (*import)(struct universe *u, const char *path, const struct import_options *options,
		      struct diag *diag);
} places[] = {
	{ snapshot_is, snapshot_import },
	{ rpmmd_is, rpmmd_import },
	{ rpm_files_is, rpm_files_import },
	{ NULL, debian_import },
};

static int import_path(struct universe *u, const char *path, const struct import_options *options,
		       struct diag *diag)
{
	const struct place *place = places;

	while (place->is_here && !place->is_here(path))
		place++;
	return place->import(u, path, options, diag);
}

static int unknown_spec(const char *spec, struct diag *diag)
{
	if (strchr(spec, ':'))
		return diag_fail(diag,
				 "unknown release '%s'; known are debian:SUITE, fedora:VERSION, "
				 "centos-stream:VERSION, epel:VERSION, installed, a directory, a "
				 "Packages file",
				 spec);
	for (int i = 0; i < FAMILIES; i++)
		if (!strcmp(families[i].name, spec) && access(spec, F_OK))
			return diag_fail(diag,
					 "release '%s' needs a suite or version, as in "
					 "'debian:bookworm' or 'fedora:43'",
					 spec);
	if (access(spec, F_OK) != 0 && !strchr(spec, '/')) {
		struct diag ignored;
		bool is_suite;

		diag_init(&ignored);
		is_suite = debian_release_check(spec, &ignored) == 0;
		diag_clear(&ignored);
		if (is_suite)
			return diag_fail(diag,
					 "unknown release '%s'; did you mean "
					 "'debian:%s'?",
					 spec, spec);
	}
	return diag_fail(diag, "cannot open release '%s': %s", spec, strerror(errno));
}

/* Where a named release lies, or several of the RPM family, joined by '+' as their places then are:
   "centos-stream:10+epel:10". The caller frees it; NULL: said in diag. */
static char *find_lists(const char *spec, const struct import_options *options, bool refresh,
			struct diag *diag)
{
	bool several = strchr(spec, '+') != NULL;
	char *joined = NULL;

	for (const char *at = spec; at;) {
		size_t n = strcspn(at, "+");
		char *part = text_copy(at, n), *lists = NULL;
		const char *suite;
		const struct family *family = find_family(part, &suite);

		if (family && (!several || family->check))
			lists = family->lists(suite, options, refresh, diag);
		else
			diag_fail(diag,
				  "cannot join '%s' in '%s': not a named release of the RPM "
				  "family",
				  part, spec);
		free(part);
		if (!lists)
			return solv_free(joined);
		if (joined)
			joined = solv_dupappend(joined, "+", lists);
		else
			joined = solv_strdup(lists);
		free(lists);
		at = at[n] ? at + n + 1 : NULL;
	}
	return joined;
}

/* What the metadata itself does not say. */
static void describe_release(struct universe *u, const struct family *family, const char *suite)
{
	struct release *release = &u->release;

	if (!release->distribution)
		release->distribution = solv_strdup(family->name);
	if (!release->version && family->check)
		release->version = solv_strdup(suite);
}

int importer_import(struct universe *u, const char *spec, const struct import_options *options,
		    struct diag *diag)
{
	const char *suite;
	const struct family *family = find_family(spec, &suite);
	char *lists;
	int ret;

	if (!strcmp(spec, "installed") || !strncmp(spec, "installed:", 10))
		return installed_import(u, spec[9] ? spec + 10 : NULL, options, diag);
	if (!family) {
		if (access(spec, F_OK) != 0 && !rpmmd_is(spec))
			return unknown_spec(spec, diag);
		return import_path(u, spec, options, diag);
	}
	lists = find_lists(spec, options, false, diag);
	if (!lists)
		return -1;
	ret = family->import(u, lists, options, diag);
	if (!ret && family->check && family->check(u, lists, options, diag)) {
		universe_clear(u);
		ret = -1;
	}
	if (!ret)
		describe_release(u, family, suite);
	free(lists);
	return ret;
}

bool importer_is_named(const char *spec)
{
	const char *suite;

	return find_family(spec, &suite) != NULL;
}

int importer_ensure(const char *spec, const struct import_options *options, struct diag *diag)
{
	const char *suite;
	char *lists;

	if (!find_family(spec, &suite))
		return 0;
	lists = find_lists(spec, options, false, diag);
	free(lists);
	return lists ? 0 : -1;
}

int importer_fetch(const char *spec, const struct import_options *options, struct diag *diag)
{
	struct import_options whole = *options;
	const char *suite;
	char *lists;

	if (!find_family(spec, &suite))
		return diag_fail(diag,
				 "cannot fetch '%s': only named releases are fetched, as "
				 "debian:bookworm or fedora:43",
				 spec);
	whole.file_lists = true;
	lists = find_lists(spec, &whole, true, diag);
	free(lists);
	return lists ? 0 : -1;
}
