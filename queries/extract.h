/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct extract: the part of a release that is exported, as a graph of subjects: all components
 * (packages with --package), or those within --depth steps of the --around NAMEs, of these the
 * first --top by rank (packages: by impact).
 *
 * An arc goes from a subject to what it needs (--kind) under a policy (--alternatives), or loads
 * (kind link), or is built with (kind build, components only). All needs of one kind between two
 * subjects are one arc; none goes from a subject to itself. Vertices are in the order of names,
 * arcs in the order of (from, to, kind), so that the same release gives the same bytes.
 *
 * The analysis must be ranked. Cost: O(needs) and the sorting of arcs; bookworm 0.1 s.
 */
#ifndef LINCHPIN_QUERIES_EXTRACT_H
#define LINCHPIN_QUERIES_EXTRACT_H

#include <stdbool.h>

#include "analyzer/analysis.h"

struct diag;
struct options;

struct extract_arc {
	int from, to;		/* vertices */
	unsigned kind;		/* NEED_BIT(), KIND_LINK or KIND_BUILD */
	int n_need;		/* needs (links) it stands for */
	int n_alternative;	/* least number of providers of these needs; 0: a link */
	Id dep;			/* one of the needs; 0: a link */
};

struct extract {
	struct analysis *analysis;
	const struct options *options;
	enum level level;
	unsigned kinds;
	int *subject;		/* vertex -> subject */
	int n_vertex;
	int *vertex_of;		/* subject -> vertex, -1: not in it */
	char **name;		/* vertex -> unique name: that of the component or package; of
				   several packages of that name with version and architecture */
	struct extract_arc *arc;
	int n_arc;
};

/* -1: an --around NAME is unknown, or links are; diag says so, and the caller still clears. */
int extract_build(struct extract *x, struct analysis *a, const struct options *o,
		  struct diag *diag);
void extract_clear(struct extract *x);

/* Is a package (node) in it, itself or with its component? */
bool extract_has_node(const struct extract *x, int node);

/* Is a component in it, itself or with one of its packages? */
bool extract_has_component(const struct extract *x, int component);

/* "requires", "link", "build". Lives forever. */
const char *extract_kind_name(unsigned kind);

/* The unique name of any package (node), as of vertices. The caller frees it. */
char *extract_package_name(const struct analysis *a, int node);

#endif
