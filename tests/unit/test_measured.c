/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are the languages of inspected packages what measured.h says: machine code divided by the files
 * of the source, program text beside it, and file names for what was not inspected?
 */
#include "analyzer/measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/language.h"
#include "analyzer/package_role.h"
#include "importers/diag.h"
#include "importers/universe.h"
#include "tests/test.h"

/* One component. Lists are separated by ';', numbers are counts or KiB. */
struct measured_case {
	const char *name;
	const char *files;	/* of its source: "c=10;vala=30" */
	const char *build;	/* what it is built with, one name; NULL: nothing */
	const char *code;	/* of its first package: "C, C++=100" */
	const char *text;	/* "py=100" */
	const char *objects;	/* "programs", "libraries", "plugins" */
	int n_uninspected;	/* further packages that hold code */
	const char *want;
};

static const struct measured_case measured_case[] = {
	{ "C", "c=10", NULL, "C=100", "", "programs", 0, "C 100%" },
	{ "C with assembly", "c=30;S=10", NULL, "C=100", "", "programs", 0,
	  "C 75%, Assembly 25%" },
	{ "Vala passes for C", "vala=30;c=10", NULL, "C=100", "", "programs", 0,
	  "Vala 75%, C 25%" },
	{ "C and C++ in one file", "c=30;cpp=10", NULL, "C, C++=100", "", "programs", 0,
	  "C 75%, C++ 25%" },
	/* C++ leaves marks, so what has none holds none */
	{ "C beside C++", "c=10;cpp=30", NULL, "C=60;C, C++=40", "", "programs", 0,
	  "C 70%, C++ 30%" },
	{ "Rust with C in one file", "rs=30;c=10", "cargo", "C, Rust=100", "", "programs", 0,
	  "Rust 75%, C 25%" },
	{ "Rust alone in its file", "rs=10;c=30", "cargo", "Rust=100", "", "programs", 0,
	  "Rust 100%" },
	{ "files that were not compiled", "c=30;cpp=70", NULL, "Go=50;C=50", "", "programs", 0,
	  "C 50%, Go 50%" },
	{ "no files to divide by", "", NULL, "C, Rust=100", "", "programs", 0, "C 50%, Rust 50%" },
	/* nothing of C in the source: what was linked in has the marks of its compiler */
	{ "a mark without files", "rs=10", "cargo", "C, Rust=100", "", "programs", 0, "Rust 100%" },
	{ "an unknown language", "c=10", NULL, "Foo=100", "", "programs", 0, "C 100%" },
	{ "scripts for a host", "c=10;py=10", NULL, "C=100", "py=100", "programs", 0,
	  "C 91%, Python 9%" },
	{ "scripts beside a library", "c=10;py=10", NULL, "C=100", "py=100", "libraries", 0,
	  "C 91%, Python 9%" },
	{ "a module with plug-ins", "c=10;py=10", NULL, "C=100", "py=100", "plugins", 0,
	  "C 50%, Python 50%" },
	{ "plug-ins beside a program", "c=10;py=10", NULL, "C=100", "py=100", "plugins;programs", 0,
	  "C 91%, Python 9%" },
	{ "scripts by interpreter", "c=10", NULL, "C=100", "#!perl=60;pm=40;txt=900;-=900",
	  "plugins", 0, "C 50%, Perl 50%" },
	{ "text alone", "c=10", NULL, "", "py=100", "", 0, "Python 100%" },
	/* file names for what was not inspected */
	{ "half of it", "c=10", NULL, "Rust=100", "", "programs", 1, "C 50%, Rust 50%" },
	{ "a quarter of it", "c=10", NULL, "Rust=100", "", "programs", 3, "C 75%, Rust 25%" },
	{ "nothing in it", "c=10", NULL, "", "", "", 1, "C 100%" },
};

enum { MEASURED_CASES = sizeof(measured_case) / sizeof(measured_case[0]) };

static Id word(struct universe *u, const char *text)
{
	return pool_str2id(u->pool, text, 1);
}

static void observe_list(struct universe *u, enum observation_kind kind, int subject,
			 const char *list)
{
	char *copy = solv_strdup(list), *rest = copy, *item;

	while ((item = strsep(&rest, ";"))) {
		char *count = strrchr(item, '=');

		if (count)
			*count++ = '\0';
		if (*item)
			universe_observe(u, kind, subject, word(u, item),
					 count ? (int)strtol(count, NULL, 10) : 1);
	}
	free(copy);
}

static Id add_package(struct universe *u, const char *name, const char *arch, int component)
{
	Id package = repo_add_solvable(u->repo);
	Solvable *s = pool_id2solvable(u->pool, package);

	s->name = word(u, name);
	s->evr = word(u, "1");
	s->arch = word(u, arch);
	s->provides = repo_addid_dep(u->repo, s->provides,
				     pool_rel2id(u->pool, s->name, s->evr, REL_EQ, 1), 0);
	universe_set_component(u, package, component);
	return package;
}

static void add_case(struct universe *u, const struct measured_case *m)
{
	int c = universe_add_component(u, word(u, m->name));
	char name[80];
	Id package;

	observe_list(u, OBS_FILES_SHIPPED, c, m->files);
	if (m->build) {
		Id source = repo_add_solvable(u->source_repo);
		Solvable *s = pool_id2solvable(u->pool, source);

		s->name = word(u, m->name);
		s->evr = word(u, "1");
		s->arch = ARCH_SRC;
		s->requires = repo_addid_dep(u->source_repo, s->requires, word(u, m->build), 0);
		u->component[c].source = source;
	}
	snprintf(name, sizeof(name), "%s 0", m->name);
	package = add_package(u, name, "amd64", c);
	observe_list(u, OBS_MACHINE_CODE, package, m->code);
	observe_list(u, OBS_FILES_INSPECTED, package, m->text);
	observe_list(u, OBS_HARDENING, package, m->objects);
	universe_observe(u, OBS_INSPECTED, package, word(u, *m->code ? "code" : "none"), 1);
	for (int i = 1; i <= m->n_uninspected; i++) {
		snprintf(name, sizeof(name), "%s %d", m->name, i);
		add_package(u, name, "amd64", c);
	}
}

struct measured_bench {
	struct universe u;
	struct language_table table;
	struct language_verdicts v;
	unsigned char *role;
	struct diag diag;
};

static void bench_start(struct measured_bench *b)
{
	memset(b, 0, sizeof(*b));
	diag_init(&b->diag);
	universe_init(&b->u);
	universe_start(&b->u, DISTTYPE_DEB, "amd64");
	b->u.has_source_files = true;
}

static void bench_judge(struct measured_bench *b)
{
	universe_finish(&b->u);
	CHECK_INT(language_table_load(&b->table, NULL, &b->diag), 0);
	CHECK_INT(package_roles(&b->u, NULL, &b->role, &b->diag), 0);
	CHECK_STR(b->diag.message, NULL);
	language_judge(&b->v, &b->table, &b->u, b->role);
	measured_apply(&b->v, &b->u, b->role);
}

static void bench_clear(struct measured_bench *b)
{
	language_verdicts_clear(&b->v);
	language_table_clear(&b->table);
	free(b->role);
	universe_clear(&b->u);
	diag_clear(&b->diag);
}

TEST(languages_are_what_was_measured)
{
	struct measured_bench b;

	bench_start(&b);
	for (int i = 0; i < MEASURED_CASES; i++)
		add_case(&b.u, &measured_case[i]);
	bench_judge(&b);
	for (int i = 0; i < MEASURED_CASES; i++) {
		const struct measured_case *m = &measured_case[i];
		char *text = language_mix_text(&b.v, i);

		if (strcmp(text, m->want) != 0)
			test_fail(__FILE__, __LINE__, "'%s' is %s, not %s", m->name, text, m->want);
		free(text);
	}
	bench_clear(&b);
}

/* What holds no code for users is no part of the whole: development files, packages for all
   architectures without programs. Those with programs are one, though nobody inspects them. */
TEST(coverage_counts_packages_that_hold_code)
{
	struct measured_case m = { "x", "c=10", NULL, "Rust=100", "", "programs", 0, NULL };
	struct measured_bench b;
	char *text;
	Id p;

	bench_start(&b);
	add_case(&b.u, &m);
	add_package(&b.u, "libx-dev", "amd64", 0);
	add_package(&b.u, "x-data", "all", 0);
	m.name = "y";
	add_case(&b.u, &m);
	p = add_package(&b.u, "y-tools", "all", 1);
	universe_observe(&b.u, OBS_PROGRAM, p, word(&b.u, "y-tool"), 1);
	bench_judge(&b);
	text = language_mix_text(&b.v, 0);
	CHECK_STR(text, "Rust 100%");
	free(text);
	CHECK(b.v.mix[0].basis == LANGUAGE_BASIS_MEASURED);
	CHECK_DOUBLE(b.v.mix[0].confidence, 1, 1e-12);
	text = language_mix_text(&b.v, 1);
	CHECK_STR(text, "C 50%, Rust 50%");
	free(text);
	CHECK(b.v.mix[1].confidence < 1);
	bench_clear(&b);
}

TEST(nothing_changes_where_nothing_was_inspected)
{
	struct measured_bench b;
	char *text;
	Id p;

	bench_start(&b);
	universe_add_component(&b.u, word(&b.u, "x"));
	observe_list(&b.u, OBS_FILES_SHIPPED, 0, "c=10");
	p = add_package(&b.u, "x", "amd64", 0);
	/* without the observation that it was */
	universe_observe(&b.u, OBS_MACHINE_CODE, p, word(&b.u, "Rust"), 100);
	bench_judge(&b);
	text = language_mix_text(&b.v, 0);
	CHECK_STR(text, "C 100%");
	free(text);
	CHECK(b.v.mix[0].basis == LANGUAGE_BASIS_FILES);
	bench_clear(&b);
}

int main(void)
{
	RUN(languages_are_what_was_measured);
	RUN(coverage_counts_packages_that_hold_code);
	RUN(nothing_changes_where_nothing_was_inspected);
	return test_status();
}
