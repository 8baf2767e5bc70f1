/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Collect pairs in both directions, then sort and drop duplicates; see conflicts.h.
 */
#include "graphs/conflicts.h"

#include <stdlib.h>
#include <string.h>
#include <solv/knownid.h>
#include <solv/pool.h>
#include <solv/queue.h>
#include <solv/solvable.h>
#include <solv/util.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/universe.h"

#define BLOCK 8191

struct pair {
	int low, high;	/* nodes */
	bool versions;	/* of one name */
};

struct pairs {
	const struct depgraph *graph;
	Pool *pool;
	struct pair *pair;
	int n_pair;
};

void conflicts_init(struct conflicts *c)
{
	memset(c, 0, sizeof(*c));
}

void conflicts_clear(struct conflicts *c)
{
	solv_free(c->rival_begin);
	solv_free(c->rival);
	conflicts_init(c);
}

static void add_pair(struct pairs *pairs, int a, int b, bool versions)
{
	pairs->pair = solv_extend(pairs->pair, pairs->n_pair, 1, sizeof(*pairs->pair), BLOCK);
	pairs->pair[pairs->n_pair++] = (struct pair){ a < b ? a : b, a < b ? b : a, versions };
}

/* Everything that one of the node's relations under this key names, but itself. */
static void add_stated(struct pairs *pairs, int node, Id keyname, bool by_name_only, Queue *dep)
{
	const struct depgraph *g = pairs->graph;
	Pool *pool = pairs->pool;	/* FOR_PROVIDES wants the name */
	Id p, pp;

	queue_empty(dep);
	solvable_lookup_deparray(pool_id2solvable(pool, g->package_of[node]), keyname, dep, -1);
	for (int i = 0; i < dep->count; i++) {
		FOR_PROVIDES(p, pp, dep->elements[i]) {
			int other = p < g->n_package_id ? g->node_of[p] : -1;

			if (other < 0 || other == node ||
			    (by_name_only && !pool_match_nevr(pool, pool_id2solvable(pool, p),
							      dep->elements[i])))
				continue;
			add_pair(pairs, node, other, false);
		}
	}
}

struct named {
	Id name;
	Id arch;
	int node;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->name != y->name)
		return (x->name > y->name) - (x->name < y->name);
	return (x->node > y->node) - (x->node < y->node);
}

static bool is_for_all(Id arch)
{
	return arch == ARCH_ALL || arch == ARCH_NOARCH;
}

static void add_versions(struct pairs *pairs)
{
	const struct depgraph *g = pairs->graph;
	struct named *named = solv_calloc((size_t)g->n_node + 1, sizeof(*named));

	for (int node = 0; node < g->n_node; node++) {
		const Solvable *s = pool_id2solvable(pairs->pool, g->package_of[node]);

		named[node] = (struct named){ s->name, s->arch, node };
	}
	qsort(named, (size_t)g->n_node, sizeof(*named), compare_named);
	for (int i = 0; i < g->n_node; i++)
		for (int k = i + 1; k < g->n_node && named[k].name == named[i].name; k++)
			if (named[i].arch == named[k].arch || is_for_all(named[i].arch) ||
			    is_for_all(named[k].arch))
				add_pair(pairs, named[i].node, named[k].node, true);
	solv_free(named);
}

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->low != y->low)
		return (x->low > y->low) - (x->low < y->low);
	if (x->high != y->high)
		return (x->high > y->high) - (x->high < y->high);
	return (int)y->versions - (int)x->versions;	/* true first: it is the one that stays */
}

static int drop_duplicates(struct pairs *pairs)
{
	struct pair *pair = pairs->pair;
	int n = 0, n_version = 0;

	if (pairs->n_pair)
		qsort(pair, (size_t)pairs->n_pair, sizeof(*pair), compare_pairs);
	for (int i = 0; i < pairs->n_pair; i++) {
		if (n && pair[n - 1].low == pair[i].low && pair[n - 1].high == pair[i].high)
			continue;
		n_version += pair[i].versions;
		pair[n++] = pair[i];
	}
	pairs->n_pair = n;
	return n_version;
}

void conflicts_build(struct conflicts *c, const struct depgraph *g)
{
	struct pairs pairs = { .graph = g, .pool = g->universe->pool };
	bool obsoletes = pairs.pool->disttype == DISTTYPE_RPM;
	int n_entry = 0;
	Queue dep;

	c->graph = g;
	queue_init(&dep);
	for (int node = 0; node < g->n_node; node++) {
		add_stated(&pairs, node, SOLVABLE_CONFLICTS, false, &dep);
		if (obsoletes)
			add_stated(&pairs, node, SOLVABLE_OBSOLETES,
				   !pool_get_flag(pairs.pool, POOL_FLAG_OBSOLETEUSESPROVIDES),
				   &dep);
	}
	queue_free(&dep);
	add_versions(&pairs);
	c->n_version_pair = drop_duplicates(&pairs);
	c->n_pair = pairs.n_pair;

	/* pairs are sorted by (low, high): so the rivals of each node come out ascending if all
	   those below it are entered before those above it */
	c->rival_begin = solv_calloc((size_t)g->n_node + 2, sizeof(int));
	for (int i = 0; i < pairs.n_pair; i++) {
		c->rival_begin[pairs.pair[i].low + 2]++;
		c->rival_begin[pairs.pair[i].high + 2]++;
		n_entry += 2;
	}
	for (int node = 0; node < g->n_node; node++)
		c->rival_begin[node + 2] += c->rival_begin[node + 1];
	c->rival = solv_calloc((size_t)n_entry + 1, sizeof(int));
	for (int i = 0; i < pairs.n_pair; i++)
		c->rival[c->rival_begin[pairs.pair[i].high + 1]++] = pairs.pair[i].low;
	for (int i = 0; i < pairs.n_pair; i++)
		c->rival[c->rival_begin[pairs.pair[i].low + 1]++] = pairs.pair[i].high;
	solv_free(pairs.pair);
}

static bool has_rival(const struct conflicts *c, int node, int rival)
{
	int low = c->rival_begin[node], high = c->rival_begin[node + 1];

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (c->rival[middle] == rival)
			return true;
		if (c->rival[middle] < rival)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

int conflicts_check(const struct conflicts *c, struct diag *diag)
{
	const struct depgraph *g = c->graph;

	if (!g)
		return diag_fail(diag, "conflicts: not built");
	if (c->rival_begin[0] != 0 || c->rival_begin[g->n_node] != 2 * c->n_pair)
		return diag_fail(diag, "conflicts: %d pairs have %d rivals", c->n_pair,
				 c->rival_begin[g->n_node]);
	for (int node = 0; node < g->n_node; node++) {
		if (c->rival_begin[node] > c->rival_begin[node + 1])
			return diag_fail(diag, "conflicts: 'rival_begin' falls at %d", node);
		for (int i = c->rival_begin[node]; i < c->rival_begin[node + 1]; i++)
			if (c->rival[i] < 0 || c->rival[i] >= g->n_node || c->rival[i] == node ||
			    (i > c->rival_begin[node] && c->rival[i - 1] >= c->rival[i]))
				return diag_fail(diag, "conflicts: node %d has wrong rivals", node);
	}
	for (int node = 0; node < g->n_node; node++)
		for (int i = c->rival_begin[node]; i < c->rival_begin[node + 1]; i++)
			if (!has_rival(c, c->rival[i], node))
				return diag_fail(diag, "conflicts: node %d is no rival of %d", node,
						 c->rival[i]);
	return 0;
}
