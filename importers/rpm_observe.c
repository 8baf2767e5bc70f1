/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts about packages from the attributes that libsolv keeps of them; see rpm_observe.h.
 */
#include "importers/rpm_observe.h"

#include <stdlib.h>
#include <string.h>
#include <solv/solvable.h>

#include "importers/text_copy.h"
#include "importers/universe.h"

size_t rpm_soname_length(const char *provide)
{
	const char *paren = strchr(provide, '('), *so = strstr(provide, ".so");

	if (!so || *provide == '/' || (so[3] && so[3] != '.' && so[3] != '('))
		return 0;
	if (!paren) /* of 32-bit packages: "libz.so.1" */
		return strlen(provide);
	if (paren < so || strncmp(paren, "()", 2))
		return 0;
	return (size_t)(paren - provide);
}

bool rpm_is_library(const char *path, const char *end)
{
	static const char *const dirs[] = { "usr/lib64/", "lib64/", "usr/lib/", "lib/" };

	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		size_t n = strlen(dirs[i]);

		if ((size_t)(end - path) > n && !memcmp(path, dirs[i], n))
			return !memchr(path + n, '/', end - path - n);
	}
	return false;
}

/* Call visit with each soname of a package. */
static void each_soname(Pool *pool, Id package,
			void (*visit)(void *closure, const char *name, size_t len), void *closure)
{
	Solvable *s = pool_id2solvable(pool, package);
	Queue dep;

	queue_init(&dep); /* empty: the look-up appends */
	solvable_lookup_deparray(s, SOLVABLE_PROVIDES, &dep, 0);
	for (int i = 0; i < dep.count; i++) {
		Id id = dep.elements[i];
		const char *name;
		size_t len;

		if (ISRELDEP(id)) /* a version: something else */
			continue;
		name = pool_id2str(pool, id);
		len = rpm_soname_length(name);
		if (len)
			visit(closure, name, len);
	}
	queue_free(&dep);
}

struct visitor {
	struct universe *u;
	Pool *pool;
	Id package;
	Queue *soname;
};

static Id intern(Pool *pool, const char *name, size_t len)
{
	char text[256];

	if (len >= sizeof(text))
		return 0;
	memcpy(text, name, len); /* the pool's own strings move when one is added */
	text[len] = '\0';
	return pool_str2id(pool, text, 1);
}

static void see_versioned(void *closure, const char *name, size_t len)
{
	struct visitor *v = closure;
	Id text = memmem(name, len, ".so.", 4) ? intern(v->u->pool, name, len) : 0;

	if (text)
		universe_observe(v->u, OBS_SONAME, v->package, text, 1);
}

static void see_unversioned(void *closure, const char *name, size_t len)
{
	struct visitor *v = closure;
	Id text = memmem(name, len, ".so.", 4) ? 0 : intern(v->pool, name, len);

	if (text)
		queue_push(v->soname, text);
}

void rpm_unversioned_sonames(Pool *pool, Id package, Queue *ret_soname)
{
	struct visitor v = { .pool = pool, .package = package, .soname = ret_soname };

	queue_empty(ret_soname);
	each_soname(pool, package, see_unversioned, &v);
}

static void observe_text(struct universe *u, enum observation_kind kind, Id package, Id key)
{
	const char *text = solvable_lookup_str(pool_id2solvable(u->pool, package), key);
	char *line;

	if (!text || !*text || (kind == OBS_SECTION && !strcmp(text, "Unspecified")))
		return;
	/* a copy, because the pool's strings move when one is added */
	line = text_copy(text, strcspn(text, "\n"));
	universe_observe(u, kind, package, pool_str2id(u->pool, line, 1), 1);
	free(line);
}

void rpm_observe(struct universe *u)
{
	struct visitor v = { .u = u };
	Id p;
	Solvable *s;

	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		v.package = p;
		observe_text(u, OBS_SUMMARY, p, SOLVABLE_SUMMARY);
		observe_text(u, OBS_SECTION, p, SOLVABLE_GROUP);
		each_soname(u->pool, p, see_versioned, &v);
	}
}
