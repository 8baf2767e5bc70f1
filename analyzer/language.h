/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which languages is what a component ships written, and how much of it is memory unsafe?
 *
 * Source files are counted by extension and turned into languages by analyzer/rules/files.tsv;
 * languages.tsv says which are memory safe and how code in them is shipped. Then a file counts
 *
 *	1	in a compiled language, if a package holds compiled code (it is for some
 *		architecture, or something native was seen in it: a library, firmware, C headers);
 *		else only as far as it is itself installed for compilers to read
 *	1	in a language that runs on an interpreter or machine, if no compiled code is beside
 *		it, or if it is installed as it was written: as many as the lists of installed files
 *		name, not those that build or test
 *	0.4	in such a language beside compiled code, if it is compiled or packed before it is
 *		installed, or not found in the lists, but needed to run
 *	half	of that, in the component that is the language's own machine: what guards the
 *		programs counts more than the library that comes along
 *	0.1	script, where there is compiled code beside it; else 0.5
 *	0.25	of the above, in a vendored tree
 *	0.05	if nothing says that it is shipped: scripts for an interpreter that the component
 *		does not need
 *	0	tests, examples, documentation, packaging, build scripts, markup, data; code in a
 *		language whose compiler the component does not build with (Rust bindings of a C
 *		library)
 *
 * `unsafe` is the share of memory-unsafe code in that sum. Files are a coarse measure, but they are
 * what an archive lists for every component; shares are printed without decimals on purpose.
 *
 * Where all packages of a component live inside a safe language and need it (a Python module with a
 * C core), unsafe code counts half: it can break memory as elsewhere, but all input reaches it
 * through checked calls, and none of its callers can. So a module that is C through and through has
 * 0.5, one that is C to a quarter is still "safe". This does not hold for what other languages link
 * too (it has a soname), nor for the machine of the language.
 *
 * Components without source files (no list was read, or the source package holds archives) are
 * judged by witnesses alone (language-witness.tsv), with low confidence: build dependencies,
 * needed interpreters and libraries, tags. Compiled code of which nothing else is known counts as
 * C, which is what it is in most cases. Components without any code (fonts, data, metapackages) are
 * safe, with no share, whatever their source holds to make them.
 *
 * What was measured inside packages outweighs all this: language_measure().
 *
 *	struct language_table table = { 0 };
 *	struct language_verdicts verdicts = { 0 };
 *
 *	if (language_table_load(&table, dir, diag) < 0)
 *		return -1;
 *	language_judge(&verdicts, &table, u, role);
 *	verdicts.mix[c].unsafe …
 */
#ifndef LINCHPIN_ANALYZER_LANGUAGE_H
#define LINCHPIN_ANALYZER_LANGUAGE_H

#include <stdbool.h>

#include "analyzer/evidence.h"
#include "analyzer/rules.h"

enum safety {
	SAFETY_UNKNOWN,
	SAFETY_UNSAFE,
	SAFETY_MIXED,
	SAFETY_SAFE,
	SAFETIES
};

/* Below the first a component is safe, from the second on unsafe, between them mixed. */
#define LANGUAGE_SAFE_BELOW 0.15
#define LANGUAGE_UNSAFE_FROM 0.7

enum language_kind {
	LANGUAGE_KIND_NONE,
	LANGUAGE_NATIVE,	/* compiled into programs and libraries */
	LANGUAGE_MANAGED,	/* needs an interpreter or machine */
	LANGUAGE_SCRIPT,	/* glue */
	LANGUAGE_KINDS
};

struct language {
	const char *name;		/* "C++" */
	enum language_kind kind;
	bool neutral;			/* never counted */
	double unsafe;			/* 1 unsafe, 0.5 mixed, 0 safe */
	bool needs_witness;		/* beside compiled code, its files alone prove nothing */
	const char *why;
	int claim, claim_in, claim_runs; /* of language-witness.tsv: NAME, in:NAME, runs:NAME; -1:
					    no rule */
};

struct language_file_rule;

/* The rule files, read. */
struct language_table {
	struct language *language;
	int n_language;
	struct ruleset witness;
	/* private */
	struct language_file_rule *file_rule;
	int n_file_rule;
	char **extension;		/* those that rules speak of, sorted */
	int n_extension;
	char *text[2], *file[2];
};

enum language_basis {
	LANGUAGE_BASIS_NONE,		/* nothing was seen: no code */
	LANGUAGE_BASIS_ASIDE,		/* only tests or examples hold code, no witness */
	LANGUAGE_BASIS_WITNESS,		/* no source files: witnesses alone */
	LANGUAGE_BASIS_VENDORED,	/* only vendored trees hold code */
	LANGUAGE_BASIS_FILES,
	LANGUAGE_BASIS_MEASURED,	/* packages were measured: language_measure() */
	LANGUAGE_BASES
};

struct language_share {
	int language;			/* index into language_table.language */
	double share;			/* of all that counts, 0 to 1 */
	int n_file;			/* shipped and vendored files; 0: none was listed */
};

struct language_mix {
	int begin, n_share;		/* language_verdicts.share[begin …], greatest first */
	double unsafe;			/* 0 to 1, NAN: unknown */
	double confidence;		/* 0 to 1: how much there was to judge from */
	enum safety safety;
	enum language_basis basis;
	int lives_in;			/* language all packages live in, -1: none */
};

struct language_verdicts {
	const struct language_table *table;
	struct language_mix *mix;	/* [component] */
	int n_component;
	struct language_share *share;
	int n_share;
	struct evidence_list evidence;	/* of table->witness */
};

/* Read languages.tsv, files.tsv and language-witness.tsv (dir: see ruleset_load()). */
int language_table_load(struct language_table *t, const char *dir, struct diag *diag);
void language_table_clear(struct language_table *t);

/* The index of a language, -1: unknown. */
int language_find(const struct language_table *t, const char *name);

/* Judge all components. role: from package_roles(), or NULL. The verdicts point into table and
   universe. Cost: about 0.3 s on bookworm. */
void language_judge(struct language_verdicts *v, const struct language_table *t,
		    const struct universe *u, const unsigned char *role);
void language_verdicts_clear(struct language_verdicts *v);

/* Bytes of machine code, or of program text, in one language. */
struct language_bytes {
	int language;			/* index into language_table.language */
	double bytes;
};

/* Let measured bytes outweigh what the file names said. covered: the part of the component that was
   measured, 0 to 1 (measured.h says how it is counted); the verdict so far stands for the rest of
   it, in shares as in confidence. Languages may repeat; neutral ones do not count. text: what a
   byte of program text counts beside one of machine code. Nothing changes if nothing was measured.
   The component's shares move: do not keep mix.begin. O(languages). */
void language_measure(struct language_verdicts *v, int component,
		      const struct language_bytes *measured, int n_measured, double text,
		      double covered);

/* Do all its packages live inside a safe language, so that unsafe code counts half? */
bool language_mix_is_inside(const struct language_verdicts *v, int component);

/* "C 93%, Assembly 5%"; "" if there is no code. Languages below one percent are left out. The
   caller frees it. */
char *language_mix_text(const struct language_verdicts *v, int component);

/* "unsafe", "mixed", "safe", "unknown". Lives forever. */
const char *safety_name(enum safety safety);

/* "source files", "witnesses", …; for explanations. Lives forever. */
const char *language_basis_name(enum language_basis basis);

#endif
