/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct effect: what a scenario (queries/replacing.h) changes, package by package and component by
 * component; whatif puts it into words.
 */
#ifndef LINCHPIN_QUERIES_EFFECT_H
#define LINCHPIN_QUERIES_EFFECT_H

#include "queries/replacing.h"

/* A network-facing package that changes (or any one, if all were asked for). */
struct change {
	int facing;		   /* index into exposed.facing */
	double lost;		   /* of the exposed unsafe code, weighted */
	int before, after;	   /* unsafe components, without the C run time */
	char *removed, *remaining; /* their names; NULL: none */
};

struct effect {
	const struct analysis *a;
	const struct replacing *x;
	struct change *change; /* greatest loss first */
	int n_change;
	int n_less;			     /* packages f with less unsafe code */
	int n_loading;			     /* packages f that load a replaced component */
	int n_unsafe_before, n_unsafe_after; /* those with unsafe code beyond the C run time */
	double left;			     /* E(S) */
	int *before, *after;	/* component -> packages f that load it as unsafe code */
	unsigned char *drops;	/* node -> drops out */
	unsigned char *dropped; /* component -> drops out as a whole */
	int n_drop, n_dropped;
};

void effect_clear(struct effect *e);

/* Fill a zeroed one; both must outlive it. all: list packages that do not change too. */
void effect_find(struct effect *e, const struct analysis *a, const struct replacing *x, bool all);

#endif
