/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What librpm's headers become; see rpm_headers.h.
 */
#include "importers/rpm_headers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <rpm/rpmfiles.h>
#include <rpm/rpmkeyring.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmlog.h>
#include <rpm/rpmmacro.h>
#include <rpm/rpmtd.h>
#include <solv/repo_rpmdb.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/inspected.h"
#include "importers/limits.h"
#include "importers/places.h"
#include "importers/rpm_observe.h"
#include "importers/rpm_packages.h"
#include "importers/self.h"
#include "importers/universe.h"

/* Of files, only names, modes and flags. */
#define FILES_FLAGS (RPMFI_FLAGS_ONLY_FILENAMES & ~(RPMFI_NOFILEMODES | RPMFI_NOFILEFLAGS))

/* ---- librpm ---- */

static bool is_about_one_header(const char *complaint)
{
	return strstr(complaint, "skipping") != NULL;
}

/* Only main prints: what librpm has to say is kept, the first and gravest thing. */
static int keep_message(rpmlogRec record, rpmlogCallbackData closure)
{
	struct rpm_headers *h = closure;
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

void rpm_headers_be_quiet(struct rpm_headers *h)
{
	h->complaint = solv_free(h->complaint);
}

bool rpm_headers_skipped_one(const struct rpm_headers *h)
{
	return h->complaint && is_about_one_header(h->complaint);
}

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

/* Where librpm looks for the database. It wants an absolute name, and would expand what looks like
   one of its macros, "%(command)" too: once, and what came of it again. The caller frees it. */
static char *database_path(struct rpm_headers *h, const char *dir)
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

int rpm_headers_start(struct rpm_headers *h, const char *database, const char *backend)
{
	static bool configured;
	rpmKeyring keyring;
	char *dbpath;
	int ret = 0;

	universe_start(h->u, DISTTYPE_RPM, rpm_arch(h->options->arch));
	rpmlogSetCallback(keep_message, h);
	if (!configured && rpmReadConfigFiles("/dev/null", NULL) != 0)
		return diag_fail(h->diag, "cannot use librpm: %s",
				 h->complaint ? h->complaint : "it does not say why");
	configured = true;
	dbpath = database ? database_path(h, database) : solv_strdup("/nonexistent");
	if (!dbpath)
		return -1;
	rpmPushMacro(NULL, "_dbpath", NULL, dbpath, -1);
	free(dbpath);
	rpmPushMacro(NULL, "_db_backend", NULL, backend ? backend : "sqlite", -1);
	h->ts = rpmtsCreate();
	rpmtsSetVSFlags(h->ts, 0);
	keyring = rpmKeyringNew();
	if (h->options->keyring)
		ret = load_keyring(h->options->keyring, keyring, h->diag);
	rpmtsSetKeyring(h->ts, keyring);
	rpmKeyringFree(keyring);
	h->state = rpm_state_create(h->u->pool, NULL);
	h->places = places_new(h->u->pool);
	rpm_headers_be_quiet(h);
	return ret;
}

void rpm_headers_stop(struct rpm_headers *h)
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
static void see_files(struct rpm_headers *h, Id package, Header header)
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

int rpm_headers_add(struct rpm_headers *h, Header header, const char *path)
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

/* ---- all of them ---- */

int rpm_headers_settle(struct rpm_headers *h, const char *path)
{
	struct universe *u = h->u;

	repo_internalize(u->repo);
	if (universe_check_relations(u, path, h->diag) ||
	    rpm_packages_settle(u, h->options->arch != NULL, h->options->multilib, h->diag) ||
	    inspected_join(u, h->options, h->diag) || self_join(u, h->options, h->diag))
		return -1;
	rpm_observe(u);
	u->has_file_lists = h->options->file_lists;
	universe_finish(u);
	return 0;
}
