/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far does a package stand for its component?
 *
 * A component is funded and replaced as a whole, but it is judged by what people get of it: an
 * image codec is not a network server because its sources hold a demonstration server that nobody
 * installs. What is seen in a package (evidence.h) counts by its standing s within the component:
 *
 *	s = 1		if a standard installation or a task of the installer brings it along
 *	s = max(STANDING_LEAST, min(1, log(10 + n) / log(10 + n_max)))	else
 *
 * and half of that for an add-on (package_role.h) beside others: what it adds is not what the
 * component is. Here n is the number of components that name the package in any relation or lose a
 * package without it, whichever are more, and n_max is the greatest of the component's run-time
 * packages. The scale is logarithmic, and numbers below ten hardly differ: beside a library that
 * 1,000 components use, a server that 20 name has 0.5, one that 200 name 0.77; beside a tool that
 * 10 name, a server that nobody names has 0.77.
 *
 * Cost: measures of all packages, 0.2 s on bookworm.
 */
#ifndef LINCHPIN_ANALYZER_STANDING_H
#define LINCHPIN_ANALYZER_STANDING_H

struct depgraph;
struct measures;

#define STANDING_LEAST 0.5
#define STANDING_OF_ADDON 0.5

/* [package Id] -> 0.25 … 1 (1 for what is no binary package), a new array that the caller frees.
   Needs the package measures impact-components and named-by. role: package_roles(). installed:
   [node] 1 if a standard installation or a task brings it along. */
double *standing_compute(const struct depgraph *g, const struct measures *m,
			 const unsigned char *role, const unsigned char *installed);

#endif
