/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the place of an installed file say about its package?
 *
 * A file in a directory of sbin is a system program, a *.service in systemd's directory a service,
 * a lib*.so.* where the linker looks a shared library. The rules are a table in places.c, and the
 * same for every family of distributions, so that the observations of a Debian and a Fedora package
 * can be compared. Both the Debian multiarch directories (lib/x86_64-linux-gnu) and lib64 are
 * library directories.
 *
 *	struct places *places = places_new(pool);
 *
 *	n = places_look(places, path, path_end, sighting);
 *	for (i = 0; i < n; i++)
 *		universe_observe(u, sighting[i].kind, package, sighting[i].text, 1);
 *	places_free(places);
 *
 * Neighbours mostly share their directory, which is looked at once and remembered; a path that no
 * row fits costs one comparison. Only the few that match are interned.
 */
#ifndef LINCHPIN_IMPORTERS_PLACES_H
#define LINCHPIN_IMPORTERS_PLACES_H

#include <solv/pool.h>

#include "importers/universe.h"

struct places;

enum { SIGHTINGS_MAX = 6 }; /* rows that one path may match */

struct sighting {
	enum observation_kind kind;
	Id text;
};

/* The pool gains the texts as strings and must outlive the places. places_free(NULL) is fine. */
struct places *places_new(Pool *pool);
void places_free(struct places *p);

/* What the path (without a leading '/') is a sign of. Returns how many sightings there are.
   "libz.so.1" and "libz.so.1.2.13" are both seen as sonames: who sees all of a package tells them
   apart. */
int places_look(struct places *p, const char *path, const char *end,
		struct sighting ret_sighting[SIGHTINGS_MAX]);

/* Are programs with this extension ("py") installed as they were written? They are counted by
   extension (OBS_FILES_INSTALLED) outside tests and documentation; all others are compiled or
   packed first. O(extensions). */
bool places_is_kept_as_text(const char *extension);

/* Are files with this extension ("h") installed for compilers to read? They are counted likewise.
   O(extensions). */
bool places_is_for_compilers(const char *extension);

#endif
