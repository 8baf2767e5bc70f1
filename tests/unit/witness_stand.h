/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct witness_stand: evidence by hand, so that no rule file and no observation moves the numbers
 * of a test.
 *
 *	static const struct fact fact[] = { { component, claim, weight, package }, … };
 *
 *	stand_fill(&stand, claim, n_claim, n_component, fact, n_fact);
 *	use(&stand.list);
 *	stand_clear(&stand);
 */
#ifndef LINCHPIN_TESTS_UNIT_WITNESS_STAND_H
#define LINCHPIN_TESTS_UNIT_WITNESS_STAND_H

#include "analyzer/evidence.h"
#include "analyzer/rules.h"

enum { FACTS = 24 };

/* Claims are numbered as they stand in `claim`; each fact is a rule of its own. */
struct fact {
	int component, claim;
	double weight;
	Id package; /* 0: seen in the component itself */
};

struct witness_stand {
	struct ruleset rules;
	struct rule rule[FACTS];
	struct evidence evidence[FACTS];
	struct evidence_list list;
};

/* Facts must be ordered by component and claim, as evidence is; at most FACTS. */
void stand_fill(struct witness_stand *w, const char **claim, int n_claim, int n_component,
		const struct fact *fact, int n_fact);
void stand_clear(struct witness_stand *w);

#endif
