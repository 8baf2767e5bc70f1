/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of RPM repositories by librepo; see download.h. One handle for each repository, so that a
 * metalink or a mirror list is asked for once; all files in one go, so that librepo sees to the
 * number of connections.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>
#include <librepo/librepo.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/download.h"
#include "importers/rpm_fetch.h"

enum {
	CONNECT_TIMEOUT_SECONDS = 20,
	STALL_SECONDS = 30, /* slower than STALL_BYTES_PER_SECOND for so long: next mirror */
	STALL_BYTES_PER_SECOND = 500,
	MIRROR_TRIES = 4,
	CONNECTIONS = 3,
};

/* librepo goes on only from a file that bears this mark. */
static const char in_progress[] = "user.Librepo.DownloadInProgress";

struct repository {
	const struct download *download; /* the first of its files: its URL and what that is */
	LrHandle *handle;		 /* NULL: it cannot be used … */
	char *why;			 /* … because of this */
};

struct file {
	struct job *job;
	const struct download *download;
	int i;	       /* in downloads */
	int64_t begin; /* bytes that were there at the start */
	double done;   /* bytes */
	bool too_large;
	bool settled;  /* the caller has heard of it … */
	bool is_whole; /* … and nothing bad */
	char *why;     /* the first failure of a mirror; NULL: none */
};

struct job {
	const struct downloads *downloads;
	struct repository *repository;
	int n_repository;
	struct file *file;
	struct timespec start;
	double resumed, total; /* bytes */
};

/* Only main prints: what librepo and GLib would say is in the error, too. */
static void drop_message(const gchar *domain, GLogLevelFlags level, const gchar *message,
			 gpointer closure)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)closure;
}

static bool open_repository(struct repository *r, GError **error)
{
	static const LrHandleOption options[] = {
		[RPM_FETCH_METALINK] = LRO_METALINKURL,
		[RPM_FETCH_MIRRORLIST] = LRO_MIRRORLISTURL,
		[RPM_FETCH_BASEURL] = LRO_URLS,
	};
	char *urls[] = { (char *)r->download->url, NULL };
	LrHandle *h = r->handle = lr_handle_init();
	LrResult *result = lr_result_init(); /* of no interest, but wanted */
	bool ok;

	if (r->download->source == RPM_FETCH_BASEURL)
		ok = lr_handle_setopt(h, error, LRO_URLS, urls);
	else
		ok = lr_handle_setopt(h, error, options[r->download->source], r->download->url);
	ok = ok && lr_handle_setopt(h, error, LRO_REPOTYPE, LR_YUMREPO) &&
	     lr_handle_setopt(h, error, LRO_USERAGENT, "linchpin") &&
	     lr_handle_setopt(h, error, LRO_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT_SECONDS) &&
	     lr_handle_setopt(h, error, LRO_LOWSPEEDTIME, (long)STALL_SECONDS) &&
	     lr_handle_setopt(h, error, LRO_LOWSPEEDLIMIT, (long)STALL_BYTES_PER_SECOND) &&
	     lr_handle_setopt(h, error, LRO_MAXMIRRORTRIES, (long)MIRROR_TRIES) &&
	     lr_handle_setopt(h, error, LRO_MAXPARALLELDOWNLOADS, (long)CONNECTIONS) &&
	     lr_handle_setopt(h, error, LRO_MAXDOWNLOADSPERMIRROR, (long)CONNECTIONS) &&
	     lr_handle_setopt(h, error, LRO_FETCHMIRRORS, 1L) &&
	     lr_handle_perform(h, result, error);
	lr_result_free(result);
	return ok;
}

/* The repository of a file; asking for its mirrors is done at its first. */
static struct repository *find_repository(struct job *job, const struct download *download)
{
	struct repository *r = job->repository;
	GError *error = NULL;

	for (; r < job->repository + job->n_repository; r++)
		if (r->download->source == download->source &&
		    !strcmp(r->download->url, download->url))
			return r;
	job->n_repository++;
	r->download = download;
	if (!open_repository(r, &error)) {
		r->why = solv_dupjoin("cannot use '", download->url, "': ");
		r->why = solv_dupappend(r->why, error ? error->message : "unknown reason", NULL);
		lr_handle_free(r->handle);
		r->handle = NULL;
	}
	g_clear_error(&error);
	return r;
}

static void settle(struct file *file, const char *why)
{
	char *line;

	if (file->settled)
		return;
	file->settled = true;
	file->is_whole = !why;
	line = why ? solv_strdup(why) : NULL;
	if (line)
		line[strcspn(line, "\r\n")] = 0;
	file->job->downloads->done(file->job->downloads->done_closure, file->i, line);
	free(line);
}

/* ---- what has arrived of a file that failed ---- */

static int64_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
}

/* The caller frees it. */
static char *kept_path(const struct file *file)
{
	return solv_dupjoin(file->download->path, ".kept", NULL);
}

static bool copy(const char *from, const char *to, int64_t size)
{
	int in = open(from, O_RDONLY | O_CLOEXEC),
	    out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	ssize_t n = in < 0 || out < 0 ? -1 : 1;

	while (n > 0 && size > 0) {
		n = sendfile(out, in, NULL, (size_t)size);
		size -= n > 0 ? n : 0;
	}
	if (out >= 0)
		fsetxattr(out, in_progress, "1", 1, 0);
	if (in >= 0)
		close(in);
	if (out >= 0 && close(out) != 0)
		n = -1;
	return n >= 0;
}

/* librepo cuts off what came from a mirror that failed, and in the end removes the file; the
   longest beginning is kept for the next time. What a mirror sends with a status like 404 is in
   the file, too, but not of it. */
static void keep_beginning(const struct file *file, const char *message)
{
	char *kept = kept_path(file);
	bool is_status = message && strstr(message, "Status code");
	int64_t size = is_status ? file->begin : size_of(file->download->path);

	if (size > 0 && size < file->download->size && size > size_of(kept) &&
	    !copy(file->download->path, kept, size))
		unlink(kept);
	free(kept);
}

static void restore_beginning(const struct file *file, bool is_whole)
{
	char *kept = kept_path(file);

	if (is_whole || size_of(kept) <= size_of(file->download->path) ||
	    rename(kept, file->download->path) != 0)
		unlink(kept);
	free(kept);
}

/* ---- what librepo calls ---- */

static int mirror_failed(void *closure, const char *message, const char *url)
{
	struct file *file = closure;

	keep_beginning(file, message);
	if (!file->why && message)
		file->why = url && !strstr(message, url) ? solv_dupjoin(message, ", on ", url) :
							   solv_strdup(message);
	return LR_CB_OK;
}

static int show_progress(void *closure, double total, double now)
{
	struct file *file = closure;
	struct job *job = file->job;
	struct timespec at;
	double done = 0, seconds;

	(void)total;
	file->done = now;
	if (now > (double)file->download->size) {
		file->too_large = true;
		return LR_CB_ABORT;
	}
	if (!job->downloads->progress)
		return LR_CB_OK;
	for (int i = 0; i < job->downloads->n_file; i++)
		done += job->file[i].done;
	clock_gettime(CLOCK_MONOTONIC, &at);
	seconds = (double)(at.tv_sec - job->start.tv_sec) +
		  (double)(at.tv_nsec - job->start.tv_nsec) / 1e9;
	job->downloads->progress(
		job->downloads->progress_closure, file->download->title, done, job->total,
		seconds > 0 && done > job->resumed ? (done - job->resumed) / seconds : 0);
	return LR_CB_OK;
}

static int transfer_ended(void *closure, LrTransferStatus status, const char *message)
{
	struct file *file = closure;

	if (status != LR_TRANSFER_ERROR) {
		file->done = (double)file->download->size;
		settle(file, NULL);
	} else if (file->too_large) {
		settle(file, "it is larger than the index says");
	} else {
		settle(file, file->why ? file->why : message ? message : "unknown reason");
	}
	return LR_CB_OK;
}

static GSList *make_targets(struct job *job)
{
	GSList *targets = NULL;

	for (int i = 0; i < job->downloads->n_file; i++) {
		struct file *file = &job->file[i];
		const struct download *d = file->download;
		struct repository *r = find_repository(job, d);
		LrPackageTarget *target = NULL;
		GError *error = NULL;

		/* no expected size: librepo would hold that against the rest of a resumed file;
		   show_progress() sees to it */
		if (r->handle)
			target = lr_packagetarget_new_v2(
				r->handle, d->name, d->path, LR_CHECKSUM_SHA256, d->sha256, 0, NULL,
				TRUE, show_progress, file, transfer_ended, mirror_failed, &error);
		if (target)
			targets = g_slist_prepend(targets, target);
		else
			settle(file, !r->handle ? r->why :
				     error	? error->message :
						  "unknown reason");
		g_clear_error(&error);
	}
	return g_slist_reverse(targets);
}

int rpm_download(const struct downloads *downloads, struct diag *diag)
{
	struct job job = { .downloads = downloads };
	GSList *targets;
	GError *error = NULL;

	(void)diag; /* each failure is that of a file */
	g_log_set_handler("librepo", G_LOG_LEVEL_MASK, drop_message, NULL);
	job.repository = solv_calloc(downloads->n_file + 1, sizeof(*job.repository));
	job.file = solv_calloc(downloads->n_file + 1, sizeof(*job.file));
	clock_gettime(CLOCK_MONOTONIC, &job.start);
	for (int i = 0; i < downloads->n_file; i++) {
		const struct download *d = &downloads->file[i];
		int64_t begin = size_of(d->path);

		if (begin < 0 || getxattr(d->path, in_progress, NULL, 0) < 0)
			begin = 0;
		job.file[i] = (struct file){ &job, d, i, .begin = begin, .done = (double)begin };
		job.resumed += (double)begin;
		job.total += (double)d->size;
	}
	targets = make_targets(&job);
	if (targets)
		lr_download_packages(targets, 0, &error);
	for (int i = 0; i < downloads->n_file; i++) {
		settle(&job.file[i], error ? error->message : "it was not fetched");
		restore_beginning(&job.file[i], job.file[i].is_whole);
	}
	g_clear_error(&error);
	g_slist_free_full(targets, (GDestroyNotify)lr_packagetarget_free);
	for (int i = 0; i < job.n_repository; i++) {
		lr_handle_free(job.repository[i].handle);
		free(job.repository[i].why);
	}
	for (int i = 0; i < downloads->n_file; i++)
		free(job.file[i].why);
	free(job.repository);
	free(job.file);
	return 0;
}
