/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is installed, by an RPM database; see rpm_database.h.
 */
#include "importers/rpm_database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <rpm/rpmdb.h>
#include <solv/chksum.h>
#include <solv/util.h>

#include "importers/berkeley_db.h"
#include "importers/diag.h"
#include "importers/rpm_headers.h"
#include "importers/universe.h"

/* What a database's main file is called, and librpm's word for what reads it. librpm would create a
   database of a kind that is not there. */
static const struct kind {
	const char *file;
	const char *backend;
	const char *magic; /* how it begins; "": see berkeley_db.h */
} kinds[] = {
	{ "rpmdb.sqlite", "sqlite", "SQLite format 3" }, /* Fedora since 33 */
	{ "Packages.db", "ndb", "RpmP" },		  /* SUSE since 15 */
	{ "Packages", "bdb_ro", "" },			  /* all others before; berkeley_db.h */
};

/* Of the database that lies in a directory; NULL: none does. */
static const struct kind *find_kind(const char *dir)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char *path = solv_dupjoin(dir, "/", kinds[i].file);
		bool is_here = access(path, F_OK) == 0;

		free(path);
		if (is_here)
			return &kinds[i];
	}
	return NULL;
}

bool rpm_database_is(const char *dir)
{
	return find_kind(dir) != NULL;
}

static int describe_database(struct rpm_headers *h, const char *dir, const struct kind *kind)
{
	const char *magic = kind->magic;
	char *path = solv_dupjoin(dir, "/", kind->file);
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
static int check_database(struct rpm_headers *h, const char *dir, const struct kind *kind)
{
	char *path;
	int ret;

	if (strcmp(kind->file, "Packages"))
		return 0;
	path = solv_dupjoin(dir, "/", kind->file);
	ret = berkeley_db_check(path, h->diag);
	free(path);
	return ret;
}

static int read_database(struct rpm_headers *h, const char *dir, const struct kind *kind)
{
	rpmdbMatchIterator all;
	Header header;
	int ret;

	if (describe_database(h, dir, kind) || check_database(h, dir, kind))
		return -1;
	ret = rpmtsOpenDB(h->ts, O_RDONLY);
	if (h->complaint && strstr(h->complaint, "dummy database")) /* it opens, and is empty */
		return diag_fail(h->diag,
				 "cannot read the RPM database in '%s': the librpm here was built "
				 "without '%s'",
				 dir, kind->backend);
	if (ret)
		return diag_fail(h->diag, "cannot read the RPM database in '%s': %s", dir,
				 h->complaint ? h->complaint : "librpm does not say why");
	rpm_headers_be_quiet(h);
	all = rpmtsInitIterator(h->ts, RPMDBI_PACKAGES, NULL, 0);
	while (all && !ret && (header = rpmdbNextIterator(all))) {
		const char *name = headerGetString(header, RPMTAG_NAME);

		if (name && strcmp(name, "gpg-pubkey")) /* keys are kept as if they were packages */
			ret = rpm_headers_add(h, header, name);
	}
	rpmdbFreeIterator(all);
	/* where librpm cannot read on it stops, as at the end */
	if (!ret && (!h->n || (h->complaint && !rpm_headers_skipped_one(h))))
		ret = diag_fail(h->diag, "cannot read the RPM database in '%s': %s", dir,
				h->complaint ? h->complaint : "it holds no package");
	if (!ret && h->complaint)
		diag_warn(h->diag, WARN_BAD_STANZA, "%s", h->complaint);
	if (!ret)
		diag_warn(h->diag, WARN_UNVERIFIED, "nothing vouches for the RPM database in '%s'",
			  dir);
	return ret;
}

int rpm_database_import(struct universe *u, const char *dir, const struct import_options *options,
			struct diag *diag)
{
	struct rpm_headers h = { .u = u, .options = options, .diag = diag };
	const struct kind *kind = find_kind(dir);
	int ret = 0;

	if (!kind)
		return diag_fail(diag, "cannot read the RPM database in '%s': there is none", dir);
	if (rpm_headers_start(&h, dir, kind->backend) || read_database(&h, dir, kind) ||
	    rpm_headers_settle(&h, dir))
		ret = -1;
	rpm_headers_stop(&h);
	if (ret)
		universe_clear(u);
	return ret;
}
