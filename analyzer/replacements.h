/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which memory-safe replacements are known for a component, and are they in this release?
 *
 * The catalogue is analyzer/rules/replacements.tsv; each of its rows has a source, a level of
 * evidence and a date. What it says about packages is only a place to look: replacement_package()
 * asks the universe. Debian calls the crate x "librust-x-dev", Fedora "rust-x-devel": whichever is
 * named, both are looked for.
 *
 *	const struct replacement *r = replacements_of(&catalogue, "zlib", &n);
 *
 *	for (int i = 0; i < n; i++)
 *		Id package = replacement_package(&r[i], u, 0);
 */
#ifndef LINCHPIN_ANALYZER_REPLACEMENTS_H
#define LINCHPIN_ANALYZER_REPLACEMENTS_H

#include <stdbool.h>
#include <solv/pooltypes.h>

struct diag;
struct universe;

/* How much must change around the component. */
enum drop_in {
	DROP_IN_UNKNOWN,
	DROP_IN_NO,		/* programs or administrators must change */
	DROP_IN_CLI,		/* same command line or configuration */
	DROP_IN_PARTIAL,	/* same interface in part */
	DROP_IN_YES,		/* same interface */
	DROP_INS
};

struct replacement {
	const char *component;		/* in Debian */
	const char *elsewhere;		/* in the Fedora family, "a,b" */
	const char *name;
	const char *language;
	enum drop_in drop_in;
	bool whole;			/* else a part of the component */
	const char *packaged_as;	/* "a,b"; NULL: none known */
	const char *source;		/* where it is said */
	char level; /* 'A' document, 'B' packaging metadata, 'C' general knowledge */
	const char *date;		/* "2026-11-27": when it was last looked at */
	const char *why;
	int line;
};

/* In the order of the file; rows of one component stand together. Strings live as long. */
struct replacements {
	struct replacement *replacement;
	int n_replacement;
	/* private */
	char *text, *file;
};

/* dir: see ruleset_load(). */
int replacements_load(struct replacements *r, const char *dir, struct diag *diag);
void replacements_clear(struct replacements *r);

/* Those of a component, by either of its names; NULL and 0 if none is known. O(rows). */
const struct replacement *replacements_of(const struct replacements *r, const char *component,
					  int *ret_n);

/* Is all of the component replaced, and by memory-safe code alone? */
bool replacement_is_whole(const struct replacement *r);

/* The row of a component that a user means by a name: the whole name of a replacement, or a part
   of it that no other row of the component has, case aside. NULL: none or several. */
const struct replacement *replacements_find(const struct replacements *r, const char *component,
					    const char *name);

/* The component of this release that a row is about, by either name, -1: it has none. */
int replacement_component(const struct replacement *r, const struct universe *u);

/* The i-th package of this release that the replacement is packaged as, 0: no more. */
Id replacement_package(const struct replacement *r, const struct universe *u, int i);

/* "yes", "partial", "cli", "no". Lives forever. */
const char *drop_in_name(enum drop_in drop_in);

#endif
