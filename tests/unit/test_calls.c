/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which imports are kept and what are they called, when does a pattern of calls hold, and what is
 * said of a component whose packages were inspected, or not all of them?
 */
#include "analyzer/calls.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/evidence.h"
#include "analyzer/match.h"
#include "analyzer/match_calls.h"
#include "analyzer/observe.h"
#include "analyzer/package_role.h"
#include "analyzer/rules.h"
#include "importers/call_names.h"
#include "importers/diag.h"
#include "tests/oracle/random_universe.h"
#include "tests/test.h"

#define N(array) ((int)(sizeof(array) / sizeof(*(array))))

/* ---- names ---- */

TEST(imports_are_kept_by_name_or_beginning)
{
	static const struct {
		const char *import, *name; /* NULL: not kept */
	} row[] = {
		{ "accept", "accept" },
		{ "accept4", "accept" },
		{ "PR_Accept", "accept" },
		{ "g_socket_accept", "accept" },
		{ "bind", "bind" },
		{ "listen", "listen" },
		{ "listen2", NULL },
		{ "liste", NULL },
		{ "__res_nsearch", "res_query" },
		{ "__recvfrom_chk", "recvfrom" },
		{ "BZ2_bzDecompress", "inflate" }, /* the first row */
		{ "zmq_ctx_new", "zmq" },	   /* the last one */
		{ "zmq_ctx_newer", NULL },
		{ "A", NULL },
		{ "zzz", NULL },
		{ "", NULL },
		{ "memcpy", NULL },
		{ "malloc", NULL },
		/* by their beginning */
		{ "_ZN10QTcpServer6listenERK12QHostAddresst", "Qt-server" },
		{ "_ZN10QTcpServer", "Qt-server" },
		{ "_ZN10QTcpServe", NULL },
		{ "_ZNK10QTcpServer", NULL },
		{ "ares_init", "c-ares" },
		{ "ares_", "c-ares" },
		{ "ares", NULL },
		{ "g_socket_client_connect", "glib-client" },
		{ "g_socket_connection_new", NULL }, /* beside g_socket_connect */
		{ "g_socket_listen", "listen" },
		{ "g_socket_listener_new", "glib-listener" },
		{ "FLAC__stream_decoder_new", "media" },
		{ "accept@GLIBC_2.2.5", NULL }, /* versions are taken off before */
	};

	for (int i = 0; i < N(row); i++) {
		const char *have = call_name(row[i].import);

		if (strcmp(have ? have : "-", row[i].name ? row[i].name : "-"))
			test_fail(__FILE__, __LINE__, "'%s' is %s, not %s", row[i].import, have,
				  row[i].name);
	}
}

TEST(the_table_of_names_is_in_order)
{
	struct diag diag;

	diag_init(&diag);
	CHECK_INT(call_names_check(&diag), 0);
	CHECK_STR(diag.message, NULL);
	diag_clear(&diag);
}

/* ---- patterns ---- */

TEST(patterns_of_calls_are_checked)
{
	static const char terms[] = "terms are words, with '|' between alternatives and one space "
				    "between terms";
	static const char not[] = "'!' stands at the beginning of a term";
	static const char star[] = "'*' stands at the end of a word";
	static const struct {
		const char *pattern, *wrong;
	} row[] = {
		{ "listen", NULL },
		{ "listen getaddrinfo|inet_*", NULL },
		{ "!recvfrom|recvmsg", NULL },
		{ "accept|tls-accept !c-ares Qt-*|x*", NULL },
		{ "", terms },
		{ " listen", terms },
		{ "listen ", terms },
		{ "listen  bind", terms },
		{ "|bind", terms },
		{ "bind|", terms },
		{ "a||b", terms },
		{ "a| b", terms },
		{ "!", terms },
		{ "a !", terms },
		{ "!|a", terms },
		{ "a|!b", not },
		{ "a!", not },
		{ "!!a", not },
		{ "*", star },
		{ "!*", star },
		{ "a|*", star },
		{ "in*t", star },
		{ "in**", star },
		{ "*in", star },
	};

	for (int i = 0; i < N(row); i++) {
		const char *have = calls_check(row[i].pattern);

		if (strcmp(have ? have : "", row[i].wrong ? row[i].wrong : ""))
			test_fail(__FILE__, __LINE__, "'%s': %s", row[i].pattern, have);
		CHECK(calls_check(row[i].pattern) ==
		      pattern_check(OBS_PROGRAM_CALLS, row[i].pattern));
	}
	CHECK_STR(pattern_check(OBS_LIBRARY_CALLS, "a|"), terms);
	CHECK_STR(pattern_check(OBS_CALLS, "a|"), terms);
	CHECK_STR(pattern_check(OBS_TAG, "a|"), NULL);
}

TEST(all_terms_must_hold)
{
	static const char text[] = "accept bind getaddrinfo listen tls-accept";
	static const struct {
		const char *pattern, *text;
		bool holds;
	} row[] = {
		{ "listen", text, true },
		{ "accept", text, true },
		{ "tls-accept", text, true },
		{ "recvfrom", text, false },
		{ "liste", text, false },
		{ "listens", text, false },
		{ "cept", text, false },
		{ "listen bind", text, true },
		{ "listen recvfrom", text, false },
		{ "recvfrom|listen", text, true },
		{ "listen|recvfrom", text, true },
		{ "recvfrom|recvmsg", text, false },
		{ "get*", text, true },
		{ "getaddrinfo*", text, true },
		{ "getaddrinfo2*", text, false },
		{ "addr*", text, false },
		{ "x*|get*", text, true },
		{ "!recvfrom", text, true },
		{ "!listen", text, false },
		{ "!recvfrom|listen", text, false },
		{ "!recvfrom|recvmsg", text, true },
		{ "!get*", text, false },
		{ "listen !recvfrom accept|tls-accept", text, true },
		{ "listen !bind", text, false },
		{ "listen getaddrinfo|inet_*", "inet_ntop listen", true },
		{ "listen getaddrinfo|inet_*", "listen socket", false },
		{ "listen", "", false },
		{ "!listen", "", true },
		{ "none", "none", true },
	};

	for (int i = 0; i < N(row); i++)
		if (calls_match(row[i].pattern, row[i].text) != row[i].holds)
			test_fail(__FILE__, __LINE__, "'%s' %s '%s'", row[i].pattern,
				  row[i].holds ? "does not hold for" : "holds for", row[i].text);
}

/* A pattern as terms of words, and a set as flags of words. */
struct drawn {
	int n_term;
	struct {
		bool not;
		int n;
		struct { int word; bool star; } alternative[3];
	} term[3];
	bool has[6];
};

static const char *const word[6] = { "a", "ab", "abc", "b", "ba", "c" };

static void draw(struct drawn *d, uint64_t *state, char *ret_pattern, char *ret_text)
{
	char *p = ret_pattern, *t = ret_text;

	*t = '\0';
	d->n_term = 1 + (int)random_below(state, 3);
	for (int i = 0; i < d->n_term; i++) {
		d->term[i].not = !random_below(state, 3);
		d->term[i].n = 1 + (int)random_below(state, 3);
		p += snprintf(p, 4, "%s%s", i ? " " : "", d->term[i].not ? "!" : "");
		for (int k = 0; k < d->term[i].n; k++) {
			d->term[i].alternative[k].word = (int)random_below(state, 6);
			d->term[i].alternative[k].star = !random_below(state, 4);
			p += snprintf(p, 8, "%s%s%s", k ? "|" : "",
				      word[d->term[i].alternative[k].word],
				      d->term[i].alternative[k].star ? "*" : "");
		}
	}
	for (int w = 0; w < 6; w++) {
		d->has[w] = random_below(state, 2);
		if (d->has[w])
			t += snprintf(t, 8, "%s%s", t > ret_text ? " " : "", word[w]);
	}
}

static bool slow_holds(const struct drawn *d)
{
	for (int i = 0; i < d->n_term; i++) {
		bool any = false;

		for (int k = 0; k < d->term[i].n; k++)
			for (int w = 0; w < 6; w++) {
				const char *want = word[d->term[i].alternative[k].word];

				any = any || (d->has[w] &&
					      (d->term[i].alternative[k].star ?
						       strstr(word[w], want) == word[w] :
						       !strcmp(word[w], want)));
			}
		if (any == d->term[i].not)
			return false;
	}
	return true;
}

TEST(patterns_hold_as_defined)
{
	int n = 0;

	for (int seed = 1; seed <= 5000; seed++) {
		uint64_t state = (uint64_t)seed;
		char pattern[128], text[64];
		struct drawn d;

		draw(&d, &state, pattern, text);
		CHECK_STR(calls_check(pattern), NULL);
		if (calls_match(pattern, text) != slow_holds(&d))
			test_fail(__FILE__, __LINE__, "'%s' of '%s'", pattern, text);
		n += slow_holds(&d);
	}
	CHECK(n > 500 && n < 4500);
}

TEST(the_matcher_takes_patterns_of_calls)
{
	struct rule rule[] = {
		{ .witness = OBS_CALLS, .pattern = "listen" }, /* not the exact text */
		{ .witness = OBS_PROGRAM_CALLS, .pattern = "listen" },
		{ .witness = OBS_CALLS, .pattern = "!listen" },
		{ .witness = OBS_CALLS, .pattern = "bind lis*" },
		{ .witness = OBS_TAG, .pattern = "listen" },
	};
	struct ruleset rules = { .rule = rule, .n_rule = N(rule) };
	Pool *pool = pool_create();
	struct matcher *m = matcher_new(&rules, pool);
	Id set = pool_str2id(pool, "bind listen", 1), none = pool_str2id(pool, "none", 1);
	const int *found;
	int n;

	found = matcher_find(m, OBS_CALLS, set, &n);
	CHECK(n == 2 && found[0] == 0 && found[1] == 3);
	found = matcher_find(m, OBS_CALLS, none, &n);
	CHECK(n == 1 && found[0] == 2);
	found = matcher_find(m, OBS_PROGRAM_CALLS, set, &n);
	CHECK(n == 1 && found[0] == 1);
	matcher_find(m, OBS_LIBRARY_CALLS, set, &n);
	CHECK_INT(n, 0);
	matcher_find(m, OBS_TAG, set, &n);
	CHECK_INT(n, 0);
	CHECK(matcher_uses(m, OBS_CALLS) && !matcher_uses(m, OBS_LIBRARY_CALLS));
	matcher_free(m);
	pool_free(pool);
}

/* ---- components ---- */

struct inspected {
	struct universe u;
	int component;
};

static void inspected_init(struct inspected *i)
{
	universe_init(&i->u);
	universe_start(&i->u, DISTTYPE_DEB, "amd64");
	i->component = universe_add_component(&i->u, pool_str2id(i->u.pool, "tool", 1));
}

static Id inspected_add(struct inspected *i, const char *name, const char *arch)
{
	Id p = repo_add_solvable(i->u.repo);
	Solvable *s = pool_id2solvable(i->u.pool, p);

	s->name = pool_str2id(i->u.pool, name, 1);
	s->evr = pool_str2id(i->u.pool, "1", 1);
	s->arch = pool_str2id(i->u.pool, arch, 1);
	universe_set_component(&i->u, p, i->component);
	return p;
}

static void see(struct inspected *i, Id package, enum observation_kind kind, const char *text)
{
	universe_observe(&i->u, kind, package, pool_str2id(i->u.pool, text, 1), 1);
}

/* The set as text, "?" for none. */
static const char *calls_text(const struct inspected *i, const unsigned char *role)
{
	Id id = calls_of_component(&i->u, i->component, role);

	return id ? pool_id2str(i->u.pool, id) : "?";
}

TEST(calls_of_all_packages_are_one_set)
{
	struct inspected i;
	Id a, b;

	inspected_init(&i);
	a = inspected_add(&i, "tool", "amd64");
	b = inspected_add(&i, "libtool", "amd64");
	see(&i, a, OBS_INSPECTED, "code");
	see(&i, a, OBS_PROGRAM_CALLS, "bind listen");
	see(&i, a, OBS_PROGRAM_CALLS, "accept bind");
	see(&i, b, OBS_INSPECTED, "code");
	see(&i, b, OBS_LIBRARY_CALLS, "accept connect listen2");
	universe_finish(&i.u);
	CHECK_STR(calls_text(&i, NULL), "accept bind connect listen listen2");
	CHECK(calls_known(&i.u, i.component, NULL));
	universe_clear(&i.u);
}

TEST(of_a_part_nothing_can_be_said)
{
	unsigned char role[32] = { 0 };
	struct inspected i;
	Id a, b, data;

	inspected_init(&i);
	a = inspected_add(&i, "tool", "amd64");
	b = inspected_add(&i, "tool-dev", "amd64");
	data = inspected_add(&i, "tool-data", "all");
	see(&i, a, OBS_INSPECTED, "code");
	see(&i, a, OBS_PROGRAM_CALLS, "bind");
	see(&i, b, OBS_LIBRARY_CALLS, "connect"); /* and yet not inspected as a whole */
	see(&i, data, OBS_FILES_INSPECTED, "png");
	universe_finish(&i.u);
	CHECK(!calls_known(&i.u, i.component, NULL));
	CHECK_STR(calls_text(&i, NULL), "?");
	/* what does not run and what holds no machine code need not be inspected */
	role[b] = PACKAGE_DEVELOPMENT;
	CHECK(calls_known(&i.u, i.component, role));
	CHECK_STR(calls_text(&i, role), "bind");
	role[a] = PACKAGE_DEVELOPMENT; /* none is left */
	CHECK(!calls_known(&i.u, i.component, role));
	CHECK_STR(calls_text(&i, role), "?");
	universe_clear(&i.u);
}

TEST(nothing_called_is_none_and_what_is_hidden_is_said)
{
	static const struct {
		enum observation_kind kind;
		const char *text, *arch, *want; /* beside a program that calls nothing */
	} row[] = {
		{ OBS_FILES_INSPECTED, "so", "amd64", "none" },
		{ OBS_PROGRAM_CALLS, "opaque", "amd64", "opaque" },
		{ OBS_PROGRAM_CALLS, "bind opaque", "amd64", "bind opaque" },
		{ OBS_FILES_INSPECTED, "py", "amd64", "scripts" },
		{ OBS_FILES_INSPECTED, "#!perl", "amd64", "scripts" },
		{ OBS_FILES_INSPECTED, "jar", "all", "scripts" },
		{ OBS_FILES_INSPECTED, "pyc", "all", "none" },
		{ OBS_LANGUAGE_TREE, "python", "all", "scripts" },
	};

	for (int r = 0; r < N(row); r++) {
		struct inspected i;
		Id other;

		inspected_init(&i);
		see(&i, inspected_add(&i, "tool", "amd64"), OBS_INSPECTED, "code");
		other = inspected_add(&i, "other", row[r].arch);
		if (strcmp(row[r].arch, "all"))
			see(&i, other, OBS_INSPECTED, "none");
		see(&i, other, row[r].kind, row[r].text);
		universe_finish(&i.u);
		CHECK_STR(calls_text(&i, NULL), row[r].want);
		universe_clear(&i.u);
	}
}

TEST(packages_of_scripts_alone_hold_no_code)
{
	struct inspected i;

	inspected_init(&i);
	see(&i, inspected_add(&i, "tool", "all"), OBS_FILES_INSPECTED, "py");
	see(&i, inspected_add(&i, "tool2", "noarch"), OBS_FILES_INSPECTED, "py");
	universe_finish(&i.u);
	CHECK(!calls_known(&i.u, i.component, NULL));
	CHECK_STR(calls_text(&i, NULL), "?");
	universe_clear(&i.u);
}

/* ---- as evidence ---- */

static void visit(void *closure, enum observation_kind kind, Id text, int count)
{
	int *seen = closure;

	(void)count;
	if (kind == OBS_CALLS) {
		seen[0]++;
		seen[1] = text;
	}
}

TEST(rules_see_calls_of_the_whole_and_of_each_program)
{
	static const char *claim[] = { "listens", "local" };
	struct rule rule[] = {
		{ .claim = claim[0], .claim_number = 0, .witness = OBS_PROGRAM_CALLS,
		  .pattern = "accept listen", .weight = 0.5 },
		{ .claim = claim[0], .claim_number = 0, .witness = OBS_CALLS,
		  .pattern = "accept listen", .weight = 0.25 },
		{ .claim = claim[1], .claim_number = 1, .witness = OBS_CALLS,
		  .pattern = "!connect|getaddrinfo !opaque", .weight = 0.75 },
	};
	const struct ruleset rules = { .rule = rule, .n_rule = 3, .claim = claim, .n_claim = 2 };
	unsigned char role[32] = { 0 };
	struct evidence_list list;
	struct inspected i;
	int seen[2] = { 0 };
	Id a, b;

	inspected_init(&i);
	a = inspected_add(&i, "tool", "amd64");
	b = inspected_add(&i, "tool-bin", "amd64");
	see(&i, a, OBS_INSPECTED, "code");
	see(&i, a, OBS_PROGRAM_CALLS, "accept");
	see(&i, b, OBS_INSPECTED, "code");
	see(&i, b, OBS_PROGRAM_CALLS, "bind listen");
	universe_finish(&i.u);

	observe_component(&i.u, i.component, role, NULL, visit, seen);
	CHECK_INT(seen[0], 1);
	CHECK_STR(pool_id2str(i.u.pool, seen[1]), "accept bind listen");

	/* no program does both, the component does; nothing in it connects */
	evidence_collect(&list, &rules, &i.u, role);
	CHECK_INT(list.n_evidence, 2);
	CHECK(list.evidence[0].rule == &rule[1] && list.evidence[1].rule == &rule[2]);
	CHECK_INT(list.evidence[0].package, 0);
	CHECK_STR(pool_id2str(i.u.pool, list.evidence[0].witness), "accept bind listen");
	CHECK_DOUBLE(evidence_value(&list, i.component, 0), 0.25, 1e-12);
	CHECK_DOUBLE(evidence_value(&list, i.component, 1), 0.75, 1e-12);
	evidence_clear(&list);

	/* one that is left aside leaves its calls aside */
	role[b] = PACKAGE_DEBUG;
	evidence_collect(&list, &rules, &i.u, role);
	CHECK_DOUBLE(evidence_value(&list, i.component, 0), 0, 0);
	CHECK_DOUBLE(evidence_value(&list, i.component, 1), 0.75, 1e-12);
	evidence_clear(&list);
	universe_clear(&i.u);

	/* not all inspected: what is not called is not known */
	inspected_init(&i);
	see(&i, inspected_add(&i, "tool", "amd64"), OBS_INSPECTED, "code");
	inspected_add(&i, "tool-bin", "amd64");
	universe_finish(&i.u);
	evidence_collect(&list, &rules, &i.u, NULL);
	CHECK_INT(list.n_evidence, 0);
	evidence_clear(&list);
	universe_clear(&i.u);
}

TEST(kinds_of_calls_are_told_apart)
{
	static const enum observation_kind calls[] = { OBS_PROGRAM_CALLS, OBS_LIBRARY_CALLS,
						       OBS_CALLS };
	int n = 0;

	for (int kind = OBS_NONE + 1; kind < OBSERVATION_KINDS; kind++) {
		const char *name = observation_kind_name((enum observation_kind)kind);

		CHECK(name != NULL);
		CHECK_INT(observation_kind_of_name(name), kind);
		n += observation_kind_is_calls((enum observation_kind)kind);
	}
	CHECK_INT(n, N(calls));
	for (int i = 0; i < N(calls); i++)
		CHECK(observation_kind_is_calls(calls[i]));
	CHECK(observation_kind_is_of_component(OBS_CALLS));
	CHECK(!observation_kind_is_of_component(OBS_PROGRAM_CALLS));
}

int main(void)
{
	RUN(imports_are_kept_by_name_or_beginning);
	RUN(the_table_of_names_is_in_order);
	RUN(patterns_of_calls_are_checked);
	RUN(all_terms_must_hold);
	RUN(patterns_hold_as_defined);
	RUN(the_matcher_takes_patterns_of_calls);
	RUN(calls_of_all_packages_are_one_set);
	RUN(of_a_part_nothing_can_be_said);
	RUN(nothing_called_is_none_and_what_is_hidden_is_said);
	RUN(packages_of_scripts_alone_hold_no_code);
	RUN(rules_see_calls_of_the_whole_and_of_each_program);
	RUN(kinds_of_calls_are_told_apart);
	return test_status();
}
