/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are components judged by what they ship? Each case is a component in miniature: its files by
 * extension, its packages and needs, and the verdict that a maintainer would accept. The rules are
 * the compiled-in ones, so that a change of a rule file that breaks a plain case is noticed.
 */
#include <math.h>
#include <solv/util.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/language.h"
#include "analyzer/package_role.h"
#include "importers/diag.h"
#include "importers/universe.h"
#include "tests/test.h"

/* One component. Lists are separated by spaces. */
struct language_case {
	const char *name;
	const char *shipped, *vendored, *aside;	/* "c=10 h=5" */
	const char *packages; /* "libx1:libs:amd64": name, section, architecture */
	const char *requires, *build_requires;	/* of all packages */
	enum safety safety;
	const char *text;			/* NULL: not compared */
};

static const struct language_case language_case[] = {
	{ "plain C", "c=90 h=40 am=5 ac=1 m4=10 sh=6 po=40 pl=2", NULL, "c=30 py=20",
	  "libx1:libs:amd64", "libc6", "perl python3", SAFETY_UNSAFE, "C 99%" },
	{ "C with Python bindings, tests and scripts", "c=80 h=40 py=60 sh=20", NULL, "py=300",
	  "x:net:amd64 python3-x:python:amd64", "libc6 python3", "python3-dev", SAFETY_UNSAFE,
	  NULL },
	{ "C whose Python is not shipped", "c=20 h=10 py=60", NULL, NULL, "x:net:amd64", "libc6",
	  NULL, SAFETY_UNSAFE, "C 91%, Python 9%" },
	{ "Python", "py=50 sh=1 c=1", NULL, "py=50", "python3-x:python:all", "python3", "dh-python",
	  SAFETY_SAFE, NULL },
	{ "Python with a large C core", "py=60 c=80 h=40", NULL, NULL, "python3-x:python:amd64",
	  "python3 libc6", "cython3", SAFETY_MIXED, "C 67%, Python 33%" },
	{ "Rust with a little C", "rs=90 c=3 h=2", NULL, NULL, "x:utils:amd64", "libc6 libgcc-s1",
	  "cargo rustc", SAFETY_SAFE, "Rust 95%, C 5%" },
	{ "C with unbuilt Rust bindings", "c=40 h=20 rs=60", NULL, NULL, "libx1:libs:amd64",
	  "libc6", "debhelper", SAFETY_UNSAFE, "C 100%" },
	{ "Rust under an old C name", "rs=200 c=2 h=4 vala=1", NULL, NULL,
	  "libx-2:libs:amd64 libx-dev:libdevel:amd64", "libc6", "cargo", SAFETY_SAFE, NULL },
	{ "Go with vendored C", "go=100", "go=400 c=60 h=20", NULL, "x:net:amd64", "libc6",
	  "golang-any", SAFETY_SAFE, NULL },
	{ "shell scripts", "sh=10", NULL, NULL, "x:admin:all", "bash", NULL, SAFETY_SAFE,
	  "Shell 100%" },
	{ "a kernel", "c=30000 h=20000 S=1500 rs=80 py=100 sh=300 pl=40", NULL, NULL,
	  "linux-image-1:kernel:amd64", NULL, "rustc bindgen", SAFETY_UNSAFE, NULL },
	{ "fonts", "ttf=20 sfd=20", NULL, NULL, "fonts-x:fonts:all", NULL, NULL, SAFETY_SAFE, "" },
	{ "a metapackage", NULL, NULL, NULL, "x-all:metapackages:all", "x", NULL, SAFETY_SAFE, "" },
	{ "Java with a native part", "java=300 c=20 h=10", NULL, NULL,
	  "libx-java:java:all libx-jni:java:amd64", "libc6", "default-jdk", SAFETY_SAFE, NULL },
	{ "a header-only library", "hpp=90 py=10", NULL, "cpp=100", "libx-dev:libdevel:all", NULL,
	  NULL, SAFETY_UNSAFE, NULL },
	{ "C++ by the company of .h", "cpp=30 h=40 c=2", NULL, NULL, "x:utils:amd64", "libstdc++6",
	  NULL, SAFETY_UNSAFE, "C++ 97%, C 3%" },
	{ "C beside packages for all architectures", "py=20 c=4", NULL, NULL, "x:utils:all",
	  "python3", NULL, SAFETY_SAFE, NULL },
	{ "Objective-C", "m=20 h=20 nib=3", NULL, NULL, "x:gnustep:amd64", "libobjc4 libc6", NULL,
	  SAFETY_UNSAFE, "Objective-C 100%" },
	{ "Octave functions", "m=20", NULL, NULL, "octave-x:math:all", "octave", NULL, SAFETY_SAFE,
	  "MATLAB 100%" },
	{ "TypeScript, not translations", "ts=20 json=3", NULL, NULL, "node-x:javascript:all",
	  "nodejs", NULL, SAFETY_SAFE, "TypeScript 100%" },
	{ "translations, not TypeScript", "cpp=20 ts=30 qrc=1", NULL, NULL, "x:net:amd64",
	  "libstdc++6", NULL, SAFETY_UNSAFE, "C++ 100%" },
	{ "no source files, C", NULL, NULL, NULL, "libx1:libs:amd64", "libc6", NULL, SAFETY_UNSAFE,
	  "C 100%" },
	{ "no source files, C++", NULL, NULL, NULL, "libx1:libs:amd64", "libc6 libstdc++6", NULL,
	  SAFETY_UNSAFE, "C++ 100%" },
	{ "no source files, Rust", NULL, NULL, NULL, "x:utils:amd64", "libc6", "cargo rustc",
	  SAFETY_SAFE, "Rust 100%" },
	{ "no source files, Perl", NULL, NULL, NULL, "libx-perl:perl:all", "perl", NULL,
	  SAFETY_SAFE, "Perl 100%" },
};

enum { LANGUAGE_CASES = sizeof(language_case) / sizeof(language_case[0]) };

/* The next word of a list, in word; false: no more. */
static bool next_word(const char **at, char word[128])
{
	size_t len;

	if (!*at)
		return false;
	*at += strspn(*at, " ");
	len = strcspn(*at, " ");
	snprintf(word, 128, "%.*s", (int)len, *at);
	*at += len;
	return len > 0;
}

static Id intern(struct universe *u, const char *text)
{
	return pool_str2id(u->pool, text, 1);
}

static void add_files(struct universe *u, int component, enum observation_kind kind,
		      const char *list)
{
	char word[128], *equal;

	while (next_word(&list, word)) {
		equal = strchr(word, '=');
		*equal = '\0';
		universe_observe(u, kind, component, intern(u, word),
				 (int)strtol(equal + 1, NULL, 10));
	}
}

static Solvable *add_solvable(struct universe *u, Repo *repo, const char *name, const char *arch)
{
	Solvable *s = pool_id2solvable(u->pool, repo_add_solvable(repo));

	s->name = intern(u, name);
	s->evr = intern(u, "1");
	s->arch = intern(u, arch);
	return s;
}

static void add_needs(struct universe *u, Id solvable, const char *list)
{
	char word[128];

	while (next_word(&list, word))
		solvable_add_deparray(pool_id2solvable(u->pool, solvable), SOLVABLE_REQUIRES,
				      intern(u, word), 0);
}

static void add_case(struct universe *u, const struct language_case *l)
{
	int c = universe_add_component(u, intern(u, l->name));
	const char *list = l->packages;
	char word[128];
	Solvable *source = add_solvable(u, u->source_repo, l->name, "src");

	u->component[c].source = (Id)(source - u->pool->solvables);
	add_needs(u, u->component[c].source, l->build_requires);
	add_files(u, c, OBS_FILES_SHIPPED, l->shipped);
	add_files(u, c, OBS_FILES_VENDORED, l->vendored);
	add_files(u, c, OBS_FILES_ASIDE, l->aside);
	while (next_word(&list, word)) {
		char *section = strchr(word, ':'), *arch = strchr(section + 1, ':');
		Id p;

		*section++ = *arch++ = '\0';
		p = (Id)(add_solvable(u, u->repo, word, arch) - u->pool->solvables);
		universe_set_component(u, p, c);
		universe_observe(u, OBS_SECTION, p, intern(u, section), 1);
		add_needs(u, p, l->requires);
		if (strstr(word, "-dev"))
			universe_observe(u, OBS_HEADERS, p, intern(u, "c"), 10);
	}
}

static void check_case(const struct language_verdicts *v, const struct universe *u,
		       const struct language_case *l)
{
	int c = universe_find_component(u, l->name);
	const struct language_mix *mix = &v->mix[c];
	char *text = language_mix_text(v, c);
	double sum = 0;

	if (mix->safety != l->safety)
		test_fail(__FILE__, __LINE__, "%s: '%s' (%.3f, by %s) is %s, not %s", l->name, text,
			  mix->unsafe, language_basis_name(mix->basis), safety_name(mix->safety),
			  safety_name(l->safety));
	if (l->text && strcmp(text, l->text))
		test_fail(__FILE__, __LINE__, "%s: '%s', not '%s'", l->name, text, l->text);
	for (int i = mix->begin; i < mix->begin + mix->n_share; i++) {
		sum += v->share[i].share;
		if (i > mix->begin)
			CHECK(v->share[i].share <= v->share[i - 1].share + 1e-9);
	}
	CHECK(!mix->n_share || fabs(sum - 1) < 1e-9);
	CHECK(mix->confidence >= 0 && mix->confidence <= 1);
	CHECK((mix->n_share == 0) == (mix->basis == LANGUAGE_BASIS_NONE));
	free(text);
}

TEST(components_are_judged_by_what_they_ship)
{
	struct universe u;
	struct language_table table;
	struct language_verdicts v;
	unsigned char *role = NULL;
	struct diag diag;

	diag_init(&diag);
	universe_init(&u);
	universe_start(&u, DISTTYPE_DEB, "amd64");
	for (int i = 0; i < LANGUAGE_CASES; i++)
		add_case(&u, &language_case[i]);
	universe_finish(&u);
	CHECK_INT(language_table_load(&table, NULL, &diag), 0);
	CHECK_INT(package_roles(&u, NULL, &role, &diag), 0);
	CHECK_STR(diag.message, NULL);
	language_judge(&v, &table, &u, role);
	for (int i = 0; i < LANGUAGE_CASES; i++)
		check_case(&v, &u, &language_case[i]);
	language_verdicts_clear(&v);
	language_table_clear(&table);
	free(role);
	universe_clear(&u);
	diag_clear(&diag);
}

TEST(few_files_give_little_confidence)
{
	struct language_case few = { "few", "c=1", NULL, NULL, "x:utils:amd64", "libc6", NULL,
				     SAFETY_UNSAFE, NULL };
	struct language_case many = few, none = few;
	struct universe u;
	struct language_table table;
	struct language_verdicts v;
	struct diag diag;
	double c_few, c_many, c_none;

	many.name = "many";
	many.shipped = "c=100";
	none.name = "none";
	none.shipped = NULL;
	diag_init(&diag);
	universe_init(&u);
	universe_start(&u, DISTTYPE_DEB, "amd64");
	add_case(&u, &few);
	add_case(&u, &many);
	add_case(&u, &none);
	universe_finish(&u);
	CHECK_INT(language_table_load(&table, NULL, &diag), 0);
	language_judge(&v, &table, &u, NULL);
	c_few = v.mix[universe_find_component(&u, "few")].confidence;
	c_many = v.mix[universe_find_component(&u, "many")].confidence;
	c_none = v.mix[universe_find_component(&u, "none")].confidence;
	CHECK(c_few < c_many);
	CHECK(c_none < c_many);
	CHECK(c_many > 0.9);
	language_verdicts_clear(&v);
	language_table_clear(&table);
	universe_clear(&u);
	diag_clear(&diag);
}

int main(void)
{
	RUN(components_are_judged_by_what_they_ship);
	RUN(few_files_give_little_confidence);
	return test_status();
}
