/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libsolv reads the groups into a pool of its own, as solvables "group:ID" that require their
 * mandatory members, recommend the default and suggest the optional ones; see comps.h.
 */
#include "importers/comps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>
#include <solv/repo.h>
#include <solv/repo_comps.h>
#include <solv/queue.h>
#include <solv/solvable.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/rpmmd_xml.h"
#include "importers/universe.h"

/* The first row that fits is taken; a prefix where it ends in '-'. */
static const struct {
	const char *group;
	Id membership;
	const char *tier;
} tiers[] = {
	{ "core", SOLVABLE_REQUIRES, "core" },
	{ "core", SOLVABLE_RECOMMENDS, "core-default" },
	{ "critical-path-", SOLVABLE_REQUIRES,
	  "critical-path" }, /* Fedora's critical path policy */
	{ "critical-path-", SOLVABLE_RECOMMENDS, "critical-path" },
	{ "base", SOLVABLE_REQUIRES, "standard" }, /* CentOS up to 7 */
	{ "base", SOLVABLE_RECOMMENDS, "standard" },
	{ "standard", SOLVABLE_REQUIRES, "standard" }, /* Fedora, CentOS from 8 */
	{ "standard", SOLVABLE_RECOMMENDS, "standard" },
	{ "", SOLVABLE_REQUIRES, "group" },
	{ "", SOLVABLE_RECOMMENDS, "group-default" },
};

enum { TIERS = sizeof(tiers) / sizeof(tiers[0]) };

static const char *tier_of(const char *group, Id membership)
{
	for (int i = 0; i < TIERS; i++) {
		size_t n = strlen(tiers[i].group);
		bool is_prefix = n == 0 || tiers[i].group[n - 1] == '-';

		if (tiers[i].membership == membership &&
		    (is_prefix ? !strncmp(tiers[i].group, group, n) :
				 !strcmp(tiers[i].group, group)))
			return tiers[i].tier;
	}
	return NULL;
}

/* Say it of every package called so. */
static void observe_members(struct universe *u, const Id *package_of_name, const Id *sibling,
			    int n_name, const char *member, const char *tier)
{
	Id name = pool_str2id(u->pool, member, 0);

	for (Id p = name && name < n_name ? package_of_name[name] : 0; p; p = sibling[p])
		universe_observe(u, OBS_TIER, p, pool_str2id(u->pool, tier, 1), 1);
}

static void observe_groups(struct universe *u, Repo *groups)
{
	static const Id memberships[] = { SOLVABLE_REQUIRES, SOLVABLE_RECOMMENDS };
	int n_name = u->pool->ss.nstrings;
	Id *package_of_name = solv_calloc(n_name, sizeof(Id));
	Id *sibling = solv_calloc(u->pool->nsolvables, sizeof(Id)), p;
	Solvable *s;
	Queue member;

	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		sibling[p] = package_of_name[s->name];
		package_of_name[s->name] = p;
	}
	queue_init(&member);
	FOR_REPO_SOLVABLES(groups, p, s)
	{
		const char *name = pool_id2str(groups->pool, s->name);

		if (strncmp(name, "group:", 6))
			continue;
		for (int k = 0; k < 2; k++) {
			const char *tier = tier_of(name + 6, memberships[k]);

			queue_empty(&member);
			solvable_lookup_deparray(s, memberships[k], &member, 0);
			for (int i = 0; i < member.count; i++)
				if (!ISRELDEP(member.elements[i])) /* conditional members are */
					observe_members(
						u, package_of_name, sibling, n_name,
						pool_id2str(groups->pool, member.elements[i]),
						tier);
		}
	}
	queue_free(&member);
	free(package_of_name);
	free(sibling);
}

/* repo_add_comps() prints what is wrong with the XML and then succeeds. */
static void keep_complaint(Pool *pool, void *closure, int type, const char *text)
{
	char **complaint = closure;

	(void)pool;
	if (!*complaint && (type & (SOLV_FATAL | SOLV_ERROR))) {
		*complaint = solv_strdup(text);
		(*complaint)[strcspn(*complaint, "\n")] = '\0';
	}
}

int comps_import(struct universe *u, const char *path, struct diag *diag)
{
	FILE *xml = rpmmd_xml_open(path, "comps", NULL, diag);
	char *complaint = NULL;
	Pool *pool;
	Repo *repo;
	int ret = 0;

	if (!xml)
		return -1;
	pool = pool_create();
	pool_setdisttype(pool, DISTTYPE_RPM);
	repo = repo_create(pool, "groups");
	pool_setdebugcallback(pool, keep_complaint, &complaint);
	if (repo_add_comps(repo, xml, 0) || ferror(xml) || complaint)
		ret = diag_fail(diag, "cannot read '%s': %s", path,
				complaint ? rpmmd_xml_without_reader(complaint) :
					    rpmmd_xml_reason(pool));
	else
		observe_groups(u, repo);
	fclose(xml);
	free(complaint);
	pool_free(pool);
	return ret;
}
