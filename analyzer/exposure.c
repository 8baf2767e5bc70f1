/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Own and inherited exposure; see exposure.h.
 */
#include "analyzer/exposure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/assessment.h"
#include "analyzer/calls.h"
#include "analyzer/evidence.h"
#include "analyzer/package_role.h"
#include "analyzer/rules.h"
#include "graphs/depgraph.h"
#include "graphs/links.h"
#include "importers/diag.h"
#include "importers/universe.h"

/* How much a background service that talks to the network, or can, is a listening one. */
#define SERVES_SHARE 0.8

/* Words and tags alone leave more open than code that was read. */
#define UNINSPECTED_CONFIDENCE 0.8

struct claims {
	/* numbers in the ruleset, -1: no rule */
	int listens, serves, accepts, connects, parses, local, privileged;
	uint64_t discounted;			      /* those that "local" speaks against */
	int n;
};

static double claim_value(const double *value, int claim)
{
	return claim >= 0 ? value[claim] : 0;
}

static struct claims find_claims(const struct ruleset *rules)
{
	struct claims claims = {
		.listens = ruleset_find_claim(rules, "listens"),
		.serves = ruleset_find_claim(rules, "serves"),
		.accepts = ruleset_find_claim(rules, "accepts"),
		.connects = ruleset_find_claim(rules, "connects"),
		.parses = ruleset_find_claim(rules, "parses"),
		.local = ruleset_find_claim(rules, "local"),
		.privileged = ruleset_find_claim(rules, "privileged"),
		.n = rules->n_claim,
	};

	const int about_network[] = { claims.listens, claims.serves, claims.accepts,
				      claims.connects };

	for (int i = 0; i < 4; i++)
		if (about_network[i] >= 0)
			claims.discounted |= UINT64_C(1) << about_network[i];
	return claims;
}

int exposure_check_rules(const struct ruleset *rules, struct diag *diag)
{
	static const char *const known[] = {
		"listens", "serves", "accepts", "connects", "parses", "local", "privileged",
	};
	const int n_known = sizeof(known) / sizeof(known[0]);

	for (int i = 0; i < rules->n_rule; i++) {
		const struct rule *rule = &rules->rule[i];
		int k = 0;

		while (k < n_known && strcmp(known[k], rule->claim))
			k++;
		if (k == n_known)
			return diag_fail(diag, "cannot parse rule '%s' line %d: unknown claim '%s'",
					 rule->file, rule->line, rule->claim);
	}
	return 0;
}

static void assess_own(struct assessment *a, const struct evidence_list *evidence,
		       const struct claims *claims, int c)
{
	double *value = solv_calloc(claims->n + 1, sizeof(*value)), listens, connects, able;

	evidence_combine(evidence, c, claims->local, claims->discounted, value);
	connects = claim_value(value, claims->connects);
	listens = claim_value(value, claims->listens);
	able = fmax(connects, claim_value(value, claims->accepts));
	a->part[PART_LISTENS][c] =
		1 -
		(1 - listens) * (1 - SERVES_SHARE * claim_value(value, claims->serves) * able);
	a->part[PART_CONNECTS][c] = connects;
	a->part[PART_PARSES][c] = claim_value(value, claims->parses);
	a->part[PART_PRIVILEGE][c] = claim_value(value, claims->privileged);
	free(value);
}

static const struct {
	enum part part;
	enum exposure exposure;
} own_parts[] = {
	{ PART_LISTENS, EXPOSURE_LISTENS },
	{ PART_CONNECTS, EXPOSURE_CONNECTS },
	{ PART_PARSES, EXPOSURE_PARSES },
};

enum { OWN_PARTS = sizeof(own_parts) / sizeof(own_parts[0]) };

static void name_exposure(struct assessment *a, int c, int file_lists, bool inspected)
{
	double best = 0, strongest = 0, own = 0, sure;

	a->exposure[c] = file_lists ? EXPOSURE_NONE : EXPOSURE_UNKNOWN;
	for (int i = 0; i < OWN_PARTS; i++) {
		double value = a->part[own_parts[i].part][c];
		double weighted = value * assessment_part_row(own_parts[i].part)->weight;

		strongest = fmax(strongest, value);
		own = fmax(own, weighted);
		if (value >= EXPOSURE_LEAST && weighted > best) {
			best = weighted;
			a->exposure[c] = (unsigned char)own_parts[i].exposure;
		}
	}
	a->part[PART_OWN][c] = own;
	sure = fmax(fabs(2 * strongest - 1), 0.3) * (inspected ? 1 : UNINSPECTED_CONFIDENCE);
	a->confidence[CRITERION_NETWORK][c] = file_lists ? sure : sure / 2;
}

/* 1 - (1 - own) (1 - inherited), each times its weight; what is not known adds nothing. */
static double with_inherited(const struct assessment *a, enum part own, enum part inherited, int c,
			     double value)
{
	double rest = 1 - assessment_part_row(own)->weight * a->part[own][c];

	if (!isnan(value))
		rest *= 1 - assessment_part_row(inherited)->weight * value;
	return 1 - rest;
}

double exposure_network(const struct assessment *a, int c, double inherited)
{
	double network = with_inherited(a, PART_OWN, PART_INHERITED, c, inherited);

	if (a->boundary == BOUNDARY_NETWORK)
		return network;
	return fmax(network, with_inherited(a, PART_PRIVILEGE, PART_PRIVILEGE_INHERITED, c,
					    a->part[PART_PRIVILEGE_INHERITED][c]));
}

double exposure_facing(const struct assessment *a, int c)
{
	double own = fmax(a->part[PART_LISTENS][c], a->part[PART_CONNECTS][c]);

	return own >= EXPOSURE_LEAST ? own : 0;
}

static double own_privilege(const struct assessment *a, int c)
{
	return a->part[PART_PRIVILEGE][c] >= EXPOSURE_LEAST ? a->part[PART_PRIVILEGE][c] : 0;
}

int exposure_runs_code(const struct depgraph *g, int node, const unsigned char *role)
{
	static const enum observation_kind kinds[] = {
		OBS_PROGRAM, OBS_SYSTEM_PROGRAM, OBS_SONAME, OBS_PLUGIN, OBS_SERVICE_UNIT,
	};
	Id package = g->package_of[node];
	int n;

	if (!package_role_runs(role[package]))
		return 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (observations_of(&g->universe->of_package, package, kinds[i], &n))
			return 1;
	return 0;
}

/* What the components that load one's code pass on to it: own() of each, summed and scaled. */
static void assess_inherited(struct assessment *a, const struct links *links,
			     const unsigned char *role,
			     double (*own_of)(const struct assessment *a, int c), enum part part)
{
	const struct depgraph *g = links->graph;
	int *node_stamp = solv_calloc(g->n_node + 1, sizeof(int));
	int *component_stamp = solv_calloc(g->n_component + 1, sizeof(int));
	int *queue = solv_calloc(g->n_node + 1, sizeof(int));
	double *weight = solv_calloc(g->n_component + 1, sizeof(double)), total = 0;

	for (int f = 0; f < g->n_component; f++) {
		double own = own_of(a, f);
		int n = 0, stamp = f + 1;

		if (own <= 0)
			continue;
		total += own;
		component_stamp[f] = stamp;
		for (int i = g->component_begin[f]; i < g->component_begin[f + 1]; i++) {
			int node = g->component_node[i];

			if (exposure_runs_code(g, node, role)) {
				node_stamp[node] = stamp;
				queue[n++] = node;
			}
		}
		for (int i = 0; i < n; i++) {
			int c = g->component_of[queue[i]];

			if (component_stamp[c] != stamp) {
				component_stamp[c] = stamp;
				weight[c] += own;
			}
			for (int j = links->load_begin[queue[i]];
			     j < links->load_begin[queue[i] + 1]; j++) {
				int loaded = links->load[j];

				if (node_stamp[loaded] == stamp)
					continue;
				node_stamp[loaded] = stamp;
				queue[n++] = loaded;
			}
		}
	}
	for (int c = 0; c < g->n_component; c++)
		a->part[part][c] = assessment_scale(weight[c], total);
	free(node_stamp);
	free(component_stamp);
	free(queue);
	free(weight);
}

void exposure_assess(struct assessment *a, const struct evidence_list *evidence,
		     const struct links *links, const unsigned char *role, enum boundary boundary)
{
	struct claims claims = find_claims(evidence->rules);
	int file_lists = links_known(links);

	a->boundary = (unsigned char)boundary;
	for (int c = 0; c < a->n_component; c++) {
		assess_own(a, evidence, &claims, c);
		name_exposure(a, c, file_lists,
			      links->graph && calls_known(links->graph->universe, c, role));
	}
	if (file_lists) {
		assess_inherited(a, links, role, exposure_facing, PART_INHERITED);
		assess_inherited(a, links, role, own_privilege, PART_PRIVILEGE_INHERITED);
	}
	for (int c = 0; c < a->n_component; c++)
		a->value[CRITERION_NETWORK][c] =
			exposure_network(a, c, a->part[PART_INHERITED][c]);
}

static const char *const boundary_names[BOUNDARIES] = {
	[BOUNDARY_NETWORK] = "network",
	[BOUNDARY_SECURITY] = "security",
};

const char *boundary_name(enum boundary boundary)
{
	return boundary_names[boundary];
}

static int compare_paths(const void *x, const void *y, void *universe)
{
	const struct exposure_path *p = x, *q = y;

	if (p->own != q->own)
		return p->own < q->own ? 1 : -1;
	return strcmp(universe_component_name(universe, p->component),
		      universe_component_name(universe, q->component));
}

int exposure_paths(const struct assessment *a, const struct links *links, const unsigned char *role,
		   int component, struct exposure_path *ret_path, int max)
{
	const struct depgraph *g = links->graph;
	struct exposure_path *path = NULL;
	int n_path = 0, n = 0;

	if (!links_known(links))
		return 0;

	/* breadth first from the component's packages to who loads them; next: one step towards it
	   */
	int *next = solv_calloc(g->n_node + 1, sizeof(int)),
	    *queue = solv_calloc(g->n_node + 1, sizeof(int));
	unsigned char *done = solv_calloc(g->n_component + 1, 1);

	memset(next, -1, (g->n_node + 1) * sizeof(int));
	for (int i = g->component_begin[component]; i < g->component_begin[component + 1]; i++) {
		next[g->component_node[i]] = g->component_node[i];
		queue[n++] = g->component_node[i];
	}
	done[component] = 1;
	for (int i = 0; i < n; i++) {
		int node = queue[i], f = g->component_of[node];
		double own = exposure_facing(a, f);

		if (own > 0 && !done[f] && exposure_runs_code(g, node, role)) {
			struct exposure_path found = { .component = f, .own = own };

			for (int at = node;; at = next[at]) {
				if (found.n_step == 8) {
					memmove(found.step, found.step + 1, 7 * sizeof(int));
					found.n_step--;
				}
				found.step[found.n_step++] = at;
				if (next[at] == at)
					break;
			}
			done[f] = 1;
			path = solv_extend(path, n_path, 1, sizeof(*path), 63);
			path[n_path++] = found;
		}
		for (int j = links->loader_begin[node]; j < links->loader_begin[node + 1]; j++) {
			int loader = links->loader[j];

			if (next[loader] < 0) {
				next[loader] = node;
				queue[n++] = loader;
			}
		}
	}
	if (n_path)
		qsort_r(path, n_path, sizeof(*path), compare_paths, (void *)g->universe);
	if (n_path > max)
		n_path = max;
	if (path)
		memcpy(ret_path, path, n_path * sizeof(*path));
	free(path);
	free(next);
	free(queue);
	free(done);
	return n_path;
}
