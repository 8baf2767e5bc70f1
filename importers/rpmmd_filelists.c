/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expat over filelists.xml; see rpmmd_filelists.h.
 */
#include "importers/rpmmd_filelists.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <expat.h>
#include <solv/bitmap.h>
#include <solv/queue.h>
#include <solv/solvable.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/places.h"
#include "importers/rpm_observe.h"
#include "importers/rpmmd_xml.h"
#include "importers/universe.h"

enum { CHUNK = 65536 };

struct filelists {
	struct universe *u;
	struct diag *diag;
	const char *path;
	bool observe;
	struct places *places;
	uint8_t maybe[1 << 13]; /* bits by hash_tail(): might a path with this end be wanted? */
	Map wanted;	     /* string Ids of paths that some package requires */
	Id *package_of_name; /* string Id -> a package, 0: none */
	int n_package_of_name;
	Id *sibling;	  /* package -> another of the same name, 0: none */
	Id first_of_name; /* packages of the present element's name */
	Id arch;
	Id package;	   /* the present package, 0: not in the release */
	Queue unversioned; /* its sonames without a version */
	int n_known;	   /* packages of the release seen so far */
	bool in_file;
	bool is_installed; /* the present file is neither directory nor ghost */
	bool exceeded;	   /* a path is too long: said in diag */
	char text[PATH_BYTES_MAX + 1];
	size_t len;
};

/* ---- paths that are required ---- */

static void want_dep(Pool *pool, Id dep, Map *wanted)
{
	while (ISRELDEP(dep)) {
		const Reldep *rel = GETRELDEP(pool, dep);

		if (rel->flags > 7) /* rich dependencies have deps on both sides */
			want_dep(pool, rel->evr, wanted);
		dep = rel->name;
	}
	if (dep > 0 && *pool_id2str(pool, dep) == '/' && dep < wanted->size << 3)
		MAPSET(wanted, dep);
}

static void find_wanted(const struct universe *u, Map *wanted)
{
	static const Id keys[] = {
		SOLVABLE_REQUIRES,    SOLVABLE_RECOMMENDS, SOLVABLE_SUGGESTS,
		SOLVABLE_SUPPLEMENTS, SOLVABLE_ENHANCES,   SOLVABLE_CONFLICTS,
	};
	Queue dep;
	Id p;
	Solvable *s;

	map_init(wanted, u->pool->ss.nstrings);
	queue_init(&dep);
	FOR_REPO_SOLVABLES(u->repo, p, s)
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		queue_empty(&dep);
		solvable_lookup_deparray(s, keys[k], &dep, 0);
		for (int i = 0; i < dep.count; i++)
			want_dep(u->pool, dep.elements[i], wanted);
	}
	queue_free(&dep);
}

/* Of a path's last eight bytes and its length: 16 bits. It keeps most paths from a look into the
   pool's much larger table of strings. */
static unsigned hash_tail(const char *path, size_t len)
{
	uint64_t tail = 0;

	memcpy(&tail, len > 8 ? path + len - 8 : path, len > 8 ? 8 : len);
	return (unsigned)((tail ^ len) * UINT64_C(0x9E3779B97F4A7C15) >> 48);
}

static void find_tails(struct filelists *f)
{
	for (Id id = 1; id < f->wanted.size << 3; id++)
		if (MAPTST(&f->wanted, id)) {
			const char *path = pool_id2str(f->u->pool, id);
			unsigned hash = hash_tail(path, strlen(path));

			f->maybe[hash >> 3] |= (uint8_t)(1u << (hash & 7));
		}
}

/* createrepo's rule for what primary.xml lists. */
static bool is_in_primary(const char *path)
{
	return !strncmp(path, "/etc/", 5) || strstr(path, "bin/") ||
	       !strcmp(path, "/usr/lib/sendmail");
}

bool rpmmd_filelists_needed(const struct universe *u)
{
	bool needed = false;
	Map wanted;

	find_wanted(u, &wanted);
	for (Id id = 1; id < u->pool->ss.nstrings && !needed; id++)
		needed = MAPTST(&wanted, id) && !is_in_primary(pool_id2str(u->pool, id));
	map_free(&wanted);
	return needed;
}

/* ---- elements ---- */

static const char *attribute(const char **attributes, const char *name)
{
	for (int i = 0; attributes[i]; i += 2)
		if (!strcmp(attributes[i], name))
			return attributes[i + 1];
	return "";
}

static void enter_package(struct filelists *f, const char **attributes)
{
	Pool *pool = f->u->pool;
	const char *name = attribute(attributes, "name");
	Id id = pool_str2id(pool, name, 0);

	f->package = 0;
	f->first_of_name = id > 0 && id < f->n_package_of_name ? f->package_of_name[id] : 0;
	f->arch = pool_str2id(pool, attribute(attributes, "arch"), 0);
	if (!f->first_of_name && f->arch != ARCH_SRC && f->arch != ARCH_NOSRC)
		diag_warn(f->diag, WARN_UNKNOWN_FILES,
			  "'%s' lists files of '%s', which is not in the release", f->path, name);
}

static void enter_version(struct filelists *f, const char **attributes)
{
	Pool *pool = f->u->pool;
	const char *epoch = attribute(attributes, "epoch");
	char evr[512];

	snprintf(evr, sizeof(evr), "%s%s%s-%s", strcmp(epoch, "0") ? epoch : "",
		 *epoch && strcmp(epoch, "0") ? ":" : "", attribute(attributes, "ver"),
		 attribute(attributes, "rel"));
	for (Id p = f->first_of_name; p; p = f->sibling[p]) {
		const Solvable *s = pool->solvables + p;

		if (s->arch == f->arch && !strcmp(pool_id2str(pool, s->evr), evr)) {
			f->package = p;
			f->n_known++;
			if (f->observe)
				rpm_unversioned_sonames(pool, p, &f->unversioned);
			return;
		}
	}
}

static void XMLCALL start(void *closure, const XML_Char *name, const XML_Char **attributes)
{
	struct filelists *f = closure;

	if (!strcmp(name, "file")) {
		f->in_file = f->package != 0;
		f->is_installed = !*attribute(attributes, "type");
		f->len = 0;
	} else if (!strcmp(name, "version")) {
		enter_version(f, attributes);
	} else if (!strcmp(name, "package")) {
		enter_package(f, attributes);
	}
}

static void XMLCALL text(void *closure, const XML_Char *at, int len)
{
	struct filelists *f = closure;

	if (!f->in_file)
		return;
	if (f->len + (size_t)len > (size_t)limit_value(LIMIT_PATH_BYTES)) {
		f->in_file = false;
		f->exceeded = true;
		limit_fail(LIMIT_PATH_BYTES, f->path, f->diag);
		return;
	}
	memcpy(f->text + f->len, at, (size_t)len);
	f->len += (size_t)len;
}

static void see_file(struct filelists *f)
{
	struct sighting sighting[SIGHTINGS_MAX];
	const char *path = f->text + 1, *end = f->text + f->len;
	Pool *pool = f->u->pool;
	int n = places_look(f->places, path, end, sighting);

	for (int i = 0; i < n; i++) /* sonames are known better from provides */
		if (sighting[i].kind != OBS_SONAME)
			universe_observe(f->u, sighting[i].kind, f->package, sighting[i].text, 1);
	if (f->unversioned.count && rpm_is_library(path, end)) {
		const char *slash = memrchr(path, '/', end - path);
		Id name = pool_strn2id(pool, slash + 1, (unsigned)(end - slash - 1), 0);

		for (int i = 0; name && i < f->unversioned.count; i++)
			if (f->unversioned.elements[i] == name)
				universe_observe(f->u, OBS_SONAME, f->package, name, 1);
	}
}

/* Is the present path one that some package requires? Its Id, 0: no. */
static Id find_wanted_path(const struct filelists *f)
{
	unsigned hash = hash_tail(f->text, f->len);
	Id id;

	if (!(f->maybe[hash >> 3] >> (hash & 7) & 1))
		return 0;
	id = pool_strn2id(f->u->pool, f->text, (unsigned)f->len, 0);
	return id && id < f->wanted.size << 3 && MAPTST(&f->wanted, id) ? id : 0;
}

static void XMLCALL end_element(void *closure, const XML_Char *name)
{
	struct filelists *f = closure;
	Id id;

	if (!f->in_file || strcmp(name, "file"))
		return;
	f->in_file = false;
	if (f->len < 2 || f->text[0] != '/')
		return;
	id = find_wanted_path(f);
	if (id) {
		Solvable *s = pool_id2solvable(f->u->pool, f->package);

		s->provides =
			repo_addid_dep(f->u->repo, s->provides, id, SOLVABLE_FILEMARKER);
	}
	if (f->observe && f->is_installed)
		see_file(f);
}

/* ---- the whole ---- */

static void index_packages(struct filelists *f)
{
	Pool *pool = f->u->pool;
	Id p;
	Solvable *s;

	f->n_package_of_name = pool->ss.nstrings;
	f->package_of_name = solv_calloc(f->n_package_of_name, sizeof(Id));
	f->sibling = solv_calloc(pool->nsolvables, sizeof(Id));
	FOR_REPO_SOLVABLES(f->u->repo, p, s)
	{
		f->sibling[p] = f->package_of_name[s->name];
		f->package_of_name[s->name] = p;
	}
}

/* Newer expats count in 64 bits under another name, and call this one deprecated. */
static unsigned long line_number(XML_Parser parser)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
	return XML_GetCurrentLineNumber(parser);
#pragma GCC diagnostic pop
}

static int parse(struct filelists *f, FILE *xml, struct diag *diag)
{
	XML_Parser parser = XML_ParserCreate(NULL);
	int ret = 0;
	size_t n;

	if (!parser)
		solv_oom(1, CHUNK);
	XML_SetUserData(parser, f);
	XML_SetElementHandler(parser, start, end_element);
	XML_SetCharacterDataHandler(parser, text);
	do {
		void *buffer = XML_GetBuffer(parser, CHUNK);

		if (!buffer)
			solv_oom(1, CHUNK);
		n = fread(buffer, 1, CHUNK, xml);
		if (XML_ParseBuffer(parser, (int)n, n == 0) != XML_STATUS_OK)
			ret = diag_fail(diag, "cannot read '%s': %s, line %lu", f->path,
					XML_ErrorString(XML_GetErrorCode(parser)),
					line_number(parser));
		if (f->exceeded)
			ret = -1;
	} while (n > 0 && !ret);
	if (!ret && ferror(xml))
		ret = diag_fail(diag, "cannot read '%s': it is damaged", f->path);
	XML_ParserFree(parser);
	return ret;
}

int rpmmd_filelists_read(struct universe *u, const char *path, bool observe, int *ret_n,
			 struct diag *diag)
{
	FILE *xml = rpmmd_xml_open(path, "filelists", u, diag);
	struct filelists *f;
	int ret;

	if (!xml)
		return -1;
	f = solv_calloc(1, sizeof(*f));
	f->u = u;
	f->diag = diag;
	f->path = path;
	f->observe = observe;
	f->places = places_new(u->pool);
	queue_init(&f->unversioned);
	find_wanted(u, &f->wanted);
	find_tails(f);
	index_packages(f);
	ret = parse(f, xml, diag);
	if (!ret)
		ret = universe_check_limits(u, path, diag);
	if (!ret)
		*ret_n = f->n_known;
	fclose(xml);
	places_free(f->places);
	map_free(&f->wanted);
	queue_free(&f->unversioned);
	free(f->package_of_name);
	free(f->sibling);
	free(f);
	return ret;
}
