/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measured bytes become shares; see measured.h.
 */
#include "analyzer/measured.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/calls.h"
#include "analyzer/language.h"
#include "analyzer/package_role.h"
#include "importers/universe.h"

/* What a byte of program text counts where its host is machine code. */
#define WEIGHT_TEXT 0.1

/* Native languages that leave marks of their own in ELF files (elf_language.c); the others pass for
   C or C++. */
static const char *const marked[] = {
	"Ada",	   "C++",  "COBOL", "Common Lisp", "Crystal",  "D",	      "Fortran",
	"Go",	   "Haskell", "Modula-2", "Nim",	   "OCaml",    "Objective-C", "Pascal",
	"Rust",	   "Scheme",  "Standard ML", "Swift",	   "Zig",
};

/* What scripts without extension are written in, by their interpreter; all others have the
   extension that files.tsv knows. */
static const struct {
	const char *file, *language;
} texts[] = {
	{ "py", "Python" },	  { "#!python", "Python" }, { "pl", "Perl" },
	{ "pm", "Perl" },	  { "#!perl", "Perl" },	    { "rb", "Ruby" },
	{ "#!ruby", "Ruby" },	  { "php", "PHP" },	    { "#!php", "PHP" },
	{ "js", "JavaScript" },	  { "#!node", "JavaScript" }, { "lua", "Lua" },
	{ "#!lua", "Lua" },	  { "tcl", "Tcl" },	    { "#!tclsh", "Tcl" },
	{ "#!wish", "Tcl" },	  { "jar", "Java" },	    { "class", "Java" },
	{ "sh", "Shell" },	  { "#!sh", "Shell" },	    { "#!bash", "Shell" },
	{ "el", "Emacs Lisp" },	  { "qml", "QML" },	    { "r", "R" },
};

struct sum {
	const struct language_verdicts *v;
	int component;
	double *share;		/* of the source files, by language */
	bool *is_marked;	/* language */
	double *bytes;		/* measured, by language */
	bool has_host;		/* machine code other than plug-ins was seen */
};

static void divide(struct sum *s, const bool *may_be, double bytes)
{
	int n_language = s->v->table->n_language, n = 0;
	double all = 0;

	for (int l = 0; l < n_language; l++) {
		all += may_be[l] ? s->share[l] : 0;
		n += may_be[l];
	}
	for (int l = 0; l < n_language && n; l++)
		if (may_be[l])
			s->bytes[l] += all > 0 ? bytes * s->share[l] / all : bytes / n;
}

/* Machine code that shows these languages: "C++, Rust". */
static void add_code(struct sum *s, const char *languages, double bytes)
{
	const struct language_table *t = s->v->table;
	bool *may_be = solv_calloc(t->n_language + 1, sizeof(*may_be));
	bool through_c = false, sure = false;

	while (*languages) {
		size_t n = strcspn(languages, ",");
		char *name = solv_strdup(languages);
		int l;

		name[n] = '\0';
		l = language_find(t, name);
		through_c |= !strcmp(name, "C") || !strcmp(name, "C++");
		if (l >= 0)
			may_be[l] = sure = true;
		languages += n + strspn(languages + n, ", ");
		free(name);
	}
	for (int l = 0; l < t->n_language && through_c; l++)
		if (t->language[l].kind == LANGUAGE_NATIVE && s->share[l] > 0 && !s->is_marked[l])
			may_be[l] = true;
	if (sure)
		divide(s, may_be, bytes);
	free(may_be);
}

static void add_text(struct sum *s, const char *file, double bytes)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		int l = strcmp(texts[i].file, file) ?
				-1 :
				language_find(s->v->table, texts[i].language);

		if (l >= 0)
			s->bytes[l] += bytes;
	}
}

/* May it hold code of any kind? */
static bool holds_code(const struct universe *u, Id package, const unsigned char *role)
{
	static const enum observation_kind kinds[] = { OBS_PROGRAM, OBS_SYSTEM_PROGRAM,
						       OBS_LANGUAGE_TREE };
	int n;

	if (calls_may_hold_code(u, package, role))
		return true;
	for (int k = 0; k < 3 && package_role_runs(role[package]); k++)
		if (observations_of(&u->of_package, package, kinds[k], &n))
			return true;
	return false;
}

static void add_package(struct sum *s, const struct universe *u, Id package)
{
	const struct observation *at;
	int n;

	at = observations_of(&u->of_package, package, OBS_HARDENING, &n);
	for (int i = 0; i < n; i++) {
		const char *text = pool_id2str(u->pool, at[i].text);

		s->has_host |= !strcmp(text, "programs") || !strcmp(text, "libraries");
	}

	at = observations_of(&u->of_package, package, OBS_MACHINE_CODE, &n);
	for (int i = 0; i < n; i++)
		add_code(s, pool_id2str(u->pool, at[i].text), at[i].count * 1024.0);
	at = observations_of(&u->of_package, package, OBS_FILES_INSPECTED, &n);
	for (int i = 0; i < n; i++)
		add_text(s, pool_id2str(u->pool, at[i].text), at[i].count * 1024.0);
}

static void measure(struct sum *s, const struct universe *u, const unsigned char *role)
{
	const struct language_table *t = s->v->table;
	const struct language_mix *mix = &s->v->mix[s->component];
	struct language_bytes *measured = solv_calloc(t->n_language + 1, sizeof(*measured));
	int n_may = 0, n_inspected = 0, n = 0;

	s->has_host = false;

	memset(s->share, 0, t->n_language * sizeof(*s->share));
	memset(s->bytes, 0, t->n_language * sizeof(*s->bytes));
	for (int i = mix->begin; i < mix->begin + mix->n_share; i++)
		s->share[s->v->share[i].language] = s->v->share[i].share;
	for (int i = u->component_begin[s->component]; i < u->component_begin[s->component + 1];
	     i++) {
		Id package = u->component_package[i];

		if (!holds_code(u, package, role))
			continue;
		n_may++;
		n_inspected += calls_is_inspected(u, package);
		add_package(s, u, package);
	}
	for (int l = 0; l < t->n_language; l++)
		if (s->bytes[l] > 0)
			measured[n++] = (struct language_bytes){ l, s->bytes[l] };
	if (n)
		language_measure((struct language_verdicts *)s->v, s->component, measured, n,
				 s->has_host ? WEIGHT_TEXT : 1, n_inspected / (double)n_may);
	free(measured);
}

static bool any_inspected(const struct universe *u, int component)
{
	for (int i = u->component_begin[component]; i < u->component_begin[component + 1]; i++)
		if (calls_is_inspected(u, u->component_package[i]))
			return true;
	return false;
}

void measured_apply(struct language_verdicts *v, const struct universe *u,
		    const unsigned char *role)
{
	const struct language_table *t = v->table;
	struct sum s = { .v = v };

	s.share = solv_calloc(t->n_language + 1, sizeof(*s.share));
	s.bytes = solv_calloc(t->n_language + 1, sizeof(*s.bytes));
	s.is_marked = solv_calloc(t->n_language + 1, sizeof(*s.is_marked));
	for (size_t i = 0; i < sizeof(marked) / sizeof(marked[0]); i++) {
		int l = language_find(t, marked[i]);

		if (l >= 0)
			s.is_marked[l] = true;
	}
	for (s.component = 0; s.component < u->n_component; s.component++)
		if (any_inspected(u, s.component))
			measure(&s, u, role);
	free(s.share);
	free(s.bytes);
	free(s.is_marked);
}
