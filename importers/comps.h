/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * comps.xml: the groups in which the RPM family installs packages, reduced to how firmly the
 * distribution installs each (OBS_TIER):
 *
 *	core		mandatory in the group "core": on every system that an installer makes
 *	core-default	default in "core": on every system, unless someone says no
 *	critical-path	in a group "critical-path-*": needed to boot, log in and update
 *	standard	mandatory or default in "base" or "standard": the usual set of a server
 *	group		mandatory in another group: comes along when the group is asked for
 *	group-default	default in another group
 *
 * A package has the tier of each group it is in. Members that are not in the release are passed
 * over. How much a tier is worth is decided in analyzer/use.c.
 */
#ifndef LINCHPIN_IMPORTERS_COMPS_H
#define LINCHPIN_IMPORTERS_COMPS_H

struct universe;
struct diag;

/* Call after all packages are known and before universe_finish(). */
int comps_import(struct universe *u, const char *path, struct diag *diag);

#endif
