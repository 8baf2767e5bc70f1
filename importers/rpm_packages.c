/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of the packages that were read count, and what they are built from; see rpm_packages.h.
 */
#include "importers/rpm_packages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <solv/evr.h>
#include <solv/poolarch.h>
#include <solv/queue.h>
#include <solv/solvable.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/text_copy.h"
#include "importers/universe.h"

const char *rpm_arch(const char *arch)
{
	/* what Debian, and with it the user, may call them */
	static const struct {
		const char *other, *rpm;
	} names[] = {
		{ "amd64", "x86_64" }, { "arm64", "aarch64" },	 { "armhf", "armv7hl" },
		{ "i386", "i686" },    { "ppc64el", "ppc64le" },
	};
	static struct utsname machine;

	if (!arch)
		return uname(&machine) == 0 ? machine.machine : "x86_64";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].other, arch))
			return names[i].rpm;
	return arch;
}

static bool is_source(const Solvable *s)
{
	return s->arch == ARCH_SRC || s->arch == ARCH_NOSRC;
}

/* ---- architecture ---- */

/* Can it be installed on the release's architecture, and is it not for the 32-bit twin? */
static bool is_of_arch(Pool *pool, const Solvable *s, Id native, bool multilib)
{
	if (s->arch == native || s->arch == ARCH_NOARCH)
		return true;
	if (!pool_arch2score(pool, s->arch))
		return false;
	return multilib || pool_arch2color(pool, s->arch) == pool_arch2color(pool, native);
}

/* The architecture that most packages are built for, 0: they are all noarch. */
static Id find_arch(const struct universe *u)
{
	Pool *pool = u->pool;
	int *n_of_arch = solv_calloc(pool->ss.nstrings, sizeof(int));
	Id best = 0, p;
	Solvable *s;

	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		if (is_source(s) || s->arch == ARCH_NOARCH)
			continue;
		if (++n_of_arch[s->arch] > n_of_arch[best])
			best = s->arch;
	}
	free(n_of_arch);
	return best;
}

static bool has_arch(const struct universe *u, Id native)
{
	Id p;
	Solvable *s;

	FOR_REPO_SOLVABLES(u->repo, p, s)
	if (!is_source(s) && is_of_arch(u->pool, s, native, false) && s->arch != ARCH_NOARCH)
		return true;
	return false;
}

static int settle_arch(struct universe *u, bool insist, bool multilib, struct diag *diag)
{
	Pool *pool = u->pool;
	Id native = pool_str2id(pool, u->release.arch, 1), other = find_arch(u), p;
	Solvable *s;

	if (other && !has_arch(u, native)) {
		if (insist)
			return diag_fail(
				diag,
				"no package is built for architecture '%s', most are for '%s'",
				u->release.arch, pool_id2str(pool, other));
		native = other;
		free(u->release.arch);
		u->release.arch = solv_strdup(pool_id2str(pool, native));
		pool_setarch(pool, u->release.arch);
	}
	FOR_REPO_SOLVABLES(u->repo, p, s)
	if (!is_source(s) && !is_of_arch(pool, s, native, multilib))
		repo_free_solvable(u->repo, p, 0);
	return 0;
}

/* ---- newest builds ---- */

static int compare_builds(const void *a, const void *b, void *closure)
{
	Pool *pool = closure;
	Id x = *(const Id *)a, y = *(const Id *)b;
	const Solvable *s = pool->solvables + x, *t = pool->solvables + y;
	int order;

	if (s->name != t->name)
		return s->name - t->name;
	if (s->arch != t->arch)
		return s->arch - t->arch;
	order = pool_evrcmp(pool, t->evr, s->evr, EVRCMP_COMPARE);
	return order ? order : x - y;
}

/* Of each name and architecture the newest, of equal ones the first that was read. */
static void keep_newest(struct universe *u, struct diag *diag)
{
	Pool *pool = u->pool;
	Queue build;
	Id p;
	Solvable *s;

	queue_init(&build);
	FOR_REPO_SOLVABLES(u->repo, p, s)
	queue_push(&build, p);
	if (build.count)
		qsort_r(build.elements, build.count, sizeof(Id), compare_builds, pool);
	for (int i = 1, kept = 0; i < build.count; i++) {
		const Solvable *newest = pool->solvables + build.elements[kept];

		s = pool->solvables + build.elements[i];
		if (s->name != newest->name || s->arch != newest->arch) {
			kept = i;
			continue;
		}
		if (!is_source(s))
			diag_warn(diag, WARN_OLDER_VERSION,
				  "'%s' is there in several builds; the newest counts",
				  pool_id2str(pool, s->name));
		repo_free_solvable(u->repo, build.elements[i], 0);
	}
	queue_free(&build);
}

/* ---- requirements of rpm itself ---- */

static bool is_system_need(Pool *pool, Id dep)
{
	while (ISRELDEP(dep))
		dep = GETRELDEP(pool, dep)->name;
	return !strncmp(pool_id2str(pool, dep), "rpmlib(", 7);
}

static void drop_system_needs(struct universe *u, struct diag *diag)
{
	Pool *pool = u->pool;
	Id p;
	Solvable *s;

	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		Id *from = s->requires ? u->repo->idarraydata + s->requires : NULL, *to = from;

		for (; from && *from; from++) {
			if (is_system_need(pool, *from))
				diag_warn(diag, WARN_SYSTEM_NEED,
					  "'%s' requires '%s', which only rpm itself meets",
					  pool_id2str(pool, s->name), pool_dep2str(pool, *from));
			else
				*to++ = *from;
		}
		if (to)
			*to = 0;
	}
}

/* ---- components ---- */

/* "openssl-3.0.7-27.el9.src.rpm": name and version, Ids of the pool. False: not of that form. */
static bool split_source_name(Pool *pool, const char *text, Id *ret_name, Id *ret_evr)
{
	const char *end = strstr(text, ".src.rpm"), *release, *version;
	char *name, *evr;

	if (!end)
		end = strstr(text, ".nosrc.rpm");
	release = end ? memrchr(text, '-', end - text) : NULL;
	version = release ? memrchr(text, '-', release - text) : NULL;
	if (!version || version == text)
		return false;
	/* copies, because the pool's strings move when one is added */
	name = text_copy(text, (size_t)(version - text));
	evr = text_copy(version + 1, (size_t)(end - version - 1));
	*ret_name = pool_str2id(pool, name, 1);
	*ret_evr = pool_str2id(pool, evr, 1);
	free(name);
	free(evr);
	return true;
}

static void add_to_component(struct universe *u, Id package)
{
	Pool *pool = u->pool;
	Solvable *s = pool_id2solvable(pool, package);
	const char *source = solvable_lookup_sourcepkg(s), *text;
	Id name = s->name, evr = s->evr;
	struct component *component;
	int c;

	if (source)
		split_source_name(pool, source, &name, &evr);
	c = universe_add_component(u, name);
	component = &u->component[c];
	if (!component->evr || pool_evrcmp(pool, component->evr, evr, EVRCMP_COMPARE) < 0)
		component->evr = evr;
	if (!component->homepage) {
		text = solvable_lookup_str(s, SOLVABLE_URL);
		component->homepage = text ? pool_str2id(pool, text, 1) : 0;
	}
	if (!component->maintainer) {
		text = solvable_lookup_str(s, SOLVABLE_PACKAGER);
		component->maintainer = text ? pool_str2id(pool, text, 1) : 0;
	}
	universe_set_component(u, package, c);
}

/* The newest source packages are those left in the repo; the release's own go over to source_repo.
   */
static void move_sources(struct universe *u)
{
	Pool *pool = u->pool;
	Queue source, dep;
	Id p;
	Solvable *s;

	queue_init(&source);
	queue_init(&dep);
	FOR_REPO_SOLVABLES(u->repo, p, s)
	if (is_source(s))
		queue_push(&source, p);
	for (int i = 0; i < source.count; i++) {
		const char *name;
		int c;

		s = pool_id2solvable(pool, source.elements[i]);
		name = pool_id2str(pool, s->name);
		c = universe_find_component(u, name);
		if (c >= 0 && !u->component[c].source) {
			Id copy = repo_add_solvable(u->source_repo);
			Solvable *t = pool_id2solvable(pool, copy);

			s = pool_id2solvable(pool, source.elements[i]); /* they may have moved */
			t->name = s->name;
			t->evr = s->evr;
			t->arch = ARCH_SRC;
			queue_empty(&dep); /* the look-up appends */
			solvable_lookup_deparray(s, SOLVABLE_REQUIRES, &dep, 0);
			for (int k = 0; k < dep.count; k++)
			t->requires = repo_addid_dep(u->source_repo, t->requires, dep.elements[k],
						     0);
			u->component[c].source = copy;
		}
		repo_free_solvable(u->repo, source.elements[i], 0);
	}
	queue_free(&source);
	queue_free(&dep);
}

int rpm_packages_settle(struct universe *u, bool insist, bool multilib, struct diag *diag)
{
	int n = 0;
	Id p;
	Solvable *s;

	if (settle_arch(u, insist, multilib, diag))
		return -1;
	keep_newest(u, diag);
	drop_system_needs(u, diag);
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		if (is_source(s))
			continue;
		add_to_component(u, p);
		n++;
	}
	move_sources(u);
	return n ? 0 :
		   diag_fail(diag, "it holds no package for architecture '%s'", u->release.arch);
}
