/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct assessment: the four criteria of every component, and the parts each was made of.
 *
 *	use	is it very widely used?			analyzer/use.c
 *	network	is it at the network boundary?		analyzer/exposure.c
 *	function	is its function critical?	analyzer/function.c
 *	unsafe	is it written in a memory-unsafe language?	analyzer/language.c
 *
 * A criterion is between 0 and 1, or unknown (NAN). So is a part; assessment_part_row() says what
 * it means and which share of its criterion it can make. Nothing is averaged over unknowns.
 *
 * Each criterion combines its parts as signs that do not exclude each other ("noisy or"):
 *	value = 1 - (1 - weight_1 part_1) (1 - weight_2 part_2) ...
 * unless its file says otherwise. So one strong sign suffices, several weak ones add up, and a part
 * that is absent takes nothing away.
 *
 * confidence says how much was there to judge from, not how high the value is: see each file.
 */
#ifndef LINCHPIN_ANALYZER_ASSESSMENT_H
#define LINCHPIN_ANALYZER_ASSESSMENT_H

enum criterion {
	CRITERION_USE,
	CRITERION_NETWORK,
	CRITERION_FUNCTION,
	CRITERION_UNSAFE,
	CRITERIA
};

enum part {
	PART_NONE,
	PART_IMPACT,		/* use */
	PART_DEPENDANTS,
	PART_NAMED,
	PART_TIER,
	PART_DEFAULT,
	PART_TASK,
	PART_INSTALLED,
	PART_LISTENS,		/* network */
	PART_CONNECTS,
	PART_PARSES,
	PART_OWN,
	PART_INHERITED,
	PART_PRIVILEGE,
	PART_PRIVILEGE_INHERITED,
	PART_FUNCTION,		/* function */
	PART_BETWEENNESS,
	PART_ESSENTIAL,
	PART_UNSAFE_SHARE,	/* unsafe */
	PARTS
};

struct part_row {
	const char *name;	/* "impact"; unique within its criterion */
	enum criterion criterion;
	double weight;		/* share of the criterion it can make alone */
	const char *meaning;	/* one sentence without its full stop */
};

/* What a component does at the network boundary: the strongest of its own exposures. */
enum exposure {
	EXPOSURE_UNKNOWN,
	EXPOSURE_NONE,
	EXPOSURE_PARSES,
	EXPOSURE_CONNECTS,
	EXPOSURE_LISTENS,
	EXPOSURES
};

struct assessment {
	int n_component;
	double *value[CRITERIA];	/* [component], 0 … 1, NAN: unknown */
	double *confidence[CRITERIA];	/* [component], 0 … 1 */
	double *part[PARTS];		/* [component], 0 … 1, NAN: unknown */
	unsigned char *exposure;	/* [component], enum exposure */
	unsigned char boundary;		/* enum boundary (exposure.h): what network stands for */
};

void assessment_init(struct assessment *a);

/* Make room for n components, everything unknown. */
void assessment_prepare(struct assessment *a, int n_component);

void assessment_clear(struct assessment *a);

/* Combine the parts of one criterion for one component as said above; unknown parts are left out.
   NAN if all are unknown. */
double assessment_combine(const struct assessment *a, enum criterion criterion, int component);

/* How much lower the criterion would be without that part; NAN for a part that is unknown, or that
   enters its criterion through another one (listens, connects, parses: through own), or that of
   the boundary of privilege, which may replace that of the network (exposure.h) but is never added
   to it: own and inherited say what they make of the network's. */
double assessment_contribution(const struct assessment *a, enum part part, int component);

/* Words and rows live forever. */
const struct part_row *assessment_part_row(enum part part);
const char *criterion_name(enum criterion criterion);
const char *criterion_question(enum criterion criterion);
const char *exposure_name(enum exposure exposure);

/* A count on a logarithmic scale from 0 (none) to 1 (all of `of`): log(1 + n) / log(1 + of). Ten
   times as many dependants matter as much more at 10 as at 1,000. */
double assessment_scale(double n, double of);

#endif
