/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * .rpm files, RPM databases and dpkg's status as a release: small packages made here by librpm, the
 * same ones damaged, and (where RPM_DATA or ../shared/data has them) real ones, compared with what
 * primary.xml and filelists.xml say of the very same files.
 */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/queue.h>
#include <solv/repo.h>
#include <solv/repo_rpmmd.h>
#include <solv/solv_xfopen.h>
#include <solv/util.h>
#include <sqlite3.h>

#include "importers/apt_stanzas.h"
#include "importers/berkeley_db.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/rpm_database.h"
#include "importers/universe.h"
#include "tests/test.h"
#include "tests/unit/little_rpm.h"

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

static const struct little_rpm app = {
	.name = "app", .source = "app-1-1.src.rpm", .provides = "app",
	.requires = "libfoo.so.1()(64bit)", .file_dir = "/usr/sbin/", .file_name = "appd",
};
static const struct little_rpm library = {
	.name = "libfoo1", .source = "foo-1-1.src.rpm", .provides = "libfoo.so.1()(64bit)",
	.file_dir = "/usr/lib64/", .file_name = "libfoo.so.1",
};

static void write_rpm(const struct little_rpm *r, const char *name)
{
	size_t n;
	char *rpm = little_rpm_make(r, &n);

	write_file(name, rpm, n);
	free(rpm);
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
	{ "lead only", CUT, LITTLE_RPM_LEAD },
	{ "within the signature", CUT, LITTLE_RPM_LEAD + 20 },
	{ "within the header", CUT, -200 },
	{ "payload cut", CUT, -5 },
	{ "no payload", CUT, -LITTLE_RPM_NO_ARCHIVE },
	{ "lead's magic", FLIP, 0 },
	{ "signature's magic", FLIP, LITTLE_RPM_LEAD },
	{ "signature's count", FLIP, LITTLE_RPM_LEAD + 8 },
	{ "header's text", FLIP, -LITTLE_RPM_NO_ARCHIVE - 150 },
	{ "payload", FLIP, -10 },
};

TEST(damaged_rpms)
{
	size_t n;
	char *rpm = little_rpm_make(&library, &n);

	make_dir();
	write_rpm(&app, "app-1-1.x86_64.rpm");
	for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		size_t at = (size_t)(damages[i].at < 0 ? (long)n + damages[i].at :
							 damages[i].at);

		if (damages[i].how == FLIP)
			rpm[at] ^= 1;
		write_file("bad-1-1.x86_64.rpm", rpm, damages[i].how == CUT ? at : n);
		if (damages[i].how == FLIP)
			rpm[at] ^= 1;
		check_refused(dir, "bad-1-1.x86_64.rpm");
	}
	write_text("bad-1-1.x86_64.rpm", "<html>please log in</html>\n");
	check_refused(dir, "bad-1-1.x86_64.rpm");
	free(rpm);
	remove_dir();
}

/* "(((a or b) or b) or b)", which libsolv reads by recursion. */
static char *nested(int n)
{
	char *text = solv_malloc(8 + 8 * (size_t)n), *at = text;

	for (int i = 0; i < n; i++)
		*at++ = '(';
	*at++ = 'a';
	for (int i = 0; i < n; i++)
		at = stpcpy(at, " or b)");
	return text;
}

TEST(hostile_headers)
{
	struct little_rpm deep = app;
	struct universe u;
	struct diag diag;
	char *text = nested(64);

	make_dir();
	deep.requires = text;
	write_rpm(&deep, "app-1-1.x86_64.rpm");
	CHECK_INT(import_spec(&u, dir, &diag), 0);
	universe_clear(&u);
	diag_clear(&diag);
	free(text);
	deep.requires = text = nested(1000);
	write_rpm(&deep, "app-1-1.x86_64.rpm");
	check_refused(dir, "app-1-1.x86_64.rpm' exceeds the limit 'rich-depth' (64 parentheses) in "
			   "Requirename");
	free(text);
	deep.requires = text = nested(1000000);
	write_rpm(&deep, "app-1-1.x86_64.rpm");
	check_refused(dir, "exceeds the limit 'xml-attribute-bytes' (16,384 bytes) in Requirename");
	free(text);
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

/* AddressSanitizer copies a block whenever it grows, and libsolv's reader of file lists lets one
   grow to many megabytes in small steps: ten minutes. It is the twin, and not what is tested;
   without sanitizers the file lists are compared. */
#ifdef __SANITIZE_ADDRESS__
enum { COMPARES_FILES = 0 };
#else
enum { COMPARES_FILES = 1 };
#endif

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
	if (!COMPARES_FILES)
		return;
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
	if (COMPARES_FILES)
		CHECK_INT(add_rpmmd(repo, repodata, "-filelists.xml.gz", "FL",
				    REPO_EXTEND_SOLVABLES), 0);
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

/* The indexes that librpm makes when it opens a database that has them not, for which a reader has
   no right. */
static const char *const indexes[] = {
	"Name", "Basenames", "Group", "Requirename", "Providename", "Conflictname", "Obsoletename",
	"Triggername", "Dirnames", "Installtid", "Sigmd5", "Sha1header", "Filetriggername",
	"Transfiletriggername", "Recommendname", "Suggestname", "Supplementname", "Enhancename",
};

static void run_sql(sqlite3 *db, const char *format, const char *word)
{
	char *sql = sqlite3_mprintf(format, word, word);

	CHECK_INT(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_free(sql);
}

/* A database as rpm writes it, as far as a reader needs it: headers, and keys among them. */
static void write_database(const struct little_rpm *const *rpm, int n, bool with_garbage)
{
	char *path = in_dir("rpmdb.sqlite");
	sqlite3 *db = NULL;
	sqlite3_stmt *add = NULL;

	CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
	CHECK_INT(sqlite3_exec(db, "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, "
				   "blob BLOB NOT NULL)", NULL, NULL, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof(indexes) / sizeof(indexes[0]); i++) {
		run_sql(db, "CREATE TABLE '%q' (key TEXT NOT NULL, hnum INTEGER NOT NULL, "
			    "idx INTEGER NOT NULL)", indexes[i]);
		run_sql(db, "CREATE INDEX '%q_hnum_idx' ON '%q'(hnum ASC)", indexes[i]);
		run_sql(db, "CREATE INDEX '%q_key_idx' ON '%q'(key ASC)", indexes[i]);
	}
	CHECK_INT(sqlite3_prepare_v2(db, "INSERT INTO Packages (blob) VALUES (?)", -1, &add, NULL),
		  SQLITE_OK);
	for (int i = 0; i < n; i++) {
		unsigned size;
		char *header = little_rpm_make_header(rpm[i], &size);

		sqlite3_bind_blob(add, 1, header, (int)size, free);
		CHECK_INT(sqlite3_step(add), SQLITE_DONE);
		sqlite3_reset(add);
	}
	if (with_garbage) {
		sqlite3_bind_blob(add, 1, "no header", 9, SQLITE_STATIC);
		CHECK_INT(sqlite3_step(add), SQLITE_DONE);
	}
	sqlite3_finalize(add);
	sqlite3_close(db);
	free(path);
}

TEST(made_databases)
{
	static const struct little_rpm key = { .name = "gpg-pubkey", .source = "(none)",
		.provides = "gpg(x)", .file_dir = "/", .file_name = "key" };
	static const struct little_rpm *const packages[] = { &app, &library, &key };
	struct universe u;
	struct diag diag;
	int here = open(".", O_RDONLY | O_DIRECTORY);
	char *spec;

	make_dir();
	write_database(packages, 3, false);
	spec = solv_dupjoin("installed:", dir, NULL);
	import_spec(&u, spec, &diag);
	CHECK_STR(diag.message, NULL);
	CHECK_INT(u.n_package, 2);
	if (u.pool) {
		CHECK_INT(universe_check(&u, &diag), 0);
		CHECK(universe_find_component(&u, "foo") >= 0);
		CHECK(!universe_find_package(&u, "gpg-pubkey"));
		CHECK_INT(u.release.input[0].verification, VERIFY_NONE);
	}
	CHECK_INT(diag.n_warning[WARN_UNVERIFIED], 1);
	CHECK_INT(diag.n_warning[WARN_BAD_STANZA], 0);
	universe_clear(&u);
	diag_clear(&diag);
	remove_dir();

	/* a name that is relative, and one that librpm would expand */
	make_dir();
	write_database(packages, 2, false);
	CHECK_INT(chdir(dir), 0);
	import_spec(&u, "installed:.", &diag);
	CHECK_STR(diag.message, NULL);
	CHECK_INT(u.n_package, 2);
	universe_clear(&u);
	diag_clear(&diag);
	CHECK_INT(mkdir("%(x)", 0777), 0);
	CHECK_INT(rename("rpmdb.sqlite", "%(x)/rpmdb.sqlite"), 0);
	check_refused("installed:%(x)", "does not take a '%' in the name of a directory");
	CHECK_INT(unlink("%(x)/rpmdb.sqlite") | rmdir("%(x)"), 0);
	CHECK_INT(fchdir(here), 0);
	close(here);
	remove_dir();

	/* a header that is none is left out, and counted */
	make_dir();
	write_database(packages, 2, true);
	free(spec);
	spec = solv_dupjoin("installed:", dir, NULL);
	CHECK_INT(import_spec(&u, spec, &diag), 0);
	CHECK_INT(u.n_package, 2);
	CHECK_INT(diag.n_warning[WARN_BAD_STANZA], 1);
	universe_clear(&u);
	diag_clear(&diag);
	remove_dir();

	make_dir();
	write_database(packages, 0, false);
	free(spec);
	spec = solv_dupjoin("installed:", dir, NULL);
	check_refused(spec, "it holds no package");
	free(spec);
	remove_dir();
}

/* A page in the middle is damaged: what was read before it must not be the answer. */
TEST(half_a_database)
{
	enum { PACKAGES = 200, PAGE = 4096 };
	const struct little_rpm *packages[PACKAGES];
	char page[PAGE], *spec, *path;
	FILE *f;
	long size, damaged = 0;

	for (int i = 0; i < PACKAGES; i++)
		packages[i] = i % 2 ? &app : &library;
	make_dir();
	write_database(packages, PACKAGES, false);
	path = in_dir("rpmdb.sqlite");
	f = fopen(path, "r+b");
	CHECK(f && fseek(f, 0, SEEK_END) == 0);
	size = ftell(f);
	/* the last leaf of a table, which holds the last headers, no longer is a page */
	for (long at = size - PAGE; at > 0 && !damaged; at -= PAGE) {
		CHECK(fseek(f, at, SEEK_SET) == 0 && fread(page, 1, PAGE, f) == PAGE);
		if (page[0] == 13 && memmem(page, PAGE, "foo", 3))
			damaged = at;
	}
	CHECK(damaged > 0);
	CHECK(fseek(f, damaged, SEEK_SET) == 0 && fputc(0xff, f) == 0xff);
	fclose(f);
	free(path);
	spec = solv_dupjoin("installed:", dir, NULL);
	check_refused(spec, "malformed");
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

/* One that has gone since it was seen. */
TEST(no_database)
{
	struct import_options options = { .file_lists = true };
	struct universe u;
	struct diag diag;

	make_dir();
	universe_init(&u);
	diag_init(&diag);
	CHECK_INT(rpm_database_import(&u, dir, &options, &diag), -1);
	CHECK(diag.message && strstr(diag.message, "there is none"));
	CHECK(!u.pool);
	universe_clear(&u);
	diag_clear(&diag);
	remove_dir();
}

TEST(databases_that_are_none)
{
	static const struct {
		const char *name, *message;
	} files[] = {
		{ "rpmdb.sqlite", "cannot read the RPM database in" },
		{ "Packages.db", "cannot read the RPM database in" },
		{ "Packages", "/Packages': the database ends too early" },
	};
	char *spec;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		make_dir();
		spec = solv_dupjoin("installed:", dir, NULL);
		check_refused(spec, "cannot find what is installed");
		write_text(files[i].name,
			   "this is no database, but it is long enough to be looked at as one\n");
		check_refused(spec, files[i].message);
		free(spec);
		remove_dir();
	}
}

/* A database of one package, of pages of 512 bytes: one bucket on page 1, its header from page 2 on
   (what the fuzzer begins with). How it is damaged; librpm would crash or never come back. */
static const struct {
	const char *what;
	size_t at;
	unsigned char to;
	const char *message; /* NULL: it is none */
} bdb_damages[] = {
	{ "not at all", 26, 0, NULL },
	{ "its magic", 12, 0x62, "it is no hash database" },
	{ "its version", 16, 11, "it is no hash database" },
	{ "pages of 4 GB", 23, 0xff, "a page size that cannot be" },
	{ "pages of 2 bytes", 21, 0, "a page size that cannot be" },
	{ "more pages than there are", 32, 200, "ends too early" },
	{ "more buckets than there are", 72, 200, "more buckets than pages" },
	{ "a bucket on no page", 96, 100, "a bucket that begins nowhere" },
	{ "a bucket in the middle of a chain", 96, 3, "a bucket that begins nowhere" },
	{ "a bucket that follows itself", 512 + 16, 1, "a chain of pages that is none" },
	{ "a chain that bites its tail", 3 * 512 + 16, 2, "a chain of pages that is none" },
	{ "a chain that leads out", 3 * 512 + 16, 99, "a chain of pages that is none" },
	{ "more items than a page can hold", 512 + 21, 1, "more items than a page can hold" },
	{ "an item behind its page", 512 + 29, 2, "an item behind its page" },
	{ "a long item on no page", 1024 - 5 - 12 + 4, 99, "an item on a page that is not there" },
	{ "a long item on the bucket", 1024 - 5 - 12 + 4, 1, "an item on a page of others" },
	{ "a long item of 4 GB", 1024 - 5 - 12 + 11, 0xff, "items longer than the file" },
};

TEST(damaged_berkeley_databases)
{
	size_t n = 0;
	char *data = read_file("tests/fuzz/corpus/rpmdb/hash", &n), *path;
	struct diag diag;

	CHECK(data && n > 4 * 512);
	make_dir();
	path = in_dir("Packages");
	for (size_t i = 0; data && i < sizeof(bdb_damages) / sizeof(bdb_damages[0]); i++) {
		char *at = data + 1 + bdb_damages[i].at, before = *at;
		const char *message = bdb_damages[i].message;
		int got;

		*at = (char)bdb_damages[i].to;
		write_file("Packages", data + 1, n - 1);
		*at = before;
		diag_init(&diag);
		got = berkeley_db_check(path, &diag);
		if (got != (message ? -1 : 0) || !diag.message != !message ||
		    (message && !strstr(diag.message, message)))
			test_fail(__FILE__, __LINE__, "%s: %d '%s'", bdb_damages[i].what, got,
				  diag.message ? diag.message : "(nothing)");
		diag_clear(&diag);
	}
	free(path);
	free(data);
	remove_dir();
}

TEST(database_berkeley)
{
	struct universe u;
	struct diag diag;
	size_t n = 0;
	char *data = read_file("tests/fuzz/corpus/rpmdb/hash", &n);
	char *spec;

	make_dir();
	write_file("Packages", data + 1, n - 1);
	spec = solv_dupjoin("installed:", dir, NULL);
	CHECK_INT(import_spec(&u, spec, &diag), 0);
	CHECK_STR(diag.message ? diag.message : "", "");
	CHECK(u.pool && universe_find_package(&u, "a"));
	universe_clear(&u);
	diag_clear(&diag);
	free(spec);
	free(data);
	remove_dir();
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
	RUN(hostile_headers);
	RUN(keyring_that_is_none);
	RUN(headers_agree_with_primary);
	RUN(real_rpms_are_told_by_name);
	RUN(made_databases);
	RUN(half_a_database);
	RUN(database_sqlite);
	RUN(database_ndb);
	RUN(no_database);
	RUN(databases_that_are_none);
	RUN(damaged_berkeley_databases);
	RUN(database_berkeley);
	RUN(dpkg_status);
	RUN(dpkg_status_that_is_none);
	return test_status();
}
