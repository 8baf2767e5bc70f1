/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How large would the graph of a universe be? A list of a few thousand lines in which every package
 * provides what every other one needs has 10^8 arcs, and arrays are counted in ints. So the sum is
 * made before any graph is, in 64 bits, and refused beyond LIMIT_GRAPH_ARCS: what depgraph.c,
 * links.c, builds.c, conflicts.c and projection.c keep is a part of it each.
 *
 * The providers that libsolv finds here it keeps, so that depgraph_build() need not look again:
 * bookworm 0.02 s, which are saved there.
 */
#include "graphs/depgraph.h"

#include <stdint.h>
#include <solv/pool.h>
#include <solv/queue.h>
#include <solv/repo.h>
#include <solv/solvable.h>
#include <solv/util.h>

#include "importers/limits.h"
#include "importers/universe.h"

enum { RICH_FACTOR = 64 }; /* a rich dependency becomes at most so many clauses: depgraph.c */

struct counting {
	Pool *pool;
	int n_string;
	int *n_of_dep; /* as depgraph.c has them by Id: providers + 1, 0: not counted yet */
	int64_t n;
};

static int count_providers(Pool *pool, Id dep)
{
	int n = 0;
	Id p, pp;

	FOR_PROVIDES(p, pp, dep)
		n++;
	return n;
}

/* Of a rich dependency the parts, which may have more providers than the whole. */
static int64_t count_dep(struct counting *c, Id dep)
{
	Pool *pool = c->pool;
	int *known = &c->n_of_dep[ISRELDEP(dep) ? c->n_string + (int)GETRELID(dep) : dep];
	int64_t n = 0;

	if (!*known)
		*known = count_providers(pool, dep) + 1;
	n = *known - 1;
	while (ISRELDEP(dep) && GETRELDEP(pool, dep)->flags > 7 &&
	       GETRELDEP(pool, dep)->flags != REL_OR && GETRELDEP(pool, dep)->flags != REL_ARCH) {
		n += RICH_FACTOR * count_dep(c, GETRELDEP(pool, dep)->name);
		dep = GETRELDEP(pool, dep)->evr;
		if (!ISRELDEP(dep))
			n += RICH_FACTOR * (int64_t)count_providers(pool, dep);
	}
	return n;
}

static bool is_above(struct counting *c, Solvable *s, Id keyname, Queue *dep)
{
	queue_empty(dep);
	solvable_lookup_deparray(s, keyname, dep, 0);
	for (int i = 0; i < dep->count; i++) {
		if (dep->elements[i] == SOLVABLE_PREREQMARKER)
			continue;
		c->n += count_dep(c, dep->elements[i]);
		if (c->n > limit_value(LIMIT_GRAPH_ARCS))
			return true;
	}
	return false;
}

/* Versions of one package are in conflict with each other. */
static int64_t count_namesakes(const struct universe *u)
{
	int *n_of_name = solv_calloc((size_t)u->pool->ss.nstrings, sizeof(int));
	int64_t n = 0;
	Id p;
	Solvable *s;

	FOR_REPO_SOLVABLES(u->repo, p, s)
		n += n_of_name[s->name]++;
	solv_free(n_of_name);
	return n;
}

int depgraph_check_size(const struct universe *u, struct diag *diag)
{
	static const Id keys[] = {
		SOLVABLE_REQUIRES,    SOLVABLE_RECOMMENDS, SOLVABLE_SUGGESTS,	SOLVABLE_ENHANCES,
		SOLVABLE_SUPPLEMENTS, SOLVABLE_CONFLICTS,  SOLVABLE_OBSOLETES,
	};
	struct counting c = { .pool = u->pool, .n_string = u->pool->ss.nstrings };
	const char *path = u->release.n_input ? u->release.input[0].path : "the release";
	bool above;
	Queue dep;
	Id p;
	Solvable *s;

	c.n_of_dep = solv_calloc((size_t)c.n_string + (size_t)u->pool->nrels + 1, sizeof(int));
	c.n = count_namesakes(u);
	above = c.n > limit_value(LIMIT_GRAPH_ARCS);
	queue_init(&dep);
	FOR_REPO_SOLVABLES(u->repo, p, s)
		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]) && !above; k++)
			above = is_above(&c, s, keys[k], &dep);
	FOR_REPO_SOLVABLES(u->source_repo, p, s)
		above = above || is_above(&c, s, SOLVABLE_REQUIRES, &dep);
	queue_free(&dep);
	solv_free(c.n_of_dep);
	return above ? limit_fail(LIMIT_GRAPH_ARCS, path, diag) : 0;
}
