/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which packages' files are there, where the others come from, and what becomes of what arrives;
 * see package_fetch.h. Downloading itself is download.h.
 */
#include "importers/package_fetch.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/apt_fetch.h"
#include "importers/apt_stanzas.h"
#include "importers/cache.h"
#include "importers/diag.h"
#include "importers/download.h"
#include "importers/importer.h"
#include "importers/package_order.h"
#include "importers/rpm_fetch.h"
#include "importers/rpm_release.h"
#include "importers/text_copy.h"

/* Where the names of one index lead. */
struct origin {
	bool is_known;
	char *dir;  /* a directory on this disk; NULL: it is elsewhere … */
	char *url;  /* … there; NULL: nobody knows … */
	char *why;  /* … because of this */
	int source; /* enum rpm_fetch_source */
};

struct wanted {
	const struct package_wanted *at;
	const struct origin *origin;
	char *path;	 /* in the cache */
	char *partial;	 /* on its way there */
	bool is_settled; /* the caller has heard of it */
	int64_t begin;	 /* bytes that were there before the first try */
	char *why;	 /* of the last try; NULL: none */
};

struct package_fetch {
	const struct package_order *order;
	const char *spec;
	const struct import_options *options;
	package_brought_fn *done;
	void *closure;
	struct diag *diag;
	char *dir;
	struct origin *origin; /* one for each source of the order */
	struct wanted *wanted; /* as the order's */
	struct download *download;
	int *wanted_of_download;
};

static void settle(struct package_fetch *f, struct wanted *w, const char *path, const char *why)
{
	w->is_settled = true;
	f->done(f->closure, (int)(w - f->wanted), path, path ? NULL : why);
}

__attribute__((format(printf, 3, 4))) static void refuse(struct package_fetch *f, struct wanted *w,
							 const char *format, ...)
{
	struct diag line;
	va_list args;
	char text[2000];

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	diag_init(&line); /* which sees to control characters */
	diag_fail(&line, "%s", text);
	settle(f, w, NULL, line.message);
	diag_clear(&line);
}

/* ---- judging ---- */

/* A name that stays in the archive: relative, no "..", nothing that a shell, a terminal or a URL
   would mind. */
static bool is_safe_name(const char *name, bool is_rpm)
{
	size_t len = strlen(name);

	for (const char *at = name; *at; at += strcspn(at, "/"), at += *at == '/') {
		size_t n = strcspn(at, "/");

		if (!n || (n == 1 && at[0] == '.') || (n == 2 && at[0] == '.' && at[1] == '.'))
			return false;
	}
	for (const char *at = name; *at; at++)
		if ((unsigned char)*at <= ' ' || strchr("\\:?#*\"'`$&;|<>\177", *at))
			return false;
	/* librepo does not quote what goes into a URL, apt does */
	return len && name[len - 1] != '/' && !(is_rpm && strchr(name, '%'));
}

/* Has the file the size and checksum of the index? */
static bool has_content(const struct wanted *w, const char *path)
{
	struct diag ignored;
	struct stat st;
	long long size;
	char sum[65];
	bool has;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) ||
	    (w->at->size >= 0 && st.st_size != w->at->size))
		return false;
	diag_init(&ignored);
	has = !apt_sha256(path, false, sum, &size, &ignored) && !strcmp(sum, w->at->sha256);
	diag_clear(&ignored);
	return has;
}

/* ---- where from ---- */

static bool is_local_uri(const char *uri)
{
	return !strncmp(uri, "file:/", 6) || !strncmp(uri, "copy:/", 6);
}

static const char *path_of_uri(const char *uri)
{
	const char *path = uri + 5;

	while (path[0] == '/' && path[1] == '/')
		path++;
	return path;
}

/* The archive of an apt lists directory: that of linchpin's own lists stands in the sources.list
   beside them, that of the machine's in its sources. */
static void find_archive(struct package_fetch *f, const struct package_source *source,
			 struct origin *origin)
{
	const char *list = source->list, *slash = strrchr(list, '/');
	char *dir = slash ? text_copy(list, (size_t)(slash - list)) : solv_strdup(".");
	char *sources = solv_dupjoin(dir, "/../", "sources.list");
	struct diag failure;

	diag_init(&failure);
	if (source->base &&
	    apt_uri_of_list(sources, source->base, &origin->url, &failure))
		origin->why = solv_strdup(failure.message);
	if (!origin->url && f->options->mirror)
		origin->url = solv_strdup(f->options->mirror);
	if (!origin->url && !origin->why)
		origin->why = solv_dupjoin("it is not known from which mirror '", list,
					   "' is; name one with --mirror URL");
	diag_clear(&failure);
	free(dir);
	free(sources);
}

static void find_origin(struct package_fetch *f, const struct package_source *source,
			struct origin *origin)
{
	enum rpm_fetch_source kind = RPM_FETCH_BASEURL;
	const char *base = source->base;

	if (f->order->is_rpm) {
		if (!base)
			origin->why = solv_dupjoin("it is not known which repository '",
						   source->list, "' is of");
		else if (rpm_release_source(f->spec, f->options, base, &kind, &origin->url))
			origin->dir = solv_strdup(base);
		origin->source = kind;
	} else if (base && *base == '/') {
		origin->dir = solv_strdup(base);
	} else {
		find_archive(f, source, origin);
		if (origin->url && is_local_uri(origin->url))
			origin->dir = solv_strdup(path_of_uri(origin->url));
	}
}

static const struct origin *origin_of(struct package_fetch *f, int source)
{
	struct origin *origin = &f->origin[source];

	if (!origin->is_known)
		find_origin(f, &f->order->source[source], origin);
	origin->is_known = true;
	return origin;
}

/* ---- what is there ---- */

/* CACHE/packages/6a/6a….deb, CACHE/packages/partial/6a….deb */
static void name_paths(struct package_fetch *f, struct wanted *w)
{
	const char *ending = f->order->is_rpm ? ".rpm" : ".deb";
	char folder[] = "/xx/";

	memcpy(folder + 1, w->at->sha256, 2);
	w->path = solv_dupjoin(f->dir, folder, w->at->sha256);
	w->path = solv_dupappend(w->path, ending, NULL);
	w->partial = solv_dupjoin(f->dir, "/partial/", w->at->sha256);
	w->partial = solv_dupappend(w->partial, ending, NULL);
}

static void take_in_place(struct package_fetch *f, struct wanted *w)
{
	char *path = solv_dupjoin(w->origin->dir, "/", w->at->name);

	if (has_content(w, path))
		settle(f, w, path, NULL);
	else if (access(path, R_OK) != 0)
		refuse(f, w, "cannot open '%s': %s", path, strerror(errno));
	else
		refuse(f, w, "cannot trust '%s': it is not what the index lists", path);
	free(path);
}

/* Settle what can be settled without a download. */
static void look(struct package_fetch *f, struct wanted *w)
{
	if (!w->at->name) {
		refuse(f, w, "no archive is known to have its file");
		return;
	}
	if (!*w->at->sha256) {
		refuse(f, w, "the index has no SHA-256 of its file");
		return;
	}
	name_paths(f, w);
	if (has_content(w, w->path)) {
		settle(f, w, w->path, NULL);
		return;
	}
	if (!is_safe_name(w->at->name, f->order->is_rpm)) {
		refuse(f, w, "the index places its file at '%s', not in the archive", w->at->name);
		return;
	}
	w->origin = origin_of(f, w->at->source);
	if (w->origin->dir)
		take_in_place(f, w);
	else if (f->options->offline)
		refuse(f, w, "it is not in the cache, and --offline forbids to fetch it");
	else if (!w->origin->url)
		refuse(f, w, "%s", w->origin->why);
	else if (w->at->size <= 0)
		refuse(f, w, "the index has no size of its file");
}

/* ---- downloading ---- */

/* A whole file goes to its place; a wrong one goes. */
static bool keep(struct wanted *w, const char **ret_why)
{
	char *slash = strrchr(w->path, '/');
	bool made;

	if (!has_content(w, w->partial)) {
		*ret_why = "what arrived is not what the index lists";
		unlink(w->partial);
		return false;
	}
	*slash = 0;
	made = mkdir(w->path, 0777) == 0 || errno == EEXIST;
	*slash = '/';
	if (made && rename(w->partial, w->path) == 0)
		return true;
	*ret_why = "it cannot be moved to its place in the cache";
	return false;
}

static void arrived(void *closure, int i, const char *why)
{
	struct package_fetch *f = closure;
	struct wanted *w = &f->wanted[f->wanted_of_download[i]];

	if (!why && keep(w, &why)) {
		settle(f, w, w->path, NULL);
		return;
	}
	free(w->why);
	w->why = solv_strdup(why);
}

/* Something to go on from? What is as long as announced is whole, or wrong. */
static void look_at_partial(struct package_fetch *f, struct wanted *w)
{
	struct stat st;
	const char *why;

	if (lstat(w->partial, &st) != 0)
		return;
	if (S_ISREG(st.st_mode) && st.st_size == w->at->size && keep(w, &why)) {
		settle(f, w, w->path, NULL);
		return;
	}
	if (!S_ISREG(st.st_mode) || st.st_size >= w->at->size)
		unlink(w->partial);
	else
		w->begin = st.st_size;
}

/* What was gone on from may have been of no use: it is of another file, or the server cannot
   resume. A try that brought something more was merely interrupted. The beginning is put aside. */
static bool is_worth_another_try(const struct wanted *w)
{
	char *aside = solv_dupjoin(w->partial, ".old", NULL);
	struct stat st;
	bool is = w->begin > 0;

	if (is && lstat(w->partial, &st) == 0) {
		if (st.st_size >= w->at->size)
			unlink(w->partial); /* it is whole, and wrong */
		else
			is = st.st_size <= w->begin && rename(w->partial, aside) == 0;
	}
	free(aside);
	return is;
}

/* If the second try brought less, the network is to blame: the first beginning is kept. */
static void take_back(const struct wanted *w)
{
	char *aside = solv_dupjoin(w->partial, ".old", NULL);
	struct stat st, old;

	if (lstat(aside, &old) == 0) {
		if (w->is_settled || (lstat(w->partial, &st) == 0 && st.st_size >= old.st_size))
			unlink(aside);
		else
			rename(aside, w->partial);
	}
	free(aside);
}

/* Is the same file on its way for another package? */
static bool is_underway(const struct package_fetch *f, int n, const struct wanted *w)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(f->wanted[f->wanted_of_download[i]].at->sha256, w->at->sha256))
			return true;
	return false;
}

/* One try for all that is not settled; `again`: only where it is worth it. */
static int try_all(struct package_fetch *f, bool again)
{
	struct downloads downloads = {
		.file = f->download,
		.progress = f->options->progress,
		.progress_closure = f->options->progress_closure,
		.done = arrived,
		.done_closure = f,
	};
	int n = 0;

	for (int i = 0; i < f->order->n_wanted; i++) {
		struct wanted *w = &f->wanted[i];

		if (w->is_settled || is_underway(f, n, w) || (again && !is_worth_another_try(w)))
			continue;
		if (!again)
			look_at_partial(f, w);
		if (w->is_settled)
			continue;
		f->wanted_of_download[n] = i;
		f->download[n++] = (struct download){
			.url = w->origin->url,
			.source = w->origin->source,
			.name = w->at->name,
			.title = w->at->title,
			.path = w->partial,
			.sha256 = w->at->sha256,
			.size = w->at->size,
		};
	}
	downloads.n_file = n;
	if (!n)
		return 0;
	return f->order->is_rpm ? rpm_download(&downloads, f->diag) :
				  apt_download(&downloads, f->diag);
}

static int download(struct package_fetch *f)
{
	char *partial = solv_dupjoin(f->dir, "/", "partial");
	int ret = cache_make_dirs(partial, f->diag), lock = -1;

	free(partial);
	if (ret || (lock = cache_lock(f->dir, f->diag)) < 0)
		return -1;
	f->download = solv_calloc(f->order->n_wanted, sizeof(*f->download));
	f->wanted_of_download = solv_calloc(f->order->n_wanted, sizeof(int));
	/* who had the lock may have fetched the same */
	for (int i = 0; i < f->order->n_wanted; i++)
		if (!f->wanted[i].is_settled && has_content(&f->wanted[i], f->wanted[i].path))
			settle(f, &f->wanted[i], f->wanted[i].path, NULL);
	ret = try_all(f, false);
	if (!ret)
		ret = try_all(f, true);
	for (int i = 0; i < f->order->n_wanted && !ret; i++) {
		struct wanted *w = &f->wanted[i];

		if (w->begin)
			take_back(w);
		if (w->is_settled)
			continue;
		if (has_content(w, w->path)) /* another package's, too */
			settle(f, w, w->path, NULL);
		else
			refuse(f, w, "cannot fetch '%s': %s", w->at->name,
			       w->why ? w->why : "as for another package");
	}
	close(lock);
	return ret;
}

int package_bring(const struct package_order *order, const char *spec,
		  const struct import_options *options, package_brought_fn *done, void *closure,
		  struct diag *diag)
{
	struct package_fetch f = {
		.order = order,
		.spec = spec,
		.options = options,
		.done = done,
		.closure = closure,
		.diag = diag,
	};
	char *cache = cache_dir(options, diag);
	bool any = false;
	int ret = 0;

	if (!cache)
		return -1;
	f.dir = solv_dupjoin(cache, "/", "packages");
	free(cache);
	f.origin = solv_calloc(order->n_source + 1, sizeof(*f.origin));
	f.wanted = solv_calloc(order->n_wanted + 1, sizeof(*f.wanted));
	for (int i = 0; i < order->n_wanted; i++) {
		f.wanted[i].at = &order->wanted[i];
		look(&f, &f.wanted[i]);
		any |= !f.wanted[i].is_settled;
	}
	if (any)
		ret = download(&f);
	for (int i = 0; i < order->n_wanted; i++) {
		free(f.wanted[i].path);
		free(f.wanted[i].partial);
		free(f.wanted[i].why);
	}
	for (int i = 0; i < order->n_source; i++) {
		free(f.origin[i].dir);
		free(f.origin[i].url);
		free(f.origin[i].why);
	}
	free(f.origin);
	free(f.wanted);
	free(f.download);
	free(f.wanted_of_download);
	free(f.dir);
	return ret;
}

/* ---- by packages of a universe ---- */

struct by_package {
	const Id *package;
	package_fetched_fn *done;
	void *closure;
};

static void tell_package(void *closure, int i, const char *path, const char *why)
{
	const struct by_package *by = closure;

	by->done(by->closure, by->package[i], path, why);
}

int package_fetch(const struct universe *u, const char *spec, const struct import_options *options,
		  const Id *package, int n, package_fetched_fn *done, void *closure,
		  struct diag *diag)
{
	struct by_package by = { package, done, closure };
	struct package_order order;
	int ret;

	package_order_init(&order, u, package, n);
	ret = package_bring(&order, spec, options, tell_package, &by, diag);
	package_order_clear(&order);
	return ret;
}
