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
	{ "Python with a small C part", "py=30 c=6 h=4", NULL, NULL, "python3-x:python:amd64",
	  "python3 libc6", NULL, SAFETY_SAFE, "Python 75%, C 25%" },
	{ "a Python module of C", "c=10", NULL, NULL, "python3-x:python:amd64", "python3 libc6",
	  NULL, SAFETY_MIXED, "C 100%" },
	{ "a C program filed under Python", "c=98 py=2", NULL, NULL, "x-y:python:amd64", "libc6",
	  NULL, SAFETY_UNSAFE, NULL },
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
	{ "D, whose files look like those of make", "d=50 sh=3", NULL, NULL, "x:utils:amd64",
	  "libc6", "ldc", SAFETY_MIXED, "D 100%" },
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

/* The same where lists of installed files were read. */
static const struct {
	const char *name, *shipped, *packages, *requires, *build_requires;
	const char *installed; /* of the first package: by extension, or "perlapi-5=1" */
	enum safety safety;
	const char *text;
} listed_case[] = {
	{ "C scripted in Lua", "c=40 h=40 lua=110", "x:x11:amd64", "libc6 liblua5.3-0", NULL,
	  "lua=105", SAFETY_MIXED, "Lua 57%, C 43%" },
	{ "C that build scripts made", "c=50 py=50", "x:net:amd64", "libc6", "python3", "conf=3",
	  SAFETY_UNSAFE, "C 95%, Python 5%" },
	{ "more installed than written", "c=50 py=50", "x:net:amd64", "libc6 python3", NULL,
	  "py=400", SAFETY_MIXED, "C 50%, Python 50%" },
	{ "scripts without extension", "c=2 !script=6", "x:utils:amd64", "libc6", NULL, "conf=1",
	  SAFETY_MIXED, "Script 75%, C 25%" },
	{ "an interpreter and its library", "c=100 pm=100", "perl-x:perl:amd64", "libc6 perl", NULL,
	  "pm=100 perlapi-5.36=1", SAFETY_MIXED, "C 67%, Perl 33%" },
	{ "a library filed under a language", "c=80 py=20", "libx1:python:amd64", "libc6 python3",
	  NULL, "libx.so.1=1 py=20", SAFETY_UNSAFE, "C 80%, Python 20%" },
	{ "data made by a C program", "c=4 py=1", "x-data:games:all", NULL, NULL, "dat=9 py=1",
	  SAFETY_SAFE, "Python 100%" },
	{ "data made by C alone", "c=4", "x-words:text:all", NULL, NULL, "dat=9", SAFETY_SAFE, "" },
	{ "C++ for another compiler", "cpp=40 h=40 py=2", "x-core:electronics:all", NULL, NULL,
	  "cpp=40 h=40", SAFETY_UNSAFE, "C++ 100%" },
	{ "a library for another processor", "c=60 h=20", "libx-cross:devel:all", NULL, NULL, "a=1",
	  SAFETY_UNSAFE, "C 100%" },
	{ "firmware", "c=60 h=20 py=90 sh=9", "x:otherosfs:all", NULL, "acpica-tools", "bin=6",
	  SAFETY_UNSAFE, NULL },
	{ "a firmware blob", NULL, "firmware-x:misc:all", NULL, NULL, "firmware=6", SAFETY_UNSAFE,
	  "C 100%" },
	{ "a table for the kernel", NULL, "x-tables:misc:all", NULL, NULL, "firmware=1",
	  SAFETY_SAFE, "" },
};

enum { LISTED_CASES = sizeof(listed_case) / sizeof(listed_case[0]) };

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

/* What the lists of installed files say of a package. */
static void add_installed(struct universe *u, Id package, const char *list)
{
	char word[128], *equal;

	while (next_word(&list, word)) {
		enum observation_kind kind = OBS_FILES_INSTALLED;

		equal = strchr(word, '=');
		*equal = '\0';
		if (!strcmp(word, "firmware") || !strcmp(word, "bin"))
			kind = OBS_FIRMWARE;
		else if (strstr(word, ".so."))
			kind = OBS_SONAME;
		if (strstr(word, "perlapi"))
			solvable_add_deparray(pool_id2solvable(u->pool, package),
					      SOLVABLE_PROVIDES, intern(u, word), 0);
		else
			universe_observe(u, kind, package, intern(u, word),
					 (int)strtol(equal + 1, NULL, 10));
	}
}

static struct language_case case_of_listed(int i)
{
	return (struct language_case){
		.name = listed_case[i].name,
		.shipped = listed_case[i].shipped,
		.packages = listed_case[i].packages,
		.requires = listed_case[i].requires,
		.build_requires = listed_case[i].build_requires,
		.safety = listed_case[i].safety,
		.text = listed_case[i].text,
	};
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

TEST(what_is_installed_counts)
{
	struct universe u;
	struct language_table table;
	struct language_verdicts v;
	unsigned char *role = NULL;
	struct diag diag;

	diag_init(&diag);
	universe_init(&u);
	universe_start(&u, DISTTYPE_DEB, "amd64");
	for (int i = 0; i < LISTED_CASES; i++) {
		struct language_case l = case_of_listed(i);

		add_case(&u, &l);
		add_installed(&u, u.pool->nsolvables - 1, listed_case[i].installed);
	}
	u.has_file_lists = true;
	universe_finish(&u);
	CHECK_INT(language_table_load(&table, NULL, &diag), 0);
	CHECK_INT(package_roles(&u, NULL, &role, &diag), 0);
	language_judge(&v, &table, &u, role);
	for (int i = 0; i < LISTED_CASES; i++) {
		struct language_case l = case_of_listed(i);

		check_case(&v, &u, &l);
	}
	language_verdicts_clear(&v);
	language_table_clear(&table);
	free(role);
	universe_clear(&u);
	diag_clear(&diag);
}

/* Everything that a test of one component needs. */
struct one {
	struct universe u;
	struct language_table table;
	struct language_verdicts v;
	int c;
};

static void one_judge(struct one *one, const struct language_case *l)
{
	struct diag diag;

	diag_init(&diag);
	universe_init(&one->u);
	universe_start(&one->u, DISTTYPE_DEB, "amd64");
	add_case(&one->u, l);
	universe_finish(&one->u);
	CHECK_INT(language_table_load(&one->table, NULL, &diag), 0);
	language_judge(&one->v, &one->table, &one->u, NULL);
	one->c = universe_find_component(&one->u, l->name);
	diag_clear(&diag);
}

static void one_clear(struct one *one)
{
	language_verdicts_clear(&one->v);
	language_table_clear(&one->table);
	universe_clear(&one->u);
}

static void check_near(double value, double expected, const char *what)
{
	if (!(fabs(value - expected) < 0.0005))
		test_fail(__FILE__, __LINE__, "%s is %.4f, not %.4f", what, value, expected);
}

static const struct language_case c_in_python = { "module", "py=25 c=75", NULL, NULL,
						  "python3-x:python:amd64", "python3 libc6", NULL,
						  SAFETY_MIXED, NULL };

TEST(unsafe_code_counts_half_inside_a_safe_language)
{
	struct language_case l = c_in_python;
	struct one one;

	one_judge(&one, &l);
	check_near(one.v.mix[one.c].unsafe, 0.375, "a module");
	CHECK(language_mix_is_inside(&one.v, one.c));
	one_clear(&one);
	l.shipped = "c=10";
	one_judge(&one, &l);
	check_near(one.v.mix[one.c].unsafe, 0.5, "a module of C alone");
	one_clear(&one);
	l.requires = "libc6"; /* only filed there */
	one_judge(&one, &l);
	check_near(one.v.mix[one.c].unsafe, 1, "a program");
	CHECK(!language_mix_is_inside(&one.v, one.c));
	one_clear(&one);
	l = c_in_python;
	l.packages = "python3-x:python:amd64 x:net:amd64";
	one_judge(&one, &l);
	check_near(one.v.mix[one.c].unsafe, 75 / (75 + 0.4 * 25), "a module and a program");
	one_clear(&one);
}

TEST(measured_bytes_outweigh_files)
{
	struct language_case l = { "x", "c=50 sh=10", NULL, NULL, "x:net:amd64", "libc6", NULL,
				   SAFETY_UNSAFE, NULL };
	struct one one;
	struct language_bytes bytes[4] = { 0 };
	double before;
	char *text;

	one_judge(&one, &l);
	bytes[0] = (struct language_bytes){ language_find(&one.table, "Rust"), 800000 };
	bytes[1] = (struct language_bytes){ language_find(&one.table, "C"), 150000 };
	bytes[2] = (struct language_bytes){ language_find(&one.table, "C"), 50000 };
	bytes[3] = (struct language_bytes){ language_find(&one.table, "SQL"), 9e9 };
	before = one.v.mix[one.c].confidence;
	language_measure(&one.v, one.c, bytes, 0, 0.1, 1); /* nothing */
	language_measure(&one.v, one.c, bytes, 4, 0.1, 0);
	CHECK(one.v.mix[one.c].basis == LANGUAGE_BASIS_FILES);
	check_near(one.v.mix[one.c].confidence, before, "the confidence");
	/* half of it, and half of the C above */
	language_measure(&one.v, one.c, bytes, 4, 0.1, 0.5);
	CHECK(one.v.mix[one.c].basis == LANGUAGE_BASIS_MEASURED);
	CHECK(one.v.mix[one.c].confidence > before);
	check_near(one.v.mix[one.c].unsafe, 0.1 + 0.5 * 50 / 51, "half measured");
	language_measure(&one.v, one.c, bytes, 4, 0.1, 1);
	check_near(one.v.mix[one.c].unsafe, 0.2, "measured");
	check_near(one.v.mix[one.c].confidence, 1, "the confidence");
	CHECK_INT(one.v.mix[one.c].safety, SAFETY_MIXED);
	text = language_mix_text(&one.v, one.c);
	CHECK_STR(text, "Rust 80%, C 20%");
	free(text);
	one_clear(&one);
	/* a module stays a module, and one without any files has something to go by */
	l = c_in_python;
	l.shipped = NULL;
	one_judge(&one, &l);
	bytes[0] = (struct language_bytes){ language_find(&one.table, "Python"), 1000 };
	bytes[1] = (struct language_bytes){ language_find(&one.table, "C++"), 1000 };
	language_measure(&one.v, one.c, bytes, 2, 0.1, 1);
	check_near(one.v.mix[one.c].unsafe, 0.5 * 1000 / 1100, "a measured module");
	one_clear(&one);
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
	RUN(what_is_installed_counts);
	RUN(unsafe_code_counts_half_inside_a_safe_language);
	RUN(measured_bytes_outweigh_files);
	RUN(few_files_give_little_confidence);
	return test_status();
}
