/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * repomd.xml, read by libsolv into a pool of its own; see rpmmd_index.h.
 */
#include "importers/rpmmd_index.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <solv/chksum.h>
#include <solv/dataiterator.h>
#include <solv/pool.h>
#include <solv/repo.h>
#include <solv/repo_repomdxml.h>
#include <solv/util.h>

#include "importers/absent.h"
#include "importers/diag.h"
#include "importers/rpmmd_xml.h"
#include "importers/signer.h"
#include "importers/text_copy.h"
#include "importers/universe.h"

/* What repomd.xml calls the files, the preferred name first. */
static const struct {
	enum rpmmd_kind kind;
	const char *type;
} types[] = {
	{ RPMMD_PRIMARY, "primary" }, { RPMMD_FILELISTS, "filelists" }, { RPMMD_GROUPS, "group" },
	{ RPMMD_GROUPS, "group_gz" }, /* createrepo's compressed copy */
	{ RPMMD_GROUPS, "group_xz" }, { RPMMD_GROUPS, "group_zst" },
};

enum { TYPES = sizeof(types) / sizeof(types[0]) };

static const char *const purpose[RPMMD_KINDS] = {
	[RPMMD_PRIMARY] = "packages",
	[RPMMD_FILELISTS] = "files that packages install",
	[RPMMD_GROUPS] = "groups of packages",
};

/* ---- reading repomd.xml ---- */

/* May a location be followed? Not out of the repository. */
static bool is_inside(const char *href)
{
	if (*href == '/' || strstr(href, "://"))
		return false;
	for (const char *at = href; at; at = strchr(at, '/')) {
		at += *at == '/';
		if (!strncmp(at, "..", 2) && (!at[2] || at[2] == '/'))
			return false;
	}
	return true;
}

/* Position the pool at the entry of this type. */
static bool find_entry(Pool *pool, Repo *repo, const char *type)
{
	Dataiterator di;
	bool found;

	dataiterator_init(&di, pool, repo, SOLVID_META, REPOSITORY_REPOMD_TYPE, type,
			  SEARCH_STRING);
	dataiterator_prepend_keyname(&di, REPOSITORY_REPOMD);
	found = dataiterator_step(&di) != 0;
	if (found)
		dataiterator_setpos_parent(&di);
	dataiterator_free(&di);
	return found;
}

static char *iso_date(unsigned long long seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;
	char text[64];

	if (!seconds || !gmtime_r(&t, &tm))
		return NULL;
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return solv_strdup(text);
}

static int read_entry(struct rpmmd_index *index, Pool *pool, const char *dir, enum rpmmd_kind kind,
		      struct diag *diag)
{
	struct rpmmd_file *file = &index->file[kind];
	const char *href = pool_lookup_str(pool, SOLVID_POS, REPOSITORY_REPOMD_LOCATION), *checksum;
	Id type = 0;
	char *path;

	if (!href)
		return 0;
	if (!is_inside(href))
		return diag_fail(
			diag, "cannot import '%s': the location '%s' leads out of the repository",
			index->repomd, href);
	path = solv_dupjoin(dir, "/", href);
	free(file->name);
	file->name = solv_strdup(href);
	if (is_absent(path)) {
		free(path);
		return 0;
	}
	file->path = path;
	checksum = pool_lookup_checksum(pool, SOLVID_POS, REPOSITORY_REPOMD_CHECKSUM, &type);
	file->checksum = checksum ? solv_strdup(checksum) : NULL;
	file->checksum_type = checksum ? type : 0;
	file->size = (int64_t)pool_lookup_num(pool, SOLVID_POS, REPOSITORY_REPOMD_SIZE, ~0ULL);
	return 0;
}

/* "cpe:/o:fedoraproject:fedora:43": which product, in which version? */
static void read_product(struct rpmmd_index *index, Pool *pool, Repo *repo)
{
	Dataiterator di;

	dataiterator_init(&di, pool, repo, SOLVID_META, REPOSITORY_PRODUCT_CPEID, NULL, 0);
	dataiterator_prepend_keyname(&di, REPOSITORY_DISTROS);
	if (dataiterator_step(&di)) {
		const char *cpe = repodata_stringify(pool, di.data, di.key, &di.kv, SEARCH_STRING) ?
					  di.kv.str :
					  "";
		const char *field[5] = { cpe };
		int n = 1;

		for (const char *at = cpe; n < 5 && (at = strchr(at, ':')); n++)
			field[n] = ++at;
		if (n == 5) {
			index->distribution = solv_strdup(field[3]);
			index->distribution[field[4] - field[3] - 1] = '\0';
			index->version = text_copy(field[4], strcspn(field[4], ":"));
		}
	}
	dataiterator_free(&di);
}

static void read_dates(struct rpmmd_index *index, Pool *pool, Repo *repo)
{
	unsigned long long newest = 0;
	Dataiterator di;

	dataiterator_init(&di, pool, repo, SOLVID_META, REPOSITORY_REPOMD_TIMESTAMP, NULL, 0);
	dataiterator_prepend_keyname(&di, REPOSITORY_REPOMD);
	while (dataiterator_step(&di)) {
		unsigned long long at = SOLV_KV_NUM64(&di.kv);

		if (at > newest)
			newest = at;
	}
	dataiterator_free(&di);
	index->date = iso_date(newest);
}

static int read_repomd(struct rpmmd_index *index, const char *dir, struct diag *diag)
{
	FILE *xml = rpmmd_xml_open(index->repomd, "repomd", NULL, diag);
	Pool *pool;
	Repo *repo;
	int ret = 0;

	if (!xml)
		return -1;
	pool = pool_create();
	repo = repo_create(pool, "repomd");
	if (repo_add_repomdxml(repo, xml, 0) || ferror(xml))
		ret = diag_fail(diag, "cannot read '%s': %s", index->repomd,
				rpmmd_xml_reason(pool));
	fclose(xml);
	for (int i = 0; i < TYPES && !ret; i++)
		if (!index->file[types[i].kind].path && find_entry(pool, repo, types[i].type))
			ret = read_entry(index, pool, dir, types[i].kind, diag);
	if (!ret) {
		index->has_modules = find_entry(pool, repo, "modules");
		read_dates(index, pool, repo);
		read_product(index, pool, repo);
	}
	pool_free(pool);
	return ret;
}

static int check_presence(const struct rpmmd_index *index, struct diag *diag)
{
	for (int kind = 0; kind < RPMMD_KINDS; kind++) {
		const struct rpmmd_file *file = &index->file[kind];

		if (file->path)
			continue;
		if (kind == RPMMD_PRIMARY)
			return file->name ?
				       diag_fail(
					       diag,
					       "cannot import '%s': it lists '%s', which is absent",
					       index->repomd, file->name) :
				       diag_fail(diag, "cannot import '%s': it lists no primary",
						 index->repomd);
		if (file->name)
			diag_warn(diag, WARN_MISSING_INPUT,
				  "'%s' lists '%s' (%s), which is not there", index->repomd,
				  file->name, purpose[kind]);
		else
			diag_warn(diag, WARN_MISSING_INPUT, "'%s' lists no %s", index->repomd,
				  purpose[kind]);
	}
	return 0;
}

int rpmmd_index_find(struct rpmmd_index *index, const char *path, struct diag *diag)
{
	struct stat st;
	char *dir, *slash;
	int ret;

	memset(index, 0, sizeof(*index));
	for (int kind = 0; kind < RPMMD_KINDS; kind++)
		index->file[kind].size = -1;
	if (stat(path, &st) != 0)
		return diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode)) {
		index->file[RPMMD_PRIMARY].path = solv_strdup(path);
		slash = strrchr(path, '/');
		index->file[RPMMD_PRIMARY].name = solv_strdup(slash ? slash + 1 : path);
		return 0;
	}
	dir = solv_strdup(path);
	index->repomd = solv_dupjoin(dir, "/repodata/repomd.xml", NULL);
	if (is_absent(index->repomd)) { /* the repodata directory itself? */
		char *inside = solv_dupjoin(dir, "/repomd.xml", NULL);

		if (access(inside, F_OK) == 0) {
			free(index->repomd);
			index->repomd = inside;
			free(dir);
			dir = solv_dupjoin(path, "/..", NULL);
		} else {
			free(inside);
		}
	}
	index->base = realpath(dir, NULL);
	ret = read_repomd(index, dir, diag);
	free(dir);
	return ret ? ret : check_presence(index, diag);
}

/* ---- verifying ---- */

static void to_hex(Chksum *chksum, char *ret, size_t room)
{
	int len;
	const unsigned char *bin = solv_chksum_get(chksum, &len);

	for (int i = 0; i < len && 2 * (size_t)i + 2 < room; i++)
		snprintf(ret + 2 * i, 3, "%02x", bin[i]);
}

/* Both checksums in one reading. type 0: only the SHA-256. */
static int sum_file(const char *path, int type, char ret_sha256[65], char ret_other[129],
		    int64_t *ret_size, struct diag *diag)
{
	FILE *file = fopen(path, "re");
	Chksum *sha256, *other;
	char buffer[65536];
	size_t n;
	int failed;

	if (!file)
		return diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
	sha256 = solv_chksum_create(REPOKEY_TYPE_SHA256);
	other = type ? solv_chksum_create(type) : NULL;
	*ret_size = 0;
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0) {
		solv_chksum_add(sha256, buffer, (int)n);
		if (other)
			solv_chksum_add(other, buffer, (int)n);
		*ret_size += (int64_t)n;
	}
	failed = ferror(file);
	fclose(file);
	to_hex(sha256, ret_sha256, 65);
	*ret_other = '\0';
	if (other)
		to_hex(other, ret_other, 129);
	solv_chksum_free(sha256, NULL);
	if (other)
		solv_chksum_free(other, NULL);
	return failed ? diag_fail(diag, "cannot read '%s': %s", path, strerror(errno)) : 0;
}

int rpmmd_index_check_signature(struct rpmmd_index *index, const char *keyring,
				bool allow_unverified, struct diag *diag)
{
	char *signature;
	struct diag refused;
	int ret;

	if (!index->repomd)
		return 0;
	signature = solv_dupjoin(index->repomd, ".asc", NULL);
	diag_init(&refused);
	ret = signer_of(&index->signer, index->repomd, signature, keyring, &refused);
	if (!ret)
		index->verification = VERIFY_SIGNED;
	else if (!allow_unverified)
		diag_fail(diag, "%s (--allow-unverified takes it as it is)", refused.message);
	else
		diag_warn(diag, WARN_UNVERIFIED, "%s", refused.message);
	diag_clear(&refused);
	free(signature);
	return ret && !allow_unverified ? -1 : 0;
}

static void vouch(const struct rpmmd_index *index, struct input *input)
{
	input->verification = index->verification;
	input->signed_by = index->signer.key ? solv_strdup(index->signer.key) : NULL;
	input->key_name = index->signer.name ? solv_strdup(index->signer.name) : NULL;
}

/* Can a file be made that has the checksum of another? */
static bool is_weak(int type)
{
	return type == REPOKEY_TYPE_MD5 || type == REPOKEY_TYPE_SHA1;
}

bool rpmmd_index_is_weak(const struct rpmmd_index *index)
{
	bool weak = false;

	for (int kind = 0; kind < RPMMD_KINDS; kind++)
		weak |= index->file[kind].checksum && is_weak(index->file[kind].checksum_type);
	return weak;
}

int rpmmd_index_describe(const struct rpmmd_index *index, struct input *ret_input,
			 struct diag *diag)
{
	char other[129];

	memset(ret_input, 0, sizeof(*ret_input));
	ret_input->name = solv_strdup("repomd.xml");
	ret_input->path = solv_strdup(index->repomd);
	ret_input->date = index->date ? solv_strdup(index->date) : NULL;
	vouch(index, ret_input);
	return sum_file(index->repomd, 0, ret_input->sha256, other, &ret_input->size, diag);
}

int rpmmd_index_verify(const struct rpmmd_index *index, enum rpmmd_kind kind, bool allow_unverified,
		       struct input *ret_input, struct diag *diag)
{
	const struct rpmmd_file *file = &index->file[kind];
	const char *slash = strrchr(file->name, '/');
	char have[129], why[400] = "";

	memset(ret_input, 0, sizeof(*ret_input));
	ret_input->name = solv_strdup(slash ? slash + 1 : file->name);
	ret_input->path = solv_strdup(file->path);
	ret_input->date = index->date ? solv_strdup(index->date) : NULL;
	ret_input->base = index->base ? solv_strdup(index->base) : NULL;
	if (sum_file(file->path, file->checksum_type, ret_input->sha256, have, &ret_input->size,
		     diag))
		return -1;
	if (!file->checksum) {
		diag_warn(diag, WARN_UNVERIFIED, "nothing vouches for '%s'", file->path);
		return 0;
	}
	if (file->size >= 0 && file->size != ret_input->size)
		snprintf(why, sizeof(why), "it has %lld bytes, not %lld as repomd.xml says",
			 (long long)ret_input->size, (long long)file->size);
	else if (strcmp(have, file->checksum))
		snprintf(why, sizeof(why), "its checksum is %s, not %s as repomd.xml says", have,
			 file->checksum);
	else if (is_weak(file->checksum_type))
		snprintf(why, sizeof(why), "repomd.xml has only its %s, which can be forged",
			 solv_chksum_type2str(file->checksum_type));
	if (!*why) {
		vouch(index, ret_input);
		if (!ret_input->verification)
			ret_input->verification = VERIFY_LISTED;
		return 0;
	}
	if (!allow_unverified)
		return diag_fail(diag,
				 "cannot import '%s': %s (--allow-unverified takes it as it is)",
				 file->path, why);
	diag_warn(diag, WARN_UNVERIFIED, "'%s': %s", file->path, why);
	return 0;
}

void rpmmd_index_clear(struct rpmmd_index *index)
{
	for (int kind = 0; kind < RPMMD_KINDS; kind++) {
		free(index->file[kind].path);
		free(index->file[kind].name);
		free(index->file[kind].checksum);
	}
	free(index->base);
	free(index->repomd);
	free(index->date);
	free(index->distribution);
	free(index->version);
	signer_clear(&index->signer);
	memset(index, 0, sizeof(*index));
}
