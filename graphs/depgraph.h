/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct depgraph: what needs what. Every dependency of every binary package of a universe as an
 * AND of ORs: a package's needs must all be met, a need is met by any of its providers.
 *
 *   node     a binary package, numbered 0 … n_node - 1 in the order of package Ids. Source
 *            packages are never nodes.
 *   need     one dependency of one node: (owner, kind, dep, clause), numbered so that the needs of
 *            a node follow each other, requires first, within a kind in the archive's order.
 *            A dep that a package states twice under one kind is one need.
 *   clause   a set of nodes. Needs with the same providers share a clause, whatever their words
 *            ("libc6 (>= 2.14)" and "libc6 (>= 2.36)" are met by the same package): the 336,151
 *            needs of bookworm (279,232 of them requires) have 44,335 clauses. The clause without
 *            any node is that of the unmet needs.
 *
 *   node --need_begin--> needs --need_clause--> clause --provider_begin--> nodes      (forward)
 *   node --satisfies_begin--> clauses --user_begin--> needs --need_owner--> node      (backward)
 *
 * What counts as a provider is libsolv's answer (pool_whatprovides) in the distribution's own
 * semantics: alternatives (REL_OR), versions, Provides, architecture qualifiers. A package that
 * provides what it needs is among its own providers; that need is trivially met. A need that the
 * system itself meets (libsolv's SYSTEMSOLVABLE) is left out. Conflicts are not here.
 *
 * Rich dependencies of RPM are needs after this translation, which keeps what certainly follows
 * from them:
 *
 *   (a and b)            two needs, a and b
 *   (a or b)             one need with both as alternatives; what is nested is brought into an AND
 *                        of ORs first
 *   (a with b)           one need, met by packages that provide both; (a without b) likewise
 *   (a if b)             needs nothing for certain, since b may be absent: a is a NEED_CONDITIONAL,
 *                        which counts as weak
 *   (a unless b)         the same
 *   (a if b else c)      needs a or c, whichever is the case; and both as NEED_CONDITIONAL
 *
 * A need's dep is then the part of the rich dependency that it stands for.
 *
 * All arrays hold ints into each other, none a pointer. The universe must outlive the graph.
 *
 * Cost: O(packages + needs + providers of distinct deps) time and memory. Bookworm main/amd64:
 * 0.03 s, 8 MB.
 */
#ifndef LINCHPIN_GRAPHS_DEPGRAPH_H
#define LINCHPIN_GRAPHS_DEPGRAPH_H

#include <stdbool.h>
#include <solv/pooltypes.h>

struct diag;
struct universe;

enum need_kind {
	NEED_NONE,
	NEED_REQUIRES,		/* Depends and Pre-Depends; Requires */
	NEED_RECOMMENDS,
	NEED_SUGGESTS,
	NEED_ENHANCES,		/* the owner improves the provider */
	NEED_SUPPLEMENTS,	/* the owner should come along where the provider is */
	NEED_CONDITIONAL,	/* required, if something else is there too */
	NEED_KINDS
};

/* Sets of kinds. */
#define NEED_BIT(kind) (1u << (kind))
#define NEEDS_REQUIRED NEED_BIT(NEED_REQUIRES)
#define NEEDS_WEAK \
	(NEED_BIT(NEED_RECOMMENDS) | NEED_BIT(NEED_SUGGESTS) | NEED_BIT(NEED_ENHANCES) | \
	 NEED_BIT(NEED_SUPPLEMENTS) | NEED_BIT(NEED_CONDITIONAL))
#define NEEDS_ANY (NEEDS_REQUIRED | NEEDS_WEAK)

/* What a number is about: a *subject* is a node (LEVEL_PACKAGE) or a component
   (LEVEL_COMPONENT). */
enum level {
	LEVEL_PACKAGE,
	LEVEL_COMPONENT,
	LEVELS
};

struct depgraph {
	const struct universe *universe;

	int n_node;
	int n_package_id;	/* entries of node_of: the pool's solvables */
	int *node_of;		/* package Id -> node, -1: not in the graph */
	Id *package_of;		/* node -> package Id */
	int *component_of;	/* node -> component of the universe, -1: none */
	int n_component;	/* as in the universe; some have no node */
	int *component_begin;	/* nodes of c: component_node[component_begin[c] …); n + 1 */
	int *component_node;	/* nodes, ascending within a component */

	int n_need;
	int *need_begin;	/* needs of a node: need_begin[node] … need_begin[node + 1] - 1 */
	int *need_owner;	/* need -> node */
	Id *need_dep;		/* need -> dependency Id of the pool, as pool_dep2str() shows it */
	int *need_clause;	/* need -> clause */
	unsigned char *need_kind;	/* need -> enum need_kind */

	int n_clause;
	int *provider_begin;	/* nodes of a clause: provider[provider_begin[clause] …); n + 1 */
	int *provider;		/* nodes, ascending and unique within a clause */
	int *satisfies_begin;	/* clauses of a node: satisfies[satisfies_begin[node] …); n + 1 */
	int *satisfies;		/* clauses, ascending within a node */
	int *user_begin;	/* needs of a clause: user[user_begin[clause] …); n_clause + 1 */
	int *user_weak;		/* clause -> where in user[] its needs other than requires begin */
	int *user;		/* needs, by kind, then ascending, within a clause */
};

/* An empty graph: depgraph_clear() may follow. */
void depgraph_init(struct depgraph *g);

/* Release everything; the graph is empty again. */
void depgraph_clear(struct depgraph *g);

/* Would the graph of a finished universe, its links, builds and conflicts stay within
   LIMIT_GRAPH_ARCS? To be asked before depgraph_build() of what strangers wrote. O(needs +
   providers of distinct deps). */
int depgraph_check_size(const struct universe *u, struct diag *diag);

/* Fill an empty graph from a finished universe (pool->whatprovides is built). Cannot fail. */
void depgraph_build(struct depgraph *g, const struct universe *u);

/* 0: the invariants above hold; -1: the first that does not is in diag. O(size). */
int depgraph_check(const struct depgraph *g, struct diag *diag);

/* Needs of these kinds (NEED_BIT), and how many of them no package meets. O(needs). */
int depgraph_count_needs(const struct depgraph *g, unsigned kinds, int *ret_unmet);

/* "libssl3"; lives as long as the universe. */
const char *depgraph_node_name(const struct depgraph *g, int node);

/* "requires"; lives forever. NEED_NONE if no kind is called so. */
const char *need_kind_name(enum need_kind kind);
enum need_kind need_kind_of_name(const char *name);

/* The nodes that meet a need, ascending; they live as long as the graph. */
static inline const int *depgraph_providers(const struct depgraph *g, int need, int *ret_n)
{
	int clause = g->need_clause[need];

	*ret_n = g->provider_begin[clause + 1] - g->provider_begin[clause];
	return g->provider + g->provider_begin[clause];
}

/* How many nodes a clause has. */
static inline int depgraph_clause_size(const struct depgraph *g, int clause)
{
	return g->provider_begin[clause + 1] - g->provider_begin[clause];
}

/* Is the node one of the clause? O(log size). */
bool depgraph_clause_has(const struct depgraph *g, int clause, int node);

/* Where the users of a clause end if only these kinds matter: a shortcut past the weak ones. The
   kind of each user must still be looked at when some weak kinds matter and others do not. */
static inline int depgraph_user_end(const struct depgraph *g, int clause, unsigned kinds)
{
	return kinds & NEEDS_WEAK ? g->user_begin[clause + 1] : g->user_weak[clause];
}

/* Packages or components: how many subjects a level has. */
static inline int depgraph_n_subject(const struct depgraph *g, enum level level)
{
	return level == LEVEL_COMPONENT ? g->n_component : g->n_node;
}

/* The nodes of a subject: itself, or the packages of the component. They live as long as *subject
   and the graph. */
static inline const int *depgraph_members(const struct depgraph *g, enum level level,
					  const int *subject, int *ret_n)
{
	if (level == LEVEL_PACKAGE) {
		*ret_n = 1;
		return subject;
	}
	*ret_n = g->component_begin[*subject + 1] - g->component_begin[*subject];
	return g->component_node + g->component_begin[*subject];
}

/* The component of a subject, -1: none. */
static inline int depgraph_subject_component(const struct depgraph *g, enum level level,
					     int subject)
{
	return level == LEVEL_COMPONENT ? subject : g->component_of[subject];
}

#endif
