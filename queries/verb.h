/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct verb: one question users can ask, as a row of a table: its name, what it takes, the stage
 * of analysis it needs, and the function that turns the analysis into an answer. No verb reads an
 * archive, chooses a format or prints; main.c prepares exactly the stage, runs it, and writes.
 *
 * To add one: queries/NAME.c with a `const struct verb verb_NAME`, its name in verbs.c, a case file
 * in tests/cases/, and a section in the man page.
 */
#ifndef LINCHPIN_QUERIES_VERB_H
#define LINCHPIN_QUERIES_VERB_H

#include <stdint.h>

#include "analyzer/analysis.h"

struct diag;
struct digest;
struct options;
struct table;

struct verb {
	const char *name;
	const char *arguments;		/* "NAME…"; "" takes none */
	const char *summary;		/* one line for the list of verbs */
	const char *description;	/* sentences for --help and the man page */
	uint64_t options;		/* OPTION()s it accepts */
	int n_release;			/* how many -r it needs; 0: one, or this machine's */
	bool more_releases;		/* n_release or more */
	int max_release;		/* where n_release is 0: how many -r it takes at most, -1:
					   any number; 0: one */
	int top;			/* rows without --top; 0: TOP_DEFAULT */
	int min_names, max_names;	/* how many NAMEs; max -1: any number */
	bool everything;		/* without --top, all formats show all rows */
	bool writes_file;		/* -o FILE is what the verb itself makes; what it answers
					   goes to standard output */
	bool imports;			/* run() reads the releases itself, all of them */
	bool fetches;			/* the releases are brought up to date first */
	bool inspects;			/* asks for packages to be inspected */
	bool reads_names;		/* NAMEs are files */
	const char *format;		/* without --format and an extension of -o; NULL: text */
	bool whole;			/* without --top, formats other than text show all rows */
	enum alternatives alternatives;	/* policy without --alternatives; NONE: preferred */
	bool keep_links;		/* without --links: "keep", else "drop" */
	enum stage stage;		/* how far the analysis must go … */
	enum stage (*stage_of)(const struct options *o);	/* … or what decides it; NULL */
	unsigned measures;		/* MEASURE_BIT()s it shows */
	/* Is the usage right, as far as options alone tell? Asked before anything is read. NULL: it
	   always is. -1: diag says what is wrong. */
	int (*check)(const struct options *o, struct diag *diag);
	/* Answer. `a` is the analysis, or one of each -r; `spec` is the first's name. 0, or -1
	   with the reason in diag. */
	int (*run)(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
		   struct diag *diag);
	/* Write the answer in `format` instead of its writer: it is more than one file. NULL: the
	   writer. */
	int (*write)(const struct options *o, const struct table *answer,
		     const struct table *provenance, struct diag *diag);
	/* Instead of run, of verbs that compare: each release is analysed by itself, and only its
	   digest is kept. */
	int (*compare)(const struct digest *digest, int n, const struct options *o,
		       struct table *ret, struct diag *diag);
};

/* All verbs in the order of --help; the last is NULL. */
extern const struct verb *const verbs[];

/* The verb of that name; NULL: none, and diag says so, with the nearest. */
const struct verb *verb_find(const char *name, struct diag *diag);

/* The component a user named, or -1: diag suggests others. A package's name finds its component. */
int verb_find_component(const struct analysis *a, const char *name, struct diag *diag);

/* The nodes of the component or package a user named (a component wins, unless `package`). Returns
   how many, in an array that the caller frees; -1: diag suggests others. */
int verb_find_nodes(const struct analysis *a, const char *name, bool package, int **ret_node,
		    struct diag *diag);

/* The nodes of all NAMEs together, each once, though NAMEs may overlap; as verb_find_nodes(). */
int verb_find_all_nodes(const struct analysis *a, const struct options *o, int **ret_node,
			struct diag *diag);

/* Set a text cell to the known memory-safe replacement that asks for the least change, e.g.
   "zlib-rs (Rust, drop-in, packaged)"; nothing if none is known. */
void verb_set_replacement(const struct analysis *a, int component, struct table *t,
			  const char *key);

#endif
