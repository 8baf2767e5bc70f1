/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RPM headers become solvables; see rpm_headers.h. The only file that calls librpm: it reads and
 * verifies; libsolv (repo_add_rpm_handle()) turns a header into a solvable.
 */
#include "importers/rpm_headers.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <rpm/header.h>
#include <rpm/rpmdb.h>
#include <rpm/rpmfiles.h>
#include <rpm/rpmkeyring.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmlog.h>
#include <rpm/rpmmacro.h>
#include <rpm/rpmpgp.h>
#include <rpm/rpmtd.h>
#include <rpm/rpmts.h>
#include <solv/chksum.h>
#include <solv/repo_rpmdb.h>
#include <solv/util.h>

#include "importers/berkeley_db.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/inspected.h"
#include "importers/limits.h"
#include "importers/places.h"
#include "importers/rpm_observe.h"
#include "importers/rpm_packages.h"
#include "importers/self.h"
#include "importers/universe.h"

/* What a database's main file is called, and librpm's word for what reads it. librpm would create a
   database of a kind that is not there. */
static const struct {
	const char *file;
	const char *backend;
	const char *magic; /* how it begins; "": see berkeley_db.h */
} databases[] = {
	{ "rpmdb.sqlite", "sqlite", "SQLite format 3" }, /* Fedora since 33 */
	{ "Packages.db", "ndb", "RpmP" },		  /* SUSE since 15 */
	{ "Packages", "bdb_ro", "" },			  /* all others before; berkeley_db.h */
};

/* Of files, only names, modes and flags. */
#define FILES_FLAGS (RPMFI_FLAGS_ONLY_FILENAMES & ~(RPMFI_NOFILEMODES | RPMFI_NOFILEFLAGS))

enum {
	DATABASES = sizeof(databases) / sizeof(databases[0]),
	LOOK_DEPTH = 2, /* installation media have Packages/o/openssl-….rpm */
	SEARCH_DEPTH = 16,
	LEAD_BYTES = 96, /* before the signature */
};

struct headers {
	struct universe *u;
	const struct import_options *options;
	struct diag *diag;
	rpmts ts;
	void *state; /* libsolv's, for turning headers into solvables */
	struct places *places;
	const char *root; /* the directory that is searched */
	char *complaint; /* what librpm said of the present file; NULL: nothing */
	int n, n_signed, n_unknown_key, n_unsigned;
};

/* Of a header that is left out when a database is read; else all of the database is in doubt. */
static bool is_about_one_header(const char *complaint)
{
	return strstr(complaint, "skipping") != NULL;
}

/* Only main prints: what librpm has to say is kept, the first and gravest thing. */
static int keep_message(rpmlogRec record, rpmlogCallbackData closure)
{
	struct headers *h = closure;
	const char *text = rpmlogRecMessage(record);

	if (rpmlogRecPriority(record) > RPMLOG_WARNING || !text)
		return 0;
	if (!h->complaint || (is_about_one_header(h->complaint) && !is_about_one_header(text))) {
		free(h->complaint);
		h->complaint = solv_strdup(text);
		h->complaint[strcspn(h->complaint, "\n")] = 0;
	}
	return 0;
}

/* Without the file's name, which the message has already. */
static const char *complaint(const struct headers *h)
{
	const char *text = h->complaint ? h->complaint : "not an RPM, or damaged";
	const char *colon = strstr(text, ".rpm: ");

	return colon ? colon + 6 : text;
}

/* ---- librpm ---- */

/* All keys of one armoured file. */
static int load_keyring(const char *path, rpmKeyring keyring, struct diag *diag)
{
	rpmPubkey key, *subkey;
	int n = 0;

	if (access(path, R_OK) != 0)
		return diag_fail(diag, "cannot open keyring '%s': %s", path, strerror(errno));
	key = rpmPubkeyRead(path);
	if (!key)
		return diag_fail(
			diag, "cannot read keyring '%s': no armoured public key of OpenPGP", path);
	rpmKeyringAddKey(keyring, key);
	subkey = rpmGetSubkeys(key, &n);
	for (int i = 0; i < n; i++) {
		rpmKeyringAddKey(keyring, subkey[i]);
		rpmPubkeyFree(subkey[i]);
	}
	free(subkey);
	rpmPubkeyFree(key);
	return 0;
}

/* Index into databases of what lies in a directory, -1: nothing. */
static int find_database(const char *dir)
{
	for (int i = 0; i < DATABASES; i++) {
		char *path = solv_dupjoin(dir, "/", databases[i].file);
		bool is_here = access(path, F_OK) == 0;

		free(path);
		if (is_here)
			return i;
	}
	return -1;
}

/* Where librpm looks for the database. It wants an absolute name, and would expand what looks like
   one of its macros, "%(command)" too: once, and what came of it again. The caller frees it. */
static char *database_path(struct headers *h, const char *dir)
{
	char *absolute = realpath(dir, NULL);

	if (!absolute)
		diag_fail(h->diag, "cannot open '%s': %s", dir, strerror(errno));
	else if (strchr(absolute, '%'))
		diag_fail(h->diag, "cannot read the RPM database in '%s': librpm does not take a "
				   "'%%' in the name of a directory", absolute);
	else
		return absolute;
	free(absolute);
	return NULL;
}

/* Nothing of this machine's own configuration of rpm, if there is any, moves an answer: neither its
   keys nor where its database is. */
static int start(struct headers *h, const char *database)
{
	static bool configured;
	rpmKeyring keyring;
	char *dbpath;
	int ret = 0;

	rpmlogSetCallback(keep_message, h);
	if (!configured && rpmReadConfigFiles("/dev/null", NULL) != 0)
		return diag_fail(h->diag, "cannot use librpm: %s", complaint(h));
	configured = true;
	dbpath = database ? database_path(h, database) : solv_strdup("/nonexistent");
	if (!dbpath)
		return -1;
	rpmPushMacro(NULL, "_dbpath", NULL, dbpath, -1);
	free(dbpath);
	rpmPushMacro(NULL, "_db_backend", NULL,
		     database ? databases[find_database(database)].backend : "sqlite", -1);
	h->ts = rpmtsCreate();
	rpmtsSetVSFlags(h->ts, 0);
	keyring = rpmKeyringNew();
	if (h->options->keyring)
		ret = load_keyring(h->options->keyring, keyring, h->diag);
	rpmtsSetKeyring(h->ts, keyring);
	rpmKeyringFree(keyring);
	h->state = rpm_state_create(h->u->pool, NULL);
	h->places = places_new(h->u->pool);
	h->complaint = solv_free(h->complaint);
	return ret;
}

static void stop(struct headers *h)
{
	if (h->state)
		rpm_state_free(h->state);
	if (h->ts) {
		rpmtsFree(h->ts);
		rpmPopMacro(NULL, "_dbpath");
		rpmPopMacro(NULL, "_db_backend");
	}
	places_free(h->places);
	free(h->complaint);
	rpmlogSetCallback(NULL, NULL);
	rpmlogClose(); /* librpm keeps all it ever said */
}

/* ---- one header ---- */

/* As rpmmd_filelists.h has it: directories and ghosts say nothing of what a package is, and sonames
   are known better from provides. */
static void see_files(struct headers *h, Id package, Header header)
{
	rpmfiles files = rpmfilesNew(NULL, header, RPMTAG_BASENAMES, FILES_FLAGS);
	Queue unversioned;

	queue_init(&unversioned);
	rpm_unversioned_sonames(h->u->pool, package, &unversioned);
	for (int i = 0, n = files ? rpmfilesFC(files) : 0; i < n; i++) {
		struct sighting sighting[SIGHTINGS_MAX];
		char *name;
		const char *path, *end, *slash;
		int n_seen;
		Id soname;

		if (S_ISDIR(rpmfilesFMode(files, i)) || (rpmfilesFFlags(files, i) & RPMFILE_GHOST))
			continue;
		name = rpmfilesFN(files, i);
		path = *name == '/' ? name + 1 : name;
		end = path + strlen(path);
		n_seen = places_look(h->places, path, end, sighting);
		for (int k = 0; k < n_seen; k++)
			if (sighting[k].kind != OBS_SONAME)
				universe_observe(h->u, sighting[k].kind, package, sighting[k].text,
						 1);
		slash = strrchr(path, '/');
		if (unversioned.count && slash && rpm_is_library(path, end)) {
			soname = pool_str2id(h->u->pool, slash + 1, 0);
			for (int k = 0; soname && k < unversioned.count; k++)
				if (unversioned.elements[k] == soname)
					universe_observe(h->u, OBS_SONAME, package, soname, 1);
		}
		free(name);
	}
	queue_free(&unversioned);
	rpmfilesFree(files);
}

/* libsolv reads rich dependencies by recursion. */
static bool is_deep(const char *dep)
{
	int64_t open = 0, most = limit_value(LIMIT_RICH_DEPTH);

	for (; *dep; dep++) {
		open += (*dep == '(') - (*dep == ')');
		if (open > most)
			return true;
	}
	return false;
}

/* What librpm takes for a header may be 256 MB of anything. */
static int check_header(Header header, const char *path, struct diag *diag)
{
	static const rpmTagVal tags[] = {
		RPMTAG_REQUIRENAME,   RPMTAG_PROVIDENAME,  RPMTAG_CONFLICTNAME,
		RPMTAG_OBSOLETENAME,  RPMTAG_RECOMMENDNAME, RPMTAG_SUGGESTNAME,
		RPMTAG_SUPPLEMENTNAME, RPMTAG_ENHANCENAME, RPMTAG_NAME,
		RPMTAG_VERSION,	      RPMTAG_RELEASE,	   RPMTAG_ARCH,
	};
	struct rpmtd_s values;
	int ret = 0;

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]) && !ret; i++) {
		const char *text;

		if (!headerGet(header, tags[i], &values, HEADERGET_MINMEM))
			continue;
		if (rpmtdCount(&values) > limit_value(LIMIT_PACKAGE_NEEDS))
			ret = limit_fail_at(LIMIT_PACKAGE_NEEDS, path, diag, "in %s",
					    rpmTagGetName(tags[i]));
		while (!ret && (text = rpmtdNextString(&values))) {
			if (strlen(text) > (size_t)limit_value(LIMIT_XML_ATTRIBUTE_BYTES))
				ret = limit_fail_at(LIMIT_XML_ATTRIBUTE_BYTES, path, diag, "in %s",
						    rpmTagGetName(tags[i]));
			else if (is_deep(text))
				ret = limit_fail_at(LIMIT_RICH_DEPTH, path, diag, "in %s",
						    rpmTagGetName(tags[i]));
		}
		rpmtdFreeData(&values);
	}
	return ret;
}

/* -1: libsolv cannot read it, said in diag. */
static int add_header(struct headers *h, Header header, const char *path)
{
	void *handle;
	Id package;

	if (check_header(header, path, h->diag) ||
	    universe_check_limits(h->u, path, h->diag))
		return -1;
	handle = rpm_byrpmh(h->state, header);
	package = handle ? repo_add_rpm_handle(h->u->repo, handle,
					       REPO_REUSE_REPODATA | REPO_NO_INTERNALIZE) :
			   0;
	if (!package)
		return diag_fail(h->diag, "cannot read the header of '%s': %s", path,
				 pool_errstr(h->u->pool));
	if (h->options->file_lists)
		see_files(h, package, header);
	h->n++;
	return 0;
}

/* ---- files ---- */

static bool is_rpm_name(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && !strcmp(name + n - 4, ".rpm");
}

static int compare_entries(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* The next .rpm file of a tree, at most so many directories deep; NULL: no more. *ret_error: errno
   of the first directory or file that could not be looked at; 0: none. */
static const char *next_file(FTS *tree, int depth, int *ret_error)
{
	FTSENT *entry;

	while (errno = 0, (entry = fts_read(tree))) {
		if ((entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR ||
		     entry->fts_info == FTS_NS) && !*ret_error)
			*ret_error = entry->fts_errno;
		if (entry->fts_info == FTS_D &&
		    (entry->fts_level > depth ||
		     (entry->fts_level > 0 && entry->fts_name[0] == '.')))
			fts_set(tree, entry, FTS_SKIP);
		else if ((entry->fts_info == FTS_F || entry->fts_info == FTS_SL) &&
			 is_rpm_name(entry->fts_name))
			return entry->fts_accpath;
	}
	if (errno && !*ret_error)
		*ret_error = errno;
	return NULL;
}

static FTS *open_tree(const char *path)
{
	char *paths[] = { (char *)path, NULL };

	return fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, compare_entries);
}

bool rpm_headers_is(const char *path)
{
	FTS *tree = open_tree(path);
	int ignored = 0;
	bool is = tree && next_file(tree, LOOK_DEPTH, &ignored) != NULL;

	if (tree)
		fts_close(tree);
	return is;
}

static bool is_signed(Header header)
{
	static const rpmTagVal tags[] = { RPMTAG_RSAHEADER, RPMTAG_DSAHEADER, RPMTAG_SIGPGP,
					  RPMTAG_SIGGPG };

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (headerIsEntry(header, tags[i]))
			return true;
	return false;
}

static void count_signature(struct headers *h, Header header, rpmRC rc, const char *name)
{
	if (!is_signed(header)) {
		h->n_unsigned++;
		diag_warn(h->diag, WARN_UNVERIFIED, "'%s' is not signed; its digests are right",
			  name);
	} else if (rc == RPMRC_OK) {
		h->n_signed++;
	} else {
		h->n_unknown_key++;
		diag_warn(
			h->diag, WARN_UNVERIFIED,
			"'%s' is signed by a key that is not known here (--keyring); its digests "
			"are right",
			name);
	}
}

/* ---- digests of the payload: rpmReadPackageFile() checks those of the header only ---- */

struct sums {
	Chksum *file;	     /* of the whole */
	Chksum *payload;     /* from payload_at */
	Chksum *signed_part; /* from signed_at: header and payload */
	int64_t size, payload_at, signed_at;
};

static void add_from(Chksum *sum, int64_t from, int64_t at, const char *data, size_t n)
{
	if (at + (int64_t)n <= from)
		return;
	if (at < from) {
		data += from - at;
		n -= (size_t)(from - at);
	}
	solv_chksum_add(sum, data, (int)n);
}

static int sum_file(struct sums *sums, FD_t fd, const char *path, struct diag *diag)
{
	char buffer[65536];
	ssize_t n;
	int64_t at = 0;

	if (Fseek(fd, 0, SEEK_SET) != 0)
		return diag_fail(diag, "cannot read '%s': %s", path, Fstrerror(fd));
	while ((n = Fread(buffer, 1, sizeof(buffer), fd)) > 0) {
		solv_chksum_add(sums->file, buffer, (int)n);
		add_from(sums->payload, sums->payload_at, at, buffer, (size_t)n);
		add_from(sums->signed_part, sums->signed_at, at, buffer, (size_t)n);
		at += n;
	}
	return n < 0 || Ferror(fd) ? diag_fail(diag, "cannot read '%s': %s", path, Fstrerror(fd)) :
				     0;
}

static bool is_sum(Chksum *sum, const void *expected, size_t n)
{
	int len;
	const unsigned char *bytes = solv_chksum_get(sum, &len);

	return (size_t)len == n && !memcmp(bytes, expected, n);
}

/* The newer digest of the payload where there is one (rpm 4.14), else that of header and payload.
   */
static int check_payload(const struct sums *sums, Header header, const char *path,
			 struct diag *diag)
{
	const char *wanted = headerGetString(header, RPMTAG_PAYLOADDIGEST);
	unsigned char bytes[32];
	struct rpmtd_s md5;
	int ret = 0;

	if (wanted && headerGetNumber(header, RPMTAG_PAYLOADDIGESTALGO) == PGPHASHALGO_SHA256) {
		if (solv_hex2bin(&wanted, bytes, 32) != 32 || !is_sum(sums->payload, bytes, 32))
			ret = diag_fail(
				diag, "cannot trust '%s': its payload is not what its header says",
				path);
	} else if (headerGet(header, RPMTAG_SIGMD5, &md5, HEADERGET_MINMEM)) {
		if (!is_sum(sums->signed_part, md5.data, md5.count))
			ret = diag_fail(
				diag,
				"cannot trust '%s': its payload is not what its signature says",
				path);
		rpmtdFreeData(&md5);
	}
	return ret;
}

/* What it announces itself, header and payload together; -1: nothing. */
static int64_t announced_size(Header header)
{
	if (headerIsEntry(header, RPMTAG_LONGSIGSIZE))
		return (int64_t)headerGetNumber(header, RPMTAG_LONGSIGSIZE);
	return headerIsEntry(header, RPMTAG_SIGSIZE) ?
		       (int64_t)headerGetNumber(header, RPMTAG_SIGSIZE) :
		       -1;
}

/* Check the payload and add "SHA-256  name" to the list. The file stands behind the header. */
static int check_file(FD_t fd, Header header, const char *path, const char *name, Chksum *list,
		      unsigned char ret_sha256[32], int64_t *ret_size, struct diag *diag)
{
	struct sums sums = {
		.file = solv_chksum_create(REPOKEY_TYPE_SHA256),
		.payload = solv_chksum_create(REPOKEY_TYPE_SHA256),
		.signed_part = solv_chksum_create(REPOKEY_TYPE_MD5),
		.size = fdSize(fd),
		.payload_at = Ftell(fd),
	};
	int64_t announced = announced_size(header);
	char hex[65];
	int ret = 0;

	sums.signed_at = announced >= 0 ? sums.size - announced : sums.size;
	if (announced >= 0 && (sums.signed_at < LEAD_BYTES || sums.signed_at > sums.payload_at))
		ret = diag_fail(diag, "cannot trust '%s': it is not as long as it says itself",
				path);
	if (!ret)
		ret = sum_file(&sums, fd, path, diag);
	if (!ret)
		ret = check_payload(&sums, header, path, diag);
	if (!ret) {
		memcpy(ret_sha256, solv_chksum_get(sums.file, NULL), 32);
		solv_bin2hex(ret_sha256, 32, hex);
		solv_chksum_add(list, hex, 64);
		solv_chksum_add(list, "  ", 2);
		solv_chksum_add(list, name, (int)strlen(name));
		solv_chksum_add(list, "\n", 1);
		*ret_size = sums.size;
	}
	solv_chksum_free(sums.file, NULL);
	solv_chksum_free(sums.payload, NULL);
	solv_chksum_free(sums.signed_part, NULL);
	return ret;
}

static int read_file(struct headers *h, const char *path, Chksum *list, int64_t *total)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *inner = name;
	size_t n_root = strlen(h->root);
	unsigned char sha256[32];
	int64_t size;
	Header header = NULL;
	FD_t fd = Fopen(path, "r.ufdio");
	int ret = -1;
	rpmRC rc;

	if (!fd || Ferror(fd)) {
		diag_fail(h->diag, "cannot open '%s': %s", path,
			  fd ? Fstrerror(fd) : strerror(errno));
		goto done;
	}
	h->complaint = solv_free(h->complaint);
	rc = rpmReadPackageFile(h->ts, fd, name, &header);
	if ((rc != RPMRC_OK && rc != RPMRC_NOKEY && rc != RPMRC_NOTTRUSTED) || !header) {
		diag_fail(h->diag, "cannot trust '%s': %s", path, complaint(h));
		goto done;
	}
	if (check_file(fd, header, path, name, list, sha256, &size, h->diag) ||
	    add_header(h, header, path))
		goto done;
	*total += size;
	if (!strncmp(path, h->root, n_root) && path[n_root])
		inner = path + n_root + strspn(path + n_root, "/");
	/* its input is the one that read_files() adds */
	universe_set_package_file(h->u, h->u->pool->nsolvables - 1, h->u->release.n_input, inner,
				  strlen(inner), size, sha256);
	count_signature(h, header, rc, name);
	ret = 0;
done:
	if (fd)
		Fclose(fd);
	headerFree(header);
	return ret;
}

/* The directory, or that of the one file, absolute. The caller frees it. */
static char *base_of(const char *path)
{
	char *real = realpath(path, NULL);
	struct stat st;

	if (real && stat(real, &st) == 0 && !S_ISDIR(st.st_mode))
		*strrchr(real, '/') = 0;
	return real;
}

static int read_files(struct headers *h, const char *path)
{
	Chksum *list = solv_chksum_create(REPOKEY_TYPE_SHA256);
	FTS *tree = open_tree(path);
	struct input *input;
	const char *file;
	char name[200];
	int64_t size = 0;
	int error = 0;
	int ret = tree ? 0 : diag_fail(h->diag, "cannot open '%s': %s", path, strerror(errno));

	h->root = path;
	while (!ret && (file = next_file(tree, SEARCH_DEPTH, &error)))
		ret = read_file(h, file, list, &size);
	if (!ret && error)
		ret = diag_fail(h->diag, "cannot read all of '%s': %s", path, strerror(error));
	if (tree)
		fts_close(tree);
	if (!ret && !h->n)
		ret = diag_fail(h->diag, "cannot import '%s': it holds no .rpm file", path);
	if (!ret) {
		snprintf(
			name, sizeof(name),
			"%d rpm files, digests good; signatures: %d good, %d by unknown keys, "
			 "%d missing",
			h->n, h->n_signed, h->n_unknown_key, h->n_unsigned);
		input = universe_add_input(h->u);
		input->name = solv_strdup(name);
		input->path = solv_strdup(path);
		input->base = base_of(path);
		input->size = size;
		input->verification = h->n_signed == h->n ? VERIFY_SIGNED : VERIFY_NONE;
		solv_bin2hex(solv_chksum_get(list, NULL), 32, input->sha256);
	}
	solv_chksum_free(list, NULL);
	return ret;
}

/* ---- the database ---- */

bool rpm_database_is(const char *dir)
{
	return find_database(dir) >= 0;
}

static int describe_database(struct headers *h, const char *dir)
{
	const char *magic = databases[find_database(dir)].magic;
	char *path = solv_dupjoin(dir, "/", databases[find_database(dir)].file);
	struct input *input = universe_add_input(h->u);
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);
	FILE *file = fopen(path, "re");
	char buffer[65536];
	size_t n;
	int ret = 0;

	input->name = solv_strdup("RPM database: what is installed");
	input->path = path;
	while (file && (n = fread(buffer, 1, sizeof(buffer), file)) > 0) {
		if (!input->size && (n < strlen(magic) || memcmp(buffer, magic, strlen(magic)))) {
			ret = diag_fail(h->diag,
					"cannot read the RPM database in '%s': '%s' is none", dir,
					path);
			break;
		}
		solv_chksum_add(sum, buffer, (int)n);
		input->size += (int64_t)n;
	}
	if (!file || ferror(file))
		ret = diag_fail(h->diag, "cannot read the RPM database in '%s': %s", dir,
				strerror(errno));
	else if (!ret && !input->size)
		ret = diag_fail(h->diag, "cannot read the RPM database in '%s': '%s' is empty", dir,
				path);
	if (file)
		fclose(file);
	solv_bin2hex(solv_chksum_get(sum, NULL), 32, input->sha256);
	solv_chksum_free(sum, NULL);
	return ret;
}

/* librpm reads Berkeley DB itself and believes all of it; sqlite looks after its own. */
static int check_database(struct headers *h, const char *dir)
{
	const char *file = databases[find_database(dir)].file;
	char *path;
	int ret;

	if (strcmp(file, "Packages"))
		return 0;
	path = solv_dupjoin(dir, "/", file);
	ret = berkeley_db_check(path, h->diag);
	free(path);
	return ret;
}

static int read_database(struct headers *h, const char *dir)
{
	rpmdbMatchIterator all;
	Header header;
	int ret;

	if (describe_database(h, dir) || check_database(h, dir))
		return -1;
	ret = rpmtsOpenDB(h->ts, O_RDONLY);
	if (h->complaint && strstr(h->complaint, "dummy database")) /* it opens, and is empty */
		return diag_fail(h->diag,
				 "cannot read the RPM database in '%s': the librpm here was built "
				 "without '%s'",
				 dir, databases[find_database(dir)].backend);
	if (ret)
		return diag_fail(h->diag, "cannot read the RPM database in '%s': %s", dir,
				 h->complaint ? h->complaint : "librpm does not say why");
	h->complaint = solv_free(h->complaint);
	all = rpmtsInitIterator(h->ts, RPMDBI_PACKAGES, NULL, 0);
	while (all && !ret && (header = rpmdbNextIterator(all))) {
		const char *name = headerGetString(header, RPMTAG_NAME);

		if (name && strcmp(name, "gpg-pubkey")) /* keys are kept as if they were packages */
			ret = add_header(h, header, name);
	}
	rpmdbFreeIterator(all);
	/* where librpm cannot read on it stops, as at the end */
	if (!ret && (!h->n || (h->complaint && !is_about_one_header(h->complaint))))
		ret = diag_fail(h->diag, "cannot read the RPM database in '%s': %s", dir,
				h->complaint ? h->complaint : "it holds no package");
	if (!ret && h->complaint)
		diag_warn(h->diag, WARN_BAD_STANZA, "%s", h->complaint);
	if (!ret)
		diag_warn(h->diag, WARN_UNVERIFIED, "nothing vouches for the RPM database in '%s'",
			  dir);
	return ret;
}

/* ---- the whole ---- */

static int import(struct universe *u, const char *path, bool database,
		  const struct import_options *options, struct diag *diag)
{
	struct headers h = { .u = u, .options = options, .diag = diag };
	int ret;

	universe_start(u, DISTTYPE_RPM, rpm_arch(options->arch));
	ret = start(&h, database ? path : NULL);
	if (!ret)
		ret = database ? read_database(&h, path) : read_files(&h, path);
	if (!ret) {
		repo_internalize(u->repo);
		ret = universe_check_relations(u, path, diag);
	}
	if (!ret) {
		ret = rpm_packages_settle(u, options->arch != NULL, options->multilib, diag);
	}
	if (!ret)
		ret = inspected_join(u, options, diag);
	if (!ret)
		ret = self_join(u, options, diag);
	if (!ret) {
		rpm_observe(u);
		u->has_file_lists = options->file_lists;
		universe_finish(u);
	}
	stop(&h);
	if (ret)
		universe_clear(u);
	return ret;
}

int rpm_headers_import(struct universe *u, const char *path, const struct import_options *options,
		       struct diag *diag)
{
	return import(u, path, false, options, diag);
}

int rpm_database_import(struct universe *u, const char *dir, const struct import_options *options,
			struct diag *diag)
{
	return import(u, dir, true, options, diag);
}
