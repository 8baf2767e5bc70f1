/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the files of packages are, and having those that need no network. With arguments it is the
 * program that tests/test-package-fetch drives: it imports a release, fetches the packages named
 * and prints a line for each, "NAME<tab>PATH" or "NAME<tab>-<tab>WHY", and on standard error the
 * last progress it heard.
 *
 *	test_package_fetch [--cache DIR] [--mirror URL] [--security-mirror URL] [--keyring FILE]
 *		[--baseurl URL | --metalink URL | --mirrorlist URL] [--offline] SPEC NAME…
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/chksum.h>
#include <solv/util.h>

#include "importers/package_fetch.h"
#include "importers/rpm_files.h"
#include "importers/rpmmd.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* ---- what the universe says ---- */

static const char *hex_of(const struct little *l, const char *package)
{
	static char hex[65];
	const unsigned char *sum = universe_package_sha256(
		&l->universe, universe_find_package(&l->universe, package));

	if (!sum)
		return NULL;
	solv_bin2hex(sum, 32, hex);
	return hex;
}

/* "pool/a.deb 12 Packages", the name of a package's file, its size and the index that lists it. */
static const char *place_of(const struct little *l, const char *package)
{
	static char text[2000];
	struct package_file_location at;

	if (universe_package_file(&l->universe, universe_find_package(&l->universe, package), &at))
		return NULL;
	snprintf(text, sizeof(text), "%s %lld %s", at.name, (long long)at.size, at.input->name);
	free(at.name);
	return text;
}

#define STANZA(name, fields) "Package: " name "\nVersion: 1:2-3\nArchitecture: amd64\n" fields "\n"

TEST(debian_stanzas)
{
	static const char sum[] =
		"00112233445566778899aabbccddeeffffeeddccbbaa99887766554433221100";
	struct little l;

	little_init(&l);
	little_write(
		&l, "Packages",
		STANZA("a", "Filename: pool/main/a/a_2-3_amd64.deb\nSize: 12\nSHA256: "
			    "00112233445566778899AABBCCDDEEFF"
			    "ffeeddccbbaa99887766554433221100\n")
			STANZA("b", "Filename: pool/main/a/b_2-3_amd64.deb\nSize: 5000000000\n")
				STANZA("c",
				       "Filename: pool/main/a/other name\nSize: -1\nSHA256: 12\n")
					STANZA("d", "Filename: d_2-3_amd64.deb\nSize: 1x\n")
						STANZA("e", "") STANZA("f", "SHA256: " ZEROS "\n"));
	CHECK_INT(little_import(&l, "Packages"), 0);
	CHECK_STR(place_of(&l, "a"), "pool/main/a/a_2-3_amd64.deb 12 Packages");
	CHECK_STR(hex_of(&l, "a"), sum);
	CHECK_STR(place_of(&l, "b"), "pool/main/a/b_2-3_amd64.deb 5000000000 Packages");
	CHECK_STR(hex_of(&l, "b"), NULL);
	CHECK_STR(place_of(&l, "c"), "pool/main/a/other name -1 Packages");
	CHECK_STR(hex_of(&l, "c"), NULL);
	CHECK_STR(place_of(&l, "d"), "d_2-3_amd64.deb -1 Packages");
	CHECK_STR(place_of(&l, "e"), NULL);
	CHECK_STR(hex_of(&l, "e"), NULL);
	CHECK_STR(place_of(&l, "f"), NULL);
	CHECK_STR(hex_of(&l, "f"), NULL);
	CHECK_STR(hex_of(&l, "none"), NULL);
	little_clear(&l);
}

/* No name is too long, and none runs into its neighbour. */
TEST(debian_names_of_all_lengths)
{
	static const int lengths[] = { 1, 2, 999, 1000, 1001, 70000 };
	struct little l;

	little_init(&l);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		char *name = solv_calloc(lengths[i] + 1, 1), *text, wanted[1100];

		memset(name, 'x', lengths[i]);
		text = solv_dupjoin("Package: a\nVersion: 1\nArchitecture: all\nFilename: ", name,
				    "\n\nPackage: b\nVersion: 1\nArchitecture: all\n"
				    "Filename: b_1_all.deb\n");
		little_write(&l, "Packages", text);
		CHECK_INT(little_import(&l, "Packages"), 0);
		snprintf(wanted, sizeof(wanted), "%.1000s -1 Packages", name);
		CHECK_STR(place_of(&l, "a"), lengths[i] <= 1000 ? wanted : NULL);
		CHECK_STR(place_of(&l, "b"), "b_1_all.deb -1 Packages");
		free(name);
		free(text);
	}
	little_clear(&l);
}

/* ---- having files ---- */

struct heard {
	const struct universe *u;
	char text[4000]; /* "a: PATH\n" or "a! WHY\n" of each */
};

static void hear(void *closure, Id package, const char *path, const char *why)
{
	struct heard *heard = closure;
	size_t n = strlen(heard->text);

	snprintf(heard->text + n, sizeof(heard->text) - n, "%s%s %s\n",
		 pool_id2str(heard->u->pool, heard->u->pool->solvables[package].name),
		 path ? ":" : "!", path ? path : why);
}

/* What became of the packages named, one after the other. */
static const char *fetch(struct little *l, const char *spec, const char *a, const char *b)
{
	static struct heard heard;
	Id package[2] = { universe_find_package(&l->universe, a),
			  b ? universe_find_package(&l->universe, b) : 0 };

	heard.u = &l->universe;
	heard.text[0] = 0;
	if (package_fetch(&l->universe, spec, &l->options, package, b ? 2 : 1, hear, &heard,
			  &l->diag))
		return l->diag.message;
	return heard.text;
}

static void sum_of(const char *text, char ret_hex[65])
{
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);

	solv_chksum_add(sum, text, (int)strlen(text));
	solv_bin2hex(solv_chksum_get(sum, NULL), 32, ret_hex);
	solv_chksum_free(sum, NULL);
}

/* A mirror without signature, whose packages have the contents "A" and "B". */
static void make_mirror(struct little *l, const char *name_of_a)
{
	char text[1000], hex_a[65], hex_b[65], hex[65];
	size_t size;

	sum_of("A", hex_a);
	sum_of("B", hex_b);
	snprintf(text, sizeof(text),
		 "Package: a\nVersion: 1\nArchitecture: amd64\nFilename: %s\nSize: 1\n"
		 "SHA256: %s\n\n"
		 "Package: b\nVersion: 1\nArchitecture: amd64\nFilename: pool/b.deb\nSize: 1\n"
		 "SHA256: %s\n",
		 name_of_a, hex_a, hex_b);
	little_write(l, "mirror/dists/sid/main/binary-amd64/Packages", text);
	sum_of(text, hex);
	size = strlen(text);
	little_write(l, "mirror/pool/a.deb", "A");
	little_write(l, "mirror/pool/b.deb", "B");
	snprintf(text, sizeof(text),
		 "Origin: Debian\nCodename: sid\nDate: Sat, 11 Jul 2026 10:16:37 UTC\nSHA256:\n"
		 " %s %zu main/binary-amd64/Packages\n",
		 hex, size);
	little_write(l, "mirror/dists/sid/Release", text);
	l->options.allow_unverified = true;
	CHECK_INT(little_import(l, "mirror"), 0);
}

static char *cache_path(struct little *l, char path[LITTLE_PATH])
{
	little_path(l, "cache", path);
	l->options.cache_dir = path;
	return path;
}

TEST(a_mirror_on_this_disk_is_used_in_place)
{
	char cache[LITTLE_PATH], wanted[2 * LITTLE_PATH];
	struct little l;

	little_init(&l);
	cache_path(&l, cache);
	make_mirror(&l, "pool/a.deb");
	snprintf(wanted, sizeof(wanted), "a: %s/mirror/pool/a.deb\nb: %s/mirror/pool/b.deb\n",
		 l.dir, l.dir);
	CHECK_STR(fetch(&l, "mirror", "a", "b"), wanted);
	CHECK(access(cache, F_OK) != 0);
	little_write(&l, "mirror/pool/a.deb", "X");
	snprintf(wanted, sizeof(wanted),
		 "a! cannot trust '%s/mirror/pool/a.deb': it is not what the index lists\n"
		 "b: %s/mirror/pool/b.deb\n",
		 l.dir, l.dir);
	CHECK_STR(fetch(&l, "mirror", "a", "b"), wanted);
	little_write(&l, "mirror/pool/a.deb", "AA");
	CHECK_STR(fetch(&l, "mirror", "a", "b"), wanted);
	snprintf(wanted, sizeof(wanted), "%s/mirror/pool/a.deb", l.dir);
	CHECK_INT(unlink(wanted), 0);
	snprintf(wanted, sizeof(wanted),
		 "a! cannot open '%s/mirror/pool/a.deb': No such file or directory\n", l.dir);
	CHECK_STR(fetch(&l, "mirror", "a", NULL), wanted);
	little_clear(&l);
}

/* What the cache has goes before all else, if it is what the index lists. */
TEST(the_cache_comes_first)
{
	char cache[LITTLE_PATH], hex[65], name[200], wanted[2 * LITTLE_PATH];
	struct little l;

	little_init(&l);
	cache_path(&l, cache);
	make_mirror(&l, "pool/gone.deb");
	sum_of("A", hex);
	snprintf(name, sizeof(name), "cache/packages/%.2s/%s.deb", hex, hex);
	little_write(&l, name, "A");
	snprintf(wanted, sizeof(wanted), "a: %s/%s\n", l.dir, name);
	CHECK_STR(fetch(&l, "mirror", "a", NULL), wanted);
	little_write(&l, name, "X");
	snprintf(wanted, sizeof(wanted),
		 "a! cannot open '%s/mirror/pool/gone.deb': No such file or directory\n", l.dir);
	CHECK_STR(fetch(&l, "mirror", "a", NULL), wanted);
	little_clear(&l);
}

TEST(names_that_lead_elsewhere)
{
	static const char *const names[] = {
		"../a.deb",	   "pool/../../a.deb", "/etc/passwd",	   "pool//a.deb",
		"./a.deb",	   "pool/./a.deb",     "pool/a.deb/",	   "pool/..",
		"http://x/a.deb",  "pool/a b.deb",     "pool/a.deb?x",	   "pool/a.deb#x",
		"pool\\..\\a.deb", "pool/$(id).deb",   "pool/a\x1b[1.deb", "pool/`id`",
	};
	char cache[LITTLE_PATH];
	struct little l;

	little_init(&l);
	cache_path(&l, cache);
	little_write(&l, "a.deb", "A"); /* what "../a.deb" would find */
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *heard;

		make_mirror(&l, names[i]);
		heard = fetch(&l, "mirror", "a", NULL);
		if (strncmp(heard, "a! the index places its file at '", 33) ||
		    !strstr(heard, "', not in the archive\n") || strchr(heard, '\x1b'))
			test_fail(__FILE__, __LINE__, "%s: %s", names[i], heard);
	}
	little_clear(&l);
}

TEST(what_no_archive_has)
{
	char cache[LITTLE_PATH], path[LITTLE_PATH], hex[65], text[400];
	struct little l;

	little_init(&l);
	cache_path(&l, cache);
	little_write(&l, "status",
		     "Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n");
	little_path(&l, "status", path);
	CHECK_INT(little_import(&l, "status"), 0);
	CHECK_STR(fetch(&l, "installed", "a", NULL), "a! no archive is known to have its file\n");
	sum_of("A", hex);
	snprintf(text, sizeof(text),
		 "Package: a\nVersion: 1\nArchitecture: amd64\nFilename: a.deb\nSize: 1\n"
		 "SHA256: %s\n\n"
		 "Package: b\nVersion: 1\nArchitecture: amd64\nFilename: b.deb\nSize: 1\n",
		 hex);
	little_write(&l, "Packages", text);
	little_path(&l, "Packages", path);
	CHECK_INT(little_import(&l, "Packages"), 0);
	CHECK_STR(fetch(&l, path, "b", NULL), "b! the index has no SHA-256 of its file\n");
	l.options.offline = true;
	CHECK_STR(fetch(&l, path, "a", NULL),
		  "a! it is not in the cache, and --offline forbids to fetch it\n");
	l.options.offline = false;
	CHECK(strstr(fetch(&l, path, "a", NULL), "a! it is not known from which mirror '") != NULL);
	little_clear(&l);
}

/* ---- RPM ---- */

static void make_repository(struct little *l, const char *href, const char *base)
{
	char text[2000], hex[65];

	sum_of("A", hex);
	snprintf(text, sizeof(text),
		 "<metadata xmlns=\"http://linux.duke.edu/metadata/common\" "
		 "xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"1\">\n"
		 "<package type=\"rpm\"><name>a</name><arch>x86_64</arch>"
		 "<version epoch=\"1\" ver=\"1\" rel=\"1\"/>"
		 "<checksum type=\"sha256\" pkgid=\"YES\">%s</checksum><summary/><description/>"
		 "<packager/><url/><time file=\"1\" build=\"1\"/>"
		 "<size package=\"1\" installed=\"1\" archive=\"1\"/><location %s href=\"%s\"/>"
		 "<format><rpm:sourcerpm>a-1-1.src.rpm</rpm:sourcerpm><rpm:provides>"
		 "<rpm:entry name=\"a\" flags=\"EQ\" epoch=\"1\" ver=\"1\" rel=\"1\"/>"
		 "</rpm:provides></format></package></metadata>\n",
		 hex, base, href);
	little_write(l, "repo/repodata/primary.xml", text);
	sum_of(text, hex);
	snprintf(text, sizeof(text),
		 "<repomd xmlns=\"http://linux.duke.edu/metadata/repo\"><data type=\"primary\">"
		 "<checksum type=\"sha256\">%s</checksum>"
		 "<location href=\"repodata/primary.xml\"/></data></repomd>\n",
		 hex);
	little_write(l, "repo/repodata/repomd.xml", text);
	little_write(l, "repo/Packages/a-1-1.x86_64.rpm", "A");
}

static void import_repository(struct little *l)
{
	char path[LITTLE_PATH];

	little_path(l, "repo", path);
	universe_clear(&l->universe);
	diag_clear(&l->diag);
	l->options.arch = "x86_64";
	l->options.file_lists = l->options.sources = false;
	if (rpmmd_import(&l->universe, path, &l->options, &l->diag))
		test_fail(__FILE__, __LINE__, "%s", l->diag.message);
}

TEST(a_repository_on_this_disk_is_used_in_place)
{
	char cache[LITTLE_PATH], wanted[2 * LITTLE_PATH];
	struct little l;

	little_init(&l);
	cache_path(&l, cache);
	make_repository(&l, "Packages/a-1-1.x86_64.rpm", "");
	import_repository(&l);
	CHECK_STR(place_of(&l, "a"), "Packages/a-1-1.x86_64.rpm 1 primary.xml");
	sum_of("A", wanted);
	CHECK_STR(hex_of(&l, "a"), wanted);
	snprintf(wanted, sizeof(wanted), "a: %s/repo/Packages/a-1-1.x86_64.rpm\n", l.dir);
	CHECK_STR(fetch(&l, "repo", "a", NULL), wanted);
	little_clear(&l);
}

TEST(a_repository_that_points_elsewhere)
{
	char cache[LITTLE_PATH];
	struct little l;

	little_init(&l);
	cache_path(&l, cache);
	make_repository(&l, "Packages/a-1-1.x86_64.rpm", "xml:base=\"http://other.invalid/\"");
	import_repository(&l);
	CHECK(strstr(fetch(&l, "repo", "a", NULL), "places its file at 'http://") != NULL);
	make_repository(&l, "../a-1-1.x86_64.rpm", "");
	import_repository(&l);
	CHECK(strstr(fetch(&l, "repo", "a", NULL), "not in the archive") != NULL);
	make_repository(&l, "%2e%2e/a-1-1.x86_64.rpm", "");
	import_repository(&l);
	CHECK(strstr(fetch(&l, "repo", "a", NULL), "not in the archive") != NULL);
	little_clear(&l);
}

/* Each file of a directory of .rpm files is summed when it is read, and stays where it is. */
TEST(a_directory_of_rpm_files)
{
	const char *root = getenv("RPM_DATA");
	char *samples = solv_dupjoin(root ? root : "../shared/data", "/rpms", NULL), *place, *real;
	struct little l;
	char cache[LITTLE_PATH];
	struct heard *heard = solv_calloc(1, sizeof(*heard));
	int n = 0;
	Id p;
	Solvable *s;

	if (!rpm_files_is(samples)) {
		free(heard);
		free(samples);
		SKIP("no sample .rpm files");
	}
	real = realpath(samples, NULL);
	place = solv_dupjoin(": ", real, "/");
	free(real);
	little_init(&l);
	cache_path(&l, cache);
	l.options.arch = NULL;
	if (rpm_files_import(&l.universe, samples, &l.options, &l.diag))
		test_fail(__FILE__, __LINE__, "%s", l.diag.message);
	heard->u = &l.universe;
	FOR_REPO_SOLVABLES(l.universe.repo, p, s)
	{
		heard->text[0] = 0;
		package_fetch(&l.universe, samples, &l.options, &p, 1, hear, heard, &l.diag);
		CHECK(strstr(heard->text, place) != NULL);
		CHECK(strstr(heard->text, ".rpm\n") != NULL);
		n++;
	}
	CHECK(n > 0);
	free(heard);
	free(place);
	free(samples);
	little_clear(&l);
}

/* ---- driven by tests/test-package-fetch ---- */

struct progress {
	double done, total;
};

static void note_progress(void *closure, const char *what, double done, double total, double rate)
{
	struct progress *progress = closure;

	(void)what;
	(void)rate;
	progress->done = done;
	progress->total = total;
}

static void print(void *closure, Id package, const char *path, const char *why)
{
	const struct universe *u = closure;

	printf("%s\t%s%s%s\n", pool_id2str(u->pool, u->pool->solvables[package].name),
	       path ? path : "-", path ? "" : "\t", path ? "" : why);
	fflush(stdout);
}

static int read_options(int argc, char **argv, struct import_options *o, const char **url)
{
	const struct {
		const char *name;
		const char **value;
		int *n;
	} options[] = {
		{ "--cache", &o->cache_dir, NULL },
		{ "--mirror", &o->mirror, NULL },
		{ "--security-mirror", &o->security_mirror, NULL },
		{ "--keyring", &o->keyring, NULL },
		{ "--arch", &o->arch, NULL },
		{ "--baseurl", url, &o->n_baseurl },
		{ "--metalink", url, &o->n_metalink },
		{ "--mirrorlist", url, &o->n_mirrorlist },
	};
	int at = 1;

	for (; at < argc && argv[at][0] == '-'; at++) {
		if (!strcmp(argv[at], "--offline"))
			o->offline = true;
		for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
			if (!strcmp(argv[at], options[i].name) && at + 1 < argc) {
				*options[i].value = argv[++at];
				if (options[i].n)
					*options[i].n = 1;
				break;
			}
	}
	o->baseurl = o->metalink = o->mirrorlist = url;
	return at;
}

static int drive(int argc, char **argv)
{
	struct progress progress = { 0 };
	struct import_options o = { .progress = note_progress, .progress_closure = &progress };
	const char *url = NULL;
	int at = read_options(argc, argv, &o, &url), n = 0, ret;
	Id package[1000];
	struct universe u;
	struct diag diag;

	universe_init(&u);
	diag_init(&diag);
	ret = at < argc ? importer_import(&u, argv[at], &o, &diag) : -1;
	for (int i = at + 1; i < argc && !ret && n < 1000; i++)
		package[n++] = universe_find_package(&u, argv[i]);
	progress = (struct progress){ 0 };
	if (!ret)
		ret = package_fetch(&u, argv[at], &o, package, n, print, &u, &diag);
	if (ret)
		fprintf(stderr, "failed: %s\n", diag.message ? diag.message : "usage");
	else
		fprintf(stderr, "%.0f of %.0f bytes\n", progress.done, progress.total);
	universe_clear(&u);
	diag_clear(&diag);
	return ret ? 1 : 0;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return drive(argc, argv);
	RUN(debian_stanzas);
	RUN(debian_names_of_all_lengths);
	RUN(a_mirror_on_this_disk_is_used_in_place);
	RUN(the_cache_comes_first);
	RUN(names_that_lead_elsewhere);
	RUN(what_no_archive_has);
	RUN(a_repository_on_this_disk_is_used_in_place);
	RUN(a_repository_that_points_elsewhere);
	RUN(a_directory_of_rpm_files);
	return test_status();
}
