/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inspecting, by oneself or by asking; see inspector.h.
 *
 * A request is an order (package_order.h) or the name of a file. Each part of the answer is a
 * number of the order, the SHA-256 under which a result was kept, and why there is none.
 */
#include "importers/inspector.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/cache.h"
#include "importers/containment.h"
#include "importers/diag.h"
#include "importers/fetcher.h"
#include "importers/importer.h"
#include "importers/inspected.h"
#include "importers/inspection.h"
#include "importers/keeper.h"
#include "importers/message.h"
#include "importers/package_fetch.h"
#include "importers/package_order.h"

enum { REQUEST_PACKAGES, REQUEST_FILE };

/* ---- keeping ---- */

/* The result's place; its directory is made on first use. NULL: said in diag; the caller frees. */
static char *make_place(const struct import_options *options, const char *sha256,
			struct diag *diag)
{
	char *path = inspected_path(options, sha256, diag), *slash;
	int failed;

	if (!path)
		return NULL;
	slash = strrchr(path, '/');
	*slash = '\0';
	failed = cache_make_dirs(path, diag);
	*slash = '/';
	return failed ? solv_free(path) : path;
}

static int keep_text(const struct import_options *options, const char *sha256, const char *text,
		     struct diag *diag)
{
	char *path = make_place(options, sha256, diag);
	int ret = path ? inspection_write_text(text, path, diag) : -1;

	free(path);
	return ret;
}

/* ---- reading ---- */

static int read_body(void *closure, struct keeper_reply *reply, struct diag *diag)
{
	const char *path = closure;
	struct inspection i;
	char *text;

	inspection_init(&i);
	if (inspection_read_package(&i, path, diag))
		return -1;
	text = inspection_text(&i);
	message_put_text(reply->message, text);
	free(text);
	inspection_clear(&i);
	return 0;
}

/* The text of what is in a file, read by a child. NULL: said in diag. The caller frees it. */
static char *read_contained(const char *path, const struct import_options *options,
			    struct diag *diag)
{
	const struct containment_rights rights = { .kind = CONTAINMENT_READER, .read = &path,
						   .n_read = 1, .memory = options->memory };
	struct message reply;
	const char *text = NULL;
	char *ret = NULL;

	message_init(&reply);
	if (!keeper_delegate(&rights, path, read_body, (void *)path, &reply, NULL, NULL, diag)) {
		text = message_text(&reply);
		if (text && message_is_whole(&reply))
			ret = solv_strdup(text);
		else
			diag_fail(diag, "cannot read '%s': what was found makes no sense", path);
	}
	message_clear(&reply);
	return ret;
}

/* The same in this process. */
static char *read_here(const char *path, struct diag *diag)
{
	struct inspection i;
	char *text;

	inspection_init(&i);
	if (inspection_read_package(&i, path, diag))
		return NULL;
	text = inspection_text(&i);
	inspection_clear(&i);
	return text;
}

/* Read a file whose SHA-256 is known, and keep the result. -1: *ret_why, or (NULL) in diag. */
static int inspect(const char *path, const char *sha256, const struct import_options *options,
		   char **ret_why, struct diag *diag)
{
	struct diag why;
	char *text;
	int ret = -1;

	diag_init(&why);
	text = keeper_is_serving() ? read_contained(path, options, &why) : read_here(path, &why);
	if (text)
		ret = keep_text(options, sha256, text, diag);
	else
		*ret_why = solv_strdup(why.message ? why.message : "unknown error");
	free(text);
	diag_clear(&why);
	return ret;
}

static int inspect_file(const char *path, const struct import_options *options,
			char ret_sha256[65], char **ret_why, struct diag *diag)
{
	struct diag why;
	long long size;
	int ret = -1;

	*ret_why = NULL;
	diag_init(&why);
	if (access(path, R_OK)) {
		diag_fail(&why, "cannot open '%s': %s", path, strerror(errno));
		*ret_why = solv_strdup(why.message);
	} else if (apt_sha256(path, false, ret_sha256, &size, &why)) {
		*ret_why = solv_strdup(why.message);
	} else {
		ret = inspect(path, ret_sha256, options, ret_why, diag);
	}
	diag_clear(&why);
	return ret;
}

/* ---- bringing ---- */

/* An order on its way: where each file is, as it arrives. */
struct job {
	const struct package_order *order;
	const char *spec;
	const struct import_options *options;
	inspector_done_fn *done;
	void *closure;
	int n_done;
	int failed;
	struct diag *diag;
};

static void tell(struct job *j, int i, const char *sha256, const char *why)
{
	j->n_done++;
	j->done(j->closure, i, sha256, why);
}

/* A file is there, or is not to be had. After a failure to keep, nothing more is read. */
static void arrived(void *closure, int i, const char *path, const char *why)
{
	struct job *j = closure;
	char *bad = NULL;

	if (j->failed)
		return;
	if (path && !inspect(path, j->order->wanted[i].sha256, j->options, &bad, j->diag))
		tell(j, i, j->order->wanted[i].sha256, NULL);
	else if (!path || bad)
		tell(j, i, NULL, path ? bad : why);
	else
		j->failed = -1;
	free(bad);
}

/* "12/50 curl": reading is part of the work, so packages are counted too. */
static void show_progress(void *closure, const char *what, double done, double total, double rate)
{
	const struct job *j = closure;
	char label[64];

	snprintf(label, sizeof(label), "%d/%d %s", j->n_done, j->order->n_wanted, what);
	j->options->progress(j->options->progress_closure, label, done, total, rate);
}

static struct import_options counted(struct job *j)
{
	struct import_options options = *j->options;

	if (options.progress) {
		options.progress = show_progress;
		options.progress_closure = j;
	}
	return options;
}

/* In the fetcher: tell the keeper of each. */
static void send_arrival(void *closure, int i, const char *path, const char *why)
{
	const struct keeper_reply *reply = closure;
	struct message m;

	message_init(&m);
	message_put_number(&m, i);
	message_put_text(&m, path);
	message_put_text(&m, why);
	keeper_send(reply, &m);
	message_clear(&m);
}

struct fetcher {
	struct job *job;
	const struct keeper_reply *reply;
};

static void fetched(void *closure, int i, const char *path, const char *why)
{
	struct fetcher *f = closure;

	f->job->n_done++;
	send_arrival((void *)f->reply, i, path, why);
}

static int fetch_body(void *closure, struct keeper_reply *reply, struct diag *diag)
{
	struct fetcher f = { closure, reply };
	struct import_options options = counted(f.job);

	return package_bring(f.job->order, f.job->spec, &options, fetched, &f, diag);
}

/* In the keeper. */
static void hear_arrival(void *closure, struct message *part)
{
	struct job *j = closure;
	int64_t i = message_number(part);
	const char *path = message_text(part), *why = message_text(part);

	if (message_is_whole(part) && i >= 0 && i < j->order->n_wanted && (path || why))
		arrived(j, (int)i, path, why);
}

static int bring_and_inspect(const struct package_order *order, const char *spec,
			     const struct import_options *options, inspector_done_fn *done,
			     void *closure, struct diag *diag)
{
	struct job j = { order, spec, options, done, closure, 0, 0, diag };
	struct import_options mine = counted(&j);
	int ret = keeper_is_serving() ?
			  fetcher_run(options, spec, fetch_body, &j, hear_arrival, &j, diag) :
			  package_bring(order, spec, &mine, arrived, &j, diag);

	return ret ? ret : j.failed;
}

/* ---- serving ---- */

static void send_done(void *closure, int i, const char *sha256, const char *why)
{
	send_arrival(closure, i, sha256, why);
}

static int serve_order(const struct inspector_service *s, struct message *request,
		       struct keeper_reply *reply, struct diag *diag)
{
	struct package_order order;
	int ret;

	if (!s->spec || package_order_take(&order, request))
		return diag_fail(diag, "cannot inspect: the request makes no sense");
	ret = bring_and_inspect(&order, s->spec, s->options, send_done, reply, diag);
	package_order_clear(&order);
	return ret;
}

static int serve_file(const struct inspector_service *s, struct message *request,
		      struct keeper_reply *reply, struct diag *diag)
{
	const char *path = message_text(request);
	char sha256[65], *why = NULL;
	bool named = false;
	int ret;

	for (int i = 0; i < s->n_file && path; i++)
		named |= !strcmp(s->file[i], path);
	if (!message_is_whole(request) || !named)
		return diag_fail(diag, "cannot inspect: the request makes no sense");
	ret = inspect_file(path, s->options, sha256, &why, diag);
	if (ret && !why)
		return -1;
	message_put_text(reply->message, ret ? NULL : sha256);
	message_put_text(reply->message, why);
	free(why);
	return 0;
}

int inspector_serve(void *closure, struct message *request, struct keeper_reply *reply,
		    struct diag *diag)
{
	int64_t what = message_number(request);

	return what == REQUEST_FILE ? serve_file(closure, request, reply, diag) :
				      serve_order(closure, request, reply, diag);
}

/* ---- asking ---- */

struct asking {
	int n;
	inspector_done_fn *done;
	void *closure;
};

static void hear_done(void *closure, struct message *part)
{
	const struct asking *a = closure;
	int64_t i = message_number(part);
	const char *sha256 = message_text(part), *why = message_text(part);

	if (message_is_whole(part) && i >= 0 && i < a->n && (sha256 || why))
		a->done(a->closure, (int)i, sha256, why);
}

int inspector_packages(const struct universe *u, const char *spec,
		       const struct import_options *options, const Id *package, int n,
		       inspector_done_fn *done, void *closure, struct diag *diag)
{
	struct asking asking = { n, done, closure };
	struct package_order order;
	struct message request, reply;
	int ret;

	package_order_init(&order, u, package, n);
	if (keeper_is_asked()) {
		message_init(&request);
		message_init(&reply);
		message_put_number(&request, REQUEST_PACKAGES);
		package_order_put(&order, &request);
		ret = keeper_ask(KEEPER_INSPECT, &request, &reply, NULL, hear_done, &asking, diag);
		message_clear(&request);
		message_clear(&reply);
	} else {
		ret = bring_and_inspect(&order, spec, options, done, closure, diag);
	}
	package_order_clear(&order);
	return ret;
}

static int ask_file(const char *path, char ret_sha256[65], char **ret_why, struct diag *diag)
{
	struct message request, reply;
	const char *sha256, *why;
	int ret;

	message_init(&request);
	message_init(&reply);
	message_put_number(&request, REQUEST_FILE);
	message_put_text(&request, path);
	ret = keeper_ask(KEEPER_INSPECT, &request, &reply, NULL, NULL, NULL, diag);
	sha256 = ret ? NULL : message_text(&reply);
	why = ret ? NULL : message_text(&reply);
	if (sha256 && strlen(sha256) == 64)
		memcpy(ret_sha256, sha256, 65);
	else
		ret = -1;
	if (why)
		*ret_why = solv_strdup(why);
	message_clear(&request);
	message_clear(&reply);
	return ret;
}

int inspector_file(const char *path, const struct import_options *options, char ret_sha256[65],
		   char **ret_why, struct diag *diag)
{
	*ret_why = NULL;
	return keeper_is_asked() ? ask_file(path, ret_sha256, ret_why, diag) :
				   inspect_file(path, options, ret_sha256, ret_why, diag);
}
