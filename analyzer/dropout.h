/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which libraries are there for some packages only, so that they are no longer needed once these
 * are gone? gnutls28 takes libtasn1 with it, if nothing else needs it.
 *
 * A *library package* is a runtime package with a shared library and nothing to run (no program,
 * unit, init script, D-Bus service, PAM or NSS module, plug-in). Packages R go. What is still
 * needed is found like memory that is in use:
 *	roots	all other packages, but library packages that a package of R can require along
 *		some chain (the candidates), and but development, documentation and debug packages,
 *		which nobody runs
 *	needed	what a root or a needed package requires or recommends, any provider; not through R
 * A candidate that is not needed drops out: every package that could use it goes too. So libraries
 * that only need each other drop out together, and any alternative keeps a library.
 *
 * Cost: O(needs + providers); bookworm 0.005 s.
 */
#ifndef LINCHPIN_ANALYZER_DROPOUT_H
#define LINCHPIN_ANALYZER_DROPOUT_H

#include <stdbool.h>

struct depgraph;

/* gone: [node], 1: of R. ret_drops: [node], the caller's, zeroed; set to 1 where it drops out.
   Returns how many do. */
int dropout_find(const struct depgraph *g, const unsigned char *role, const unsigned char *gone,
		 unsigned char *ret_drops);

/* Is nothing left of the component that runs or lends code, and does some of it drop out? */
bool dropout_is_whole(const struct depgraph *g, const unsigned char *role,
		      const unsigned char *drops, int component);

#endif
