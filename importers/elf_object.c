/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An ELF file's facts; see elf_object.h.
 */
#include "importers/elf_object.h"

#include <elf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/elf_image.h"
#include "importers/elf_language.h"
#include "importers/object.h"

/* Names in the image, while they are gathered. */
struct gathered {
	const char **word;
	int n;
};

struct work {
	const struct elf_image *image;
	struct diag *diag;
	struct gathered needed;
	struct gathered symbol[ELF_SYMBOL_KINDS];
	const char *soname;
	size_t bytes;	   /* of all names */
	bool is_pie, binds_now;
	bool imports_only; /* of a kernel module */
	int n_function, n_plain_function; /* exported; whose names are not mangled */
};

static int gather(struct work *w, struct gathered *g, const char *name)
{
	w->bytes += strlen(name) + 1;
	if (w->bytes > (size_t)limit_value(LIMIT_ELF_NAMES_BYTES))
		return limit_fail(LIMIT_ELF_NAMES_BYTES, w->image->path, w->diag);
	g->word = solv_extend(g->word, g->n, 1, sizeof(*g->word), 1023);
	g->word[g->n++] = name;
	return 0;
}

static int see_symbol(void *closure, enum elf_symbol_kind kind, const char *name, bool is_function)
{
	struct work *w = closure;

	if (kind == ELF_EXPORT && w->imports_only)
		return 0;
	if (kind == ELF_EXPORT && is_function) {
		w->n_function++;
		w->n_plain_function += strncmp(name, "_Z", 2) != 0 && *name != '_';
	}
	return gather(w, &w->symbol[kind], name);
}

static int see_dynamic(void *closure, int64_t tag, uint64_t value, const char *name)
{
	struct work *w = closure;

	if (tag == DT_NEEDED && *name)
		return gather(w, &w->needed, name);
	if (tag == DT_SONAME && *name)
		w->soname = name;
	w->is_pie |= tag == DT_FLAGS_1 && (value & DF_1_PIE);
	w->binds_now |= tag == DT_BIND_NOW || (tag == DT_FLAGS && (value & DF_BIND_NOW)) ||
			(tag == DT_FLAGS_1 && (value & DF_1_NOW));
	return 0;
}

/* ---- what it is ---- */

/* usr/lib/x.so, lib64/x.so, usr/lib/x86_64-linux-gnu/x.so, but not usr/lib/security/x.so. */
static bool is_in_library_place(const char *path)
{
	size_t n;

	if (!strncmp(path, "usr/", 4))
		path += 4;
	if (strncmp(path, "lib", 3) != 0)
		return false;
	n = strcspn(path, "/");
	if (n > 6 || !path[n]) /* libx32 */
		return false;
	path += n + 1;
	if (!strchr(path, '/'))
		return true;
	n = strcspn(path, "/");
	return memmem(path, n, "-linux-gnu", 10) && !strchr(path + n + 1, '/');
}

static enum object_kind shared_kind(const struct work *w)
{
	const char *soname = w->soname;

	if (w->is_pie || (w->image->has_interpreter && !soname))
		return OBJECT_PROGRAM;
	if (soname && (!strncmp(soname, "lib", 3) || !strncmp(soname, "ld", 2) ||
		       is_in_library_place(w->image->path)))
		return OBJECT_LIBRARY;
	return OBJECT_PLUGIN;
}

static enum object_kind object_kind(const struct work *w)
{
	const struct elf_image *image = w->image;

	if (image->machine == EM_NONE || image->machine == EM_BPF ||
	    elf_image_find(image, ".guile.procprops") || elf_image_find(image, ".guile.arities"))
		return OBJECT_OTHER;
	switch (image->type) {
	case ET_EXEC:
		return OBJECT_PROGRAM;
	case ET_DYN:
		return shared_kind(w);
	case ET_REL:
		return elf_image_find(image, ".modinfo") ? OBJECT_MODULE : OBJECT_OTHER;
	default:
		return OBJECT_OTHER;
	}
}

static long long code_bytes(const struct elf_image *image)
{
	uint64_t bytes = 0;

	if (!image->n_section)
		return (long long)image->executable;
	for (int i = 1; i < image->n_section; i++)
		if ((image->section[i].flags & SHF_EXECINSTR) && image->section[i].data)
			bytes += image->section[i].size;
	/* sections that overlap */
	return (long long)(bytes > image->size ? image->size : bytes);
}

/* ---- hardening ---- */

static uint32_t word_at(const struct elf_image *image, const char *data)
{
	const unsigned char *b = (const unsigned char *)data;

	return image->is_little_endian ?
		       b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24 :
		       b[3] | b[2] << 8 | b[1] << 16 | (uint32_t)b[0] << 24;
}

/* Of .note.gnu.property (x86-64 psABI, "Program Property"): a note is three words, its name and
   properties; a property is type, size and value, padded. Is control flow guarded throughout? */
static bool has_cet(const struct elf_image *image)
{
	const struct elf_section *note = elf_image_find(image, ".note.gnu.property");
	size_t align = image->data[EI_CLASS] == ELFCLASS64 ? 8 : 4, at = 16;
	uint32_t wanted_type = GNU_PROPERTY_X86_FEATURE_1_AND;
	uint32_t wanted = GNU_PROPERTY_X86_FEATURE_1_IBT | GNU_PROPERTY_X86_FEATURE_1_SHSTK;

	if (image->machine == EM_AARCH64) {
		wanted_type = 0xc0000000; /* GNU_PROPERTY_AARCH64_FEATURE_1_AND */
		wanted = 1;		  /* BTI */
	}
	if (!note || !note->data || note->size < at)
		return false;
	while (note->size - at >= 12) {
		uint32_t type = word_at(image, note->data + at);
		size_t size = word_at(image, note->data + at + 4);

		if (type == wanted_type && size >= 4)
			return (word_at(image, note->data + at + 8) & wanted) == wanted;
		if (size > note->size - at - 8)
			return false;
		size = (size + align - 1) / align * align;
		if (size > note->size - at - 8)
			return false;
		at += 8 + size;
	}
	return false;
}

static bool is_checked_function(const char *name)
{
	size_t n = strlen(name);

	return n > 6 && !strncmp(name, "__", 2) && !strcmp(name + n - 4, "_chk");
}

static unsigned hardening(const struct work *w, const struct object *o)
{
	unsigned bits = 0;

	if (o->kind == OBJECT_PROGRAM && w->image->type == ET_DYN)
		bits |= HARDENED_PIE;
	if (w->image->has_relro)
		bits |= HARDENED_RELRO;
	if (w->binds_now)
		bits |= HARDENED_BIND_NOW;
	if (w->image->has_plain_stack)
		bits |= HARDENED_NX;
	if (object_has(o, OBJECT_IMPORT, "__stack_chk_fail"))
		bits |= HARDENED_CANARY;
	for (int i = 0; i < o->n_import; i++)
		if (is_checked_function(o->import[i]))
			bits |= HARDENED_FORTIFY;
	if (has_cet(w->image))
		bits |= HARDENED_CET;
	return bits;
}

/* ---- the whole ---- */

/* Programs whose linker exports every name: nobody links them, and pandoc has 40 MB of them. */
static bool exports_by_accident(const struct object *o)
{
	return object_has(o, OBJECT_LANGUAGE, "Go") || object_has(o, OBJECT_LANGUAGE, "Haskell") ||
	       object_has(o, OBJECT_LANGUAGE, "OCaml");
}

static int read_image(struct object *ret, struct work *w)
{
	const struct elf_image *image = w->image;
	const struct elf_section *symbols;

	if (elf_image_dynamic(image, see_dynamic, w, w->diag))
		return -1;
	ret->kind = object_kind(w);
	w->imports_only = ret->kind == OBJECT_MODULE;
	symbols = elf_image_find_type(image, w->imports_only ? SHT_SYMTAB : SHT_DYNSYM);
	if (symbols && symbols->data &&
	    elf_image_symbols(image, symbols, see_symbol, w, w->diag)) {
		ret->kind = OBJECT_UNKNOWN;
		return -1;
	}
	ret->soname = w->soname ? solv_strdup(w->soname) : NULL;
	ret->code = code_bytes(image);
	object_set(ret, OBJECT_NEEDED, w->needed.word, w->needed.n);
	object_set(ret, OBJECT_IMPORT, w->symbol[ELF_IMPORT].word, w->symbol[ELF_IMPORT].n);
	object_set(ret, OBJECT_EXPORT, w->symbol[ELF_EXPORT].word, w->symbol[ELF_EXPORT].n);
	ret->hardening = hardening(w, ret);
	elf_language_read(ret, image, w->n_function, w->n_plain_function);
	if (ret->kind == OBJECT_PROGRAM && exports_by_accident(ret))
		object_set(ret, OBJECT_EXPORT, NULL, 0);
	return 0;
}

int elf_object_read(struct object *ret, const char *path, const void *data, size_t size,
		    struct diag *diag)
{
	struct elf_image image;
	struct work w = { .image = &image, .diag = diag };
	int failed = elf_image_open(&image, path, data, size, diag);

	ret->path = solv_strdup(path);
	if (!failed)
		failed = read_image(ret, &w);
	free(w.needed.word);
	for (int kind = 0; kind < ELF_SYMBOL_KINDS; kind++)
		free(w.symbol[kind].word);
	elf_image_close(&image);
	return failed;
}
