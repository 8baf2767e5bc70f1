/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Building the graph: each distinct dependency Id is resolved once, and its provider set interned
 * as a clause; everything backward is a counting sort. See depgraph.h for what the arrays mean.
 */
#include "graphs/depgraph.h"

#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>
#include <solv/queue.h>
#include <solv/repo.h>
#include <solv/solvable.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/universe.h"

#define BLOCK 8191	/* growth of the big arrays, in elements (solv_extend wants 2^n - 1) */

static const struct {
	const char *name;
	Id keyname;
} kinds[NEED_KINDS] = {
	[NEED_NONE] = { "none", 0 },
	[NEED_REQUIRES] = { "requires", SOLVABLE_REQUIRES },
	[NEED_RECOMMENDS] = { "recommends", SOLVABLE_RECOMMENDS },
	[NEED_SUGGESTS] = { "suggests", SOLVABLE_SUGGESTS },
	[NEED_ENHANCES] = { "enhances", SOLVABLE_ENHANCES },
	[NEED_SUPPLEMENTS] = { "supplements", SOLVABLE_SUPPLEMENTS },
	[NEED_CONDITIONAL] = { "conditional", 0 },	/* found among the requires */
};

/* Scratch of depgraph_build(). */
struct builder {
	struct depgraph *graph;
	Pool *pool;
	/* per dependency Id: index is the Id, or n_string + the number of the relation */
	int n_string, n_dep;	/* n_dep grows: rich dependencies make new relations */
	int *clause_of_dep;	/* clause + 1; 0: not resolved yet; -1: met by the system */
	int *seen_by;		/* node * NEED_KINDS + kind + 1 of the last need with this dep */
	/* open addressing: provider set -> clause */
	int *clause_hash;	/* clause + 1, 0: free */
	unsigned hash_mask;
	int n_provider;
};

void depgraph_init(struct depgraph *g)
{
	memset(g, 0, sizeof(*g));
}

void depgraph_clear(struct depgraph *g)
{
	solv_free(g->node_of);
	solv_free(g->package_of);
	solv_free(g->component_of);
	solv_free(g->component_begin);
	solv_free(g->component_node);
	solv_free(g->need_begin);
	solv_free(g->need_owner);
	solv_free(g->need_dep);
	solv_free(g->need_clause);
	solv_free(g->need_kind);
	solv_free(g->provider_begin);
	solv_free(g->provider);
	solv_free(g->satisfies_begin);
	solv_free(g->satisfies);
	solv_free(g->user_begin);
	solv_free(g->user_weak);
	solv_free(g->user);
	depgraph_init(g);
}

static void number_nodes(struct depgraph *g, const struct universe *u)
{
	Pool *pool = u->pool;
	Solvable *s;
	Id p;

	g->n_package_id = pool->nsolvables;
	g->node_of = solv_calloc((size_t)g->n_package_id + 1, sizeof(int));
	memset(g->node_of, -1, ((size_t)g->n_package_id + 1) * sizeof(int));
	g->package_of = solv_calloc((size_t)u->repo->nsolvables + 1, sizeof(Id));
	g->component_of = solv_calloc((size_t)u->repo->nsolvables + 1, sizeof(int));
	FOR_REPO_SOLVABLES(u->repo, p, s) {
		if (s->arch == ARCH_SRC || s->arch == ARCH_NOSRC)
			continue;
		g->node_of[p] = g->n_node;
		g->package_of[g->n_node] = p;
		g->component_of[g->n_node++] = u->component_of ? u->component_of[p] : -1;
	}

	g->n_component = u->n_component;
	g->component_begin = solv_calloc((size_t)g->n_component + 2, sizeof(int));
	g->component_node = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	for (int node = 0; node < g->n_node; node++)
		if (g->component_of[node] >= 0)
			g->component_begin[g->component_of[node] + 2]++;
	for (int c = 0; c < g->n_component; c++)
		g->component_begin[c + 2] += g->component_begin[c + 1];
	for (int node = 0; node < g->n_node; node++)
		if (g->component_of[node] >= 0)
			g->component_node[g->component_begin[g->component_of[node] + 1]++] = node;
}

static int compare_ints(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

/* The nodes that provide a dep, ascending and unique. False: the system itself meets it. */
static bool find_providers(const struct builder *b, Id dep, Queue *ret_node)
{
	const struct depgraph *g = b->graph;
	Pool *pool = b->pool;	/* FOR_PROVIDES wants the name */
	bool ordered = true;
	int n = 0;
	Id p, pp;

	queue_empty(ret_node);
	FOR_PROVIDES(p, pp, dep) {
		int node = p < g->n_package_id ? g->node_of[p] : -1;

		if (p == SYSTEMSOLVABLE)
			return false;
		if (node < 0)
			continue;
		if (ret_node->count && ret_node->elements[ret_node->count - 1] >= node)
			ordered = false;
		queue_push(ret_node, node);
	}
	if (ordered)
		return true;
	qsort(ret_node->elements, (size_t)ret_node->count, sizeof(Id), compare_ints);
	for (int i = 0; i < ret_node->count; i++)
		if (!n || ret_node->elements[i] != ret_node->elements[n - 1])
			ret_node->elements[n++] = ret_node->elements[i];
	queue_truncate(ret_node, n);
	return true;
}

static unsigned hash_nodes(const int *node, int n)
{
	unsigned h = 2166136261u ^ (unsigned)n;

	for (int i = 0; i < n; i++) {
		h = (h ^ (unsigned)node[i]) * 0x9e3779b1u;
		h ^= h >> 15;
	}
	return h;
}

static void grow_hash(struct builder *b)
{
	const struct depgraph *g = b->graph;

	solv_free(b->clause_hash);
	b->hash_mask = b->hash_mask ? b->hash_mask * 2 + 1 : 1023;
	b->clause_hash = solv_calloc((size_t)b->hash_mask + 1, sizeof(int));
	for (int clause = 0; clause < g->n_clause; clause++) {
		unsigned at = hash_nodes(g->provider + g->provider_begin[clause],
					 depgraph_clause_size(g, clause));

		while (b->clause_hash[at & b->hash_mask])
			at++;
		b->clause_hash[at & b->hash_mask] = clause + 1;
	}
}

/* The clause with exactly these nodes, a new one if there is none. */
static int intern_clause(struct builder *b, const int *node, int n)
{
	struct depgraph *g = b->graph;
	unsigned at;
	int clause;

	if ((unsigned)g->n_clause >= b->hash_mask / 2)
		grow_hash(b);
	for (at = hash_nodes(node, n); (clause = b->clause_hash[at & b->hash_mask]); at++) {
		clause--;
		if (depgraph_clause_size(g, clause) == n &&
		    (!n || !memcmp(g->provider + g->provider_begin[clause], node,
				   (size_t)n * sizeof(int))))
			return clause;
	}
	clause = g->n_clause++;
	b->clause_hash[at & b->hash_mask] = clause + 1;
	for (int i = 0; i < n; i++) {
		g->provider = solv_extend(g->provider, b->n_provider, 1, sizeof(int), BLOCK);
		g->provider[b->n_provider++] = node[i];
	}
	g->provider_begin = solv_extend(g->provider_begin, clause + 1, 1, sizeof(int), BLOCK);
	g->provider_begin[clause + 1] = b->n_provider;
	return clause;
}

static void add_need(struct depgraph *g, int owner, enum need_kind kind, Id dep, int clause)
{
	g->need_owner = solv_extend(g->need_owner, g->n_need, 1, sizeof(int), BLOCK);
	g->need_dep = solv_extend(g->need_dep, g->n_need, 1, sizeof(Id), BLOCK);
	g->need_clause = solv_extend(g->need_clause, g->n_need, 1, sizeof(int), BLOCK);
	g->need_kind = solv_extend(g->need_kind, g->n_need, 1, 1, BLOCK);
	g->need_owner[g->n_need] = owner;
	g->need_dep[g->n_need] = dep;
	g->need_clause[g->n_need] = clause;
	g->need_kind[g->n_need++] = (unsigned char)kind;
}

/* ---- rich dependencies ---- */

enum { RICH_DEPTH_MAX = 50, RICH_CLAUSES_MAX = 64 };

/* Does a dep hold more logic than alternatives? */
static bool is_rich(Pool *pool, Id dep, int depth)
{
	while (ISRELDEP(dep)) {
		const Reldep *rel = GETRELDEP(pool, dep);

		if (rel->flags == REL_AND || rel->flags == REL_COND || rel->flags == REL_UNLESS)
			return true;
		if (rel->flags != REL_OR || depth > RICH_DEPTH_MAX)
			return false;
		if (is_rich(pool, rel->name, depth + 1))
			return true;
		dep = rel->evr;
	}
	return false;
}

/* (AND of left) or (AND of right), as an AND of ORs. An AND without parts is true. */
static void combine_or(Pool *pool, const Queue *left, const Queue *right, Queue *ret_and)
{
	if ((long)left->count * right->count > RICH_CLAUSES_MAX)
		return;		/* nobody writes such; nothing is claimed of it */
	for (int i = 0; i < left->count; i++)
		for (int k = 0; k < right->count; k++)
			queue_push(ret_and,
				   pool_rel2id(pool, left->elements[i], right->elements[k],
					       REL_OR, 1));
}

/* Append to ret_and what certainly follows from a dep, each an alternative of plain deps, and to
   ret_if what follows if some condition holds. */
static void split_rich(Pool *pool, Id dep, int depth, Queue *ret_and, Queue *ret_if)
{
	Reldep rel;
	Id other = 0;
	Queue left, right;

	for (;; dep = rel.evr) {	/* chains lean right */
		if (!is_rich(pool, dep, 0)) {
			queue_push(ret_and, dep);
			return;
		}
		if (depth > RICH_DEPTH_MAX)
			return;	/* nobody nests so; nothing is claimed of it */
		rel = *GETRELDEP(pool, dep);	/* a copy: relations move when one is made */
		if (rel.flags != REL_AND)
			break;
		split_rich(pool, rel.name, depth + 1, ret_and, ret_if);
	}
	if (rel.flags == REL_OR)
		other = rel.evr;
	else if (ISRELDEP(rel.evr) && GETRELDEP(pool, rel.evr)->flags == REL_ELSE)
		other = GETRELDEP(pool, rel.evr)->evr;
	queue_init(&left);
	queue_init(&right);
	split_rich(pool, rel.name, depth + 1, &left, ret_if);
	if (other) {
		split_rich(pool, other, depth + 1, &right, ret_if);
		combine_or(pool, &left, &right, ret_and);
	}
	if (rel.flags != REL_OR) {
		queue_insertn(ret_if, ret_if->count, left.count, left.elements);
		queue_insertn(ret_if, ret_if->count, right.count, right.elements);
	}
	queue_free(&left);
	queue_free(&right);
}

/* Put in place of each rich dep what it needs; what is conditional is a kind of its own where the
   rest is required, and as weak as the rest where that is weak. */
static void split_all_rich(Pool *pool, enum need_kind kind, Queue *dep, Queue *ret_conditional)
{
	Queue and, conditional;

	for (int i = 0; i < dep->count; i++) {
		Id id = dep->elements[i];
		int n;

		if (!is_rich(pool, id, 0))
			continue;
		queue_init(&and);
		queue_init(&conditional);
		split_rich(pool, id, 0, &and, &conditional);
		if (kind == NEED_REQUIRES)
			queue_insertn(ret_conditional, ret_conditional->count, conditional.count,
				      conditional.elements);
		else
			queue_insertn(&and, and.count, conditional.count, conditional.elements);
		n = and.count;
		queue_delete(dep, i);
		queue_insertn(dep, i, n, and.elements);
		i += n - 1;
		queue_free(&and);
		queue_free(&conditional);
	}
}

/* Where per-dep arrays have this dep's entry; they grow where it is new. */
static int index_of_dep(struct builder *b, Id dep)
{
	int index = ISRELDEP(dep) ? b->n_string + (int)GETRELID(dep) : dep;

	while (index >= b->n_dep) {
		b->clause_of_dep =
			solv_realloc2(b->clause_of_dep, 2 * (size_t)b->n_dep, sizeof(int));
		b->seen_by = solv_realloc2(b->seen_by, 2 * (size_t)b->n_dep, sizeof(int));
		memset(b->clause_of_dep + b->n_dep, 0, (size_t)b->n_dep * sizeof(int));
		memset(b->seen_by + b->n_dep, 0, (size_t)b->n_dep * sizeof(int));
		b->n_dep *= 2;
	}
	return index;
}

/* ---- needs ---- */

static void add_needs_of_kind(struct builder *b, int node, enum need_kind kind, Queue *dep,
			      Queue *scratch, Queue *conditional)
{
	struct depgraph *g = b->graph;
	int mark = node * NEED_KINDS + kind + 1;

	queue_empty(dep);	/* the look-up appends */
	if (kind == NEED_CONDITIONAL) {
		queue_insertn(dep, 0, conditional->count, conditional->elements);
	} else {
		/* marker 0: before and after the pre-requires marker, which itself may be in the
		   list */
		solvable_lookup_deparray(pool_id2solvable(b->pool, g->package_of[node]),
					 kinds[kind].keyname, dep, 0);
		split_all_rich(b->pool, kind, dep, conditional);
	}
	for (int i = 0; i < dep->count; i++) {
		Id id = dep->elements[i];
		int index = index_of_dep(b, id);

		if (id == SOLVABLE_PREREQMARKER || b->seen_by[index] == mark)
			continue;
		b->seen_by[index] = mark;
		if (!b->clause_of_dep[index])
			b->clause_of_dep[index] = find_providers(b, id, scratch) ?
				intern_clause(b, scratch->elements, scratch->count) + 1 : -1;
		if (b->clause_of_dep[index] > 0)
			add_need(g, node, kind, id, b->clause_of_dep[index] - 1);
	}
}

static void add_needs(struct builder *b)
{
	struct depgraph *g = b->graph;
	Queue dep, scratch, conditional;

	queue_init(&dep);
	queue_init(&scratch);
	queue_init(&conditional);
	g->provider_begin = solv_extend(NULL, 0, 1, sizeof(int), BLOCK);
	g->provider_begin[0] = 0;
	g->need_begin = solv_calloc((size_t)g->n_node + 1, sizeof(int));
	for (int node = 0; node < g->n_node; node++) {
		queue_empty(&conditional);
		for (enum need_kind kind = NEED_REQUIRES; kind < NEED_KINDS; kind++)
			add_needs_of_kind(b, node, kind, &dep, &scratch, &conditional);
		g->need_begin[node + 1] = g->n_need;
	}
	queue_free(&dep);
	queue_free(&scratch);
	queue_free(&conditional);
}

/* node -> clauses, from clause -> nodes. */
static void invert_providers(struct depgraph *g)
{
	int n_provider = g->provider_begin[g->n_clause];

	g->satisfies_begin = solv_calloc((size_t)g->n_node + 2, sizeof(int));
	g->satisfies = solv_calloc((size_t)n_provider + 1, sizeof(int));
	for (int i = 0; i < n_provider; i++)
		g->satisfies_begin[g->provider[i] + 2]++;
	for (int node = 0; node < g->n_node; node++)
		g->satisfies_begin[node + 2] += g->satisfies_begin[node + 1];
	for (int clause = 0; clause < g->n_clause; clause++)
		for (int i = g->provider_begin[clause]; i < g->provider_begin[clause + 1]; i++)
			g->satisfies[g->satisfies_begin[g->provider[i] + 1]++] = clause;
}

/* clause -> needs, from need -> clause; requires first. */
static void invert_needs(struct depgraph *g)
{
	g->user_begin = solv_calloc((size_t)g->n_clause + 2, sizeof(int));
	g->user_weak = solv_calloc((size_t)g->n_clause + 1, sizeof(int));
	g->user = solv_calloc((size_t)g->n_need + 1, sizeof(int));
	for (int need = 0; need < g->n_need; need++)
		g->user_begin[g->need_clause[need] + 2]++;
	for (int clause = 0; clause < g->n_clause; clause++)
		g->user_begin[clause + 2] += g->user_begin[clause + 1];
	for (enum need_kind kind = NEED_REQUIRES; kind < NEED_KINDS; kind++) {
		for (int need = 0; need < g->n_need; need++)
			if (g->need_kind[need] == kind)
				g->user[g->user_begin[g->need_clause[need] + 1]++] = need;
		if (kind == NEED_REQUIRES)
			memcpy(g->user_weak, g->user_begin + 1,
			       (size_t)g->n_clause * sizeof(int));
	}
}

void depgraph_build(struct depgraph *g, const struct universe *u)
{
	struct builder b = { .graph = g, .pool = u->pool };

	g->universe = u;
	number_nodes(g, u);
	b.n_string = u->pool->ss.nstrings;
	b.n_dep = b.n_string + u->pool->nrels;
	b.clause_of_dep = solv_calloc((size_t)b.n_dep + 1, sizeof(int));
	b.seen_by = solv_calloc((size_t)b.n_dep + 1, sizeof(int));
	add_needs(&b);
	solv_free(b.clause_of_dep);
	solv_free(b.seen_by);
	solv_free(b.clause_hash);
	invert_providers(g);
	invert_needs(g);
}

bool depgraph_clause_has(const struct depgraph *g, int clause, int node)
{
	int low = g->provider_begin[clause], high = g->provider_begin[clause + 1];

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (g->provider[middle] == node)
			return true;
		if (g->provider[middle] < node)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

int depgraph_count_needs(const struct depgraph *g, unsigned wanted, int *ret_unmet)
{
	int n = 0, n_unmet = 0;

	for (int need = 0; need < g->n_need; need++) {
		if (!(NEED_BIT(g->need_kind[need]) & wanted))
			continue;
		n++;
		n_unmet += !depgraph_clause_size(g, g->need_clause[need]);
	}
	*ret_unmet = n_unmet;
	return n;
}

const char *depgraph_node_name(const struct depgraph *g, int node)
{
	Pool *pool = g->universe->pool;

	return pool_id2str(pool, pool_id2solvable(pool, g->package_of[node])->name);
}

const char *need_kind_name(enum need_kind kind)
{
	return kinds[kind < NEED_KINDS ? kind : NEED_NONE].name;
}

enum need_kind need_kind_of_name(const char *name)
{
	for (enum need_kind kind = NEED_REQUIRES; kind < NEED_KINDS; kind++)
		if (!strcmp(kinds[kind].name, name))
			return kind;
	return NEED_NONE;
}

/* ---- the checker ---- */

/* begin[] starts at 0, never falls, and ends at total. */
static int check_begin(const char *what, const int *begin, int n, int total, struct diag *diag)
{
	if (!begin)
		return diag_fail(diag, "depgraph: no '%s'", what);
	if (begin[0] != 0 || begin[n] != total)
		return diag_fail(diag, "depgraph: '%s' spans %d to %d, not 0 to %d", what, begin[0],
				 begin[n], total);
	for (int i = 0; i < n; i++)
		if (begin[i] > begin[i + 1])
			return diag_fail(diag, "depgraph: '%s' falls at %d", what, i);
	return 0;
}

static int check_nodes(const struct depgraph *g, struct diag *diag)
{
	int n_in_graph = 0, n_with_component = 0;

	for (Id p = 0; p < g->n_package_id; p++) {
		int node = g->node_of[p];

		if (node < -1 || node >= g->n_node)
			return diag_fail(diag, "depgraph: package %d has node %d", p, node);
		if (node >= 0 && g->package_of[node] != p)
			return diag_fail(diag, "depgraph: node %d of package %d is of package %d",
					 node, p, g->package_of[node]);
		n_in_graph += node >= 0;
	}
	if (n_in_graph != g->n_node)
		return diag_fail(diag, "depgraph: %d packages have %d nodes", n_in_graph,
				 g->n_node);
	for (int node = 1; node < g->n_node; node++)
		if (g->package_of[node - 1] >= g->package_of[node])
			return diag_fail(diag, "depgraph: node %d is out of order", node);
	for (int node = 0; node < g->n_node; node++) {
		if (g->component_of[node] < -1 || g->component_of[node] >= g->n_component)
			return diag_fail(diag, "depgraph: node %d has component %d", node,
					 g->component_of[node]);
		n_with_component += g->component_of[node] >= 0;
	}
	if (check_begin("component_begin", g->component_begin, g->n_component, n_with_component,
			diag) < 0)
		return -1;
	for (int c = 0; c < g->n_component; c++)
		for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++)
			if (g->component_of[g->component_node[i]] != c ||
			    (i > g->component_begin[c] &&
			     g->component_node[i - 1] >= g->component_node[i]))
				return diag_fail(diag, "depgraph: component %d has wrong nodes",
						 c);
	return 0;
}

static int check_needs(const struct depgraph *g, struct diag *diag)
{
	if (check_begin("need_begin", g->need_begin, g->n_node, g->n_need, diag) < 0)
		return -1;
	for (int node = 0; node < g->n_node; node++) {
		for (int need = g->need_begin[node]; need < g->need_begin[node + 1]; need++) {
			if (g->need_owner[need] != node)
				return diag_fail(diag, "depgraph: need %d has a wrong owner", need);
			if (g->need_kind[need] <= NEED_NONE || g->need_kind[need] >= NEED_KINDS ||
			    !g->need_dep[need])
				return diag_fail(diag, "depgraph: need %d has no kind or dep",
						 need);
			if (g->need_clause[need] < 0 || g->need_clause[need] >= g->n_clause)
				return diag_fail(diag, "depgraph: need %d has no clause", need);
			if (need > g->need_begin[node] &&
			    g->need_kind[need - 1] > g->need_kind[need])
				return diag_fail(diag, "depgraph: node %d has mixed kinds", node);
		}
	}
	return 0;
}

static int check_clauses(const struct depgraph *g, struct diag *diag)
{
	int n_provider = g->n_clause ? g->provider_begin[g->n_clause] : 0;

	if (check_begin("provider_begin", g->provider_begin, g->n_clause, n_provider, diag) < 0 ||
	    check_begin("satisfies_begin", g->satisfies_begin, g->n_node, n_provider, diag) < 0 ||
	    check_begin("user_begin", g->user_begin, g->n_clause, g->n_need, diag) < 0)
		return -1;
	for (int clause = 0; clause < g->n_clause; clause++) {
		int begin = g->provider_begin[clause];

		for (int i = begin; i < g->provider_begin[clause + 1]; i++)
			if (g->provider[i] < 0 || g->provider[i] >= g->n_node ||
			    (i > begin && g->provider[i - 1] >= g->provider[i]))
				return diag_fail(diag, "depgraph: clause %d has wrong nodes",
						 clause);
		if (g->user_begin[clause] == g->user_begin[clause + 1])
			return diag_fail(diag, "depgraph: nobody uses clause %d", clause);
		if (g->user_weak[clause] < g->user_begin[clause] ||
		    g->user_weak[clause] > g->user_begin[clause + 1])
			return diag_fail(diag, "depgraph: clause %d has no start of weak", clause);
		for (int i = g->user_begin[clause]; i < g->user_begin[clause + 1]; i++) {
			int need = g->user[i];

			if (need < 0 || need >= g->n_need || g->need_clause[need] != clause ||
			    (g->need_kind[need] == NEED_REQUIRES) != (i < g->user_weak[clause]) ||
			    (i > g->user_begin[clause] && g->user[i - 1] >= need &&
			     g->need_kind[g->user[i - 1]] >= g->need_kind[need]))
				return diag_fail(diag, "depgraph: clause %d has wrong users",
						 clause);
		}
	}
	/* as many (node, clause) as (clause, node), each the other's, none twice: an inverse */
	for (int node = 0; node < g->n_node; node++)
		for (int i = g->satisfies_begin[node]; i < g->satisfies_begin[node + 1]; i++)
			if (g->satisfies[i] < 0 || g->satisfies[i] >= g->n_clause ||
			    !depgraph_clause_has(g, g->satisfies[i], node) ||
			    (i > g->satisfies_begin[node] &&
			     g->satisfies[i - 1] >= g->satisfies[i]))
				return diag_fail(diag, "depgraph: node %d satisfies wrong clauses",
						 node);
	return 0;
}

int depgraph_check(const struct depgraph *g, struct diag *diag)
{
	if (!g->universe)
		return diag_fail(diag, "depgraph: not built");
	if (check_nodes(g, diag) < 0 || check_needs(g, diag) < 0)
		return -1;
	return check_clauses(g, diag);
}
