/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pages and figures of the report: names become file names that cannot lead anywhere, texts stay
 * texts in every place of a page and a figure, and rows without numbers still draw.
 */
#include <stdlib.h>
#include <solv/util.h>

#include "queries/figure.h"
#include "queries/markup.h"
#include "queries/report_page.h"
#include "queries/table.h"
#include "tests/test.h"

#define EVIL "</svg><script>x(\"'&\033\xe2\x80\xae"

static void check_file(const char *component, const char *file)
{
	char *found = page_file_name(component, 7);

	CHECK_STR(found, file);
	free(found);
}

TEST(file_names_are_plain)
{
	char word[200];

	check_file("openssl", "openssl.html");
	check_file("python3.11", "python3.11.html");
	check_file("libsigc++-2.0", "component-7.html");
	check_file("../../etc/passwd", "component-7.html");
	check_file(".hidden", "component-7.html");
	check_file("Upper", "component-7.html");
	check_file("", "component-7.html");
	check_file("a/b", "component-7.html");
	check_file("javascript:x", "component-7.html");
	memset(word, 'w', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	check_file(word, "component-7.html");
}

static void check_digits(int64_t number, const char *words)
{
	char *found = page_group_digits(number);

	CHECK_STR(found, words);
	free(found);
}

TEST(digits_stand_in_threes)
{
	check_digits(0, "0");
	check_digits(999, "999");
	check_digits(1000, "1,000");
	check_digits(-1000, "-1,000");
	check_digits(-999, "-999");
	check_digits(1234567, "1,234,567");
	check_digits(INT64_MIN, "-9,223,372,036,854,775,808");
}

/* ---- figures and tables on paper ---- */

static const char *names[] = { "plain", EVIL };
static char *files[] = { "plain.html", "component-2.html" };

struct paper {
	char *text;
	size_t size;
	struct page page;
	struct page_index index;
};

static void paper_open(struct paper *x)
{
	memset(x, 0, sizeof(*x));
	x->index = (struct page_index){ names, files, 2 };
	x->page = (struct page){ .f = open_memstream(&x->text, &x->size),
				 .index = &x->index,
				 .up = "" };
}

/* Nothing of the evil name is markup, and what should be there is. */
static void paper_check(struct paper *x, const char *what)
{
	fclose(x->page.f);
	CHECK(!strstr(x->text, "<script"));
	CHECK(!strstr(x->text, "\033"));
	CHECK(!strstr(x->text, "\xe2\x80\xae"));
	CHECK(!strstr(x->text, "nan"));
	CHECK(!strstr(x->text, "inf"));
	CHECK(strstr(x->text, what) != NULL);
	free(x->text);
}

static const struct column columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "release", .type = CELL_TEXT },
	{ .key = "language", .type = CELL_TEXT },
	{ .key = "safety", .type = CELL_TEXT },
	{ .key = "side", .type = CELL_TEXT },
	{ .key = "link", .type = CELL_TEXT },
	{ .key = "rank", .type = CELL_INTEGER },
	{ .key = "rank_low", .type = CELL_INTEGER, .wide = true },
	{ .key = "rank_high", .type = CELL_INTEGER, .wide = true },
	{ .key = "step", .type = CELL_INTEGER },
	{ .key = "impact_packages", .type = CELL_INTEGER },
	{ .key = "network", .type = CELL_REAL, .decimals = 3 },
	{ .key = "percent", .type = CELL_REAL, .decimals = 2 },
	{ .key = "left_percent", .type = CELL_REAL, .decimals = 2 },
	{ .key = "left_by_ranking", .type = CELL_REAL, .decimals = 2 },
};

static struct table *add_rows(struct table *ret)
{
	static const char *const release[] = { "one", "one", EVIL, EVIL };
	static const char *const side[] = { "itself", "rests on it", "it rests on", "it rests on" };
	struct table *rows = table_add_rows(ret, "rows", NULL, columns, N_COLUMNS(columns));

	for (int i = 0; i < 4; i++) {
		table_add_row(rows);
		table_set_text(rows, "component", names[i % 2]);
		table_set_text(rows, "release", release[i]);
		table_set_text(rows, "language", i % 2 ? EVIL : "C");
		table_set_text(rows, "safety", i == 3 ? EVIL : i ? "safe" : "mixed");
		table_set_text(rows, "side", side[i]);
		table_set_text(rows, "link", i == 1 ? "loads" : NULL);
		if (i)
			table_set_integer(rows, "rank", 20 * i);
		table_set_integer(rows, "rank_low", i);
		table_set_integer(rows, "rank_high", 1000 * i);
		table_set_integer(rows, "step", i + 1);
		table_set_integer(rows, "impact_packages", i * i * 1000);
		table_set_real(rows, "network", 1 - 0.1 * i);
		table_set_real(rows, "percent", i % 2 ? 70 : 30);
		table_set_real(rows, "left_percent", 90 - 10 * i);
		if (i < 2)
			table_set_real(rows, "left_by_ranking", 95 - i);
	}
	return rows;
}

TEST(figures_keep_texts_texts)
{
	struct table answer;
	struct table *rows;
	struct paper x;

	table_init(&answer);
	rows = add_rows(&answer);
	paper_open(&x);
	figure_map(&x.page, rows);
	paper_check(&x, "&lt;/svg&gt;&lt;script&gt;");
	paper_open(&x);
	figure_plan(&x.page, rows, rows);
	paper_check(&x, "known replacements");
	paper_open(&x);
	figure_languages(&x.page, rows);
	paper_check(&x, "&lt;/svg&gt;");
	paper_open(&x);
	figure_slopes(&x.page, rows);
	paper_check(&x, "&lt;/svg&gt;");
	paper_open(&x);
	figure_neighbours(&x.page, rows);
	paper_check(&x, "components/component-2.html");
	table_clear(&answer);
}

TEST(tables_link_sort_and_keep_texts_texts)
{
	struct table answer;
	struct paper x;

	table_init(&answer);
	paper_open(&x);
	page_rows(&x.page, add_rows(&answer), "rows", EVIL, NULL);
	fflush(x.page.f);
	CHECK(strstr(x.text, "<a href=\"components/plain.html\">plain</a>") != NULL);
	CHECK(strstr(x.text, "<td class=\"n\" data-v=\"40\"><b>40</b><small>2–2000</small>") !=
	      NULL);
	CHECK(strstr(x.text, "<td class=\"n\" data-v=\"9000\">9,000</td>") != NULL);
	CHECK(strstr(x.text, "<td class=\"n u\">-</td>") != NULL);
	CHECK(!strstr(x.text, "rank_low"));
	paper_check(&x, "<th scope=\"col\" class=\"n\" data-key=\"percent\">percent</th>");
	table_clear(&answer);
}

TEST(nothing_to_draw_is_drawn)
{
	struct table answer;
	struct table *rows;
	struct paper x;

	table_init(&answer);
	rows = table_add_rows(&answer, "rows", NULL, columns, N_COLUMNS(columns));
	paper_open(&x);
	figure_map(&x.page, rows);
	figure_plan(&x.page, rows, NULL);
	figure_languages(&x.page, rows);
	figure_slopes(&x.page, rows);
	page_rows(&x.page, rows, "rows", "none", NULL);
	paper_check(&x, "None.");
	table_clear(&answer);
}

int main(void)
{
	RUN(file_names_are_plain);
	RUN(digits_stand_in_threes);
	RUN(figures_keep_texts_texts);
	RUN(tables_link_sort_and_keep_texts_texts);
	RUN(nothing_to_draw_is_drawn);
	return test_status();
}
