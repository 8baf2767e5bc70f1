/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A directory of .rpm files becomes packages; see rpm_files.h.
 */
#include "importers/rpm_files.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmpgp.h>
#include <rpm/rpmtd.h>
#include <solv/chksum.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/rpm_headers.h"
#include "importers/universe.h"

enum {
	LOOK_DEPTH = 2, /* installation media have Packages/o/openssl-….rpm */
	SEARCH_DEPTH = 16,
	LEAD_BYTES = 96, /* before the signature */
};

struct files {
	struct rpm_headers *headers;
	struct diag *diag;
	const char *root; /* the directory that is searched */
	Chksum *list;	  /* of what `sha256sum *.rpm` would print */
	int64_t size;
	int n_signed, n_unknown_key, n_unsigned;
};

/* ---- which they are ---- */

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

bool rpm_files_is(const char *path)
{
	FTS *tree = open_tree(path);
	int ignored = 0;
	bool is = tree && next_file(tree, LOOK_DEPTH, &ignored) != NULL;

	if (tree)
		fts_close(tree);
	return is;
}

/* ---- one of them ---- */

static bool is_signed(Header header)
{
	static const rpmTagVal tags[] = { RPMTAG_RSAHEADER, RPMTAG_DSAHEADER, RPMTAG_SIGPGP,
					  RPMTAG_SIGGPG };

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (headerIsEntry(header, tags[i]))
			return true;
	return false;
}

static void count_signature(struct files *f, Header header, rpmRC rc, const char *name)
{
	if (!is_signed(header)) {
		f->n_unsigned++;
		diag_warn(f->diag, WARN_UNVERIFIED, "'%s' is not signed; its digests are right",
			  name);
	} else if (rc == RPMRC_OK) {
		f->n_signed++;
	} else {
		f->n_unknown_key++;
		diag_warn(
			f->diag, WARN_UNVERIFIED,
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

/* Without the file's name, which the message has already. */
static const char *complaint(const struct rpm_headers *h)
{
	const char *text = h->complaint ? h->complaint : "not an RPM, or damaged";
	const char *colon = strstr(text, ".rpm: ");

	return colon ? colon + 6 : text;
}

static int read_file(struct files *f, const char *path)
{
	struct universe *u = f->headers->u;
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *inner = name;
	size_t n_root = strlen(f->root);
	unsigned char sha256[32];
	int64_t size;
	Header header = NULL;
	FD_t fd = Fopen(path, "r.ufdio");
	int ret = -1;
	rpmRC rc;

	if (!fd || Ferror(fd)) {
		diag_fail(f->diag, "cannot open '%s': %s", path,
			  fd ? Fstrerror(fd) : strerror(errno));
		goto done;
	}
	rpm_headers_be_quiet(f->headers);
	rc = rpmReadPackageFile(f->headers->ts, fd, name, &header);
	if ((rc != RPMRC_OK && rc != RPMRC_NOKEY && rc != RPMRC_NOTTRUSTED) || !header) {
		diag_fail(f->diag, "cannot trust '%s': %s", path, complaint(f->headers));
		goto done;
	}
	if (check_file(fd, header, path, name, f->list, sha256, &size, f->diag) ||
	    rpm_headers_add(f->headers, header, path))
		goto done;
	f->size += size;
	if (!strncmp(path, f->root, n_root) && path[n_root])
		inner = path + n_root + strspn(path + n_root, "/");
	/* its input is the one that add_input() adds */
	universe_set_package_file(u, u->pool->nsolvables - 1, u->release.n_input, inner,
				  strlen(inner), size, sha256);
	count_signature(f, header, rc, name);
	ret = 0;
done:
	if (fd)
		Fclose(fd);
	headerFree(header);
	return ret;
}

/* ---- all of them ---- */

/* The directory, or that of the one file, absolute. The caller frees it. */
static char *base_of(const char *path)
{
	char *real = realpath(path, NULL);
	struct stat st;

	if (real && stat(real, &st) == 0 && !S_ISDIR(st.st_mode))
		*strrchr(real, '/') = 0;
	return real;
}

/* The one input that stands for all of them. */
static void add_input(struct files *f, const char *path)
{
	struct input *input = universe_add_input(f->headers->u);
	char name[200];

	snprintf(name, sizeof(name),
		 "%d rpm files, digests good; signatures: %d good, %d by unknown keys, %d missing",
		 f->headers->n, f->n_signed, f->n_unknown_key, f->n_unsigned);
	input->name = solv_strdup(name);
	input->path = solv_strdup(path);
	input->base = base_of(path);
	input->size = f->size;
	input->verification = f->n_signed == f->headers->n ? VERIFY_SIGNED : VERIFY_NONE;
	solv_bin2hex(solv_chksum_get(f->list, NULL), 32, input->sha256);
}

static int read_files(struct rpm_headers *h, const char *path)
{
	struct files f = {
		.headers = h,
		.diag = h->diag,
		.root = path,
		.list = solv_chksum_create(REPOKEY_TYPE_SHA256),
	};
	FTS *tree = open_tree(path);
	const char *file;
	int error = 0;
	int ret = tree ? 0 : diag_fail(h->diag, "cannot open '%s': %s", path, strerror(errno));

	while (!ret && (file = next_file(tree, SEARCH_DEPTH, &error)))
		ret = read_file(&f, file);
	if (!ret && error)
		ret = diag_fail(h->diag, "cannot read all of '%s': %s", path, strerror(error));
	if (tree)
		fts_close(tree);
	if (!ret && !h->n)
		ret = diag_fail(h->diag, "cannot import '%s': it holds no .rpm file", path);
	if (!ret)
		add_input(&f, path);
	solv_chksum_free(f.list, NULL);
	return ret;
}

int rpm_files_import(struct universe *u, const char *path, const struct import_options *options,
		     struct diag *diag)
{
	struct rpm_headers h = { .u = u, .options = options, .diag = diag };
	int ret = 0;

	if (rpm_headers_start(&h, NULL, NULL) || read_files(&h, path) ||
	    rpm_headers_settle(&h, path))
		ret = -1;
	rpm_headers_stop(&h);
	if (ret)
		universe_clear(u);
	return ret;
}
