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
#include "analyzer/popularity.h"
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

/* Being named by so many counts as being named by all: few but base libraries are. */
#define NAMED_BY_ALL 1000

/* Needs are complete, but they do not count machines. */
#define CONFIDENCE_WITHOUT_SURVEY 0.8

/* What apt installs with a package unless told otherwise. */
#define INSTALLED_KINDS (NEEDS_REQUIRED | NEED_BIT(NEED_RECOMMENDS))

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

/* Everything that the nodes with at least this value bring along, added to in[node]. */
static void mark_closure(const struct depgraph *g, const double *value_of_node, double least,
			 unsigned kinds, unsigned char *in)
{
	int *start = solv_calloc(g->n_node + 1, sizeof(int)), n_start = 0;

	for (int node = 0; node < g->n_node; node++)
		if (value_of_node[node] >= least)
			start[n_start++] = node;
	naming_closure(g, kinds, start, n_start, in);
	free(start);
}

/* The components of that. */
static unsigned char *closure(const struct depgraph *g, const double *value_of_node, double least,
			      unsigned kinds)
{
	unsigned char *inside = solv_calloc(g->n_component + 1, 1),
		      *in = solv_calloc(g->n_node + 1, 1);

	mark_closure(g, value_of_node, least, kinds, in);
	for (int node = 0; node < g->n_node; node++)
		if (in[node])
			inside[g->component_of[node]] = 1;
	free(in);
	return inside;
}

static double *node_tiers(const struct depgraph *g)
{
	double *tier = solv_calloc(g->n_node + 1, sizeof(*tier));

	for (int node = 0; node < g->n_node; node++)
		tier[node] = package_tier(g->universe, g->package_of[node]);
	return tier;
}

/* 1 for the packages that stand for a task of the installer. */
static double *node_tasks(const struct depgraph *g)
{
	double *task = solv_calloc(g->n_node + 1, sizeof(*task));

	for (int node = 0; node < g->n_node; node++) {
		int n;
		const struct observation *at = observations_of(
			&g->universe->of_package, g->package_of[node], OBS_SECTION, &n);

		for (int i = 0; i < n; i++)
			if (!strcmp(pool_id2str(g->universe->pool, at[i].text), "tasks"))
				task[node] = 1;
	}
	return task;
}

unsigned char *use_installed(const struct depgraph *g)
{
	unsigned char *in = solv_calloc(g->n_node + 1, 1), *of_task = solv_calloc(g->n_node + 1, 1);
	double *tier = node_tiers(g), *task = node_tasks(g);

	mark_closure(g, tier, use_tier(OBS_PRIORITY, "standard"), INSTALLED_KINDS, in);
	mark_closure(g, task, 1, INSTALLED_KINDS, of_task);
	for (int node = 0; node < g->n_node; node++)
		in[node] |= of_task[node];
	free(of_task);
	free(tier);
	free(task);
	return in;
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

void use_assess(struct assessment *a, const struct depgraph *g, const struct measures *m,
		const struct popularity *popularity)
{
	const double *impact = m->value[LEVEL_COMPONENT][MEASURE_IMPACT_COMPONENTS];
	const double *dependants = m->value[LEVEL_COMPONENT][MEASURE_CHOSEN_BY];
	const double *named = m->value[LEVEL_COMPONENT][MEASURE_NAMED_BY];
	double *tier = node_tiers(g), *task = node_tasks(g);
	unsigned char *in_default = closure(g, tier, use_tier(OBS_PRIORITY, "standard"),
					    INSTALLED_KINDS),
		      *in_task = closure(g, task, 1, INSTALLED_KINDS);

	for (int c = 0; c < a->n_component; c++) {
		double best = 0;

		for (int i = g->component_begin[c]; i < g->component_begin[c + 1]; i++)
			if (tier[g->component_node[i]] > best)
				best = tier[g->component_node[i]];
		a->part[PART_IMPACT][c] = assessment_scale(impact[c] + 1, a->n_component);
		a->part[PART_DEPENDANTS][c] = assessment_scale(dependants[c], a->n_component);
		a->part[PART_NAMED][c] =
			assessment_scale(named[c], fmin(NAMED_BY_ALL, a->n_component));
		a->part[PART_TIER][c] = best;
		a->part[PART_DEFAULT][c] = in_default[c];
		a->part[PART_TASK][c] = in_task[c];
		if (popularity)
			a->part[PART_INSTALLED][c] =
				popularity_scale(popularity->machines[c], popularity->most);
		a->value[CRITERION_USE][c] = assessment_combine(a, CRITERION_USE, c);
		a->confidence[CRITERION_USE][c] = popularity ? 1 : CONFIDENCE_WITHOUT_SURVEY;
	}
	free(in_default);
	free(in_task);
	free(task);
	free(tier);
}
