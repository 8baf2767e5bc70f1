/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One rpm-md repository by librepo; see rpm_fetch.h.
 *
 * librepo's own way of fetching a repository neither resumes nor shows what it is about to write,
 * so only repomd.xml is fetched by it (lr_handle_perform()); what that lists is judged here and
 * then fetched as librepo fetches packages (lr_download_packages()), which resumes and changes
 * mirrors.
 */
#include "importers/rpm_fetch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <librepo/librepo.h>
#include <solv/chksum.h>
#include <solv/knownid.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"

enum {
	CONNECT_TIMEOUT_SECONDS = 20,
	STALL_SECONDS = 30, /* slower than STALL_BYTES_PER_SECOND for so long: next mirror */
	STALL_BYTES_PER_SECOND = 500,
};

/* What is fetched of what repomd.xml lists. To add one: a row. */
static const struct {
	const char *type;
	const char *instead; /* taken where the first is not listed; NULL: nothing */
	bool required;
} wanted[] = {
	{ "primary", NULL, true },	/* packages, needs, and the files that most needs name */
	{ "filelists", NULL, false },	/* all files */
	{ "group", "group_gz", false }, /* comps: groups and tiers */
	{ "modules", NULL, false },	/* modular builds */
};

enum { WANTED = sizeof(wanted) / sizeof(wanted[0]) };

struct file {
	struct job *job;
	const char *href; /* of repomd.xml: "repodata/…-primary.xml.zst" */
	char *path;	  /* where it goes */
	LrYumRepoMdRecord *record;
	bool is_there; /* with the right checksum */
	double done;   /* bytes, while it is fetched */
};

struct job {
	const struct rpm_fetch *request;
	struct diag *diag;
	LrHandle *handle;
	LrResult *result;
	LrYumRepoMd *repomd;
	char *gnupg;   /* a home directory for this check; NULL: none */
	char *staging; /* where repomd.xml arrives */
	struct file file[WANTED];
	int n_file;
	char *why;	/* the first failure of a mirror; librepo's last word says nothing */
	bool too_large; /* more bytes than announced */
	bool repomd_exceeds; /* its limit */
	struct timespec start;
	double resumed; /* bytes that were there at the start */
};

/* ---- small helpers ---- */

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* Only main prints: what librepo and GLib would say is in the error, too. */
static void drop_message(const gchar *domain, GLogLevelFlags level, const gchar *message,
			 gpointer closure)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)closure;
}

/* librepo's reason in the house's words; takes the error. */
static int fail(struct job *job, GError *error)
{
	const char *why = job->why ? job->why : error ? error->message : "unknown reason";

	if (job->repomd_exceeds) {
		limit_fail_at(LIMIT_REPOMD_BYTES, job->request->url, job->diag, "in repomd.xml");
		g_clear_error(&error);
		return -1;
	}
	if (job->too_large)
		why = "a file is larger than announced";
	if (strstr(why, job->request->url))
		diag_fail(job->diag, "cannot fetch repository '%s': %s", job->request->name, why);
	else
		diag_fail(job->diag, "cannot fetch repository '%s' from '%s': %s",
			  job->request->name, job->request->url, why);
	g_clear_error(&error);
	return -1;
}

static void remember_failure(struct job *job, const char *message, const char *url)
{
	if (!job->why && message)
		job->why = url && !strstr(message, url) ? solv_dupjoin(message, ", on ", url) :
							  solv_strdup(message);
}

static int mirror_failed(void *closure, const char *message, const char *url)
{
	struct file *file = closure;

	remember_failure(file->job, message, url);
	return LR_CB_OK;
}

static int repomd_mirror_failed(void *closure, const char *message, const char *url,
				const char *metadata)
{
	(void)metadata;
	remember_failure(closure, message, url);
	return LR_CB_OK;
}

/* ---- progress, and a limit to what a mirror may send ---- */

static void show_progress(struct job *job)
{
	double done = 0, total = 0, seconds = seconds_since(&job->start);

	if (!job->request->progress)
		return;
	for (int i = 0; i < job->n_file; i++) {
		done += job->file[i].done;
		total += (double)job->file[i].record->size;
	}
	job->request->progress(
		job->request->progress_closure, job->request->name, done, total,
		seconds > 0 && done > job->resumed ? (done - job->resumed) / seconds : 0);
}

static int file_progress(void *closure, double total, double now)
{
	struct file *file = closure;

	(void)total;
	file->done = now;
	if (file->record->size > 0 && now > (double)file->record->size) {
		file->job->too_large = true;
		return LR_CB_ERROR;
	}
	show_progress(file->job);
	return LR_CB_OK;
}

static int repomd_progress(void *closure, double total, double now)
{
	struct job *job = closure;

	(void)total;
	if (now > (double)limit_value(LIMIT_REPOMD_BYTES)) {
		job->too_large = job->repomd_exceeds = true;
		return LR_CB_ERROR;
	}
	return LR_CB_OK;
}

/* ---- repomd.xml ---- */

/* gpg reads keys from a home directory of its own; the user's is not touched. */
static char *make_gnupg(const char *keyring, struct diag *diag)
{
	const char *tmp = getenv("TMPDIR");
	char *home = solv_dupjoin(tmp && *tmp == '/' ? tmp : "/tmp", "/linchpin-XXXXXX", NULL);
	GError *error = NULL;

	if (access(keyring, R_OK) != 0) {
		diag_fail(diag, "cannot open keyring '%s': %s", keyring, strerror(errno));
		free(home);
		return NULL;
	}
	if (!mkdtemp(home)) {
		diag_fail(diag, "cannot create a directory for keys: %s", strerror(errno));
		free(home);
		return NULL;
	}
	if (!lr_gpg_import_key(keyring, home, &error)) {
		diag_fail(diag, "cannot read keyring '%s': %s", keyring,
			  error ? error->message : "?");
		g_clear_error(&error);
		remove_tree(home);
		free(home);
		return NULL;
	}
	return home;
}

static void free_gnupg(char *home)
{
	if (home)
		remove_tree(home);
	free(home);
}

static int make_handle(struct job *job)
{
	static const LrHandleOption source_options[] = {
		[RPM_FETCH_METALINK] = LRO_METALINKURL,
		[RPM_FETCH_MIRRORLIST] = LRO_MIRRORLISTURL,
		[RPM_FETCH_BASEURL] = LRO_URLS,
	};
	const struct rpm_fetch *request = job->request;
	char *urls[] = { (char *)request->url, NULL }, *nothing[] = { NULL };
	GError *error = NULL;
	LrHandle *h;
	bool ok;

	g_log_set_handler("librepo", G_LOG_LEVEL_MASK, drop_message, NULL);
	h = lr_handle_init();

	job->handle = h;
	if (request->source == RPM_FETCH_BASEURL)
		ok = lr_handle_setopt(h, &error, LRO_URLS, urls);
	else
		ok = lr_handle_setopt(h, &error, source_options[request->source], request->url);
	ok = ok && lr_handle_setopt(h, &error, LRO_REPOTYPE, LR_YUMREPO) &&
	     lr_handle_setopt(h, &error, LRO_DESTDIR, job->staging) &&
	     lr_handle_setopt(h, &error, LRO_YUMDLIST, nothing) &&
	     lr_handle_setopt(h, &error, LRO_CHECKSUM, 1L) &&
	     lr_handle_setopt(h, &error, LRO_USERAGENT, "linchpin") &&
	     lr_handle_setopt(h, &error, LRO_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT_SECONDS) &&
	     lr_handle_setopt(h, &error, LRO_LOWSPEEDTIME, (long)STALL_SECONDS) &&
	     lr_handle_setopt(h, &error, LRO_LOWSPEEDLIMIT, (long)STALL_BYTES_PER_SECOND) &&
	     lr_handle_setopt(h, &error, LRO_PROGRESSDATA, job) &&
	     lr_handle_setopt(h, &error, LRO_PROGRESSCB, repomd_progress) &&
	     lr_handle_setopt(h, &error, LRO_HMFCB, repomd_mirror_failed);
	if (ok && job->gnupg)
		ok = lr_handle_setopt(h, &error, LRO_GPGCHECK, 1L) &&
		     lr_handle_setopt(h, &error, LRO_GNUPGHOMEDIR, job->gnupg);
	return ok ? 0 : fail(job, error);
}

static int fetch_repomd(struct job *job)
{
	GError *error = NULL;

	remove_tree(job->staging);
	if (mkdir(job->staging, 0777) != 0)
		return diag_fail(job->diag, "cannot create '%s': %s", job->staging,
				 strerror(errno));
	if (make_handle(job))
		return -1;
	job->result = lr_result_init();
	if (!lr_handle_perform(job->handle, job->result, &error)) {
		/* where a signature is missing or bad, that is the reason, not what a mirror did */
		if (error && error->code == LRE_BADGPG)
			job->why = solv_free(job->why);
		return fail(job, error);
	}
	if (!lr_result_getinfo(job->result, &error, LRR_YUM_REPOMD, &job->repomd))
		return fail(job, error);
	job->why = solv_free(job->why);
	return 0;
}

/* ---- what it lists ---- */

/* A name that stays in the repository: relative, no "..", nothing that a shell or terminal would
   mind. */
static bool is_safe_href(const char *href)
{
	if (!*href || *href == '/' || strlen(href) > 1000)
		return false;
	for (const char *at = href; *at; at += strcspn(at, "/"), at += *at == '/') {
		size_t n = strcspn(at, "/");

		if (!n || (n == 1 && at[0] == '.') || (n == 2 && at[0] == '.' && at[1] == '.'))
			return false;
	}
	for (const char *at = href; *at; at++)
		if ((unsigned char)*at <= ' ' || strchr("\\:?#%*\"<>|\177", *at))
			return false;
	return strncmp(href, "repodata/", 9) == 0 && href[9] &&
	       strcmp(href, "repodata/repomd.xml") && !strchr(href + 9, '/');
}

static int judge_record(struct job *job, LrYumRepoMdRecord *record)
{
	const char *name = job->request->name;
	LrChecksumType type = record->checksum_type ? lr_checksum_type(record->checksum_type) :
						      LR_CHECKSUM_UNKNOWN;

	if (!record->location_href)
		return diag_fail(job->diag,
				 "cannot trust repository '%s': its repomd.xml says no location of "
				 "'%s'",
				 name, record->type);
	if (!is_safe_href(record->location_href))
		return diag_fail(
			job->diag,
			"cannot trust repository '%s': its repomd.xml places '%s' at '%s', not "
			"in its own repodata",
			name, record->type, record->location_href);
	if (record->location_base)
		return diag_fail(
			job->diag,
			"cannot trust repository '%s': its repomd.xml places '%s' elsewhere, at "
			"'%s'",
			name, record->type, record->location_base);
	if (!record->checksum ||
	    type < (job->request->allow_unverified ? LR_CHECKSUM_MD5 : LR_CHECKSUM_SHA224))
		return diag_fail(
			job->diag,
			"cannot trust repository '%s': its repomd.xml has no SHA-2 checksum of "
			"'%s', and weaker ones can be forged (--allow-unverified takes it as it "
			"is)",
			name, record->type);
	return 0;
}

/* When it was made: the newest time stamp of what it lists, as rpmmd_index.c has it. */
static char *date_of(gint64 seconds)
{
	time_t at = (time_t)seconds;
	struct tm tm;
	char text[64];

	if (seconds <= 0 || !gmtime_r(&at, &tm))
		return NULL;
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return solv_strdup(text);
}

static int judge_date(struct job *job)
{
	const struct rpm_fetch *request = job->request;
	gint64 newest = 0;
	char *date;
	int ret = 0;

	for (GSList *at = job->repomd->records; at; at = at->next) {
		const LrYumRepoMdRecord *record = at->data;

		if (record->timestamp > newest)
			newest = record->timestamp;
	}
	date = date_of(newest);
	if (request->newest && !request->allow_unverified &&
	    (!date || strcmp(date, request->newest) < 0))
		ret = diag_fail(
			job->diag,
			"cannot trust repository '%s': its repomd.xml is of %s, and one of %s "
			"was here before: the mirror lags behind, or replays what it had "
			"(--allow-unverified takes it as it is)",
			request->name, date ? date : "no date", request->newest);
	free(date);
	return ret;
}

/* Is there a file with this record's checksum? */
static bool has_content(const char *path, const LrYumRepoMdRecord *record)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	gboolean matches = FALSE;

	if (fd < 0)
		return false;
	if (!lr_checksum_fd_cmp(lr_checksum_type(record->checksum_type), fd, record->checksum,
				FALSE, &matches, NULL))
		matches = FALSE;
	close(fd);
	return matches;
}

static int choose_files(struct job *job)
{
	for (int i = 0; i < WANTED; i++) {
		LrYumRepoMdRecord *record = lr_yum_repomd_get_record(job->repomd, wanted[i].type);
		struct file *file = &job->file[job->n_file];

		if (!record && wanted[i].instead)
			record = lr_yum_repomd_get_record(job->repomd, wanted[i].instead);
		if (!record && wanted[i].required)
			return diag_fail(job->diag,
					 "cannot use repository '%s': its repomd.xml lists no '%s'",
					 job->request->name, wanted[i].type);
		if (!record)
			continue;
		if (judge_record(job, record))
			return -1;
		*file = (struct file){ .job = job,
				       .href = record->location_href,
				       .record = record };
		file->path = solv_dupjoin(job->request->dir, "/", record->location_href);
		job->n_file++;
		if (record->checksum_type && has_content(file->path, record)) {
			file->is_there = true;
		} else if (job->request->earlier) {
			char *earlier = solv_dupjoin(job->request->earlier, "/",
						     record->location_href);

			if (has_content(earlier, record)) {
				unlink(file->path);
				file->is_there = link(earlier, file->path) == 0;
			}
			free(earlier);
		}
	}
	return 0;
}

/* Fetch what is not there. With `resume` it goes on where an earlier try ended. */
static int fetch_files(struct job *job, bool resume, GError **ret_error)
{
	GSList *targets = NULL;
	int ret = 0;

	job->resumed = 0;
	clock_gettime(CLOCK_MONOTONIC, &job->start);
	for (int i = 0; i < job->n_file; i++) {
		struct file *file = &job->file[i];
		LrPackageTarget *target;
		struct stat st;

		file->done = file->is_there ? (double)file->record->size : 0;
		if (!file->is_there && resume && stat(file->path, &st) == 0)
			file->done = (double)st.st_size;
		job->resumed += file->done;
		if (file->is_there)
			continue;
		/* no expected size: librepo would hold that against the rest of a resumed file;
		   file_progress() sees to it */
		target = lr_packagetarget_new_v2(
			job->handle, file->href, file->path,
			lr_checksum_type(file->record->checksum_type), file->record->checksum, 0,
			NULL, resume, file_progress, file, NULL, mirror_failed, ret_error);
		if (!target) {
			ret = -1;
			break;
		}
		targets = g_slist_append(targets, target);
	}
	if (!ret && targets && !lr_download_packages(targets, 0, ret_error))
		ret = -1;
	for (int i = 0; i < job->n_file; i++) {
		struct file *file = &job->file[i];

		if (!file->is_there && !has_content(file->path, file->record))
			ret = -1;
		else
			file->is_there = true;
	}
	for (GSList *at = targets; at; at = at->next) {
		LrPackageTarget *target = at->data;

		if (target->err)
			remember_failure(job, target->err, NULL);
	}
	g_slist_free_full(targets, (GDestroyNotify)lr_packagetarget_free);
	return ret;
}

/* Something to go on from? A file as long as announced, but wrong, is none. */
static bool has_partial(struct job *job)
{
	bool any = false;

	for (int i = 0; i < job->n_file; i++) {
		struct file *file = &job->file[i];
		struct stat st;

		if (file->is_there || stat(file->path, &st) != 0)
			continue;
		if (!S_ISREG(st.st_mode) || st.st_nlink > 1 || file->record->size <= 0 ||
		    st.st_size >= file->record->size)
			unlink(file->path);
		else if (st.st_size > 0)
			any = true;
	}
	return any;
}

static int fetch_listed(struct job *job)
{
	GError *error = NULL;
	bool partial = has_partial(job);

	if (!fetch_files(job, true, &error))
		return 0;
	/* what is there may be of another day, or the mirror cannot resume: once more from the
	   beginning */
	if (!partial || job->too_large)
		return fail(job, error);
	g_clear_error(&error);
	job->why = solv_free(job->why);
	for (int i = 0; i < job->n_file; i++)
		if (!job->file[i].is_there)
			unlink(job->file[i].path);
	return fetch_files(job, false, &error) ? fail(job, error) : 0;
}

/* Files of an earlier repomd.xml have no use any more. */
static void remove_unlisted(struct job *job, const char *repodata)
{
	DIR *dir = opendir(repodata);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		bool listed = entry->d_name[0] == '.';

		for (int i = 0; i < job->n_file && !listed; i++)
			listed = !strcmp(job->file[i].href + strlen("repodata/"), entry->d_name);
		if (!listed)
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	if (dir)
		closedir(dir);
}

/* repomd.xml goes to its place last: a repodata with it is whole. */
static int place_repomd(struct job *job)
{
	static const char *const names[] = { "repodata/repomd.xml.asc", "metalink.xml",
					     "repodata/repomd.xml" };
	int ret = 0;

	for (int i = 0; i < 3 && !ret; i++) {
		char *from = solv_dupjoin(job->staging, "/", names[i]);
		char *to = solv_dupjoin(job->request->dir, "/", names[i]);

		/* a metalink that anybody on the way may have written vouches for nothing */
		if (i == 1 && strncmp(job->request->url, "https://", 8) &&
		    strncmp(job->request->url, "file:/", 6))
			unlink(from);
		if (rename(from, to) != 0) {
			if (errno == ENOENT && i < 2)
				unlink(to); /* of an earlier copy */
			else
				ret = diag_fail(job->diag, "cannot write '%s': %s", to,
						strerror(errno));
		}
		free(from);
		free(to);
	}
	return ret;
}

int rpm_fetch(const struct rpm_fetch *request, struct diag *diag)
{
	struct job job = { .request = request, .diag = diag };
	char *repodata = solv_dupjoin(request->dir, "/", "repodata");
	char *repomd = solv_dupjoin(repodata, "/", "repomd.xml");
	int ret = -1;

	job.staging = solv_dupjoin(request->dir, "/", "repomd.new");
	if (request->keyring && !(job.gnupg = make_gnupg(request->keyring, diag)))
		goto done;
	if (mkdir(repodata, 0777) != 0 && errno != EEXIST) {
		diag_fail(diag, "cannot create '%s': %s", repodata, strerror(errno));
		goto done;
	}
	unlink(repomd);
	ret = fetch_repomd(&job);
	if (!ret)
		ret = judge_date(&job);
	if (!ret)
		ret = choose_files(&job);
	if (!ret)
		ret = fetch_listed(&job);
	if (!ret) {
		remove_unlisted(&job, repodata);
		ret = place_repomd(&job);
	}
done:
	if (job.result)
		lr_result_free(job.result);
	if (job.handle)
		lr_handle_free(job.handle);
	remove_tree(job.staging);
	for (int i = 0; i < job.n_file; i++)
		free(job.file[i].path);
	free_gnupg(job.gnupg);
	free(job.why);
	free(job.staging);
	free(repodata);
	free(repomd);
	return ret;
}

/* librepo's own sums are OpenSSL's, which wants to read its configuration; a reader may not. */
static bool has_sum(int fd, Id type, const char *hex)
{
	Chksum *sum = solv_chksum_create(type);
	const unsigned char *digest;
	char buffer[65536], text[129] = "";
	ssize_t n = lseek(fd, 0, SEEK_SET) == 0 ? 1 : -1;
	int len;

	while (n > 0 && (n = read(fd, buffer, sizeof(buffer))) > 0)
		solv_chksum_add(sum, buffer, (int)n);
	digest = solv_chksum_get(sum, &len);
	if (len <= 64)
		solv_bin2hex(digest, len, text);
	solv_chksum_free(sum, NULL);
	return n == 0 && !strcasecmp(text, hex);
}

/* Is one of these its hash, of a kind that cannot be forged? */
static bool is_hash(GSList *hashes, int fd)
{
	static const Id kinds[] = { REPOKEY_TYPE_SHA224, REPOKEY_TYPE_SHA256, REPOKEY_TYPE_SHA384,
				    REPOKEY_TYPE_SHA512 };
	bool matches = false;

	for (GSList *at = hashes; at && !matches; at = at->next) {
		const LrMetalinkHash *hash = at->data;
		LrChecksumType type = lr_checksum_type(hash->type);

		if (type >= LR_CHECKSUM_SHA224 && type <= LR_CHECKSUM_SHA512)
			matches = has_sum(fd, kinds[type - LR_CHECKSUM_SHA224], hash->value);
	}
	return matches;
}

int rpm_fetch_check_metalink(const char *dir, char **ret_date, struct diag *diag)
{
	char *path = solv_dupjoin(dir, "/", "metalink.xml");
	char *repomd = solv_dupjoin(dir, "/", "repodata/repomd.xml");
	int fd = open(path, O_RDONLY | O_CLOEXEC), file = open(repomd, O_RDONLY | O_CLOEXEC),
	    ret = 0;
	LrMetalink *metalink = lr_metalink_init();
	bool vouches = false;

	if (fd >= 0 && file >= 0 &&
	    lr_metalink_parse_file(metalink, fd, "repomd.xml", NULL, NULL, NULL)) {
		vouches = is_hash(metalink->hashes, file);
		for (GSList *at = metalink->alternates; at && !vouches; at = at->next)
			vouches = is_hash(((const LrMetalinkAlternate *)at->data)->hashes, file);
	}
	if (vouches) {
		*ret_date = date_of(metalink->timestamp);
		ret = 1;
	} else if (fd >= 0) {
		ret = diag_fail(diag, "cannot trust '%s': its metalink names other ones", repomd);
	}
	lr_metalink_free(metalink);
	if (fd >= 0)
		close(fd);
	if (file >= 0)
		close(file);
	free(path);
	free(repomd);
	return ret;
}
