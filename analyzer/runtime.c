/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every program loads, whatever it is written in; see runtime.h.
 */
#include "analyzer/runtime.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/evidence.h"
#include "analyzer/function.h"
#include "graphs/links.h"
#include "importers/universe.h"

/* From this value of its evidence on a component serves the function. */
#define SERVES_FROM 0.5

/* Does the package ship a shared library? A component's programs do not run in other programs. */
static int is_library(const struct depgraph *g, int node)
{
	int n;

	return observations_of(&g->universe->of_package, g->package_of[node], OBS_SONAME, &n) !=
	       NULL;
}

unsigned char *runtime_components(const struct function_table *t,
				  const struct evidence_list *evidence, const struct links *links)
{
	const struct depgraph *g = links->graph;
	unsigned char *in = solv_calloc(g->n_component + 1, 1);
	unsigned char *seen = solv_calloc(g->n_node + 1, 1);
	int *queue = solv_calloc(g->n_node + 1, sizeof(int)), n = 0, claim = -1;

	for (int i = 0; i < t->n_function; i++)
		if (!strcmp(t->function[i].name, "libc"))
			claim = t->function[i].claim;
	for (int node = 0; node < g->n_node && claim >= 0; node++)
		if (evidence_value(evidence, g->component_of[node], claim) >= SERVES_FROM &&
		    is_library(g, node)) {
			seen[node] = 1;
			queue[n++] = node;
		}
	for (int i = 0; i < n; i++) {
		in[g->component_of[queue[i]]] = 1;
		for (int j = links->load_begin[queue[i]]; j < links->load_begin[queue[i] + 1]; j++)
			if (!seen[links->load[j]]) {
				seen[links->load[j]] = 1;
				queue[n++] = links->load[j];
			}
	}
	free(seen);
	free(queue);
	return in;
}
