/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All that the code of a component calls, as one set (importers/call_names.h): the observation
 * OBS_CALLS. What a component does not call can be said only of the whole of it, and only where
 * all of it was seen.
 */
#ifndef LINCHPIN_ANALYZER_CALLS_H
#define LINCHPIN_ANALYZER_CALLS_H

#include "importers/universe.h"

/* The set as a string Id ("accept bind listen"), which may be added to the pool; 0: not all of its
   packages that may hold machine code (run-time, of one architecture) were inspected, or there are
   none. Beside calls the set may hold the words
	opaque	some of its code hides what it calls (static programs, Go)
	scripts	it installs programs for interpreters, whose calls are not seen
	none	nothing of all that
   role: package_roles(), NULL: all packages count. O(observations of the component). */
Id calls_of_component(const struct universe *u, int component, const unsigned char *role);

/* May this package hold machine code that an inspection would see: of one architecture, and for
   running? */
bool calls_may_hold_code(const struct universe *u, Id package, const unsigned char *role);

/* Was the package inspected? */
bool calls_is_inspected(const struct universe *u, Id package);

/* Were all packages inspected that may hold machine code, and is there one? */
bool calls_known(const struct universe *u, int component, const unsigned char *role);

#endif
