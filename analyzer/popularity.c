/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the names of a survey to the components of a release; see popularity.h.
 */
#include "analyzer/popularity.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/alternatives.h"
#include "graphs/depgraph.h"
#include "importers/popcon.h"
#include "importers/universe.h"

/* How much of a name comes before the version at its end: 6 of "libssl1.1", "libssl3t64"; all of
   it where there is no version. */
static size_t stem_length(const char *name)
{
	size_t len = strlen(name), n = len;

	if (n > 3 && !strcmp(name + n - 3, "t64"))
		n -= 3;
	while (n && (isdigit((unsigned char)name[n - 1]) || strchr(".-+", name[n - 1])))
		n--;
	return n && n < len && isdigit((unsigned char)name[n + strspn(name + n, ".-+")]) ? n : len;
}

struct stem {
	const char *name; /* of a package */
	size_t len;	  /* of its stem */
	int node;
	int component;
};

static int compare_stem_text(const char *a, size_t n, const char *b, size_t m)
{
	int order = strncmp(a, b, n < m ? n : m);

	return order ? order : (n > m) - (n < m);
}

static int compare_stems(const void *x, const void *y)
{
	const struct stem *a = x, *b = y;
	int order = compare_stem_text(a->name, a->len, b->name, b->len);

	return order ? order : strcmp(a->name, b->name);
}

struct mapper {
	const struct depgraph *g;
	struct stem *stem; /* packages with a version in their name, by stem */
	int n_stem;
};

static void mapper_init(struct mapper *m, const struct depgraph *g)
{
	m->g = g;
	m->n_stem = 0;
	m->stem = solv_calloc(g->n_node + 1, sizeof(*m->stem));
	for (int node = 0; node < g->n_node; node++) {
		const char *name = depgraph_node_name(g, node);
		size_t len = stem_length(name);

		if (name[len])
			m->stem[m->n_stem++] = (struct stem){ name, len, node,
							      g->component_of[node] };
	}
	qsort(m->stem, m->n_stem, sizeof(*m->stem), compare_stems);
}

/* The first node with this stem if all that have it are of one component, -1: none or several. */
static int find_stem(const struct mapper *m, const char *name)
{
	size_t len = stem_length(name);
	int low = 0, high = m->n_stem;

	if (!name[len])
		return -1;
	while (low < high) {
		int middle = low + (high - low) / 2;
		const struct stem *s = &m->stem[middle];

		if (compare_stem_text(s->name, s->len, name, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (int i = low; i < m->n_stem; i++) {
		const struct stem *s = &m->stem[i];

		if (compare_stem_text(s->name, s->len, name, len))
			break;
		if (s->component != m->stem[low].component)
			return -1;
	}
	return low < m->n_stem &&
			       !compare_stem_text(m->stem[low].name, m->stem[low].len, name, len) ?
		       m->stem[low].node :
		       -1;
}

/* A package of the only component that provides the name, -1: none or several. */
static int find_provider(const struct depgraph *g, const char *name)
{
	Pool *pool = g->universe->pool;
	Id id = pool_str2id(pool, name, 0), p, pp;
	int found = -1;

	if (!id)
		return -1;
	FOR_PROVIDES(p, pp, id)
	{
		int node = g->node_of[p];

		if (node < 0)
			continue;
		if (found >= 0 && g->component_of[found] != g->component_of[node])
			return -1;
		if (found < 0)
			found = node;
	}
	return found;
}

static int find_node(const struct mapper *m, const char *name)
{
	Id package = universe_find_package(m->g->universe, name);
	int node = package ? m->g->node_of[package] : -1;

	if (node < 0)
		node = find_provider(m->g, name);
	return node < 0 ? find_stem(m, name) : node;
}

struct counted {
	int node, machines;
};

static int compare_counted(const void *x, const void *y)
{
	const struct counted *a = x, *b = y;

	if (a->machines != b->machines)
		return a->machines < b->machines ? 1 : -1;
	return a->node - b->node;
}

/* Who has more passes it on first, so that each node is visited once. */
static void carry(const struct depgraph *g, int *machines)
{
	struct counted *order = solv_calloc(g->n_node + 1, sizeof(*order));
	bool *done = solv_calloc(g->n_node + 1, sizeof(*done));
	int *stack = solv_calloc(g->n_node + 1, sizeof(*stack));

	for (int node = 0; node < g->n_node; node++)
		order[node] = (struct counted){ node, machines[node] };
	qsort(order, g->n_node, sizeof(*order), compare_counted);
	for (int i = 0; i < g->n_node && order[i].machines > 0; i++) {
		int n = 0;

		if (!done[order[i].node])
			stack[n++] = order[i].node;
		done[order[i].node] = true;
		while (n) {
			int node = stack[--n];

			machines[node] = order[i].machines;
			for (int need = g->need_begin[node]; need < g->need_begin[node + 1];
			     need++) {
				const int *to;
				int n_to;

				if (!(NEED_BIT(g->need_kind[need]) & NEEDS_REQUIRED))
					continue;
				to = alternatives_providers(ALTERNATIVES_PREFERRED, g, need, &n_to);
				for (int k = 0; k < n_to; k++) {
					if (!done[to[k]])
						stack[n++] = to[k];
					done[to[k]] = true;
				}
			}
		}
	}
	free(order);
	free(done);
	free(stack);
}

void popularity_compute(struct popularity *p, const struct depgraph *g, const struct popcon *survey)
{
	int *machines = solv_calloc(g->n_node + 1, sizeof(*machines));
	struct mapper m;

	memset(p, 0, sizeof(*p));
	p->n_component = g->n_component;
	p->machines = solv_calloc(g->n_component + 1, sizeof(*p->machines));
	p->most = survey->most;
	mapper_init(&m, g);
	for (int i = 0; i < survey->n_entry; i++) {
		int node = find_node(&m, survey->entry[i].name);

		*(node < 0 ? &p->n_unmapped : &p->n_mapped) += 1;
		if (node >= 0 && machines[node] < survey->entry[i].machines)
			machines[node] = survey->entry[i].machines;
	}
	carry(g, machines);
	for (int node = 0; node < g->n_node; node++)
		if (p->machines[g->component_of[node]] < machines[node])
			p->machines[g->component_of[node]] = machines[node];
	free(m.stem);
	free(machines);
}

void popularity_clear(struct popularity *p)
{
	free(p->machines);
	memset(p, 0, sizeof(*p));
}

double popularity_scale(int machines, int of)
{
	if (machines <= 0 || of <= 0)
		return 0;
	return fmax(0, fmin(1, 1 + log10(machines / (double)of) / 4));
}
