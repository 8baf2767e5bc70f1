/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Order: every repository's primary, then which packages count (rpm_packages.h), then file lists
 * and groups; see rpmmd.h. libsolv's reader leaves half-read packages behind when it fails: the
 * whole universe is cleared then.
 */
#include "importers/rpmmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/pool.h>
#include <solv/repo.h>
#include <solv/repo_rpmmd.h>
#include <solv/util.h>

#include "importers/comps.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/importer.h"
#include "importers/inspected.h"
#include "importers/rpm_observe.h"
#include "importers/rpm_packages.h"
#include "importers/rpmmd_filelists.h"
#include "importers/rpmmd_index.h"
#include "importers/rpmmd_xml.h"
#include "importers/self.h"
#include "importers/text_copy.h"
#include "importers/universe.h"

struct rpmmd {
	struct universe *u;
	struct diag *diag;
	const struct import_options *options;
	struct rpmmd_index index[REPOSITORIES_MAX];
	int n_index;
	Id begin[REPOSITORIES_MAX + 1]; /* the first solvable of each repository's primary */
	int input[REPOSITORIES_MAX];	/* that primary, index into release.input */
};

/* ---- what is at the path ---- */

static bool is_repository(const char *path)
{
	char *repodata = solv_dupjoin(path, "/repodata", NULL),
	     *repomd = solv_dupjoin(path, "/repomd.xml", NULL);
	struct stat st;
	bool is;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		is = rpmmd_xml_is(path);
	else
		is = access(repodata, F_OK) == 0 || access(repomd, F_OK) == 0;
	free(repodata);
	free(repomd);
	return is;
}

/* Where the first of several joined paths ends. A '+' may be part of a name. */
static size_t first_path(const char *path)
{
	for (const char *plus = strchr(path, '+'); plus && access(path, F_OK) != 0;
	     plus = strchr(plus + 1, '+')) {
		char *first = text_copy(path, (size_t)(plus - path));
		bool there = access(first, F_OK) == 0;

		free(first);
		if (there)
			return (size_t)(plus - path);
	}
	return strlen(path);
}

bool rpmmd_is(const char *path)
{
	char *first = text_copy(path, first_path(path));
	bool is = is_repository(first);

	free(first);
	return is;
}

static int find_indexes(struct rpmmd *r, const char *path)
{
	for (;;) {
		size_t len = first_path(path);
		char *first;
		int ret;

		if (r->n_index >= limit_value(LIMIT_REPOSITORIES))
			return limit_fail(LIMIT_REPOSITORIES, path, r->diag);
		first = text_copy(path, len);
		ret = rpmmd_index_find(&r->index[r->n_index++], first, r->diag);
		free(first);
		if (ret || !path[len])
			return ret;
		path += len + 1;
	}
}

/* ---- reading ---- */

/* Verify one file of a repository and note it as an input. */
static int verify(struct rpmmd *r, const struct rpmmd_index *index, enum rpmmd_kind kind)
{
	struct input input;

	if (rpmmd_index_verify(index, kind, r->options->allow_unverified, &input, r->diag)) {
		input_clear(&input);
		return -1;
	}
	*universe_add_input(r->u) = input;
	return 0;
}

/* repomd.xml, before the files it vouches for. */
static int describe_index(struct rpmmd *r, struct rpmmd_index *index)
{
	struct input input;
	int ret;

	if (!index->repomd)
		return 0;
	if (r->options->keyring &&
	    rpmmd_index_check_signature(index, r->options->keyring, r->options->allow_unverified,
					r->diag))
		return -1;
	ret = rpmmd_index_describe(index, &input, r->diag);
	*universe_add_input(r->u) = input;
	if (index->has_modules)
		diag_warn(r->diag, WARN_MODULES,
			  "'%s' has modules: packages of streams that are not the default "
			  "are among its packages",
			  index->repomd);
	return ret;
}

static int read_primary(struct rpmmd *r, const struct rpmmd_index *index)
{
	const char *path = index->file[RPMMD_PRIMARY].path;
	int n = r->u->repo->nsolvables, ret = 0;
	FILE *xml;

	if (verify(r, index, RPMMD_PRIMARY))
		return -1;
	xml = rpmmd_xml_open(path, "metadata", r->u, r->diag);
	if (!xml)
		return -1;
	if (repo_add_rpmmd(r->u->repo, xml, NULL, 0) || ferror(xml))
		ret = diag_fail(r->diag, "cannot read '%s': %s", path,
				rpmmd_xml_reason(r->u->pool));
	fclose(xml);
	if (!ret)
		ret = universe_check_limits(r->u, path, r->diag);
	if (!ret && r->u->repo->nsolvables == n)
		ret = diag_fail(r->diag, "cannot import '%s': it holds no package", path);
	return ret;
}

/* Where a package's file is. One that is placed elsewhere (xml:base) keeps that place in its name,
   for who fetches to refuse. */
/* NEEDSWORK: a repository may have SHA-512 instead (openSUSE Tumbleweed); is the cache to have a
   second kind of name, or is such a file to be summed when it arrives? */
static void read_file(struct rpmmd *r, Id package, int input)
{
	Solvable *s = r->u->pool->solvables + package;
	const char *name = solvable_lookup_location(s, NULL),
		   *base = solvable_lookup_str(s, SOLVABLE_MEDIABASE);
	long long size = (long long)solvable_lookup_num(s, SOLVABLE_DOWNLOADSIZE, 0);
	Id type = 0;
	const unsigned char *sum = solvable_lookup_bin_checksum(s, SOLVABLE_CHECKSUM, &type);
	char *full = name ? base ? solv_dupjoin(base, "/", name) : solv_strdup(name) : NULL;

	universe_set_package_file(r->u, package, input, full, full ? strlen(full) : 0,
				  size > 0 ? size : -1, type == REPOKEY_TYPE_SHA256 ? sum : NULL);
	free(full);
}

static void read_files(struct rpmmd *r)
{
	int i = 0;
	Id p;
	Solvable *s;

	FOR_REPO_SOLVABLES(r->u->repo, p, s)
	{
		while (p >= r->begin[i + 1])
			i++;
		read_file(r, p, r->input[i]);
	}
}

static int read_filelists(struct rpmmd *r)
{
	bool needed = r->options->file_lists || rpmmd_filelists_needed(r->u);
	int n_listed = 0;

	for (int i = 0; i < r->n_index && needed; i++) {
		const char *path = r->index[i].file[RPMMD_FILELISTS].path;
		int n;

		if (!path)
			continue;
		if (verify(r, &r->index[i], RPMMD_FILELISTS) ||
		    rpmmd_filelists_read(r->u, path, r->options->file_lists, &n, r->diag))
			return -1;
		n_listed += n;
	}
	if (needed && n_listed < r->u->repo->nsolvables)
		diag_warn(r->diag, WARN_MISSING_INPUT, "the file lists have %d of %d packages",
			  n_listed, r->u->repo->nsolvables);
	/* one that lists hardly anything tells nothing of what packages lack */
	r->u->has_file_lists = r->options->file_lists && n_listed > r->u->repo->nsolvables / 2;
	return 0;
}

static int read_groups(struct rpmmd *r)
{
	for (int i = 0; i < r->n_index; i++) {
		const char *path = r->index[i].file[RPMMD_GROUPS].path;

		if (path &&
		    (verify(r, &r->index[i], RPMMD_GROUPS) || comps_import(r->u, path, r->diag)))
			return -1;
	}
	return 0;
}

static void describe_release(struct rpmmd *r)
{
	struct release *release = &r->u->release;

	for (int i = 0; i < r->n_index; i++) {
		const struct rpmmd_index *index = &r->index[i];

		if (!release->distribution && index->distribution) {
			release->distribution = solv_strdup(index->distribution);
			release->version = solv_strdup(index->version);
		}
		if (index->date && (!release->date || strcmp(index->date, release->date) > 0)) {
			free(release->date);
			release->date = solv_strdup(index->date);
		}
	}
}

static int import_all(struct rpmmd *r)
{
	struct universe *u = r->u;
	bool sources = false;

	for (int i = 0; i < r->n_index; i++) {
		if (describe_index(r, &r->index[i]))
			return -1;
		r->begin[i] = u->pool->nsolvables;
		r->input[i] = u->release.n_input;
		if (read_primary(r, &r->index[i]))
			return -1;
		r->begin[i + 1] = u->pool->nsolvables;
	}
	if (universe_check_relations(u, r->index[0].file[RPMMD_PRIMARY].path, r->diag) ||
	    rpm_packages_settle(u, r->options->arch != NULL, r->options->multilib, r->diag))
		return -1;
	rpm_observe(u);
	read_files(r);
	if (read_filelists(r) || read_groups(r))
		return -1;
	for (int c = 0; c < u->n_component; c++)
		sources |= u->component[c].source != 0;
	if (r->options->sources && !sources)
		diag_warn(r->diag, WARN_MISSING_INPUT,
			  "no source repository: build dependencies are unknown");
	for (int c = 0; c < u->n_component && sources; c++)
		if (!u->component[c].source)
			diag_warn(r->diag, WARN_NO_SOURCE,
				  "component '%s' is not in the source repository",
				  universe_component_name(u, c));
	return 0;
}

int rpmmd_import(struct universe *u, const char *path, const struct import_options *options,
		 struct diag *diag)
{
	struct rpmmd *r = solv_calloc(1, sizeof(*r));
	int ret;

	r->u = u;
	r->diag = diag;
	r->options = options;
	universe_start(u, DISTTYPE_RPM, rpm_arch(options->arch));
	ret = find_indexes(r, path);
	if (!ret)
		ret = import_all(r);
	if (!ret)
		ret = inspected_join(u, options, diag);
	if (!ret)
		ret = self_join(u, options, diag);
	if (!ret) {
		describe_release(r);
		universe_finish(u);
	} else {
		universe_clear(u);
	}
	for (int i = 0; i < r->n_index; i++)
		rpmmd_index_clear(&r->index[i]);
	free(r);
	return ret;
}
