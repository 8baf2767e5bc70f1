/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An ELF file's parts; see elf_image.h. The only file that calls libelf, which knows the classes
 * and byte orders; whether offsets, sizes and names lie inside the image is checked here, whatever
 * libelf checks itself.
 */
#include "importers/elf_image.h"

#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"

static int damaged(const struct elf_image *image, struct diag *diag, const char *why)
{
	return diag_fail(diag, "cannot read ELF file '%s': %s", image->path, why);
}

/* What libelf has to say; its last error is forgotten. */
static int libelf_failed(const struct elf_image *image, struct diag *diag)
{
	const char *why = elf_errmsg(-1);

	return damaged(image, diag, why ? why : "damaged");
}

static bool is_inside(const struct elf_image *image, uint64_t offset, uint64_t size)
{
	return offset <= image->size && size <= image->size - offset;
}

/* A terminated text in a table of strings; NULL: none. */
static const char *text_at(const struct elf_section *table, uint64_t offset)
{
	size_t room;

	if (!table->data || offset >= table->size)
		return NULL;
	room = table->size - (size_t)offset;
	if (room > (size_t)limit_value(LIMIT_ELF_NAME_BYTES))
		room = (size_t)limit_value(LIMIT_ELF_NAME_BYTES);
	return memchr(table->data + offset, 0, room) ? table->data + offset : NULL;
}

/* Why there is no text. */
static int text_failed(const struct elf_image *image, const struct elf_section *table,
		       uint64_t offset, const char *why, struct diag *diag)
{
	if (table->data && offset < table->size &&
	    table->size - offset > (uint64_t)limit_value(LIMIT_ELF_NAME_BYTES))
		return limit_fail(LIMIT_ELF_NAME_BYTES, image->path, diag);
	return damaged(image, diag, why);
}

static int read_sections(struct elf_image *image, const GElf_Ehdr *header, struct diag *diag)
{
	Elf *elf = image->elf;
	uint64_t total = 0;
	size_t n, names, entry = gelf_fsize(elf, ELF_T_SHDR, 1, EV_CURRENT);
	Elf_Scn *scn;

	if (!header->e_shoff) /* stripped of them altogether: legal */
		return 0;
	if (elf_getshdrnum(elf, &n) != 0 || elf_getshdrstrndx(elf, &names) != 0)
		return libelf_failed(image, diag);
	if (n > (size_t)limit_value(LIMIT_ELF_SECTIONS))
		return limit_fail(LIMIT_ELF_SECTIONS, image->path, diag);
	if (!n || !is_inside(image, header->e_shoff, (uint64_t)n * entry))
		return damaged(image, diag, "its section headers lie outside the file");
	image->section = solv_calloc(n, sizeof(*image->section));
	image->n_section = (int)n;
	image->section[0].name = "";
	for (size_t i = 1; i < n; i++) {
		struct elf_section *s = &image->section[i];
		GElf_Shdr sh;

		scn = elf_getscn(elf, i);
		if (!scn || !gelf_getshdr(scn, &sh))
			return libelf_failed(image, diag);
		*s = (struct elf_section){ .name = "",
					   .type = sh.sh_type,
					   .flags = sh.sh_flags,
					   .address = sh.sh_addr,
					   .link = sh.sh_link };
		if (sh.sh_type == SHT_NOBITS || sh.sh_type == SHT_NULL)
			continue;
		if (!is_inside(image, sh.sh_offset, sh.sh_size))
			return damaged(image, diag, "a section lies outside the file");
		total += sh.sh_size;
		/* or a small file would take for ever to search */
		if (total > image->size)
			return damaged(image, diag, "its sections overlap");
		s->data = image->data + sh.sh_offset;
		s->size = (size_t)sh.sh_size;
	}
	for (size_t i = 1; i < n && names && names < n; i++) {
		GElf_Shdr sh;

		scn = elf_getscn(elf, i);
		if (scn && gelf_getshdr(scn, &sh) && text_at(&image->section[names], sh.sh_name))
			image->section[i].name = text_at(&image->section[names], sh.sh_name);
	}
	return 0;
}

static int read_segments(struct elf_image *image, const GElf_Ehdr *header, struct diag *diag)
{
	Elf *elf = image->elf;
	size_t n;

	if (!header->e_phoff || !header->e_phnum)
		return 0;
	if (elf_getphdrnum(elf, &n) != 0)
		return libelf_failed(image, diag);
	if (n > (size_t)limit_value(LIMIT_ELF_SEGMENTS))
		return limit_fail(LIMIT_ELF_SEGMENTS, image->path, diag);
	if (!is_inside(image, header->e_phoff,
		       (uint64_t)n * gelf_fsize(elf, ELF_T_PHDR, 1, EV_CURRENT)))
		return damaged(image, diag, "its program headers lie outside the file");
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr ph;

		if (!gelf_getphdr(elf, (int)i, &ph))
			return libelf_failed(image, diag);
		image->has_interpreter |= ph.p_type == PT_INTERP;
		image->has_relro |= ph.p_type == PT_GNU_RELRO;
		image->has_plain_stack |= ph.p_type == PT_GNU_STACK && !(ph.p_flags & PF_X);
		if (ph.p_type == PT_LOAD && (ph.p_flags & PF_X) &&
		    is_inside(image, ph.p_offset, ph.p_filesz) &&
		    image->executable + ph.p_filesz <= image->size)
			image->executable += ph.p_filesz;
	}
	return 0;
}

int elf_image_open(struct elf_image *ret, const char *path, const void *data, size_t size,
		   struct diag *diag)
{
	GElf_Ehdr header;

	memset(ret, 0, sizeof(*ret));
	ret->path = path;
	ret->data = data;
	ret->size = size;
	if (size < EI_NIDENT || memcmp(data, ELFMAG, SELFMAG) != 0)
		return damaged(ret, diag, "not ELF");
	elf_version(EV_CURRENT);
	ret->elf = elf_memory((char *)data, size); /* reads only */
	if (!ret->elf || elf_kind(ret->elf) != ELF_K_ELF || !gelf_getehdr(ret->elf, &header))
		return libelf_failed(ret, diag);
	ret->type = header.e_type;
	ret->machine = header.e_machine;
	ret->is_little_endian = header.e_ident[EI_DATA] == ELFDATA2LSB;
	return read_sections(ret, &header, diag) || read_segments(ret, &header, diag) ? -1 : 0;
}

void elf_image_close(struct elf_image *image)
{
	if (image->elf)
		elf_end(image->elf);
	free(image->section);
	memset(image, 0, sizeof(*image));
}

const struct elf_section *elf_image_find(const struct elf_image *image, const char *name)
{
	for (int i = 1; i < image->n_section; i++)
		if (!strcmp(image->section[i].name, name))
			return &image->section[i];
	return NULL;
}

const struct elf_section *elf_image_find_type(const struct elf_image *image, uint32_t type)
{
	for (int i = 1; i < image->n_section; i++)
		if (image->section[i].type == type)
			return &image->section[i];
	return NULL;
}

/* A table's entries in this machine's byte order, and the strings they name. NULL: said in diag. */
static Elf_Data *entries(const struct elf_image *image, const struct elf_section *table,
			 const struct elf_section **ret_strings, struct diag *diag)
{
	Elf_Scn *scn = elf_getscn(image->elf, (size_t)(table - image->section));
	Elf_Data *data = scn ? elf_getdata(scn, NULL) : NULL;

	if (!table->link || table->link >= (uint32_t)image->n_section ||
	    image->section[table->link].type != SHT_STRTAB) {
		damaged(image, diag, "a table's strings are not there");
		return NULL;
	}
	if (!data)
		libelf_failed(image, diag);
	*ret_strings = &image->section[table->link];
	return data;
}

int elf_image_symbols(const struct elf_image *image, const struct elf_section *table,
		      elf_symbol_function *call, void *closure, struct diag *diag)
{
	const struct elf_section *strings;
	size_t n = table->size / gelf_fsize(image->elf, ELF_T_SYM, 1, EV_CURRENT);
	Elf_Data *data;

	if (n > (size_t)limit_value(LIMIT_ELF_SYMBOLS))
		return limit_fail(LIMIT_ELF_SYMBOLS, image->path, diag);
	data = n ? entries(image, table, &strings, diag) : NULL;
	if (n && !data)
		return -1;
	for (size_t i = 1; i < n; i++) {
		enum elf_symbol_kind kind = ELF_NO_SYMBOL;
		unsigned binding, visibility, type;
		const char *name;
		GElf_Sym sym;

		if (!gelf_getsym(data, (int)i, &sym))
			return libelf_failed(image, diag);
		binding = GELF_ST_BIND(sym.st_info);
		type = GELF_ST_TYPE(sym.st_info);
		visibility = GELF_ST_VISIBILITY(sym.st_other);
		if (binding == STB_LOCAL || type == STT_SECTION || type == STT_FILE || !sym.st_name)
			continue;
		/* the names of versions ("ZLIB_1.2.9"), which GNU ld makes symbols too */
		if (sym.st_shndx == SHN_ABS && type == STT_OBJECT && !sym.st_value)
			continue;
		if (sym.st_shndx == SHN_UNDEF)
			kind = ELF_IMPORT;
		else if (visibility == STV_DEFAULT || visibility == STV_PROTECTED)
			kind = ELF_EXPORT;
		if (!kind)
			continue;
		name = text_at(strings, sym.st_name);
		if (!name)
			return text_failed(image, strings, sym.st_name,
					   "a symbol's name is not there", diag);
		if (*name &&
		    call(closure, kind, name, type == STT_FUNC || type == STT_GNU_IFUNC))
			return -1;
	}
	return 0;
}

int elf_image_dynamic(const struct elf_image *image, elf_dynamic_function *call, void *closure,
		      struct diag *diag)
{
	const struct elf_section *table = elf_image_find_type(image, SHT_DYNAMIC), *strings;
	Elf_Data *data;
	size_t n;

	if (!table || !table->data) /* of .debug files it has no bits */
		return 0;
	if (!table->link) /* Guile's bytecode */
		return 0;
	n = table->size / gelf_fsize(image->elf, ELF_T_DYN, 1, EV_CURRENT);
	if (n > (size_t)limit_value(LIMIT_ELF_DYNAMIC))
		return limit_fail(LIMIT_ELF_DYNAMIC, image->path, diag);
	data = n ? entries(image, table, &strings, diag) : NULL;
	if (n && !data)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const char *name = NULL;
		GElf_Dyn dyn;

		if (!gelf_getdyn(data, (int)i, &dyn))
			return libelf_failed(image, diag);
		if (dyn.d_tag == DT_NULL)
			break;
		if (dyn.d_tag == DT_NEEDED || dyn.d_tag == DT_SONAME) {
			name = text_at(strings, dyn.d_un.d_val);
			if (!name)
				return text_failed(image, strings, dyn.d_un.d_val,
						   "a library's name is not there", diag);
		}
		if (call(closure, dyn.d_tag, dyn.d_un.d_val, name))
			return -1;
	}
	return 0;
}
