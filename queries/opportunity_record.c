/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an explanation says about replacing a component: is it reusable, modular, replaceable, and
 * who maintains it? See opportunity.h.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/queue.h>
#include <solv/util.h>

#include "analyzer/exposed.h"
#include "analyzer/surface.h"
#include "analyzer/underneath.h"
#include "queries/opportunity.h"
#include "queries/table.h"
#include "queries/verb.h"

enum { NAMED = 5 }; /* how many examples are named */

/* From this value of its evidence on a component serves a function. */
#define SERVES_FROM 0.5

/* A member that is there, and unknown. */
static void add_unknown(struct table *record, const char *key, const char *heading,
			enum cell_type type)
{
	table_add_column(record, &(struct column){ .key = key, .heading = heading, .type = type });
}

static void add_id(struct table *record, const struct universe *u, const char *key,
		   const char *heading, Id text)
{
	table_field_text(record, key, heading, text ? pool_id2str(u->pool, text) : NULL);
}

/* ---- reusable ---- */

static void add_reusable(struct table *t, const struct analysis *a, int c)
{
	const double *links_in = a->measures.value[LEVEL_COMPONENT][MEASURE_LINKS_IN];
	struct exposed e;
	double *own;
	int *packages;

	if (links_in)
		table_field_integer(t, "linked_by", "components that load its code",
				    (int64_t)links_in[c]);
	else
		add_unknown(t, "linked_by", "components that load its code", CELL_INTEGER);
	if (!links_known(&a->links)) {
		add_unknown(t, "facing_packages", "network-facing packages with it", CELL_INTEGER);
		return;
	}
	own = solv_calloc(a->universe.n_component + 1, sizeof(*own));
	packages = solv_calloc(a->universe.n_component + 1, sizeof(*packages));
	exposed_init(&e);
	exposed_build(&e, &a->links, &a->assessment, &a->languages, a->role, a->runtime);
	/* it counts as loaded whatever it is written in */
	e.unsafe[c] = 1;
	exposed_own(&e, NULL, own, packages);
	table_field_integer(t, "facing_packages", "network-facing packages with it", packages[c]);
	exposed_clear(&e);
	free(own);
	free(packages);
}

/* ---- modular ---- */

/* Does the name of a library say which version of its interface it has? "libssl.so.3",
   "libgfs-1.2.so" */
static bool is_versioned(const char *soname)
{
	const char *so = strstr(soname, ".so");

	return so && ((so[3] == '.' && isdigit((unsigned char)so[4])) ||
		      (!so[3] && so > soname && isdigit((unsigned char)so[-1])));
}

/* The shared libraries of a component, each once, or NULL: none. The caller frees it. */
static char *soname_list(const struct universe *u, int c, bool *ret_versioned)
{
	char *list = NULL;
	Queue seen;

	*ret_versioned = false;
	queue_init(&seen);
	for (int i = u->component_begin[c]; i < u->component_begin[c + 1]; i++) {
		int n;
		const struct observation *at = observations_of(
			&u->of_package, u->component_package[i], OBS_SONAME, &n);

		for (int j = 0; j < n; j++) {
			const char *soname = pool_id2str(u->pool, at[j].text);
			int before = seen.count;

			queue_pushunique(&seen, at[j].text);
			if (seen.count > before)
				list = solv_dupappend(list, list ? ", " : NULL, soname);
			*ret_versioned |= is_versioned(soname);
		}
	}
	queue_free(&seen);
	return list;
}

static void add_modular(struct table *t, const struct analysis *a, int c)
{
	const double *links_in = a->measures.value[LEVEL_COMPONENT][MEASURE_LINKS_IN];
	bool versioned;
	char *sonames = soname_list(&a->universe, c, &versioned);

	table_field_text(t, "sonames", "libraries", sonames);
	if (links_in && a->universe.has_file_lists)
		table_field_bool(t, "modular", "versioned library others load",
				 versioned && links_in[c] > 0);
	else
		add_unknown(t, "modular", "versioned library others load", CELL_BOOL);
	free(sonames);
}

/* Unknown unless all its packages with libraries were inspected, and someone who loads them. */
static void add_surface(struct table *t, const struct analysis *a, int c,
			const struct import_options *options, struct diag *diag)
{
	struct surface s;
	bool known, used;

	surface_init(&s);
	if (links_known(&a->links))
		surface_find(&s, &a->links, &a->assessment, &a->ranking, c, options, diag);
	known = s.n_package && s.n_package_inspected == s.n_package;
	used = known && s.n_inspected;
	add_unknown(t, "interface_symbols", "symbols its libraries export", CELL_INTEGER);
	add_unknown(t, "interface_used", "of them used by who was inspected", CELL_INTEGER);
	add_unknown(t, "interface_seen", "inspected components that load it", CELL_INTEGER);
	if (known) {
		table_set_integer(t, "interface_symbols", s.n_symbol);
		table_set_integer(t, "interface_seen", s.n_inspected);
	} else {
		t->column[table_column(t, "interface_symbols")].wide = true;
		t->column[table_column(t, "interface_seen")].wide = true;
	}
	if (used)
		table_set_integer(t, "interface_used", s.n_used);
	else
		t->column[table_column(t, "interface_used")].wide = true;
	surface_clear(&s);
}

/* ---- replaceable ---- */

struct candidate {
	int component;
	double value, use;
	const char *name;
};

static int compare_candidates(const void *x, const void *y)
{
	const struct candidate *p = x, *q = y;

	if (p->use != q->use)
		return p->use < q->use ? 1 : -1;
	return strcmp(p->name, q->name);
}

/* Is all its code compiled into programs, and memory safe? Interpreted code lends itself to no
   other program. */
static bool is_native_and_safe(const struct analysis *a, int c)
{
	const struct language_mix *mix = &a->languages.mix[c];

	return mix->safety == SAFETY_SAFE && mix->n_share &&
	       a->languages.table->language[a->languages.share[mix->begin].language].kind ==
		       LANGUAGE_NATIVE;
}

/* Is it a layer over the component: do its own packages load it, or need it as source? */
static bool is_layer_over(const struct analysis *a, int layer, int component)
{
	struct underneath x = { 0 };
	int n;
	const int *node = depgraph_members(&a->graph, LEVEL_COMPONENT, &layer, &n);
	bool found = false;

	if (!links_known(&a->links))
		return false;
	underneath_find_nodes(&x, node, n, &a->links, a->role, a->runtime);
	for (int i = 0; i < x.n_node && !found; i++)
		found = a->graph.component_of[x.node[i]] == component;
	underneath_clear(&x);
	return found;
}

/* Memory-safe components of this release that serve the same function without the component
   underneath, the most used first. */
static void add_same_function(struct table *t, const struct analysis *a, int c)
{
	struct candidate *found;
	struct served served;
	char *list = NULL;
	int n = 0;

	table_field_text(t, "same_function", "memory safe, same function", NULL);
	if (!function_served(&a->functions, &a->function_evidence, c, &served, 1) ||
	    served.function->claim < 0)
		return;
	found = solv_calloc(a->universe.n_component + 1, sizeof(*found));
	for (int other = 0; other < a->universe.n_component; other++) {
		double value;

		if (other == c || !is_native_and_safe(a, other))
			continue;
		value = evidence_value(&a->function_evidence, other, served.function->claim);
		if (value >= SERVES_FROM && !is_layer_over(a, other, c))
			found[n++] = (struct candidate){
				other, value, a->assessment.value[CRITERION_USE][other],
				universe_component_name(&a->universe, other)
			};
	}
	qsort(found, n, sizeof(*found), compare_candidates);
	for (int i = 0; i < n && i < NAMED; i++)
		list = solv_dupappend(list, list ? ", " : NULL, found[i].name);
	if (n > NAMED)
		table_set_format(t, "same_function", "%s: %s and %d more", served.function->name,
				 list, n - NAMED);
	else if (n)
		table_set_format(t, "same_function", "%s: %s", served.function->name, list);
	free(list);
	free(found);
}

/* ---- maintainers ---- */

/* Does the name or the address of a maintainer say that it is a group? NULL: unknown. */
static const char *kind_of_maintainer(const char *maintainer)
{
	static const char *const group[] = { "team",   "group",	     "maintainers", "packagers",
					     "lists.", "@packages.", "developers",  "tracker.",
					     "crew",   "task force", "project" };

	if (!maintainer)
		return NULL;
	for (size_t i = 0; i < sizeof(group) / sizeof(*group); i++)
		if (strcasestr(maintainer, group[i]))
			return "team";
	return "person";
}

static int compare_ranks(const void *x, const void *y, void *ranking)
{
	const struct ranking *r = ranking;
	int a = r->rank[*(const int *)x], b = r->rank[*(const int *)y];

	/* unknown last */
	return (a ? a : r->n_component + 1) - (b ? b : r->n_component + 1);
}

/* What else the maintainer has, the most critical first. */
static void add_also_maintained(struct table *t, const struct analysis *a, int c)
{
	const struct universe *u = &a->universe;
	int *also, n = 0;
	char *list = NULL;

	table_field_text(t, "also_maintained", "also maintained by them", NULL);
	if (!u->component[c].maintainer)
		return;
	also = solv_calloc(u->n_component + 1, sizeof(int));
	for (int other = 0; other < u->n_component; other++)
		if (other != c && u->component[other].maintainer == u->component[c].maintainer)
			also[n++] = other;
	if (n)
		qsort_r(also, n, sizeof(int), compare_ranks, (void *)&a->ranking);
	for (int i = 0; i < n && i < NAMED; i++)
		list = solv_dupappend(list, list ? ", " : NULL,
				      universe_component_name(u, also[i]));
	if (n > NAMED)
		table_set_format(t, "also_maintained", "%s and %d more", list, n - NAMED);
	else
		table_set_text(t, "also_maintained", n ? list : "nothing else");
	free(list);
	free(also);
}

/* Is there Rust in its tree, or among what it is built with? */
static void add_rust(struct table *t, const struct analysis *a, int c)
{
	const struct language_verdicts *v = &a->languages;
	const struct language_mix *mix = &v->mix[c];
	const struct evidence_list *list = &v->evidence;
	const char *built_with = NULL;
	int n_file = 0;

	for (int i = mix->begin; i < mix->begin + mix->n_share; i++)
		if (!strcmp(v->table->language[v->share[i].language].name, "Rust"))
			n_file = v->share[i].n_file;
	for (int i = list->begin[c]; i < list->begin[c + 1] && !built_with; i++)
		if (!strcmp(list->evidence[i].rule->claim, "Rust") &&
		    list->evidence[i].rule->witness == OBS_BUILD_REQUIRES)
			built_with = pool_id2str(a->universe.pool, list->evidence[i].witness);
	table_field_text(t, "rust", "Rust in it already", NULL);
	if (n_file && built_with)
		table_set_format(t, "rust", "%d source file%s, built with %s", n_file,
				 n_file == 1 ? "" : "s", built_with);
	else if (n_file)
		table_set_format(t, "rust", "%d source file%s", n_file, n_file == 1 ? "" : "s");
	else if (built_with)
		table_set_format(t, "rust", "built with %s", built_with);
	else if (a->universe.has_source_files)
		table_set_text(t, "rust", "none seen");
}

void opportunity_add(struct table *ret, const struct analysis *a, int component,
		     const struct import_options *options, struct diag *diag)
{
	const struct component *c = &a->universe.component[component];
	const struct universe *u = &a->universe;
	struct table *t = table_add_record(ret, "opportunity", "Opportunity"), *rows;

	add_reusable(t, a, component);
	add_modular(t, a, component);
	add_surface(t, a, component, options, diag);
	table_field_text(t, "replacement", "memory-safe replacement", NULL);
	verb_set_replacement(a, component, t, "replacement");
	add_same_function(t, a, component);
	add_rust(t, a, component);
	add_id(t, u, "maintainer", NULL, c->maintainer);
	table_field_text(
		t, "maintained_by", "by name, a",
		kind_of_maintainer(c->maintainer ? pool_id2str(u->pool, c->maintainer) : NULL));
	add_id(t, u, "uploaders", NULL, c->uploaders);
	add_also_maintained(t, a, component);
	add_id(t, u, "homepage", NULL, c->homepage);
	add_id(t, u, "vcs", "packaging repository", c->vcs);
	rows = opportunity_add_options(t, "Known replacements");
	opportunity_set_options(rows, a, component);
}
