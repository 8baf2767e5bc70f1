/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Debian's stanzas and file lists become a universe; see debian.h.
 *
 * Order: all Packages (newest version of each name wins), all Sources (for components that have a
 * package), all Contents, universe_finish(). bookworm main/amd64: 0.6 s without file lists, 3.5 s
 * with.
 */
#include "importers/debian.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/chksum.h>
#include <solv/evr.h>
#include <solv/poolarch.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/contents.h"
#include "importers/debian_indexes.h"
#include "importers/debian_stanza.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/dpkg_files.h"
#include "importers/importer.h"
#include "importers/inspected.h"
#include "importers/self.h"
#include "importers/text_copy.h"
#include "importers/universe.h"

enum { BAD_STANZAS_MAX_PERCENT = 1 };

struct debian {
	struct universe *u;
	struct diag *diag;
	struct debian_stanza stanza; /* the present one, of the index that is read */
	bool only_installed;	     /* it is dpkg's own list: of a machine, not of an archive */
	bool vouched;		     /* a Release lists the index that is read */
	int n_read;		     /* indexes read so far */
	Id *package_of_name; /* string Id -> the last package of that name in the repo, 0: none */
	int n_package_of_name;
	struct origin {
		Id sibling;  /* another package of the same name (and index), 0: none */
		int index;   /* which index it is from */
		bool tagged; /* its stanza has a Tag field */
	} * origin;	     /* by package Id */
	int n_origin;
	Id *source_evr;		/* component -> version of its newest Sources stanza, 0: none yet */
	Id *source_section;	/* component -> section in that stanza, 0: none */
	int *list_of_component; /* component -> the source file list that counts, 0: none yet */
};

/* ---- Packages ---- */

/* The component of a stanza: "Source: openssl (3.0.1-2)", else the package's own name. */
static int read_component(struct debian *d, Id package_name, Id package_evr)
{
	char text[2 * NAME_BYTES_MAX + 8];
	const char *paren, *version_end;
	size_t n;
	int c;
	Id evr = package_evr;

	if (apt_stanzas_field(d->stanza.fields, "Source", &n) && n >= sizeof(text)) {
		limit_fail_at(LIMIT_NAME_BYTES, d->stanza.path, d->diag,
			      "in Source of package '%s'", pool_id2str(d->u->pool, package_name));
		d->stanza.exceeded = true;
	}
	debian_stanza_text(&d->stanza, "Source", text, sizeof(text));
	n = strcspn(text, " (");
	paren = strchr(text, '(');
	version_end = paren ? strchr(paren, ')') : NULL;
	if (version_end)
		evr = debian_stanza_intern(&d->stanza, paren + 1, version_end - paren - 1);
	c = universe_add_component(d->u,
				   n ? debian_stanza_intern(&d->stanza, text, n) : package_name);
	if (!d->u->component[c].evr ||
	    pool_evrcmp(d->u->pool, d->u->component[c].evr, evr, EVRCMP_COMPARE) < 0)
		d->u->component[c].evr = evr;
	if (!d->u->component[c].maintainer)
		d->u->component[c].maintainer = debian_stanza_id(&d->stanza, "Maintainer");
	if (!d->u->component[c].homepage)
		d->u->component[c].homepage = debian_stanza_id(&d->stanza, "Homepage");
	return c;
}

static Id *package_slot(struct debian *d, Id name)
{
	if (name >= d->n_package_of_name) {
		int n = name + name / 2 + 1024;

		d->package_of_name = solv_realloc2(d->package_of_name, n, sizeof(Id));
		memset(d->package_of_name + d->n_package_of_name, 0,
		       (n - d->n_package_of_name) * sizeof(Id));
		d->n_package_of_name = n;
	}
	return &d->package_of_name[name];
}

/* debtags describe a package, not a version, and the security pocket leaves them out: the newer
   version takes them over from the older one's stanza, which is the present one. */
static void take_over_tags(struct debian *d, Id newer)
{
	size_t len;

	if (d->origin[newer].tagged || !apt_stanzas_field(d->stanza.fields, "Tag", &len))
		return;
	d->origin[newer].tagged = true;
	debian_stanza_read_tags(&d->stanza, newer);
}

/* Where pockets overlap, the newest version counts: is there one as new from another index? Older
   ones are taken out, and what was observed of them goes with them (universe_finish). An index may
   itself list several versions of a package; those are all there. */
static bool is_superseded(struct debian *d, Id name, Id evr)
{
	Pool *pool = d->u->pool;
	Id *link = package_slot(d, name);
	int n = 0;

	while (*link) {
		Id other = *link;
		struct origin *origin = &d->origin[other];
		int order = pool_evrcmp(pool, pool->solvables[other].evr, evr, EVRCMP_COMPARE);

		if (origin->index == d->n_read && order != 0) {
			link = &origin->sibling;
			if (++n < limit_value(LIMIT_PACKAGE_VERSIONS))
				continue;
			limit_fail_at(LIMIT_PACKAGE_VERSIONS, d->stanza.path, d->diag,
				      "of package '%s'", pool_id2str(pool, name));
			d->stanza.exceeded = true;
			return true;
		}
		diag_warn(d->diag, WARN_OLDER_VERSION,
			  "'%s' is there in several versions; the newest counts",
			  pool_id2str(pool, name));
		if (order >= 0) {
			take_over_tags(d, other);
			return true;
		}
		pool->solvables[other].repo = NULL;
		d->u->repo->nsolvables--;
		*link = origin->sibling;
	}
	return false;
}

static void remember_package(struct debian *d, Id name, Id package)
{
	Id *slot = package_slot(d, name);
	size_t len;

	if (package >= d->n_origin) {
		d->origin = solv_extend(d->origin, d->n_origin, package + 1 - d->n_origin,
					sizeof(*d->origin), 65535);
		d->n_origin = package + 1;
	}
	d->origin[package] = (struct origin){
		*slot, d->n_read, apt_stanzas_field(d->stanza.fields, "Tag", &len) != NULL
	};
	*slot = package;
}

/* Where the package's file is; its index is the input that is recorded next. */
static void read_file(struct debian *d, Id package)
{
	size_t len, sum_len, size_len;
	const char *name = apt_stanzas_field(d->stanza.fields, "Filename", &len),
		   *sum = apt_stanzas_field(d->stanza.fields, "SHA256", &sum_len);
	unsigned char sha256[32];
	char size[24];

	if (!name && !sum)
		return;
	if (sum && (sum_len != 64 || solv_hex2bin(&sum, sha256, 32) != 32))
		sum = NULL;
	debian_stanza_text(&d->stanza, "Size", size, sizeof(size));
	size_len = strspn(size, "0123456789");
	universe_set_package_file(d->u, package, d->u->release.n_input, name, len,
				  size_len && size_len < 19 && !size[size_len] ?
					  (int64_t)strtoll(size, NULL, 10) :
					  -1,
				  sum ? sha256 : NULL);
}

static void read_package(struct debian *d, Id name, Id evr)
{
	Pool *pool = d->u->pool;
	Id p = repo_add_solvable(d->u->repo);
	Solvable *s = pool_id2solvable(pool, p);

	s->name = name;
	s->evr = evr;
	s->arch = debian_stanza_id(&d->stanza, "Architecture");
	remember_package(d, name, p);
	universe_set_component(d->u, p, read_component(d, name, evr));
	debian_stanza_read_relations(&d->stanza, s);
	debian_stanza_observe(&d->stanza, p);
	read_file(d, p);
}

static int check_bad_stanzas(struct debian *d, long n, long n_bad)
{
	if (n == 0 && !d->vouched) /* a Release may well list an empty pocket or area */
		return diag_fail(d->diag, "cannot import '%s': it holds no stanza", d->stanza.path);
	if (n_bad * 100 > n * BAD_STANZAS_MAX_PERCENT)
		return diag_fail(d->diag,
				 "cannot import '%s': %ld of %ld stanzas lack a name, a version or "
				 "an architecture; not the index of an archive?",
				 d->stanza.path, n_bad, n);
	return 0;
}

/* dpkg remembers packages that are gone, too. */
static bool is_installed(struct debian *d)
{
	static const char *const states[] = { " installed", " triggers-pending",
					      " triggers-awaited" };
	char status[64];
	size_t len = strlen(debian_stanza_text(&d->stanza, "Status", status, sizeof(status)));

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (len > strlen(states[i]) && !strcmp(status + len - strlen(states[i]), states[i]))
			return true;
	return false;
}

/* Step to the next stanza, unless the one before or all of them exceeded a limit. */
static int next_stanza(struct debian *d, long *n)
{
	int got;

	if (d->stanza.exceeded || universe_check_limits(d->u, d->stanza.path, d->diag))
		return -1;
	got = apt_stanzas_next(d->stanza.fields, d->diag);
	if (got > 0 && ++*n > limit_value(LIMIT_PACKAGES))
		return limit_fail(LIMIT_PACKAGES, d->stanza.path, d->diag);
	return got;
}

static int import_packages(struct debian *d)
{
	char name[NAME_BYTES_MAX + 1], evr[NAME_BYTES_MAX + 1], arch[NAME_BYTES_MAX + 1];
	long n = 0, n_bad = 0;
	int got;

	while ((got = next_stanza(d, &n)) > 0) {
		debian_stanza_name(&d->stanza, "Package", name, n);
		debian_stanza_name(&d->stanza, "Version", evr, n);
		debian_stanza_name(&d->stanza, "Architecture", arch, n);
		if (!*name || !*evr || !*arch) {
			n_bad++;
			diag_warn(d->diag, WARN_BAD_STANZA,
				  "stanza %ld of '%s' lacks a name, a version or an architecture",
				  n, d->stanza.path);
			continue;
		}
		if (d->only_installed && !is_installed(d))
			continue;
		Id name_id = pool_str2id(d->u->pool, name, 1),
		   evr_id = pool_str2id(d->u->pool, evr, 1);

		if (!is_superseded(d, name_id, evr_id))
			read_package(d, name_id, evr_id);
	}
	return got < 0 ? -1 : check_bad_stanzas(d, n, n_bad);
}

/* ---- Sources ---- */

static void read_source(struct debian *d, int c, Id name, Id evr)
{
	struct component *component = &d->u->component[c];
	Pool *pool = d->u->pool;
	Solvable *s;
	Id maintainer, homepage;

	if (component->source) { /* an older version's stanza was read before */
		s = pool_id2solvable(pool, component->source);
		s->requires = 0;
	} else {
		component->source = repo_add_solvable(d->u->source_repo);
		s = pool_id2solvable(pool, component->source);
	}
	s->name = name;
	s->evr = evr;
	s->arch = ARCH_SRC;
	maintainer = debian_stanza_id(&d->stanza, "Maintainer");
	homepage = debian_stanza_id(&d->stanza, "Homepage");
	if (maintainer)
		component->maintainer = maintainer;
	if (homepage)
		component->homepage = homepage;
	component->uploaders = debian_stanza_id(&d->stanza, "Uploaders");
	component->vcs = debian_stanza_id(&d->stanza, "Vcs-Git");
	if (!component->vcs)
		component->vcs = debian_stanza_id(&d->stanza, "Vcs-Browser");
	d->source_section[c] = debian_stanza_section(&d->stanza);
	debian_stanza_read_build_needs(&d->stanza, s);
}

static int import_sources(struct debian *d)
{
	Pool *pool = d->u->pool;
	char name[NAME_BYTES_MAX + 1], evr[NAME_BYTES_MAX + 1], extra[8];
	long n = 0, n_bad = 0;
	int got, c;

	while ((got = next_stanza(d, &n)) > 0) {
		debian_stanza_name(&d->stanza, "Package", name, n);
		debian_stanza_name(&d->stanza, "Version", evr, n);
		if (!*name || !*evr) {
			n_bad++;
			diag_warn(d->diag, WARN_BAD_STANZA,
				  "stanza %ld of '%s' lacks a name or a "
				  "version",
				  n, d->stanza.path);
			continue;
		}
		c = universe_find_component(d->u, name);
		if (c < 0 || !strcmp(debian_stanza_text(&d->stanza, "Extra-Source-Only", extra,
							sizeof(extra)),
				     "yes"))
			continue;
		Id name_id = pool_str2id(pool, name, 1), evr_id = pool_str2id(pool, evr, 1);

		if (d->source_evr[c] &&
		    pool_evrcmp(pool, d->source_evr[c], evr_id, EVRCMP_COMPARE) >= 0)
			continue;
		d->source_evr[c] = evr_id;
		read_source(d, c, name_id, evr_id);
	}
	return got < 0 ? -1 : check_bad_stanzas(d, n, n_bad);
}

/* ---- the whole ---- */

/* A single file says itself which architecture it is for: by its first package that is not for all.
   */
static int find_arch(const char *path, char *ret_arch, size_t size, struct diag *diag)
{
	struct debian_stanza stanza = { .fields = apt_stanzas_open(path, diag) };
	int got = stanza.fields ? 1 : -1;

	snprintf(ret_arch, size, "%s", debian_machine_arch());
	while (got > 0 && (got = apt_stanzas_next(stanza.fields, diag)) > 0) {
		char arch[64];

		if (!*debian_stanza_text(&stanza, "Architecture", arch, sizeof(arch)) ||
		    !strcmp(arch, "all"))
			continue;
		snprintf(ret_arch, size, "%s", arch);
		break;
	}
	apt_stanzas_free(stanza.fields);
	return got < 0 ? -1 : 0;
}

/* "libz.so.1.2.13" says nothing beside "libz.so.1" of the same package: the longer name is the file
   behind the link. Development packages hold links for the compiler, which no program loads. */
static void drop_library_links(struct universe *u)
{
	struct observations *o = &u->of_package;
	Pool *pool = u->pool;
	int n = 0;

	for (int s = 0, i = 0; s < pool->nsolvables; s++) {
		int end = o->begin[s + 1], last = -1;
		const char *name = pool->solvables[s].repo ?
					   pool_id2str(pool, pool->solvables[s].name) :
					   "";
		size_t len = strlen(name);
		bool is_dev = len > 4 && !strcmp(name + len - 4, "-dev");

		o->begin[s] = n;
		for (; i < end; i++) {
			struct observation *at = &o->observation[i];

			if (at->kind == OBS_SONAME) {
				const char *text = pool_id2str(pool, at->text);
				const char *shorter =
					last >= 0 ? pool_id2str(pool, o->observation[last].text) :
						    NULL;
				size_t m = shorter ? strlen(shorter) : 0;

				if (is_dev && !strstr(text, ".so."))
					continue;
				if (shorter && strstr(shorter, ".so.") &&
				    !strncmp(text, shorter, m) && text[m] == '.')
					continue;
				last = n;
			}
			o->observation[n++] = *at;
		}
	}
	o->begin[pool->nsolvables] = n;
	o->n_observation = n;
}

static int import_index(struct debian *d, const struct debian_index *index)
{
	int ret;

	d->stanza.path = index->path;
	d->vouched = index->release >= 0;
	d->n_read++;
	switch (index->kind) {
	case INDEX_CONTENTS_BINARY:
		d->u->has_file_lists = true;
		return contents_import_binary(d->u, index->path, d->diag);
	case INDEX_CONTENTS_SOURCE:
		d->u->has_source_files = true;
		return contents_import_source(d->u, index->path, d->n_read, d->list_of_component,
					      d->diag);
	case INDEX_PACKAGES:
	case INDEX_SOURCES:
	default:
		d->stanza.fields = apt_stanzas_open(index->path, d->diag);
		if (!d->stanza.fields)
			return -1;
		ret = index->kind == INDEX_PACKAGES ? import_packages(d) : import_sources(d);
		apt_stanzas_free(d->stanza.fields);
		d->stanza.fields = NULL;
		return ret;
	}
}

static bool is_wanted(const struct debian_index *index, const struct import_options *options)
{
	switch (index->kind) {
	case INDEX_SOURCES:
		return options->sources;
	case INDEX_CONTENTS_BINARY:
	case INDEX_CONTENTS_SOURCE:
		return options->file_lists;
	case INDEX_PACKAGES:
	default:
		return true;
	}
}

static void describe_release(struct universe *u, const struct debian_indexes *indexes)
{
	struct release *release = &u->release;

	release->distribution = solv_strdup("debian");
	for (int i = 0; i < indexes->n_release; i++) {
		const struct release_file *r = &indexes->release[i];

		/* the main archive's codename is the prefix of its pockets' */
		if (r->codename &&
		    (!release->codename || strlen(r->codename) < strlen(release->codename))) {
			free(release->codename);
			free(release->version);
			release->codename = solv_strdup(r->codename);
			release->version = r->version ? solv_strdup(r->version) : NULL;
		}
		if (r->date && (!release->date || strcmp(r->date, release->date) > 0)) {
			free(release->date);
			release->date = solv_strdup(r->date);
		}
	}
}

static int import_all(struct debian *d, const struct debian_indexes *indexes,
		      const struct import_options *options)
{
	bool sources = false;

	for (int i = 0; i < indexes->n_index; i++) {
		const struct debian_index *index = &indexes->index[i];
		struct input input = { 0 };

		if (!is_wanted(index, options))
			continue;
		if (debian_indexes_verify(indexes, index, options->allow_unverified, &input,
					  d->diag)) {
			input_clear(&input);
			return -1;
		}
		if (index->kind != INDEX_PACKAGES &&
		    !d->source_evr) { /* all components are known */
			d->source_evr = solv_calloc(d->u->n_component + 1, sizeof(Id));
			d->source_section = solv_calloc(d->u->n_component + 1, sizeof(Id));
			d->list_of_component = solv_calloc(d->u->n_component + 1, sizeof(int));
		}
		sources |= index->kind == INDEX_SOURCES;
		int ret = import_index(d, index);

		*universe_add_input(d->u) = input;
		if (ret || universe_check_limits(d->u, index->path, d->diag))
			return -1;
	}
	if (!d->u->repo->nsolvables)
		return diag_fail(d->diag, "cannot import '%s': it holds no package",
				 indexes->index[0].path);
	if (options->sources && !sources)
		diag_warn(d->diag, WARN_MISSING_INPUT,
			  "no Sources index: build dependencies are unknown");
	if (options->file_lists && !d->u->has_source_files)
		diag_warn(d->diag, WARN_MISSING_INPUT,
			  "no Contents-source: languages rest on packages alone");
	if (options->file_lists && !d->u->has_file_lists && !d->only_installed)
		diag_warn(d->diag, WARN_MISSING_INPUT,
			  "no Contents: libraries, daemons and units "
			  "are unknown");
	for (int c = 0; sources && c < d->u->n_component; c++) {
		if (d->source_section[c])
			universe_observe(d->u, OBS_SOURCE_SECTION, c, d->source_section[c], 1);
		if (!d->u->component[c].source)
			diag_warn(d->diag, WARN_NO_SOURCE, "component '%s' is not in Sources",
				  universe_component_name(d->u, c));
	}
	return 0;
}

/* The file lists of a machine lie beside its status, in info/. */
static int import_info(struct debian *d, const char *status)
{
	const char *slash = strrchr(status, '/');
	char *dir = slash ? text_copy(status, slash - status) : solv_strdup(".");
	char *info = solv_dupjoin(dir, "/", "info");
	int n = dpkg_files_import(d->u, info, d->diag);

	d->u->has_file_lists = n > 0;
	if (n == 0)
		diag_warn(d->diag, WARN_MISSING_INPUT,
			  "no file lists beside '%s': libraries, daemons and units are unknown",
			  status);
	free(dir);
	free(info);
	return n < 0 ? -1 : 0;
}

static int import(struct universe *u, const char *path, bool only_installed,
		  const struct import_options *options, struct diag *diag)
{
	struct debian d = { .u = u,
			    .diag = diag,
			    .stanza = { .u = u, .diag = diag },
			    .only_installed = only_installed };
	struct debian_indexes indexes;
	char arch[64];
	int ret = debian_indexes_find(&indexes, path, options, diag);

	if (!ret && !indexes.arch)
		ret = find_arch(path, arch, sizeof(arch), diag);
	if (!ret) {
		universe_start(u, DISTTYPE_DEB, indexes.arch ? indexes.arch : arch);
		d.stanza.arch = u->release.arch;
	}
	if (!ret)
		ret = import_all(&d, &indexes, options);
	if (!ret && only_installed && options->file_lists)
		ret = import_info(&d, path);
	if (!ret)
		ret = inspected_join(u, options, diag);
	if (!ret)
		ret = self_join(u, options, diag);
	if (!ret) {
		describe_release(u, &indexes);
		universe_finish(u);
		drop_library_links(u);
	} else {
		universe_clear(u);
	}
	free(d.package_of_name);
	free(d.origin);
	free(d.source_evr);
	free(d.source_section);
	free(d.list_of_component);
	debian_indexes_clear(&indexes);
	return ret;
}

int debian_import(struct universe *u, const char *path, const struct import_options *options,
		  struct diag *diag)
{
	return import(u, path, false, options, diag);
}

int debian_import_installed(struct universe *u, const char *status,
			    const struct import_options *options, struct diag *diag)
{
	if (import(u, status, true, options, diag))
		return -1;
	for (int i = 0; i < u->release.n_input; i++) {
		free(u->release.input[i].name);
		u->release.input[i].name = solv_strdup("dpkg status: what is installed");
	}
	return 0;
}
