/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is inside the packages: downloads those of the most important components, or of named ones,
 * reads their ELF files, and keeps what was found, so that every later run knows it. Local package
 * files are read where they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <solv/queue.h>
#include <solv/util.h>

#include "analyzer/package_role.h"
#include "importers/call_names.h"
#include "importers/diag.h"
#include "importers/inspected.h"
#include "importers/inspection.h"
#include "importers/inspector.h"
#include "queries/options.h"
#include "queries/progress.h"
#include "queries/request.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "version", .type = CELL_TEXT, .wide = true },
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "result", .type = CELL_TEXT },
	{ .key = "bytes", .type = CELL_INTEGER, .wide = true },
	{ .key = "objects", .type = CELL_INTEGER },
	{ .key = "code", .heading = "code KiB", .type = CELL_INTEGER },
	{ .key = "languages", .type = CELL_TEXT },
	{ .key = "calls", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	{ .key = "hardening", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	{ .key = "privileged", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
	{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP, .wide = true },
};

static const struct column object_columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "path", .type = CELL_TEXT },
	{ .key = "kind", .type = CELL_TEXT },
	{ .key = "code", .heading = "code KiB", .type = CELL_INTEGER },
	{ .key = "languages", .type = CELL_TEXT },
	{ .key = "compilers", .type = CELL_TEXT, .wide = true },
	{ .key = "soname", .type = CELL_TEXT, .wide = true },
	{ .key = "needed", .type = CELL_TEXT, .fit = FIT_SHORTEN, .wide = true },
	{ .key = "imports", .type = CELL_INTEGER, .wide = true },
	{ .key = "exports", .type = CELL_INTEGER, .wide = true },
	{ .key = "calls", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "hardening", .type = CELL_TEXT, .fit = FIT_SHORTEN },
};

struct inspector {
	const struct universe *u;	/* NULL: only local files */
	const struct import_options *import;
	struct table *rows;
	struct table *objects;		/* NULL: not shown */
	int n_read, n_known, n_failed;
	const Id *missing;
	int n_missing;			/* packages to bring and read; n_read + n_failed of them
					   are done */
	struct timespec begin;		/* when that began */
	int64_t n_byte;			/* of the package files that were read */
	struct diag *diag;
	int failed;			/* nothing more can be read */
};

/* ---- telling ---- */

static char *join(char *const *word, int n)
{
	char *text = solv_strdup("");

	for (int i = 0; i < n; i++)
		text = solv_dupappend(text, *text ? ", " : "", word[i]);
	return text;
}

static void set_words(struct table *rows, const char *key, char *const *word, int n)
{
	char *text = join(word, n);

	table_set_text(rows, key, *text ? text : NULL);
	free(text);
}

static int compare_texts(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Words without repetition; the array is sorted. */
static void set_distinct(struct table *rows, const char *key, const char **word, int n)
{
	int n_distinct = 0;

	if (n)
		/* cppcheck-suppress nullPointer; there are words, the line above asked */
		qsort(word, n, sizeof(*word), compare_texts);
	for (int i = 0; i < n; i++)
		if (!n_distinct || strcmp(word[n_distinct - 1], word[i]))
			word[n_distinct++] = word[i];
	set_words(rows, key, (char *const *)word, n_distinct);
}

static bool is_linked(const struct object *o)
{
	return o->kind == OBJECT_PROGRAM || o->kind == OBJECT_LIBRARY || o->kind == OBJECT_PLUGIN;
}

/* The calls that are kept, and the languages, of one object or of all of a package. */
static void set_calls(struct table *rows, const struct object *object, int n)
{
	const char **word = NULL;
	int n_word = 0;

	for (int k = 0; k < n; k++)
		for (int i = 0; i < object[k].n_import; i++) {
			const char *name = is_linked(&object[k]) ? call_name(object[k].import[i]) :
								   NULL;

			if (!name)
				continue;
			word = solv_extend(word, n_word, 1, sizeof(*word), 255);
			word[n_word++] = name;
		}
	set_distinct(rows, "calls", word, n_word);
	free(word);
}

static void set_languages(struct table *rows, const struct object *object, int n)
{
	const char **word = NULL;
	int n_word = 0;

	for (int k = 0; k < n; k++)
		for (int i = 0; i < object[k].n_language; i++) {
			word = solv_extend(word, n_word, 1, sizeof(*word), 255);
			word[n_word++] = object[k].language[i];
		}
	set_distinct(rows, "languages", word, n_word);
	free(word);
}

/* Rounded up, since a little is not nothing. */
static int64_t kib(long long bytes)
{
	return (bytes + 1023) / 1024;
}

/* "pie 3/3, relro 5/5": of those that can have it. */
static void set_hardening(struct table *rows, const struct object *object, int n)
{
	char *text = solv_strdup("");

	for (int bit = 0; bit < HARDENINGS; bit++) {
		int n_can = 0, n_has = 0;
		char count[40];

		for (int k = 0; k < n; k++) {
			if (!is_linked(&object[k]) ||
			    ((1u << bit) == HARDENED_PIE && object[k].kind != OBJECT_PROGRAM))
				continue;
			n_can++;
			n_has += object[k].hardening >> bit & 1;
		}
		if (!n_can)
			continue;
		snprintf(count, sizeof(count), " %d/%d", n_has, n_can);
		text = solv_dupappend(text, *text ? ", " : "", hardening_name(bit));
		text = solv_dupappend(text, count, NULL);
	}
	table_set_text(rows, "hardening", *text ? text : NULL);
	free(text);
}

static void add_objects(struct inspector *in, const struct inspection *i)
{
	for (int k = 0; k < i->n_object; k++) {
		const struct object *o = &i->object[k];

		table_add_row(in->objects);
		table_set_text(in->objects, "package", i->name);
		table_set_text(in->objects, "path", o->path);
		table_set_text(in->objects, "kind", object_kind_name(o->kind));
		table_set_integer(in->objects, "code", kib(o->code));
		set_languages(in->objects, o, 1);
		set_words(in->objects, "compilers", o->compiler, o->n_compiler);
		table_set_text(in->objects, "soname", o->soname);
		set_words(in->objects, "needed", o->needed, o->n_needed);
		table_set_integer(in->objects, "imports", o->n_import);
		table_set_integer(in->objects, "exports", o->n_export);
		set_calls(in->objects, o, 1);
		set_hardening(in->objects, o, 1);
	}
}

static void add_row(struct inspector *in, const char *component, const char *result,
		    const struct inspection *i)
{
	long long code = 0;

	for (int k = 0; k < i->n_object; k++)
		code += i->object[k].code;
	table_add_row(in->rows);
	table_set_text(in->rows, "package", i->name);
	table_set_text(in->rows, "version", i->evr);
	table_set_text(in->rows, "component", component);
	table_set_text(in->rows, "result", result);
	table_set_integer(in->rows, "bytes", i->size);
	table_set_integer(in->rows, "objects", i->n_object);
	table_set_integer(in->rows, "code", kib(code));
	set_languages(in->rows, i->object, i->n_object);
	set_calls(in->rows, i->object, i->n_object);
	set_hardening(in->rows, i->object, i->n_object);
	set_words(in->rows, "privileged", i->privileged, i->n_privileged);
	if (in->objects)
		add_objects(in, i);
}

static void add_failure(struct inspector *in, const char *name, const char *component,
			const char *why)
{
	table_add_row(in->rows);
	table_set_text(in->rows, "package", name);
	table_set_text(in->rows, "component", component);
	table_set_text(in->rows, "result", "failed");
	table_set_text(in->rows, "why", why);
	diag_warn(in->diag, WARN_NOT_INSPECTED, "%s", why);
	in->n_failed++;
}

/* ---- reading ---- */

/* Show what was found and kept; false: it cannot be read back. */
static bool show_kept(struct inspector *in, const char *sha256, const char *component,
		      const char *result, struct diag *why)
{
	char *path = inspected_path(in->import, sha256, in->diag);
	struct inspection i;
	bool known;

	if (!path)
		return false;
	known = inspection_load(&i, path, why) == 0;
	if (known) {
		add_row(in, component, result, &i);
		in->n_byte += i.size;
		inspection_clear(&i);
	}
	free(path);
	return known;
}

static void show_read(struct inspector *in, const char *sha256, const char *name,
		      const char *component)
{
	struct diag why;

	diag_init(&why);
	if (show_kept(in, sha256, component, "read", &why))
		in->n_read++;
	else
		add_failure(in, name, component, why.message);
	diag_clear(&why);
}

/* A package file on this machine. One that cannot be read is a row. */
static void read_file(struct inspector *in, const char *path)
{
	char sha256[65], *why;

	if (!inspector_file(path, in->import, sha256, &why, in->diag))
		show_read(in, sha256, path, NULL);
	else if (why)
		add_failure(in, path, NULL, why);
	else
		in->failed = -1;
	free(why);
}

static const char *package_name(const struct inspector *in, Id package)
{
	return pool_id2str(in->u->pool, pool_id2solvable(in->u->pool, package)->name);
}

static const char *component_name(const struct inspector *in, Id package)
{
	int c = in->u->component_of[package];

	return c < 0 ? NULL : universe_component_name(in->u, c);
}

/* ---- progress, where import->progress says that it is wanted ---- */

static void show_reading(const struct inspector *in, const char *package)
{
	struct timespec now;

	if (!in->import->progress)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	progress_count(package, in->n_read + in->n_failed, in->n_missing,
		       (double)(now.tv_sec - in->begin.tv_sec) +
			       (double)(now.tv_nsec - in->begin.tv_nsec) / 1e9);
}

static void inspected(void *closure, int n, const char *sha256, const char *why)
{
	struct inspector *in = closure;
	Id package = in->missing[n];

	show_reading(in, package_name(in, package));
	if (sha256)
		show_read(in, sha256, package_name(in, package), component_name(in, package));
	else
		add_failure(in, package_name(in, package), component_name(in, package), why);
}

/* Show what an earlier run found; false: nothing that can be read. */
static bool show_known(struct inspector *in, Id package)
{
	const unsigned char *sum = universe_package_sha256(in->u, package);
	int64_t n_byte = in->n_byte;
	struct diag why;
	char hex[65];
	bool known;

	if (!sum)
		return false;
	solv_bin2hex(sum, 32, hex);
	diag_init(&why);
	known = show_kept(in, hex, component_name(in, package), "known", &why);
	diag_clear(&why);
	in->n_known += known;
	in->n_byte = n_byte;	/* it was not read now */
	return known;
}

/* ---- choosing ---- */

/* May it hold code that runs on a user's machine? */
static bool is_worth_reading(const struct analysis *a, Id package)
{
	const char *arch = pool_id2str(a->universe.pool,
				       pool_id2solvable(a->universe.pool, package)->arch);

	return strcmp(arch, "all") && strcmp(arch, "noarch") &&
	       (!a->role || package_role_runs(a->role[package]));
}

static void choose_component(const struct analysis *a, int c, Queue *package)
{
	const struct universe *u = &a->universe;

	for (int i = u->component_begin[c]; i < u->component_begin[c + 1]; i++)
		if (is_worth_reading(a, u->component_package[i]))
			queue_pushunique(package, u->component_package[i]);
}

static bool is_local_file(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (!strcmp(dot, ".deb") || !strcmp(dot, ".rpm") || !strcmp(dot, ".udeb"));
}

static int choose_named(const struct analysis *a, const struct options *o, Queue *package,
			struct diag *diag)
{
	for (int i = 0; i < o->n_name; i++) {
		int c = o->package ? -1 : universe_find_component(&a->universe, o->name[i]), n;
		int *node;

		if (is_local_file(o->name[i]))
			continue;
		if (c >= 0) {
			choose_component(a, c, package);
			continue;
		}
		n = verb_find_nodes(a, o->name[i], o->package, &node, diag);
		if (n < 0)
			return -1;
		for (int k = 0; k < n; k++)
			queue_pushunique(package, a->graph.package_of[node[k]]);
		free(node);
	}
	return 0;
}

static enum stage stage(const struct options *o)
{
	for (int i = 0; i < o->n_name; i++)
		if (!is_local_file(o->name[i]))
			return STAGE_ROLES;
	return o->n_name ? STAGE_NONE : STAGE_RANKING;
}

/* ---- the verb ---- */

static void inspect_packages(struct inspector *in, const struct analysis *a,
			     const struct options *o, const char *spec, struct diag *diag)
{
	Queue package, missing;

	queue_init(&package);
	queue_init(&missing);
	if (o->n_name)
		in->failed = choose_named(a, o, &package, diag);
	else
		for (int i = 0; i < a->ranking.n_component && (!o->top || i < o->top); i++)
			choose_component(a, a->ranking.order[i], &package);
	for (int i = 0; i < package.count && !in->failed; i++)
		if (!show_known(in, package.elements[i]))
			queue_push(&missing, package.elements[i]);
	in->missing = missing.elements;
	in->n_missing = missing.count;
	clock_gettime(CLOCK_MONOTONIC, &in->begin);
	if (missing.count && !in->failed &&
	    inspector_packages(&a->universe, spec, in->import, missing.elements, missing.count,
			       inspected, in, diag))
		in->failed = -1;
	in->missing = NULL;
	queue_free(&package);
	queue_free(&missing);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct import_options import;
	struct table *summary = table_add_record(ret, "summary", NULL);
	bool local = stage(o) == STAGE_NONE;
	struct inspector in = { .u = local ? NULL : &a->universe, .import = &import, .diag = diag };

	request_import(o, &import);
	in.rows = table_add_rows(ret, "rows", "Packages", columns, N_COLUMNS(columns));
	if (o->n_name)
		in.objects = table_add_rows(ret, "objects", "What is in them", object_columns,
					    N_COLUMNS(object_columns));
	for (int i = 0; i < o->n_name && !in.failed; i++)
		if (is_local_file(o->name[i]))
			read_file(&in, o->name[i]);
	if (!local && !in.failed)
		inspect_packages(&in, a, o, spec, diag);
	if (in.failed)
		return -1;
	/* a few failures are rows; where there is nothing else, there is no answer */
	if (in.n_failed && !in.n_read && !in.n_known)
		return diag_fail(diag, "%s", diag->example[WARN_NOT_INSPECTED]);
	table_field_integer(summary, "read", "packages read", in.n_read);
	table_field_integer(summary, "known", "known from earlier", in.n_known);
	table_field_integer(summary, "failed", "cannot be read", in.n_failed);
	table_field_integer(summary, "bytes", "bytes of packages read", in.n_byte);
	table_add_note(in.rows, "What was found is kept by the checksum of each package and used "
				"by every later run; linchpin explain COMPONENT shows what it "
				"changed, --uninspected leaves it aside.");
	return 0;
}

extern const struct verb verb_inspect;
const struct verb verb_inspect = {
	.name = "inspect",
	.arguments = "[NAME|FILE]…",
	.summary = "download packages and read what is inside: languages, network calls, links",
	.description =
		"Without a NAME, downloads the run-time packages of the first --top components of "
		"the ranking that were not inspected yet; with NAMEs those of these components or "
		"packages; FILEs are .deb or .rpm files on this machine. Each file is verified "
		"against the archive's index, then its ELF objects are read without unpacking it: "
		"soname, libraries, imported and exported functions, languages and compilers, "
		"hardening, set-user-id bits. Results are kept in the cache and used by every "
		"later run. A package that is corrupt or cannot be had is reported and left out; "
		"if none can be read, that is an error.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE | OPTION(TOP) |
		   OPTION(PACKAGE),
	.max_names = -1,
	.inspects = true,
	.stage = STAGE_RANKING,
	.stage_of = stage,
	.run = run,
};
