/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * .rpm files, RPM databases and dpkg's status as a release: small packages made here by librpm, the
 * same ones damaged, and (where RPM_DATA or ../shared/data has them) real ones, compared with what
 * primary.xml and filelists.xml say of the very same files.
 */
#include <dirent.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <rpm/header.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmtag.h>
#include <solv/chksum.h>
#include <solv/queue.h>
#include <solv/repo.h>
#include <solv/repo_rpmmd.h>
#include <solv/solv_xfopen.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/universe.h"
#include "tests/test.h"

static char dir[64]; /* a new one for each case */

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void make_dir(void)
{
	snprintf(dir, sizeof(dir), "/tmp/linchpin-test-XXXXXX");
	CHECK(mkdtemp(dir) != NULL);
}

static void remove_dir(void)
{
	nftw(dir, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static char *in_dir(const char *name)
{
	return solv_dupjoin(dir, "/", name);
}

static void write_file(const char *name, const void *data, size_t n)
{
	char *path = in_dir(name);
	FILE *file = fopen(path, "we");

	CHECK(file != NULL);
	if (file) {
		CHECK_INT((long)fwrite(data, 1, n, file), (long)n);
		fclose(file);
	}
	free(path);
}

static void write_text(const char *name, const char *text)
{
	write_file(name, text, strlen(text));
}

/* Read the whole file; the caller frees it. */
static char *read_file(const char *path, size_t *ret_n)
{
	FILE *file = fopen(path, "re");
	char *data = NULL;
	size_t room = 1 << 16, n = 0, got;

	if (!file)
		return NULL;
	data = solv_malloc(room);
	while ((got = fread(data + n, 1, room - n, file)) > 0) {
		n += got;
		if (n == room)
			data = solv_realloc(data, room *= 2);
	}
	fclose(file);
	*ret_n = n;
	return data;
}

static const char *data_root(void)
{
	const char *root = getenv("RPM_DATA");

	return root ? root : "../shared/data";
}

/* ---- little RPMs ---- */

enum { LEAD_BYTES = 96 };

static char payload[] = "this would be a cpio archive";

struct blob {
	char *data;
	size_t n;
};

static void blob_add(struct blob *b, const void *data, size_t n)
{
	b->data = solv_realloc(b->data, b->n + n);
	memcpy(b->data + b->n, data, n);
	b->n += n;
}

static void blob_add_header(struct blob *b, Header h)
{
	static const unsigned char magic[] = { 0x8e, 0xad, 0xe8, 0x01, 0, 0, 0, 0 };
	unsigned n;
	char *data = headerExport(h, &n);

	blob_add(b, magic, sizeof(magic));
	blob_add(b, data, n);
	free(data);
}

static void sha256(const struct blob *b, char ret_hex[65])
{
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);

	solv_chksum_add(sum, b->data, (int)b->n);
	solv_bin2hex(solv_chksum_get(sum, NULL), 32, ret_hex);
	solv_chksum_free(sum, NULL);
}

struct little_rpm {
	const char *name, *source, *provides, *requires;
	const char *file_dir, *file_name;
};

static void put_text(Header h, rpmTag tag, const char *text)
{
	const char *array[] = { text };

	headerPutStringArray(h, tag, array, 1);
}

/* An RPM with one file and the digests that rpm checks. */
static struct blob make_rpm(const struct little_rpm *r)
{
	static const unsigned char magic[] = { 0xed, 0xab, 0xee, 0xdb, 3, 0, 0, 0, 0, 1 };
	unsigned char lead[LEAD_BYTES] = { 0 };
	struct blob rpm = { 0 }, header = { 0 }, content = { 0 };
	uint32_t zero = 0, one = 1, algorithm = 8, size;
	uint16_t mode = 0100755;
	char hex[65], zeros[8] = { 0 };
	Header h = headerNew(), signature = headerNew();

	headerPutString(h, RPMTAG_NAME, r->name);
	headerPutString(h, RPMTAG_VERSION, "1");
	headerPutString(h, RPMTAG_RELEASE, "1");
	headerPutString(h, RPMTAG_ARCH, "x86_64");
	headerPutString(h, RPMTAG_OS, "linux");
	headerPutString(h, RPMTAG_SUMMARY, "a little package");
	headerPutString(h, RPMTAG_SOURCERPM, r->source);
	put_text(h, RPMTAG_BASENAMES, r->file_name);
	put_text(h, RPMTAG_DIRNAMES, r->file_dir);
	headerPutUint32(h, RPMTAG_DIRINDEXES, &zero, 1);
	headerPutUint32(h, RPMTAG_FILESIZES, &one, 1);
	headerPutUint16(h, RPMTAG_FILEMODES, &mode, 1);
	headerPutUint32(h, RPMTAG_FILEFLAGS, &zero, 1);
	put_text(h, RPMTAG_PROVIDENAME, r->provides);
	put_text(h, RPMTAG_PROVIDEVERSION, "");
	headerPutUint32(h, RPMTAG_PROVIDEFLAGS, &zero, 1);
	if (r->requires) {
		put_text(h, RPMTAG_REQUIRENAME, r->requires);
		put_text(h, RPMTAG_REQUIREVERSION, "");
		headerPutUint32(h, RPMTAG_REQUIREFLAGS, &zero, 1);
	}
	blob_add(&content, payload, sizeof(payload));
	sha256(&content, hex);
	put_text(h, RPMTAG_PAYLOADDIGEST, hex);
	headerPutUint32(h, RPMTAG_PAYLOADDIGESTALGO, &algorithm, 1);
	h = headerReload(h, RPMTAG_HEADERIMMUTABLE);
	blob_add_header(&header, h);

	sha256(&header, hex);
	headerPutString(signature, RPMTAG_SHA256HEADER, hex);
	size = (uint32_t)(header.n + content.n);
	headerPutUint32(signature, RPMSIGTAG_SIZE, &size, 1);
	signature = headerReload(signature, RPMTAG_HEADERSIGNATURES);

	memcpy(lead, magic, sizeof(magic));
	snprintf((char *)lead + 10, 66, "%s-1-1", r->name);
	lead[77] = 1;
	lead[79] = 5;
	blob_add(&rpm, lead, sizeof(lead));
	blob_add_header(&rpm, signature);
	blob_add(&rpm, zeros, (8 - rpm.n % 8) % 8);
	blob_add(&rpm, header.data, header.n);
	blob_add(&rpm, content.data, content.n);
	headerFree(h);
	headerFree(signature);
	free(header.data);
	free(content.data);
	return rpm;
}

static const struct little_rpm app = {
	"app", "app-1-1.src.rpm", "app", "libfoo.so.1()(64bit)", "/usr/sbin/", "appd",
};
static const struct little_rpm library = {
	"libfoo1", "foo-1-1.src.rpm", "libfoo.so.1()(64bit)", NULL, "/usr/lib64/", "libfoo.so.1",
};

static void write_rpm(const struct little_rpm *r, const char *name)
{
	struct blob rpm = make_rpm(r);

	write_file(name, rpm.data, rpm.n);
	free(rpm.data);
}

/* ---- helpers on universes ---- */

static int import_spec(struct universe *u, const char *spec, struct diag *diag)
{
	struct import_options options = { .file_lists = true, .sources = true };

	universe_init(u);
	diag_init(diag);
	return importer_import(u, spec, &options, diag);
}

static bool has_observation(const struct universe *u, const char *package,
			    enum observation_kind kind, const char *text)
{
	Id p = universe_find_package(u, package);
	int n = 0;
	const struct observation *o = p ? observations_of(&u->of_package, p, kind, &n) : NULL;

	for (int i = 0; i < n; i++)
		if (!strcmp(pool_id2str(u->pool, o[i].text), text))
			return true;
	return false;
}

static void check_refused(const char *spec, const char *expected)
{
	struct universe u;
	struct diag diag;

	CHECK_INT(import_spec(&u, spec, &diag), -1);
	CHECK(diag.message && strstr(diag.message, expected));
	if (!diag.message || !strstr(diag.message, expected))
		test_fail(__FILE__, __LINE__, "%s: '%s' does not say '%s'", spec,
			  diag.message ? diag.message : "(nothing)", expected);
	CHECK(u.pool == NULL);
	CHECK_INT(u.n_component, 0);
	universe_clear(&u);
	diag_clear(&diag);
}

/* ---- .rpm files ---- */

TEST(directory_of_rpms)
{
	struct universe u;
	struct diag diag;

	make_dir();
	write_rpm(&app, "app-1-1.x86_64.rpm");
	write_rpm(&library, "libfoo1-1-1.x86_64.rpm");
	write_text("README", "not a package");
	CHECK_INT(import_spec(&u, dir, &diag), 0);
	CHECK_STR(diag.message ? diag.message : "", "");
	if (u.pool) {
		Id p = universe_find_package(&u, "app"), q = universe_find_package(&u, "libfoo1");
		Queue needs;

		CHECK_INT(universe_check(&u, &diag), 0);
		CHECK_INT(u.n_package, 2);
		CHECK_INT(u.n_component, 2);
		CHECK(p && q && universe_find_component(&u, "foo") >= 0);
		CHECK(has_observation(&u, "app", OBS_SYSTEM_PROGRAM, "appd"));
		CHECK(has_observation(&u, "libfoo1", OBS_SONAME, "libfoo.so.1"));
		CHECK(has_observation(&u, "app", OBS_SUMMARY, "a little package"));
		queue_init(&needs);
		solvable_lookup_deparray(pool_id2solvable(u.pool, p), SOLVABLE_REQUIRES, &needs, 0);
		CHECK_INT(needs.count, 1);
		if (needs.count)
			CHECK_INT(pool_whatprovides_ptr(u.pool, needs.elements[0])[0], q);
		queue_free(&needs);
		CHECK_INT(u.release.n_input, 1);
		CHECK_STR(u.release.input[0].name,
			  "2 rpm files, digests good; signatures: 0 good, 0 by unknown "
			  "keys, 2 missing");
		CHECK_INT(u.release.input[0].verification, VERIFY_NONE);
		CHECK_INT(diag.n_warning[WARN_UNVERIFIED], 2);
		CHECK(u.has_file_lists);
	}
	universe_clear(&u);
	diag_clear(&diag);
	remove_dir();
}

TEST(rpms_below_a_directory)
{
	struct universe u;
	struct diag diag;
	char *sub = NULL;

	make_dir();
	sub = in_dir("Packages");
	CHECK_INT(mkdir(sub, 0777), 0);
	write_rpm(&library, "Packages/libfoo1-1-1.x86_64.rpm");
	CHECK_INT(import_spec(&u, dir, &diag), 0);
	CHECK_INT(u.n_package, 1);
	universe_clear(&u);
	diag_clear(&diag);
	free(sub);
	remove_dir();
}

/* How a good RPM is damaged; each must be refused by its name. */
static const struct {
	const char *what;
	enum { CUT, FLIP } how;
	long at; /* byte; negative: from the end */
} damages[] = {
	{ "empty", CUT, 0 },
	{ "half a lead", CUT, 50 },
	{ "lead only", CUT, LEAD_BYTES },
	{ "within the signature", CUT, LEAD_BYTES + 20 },
	{ "within the header", CUT, -200 },
	{ "payload cut", CUT, -5 },
	{ "no payload", CUT, -(long)sizeof(payload) },
	{ "lead's magic", FLIP, 0 },
	{ "signature's magic", FLIP, LEAD_BYTES },
	{ "signature's count", FLIP, LEAD_BYTES + 8 },
	{ "header's text", FLIP, -(long)sizeof(payload) - 150 },
	{ "payload", FLIP, -10 },
};

TEST(damaged_rpms)
{
	struct blob rpm = make_rpm(&library);

	make_dir();
	write_rpm(&app, "app-1-1.x86_64.rpm");
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		size_t at = (size_t)(damages[i].at < 0 ? (long)rpm.n + damages[i].at :
							 damages[i].at);

		if (damages[i].how == FLIP)
			rpm.data[at] ^= 1;
		write_file("bad-1-1.x86_64.rpm", rpm.data, damages[i].how == CUT ? at : rpm.n);
		if (damages[i].how == FLIP)
			rpm.data[at] ^= 1;
		check_refused(dir, "bad-1-1.x86_64.rpm");
	}
	write_text("bad-1-1.x86_64.rpm", "<html>please log in</html>\n");
	check_refused(dir, "bad-1-1.x86_64.rpm");
	free(rpm.data);
	remove_dir();
}

TEST(keyring_that_is_none)
{
	struct import_options options = { .keyring = "/nonexistent.asc" };
	struct universe u;
	struct diag diag;

	make_dir();
	write_rpm(&library, "libfoo1-1-1.x86_64.rpm");
	universe_init(&u);
	diag_init(&diag);
	CHECK_INT(importer_import(&u, dir, &options, &diag), -1);
	CHECK(diag.message && strstr(diag.message, "cannot open keyring '/nonexistent.asc'"));
	CHECK(u.pool == NULL);
	universe_clear(&u);
	diag_clear(&diag);
	remove_dir();
}

/* ---- headers against primary.xml and filelists.xml ---- */

/* The names that a dependency array holds, sorted, a line each; the caller frees it. */
static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *join_sorted(char **text, int n)
{
	char *joined = solv_strdup("");

	if (n)
		qsort(text, (size_t)n, sizeof(*text), compare_texts);
	for (int i = 0; i < n; i++)
		if (!i || strcmp(text[i], text[i - 1]))
			joined = solv_dupappend(joined, text[i], "\n");
	for (int i = 0; i < n; i++)
		free(text[i]);
	free(text);
	return joined;
}

static bool queue_contains(const Queue *q, Id id)
{
	for (int i = 0; i < q->count; i++)
		if (q->elements[i] == id)
			return true;
	return false;
}

static char *dependencies(Pool *pool, Id package, Id key)
{
	Queue q, own;
	char **text = NULL;
	int n = 0;

	queue_init(&q);
	queue_init(&own);
	solvable_lookup_deparray(pool_id2solvable(pool, package), key, &q, 0);
	if (key == SOLVABLE_REQUIRES)
		solvable_lookup_deparray(pool_id2solvable(pool, package), SOLVABLE_PROVIDES, &own,
					 0);
	for (int i = 0; i < q.count; i++) {
		const char *dep = pool_dep2str(pool, q.elements[i]);

		/* createrepo keeps only the strictest of "libc.so.6(GLIBC_…)", nothing that the
		   package itself provides, and nothing of rpm's own */
		if (queue_contains(&own, q.elements[i]))
			continue;
		if (q.elements[i] == SOLVABLE_PREREQMARKER ||
		    q.elements[i] == SOLVABLE_FILEMARKER ||
		    (key == SOLVABLE_REQUIRES && !strncmp(dep, "libc.so.6", 9)) ||
		    !strncmp(dep, "rpmlib(", 7))
			continue;
		text = solv_extend(text, n, 1, sizeof(*text), 63);
		text[n++] = solv_strdup(dep);
	}
	queue_free(&q);
	queue_free(&own);
	return join_sorted(text, n);
}

static char *file_list(Pool *pool, Id package)
{
	Dataiterator di;
	char **text = NULL;
	int n = 0;

	dataiterator_init(&di, pool, NULL, package, SOLVABLE_FILELIST, NULL,
			  SEARCH_FILES | SEARCH_COMPLETE_FILELIST);
	while (dataiterator_step(&di)) {
		text = solv_extend(text, n, 1, sizeof(*text), 1023);
		text[n++] = solv_strdup(di.kv.str);
	}
	dataiterator_free(&di);
	return join_sorted(text, n);
}

/* The one file in a directory whose name ends so; the caller frees it. */
static char *find_file(const char *where, const char *suffix)
{
	DIR *handle = opendir(where);
	struct dirent *entry;
	char *found = NULL;

	while (handle && !found && (entry = readdir(handle))) {
		size_t n = strlen(entry->d_name), m = strlen(suffix);

		if (n > m && !strcmp(entry->d_name + n - m, suffix))
			found = solv_dupjoin(where, "/", entry->d_name);
	}
	if (handle)
		closedir(handle);
	return found;
}

static int add_rpmmd(Repo *repo, const char *where, const char *suffix, const char *language,
		     int flags)
{
	char *path = find_file(where, suffix);
	FILE *file = path ? solv_xfopen(path, "r") : NULL;
	int ret = file ? repo_add_rpmmd(repo, file, language, flags) : -1;

	if (file)
		fclose(file);
	free(path);
	return ret;
}

/* The package with this checksum in the index, 0: none. */
static Id find_checksum(Repo *repo, const char *sha)
{
	Id p, type;
	Solvable *s;

	FOR_REPO_SOLVABLES(repo, p, s)
	{
		const char *sum = solvable_lookup_checksum(s, SOLVABLE_CHECKSUM, &type);

		if (sum && !strcmp(sum, sha))
			return p;
	}
	return 0;
}

static void compare_package(const struct universe *u, Id mine, Pool *pool, Id theirs)
{
	static const Id keys[] = { SOLVABLE_REQUIRES, SOLVABLE_PROVIDES, SOLVABLE_CONFLICTS,
				   SOLVABLE_OBSOLETES };
	const Solvable *s = pool_id2solvable(u->pool, mine), *t = pool_id2solvable(pool, theirs);
	char *a, *b;

	CHECK_STR(pool_id2str(u->pool, s->name), pool_id2str(pool, t->name));
	CHECK_STR(pool_id2str(u->pool, s->evr), pool_id2str(pool, t->evr));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		a = dependencies(u->pool, mine, keys[i]);
		b = dependencies(pool, theirs, keys[i]);
		if (strcmp(a, b))
			test_fail(__FILE__, __LINE__, "%s of %s: %.150s, not %.150s",
				  pool_id2str(pool, keys[i]), pool_id2str(pool, t->name), a, b);
		free(a);
		free(b);
	}
	a = file_list(u->pool, mine);
	b = file_list(pool, theirs);
	if (strcmp(a, b))
		test_fail(__FILE__, __LINE__, "files of %s: %zu bytes, not %zu",
			  pool_id2str(pool, t->name), strlen(a), strlen(b));
	free(a);
	free(b);
}

TEST(headers_agree_with_primary)
{
	char *rpms = solv_dupjoin(data_root(), "/rpms/centos", NULL);
	char *repodata = solv_dupjoin(data_root(), "/rpmmd/centos-7.5-dvd/repodata", NULL);
	DIR *handle = opendir(rpms);
	struct dirent *entry;
	struct universe u;
	struct diag diag;
	Pool *pool;
	Repo *repo;
	int n_same = 0;

	if (!handle) {
		free(rpms);
		free(repodata);
		SKIP("no real RPMs here (RPM_DATA)");
	}
	pool = pool_create();
	pool_setdisttype(pool, DISTTYPE_RPM);
	repo = repo_create(pool, "dvd");
	CHECK_INT(add_rpmmd(repo, repodata, "-primary.xml.gz", NULL, 0), 0);
	CHECK_INT(add_rpmmd(repo, repodata, "-filelists.xml.gz", "FL", REPO_EXTEND_SOLVABLES), 0);
	CHECK_INT(import_spec(&u, rpms, &diag), 0);
	while (u.pool && (entry = readdir(handle))) {
		char *path = solv_dupjoin(rpms, "/", entry->d_name), sha[65];
		long long size;
		Id theirs = 0;

		if (strstr(entry->d_name, ".rpm") && !apt_sha256(path, false, sha, &size, &diag))
			theirs = find_checksum(repo, sha);
		if (theirs) {
			const char *name = pool_id2str(pool, pool_id2solvable(pool, theirs)->name);

			n_same++;
			compare_package(&u, universe_find_package(&u, name), pool, theirs);
		}
		free(path);
	}
	CHECK(n_same >= 5);
	closedir(handle);
	universe_clear(&u);
	diag_clear(&diag);
	pool_free(pool);
	free(rpms);
	free(repodata);
}

TEST(real_rpms_are_told_by_name)
{
	char *rpms = solv_dupjoin(data_root(), "/rpms/centos", NULL);
	struct universe u;
	struct diag diag;

	if (access(rpms, F_OK) != 0) {
		free(rpms);
		SKIP("no real RPMs here (RPM_DATA)");
	}
	CHECK_INT(import_spec(&u, rpms, &diag), 0);
	if (u.pool) {
		CHECK_INT(u.n_package, 27);
		CHECK(has_observation(&u, "openssh-server", OBS_SERVICE_UNIT, "sshd.service"));
		CHECK(has_observation(&u, "openssl-libs", OBS_SONAME, "libssl.so.10"));
		CHECK(has_observation(&u, "curl", OBS_PROGRAM, "curl"));
		CHECK(strstr(u.release.input[0].name,
			     "27 rpm files, digests good; signatures: 0 good, 27 by") != NULL);
		CHECK_INT(diag.n_warning[WARN_UNVERIFIED], 27);
	}
	universe_clear(&u);
	diag_clear(&diag);
	free(rpms);
}

/* ---- databases ---- */

/* A sample under the name that rpm gives it; false: there is none. */
static bool copy_sample(const char *sample, const char *name)
{
	char *path = solv_dupjoin(data_root(), "/rpmdb-samples/", sample);
	size_t n = 0;
	char *data = read_file(path, &n);

	free(path);
	if (!data)
		return false;
	write_file(name, data, n);
	free(data);
	return true;
}

TEST(database_sqlite)
{
	struct universe u;
	struct diag diag;
	char *spec;

	make_dir();
	if (!copy_sample("cbl-mariner-2.0-rpmdb.sqlite", "rpmdb.sqlite")) {
		remove_dir();
		SKIP("no sample here (RPM_DATA)");
	}
	spec = solv_dupjoin("installed:", dir, NULL);
	CHECK_INT(import_spec(&u, spec, &diag), 0);
	CHECK_STR(diag.message ? diag.message : "", "");
	if (u.pool) {
		CHECK_INT(universe_check(&u, &diag), 0);
		CHECK_INT(u.n_package, 129);
		CHECK(universe_find_component(&u, "openssl") >= 0);
		CHECK(!universe_find_package(&u, "gpg-pubkey"));
		CHECK_STR(u.release.input[0].name, "RPM database: what is installed");
		CHECK_INT(u.release.input[0].verification, VERIFY_NONE);
		CHECK_INT(diag.n_warning[WARN_UNVERIFIED], 1);
	}
	universe_clear(&u);
	diag_clear(&diag);
	free(spec);
	remove_dir();
}

/* Debian builds librpm without ndb: either is fine, but never an empty answer, and nothing is
   written. */
TEST(database_ndb)
{
	struct universe u;
	struct diag diag;
	char *spec, *other;

	make_dir();
	if (!copy_sample("sle15-bci-Packages.db", "Packages.db")) {
		remove_dir();
		SKIP("no sample here (RPM_DATA)");
	}
	spec = solv_dupjoin("installed:", dir, NULL);
	if (import_spec(&u, spec, &diag) == 0)
		CHECK(u.n_package > 20);
	else
		CHECK(strstr(diag.message, "the librpm here was built without 'ndb'") != NULL);
	other = in_dir("rpmdb.sqlite");
	CHECK(access(other, F_OK) != 0);
	universe_clear(&u);
	diag_clear(&diag);
	free(spec);
	free(other);
	remove_dir();
}

TEST(databases_that_are_none)
{
	static const char *const names[] = { "rpmdb.sqlite", "Packages.db", "Packages" };
	char *spec;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		make_dir();
		spec = solv_dupjoin("installed:", dir, NULL);
		check_refused(spec, "cannot find what is installed");
		write_text(names[i],
			   "this is no database, but it is long enough to be looked at as one\n");
		check_refused(spec, "cannot read the RPM database in");
		free(spec);
		remove_dir();
	}
}

/* ---- dpkg ---- */

static const char status[] =
	"Package: libc6\nStatus: install ok installed\nPriority: optional\nArchitecture: amd64\n"
	"Multi-Arch: same\nSource: glibc\nVersion: 2.36-9\nDescription: C library\n\n"
	"Package: openssh-server\nStatus: hold ok installed\nArchitecture: amd64\nSource: openssh\n"
	"Version: 1:9.2\nDepends: libc6 (>= 2.36)\nDescription: server\n\n"
	"Package: waiting\nStatus: install ok triggers-pending\nArchitecture: all\nVersion: 1\n\n"
	"Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n\n"
	"Package: half\nStatus: install reinstreq half-installed\nArchitecture: amd64\n"
	"Version: 1\n\n"
	"Package: never\nStatus: unknown ok not-installed\nArchitecture: amd64\nVersion: 1\n\n";

static void check_dpkg(const char *spec, bool lists)
{
	struct universe u;
	struct diag diag;

	CHECK_INT(import_spec(&u, spec, &diag), 0);
	CHECK_STR(diag.message ? diag.message : "", "");
	if (u.pool) {
		CHECK_INT(universe_check(&u, &diag), 0);
		CHECK_INT(u.n_package, 3);
		CHECK(universe_find_package(&u, "openssh-server") &&
		      universe_find_package(&u, "waiting"));
		CHECK(!universe_find_package(&u, "gone") && !universe_find_package(&u, "half"));
		CHECK(universe_find_component(&u, "glibc") >= 0);
		CHECK_STR(u.release.input[0].name, "dpkg status: what is installed");
		CHECK_INT(u.release.input[0].verification, VERIFY_NONE);
		CHECK_INT(diag.n_warning[WARN_UNVERIFIED], 1);
		CHECK_INT(u.has_file_lists, lists);
		CHECK_INT(has_observation(&u, "openssh-server", OBS_SYSTEM_PROGRAM, "sshd"), lists);
		CHECK_INT(has_observation(&u, "openssh-server", OBS_SERVICE_UNIT, "ssh.service"),
			  lists);
		CHECK_INT(has_observation(&u, "libc6", OBS_SONAME, "libc.so.6"), lists);
		CHECK(!has_observation(&u, "openssh-server", OBS_PROGRAM, "directory"));
	}
	universe_clear(&u);
	diag_clear(&diag);
}

TEST(dpkg_status)
{
	static const char *const dirs[] = { "var", "var/lib", "var/lib/dpkg", "var/lib/dpkg/info" };
	char *spec, *root;

	make_dir();
	write_text("status", status);
	spec = solv_dupjoin("installed:", dir, "/status");
	check_dpkg(spec, false);
	free(spec);
	spec = solv_dupjoin("installed:", dir, NULL);
	check_dpkg(spec, false);
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		root = in_dir(dirs[i]);
		CHECK_INT(mkdir(root, 0777), 0);
		free(root);
	}
	write_text("var/lib/dpkg/status", status);
	write_text("var/lib/dpkg/info/libc6:amd64.list",
		   "/.\n/lib\n/lib/x86_64-linux-gnu\n/lib/x86_64-linux-gnu/libc.so.6\n");
	write_text(
		"var/lib/dpkg/info/openssh-server.list",
		"/.\n/lib\n/lib/systemd\n/lib/systemd/system\n"
		"/lib/systemd/system/ssh.service\n/usr\n"
		"/usr/bin\n/usr/bin/directory\n/usr/bin/directory/x\n/usr/sbin\n/usr/sbin/sshd\n");
	check_dpkg(spec, true);
	free(spec);
	remove_dir();
}

TEST(dpkg_status_that_is_none)
{
	char *spec;

	make_dir();
	spec = solv_dupjoin("installed:", dir, "/status");
	check_refused(spec, "No such file or directory");
	write_text("status",
		   "Package: a\nArchitecture: amd64\nVersion: 1\n\n"); /* an archive's index */
	check_refused(spec, "it holds no package");
	write_text("status", "");
	check_refused(spec, "empty");
	free(spec);
	remove_dir();
}

int main(void)
{
	RUN(directory_of_rpms);
	RUN(rpms_below_a_directory);
	RUN(damaged_rpms);
	RUN(keyring_that_is_none);
	RUN(headers_agree_with_primary);
	RUN(real_rpms_are_told_by_name);
	RUN(database_sqlite);
	RUN(database_ndb);
	RUN(databases_that_are_none);
	RUN(dpkg_status);
	RUN(dpkg_status_that_is_none);
	return test_status();
}
