/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Libraries that nothing needs any more, by mark and sweep; see dropout.h.
 */
#include "analyzer/dropout.h"

#include <stdbool.h>
#include <stdlib.h>
#include <solv/util.h>

#include "analyzer/exposure.h"
#include "analyzer/package_role.h"
#include "graphs/depgraph.h"
#include "importers/universe.h"

/* A package that has one of these is there for its own sake. */
static const enum observation_kind run_by_someone[] = {
	OBS_PROGRAM,	 OBS_SYSTEM_PROGRAM, OBS_SERVICE_UNIT, OBS_SOCKET_UNIT,	 OBS_USER_UNIT,
	OBS_INIT_SCRIPT, OBS_INETD_CONF,     OBS_DBUS_SYSTEM,  OBS_DBUS_SESSION, OBS_PAM_MODULE,
	OBS_NSS_MODULE,	 OBS_KERNEL_IMAGE,   OBS_PLUGIN,
};

static bool is_library(const struct depgraph *g, int node, const unsigned char *role)
{
	const struct observations *all = &g->universe->of_package;
	Id package = g->package_of[node];
	int n;

	if (!package_role_runs(role[package]) || !observations_of(all, package, OBS_SONAME, &n))
		return false;
	for (size_t i = 0; i < sizeof(run_by_someone) / sizeof(*run_by_someone); i++)
		if (observations_of(all, package, run_by_someone[i], &n))
			return false;
	return true;
}

static bool is_run(enum package_role role)
{
	return role != PACKAGE_DEVELOPMENT && role != PACKAGE_DOCUMENTATION &&
	       role != PACKAGE_DEBUG;
}

/* Everything that the queued nodes can need, along these kinds, but not `except`. */
static void reach(const struct depgraph *g, unsigned kinds, const unsigned char *except, int *queue,
		  int n, unsigned char *seen)
{
	for (int i = 0; i < n; i++)
		for (int need = g->need_begin[queue[i]]; need < g->need_begin[queue[i] + 1];
		     need++) {
			const int *to;
			int n_to;

			if (!(kinds & NEED_BIT(g->need_kind[need])))
				continue;
			to = depgraph_providers(g, need, &n_to);
			for (int j = 0; j < n_to; j++) {
				if (seen[to[j]] || (except && except[to[j]]))
					continue;
				seen[to[j]] = 1;
				queue[n++] = to[j];
			}
		}
}

int dropout_find(const struct depgraph *g, const unsigned char *role, const unsigned char *gone,
		 unsigned char *ret_drops)
{
	unsigned char *candidate = solv_calloc(g->n_node + 1, 1);
	unsigned char *needed = solv_calloc(g->n_node + 1, 1);
	int *queue = solv_calloc(g->n_node + 1, sizeof(int)), n = 0, n_drop = 0;

	for (int node = 0; node < g->n_node; node++)
		if (gone[node]) {
			candidate[node] = 1;
			queue[n++] = node;
		}
	reach(g, NEEDS_REQUIRED, NULL, queue, n, candidate);
	n = 0;
	for (int node = 0; node < g->n_node; node++) {
		candidate[node] &= !gone[node] && is_library(g, node, role);
		if (!gone[node] && !candidate[node] && is_run(role[g->package_of[node]])) {
			needed[node] = 1;
			queue[n++] = node;
		}
	}
	reach(g, NEEDS_REQUIRED | NEED_BIT(NEED_RECOMMENDS), gone, queue, n, needed);
	for (int node = 0; node < g->n_node; node++)
		if (candidate[node] && !needed[node]) {
			ret_drops[node] = 1;
			n_drop++;
		}
	free(candidate);
	free(needed);
	free(queue);
	return n_drop;
}

bool dropout_is_whole(const struct depgraph *g, const unsigned char *role,
		      const unsigned char *drops, int component)
{
	int n_drop = 0;

	for (int i = g->component_begin[component]; i < g->component_begin[component + 1]; i++) {
		int node = g->component_node[i];

		if (!drops[node] && exposure_runs_code(g, node, role))
			return false;
		n_drop += drops[node];
	}
	return n_drop > 0;
}
