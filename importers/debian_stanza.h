/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct debian_stanza: the stanza of Packages, Sources or dpkg's status that is read at the
 * moment, as relations of a solvable and observations of a package. What its fields mean is in
 * debian.h.
 *
 * A limit that is exceeded is said in diag, and `exceeded` is set: the import ends then. A relation
 * that cannot be parsed is counted as a warning and left out.
 */
#ifndef LINCHPIN_IMPORTERS_DEBIAN_STANZA_H
#define LINCHPIN_IMPORTERS_DEBIAN_STANZA_H

#include <stdbool.h>
#include <stddef.h>
#include <solv/pool.h>

#include "importers/limits.h"

struct apt_stanzas;
struct diag;
struct universe;

struct debian_stanza {
	struct universe *u;
	struct diag *diag;
	struct apt_stanzas *fields;
	const char *path;	/* of the index */
	const char *arch;	/* "amd64" */
	bool exceeded;
};

/* A text's Id. It ends at a zero byte, if it has one: two Ids of what reads the same would be two
   facts. */
Id debian_stanza_intern(struct debian_stanza *d, const char *text, size_t len);

/* A field's Id, 0: the stanza has none. */
Id debian_stanza_id(struct debian_stanza *d, const char *field);

/* A field as a terminated string in a fixed buffer; "" when absent or too long for any sane
   value. */
const char *debian_stanza_text(struct debian_stanza *d, const char *field, char *buffer,
			       size_t size);

/* The same of a name, a version or an architecture, which have a limit. */
const char *debian_stanza_name(struct debian_stanza *d, const char *field,
			       char buffer[NAME_BYTES_MAX + 1], long number_of_stanza);

/* The section without its area: "libs" of "contrib/libs"; 0: none. */
Id debian_stanza_section(struct debian_stanza *d);

/* All relations of a binary package, whose name and version are set; it provides itself. */
void debian_stanza_read_relations(struct debian_stanza *d, Solvable *s);

/* The build dependencies of a source package. */
void debian_stanza_read_build_needs(struct debian_stanza *d, Solvable *s);

/* Section, priority, tiers, summary and tags. */
void debian_stanza_observe(struct debian_stanza *d, Id package);

/* Tags alone: "role::program, works-with::{text, image}", groups are written out. */
void debian_stanza_read_tags(struct debian_stanza *d, Id package);

#endif
