/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linchpin as a component; see self.h. The version is made of the program's SHA-256: two builds are
 * two programs.
 */
#include "importers/self.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/diag.h"
#include "importers/elf_object.h"
#include "importers/importer.h"
#include "importers/inspected.h"
#include "importers/inspection.h"
#include "importers/universe.h"

static const char program[] = "/proc/self/exe", name[] = "linchpin";

static int read_program(struct inspection *i, struct diag *diag)
{
	int fd = open(program, O_RDONLY | O_CLOEXEC), ret = -1;
	struct stat st;
	void *bytes = MAP_FAILED;
	char sum[65];

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED) {
		diag_fail(diag, "cannot read linchpin itself: %s", strerror(errno));
	} else {
		struct object *o = inspection_add_object(i);

		ret = elf_object_read(o, "usr/bin/linchpin", bytes, (size_t)st.st_size, diag);
		o->mode = 0755;
		munmap(bytes, (size_t)st.st_size);
	}
	if (fd >= 0)
		close(fd);
	if (!ret)
		ret = apt_sha256(program, false, sum, &i->size, diag);
	if (!ret)
		i->sha256 = solv_strdup(sum);
	return ret;
}

/* The package that has a library: of several the one with the shortest name, as libc6 beside
   libc6-amd64-cross; 0: none. */
static Id find_owner(const struct universe *u, const char *soname)
{
	Pool *pool = u->pool;
	Id text = pool_str2id(pool, soname, 0), best = 0;

	for (int i = 0; text && i < u->of_package.n_observation; i++) {
		const struct observation *o = &u->of_package.observation[i];
		const char *its, *other;

		if (o->kind != OBS_SONAME || o->text != text ||
		    pool->solvables[o->subject].repo != u->repo)
			continue;
		its = pool_id2str(pool, pool->solvables[o->subject].name);
		other = best ? pool_id2str(pool, pool->solvables[best].name) : NULL;
		if (!other || strlen(its) < strlen(other) ||
		    (strlen(its) == strlen(other) && strcmp(its, other) < 0))
			best = o->subject;
	}
	return best;
}

static void add_needs(struct universe *u, Id package, const struct object *o, struct diag *diag)
{
	Pool *pool = u->pool;

	for (int i = 0; i < o->n_needed; i++) {
		Id need = 0;

		if (pool->disttype == DISTTYPE_RPM) {
			char *text = solv_dupjoin(o->needed[i], "()(64bit)", NULL);

			need = pool_str2id(pool, text, 1);
			free(text);
		} else {
			Id owner = find_owner(u, o->needed[i]);

			need = owner ? pool->solvables[owner].name : 0;
		}
		if (need)
			pool->solvables[package].requires = repo_addid_dep(
				u->repo, pool->solvables[package].requires, need, 0);
		else
			diag_warn(diag, WARN_UNMET_NEED,
				  "no package has '%s', which linchpin loads", o->needed[i]);
	}
}

static void observe(struct universe *u, Id package, enum observation_kind kind, const char *text)
{
	universe_observe(u, kind, package, pool_str2id(u->pool, text, 1), 1);
}

static void add_package(struct universe *u, const struct inspection *i, struct diag *diag)
{
	Pool *pool = u->pool;
	Id package = repo_add_solvable(u->repo);
	Solvable *s = pool->solvables + package;
	int component = universe_add_component(u, pool_str2id(pool, name, 1));
	unsigned char sum[32];
	char version[32];
	const char *hex = i->sha256;
	struct input *input;

	snprintf(version, sizeof(version), "0~%.12s", i->sha256);
	s->name = pool_str2id(pool, name, 1);
	s->evr = pool_str2id(pool, version, 1);
	s->arch = pool_str2id(pool, u->release.arch, 1);
	s->provides = repo_addid_dep(u->repo, s->provides,
				     pool_rel2id(pool, s->name, s->evr, REL_EQ, 1), 0);
	u->component[component].evr = s->evr;
	universe_set_component(u, package, component);
	add_needs(u, package, &i->object[0], diag);
	observe(u, package, OBS_SUMMARY, "this program, judged by its own criteria");
	observe(u, package, OBS_PROGRAM, name);
	observe(u, package, OBS_PRIORITY, "optional");
	inspected_observe(u, package, i);
	input = universe_add_input(u);
	input->name = solv_strdup("linchpin itself");
	input->path = solv_strdup(program);
	input->size = i->size;
	snprintf(input->sha256, sizeof(input->sha256), "%s", i->sha256);
	if (solv_hex2bin(&hex, sum, sizeof(sum)) == sizeof(sum))
		universe_set_package_file(u, package, u->release.n_input - 1, NULL, 0, i->size,
					  sum);
}

int self_join(struct universe *u, const struct import_options *options, struct diag *diag)
{
	struct inspection i;
	Id text = pool_str2id(u->pool, name, 0);
	int ret = 0;
	Solvable *s;
	Id p;

	if (!options->self)
		return 0;
	FOR_REPO_SOLVABLES(u->repo, p, s)
	if (text && s->name == text)
		return diag_fail(diag, "the release has a package '%s' of its own; see that, "
				       "without --self", name);
	inspection_init(&i);
	ret = read_program(&i, diag);
	if (!ret) {
		i.name = solv_strdup(name);
		i.evr = solv_strdup("0");
		i.arch = solv_strdup(u->release.arch);
		inspection_sort(&i);
		add_package(u, &i, diag);
	}
	inspection_clear(&i);
	return ret;
}
