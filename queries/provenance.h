/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct provenance: where an answer comes from, so that it can be repeated and doubted.
 *
 * provenance_table() turns it into a table like any other; every writer puts that table around its
 * answer (JSON as the members before the answer's own, the others as a footer), so all formats say
 * the same. Nothing in it depends on the machine: inputs are named as the archive calls them and
 * known by their SHA-256, options by their values, files by their last name.
 */
#ifndef LINCHPIN_QUERIES_PROVENANCE_H
#define LINCHPIN_QUERIES_PROVENANCE_H

struct annotations;
struct diag;
struct options;
struct release;
struct table;

#ifndef LINCHPIN_VERSION
#define LINCHPIN_VERSION "0.1"
#endif

struct provenance {
	const char *verb;			/* "rank" */
	const struct release *const *release;	/* what was read, one for each -r */
	int n_release;
	const struct options *options;		/* NULL: none */
	const struct diag *diag;		/* for the counts of warnings; NULL: none */
	const struct annotations *annotations;	/* the user's; NULL or without a name: none */
};

/* Fill an initialised table: "linchpin" (the version), "verb", "release" (with "inputs"),
   "options", "annotations" (name and SHA-256, if there are any), "warnings". Two releases and more
   become the list "releases", in their order, and "release" is the first of them. */
void provenance_table(const struct provenance *p, struct table *ret);

#endif
