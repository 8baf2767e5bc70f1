/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts become rules and evidence; see the header.
 */
#include "tests/unit/witness_stand.h"

#include <stdlib.h>
#include <string.h>

void stand_fill(struct witness_stand *w, const char **claim, int n_claim, int n_component,
		const struct fact *fact, int n_fact)
{
	memset(w, 0, sizeof(*w));
	w->rules = (struct ruleset){
		.rule = w->rule, .n_rule = n_fact, .claim = claim, .n_claim = n_claim
	};
	w->list = (struct evidence_list){ .rules = &w->rules,
					  .evidence = w->evidence,
					  .n_evidence = n_fact };
	w->list.begin = calloc((size_t)n_component + 1, sizeof(int));
	for (int i = 0; i < n_fact; i++) {
		w->rule[i] = (struct rule){ .claim = claim[fact[i].claim],
					    .claim_number = fact[i].claim,
					    .weight = fact[i].weight };
		w->evidence[i] = (struct evidence){ .component = fact[i].component,
						    .package = fact[i].package,
						    .rule = &w->rule[i],
						    .count = 1 };
		for (int c = fact[i].component + 1; c <= n_component; c++)
			w->list.begin[c] = i + 1;
	}
}

void stand_clear(struct witness_stand *w)
{
	free(w->list.begin);
}
