/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct surface: what a component's libraries export, and which of it anyone uses. How much would
 * a replacement have to offer before the first program can be moved to it?
 *
 *	symbol	a dynamic symbol that a shared library of the component exports, without its
 *		version: functions and data. Only libraries where the linker looks for them count
 *		(OBS_SONAME), since nobody else links with the others; what several packages have
 *		under one soname is one library.
 *	use	a program, library or plug-in of another component imports the symbol and is linked
 *		with (DT_NEEDED) a library that exports it. If several of the component's do, it is
 *		the first in the order of the object, where the dynamic linker looks first.
 *
 * Seen is only what was inspected (importers/inspected.h), of the component and of who loads it
 * (graphs/links.h). Not seen are dlopen() and dlsym(), symbols that a plug-in takes from its host,
 * static libraries, and what headers expand to; a symbol without users is one that none of those
 * seen uses. So n_consumer and n_inspected belong beside every other number.
 *
 * Cost: reading the inspections of all packages that load the component: bookworm's zlib, with 200
 * of its 1,377 loaders inspected, 0.3 s.
 */
#ifndef LINCHPIN_ANALYZER_SURFACE_H
#define LINCHPIN_ANALYZER_SURFACE_H

#include <solv/strpool.h>

struct assessment;
struct diag;
struct import_options;
struct links;
struct ranking;

enum { SURFACE_EXAMPLES = 4 };

struct surface_symbol {
	Id name;			/* in surface.strings */
	Id soname;			/* in surface.strings: of the library that exports it */
	int n_consumer;			/* components that use it, without its own */
	int n_facing;			/* those of them that face the network themselves */
	int n_served;			/* inspected consumers that use nothing beyond the symbols
					   up to this one */
	int example[SURFACE_EXAMPLES];	/* min(n_consumer, SURFACE_EXAMPLES) components that use it,
					   the most critical first */
};

struct surface {
	Stringpool strings;
	struct surface_symbol *symbol;	/* the most used first, then by library and name */
	int n_symbol;
	int n_used;			/* symbols with a consumer */
	int n_package;			/* of the component, with shared libraries */
	int n_package_inspected;
	int n_consumer;			/* other components that load its code */
	int n_inspected;		/* those of them of which a package that loads it was
					   inspected; 0 without symbols */
	int n_facing;			/* of these, who face the network themselves */
};

void surface_init(struct surface *s);
void surface_clear(struct surface *s);

/* Find the surface of a component. options: the cache is where they say, as when the universe was
   imported. A kept inspection that cannot be read counts as none and is a WARN_BAD_INSPECTION. */
void surface_find(struct surface *s, const struct links *links, const struct assessment *a,
		  const struct ranking *r, int component, const struct import_options *options,
		  struct diag *diag);

/* Lives as long as the surface. */
const char *surface_text(const struct surface *s, Id id);

#endif
