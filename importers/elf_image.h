/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct elf_image: the parts of an ELF file in memory, through libelf, for who judges what they
 * mean (elf_object.h). The input is hostile: every section lies inside the image or is an error,
 * every name is terminated inside its table or is none, and counts have limits (limits.h).
 *
 *	struct elf_image image;
 *
 *	if (elf_image_open(&image, "usr/bin/curl", data, size, diag) == 0)
 *		section = elf_image_find(&image, ".rodata");
 *	elf_image_close(&image);
 *
 * Nothing is copied: what is returned lives as long as the image and its bytes. Compressed sections
 * are left as they are. Both classes and both byte orders are read.
 */
#ifndef LINCHPIN_IMPORTERS_ELF_IMAGE_H
#define LINCHPIN_IMPORTERS_ELF_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diag;

struct elf_section {
	const char *name;	/* "" where it has none that is valid */
	uint32_t type;		/* SHT_… */
	uint64_t flags;		/* SHF_… */
	uint64_t address;
	const char *data;	/* NULL: takes no place in the file */
	size_t size;		/* bytes of data */
	uint32_t link;		/* index of the section it refers to */
};

struct elf_image {
	const char *path;	/* for messages */
	const char *data;
	size_t size;
	int type;		/* ET_… */
	int machine;		/* EM_… */
	bool is_little_endian;
	bool has_interpreter;	/* PT_INTERP */
	bool has_relro;		/* PT_GNU_RELRO */
	bool has_plain_stack;	/* PT_GNU_STACK, without PF_X */
	uint64_t executable;	/* bytes of executable segments in the file */
	struct elf_section *section;
	int n_section;
	void *elf;		/* libelf's */
};

enum elf_symbol_kind { ELF_NO_SYMBOL, ELF_IMPORT, ELF_EXPORT, ELF_SYMBOL_KINDS };

/* -1: not ELF, or damaged, said in diag. Close it in either case. */
int elf_image_open(struct elf_image *ret, const char *path, const void *data, size_t size,
		   struct diag *diag);
void elf_image_close(struct elf_image *image);

/* The first section of a name, or of a type; NULL: none. */
const struct elf_section *elf_image_find(const struct elf_image *image, const char *name);
const struct elf_section *elf_image_find_type(const struct elf_image *image, uint32_t type);

/* Call for each imported (undefined, named) and exported (global or weak, default visibility)
   symbol of a symbol table; is_function only of exports. -1: the table is damaged, or the callee
   said so. */
typedef int elf_symbol_function(void *closure, enum elf_symbol_kind kind, const char *name,
				bool is_function);
int elf_image_symbols(const struct elf_image *image, const struct elf_section *table,
		      elf_symbol_function *call, void *closure, struct diag *diag);

/* Call for each entry of the dynamic section; name: of DT_NEEDED and DT_SONAME the text, else NULL.
   -1: damaged. */
typedef int elf_dynamic_function(void *closure, int64_t tag, uint64_t value, const char *name);
int elf_image_dynamic(const struct elf_image *image, elf_dynamic_function *call, void *closure,
		      struct diag *diag);

#endif
