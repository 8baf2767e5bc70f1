/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the solvables that libsolv read of an RPM repository (or of .rpm files, or of an RPM
 * database) to the packages and components of a release. Call once, after everything was read into
 * u->repo and before universe_finish():
 *
 *   - packages of other architectures go, also those of the 32-bit twin (multilib), unless wanted;
 *   - of several builds of a name and architecture the newest stays, the others are counted as
 *     WARN_OLDER_VERSION;
 *   - source packages (arch src, nosrc) become u->source_repo: the newest of each name that is a
 *     component, with its BuildRequires as requires;
 *   - the component is the name in rpm:sourcerpm; without it, the package's own name;
 *   - requirements that only rpm itself can meet, rpmlib(…), go, counted as WARN_SYSTEM_NEED: they
 *     say which version of rpm unpacks the package, and no package provides them.
 *
 * Cost: O(packages + relations).
 */
#ifndef LINCHPIN_IMPORTERS_RPM_PACKAGES_H
#define LINCHPIN_IMPORTERS_RPM_PACKAGES_H

#include <stdbool.h>

struct universe;
struct diag;

/* RPM's name of an architecture: "x86_64" for "amd64"; others as they are. NULL: the machine's.
   Lives forever, or as long as the argument. */
const char *rpm_arch(const char *arch);

/* insist: the universe's architecture is the user's wish; else the one most packages are built for
   is taken if none is built for it. -1: no package is left. */
int rpm_packages_settle(struct universe *u, bool insist, bool multilib, struct diag *diag);

#endif
