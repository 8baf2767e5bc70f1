/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct options: the command line, parsed and checked.
 *
 *	linchpin VERB [OPTION…] [NAME…]
 *
 * One table in option_rows.c holds every option: name, letter, argument, help sentence, what takes
 * it, what tells the provenance. A verb says which of them it accepts as a
 * set of bits; another option is wrong usage, and the message names the nearest one it does accept.
 *
 *	struct options o;
 *
 *	options_init(&o);
 *	if (options_parse(&o, OPTIONS_READ | OPTIONS_TABLE | OPTION(TOP), "rank", argc, argv, diag))
 *		wrong usage: exit status 2
 *	if (o.help) {
 *		table_init(&help);
 *		options_help(OPTIONS_READ | …, &help);
 *		write `help` with the text writer and without provenance
 *	}
 *
 * To add an option: a word in enum option_name, a field in struct options, a row in option_rows.c.
 */
#ifndef LINCHPIN_QUERIES_OPTIONS_H
#define LINCHPIN_QUERIES_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "analyzer/exposure.h"
#include "graphs/alternatives.h"

struct diag;
struct table;
struct writer;

enum option_name {
	OPTION_NONE,
	/* of every verb */
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_QUIET,
	OPTION_VERBOSE,
	/* how to answer */
	OPTION_FORMAT,
	OPTION_OUTPUT,
	OPTION_WIDE,
	OPTION_NO_PAGER,
	/* what to read */
	OPTION_RELEASE,
	OPTION_ARCH,
	OPTION_COMPONENTS,
	OPTION_MULTILIB,
	OPTION_MIRROR,
	OPTION_SECURITY_MIRROR,
	OPTION_METALINK,
	OPTION_MIRRORLIST,
	OPTION_BASEURL,
	OPTION_KEYRING,
	OPTION_ALLOW_EXPIRED,
	OPTION_ALLOW_UNVERIFIED,
	OPTION_OFFLINE,
	OPTION_UNINSPECTED,
	OPTION_MEMORY,
	OPTION_UNCONFINED,
	OPTION_SELF,
	OPTION_LIMIT,
	/* how to judge */
	OPTION_WEIGHTS,
	OPTION_BOUNDARY,
	OPTION_POPCON,
	OPTION_RULES,
	OPTION_ALTERNATIVES,
	/* what to show */
	OPTION_TOP,
	OPTION_UNSAFE_ONLY,
	OPTION_MEETS_ALL,
	OPTION_PACKAGE,
	/* how to walk the graph */
	OPTION_TRANSITIVE,
	OPTION_DEPTH,
	OPTION_KIND,
	OPTION_BUILD,
	OPTION_CHAINS,
	OPTION_ALL,
	OPTION_PAIRS,
	OPTION_CONFLICTS,
	/* what to replace */
	OPTION_LINKS,
	OPTION_BUDGET,
	OPTION_COST,
	OPTION_ONLY_REPLACEABLE,
	OPTION_ONLY_LIBRARIES,
	OPTION_ANNOTATIONS,
	/* what to search, what to export */
	OPTION_IN,
	OPTION_AS,
	OPTION_AROUND,
	OPTIONS
};

/* A set of options: OPTION(TOP) | OPTION(PACKAGE). */
#define OPTION(name) (UINT64_C(1) << OPTION_##name)

#define OPTIONS_GENERAL (OPTION(HELP) | OPTION(VERSION) | OPTION(QUIET) | OPTION(VERBOSE))
#define OPTIONS_TABLE \
	(OPTION(FORMAT) | OPTION(OUTPUT) | OPTION(WIDE) | OPTION(NO_PAGER))
#define OPTIONS_READ \
	(OPTION(RELEASE) | OPTION(ARCH) | OPTION(COMPONENTS) | OPTION(MULTILIB) | OPTION(MIRROR) | \
	 OPTION(SECURITY_MIRROR) | OPTION(METALINK) | OPTION(MIRRORLIST) | OPTION(BASEURL) | \
	 OPTION(KEYRING) | OPTION(ALLOW_EXPIRED) | OPTION(ALLOW_UNVERIFIED) | OPTION(OFFLINE) | \
	 OPTION(UNINSPECTED) | OPTION(MEMORY) | OPTION(UNCONFINED) | OPTION(SELF) | \
	 OPTION(LIMIT))
#define OPTIONS_WALK (OPTION(PACKAGE) | OPTION(TOP) | OPTION(TRANSITIVE) | OPTION(DEPTH) | \
		      OPTION(KIND) | OPTION(ALTERNATIVES))
#define OPTIONS_JUDGE (OPTION(WEIGHTS) | OPTION(BOUNDARY) | OPTION(POPCON) | \
		       OPTION(RULES))

enum {
	TOP_DEFAULT = 50,	/* rows of a list where --top was not given */
	CHAINS_DEFAULT = 5,
	BUDGET_DEFAULT = 20,
};

/* What --kind may name beside the kinds of needs. */
#define KIND_WEAK NEEDS_WEAK
#define KIND_BUILD (1u << 30)
#define KIND_LINK (1u << 31)

/* What --in may name: where a search looks. */
#define IN_NAME (1u << 0)	/* of components and packages */
#define IN_PROVIDES (1u << 1)
#define IN_SUMMARY (1u << 2)
#define IN_FILE (1u << 3)	/* sonames, programs, units, … */
#define IN_ALL (IN_NAME | IN_PROVIDES | IN_SUMMARY | IN_FILE)

/* Exponents of the four criteria in the score, each 0 or more, not all 0. */
struct weights {
	double use, network, function, unsafe;
};

/* All strings are those of the command line and live as long as it. */
struct options {
	uint64_t accepted;		/* by the verb, OPTIONS_GENERAL included */
	bool help;			/* only show the options */
	bool version;			/* only show the version */
	bool quiet;			/* no progress, no warnings on standard error */
	bool verbose;			/* every kind of warning with its example */
	const struct writer *writer;	/* never NULL: --format, or FILE's extension, or text */
	bool writer_given;		/* by one of the first two */
	const char *output;		/* -o; NULL: standard output */
	bool wide;
	const char **release;		/* each -r in its order; the options own the array */
	int n_release;			/* 0: the machine's own distribution */
	const char *arch;		/* NULL: the machine's own, or what is there */
	const char *components;		/* "main,contrib"; NULL: the importer's default */
	bool multilib;			/* RPM: 32-bit packages too */
	const char *mirror;		/* URL; NULL: that of the machine's apt sources */
	const char *security_mirror;	/* URL; NULL: that of the machine's apt sources */
	const char **metalink;	      /* each --metalink in its order; the options own the … */
	const char **mirrorlist;      /* … array, and these */
	const char **baseurl;
	int n_metalink, n_mirrorlist, n_baseurl;
	const char *keyring;		/* NULL: the distribution's */
	bool allow_expired;
	bool allow_unverified;
	bool offline;			/* only what the cache holds */
	int64_t memory;			/* bytes that who reads may take */
	bool unconfined;		/* read with all rights of the user */
	bool uninspected;		/* leave aside what inspections found */
	bool self;			/* linchpin itself is a component of the release */
	struct weights weights;		/* all 1 unless --weights was given */
	enum boundary boundary;
	const char *popcon;		/* survey of installations; NULL: none */
	const char *rules;		/* directory; NULL: the built-in ones */
	enum alternatives alternatives;	/* the policy; ALTERNATIVES_NONE: the verb's own */
	int top;			/* 0: all; -1: not given */
	bool unsafe_only;
	bool meets_all;
	bool package;			/* a NAME is a package, not a component */
	bool transitive;
	int depth;			/* steps; 0: not given */
	unsigned kinds;			/* NEED_BIT()s, KIND_BUILD, KIND_LINK; 0: the verb's own */
	bool build;
	int chains;
	bool all;
	bool pairs;
	bool conflicts;
	int keep_links;			/* 1: a replacement loads what its predecessor loads; 0: it
					   does not; -1: the verb's own */
	double budget;			/* more than 0 */
	const char *cost;		/* a column of the annotations; NULL: all cost 1 */
	bool only_replaceable;
	bool only_libraries;
	const char *annotations;	/* file; NULL: none */
	unsigned in;			/* IN_…; 0: all */
	const char *as;			/* what to export to; NULL: by the name of the file */
	const char **around;		/* NAMEs to export the surroundings of, and … */
	int n_around;			/* … how many; 0: everything */
	bool no_pager;
	char **name;			/* the NAMEs, in argv (which is sorted for it) */
	int n_name;
};

/* The defaults. */
void options_init(struct options *o);
void options_clear(struct options *o);

/* Parse what follows the program's name: argv[0] is the verb, the last entry NULL. OPTIONS_GENERAL
   are always accepted. -1: wrong usage, diag says what. */
int options_parse(struct options *o, uint64_t accepted, const char *verb, int argc, char **argv,
		  struct diag *diag);

/* The options a verb accepts and what they do, as the parts "options", "reading_options",
   "answer_options" and "general_options" of an initialised table; those without any are left
   out. */
void options_help(uint64_t accepted, struct table *ret);

/* Add the values of the accepted options that can move a number, defaults too, to a RECORD. */
void options_describe(const struct options *o, struct table *record);

/* The option of that long name without dashes ("top"), OPTION_NONE: there is none. For shell
   completion and tests, options_name() is the reverse; it lives forever. */
enum option_name options_find(const char *name);
const char *options_name(enum option_name option);

/* One option as the manual and shell completions show it. Strings live forever. */
struct option_about {
	const char *name;		/* after "--" */
	char letter;			/* after "-", 0: none */
	const char *argument;		/* NULL: takes none */
	const char *help;
};

struct option_about options_about(enum option_name option);

/* "12" as a number from 0 to max: digits only. -1: diag names `what` ("--top"). */
int options_parse_number(const char *what, const char *text, int max, int *ret_number,
			 struct diag *diag);

/* "1", "0.25": digits and at most one point. -1: diag names `what`. */
int options_parse_real(const char *what, const char *text, double *ret_number, struct diag *diag);

#endif
