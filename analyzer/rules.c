/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rule files become rules; see rules.h. O(rows · claims), about 1 ms for all files.
 */
#include "analyzer/rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/match.h"
#include "analyzer/tsv.h"
#include "importers/diag.h"

static const char *const column[] = { "claim", "witness", "pattern", "weight", "why", NULL };

int ruleset_find_claim(const struct ruleset *rules, const char *claim)
{
	for (int i = 0; i < rules->n_claim; i++)
		if (!strcmp(rules->claim[i], claim))
			return i;
	return -1;
}

static int add_claim(struct ruleset *rules, const char *claim)
{
	int i = ruleset_find_claim(rules, claim);

	if (i >= 0)
		return i;
	rules->claim = solv_extend(rules->claim, rules->n_claim, 1, sizeof(*rules->claim), 15);
	rules->claim[rules->n_claim] = claim;
	return rules->n_claim++;
}

static int add_rule(struct ruleset *rules, struct tsv *tsv, struct diag *diag)
{
	struct rule rule = { .pattern = tsv->field[2], .why = tsv->field[4], .file = tsv->name,
			     .line = tsv->line };
	const char *wrong;

	rule.witness = observation_kind_of_name(tsv->field[1]);
	if (rule.witness == OBS_NONE)
		return tsv_fail(tsv, diag, "unknown witness '%s'", tsv->field[1]);
	wrong = pattern_check(rule.witness, rule.pattern);
	if (wrong)
		return tsv_fail(tsv, diag, "bad pattern '%s': %s", rule.pattern, wrong);
	if (tsv_number(tsv, 3, -1, 1, &rule.weight, diag) < 0)
		return -1;
	if (fabs(rule.weight) < 1e-9)
		return tsv_fail(tsv, diag, "a weight of 0 says nothing");
	rule.claim_number = add_claim(rules, tsv->field[0]);
	rule.claim = rules->claim[rule.claim_number];
	rules->rule = solv_extend(rules->rule, rules->n_rule, 1, sizeof(*rules->rule), 255);
	rules->rule[rules->n_rule++] = rule;
	return 0;
}

static int compare_rules(const void *a, const void *b)
{
	const struct rule *x = *(const struct rule *const *)a, *y = *(const struct rule *const *)b;
	int order = strcmp(x->pattern, y->pattern);

	if (!order)
		order = (int)x->witness - (int)y->witness;
	if (!order)
		order = x->claim_number - y->claim_number;
	return order ? order : x->line - y->line;
}

/* A rule given twice would count twice. */
static int check_twins(const struct ruleset *rules, struct diag *diag)
{
	const struct rule **sorted = solv_calloc(rules->n_rule, sizeof(*sorted));
	int status = 0;

	for (int i = 0; i < rules->n_rule; i++)
		sorted[i] = &rules->rule[i];
	if (rules->n_rule)
		qsort(sorted, rules->n_rule, sizeof(*sorted), compare_rules);
	for (int i = 1; i < rules->n_rule && status == 0; i++) {
		const struct rule *x = sorted[i - 1], *y = sorted[i];

		if (x->witness == y->witness && x->claim_number == y->claim_number &&
		    !strcmp(x->pattern, y->pattern))
			status = diag_fail(diag,
					   "cannot parse rule '%s' line %d: the same as line %d",
					   y->file, y->line, x->line);
	}
	free(sorted);
	return status;
}

int ruleset_load(struct ruleset *rules, const char *dir, const char *name, struct diag *diag)
{
	struct tsv tsv;
	int status;

	memset(rules, 0, sizeof(*rules));
	if (tsv_open(&tsv, dir, name, column, diag) < 0)
		return -1;
	while ((status = tsv_next(&tsv, diag)) > 0)
		if (add_rule(rules, &tsv, diag) < 0) {
			status = -1;
			break;
		}
	if (status == 0)
		status = check_twins(rules, diag);
	tsv_close(&tsv, &rules->text, &rules->file);
	if (status < 0)
		ruleset_clear(rules);
	return status;
}

void ruleset_clear(struct ruleset *rules)
{
	free(rules->rule);
	free(rules->claim);
	free(rules->text);
	free(rules->file);
	memset(rules, 0, sizeof(*rules));
}
