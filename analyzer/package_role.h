/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a package what runs on a user's machine, or what comes along with it?
 *
 * Development files, documentation, debug symbols, translations and transitional packages repeat
 * the words of the program they belong to without being it. The rules are in
 * analyzer/rules/package-roles.tsv.
 */
#ifndef LINCHPIN_ANALYZER_PACKAGE_ROLE_H
#define LINCHPIN_ANALYZER_PACKAGE_ROLE_H

#include <stdbool.h>

struct diag;
struct universe;

enum package_role {
	PACKAGE_RUNTIME,
	PACKAGE_ADDON,		/* for running too, beside what it extends: plug-ins, bindings */
	PACKAGE_DEVELOPMENT,
	PACKAGE_DOCUMENTATION,
	PACKAGE_DEBUG,
	PACKAGE_TRANSITIONAL,
	PACKAGE_DATA,
	PACKAGE_ROLES
};

/* Is it for running, as an add-on or by itself? */
static inline bool package_role_runs(int role)
{
	return role == PACKAGE_RUNTIME || role == PACKAGE_ADDON;
}

/* "runtime", "development": the words of the rule file. Lives forever. */
const char *package_role_name(enum package_role role);

/* Would package_roles() accept the rule file? Asked before an archive is read. */
int package_roles_check(const char *dir, struct diag *diag);

/* The role of each package Id (pool->nsolvables entries; source packages and unused Ids are
   PACKAGE_RUNTIME). The caller frees *ret_role. dir: see ruleset_load(). Cost: 0.05 s on
   bookworm. */
int package_roles(const struct universe *u, const char *dir, unsigned char **ret_role,
		  struct diag *diag);

#endif
