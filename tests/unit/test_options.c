/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line: what is accepted, and what is said where it is not.
 */
#include <stdlib.h>

#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "tests/test.h"

enum { WORDS = 16 };

/* Parse a line of words; NULL: it was accepted. The message lives in diag. */
static const char *parse(struct options *o, struct diag *diag, uint64_t accepted, char *line)
{
	char *word[WORDS + 1] = { NULL };
	int n = 0;

	for (char *rest = line; n < WORDS && (word[n] = strsep(&rest, " ")); )
		n++;
	options_clear(o);
	diag_clear(diag);
	if (options_parse(o, accepted, word[0], n, word, diag))
		return diag->message;
	/* the array of words is ours: keep what is asked about */
	o->name = NULL;
	return NULL;
}

static const uint64_t rank = OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE | OPTION(TOP) |
			     OPTION(UNSAFE_ONLY);

TEST(defaults)
{
	struct options o;

	options_init(&o);
	CHECK_STR(o.writer->name, "text");
	CHECK_INT(o.top, -1);
	CHECK_DOUBLE(o.weights.use, 1, 0);
	CHECK_INT(o.alternatives, ALTERNATIVES_NONE);
	CHECK_INT(o.n_release, 0);
	options_clear(&o);
}

TEST(accepted)
{
	char line[] = "rank -r debian:bookworm one --top=7 -r x+y --weights use=2,unsafe=0.5 "
		      "--unsafe-only -o a.json two";
	struct options o;
	struct diag diag;

	options_init(&o);
	diag_init(&diag);
	CHECK_STR(parse(&o, &diag, rank, line), NULL);
	CHECK_INT(o.top, 7);
	CHECK_INT(o.n_release, 2);
	CHECK_STR(o.release[0], "debian:bookworm");
	CHECK_STR(o.release[1], "x+y");
	CHECK_INT(o.n_name, 2);
	CHECK(o.unsafe_only && !o.meets_all && !o.wide);
	CHECK_DOUBLE(o.weights.use, 2, 0);
	CHECK_DOUBLE(o.weights.unsafe, .5, 0);
	CHECK_DOUBLE(o.weights.network, 1, 0);
	CHECK_STR(o.output, "a.json");
	CHECK_STR(o.writer->name, "json");
	options_clear(&o);
	diag_clear(&diag);
}

TEST(names)
{
	char *argv[] = { "impact", "b", "--package", "a", "--", "-c", NULL };
	struct options o;
	struct diag diag;

	options_init(&o);
	diag_init(&diag);
	CHECK_INT(options_parse(&o, OPTION(PACKAGE), "impact", 6, argv, &diag), 0);
	CHECK_INT(o.n_name, 3);
	CHECK_STR(o.name[0], "b");
	CHECK_STR(o.name[1], "a");
	CHECK_STR(o.name[2], "-c");
	CHECK(o.package);
	options_clear(&o);
	diag_clear(&diag);
}

TEST(wrong_usage)
{
	static const struct {
		const char *line, *message;
	} cases[] = {
		{ "rank --top x", "cannot parse '--top x': not a whole number" },
		{ "rank --top -1", "cannot parse '--top -1': not a whole number" },
		{ "rank --top 1.5", "cannot parse '--top 1.5': not a whole number" },
		{ "rank --top 0x10", "cannot parse '--top 0x10': not a whole number" },
		{ "rank --top +1", "cannot parse '--top +1': not a whole number" },
		{ "rank --top 2147483648",
		  "cannot parse '--top 2147483648': more than 2147483647" },
		{ "rank --top 99999999999999999999999",
		  "cannot parse '--top 99999999999999999999999': more than 2147483647" },
		{ "rank --top", "option '--top' needs N" },
		{ "rank -n", "option '--top' needs N" },
		{ "rank --top=", "option '--top' needs N, which is empty" },
		{ "rank --fromat csv", "unknown option '--fromat'; did you mean '--format'?" },
		{ "rank --formt=csv", "unknown option '--formt'; did you mean '--format'?" },
		{ "rank --xyzzy", "unknown option '--xyzzy'" },
		{ "rank -Z", "unknown option '-Z'" },
		{ "rank -qZ", "unknown option '-Z'" },
		{ "rank --package", "option '--package' does not apply to 'rank'" },
		{ "rank -p", "option '-p' (--package) does not apply to 'rank'" },
		{ "rank --wide=1", "option '--wide' takes no argument" },
		{ "rank --allow", "option '--allow' could be one of 2 options" },
		{ "rank --format yaml",
		  "cannot parse '--format yaml': not text, csv, json, md or html" },
		{ "rank --format jsn", "cannot parse '--format jsn': not text, csv, json, md or "
				       "html" },
		{ "rank --weights use", "cannot parse '--weights use': 'use' is not use=N, "
					"network=N, function=N or unsafe=N" },
		{ "rank --weights use=1,", "cannot parse '--weights use=1,': '' is not use=N, "
					   "network=N, function=N or unsafe=N" },
		{ "rank --weights use=-1", "cannot parse '--weights -1': not a number such as 0.5 "
					   "below a million" },
		{ "rank --weights use=nan", "cannot parse '--weights nan': not a number such as "
					    "0.5 "
					    "below a million" },
		{ "rank --weights use=1e9", "cannot parse '--weights 1e9': not a number such as "
					    "0.5 "
					    "below a million" },
		{ "rank --weights use=.", "cannot parse '--weights .': not a number such as 0.5 "
					  "below a million" },
		{ "rank --weights use=0,network=0,function=0,unsafe=0",
		  "cannot parse '--weights use=0,network=0,function=0,unsafe=0': all weights are "
		  "0" },
		{ "rank --boundary user",
		  "cannot parse '--boundary user': not network or security" },
		{ "rank --boundary", "option '--boundary' needs BOUNDARY" },
		{ "rank --popcon=", "option '--popcon' needs FILE, which is empty" },
		{ "rank --mirror nowhere", "cannot parse '--mirror nowhere': not a URL" },
		{ "rank --arch ../x", "cannot parse '--arch ../x': not a name of letters, digits, "
				      "'-' and '_'" },
	};
	struct options o;
	struct diag diag;
	char line[200];

	options_init(&o);
	diag_init(&diag);
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(line, sizeof(line), "%s", cases[i].line);
		CHECK_STR(parse(&o, &diag, rank, line), cases[i].message);
	}
	options_clear(&o);
	diag_clear(&diag);
}

TEST(boundaries_and_surveys)
{
	char good[] = "rank --boundary security --popcon /x/by_inst.gz";
	struct options o;
	struct diag diag;
	struct table t;

	options_init(&o);
	diag_init(&diag);
	CHECK_INT(o.boundary, BOUNDARY_NETWORK);
	CHECK_STR(o.popcon, NULL);
	CHECK_STR(parse(&o, &diag, rank, good), NULL);
	CHECK_INT(o.boundary, BOUNDARY_SECURITY);
	CHECK_STR(o.popcon, "/x/by_inst.gz");
	table_init(&t);
	o.accepted = rank;
	options_describe(&o, &t);
	CHECK_STR(table_text(&t, table_cell(&t, 0, table_column(&t, "boundary"))), "security");
	/* where it lies is no part of an answer that must repeat */
	CHECK_STR(table_text(&t, table_cell(&t, 0, table_column(&t, "popcon"))), "by_inst.gz");
	table_clear(&t);
	options_clear(&o);
	diag_clear(&diag);
}

TEST(policies)
{
	char good[] = "deps --alternatives all", bad[] = "deps --alternatives some";
	struct options o;
	struct diag diag;

	options_init(&o);
	diag_init(&diag);
	CHECK_STR(parse(&o, &diag, OPTION(ALTERNATIVES), good), NULL);
	CHECK_INT(o.alternatives, ALTERNATIVES_ALL);
	CHECK_STR(parse(&o, &diag, OPTION(ALTERNATIVES), bad),
		  "cannot parse '--alternatives some': not preferred, all or sole");
	options_clear(&o);
	diag_clear(&diag);
}

TEST(format_wins_over_extension)
{
	char line[] = "rank -f md -o x.csv", plain[] = "rank -o dir.csv/x";
	struct options o;
	struct diag diag;

	options_init(&o);
	diag_init(&diag);
	CHECK_STR(parse(&o, &diag, rank, line), NULL);
	CHECK_STR(o.writer->name, "md");
	CHECK_STR(parse(&o, &diag, rank, plain), NULL);
	CHECK_STR(o.writer->name, "text");
	options_clear(&o);
	diag_clear(&diag);
}

TEST(help_shows_what_is_accepted)
{
	struct table t;

	table_init(&t);
	options_help(OPTION(TOP) | OPTION(OUTPUT), &t);
	CHECK_INT(table_part(&t, "options")->n_column, 1);
	CHECK_STR(table_part(&t, "options")->column[0].heading, "-n, --top=N");
	CHECK_STR(table_part(&t, "answer_options")->column[0].heading, "-o, --output=FILE");
	CHECK(!table_part(&t, "reading_options"));
	CHECK_INT(table_part(&t, "general_options")->n_column, 4);
	CHECK_STR(table_part(&t, "general_options")->column[1].heading, "    --version");
	table_clear(&t);
}

TEST(kinds_add_up)
{
	struct options o;
	struct diag diag;
	char *argv[] = { "rdeps",   "--kind", "requires,weak", "--kind", "link",
			 "--depth", "3",      "zlib",	       NULL };
	char *wrong[] = { "rdeps", "--kind", "requires,loves", "zlib", NULL };

	diag_init(&diag);
	options_init(&o);
	CHECK_INT(options_parse(&o, OPTIONS_WALK, "rdeps", 8, argv, &diag), 0);
	CHECK_INT(o.kinds == (NEEDS_REQUIRED | NEEDS_WEAK | KIND_LINK), 1);
	CHECK_INT(o.depth, 3);
	CHECK_INT(o.n_name, 1);
	options_clear(&o);
	options_init(&o);
	CHECK_INT(options_parse(&o, OPTIONS_WALK, "rdeps", 4, wrong, &diag), -1);
	CHECK(diag.message && strstr(diag.message, "recommends"));
	options_clear(&o);
	diag_clear(&diag);
}

TEST(every_option_is_whole)
{
	struct options o;
	struct table t;

	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		CHECK(options_name((enum option_name)i) != NULL);
		CHECK_INT(options_find(options_name((enum option_name)i)), i);
	}
	options_init(&o);
	o.accepted = ~UINT64_C(0) >> (64 - OPTIONS);
	table_init(&t);
	options_describe(&o, &t);
	CHECK_STR(table_text(&t, table_cell(&t, 0, table_column(&t, "boundary"))), "network");
	CHECK_STR(table_text(&t, table_cell(&t, 0, table_column(&t, "weights"))),
		  "use=1,network=1,function=1,unsafe=1");
	table_clear(&t);
	options_clear(&o);
}

int main(void)
{
	RUN(defaults);
	RUN(accepted);
	RUN(names);
	RUN(wrong_usage);
	RUN(boundaries_and_surveys);
	RUN(policies);
	RUN(format_wins_over_extension);
	RUN(help_shows_what_is_accepted);
	RUN(kinds_add_up);
	RUN(every_option_is_whole);
	return test_status();
}
