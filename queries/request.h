/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what the user typed (struct options) to what the analysis is asked for, with a progress line
 * on a terminal while a release is fetched.
 */
#ifndef LINCHPIN_QUERIES_REQUEST_H
#define LINCHPIN_QUERIES_REQUEST_H

#include "analyzer/analysis.h"

struct options;
struct verb;

/* How to import: archive, trust, cache. Strings are those of the options. */
void request_import(const struct options *o, struct import_options *ret);

/* How far to analyse for a verb: its stage, or further for what some options ask of it. */
enum stage request_stage(const struct options *o, const struct verb *verb);

/* How to analyse for a verb. */
void request_analysis(const struct options *o, const struct verb *verb,
		      struct analysis_options *ret);

#endif
