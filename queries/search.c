/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which component is behind a name: a package, a soname, a program, a unit, a provide, a word of a
 * description. One pass over all texts; bookworm 0.4 s, with file lists 3.5 s, nearly all of it
 * the import.
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/suggest.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "where", .type = CELL_TEXT },
	{ .key = "match", .type = CELL_TEXT, .fit = FIT_WRAP },
};

/* Observations that are names of files, or of what files stand for. */
static const enum observation_kind file_kinds[] = {
	OBS_SONAME, OBS_OBJECT_SONAME, OBS_PROGRAM, OBS_SYSTEM_PROGRAM, OBS_SERVICE_UNIT,
	OBS_SOCKET_UNIT, OBS_USER_UNIT, OBS_INIT_SCRIPT, OBS_INETD_CONF, OBS_DBUS_SYSTEM,
	OBS_DBUS_SESSION, OBS_POLKIT_ACTION, OBS_PAM_MODULE, OBS_NSS_MODULE, OBS_FIREWALL_PROFILE,
	OBS_PLUGIN, OBS_KERNEL_IMAGE, OBS_SETUID, OBS_CAPABILITY,
};

enum { FILE_KINDS = sizeof(file_kinds) / sizeof(file_kinds[0]) };

/* How well a text fits, the best first. */
enum fitness {
	FITNESS_NONE,
	FITNESS_EXACT,
	FITNESS_EXACT_BUT_CASE,
	FITNESS_BEGINNING,
	FITNESS_WITHIN,
	FITNESSES
};

/* Where a text stands, in the order in which equally good ones are shown. */
enum place {
	PLACE_COMPONENT,
	PLACE_PACKAGE,
	PLACE_FILE,
	PLACE_PROVIDES,
	PLACE_SUMMARY,
	PLACES
};

struct hit {
	enum fitness fitness;
	enum place place;
	const char *where, *text;
	int component;
	Id package;		/* 0: it is the component's own name */
};

struct hits {
	const struct universe *universe;
	const char *pattern;
	bool is_glob;
	struct hit *hit;
	int n_hit;
};

static enum fitness fitness_of(const struct hits *h, const char *text)
{
	size_t n = strlen(h->pattern);

	if (!strcmp(text, h->pattern))
		return FITNESS_EXACT;
	if (h->is_glob)
		return fnmatch(h->pattern, text, FNM_CASEFOLD) ? FITNESS_NONE : FITNESS_BEGINNING;
	if (!strncasecmp(text, h->pattern, n))
		return text[n] ? FITNESS_BEGINNING : FITNESS_EXACT_BUT_CASE;
	return strcasestr(text, h->pattern) ? FITNESS_WITHIN : FITNESS_NONE;
}

static void look_at(struct hits *h, enum place place, const char *where, const char *text,
		    int component, Id package)
{
	enum fitness fitness = fitness_of(h, text);

	if (fitness == FITNESS_NONE)
		return;
	/* how a sentence begins says little */
	if (place == PLACE_SUMMARY && fitness == FITNESS_BEGINNING)
		fitness = FITNESS_WITHIN;
	h->hit = solv_extend(h->hit, h->n_hit, 1, sizeof(*h->hit), 255);
	h->hit[h->n_hit++] = (struct hit){ fitness, place, where, text, component, package };
}

static void look_at_provides(struct hits *h, const Solvable *s, Id package)
{
	const struct universe *u = h->universe;

	for (const Id *id = s->provides ? u->repo->idarraydata + s->provides : NULL; id && *id;
	     id++) {
		Id name = *id;

		while (ISRELDEP(name))
			name = GETRELDEP(u->pool, name)->name;
		if (name != s->name && name != SOLVABLE_FILEMARKER)
			look_at(h, PLACE_PROVIDES, observation_kind_name(OBS_PROVIDES),
				pool_id2str(u->pool, name), u->component_of[package], package);
	}
}

static void look_at_kind(struct hits *h, enum place place, enum observation_kind kind,
			 Id package)
{
	const struct universe *u = h->universe;
	int n;
	const struct observation *o = observations_of(&u->of_package, package, kind, &n);

	/* where an inspected package has its library is of no interest here */
	if (kind == OBS_OBJECT_SONAME)
		kind = OBS_SONAME;
	for (int i = 0; i < n; i++)
		look_at(h, place, observation_kind_name(kind), pool_id2str(u->pool, o[i].text),
			u->component_of[package], package);
}

static void look_everywhere(struct hits *h, unsigned in)
{
	const struct universe *u = h->universe;
	Solvable *s;
	Id p;

	for (int c = 0; c < u->n_component && (in & IN_NAME); c++)
		look_at(h, PLACE_COMPONENT, "component", universe_component_name(u, c), c, 0);
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		if (in & IN_NAME)
			look_at(h, PLACE_PACKAGE, "package", pool_id2str(u->pool, s->name),
				u->component_of[p], p);
		for (int k = 0; k < FILE_KINDS && (in & IN_FILE); k++)
			look_at_kind(h, PLACE_FILE, file_kinds[k], p);
		if (in & IN_PROVIDES)
			look_at_provides(h, s, p);
		if (in & IN_SUMMARY)
			look_at_kind(h, PLACE_SUMMARY, OBS_SUMMARY, p);
	}
}

static const char *component_name(const struct hits *h, const struct hit *hit)
{
	return hit->component < 0 ? "" : universe_component_name(h->universe, hit->component);
}

static const char *package_name(const struct hits *h, const struct hit *hit)
{
	Pool *pool = h->universe->pool;

	return hit->package ? pool_id2str(pool, pool_id2solvable(pool, hit->package)->name) : "";
}

/* All but the package Id: what the reader sees. */
static int compare_shown(const struct hits *h, const struct hit *a, const struct hit *b)
{
	int order;

	if (a->fitness != b->fitness)
		return (int)a->fitness - (int)b->fitness;
	if (a->place != b->place)
		return (int)a->place - (int)b->place;
	order = strcmp(component_name(h, a), component_name(h, b));
	if (!order)
		order = strcmp(package_name(h, a), package_name(h, b));
	if (!order)
		order = strcmp(a->text, b->text);
	return order ? order : strcmp(a->where, b->where);
}

static int compare_hits(const void *x, const void *y, void *closure)
{
	const struct hit *a = x, *b = y;
	int order = compare_shown(closure, a, b);

	return order ? order : a->package - b->package;
}

/* Several versions of a package are one line. */
static void sort_hits(struct hits *h)
{
	int n = 0;

	if (h->n_hit)
		qsort_r(h->hit, h->n_hit, sizeof(*h->hit), compare_hits, h);
	for (int i = 0; i < h->n_hit; i++)
		if (!n || compare_shown(h, &h->hit[n - 1], &h->hit[i]))
			h->hit[n++] = h->hit[i];
	h->n_hit = n;
}

static int count_components(const struct hits *h)
{
	unsigned char *seen = solv_calloc(h->universe->n_component + 1, 1);
	int n = 0;

	for (int i = 0; i < h->n_hit; i++) {
		if (h->hit[i].component < 0 || seen[h->hit[i].component])
			continue;
		seen[h->hit[i].component] = 1;
		n++;
	}
	free(seen);
	return n;
}

static void note_nothing(const struct hits *h, struct table *rows)
{
	const struct universe *u = h->universe;
	struct suggest suggest;
	char *sentence;
	Solvable *s;
	Id p;

	suggest_init(&suggest, h->pattern);
	for (int c = 0; c < u->n_component; c++)
		suggest_offer(&suggest, universe_component_name(u, c));
	FOR_REPO_SOLVABLES(u->repo, p, s)
	suggest_offer(&suggest, pool_id2str(u->pool, s->name));
	sentence = suggest_sentence(&suggest);
	table_add_note(rows, "Nothing matches%s.%s", sentence,
		       h->is_glob ? " A glob must match a whole name; *…* matches anywhere." : "");
	free(sentence);
}

static void add_rows(const struct hits *h, const struct options *o, struct table *ret)
{
	struct table *summary = table_add_record(ret, "summary", NULL), *rows;
	int n_shown = o->top && o->top < h->n_hit ? o->top : h->n_hit;

	table_field_integer(summary, "matches", NULL, h->n_hit);
	table_field_integer(summary, "components", NULL, count_components(h));
	rows = table_add_rows(ret, "rows", "Best match first", columns, N_COLUMNS(columns));
	for (int i = 0; i < n_shown; i++) {
		const struct hit *hit = &h->hit[i];

		table_add_row(rows);
		if (hit->component >= 0)
			table_set_text(rows, "component", component_name(h, hit));
		if (hit->package)
			table_set_text(rows, "package", package_name(h, hit));
		table_set_text(rows, "where", hit->where);
		table_set_text(rows, "match", hit->text);
	}
	if (!h->n_hit)
		note_nothing(h, rows);
	if (n_shown < h->n_hit)
		table_add_note(rows, "The first %d of %d matches; --top 0 shows all.", n_shown,
			       h->n_hit);
}

static int check(const struct options *o, struct diag *diag)
{
	if (!*o->name[0])
		return diag_fail(diag, "'search' needs a PATTERN that is not empty");
	return 0;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct hits h = { .universe = &a->universe, .pattern = o->name[0] };
	unsigned in = o->in ? o->in : IN_ALL;

	(void)spec;
	(void)diag;
	h.is_glob = strpbrk(h.pattern, "*?[") != NULL;
	look_everywhere(&h, in);
	sort_hits(&h);
	add_rows(&h, o, ret);
	if ((in & IN_FILE) && !a->universe.has_file_lists)
		table_add_note(table_part(ret, "rows"),
			       "This release has no file lists: sonames, programs and units could "
			       "not be searched.");
	free(h.hit);
	return 0;
}

static enum stage stage(const struct options *o)
{
	return !o->in || (o->in & IN_FILE) ? STAGE_FACTS : STAGE_GRAPH;
}

extern const struct verb verb_search;
const struct verb verb_search = {
	.name = "search",
	.arguments = "PATTERN",
	.summary = "which component is behind a name: package, soname, program, provide, word",
	.description =
		"Looks for PATTERN in the names of components and packages, in what packages "
		"provide, in the names of their shared libraries, programs, units and the like, "
		"and in their descriptions; capital or small letters are the same. A PATTERN "
		"with *, ? or [ must match a whole name, any other may stand anywhere in it. "
		"The exact name comes first, then names that begin so.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTION(TOP) | OPTION(IN),
	.min_names = 1,
	.max_names = 1,
	.whole = true,
	.check = check,
	.stage_of = stage,
	.run = run,
};
