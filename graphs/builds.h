/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct builds: what components need to be built, kept apart from what packages need to run.
 *
 * A *build need* is one build dependency of a component's source package, met by any of its
 * provider nodes; build profiles and architecture lists were applied by the importer. Components
 * without a source package have none.
 *
 * Cost: O(build dependencies + their providers); bookworm: 250,000 build needs in 0.05 s.
 */
#ifndef LINCHPIN_GRAPHS_BUILDS_H
#define LINCHPIN_GRAPHS_BUILDS_H

#include "graphs/depgraph.h"

struct builds {
	const struct depgraph *graph;	/* NULL: not built */
	int n_need;
	int *need_begin;	/* build needs of component c: [need_begin[c], need_begin[c + 1]) */
	int *need_owner;	/* build need -> component */
	Id *need_dep;		/* build need -> dependency Id of the pool */
	int *provider_begin;	/* nodes that meet it: provider[provider_begin[need] …) */
	int *provider;		/* nodes, ascending and unique within a need */
};

void builds_init(struct builds *b);
void builds_clear(struct builds *b);

/* Fill from a built graph, which must outlive it. Cannot fail. */
void builds_build(struct builds *b, const struct depgraph *g);

/* Which components can no longer be built when these nodes are gone: they have a build need all of
   whose providers are gone. Build needs that nothing meets in the first place do not count.
   gone: [node]. ret_lost: [component], set to 1; the caller's, zeroed. Returns how many. */
int builds_lost(const struct builds *b, const unsigned char *gone, unsigned char *ret_lost);

#endif
