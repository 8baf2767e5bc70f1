/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packages within their components; see standing.h.
 */
#include "analyzer/standing.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <solv/util.h>

#include "analyzer/package_role.h"
#include "graphs/depgraph.h"
#include "graphs/measures.h"

static double counted(const struct measures *m, int node)
{
	return 10 + fmax(m->value[LEVEL_PACKAGE][MEASURE_NAMED_BY][node],
			 m->value[LEVEL_PACKAGE][MEASURE_IMPACT_COMPONENTS][node]);
}

static void stand(const struct depgraph *g, const struct measures *m, const unsigned char *role,
		  const unsigned char *installed, int c, double *standing)
{
	bool has_main = false;
	double most = 0;

	for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++) {
		int node = g->component_node[i];

		if (package_role_runs(role[g->package_of[node]]))
			most = fmax(most, counted(m, node));
		has_main |= role[g->package_of[node]] == PACKAGE_RUNTIME;
	}
	for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++) {
		int node = g->component_node[i];
		double n = counted(m, node), *s = &standing[g->package_of[node]];

		if (!installed[node] && n < most)
			*s = fmax(STANDING_LEAST, log(n) / log(most));
		if (has_main && role[g->package_of[node]] == PACKAGE_ADDON)
			*s *= STANDING_OF_ADDON;
	}
}

double *standing_compute(const struct depgraph *g, const struct measures *m,
			 const unsigned char *role, const unsigned char *installed)
{
	double *standing = solv_calloc(g->n_package_id + 1, sizeof(*standing));

	for (int p = 0; p < g->n_package_id; p++)
		standing[p] = 1;
	for (int c = 0; c < g->n_component; c++)
		stand(g, m, role, installed, c, standing);
	return standing;
}
