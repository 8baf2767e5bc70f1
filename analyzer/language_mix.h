/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of struct language_mix, for language.c: from shares to a verdict.
 */
#ifndef LINCHPIN_ANALYZER_LANGUAGE_MIX_H
#define LINCHPIN_ANALYZER_LANGUAGE_MIX_H

#include "analyzer/language.h"

/* Begin the shares of a component anew, at the end of v->share. */
void language_mix_begin(struct language_verdicts *v, int component);

/* Add one; nothing else may be added to v->share in between. */
void language_mix_add(struct language_verdicts *v, int component, struct language_share share);

/* Sort the shares, and compute unsafe and safety from them and from lives_in. */
void language_mix_settle(struct language_verdicts *v, int component);

/* The confidence that very much of a basis gives, 0 to 1. */
double language_basis_confidence(enum language_basis basis);

#endif
