/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are labels read as they stand or refused with a reason, and are answers what evaluation.h says?
 * Numbers are made by hand; the area is held against all pairs.
 */
#include "analyzer/evaluation.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/assessment.h"
#include "analyzer/tsv.h"
#include "tests/oracle/random_universe.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

#define N(array) ((int)(sizeof(array) / sizeof(*(array))))
#define QUESTIONS "question\tcolumn\tpositive\tnegative\tvalue\tcut\twhy\n"

/* ---- area ---- */

/* Each yes against each no. */
static double slow_area(const double *value, const enum answer_class *class_, int n)
{
	double won = 0, pairs = 0;

	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++) {
			if (class_[i] != ANSWER_YES || class_[k] != ANSWER_NO || isnan(value[i]) ||
			    isnan(value[k]))
				continue;
			pairs++;
			won += value[i] > value[k] ? 1 : value[i] < value[k] ? 0 : 0.5;
		}
	return pairs > 0 ? won / pairs : NAN;
}

TEST(the_area_is_the_share_of_pairs_in_order)
{
	static const double value[] = { 0.9, 0.4, 0.4, 0.1 };
	static const enum answer_class class_[] = { ANSWER_YES, ANSWER_YES, ANSWER_NO, ANSWER_NO };
	int n_unknown = 0;

	CHECK_DOUBLE(evaluation_area(value, class_, 4), 3.5 / 4, 1e-12);
	CHECK(isnan(evaluation_area(value, class_, 2))); /* no pair */
	CHECK(isnan(evaluation_area(value, class_, 0)));
	for (int seed = 1; seed <= 2000; seed++) {
		enum answer_class random_class[60];
		double random_value[60], have, want;
		uint64_t state = (uint64_t)seed;
		int n = (int)random_below(&state, 60);
		unsigned steps = 1 + random_below(&state, 30); /* few steps: many ties */

		for (int i = 0; i < n; i++) {
			random_class[i] = (enum answer_class)random_below(&state, ANSWER_CLASSES);
			random_value[i] = random_below(&state, 6) ?
						  random_below(&state, steps) / (double)steps :
						  NAN;
		}
		have = evaluation_area(random_value, random_class, n);
		want = slow_area(random_value, random_class, n);
		n_unknown += isnan(want);
		if (isnan(have) != isnan(want) || fabs(have - want) > 1e-12)
			test_fail(__FILE__, __LINE__, "numbers %d: %g, not %g", seed, have, want);
	}
	CHECK(n_unknown > 10 && n_unknown < 1000);
}

/* ---- tables ---- */

TEST(a_table_is_read_as_it_stands)
{
	static const char text[] = "\r\n# whose labels\n\ncomponent\tsafety\tnote\r\n"
				   "one\tsafe\t\r\n#two\tsafe\tx\n\nthree\t\ta \"b\", c";
	char path[LITTLE_PATH];
	struct labels labels;
	struct little dir;
	struct tsv tsv;

	little_init(&dir);
	little_write(&dir, "l.tsv", text);
	little_path(&dir, "l.tsv", path);
	CHECK_INT(labels_load(&labels, path, &dir.diag), 0);
	CHECK_STR(dir.diag.message, NULL);
	CHECK_INT(labels.n_column, 3);
	CHECK_INT(labels.n_row, 2);
	CHECK_INT(labels.component_column, 0);
	CHECK_STR(labels.column[1], "safety");
	CHECK_STR(labels.column[2], "note");
	CHECK_STR(labels.field[0], "one");
	CHECK_STR(labels.field[1], "safe");
	CHECK_STR(labels.field[2], "");
	CHECK_STR(labels.field[3], "three");
	CHECK_STR(labels.field[4], "");
	CHECK_STR(labels.field[5], "a \"b\", c");
	labels_clear(&labels);
	labels_clear(&labels);

	CHECK_INT(tsv_open_table(&tsv, path, "row", &dir.diag), 0);
	CHECK_INT(tsv_find_column(&tsv, "note"), 2);
	CHECK_INT(tsv_find_column(&tsv, "no"), -1);
	CHECK_INT(tsv_next(&tsv, &dir.diag), 1);
	CHECK_INT(tsv.line, 5);
	CHECK_INT(tsv_next(&tsv, &dir.diag), 1);
	CHECK_INT(tsv.line, 8);
	CHECK_INT(tsv_next(&tsv, &dir.diag), 0);
	tsv_close(&tsv, NULL, NULL);
	little_clear(&dir);
}

TEST(bad_tables_are_refused_with_file_and_line)
{
	static const struct {
		const char *text;
		size_t len;		/* 0: strlen */
		const char *message;	/* after the file; NULL: x has two rows */
	} bad[] = {
		{ "", 0, "line 0: the line that names the columns is missing" },
		{ "# nothing\n\n", 0, "line 2: the line that names the columns is missing" },
		{ "package\tsafety\nx\tsafe\n", 0, "line 1: no column is called 'component'" },
		{ "#\ncomponent\tsafety\tsafety\nx\ty\tz\n", 0,
		  "line 2: a second column 'safety'" },
		{ "component\t\tsafety\n", 0, "line 1: column 2 is empty" },
		{ "component\tsafety\nx\n", 0, "line 2: 1 columns, not 2" },
		{ "component\tsafety\nx\tsafe\n\ny\tsafe\tC\n", 0, "line 4: 3 columns, not 2" },
		{ "component\tsafety\nx\tsafe\n\tsafe\n", 0, "line 3: no component is named" },
		{ "component\tsafety\nx\tsa\033[1mfe\n", 0, "line 2: control character 0x1b" },
		{ "component\tsafety\nx\tsa\0fe\n", 25, "line 2: control character 0x00" },
		{ "component\tsafety\nx\tsafe\177\n", 0, "line 2: control character 0x7f" },
		{ "component\tsafety\nx\tsafe\ny\tsafe\nx\tunsafe\n", 0,
		  NULL },
	};

	for (int i = 0; i < N(bad); i++) {
		char path[LITTLE_PATH], want[LITTLE_PATH + 100];
		struct labels labels;
		struct little dir;

		little_init(&dir);
		little_write_bytes(&dir, "l.tsv", bad[i].text,
				   bad[i].len ? bad[i].len : strlen(bad[i].text));
		little_path(&dir, "l.tsv", path);
		if (!bad[i].message)
			snprintf(want, sizeof(want),
				 "cannot use labels '%s': component 'x' has two rows", path);
		else
			snprintf(want, sizeof(want), "cannot parse row '%s' %s", path,
				 bad[i].message);
		CHECK_INT(labels_load(&labels, path, &dir.diag), -1);
		CHECK_STR(dir.diag.message, want);
		CHECK(!labels.field && !labels.column && !labels.text);
		little_clear(&dir);
	}
}

/* A table of one line that names n columns, behind two others. */
static void write_wide(struct little *dir, int n)
{
	char text[16 * (TABLE_COLUMNS_MAX + 1)];
	int len = snprintf(text, sizeof(text), "#\n\ncomponent");

	for (int i = 1; i < n; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len, "\tc%d", i);
	little_write(dir, "l.tsv", text);
}

TEST(a_table_has_its_limits)
{
	char path[LITTLE_PATH], want[LITTLE_PATH + 100];
	struct labels labels;
	struct little dir;
	char *large;

	little_init(&dir);
	little_path(&dir, "l.tsv", path);
	write_wide(&dir, TABLE_COLUMNS_MAX);
	CHECK_INT(labels_load(&labels, path, &dir.diag), 0);
	CHECK_INT(labels.n_column, TABLE_COLUMNS_MAX);
	CHECK_INT(labels.n_row, 0);
	labels_clear(&labels);

	write_wide(&dir, TABLE_COLUMNS_MAX + 1);
	CHECK_INT(labels_load(&labels, path, &dir.diag), -1);
	snprintf(want, sizeof(want),
		 "'%s' exceeds the limit 'table-columns' (64 columns) at line 3", path);
	CHECK_STR(dir.diag.message, want);

	diag_clear(&dir.diag);
	large = malloc(17 << 20);
	memset(large, '\n', 17 << 20);
	little_write_bytes(&dir, "l.tsv", large, 17 << 20);
	free(large);
	CHECK_INT(labels_load(&labels, path, &dir.diag), -1);
	snprintf(want, sizeof(want), "'%s' exceeds the limit 'table-bytes' (16 MiB)", path);
	CHECK_STR(dir.diag.message, want);

	diag_clear(&dir.diag);
	CHECK_INT(labels_load(&labels, dir.dir, &dir.diag), -1);
	snprintf(want, sizeof(want), "cannot read '%s': Is a directory", dir.dir);
	CHECK_STR(dir.diag.message, want);

	diag_clear(&dir.diag);
	little_path(&dir, "none.tsv", path);
	CHECK_INT(labels_load(&labels, path, &dir.diag), -1);
	snprintf(want, sizeof(want), "cannot open '%s': No such file or directory", path);
	CHECK_STR(dir.diag.message, want);
	little_clear(&dir);
}

/* ---- answers ---- */

/* Components a … h, each one package, and their numbers of two parts and a criterion. */
struct evaluation_bench {
	struct little dir;
	struct assessment assessment;
	struct labels labels;
	struct evaluation evaluation;
};

static const struct {
	const char *name;
	double listens, network;
} number[] = {
	{ "a", 0.9, 0.9 }, { "b", 0.5, 0.1 }, { "c", 0.49, 0.2 }, { "d", 0, 0.8 },
	{ "e", NAN, NAN }, { "f", 0.7, 0.7 }, { "g", 0.5, 0.5 },  { "h", 0.1, 0.1 },
};

/* Evaluate labels by questions; both are tables without their first line. -1: failed. */
static int evaluate(struct evaluation_bench *b, const char *columns, const char *rows,
		    const char *questions)
{
	char path[LITTLE_PATH], *text;
	char packages[2048];
	int len = 0;

	little_init(&b->dir);
	for (int i = 0; i < N(number); i++)
		len += snprintf(packages + len, sizeof(packages) - (size_t)len,
				"Package: %s\nVersion: 1\nArchitecture: amd64\n\n", number[i].name);
	little_write(&b->dir, "Packages", packages);
	CHECK_INT(little_import(&b->dir, "Packages"), 0);
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, N(number));
	for (int i = 0; i < N(number); i++) {
		int c = universe_find_component(&b->dir.universe, number[i].name);

		b->assessment.part[PART_LISTENS][c] = number[i].listens;
		b->assessment.value[CRITERION_NETWORK][c] = number[i].network;
	}
	text = solv_dupjoin(columns, rows, NULL);
	little_write(&b->dir, "labels.tsv", text);
	free(text);
	text = solv_dupjoin(QUESTIONS, questions, NULL);
	little_write(&b->dir, "evaluate.tsv", text);
	free(text);
	little_path(&b->dir, "labels.tsv", path);
	CHECK_INT(labels_load(&b->labels, path, &b->dir.diag), 0);
	return evaluation_compute(&b->evaluation, &b->labels, b->dir.dir, &b->assessment,
				  &b->dir.universe, &b->dir.diag);
}

static void evaluation_bench_clear(struct evaluation_bench *b)
{
	evaluation_clear(&b->evaluation);
	labels_clear(&b->labels);
	assessment_clear(&b->assessment);
	little_clear(&b->dir);
}

/* "a yes 0.400, …": what was judged, in order, with its class and how wrong it is. */
static const char *judged_text(const struct answer *answer)
{
	static const char *const word[ANSWER_CLASSES] = { "other", "yes", "no" };
	static char text[1024];
	int len = 0;

	text[0] = '\0';
	for (int i = 0; i < answer->n_judged; i++) {
		const struct judged *j = &answer->judged[i];

		len += snprintf(text + len, sizeof(text) - (size_t)len, "%s%s %s %.2f",
				i ? ", " : "", j->name, word[j->label_class], j->wrong);
	}
	return text;
}

TEST(labels_are_counted_by_class_and_the_farthest_come_first)
{
	struct evaluation_bench b;
	const struct answer *answer;

	CHECK_INT(evaluate(&b, "kind\tcomponent\n",
			   "server\ta\nserver\td\nnone\tb\nnone\tc\nnone\tf\nserver\te\n"
			   "odd\tg\nserver\tgone\n\th\nnone\tg2\n",
			   "daemon\tkind\tserver\tnone\tlistens\t0.5\tit listens\n"),
		  0);
	CHECK_STR(b.dir.diag.message, NULL);
	CHECK_INT(b.evaluation.n_answer, 1);
	answer = b.evaluation.answer;
	CHECK_STR(answer->question->name, "daemon");
	CHECK_STR(answer->question->why, "it listens");
	CHECK_DOUBLE(answer->question->cut, 0.5, 0);
	CHECK_INT(answer->n_judged, 9); /* h has no label */
	CHECK_INT(answer->n_yes, 2);
	CHECK_INT(answer->n_no, 3);
	CHECK_INT(answer->n_other, 1);
	CHECK_INT(answer->n_absent, 2);
	CHECK_INT(answer->n_unknown, 1);
	CHECK_INT(answer->true_yes, 1);
	CHECK_INT(answer->true_no, 1); /* c; b is at the cut itself */
	CHECK_DOUBLE(answer->accuracy, 0.4, 1e-12);
	CHECK_DOUBLE(answer->area, 3.0 / 6, 1e-12); /* a beats all, d none */
	CHECK_STR(judged_text(answer),
		  "d yes 0.50, f no 0.20, b no 0.00, a yes 0.00, c no 0.00, e yes 0.00, "
		  "g other 0.00, g2 no 0.00, gone yes 0.00");
	CHECK(answer->judged[2].wrong > 0);
	CHECK(answer->judged[3].wrong <= 0);
	CHECK(isnan(answer->judged[5].value));
	CHECK_INT(answer->judged[7].component, -1);
	evaluation_bench_clear(&b);
	evaluation_clear(&b.evaluation);
}

TEST(equally_wrong_labels_are_sorted_by_name)
{
	struct evaluation_bench b;

	CHECK_INT(evaluate(&b, "component\tkind\n", "g\tno\nb\tno\nh\tno\n",
			   "q\tkind\tyes\tno\tlistens\t0.3\twhy\n"),
		  0);
	CHECK_STR(judged_text(b.evaluation.answer), "b no 0.20, g no 0.20, h no 0.00");
	CHECK(isnan(b.evaluation.answer->area)); /* no yes */
	CHECK_DOUBLE(b.evaluation.answer->accuracy, 1.0 / 3, 1e-12);
	evaluation_bench_clear(&b);
}

TEST(a_component_may_have_several_labels)
{
	static const struct {
		const char *positive, *negative, *label;
		enum answer_class want;
	} row[] = {
		{ "server,raw", "none", "server", ANSWER_YES },
		{ "server,raw", "none", "client server", ANSWER_YES },
		{ "server,raw", "none", "client,raw", ANSWER_YES },
		{ "server,raw", "none", "client, none", ANSWER_NO },
		{ "server,raw", "none", "none raw", ANSWER_YES }, /* a yes wins */
		{ "server,raw", "none", "client", ANSWER_OTHER },
		{ "server,raw", "none", "serv", ANSWER_OTHER },
		{ "server,raw", "none", "servers", ANSWER_OTHER },
		{ "server,raw", "none", "server,raw", ANSWER_YES },
		{ "server", "*", "client", ANSWER_NO },
		{ "*", "none", "none", ANSWER_YES },
		{ "server, raw", "none", "raw", ANSWER_YES },
		{ "server", "none", ",", ANSWER_OTHER },
	};

	for (int i = 0; i < N(row); i++) {
		struct evaluation_bench b;
		char labels[100], questions[200];

		snprintf(labels, sizeof(labels), "a\t%s\n", row[i].label);
		snprintf(questions, sizeof(questions), "q\tkind\t%s\t%s\tlistens\t0.5\twhy\n",
			 row[i].positive, row[i].negative);
		CHECK_INT(evaluate(&b, "component\tkind\n", labels, questions), 0);
		if (b.evaluation.n_answer != 1 || b.evaluation.answer->n_judged != 1 ||
		    b.evaluation.answer->judged->label_class != row[i].want)
			test_fail(__FILE__, __LINE__, "'%s' against '%s' and '%s'", row[i].label,
				  row[i].positive, row[i].negative);
		evaluation_bench_clear(&b);
	}
}

TEST(several_questions_read_one_column)
{
	struct evaluation_bench b;

	CHECK_INT(evaluate(&b, "component\tkind\tother\n", "a\tyes\tx\nd\tyes\tx\nh\tno\tx\n",
			   "first\tkind\tyes\tno\tlistens\t0.5\twhy\n"
			   "absent\tnowhere\tyes\tno\tlistens\t0.5\twhy\n"
			   "second\tkind\tyes\tno\tnetwork\t0.85\twhy\n"),
		  0);
	CHECK_INT(b.evaluation.n_question, 3);
	CHECK_INT(b.evaluation.n_answer, 2);
	CHECK_STR(b.evaluation.answer[0].question->name, "first");
	CHECK_STR(b.evaluation.answer[1].question->name, "second");
	CHECK_DOUBLE(b.evaluation.answer[0].area, 0.5, 1e-12);
	CHECK_DOUBLE(b.evaluation.answer[1].area, 1, 1e-12);
	CHECK_DOUBLE(b.evaluation.answer[1].accuracy, 2.0 / 3, 1e-12);
	evaluation_bench_clear(&b);
}

TEST(questions_that_cannot_be_asked_are_refused)
{
	static const struct {
		const char *questions, *message; /* after the file; NULL: no column */
	} bad[] = {
		{ "q\tkind\tyes\tno\tlisten\t0.5\twhy\n",
		  "line 2: 'listen' is no criterion and no part of one" },
		{ "q\tkind\tyes\tno\tlistens\t1.5\twhy\n",
		  "line 2: 1.5 is not between 0 and 1" },
		{ "q\tkind\tyes\tno\tlistens\thalf\twhy\n",
		  "line 2: 'half' is not a number" },
		{ "q\tkind\tyes\tno\tlistens\t0.5\twhy\nq\tkind\tyes\t\tlistens\t0.5\twhy\n",
		  "line 3: column 4 is empty" },
		{ "q\tone\tyes\tno\tlistens\t0.5\twhy\nq\ttwo\tyes\tno\tuse\t0.5\twhy\n"
		  "r\tone\tyes\tno\tlistens\t0.5\twhy\n",
		  NULL },
	};

	for (int i = 0; i < N(bad); i++) {
		char path[LITTLE_PATH], labels[LITTLE_PATH], want[3 * LITTLE_PATH];
		struct evaluation_bench b;

		CHECK_INT(evaluate(&b, "component\tkind\n", "a\tyes\n", bad[i].questions), -1);
		little_path(&b.dir, "evaluate.tsv", path);
		little_path(&b.dir, "labels.tsv", labels);
		if (bad[i].message)
			snprintf(want, sizeof(want), "cannot parse rule '%s' %s", path,
				 bad[i].message);
		else
			snprintf(want, sizeof(want),
				 "cannot use labels '%s': none of its columns is one of one, two "
				 "('%s')", labels, path);
		CHECK_STR(b.dir.diag.message, want);
		CHECK(!b.evaluation.answer && !b.evaluation.question && !b.evaluation.text);
		evaluation_bench_clear(&b);
	}
}

TEST(built_in_questions_load)
{
	static const char *const column[] = {
		"memory_class", "safety", "selinux_refpolicy", "census_2015", "exposure",
	};
	struct evaluation_bench b;

	CHECK_INT(evaluate(&b, "component\tkind\n", "a\tyes\n",
			   "q\tkind\tyes\tno\tlistens\t0.5\twhy\n"), 0);
	for (int i = 0; i < N(column); i++) {
		struct evaluation e;
		const char *name[] = { "component", column[i] }, *field[] = { "a", "x" };
		const struct labels labels = { .n_column = 2, .n_row = 1, .column = name,
					       .field = field };

		CHECK_INT(evaluation_compute(&e, &labels, NULL, &b.assessment, &b.dir.universe,
					     &b.dir.diag), 0);
		CHECK(e.n_answer >= 1);
		evaluation_clear(&e);
	}
	CHECK_STR(b.dir.diag.message, NULL);
	evaluation_bench_clear(&b);
}

int main(void)
{
	RUN(the_area_is_the_share_of_pairs_in_order);
	RUN(a_table_is_read_as_it_stands);
	RUN(bad_tables_are_refused_with_file_and_line);
	RUN(a_table_has_its_limits);
	RUN(labels_are_counted_by_class_and_the_farthest_come_first);
	RUN(equally_wrong_labels_are_sorted_by_name);
	RUN(a_component_may_have_several_labels);
	RUN(several_questions_read_one_column);
	RUN(questions_that_cannot_be_asked_are_refused);
	RUN(built_in_questions_load);
	return test_status();
}
