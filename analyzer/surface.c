/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exports of a component against the imports of who loads it; see surface.h.
 */
#include "analyzer/surface.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/exposure.h"
#include "analyzer/ranking.h"
#include "graphs/links.h"
#include "importers/diag.h"
#include "importers/inspected.h"
#include "importers/inspection.h"
#include "importers/universe.h"

enum { BLOCK = 1023 };

struct finder {
	struct surface *s;
	const struct links *links;
	const struct universe *u;
	const struct assessment *a;
	const struct ranking *r;
	const struct import_options *options;
	struct diag *diag;
	int component;
	/* while searching, symbols are in the order of (soname, name): those of library[i] are
	   symbol[begin[i]] … symbol[begin[i + 1] - 1] */
	Id *library;
	int *begin;
	int n_library;
	int *seen;	/* symbol -> consumer that used it last, -1: none */
	struct use *use;	/* by consumer */
	int n_use;
};

/* A consumer, counted from 0 as it was read, uses a symbol. */
struct use {
	int consumer;
	int symbol;
};

void surface_init(struct surface *s)
{
	memset(s, 0, sizeof(*s));
	stringpool_init_empty(&s->strings);
}

void surface_clear(struct surface *s)
{
	stringpool_free(&s->strings);
	free(s->symbol);
	memset(s, 0, sizeof(*s));
}

const char *surface_text(const struct surface *s, Id id)
{
	return s->strings.stringspace + s->strings.strings[id];
}

/* ---- reading ---- */

static bool has_observation(const struct universe *u, Id package, enum observation_kind kind)
{
	int n;

	return observations_of(&u->of_package, package, kind, &n) != NULL;
}

/* The inspection that was joined to the package when it was imported. false: there is none. */
static bool load(const struct finder *f, Id package, struct inspection *ret)
{
	const unsigned char *sum = universe_package_sha256(f->u, package);
	struct diag why;
	char hex[65], *path;
	bool loaded;

	/* what was left aside at the import is so here */
	if (!sum || !has_observation(f->u, package, OBS_INSPECTED))
		return false;
	solv_bin2hex(sum, 32, hex);
	path = inspected_path(f->options, hex, f->diag);
	if (!path)
		return false;
	diag_init(&why);
	loaded = inspection_load(ret, path, &why) == 0;
	if (!loaded)
		diag_warn(f->diag, WARN_BAD_INSPECTION, "%s", why.message);
	diag_clear(&why);
	free(path);
	return loaded;
}

/* ---- exports ---- */

static bool is_public(const struct universe *u, Id package, const char *soname)
{
	Id id = pool_str2id(u->pool, soname, 0);
	int n;
	const struct observation *at = observations_of(&u->of_package, package, OBS_SONAME, &n);

	for (int i = 0; i < n && id; i++)
		if (at[i].text == id)
			return true;
	return false;
}

static void add_exports(struct finder *f, Id package, const struct inspection *i)
{
	struct surface *s = f->s;

	for (int k = 0; k < i->n_object; k++) {
		const struct object *o = &i->object[k];
		Id soname;

		if (o->kind != OBJECT_LIBRARY || !o->soname || !is_public(f->u, package, o->soname))
			continue;
		soname = stringpool_str2id(&s->strings, o->soname, 1);
		for (int e = 0; e < o->n_export; e++) {
			s->symbol = solv_extend(s->symbol, s->n_symbol, 1, sizeof(*s->symbol),
						BLOCK);
			s->symbol[s->n_symbol++] = (struct surface_symbol){
				.name = stringpool_str2id(&s->strings, o->export[e], 1),
				.soname = soname,
			};
		}
	}
}

static int compare_places(const void *x, const void *y)
{
	const struct surface_symbol *a = x, *b = y;

	return a->soname != b->soname ? (a->soname > b->soname) - (a->soname < b->soname) :
					(a->name > b->name) - (a->name < b->name);
}

/* Sort, drop what a second package has too, and note where each library begins. */
static void index_exports(struct finder *f)
{
	struct surface *s = f->s;
	int n = 0;

	if (s->n_symbol)
		qsort(s->symbol, s->n_symbol, sizeof(*s->symbol), compare_places);
	for (int i = 0; i < s->n_symbol; i++)
		if (!n || compare_places(&s->symbol[n - 1], &s->symbol[i]))
			s->symbol[n++] = s->symbol[i];
	s->n_symbol = n;
	for (int i = 0; i < n; i++) {
		if (i && s->symbol[i - 1].soname == s->symbol[i].soname)
			continue;
		f->library = solv_extend(f->library, f->n_library, 1, sizeof(Id), 31);
		f->begin = solv_extend(f->begin, f->n_library, 2, sizeof(int), 31);
		f->library[f->n_library] = s->symbol[i].soname;
		f->begin[f->n_library++] = i;
	}
	if (f->n_library)
		f->begin[f->n_library] = n;
	f->seen = solv_malloc2((size_t)n + 1, sizeof(int));
	memset(f->seen, -1, ((size_t)n + 1) * sizeof(int));
}

static void find_exports(struct finder *f)
{
	const struct universe *u = f->u;

	for (int k = u->component_begin[f->component]; k < u->component_begin[f->component + 1];
	     k++) {
		Id package = u->component_package[k];
		struct inspection i;

		if (!has_observation(u, package, OBS_SONAME))
			continue;
		f->s->n_package++;
		if (!load(f, package, &i))
			continue;
		f->s->n_package_inspected++;
		add_exports(f, package, &i);
		inspection_clear(&i);
	}
	index_exports(f);
}

/* ---- imports ---- */

static void note_use(struct finder *f, int symbol, int consumer)
{
	struct surface_symbol *s = &f->s->symbol[symbol];

	if (f->seen[symbol] == consumer)
		return;
	f->seen[symbol] = consumer;
	f->use = solv_extend(f->use, f->n_use, 1, sizeof(*f->use), BLOCK);
	f->use[f->n_use++] = (struct use){ f->s->n_inspected - 1, symbol };
	if (s->n_consumer < SURFACE_EXAMPLES)
		s->example[s->n_consumer] = consumer;
	s->n_consumer++;
	s->n_facing += exposure_facing(f->a, consumer) > 0;
}

/* -1: the library does not export it */
static int find_symbol(const struct finder *f, int library, Id name)
{
	const struct surface_symbol *first = f->s->symbol + f->begin[library], *found;
	struct surface_symbol key = { .soname = f->library[library], .name = name };

	found = bsearch(&key, first, (size_t)(f->begin[library + 1] - f->begin[library]),
			sizeof(key), compare_places);
	return found ? (int)(found - f->s->symbol) : -1;
}

static void add_imports(struct finder *f, const struct object *o, int consumer)
{
	int *library = solv_calloc(o->n_needed + 1, sizeof(int)), n = 0;

	for (int k = 0; k < o->n_needed; k++) {
		Id soname = stringpool_str2id(&f->s->strings, o->needed[k], 0);

		for (int l = 0; l < f->n_library && soname; l++)
			if (f->library[l] == soname)
				library[n++] = l;
	}
	for (int k = 0; k < o->n_import && n; k++) {
		Id name = stringpool_str2id(&f->s->strings, o->import[k], 0);
		int symbol = -1;

		for (int l = 0; l < n && symbol < 0 && name; l++)
			symbol = find_symbol(f, library[l], name);
		if (symbol >= 0)
			note_use(f, symbol, consumer);
	}
	free(library);
}

/* A package that loads the component. */
struct loader {
	int rank, component, node;
};

static int compare_loaders(const void *x, const void *y)
{
	const struct loader *a = x, *b = y;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->component != b->component)
		return a->component < b->component ? -1 : 1;
	return (a->node > b->node) - (a->node < b->node);
}

/* Each once, by the rank of their components, the unknown last. Returns how many; the caller frees
   them. */
static int list_loaders(const struct finder *f, struct loader **ret_loader)
{
	const struct depgraph *g = f->links->graph;
	struct loader *loader = NULL;
	int n = 0, n_distinct = 0;

	for (int k = g->component_begin[f->component]; k < g->component_begin[f->component + 1];
	     k++) {
		int node = g->component_node[k];

		for (int j = f->links->loader_begin[node]; j < f->links->loader_begin[node + 1];
		     j++) {
			int by = f->links->loader[j], c = g->component_of[by];
			int rank = c < 0 || !f->r->rank[c] ? f->r->n_component + 1 : f->r->rank[c];

			if (c < 0 || c == f->component)
				continue;
			loader = solv_extend(loader, n, 1, sizeof(*loader), BLOCK);
			loader[n++] = (struct loader){ rank, c, by };
		}
	}
	if (n)
		qsort(loader, n, sizeof(*loader), compare_loaders);
	for (int i = 0; i < n; i++)
		if (!n_distinct || loader[n_distinct - 1].node != loader[i].node)
			loader[n_distinct++] = loader[i];
	*ret_loader = loader;
	return n_distinct;
}

static void find_uses(struct finder *f)
{
	struct loader *loader;
	int n = list_loaders(f, &loader), last = -1;

	for (int k = 0; k < n; k++) {
		int consumer = loader[k].component;
		struct inspection i;

		f->s->n_consumer += !k || loader[k - 1].component != consumer;
		if (!f->s->n_symbol ||
		    !load(f, f->links->graph->package_of[loader[k].node], &i))
			continue;
		if (last != consumer) {
			f->s->n_inspected++;
			f->s->n_facing += exposure_facing(f->a, consumer) > 0;
		}
		last = consumer;
		for (int o = 0; o < i.n_object; o++)
			add_imports(f, &i.object[o], consumer);
		inspection_clear(&i);
	}
	free(loader);
}

/* ---- the answer ---- */

static int compare_uses(const void *x, const void *y, void *surface)
{
	const struct surface_symbol *a = x, *b = y;
	int order;

	if (a->n_consumer != b->n_consumer)
		return a->n_consumer < b->n_consumer ? 1 : -1;
	if (a->n_facing != b->n_facing)
		return a->n_facing < b->n_facing ? 1 : -1;
	order = strcmp(surface_text(surface, a->soname), surface_text(surface, b->soname));
	return order ? order :
		       strcmp(surface_text(surface, a->name), surface_text(surface, b->name));
}

/* Sort the symbols by their use; place[] tells where each of them went. */
static void sort_symbols(struct surface *s, int *place)
{
	for (int i = 0; i < s->n_symbol; i++)
		s->symbol[i].n_served = i;
	if (s->n_symbol)
		qsort_r(s->symbol, s->n_symbol, sizeof(*s->symbol), compare_uses, s);
	for (int i = 0; i < s->n_symbol; i++)
		place[s->symbol[i].n_served] = i;
}

/* A consumer is served from the last of the symbols it uses on; who uses none, always. */
static void count_served(struct finder *f)
{
	struct surface *s = f->s;
	int *place = solv_calloc((size_t)s->n_symbol + 1, sizeof(int));
	int *last = solv_calloc((size_t)s->n_inspected + 1, sizeof(int));

	sort_symbols(s, place);
	for (int i = 0; i < s->n_symbol; i++)
		s->symbol[i].n_served = 0;
	for (int i = 0; i < f->n_use; i++)
		if (place[f->use[i].symbol] > last[f->use[i].consumer])
			last[f->use[i].consumer] = place[f->use[i].symbol];
	for (int i = 0; i < s->n_inspected && s->n_symbol; i++)
		s->symbol[last[i]].n_served++;
	for (int i = 1; i < s->n_symbol; i++)
		s->symbol[i].n_served += s->symbol[i - 1].n_served;
	free(place);
	free(last);
}

void surface_find(struct surface *s, const struct links *links, const struct assessment *a,
		  const struct ranking *r, int component, const struct import_options *options,
		  struct diag *diag)
{
	struct finder f = {
		.s = s, .links = links, .u = links->graph->universe, .a = a, .r = r,
		.options = options, .diag = diag, .component = component,
	};

	find_exports(&f);
	find_uses(&f);
	for (int i = 0; i < s->n_symbol; i++)
		s->n_used += s->symbol[i].n_consumer > 0;
	count_served(&f);
	free(f.library);
	free(f.begin);
	free(f.seen);
	free(f.use);
}
