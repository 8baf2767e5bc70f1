/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which critical functions a component serves; see function.h.
 */
#include "analyzer/function.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/assessment.h"
#include "analyzer/evidence.h"
#include "analyzer/rules.h"
#include "analyzer/tsv.h"
#include "graphs/measures.h"
#include "importers/diag.h"

static const struct function *function_find(const struct function_table *t, const char *name)
{
	for (int f = 0; f < t->n_function; f++)
		if (!strcmp(t->function[f].name, name))
			return &t->function[f];
	return NULL;
}

int function_table_load(struct function_table *t, const char *dir, const struct ruleset *rules,
			struct diag *diag)
{
	static const char *const columns[] = { "function", "criticality", "why", NULL };
	struct tsv tsv;
	int status;

	memset(t, 0, sizeof(*t));
	if (tsv_open(&tsv, dir, "functions.tsv", columns, diag) < 0)
		return -1;
	while ((status = tsv_next(&tsv, diag)) > 0) {
		struct function function = { .name = tsv.field[0], .why = tsv.field[2] };

		if (tsv_number(&tsv, 1, 0, 1, &function.criticality, diag) < 0) {
			status = -1;
			break;
		}
		if (function_find(t, function.name)) {
			status = tsv_fail(&tsv, diag, "a second row for '%s'", function.name);
			break;
		}
		function.claim = ruleset_find_claim(rules, function.name);
		t->function = solv_extend(t->function, t->n_function, 1, sizeof(function), 31);
		t->function[t->n_function++] = function;
	}
	tsv_close(&tsv, &t->text, &t->file);
	for (int i = 0; status == 0 && i < rules->n_rule; i++)
		if (!function_find(t, rules->rule[i].claim))
			status = diag_fail(
				diag,
				"cannot use rule '%s' line %d: the function '%s' is not in '%s'",
				rules->rule[i].file, rules->rule[i].line, rules->rule[i].claim,
				t->file);
	if (status < 0)
		function_table_clear(t);
	return status;
}

void function_table_clear(struct function_table *t)
{
	free(t->function);
	free(t->text);
	free(t->file);
	memset(t, 0, sizeof(*t));
}

static double column_max(const double *column, int n)
{
	double max = 0;

	for (int i = 0; i < n; i++)
		if (column[i] > max)
			max = column[i];
	return max;
}

void function_assess(struct assessment *a, const struct function_table *t,
		     const struct evidence_list *evidence, const struct measures *m,
		     const unsigned char *essential)
{
	const double *betweenness = m->value[LEVEL_COMPONENT][MEASURE_BETWEENNESS];
	double most = column_max(betweenness, a->n_component);
	double *value = solv_calloc(evidence->rules->n_claim + 1, sizeof(*value));

	for (int c = 0; c < a->n_component; c++) {
		double best = 0, sure = 0;

		evidence_combine(evidence, c, -1, 0, value);
		for (int f = 0; f < t->n_function; f++) {
			double served = t->function[f].claim >= 0 ? value[t->function[f].claim] : 0;

			best = fmax(best, t->function[f].criticality * served);
			sure = fmax(sure, served);
		}
		a->part[PART_FUNCTION][c] = best;
		a->part[PART_BETWEENNESS][c] = assessment_scale(betweenness[c], most);
		a->part[PART_ESSENTIAL][c] = essential[c];
		a->value[CRITERION_FUNCTION][c] = assessment_combine(a, CRITERION_FUNCTION, c);
		a->confidence[CRITERION_FUNCTION][c] = fmax(sure, 0.3);
	}
	free(value);
}

static int compare_served(const void *x, const void *y)
{
	const struct served *a = x, *b = y;
	double p = a->value * a->function->criticality, q = b->value * b->function->criticality;

	if (p != q)
		return p < q ? 1 : -1;
	return strcmp(a->function->name, b->function->name);
}

int function_served(const struct function_table *t, const struct evidence_list *evidence,
		    int component, struct served *ret_served, int max)
{
	double *value = solv_calloc(evidence->rules->n_claim + 1, sizeof(*value));
	struct served *served = solv_calloc(t->n_function + 1, sizeof(*served));
	int n = 0;

	evidence_combine(evidence, component, -1, 0, value);
	for (int f = 0; f < t->n_function; f++)
		if (t->function[f].claim >= 0 && value[t->function[f].claim] >= FUNCTION_LEAST)
			served[n++] = (struct served){ &t->function[f],
						       value[t->function[f].claim] };
	if (n)
		qsort(served, n, sizeof(*served), compare_served);
	if (n > max)
		n = max;
	if (n)
		memcpy(ret_served, served, n * sizeof(*served));
	free(served);
	free(value);
	return n;
}
