/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The role with the greatest sum of matching weights, if that reaches the threshold; ties go to the
 * role that stands first in enum package_role.
 */
#include "analyzer/package_role.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/match.h"
#include "analyzer/observe.h"
#include "analyzer/rules.h"
#include "importers/diag.h"
#include "importers/universe.h"

/* How much must speak for a role other than runtime. */
#define ROLE_THRESHOLD 0.5

static const char *const role_name[PACKAGE_ROLES] = {
	[PACKAGE_RUNTIME] = "runtime",
	[PACKAGE_ADDON] = "addon",
	[PACKAGE_DEVELOPMENT] = "development",
	[PACKAGE_DOCUMENTATION] = "documentation",
	[PACKAGE_DEBUG] = "debug",
	[PACKAGE_TRANSITIONAL] = "transitional",
	[PACKAGE_DATA] = "data",
};

const char *package_role_name(enum package_role role)
{
	return role < PACKAGE_ROLES ? role_name[role] : role_name[PACKAGE_RUNTIME];
}

/* The rules, and the role that each speaks for. The caller clears and frees them, also after a
   failure. */
static int load_rules(const char *dir, struct ruleset *rules, int **ret_role, struct diag *diag)
{
	int *role;

	memset(rules, 0, sizeof(*rules));
	*ret_role = NULL;
	if (ruleset_load(rules, dir, "package-roles.tsv", diag) < 0)
		return -1;
	*ret_role = role = solv_calloc(rules->n_rule + 1, sizeof(*role));
	for (int i = 0; i < rules->n_rule; i++) {
		const struct rule *rule = &rules->rule[i];
		int r = PACKAGE_RUNTIME + 1;

		while (r < PACKAGE_ROLES && strcmp(role_name[r], rule->claim))
			r++;
		if (r == PACKAGE_ROLES)
			return diag_fail(diag, "cannot parse rule '%s' line %d: unknown role '%s'",
					 rule->file, rule->line, rule->claim);
		if (observation_kind_is_of_component(rule->witness))
			return diag_fail(
				diag,
				"cannot parse rule '%s' line %d: '%s' is not seen in packages",
				rule->file, rule->line, observation_kind_name(rule->witness));
		role[i] = r;
	}
	return 0;
}

struct tally {
	const struct ruleset *rules;
	struct matcher *matcher;
	const int *role;		/* of rule i */
	unsigned char *seen;		/* rule i already counted for this package */
	double weight[PACKAGE_ROLES];
};

static void count(void *closure, enum observation_kind kind, Id text, int n)
{
	struct tally *t = closure;
	const int *rule;
	int n_rule;

	(void)n;
	rule = matcher_find(t->matcher, kind, text, &n_rule);
	for (int i = 0; i < n_rule; i++) {
		if (t->seen[rule[i]])
			continue;
		t->seen[rule[i]] = 1;
		t->weight[t->role[rule[i]]] += t->rules->rule[rule[i]].weight;
	}
}

static enum package_role role_of_package(const struct universe *u, Id package, struct tally *t)
{
	enum package_role best = PACKAGE_RUNTIME;

	memset(t->seen, 0, (size_t)t->rules->n_rule);
	memset(t->weight, 0, sizeof(t->weight));
	observe_package(u, package, t->matcher, count, t);
	for (int r = PACKAGE_RUNTIME + 1; r < PACKAGE_ROLES; r++)
		if (t->weight[r] >= ROLE_THRESHOLD - 1e-9 &&
		    (best == PACKAGE_RUNTIME || t->weight[r] > t->weight[best] + 1e-9))
			best = (enum package_role)r;
	return best;
}

int package_roles_check(const char *dir, struct diag *diag)
{
	struct ruleset rules;
	int *role, ret = load_rules(dir, &rules, &role, diag);

	free(role);
	ruleset_clear(&rules);
	return ret;
}

int package_roles(const struct universe *u, const char *dir, unsigned char **ret_role,
		  struct diag *diag)
{
	struct ruleset rules;
	struct tally t = { .rules = &rules };
	unsigned char *role_of = NULL;
	int *role;
	Id p;
	Solvable *s;

	if (load_rules(dir, &rules, &role, diag) == 0) {
		t.role = role;
		t.seen = solv_calloc(rules.n_rule + 1, 1);
		t.matcher = matcher_new(&rules, u->pool);
		role_of = solv_calloc(u->pool->nsolvables, 1);
		FOR_REPO_SOLVABLES(u->repo, p, s)
			role_of[p] = (unsigned char)role_of_package(u, p, &t);
	}
	matcher_free(t.matcher);
	free(t.seen);
	free(role);
	ruleset_clear(&rules);
	if (!role_of)
		return -1;
	*ret_role = role_of;
	return 0;
}
