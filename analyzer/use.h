/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Criterion 1, wide use: how much of the distribution rests on a component, and how firmly the
 * distribution installs it.
 *
 * Dependencies find libraries and lose leaves: nobody depends on a name server. That is why being
 * named at all (recommended, suggested, one of several alternatives) counts, and the tier that the
 * distribution gives: Essential 1, Protected 0.95, Priority required 0.9, important 0.65, standard
 * 0.45; in the RPM family, which has groups instead: core 0.9, critical path 0.75, core by default
 * 0.65, standard 0.45, other groups 0.2 and 0.1 (importers/comps.h). "default" asks whether
 * installing everything of priority standard and above, with its requires and recommends (of
 * alternatives the preferred one), brings it along.
 *
 * Confidence is 1 where needs are known: the archive states all of them. It is the use within the
 * distribution that is measured; installations are not counted.
 *
 * Cost: two closures, O(needs); bookworm: 0.02 s beyond the measures.
 */
#ifndef LINCHPIN_ANALYZER_USE_H
#define LINCHPIN_ANALYZER_USE_H

#include "importers/universe.h"

struct assessment;
struct depgraph;
struct measures;

/* Fill the parts and the value of use. Needs the component measures impact-components,
   chosen-by and named-by. */
void use_assess(struct assessment *a, const struct depgraph *g, const struct measures *m);

/* Which components are Essential (where nothing is: in the core group), or needed by what is, as a
   new array of n_component; the caller
   frees it. */
unsigned char *use_essential_closure(const struct depgraph *g);

/* The tier that an observation speaks for, 0: for none. kind: OBS_TIER or OBS_PRIORITY. */
double use_tier(enum observation_kind kind, const char *text);

#endif
