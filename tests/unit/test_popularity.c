/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a survey read as popcon.h says, or refused with a reason, and do its names find the components
 * that popularity.h promises? What is carried along needs is held against a slow twin.
 */
#include "analyzer/popularity.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graphs/alternatives.h"
#include "importers/popcon.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

#define N(array) ((int)(sizeof(array) / sizeof(*(array))))

enum { UNIVERSES = 2000 };

/* ---- reading ---- */

static const char by_inst[] =
	"#Format\n#\n#rank name            inst  vote   old recent no-files (maintainer)\n"
	"1     dpkg                201021 189334  4041   7590   56 (Dpkg Developers)\n"
	"2     zlib1g              150000     20     1      2    3 (Some One)\r\n"
	"\n"
	"3     bash                150000 100000     1      2    3 (Some \xe9 One)\n"
	"4\tlibfoo\t7 0\n"
	"-----------------------------------------------------------------\n"
	"4     Total               501028 289354     1      2    3\n"
	"not a line of the list\n";

static const char by_vote[] =
	"1     dpkg                201021 189334  4041   7590   56 (Dpkg Developers)\n"
	"2     bash                150000 100000     1      2    3 (Some One)\n"
	"3     zlib1g              160000     20     1      2    3 (Some One)\n";

/* "bash 150000, dpkg 201021": the entries in order. */
static const char *entries(const struct popcon *p)
{
	static char text[512];
	int len = 0;

	text[0] = '\0';
	for (int i = 0; i < p->n_entry; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len, "%s%s %d", i ? ", " : "",
				p->entry[i].name, p->entry[i].machines);
	return text;
}

static int load(struct popcon *p, struct little *dir, const char *name)
{
	char path[LITTLE_PATH];

	diag_clear(&dir->diag);
	little_path(dir, name, path);
	return popcon_load(p, path, &dir->diag);
}

TEST(a_list_by_installation_counts_machines_that_have_it)
{
	static const char *const filter[] = { "none", "gzip", "xz", "zstd" };
	struct little dir;
	struct popcon p;

	little_init(&dir);
	for (int i = 0; i < N(filter); i++) {
		little_pack(&dir, "by_inst", filter[i], by_inst, sizeof(by_inst) - 1);
		CHECK_INT(load(&p, &dir, "by_inst"), 0);
		CHECK_STR(dir.diag.message, NULL);
		CHECK_STR(entries(&p), "bash 150000, dpkg 201021, libfoo 7, zlib1g 150000");
		CHECK_INT(p.most, 201021);
		CHECK(!p.by_vote);
		popcon_clear(&p);
		popcon_clear(&p);
	}
	little_clear(&dir);
}

TEST(a_list_by_votes_counts_machines_that_use_it)
{
	struct little dir;
	struct popcon p;

	little_init(&dir);
	little_write(&dir, "by_vote", by_vote);
	CHECK_INT(load(&p, &dir, "by_vote"), 0);
	CHECK_STR(entries(&p), "bash 100000, dpkg 189334, zlib1g 20");
	CHECK_INT(p.most, 189334);
	CHECK(p.by_vote);
	popcon_clear(&p);

	/* sorted by both: by installation, as any other list */
	little_write(&dir, "both", "1 a 5 4\n2 b 5 4\n3 c 1 0\n");
	CHECK_INT(load(&p, &dir, "both"), 0);
	CHECK_STR(entries(&p), "a 5, b 5, c 1");
	CHECK(!p.by_vote);
	popcon_clear(&p);

	/* sorted by neither: by name */
	little_write(&dir, "neither", "1 a 5 1\n2 b 9 4\n3 c 1 0\n");
	CHECK_INT(load(&p, &dir, "neither"), 0);
	CHECK_STR(entries(&p), "a 5, b 9, c 1");
	CHECK_INT(p.most, 9);
	popcon_clear(&p);

	/* a name that stands there twice counts once, with more */
	little_write(&dir, "twice", "1 a 9 1\n2 b 8 1\n3 a 3 0\n");
	CHECK_INT(load(&p, &dir, "twice"), 0);
	CHECK_STR(entries(&p), "a 9, b 8");
	popcon_clear(&p);
	little_clear(&dir);
}

TEST(what_is_no_such_list_is_refused)
{
	static const struct {
		const char *text;
		int line;	/* 0: it names no package */
	} bad[] = {
		{ "# nothing\n", 0 },
		{ "-----\n1 a 5 4\n", 0 },
		{ "1 a 0 0\n", 0 },
		{ "a 1 5 4\n", 1 },
		{ "# x\n\n1 a 5 4\n2 b 5\n", 4 },
		{ "1 a 5 4\n2\n", 2 },
		{ "1 a 5 4\n2 b -5 1\n", 2 },
		{ "1 a 5 4\n2 b 5 1x\n", 2 },
		{ "1 a 2000000001 4\n", 1 },
		{ "1 a 99999999999999999999999999 4\n", 1 },
		{ "<html>\n<body>\n", 1 },
		{ "Package: a\nVersion: 1\n", 1 },
	};
	char long_name[300];
	struct little dir;
	struct popcon p;

	little_init(&dir);
	for (int i = 0; i < N(bad); i++) {
		char path[LITTLE_PATH], want[LITTLE_PATH + 100];

		little_path(&dir, "p", path);
		little_write(&dir, "p", bad[i].text);
		if (bad[i].line)
			snprintf(want, sizeof(want),
				 "cannot parse '%s' line %d: not 'rank name inst vote …' of "
				 "popularity-contest",
				 path, bad[i].line);
		else
			snprintf(want, sizeof(want), "cannot use '%s': it names no package", path);
		CHECK_INT(load(&p, &dir, "p"), -1);
		CHECK_STR(dir.diag.message, want);
		CHECK(!p.entry && !p.n_entry && !p.most);
	}
	/* of what is no text at all the place is named */
	little_write_bytes(&dir, "p", "1 a\0b 5 4\n", 10);
	CHECK_INT(load(&p, &dir, "p"), -1);
	CHECK(dir.diag.message && strstr(dir.diag.message, "byte 3 of its text is NUL"));
	/* names have a limit */
	snprintf(long_name, sizeof(long_name), "1 %0200d 5 4\n", 0);
	little_write(&dir, "p", long_name);
	CHECK_INT(load(&p, &dir, "p"), 0);
	CHECK_INT(p.n_entry, 1);
	popcon_clear(&p);
	snprintf(long_name, sizeof(long_name), "1 %0201d 5 4\n", 0);
	little_write(&dir, "p", long_name);
	CHECK_INT(load(&p, &dir, "p"), -1);
	CHECK(dir.diag.message && strstr(dir.diag.message, "'popcon-name-bytes' (200"));
	little_clear(&dir);
}

TEST(a_list_that_is_not_there_or_cut_short_is_refused)
{
	struct little dir;
	struct popcon p;
	char *whole;
	size_t size;

	little_init(&dir);
	CHECK_INT(load(&p, &dir, "none"), -1);
	CHECK(dir.diag.message && strstr(dir.diag.message, "/none': No such file"));
	CHECK_INT(load(&p, &dir, ""), -1);
	CHECK(dir.diag.message && strstr(dir.diag.message, dir.dir));
	little_write(&dir, "p", "1 a 5 4\n2 b 3"); /* no line end */
	CHECK_INT(load(&p, &dir, "p"), -1);
	CHECK(dir.diag.message != NULL);
	little_write(&dir, "p", "");
	CHECK_INT(load(&p, &dir, "p"), -1);
	CHECK(dir.diag.message != NULL);
	little_pack(&dir, "p", "gzip", by_inst, sizeof(by_inst) - 1);
	whole = little_read(&dir, "p", &size);
	little_write_bytes(&dir, "p", whole, size - 9);
	free(whole);
	CHECK_INT(load(&p, &dir, "p"), -1);
	CHECK(dir.diag.message != NULL);
	CHECK(!p.entry && !p.n_entry);
	little_clear(&dir);
}

/* ---- names ---- */

static const char archive[] =
	"Package: bash\nVersion: 1\nArchitecture: amd64\n\n"
	/* one component provides "mail", two provide "editor", one by two packages "shell" */
	"Package: postfix\nVersion: 1\nArchitecture: amd64\nProvides: mail, editor\n\n"
	"Package: vim\nVersion: 1\nArchitecture: amd64\nProvides: editor, bash (= 2)\n\n"
	"Package: dash\nVersion: 1\nArchitecture: amd64\nProvides: shell\n\n"
	"Package: ash\nSource: dash\nVersion: 1\nArchitecture: amd64\nProvides: shell (= 3)\n\n"
	"Package: libssl3t64\nSource: openssl\nVersion: 3\nArchitecture: amd64\n\n"
	"Package: libcrypto3\nSource: openssl\nVersion: 3\nArchitecture: amd64\n\n"
	"Package: libcrypto4\nSource: openssl\nVersion: 3\nArchitecture: amd64\n\n"
	/* one stem in two components */
	"Package: libpng12-0\nSource: libpng\nVersion: 1\nArchitecture: amd64\n\n"
	"Package: libdb5.3\nSource: db5.3\nVersion: 1\nArchitecture: amd64\n\n"
	"Package: libdb6.0\nSource: db6.0\nVersion: 1\nArchitecture: amd64\n\n"
	"Package: libplain\nVersion: 1\nArchitecture: amd64\n\n"
	"Package: libodd64\nVersion: 1\nArchitecture: amd64\n";

TEST(names_of_other_releases_find_their_component)
{
	static const struct {
		const char *name, *component; /* NULL: nothing is told by it */
	} row[] = {
		{ "bash", "bash" }, /* itself, not who provides it */
		{ "mail", "postfix" },
		{ "editor", NULL },
		{ "shell", "dash" },
		{ "libssl1.1", "openssl" },
		{ "libssl3", "openssl" },
		{ "libssl4t64", "openssl" },
		{ "libssl", NULL }, /* no version: some other package */
		{ "libssldev3", NULL },
		{ "libss1", NULL },
		{ "libcrypto1.0.2", "openssl" }, /* several packages, one component */
		{ "libpng16-16", "libpng" }, /* both numbers are version */
		{ "libdb5.3", "db5.3" },
		{ "libdb4.8", NULL },
		{ "libplain2", NULL }, /* the package has no version in its name */
		{ "libplaint64", NULL },
		{ "nothing", NULL },
		{ "1", NULL },
		{ "3t64", NULL },
	};
	struct little dir;
	struct depgraph g;

	little_init(&dir);
	little_write(&dir, "Packages", archive);
	CHECK_INT(little_import(&dir, "Packages"), 0);
	depgraph_init(&g);
	depgraph_build(&g, &dir.universe);
	for (int i = 0; i < N(row); i++) {
		struct popcon_entry entry = { (char *)row[i].name, 10 };
		struct popcon survey = { .entry = &entry, .n_entry = 1, .most = 40 };
		const char *found = NULL;
		struct popularity p;
		int n = 0;

		popularity_compute(&p, &g, &survey);
		CHECK_INT(p.n_component, g.n_component);
		CHECK_INT(p.most, 40);
		for (int c = 0; c < p.n_component; c++) {
			if (!p.machines[c])
				continue;
			CHECK_INT(p.machines[c], 10);
			found = universe_component_name(&dir.universe, c);
			n++;
		}
		CHECK(n <= 1);
		CHECK_INT(p.n_mapped, row[i].component != NULL);
		CHECK_INT(p.n_unmapped, row[i].component == NULL);
		if (strcmp(found ? found : "", row[i].component ? row[i].component : ""))
			test_fail(__FILE__, __LINE__, "'%s' is %s, not %s", row[i].name, found,
				  row[i].component);
		popularity_clear(&p);
		popularity_clear(&p);
	}
	depgraph_clear(&g);
	little_clear(&dir);
}

TEST(the_greatest_of_its_names_counts)
{
	struct popcon_entry entry[] = { { (char *)"libcrypto3", 5 }, { (char *)"libssl1.1", 9 },
					{ (char *)"libssl3t64", 7 }, { (char *)"nothing", 99 } };
	struct popcon survey = { .entry = entry, .n_entry = 4, .most = 99 };
	struct little dir;
	struct popularity p;
	struct depgraph g;

	little_init(&dir);
	little_write(&dir, "Packages", archive);
	CHECK_INT(little_import(&dir, "Packages"), 0);
	depgraph_init(&g);
	depgraph_build(&g, &dir.universe);
	popularity_compute(&p, &g, &survey);
	CHECK_INT(p.machines[universe_find_component(&dir.universe, "openssl")], 9);
	CHECK_INT(p.n_mapped, 3);
	CHECK_INT(p.n_unmapped, 1);
	popularity_clear(&p);
	depgraph_clear(&g);
	little_clear(&dir);
}

/* ---- needs ---- */

/* Along the arcs of preferred providers until nothing changes. */
static void slow_carry(const struct slow *s, int *machines)
{
	slow_arcs arcs;
	bool again = true;

	slow_policy_arcs(s, ALTERNATIVES_PREFERRED, arcs);
	while (again) {
		again = false;
		for (int p = 0; p < s->n; p++)
			for (int q = 0; q < s->n; q++)
				if (arcs[p][q] && machines[q] < machines[p]) {
					machines[q] = machines[p];
					again = true;
				}
	}
}

TEST(who_has_a_package_has_what_it_requires)
{
	int n_carried = 0;

	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct popcon_entry entry[MODEL_PACKAGES];
		struct popcon survey = { .entry = entry, .most = 50 };
		int machines[MODEL_PACKAGES] = { 0 };
		uint64_t state = (uint64_t)seed;
		struct popularity p;
		struct fixture f;

		fixture_make(&f, (uint64_t)seed);
		for (int i = 0; i < f.slow.n; i++) {
			if (random_below(&state, 2))
				continue;
			machines[i] = (int)random_below(&state, 50);
			entry[survey.n_entry++] = (struct popcon_entry){ f.model.package[i].name,
									  machines[i] };
		}
		popularity_compute(&p, &f.graph, &survey);
		slow_carry(&f.slow, machines);
		SAME(&f, p.n_mapped, survey.n_entry);
		for (int c = 0; c < f.slow.n_component; c++) {
			int most = 0, own = 0;

			for (int i = 0; i < f.slow.n; i++) {
				if (f.slow.component[i] != c)
					continue;
				most = machines[i] > most ? machines[i] : most;
				for (int e = 0; e < survey.n_entry; e++)
					if (!strcmp(entry[e].name, f.model.package[i].name) &&
					    entry[e].machines > own)
						own = entry[e].machines;
			}
			SAME(&f, p.machines[c], most);
			n_carried += most > own;
		}
		popularity_clear(&p);
		fixture_clear(&f);
	}
	CHECK(n_carried > 500);
}

TEST(ten_times_as_many_machines_add_a_quarter)
{
	CHECK_DOUBLE(popularity_scale(1000000, 1000000), 1, 1e-12);
	CHECK_DOUBLE(popularity_scale(100000, 1000000), 0.75, 1e-12);
	CHECK_DOUBLE(popularity_scale(1000, 1000000), 0.25, 1e-12);
	CHECK_DOUBLE(popularity_scale(100, 1000000), 0, 1e-12);
	CHECK_DOUBLE(popularity_scale(1, 1000000), 0, 0);
	CHECK_DOUBLE(popularity_scale(0, 1000000), 0, 0);
	CHECK_DOUBLE(popularity_scale(5, 0), 0, 0);
	CHECK_DOUBLE(popularity_scale(20, 10), 1, 0); /* of another survey: never above 1 */
}

int main(void)
{
	RUN(a_list_by_installation_counts_machines_that_have_it);
	RUN(a_list_by_votes_counts_machines_that_use_it);
	RUN(what_is_no_such_list_is_refused);
	RUN(a_list_that_is_not_there_or_cut_short_is_refused);
	RUN(names_of_other_releases_find_their_component);
	RUN(the_greatest_of_its_names_counts);
	RUN(who_has_a_package_has_what_it_requires);
	RUN(ten_times_as_many_machines_add_a_quarter);
	return test_status();
}
