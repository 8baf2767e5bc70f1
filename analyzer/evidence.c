/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Observations become evidence; see evidence.h. Packages of a component are visited one after the
 * other, so the list grows grouped; only the entries of one component are sorted at a time.
 */
#include "analyzer/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/match.h"
#include "analyzer/observe.h"
#include "analyzer/package_role.h"
#include "analyzer/rules.h"

/* ---- collecting ---- */

struct collector {
	struct evidence_list *list;
	struct matcher *matcher;
	Pool *pool;
	int component;
	Id package;
	int *entry_of_rule;	/* index + 1 into evidence[] for the current subject */
	int subject_begin;
};

static void collect(void *closure, enum observation_kind kind, Id text, int count)
{
	struct collector *c = closure;
	struct evidence_list *list = c->list;
	const int *rule;
	int n_rule;

	rule = matcher_find(c->matcher, kind, text, &n_rule);
	for (int i = 0; i < n_rule; i++) {
		int entry = c->entry_of_rule[rule[i]] - 1;
		struct evidence *e;

		if (entry >= c->subject_begin) {
			e = &list->evidence[entry];
			e->count += count;
			if (strcmp(pool_id2str(c->pool, text), pool_id2str(c->pool, e->witness)) <
			    0)
				e->witness = text;
			continue;
		}
		list->evidence = solv_extend(list->evidence, list->n_evidence, 1,
					     sizeof(*list->evidence), 65535);
		list->evidence[list->n_evidence++] = (struct evidence){
			.component = c->component, .package = c->package,
			.rule = &list->rules->rule[rule[i]], .witness = text, .count = count,
		};
		c->entry_of_rule[rule[i]] = list->n_evidence;
	}
}

static int compare_evidence(const void *a, const void *b, void *closure)
{
	const struct evidence *x = a, *y = b;
	Pool *pool = closure;
	int order;

	if (x->rule->claim_number != y->rule->claim_number)
		return x->rule->claim_number - y->rule->claim_number;
	if (fabs(x->rule->weight - y->rule->weight) > 0)
		return x->rule->weight > y->rule->weight ? -1 : 1;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	if (x->package != y->package) {
		order = strcmp(
			x->package ? pool_id2str(pool, pool->solvables[x->package].name) : "",
			y->package ? pool_id2str(pool, pool->solvables[y->package].name) : "");
		return order ? order : x->package - y->package;
	}
	return strcmp(pool_id2str(pool, x->witness), pool_id2str(pool, y->witness));
}

static bool has_runtime_package(const struct universe *u, int component, const unsigned char *role)
{
	for (int i = u->component_begin[component]; i < u->component_begin[component + 1]; i++)
		if (package_role_runs(role[u->component_package[i]]))
			return true;
	return false;
}

static void collect_component(struct collector *c, const struct universe *u,
			      const unsigned char *role)
{
	bool runtime_only = role && has_runtime_package(u, c->component, role);

	for (int i = u->component_begin[c->component]; i < u->component_begin[c->component + 1];
	     i++) {
		c->package = u->component_package[i];
		if (runtime_only && !package_role_runs(role[c->package]))
			continue;
		c->subject_begin = c->list->n_evidence;
		observe_package(u, c->package, c->matcher, collect, c);
	}
	c->package = 0;
	c->subject_begin = c->list->n_evidence;
	observe_component(u, c->component, role, c->matcher, collect, c);
}

void evidence_collect(struct evidence_list *list, const struct ruleset *rules,
		      const struct universe *u, const unsigned char *role)
{
	struct collector c = { .list = list, .pool = u->pool };

	memset(list, 0, sizeof(*list));
	list->rules = rules;
	list->begin = solv_calloc(u->n_component + 1, sizeof(*list->begin));
	c.matcher = matcher_new(rules, u->pool);
	c.entry_of_rule = solv_calloc(rules->n_rule + 1, sizeof(*c.entry_of_rule));
	for (c.component = 0; c.component < u->n_component; c.component++) {
		int begin = list->n_evidence;

		list->begin[c.component] = begin;
		collect_component(&c, u, role);
		if (list->n_evidence - begin > 1)
			qsort_r(list->evidence + begin, (size_t)(list->n_evidence - begin),
				sizeof(*list->evidence), compare_evidence, u->pool);
	}
	list->begin[u->n_component] = list->n_evidence;
	free(c.entry_of_rule);
	matcher_free(c.matcher);
}

void evidence_clear(struct evidence_list *list)
{
	free(list->evidence);
	free(list->begin);
	memset(list, 0, sizeof(*list));
}

/* ---- combining ---- */

struct local_of {
	Id package;
	double for_, against;	/* ∏(1 − w) of positive and negative weights */
};

/* The value of one claim for each package of a component that has evidence for it. */
static int claim_by_package(const struct evidence_list *list, int component, int claim,
			    struct local_of **ret)
{
	struct local_of *local = NULL;
	int n = 0, i;

	for (int e = list->begin[component]; e < list->begin[component + 1]; e++) {
		const struct evidence *evidence = &list->evidence[e];

		if (evidence->rule->claim_number != claim)
			continue;
		for (i = 0; i < n && local[i].package != evidence->package; i++)
			;
		if (i == n) {
			local = solv_extend(local, n, 1, sizeof(*local), 15);
			local[n++] = (struct local_of){ evidence->package, 1, 1 };
		}
		if (evidence->rule->weight > 0)
			local[i].for_ *= 1 - evidence->rule->weight;
		else
			local[i].against *= 1 + evidence->rule->weight;
	}
	*ret = local;
	return n;
}

static double local_value(const struct local_of *local, int n, Id package)
{
	for (int i = 0; i < n; i++)
		if (local[i].package == package)
			return (1 - local[i].for_) * local[i].against;
	return 0;
}

static bool in_set(uint64_t set, int claim)
{
	return claim < 64 && set >> claim & 1;
}

static double standing_of(const struct evidence_list *list, const struct evidence *e)
{
	return list->standing && e->package ? list->standing[e->package] : 1;
}

void evidence_combine(const struct evidence_list *list, int component, int against,
		      uint64_t discounted, double *ret_value)
{
	int n_claim = list->rules->n_claim, n_local = 0;
	struct local_of *local = NULL;
	double *counter = solv_calloc(n_claim + 1, sizeof(*counter));
	double *least = solv_calloc(n_claim + 1, sizeof(*least));	/* local value by claim */
	double least_of_all = 2, most = 0;
	int begin = list->begin[component], end = list->begin[component + 1];

	if (against >= 0)
		n_local = claim_by_package(list, component, against, &local);
	for (int i = 0; i < n_claim; i++) {
		ret_value[i] = counter[i] = 1;
		least[i] = 2;
	}
	for (int i = begin; i < end; i++) {
		const struct evidence *e = &list->evidence[i];
		int claim = e->rule->claim_number;

		if (e->package && in_set(discounted, claim) && e->rule->weight > 0) {
			double v = local_value(local, n_local, e->package);

			least[claim] = fmin(least[claim], v);
			least_of_all = fmin(least_of_all, v);
		}
	}
	for (int i = begin, next; i < end; i = next) {
		const struct rule *rule = list->evidence[i].rule;
		double weight = rule->weight;

		for (next = i + 1; next < end && list->evidence[next].rule == rule; next++)
			;
		if (weight < 0) {
			counter[rule->claim_number] *= 1 + weight;
			continue;
		}
		weight = 0;
		for (int k = i; k < next; k++) {
			const struct evidence *e = &list->evidence[k];
			double v = least[rule->claim_number];

			if (!in_set(discounted, rule->claim_number))
				v = 0;
			else if (e->package)
				v = local_value(local, n_local, e->package);
			else if (v > 1)
				v = least_of_all > 1 ? 0 : least_of_all;
			weight = fmax(weight, rule->weight * standing_of(list, e) *
						      (1 - EVIDENCE_DISCOUNT * v));
		}
		ret_value[rule->claim_number] *= 1 - weight;
	}
	for (int i = 0; i < n_claim; i++)
		ret_value[i] = (1 - ret_value[i]) * counter[i];
	if (against >= 0) {
		for (int i = 0; i < n_local; i++)
			most = fmax(most, local_value(local, n_local, local[i].package));
		ret_value[against] = least_of_all > 1 ? most : least_of_all;
	}
	free(local);
	free(counter);
	free(least);
}

double evidence_value(const struct evidence_list *list, int component, int claim)
{
	double value = 1, counter = 1;
	int end = list->begin[component + 1];

	for (int i = list->begin[component], next; i < end; i = next) {
		const struct rule *rule = list->evidence[i].rule;
		double standing = 0;

		for (next = i; next < end && list->evidence[next].rule == rule; next++)
			standing = fmax(standing, standing_of(list, &list->evidence[next]));
		if (rule->claim_number != claim)
			continue;
		if (rule->weight > 0)
			value *= 1 - rule->weight * standing;
		else
			counter *= 1 + rule->weight;
	}
	return (1 - value) * counter;
}
