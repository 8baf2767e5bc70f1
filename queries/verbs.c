/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of verbs, and what several of them share: finding what a user named.
 */
#include "queries/verb.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/suggest.h"
#include "queries/opportunity.h"
#include "queries/options.h"
#include "queries/table.h"

extern const struct verb verb_rank, verb_explain, verb_impact, verb_why, verb_deps, verb_rdeps,
	verb_strong, verb_match, verb_evaluate, verb_inspect, verb_unknown,
	verb_measures, verb_stats, verb_fetch, verb_replacements, verb_whatif, verb_plan,
	verb_components_of, verb_surface, verb_search, verb_export, verb_snapshot, verb_compare,
	verb_trend, verb_report;

/* clang-format off */
const struct verb *const verbs[] = {
	&verb_rank,
	&verb_explain,
	&verb_impact,
	&verb_why,
	&verb_rdeps,
	&verb_deps,
	&verb_strong,
	&verb_whatif,
	&verb_plan,
	&verb_components_of,
	&verb_surface,
	&verb_replacements,
	&verb_measures,
	&verb_search,
	&verb_match,
	&verb_compare,
	&verb_trend,
	&verb_unknown,
	&verb_inspect,
	&verb_evaluate,
	&verb_export,
	&verb_report,
	&verb_stats,
	&verb_fetch,
	&verb_snapshot,
	NULL,
};
/* clang-format on */

const struct verb *verb_find(const char *name, struct diag *diag)
{
	const char *nearest = NULL;
	int best = 3;

	for (int i = 0; verbs[i]; i++) {
		int distance = suggest_distance(name, verbs[i]->name, best);

		if (!distance)
			return verbs[i];
		if (distance < best) {
			best = distance;
			nearest = verbs[i]->name;
		}
	}
	if (nearest)
		diag_fail(diag, "unknown verb '%s'; did you mean '%s'?", name, nearest);
	else
		diag_fail(diag, *name == '-' ?
				"unknown option '%s'; options follow the verb, see linchpin help" :
				"unknown verb '%s'; see linchpin help, or for a component: "
				"linchpin explain NAME", name);
	return NULL;
}

/* What could have been meant: packages, and unless the user insists on one, components. */
static int fail_name(const struct analysis *a, const char *name, bool package, struct diag *diag)
{
	const struct universe *u = &a->universe;
	struct suggest suggest;
	char *sentence;
	Solvable *s;
	Id p;

	suggest_init(&suggest, name);
	for (int c = 0; c < u->n_component && !package; c++)
		suggest_offer(&suggest, universe_component_name(u, c));
	FOR_REPO_SOLVABLES(u->repo, p, s)
	suggest_offer(&suggest, pool_id2str(u->pool, s->name));
	sentence = suggest_sentence(&suggest);
	diag_fail(diag, "no %s is called '%s' in this release%s",
		  package ? "package" : "component or package", name, sentence);
	free(sentence);
	return -1;
}

int verb_find_component(const struct analysis *a, const char *name, struct diag *diag)
{
	int component = universe_find_component(&a->universe, name);
	Id package;

	if (component >= 0)
		return component;
	package = universe_find_package(&a->universe, name);
	if (package)
		return a->universe.component_of[package];
	return fail_name(a, name, false, diag);
}

int verb_find_nodes(const struct analysis *a, const char *name, bool package, int **ret_node,
		    struct diag *diag)
{
	const struct universe *u = &a->universe;
	int component = package ? -1 : universe_find_component(u, name), n = 0;
	Id p, id = pool_str2id(u->pool, name, 0);
	Solvable *s;

	*ret_node = NULL;
	if (component >= 0) {
		const int *member = depgraph_members(&a->graph, LEVEL_COMPONENT, &component, &n);

		*ret_node = solv_memdup2(member, n, sizeof(int));
		return n;
	}
	/* all versions of the package that the release has */
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		if (!id || s->name != id)
			continue;
		*ret_node = solv_extend(*ret_node, n, 1, sizeof(int), 7);
		(*ret_node)[n++] = a->graph.node_of[p];
	}
	return n ? n : fail_name(a, name, package, diag);
}

static int compare_nodes(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

int verb_find_all_nodes(const struct analysis *a, const struct options *o, int **ret_node,
			struct diag *diag)
{
	int n = 0, n_distinct = 0, *all = NULL;

	for (int i = 0; i < o->n_name; i++) {
		int *node, n_found = verb_find_nodes(a, o->name[i], o->package, &node, diag);

		if (n_found < 0) {
			free(all);
			return -1;
		}
		all = solv_realloc2(all, n + n_found + 1, sizeof(int));
		if (n_found)
			/* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): there are */
			memcpy(all + n, node, n_found * sizeof(int));
		n += n_found;
		free(node);
	}
	if (n)
		/* -Wanalyzer-null-argument: there are nodes, so there is an array of them */
		qsort(all, n, sizeof(int), compare_nodes);
	for (int i = 0; i < n; i++)
		if (!n_distinct || all[n_distinct - 1] != all[i])
			all[n_distinct++] = all[i];
	*ret_node = all;
	return n_distinct;
}

void verb_set_replacement(const struct analysis *a, int component, struct table *t, const char *key)
{
	opportunity_set_best(a, component, false, t, key);
}
