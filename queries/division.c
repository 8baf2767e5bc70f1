/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who does what in a run; see division.h.
 */
#include "queries/division.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/cache.h"
#include "importers/containment.h"
#include "importers/diag.h"
#include "importers/fetcher.h"
#include "importers/importer.h"
#include "importers/inspector.h"
#include "importers/keeper.h"
#include "importers/signature.h"
#include "queries/options.h"
#include "queries/output.h"
#include "queries/pager.h"
#include "queries/progress.h"
#include "queries/request.h"
#include "queries/verb.h"
#include "queries/whole_service.h"

/* Paths that a reader may read; owned. */
struct paths {
	char **path;
	int n;
};

/* ---- fetching ---- */

struct fetching {
	const char *spec;
	const struct import_options *import;
	bool refresh;
};

static int fetch_here(const struct fetching *f, struct diag *diag)
{
	int ret = f->refresh ? importer_fetch(f->spec, f->import, diag) :
			       importer_ensure(f->spec, f->import, diag);

	progress_clear();
	return ret;
}

static int fetch_body(void *closure, struct keeper_reply *reply, struct diag *diag)
{
	(void)reply;
	return fetch_here(closure, diag);
}

/* By a fetcher. What is odd about a release is said again by who reads it; of a refresh, which
   nobody reads, it is said here. */
static int fetch_contained(const struct fetching *f, struct diag *diag)
{
	struct diag own;
	int ret;

	diag_init(&own);
	ret = fetcher_run(f->import, f->spec, fetch_body, (void *)f, NULL, NULL, &own);
	if (own.message)
		diag_fail(diag, "%s", own.message);
	for (int kind = WARN_NONE + 1; kind < WARNINGS && f->refresh; kind++)
		if (own.n_warning[kind])
			diag_warn_again(diag, kind, own.n_warning[kind], own.example[kind]);
	diag_clear(&own);
	return ret;
}

static int fetch_all(const struct verb *verb, const struct options *o, const char *const *spec,
		     int n, struct diag *diag)
{
	enum stage stage = request_stage(o, verb);
	struct import_options import;
	int ret = 0;

	request_import(o, &import);
	import.file_lists = import.sources = verb->imports || stage >= STAGE_FACTS;
	for (int i = 0; i < n && !ret && (verb->fetches || verb->imports || stage > STAGE_NONE);
	     i++) {
		const struct fetching f = { spec[i], &import, verb->fetches };

		/* what is read without fetching needs no process, and no cache */
		if (!f.refresh && !importer_is_named(spec[i]))
			continue;
		ret = o->unconfined ? (f.refresh ? fetch_here(&f, diag) : 0) :
				      fetch_contained(&f, diag);
	}
	return ret;
}

/* ---- what the reader may read ---- */

static void add_path(struct paths *p, const char *path)
{
	if (!path)
		return;
	p->path = solv_extend(p->path, p->n, 1, sizeof(char *), 15);
	p->path[p->n++] = solv_strdup(path);
}

/* The place itself, and each of several joined by '+'. */
static void add_places(struct paths *p, const char *spec)
{
	char *parts, *save = NULL;

	add_path(p, spec);
	if (!strchr(spec, '+'))
		return;
	parts = solv_strdup(spec);
	for (char *part = strtok_r(parts, "+", &save); part; part = strtok_r(NULL, "+", &save))
		add_path(p, part);
	free(parts);
}

static void add_release(struct paths *p, const char *spec)
{
	if (!strncmp(spec, "installed:", 10)) {
		add_path(p, spec + 10);
	} else if (!strcmp(spec, "installed")) {
		add_path(p, "/var/lib/dpkg");
		add_path(p, "/var/lib/rpm");
	} else if (!importer_is_named(spec)) {
		add_places(p, spec);
	}
}

static void add_cache(struct paths *p, const char *cache)
{
	char **dir = NULL;
	int n = cache ? cache_directories(cache, &dir) : 0;

	for (int i = 0; i < n; i++) {
		add_path(p, dir[i]);
		free(dir[i]);
	}
	free(dir);
}

static void choose_paths(struct paths *p, const struct verb *verb, const struct options *o,
			 const char *const *spec, int n)
{
	struct import_options import;
	struct diag ignored;
	char *cache;

	diag_init(&ignored);
	request_import(o, &import);
	cache = cache_dir(&import, &ignored);
	/* what will be kept there is read afterwards */
	if (cache && verb->inspects)
		cache_make_dirs(cache, &ignored);
	add_cache(p, cache);
	for (int i = 0; i < n; i++)
		add_release(p, spec[i]);
	add_path(p, o->keyring);
	add_path(p, o->popcon);
	add_path(p, o->rules);
	add_path(p, o->annotations);
	for (int i = 0; i < o->n_name && verb->reads_names; i++)
		add_path(p, o->name[i]);
	free(cache);
	diag_clear(&ignored);
}

static void paths_clear(struct paths *p)
{
	for (int i = 0; i < p->n; i++)
		free(p->path[i]);
	free(p->path);
}

/* ---- dividing ---- */

/* Is what the kernel has enough? Where it is less than all, every answer says so. */
static int check_kernel(const struct options *o, struct diag *diag)
{
	struct containment have;

	containment_find(&have);
	if (o->unconfined)
		diag_warn(diag, WARN_UNCONFINED, "what was read was read by a process with all "
						 "of the user's rights: --unconfined");
	else if (!have.seccomp)
		return diag_fail(diag, "cannot contain the process that reads: this kernel has no "
				       "seccomp filters; --unconfined reads all the same");
	else if (!have.landlock)
		diag_warn(diag, WARN_UNCONFINED, "this kernel has no Landlock: the process that "
						 "reads could read any file of the user's");
	return 0;
}

static int divide(const struct verb *verb, const struct options *o, const char *const *spec, int n,
		  int *ret_status, struct diag *diag)
{
	struct import_options import;
	struct whole_service output;
	struct inspector_service inspector = { spec[0], &import, (const char *const *)o->name,
					       o->n_name };
	struct keeper keeper = {
		.serve = { [KEEPER_SIGNATURE] = signature_serve,
			   [KEEPER_OUTPUT] = whole_service_serve,
			   [KEEPER_PAGER] = pager_serve,
			   [KEEPER_INSPECT] = verb->inspects ? inspector_serve : NULL },
		.closure = { [KEEPER_OUTPUT] = &output,
			     [KEEPER_INSPECT] = &inspector },
		.subject = spec[0],
	};
	struct containment_rights rights = { .kind = CONTAINMENT_READER, .memory = o->memory };
	struct paths paths = { NULL, 0 };
	int ret;

	request_import(o, &import);
	whole_service_init(&output, output_is_standard(o->output) ? NULL : o->output);
	choose_paths(&paths, verb, o, spec, n);
	rights.read = (const char *const *)paths.path;
	rights.n_read = paths.n;
	ret = keeper_divide(&keeper, &rights, ret_status, diag);
	if (ret)
		whole_service_clear(&output);
	paths_clear(&paths);
	return ret;
}

int division_begin(const struct verb *verb, const struct options *o, const char *const *spec,
		   int n, int *ret_status, struct diag *diag)
{
	struct import_options import;

	if (check_kernel(o, diag) || fetch_all(verb, o, spec, n, diag))
		return -1;
	request_import(o, &import);
	/* by both: the reader takes the line away, or who is left when it has died */
	if (import.progress && request_stage(o, verb) > STAGE_NONE)
		progress_say(n > 1 ? "reading the releases" : "reading the release");
	return o->unconfined ? 0 : divide(verb, o, spec, n, ret_status, diag);
}
