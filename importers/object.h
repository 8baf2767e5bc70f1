/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct object: what was read in one ELF file of a package. Facts only, no judgement.
 *
 * Each list is one allocation, its array of pointers followed by the texts, so that an object with
 * 40,000 exports costs two calls of malloc: lists are replaced whole (object_set()), never changed
 * in place. All but `needed` are sorted by strcmp() and without repetition. A zeroed object is
 * empty and valid.
 */
#ifndef LINCHPIN_IMPORTERS_OBJECT_H
#define LINCHPIN_IMPORTERS_OBJECT_H

#include <stdbool.h>

enum object_kind {
	OBJECT_UNKNOWN,	/* begins as an ELF file does but could not be read, or was too large */
	OBJECT_PROGRAM,	/* can be started: fixed address, or PIE */
	OBJECT_LIBRARY,	/* shared, to be linked: its soname or place says so */
	OBJECT_PLUGIN,	/* shared, to be opened while running: Python extensions, PAM modules, … */
	OBJECT_MODULE,	/* of the kernel: .ko */
	OBJECT_OTHER,	/* .o files, cores, bytecode in ELF, code for other processors' firmware */
	OBJECT_KINDS
};

/* What is seen of it in the file; a missing bit is "not seen", as a program without arrays has no
   canaries. */
enum hardening {
	HARDENED_PIE = 1,	/* loaded anywhere (programs; libraries are) */
	HARDENED_RELRO = 2,	/* relocations read-only after start */
	HARDENED_BIND_NOW = 4,	/* all relocations at start: with the one above "full RELRO" */
	HARDENED_CANARY = 8,	/* calls __stack_chk_fail */
	HARDENED_FORTIFY = 16,	/* calls one of the checked functions, __memcpy_chk … */
	HARDENED_CET = 32,	/* jumps and returns guarded (x86: IBT and SHSTK; arm: BTI) */
	HARDENED_NX = 64,	/* asks for a stack that is not executable */
	HARDENINGS = 7
};

struct object {
	char *path;		/* without leading "./" or "/": "usr/bin/curl"; NULL: not said */
	enum object_kind kind;
	char *soname;		/* NULL: none */
	unsigned mode;		/* permission bits, setuid, setgid and sticky, as archived */
	long long code;		/* bytes of executable sections, 0: none */
	unsigned hardening;	/* enum hardening */
	char **needed;		/* DT_NEEDED in the file's order */
	int n_needed;
	char **import;		/* undefined dynamic symbols, without versions; of a kernel module
				   the undefined symbols */
	int n_import;
	char **export;		/* dynamic symbols defined here, global or weak, of default
				   visibility, without versions and their names; of a kernel module
				   none */
	int n_export;
	char **language;	/* "C", "Rust", …: those whose marks were seen (elf_language.h) */
	int n_language;
	char **compiler;	/* "GCC 12.2.0", "rustc 1.63.0", "Go 1.19.8", "clang 14.0.6" */
	int n_compiler;
	char **build_path;	/* what it was built from, as named inside: "crate:ring-0.16.20",
				   "go:golang.org/x/crypto@v0.1.0" */
	int n_build_path;
};

/* The lists, for what treats them alike. */
enum object_list {
	OBJECT_NEEDED,
	OBJECT_IMPORT,
	OBJECT_EXPORT,
	OBJECT_LANGUAGE,
	OBJECT_COMPILER,
	OBJECT_BUILD_PATH,
	OBJECT_LISTS
};

void object_clear(struct object *object);

/* Replace a list by copies of n words; the array of words may be reordered. */
void object_set(struct object *object, enum object_list list, const char **word, int n);

/* The words of a list; they live as long as the list. */
char **object_list(const struct object *object, enum object_list list, int *ret_n);

/* Is this word in the list? O(log n), for `needed` O(n). */
bool object_has(const struct object *object, enum object_list list, const char *word);

/* As the text form has them: "needed", "library", "bind-now"; live forever. hardening_name(i) is
   the name of bit i. */
const char *object_list_name(enum object_list list);
const char *object_kind_name(enum object_kind kind);
const char *hardening_name(int i);

#endif
