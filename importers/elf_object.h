/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One ELF file in memory becomes a struct object.
 *
 * Kinds: a program has a fixed address, says it is PIE, or asks for an interpreter without having a
 * soname. What else is shared is a library if it has a soname that begins with "lib" or "ld", or
 * lies directly in a directory of libraries (lib, lib64, usr/lib, usr/lib/<machine>-linux-gnu),
 * else a plugin. Relocatable files are kernel modules if they have .modinfo. ELF as a mere
 * container (Guile's bytecode, BPF), cores and .o files are "other".
 *
 * Symbols are those of .dynsym; of kernel modules the undefined ones of .symtab. A file whose
 * section headers were stripped keeps its kind and its code's size only. Programs in Go, Haskell
 * and OCaml have no exports here: their linkers export every name (40 MB in pandoc), for nobody.
 *
 * Cost: O(bytes) for the search of marks in read-only data, O(n log n) for sorting symbols.
 */
#ifndef LINCHPIN_IMPORTERS_ELF_OBJECT_H
#define LINCHPIN_IMPORTERS_ELF_OBJECT_H

#include <stddef.h>

struct object;
struct diag;

/* Everything but the mode; the path is copied. *ret must be empty. -1: damaged, hostile or not ELF,
   said in diag; *ret then has the path and OBJECT_UNKNOWN. */
int elf_object_read(struct object *ret, const char *path, const void *data, size_t size,
		    struct diag *diag);

#endif
