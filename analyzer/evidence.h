/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct evidence: an observation that a rule says speaks for a claim.
 *
 * evidence_collect() holds all rules of a ruleset against all observations of a universe. What is
 * found is grouped by component and keeps the package it was seen in, so that an explanation can
 * name it, and so that what one package of a component is does not speak for another.
 *
 *	struct evidence_list list = { 0 };
 *
 *	evidence_collect(&list, &rules, u, role);
 *	for (int i = list.begin[c]; i < list.begin[c + 1]; i++)
 *		explain(&list.evidence[i]);
 *	evidence_clear(&list);
 *
 * Invariants: sorted by component, claim (in order of the rule file), weight (greatest first), rule
 * (in order of the file), name of the package, text of the witness. One entry for each (rule,
 * package): if several observations of a package match one rule, the witness is the text that
 * sorts first, and count says how many there are. The list points into ruleset and universe, which
 * must outlive it.
 */
#ifndef LINCHPIN_ANALYZER_EVIDENCE_H
#define LINCHPIN_ANALYZER_EVIDENCE_H

#include "importers/universe.h"

struct rule;
struct ruleset;

struct evidence {
	int component;
	Id package;			/* where it was seen; 0: in the component itself */
	const struct rule *rule;
	Id witness;			/* the text that matched, a string Id */
	int count;			/* observations that matched, or files they stand for */
};

struct evidence_list {
	const struct ruleset *rules;
	struct evidence *evidence;
	int n_evidence;
	int *begin;			/* of component c: [begin[c], begin[c + 1]) */
	const double *standing;		/* package Id -> how far it stands for its component, 0 … 1
					   (standing.h); NULL: each wholly. Set by the caller, whose
					   it is */
};

/* Match all rules against all packages and components. role: of each package, from
   package_roles(); packages that are not PACKAGE_RUNTIME are left out, unless the component has no
   other. NULL: all packages lend evidence. Cost: about 0.1 s on bookworm. */
void evidence_collect(struct evidence_list *list, const struct ruleset *rules,
		      const struct universe *u, const unsigned char *role);

/* Accepts a zeroed one. */
void evidence_clear(struct evidence_list *list);

/* How far the evidence of a component goes towards each claim, ret_value[rules->n_claim].
 *
 * Each rule counts once, where it weighs most: a positive weight is multiplied by the standing of
 * the package it was seen in. Weights w combine as 1 − ∏(1 − w); each negative weight then
 * multiplies the result by 1 − |w|, whatever the standing.
 *
 * against: number of a claim that speaks against others (exposure's "local"), -1: none. It is first
 * computed for each package alone; a package where it has the value v lends its evidence for the
 * claims of the set `discounted` (bit: claim number) only with w · (1 − EVIDENCE_DISCOUNT · v).
 * Thus the graphical tools of a server do not make the server local, and the server does not make
 * them listen. Evidence seen in the component itself is discounted like its least local package
 * that has evidence for the same claim. ret_value[against] is that of the least local package that
 * has evidence for a discounted claim, or of the most local one if none has.
 */
#define EVIDENCE_DISCOUNT 0.8
void evidence_combine(const struct evidence_list *list, int component, int against,
		      uint64_t discounted, double *ret_value);

/* evidence_combine() without counter-claim for one claim. */
double evidence_value(const struct evidence_list *list, int component, int claim);

#endif
