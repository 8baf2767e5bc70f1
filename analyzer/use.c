/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How widely a component is used; see use.h.
 */
#include "analyzer/use.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/assessment.h"
#include "graphs/depgraph.h"
#include "graphs/measures.h"
#include "graphs/naming.h"
#include "importers/universe.h"

/* What the distribution says of a package, and how widely that makes it installed. */
static const struct {
	enum observation_kind kind;
	const char *text;
	double value;
} tiers[] = {
	{ OBS_TIER, "essential", 1.00 },     /* Debian Policy 3.8: must not be removed */
	{ OBS_TIER, "protected", 0.95 },     /* deb-control(5): needed to boot */
	{ OBS_TIER, "core", 0.90 },	     /* comps.h: on every system that an installer makes */
	{ OBS_TIER, "critical-path", 0.75 }, /* needed to boot, log in and update */
	{ OBS_TIER, "core-default", 0.65 },  /* installed unless someone says no */
	{ OBS_TIER, "standard", 0.45 },	     /* the usual set of a server */
	{ OBS_TIER, "group", 0.20 },	     /* comes with a group that one asks for */
	{ OBS_TIER, "group-default", 0.10 }, /* the same, unless someone says no */
	{ OBS_PRIORITY, "required", 0.90 },  /* Debian Policy 2.5: on every system */
	{ OBS_PRIORITY, "important", 0.65 }, /* installed unless someone says no */
	{ OBS_PRIORITY, "standard", 0.45 },  /* offered as a set at installation */
};

enum { TIERS = sizeof(tiers) / sizeof(tiers[0]) };

double use_tier(enum observation_kind kind, const char *text)
{
	for (int t = 0; t < TIERS; t++)
		if (tiers[t].kind == kind && !strcmp(tiers[t].text, text))
			return tiers[t].value;
	return 0;
}

static double package_tier(const struct universe *u, Id package)
{
	static const enum observation_kind kinds[] = { OBS_TIER, OBS_PRIORITY };
	double best = 0;

	for (int k = 0; k < 2; k++) {
		int n;
		const struct observation *at = observations_of(&u->of_package, package, kinds[k],
							       &n);

		for (int i = 0; i < n; i++)
			best = fmax(best, use_tier(kinds[k], pool_id2str(u->pool, at[i].text)));
	}
	return best;
}

/* Components of everything that packages of at least this tier bring along. */
static unsigned char *closure(const struct depgraph *g, const double *tier_of_node, double least,
			      unsigned kinds)
{
	unsigned char *inside = solv_calloc(g->n_component + 1, 1),
		      *in = solv_calloc(g->n_node + 1, 1);
	int *start = solv_calloc(g->n_node + 1, sizeof(int)), n_start = 0;

	for (int node = 0; node < g->n_node; node++)
		if (tier_of_node[node] >= least)
			start[n_start++] = node;
	naming_closure(g, kinds, start, n_start, in);
	for (int node = 0; node < g->n_node; node++)
		if (in[node])
			inside[g->component_of[node]] = 1;
	free(in);
	free(start);
	return inside;
}

static double *node_tiers(const struct depgraph *g)
{
	double *tier = solv_calloc(g->n_node + 1, sizeof(*tier));

	for (int node = 0; node < g->n_node; node++)
		tier[node] = package_tier(g->universe, g->package_of[node]);
	return tier;
}

unsigned char *use_essential_closure(const struct depgraph *g)
{
	double *tier = node_tiers(g);
	double least = 0;
	unsigned char *inside;

	/* the RPM family marks nothing as Essential: its group "core" is the nearest there is */
	for (int node = 0; node < g->n_node; node++)
		least = fmax(least, tier[node]);
	least = least >= use_tier(OBS_TIER, "essential") ? use_tier(OBS_TIER, "essential")
							 : use_tier(OBS_TIER, "core");
	inside = closure(g, tier, least, NEEDS_REQUIRED);

	free(tier);
	return inside;
}

void use_assess(struct assessment *a, const struct depgraph *g, const struct measures *m)
{
	const double *impact = m->value[LEVEL_COMPONENT][MEASURE_IMPACT_COMPONENTS];
	const double *dependants = m->value[LEVEL_COMPONENT][MEASURE_CHOSEN_BY];
	const double *named = m->value[LEVEL_COMPONENT][MEASURE_NAMED_BY];
	double *tier = node_tiers(g);
	unsigned char *in_default = closure(g, tier, use_tier(OBS_PRIORITY, "standard"),
					    NEEDS_REQUIRED | NEED_BIT(NEED_RECOMMENDS));

	for (int c = 0; c < a->n_component; c++) {
		double best = 0;

		for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++)
			if (tier[g->component_node[i]] > best)
				best = tier[g->component_node[i]];
		a->part[PART_IMPACT][c] = assessment_scale(impact[c], a->n_component);
		a->part[PART_DEPENDANTS][c] = assessment_scale(dependants[c], a->n_component);
		a->part[PART_NAMED][c] = assessment_scale(named[c], a->n_component);
		a->part[PART_TIER][c] = best;
		a->part[PART_DEFAULT][c] = in_default[c];
		a->value[CRITERION_USE][c] = assessment_combine(a, CRITERION_USE, c);
		a->confidence[CRITERION_USE][c] = 1;
	}
	free(in_default);
	free(tier);
}
