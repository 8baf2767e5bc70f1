/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Criterion 1, wide use: how much of the distribution rests on a component, and how firmly the
 * distribution installs it.
 *
 * Dependencies find libraries and lose leaves: nobody depends on a name server. That is why being
 * named at all (recommended, suggested, one of several alternatives) counts, by a thousand
 * components as much as by all, and the tier that the
 * distribution gives: Essential 1, Protected 0.95, Priority required 0.9, important 0.65, standard
 * 0.45; in the RPM family, which has groups instead: core 0.9, critical path 0.75, core by default
 * 0.65, standard 0.45, other groups 0.2 and 0.1 (importers/comps.h). "default" asks whether
 * installing everything of priority standard and above, with its requires and recommends (of
 * alternatives the preferred one), brings it along; "task" the same of the tasks that Debian's
 * installer offers (packages of section tasks: a web server, a desktop). Being in a distribution is
 * some use too: impact counts the component itself, so that no leaf has a use of 0.
 *
 * "installed" is there where the user has a survey (--popcon): the share of its machines that have
 * the component (analyzer/popularity.h). Without one it is unknown and takes nothing away.
 *
 * Confidence: 1 with a survey; 0.8 without, where needs are all there is to judge from: they are
 * complete, but do not count installations.
 *
 * Cost: three closures, O(needs); bookworm: 0.02 s beyond the measures.
 */
#ifndef LINCHPIN_ANALYZER_USE_H
#define LINCHPIN_ANALYZER_USE_H

#include "importers/universe.h"

struct assessment;
struct depgraph;
struct measures;
struct popularity;

/* Fill the parts and the value of use. Needs the component measures impact-components,
   chosen-by and named-by. popularity: NULL without a survey. */
void use_assess(struct assessment *a, const struct depgraph *g, const struct measures *m,
		const struct popularity *popularity);

/* Which packages a standard installation or a task of the installer brings along, by node: a new
   array of n_node; the caller frees it. */
unsigned char *use_installed(const struct depgraph *g);

/* Which components are Essential (where nothing is: in the core group), or needed by what is, as a
   new array of n_component; the caller
   frees it. */
unsigned char *use_essential_closure(const struct depgraph *g);

/* The tier that an observation speaks for, 0: for none. kind: OBS_TIER or OBS_PRIORITY. */
double use_tier(enum observation_kind kind, const char *text);

#endif
