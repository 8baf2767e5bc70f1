/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What there is to know for replacing a component, in words: shared by the verbs that speak of
 * replacements (replacements, whatif, plan, components-of, explain).
 */
#ifndef LINCHPIN_QUERIES_OPPORTUNITY_H
#define LINCHPIN_QUERIES_OPPORTUNITY_H

#include "analyzer/analysis.h"

struct diag;
struct table;

enum replacement_state {
	REPLACEMENT_UNKNOWN, /* the catalogue knows of no package */
	REPLACEMENT_ABSENT,  /* none of the packages it names is in this release */
	REPLACEMENT_NOT_YET, /* it is a newer version of the component: still unsafe here */
	REPLACEMENT_PACKAGED,
	REPLACEMENT_DONE, /* the component itself, no longer unsafe in this release */
	REPLACEMENT_STATES
};

/* What this release has of a replacement. */
enum replacement_state opportunity_state(const struct analysis *a, const struct replacement *r);

/* "packaged", "not yet", …; NULL: unknown. Lives forever. */
const char *opportunity_state_name(enum replacement_state state);

/* "a 1.0-1, b 2.0-1": the packages of a replacement that are in this release. The caller frees it;
   NULL: none. */
char *opportunity_packages(const struct replacement *r, const struct universe *u);

/* The memory-unsafe components underneath a replacement (analyzer/underneath.h), without the C run
   time: "pam, rust-ring (mixed)"; the component it replaces (-1: none) is "openssl itself". NULL:
   none seen. The caller frees it. */
char *opportunity_underneath(const struct analysis *a, const struct replacement *r, int component);

/* Set a text cell to the known replacement that asks for the least change, "zlib-rs (Rust, drop-in,
   packaged)"; nothing if none is known. whole: only of those of the whole component. */
void opportunity_set_best(const struct analysis *a, int component, bool whole, struct table *t,
			  const char *key);

/* The replacements of a component as the part "replacements" of a table; for several components
   call opportunity_set_options() for each. */
struct table *opportunity_add_options(struct table *ret, const char *title);
void opportunity_set_options(struct table *rows, const struct analysis *a, int component);

/* The record "opportunity" of an explanation: is it reusable, modular, replaceable, and who
   maintains it? Beside the score, never in it. options: where inspections are kept (surface.h). */
void opportunity_add(struct table *ret, const struct analysis *a, int component,
		     const struct import_options *options, struct diag *diag);

#endif
