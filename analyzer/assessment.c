/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The criteria's names, parts and storage; see assessment.h.
 */
#include "analyzer/assessment.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

static const struct part_row part_rows[PARTS] = {
	[PART_IMPACT] = { "impact", CRITERION_USE, 0.90,
		"components that lose a package without it, itself included, on a logarithmic "
		"scale" },
	[PART_DEPENDANTS] = { "dependants", CRITERION_USE, 0.50,
		"components that depend on it directly and by default, on a logarithmic scale" },
	[PART_NAMED] = { "named", CRITERION_USE, 0.60,
		"components that name it in any relation, as an alternative or a suggestion too, "
		"on a logarithmic scale up to 1,000" },
	[PART_TIER] = { "tier", CRITERION_USE, 0.80,
		"how firmly the distribution installs it: Essential and Priority, or groups" },
	[PART_DEFAULT] = { "default", CRITERION_USE, 0.50,
		"a standard installation, with what it recommends, brings it along" },
	[PART_TASK] = { "task", CRITERION_USE, 0.35,
		"one of the installer's tasks, with what it recommends, brings it along" },
	[PART_INSTALLED] = { "installed", CRITERION_USE, 0.90,
		"share of surveyed machines that have it (--popcon), on a logarithmic scale" },
	[PART_LISTENS] = { "listens", CRITERION_NETWORK, 1.00,
		"signs that it accepts connections or datagrams from the network" },
	[PART_CONNECTS] = { "connects", CRITERION_NETWORK, 0.80,
		"signs that it fetches from or talks to peers" },
	[PART_PARSES] = { "parses", CRITERION_NETWORK, 0.70,
		"signs that it decodes data that came from outside" },
	[PART_OWN] = { "own", CRITERION_NETWORK, 1.00,
		"the greatest of these three, each times its weight" },
	[PART_INHERITED] = { "inherited", CRITERION_NETWORK, 0.50,
		"network-facing programs that load its code, weighted by their exposure, on a "
		"logarithmic scale" },
	[PART_PRIVILEGE] = { "privilege", CRITERION_NETWORK, 0.90,
		"signs that it crosses the boundary between users, or between user and kernel; "
		"counts with --boundary security" },
	[PART_PRIVILEGE_INHERITED] = { "privilege-inherited", CRITERION_NETWORK, 0.45,
		"privileged programs that load its code, weighted by their privilege, on a "
		"logarithmic scale; counts with --boundary security" },
	[PART_FUNCTION] = { "function", CRITERION_FUNCTION, 1.00,
		"the most critical function it serves, times how sure that is" },
	[PART_BETWEENNESS] = { "betweenness", CRITERION_FUNCTION, 0.15,
		"how many chains of needs run through it, on a logarithmic scale" },
	[PART_ESSENTIAL] = { "essential", CRITERION_FUNCTION, 0.25,
		"the system does not run without it: Essential, or needed by what is" },
	[PART_UNSAFE_SHARE] = { "unsafe-share", CRITERION_UNSAFE, 1.00,
		"share of what it ships that is written in memory-unsafe languages" },
};

static const struct {
	const char *name, *question;
} criteria[CRITERIA] = {
	[CRITERION_USE] = { "use", "Is it very widely used?" },
	[CRITERION_NETWORK] = { "network", "Is it at the network boundary?" },
	[CRITERION_FUNCTION] = { "function", "Is its function critical?" },
	[CRITERION_UNSAFE] = { "unsafe", "Is it written in a language that is not memory safe?" },
};

static const char *const exposure_names[EXPOSURES] = {
	[EXPOSURE_UNKNOWN] = "unknown",
	[EXPOSURE_NONE] = "none",
	[EXPOSURE_PARSES] = "parses",
	[EXPOSURE_CONNECTS] = "connects",
	[EXPOSURE_LISTENS] = "listens",
};

void assessment_init(struct assessment *a)
{
	memset(a, 0, sizeof(*a));
}

static double *unknowns(int n)
{
	double *column = solv_calloc(n + 1, sizeof(*column));

	for (int i = 0; i < n; i++)
		column[i] = NAN;
	return column;
}

void assessment_prepare(struct assessment *a, int n_component)
{
	a->n_component = n_component;
	for (int c = 0; c < CRITERIA; c++) {
		a->value[c] = unknowns(n_component);
		a->confidence[c] = solv_calloc(n_component + 1, sizeof(double));
	}
	for (int p = PART_NONE + 1; p < PARTS; p++)
		a->part[p] = unknowns(n_component);
	a->exposure = solv_calloc(n_component + 1, 1);
}

void assessment_clear(struct assessment *a)
{
	for (int c = 0; c < CRITERIA; c++) {
		free(a->value[c]);
		free(a->confidence[c]);
	}
	for (int p = 0; p < PARTS; p++)
		free(a->part[p]);
	free(a->exposure);
	assessment_init(a);
}

double assessment_combine(const struct assessment *a, enum criterion criterion, int component)
{
	double rest = 1;
	int known = 0;

	for (int p = PART_NONE + 1; p < PARTS; p++) {
		double part = part_rows[p].criterion == criterion ? a->part[p][component] : NAN;

		if (isnan(part))
			continue;
		rest *= 1 - part_rows[p].weight * part;
		known++;
	}
	return known ? 1 - rest : NAN;
}

/* The others enter through PART_OWN, or as one side of a union. */
static bool enters_alone(enum part part)
{
	return part != PART_LISTENS && part != PART_CONNECTS && part != PART_PARSES &&
	       part != PART_PRIVILEGE && part != PART_PRIVILEGE_INHERITED;
}

double assessment_contribution(const struct assessment *a, enum part part, int component)
{
	enum criterion criterion = part_rows[part].criterion;
	double own = part_rows[part].weight * a->part[part][component], rest = 1;

	if (isnan(own) || !enters_alone(part))
		return NAN;
	for (int p = PART_NONE + 1; p < PARTS; p++) {
		double other = a->part[p][component] * part_rows[p].weight;

		if (p == (int)part || part_rows[p].criterion != criterion || isnan(other) ||
		    !enters_alone((enum part)p))
			continue;
		rest *= 1 - other;
	}
	return rest * own;
}

const struct part_row *assessment_part_row(enum part part)
{
	return &part_rows[part];
}

const char *criterion_name(enum criterion criterion)
{
	return criteria[criterion].name;
}

const char *criterion_question(enum criterion criterion)
{
	return criteria[criterion].question;
}

const char *exposure_name(enum exposure exposure)
{
	return exposure_names[exposure];
}

double assessment_scale(double n, double of)
{
	if (of <= 0 || n <= 0)
		return 0;
	return n >= of ? 1 : log1p(n) / log1p(of);
}
