/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Links from needs for sonames, or from needs whose providers all ship shared libraries; see
 * links.h.
 */
#include "graphs/links.h"

#include <stdlib.h>
#include <string.h>
#include <solv/knownid.h>
#include <solv/pool.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/universe.h"

#define BLOCK 8191

/* Kinds of observations that show compiled code in a package; on an architecture-independent
   package they show scripts. */
static const enum observation_kind compiled[] = {
	OBS_SONAME, OBS_PLUGIN, OBS_PROGRAM, OBS_SYSTEM_PROGRAM, OBS_PAM_MODULE, OBS_NSS_MODULE,
};

void links_init(struct links *links)
{
	memset(links, 0, sizeof(*links));
}

void links_clear(struct links *links)
{
	solv_free(links->load_begin);
	solv_free(links->load);
	solv_free(links->loader_begin);
	solv_free(links->loader);
	links_init(links);
}

static bool universe_saw(const struct universe *u, Id package, enum observation_kind kind)
{
	int n;

	return observations_of(&u->of_package, package, kind, &n) != NULL;
}

static bool has_compiled_code(const struct universe *u, Id package)
{
	Id arch = pool_id2solvable(u->pool, package)->arch;

	if (arch == ARCH_ALL || arch == ARCH_NOARCH)
		return false;
	for (size_t i = 0; i < sizeof(compiled) / sizeof(*compiled); i++)
		if (universe_saw(u, package, compiled[i]))
			return true;
	return false;
}

static int compare_ints(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* "libssl.so.3()(64bit)", "libc.so.6(GLIBC_2.34)(64bit)", "libz.so.1": is this dep for a shared
   object? No package is called so; paths ("/usr/lib/libz.so") are not meant. */
static bool is_soname(Pool *pool, Id dep)
{
	const char *name, *so;

	if (ISRELDEP(dep))
		return false;
	name = pool_id2str(pool, dep);
	so = *name == '/' ? NULL : strstr(name, ".so");
	return so && (!so[3] || so[3] == '.' || so[3] == '(') &&
	       !memchr(name, '(', (size_t)(so - name));
}

/* clause -> is one of its users a need for a soname? NULL: no need of the graph is. The caller
   frees it. */
static bool *find_soname_clauses(const struct depgraph *g)
{
	bool *is = NULL;

	for (int need = 0; need < g->n_need; need++) {
		if (g->need_kind[need] != NEED_REQUIRES ||
		    !is_soname(g->universe->pool, g->need_dep[need]))
			continue;
		if (!is)
			is = solv_calloc((size_t)g->n_clause + 1, sizeof(bool));
		is[g->need_clause[need]] = true;
	}
	return is;
}

/* clause -> do all its nodes ship a shared library (and is there one)? The caller frees it. */
static bool *find_library_clauses(const struct depgraph *g, const bool *is_library)
{
	bool *all = solv_calloc((size_t)g->n_clause + 1, sizeof(bool));

	for (int clause = 0; clause < g->n_clause; clause++) {
		all[clause] = depgraph_clause_size(g, clause) > 0;
		for (int i = g->provider_begin[clause]; i < g->provider_begin[clause + 1]; i++)
			all[clause] = all[clause] && is_library[g->provider[i]];
	}
	return all;
}

/* Does one package have an observation of this kind with a text that the other has of one of its
   two kinds? Observations of a kind are in the order of their texts. */
static bool observations_meet(const struct universe *u, Id a, enum observation_kind kind, Id b,
			      enum observation_kind its)
{
	int n, m;
	const struct observation *x = observations_of(&u->of_package, a, kind, &n),
				 *y = observations_of(&u->of_package, b, its, &m);

	while (n && m) {
		if (x->text == y->text)
			return true;
		if (strcmp(pool_id2str(u->pool, x->text), pool_id2str(u->pool, y->text)) < 0) {
			x++;
			n--;
		} else {
			y++;
			m--;
		}
	}
	return false;
}

/* Of a package that was inspected it is known what it is linked with: may it load this library? */
static bool may_load(const struct universe *u, Id package, Id library)
{
	return !universe_saw(u, package, OBS_INSPECTED) ||
	       observations_meet(u, package, OBS_LOADS, library, OBS_SONAME) ||
	       observations_meet(u, package, OBS_LOADS, library, OBS_OBJECT_SONAME);
}

/* Append what a node loads, ascending; mark[] holds node + 1 of who loaded it last. */
static void add_loads(struct links *links, int node, const bool *is_link_clause, int *mark)
{
	const struct depgraph *g = links->graph;
	int first = links->n_link;

	mark[node] = node + 1;
	for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
		const int *provider;
		int n;

		if (g->need_kind[need] != NEED_REQUIRES)
			break;
		if (!is_link_clause[g->need_clause[need]])
			continue;
		/* others may need the same packages by name: "glibc-common" and its libraries */
		if (links->source == LINKS_FROM_SONAMES &&
		    !is_soname(g->universe->pool, g->need_dep[need]))
			continue;
		provider = depgraph_providers(g, need, &n);
		for (int i = 0; i < n; i++) {
			if (mark[provider[i]] == node + 1 ||
			    (links->source == LINKS_INFERRED &&
			     !may_load(g->universe, g->package_of[node],
				       g->package_of[provider[i]])))
				continue;
			mark[provider[i]] = node + 1;
			links->load = solv_extend(links->load, links->n_link, 1, sizeof(int),
						  BLOCK);
			links->load[links->n_link++] = provider[i];
		}
	}
	if (links->n_link > first)
		qsort(links->load + first, (size_t)(links->n_link - first), sizeof(int),
		      compare_ints);
}

static void invert_loads(struct links *links)
{
	int n_node = links->graph->n_node;

	links->loader_begin = solv_calloc((size_t)n_node + 2, sizeof(int));
	links->loader = solv_calloc((size_t)links->n_link + 1, sizeof(int));
	for (int i = 0; i < links->n_link; i++)
		links->loader_begin[links->load[i] + 2]++;
	for (int node = 0; node < n_node; node++)
		links->loader_begin[node + 2] += links->loader_begin[node + 1];
	for (int node = 0; node < n_node; node++)
		for (int i = links->load_begin[node]; i < links->load_begin[node + 1]; i++)
			links->loader[links->loader_begin[links->load[i] + 1]++] = node;
}

/* Which needs are links is a matter of their clauses; NULL: nothing tells. The caller frees it. */
static bool *find_clauses(struct links *links)
{
	const struct depgraph *g = links->graph;
	const struct universe *u = g->universe;
	bool *is = find_soname_clauses(g), *is_library;

	if (is) {
		links->source = LINKS_FROM_SONAMES;
		return is;
	}
	if (!u->has_file_lists || !u->of_package.begin)
		return NULL;
	links->source = LINKS_INFERRED;
	is_library = solv_calloc((size_t)g->n_node + 1, sizeof(bool));
	for (int node = 0; node < g->n_node; node++)
		is_library[node] = universe_saw(u, g->package_of[node], OBS_SONAME);
	is = find_library_clauses(g, is_library);
	solv_free(is_library);
	return is;
}

void links_build(struct links *links, const struct depgraph *g)
{
	const struct universe *u = g->universe;
	int *mark = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	bool *is_link_clause;

	links->graph = g;
	links->source = LINKS_UNKNOWN;
	links->load_begin = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	is_link_clause = find_clauses(links);
	for (int node = 0; node < g->n_node; node++) {
		if (links->source == LINKS_FROM_SONAMES ||
		    (links->source == LINKS_INFERRED &&
		     has_compiled_code(u, g->package_of[node])))
			add_loads(links, node, is_link_clause, mark);
		links->load_begin[node + 1] = links->n_link;
	}
	invert_loads(links);
	solv_free(is_link_clause);
	solv_free(mark);
}

bool links_known(const struct links *links)
{
	return links->source != LINKS_UNKNOWN;
}

void links_count_loaders(const struct links *links, enum level level, int *ret_components)
{
	const struct depgraph *g = links->graph;
	int *mark = solv_calloc((size_t)g->n_component + 1, sizeof(int));

	for (int subject = 0; subject < depgraph_n_subject(g, level); subject++) {
		int own = depgraph_subject_component(g, level, subject);
		int n_member, n = 0;
		const int *member = depgraph_members(g, level, &subject, &n_member);

		for (int k = 0; k < n_member; k++)
			for (int i = links->loader_begin[member[k]];
			     i < links->loader_begin[member[k] + 1]; i++) {
				int component = g->component_of[links->loader[i]];

				if (component < 0 || component == own ||
				    mark[component] == subject + 1)
					continue;
				mark[component] = subject + 1;
				n++;
			}
		ret_components[subject] = n;
	}
	solv_free(mark);
}

static int check_lists(const struct links *links, const int *begin, const int *list,
		       struct diag *diag)
{
	int n_node = links->graph->n_node;

	if (begin[0] != 0 || begin[n_node] != links->n_link)
		return diag_fail(diag, "links: the lists do not span all links");
	for (int node = 0; node < n_node; node++) {
		if (begin[node] > begin[node + 1])
			return diag_fail(diag, "links: the lists fall at node %d", node);
		for (int i = begin[node]; i < begin[node + 1]; i++)
			if (list[i] < 0 || list[i] >= n_node || list[i] == node ||
			    (i > begin[node] && list[i - 1] >= list[i]))
				return diag_fail(diag, "links: node %d has a wrong link", node);
	}
	return 0;
}

int links_check(const struct links *links, struct diag *diag)
{
	if (!links->graph)
		return diag_fail(diag, "links: not built");
	if (check_lists(links, links->load_begin, links->load, diag) < 0 ||
	    check_lists(links, links->loader_begin, links->loader, diag) < 0)
		return -1;
	/* as many links each way, none twice: inverse if each of one is found in the other */
	for (int node = 0; node < links->graph->n_node; node++)
		for (int i = links->loader_begin[node]; i < links->loader_begin[node + 1]; i++) {
			int by = links->loader[i];

			if (!bsearch(&node, links->load + links->load_begin[by],
				     (size_t)(links->load_begin[by + 1] - links->load_begin[by]),
				     sizeof(int), compare_ints))
				return diag_fail(diag, "links: %d is not loaded by %d", node, by);
		}
	return 0;
}
