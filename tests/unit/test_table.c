/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables and their writers: what is unknown stays unknown, numbers stay numbers, and hostile text
 * stays text in every format.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/universe.h"
#include "queries/character.h"
#include "queries/options.h"
#include "queries/provenance.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "tests/test.h"

/* What strangers might put into a description, and what no output may contain because of it. */
static const struct {
	const char *text;
	const char *why;
} hostile[] = {
	{ "</script><img src=x onerror=alert(1)>", "markup" },
	{ "\"quoted\" and 'single', with comma", "quotes" },
	{ "line\nbreak\r\nand\ttab", "line ends" },
	{ "\033[31mred\033]0;title\007", "terminal escapes" },
	{ "\xc2\x9b" "31mred", "C1 control sequence introducer" },
	{ "abc\xe2\x80\xaegnp.exe", "right-to-left override" },
	{ "a\xe2\x81\xa6isolate\xe2\x81\xa9", "bidirectional isolates" },
	{ "bad \xff\xfe\xc3 utf-8 \xed\xa0\x80 \xc0\xaf \xf4\x90\x80\x80", "not UTF-8" },
	{ "=HYPERLINK(\"http://x\")", "formula" },
	{ "+1-1", "formula" },
	{ "@SUM(A1)", "formula" },
	{ "-2+3", "formula" },
	{ "pipe | and `code` and [link](x) and *star* \\ end", "markdown" },
	{ "</td></tr></table><!--", "end of table" },
	{ "\xef\xbb\xbf" "byte order mark", "invisible" },
	{ "\xf3\xa0\x81\x81tag", "tag characters" },
	{ "wide \xe6\xbc\xa2\xe5\xad\x97 e\xcc\x81 \xf0\x9f\xa6\x80", "wide and combining: these "
								      "stay" },
	{ "delete\177 \001 \037", "C0 controls and delete" },
	{ "", "empty" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaa",
	  "very long word" },
};

#define N_HOSTILE ((int)(sizeof(hostile) / sizeof(hostile[0])))

/* gcc 12 takes the stream's buffer for a local once this is inlined */
__attribute__((noinline))
static char *written(const char *format, const struct table *t, const struct provenance *p,
		     struct style style)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	writer_write(writer_find(format), t, p, &style, f);
	fclose(f);
	return text;
}

static void check_written(const char *format, const struct table *t, struct style style,
			  const char *want)
{
	char *have = written(format, t, NULL, style);

	CHECK_STR(have, want);
	free(have);
}

static void small_table(struct table *t)
{
	static const struct column columns[] = {
		{ .key = "rank", .type = CELL_INTEGER },
		{ .key = "component", .type = CELL_TEXT, .fit = FIT_SHORTEN },
		{ .key = "score", .type = CELL_REAL, .decimals = 3 },
		{ .key = "is_safe", .heading = "memory safe", .type = CELL_BOOL },
		{ .key = "secret", .type = CELL_TEXT, .wide = true, .unknown = "?" },
	};
	struct table *summary, *rows;

	table_init(t);
	summary = table_add_record(t, "summary", NULL);
	rows = table_add_rows(t, "rows", "Ranking", columns, N_COLUMNS(columns));
	table_field_integer(summary, "components", NULL, 2);
	table_field_real(summary, "share", "share of all", .5, 1);
	table_add_row(rows);
	table_set_integer(rows, "rank", 1);
	table_set_text(rows, "component", "openssl");
	table_set_real(rows, "score", .93);
	table_set_bool(rows, "is_safe", false);
	table_set_text(rows, "secret", "no");
	table_add_row(rows);
	table_set_real(rows, "score", NAN);
	table_set_integer(rows, "rank", -2);
	table_set_format(rows, "component", "%s-%d", "zlib", 1);
	table_add_note(rows, "Counted on %d components.", 2);
}

TEST(text)
{
	struct table t;

	small_table(&t);
	check_written("text", &t, (struct style){ 0 },
		      "components    2\n"
		      "share of all  0.5\n"
		      "\n"
		      "Ranking\n"
		      "  RANK  COMPONENT  SCORE  MEMORY SAFE\n"
		      "     1  openssl    0.930  no\n"
		      "    -2  zlib-1         -  -\n"
		      "\n"
		      "  Counted on 2 components.\n");
	check_written("text", &t, (struct style){ .wide = true, .bold = true },
		      "components    2\n"
		      "share of all  0.5\n"
		      "\n"
		      "\033[1mRanking\033[0m\n"
		      "  \033[1mRANK  COMPONENT  SCORE  MEMORY SAFE  SECRET\033[0m\n"
		      "     1  openssl    0.930  no           no\n"
		      "    -2  zlib-1         -  -            ?\n"
		      "\n"
		      "  Counted on 2 components.\n");
	table_clear(&t);
}

TEST(csv)
{
	struct table t;

	small_table(&t);
	check_written("csv", &t, (struct style){ 0 },
		      "rank,component,score,is_safe,secret\n"
		      "1,openssl,0.930,false,no\n"
		      "-2,zlib-1,,,\n");
	table_clear(&t);
	table_init(&t);
	table_field_bool(table_add_record(&t, "a", NULL), "b", NULL, true);
	table_field_text(t.part[0], "c", NULL, NULL);
	table_field_text(table_add_record(table_add_list(&t, "list", NULL), NULL, NULL), "d", NULL,
			 "x,y");
	check_written("csv", &t, (struct style){ 0 },
		      "key,value\na.b,true\na.c,\nlist.1.d,\"x,y\"\n");
	table_clear(&t);
}

TEST(json)
{
	struct table t;

	small_table(&t);
	table_field_integer(table_add_record(&t, "after", NULL), "n", NULL, INT64_MIN);
	table_add_record(&t, "none", NULL);
	table_add_list(&t, "list", NULL);
	check_written("json", &t, (struct style){ 0 },
		      "{\n"
		      "  \"summary\": {\n"
		      "    \"components\": 2,\n"
		      "    \"share\": 0.5\n"
		      "  },\n"
		      "  \"after\": {\n"
		      "    \"n\": -9223372036854775808\n"
		      "  },\n"
		      "  \"none\": {},\n"
		      "  \"list\": [],\n"
		      "  \"rows\": [\n"
		      "    {\"rank\": 1, \"component\": \"openssl\", \"score\": 0.930, "
		      "\"is_safe\": false, \"secret\": \"no\"},\n"
		      "    {\"rank\": -2, \"component\": \"zlib-1\", \"score\": null, "
		      "\"is_safe\": null, \"secret\": null}\n"
		      "  ]\n"
		      "}\n");
	table_clear(&t);
}

TEST(markdown)
{
	struct table t;

	small_table(&t);
	check_written("md", &t, (struct style){ 0 },
		      "| | |\n|:--|:--|\n| components | 2 |\n| share of all | 0.5 |\n\n"
		      "## Ranking\n\n"
		      "| rank | component | score | memory safe | secret |\n"
		      "|--:|:--|--:|:--|:--|\n"
		      "| 1 | openssl | 0.930 | no | no |\n"
		      "| -2 | zlib-1 | - | - | ? |\n\n"
		      "Counted on 2 components.\n\n");
	table_clear(&t);
}

TEST(numbers)
{
	struct column column = { .type = CELL_REAL, .decimals = 3 };
	struct cell cell = { .type = CELL_REAL };
	char buffer[WRITER_NUMBER];

	cell.as.real = -0.0001;
	CHECK_STR(writer_number(&column, &cell, buffer), "0.000");
	cell.as.real = -0.0006;
	CHECK_STR(writer_number(&column, &cell, buffer), "-0.001");
	column.decimals = 17;
	cell.as.real = -1.7976931348623157e308;
	CHECK_INT(strlen(writer_number(&column, &cell, buffer)), 1 + 309 + 1 + 17);
}

static void hostile_table(struct table *t)
{
	static const struct column columns[] = {
		{ .key = "text", .type = CELL_TEXT, .fit = FIT_WRAP },
		{ .key = "short", .type = CELL_TEXT, .fit = FIT_SHORTEN },
		{ .key = "kept", .type = CELL_TEXT },
	};
	struct table *rows;

	table_init(t);
	rows = table_add_rows(t, "rows", hostile[0].text, columns, N_COLUMNS(columns));
	for (int i = 0; i < N_HOSTILE; i++) {
		struct table *record;
		char name[20];

		table_add_row(rows);
		table_set_text(rows, "text", hostile[i].text);
		table_set_text(rows, "short", hostile[i].text);
		table_set_text(rows, "kept", hostile[i].text);
		table_add_note(rows, "%s", hostile[i].text);
		snprintf(name, sizeof(name), "part%d", i);
		record = table_add_record(t, name, hostile[i].text);
		table_field_text(record, hostile[i].text, hostile[i].text, hostile[i].text);
	}
}

/* No byte in the output may drive a terminal, be invalid, or turn the line around. */
static void check_harmless(const char *format, const char *text)
{
	for (const char *s = text; *s; ) {
		const char *before = s;
		uint32_t c = character_next(&s);

		if (c == '\n' || (c == '\t' && !strcmp(format, "csv")) ||
		    (c == '\t' && !strcmp(format, "html")) || character_is_harmless(c))
			continue;
		test_fail(__FILE__, __LINE__, "%s contains U+%04X at '%.20s'", format, c, before);
		return;
	}
	CHECK_INT(solv_validutf8(text), strlen(text));
}

TEST(hostile_text_is_harmless_everywhere)
{
	static const int widths[] = { 0, 1, 41, 80, 200 };
	struct table t;

	hostile_table(&t);
	for (const struct writer *w = writers; w->name; w++) {
		for (int i = 0; i < 5; i++) {
			struct style style = { .width = widths[i] };
			char *text = written(w->name, &t, NULL, style);

			check_harmless(w->name, text);
			free(text);
		}
	}
	table_clear(&t);
}

TEST(hostile_html_has_no_markup)
{
	struct table t;
	char *text;

	hostile_table(&t);
	text = written("html", &t, NULL, (struct style){ 0 });
	CHECK(!strstr(text, "<script"));
	CHECK(!strstr(text, "</script"));
	CHECK(!strstr(text, "<img"));
	CHECK(!strstr(text, "<!--"));
	CHECK(strstr(text, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"));
	CHECK(strstr(text, "default-src 'none'"));
	free(text);
	table_clear(&t);
}

TEST(hostile_markdown_has_no_markup)
{
	struct table t;
	const char *line;
	char *text;
	int n = 0;

	hostile_table(&t);
	text = written("md", &t, NULL, (struct style){ 0 });
	CHECK(!strchr(text, '<'));
	CHECK(strstr(text, "pipe \\| and \\`code\\` and \\[link\\](x) and \\*star\\* \\\\ end"));
	/* each row of the list has exactly its three cells */
	for (line = strstr(text, "| text | short | kept |\n"); line && *line == '|'; n++) {
		int n_pipe = 0;

		for (; *line != '\n'; line++) {
			if (*line == '\\')
				line++;
			else if (*line == '|')
				n_pipe++;
		}
		line++;
		CHECK_INT(n_pipe, 4);
	}
	CHECK_INT(n, N_HOSTILE + 2);
	free(text);
	table_clear(&t);
}

TEST(hostile_json_keeps_the_text)
{
	struct table t;
	json_t *root, *rows;
	char *text;

	hostile_table(&t);
	text = written("json", &t, NULL, (struct style){ 0 });
	root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	rows = json_object_get(root, "rows");
	CHECK_INT(json_array_size(rows), N_HOSTILE);
	for (int i = 0; i < N_HOSTILE; i++) {
		const char *have = json_string_value(
			json_object_get(json_array_get(rows, (size_t)i), "text"));

		if (strcmp(hostile[i].why, "not UTF-8"))
			CHECK_STR(have, hostile[i].text);
		else
			CHECK_STR(have, "bad \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd utf-8 "
					"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd "
					"\xef\xbf\xbd\xef\xbf\xbd "
					"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	}
	json_decref(root);
	free(text);
	table_clear(&t);
}

TEST(hostile_csv_has_no_formula)
{
	static const struct column columns[] = { { .key = "t", .type = CELL_TEXT } };
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "=1+1", "'=1+1" },
		{ "@x", "'@x" },
		{ "-x,y", "\"'-x,y\"" },
		{ "\t=1", "'\t=1" },
		{ "say \"no\"", "\"say \"\"no\"\"\"" },
		{ "two\nlines", "\"two\nlines\"" },
		{ "\033[0m", "\xef\xbf\xbd[0m" },
		{ "plain", "plain" },
	};
	struct table t;
	char want[100];

	for (int i = 0; i < N_COLUMNS(cases); i++) {
		table_init(&t);
		table_add_rows(&t, "rows", NULL, columns, 1);
		table_add_row(t.part[0]);
		table_set_text(t.part[0], "t", cases[i].text);
		snprintf(want, sizeof(want), "t\n%s\n", cases[i].want);
		check_written("csv", &t, (struct style){ 0 }, want);
		table_clear(&t);
	}
}

static int widest_line(const char *text)
{
	int widest = 0, width = 0;

	for (uint32_t c; (c = character_next(&text)); ) {
		width = c == '\n' ? 0 : width + 1;
		widest = width > widest ? width : widest;
	}
	return widest;
}

TEST(text_fits_the_terminal)
{
	static const struct column columns[] = {
		{ .key = "name", .type = CELL_TEXT },
		{ .key = "languages", .type = CELL_TEXT, .fit = FIT_SHORTEN },
		{ .key = "why", .type = CELL_TEXT, .fit = FIT_WRAP },
	};
	struct table t, *rows;
	char *text;

	table_init(&t);
	rows = table_add_rows(&t, "rows", NULL, columns, N_COLUMNS(columns));
	table_add_row(rows);
	table_set_text(rows, "name", "openssl");
	table_set_text(rows, "languages", "C 90%, assembler 5%, Perl 3%, Python 1%, shell 1%");
	table_set_text(rows, "why", "it listens on a port, because a unit file of the package says "
				    "so and nothing speaks against it");
	check_written("text", &t, (struct style){ .width = 60 },
		      "NAME     LANGUAGES                 WHY\n"
		      "openssl  C 90%, assembler 5%, Pe…  it listens on a port,\n"
		      "                                   because a unit file of\n"
		      "                                   the package says so and\n"
		      "                                   nothing speaks against it\n");
	for (int width = 50; width < 200; width++) {
		text = written("text", &t, NULL, (struct style){ .width = width });
		CHECK(widest_line(text) <= width);
		free(text);
	}
	table_clear(&t);
}

TEST(spare_columns_give_way)
{
	static const struct column columns[] = {
		{ .key = "name", .type = CELL_TEXT },
		{ .key = "middle", .type = CELL_TEXT, .spare = true },
		{ .key = "kept", .type = CELL_TEXT },
		{ .key = "last", .type = CELL_TEXT, .spare = true },
	};
	struct table t, *rows;

	table_init(&t);
	rows = table_add_rows(&t, "rows", NULL, columns, N_COLUMNS(columns));
	table_add_row(rows);
	for (int c = 0; c < N_COLUMNS(columns); c++)
		table_set_text(rows, columns[c].key, "twelve chars");
	check_written("text", &t, (struct style){ .width = 54 },
		      "NAME          MIDDLE        KEPT          LAST\n"
		      "twelve chars  twelve chars  twelve chars  twelve chars\n");
	check_written("text", &t, (struct style){ .width = 53 },
		      "NAME          MIDDLE        KEPT\n"
		      "twelve chars  twelve chars  twelve chars\n"
		      "(no room for: LAST)\n");
	check_written("text", &t, (struct style){ .width = 30, .wide = true },
		      "NAME          MIDDLE        KEPT          LAST\n"
		      "twelve chars  twelve chars  twelve chars  twelve chars\n");
	table_clear(&t);
}

TEST(provenance_in_every_format)
{
	struct input input = { .name = "bookworm main", .path = "/home/someone/secret",
			       .sha256 = "abc", .size = 12, .verification = VERIFY_SIGNED };
	struct release release = { .distribution = "debian", .codename = "bookworm",
				   .arch = "amd64", .input = &input, .n_input = 1 };
	const struct release *releases[] = { &release, &release };
	struct provenance p = { "rank", releases, 1, NULL, NULL, NULL };
	struct options options;
	struct diag diag;
	struct table t;
	char *text;
	json_t *root;

	table_init(&t);
	table_add_list(&t, "rows", NULL);
	diag_init(&diag);
	options_init(&options);
	options.accepted = OPTIONS_JUDGE | OPTION(TOP);
	options.top = 50;
	options.rules = "/home/someone/secret/my-rules";
	diag_warn(&diag, WARN_UNMET_NEED, "one");
	diag_warn(&diag, WARN_UNMET_NEED, "two");
	p.options = &options;
	p.diag = &diag;
	for (const struct writer *w = writers; w->name; w++) {
		text = written(w->name, &t, &p, (struct style){ .wide = true });
		CHECK(!strstr(text, "secret"));
		if (strcmp(w->name, "csv")) {
			CHECK(strstr(text, "abc"));
			CHECK(strstr(text, "signed"));
			CHECK(strstr(text, "my-rules"));
			CHECK(strstr(text, "unmet"));
		}
		free(text);
	}
	text = written("json", &t, &p, (struct style){ 0 });
	root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	CHECK_STR(json_string_value(json_object_get(root, "linchpin")), LINCHPIN_VERSION);
	CHECK_STR(json_string_value(json_object_get(root, "verb")), "rank");
	CHECK_INT(json_integer_value(json_object_get(json_object_get(root, "warnings"),
						     "unmet-need")), 2);
	CHECK_INT(json_integer_value(json_object_get(json_object_get(root, "options"), "top")),
		  TOP_DEFAULT);
	CHECK(!json_object_get(root, "releases"));
	CHECK(json_is_null(json_object_get(json_object_get(root, "release"), "date")));
	json_decref(root);
	free(text);
	p.n_release = 2;
	text = written("json", &t, &p, (struct style){ 0 });
	root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	CHECK_INT(json_array_size(json_object_get(root, "releases")), 2);
	json_decref(root);
	free(text);
	diag_clear(&diag);
	options_clear(&options);
	table_clear(&t);
}

TEST(empty_answers)
{
	static const struct column columns[] = { { .key = "t", .type = CELL_TEXT } };
	struct table t;

	table_init(&t);
	check_written("text", &t, (struct style){ 0 }, "");
	check_written("csv", &t, (struct style){ 0 }, "key,value\n");
	check_written("json", &t, (struct style){ 0 }, "{\n}\n");
	table_add_rows(&t, "rows", NULL, columns, 1);
	check_written("text", &t, (struct style){ 0 }, "none\n");
	check_written("csv", &t, (struct style){ 0 }, "t\n");
	check_written("json", &t, (struct style){ 0 }, "{\n  \"rows\": []\n}\n");
	check_written("md", &t, (struct style){ 0 }, "none\n\n");
	table_clear(&t);
	table_clear(&t);
}

TEST(many_rows)
{
	static const struct column columns[] = {
		{ .key = "a", .type = CELL_INTEGER },
		{ .key = "b", .type = CELL_TEXT },
	};
	struct table t, *rows;

	table_init(&t);
	rows = table_add_rows(&t, "rows", NULL, columns, 2);
	for (int i = 0; i < 5000; i++) {
		table_add_row(rows);
		/* not in the order of the columns */
		table_set_format(rows, "b", "text %d", i % 100);
		table_set_integer(rows, "a", i);
	}
	CHECK_INT(rows->n_row, 5000);
	CHECK_INT(table_cell(rows, 4321, 0)->as.integer, 4321);
	CHECK_STR(table_text(rows, table_cell(rows, 4321, 1)), "text 21");
	CHECK_INT(table_column(rows, "b"), 1);
	CHECK_INT(table_column(rows, "c"), -1);
	CHECK(table_part(&t, "rows") == rows);
	CHECK(!table_part(&t, "none"));
	table_clear(&t);
}

int main(void)
{
	RUN(text);
	RUN(csv);
	RUN(json);
	RUN(markdown);
	RUN(numbers);
	RUN(hostile_text_is_harmless_everywhere);
	RUN(hostile_html_has_no_markup);
	RUN(hostile_markdown_has_no_markup);
	RUN(hostile_json_keeps_the_text);
	RUN(hostile_csv_has_no_formula);
	RUN(text_fits_the_terminal);
	RUN(spare_columns_give_way);
	RUN(provenance_in_every_format);
	RUN(empty_answers);
	RUN(many_rows);
	return test_status();
}
