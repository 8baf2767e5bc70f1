/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From which languages an ELF file was compiled, by which compilers and from which Rust crates and
 * Go modules, by the marks that survive stripping. Debian removes .comment and debugging data, so
 * most rules look at dynamic symbols, needed libraries, sections of a runtime, and texts that a
 * runtime puts into read-only data (marks[] in elf_language.c; each row with its reason).
 *
 * C leaves no mark of its own, and what gcc links carries gcc's crt files. So:
 * - machine code without the mark of any other language is C (hand-written assembly and Vala, which
 *   becomes C, cannot be told from it);
 * - beside C++, C counts if at least 16 functions and one in four of those that are exported have
 *   plain names without a leading underscore: a C library with C++ inside, not a C++ plugin with
 *   one entry point. Programs export little, so that one in both counts as C++. A C interface
 *   written in C++ is taken for C by this rule;
 * - beside Rust, C counts if __stack_chk_fail or a fortified function (__memcpy_chk) is called:
 *   rustc does not, distributions' C always does. In bookworm fd, ripgrep, librsvg and
 *   python3-cryptography, which are Rust alone, do not call them;
 * - beside Fortran and Ada, C counts if a fortified function is called;
 * - beside Go, Haskell, OCaml, D, Nim, Crystal, Pascal, whose runtimes hold C anyway, it is not
 *   claimed.
 * The last three hold where no third language was seen. C++ beside Rust and others counts by its
 * own mangled names or runtime.
 *
 * Compilers are those that .comment names, or a runtime's text: "GCC 12.2.0", "clang 14.0.6",
 * "rustc 1.63.0" (also from /usr/src/rustc-VERSION/), "Go 1.19.8", "GHC 9.0.2", "GNAT 12.2.0",
 * "FPC 3.2.2". A GCC beside rustc says that gcc linked it.
 */
#ifndef LINCHPIN_IMPORTERS_ELF_LANGUAGE_H
#define LINCHPIN_IMPORTERS_ELF_LANGUAGE_H

struct object;
struct elf_image;

enum { BUILD_PATHS_MAX = 4096, COMPILERS_MAX = 64 };

/* Fill language, compiler and build_path of an object whose kind, code, needed, import and export
   are known. n_function: exported functions, n_plain of them without a leading underscore. */
void elf_language_read(struct object *o, const struct elf_image *image, int n_function,
		       int n_plain);

#endif
