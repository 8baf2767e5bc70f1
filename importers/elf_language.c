/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Languages and compilers by the marks that survive stripping; see elf_language.h.
 *
 * To add one: a row in marks[], a line in tests/unit/test_elf.c that has it, and, if C can be told
 * beside it, a row in beside[].
 */
#include "importers/elf_language.h"

#include <ctype.h>
#include <elf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <solv/strpool.h>
#include <solv/util.h>

#include "importers/elf_image.h"
#include "importers/go_build.h"
#include "importers/object.h"

enum place {
	IN_NEEDED = 1,	/* a needed library begins so */
	IN_IMPORT = 2,	/* an undefined symbol */
	IN_EXPORT = 4,	/* a defined symbol */
	IN_SYMBOLS = IN_IMPORT | IN_EXPORT,
	IN_SECTIONS = 8, /* a section's name */
	IN_COMMENT = 16, /* a text of .comment */
	IN_DATA = 32,	 /* read-only or initialised data has this text anywhere; a bar in it is
			    left out, so that linchpin does not find its own table */
	IN_TAIL = 64,	 /* the file's last bytes */
};

static const struct {
	enum place place;
	const char *begin; /* how it begins; IN_DATA: the text */
	const char *language;
	const char *why;
} marks[] = {
	{ IN_NEEDED, "libstdc++.so", "C++", "its runtime" },
	{ IN_NEEDED, "libc++.so", "C++", "its runtime" },
	{ IN_IMPORT, "__cxa_throw", "C++", "throws" },
	{ IN_IMPORT, "__gxx_personality", "C++", "catches" },
	{ IN_DATA, "St9bad|_alloc", "C++", "its runtime linked in: the name of a type" },
	{ IN_COMMENT, "rustc version ", "Rust", "the compiler says so" },
	{ IN_DATA, "library|/std/src/", "Rust", "places of panics in its library" },
	{ IN_DATA, "library|/core/src/", "Rust", "places of panics in its library" },
	{ IN_SYMBOLS, "_RNv", "Rust", "names as rustc mangles them (v0)" },
	{ IN_SYMBOLS, "rust_eh_personality", "Rust", "unwinds" },
	{ IN_SECTIONS, ".dep-v0", "Rust", "cargo auditable" },
	{ IN_SECTIONS, ".go.buildinfo", "Go", "go build" },
	{ IN_SECTIONS, ".note.go.buildid", "Go", "go build" },
	{ IN_SECTIONS, ".gopclntab", "Go", "its table of functions" },
	{ IN_NEEDED, "libgo.so", "Go", "gccgo's runtime" },
	{ IN_NEEDED, "libgnat-", "Ada", "its runtime" },
	{ IN_NEEDED, "libgnarl-", "Ada", "its runtime for tasks" },
	{ IN_SYMBOLS, "__gnat_rcheck_", "Ada", "checks of ranges" },
	{ IN_EXPORT, "ada__", "Ada", "its library" },
	{ IN_COMMENT, "GNAT", "Ada", "the compiler says so" },
	{ IN_NEEDED, "libgfortran.so", "Fortran", "its runtime" },
	{ IN_IMPORT, "_gfortran_", "Fortran", "calls its runtime" },
	{ IN_COMMENT, "GHC ", "Haskell", "the compiler says so" },
	{ IN_NEEDED, "libHS", "Haskell", "its libraries" },
	{ IN_SYMBOLS, "stg_ap_", "Haskell", "its abstract machine" },
	{ IN_DATA, "GHCRTS| variable", "Haskell", "a message of its runtime" },
	{ IN_DATA, "Stdlib|.Exit", "OCaml", "an exception of its library; C stubs lack it" },
	{ IN_EXPORT, "camlStdlib", "OCaml", "its library" },
	{ IN_TAIL, "Caml1999X", "OCaml", "bytecode behind its machine" },
	{ IN_NEEDED, "libphobos2", "D", "its library" },
	{ IN_NEEDED, "libgphobos", "D", "its library" },
	{ IN_NEEDED, "libdruntime", "D", "its runtime" },
	{ IN_NEEDED, "libgdruntime", "D", "its runtime" },
	{ IN_SECTIONS, "__minfo", "D", "list of modules" },
	{ IN_SECTIONS, ".minfo", "D", "list of modules" },
	{ IN_COMMENT, "ldc version", "D", "the compiler says so" },
	{ IN_SECTIONS, ".fpcdata", "Pascal", "Free Pascal" },
	{ IN_SECTIONS, "fpc.resources", "Pascal", "Free Pascal" },
	{ IN_NEEDED, "libobjc.so", "Objective-C", "its runtime" },
	{ IN_IMPORT, "objc_msg", "Objective-C", "sends messages" },
	{ IN_IMPORT, "__objc_", "Objective-C", "its runtime" },
	{ IN_SECTIONS, "__objc_", "Objective-C", "its classes" },
	{ IN_SECTIONS, "swift5_", "Swift", "its types" },
	{ IN_NEEDED, "libswiftCore.so", "Swift", "its library" },
	{ IN_SYMBOLS, "NimMain", "Nim", "its beginning" },
	{ IN_DATA, "SIGSEGV: Illegal storage| access. (Attempt to read from nil?)", "Nim",
	  "its runtime's message" },
	{ IN_DATA, "CRYSTAL_LOAD|_DEBUG_INFO", "Crystal", "a variable its runtime reads" },
	{ IN_SYMBOLS, "__crystal_", "Crystal", "its runtime" },
	{ IN_NEEDED, "libcob.so", "COBOL", "GnuCOBOL's runtime" },
	{ IN_NEEDED, "libecl.so", "Common Lisp", "ECL's runtime" },
	{ IN_NEEDED, "libchicken.so", "Scheme", "CHICKEN's runtime" },
	{ IN_NEEDED, "libgambit.so", "Scheme", "Gambit's runtime" },
	{ IN_SECTIONS, ".guile.", "Scheme", "Guile's bytecode" },
	{ IN_NEEDED, "libm2pim.so", "Modula-2", "its library" },
	{ IN_COMMENT, "zig ", "Zig", "the compiler says so" },
};

/* What shows that there is C too beside a language; where no row is, nothing does. */
static const struct {
	const char *language;
	unsigned hardening; /* any of these was seen */
	const char *why;
} beside[] = {
	{ "Rust", HARDENED_CANARY | HARDENED_FORTIFY, "rustc calls neither" },
	{ "Fortran", HARDENED_FORTIFY, "only headers of C have these" },
	{ "Ada", HARDENED_FORTIFY, "only headers of C have these" },
};

/* How compilers begin their line in .comment, and what follows or is at its end. */
static const struct {
	const char *has;
	const char *name;
	bool last; /* the version is the last word, not the next */
} comments[] = {
	{ "GCC: ", "GCC", true },
	{ "clang version ", "clang", false },
	{ "rustc version ", "rustc", false },
	{ "GHC ", "GHC", false },
	{ "ldc version ", "ldc", false },
	{ "Go cmd/compile go", "Go", false },
};

/* Versions that runtimes have in their data. */
static const struct {
	const char *language; /* looked for only beside it: each search costs */
	const char *text;
	const char *name;
} versions[] = {
	{ "Rust", "/usr/src|/rustc-", "rustc" },
	{ "Ada", "GNAT Ver|sion: ", "GNAT" },
	{ "Pascal", "FPC ", "FPC" },
};

enum {
	MARKS = sizeof(marks) / sizeof(marks[0]),
	COMMENTS = sizeof(comments) / sizeof(comments[0]),
	VERSIONS = sizeof(versions) / sizeof(versions[0]),
	TEXT_MAX = 80,	  /* bytes of a mark in data */
	VERSION_MAX = 40, /* bytes */
	CRATE_MAX = 128,
	TAIL_BYTES = 12,
	C_FUNCTIONS_MIN = 16,
	C_FUNCTIONS_SHARE = 4, /* one in so many */
};

struct work {
	struct object *o;
	const struct elf_image *image;
	Stringpool compiler, build_path;
	const char *language[MARKS + 1];
	int n_language;
};

/* ---- places ---- */

static bool begins(const char *text, const char *begin)
{
	return !strncmp(text, begin, strlen(begin));
}

/* In a sorted list: the first that begins so, else NULL. */
static char **find_begin(char **word, int n, const char *begin)
{
	int low = 0, high = n;

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (strcmp(word[middle], begin) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && begins(word[low], begin) ? word + low : NULL;
}

static bool is_data(const struct elf_section *s)
{
	return s->data && s->type == SHT_PROGBITS && (s->flags & SHF_ALLOC) &&
	       !(s->flags & SHF_EXECINSTR) &&
	       (begins(s->name, ".rodata") || begins(s->name, ".data") ||
		begins(s->name, ".fpcdata"));
}

/* Where a text with a bar in it is; *ret_end is behind it. NULL: nowhere. */
static const char *find_barred(const struct elf_section *s, const char *barred,
			       const char **ret_end)
{
	char text[TEXT_MAX];
	const char *found;
	size_t n = 0;

	for (const char *c = barred; *c && n < sizeof(text); c++)
		if (*c != '|')
			text[n++] = *c;
	found = memmem(s->data, s->size, text, n);
	if (found)
		*ret_end = found + n;
	return found;
}

static bool in_data(const struct elf_image *image, const char *text)
{
	const char *end;

	for (int i = 1; i < image->n_section; i++) {
		const struct elf_section *s = &image->section[i];

		if (is_data(s) && find_barred(s, text, &end))
			return true;
	}
	return false;
}

static bool in_comment(const struct elf_image *image, const char *begin)
{
	const struct elf_section *s = elf_image_find(image, ".comment");
	const char *end, *text = s ? s->data : NULL;

	for (end = text ? text + s->size : NULL; text < end; text++) {
		size_t room = (size_t)(end - text);

		if (room >= strlen(begin) && !memcmp(text, begin, strlen(begin)))
			return true;
		text = memchr(text, 0, room);
		if (!text)
			break;
	}
	return false;
}

static bool in_tail(const struct elf_image *image, const char *begin)
{
	return image->size > TAIL_BYTES &&
	       !memcmp(image->data + image->size - TAIL_BYTES, begin, strlen(begin));
}

static bool is_marked(const struct work *w, enum place place, const char *begin)
{
	const struct object *o = w->o;

	for (int i = 0; (place & IN_NEEDED) && i < o->n_needed; i++)
		if (begins(o->needed[i], begin))
			return true;
	for (int i = 1; (place & IN_SECTIONS) && i < w->image->n_section; i++)
		if (begins(w->image->section[i].name, begin))
			return true;
	return ((place & IN_IMPORT) && find_begin(o->import, o->n_import, begin)) ||
	       ((place & IN_EXPORT) && find_begin(o->export, o->n_export, begin)) ||
	       ((place & IN_COMMENT) && in_comment(w->image, begin)) ||
	       ((place & IN_DATA) && in_data(w->image, begin)) ||
	       ((place & IN_TAIL) && in_tail(w->image, begin));
}

/* ---- languages ---- */

static bool has_language(const struct work *w, const char *language)
{
	for (int i = 0; i < w->n_language; i++)
		if (!strcmp(w->language[i], language))
			return true;
	return false;
}

/* Each at most once, so that there is room for every row. */
static void add_language(struct work *w, const char *language)
{
	if (!has_language(w, language))
		w->language[w->n_language++] = language;
}

/* _ZN…17h0123456789abcdefE: rustc's older names look like those of C++. */
static bool is_rust_name(const char *name)
{
	size_t n = strlen(name);

	if (n < 24 || name[n - 1] != 'E' || strncmp(name + n - 20, "17h", 3) != 0)
		return false;
	return strspn(name + n - 17, "0123456789abcdef") == 16;
}

/* _ZGVdN4v_sin: what compilers make of sin() in a vectorised loop, in any language; C++ has no
   small letter here. */
static bool is_vector_function(const char *name)
{
	return begins(name, "_ZGV") && islower((unsigned char)name[4]);
}

static void see_mangled(struct work *w, char **word, int n)
{
	char **first = find_begin(word, n, "_Z");

	for (char **name = first; name && name < word + n && begins(*name, "_Z"); name++) {
		if (is_vector_function(*name))
			continue;
		add_language(w, is_rust_name(*name) ? "Rust" : "C++");
		if (has_language(w, "C++") && !has_language(w, "Rust") && name - first > 1000)
			break; /* C++, and a lot of it */
	}
}

/* D's names: _D, then the length of the first part. */
static void see_d_names(struct work *w, char **word, int n)
{
	char **name = find_begin(word, n, "_D");

	for (; name && name < word + n && begins(*name, "_D"); name++)
		if (isdigit((unsigned char)(*name)[2])) {
			add_language(w, "D");
			return;
		}
}

static void see_c(struct work *w, int n_function, int n_plain)
{
	if (!w->n_language) {
		if (w->o->code && w->o->kind != OBJECT_OTHER)
			add_language(w, "C");
		return;
	}
	if (w->n_language == 1 && has_language(w, "C++")) {
		if (n_plain >= C_FUNCTIONS_MIN && n_plain >= n_function / C_FUNCTIONS_SHARE)
			add_language(w, "C");
		return;
	}
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++)
		if (w->n_language == 1 && has_language(w, beside[i].language) &&
		    (w->o->hardening & beside[i].hardening))
			add_language(w, "C");
}

static void see_languages(struct work *w, int n_function, int n_plain)
{
	for (int i = 0; i < MARKS; i++)
		if (!has_language(w, marks[i].language) &&
		    is_marked(w, marks[i].place, marks[i].begin))
			add_language(w, marks[i].language);
	see_mangled(w, w->o->import, w->o->n_import);
	see_mangled(w, w->o->export, w->o->n_export);
	see_d_names(w, w->o->import, w->o->n_import);
	see_d_names(w, w->o->export, w->o->n_export);
	see_c(w, n_function, n_plain);
}

/* ---- compilers ---- */

static size_t version_length(const char *text, size_t room)
{
	size_t n = 0;

	while (n < room && n < VERSION_MAX &&
	       (isalnum((unsigned char)text[n]) || strchr("._~", text[n])) && text[n])
		n++;
	return n && isdigit((unsigned char)*text) ? n : 0;
}

static void add_compiler(struct work *w, const char *name, const char *version, size_t room)
{
	char text[VERSION_MAX + 16];
	size_t n = version_length(version, room), len = strlen(name);

	if (!n || w->compiler.nstrings > COMPILERS_MAX)
		return;
	/* NOLINTNEXTLINE(bugprone-not-null-terminated-result): its length goes with it */
	memcpy(text, name, len);
	text[len] = ' ';
	memcpy(text + len + 1, version, n);
	stringpool_strn2id(&w->compiler, text, (unsigned)(len + 1 + n), 1);
}

/* One text of .comment: "GCC: (Debian 12.2.0-14) 12.2.0". */
static void see_comment(struct work *w, const char *text, size_t n)
{
	for (int i = 0; i < COMMENTS; i++) {
		size_t len = strlen(comments[i].has);
		const char *at = memmem(text, n, comments[i].has, len), *space;

		if (!at)
			continue;
		at += len;
		if (comments[i].last) {
			/* "…) 8.5.0 20210514 (Red Hat 8.5.0-4)": what follows the parenthesis */
			space = memmem(at, (size_t)(text + n - at), ") ", 2);
			if (*at == '(' && space)
				at = space + 2;
		}
		add_compiler(w, comments[i].name, at, (size_t)(text + n - at));
		return;
	}
}

static void see_comments(struct work *w)
{
	const struct elf_section *s = elf_image_find(w->image, ".comment");
	const char *text = s ? s->data : NULL, *end = text ? text + s->size : NULL;

	while (text < end) {
		const char *zero = memchr(text, 0, (size_t)(end - text));

		if (!zero)
			zero = end;
		see_comment(w, text, (size_t)(zero - text));
		text = zero + 1;
	}
}

/* "cargo/registry/ring-0.16.20/src/…", "cargo/registry/src/index.crates.io-0123/ring-0.16.20/…" */
static void see_crate(struct work *w, const char *text, const char *end)
{
	char name[CRATE_MAX + 8] = "crate:";
	size_t n;

	if (end - text > 4 && begins(text, "src/")) {
		const char *slash = memchr(text + 4, '/', (size_t)(end - text - 4));

		if (!slash)
			return;
		text = slash + 1;
	}
	for (n = 0; n < CRATE_MAX && text + n < end && text[n] != '/'; n++)
		if (!text[n] || (!isalnum((unsigned char)text[n]) && !strchr("_.+-", text[n])))
			return;
	if (!n || n == CRATE_MAX || text + n == end || w->build_path.nstrings > BUILD_PATHS_MAX)
		return;
	memcpy(name + 6, text, n);
	stringpool_strn2id(&w->build_path, name, (unsigned)(6 + n), 1);
}

static void see_data(struct work *w, const struct elf_section *s)
{
	static const char registry[] = "cargo/registry/";
	const char *end = s->data + s->size, *at = s->data;
	bool is_rust = has_language(w, "Rust");

	for (int i = 0; i < VERSIONS; i++) {
		const char *version;

		if (has_language(w, versions[i].language) &&
		    find_barred(s, versions[i].text, &version))
			add_compiler(w, versions[i].name, version, (size_t)(end - version));
	}
	while (is_rust && (at = memmem(at, (size_t)(end - at), registry, sizeof(registry) - 1))) {
		at += sizeof(registry) - 1;
		see_crate(w, at, end);
	}
}

/* ---- the whole ---- */

static void take_strings(struct object *o, enum object_list list, Stringpool *strings)
{
	const char **word = solv_calloc((size_t)strings->nstrings + 1, sizeof(*word));
	int n = 0;

	for (Id id = 2; id < strings->nstrings; id++) /* 0 is none, 1 is empty */
		word[n++] = stringpool_id2str(strings, id);
	object_set(o, list, word, n);
	free(word);
	stringpool_free(strings);
}

static void add_go(void *closure, const char *module, size_t n)
{
	struct work *w = closure;
	const char *version = memchr(module, ' ', n);

	if (version) /* "Go 1.19.8" is the compiler */
		stringpool_strn2id(&w->compiler, module, (unsigned)n, 1);
	else if (w->build_path.nstrings <= BUILD_PATHS_MAX)
		stringpool_strn2id(&w->build_path, module, (unsigned)n, 1);
}

void elf_language_read(struct object *o, const struct elf_image *image, int n_function, int n_plain)
{
	struct work w = { .o = o, .image = image };

	stringpool_init_empty(&w.compiler);
	stringpool_init_empty(&w.build_path);
	see_languages(&w, n_function, n_plain);
	see_comments(&w);
	for (int i = 1; i < image->n_section; i++)
		if (is_data(&image->section[i]))
			see_data(&w, &image->section[i]);
	go_build_read(image, add_go, &w);
	object_set(o, OBJECT_LANGUAGE, w.language, w.n_language);
	take_strings(o, OBJECT_COMPILER, &w.compiler);
	take_strings(o, OBJECT_BUILD_PATH, &w.build_path);
}
