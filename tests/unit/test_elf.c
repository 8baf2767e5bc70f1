/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ELF files as objects: a kept library and program (tests/fuzz/corpus/elf), this very program, the
 * same damaged in every way a table can list, and small images made here, one for each mark of a
 * language.
 */
#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/elf_object.h"
#include "importers/object.h"
#include "tests/test.h"

enum { FILE_MAX = 64 << 20, SECTIONS = 10, IMAGE_BYTES = 8192 };

/* The caller frees it. */
static char *read_file(const char *path, size_t *ret_size)
{
	char *data = solv_malloc(FILE_MAX);
	FILE *f = fopen(path, "rb");

	*ret_size = f ? fread(data, 1, FILE_MAX, f) : 0;
	CHECK(*ret_size > 0);
	if (f)
		fclose(f);
	return data;
}

static char *kept(const char *name, size_t *ret_size)
{
	char path[200];

	snprintf(path, sizeof(path), "tests/fuzz/corpus/elf/%s", name);
	return read_file(path, ret_size);
}

/* "C, Rust": a list; valid until the fourth next call. */
static const char *joined(const struct object *o, enum object_list list)
{
	static char text[4][2000];
	static int next;
	char *to = text[next++ % 4];
	size_t len = 0;
	int n;
	char **word = object_list(o, list, &n);

	*to = '\0';
	for (int i = 0; i < n && len < 1500; i++)
		len += (size_t)snprintf(to + len, 2000 - len, "%s%s", i ? ", " : "", word[i]);
	return to;
}

TEST(library)
{
	struct object o = { 0 };
	struct diag diag;
	size_t size;
	char *data = kept("library", &size);

	diag_init(&diag);
	CHECK_INT(elf_object_read(&o, "usr/lib/liba.so.1", data, size, &diag), 0);
	CHECK_STR(diag.message, NULL);
	CHECK_STR(o.path, "usr/lib/liba.so.1");
	CHECK_INT(o.kind, OBJECT_LIBRARY);
	CHECK_STR(o.soname, "liba.so.1");
	CHECK_STR(joined(&o, OBJECT_NEEDED), "libc.so.6");
	CHECK_STR(joined(&o, OBJECT_EXPORT), "plain");
	CHECK(object_has(&o, OBJECT_IMPORT, "__snprintf_chk"));
	CHECK(object_has(&o, OBJECT_IMPORT, "__stack_chk_fail"));
	CHECK(!object_has(&o, OBJECT_IMPORT, "plain"));
	CHECK_STR(joined(&o, OBJECT_LANGUAGE), "C");
	CHECK_STR(joined(&o, OBJECT_COMPILER), "GCC 12.2.0");
	CHECK_INT(o.hardening & (HARDENED_CANARY | HARDENED_FORTIFY | HARDENED_PIE |
				 HARDENED_BIND_NOW | HARDENED_RELRO | HARDENED_NX),
		  HARDENED_CANARY | HARDENED_FORTIFY | HARDENED_RELRO | HARDENED_NX);
	CHECK(o.code > 100 && o.code < 4520);
	object_clear(&o);
	CHECK_INT(elf_object_read(&o, "usr/lib/python3/a.so", data, size, &diag), 0);
	CHECK_INT(o.kind, OBJECT_LIBRARY); /* by its soname */
	object_clear(&o);
	free(data);
	diag_clear(&diag);
}

TEST(program)
{
	struct object o = { 0 };
	struct diag diag;
	size_t size;
	char *data = kept("program", &size);

	diag_init(&diag);
	CHECK_INT(elf_object_read(&o, "usr/bin/p", data, size, &diag), 0);
	CHECK_INT(o.kind, OBJECT_PROGRAM);
	CHECK_STR(o.soname, NULL);
	CHECK((o.hardening & HARDENED_PIE) && (o.hardening & HARDENED_BIND_NOW));
	CHECK(!(o.hardening & (HARDENED_CANARY | HARDENED_FORTIFY)));
	object_clear(&o);
	free(data);
	data = kept("relocatable", &size);
	CHECK_INT(elf_object_read(&o, "usr/lib/crt1.o", data, size, &diag), 0);
	CHECK_INT(o.kind, OBJECT_OTHER);
	object_clear(&o);
	free(data);
	diag_clear(&diag);
}

TEST(this_program)
{
	struct object o = { 0 };
	struct diag diag;
	size_t size;
	char *data = read_file("/proc/self/exe", &size);

	diag_init(&diag);
	CHECK_INT(elf_object_read(&o, "test_elf", data, size, &diag), 0);
	CHECK_INT(o.kind, OBJECT_PROGRAM);
	CHECK(object_has(&o, OBJECT_LANGUAGE, "C++")); /* importers/apt.cc */
	CHECK(object_has(&o, OBJECT_NEEDED, "libelf.so.1"));
	CHECK(object_has(&o, OBJECT_IMPORT, "elf_memory"));
	CHECK(o.hardening & HARDENED_PIE);
	object_clear(&o);
	free(data);
	diag_clear(&diag);
}

/* ---- mangled ---- */

enum how {
	CUT,		/* to n bytes */
	HEADER_16,	/* value into the ELF header at n */
	HEADER_64,
	SECTION_64,	/* value at n of the header of the first section of a type */
	SECTION_32,
	DROP_NUL,	/* the strings of dynamic symbols end without a zero */
};

#define IN_HEADER(field) offsetof(Elf64_Ehdr, field)
#define IN_SECTION(field) offsetof(Elf64_Shdr, field)

static const struct {
	enum how how;
	size_t n;
	unsigned type;
	unsigned long long value;
	const char *message; /* part of it; NULL: it is read, without what was damaged */
} mangled[] = {
	{ CUT, 0, 0, 0, "not ELF" },
	{ CUT, 4, 0, 0, "not ELF" },
	{ CUT, 16, 0, 0, "cannot read ELF file" },
	{ CUT, 63, 0, 0, "cannot read ELF file" },
	{ CUT, 1000, 0, 0, "cannot read ELF file" },
	{ CUT, 4519, 0, 0, "cannot read ELF file" },
	{ HEADER_64, IN_HEADER(e_shoff), 0, 1 << 20, "cannot read ELF file" },
	{ HEADER_64, IN_HEADER(e_shoff), 0, ~0ull - 7, "cannot read ELF file" },
	{ HEADER_64, IN_HEADER(e_shoff), 0, 0, NULL },
	{ HEADER_16, IN_HEADER(e_shnum), 0, 0xff00, "cannot read ELF file" },
	{ HEADER_16, IN_HEADER(e_shnum), 0, 400, "cannot read ELF file" },
	{ HEADER_16, IN_HEADER(e_shstrndx), 0, 0xff00, NULL },
	{ HEADER_64, IN_HEADER(e_phoff), 0, 1 << 20, "cannot read ELF file" },
	{ HEADER_16, IN_HEADER(e_phnum), 0, 0xfff0, "cannot read ELF file" },
	{ SECTION_64, IN_SECTION(sh_size), SHT_DYNSYM, 1ull << 60, "a section lies outside" },
	{ SECTION_64, IN_SECTION(sh_size), SHT_DYNSYM, 1 << 20, "a section lies outside" },
	{ SECTION_64, IN_SECTION(sh_size), SHT_DYNSYM, 3600, "its sections overlap" },
	{ SECTION_64, IN_SECTION(sh_offset), SHT_DYNSYM, ~0ull, "a section lies outside" },
	{ SECTION_32, IN_SECTION(sh_link), SHT_DYNSYM, 0, "strings are not there" },
	{ SECTION_32, IN_SECTION(sh_link), SHT_DYNSYM, 4000000000u, "strings are not there" },
	{ SECTION_32, IN_SECTION(sh_link), SHT_DYNAMIC, 1, "strings are not there" },
	{ SECTION_64, IN_SECTION(sh_size), SHT_STRTAB, 2, "is not there" },
	{ SECTION_64, IN_SECTION(sh_size), SHT_DYNAMIC, 1ull << 40, "a section lies outside" },
	{ DROP_NUL, 0, 0, 0, "is not there" },
};

static Elf64_Shdr *find_section(char *data, unsigned type)
{
	Elf64_Ehdr *header = (Elf64_Ehdr *)data;
	Elf64_Shdr *section = (Elf64_Shdr *)(data + header->e_shoff);

	for (int i = 0; i < header->e_shnum; i++)
		if (section[i].sh_type == type)
			return &section[i];
	abort();
}

static void mangle(char *data, size_t *size, int i)
{
	unsigned long long value = mangled[i].value;
	char *at = data + mangled[i].n;
	Elf64_Shdr *strings;

	switch (mangled[i].how) {
	case CUT:
		*size = mangled[i].n;
		break;
	case HEADER_16:
		memcpy(at, &value, 2);
		break;
	case HEADER_64:
		memcpy(at, &value, 8);
		break;
	case SECTION_32:
		memcpy((char *)find_section(data, mangled[i].type) + mangled[i].n, &value, 4);
		break;
	case SECTION_64:
		memcpy((char *)find_section(data, mangled[i].type) + mangled[i].n, &value, 8);
		break;
	case DROP_NUL:
		strings = find_section(data, SHT_STRTAB);
		memset(data + strings->sh_offset, 'x', strings->sh_size);
		break;
	}
}

TEST(mangled)
{
	for (size_t i = 0; i < sizeof(mangled) / sizeof(mangled[0]); i++) {
		struct object o = { 0 };
		struct diag diag;
		size_t size;
		char *data = kept("library", &size), *exact;
		int failed;

		diag_init(&diag);
		mangle(data, &size, (int)i);
		exact = solv_malloc(size + !size); /* so that sanitizers see what is beyond */
		memcpy(exact, data, size);
		failed = elf_object_read(&o, "a", exact, size, &diag);
		if (!mangled[i].message && failed)
			test_fail(__FILE__, __LINE__, "row %zu: %s", i, diag.message);
		else if (mangled[i].message && !failed)
			test_fail(__FILE__, __LINE__, "row %zu is read", i);
		else if (failed && !strstr(diag.message, mangled[i].message))
			test_fail(__FILE__, __LINE__, "row %zu: '%s'", i, diag.message);
		if (failed)
			CHECK(o.kind == OBJECT_UNKNOWN && !o.n_import && !o.n_language);
		object_clear(&o);
		diag_clear(&diag);
		free(exact);
		free(data);
	}
}

/* ---- marks of languages ---- */

/* An image under construction: sections, and tables of symbols and needed libraries. */
struct image {
	char data[IMAGE_BYTES];
	size_t size;
	Elf64_Shdr section[SECTIONS];
	int n;
	char names[400], strings[800];
	size_t n_names, n_strings;
};

static void add_section(struct image *m, const char *name, unsigned type, unsigned flags,
			const void *data, size_t size)
{
	Elf64_Shdr *s = &m->section[m->n++];

	m->size = (m->size + 7) / 8 * 8;
	*s = (Elf64_Shdr){ .sh_name = (Elf64_Word)m->n_names,
			   .sh_type = type,
			   .sh_flags = flags,
			   .sh_addr = 0x1000 + m->size,
			   .sh_offset = m->size,
			   .sh_size = size };
	memcpy(m->data + m->size, data, size);
	m->size += size;
	memcpy(m->names + m->n_names, name, strlen(name) + 1);
	m->n_names += strlen(name) + 1;
}

static size_t add_string(struct image *m, const char *text)
{
	size_t at = m->n_strings;

	memcpy(m->strings + at, text, strlen(text) + 1);
	m->n_strings += strlen(text) + 1;
	return at;
}

/* symbols are words, +exported, =the name of a version; data goes into a section of its own. */
static void make_image(struct image *m, const char *needed, const char *symbols,
		       const char *section, const void *data, size_t size)
{
	Elf64_Ehdr header = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, 1 },
			      .e_type = ET_DYN, .e_machine = EM_X86_64, .e_version = 1,
			      .e_ehsize = 64, .e_shentsize = 64 };
	char *words = solv_strdup(symbols), *rest = words, *word;
	Elf64_Sym symbol[40] = { { 0 } };
	Elf64_Dyn dynamic[2] = { { 0 } };
	int n = 1;

	memset(m, 0, sizeof(*m));
	m->size = 64;
	m->n = 1;
	m->n_names = m->n_strings = 1;
	while ((word = strsep(&rest, " "))) {
		bool is_export = *word == '+', is_version = *word == '=';

		if (!*word)
			continue;
		symbol[n].st_name = (Elf64_Word)add_string(m, word + (is_export || is_version));
		symbol[n].st_info = ELF64_ST_INFO(STB_GLOBAL, is_version ? STT_OBJECT : STT_FUNC);
		symbol[n++].st_shndx = is_export ? 1 : is_version ? SHN_ABS : SHN_UNDEF;
	}
	if (*needed) {
		dynamic[0].d_tag = DT_NEEDED;
		dynamic[0].d_un.d_val = add_string(m, needed);
	}
	add_section(m, ".text", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, "code", 4);
	add_section(m, ".dynstr", SHT_STRTAB, SHF_ALLOC, m->strings, m->n_strings);
	add_section(m, ".dynsym", SHT_DYNSYM, SHF_ALLOC, symbol, (size_t)n * sizeof(*symbol));
	m->section[m->n - 1].sh_link = 2;
	m->section[m->n - 1].sh_entsize = sizeof(*symbol);
	add_section(m, ".dynamic", SHT_DYNAMIC, SHF_ALLOC, dynamic, sizeof(dynamic));
	m->section[m->n - 1].sh_link = 2;
	if (*section)
		add_section(m, section, SHT_PROGBITS, SHF_ALLOC, data, size);
	add_section(m, ".shstrtab", SHT_STRTAB, 0, m->names, sizeof(m->names));
	memcpy(m->data + m->section[m->n - 1].sh_offset, m->names, sizeof(m->names));
	header.e_shnum = (Elf64_Half)m->n;
	header.e_shstrndx = (Elf64_Half)(m->n - 1);
	header.e_shoff = (m->size + 7) / 8 * 8;
	memcpy(m->data, &header, sizeof(header));
	memcpy(m->data + header.e_shoff, m->section, (size_t)m->n * sizeof(m->section[0]));
	m->size = header.e_shoff + (size_t)m->n * sizeof(m->section[0]);
	free(words);
}

#define PLAIN_16 "+a +b +c +d +e +f +g +h +i +j +k +l +m +n +o +p"

static const struct {
	const char *needed, *symbols, *section, *data;
	const char *languages;
	const char *compilers;
} made[] = {
	{ "", "", "", "", "C", "" },
	{ "libc.so.6", "printf", ".rodata", "text", "C", "" },
	{ "", "", ".comment", "GCC: (Debian 12.2.0-14) 12.2.0", "C", "GCC 12.2.0" },
	{ "", "", ".comment", "GCC: (GNU) 8.5.0 20210514 (Red Hat 8.5.0-4)", "C", "GCC 8.5.0" },
	{ "", "", ".comment", "Debian clang version 14.0.6", "C", "clang 14.0.6" },
	{ "libstdc++.so.6", "", "", "", "C++", "" },
	{ "", "_ZNSt9exceptionD2Ev", "", "", "C++", "" },
	{ "", "+_Z3fooi +g_module_init", "", "", "C++", "" },
	{ "", "_ZGVdN4v_sin +_ZGVbN2v_acos", "", "", "C", "" },
	{ "", "+_ZGVZ3foovE1x", "", "", "C++", "" },
	{ "", "+_Z3fooi " PLAIN_16, "", "", "C, C++", "" },
	{ "", "", ".rodata", "..St9bad_alloc", "C++", "" },
	{ "", "+_ZN3std2io5stdio6_print17h0123456789abcdefE", "", "", "Rust", "" },
	{ "", "+_ZN3std2io5stdio6_print17h0123456789abcdegE", "", "", "C++", "" },
	{ "", "+_RNvCs1234_7mycrate3foo", "", "", "Rust", "" },
	{ "", "", ".rodata", "/usr/src/rustc-1.63.0/library/std/src/a.rs", "Rust",
	  "rustc 1.63.0" },
	{ "", "", ".comment", "rustc version 1.70.0 (90c541806 2023-05-31)", "Rust",
	  "rustc 1.70.0" },
	{ "", "__stack_chk_fail", ".rodata", "library/core/src/", "C, Rust", "" },
	{ "", "memcpy", ".rodata", "library/core/src/", "Rust", "" },
	{ "", "", ".go.buildinfo", "", "Go", "" },
	{ "", "__vfprintf_chk", ".note.go.buildid", "x", "Go", "" },
	{ "libgnat-12.so", "", ".rodata", "GNAT Version: 12.2.0", "Ada", "GNAT 12.2.0" },
	{ "", "__gnat_rcheck_CE_Range_Check __printf_chk", "", "", "Ada, C", "" },
	{ "", "", ".rodata", "GNAT Version: ", "C", "" },
	{ "libgfortran.so.5", "", "", "", "Fortran", "" },
	{ "", "_gfortran_st_write __memcpy_chk", "", "", "C, Fortran", "" },
	{ "", "+_gfortran_st_write", "", "", "C", "" },
	{ "", "stg_ap_v_fast", "", "", "Haskell", "" },
	{ "", "", ".comment", "GHC 9.0.2", "Haskell", "GHC 9.0.2" },
	{ "", "", ".data", "Stdlib.Exit", "OCaml", "" },
	{ "", "caml_alloc", "", "", "C", "" },
	{ "libphobos2-ldc-shared.so.100", "", "", "", "D", "" },
	{ "", "+_D3std5stdio", "", "", "D", "" },
	{ "", "+_DYNAMIC", "", "", "C", "" },
	{ "", "", ".fpcdata", "FPC 3.2.2 [2022] for x86_64", "Pascal", "FPC 3.2.2" },
	{ "libobjc.so.4", "", "", "", "Objective-C", "" },
	{ "", "", "swift5_protocols", "x", "Swift", "" },
	{ "", "+NimMain", "", "", "Nim", "" },
	{ "", "", ".rodata", "CRYSTAL_LOAD_DEBUG_INFO", "Crystal", "" },
	{ "libcob.so.4", "", "", "", "COBOL", "" },
	{ "libecl.so.21.2", "", "", "", "Common Lisp", "" },
	{ "", "", ".guile.procprops", "x", "Scheme", "" },
	{ "", "", ".comment", "zig 0.10", "Zig", "" },
};

TEST(languages)
{
	static struct image m;

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++) {
		struct object o = { 0 };
		struct diag diag;

		diag_init(&diag);
		make_image(&m, made[i].needed, made[i].symbols, made[i].section, made[i].data,
			   strlen(made[i].data) + 1);
		if (elf_object_read(&o, "usr/lib/x/a.so", m.data, m.size, &diag))
			test_fail(__FILE__, __LINE__, "row %zu: %s", i, diag.message);
		else if (strcmp(joined(&o, OBJECT_LANGUAGE), made[i].languages) != 0 ||
			 strcmp(joined(&o, OBJECT_COMPILER), made[i].compilers) != 0)
			test_fail(__FILE__, __LINE__, "row %zu: '%s' by '%s'", i,
				  joined(&o, OBJECT_LANGUAGE), joined(&o, OBJECT_COMPILER));
		object_clear(&o);
		diag_clear(&diag);
	}
}

/* As GNU ld writes them: objects at the absolute address 0. */
TEST(names_of_versions_are_no_exports)
{
	static struct image m;
	struct object o = { 0 };
	struct diag diag;

	diag_init(&diag);
	make_image(&m, "", "+deflate =ZLIB_1.2.9 +inflate memcpy", "", "", 0);
	CHECK_INT(elf_object_read(&o, "usr/lib/libz.so.1", m.data, m.size, &diag), 0);
	CHECK_STR(joined(&o, OBJECT_EXPORT), "deflate, inflate");
	CHECK_STR(joined(&o, OBJECT_IMPORT), "memcpy");
	object_clear(&o);
	diag_clear(&diag);
}

/* ---- what it was built from ---- */

static void check_built(const char *section, const void *data, size_t size, const char *want)
{
	static struct image m;
	struct object o = { 0 };
	struct diag diag;

	diag_init(&diag);
	make_image(&m, "", "rust_eh_personality", section, data, size);
	CHECK_INT(elf_object_read(&o, "usr/bin/a", m.data, m.size, &diag), 0);
	CHECK_STR(joined(&o, OBJECT_BUILD_PATH), want);
	object_clear(&o);
	diag_clear(&diag);
}

TEST(crates)
{
	static const char crates[] =
		"/usr/share/cargo/registry/regex-1.7.0/src/a.rs "
		"/root/.cargo/registry/src/index.crates.io-6f17d22bba15001f/ring-0.16.20/x.rs "
		"/usr/share/cargo/registry/regex-1.7.0/src/b.rs cargo/registry/a b/ "
		"cargo/registry/";

	check_built(".rodata", crates, sizeof(crates), "crate:regex-1.7.0, crate:ring-0.16.20");
	check_built(".rodata", crates, 37, ""); /* cut within the name */
}

TEST(go_modules)
{
#define SENTINEL "0123456789abcdef"
#define MODULES SENTINEL "path\tgithub.com/a/cmd\nmod\tgithub.com/a\tv1.0.0\th1:x\n" \
			 "dep\tgolang.org/x/crypto\tv0.1.0\th1:y\nbuild\tCGO_ENABLED=1\n" SENTINEL
	char info[400] = "\xff Go buildinf:\x08\x02";
	size_t at = 32, n = sizeof(MODULES) - 1;

	info[at++] = 8;
	memcpy(info + at, "go1.19.8", 8);
	at += 8;
	info[at++] = (char)(0x80 | (n & 0x7f));
	info[at++] = (char)(n >> 7);
	memcpy(info + at, MODULES, n);
	check_built(".go.buildinfo", info, at + n,
		    "go:github.com/a/cmd, go:github.com/a@v1.0.0, go:golang.org/x/crypto@v0.1.0");
	for (size_t cut = 0; cut < at + n; cut++)
		check_built(".go.buildinfo", info, cut, "");
	info[15] = 0; /* pointers, to nowhere */
	check_built(".go.buildinfo", info, at + n, "");
}

int main(void)
{
	RUN(library);
	RUN(program);
	RUN(this_program);
	RUN(mangled);
	RUN(languages);
	RUN(names_of_versions_are_no_exports);
	RUN(crates);
	RUN(go_modules);
	return test_status();
}
