/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known from inside of packages: results of inspection kept in the user's cache, by the
 * SHA-256 of the package file, as CACHE/inspected/AB/ABCDEF….tsv (inspection.h).
 *
 * A result is about a file, not a release: a package that two releases share is inspected once, and
 * a new version is a new file. An import joins the results of the packages it has to their
 * observations; a package without one keeps what the archive says of it.
 *
 *	OBS_INSPECTED		"code" or "none"
 *	OBS_PROGRAM_CALLS	each program's set of calls; "opaque" where a program imports
 *	OBS_LIBRARY_CALLS	nothing though it has code (linked statically), or is written in a
 *				language that does without the C library; no set, no observation
 *	OBS_MACHINE_CODE	KiB of machine code by the set of languages an object shows
 *	OBS_COMPILER, OBS_BUILT_FROM, OBS_LOADS, OBS_OBJECT_SONAME, OBS_HARDENING	objects
 *	OBS_SETUID, OBS_CAPABILITY	privileged programs
 *	OBS_FILES_INSPECTED	KiB of other files by extension or interpreter
 */
#ifndef LINCHPIN_IMPORTERS_INSPECTED_H
#define LINCHPIN_IMPORTERS_INSPECTED_H

#include "importers/universe.h"

struct diag;
struct import_options;
struct inspection;

/* CACHE/inspected/AB/ABCDEF….tsv; the caller frees it. NULL: said in diag. sha256: lower-case
   hexadecimal. */
char *inspected_path(const struct import_options *options, const char *sha256, struct diag *diag);

/* Add the results for all packages of the universe that have one, before universe_finish(), and an
   input that stands for them: how many, and the SHA-256 of the sums of these packages, in
   order. A result that cannot be read is counted (WARN_BAD_INSPECTION) and left out. O(results). */
int inspected_join(struct universe *u, const struct import_options *options, struct diag *diag);

/* Is this the input that inspected_join() adds? */
bool inspected_is_input(const struct input *input);

/* Does inspected_observe() make observations of this kind? */
bool inspected_is_kind(enum observation_kind kind);

/* The observations of one package's inspection. */
void inspected_observe(struct universe *u, Id package, const struct inspection *i);

#endif
