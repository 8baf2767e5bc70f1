/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct analysis: one release, and everything linchpin makes of it. START READING HERE: the
 * function analysis_run() in analysis.c is the whole pipeline on one page.
 *
 *	archive -> universe -> graph -> measures -> evidence -> criteria -> ranking
 *
 * A caller names the stage it needs, and no later stage is prepared: impact of a package reads no
 * file lists. Everything in the struct lives until analysis_clear().
 */
#ifndef LINCHPIN_ANALYZER_ANALYSIS_H
#define LINCHPIN_ANALYZER_ANALYSIS_H

#include <stdbool.h>

#include "analyzer/annotations.h"
#include "analyzer/assessment.h"
#include "analyzer/evidence.h"
#include "analyzer/exposure.h"
#include "analyzer/function.h"
#include "analyzer/language.h"
#include "analyzer/popularity.h"
#include "analyzer/ranking.h"
#include "analyzer/replacements.h"
#include "analyzer/rules.h"
#include "graphs/depgraph.h"
#include "graphs/impact.h"
#include "graphs/links.h"
#include "graphs/measures.h"
#include "importers/importer.h"
#include "importers/universe.h"

struct diag;

enum stage {
	STAGE_NONE,
	STAGE_GRAPH,		/* packages, needs, impact on demand */
	STAGE_FACTS,		/* and sources, file lists, links */
	STAGE_ROLES,		/* and which packages are for running */
	STAGE_RANKING,		/* and evidence, the four criteria, scores, ranks */
	STAGES
};

struct analysis_options {
	struct import_options import;
	double exponent[CRITERIA];	/* of the score */
	enum boundary boundary;		/* which one the second criterion asks about */
	const char *popcon;		/* survey of installations; NULL: none */
	const char *rules;		/* directory that overrides built-in rules; NULL: none */
	const char *annotations;	/* file of the user's; NULL: none */
	enum alternatives alternatives;	/* policy of the measures that need one */
	unsigned measures;		/* MEASURE_BIT()s wanted beyond what ranking needs */
};

struct analysis {
	enum stage stage;			/* what has been reached */
	struct universe universe;
	struct depgraph graph;
	struct impact impact;
	struct links links;
	struct popularity popularity;		/* all zero without a survey */
	bool has_popularity, popularity_by_vote;
	struct measures measures;
	unsigned char *role;			/* package Id -> enum package_role */
	double *standing;			/* package Id -> standing within its component */
	struct ruleset exposure_rules;
	struct ruleset function_rules;
	struct evidence_list exposure_evidence;
	struct evidence_list function_evidence;
	struct function_table functions;
	struct language_table language_table;
	struct language_verdicts languages;
	struct replacements replacements;
	unsigned char *runtime;			/* component -> is it of the C run time? */
	struct assessment assessment;
	struct ranking ranking;
	struct annotations annotations;		/* the user's own; shown, never judged by */
};

void analysis_init(struct analysis *a);
void analysis_clear(struct analysis *a);

/* Clear all but what an answer says of the release: universe.release and the annotations. */
void analysis_keep_release(struct analysis *a);

/* Read the release `spec` (importers/importer.h) and analyse it up to `stage`. -1: why is in diag;
   the caller still clears. */
int analysis_run(struct analysis *a, const char *spec, const struct analysis_options *options,
		 enum stage stage, struct diag *diag);

#endif
