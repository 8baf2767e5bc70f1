/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are rule files read as they say, refused where they are wrong, matched as match.h promises, and
 * is their evidence combined as evidence.h promises?
 */
#include <solv/pooltypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/evidence.h"
#include "analyzer/language.h"
#include "analyzer/match.h"
#include "analyzer/observe.h"
#include "analyzer/package_role.h"
#include "analyzer/replacements.h"
#include "analyzer/rules.h"
#include "analyzer/tsv.h"
#include "importers/diag.h"
#include "importers/source_roles.h"
#include "importers/universe.h"
#include "tests/test.h"

#define HEADER "claim\twitness\tpattern\tweight\twhy\n"

/* A directory with one rule file in it. */
struct rule_directory {
	char path[64];
	char file[128];
};

static void directory_make(struct rule_directory *d, const char *name, const char *text, size_t len)
{
	FILE *file;

	snprintf(d->path, sizeof(d->path), "/tmp/linchpin-rules-XXXXXX");
	CHECK(mkdtemp(d->path) != NULL);
	snprintf(d->file, sizeof(d->file), "%s/%s", d->path, name);
	file = fopen(d->file, "w");
	CHECK(file != NULL);
	if (!file)
		return;
	CHECK_INT(fwrite(text, 1, len, file), len);
	fclose(file);
}

static void directory_remove(struct rule_directory *d)
{
	unlink(d->file);
	rmdir(d->path);
}

/* ---- reading ---- */

TEST(builtin_files_load)
{
	static const char *const name[] = {
		"exposure.tsv", "function.tsv", "language-witness.tsv", "package-roles.tsv",
	};
	struct language_table languages;
	struct replacements replacements;
	struct diag diag;

	diag_init(&diag);
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		struct ruleset rules;

		CHECK_INT(ruleset_load(&rules, NULL, name[i], &diag), 0);
		CHECK(rules.n_rule > 20);
		ruleset_clear(&rules);
	}
	CHECK_INT(language_table_load(&languages, NULL, &diag), 0);
	CHECK(languages.n_language > 100);
	CHECK_INT(replacements_load(&replacements, NULL, &diag), 0);
	CHECK_STR(diag.message, NULL);
	language_table_clear(&languages);
	replacements_clear(&replacements);
	diag_clear(&diag);
}

TEST(rules_keep_order_claims_and_lines)
{
	static const char text[] = "# comment\n\n" HEADER "b\ttag\tx::y\t0.5\tone\n"
				   "a\tsummary\tmail server\t-1\ttwo\n"
				   "b\tname\tlib*\t1\tthree\r\n";
	struct rule_directory d;
	struct ruleset rules;
	struct diag diag;

	diag_init(&diag);
	directory_make(&d, "exposure.tsv", text, sizeof(text) - 1);
	CHECK_INT(ruleset_load(&rules, d.path, "exposure.tsv", &diag), 0);
	CHECK_INT(rules.n_rule, 3);
	CHECK_INT(rules.n_claim, 2);
	CHECK_INT(ruleset_find_claim(&rules, "b"), 0);
	CHECK_INT(ruleset_find_claim(&rules, "a"), 1);
	CHECK_INT(ruleset_find_claim(&rules, "c"), -1);
	CHECK(rules.rule[0].claim == rules.rule[2].claim);
	CHECK_INT(rules.rule[1].line, 5);
	CHECK_DOUBLE(rules.rule[1].weight, -1, 0);
	CHECK_STR(rules.rule[2].why, "three");
	CHECK_STR(rules.rule[2].file, d.file);
	ruleset_clear(&rules);

	/* a file that is not there keeps its default */
	CHECK_INT(ruleset_load(&rules, d.path, "function.tsv", &diag), 0);
	CHECK_STR(rules.rule[0].file, "analyzer/rules/function.tsv");
	ruleset_clear(&rules);
	directory_remove(&d);
	diag_clear(&diag);
}

TEST(bad_rows_are_refused_with_file_and_line)
{
	static const struct {
		const char *text;
		size_t len;		/* 0: strlen */
		const char *message;	/* after the file */
	} bad[] = {
		{ "", 0, "line 0: the line that names the columns is missing" },
		{ "# only\n", 0, "line 1: the line that names the columns is missing" },
		{ "claim\twitness\n", 0, "line 1: 2 columns, not 5" },
		{ "claim\twitness\tpattern\tweights\twhy\n", 0,
		  "line 1: column 4 is 'weights', not 'weight'" },
		{ HEADER "a\ttag\tx\t0.5\n", 0, "line 2: 4 columns, not 5" },
		{ HEADER "a\ttag\tx\t0.5\ty\tz\n", 0, "line 2: 6 columns, not 5" },
		{ HEADER "a\ttag\t\t0.5\ty\n", 0, "line 2: column 3 is empty" },
		{ HEADER "\n#\na\tsonme\tx\t0.5\ty\n", 0, "line 4: unknown witness 'sonme'" },
		{ HEADER "a\ttag\tx\thigh\ty\n", 0, "line 2: 'high' is not a number" },
		{ HEADER "a\ttag\tx\t0.5.1\ty\n", 0, "line 2: '0.5.1' is not a number" },
		{ HEADER "a\ttag\tx\t1.1\ty\n", 0, "line 2: 1.1 is not between -1 and 1" },
		{ HEADER "a\ttag\tx\t-2\ty\n", 0, "line 2: -2 is not between -1 and 1" },
		{ HEADER "a\ttag\tx\t0\ty\n", 0, "line 2: a weight of 0 says nothing" },
		{ HEADER "a\ttag\tx[\t0.5\ty\n", 0, "line 2: bad pattern 'x[': '[' without ']'" },
		{ HEADER "a\tsummary\tMail\t0.5\ty\n", 0,
		  "line 2: bad pattern 'Mail': "
		  "words are of lower-case letters, digits, '+' and '#'" },
		{ HEADER "a\tsummary\ta  b\t0.5\ty\n", 0,
		  "line 2: bad pattern 'a  b': a phrase is words separated by one space" },
		{ HEADER "a\tsummary\t*\t0.5\ty\n", 0,
		  "line 2: bad pattern '*': a phrase is words separated by one space" },
		{ HEADER "a\tsummary\ta*b\t0.5\ty\n", 0,
		  "line 2: bad pattern 'a*b': '*' stands at the end or beginning of a word" },
		{ HEADER "a\ttag\tx\t0.5\ty\nb\ttag\tx\t0.5\ty\na\ttag\tx\t0.7\tz\n", 0,
		  "line 4: the same as line 2" },
		{ HEADER "a\ttag\tx\0\t0.5\ty\n", sizeof(HEADER) - 1 + 14,
		  "line 2: control character 0x00" },
		{ HEADER "a\ttag\t\033[1m\t0.5\ty\n", 0, "line 2: control character 0x1b" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct rule_directory d;
		struct ruleset rules;
		struct diag diag;
		char want[512];

		diag_init(&diag);
		directory_make(&d, "exposure.tsv", bad[i].text,
			       bad[i].len ? bad[i].len : strlen(bad[i].text));
		snprintf(want, sizeof(want), "cannot parse rule '%s' %s", d.file, bad[i].message);
		CHECK_INT(ruleset_load(&rules, d.path, "exposure.tsv", &diag), -1);
		CHECK_STR(diag.message, want);
		CHECK_INT(rules.n_rule, 0);
		directory_remove(&d);
		diag_clear(&diag);
	}
}

TEST(a_rule_directory_that_is_a_file_is_refused)
{
	struct rule_directory d;
	struct ruleset rules;
	struct diag diag;

	diag_init(&diag);
	directory_make(&d, "x", "", 0);
	CHECK_INT(ruleset_load(&rules, d.file, "exposure.tsv", &diag), -1);
	CHECK(diag.message && strstr(diag.message, "cannot open '"));
	directory_remove(&d);
	diag_clear(&diag);
}

TEST(bad_language_files_are_refused)
{
	static const struct {
		const char *name, *text, *message;
	} bad[] = {
		{ "languages.tsv", "language\tsafety\tkind\twitness\twhy\nC\trisky\tnative\t-\ty\n",
		  "line 2: unknown safety 'risky'" },
		{ "languages.tsv",
		  "language\tsafety\tkind\twitness\twhy\nC\tunsafe\tcompiled\t-\ty\n",
		  "line 2: unknown kind 'compiled'" },
		{ "languages.tsv",
		  "language\tsafety\tkind\twitness\twhy\nC\tunsafe\tnative\tno\ty\n",
		  "line 2: 'no' is neither 'required' nor '-'" },
		{ "languages.tsv",
		  "language\tsafety\tkind\twitness\twhy\n"
		  "C\tunsafe\tnative\t-\ty\nC\tsafe\tnative\t-\ty\n",
		  "line 3: language 'C' again" },
		{ "files.tsv", "extension\tlanguage\twhen\twhy\nc\tSea\t-\ty\n",
		  "line 2: unknown language 'Sea'" },
		{ "files.tsv", "extension\tlanguage\twhen\twhy\nc\t-\tmost\ty\n",
		  "line 2: 'most' needs a language" },
		{ "files.tsv", "extension\tlanguage\twhen\twhy\nc\tC\ta,,b\ty\n",
		  "line 2: empty extension in 'a,,b'" },
		{ "language-witness.tsv", HEADER "Sea\ttag\tx\t0.5\ty\n",
		  "line 2: unknown language 'Sea'" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct rule_directory d;
		struct language_table table;
		struct diag diag;
		char want[512];

		diag_init(&diag);
		directory_make(&d, bad[i].name, bad[i].text, strlen(bad[i].text));
		snprintf(want, sizeof(want), "cannot parse rule '%s' %s", d.file, bad[i].message);
		CHECK_INT(language_table_load(&table, d.path, &diag), -1);
		CHECK_STR(diag.message, want);
		directory_remove(&d);
		diag_clear(&diag);
	}
}

TEST(every_replacement_can_be_looked_up)
{
	struct replacements r;
	struct diag diag;

	diag_init(&diag);
	CHECK_INT(replacements_load(&r, NULL, &diag), 0);
	CHECK(r.n_replacement > 80);
	for (int i = 0; i < r.n_replacement; i++) {
		const struct replacement *row = &r.replacement[i];

		CHECK(strlen(row->source) > 3 && strlen(row->why) > 3);
		CHECK(row->date[0] == '2' && strlen(row->date) == 10);
		CHECK(replacements_find(&r, row->component, row->name) == row);
	}
	CHECK_STR(replacements_find(&r, "zlib", "ZLIB-RS")->name, "zlib-rs");
	CHECK_STR(replacements_find(&r, "zlib", "miniz")->name, "miniz_oxide, flate2");
	CHECK(replacements_find(&r, "openssl", "rustls") == NULL); /* two of them */
	CHECK(replacements_find(&r, "openssl", "nothing") == NULL);
	CHECK(replacements_find(&r, "no-such-component", "rustls") == NULL);
	CHECK(replacement_is_whole(replacements_find(&r, "zlib", "zlib-rs")));
	CHECK(!replacement_is_whole(replacements_find(&r, "zlib", "miniz")));	/* a part */
	CHECK(!replacement_is_whole(replacements_find(&r, "ngtcp2", "quiche"))); /* still C */
	replacements_clear(&r);
	diag_clear(&diag);
}

TEST(replacements_are_found_by_both_names)
{
	struct replacements r;
	const struct replacement *found;
	struct diag diag;
	int n;

	diag_init(&diag);
	CHECK_INT(replacements_load(&r, NULL, &diag), 0);
	found = replacements_of(&r, "zlib", &n);
	CHECK(found && n >= 2);
	if (found) {
		CHECK_INT(found->drop_in, DROP_IN_YES);
		CHECK(found->whole);
		CHECK_STR(found[n - 1].component, "zlib");
	}
	found = replacements_of(&r, "httpd", &n);
	CHECK(found && n >= 1);
	CHECK(replacements_of(&r, "zlib-ng", &n) == replacements_of(&r, "zlib", &n));
	CHECK(replacements_of(&r, "zlib-", &n) == NULL);
	CHECK(replacements_of(&r, "no-such-component", &n) == NULL);
	CHECK_INT(n, 0);
	replacements_clear(&r);
	diag_clear(&diag);
}

TEST(directory_names_have_roles)
{
	static const struct {
		const char *path;
		enum source_role role;
	} row[] = {
		{ "main.c", ROLE_SHIPPED },
		{ "tests/main.c", ROLE_ASIDE },
		{ "lib/Tests/main.c", ROLE_ASIDE },
		{ "attest/contests/main.c", ROLE_SHIPPED },
		{ "third_party/zlib/inflate.c", ROLE_VENDORED },
		{ "ThirdParty/zlib/test/x.c", ROLE_ASIDE },
		{ "t/vendor/x.pm", ROLE_ASIDE },
		{ ".pc/x.patch/main.c", ROLE_ASIDE },
		{ "./src/main.c", ROLE_SHIPPED },
		{ "tests", ROLE_SHIPPED },
		{ "debian/rules", ROLE_ASIDE },
		{ "old_examples/x.py", ROLE_ASIDE },
		{ "kernel-Tests/x.c", ROLE_ASIDE },
		{ "org.x.tests/X.java", ROLE_ASIDE },
		{ "latest/x.c", ROLE_SHIPPED },
		{ "test-driver/x.c", ROLE_SHIPPED },
		{ "gnulib/lib/x.c", ROLE_VENDORED },
		{ "gnulib-tests/x.c", ROLE_ASIDE },
		{ "contrib/x.pl", ROLE_VENDORED },
		{ "a//b.c", ROLE_SHIPPED },
		{ "", ROLE_SHIPPED },
	};
	static const struct {
		const char *base, *extension;
	} name[] = {
		{ "main.c", "c" },	 { "x.tar.gz", "gz" },
		{ "README", "-" },	 { ".bashrc", "-" },
		{ "x.", "-" },		 { "x.c++", "c++" },
		{ "x.toolongext", "-" }, { "x.12345678", "12345678" },
		{ "x.a b", "-" },	 { "", "-" },
		{ "X.H", "H" },
	};
	static const struct {
		const char *base;
		enum source_role role;
	} file[] = {
		{ "x_test.go", ROLE_ASIDE },  { "_test.go", ROLE_SHIPPED },
		{ "x.go", ROLE_SHIPPED },     { "test_x.py", ROLE_ASIDE },
		{ "test_.c", ROLE_SHIPPED },  { "contest_x.py", ROLE_SHIPPED },
		{ "setup.py", ROLE_ASIDE },   { "xsetup.py", ROLE_SHIPPED },
		{ "setup.pyx", ROLE_SHIPPED }, { "Makefile.PL", ROLE_ASIDE },
		{ "XTest.java", ROLE_ASIDE }, { "build.rs", ROLE_ASIDE },
		{ "", ROLE_SHIPPED },	      { "w", ROLE_SHIPPED },
	};
	struct diag diag;

	diag_init(&diag);
	CHECK_INT(source_roles_check(&diag), 0);
	CHECK_STR(diag.message, NULL);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (source_role_of_path(row[i].path, strlen(row[i].path)) != row[i].role)
			test_fail(__FILE__, __LINE__, "'%s' has another role", row[i].path);
	for (size_t i = 0; i < sizeof(file) / sizeof(file[0]); i++)
		if (source_role_of_name(file[i].base, strlen(file[i].base)) != file[i].role)
			test_fail(__FILE__, __LINE__, "'%s' has another role", file[i].base);
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		size_t len;
		const char *e = source_extension(name[i].base, strlen(name[i].base), &len);

		if (len != strlen(name[i].extension) || memcmp(e, name[i].extension, len))
			test_fail(__FILE__, __LINE__, "'%s' has another extension", name[i].base);
	}
	diag_clear(&diag);
}

/* ---- matching ---- */

static bool matches(enum observation_kind kind, const char *pattern, const char *text)
{
	struct rule rule = { .witness = kind, .pattern = pattern, .weight = 1 };
	struct ruleset rules = { .rule = &rule, .n_rule = 1 };
	Pool *pool = pool_create();
	Id id = pool_str2id(pool, text, 1);
	struct matcher *m = matcher_new(&rules, pool);
	int n, again;

	matcher_find(m, kind, id, &n);
	matcher_find(m, kind, id, &again);	/* from memory */
	CHECK_INT(again, n);
	matcher_free(m);
	pool_free(pool);
	return n == 1;
}

TEST(patterns_match_what_they_say)
{
	static const struct {
		enum observation_kind kind;
		const char *pattern, *text;
		bool match;
	} row[] = {
		{ OBS_TAG, "network::server", "network::server", true },
		{ OBS_TAG, "network::server", "network::server2", false },
		{ OBS_TAG, "*", "anything", true },
		{ OBS_NAME, "lib*", "libc6", true },
		{ OBS_NAME, "lib*", "glib", false },
		{ OBS_NAME, "*-dev", "x-dev", true },
		{ OBS_NAME, "*-dev", "x-dev2", false },
		{ OBS_NAME, "lib*-dev", "libx-dev", true },
		{ OBS_NAME, "lib*-dev", "liby", false },
		{ OBS_NAME, "lib[ab]?", "libac", true },
		{ OBS_NAME, "lib[ab]?", "libcc", false },
		{ OBS_NAME, "LIB*", "libc6", false },
		{ OBS_SUMMARY, "mail server", "A fast Mail-Server (with extras)", true },
		{ OBS_SUMMARY, "mail server", "mailserver", false },
		{ OBS_SUMMARY, "mail server", "server for mail", false },
		{ OBS_SUMMARY, "dns", "adns resolver", false },
		{ OBS_SUMMARY, "dns", "resolver (DNS)", true },
		{ OBS_SUMMARY, "daemon*", "many daemons", true },
		{ OBS_SUMMARY, "*daemon", "a subdaemon", true },
		{ OBS_SUMMARY, "*daemon", "daemons", false },
		{ OBS_SUMMARY, "*aem*", "a daemon", true },
		{ OBS_SUMMARY, "web serv*", "little web serving thing", true },
		{ OBS_SUMMARY, "web *er", "little web browser", true },
		{ OBS_SUMMARY, "c++", "standard C++ library", true },
		{ OBS_SUMMARY, "asn 1", "manage ASN.1 structures", true },
		{ OBS_SUMMARY, "server", "", false },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (matches(row[i].kind, row[i].pattern, row[i].text) != row[i].match)
			test_fail(__FILE__, __LINE__, "'%s' %s '%s'", row[i].pattern,
				  row[i].match ? "does not match" : "matches", row[i].text);
}

TEST(matches_come_in_file_order_and_once)
{
	struct rule rule[] = {
		{ .witness = OBS_NAME, .pattern = "*x" }, { .witness = OBS_TAG, .pattern = "ax" },
		{ .witness = OBS_NAME, .pattern = "ax" }, { .witness = OBS_NAME, .pattern = "a*" },
		{ .witness = OBS_SUMMARY, .pattern = "a*" },
	};
	struct ruleset rules = { .rule = rule, .n_rule = 5 };
	Pool *pool = pool_create();
	struct matcher *m;
	const int *found;
	int n;

	Id ax = pool_str2id(pool, "ax", 1), many = pool_str2id(pool, "an apple and another", 1);

	m = matcher_new(&rules, pool);
	found = matcher_find(m, OBS_NAME, ax, &n);
	CHECK_INT(n, 3);
	CHECK(n == 3 && found[0] == 0 && found[1] == 2 && found[2] == 3);
	matcher_find(m, OBS_SUMMARY, many, &n);
	CHECK_INT(n, 1);
	matcher_find(m, OBS_SECTION, ax, &n);
	CHECK_INT(n, 0);
	/* enough different texts to make the memory grow */
	for (int i = 0; i < 5000; i++) {
		char text[16];

		snprintf(text, sizeof(text), "%s%d", i % 2 ? "a" : "b", i);
		matcher_find(m, OBS_NAME, pool_str2id(pool, text, 1), &n);
		if (n != i % 2)
			test_fail(__FILE__, __LINE__, "'%s' matches %d rules", text, n);
	}
	found = matcher_find(m, OBS_NAME, ax, &n);
	CHECK(n == 3 && found[1] == 2);
	matcher_free(m);
	pool_free(pool);
}

/* ---- evidence ---- */

static Id add_package(struct universe *u, int component, const char *name, const char *summary)
{
	Id p = repo_add_solvable(u->repo);
	Solvable *s = pool_id2solvable(u->pool, p);

	s->name = pool_str2id(u->pool, name, 1);
	s->evr = pool_str2id(u->pool, "1", 1);
	s->arch = pool_str2id(u->pool, "amd64", 1);
	universe_set_component(u, p, component);
	if (summary)
		universe_observe(u, OBS_SUMMARY, p, pool_str2id(u->pool, summary, 1), 1);
	return p;
}

static const char rule_text[] = HEADER
	"listens\tsummary\tserver\t0.5\tsays so\n"
	"listens\tsection\tnet\t0.2\tis filed so\n"
	"local\tsummary\tterminal\t0.5\tsays so\n"
	"local\tsummary\tremote\t-0.5\tsays otherwise\n"
	"parses\trequires\tlibparser\t0.4\tneeds it\n"
	"parses\tbuild-requires\tlibparser-dev\t0.5\tbuilds with it\n";

struct evidence_fixture {
	struct universe u;
	struct ruleset rules;
	struct diag diag;
};

static void fixture_init(struct evidence_fixture *f)
{
	struct rule_directory d;

	diag_init(&f->diag);
	directory_make(&d, "exposure.tsv", rule_text, sizeof(rule_text) - 1);
	CHECK_INT(ruleset_load(&f->rules, d.path, "exposure.tsv", &f->diag), 0);
	directory_remove(&d);
	universe_init(&f->u);
	universe_start(&f->u, DISTTYPE_DEB, "amd64");
}

static void fixture_clear(struct evidence_fixture *f)
{
	universe_clear(&f->u);
	ruleset_clear(&f->rules);
	diag_clear(&f->diag);
}

TEST(evidence_is_combined_as_said)
{
	struct evidence_fixture f;
	struct evidence_list list;
	double value[3];
	int c, listens, local;
	Id p;

	fixture_init(&f);
	listens = ruleset_find_claim(&f.rules, "listens");
	local = ruleset_find_claim(&f.rules, "local");
	c = universe_add_component(&f.u, pool_str2id(f.u.pool, "daemon", 1));
	p = add_package(&f.u, c, "daemon", "a server");
	universe_observe(&f.u, OBS_SECTION, p, pool_str2id(f.u.pool, "net", 1), 1);
	add_package(&f.u, c, "daemon-tool", "terminal for the server");
	add_package(&f.u, c, "daemon-doc", "server documentation");
	universe_finish(&f.u);

	evidence_collect(&list, &f.rules, &f.u, NULL);
	CHECK_INT(list.n_evidence, 5);
	CHECK_STR(pool_id2str(f.u.pool, f.u.pool->solvables[list.evidence[0].package].name),
		  "daemon");
	CHECK_STR(list.evidence[0].rule->pattern, "server");
	CHECK_STR(list.evidence[3].rule->pattern, "net");
	CHECK_STR(list.evidence[4].rule->claim, "local");

	/* each rule once: 1 - (1 - 0.5) (1 - 0.2); the tool does not make the daemon local */
	CHECK_DOUBLE(evidence_value(&list, c, listens), 0.6, 1e-12);
	evidence_combine(&list, c, local, UINT64_C(1) << listens, value);
	CHECK_DOUBLE(value[listens], 0.6, 1e-12);
	CHECK_DOUBLE(value[local], 0, 1e-12);
	evidence_clear(&list);
	fixture_clear(&f);
}

TEST(what_is_local_counts_less_and_counter_weights_multiply)
{
	struct evidence_fixture f;
	struct evidence_list list;
	double value[3];
	int near, far, listens, local;

	fixture_init(&f);
	listens = ruleset_find_claim(&f.rules, "listens");
	local = ruleset_find_claim(&f.rules, "local");
	near = universe_add_component(&f.u, pool_str2id(f.u.pool, "near", 1));
	far = universe_add_component(&f.u, pool_str2id(f.u.pool, "far", 1));
	add_package(&f.u, near, "near", "terminal server");
	add_package(&f.u, far, "far", "remote terminal server");
	universe_finish(&f.u);
	evidence_collect(&list, &f.rules, &f.u, NULL);
	evidence_combine(&list, near, local, UINT64_C(1) << listens, value);
	CHECK_DOUBLE(value[local], 0.5, 1e-12);
	CHECK_DOUBLE(value[listens], 0.5 * (1 - EVIDENCE_DISCOUNT * 0.5), 1e-12);
	evidence_combine(&list, far, local, UINT64_C(1) << listens, value);
	CHECK_DOUBLE(value[local], 0.25, 1e-12);
	CHECK_DOUBLE(value[listens], 0.5 * (1 - EVIDENCE_DISCOUNT * 0.25), 1e-12);
	evidence_clear(&list);
	fixture_clear(&f);
}

TEST(needs_are_seen_by_name_and_aside_packages_are_silent)
{
	struct evidence_fixture f;
	struct evidence_list list;
	unsigned char *role;
	int c, only, parses;
	Id p, s, dep;

	fixture_init(&f);
	parses = ruleset_find_claim(&f.rules, "parses");
	c = universe_add_component(&f.u, pool_str2id(f.u.pool, "tool", 1));
	only = universe_add_component(&f.u, pool_str2id(f.u.pool, "headers", 1));
	p = add_package(&f.u, c, "tool", "nothing of note");
	add_package(&f.u, c, "tool-doc", "the server manual");
	add_package(&f.u, only, "headers-dev", "server headers");
	dep = pool_rel2id(f.u.pool, pool_str2id(f.u.pool, "libparser:any", 1),
			  pool_str2id(f.u.pool, "2", 1), REL_GT | REL_EQ, 1);
	dep = pool_rel2id(f.u.pool, dep, pool_str2id(f.u.pool, "other", 1), REL_OR, 1);
	solvable_add_deparray(pool_id2solvable(f.u.pool, p), SOLVABLE_REQUIRES, dep, -1);
	s = repo_add_solvable(f.u.source_repo);
	f.u.pool->solvables[s].name = pool_str2id(f.u.pool, "tool", 1);
	f.u.pool->solvables[s].evr = pool_str2id(f.u.pool, "1", 1);
	f.u.pool->solvables[s].arch = ARCH_SRC;
	solvable_add_deparray(pool_id2solvable(f.u.pool, s), SOLVABLE_REQUIRES,
			      pool_str2id(f.u.pool, "libparser-dev", 1), 0);
	f.u.component[c].source = s;
	universe_finish(&f.u);

	CHECK_INT(package_roles(&f.u, NULL, &role, &f.diag), 0);
	CHECK_INT(role[p], PACKAGE_RUNTIME);
	CHECK_INT(role[universe_find_package(&f.u, "tool-doc")], PACKAGE_DOCUMENTATION);
	CHECK_INT(role[universe_find_package(&f.u, "headers-dev")], PACKAGE_DEVELOPMENT);
	CHECK_STR(package_role_name(PACKAGE_DEVELOPMENT), "development");

	evidence_collect(&list, &f.rules, &f.u, role);
	CHECK_DOUBLE(evidence_value(&list, c, parses), 0.7, 1e-12);
	CHECK_DOUBLE(evidence_value(&list, c, 0), 0, 0);
	CHECK_DOUBLE(evidence_value(&list, only, 0), 0.5, 1e-12);
	CHECK_INT(list.evidence[list.begin[c]].package, 0);
	evidence_clear(&list);
	free(role);
	fixture_clear(&f);
}

int main(void)
{
	RUN(builtin_files_load);
	RUN(rules_keep_order_claims_and_lines);
	RUN(bad_rows_are_refused_with_file_and_line);
	RUN(a_rule_directory_that_is_a_file_is_refused);
	RUN(bad_language_files_are_refused);
	RUN(every_replacement_can_be_looked_up);
	RUN(replacements_are_found_by_both_names);
	RUN(directory_names_have_roles);
	RUN(patterns_match_what_they_say);
	RUN(matches_come_in_file_order_and_once);
	RUN(evidence_is_combined_as_said);
	RUN(what_is_local_counts_less_and_counter_weights_multiply);
	RUN(needs_are_seen_by_name_and_aside_packages_are_silent);
	return test_status();
}
