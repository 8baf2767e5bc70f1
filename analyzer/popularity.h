/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * On which share of the surveyed machines is a component installed?
 *
 * A survey (importers/popcon.h) counts package names of all releases. A name is taken for
 *	1. the package of that name,
 *	2. else the only component that provides it,
 *	3. else, if it ends in a version, the only component with packages of another version: of
 *	   the same stem, which is the name without the version at its end and "t64" behind it
 *	   ("libssl1.1", "libssl3" and "libssl3t64": "libssl").
 * Names that lead nowhere are counted (n_unmapped).
 *
 * A machine that has a package has what it requires: the number of a package is carried along to
 * the preferred provider (graphs/alternatives.h) of each of its requirements, where it is greater.
 * So a library that was renamed last month is not thought rare.
 *
 * Cost: O(names log names + needs); 200,000 names 0.2 s.
 */
#ifndef LINCHPIN_ANALYZER_POPULARITY_H
#define LINCHPIN_ANALYZER_POPULARITY_H

struct depgraph;
struct popcon;

struct popularity {
	int n_component;
	int *machines;	/* [component] that have one of its packages; 0: none known */
	int most;	/* machines of the most installed package */
	int n_mapped, n_unmapped;	/* names of the survey */
};

void popularity_compute(struct popularity *p, const struct depgraph *g,
			const struct popcon *survey);

/* Accepts a zeroed one. */
void popularity_clear(struct popularity *p);

/* A share of machines between 0 (one in 10,000 or fewer) and 1 (all), on a logarithmic scale: ten
   times as many machines add a quarter. */
double popularity_scale(int machines, int of);

#endif
