/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct ruleset: one rule file, as rules in the order of its lines.
 *
 * A rule says: who sees this pattern in this kind of witness has evidence for this claim, this
 * strong, for this reason. A negative weight speaks against the claim. Rules only name what can be
 * seen; what follows from their evidence is computed elsewhere (language.h, exposure.h, …), so that
 * a researcher can dispute a verdict by changing a line of a text file.
 *
 *	struct ruleset rules = { 0 };
 *
 *	if (ruleset_load(&rules, dir, "exposure.tsv", diag) < 0)
 *		…
 *	ruleset_clear(&rules);
 *
 * Invariants: rules stand in file order; claims are numbered from 0 in order of their first rule;
 * no two rules have the same claim, witness and pattern.
 */
#ifndef LINCHPIN_ANALYZER_RULES_H
#define LINCHPIN_ANALYZER_RULES_H

#include "importers/universe.h"

struct rule {
	const char *claim;		/* "listens"; one pointer per claim of a ruleset */
	int claim_number;		/* index into ruleset.claim */
	enum observation_kind witness;	/* which observations it looks at */
	const char *pattern;		/* see match.h */
	double weight;			/* -1 to 1, never 0 */
	const char *why;		/* one sentence */
	const char *file; /* "analyzer/rules/exposure.tsv" or the path that was read */
	int line;
};

struct ruleset {
	struct rule *rule;
	int n_rule;
	const char **claim;
	int n_claim;
	/* private: what the strings above point into */
	char *text, *file;
};

/* Read a rule file with the columns claim, witness, pattern, weight, why; from dir if it is there,
   else as compiled in (dir may be NULL). -1: nothing was loaded, the file and line are in diag. */
int ruleset_load(struct ruleset *rules, const char *dir, const char *name, struct diag *diag);

/* Accepts a zeroed one. */
void ruleset_clear(struct ruleset *rules);

/* The number of a claim, -1: no rule speaks of it. */
int ruleset_find_claim(const struct ruleset *rules, const char *claim);

#endif
