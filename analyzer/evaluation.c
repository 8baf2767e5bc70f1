/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels against numbers; see evaluation.h.
 */
#include "analyzer/evaluation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/assessment.h"
#include "analyzer/tsv.h"
#include "importers/diag.h"
#include "importers/universe.h"

/* ---- labels ---- */

static int compare_names(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Two rows for one component would be two votes. */
static int check_unique(const struct labels *l, struct diag *diag)
{
	const char **name = solv_calloc(l->n_row + 1, sizeof(*name));
	int ret = 0;

	for (int i = 0; i < l->n_row; i++)
		name[i] = l->field[i * l->n_column + l->component_column];
	qsort(name, l->n_row, sizeof(*name), compare_names);
	for (int i = 1; i < l->n_row && !ret; i++)
		if (!strcmp(name[i - 1], name[i]))
			ret = diag_fail(diag, "cannot use labels '%s': component '%s' has two rows",
					l->file, name[i]);
	free(name);
	return ret;
}

int labels_load(struct labels *l, const char *path, struct diag *diag)
{
	struct tsv tsv;
	int status;

	memset(l, 0, sizeof(*l));
	if (tsv_open_table(&tsv, path, "row", diag))
		return -1;
	l->n_column = tsv.n_column;
	memcpy(l->sha256, tsv.sha256, sizeof(l->sha256));
	l->column = solv_calloc(tsv.n_column + 1, sizeof(*l->column));
	for (int i = 0; i < tsv.n_column; i++)
		l->column[i] = tsv.column[i];
	l->component_column = tsv_find_column(&tsv, "component");
	status = l->component_column < 0 ? tsv_fail(&tsv, diag, "no column is called 'component'") :
					   1;
	while (status > 0 && (status = tsv_next(&tsv, diag)) > 0) {
		if (!*tsv.field[l->component_column]) {
			status = tsv_fail(&tsv, diag, "no component is named");
			break;
		}
		l->field = solv_extend(l->field, l->n_row * l->n_column, l->n_column,
				       sizeof(*l->field), 4095);
		for (int i = 0; i < l->n_column; i++)
			l->field[l->n_row * l->n_column + i] = tsv.field[i];
		l->n_row++;
	}
	tsv_close(&tsv, &l->text, &l->file);
	if (!status)
		status = check_unique(l, diag);
	if (status < 0)
		labels_clear(l);
	return status;
}

void labels_clear(struct labels *l)
{
	free(l->column);
	free(l->field);
	free(l->text);
	free(l->file);
	memset(l, 0, sizeof(*l));
}

/* ---- questions ---- */

/* The number a question is compared with, by name; NULL: there is none. */
static const double *find_value(const struct assessment *a, const char *name)
{
	for (int c = 0; c < CRITERIA; c++)
		if (!strcmp(criterion_name((enum criterion)c), name))
			return a->value[c];
	for (int p = PART_NONE + 1; p < PARTS; p++)
		if (!strcmp(assessment_part_row((enum part)p)->name, name))
			return a->part[p];
	return NULL;
}

static int load_questions(struct evaluation *e, const char *rules, const struct assessment *a,
			  struct diag *diag)
{
	static const char *const columns[] = { "question", "column", "positive", "negative",
					       "value",	   "cut",    "why",	 NULL };
	struct tsv tsv;
	int status;

	if (tsv_open(&tsv, rules, "evaluate.tsv", columns, diag))
		return -1;
	while ((status = tsv_next(&tsv, diag)) > 0) {
		struct question q = { tsv.field[0], tsv.field[1], tsv.field[2], tsv.field[3],
				      tsv.field[4], 0,		  tsv.field[6] };

		if (!find_value(a, q.value)) {
			status = tsv_fail(&tsv, diag, "'%s' is no criterion and no part of one",
					  q.value);
			break;
		}
		if (tsv_number(&tsv, 5, 0, 1, &q.cut, diag)) {
			status = -1;
			break;
		}
		e->question = solv_extend(e->question, e->n_question, 1, sizeof(q), 15);
		e->question[e->n_question++] = q;
	}
	tsv_close(&tsv, &e->text, &e->file);
	return status;
}

/* Does a list "a,b c" hold one of the words of another? "*" holds all. */
static bool lists_meet(const char *list, const char *words)
{
	if (!strcmp(list, "*"))
		return true;
	for (const char *at = words; *at;) {
		size_t n = strcspn(at, ", ");

		for (const char *in = list; *in && n;) {
			size_t m = strcspn(in, ", ");

			if (m == n && !strncmp(at, in, n))
				return true;
			in += m + (in[m] != '\0');
		}
		at += n + (at[n] != '\0');
	}
	return false;
}

static enum answer_class classify(const struct question *q, const char *label)
{
	return lists_meet(q->positive, label) ? ANSWER_YES :
	       lists_meet(q->negative, label) ? ANSWER_NO :
						ANSWER_OTHER;
}

/* ---- answers ---- */

struct valued {
	double value;
	bool yes;
};

static int compare_values(const void *x, const void *y)
{
	const struct valued *a = x, *b = y;

	return (a->value > b->value) - (a->value < b->value);
}

double evaluation_area(const double *value, const enum answer_class *class_, int n)
{
	struct valued *v = solv_calloc(n + 1, sizeof(*v));
	double n_no_below = 0, won = 0, n_yes = 0;
	int m = 0;

	for (int i = 0; i < n; i++)
		if (!isnan(value[i]) && (class_[i] == ANSWER_YES || class_[i] == ANSWER_NO))
			v[m++] = (struct valued){ value[i], class_[i] == ANSWER_YES };
	if (m)
		qsort(v, m, sizeof(*v), compare_values);
	for (int i = 0, next; i < m; i = next) {
		double yes = 0, no = 0;

		for (next = i; next < m && v[next].value <= v[i].value; next++)
			*(v[next].yes ? &yes : &no) += 1;
		won += yes * (n_no_below + no / 2);
		n_no_below += no;
		n_yes += yes;
	}
	free(v);
	return n_yes > 0 && n_no_below > 0 ? won / (n_yes * n_no_below) : NAN;
}

static int compare_judged(const void *x, const void *y)
{
	const struct judged *a = x, *b = y;

	if (a->wrong != b->wrong)
		return a->wrong < b->wrong ? 1 : -1;
	return strcmp(a->name, b->name);
}

static void judge(struct answer *answer, struct judged *j)
{
	const struct question *q = answer->question;
	bool yes = j->label_class == ANSWER_YES, says_yes = j->value >= q->cut;

	if (j->component < 0) {
		answer->n_absent++;
	} else if (j->label_class == ANSWER_OTHER) {
		answer->n_other++;
	} else if (isnan(j->value)) {
		answer->n_unknown++;
	} else {
		*(yes ? &answer->n_yes : &answer->n_no) += 1;
		if (yes == says_yes)
			*(yes ? &answer->true_yes : &answer->true_no) += 1;
		else /* at the cut itself a no is wrong too, if by the least */
			j->wrong = fmax(fabs(j->value - q->cut), 1e-9);
	}
}

static void answer_question(struct evaluation *e, const struct question *q, int column,
			    const struct labels *l, const struct assessment *a,
			    const struct universe *u)
{
	const double *number = find_value(a, q->value);
	struct answer answer = { .question = q };
	double *value = solv_calloc(l->n_row + 1, sizeof(*value));
	enum answer_class *class_ = solv_calloc(l->n_row + 1, sizeof(*class_));

	answer.judged = solv_calloc(l->n_row + 1, sizeof(*answer.judged));
	for (int i = 0; i < l->n_row; i++) {
		struct judged *j = &answer.judged[answer.n_judged];

		j->label = l->field[i * l->n_column + column];
		if (!*j->label)
			continue;
		j->name = l->field[i * l->n_column + l->component_column];
		j->component = universe_find_component(u, j->name);
		j->label_class = classify(q, j->label);
		j->value = j->component < 0 ? NAN : number[j->component];
		judge(&answer, j);
		value[answer.n_judged] = j->value;
		class_[answer.n_judged++] = j->label_class;
	}
	answer.area = evaluation_area(value, class_, answer.n_judged);
	answer.accuracy = answer.n_yes + answer.n_no ?
				  (answer.true_yes + answer.true_no) /
					  (double)(answer.n_yes + answer.n_no) :
				  NAN;
	qsort(answer.judged, answer.n_judged, sizeof(*answer.judged), compare_judged);
	free(value);
	free(class_);
	e->answer = solv_extend(e->answer, e->n_answer, 1, sizeof(answer), 7);
	e->answer[e->n_answer++] = answer;
}

static int fail_columns(const struct evaluation *e, const struct labels *l, struct diag *diag)
{
	char *names = solv_strdup("");

	for (int i = 0; i < e->n_question; i++) {
		bool first = true;

		for (int k = 0; k < i; k++)
			first = first && strcmp(e->question[k].column, e->question[i].column);
		if (first)
			names = solv_dupappend(names, *names ? ", " : "", e->question[i].column);
	}
	diag_fail(diag, "cannot use labels '%s': none of its columns is one of %s ('%s')", l->file,
		  names, e->file);
	free(names);
	return -1;
}

int evaluation_compute(struct evaluation *e, const struct labels *l, const char *rules,
		       const struct assessment *a, const struct universe *u, struct diag *diag)
{
	memset(e, 0, sizeof(*e));
	if (load_questions(e, rules, a, diag))
		goto fail;
	for (int i = 0; i < e->n_question; i++)
		for (int column = 0; column < l->n_column; column++)
			if (!strcmp(l->column[column], e->question[i].column))
				answer_question(e, &e->question[i], column, l, a, u);
	if (e->n_answer)
		return 0;
	fail_columns(e, l, diag);
fail:
	evaluation_clear(e);
	return -1;
}

void evaluation_clear(struct evaluation *e)
{
	for (int i = 0; i < e->n_answer; i++)
		free(e->answer[i].judged);
	free(e->answer);
	free(e->question);
	free(e->text);
	free(e->file);
	memset(e, 0, sizeof(*e));
}
