/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contents files become observations; see contents.h.
 *
 * The lists are sorted by path, so that neighbours share their directory and mostly their packages:
 * both are looked at once and remembered. A path costs one memrchr for its package column, one for
 * its directory, and a comparison with the neighbour's; only the few that match a row of places.c
 * are interned. Counts by extension gather in a small hash table, not in the universe's list, since
 * 12.9 million files make 0.6 million of them.
 */
#include "importers/contents.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/lines.h"
#include "importers/places.h"
#include "importers/source_roles.h"
#include "importers/universe.h"

/* ---- lines ---- */

struct entry {
	const char *path, *path_end;
	const char *packages, *packages_end; /* "net/a,net/b" */
};

/* Split a line at its last white space: paths may have spaces, package lists have none. */
static bool split_line(const char *line, const char *end, struct entry *ret)
{
	const char *gap = end;

	while (gap > line && gap[-1] != '\t' && gap[-1] != ' ')
		gap--;
	ret->packages = gap;
	ret->packages_end = end;
	while (gap > line && (gap[-1] == '\t' || gap[-1] == ' '))
		gap--;
	if (gap == line || ret->packages == end || ret->packages == gap)
		return false;
	if (end - line > 2 && line[0] == '.' && line[1] == '/')
		line += 2;
	ret->path = line;
	ret->path_end = gap;
	return true;
}

/* The package column of the line before: neighbours mostly have the same. */
struct column {
	char *text;
	size_t len, room;
};

/* Is this line's column another than that of the line before? Then it is remembered. */
static bool column_changes(struct column *column, const struct entry *entry)
{
	size_t len = entry->packages_end - entry->packages;

	if (column->text && len == column->len && !memcmp(entry->packages, column->text, len))
		return false;
	if (!column->text || len > column->room) {
		column->room = 2 * len + 64;
		column->text = solv_realloc(column->text, column->room);
	}
	memcpy(column->text, entry->packages, len);
	column->len = len;
	return true;
}

/* The next name of a column, without its section; NULL: no more. */
static const char *next_name(const char **at, const char *end, size_t *ret_len)
{
	const char *name = *at, *comma, *slash;

	if (name >= end)
		return NULL;
	comma = memchr(name, ',', end - name);
	if (!comma)
		comma = end;
	slash = memrchr(name, '/', comma - name);
	if (slash)
		name = slash + 1;
	*at = comma + 1;
	*ret_len = comma - name;
	return name;
}

/* Longer ones are looked at one by one for what they add. */
enum { SHORT_LINE_BYTES = 65536 };

/* The share of lines that may be malformed before the file is taken for something else. */
enum { BAD_LINES_MAX_PERCENT = 1 };

static int check_bad_lines(const char *path, long n_line, long n_bad, struct diag *diag)
{
	if (n_bad * 100 > n_line * BAD_LINES_MAX_PERCENT)
		return diag_fail(diag,
				 "cannot read '%s': %ld of %ld lines have no package column; "
				 "not a Contents file?",
				 path, n_bad, n_line);
	return 0;
}

/* ---- binary lists ---- */

struct binary_list {
	struct universe *u;
	struct diag *diag;
	struct places *places;
	const char *file;
	Id *package_of_name; /* string Id -> package, 0: none */
	int n_package_of_name;
	struct column column;
	Id *package; /* … and what it names */
	int n_package;
};

/* The packages of a line's last column, looked up once for neighbours that have the same. */
static void enter_packages(struct binary_list *list, const struct entry *entry)
{
	const char *at = entry->packages, *name;
	size_t len;

	if (!column_changes(&list->column, entry))
		return;
	list->n_package = 0;
	while ((name = next_name(&at, entry->packages_end, &len))) {
		Id id = pool_strn2id(list->u->pool, name, (unsigned)len, 0);

		if (id && id < list->n_package_of_name && list->package_of_name[id]) {
			list->package = solv_extend(list->package, list->n_package, 1, sizeof(Id),
						    31);
			list->package[list->n_package++] = list->package_of_name[id];
		} else {
			diag_warn(list->diag, WARN_UNKNOWN_FILES,
				  "'%s' lists files of '%.*s', which is not in the release",
				  list->file, len < 80 ? (int)len : 80, name);
		}
	}
}

static int see_binary(struct binary_list *list, const struct entry *entry)
{
	struct sighting sighting[SIGHTINGS_MAX];
	int n = places_look(list->places, entry->path, entry->path_end, sighting);

	if (n)
		enter_packages(list, entry);
	for (int i = 0; i < n; i++) {
		for (int k = 0; k < list->n_package; k++)
			universe_observe(list->u, sighting[i].kind, list->package[k],
					 sighting[i].text, 1);
		if (universe_check_limits(list->u, list->file, list->diag))
			return -1;
	}
	return 0;
}

int contents_import_binary(struct universe *u, const char *path, struct diag *diag)
{
	struct binary_list list = { .u = u, .diag = diag, .file = path };
	struct lines *lines = lines_open(path, diag);
	char *begin, *end;
	long n_line = 0, n_bad = 0;
	int got;
	Id p;
	Solvable *s;

	if (!lines)
		return -1;
	list.places = places_new(u->pool);
	list.n_package_of_name = u->pool->ss.nstrings;
	list.package_of_name = solv_calloc(list.n_package_of_name, sizeof(Id));
	FOR_REPO_SOLVABLES(u->repo, p, s)
	list.package_of_name[s->name] = p;
	while ((got = lines_block(lines, &begin, &end, diag)) > 0) {
		for (char *line = begin, *newline; line < end && got > 0; line = newline + 1) {
			struct entry entry;

			newline = memchr(line, '\n', end - line);
			n_line++;
			if (split_line(line, newline, &entry)) {
				got = see_binary(&list, &entry) ? -1 : got;
			} else {
				n_bad++;
				diag_warn(diag, WARN_BAD_LINE,
					  "'%s' line %ld has no package "
					  "column",
					  path, n_line);
			}
		}
		if (got < 0)
			break;
	}
	lines_free(lines);
	places_free(list.places);
	free(list.package_of_name);
	free(list.column.text);
	free(list.package);
	return got < 0 ? -1 : check_bad_lines(path, n_line, n_bad, diag);
}

/* ---- source lists ---- */

/* Files that say how a component is built; looked for in its top two directories. */
static const char *const build_marks[] = {
	"CMakeLists.txt", "Cargo.toml",	  "Gemfile",	    "Makefile.PL",   "Build.PL",
	"build.gradle",	  "build.xml",	  "build.zig",	    "composer.json", "configure.ac",
	"configure.in",	  "dune-project", "go.mod",	    "meson.build",   "mix.exs",
	"package.json",	  "pom.xml",	  "pyproject.toml", "rebar.config",  "setup.py",
	"stack.yaml",
};

enum { BUILD_MARKS = sizeof(build_marks) / sizeof(build_marks[0]) };

/* Parts of the names of directories whose files are called like the programs that they start,
   limit or complete. */
static const char *const about_programs[] = {
	"completion", "init", "openrc",	 "rc.d",     "smf",	  "pam",  "apparmor",
	"logrotate",  "cron", "default", "sysconfig", "xinetd.d", "menu",
};

enum { ABOUT_PROGRAMS = sizeof(about_programs) / sizeof(about_programs[0]) };

struct tally {
	uint64_t extension; /* up to eight characters, little end first; 0: empty slot */
	uint32_t key;	    /* component * SOURCE_ROLES + role */
	uint32_t count;
};

/* Which programs does a component install? Sorted by the first two. */
struct program {
	int component;
	Id name, package;
};

struct source_list {
	struct universe *u;
	struct diag *diag;
	const char *file;
	int number;		/* of this list … */
	int *list_of_component; /* … and component -> the list that counts, 0: none yet */
	struct tally *tally;	/* open addressing, a power of two */
	uint32_t n_slot, n_tally;
	struct tally *last; /* where the line before was counted */
	char *dir;
	size_t dir_len, dir_room;
	enum source_role role; /* of dir */
	bool is_shallow;       /* dir has at most one part */
	struct column column;
	int *component;
	int n_component;
	struct program *program;
	int n_program;
	Map may_be_program; /* hashes of the names of programs */
	uint64_t extension; /* of the file before, and what it says of a script */
	bool is_text;
	Id text;
};

static uint32_t hash_slot(uint64_t extension, uint32_t key, uint32_t n_slot)
{
	uint64_t h = (extension ^ (uint64_t)key << 29) * UINT64_C(0x9E3779B97F4A7C15);

	return (uint32_t)(h >> 32) & (n_slot - 1);
}

static struct tally *find_tally(struct tally *tally, uint32_t n_slot, uint64_t extension,
				uint32_t key)
{
	uint32_t i = hash_slot(extension, key, n_slot);

	while (tally[i].extension && (tally[i].extension != extension || tally[i].key != key))
		i = (i + 1) & (n_slot - 1);
	return &tally[i];
}

static void grow_tally(struct source_list *list)
{
	uint32_t n_slot = list->n_slot ? 2 * list->n_slot : 1 << 10;
	struct tally *tally = solv_calloc(n_slot, sizeof(*tally));

	for (uint32_t i = 0; i < list->n_slot; i++)
		if (list->tally[i].extension)
			*find_tally(tally, n_slot, list->tally[i].extension,
				    list->tally[i].key) = list->tally[i];
	free(list->tally);
	list->tally = tally;
	list->n_slot = n_slot;
	list->last = NULL;
}

static void count_file(struct source_list *list, int component, uint64_t extension,
		       enum source_role role)
{
	uint32_t key = (uint32_t)component * SOURCE_ROLES + role;
	struct tally *at = list->last;

	if (!at || at->extension != extension || at->key != key) {
		if (4 * (list->n_tally + 1) > 3 * list->n_slot)
			grow_tally(list);
		at = find_tally(list->tally, list->n_slot, extension, key);
		if (!at->extension) {
			*at = (struct tally){ extension, key, 0 };
			list->n_tally++;
		}
		list->last = at;
	}
	at->count++;
}

static void enter_source_directory(struct source_list *list, const char *dir, size_t len)
{
	if (len + 1 > list->dir_room) {
		list->dir_room = 2 * len + 64;
		list->dir = solv_realloc(list->dir, list->dir_room);
	}
	memcpy(list->dir, dir, len);
	list->dir[len] = '/'; /* what follows is the file; the role is the directories' */
	list->dir_len = len;
	list->role = len ? source_role_of_path(list->dir, len + 1) : ROLE_SHIPPED;
	list->is_shallow = !memchr(dir, '/', len);
}

static void enter_components(struct source_list *list, const struct entry *entry)
{
	const char *at = entry->packages, *name;
	size_t len;

	if (!column_changes(&list->column, entry))
		return;
	list->n_component = 0;
	while ((name = next_name(&at, entry->packages_end, &len))) {
		Id id = pool_strn2id(list->u->pool, name, (unsigned)len, 0);

		/* sources without a package on this architecture are no component: not worth a
		   warning */
		if (id && id < list->u->n_component_of_name &&
		    list->u->component_of_name[id] >= 0) {
			int c = list->u->component_of_name[id];

			if (!list->list_of_component[c])
				list->list_of_component[c] = list->number;
			if (list->list_of_component[c] != list->number)
				continue;
			list->component = solv_extend(list->component, list->n_component, 1,
						      sizeof(int), 1023);
			list->component[list->n_component++] = c;
		}
	}
}

static int compare_programs(const void *a, const void *b)
{
	const struct program *x = a, *y = b;

	return x->component != y->component ? (x->component > y->component ? 1 : -1) :
	       x->name != y->name	    ? (x->name > y->name ? 1 : -1) :
					      0;
}

enum { HASHES = 1 << 20 };

/* FNV-1a, folded to the bits of HASHES. */
static int hash_name(const char *name, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)name[i]) * 16777619u;
	return (int)((h ^ h >> 20) & (HASHES - 1));
}

/* The programs that binary lists named so far. */
static void index_programs(struct source_list *list)
{
	const struct universe *u = list->u;
	const struct observations *o = &u->of_package;

	map_init(&list->may_be_program, HASHES);
	for (int i = 0; i < o->n_observation; i++) {
		const struct observation *at = &o->observation[i];
		const char *name;

		if ((at->kind != OBS_PROGRAM && at->kind != OBS_SYSTEM_PROGRAM) ||
		    at->subject >= u->n_component_of)
			continue;
		list->program = solv_extend(list->program, list->n_program, 1,
					    sizeof(*list->program), 4095);
		list->program[list->n_program++] =
			(struct program){ u->component_of[at->subject], at->text, at->subject };
		name = pool_id2str(u->pool, at->text);
		MAPSET(&list->may_be_program, hash_name(name, strlen(name)));
	}
	if (list->n_program)
		qsort(list->program, list->n_program, sizeof(*list->program), compare_programs);
}

/* The program of that name that the component installs, NULL: none. */
static const struct program *find_program(const struct source_list *list, int component, Id name)
{
	const struct program key = { component, name, 0 };

	return name && list->n_program ? bsearch(&key, list->program, list->n_program, sizeof(key),
						 compare_programs) :
					 NULL;
}

/* Is the directory that was entered about programs, without holding any? */
static bool is_about_programs(const struct source_list *list)
{
	for (int i = 0; i < ABOUT_PROGRAMS; i++)
		if (memmem(list->dir, list->dir_len, about_programs[i], strlen(about_programs[i])))
			return true;
	return false;
}

/* The name as a string Id, 0: no component installs such a program, or this is not where its
   script would lie. */
static Id program_name(const struct source_list *list, const char *name, size_t len)
{
	if (!list->n_program || !MAPTST(&list->may_be_program, hash_name(name, len)) ||
	    is_about_programs(list))
		return 0;
	return pool_strn2id(list->u->pool, name, (unsigned)len, 0);
}

/* A source file called like a program that its component installs, as it is, or but for ".in" or an
   extension of what is kept as text: what is compiled is made of files with other names. */
struct script {
	Id program; /* 0: no such program in any component */
	Id text;    /* its extension; 0: none that says a language */
};

static struct script look_for_script(struct source_list *list, const char *name, size_t len,
				     const char *extension, size_t extension_len)
{
	struct script script = { 0, 0 };
	uint64_t packed = 0;

	if (list->role == ROLE_ASIDE)
		return script;
	if (*extension == '-') {
		script.program = program_name(list, name, len);
		return script;
	}
	memcpy(&packed, extension, extension_len);
	if (packed != list->extension) {
		char word[9] = { 0 };

		memcpy(word, extension, extension_len);
		list->extension = packed;
		list->is_text = places_is_kept_as_text(word);
		list->text = list->is_text ? pool_str2id(list->u->pool, word, 1) : 0;
		list->is_text |= !strcmp(word, "in");
	}
	if (list->is_text)
		script.program = program_name(list, name, len - extension_len - 1);
	if (script.program)
		script.text = list->text;
	return script;
}

/* Count a file, and what it is installed as. */
static void see_file_of(struct source_list *list, int component, uint64_t extension,
			enum source_role role, const struct script *script)
{
	const struct program *program = find_program(list, component, script->program);

	if (program && script->text)
		universe_observe(list->u, OBS_FILES_INSTALLED, program->package, script->text, 1);
	if (program && !script->text) {
		extension = 0;
		memcpy(&extension, SCRIPT_EXTENSION, sizeof(SCRIPT_EXTENSION) - 1);
	}
	count_file(list, component, extension, role);
}

/* Of the tallies universe_check_limits() does not know yet. */
static int check_source(const struct source_list *list)
{
	if (list->n_tally > limit_value(LIMIT_OBSERVATIONS))
		return limit_fail(LIMIT_OBSERVATIONS, list->file, list->diag);
	return universe_check_limits(list->u, list->file, list->diag);
}

static void see_source(struct source_list *list, const struct entry *entry)
{
	const char *end = entry->path_end, *slash = memrchr(entry->path, '/', end - entry->path);
	const char *name = slash ? slash + 1 : entry->path, *extension;
	size_t dir_len = slash ? slash - entry->path : 0, len;
	enum source_role role;
	uint64_t packed = 0;
	struct script script;

	if (dir_len != list->dir_len || memcmp(entry->path, list->dir, dir_len))
		enter_source_directory(list, entry->path, dir_len);
	enter_components(list, entry);
	role = list->role;
	if (role < ROLE_ASIDE && source_role_of_name(name, end - name) == ROLE_ASIDE)
		role = ROLE_ASIDE;
	extension = source_extension(name, end - name, &len);
	memcpy(&packed, extension, len);
	script = look_for_script(list, name, end - name, extension, len);
	for (int i = 0; i < list->n_component; i++)
		see_file_of(list, list->component[i], packed, role, &script);
	if (!list->is_shallow || list->role != ROLE_SHIPPED)
		return;
	for (int i = 0; i < BUILD_MARKS; i++) {
		if (build_marks[i][0] != name[0] ||
		    strlen(build_marks[i]) != (size_t)(end - name) ||
		    memcmp(build_marks[i], name, end - name))
			continue;
		for (int j = 0; j < list->n_component; j++)
			universe_observe(list->u, OBS_BUILD_MARK, list->component[j],
					 pool_str2id(list->u->pool, build_marks[i], 1), 1);
	}
}

static void observe_tallies(struct source_list *list)
{
	static const enum observation_kind kind_of_role[SOURCE_ROLES] = {
		[ROLE_SHIPPED] = OBS_FILES_SHIPPED,
		[ROLE_VENDORED] = OBS_FILES_VENDORED,
		[ROLE_ASIDE] = OBS_FILES_ASIDE,
	};

	for (uint32_t i = 0; i < list->n_slot; i++) {
		const struct tally *at = &list->tally[i];
		char extension[9] = { 0 };

		if (!at->extension)
			continue;
		memcpy(extension, &at->extension, 8);
		universe_observe(list->u, kind_of_role[at->key % SOURCE_ROLES],
				 at->key / SOURCE_ROLES, pool_str2id(list->u->pool, extension, 1),
				 at->count);
	}
}

int contents_import_source(struct universe *u, const char *path, int number, int *list_of_component,
			   struct diag *diag)
{
	struct source_list list = { .u = u,
				    .diag = diag,
				    .file = path,
				    .number = number,
				    .list_of_component = list_of_component,
				    .dir_len = -1 };
	struct lines *lines = lines_open(path, diag);
	char *begin, *end;
	long n_line = 0, n_bad = 0;
	int got;

	if (!lines)
		return -1;
	grow_tally(&list);
	index_programs(&list);
	while ((got = lines_block(lines, &begin, &end, diag)) > 0) {
		for (char *line = begin, *newline; line < end && got > 0; line = newline + 1) {
			struct entry entry;

			newline = memchr(line, '\n', end - line);
			n_line++;
			if (split_line(line, newline, &entry)) {
				see_source(&list, &entry);
				/* a line adds no more than it is long */
				if (newline - line > SHORT_LINE_BYTES && check_source(&list))
					got = -1;
			} else {
				n_bad++;
				diag_warn(diag, WARN_BAD_LINE,
					  "'%s' line %ld has no package "
					  "column",
					  path, n_line);
			}
		}
		if (got < 0 || check_source(&list)) {
			got = -1;
			break;
		}
	}
	if (got == 0)
		observe_tallies(&list);
	lines_free(lines);
	free(list.program);
	map_free(&list.may_be_program);
	free(list.tally);
	free(list.dir);
	free(list.column.text);
	free(list.component);
	return got < 0 ? -1 : check_bad_lines(path, n_line, n_bad, diag);
}
