/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct evaluation: how far linchpin's numbers agree with labels that others gave.
 *
 * The labels are a user's table (tsv.h): a column "component" and columns of labels. Which question
 * a column answers, which labels mean yes and no, and which number answers it here is said by
 * analyzer/rules/evaluate.tsv. Each question whose column the table has is evaluated:
 *
 *	area		area under the ROC curve: the share of (yes, no) pairs in which the yes has
 *			the greater number, equal ones counted half (Mann and Whitney 1947; Fawcett
 *			2006). It needs no cut.
 *	accuracy	share of yes and no labels that the number, cut at `cut`, agrees with
 *	confusion	how often each label met each verdict
 *	disagreement	labels on the wrong side of the cut, the farthest first
 *
 * Components that are not in the release and numbers that are unknown are counted, not judged.
 *
 *	struct labels labels;
 *	struct evaluation e;
 *
 *	if (labels_load(&labels, "labels.tsv", diag))
 *		return -1;
 *	if (!evaluation_compute(&e, &labels, rules, &a->assessment, &a->universe, diag))
 *		show e.answer[0 … e.n_answer)
 *	evaluation_clear(&e);
 *	labels_clear(&labels);
 *
 * Cost: O(labels log labels).
 */
#ifndef LINCHPIN_ANALYZER_EVALUATION_H
#define LINCHPIN_ANALYZER_EVALUATION_H

#include <stdbool.h>

struct assessment;
struct diag;
struct universe;

/* A user's table, whole. */
struct labels {
	int n_column, n_row;
	const char **column;	/* names */
	const char **field;	/* [row * n_column + column]; "" where empty */
	int component_column;
	char sha256[65];	/* of the file */
	/* private: what the strings point into */
	char *text, *file;
};

/* -1: unreadable, malformed, without a column "component", or with a component named twice. */
int labels_load(struct labels *l, const char *path, struct diag *diag);
void labels_clear(struct labels *l);

struct question {
	const char *name;		/* "daemon" */
	const char *column;		/* of the labels */
	const char *positive;		/* "server,server_dynamic" */
	const char *negative;		/* "none"; "*": all others */
	const char *value;		/* "listens": a criterion or a part */
	double cut;
	const char *why;
};

enum answer_class { ANSWER_OTHER, ANSWER_YES, ANSWER_NO, ANSWER_CLASSES };

struct judged {
	int component;		/* index into universe.component[]; -1: not in the release */
	const char *name, *label;
	enum answer_class label_class;
	double value;		/* NAN: unknown */
	double wrong;		/* how far beyond the cut, above 0; 0: agrees or not judged */
};

struct answer {
	const struct question *question;
	struct judged *judged;		/* all labels of the column that are not empty; the farthest
					   beyond the cut first, then by name */
	int n_judged;
	int n_yes, n_no;		/* labels with a number */
	int n_other, n_absent, n_unknown;	/* not counted, and why */
	int true_yes, true_no;		/* agreeing */
	double area;			/* NAN: no pair of yes and no */
	double accuracy;		/* NAN: nothing to judge */
};

struct evaluation {
	struct question *question;
	int n_question;
	struct answer *answer;		/* questions that the labels answer, in their order */
	int n_answer;
	/* private */
	char *text, *file;
};

/* rules: see ruleset_load(). -1: the rule file is malformed, or no question has its column in the
   labels (the message names the columns that would do). The evaluation points into labels. */
int evaluation_compute(struct evaluation *e, const struct labels *l, const char *rules,
		       const struct assessment *a, const struct universe *u, struct diag *diag);
void evaluation_clear(struct evaluation *e);

/* The area under the ROC curve of numbers with classes; NAN without a yes or without a no. Numbers
   that are NAN and classes other than yes and no do not count. O(n log n). */
double evaluation_area(const double *value, const enum answer_class *class_, int n);

#endif
