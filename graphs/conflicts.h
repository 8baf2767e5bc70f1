/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct conflicts: which packages cannot be installed together. For each node of a depgraph its
 * *rivals*, symmetric whoever states it:
 *
 *   stated	p Conflicts with or Breaks something (one list in libsolv) that q is or provides, q
 *		not being p: a package never conflicts with itself, nor with what only it provides
 *		(that is how "only one mail transport agent" is said). Versions and Provides are
 *		libsolv's answer (pool_whatprovides) in the distribution's own semantics: on Debian
 *		a Provides without version never meets a Conflicts with one (Policy 7.5), in RPM it
 *		does. A Conflicts that names another architecture finds nothing in a universe
 *		without it.
 *   obsoletes	RPM only, as libsolv has it: p Obsoletes the name and version of q. Debian's
 *		Replaces alone lets files be overwritten and excludes nothing.
 *   versions	p and q are versions of one name, for the same architecture or one of them for all
 *		("all", "noarch"). libc6:amd64 and libc6:i386 do not exclude each other.
 *
 * NEEDSWORK: packages that RPM may install in several versions (kernels) exclude each other here.
 * Versions make O(k²) pairs of k versions of a name, which only a made-up archive has many of.
 *
 * Cost: O(conflicts + their providers). Bookworm main/amd64: 0.01 s; 18,192 stated relations
 * come to 1,066 pairs of packages that are there; with versions of one name it is 1,070.
 */
#ifndef LINCHPIN_GRAPHS_CONFLICTS_H
#define LINCHPIN_GRAPHS_CONFLICTS_H

struct depgraph;
struct diag;

struct conflicts {
	const struct depgraph *graph;	/* NULL: not built */
	int n_pair;		/* unordered pairs */
	int n_version_pair;	/* of these, how many because they are versions of one name */
	int *rival_begin;	/* rivals of a node: rival[rival_begin[node] …); n_node + 1 */
	int *rival;		/* nodes, ascending and unique within a node; 2 * n_pair */
};

void conflicts_init(struct conflicts *c);
void conflicts_clear(struct conflicts *c);

/* Find the conflicts between the nodes of a built graph, which must outlive them. Cannot fail. */
void conflicts_build(struct conflicts *c, const struct depgraph *g);

/* 0: rivals are in range, ascending, symmetric, none its own. O(pairs · log). */
int conflicts_check(const struct conflicts *c, struct diag *diag);

#endif
