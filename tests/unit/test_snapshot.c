/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is what a snapshot holds what was imported, and is every snapshot refused that is damaged, or
 * whose content contradicts itself? That answers are the same is for tests/cases/snapshot.case
 * and, on real archives, tests/archive/check-snapshot.
 */
#include <stdlib.h>
#include <string.h>
#include <solv/repo_write.h>
#include <solv/repodata.h>
#include <solv/util.h>

#include "importers/inspected.h"
#include "importers/snapshot.h"
#include "importers/snapshot_format.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

static const char packages[] =
	"Package: a\nVersion: 1\nArchitecture: amd64\nDepends: z, b | c (>= 2), d, b\n"
	"Pre-Depends: d, c\nRecommends: z, b\nSuggests: m\nEnhances: b\nConflicts: x, e\n"
	"Breaks: b (<< 1)\nSection: net\nTag: x::z, x::a\nDescription: first\n"
	"Filename: pool/a/a_1_amd64.deb\nSize: 12\n"
	"SHA256: 6777ea16514725f9427f48c240d92e0a6b8496138e37a1491d8597e66774e309\n\n"
	"Package: b\nSource: bee (0.9)\nVersion: 1:2\nArchitecture: all\nProvides: z (= 3), x, b2\n"
	"Filename: other/b.deb\nMaintainer: M <m@x>\nDescription: second\n\n"
	"Package: d\nSource: bee (1.0)\nVersion: 3\nArchitecture: amd64\nMulti-Arch: allowed\n\n"
	"Package: bad\nVersion: 1\nArchitecture: amd64\nDepends: x (\n\n";
static const char sources[] =
	"Package: a\nVersion: 1.1\nBuild-Depends: d, b (>= 1), z\nHomepage: https://a.example\n"
	"Maintainer: M <m@x>\nUploaders: U <u@x>, V <v@x>\nVcs-Git: https://git.example/a\n"
	"Section: web\n";
static const char contents[] =
	"usr/bin/a net/a\nusr/lib/x86_64-linux-gnu/libd.so.3 libs/d\nusr/share/perl5/D.pm libs/d\n"
	"usr/share/perl5/E.pm libs/d\nusr/share/perl5/F.pm libs/d\n";

static void write_lists(struct little *l)
{
	little_write(l, "lists/Packages", packages);
	little_write(l, "lists/Sources", sources);
	little_write(l, "lists/Contents-amd64", contents);
}

/* A snapshot of the lists, as a file of the directory. */
static void freeze(struct little *l)
{
	struct universe needs;
	struct diag warnings;
	struct snapshot_release release = { &l->universe, &needs, &l->diag, &warnings };
	struct import_options options = l->options;
	char path[LITTLE_PATH];
	FILE *file;

	universe_init(&needs);
	diag_init(&warnings);
	write_lists(l);
	CHECK_INT(little_import(l, "lists"), 0);
	options.sources = options.file_lists = false;
	little_path(l, "lists", path);
	CHECK_INT(importer_import(&needs, path, &options, &warnings), 0);
	little_path(l, "s.solv", path);
	file = fopen(path, "wb");
	if (!file)
		abort();
	CHECK_INT(snapshot_write(&release, file, &l->diag), 0);
	fclose(file);
	universe_clear(&needs);
	diag_clear(&warnings);
}

/* Import a snapshot in place of what was imported before. */
static int thaw(struct little *l, const char *name)
{
	char path[LITTLE_PATH];

	little_path(l, name, path);
	universe_clear(&l->universe);
	diag_clear(&l->diag);
	if (snapshot_import(&l->universe, path, &l->options, &l->diag)) {
		CHECK(!l->universe.pool);
		CHECK(!l->universe.n_component);
		return -1;
	}
	return universe_check(&l->universe, &l->diag);
}

/* Bytes with a good seal, as a file. */
static void write_sealed(struct little *l, const char *name, const void *bytes, size_t n)
{
	char *sealed = solv_malloc(n + SNAPSHOT_SEAL_BYTES);

	memcpy(sealed, bytes, n);
	snapshot_seal(bytes, n, sealed + n);
	little_write_bytes(l, name, sealed, n + SNAPSHOT_SEAL_BYTES);
	free(sealed);
}

static void refuse(struct little *l, const char *name, const char *part)
{
	if (!thaw(l, name))
		test_fail(__FILE__, __LINE__, "accepted where '%s' was expected", part);
	else if (!strstr(l->diag.message, part))
		test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", l->diag.message, part);
}

/* ---- what comes back ---- */

/* libsolv sorts needs; the archive's order and the marker of pre-requirements come back. */
TEST(needs_keep_their_order)
{
	static const Id kind[] = { SOLVABLE_REQUIRES, SOLVABLE_RECOMMENDS, SOLVABLE_SUGGESTS,
				   SOLVABLE_ENHANCES, SOLVABLE_CONFLICTS,  SOLVABLE_PROVIDES };
	struct little l;

	little_init(&l);
	freeze(&l);
	for (int i = 0; i < 6; i++) {
		char *before = solv_strdup(little_needs(&l, "a", kind[i]));

		CHECK_INT(thaw(&l, "s.solv"), 0);
		CHECK_STR(little_needs(&l, "a", kind[i]), before);
		free(before);
	}
	CHECK_STR(little_needs(&l, "a", SOLVABLE_REQUIRES), "z, b | c >= 2, b, <pre>, d, c");
	CHECK_STR(little_needs(&l, "b", SOLVABLE_PROVIDES), "b = 1:2, z = 3, x, b2");
	CHECK_STR(little_needs(&l, "d", SOLVABLE_PROVIDES), "d = 3, d:any = 3");
	CHECK_STR(little_met(&l, "a"), "b; b; b; d; -");
	CHECK_STR(little_build_needs(&l, "a"), "d, b >= 1, z");
	little_clear(&l);
}

TEST(observations_come_back_with_their_counts)
{
	struct little l;

	little_init(&l);
	freeze(&l);
	CHECK_INT(thaw(&l, "s.solv"), 0);
	CHECK_STR(little_seen(&l, OBS_TAG, "a"), "x::a, x::z");
	CHECK_STR(little_seen(&l, OBS_SUMMARY, "a"), "first");
	CHECK_STR(little_seen(&l, OBS_SECTION, "a"), "net");
	CHECK_STR(little_seen(&l, OBS_PROGRAM, "a"), "a");
	CHECK_STR(little_seen(&l, OBS_SONAME, "d"), "libd.so.3");
	CHECK_STR(little_seen(&l, OBS_LANGUAGE_TREE, "d"), "perl*3");
	CHECK_STR(little_seen(&l, OBS_SOURCE_SECTION, "a"), "web");
	CHECK(l.universe.has_file_lists);
	CHECK(!l.universe.has_source_files);
	little_clear(&l);
}

TEST(components_come_back)
{
	struct little l;
	const struct component *a, *bee;
	Pool *pool;

	little_init(&l);
	freeze(&l);
	CHECK_INT(thaw(&l, "s.solv"), 0);
	pool = l.universe.pool;
	CHECK_INT(l.universe.n_component, 3);
	CHECK_STR(universe_component_name(&l.universe, 1), "bee");
	CHECK_STR(little_component(&l, "d"), "bee");
	a = &l.universe.component[universe_find_component(&l.universe, "a")];
	bee = &l.universe.component[universe_find_component(&l.universe, "bee")];
	CHECK_STR(pool_id2str(pool, a->maintainer), "M <m@x>");
	CHECK_STR(pool_id2str(pool, a->uploaders), "U <u@x>, V <v@x>");
	CHECK_STR(pool_id2str(pool, a->homepage), "https://a.example");
	CHECK_STR(pool_id2str(pool, a->vcs), "https://git.example/a");
	CHECK_STR(pool_id2str(pool, a->evr), "1");
	CHECK_STR(pool_id2str(pool, pool->solvables[a->source].evr), "1.1");
	CHECK(!bee->source);
	CHECK(!bee->vcs);
	CHECK_STR(pool_id2str(pool, bee->maintainer), "M <m@x>");
	little_clear(&l);
}

TEST(package_files_come_back)
{
	struct little l;
	struct package_file_location at;
	const unsigned char *sha256;
	Id a, b, d;

	little_init(&l);
	freeze(&l);
	CHECK_INT(thaw(&l, "s.solv"), 0);
	a = universe_find_package(&l.universe, "a");
	b = universe_find_package(&l.universe, "b");
	d = universe_find_package(&l.universe, "d");
	sha256 = universe_package_sha256(&l.universe, a);
	CHECK(sha256 && sha256[0] == 0x67 && sha256[31] == 0x09);
	CHECK_INT(universe_package_file(&l.universe, a, &at), 0);
	CHECK_STR(at.name, "pool/a/a_1_amd64.deb");
	CHECK_INT(at.size, 12);
	CHECK_STR(at.input->name, "Packages");
	free(at.name);
	CHECK_INT(universe_package_file(&l.universe, b, &at), 0);
	CHECK_STR(at.name, "other/b.deb");
	CHECK_INT(at.size, -1);
	free(at.name);
	CHECK(!universe_package_sha256(&l.universe, b));
	CHECK_INT(universe_package_file(&l.universe, d, &at), -1);
	little_clear(&l);
}

/* Who asks for needs alone gets the inputs and the warnings that this takes. */
TEST(needs_alone)
{
	struct little l;

	little_init(&l);
	freeze(&l);
	CHECK_INT(thaw(&l, "s.solv"), 0);
	CHECK_INT(l.universe.release.n_input, 3);
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 1);
	CHECK_INT(l.diag.n_warning[WARN_NO_SOURCE], 2);
	CHECK_INT(l.diag.n_warning[WARN_MISSING_INPUT], 1);
	l.options.sources = l.options.file_lists = false;
	CHECK_INT(thaw(&l, "s.solv"), 0);
	CHECK_INT(l.universe.release.n_input, 1);
	CHECK_STR(l.universe.release.input[0].name, "Packages");
	CHECK_INT(l.diag.n_warning[WARN_BAD_DEPENDENCY], 1);
	CHECK(strstr(l.diag.example[WARN_BAD_DEPENDENCY], "Depends of package 'bad'"));
	CHECK_INT(l.diag.n_warning[WARN_NO_SOURCE], 0);
	CHECK_INT(l.diag.n_warning[WARN_MISSING_INPUT], 0);
	CHECK_INT(l.universe.of_package.n_observation, 0);
	CHECK_INT(l.universe.source_repo->nsolvables, 0);
	CHECK(!l.universe.has_file_lists);
	little_clear(&l);
}

/* What inspections found is left out on request, and so is the input that stands for them. */
TEST(uninspected)
{
	struct little l;
	struct diag none;
	struct universe needs;
	struct snapshot_release release = { &l.universe, &needs, &none, &none };
	struct import_options options;
	struct input *input;
	char path[LITTLE_PATH];
	FILE *file;
	Id a;

	little_init(&l);
	diag_init(&none);
	universe_init(&needs);
	write_lists(&l);
	CHECK_INT(little_import(&l, "lists"), 0);
	options = l.options;
	options.sources = options.file_lists = false;
	little_path(&l, "lists", path);
	CHECK_INT(importer_import(&needs, path, &options, &none), 0);
	/* as inspected_join() would have it, after the fact: a kind that sorts last */
	a = universe_find_package(&l.universe, "a");
	for (int i = 0; i < l.universe.of_package.n_observation; i++)
		if (l.universe.of_package.observation[i].subject == a &&
		    l.universe.of_package.observation[i].kind == OBS_PROGRAM) {
			l.universe.of_package.observation[i].kind = OBS_COMPILER;
			l.universe.of_package.observation[i].count = 0;
		}
	input = universe_add_input(&l.universe);
	input->name = solv_strdup("inspections of 1 package");
	input->path = solv_strdup("");
	CHECK(inspected_is_input(input));
	little_path(&l, "s.solv", path);
	file = fopen(path, "wb");
	CHECK_INT(snapshot_write(&release, file, &l.diag), 0);
	fclose(file);
	CHECK_INT(thaw(&l, "s.solv"), 0);
	CHECK_INT(l.universe.release.n_input, 4);
	CHECK_STR(little_seen(&l, OBS_COMPILER, "a"), "a*0");
	l.options.uninspected = true;
	CHECK_INT(thaw(&l, "s.solv"), 0);
	CHECK_INT(l.universe.release.n_input, 3);
	CHECK_STR(little_seen(&l, OBS_COMPILER, "a"), "");
	CHECK_STR(little_seen(&l, OBS_TAG, "a"), "x::a, x::z");
	universe_clear(&needs);
	diag_clear(&none);
	little_clear(&l);
}

/* An archive that changed between the two imports is not one release. */
TEST(two_releases_are_no_snapshot)
{
	struct little l, other;
	struct snapshot_release release = { &l.universe, &other.universe, &l.diag, &other.diag };
	FILE *null = fopen("/dev/null", "wb");

	little_init(&l);
	little_init(&other);
	little_write(&l, "Packages", packages);
	little_write(&other, "Packages", "Package: a\nVersion: 2\nArchitecture: amd64\n");
	CHECK_INT(little_import(&l, "Packages"), 0);
	CHECK_INT(little_import(&other, "Packages"), 0);
	CHECK_INT(snapshot_write(&release, null, &l.diag), -1);
	CHECK_STR(l.diag.message, "cannot make a snapshot: the release changed while it was read; "
				  "try again");
	fclose(null);
	little_clear(&l);
	little_clear(&other);
}

/* ---- what is refused ---- */

/* How the bytes before the seal are mangled. */
static const struct {
	const char *how;
	size_t at;	 /* from the beginning; SIZE_MAX: cut one byte off */
	unsigned char to;
	const char *part;
} mangled[] = {
	{ "another magic", 0, 'X', "it is no .solv file" },
	{ "a version that is none", 7, 7, "written in a way that snapshots are not" },
	{ "a version with other parts", 7, 9, "written in a way that snapshots are not" },
	{ "two billion strings", 8, 0x7f, "its strings contradict themselves" },
	{ "two billion relations", 12, 0x7f, "exceeds the limit 'relations'" },
	{ "directories", 19, 1, "written in a way that snapshots are not" },
	{ "another number of solvables", 23, 99, "its data contradict themselves" },
	{ "no keys", 27, 0, "its strings contradict themselves" },
	{ "no packed strings", 35, 8, "written in a way that snapshots are not" },
	{ "user data", 35, 4 | 8 | 16, "written in a way that snapshots are not" },
	{ "more unpacked strings", 36, 1, "its strings contradict themselves" },
	{ "fewer packed strings", 43, 1, "its" },
	{ "a byte less", SIZE_MAX, 0, "its data contradict themselves" },
};

TEST(mangled_bytes_are_refused)
{
	struct little l;
	size_t n;
	char *bytes;

	little_init(&l);
	freeze(&l);
	bytes = little_read(&l, "s.solv", &n);
	n -= SNAPSHOT_SEAL_BYTES;
	for (size_t i = 0; i < sizeof(mangled) / sizeof(mangled[0]); i++) {
		bool cut = mangled[i].at == SIZE_MAX;
		char kept = cut ? 0 : bytes[mangled[i].at];

		if (!cut)
			bytes[mangled[i].at] = (char)mangled[i].to;
		write_sealed(&l, "mangled.solv", bytes, n - cut);
		refuse(&l, "mangled.solv", mangled[i].part);
		if (!cut)
			bytes[mangled[i].at] = kept;
	}
	free(bytes);
	little_clear(&l);
}

TEST(broken_seals_are_refused)
{
	struct little l;
	size_t n;
	char *bytes;

	little_init(&l);
	freeze(&l);
	bytes = little_read(&l, "s.solv", &n);
	little_write_bytes(&l, "cut.solv", bytes, n - 1);
	refuse(&l, "cut.solv", "it has no seal at its end; truncated");
	little_write_bytes(&l, "cut.solv", bytes, 4);
	refuse(&l, "cut.solv", "it has no seal at its end; truncated");
	little_write_bytes(&l, "cut.solv", bytes, n - SNAPSHOT_SEAL_BYTES);
	refuse(&l, "cut.solv", "it has no seal at its end; truncated");
	bytes[n / 2] ^= 1;
	little_write_bytes(&l, "changed.solv", bytes, n);
	refuse(&l, "changed.solv", "its content is not what was sealed");
	bytes[n / 2] ^= 1;
	bytes[n - 10] ^= 1;
	little_write_bytes(&l, "changed.solv", bytes, n);
	refuse(&l, "changed.solv", "its content is not what was sealed");
	little_write(&l, "empty.solv", "");
	refuse(&l, "empty.solv", "it is no file of a plausible size");
	refuse(&l, "nothing.solv", "cannot open");
	free(bytes);
	little_clear(&l);
}

/* Every bit of a little snapshot: whatever comes of it, nothing crashes, and what is refused leaves
   nothing behind. */
TEST(any_bit_may_be_wrong)
{
	struct little l;
	size_t n;
	char *bytes;
	int n_refused = 0;

	little_init(&l);
	freeze(&l);
	bytes = little_read(&l, "s.solv", &n);
	n -= SNAPSHOT_SEAL_BYTES;
	for (size_t i = 0; i < n; i++) {
		bytes[i] ^= (char)(1 << i % 8);
		write_sealed(&l, "mangled.solv", bytes, n);
		n_refused += thaw(&l, "mangled.solv") != 0;
		bytes[i] ^= (char)(1 << i % 8);
	}
	CHECK(n_refused > (int)n / 10);
	CHECK(n_refused < (int)n);
	free(bytes);
	little_clear(&l);
}

/* A snapshot as a hostile writer makes it: one package of one component, and one thing wrong. */
enum wrong {
	RIGHT,
	FORMAT,
	NO_FORMAT,
	NO_PACKAGES,
	TOO_MANY_PACKAGES,
	FAMILY,
	INPUT,
	WARNING,
	COMPONENT,
	COMPONENTS,
	ORDER,
	KIND,
	COUNT,
	NEGATIVE,
	HALF,
	RELATION,
	LISTED,
	DEPTH,
};

struct forged {
	Pool *pool;
	Repodata *data;
	struct snapshot_keys key;
	Id package, component;
};

static void forge_release(struct forged *f, enum wrong wrong)
{
	Id input = repodata_new_handle(f->data), warning = repodata_new_handle(f->data);

	if (wrong != NO_FORMAT)
		repodata_set_num(f->data, SOLVID_META, f->key.attribute[SNAPSHOT_FORMAT_NUMBER],
				 wrong == FORMAT ? SNAPSHOT_FORMAT + 1 : SNAPSHOT_FORMAT);
	if (wrong != NO_PACKAGES)
		repodata_set_num(f->data, SOLVID_META, f->key.attribute[SNAPSHOT_PACKAGES],
				 wrong == TOO_MANY_PACKAGES ? 4000000000ll : 1);
	repodata_set_str(f->data, SOLVID_META, f->key.attribute[SNAPSHOT_FAMILY],
			 wrong == FAMILY ? "apk" : "deb");
	repodata_set_str(f->data, SOLVID_META, f->key.attribute[SNAPSHOT_ARCH], "amd64");
	repodata_set_str(f->data, input, f->key.attribute[SNAPSHOT_NAME], "Packages");
	repodata_set_num(f->data, input, f->key.attribute[SNAPSHOT_VERIFICATION],
			 wrong == INPUT ? 77 : 1);
	repodata_set_num(f->data, input, f->key.attribute[SNAPSHOT_STAGES], 3);
	repodata_add_flexarray(f->data, SOLVID_META, f->key.attribute[SNAPSHOT_INPUT], input);
	repodata_set_str(f->data, warning, f->key.attribute[SNAPSHOT_NAME],
			 wrong == WARNING ? "none" : "bad-line");
	repodata_set_num(f->data, warning, f->key.attribute[SNAPSHOT_COUNT], 3);
	repodata_set_num(f->data, warning, f->key.attribute[SNAPSHOT_STAGES], 2);
	repodata_add_flexarray(f->data, SOLVID_META, f->key.attribute[SNAPSHOT_WARNING], warning);
}

static void forge_package(struct forged *f, enum wrong wrong)
{
	static const char *const counts[] = {
		[RIGHT] = "7", [COUNT] = "seven", [NEGATIVE] = "-7"
	};
	Id counted = f->key.counted[OBS_LANGUAGE_TREE];
	const char *count = wrong == COUNT || wrong == NEGATIVE ? counts[wrong] : counts[RIGHT];

	repodata_set_id(f->data, f->package, f->key.attribute[SNAPSHOT_COMPONENT],
			pool_str2id(f->pool, wrong == COMPONENT ? "who" : "c", 1));
	repodata_add_poolstr_array(f->data, f->package, counted, "perl");
	if (wrong != HALF)
		repodata_add_poolstr_array(f->data, f->package, counted, count);
	if (wrong == RELATION)
		repodata_add_idarray(f->data, f->package, f->key.observed[OBS_TAG],
				     pool_rel2id(f->pool, 4, 5, REL_EQ, 1));
	if (wrong == KIND)
		repodata_add_poolstr_array(f->data, f->package, f->key.observed[OBS_FILES_SHIPPED],
					   "c");
	if (wrong == ORDER)
		repodata_add_idarray(f->data, f->package, f->key.attribute[SNAPSHOT_ORDER], 4);
	repodata_set_id(f->data, f->package, f->key.attribute[SNAPSHOT_PATH],
			pool_str2id(f->pool, "a.deb", 1));
	repodata_set_num(f->data, f->package, f->key.attribute[SNAPSHOT_LISTED_IN],
			 wrong == LISTED ? 1 : 0);
}

/* a (a (a (… : as deep as relations go. */
static void forge_depth(struct forged *f, Repo *repo)
{
	Id dep = pool_str2id(f->pool, "deep", 1);
	Solvable *s = f->pool->solvables + f->package;

	for (int i = 0; i < 100000; i++)
		dep = pool_rel2id(f->pool, 4, dep, REL_OR, 1);
	s->requires = repo_addid_dep(repo, s->requires, dep, 0);
}

static void forge(struct little *l, enum wrong wrong)
{
	struct forged f = { .pool = pool_create() };
	int n = wrong == COMPONENTS ? 3 : 2;
	Repo *repo = repo_create(f.pool, "forged");
	char *bytes = NULL;
	size_t size = 0;
	FILE *memory = open_memstream(&bytes, &size);

	snapshot_keys_init(&f.key, f.pool);
	f.package = repo_add_solvable_block(repo, n);
	f.component = f.package + 1;
	f.data = repo_add_repodata(repo, 0);
	for (int i = 0; i < n; i++) {
		Solvable *s = f.pool->solvables + f.package + i;

		s->name = pool_str2id(f.pool, i ? "c" : "p", 1);
		s->evr = pool_str2id(f.pool, "1", 1);
		s->arch = i ? ARCH_SRC : pool_str2id(f.pool, "amd64", 1);
	}
	forge_package(&f, wrong);
	forge_release(&f, wrong);
	if (wrong == DEPTH)
		forge_depth(&f, repo);
	repodata_internalize(f.data);
	CHECK_INT(repo_write_filtered(repo, memory, NULL, NULL, NULL), 0);
	fclose(memory);
	write_sealed(l, "forged.solv", bytes, size);
	free(bytes);
	pool_free(f.pool);
}

TEST(forged_content_is_refused)
{
	static const struct {
		enum wrong wrong;
		const char *part;
	} row[] = {
		{ FORMAT, "it has format 3, this linchpin reads format 2" },
		{ NO_FORMAT, "it is of no snapshot" },
		{ NO_PACKAGES, "it holds no packages" },
		{ TOO_MANY_PACKAGES, "it holds no packages" },
		{ FAMILY, "it does not say of which family" },
		{ INPUT, "one of its inputs makes no sense" },
		{ WARNING, "it counts warnings of an unknown kind" },
		{ COMPONENT, "a package is of a component that it does not hold" },
		{ COMPONENTS, "two components have one name" },
		{ ORDER, "the order of a package's needs is not that of its needs" },
		{ KIND, "something was seen of what it cannot be seen of" },
		{ COUNT, "its count is no number" },
		{ NEGATIVE, "its count is no number" },
		{ HALF, "a count is missing" },
		{ RELATION, "an observation is no text" },
		{ LISTED, "a package is listed by an input that it does not hold" },
		{ DEPTH, "exceeds the limit 'relation-depth'" },
	};
	struct little l;

	little_init(&l);
	forge(&l, RIGHT);
	CHECK_INT(thaw(&l, "forged.solv"), 0);
	CHECK_STR(little_seen(&l, OBS_LANGUAGE_TREE, "p"), "perl*7");
	CHECK_INT(l.diag.n_warning[WARN_BAD_LINE], 3);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		forge(&l, row[i].wrong);
		refuse(&l, "forged.solv", row[i].part);
	}
	little_clear(&l);
}

int main(void)
{
	RUN(needs_keep_their_order);
	RUN(observations_come_back_with_their_counts);
	RUN(components_come_back);
	RUN(package_files_come_back);
	RUN(needs_alone);
	RUN(uninspected);
	RUN(two_releases_are_no_snapshot);
	RUN(mangled_bytes_are_refused);
	RUN(broken_seals_are_refused);
	RUN(any_bit_may_be_wrong);
	RUN(forged_content_is_refused);
	return test_status();
}
