/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do the judgements agree with those of others? Labels in a table, questions by question.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/evaluation.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column question_columns[] = {
	{ .key = "question", .type = CELL_TEXT },
	{ .key = "column", .type = CELL_TEXT },
	{ .key = "value", .type = CELL_TEXT },
	{ .key = "cut", .type = CELL_REAL, .decimals = 2 },
	{ .key = "yes", .type = CELL_INTEGER },
	{ .key = "no", .type = CELL_INTEGER },
	{ .key = "area", .heading = "ROC area", .type = CELL_REAL, .decimals = 4 },
	{ .key = "accuracy", .type = CELL_REAL, .decimals = 4 },
	{ .key = "true_yes", .heading = "yes found", .type = CELL_INTEGER },
	{ .key = "true_no", .heading = "no found", .type = CELL_INTEGER },
	{ .key = "other", .heading = "other labels", .type = CELL_INTEGER },
	{ .key = "absent", .type = CELL_INTEGER },
	{ .key = "unknown", .type = CELL_INTEGER },
	{ .key = "why", .heading = "meaning", .type = CELL_TEXT, .fit = FIT_WRAP, .wide = true },
};

static const struct column confusion_columns[] = {
	{ .key = "column", .type = CELL_TEXT },
	{ .key = "label", .type = CELL_TEXT },
	{ .key = "verdict", .type = CELL_TEXT },
	{ .key = "components", .type = CELL_INTEGER },
};

static const struct column columns[] = {
	{ .key = "question", .type = CELL_TEXT },
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "label", .type = CELL_TEXT },
	{ .key = "value", .type = CELL_REAL, .decimals = 3 },
	{ .key = "wrong", .heading = "off by", .type = CELL_REAL, .decimals = 3 },
	{ .key = "verdict", .type = CELL_TEXT },
	{ .key = "languages", .type = CELL_TEXT, .fit = FIT_SHORTEN, .spare = true },
};

static void add_question(struct table *rows, const struct answer *answer)
{
	const struct question *q = answer->question;

	table_add_row(rows);
	table_set_text(rows, "question", q->name);
	table_set_text(rows, "column", q->column);
	table_set_text(rows, "value", q->value);
	table_set_real(rows, "cut", q->cut);
	table_set_integer(rows, "yes", answer->n_yes);
	table_set_integer(rows, "no", answer->n_no);
	table_set_real(rows, "area", answer->area);
	table_set_real(rows, "accuracy", answer->accuracy);
	table_set_integer(rows, "true_yes", answer->true_yes);
	table_set_integer(rows, "true_no", answer->true_no);
	table_set_integer(rows, "other", answer->n_other);
	table_set_integer(rows, "absent", answer->n_absent);
	table_set_integer(rows, "unknown", answer->n_unknown);
	table_set_text(rows, "why", q->why);
}

/* Is a question about languages (else about exposure)? */
static bool asks_for_safety(const struct question *q)
{
	return !strcmp(q->value, criterion_name(CRITERION_UNSAFE));
}

/* The word of linchpin's that a label is set against. */
static const char *verdict_of(const struct analysis *a, const struct question *q, int c)
{
	return asks_for_safety(q) ? safety_name(a->languages.mix[c].safety) :
				    exposure_name((enum exposure)a->assessment.exposure[c]);
}

/* How often each label met each verdict, in the order in which they first stand in the answer. */
static void add_confusion(struct table *rows, const struct analysis *a, const struct answer *answer)
{
	const struct question *q = answer->question;

	for (int i = 0; i < answer->n_judged; i++) {
		const struct judged *first = &answer->judged[i];
		const char *verdict;
		int n = 0;
		bool seen = first->component < 0;

		if (seen)
			continue;
		verdict = verdict_of(a, q, first->component);
		for (int k = 0; k < answer->n_judged && !seen; k++) {
			const struct judged *j = &answer->judged[k];

			if (j->component < 0 || strcmp(j->label, first->label) ||
			    strcmp(verdict_of(a, q, j->component), verdict))
				continue;
			seen = k < i;
			n++;
		}
		if (seen)
			continue;
		table_add_row(rows);
		table_set_text(rows, "column", q->column);
		table_set_text(rows, "label", first->label);
		table_set_text(rows, "verdict", verdict);
		table_set_integer(rows, "components", n);
	}
}

static void add_disagreements(struct table *rows, const struct analysis *a,
			      const struct answer *answer)
{
	for (int i = 0; i < answer->n_judged && answer->judged[i].wrong > 0; i++) {
		const struct judged *j = &answer->judged[i];
		char *languages = language_mix_text(&a->languages, j->component);

		table_add_row(rows);
		table_set_text(rows, "question", answer->question->name);
		table_set_text(rows, "component", j->name);
		table_set_text(rows, "label", j->label);
		table_set_real(rows, "value", j->value);
		table_set_real(rows, "wrong", j->wrong);
		table_set_text(rows, "verdict", verdict_of(a, answer->question, j->component));
		table_set_text(rows, "languages", languages);
		free(languages);
	}
}

static void fill(struct table *ret, const struct analysis *a, const struct evaluation *e)
{
	struct table *rows = table_add_rows(ret, "questions", "Agreement", question_columns,
					    N_COLUMNS(question_columns));

	for (int i = 0; i < e->n_answer; i++)
		add_question(rows, &e->answer[i]);
	table_add_note(rows,
		       "ROC area: how often a component labelled yes has the greater number than "
		       "one labelled no (0.5: by chance). accuracy: share of labels on the right "
		       "side of the cut. Labels that are neither yes nor no, components that are "
		       "not in the release and unknown numbers are counted apart.");
	rows = table_add_rows(ret, "confusion", "Label and verdict", confusion_columns,
			      N_COLUMNS(confusion_columns));
	for (int i = 0; i < e->n_answer; i++) {
		bool again = false;

		/* questions about one column with one verdict share their table */
		for (int k = 0; k < i; k++)
			again = again || (!strcmp(e->answer[k].question->column,
						  e->answer[i].question->column) &&
					  asks_for_safety(e->answer[k].question) ==
						  asks_for_safety(e->answer[i].question));
		if (!again)
			add_confusion(rows, a, &e->answer[i]);
	}
	rows = table_add_rows(ret, "rows", "Disagreements, the farthest first", columns,
			      N_COLUMNS(columns));
	for (int i = 0; i < e->n_answer; i++)
		add_disagreements(rows, a, &e->answer[i]);
	table_add_note(rows, "A disagreement is a place to look, not a verdict: linchpin explain "
			     "COMPONENT tells what spoke for ours.");
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	const char *path = o->name[0], *slash = strrchr(path, '/');
	struct table *summary = table_add_record(ret, "summary", NULL);
	struct labels labels;
	struct evaluation e;
	int failed;

	(void)spec;
	if (labels_load(&labels, path, diag))
		return -1;
	failed = evaluation_compute(&e, &labels, o->rules, &a->assessment, &a->universe, diag);
	if (!failed) {
		table_field_text(summary, "labels", "labels", slash ? slash + 1 : path);
		table_field_text(summary, "labels_sha256", "SHA-256 of the labels",
				 labels.sha256);
		table_field_integer(summary, "labelled", "components in them", labels.n_row);
		fill(ret, a, &e);
		evaluation_clear(&e);
	}
	labels_clear(&labels);
	return failed ? -1 : 0;
}

extern const struct verb verb_evaluate;
const struct verb verb_evaluate = {
	.name = "evaluate",
	.arguments = "LABELS.tsv",
	.summary = "how far the judgements agree with labels that others gave",
	.description =
		"Compares the numbers of a ranking with a table of labels: tab-separated, a first "
		"line that names the columns, one of them 'component'. Which columns and labels "
		"are understood says the rule file evaluate.tsv (memory_class, safety, "
		"selinux_refpolicy, census_2015, exposure); with --rules one asks other questions. "
		"Shows accuracy, the area under the ROC curve, labels against verdicts, and every "
		"disagreement, the farthest first.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE,
	.min_names = 1,
	.max_names = 1,
	.whole = true,
	.reads_names = true,
	.stage = STAGE_RANKING,
	.run = run,
};
