/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything that can be seen in a package or a component, in one stream.
 *
 * Some observations are stored in the universe (tags, files), others are read from the package
 * itself (its name, what it requires). Rules do not care: both are visited here as (kind, text,
 * count). Of a need with alternatives only the first counts, which is the one that is installed by
 * default; version limits and architecture qualifiers (":any") are left out; of a rich dependency
 * the leftmost name.
 */
#ifndef LINCHPIN_ANALYZER_OBSERVE_H
#define LINCHPIN_ANALYZER_OBSERVE_H

#include "importers/universe.h"

struct matcher;

typedef void observe_function(void *closure, enum observation_kind kind, Id text, int count);

/* Call visit for each observation of a package, only of kinds the matcher uses (NULL: of all). */
void observe_package(const struct universe *u, Id package, const struct matcher *m,
		     observe_function *visit, void *closure);

/* The same for what is seen in the component itself, not in its packages, and for OBS_CALLS, which
   is of all its run-time packages (role: package_roles(), NULL: of all). */
void observe_component(const struct universe *u, int component, const unsigned char *role,
		       const struct matcher *m, observe_function *visit, void *closure);

/* The name in a dependency: "libc6" of "libc6:any (>= 2.36) | musl", as a string Id. The text after
   a ':' is cut, which may add the cut name to the pool. */
Id observe_dependency_name(Pool *pool, Id dependency);

#endif
