/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How central is a package in a projection of the needs? The only door to igraph's algorithms:
 * every function fills one value per node, or returns -1 with igraph's reason and leaves the
 * caller's array as it was. Arcs go from a package to what it needs. All answers are exact and
 * depend on the graph only: no sampling, no random start.
 *
 * Costs are for bookworm main/amd64 under `preferred`, 63,440 nodes and 264,199 arcs, once the
 * projection is there.
 */
#ifndef LINCHPIN_GRAPHS_CENTRALITY_H
#define LINCHPIN_GRAPHS_CENTRALITY_H

struct diag;
struct projection;

/* PageRank with damping 0.85 (Page, Brin 1998; solved by PRPACK): the share of time that a walk
   from packages to what they need spends here. Sums to 1. O(arcs), 0.02 s. */
int centrality_pagerank(const struct projection *p, double *ret_value, struct diag *diag);

/* Betweenness (Brandes 2001): pairs of packages whose shortest chains of needs pass through, each
   counted by the share of their shortest chains. O(nodes · arcs) at worst, 0.2 s. */
int centrality_betweenness(const struct projection *p, double *ret_value, struct diag *diag);

/* Harmonic centrality over incoming arcs (Marchiori, Latora 2000): the sum over all packages that
   need this one, directly or not, of 1 / length of the shortest chain. O(nodes · arcs) at worst,
   0.15 s. */
int centrality_harmonic(const struct projection *p, double *ret_value, struct diag *diag);

/* Coreness (Batagelj, Zaveršnik 2003): the largest k such that the package is in a set of packages
   each of which has k neighbours in the set, whoever of two neighbours needs the other. O(arcs),
   0.04 s. */
int centrality_coreness(const struct projection *p, double *ret_value, struct diag *diag);

/* Packages in the same cycle of needs, itself included; 1: in no cycle. O(arcs), 0.02 s. */
int centrality_scc_size(const struct projection *p, double *ret_value, struct diag *diag);

/* Strongly connected components: a number per node, the same for nodes of one cycle, counted from 0
   in order of their lowest node; *ret_n says how many. O(arcs). */
int centrality_scc(const struct projection *p, int *ret_id, int *ret_n, struct diag *diag);

/* Dominator tree (Lengauer, Tarjan 1979) of a graph that is given by its arcs: from, to, from, to,
   … (graphs/dominators.h says which). For each node the last node before it that every path from
   the root passes; -1: it is the root, or the root does not reach it. O(arcs log nodes). */
int centrality_dominators(const int *arc, int n_arc, int n_node, int root, int *ret_dominator,
			  struct diag *diag);

#endif
