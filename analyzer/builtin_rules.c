/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rule files of analyzer/rules/, compiled in, so that the program judges the same wherever it
 * is installed. The assembler copies them byte by byte; the Makefile says that this object depends
 * on them.
 *
 * To add a rule file: write it, add an INCLUDE line and a row here, and a loader that names its
 * columns.
 */
#include "analyzer/tsv.h"

#define INCLUDE(symbol, path)					\
	__asm__(".pushsection .rodata\n"			\
		".globl rules_" #symbol "_begin\n"		\
		".hidden rules_" #symbol "_begin\n"		\
		".globl rules_" #symbol "_end\n"		\
		".hidden rules_" #symbol "_end\n"		\
		"rules_" #symbol "_begin:\n"			\
		".incbin \"analyzer/rules/" path "\"\n"		\
		"rules_" #symbol "_end:\n"			\
		".byte 0\n"					\
		".popsection\n");				\
	extern const char rules_##symbol##_begin[] __attribute__((visibility("hidden"))); \
	extern const char rules_##symbol##_end[] __attribute__((visibility("hidden")))

INCLUDE(files, "files.tsv");
INCLUDE(languages, "languages.tsv");
INCLUDE(language_witness, "language-witness.tsv");
INCLUDE(package_roles, "package-roles.tsv");
INCLUDE(exposure, "exposure.tsv");
INCLUDE(function, "function.tsv");
INCLUDE(functions, "functions.tsv");
INCLUDE(replacements, "replacements.tsv");
INCLUDE(evaluate, "evaluate.tsv");

#define ROW(symbol, path) { path, rules_##symbol##_begin, rules_##symbol##_end }

const struct builtin_rules builtin_rules[] = {
	ROW(files, "files.tsv"),			/* extension -> language */
	ROW(languages, "languages.tsv"),		/* language -> safety */
	ROW(language_witness, "language-witness.tsv"),	/* what else says the language */
	ROW(package_roles, "package-roles.tsv"),	/* which packages are not for running */
	ROW(exposure, "exposure.tsv"),			/* what speaks for network exposure */
	ROW(function, "function.tsv"),			/* what speaks for a function */
	ROW(functions, "functions.tsv"),		/* how critical a function is */
	ROW(replacements, "replacements.tsv"),		/* known memory-safe replacements */
	ROW(evaluate, "evaluate.tsv"),			/* which labels ask which question */
	{ NULL, NULL, NULL }
};
