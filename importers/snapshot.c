/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A snapshot becomes a universe: the seal is checked, libsolv reads the packages with their needs,
 * and where everything is asked for, one pass over the attributes brings back the observations.
 */
#include "importers/snapshot.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <solv/dataiterator.h>
#include <solv/pool.h>
#include <solv/poolarch.h>
#include <solv/queue.h>
#include <solv/repo.h>
#include <solv/repo_solv.h>
#include <solv/repodata.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/importer.h"
#include "importers/self.h"
#include "importers/snapshot_format.h"
#include "importers/snapshot_reading.h"
#include "importers/universe.h"

int snapshot_refuse(const struct reading *r, const char *why)
{
	return diag_fail(r->diag, "cannot read snapshot '%s': %s", r->path, why);
}

bool snapshot_is(const char *path)
{
	struct stat st;
	FILE *file;
	char magic[4];
	bool is;

	/* opening a pipe would wait for who writes into it */
	if (stat(path, &st) || !S_ISREG(st.st_mode) || !(file = fopen(path, "re")))
		return false;
	is = fread(magic, 1, sizeof(magic), file) == sizeof(magic) && !memcmp(magic, "SOLV", 4);
	fclose(file);
	return is;
}

/* ---- the file ---- */

static int check_sealed(const struct reading *r, const char *bytes, size_t n)
{
	char seal[SNAPSHOT_SEAL_BYTES];
	const char *end = bytes + n - SNAPSHOT_SEAL_BYTES, *why;
	enum limit exceeded = LIMIT_NONE;

	if (n <= SNAPSHOT_SEAL_BYTES ||
	    memcmp(end, SNAPSHOT_SEAL_WORDS, strlen(SNAPSHOT_SEAL_WORDS)))
		return snapshot_refuse(r, "it has no seal at its end; truncated, or made by "
					  "another program?");
	snapshot_seal(bytes, n - SNAPSHOT_SEAL_BYTES, seal);
	if (memcmp(seal, end, sizeof(seal)))
		return snapshot_refuse(r, "its content is not what was sealed: it was damaged or "
					  "changed");
	why = snapshot_check(bytes, n - SNAPSHOT_SEAL_BYTES, &exceeded);
	if (exceeded)
		return limit_fail(exceeded, r->path, r->diag);
	return why ? snapshot_refuse(r, why) : 0;
}

static int check_file(const struct reading *r, FILE *file)
{
	struct stat st;
	void *bytes;
	int ret;

	if (fstat(fileno(file), &st))
		return snapshot_refuse(r, strerror(errno));
	if (!S_ISREG(st.st_mode) || !st.st_size)
		return snapshot_refuse(r, "it is no file of a plausible size");
	if (st.st_size > limit_value(LIMIT_SNAPSHOT_BYTES))
		return limit_fail(LIMIT_SNAPSHOT_BYTES, r->path, r->diag);
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fileno(file), 0);
	if (bytes == MAP_FAILED)
		return snapshot_refuse(r, strerror(errno));
	ret = check_sealed(r, bytes, (size_t)st.st_size);
	munmap(bytes, (size_t)st.st_size);
	return ret;
}

/* Everything of the file that libsolv keeps: solvables with their needs, and the attributes. */
static int read_file(struct reading *r)
{
	FILE *file = fopen(r->path, "re");
	int ret;

	if (!file)
		return diag_fail(r->diag, "cannot open '%s': %s", r->path, strerror(errno));
	ret = check_file(r, file);
	if (!ret && repo_add_solv(r->u->repo, file, 0))
		ret = snapshot_refuse(r, pool_errstr(r->u->pool));
	fclose(file);
	if (ret)
		return ret;
	if (r->u->repo->nrepodata != 2 || !r->u->repo->nsolvables)
		return snapshot_refuse(r, "it holds no packages");
	r->data = repo_id2repodata(r->u->repo, 1);
	r->first = r->u->repo->start;
	return 0;
}

/* ---- the release ---- */

static char *copy_text(const struct reading *r, Id at, enum snapshot_attribute attribute)
{
	const char *text = pool_lookup_str(r->u->pool, at, r->key.attribute[attribute]);

	return text ? solv_strdup(text) : NULL;
}

static unsigned long long number_of(const struct reading *r, Id at,
				    enum snapshot_attribute attribute)
{
	return pool_lookup_num(r->u->pool, at, r->key.attribute[attribute], 0);
}

static bool is_sha256(const char *text)
{
	return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

/* The input at the iterator's position. */
static int read_input(struct reading *r, int stage)
{
	Pool *pool = r->u->pool;
	unsigned long long verification = number_of(r, SOLVID_POS, SNAPSHOT_VERIFICATION);
	bool inspections = pool_lookup_void(pool, SOLVID_POS,
					    r->key.attribute[SNAPSHOT_INSPECTIONS]);
	char *name = copy_text(r, SOLVID_POS, SNAPSHOT_NAME);
	char *sha256 = copy_text(r, SOLVID_POS, SNAPSHOT_SHA256);
	bool good = name && verification < VERIFICATIONS && (!sha256 || is_sha256(sha256)) &&
		    r->n_input < SHRT_MAX;

	if (good) {
		bool wanted = (number_of(r, SOLVID_POS, SNAPSHOT_STAGES) & stage) &&
			      !(inspections && r->options->uninspected);

		r->input = solv_realloc2(r->input, r->n_input + 1, sizeof(int));
		r->input[r->n_input++] = wanted ? r->u->release.n_input : -1;
		if (wanted) {
			struct input *input = universe_add_input(r->u);

			input->name = solv_strdup(name);
			input->path = solv_strdup(r->path);
			if (sha256)
				memcpy(input->sha256, sha256, sizeof(input->sha256));
			input->size = (int64_t)number_of(r, SOLVID_POS, SNAPSHOT_SIZE);
			input->verification = (enum verification)verification;
			input->signed_by = copy_text(r, SOLVID_POS, SNAPSHOT_SIGNED_BY);
			input->key_name = copy_text(r, SOLVID_POS, SNAPSHOT_KEY_NAME);
			input->date = copy_text(r, SOLVID_POS, SNAPSHOT_DATE);
			input->base = copy_text(r, SOLVID_POS, SNAPSHOT_BASE);
		}
	}
	free(name);
	free(sha256);
	return good ? 0 : snapshot_refuse(r, "one of its inputs makes no sense");
}

/* The warning at the iterator's position. */
static int read_warning(struct reading *r, int stage)
{
	char *name = copy_text(r, SOLVID_POS, SNAPSHOT_NAME);
	char *text = copy_text(r, SOLVID_POS, SNAPSHOT_TEXT);
	unsigned long long n = number_of(r, SOLVID_POS, SNAPSHOT_COUNT);
	enum warning kind = name ? warning_of_name(name) : WARN_NONE;
	bool good = kind && n && n <= SNAPSHOT_COUNT_MAX;

	if (good && number_of(r, SOLVID_POS, SNAPSHOT_STAGES) == (unsigned)stage &&
	    !(kind == WARN_BAD_INSPECTION && r->options->uninspected))
		diag_warn_again(r->diag, kind, (unsigned)n, text ? text : "");
	free(name);
	free(text);
	return good ? 0 : snapshot_refuse(r, "it counts warnings of an unknown kind");
}

static int read_each(struct reading *r, enum snapshot_attribute attribute,
		     int (*read_one)(struct reading *r, int stage))
{
	int stage = r->options->file_lists ? SNAPSHOT_STAGE_ALL : SNAPSHOT_STAGE_NEEDS, ret = 0;
	Dataiterator di;

	dataiterator_init(&di, r->u->pool, r->u->repo, SOLVID_META, r->key.attribute[attribute],
			  NULL, 0);
	while (!ret && dataiterator_step(&di)) {
		dataiterator_setpos(&di);
		ret = read_one(r, stage);
	}
	dataiterator_free(&di);
	return ret;
}

static char *release_text(const struct reading *r, enum snapshot_attribute attribute)
{
	const char *text = repo_lookup_str(r->u->repo, SOLVID_META, r->key.attribute[attribute]);

	return text ? solv_strdup(text) : NULL;
}

/* What the archive was read for is settled; an option that says otherwise would be ignored. */
static int check_options(const struct reading *r)
{
	const char *arch = r->u->release.arch;

	if (r->options->arch && strcmp(r->options->arch, arch))
		return diag_fail(r->diag, "snapshot '%s' is of '%s', not of '%s'", r->path, arch,
				 r->options->arch);
	if (r->options->components || r->options->multilib)
		return diag_fail(r->diag,
				 "snapshot '%s' holds what was chosen when it was made; %s does "
				 "not apply to it",
				 r->path,
				 r->options->components ? "--components" : "--multilib");
	return 0;
}

static int read_release(struct reading *r)
{
	struct release *release = &r->u->release;
	Repo *repo = r->u->repo;
	unsigned long long format = repo_lookup_num(
		repo, SOLVID_META, r->key.attribute[SNAPSHOT_FORMAT_NUMBER], 0);
	unsigned long long n_package =
		repo_lookup_num(repo, SOLVID_META, r->key.attribute[SNAPSHOT_PACKAGES], 0);
	char *family;
	bool rpm, known;

	if (!format)
		return snapshot_refuse(r, "it is of no snapshot");
	if (format < SNAPSHOT_FORMAT_OLDEST || format > SNAPSHOT_FORMAT)
		return diag_fail(r->diag,
				 "cannot read snapshot '%s': it has format %llu, this linchpin "
				 "reads format %d",
				 r->path, format, SNAPSHOT_FORMAT);
	if (!n_package || n_package > (unsigned)repo->nsolvables)
		return snapshot_refuse(r, "it holds no packages");
	r->n_package = (int)n_package;
	family = release_text(r, SNAPSHOT_FAMILY);
	rpm = family && !strcmp(family, "rpm");
	known = rpm || (family && !strcmp(family, "deb"));
	free(family);
	free(release->arch);
	release->arch = release_text(r, SNAPSHOT_ARCH);
	if (!known || !release->arch)
		return snapshot_refuse(r, "it does not say of which family or architecture it is");
	pool_setdisttype(r->u->pool, rpm ? DISTTYPE_RPM : DISTTYPE_DEB);
	pool_setarch(r->u->pool, release->arch);
	release->distribution = release_text(r, SNAPSHOT_DISTRIBUTION);
	release->codename = release_text(r, SNAPSHOT_CODENAME);
	release->version = release_text(r, SNAPSHOT_VERSION);
	release->date = release_text(r, SNAPSHOT_DATE);
	if (check_options(r) || read_each(r, SNAPSHOT_INPUT, read_input))
		return -1;
	return read_each(r, SNAPSHOT_WARNING, read_warning);
}

/* ---- solvables ---- */

static size_t count_ids(const Id *id)
{
	size_t n = 0;

	while (id[n])
		n++;
	return n;
}

bool snapshot_restore_order(struct reading *r, Id package)
{
	Repo *repo = r->u->repo;
	Solvable *s = r->u->pool->solvables + package;
	int at = 0;
	Id key;

	queue_empty(&r->scratch);
	repodata_lookup_idarray(r->data, package, r->key.attribute[SNAPSHOT_ORDER], &r->scratch);
	for (int i = 0; (key = snapshot_need_keys[i]); i++) {
		Id *need = repo->idarraydata + *snapshot_needs(s, key);
		size_t n = *snapshot_needs(s, key) ? count_ids(need) : 0;

		if (n < 2)
			continue;
		if (n > (size_t)(r->scratch.count - at))
			return false;
		memcpy(need, r->scratch.elements + at, n * sizeof(Id));
		at += (int)n;
	}
	return at == r->scratch.count;
}

static int read_packages(struct reading *r)
{
	Pool *pool = r->u->pool;
	struct universe *u = r->u;
	Id end = r->first + r->u->repo->nsolvables, name;

	for (Id p = r->first; p < end; p++) {
		Solvable *s = pool->solvables + p;

		if (s->repo != u->repo || !snapshot_is_string(pool, s->name) ||
		    !snapshot_is_string(pool, s->evr) ||
		    !snapshot_is_string(pool, s->arch))
			return snapshot_refuse(r, "a package lacks its name, version or "
						  "architecture");
		if (p >= r->first + r->n_package) {
			int c = universe_add_component(u, s->name);

			if (c != p - r->first - r->n_package)
				return snapshot_refuse(r, "two components have one name");
			u->component[c].evr = s->evr == ID_EMPTY ? 0 : s->evr;
		}
	}
	for (Id p = r->first; p < r->first + r->n_package; p++) {
		name = repodata_lookup_id(r->data, p, r->key.attribute[SNAPSHOT_COMPONENT]);
		if (!snapshot_is_string(pool, name) || name >= u->n_component_of_name ||
		    u->component_of_name[name] < 0)
			return snapshot_refuse(r, "a package is of a component that it does not "
						  "hold");
		universe_set_component(u, p, u->component_of_name[name]);
		if (!snapshot_restore_order(r, p))
			return snapshot_refuse(r, "the order of a package's needs is not that of "
						  "its needs");
	}
	return 0;
}

/* What only the file needed. */
static void drop_components(struct reading *r)
{
	Repo *repo = r->u->repo;

	repodata_free(r->data);
	repo_free_solvable_block(repo, r->first + r->n_package, repo->nsolvables - r->n_package, 0);
}

int snapshot_import(struct universe *u, const char *path, const struct import_options *options,
		    struct diag *diag)
{
	struct reading r = { .u = u, .path = path, .options = options, .diag = diag };
	int ret;

	universe_start(u, DISTTYPE_DEB, "");	/* the snapshot says which */
	queue_init(&r.scratch);
	ret = read_file(&r);
	snapshot_keys_init(&r.key, u->pool);
	if (!ret)
		ret = read_release(&r);
	if (!ret)
		ret = universe_check_relations(u, path, diag);
	if (!ret)
		ret = read_packages(&r);
	if (!ret && options->file_lists)
		ret = snapshot_read_attributes(&r);
	if (!ret) {
		drop_components(&r);
		ret = self_join(u, options, diag);
	}
	if (ret)
		universe_clear(u);
	else
		universe_finish(u);
	queue_free(&r.scratch);
	free(r.input);
	return ret;
}
