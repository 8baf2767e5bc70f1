/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What Debian's stanzas mean: relations, components, observations, and which of several indexes,
 * versions and pockets counts. File lists are in test_contents.c, signatures in tests/test-fetch.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "importers/apt_stanzas.h"
#include "importers/debian_indexes.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

#define STANZA(name, version, fields) \
	"Package: " name "\nVersion: " version "\nArchitecture: amd64\n" fields "\n"

/* Import one text as a Packages file. */
static void take(struct little *l, const char *packages)
{
	little_write(l, "Packages", packages);
	if (little_import(l, "Packages"))
		test_fail(__FILE__, __LINE__, "%s", l->diag.message);
}

/* Import a directory with a Packages, a Sources, as an apt lists directory without a Release. */
static void take_both(struct little *l, const char *packages, const char *sources)
{
	little_write(l, "lists/Packages", packages);
	little_write(l, "lists/Sources", sources);
	if (little_import(l, "lists"))
		test_fail(__FILE__, __LINE__, "%s", l->diag.message);
}

static void refuse(struct little *l, const char *packages, const char *part)
{
	little_write(l, "Packages", packages);
	if (!little_import(l, "Packages"))
		test_fail(__FILE__, __LINE__, "accepted: %.60s", packages);
	else if (!strstr(l->diag.message, part))
		test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", l->diag.message, part);
}

/* ---- relations ---- */

TEST(kinds_of_relations)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1",
			"Depends: d\nPre-Depends: p\nRecommends: r, r2\nSuggests: s\nEnhances: e\n"
			"Conflicts: c\nBreaks: b (<< 2)\nReplaces: x\n"));
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "d, <pre>, p");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_RECOMMENDS), "r, r2");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_SUGGESTS), "s");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_ENHANCES), "e");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_CONFLICTS), "c, b << 2");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_OBSOLETES), "");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_PROVIDES), "a = 1");
	little_clear(&l);
}

/* A package that says the same twice, before and behind the prerequisite marker. */
TEST(needed_twice)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1", "Depends: p, d, d\nPre-Depends: p\n"));
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "d, <pre>, p");
	little_clear(&l);
}

TEST(alternatives_keep_their_order)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1", "Depends: z | b (>= 2) | c,d|a\n") STANZA("b", "2", "")
			 STANZA("c", "1", ""));
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "z | b >= 2 | c, d | a");
	CHECK_STR(little_met(&l, "a"), "b c; a");
	little_clear(&l);
}

TEST(versions)
{
	static const struct {
		const char *relation, *dependency, *met;
	} row[] = {
		{ "b (>= 1.5)", "b >= 1.5", "b" },
		{ "b (>= 1.6)", "b >= 1.6", "-" },
		{ "b (<= 1.5)", "b <= 1.5", "b" },
		{ "b (<= 1.4)", "b <= 1.4", "-" },
		{ "b (= 1.5)", "b = 1.5", "b" },
		{ "b (= 1.5-1)", "b = 1.5-1", "-" },
		{ "b (>> 1.5)", "b >> 1.5", "-" },
		{ "b (>> 1.5~rc1)", "b >> 1.5~rc1", "b" }, /* a tilde is before the end */
		{ "b (<< 1.5)", "b << 1.5", "-" },
		{ "b (<< 1.5+x)", "b << 1.5+x", "b" },
		{ "b (>= 1:0)", "b >= 1:0", "-" }, /* an epoch is above all */
		{ "b (<< 1:0)", "b << 1:0", "b" },
		{ "b (>= 0:1.5)", "b >= 0:1.5", "b" }, /* no epoch is epoch 0 */
		{ "b (>=1.10)", "b >= 1.10", "-" },    /* numbers, not letters */
		{ "b (> 1.5)", "b >= 1.5", "b" },      /* what old packages wrote */
		{ "b (< 1.5)", "b <= 1.5", "b" },
		{ "b( = 1.5 )", "b = 1.5", "b" },
	};
	struct little l;

	little_init(&l);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		char text[512];

		snprintf(text, sizeof(text),
			 STANZA("a", "1", "Depends: %s\n") STANZA("b", "1.5", ""), row[i].relation);
		take(&l, text);
		CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), row[i].dependency);
		if (strcmp(little_met(&l, "a"), row[i].met) != 0)
			test_fail(__FILE__, __LINE__, "'%s' is met by '%s'", row[i].relation,
				  little_met(&l, "a"));
	}
	little_clear(&l);
}

TEST(provides)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1", "Depends: v, v (>= 1), w (>= 2), w (>= 3), w, w (= 2.0)\n")
			 STANZA("plain", "9",
				"Provides: v\n") /* no version is no version, not the package's */
	     STANZA("versioned", "1", "Provides: x, w (= 2.0)\n"));
	CHECK_STR(little_met(&l, "a"), "plain; -; versioned; -; versioned; versioned");
	CHECK_STR(little_needs(&l, "versioned", SOLVABLE_PROVIDES), "versioned = 1, x, w = 2.0");
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 0);
	take(&l,
	     STANZA("a", "1", "Depends: w\n") STANZA("b", "1", "Provides: w (>= 2), y | z, ok\n"));
	CHECK_STR(little_needs(&l, "b", SOLVABLE_PROVIDES), "b = 1, ok");
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 2);
	CHECK(l.diag.example[WARN_BAD_DEPENDENCY] &&
	      strstr(l.diag.example[WARN_BAD_DEPENDENCY], "'b'"));
	little_clear(&l);
}

TEST(architecture_qualifiers)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1",
			"Depends: python3:any, python3:any (>= 3), perl:any, libc6:amd64 (>= 2), "
			"libc6:native, libc6:i386, libc6:arm64 | libc6, interp:any\n")
			 STANZA("python3", "3.11",
				"Multi-Arch: allowed\nProvides: interp, vinterp (= 5)\n")
				 STANZA("perl", "5", "Multi-Arch: foreign\n")
					 STANZA("libc6", "2.36", "Multi-Arch: same\n"));
	CHECK_STR(little_met(&l, "a"), "python3; python3; -; libc6; libc6; -; libc6; python3");
	CHECK_STR(
		little_needs(&l, "python3", SOLVABLE_PROVIDES),
		"python3 = 3.11, python3:any = 3.11, interp, interp:any, vinterp = 5, "
		"vinterp:any = 5");
	/* for another architecture the other qualifier is the own one */
	l.options.arch = "i386";
	take(&l, "Package: a\nVersion: 1\nArchitecture: i386\nDepends: libc6:amd64, libc6:i386\n\n"
		 "Package: libc6\nVersion: 1\nArchitecture: i386\n");
	CHECK_STR(little_met(&l, "a"), "-; libc6");
	little_clear(&l);
}

/* "all" comes first in many an index; the first that says more decides. */
TEST(a_file_says_its_architecture)
{
	struct little l;

	little_init(&l);
	l.options.arch = NULL;
	take(&l, "Package: a\nVersion: 1\nArchitecture: all\nDepends: b:arm64, b:amd64\n\n"
		 "Package: b\nVersion: 1\nArchitecture: arm64\n");
	CHECK_STR(l.universe.release.arch, "arm64");
	CHECK_STR(little_met(&l, "a"), "b; -");
	take(&l, "Package: a\nVersion: 1\nArchitecture: all\n");
	CHECK_STR(l.universe.release.arch, debian_machine_arch());
	little_clear(&l);
}

TEST(relations_that_cannot_be_read)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1", "Depends: b (>=, c, d (% 1), e\nRecommends: f (>= 1\n")
			 STANZA("b", "1", ""));
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "c, e");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_RECOMMENDS), "");
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 3);
	CHECK(strstr(l.diag.example[WARN_BAD_DEPENDENCY], "cannot parse Depends of package 'a'"));
	/* a need with one alternative that cannot be read is no need with the others only */
	take(&l, STANZA("a", "1", "Depends: b | c (>=, d\n"));
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "d");
	/* folded over lines, trailing comma, empty field */
	take(&l, STANZA("a", "1", "Depends: b,\n c (>= 1)\n | d,\n\t,\nRecommends:\n"));
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "b, c >= 1 | d");
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 0);
	little_clear(&l);
}

TEST(hundreds_of_alternatives)
{
	char text[8192];
	size_t n = 0;
	struct little l;

	little_init(&l);
	n += (size_t)snprintf(text, sizeof(text),
			      "Package: a\nVersion: 1\nArchitecture: amd64\nDepends: x0");
	for (int i = 1; i < 256; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, " | x%d", i);
	snprintf(text + n, sizeof(text) - n, ", last\n");
	take(&l, text);
	CHECK(strstr(little_needs(&l, "a", SOLVABLE_REQUIRES), " | x255, last") != NULL);
	snprintf(text + n, sizeof(text) - n, " | x256, last\n");
	little_write(&l, "Packages", text);
	CHECK_INT(little_import(&l, "Packages"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "exceeds the limit 'alternatives' (256"));
	little_clear(&l);
}

/* ---- observations ---- */

TEST(tiers)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1",
			"Essential: yes\nProtected: yes\nImportant: yes\nBuild-Essential: yes\n"
			"Priority: required\nSection: contrib/net\n"
			"Description: first line\n second line\n")
			 STANZA("b", "1", "Essential: no\nImportant: yesterday\nSection: libs\n"));
	CHECK_STR(little_seen(&l, OBS_TIER, "a"),
		  "build-essential, essential, important, protected");
	CHECK_STR(little_seen(&l, OBS_PRIORITY, "a"), "required");
	CHECK_STR(little_seen(&l, OBS_SECTION, "a"), "net");
	CHECK_STR(little_seen(&l, OBS_SUMMARY, "a"), "first line");
	CHECK_STR(little_seen(&l, OBS_TIER, "b"), "");
	CHECK_STR(little_seen(&l, OBS_SECTION, "b"), "libs");
	CHECK_STR(little_seen(&l, OBS_PRIORITY, "b"), "");
	little_clear(&l);
}

TEST(tags)
{
	static const struct {
		const char *field, *seen;
	} row[] = {
		{ "role::program, implemented-in::c", "implemented-in::c, role::program" },
		{ "a::b", "a::b" },
		{ "works-with::{text,image}", "works-with::image, works-with::text" },
		{ "x::y, works-with::{text, image:raster}, z::1",
		  "works-with::image:raster, works-with::text, x::y, z::1" },
		{ "x::y,\n works-with::{text,\n  image},\n\tz::1",
		  "works-with::image, works-with::text, x::y, z::1" },
		{ "x::y\n z::1", "x::y, z::1" },
		{ "x::y\tz::1", "x::y, z::1" },
		{ "a::b, a::b", "a::b*2" },
		{ "a::{b}, c::{d}", "a::b, c::d" },
		{ "a::{}, c::d", "c::d" },
		/* mangled ones: nothing is made up, nothing crashes */
		{ "a::{b", "a::b" },
		{ "a::{", "" },
		{ "a::{b,c", "a::b, a::c" },
		{ "", "" },
		{ ",,,", "" },
	};
	struct little l;

	little_init(&l);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		char text[512];

		snprintf(text, sizeof(text), STANZA("a", "1", "Tag: %s\n"), row[i].field);
		take(&l, text);
		CHECK_STR(little_seen(&l, OBS_TAG, "a"), row[i].seen);
	}
	little_clear(&l);
}

TEST(built_using)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1",
			"Built-Using: glibc (= 2.36-9), gcc-12 (= 12.2.0)\n"
			"Static-Built-Using: golang-1.19 (= 1.19.8)\n"
			"X-Cargo-Built-Using: rust-libc (= 0.2.139), glibc (= 2.36-9)\n"));
	CHECK_STR(little_seen(&l, OBS_BUILT_USING, "a"), "gcc-12, glibc*2, golang-1.19, rust-libc");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "");
	little_clear(&l);
}

/* ---- components ---- */

TEST(components)
{
	struct little l;
	const struct universe *u = &l.universe;
	int c;

	little_init(&l);
	take(&l, STANZA("libssl3", "3.0.1-1+b1", "Source: openssl (3.0.1-1)\nMaintainer: O <o@x>\n")
			 STANZA("openssl", "3.0.1-1", "Homepage: https://openssl.example\n")
				 STANZA("libz", "1", "Source: zlib\n"));
	CHECK_STR(little_component(&l, "libssl3"), "openssl");
	CHECK_STR(little_component(&l, "openssl"), "openssl");
	CHECK_STR(little_component(&l, "libz"), "zlib");
	CHECK_INT(u->n_component, 2);
	CHECK_INT(u->n_package, 3);
	c = universe_find_component(u, "openssl");
	CHECK_INT(c >= 0, 1);
	CHECK_STR(pool_id2str(u->pool, u->component[c].evr), "3.0.1-1");
	CHECK_STR(pool_id2str(u->pool, u->component[c].maintainer), "O <o@x>");
	CHECK_STR(pool_id2str(u->pool, u->component[c].homepage), "https://openssl.example");
	CHECK_INT(u->component[c].source, 0);
	CHECK_INT(u->component_begin[c + 1] - u->component_begin[c], 2);
	CHECK_INT(universe_find_component(u, "libssl3"), -1);
	CHECK_INT(universe_find_component(u, "no such name"), -1);
	CHECK_INT(universe_find_package(u, "no such name"), 0);
	CHECK_STR(pool_id2str(u->pool,
			      pool_id2solvable(u->pool, universe_find_package(u, "libz"))->name),
		  "libz");
	little_clear(&l);
}

TEST(sources)
{
	struct little l;
	const struct component *c;

	little_init(&l);
	take_both(
		&l,
		STANZA("libssl3", "3", "Source: openssl\nMaintainer: P <p@x>\n")
			STANZA("b", "1", ""),
		"Package: openssl\nVersion: 3\nSection: utils\nMaintainer: O <o@x>\n"
		"Uploaders: U <u@x>\n"
		"Homepage: https://o.example\nVcs-Browser: https://v.example\n"
		"Vcs-Git: https://g.example -b x\n"
		"Build-Depends: debhelper (>= 13), m4\nBuild-Depends-Arch: x | y\n"
		"Build-Depends-Indep: doxygen\n"
		"Build-Conflicts: z\n\n"
		"Package: b\nVersion: 1\nSection: contrib/misc\nVcs-Browser: https://vb.example\n\n"
		"Package: nobody-builds-this\nVersion: 1\nBuild-Depends: q\n");
	c = &l.universe.component[universe_find_component(&l.universe, "openssl")];
	CHECK_STR(little_build_needs(&l, "openssl"), "debhelper >= 13, m4, x | y, doxygen");
	CHECK_STR(pool_id2str(l.universe.pool, c->maintainer), "O <o@x>");
	CHECK_STR(pool_id2str(l.universe.pool, c->uploaders), "U <u@x>");
	CHECK_STR(pool_id2str(l.universe.pool, c->homepage), "https://o.example");
	CHECK_STR(pool_id2str(l.universe.pool, c->vcs), "https://g.example -b x");
	CHECK_STR(little_seen(&l, OBS_SOURCE_SECTION, "openssl"), "utils");
	CHECK_STR(little_seen(&l, OBS_SOURCE_SECTION, "b"), "misc");
	c = &l.universe.component[universe_find_component(&l.universe, "b")];
	CHECK_STR(pool_id2str(l.universe.pool, c->vcs), "https://vb.example");
	CHECK_INT(universe_find_component(&l.universe, "nobody-builds-this"), -1);
	/* source packages are no packages: nothing is met by them */
	CHECK_INT(l.universe.n_package, 2);
	CHECK_INT(universe_find_package(&l.universe, "openssl"), 0);
	CHECK_INT(l.diag.n_warning[WARN_NO_SOURCE], 0);
	little_clear(&l);
}

TEST(build_needs_of_this_architecture_without_profiles)
{
	struct little l;

	little_init(&l);
	take_both(
		&l, STANZA("a", "1", ""),
		"Package: a\nVersion: 1\nBuild-Depends: in [amd64 arm64], out [i386], "
		"not-out [!amd64], "
		"not-in [!i386], any [any-amd64], linux [linux-any], bsd [kfreebsd-any], "
		"nocheck <!nocheck>, stage1 <stage1>, two <!nocheck !nodoc>, or <stage1> <!cross>, "
		"both [amd64] <!nocheck>, x [i386] | y, z <stage1> | w, "
		"gone [i386] | gone2 <stage1>, "
		"python3:any (>= 3), gcc:native\n");
	CHECK_STR(little_build_needs(&l, "a"),
		  "in, not-in, any, linux, nocheck, two, or, both, y, w, python3:any >= 3, gcc");
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 0);
	little_clear(&l);
}

TEST(sources_of_several_versions)
{
	struct little l;
	const struct component *c;

	little_init(&l);
	take_both(&l, STANZA("a", "2", ""),
		  "Package: a\nVersion: 1\nBuild-Depends: old\nSection: old\n\n"
		  "Package: a\nVersion: 3\nBuild-Depends: new\nSection: new\n\n"
		  "Package: a\nVersion: 2\nBuild-Depends: middle\n\n"
		  "Package: a\nVersion: 4\nExtra-Source-Only: yes\nBuild-Depends: extra\n");
	c = &l.universe.component[universe_find_component(&l.universe, "a")];
	CHECK_STR(little_build_needs(&l, "a"), "new");
	CHECK_STR(pool_id2str(l.universe.pool, pool_id2solvable(l.universe.pool, c->source)->evr),
		  "3");
	CHECK_STR(little_seen(&l, OBS_SOURCE_SECTION, "a"), "new");
	little_clear(&l);
}

TEST(a_component_without_a_source_stanza)
{
	struct little l;

	little_init(&l);
	take_both(&l, STANZA("a", "1", "") STANZA("b", "1", ""), "Package: a\nVersion: 1\n");
	CHECK_INT(l.diag.n_warning[WARN_NO_SOURCE], 1);
	CHECK_STR(l.diag.example[WARN_NO_SOURCE], "component 'b' is not in Sources");
	CHECK_INT(l.universe.component[universe_find_component(&l.universe, "b")].source, 0);
	/* no index at all is one warning of another kind */
	take(&l, STANZA("a", "1", ""));
	CHECK_INT(l.diag.n_warning[WARN_NO_SOURCE], 0);
	CHECK_INT(l.diag.n_warning[WARN_MISSING_INPUT] >= 1, 1);
	little_clear(&l);
}

/* ---- several indexes ---- */

/* dists/SUITE with a Release that nobody signed. */
static void write_suite(struct little *l, const char *suite, const char *fields,
			const char *packages)
{
	char name[128], text[1024], sum[65], path[LITTLE_PATH];
	long long size;

	snprintf(name, sizeof(name), "mirror/dists/%s/main/binary-amd64/Packages", suite);
	little_write(l, name, packages);
	little_path(l, name, path);
	CHECK_INT(apt_sha256(path, false, sum, &size, &l->diag), 0);
	snprintf(name, sizeof(name), "mirror/dists/%s/Release", suite);
	snprintf(text, sizeof(text),
		 "Origin: Debian\nSuite: %s\nCodename: %s\n%sSHA256:\n %s %lld "
		 "main/binary-amd64/Packages\n",
		 suite, suite, fields, sum, size);
	little_write(l, name, text);
}

static void take_mirror(struct little *l)
{
	l->options.allow_unverified = true;
	if (little_import(l, "mirror"))
		test_fail(__FILE__, __LINE__, "%s", l->diag.message);
}

TEST(the_newest_of_several_pockets)
{
	struct little l;

	little_init(&l);
	write_suite(&l, "bookworm", "Version: 12.1\nDate: Sat, 01 Aug 2026 10:00:00 UTC\n",
		    STANZA("a", "1", "Depends: old\nTag: role::program\n") STANZA("b", "2", "")
			    STANZA("c", "1", "") STANZA("d", "1", "Source: gone\n"));
	write_suite(&l, "bookworm-security", "Date: Sun, 02 Aug 2026 10:00:00 UTC\n",
		    STANZA("a", "1+deb12u1", "Depends: new\n") STANZA("b", "1", "")
			    STANZA("c", "1", "") STANZA("d", "2", "Source: come\n"));
	take_mirror(&l);
	CHECK_STR(little_versions(&l, "a"), "1+deb12u1");
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "new");
	CHECK_STR(little_seen(&l, OBS_TAG, "a"), "role::program");
	CHECK_STR(little_versions(&l, "b"), "2");
	CHECK_STR(little_versions(&l, "c"), "1");
	CHECK_STR(little_component(&l, "d"), "come");
	CHECK_INT(l.universe.n_package, 4);
	CHECK_INT(l.diag.n_warning[WARN_OLDER_VERSION], 4);
	CHECK_STR(l.universe.release.codename, "bookworm");
	CHECK_STR(l.universe.release.version, "12.1");
	CHECK_STR(l.universe.release.date, "2026-08-02T10:00:00Z");
	CHECK_INT(l.universe.release.n_input, 2);
	CHECK_INT(l.universe.release.input[0].verification, VERIFY_LISTED);
	little_clear(&l);
}

TEST(one_index_may_have_several_versions)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1", "") STANZA("a", "3", "") STANZA("a", "2", "")
			 STANZA("b", "1", "Depends: a (= 1)\n"));
	CHECK_STR(little_versions(&l, "a"), "1 3 2");
	CHECK_STR(little_met(&l, "b"), "a");
	CHECK_INT(l.universe.n_package, 4);
	CHECK_INT(l.diag.n_warning[WARN_OLDER_VERSION], 0);
	/* the same version twice is once */
	take(&l, STANZA("a", "1", "") STANZA("a", "1", ""));
	CHECK_STR(little_versions(&l, "a"), "1");
	CHECK_INT(l.universe.n_package, 1);
	/* and all of them give way to a newer pocket */
	write_suite(&l, "x", "", STANZA("a", "1", "") STANZA("a", "3", ""));
	write_suite(&l, "x-security", "", STANZA("a", "2", ""));
	take_mirror(&l);
	CHECK_STR(little_versions(&l, "a"), "3");
	little_clear(&l);
}

/* Backports are not what one gets; nor are they part of the release. */
TEST(backports_do_not_count)
{
	struct little l;

	little_init(&l);
	write_suite(&l, "x", "", STANZA("a", "1", ""));
	write_suite(&l, "x-backports", "NotAutomatic: yes\nButAutomaticUpgrades: yes\n",
		    STANZA("a", "2", ""));
	take_mirror(&l);
	CHECK_STR(little_versions(&l, "a"), "1");
	CHECK_INT(l.universe.release.n_input, 1);
	/* unless nothing else is there, or they are named */
	CHECK_INT(little_import(&l, "mirror/dists/x-backports"), 0);
	CHECK_STR(little_versions(&l, "a"), "2");
	little_clear(&l);
}

TEST(an_empty_pocket)
{
	struct little l;

	little_init(&l);
	write_suite(&l, "x", "", STANZA("a", "1", ""));
	write_suite(&l, "x-updates", "", "");
	take_mirror(&l);
	CHECK_INT(l.universe.n_package, 1);
	CHECK_INT(l.universe.release.n_input, 2);
	write_suite(&l, "x", "", "");
	CHECK_INT(little_import(&l, "mirror"), -1);
	CHECK(strstr(l.diag.message, "holds no package") != NULL);
	little_clear(&l);
}

TEST(two_releases_are_not_one)
{
	char path[LITTLE_PATH];
	struct little l;

	little_init(&l);
	write_suite(&l, "x", "", STANZA("a", "1", ""));
	write_suite(&l, "y", "", STANZA("a", "2", ""));
	l.options.allow_unverified = true;
	CHECK_INT(little_import(&l, "mirror"), -1);
	CHECK(strstr(l.diag.message, "has 'x' and 'y'; name one") != NULL);
	CHECK_INT(little_import(&l, "mirror/dists/x"), 0);
	CHECK_STR(little_versions(&l, "a"), "1");
	CHECK_INT(little_import(&l, "mirror/dists/y"), 0);
	CHECK_STR(little_versions(&l, "a"), "2");
	/* a link to a suite is not another one */
	little_clear(&l);
	little_init(&l);
	write_suite(&l, "x", "", STANZA("a", "1", ""));
	little_path(&l, "mirror/dists/stable", path);
	CHECK_INT(symlink("x", path), 0);
	take_mirror(&l);
	CHECK_INT(l.universe.release.n_input, 1);
	little_clear(&l);
}

TEST(age)
{
	struct little l;

	little_init(&l);
	write_suite(
		&l, "x",
		"Date: Sat, 01 Aug 2020 10:00:00 UTC\nValid-Until: Sat, 08 Aug 2020 10:00:00 UTC\n",
		STANZA("a", "1", ""));
	l.options.allow_unverified = true;
	CHECK_INT(little_import(&l, "mirror"), -1);
	CHECK(strstr(l.diag.message, "days ago (--allow-expired takes it as it is)") != NULL);
	l.options.allow_expired = true;
	CHECK_INT(little_import(&l, "mirror"), 0);
	CHECK_INT(l.diag.n_warning[WARN_EXPIRED], 1);
	write_suite(
		&l, "x",
		"Date: Sat, 01 Aug 2020 10:00:00 UTC\nValid-Until: Sat, 08 Aug 2999 10:00:00 UTC\n",
		STANZA("a", "1", ""));
	CHECK_INT(little_import(&l, "mirror"), 0);
	CHECK_INT(l.diag.n_warning[WARN_EXPIRED], 0);
	write_suite(&l, "x", "Date: Sat, 01 Aug 2999 10:00:00 UTC\n", STANZA("a", "1", ""));
	CHECK_INT(little_import(&l, "mirror"), -1);
	CHECK(strstr(l.diag.message, "from the future (2999-08-01T10:00:00Z)") != NULL);
	little_clear(&l);
}

TEST(archive_areas)
{
	struct little l;

	little_init(&l);
	little_write(
		&l, "lists/x_dists_s_Release",
		"Origin: Debian\nCodename: s\nSHA256:\n"
		" 6fe8a0b1ca3ebd2aa1a6e2e9b3cd2ba4d1b0a4d5f1bb27b5b0df6d4b3f0ae000 1 main/none\n");
	little_write(&l, "lists/x_dists_s_main_binary-amd64_Packages", STANZA("a", "1", ""));
	little_write(&l, "lists/x_dists_s_contrib_binary-amd64_Packages", STANZA("c", "1", ""));
	little_write(&l, "lists/x_dists_s_non-free-firmware_binary-amd64_Packages",
		     STANZA("f", "1", ""));
	little_write(&l, "lists/x_dists_s_main_binary-i386_Packages", STANZA("i", "1", ""));
	little_write(&l, "lists/x_dists_s_main_debian-installer_binary-amd64_Packages",
		     STANZA("u", "1", ""));
	little_write(&l, "lists/partial/x_dists_s_main_binary-amd64_Packages",
		     STANZA("p", "1", ""));
	little_write(&l, "lists/lock", "");
	l.options.allow_unverified = true;
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_INT(l.universe.n_package, 1);
	CHECK_STR(little_versions(&l, "a"), "1");
	l.options.components = "main contrib";
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_INT(l.universe.n_package, 2);
	l.options.components = "contrib,non-free-firmware";
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_STR(little_versions(&l, "f"), "1");
	CHECK_STR(little_versions(&l, "a"), "");
	l.options.components = "non-free";
	CHECK_INT(little_import(&l, "lists"), -1);
	CHECK(strstr(l.diag.message, "cannot find a package index for amd64") != NULL);
	little_clear(&l);
}

/* Of a machine's lists only Debian's own count, where there are any. */
TEST(lists_of_others)
{
	static const char sums[] =
		"SHA256:\n"
		" 6fe8a0b1ca3ebd2aa1a6e2e9b3cd2ba4d1b0a4d5f1bb27b5b0df6d4b3f0ae000 1 main/none\n";
	char text[512];
	struct little l;

	little_init(&l);
	l.options.allow_unverified = true;
	snprintf(text, sizeof(text), "Origin: Shop\nCodename: s\n%s", sums);
	little_write(&l, "lists/shop_dists_s_Release", text);
	little_write(&l, "lists/shop_dists_s_main_binary-amd64_Packages", STANZA("shop", "1", ""));
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_STR(little_versions(&l, "shop"), "1");
	snprintf(text, sizeof(text), "Origin: Debian\nCodename: s\n%s", sums);
	little_write(&l, "lists/deb_dists_s_Release", text);
	little_write(&l, "lists/deb_dists_s_main_binary-amd64_Packages", STANZA("a", "1", ""));
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_STR(little_versions(&l, "shop"), "");
	CHECK_STR(little_versions(&l, "a"), "1");
	/* whose a broken one is nobody knows: Debian's own would be missed */
	little_write(&l, "lists/odd_dists_s_Release", "<html>no Release here\n");
	CHECK_INT(little_import(&l, "lists"), -1);
	CHECK(strstr(l.diag.message, "odd_dists_s_Release") != NULL);
	little_write(&l, "lists/odd_dists_s_Release",
		     "Origin: Odd\nDate: Sat, 01 Aug 2026 10:00:00 UTC\nSHA512:\n");
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_INT(l.universe.n_package, 1);
	little_write(&l, "lists/zero_dists_s_InRelease", "");
	CHECK_INT(little_import(&l, "lists"), -1);
	CHECK(strstr(l.diag.message, "zero_dists_s_InRelease") != NULL);
	little_clear(&l);
}

/* ---- bad input ---- */

TEST(stanzas_that_lack_something)
{
	char text[20000] = "";
	size_t n = 0;
	struct little l;

	little_init(&l);
	refuse(&l, "", "is empty");
	refuse(&l, "\n\n\n", "stanza");
	refuse(&l, "Package: a\n", "1 of 1 stanzas lack a name, a version or an architecture");
	refuse(&l, "Package: a\nVersion: 1\nArchitecture: amd64", "in the middle of a line");
	refuse(&l, "<html>\n<body>404</body>\n</html>\n", "Packages");
	refuse(&l, STANZA("a", "1", "") "Package: b\n", "1 of 2 stanzas");
	/* one in a hundred may be odd: it is left out and counted */
	for (int i = 0; i < 100; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, STANZA("p%d", "1", ""), i);
	snprintf(text + n, sizeof(text) - n, "Package: odd\n");
	take(&l, text);
	CHECK_INT(l.universe.n_package, 100);
	CHECK_INT(l.diag.n_warning[WARN_BAD_STANZA], 1);
	CHECK(strstr(l.diag.example[WARN_BAD_STANZA], "stanza 101 of '") != NULL);
	little_clear(&l);
}

TEST(compressed_indexes)
{
	static const struct {
		const char *name, *filter;
	} row[] = {
		{ "Packages.gz", "gzip" }, { "Packages.xz", "xz" },	{ "Packages.zst", "zstd" },
		{ "Packages.lz4", "lz4" }, { "Packages.bz2", "bzip2" },
	};
	char *text = malloc(1 << 18);
	struct little l;
	size_t n = 0;

	little_init(&l);
	for (int i = 0; i < 2000; i++)
		n += (size_t)snprintf(text + n, (1 << 18) - n,
				      STANZA("package-%d", "%d", "Depends: x%d\n"), i,
				      i * 7919 % 10007, i * 31 % 997);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		size_t size;
		char *data;

		little_pack(&l, row[i].name, row[i].filter, text, n);
		CHECK_INT(little_import(&l, row[i].name), 0);
		CHECK_INT(l.universe.n_package, 2000);
		CHECK_INT(strlen(l.universe.release.input[0].sha256), 64);
		data = little_read(&l, row[i].name, &size);
		CHECK_INT(l.universe.release.input[0].size, size);
		for (int part = 0; part <= 8; part++) {
			size_t cut = part == 8 ? size - 1 : part == 0 ? 5 : size / 8 * (size_t)part;

			little_write_bytes(&l, row[i].name, data, cut);
			if (!little_import(&l, row[i].name))
				test_fail(__FILE__, __LINE__,
					  "%s cut to %zu of %zu bytes is read, %d packages",
					  row[i].name, cut, size, l.universe.n_package);
		}
		/* the content decides, not the name */
		little_write_bytes(&l, "index", data, size);
		CHECK_INT(little_import(&l, "index"), 0);
		CHECK_INT(l.universe.n_package, 2000);
		free(data);
		little_write(&l, row[i].name, STANZA("a", "1", ""));
		CHECK_INT(little_import(&l, row[i].name), 0);
		CHECK_INT(l.universe.n_package, 1);
	}
	free(text);
	little_clear(&l);
}

TEST(not_an_archive)
{
	char path[LITTLE_PATH];
	struct little l;

	little_init(&l);
	CHECK_INT(little_import(&l, "nowhere"), -1);
	CHECK(strstr(l.diag.message, "No such file or directory") != NULL);
	CHECK_INT(little_import(&l, ""), -1);
	CHECK(strstr(l.diag.message, "cannot find a package index for amd64 in") != NULL);
	little_path(&l, "pipe", path);
	CHECK_INT(mkfifo(path, 0666), 0);
	alarm(20); /* it must not wait for a writer */
	CHECK_INT(little_import(&l, "pipe"), -1);
	alarm(0);
	CHECK(strstr(l.diag.message, "not a regular file") != NULL);
	little_clear(&l);
}

/* Twice the same answer, whatever was imported before. */
TEST(nothing_is_left_of_the_last_import)
{
	struct little l;

	little_init(&l);
	take(&l, STANZA("a", "1", "Depends: b (>=\n"));
	refuse(&l, "Package: a\n", "stanzas lack");
	take(&l, STANZA("b", "1", ""));
	CHECK_INT(l.universe.n_package, 1);
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 0);
	CHECK_INT(universe_find_package(&l.universe, "a"), 0);
	little_clear(&l);
}

int main(void)
{
	RUN(kinds_of_relations);
	RUN(needed_twice);
	RUN(alternatives_keep_their_order);
	RUN(versions);
	RUN(provides);
	RUN(architecture_qualifiers);
	RUN(a_file_says_its_architecture);
	RUN(relations_that_cannot_be_read);
	RUN(hundreds_of_alternatives);
	RUN(tiers);
	RUN(tags);
	RUN(built_using);
	RUN(components);
	RUN(sources);
	RUN(build_needs_of_this_architecture_without_profiles);
	RUN(sources_of_several_versions);
	RUN(a_component_without_a_source_stanza);
	RUN(the_newest_of_several_pockets);
	RUN(one_index_may_have_several_versions);
	RUN(backports_do_not_count);
	RUN(an_empty_pocket);
	RUN(two_releases_are_not_one);
	RUN(age);
	RUN(archive_areas);
	RUN(lists_of_others);
	RUN(stanzas_that_lack_something);
	RUN(compressed_indexes);
	RUN(not_an_archive);
	RUN(nothing_is_left_of_the_last_import);
	return test_status();
}
