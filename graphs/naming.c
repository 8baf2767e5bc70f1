/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counting who names and who chooses a package; see naming.h.
 *
 * Subjects are visited in the order of components that name them, so that "distinct components" is
 * a comparison with the last one seen.
 */
#include "graphs/naming.h"

#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>
#include <solv/util.h>

#include "graphs/alternatives.h"
#include "importers/universe.h"

struct count {
	const struct depgraph *graph;
	enum level level;
	int *last;		 /* subject -> the component that was last counted for it */
	int *n;			 /* subject -> components counted */
	const int *node_of_name; /* string Id -> first node of that name, -1: none */
	int n_node_of_name;
	const int *next_namesake; /* node -> another of the same name, -1: none */
};

static void count_node(struct count *count, int node, int component)
{
	const struct depgraph *g = count->graph;
	int subject = count->level == LEVEL_COMPONENT ? g->component_of[node] : node;

	if (subject < 0 || g->component_of[node] == component || count->last[subject] == component)
		return;
	count->last[subject] = component;
	count->n[subject]++;
}

/* "python3:any" is called python3, unless something is really called so. The name is copied,
   because a pool may move its strings while it looks one up. */
static Id plain_name(Pool *pool, Id dep)
{
	char name[512];
	const char *text;
	size_t n;

	while (ISRELDEP(dep))
		dep = GETRELDEP(pool, dep)->name;
	text = pool_id2str(pool, dep);
	n = strlen(text);
	if (n <= 4 || n - 4 >= sizeof(name) || strcmp(text + n - 4, ":any"))
		return dep;
	memcpy(name, text, n - 4);
	name[n - 4] = 0;
	return pool_str2id(pool, name, 0);
}

/* All providers of a name that no package has, if they are of one component. */
static void count_virtual(struct count *count, Id dep, int component)
{
	const struct depgraph *g = count->graph;
	Pool *pool = g->universe->pool;
	int only = -1;
	Id p, pp;

	FOR_PROVIDES(p, pp, dep)
	{
		int node = p < g->n_package_id ? g->node_of[p] : -1;

		if (node < 0)
			continue;
		if (only >= 0 && g->component_of[node] != only)
			return;
		only = g->component_of[node];
	}
	FOR_PROVIDES(p, pp, dep)
	{
		int node = p < g->n_package_id ? g->node_of[p] : -1;

		if (node >= 0)
			count_node(count, node, component);
	}
}

static void count_names(struct count *count, Id dep, int component)
{
	Pool *pool = count->graph->universe->pool;
	Id name;

	while (ISRELDEP(dep) && GETRELDEP(pool, dep)->flags == REL_OR) {
		count_names(count, GETRELDEP(pool, dep)->name, component);
		dep = GETRELDEP(pool, dep)->evr;
	}
	name = plain_name(pool, dep);
	if (name > 0 && name < count->n_node_of_name && count->node_of_name[name] >= 0) {
		for (int node = count->node_of_name[name]; node >= 0;
		     node = count->next_namesake[node])
			count_node(count, node, component);
	} else {
		count_virtual(count, dep, component);
	}
}

static void start(struct count *count, const struct depgraph *g, enum level level,
		  int *ret_components)
{
	int n = depgraph_n_subject(g, level);

	*count = (struct count){ .graph = g, .level = level, .n = ret_components };
	count->last = solv_calloc(n + 1, sizeof(int));
	for (int i = 0; i < n; i++) {
		count->last[i] = -1;
		ret_components[i] = 0;
	}
}

/* Call one() for each need of these kinds, component by component. */
static void each_need(struct count *count, unsigned kinds,
		      void (*one)(struct count *, int need, int component))
{
	const struct depgraph *g = count->graph;

	for (int c = 0; c < g->n_component; c++) {
		for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++) {
			int node = g->component_node[i];

			for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++)
				if (NEED_BIT(g->need_kind[need]) & kinds)
					one(count, need, c);
		}
	}
}

static void count_named(struct count *count, int need, int component)
{
	count_names(count, count->graph->need_dep[need], component);
}

static void count_chosen(struct count *count, int need, int component)
{
	int n;
	const int *provider = alternatives_providers(ALTERNATIVES_PREFERRED, count->graph, need,
						     &n);

	for (int i = 0; i < n; i++)
		count_node(count, provider[i], component);
}

void naming_count_named(const struct depgraph *g, enum level level, int *ret_components)
{
	Pool *pool = g->universe->pool;
	int n_name = pool->ss.nstrings;
	int *node_of_name = solv_calloc(n_name + 1, sizeof(int));
	int *next = solv_calloc(g->n_node + 1, sizeof(int));
	struct count count;

	memset(node_of_name, -1, (n_name + 1) * sizeof(int));
	for (int node = g->n_node - 1; node >= 0; node--) {
		Id name = pool_id2solvable(pool, g->package_of[node])->name;

		next[node] = node_of_name[name];
		node_of_name[name] = node;
	}
	start(&count, g, level, ret_components);
	count.node_of_name = node_of_name;
	count.n_node_of_name = n_name;
	count.next_namesake = next;
	each_need(&count, NEEDS_ANY, count_named);
	free(count.last);
	free(node_of_name);
	free(next);
}

void naming_count_chosen(const struct depgraph *g, enum level level, unsigned kinds,
			 int *ret_components)
{
	struct count count;

	start(&count, g, level, ret_components);
	each_need(&count, kinds, count_chosen);
	free(count.last);
}

void naming_closure(const struct depgraph *g, unsigned kinds, const int *node, int n_node,
		    unsigned char *ret_in)
{
	int *queue = solv_calloc(g->n_node + 1, sizeof(int)), n_queue = 0;

	for (int i = 0; i < n_node; i++) {
		if (!ret_in[node[i]])
			queue[n_queue++] = node[i];
		ret_in[node[i]] = 1;
	}
	for (int at = 0; at < n_queue; at++) {
		for (int need = g->need_begin[queue[at]]; need < g->need_begin[queue[at] + 1];
		     need++) {
			int n;
			const int *provider;

			if (!(NEED_BIT(g->need_kind[need]) & kinds))
				continue;
			provider = alternatives_providers(ALTERNATIVES_PREFERRED, g, need, &n);
			for (int i = 0; i < n; i++) {
				if (!ret_in[provider[i]])
					queue[n_queue++] = provider[i];
				ret_in[provider[i]] = 1;
			}
		}
	}
	free(queue);
}
