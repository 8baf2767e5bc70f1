/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A universe becomes a snapshot: a repository of its packages and components with all that is known
 * of them as attributes, written by libsolv, and the seal. See snapshot_format.h for the names.
 */
#include "importers/snapshot.h"

#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>
#include <solv/queue.h>
#include <solv/repo.h>
#include <solv/repo_write.h>
#include <solv/repodata.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/inspected.h"
#include "importers/snapshot_format.h"
#include "importers/universe.h"

struct writing {
	const struct snapshot_release *r;
	struct universe *u; /* r->all */
	Pool *pool;
	Repo *repo; /* what is written */
	Repodata *data;
	struct snapshot_keys key;
	Queue scratch, order;
};

/* ---- attributes ---- */

static void set_text(struct writing *w, Id at, enum snapshot_attribute attribute, const char *text)
{
	if (text)
		repodata_set_str(w->data, at, w->key.attribute[attribute], text);
}

static void set_id(struct writing *w, Id at, enum snapshot_attribute attribute, Id id)
{
	if (id)
		repodata_set_id(w->data, at, w->key.attribute[attribute], id);
}

static void set_number(struct writing *w, Id at, enum snapshot_attribute attribute, int64_t number)
{
	if (number >= 0)
		repodata_set_num(w->data, at, w->key.attribute[attribute],
				 (unsigned long long)number);
}

static void set_flag(struct writing *w, Id at, enum snapshot_attribute attribute, bool value)
{
	if (value)
		repodata_set_void(w->data, at, w->key.attribute[attribute]);
}

/* ---- the release ---- */

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static const char *file_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path;
}

/* A refresh moves the lists from one directory to another (debian_release.h); what they hold tells
   whether they are the same. */
static bool same_input(const struct input *a, const struct input *b)
{
	return same_text(a->name, b->name) && same_text(file_name(a->path), file_name(b->path)) &&
	       !strcmp(a->sha256, b->sha256) && a->size == b->size &&
	       a->verification == b->verification;
}

/* Are both of the same archive, and are the inputs of one among those of the other, in order? */
static bool is_one_release(const struct universe *all, const struct universe *needs)
{
	int at = 0;

	for (int i = 0; i < all->release.n_input && at < needs->release.n_input; i++)
		at += same_input(&all->release.input[i], &needs->release.input[at]);
	return at == needs->release.n_input && all->n_package == needs->n_package &&
	       all->n_component == needs->n_component &&
	       same_text(all->release.distribution, needs->release.distribution) &&
	       same_text(all->release.codename, needs->release.codename) &&
	       same_text(all->release.version, needs->release.version) &&
	       same_text(all->release.arch, needs->release.arch) &&
	       same_text(all->release.date, needs->release.date);
}

static void write_inputs(struct writing *w)
{
	const struct release *all = &w->u->release, *needs = &w->r->needs->release;
	int at = 0;

	for (int i = 0; i < all->n_input; i++) {
		const struct input *input = &all->input[i];
		bool for_needs = at < needs->n_input && same_input(input, &needs->input[at]);
		Id handle = repodata_new_handle(w->data);

		at += for_needs;
		set_text(w, handle, SNAPSHOT_NAME, input->name);
		set_text(w, handle, SNAPSHOT_SHA256, *input->sha256 ? input->sha256 : NULL);
		set_number(w, handle, SNAPSHOT_SIZE, input->size);
		set_number(w, handle, SNAPSHOT_VERIFICATION, input->verification);
		set_text(w, handle, SNAPSHOT_SIGNED_BY, input->signed_by);
		set_text(w, handle, SNAPSHOT_KEY_NAME, input->key_name);
		set_text(w, handle, SNAPSHOT_DATE, input->date);
		set_text(w, handle, SNAPSHOT_BASE, input->base);
		set_flag(w, handle, SNAPSHOT_INSPECTIONS, inspected_is_input(input));
		set_number(w, handle, SNAPSHOT_STAGES,
			   SNAPSHOT_STAGE_ALL | (for_needs ? SNAPSHOT_STAGE_NEEDS : 0));
		repodata_add_flexarray(w->data, SOLVID_META, w->key.attribute[SNAPSHOT_INPUT],
				       handle);
	}
}

static void write_warnings(struct writing *w, const struct diag *warnings, int stage)
{
	for (int kind = WARN_NONE + 1; kind < WARNINGS; kind++) {
		Id handle;

		if (!warnings->n_warning[kind])
			continue;
		handle = repodata_new_handle(w->data);
		set_text(w, handle, SNAPSHOT_NAME, warning_name(kind));
		set_number(w, handle, SNAPSHOT_COUNT, warnings->n_warning[kind]);
		set_text(w, handle, SNAPSHOT_TEXT, warnings->example[kind]);
		set_number(w, handle, SNAPSHOT_STAGES, stage);
		repodata_add_flexarray(w->data, SOLVID_META, w->key.attribute[SNAPSHOT_WARNING],
				       handle);
	}
}

static void write_release(struct writing *w)
{
	const struct release *release = &w->u->release;

	set_number(w, SOLVID_META, SNAPSHOT_FORMAT_NUMBER, SNAPSHOT_FORMAT);
	set_number(w, SOLVID_META, SNAPSHOT_PACKAGES, w->u->n_package);
	set_text(w, SOLVID_META, SNAPSHOT_FAMILY,
		 w->pool->disttype == DISTTYPE_RPM ? "rpm" : "deb");
	set_text(w, SOLVID_META, SNAPSHOT_DISTRIBUTION, release->distribution);
	set_text(w, SOLVID_META, SNAPSHOT_CODENAME, release->codename);
	set_text(w, SOLVID_META, SNAPSHOT_VERSION, release->version);
	set_text(w, SOLVID_META, SNAPSHOT_ARCH, release->arch);
	set_text(w, SOLVID_META, SNAPSHOT_DATE, release->date);
	set_flag(w, SOLVID_META, SNAPSHOT_FILE_LISTS, w->u->has_file_lists);
	set_flag(w, SOLVID_META, SNAPSHOT_SOURCE_FILES, w->u->has_source_files);
	write_inputs(w);
	write_warnings(w, w->r->needs_warnings, SNAPSHOT_STAGE_NEEDS);
	write_warnings(w, w->r->all_warnings, SNAPSHOT_STAGE_ALL);
}

/* ---- packages and components ---- */

/* Name, version, architecture and needs of `from` for `to`, both package Ids. */
static void write_solvable(struct writing *w, Id from, Id to)
{
	Solvable *s = w->pool->solvables + from, *t = w->pool->solvables + to;
	Id key;

	t->name = s->name;
	t->evr = s->evr;
	t->arch = s->arch;
	queue_empty(&w->order);
	for (int i = 0; (key = snapshot_need_keys[i]); i++) {
		Offset *needs = snapshot_needs(t, key);

		queue_empty(&w->scratch); /* the look-up appends */
		solvable_lookup_deparray(s, key, &w->scratch, 0);
		for (int k = 0; k < w->scratch.count; k++)
			*needs = repo_addid(w->repo, *needs, w->scratch.elements[k]);
		if (w->scratch.count > 1)
			queue_insertn(&w->order, w->order.count, w->scratch.count,
				      w->scratch.elements);
	}
	if (w->order.count)
		repodata_set_idarray(w->data, to, w->key.attribute[SNAPSHOT_ORDER], &w->order);
}

/* One kind of what was observed about one subject. */
static void write_kind(struct writing *w, const struct observation *at, int n, Id to)
{
	bool counted = false;

	if (at->kind == OBS_SUMMARY && n == 1 && at->count == 1) {
		set_text(w, to, SNAPSHOT_SUMMARY, pool_id2str(w->pool, at->text));
		return;
	}
	queue_empty(&w->scratch);
	for (int i = 0; i < n; i++)
		counted |= at[i].count != 1;
	for (int i = 0; i < n; i++) {
		char number[16];

		queue_push(&w->scratch, at[i].text);
		if (!counted)
			continue;
		snprintf(number, sizeof(number), "%d", at[i].count);
		queue_push(&w->scratch, pool_str2id(w->pool, number, 1));
	}
	repodata_set_idarray(w->data, to,
			     counted ? w->key.counted[at->kind] : w->key.observed[at->kind],
			     &w->scratch);
}

static void write_observations(struct writing *w, const struct observations *o, int subject, Id to)
{
	int end = o->begin[subject + 1];

	for (int i = o->begin[subject], n; i < end; i += n) {
		for (n = 1; i + n < end && o->observation[i + n].kind == o->observation[i].kind;)
			n++;
		write_kind(w, &o->observation[i], n, to);
	}
}

static void write_file(struct writing *w, Id package, Id to)
{
	const unsigned char *sha256 = universe_package_sha256(w->u, package);
	const struct package_file *file;

	if (package >= w->u->n_package_file)
		return;
	file = &w->u->package_file[package];
	if (sha256)
		repodata_set_bin_checksum(w->data, to, w->key.attribute[SNAPSHOT_FILE_SHA256],
					  REPOKEY_TYPE_SHA256, sha256);
	if (!file->name && !sha256)
		return;
	set_number(w, to, SNAPSHOT_FILE_SIZE, file->size);
	set_number(w, to, SNAPSHOT_LISTED_IN, file->input);
	if (file->name)
		set_id(w, to, file->is_standard ? SNAPSHOT_DIRECTORY : SNAPSHOT_PATH,
		       pool_str2id(w->pool, w->u->package_file_text + file->name, 1));
}

static void write_package(struct writing *w, Id package, Id to)
{
	const struct component *component = &w->u->component[w->u->component_of[package]];

	write_solvable(w, package, to);
	set_id(w, to, SNAPSHOT_COMPONENT, component->name);
	write_file(w, package, to);
	write_observations(w, &w->u->of_package, package, to);
}

static void write_component(struct writing *w, int c, Id to)
{
	const struct component *component = &w->u->component[c];
	Solvable *s;
	Id source_evr = 0;

	if (component->source) {
		write_solvable(w, component->source, to);
		source_evr = w->pool->solvables[to].evr;
	}
	s = w->pool->solvables + to;
	s->name = component->name;
	s->evr = component->evr ? component->evr : ID_EMPTY;
	s->arch = ARCH_SRC;
	set_flag(w, to, SNAPSHOT_SOURCE, component->source != 0);
	if (source_evr != s->evr)
		set_id(w, to, SNAPSHOT_SOURCE_EVR, source_evr);
	set_id(w, to, SNAPSHOT_MAINTAINER, component->maintainer);
	set_id(w, to, SNAPSHOT_UPLOADERS, component->uploaders);
	set_id(w, to, SNAPSHOT_HOMEPAGE, component->homepage);
	set_id(w, to, SNAPSHOT_VCS, component->vcs);
	write_observations(w, &w->u->of_component, c, to);
}

static void write_solvables(struct writing *w)
{
	int n = w->u->n_package, n_all = n + w->u->n_component;
	Id to = repo_add_solvable_block(w->repo, n_all), p;
	Solvable *s;

	w->data = repo_add_repodata(w->repo, 0);
	repodata_extend_block(w->data, to, n_all);
	FOR_REPO_SOLVABLES(w->u->repo, p, s)
	write_package(w, p, to++);
	for (int c = 0; c < w->u->n_component; c++)
		write_component(w, c, to++);
}

/* ---- the file ---- */

/* Everything is read at once: no pages. */
static int keep_incore(Repo *repo, Repokey *key, void *closure)
{
	(void)repo;
	(void)closure;
	/* libsolv asks about a whole repodata first */
	return key->name == 1 && key->type == 1 ? 0 : KEY_STORAGE_INCORE;
}

static int write_sealed(struct writing *w, FILE *stream, struct diag *diag)
{
	Repowriter *writer = repowriter_create(w->repo);
	char *bytes = NULL, seal[SNAPSHOT_SEAL_BYTES];
	size_t n = 0;
	FILE *memory = open_memstream(&bytes, &n);
	int ret = -1;

	repowriter_set_keyfilter(writer, keep_incore, NULL);
	if (memory)
		ret = repowriter_write(writer, memory);
	repowriter_free(writer);
	if (memory && (ferror(memory) || fclose(memory)))
		ret = -1;
	if (ret) {
		diag_fail(diag, "cannot write a snapshot: %s", pool_errstr(w->pool));
	} else {
		snapshot_seal(bytes, n, seal);
		fwrite(bytes, 1, n, stream);
		fwrite(seal, 1, sizeof(seal), stream);
	}
	free(bytes);
	return ret ? -1 : 0;
}

int snapshot_write(const struct snapshot_release *r, FILE *stream, struct diag *diag)
{
	struct writing w = { .r = r, .u = r->all, .pool = r->all->pool };
	int ret;

	if (!is_one_release(r->all, r->needs))
		return diag_fail(diag, "cannot make a snapshot: the release changed while it was "
				       "read; try again");
	snapshot_keys_init(&w.key, w.pool);
	queue_init(&w.scratch);
	queue_init(&w.order);
	w.repo = repo_create(w.pool, "snapshot");
	write_solvables(&w);
	write_release(&w);
	repodata_internalize(w.data);
	ret = write_sealed(&w, stream, diag);
	repo_free(w.repo, 1);
	queue_free(&w.scratch);
	queue_free(&w.order);
	return ret;
}
