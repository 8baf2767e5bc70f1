/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fetching in a process of its own; see fetcher.h.
 */
#include "importers/fetcher.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/cache.h"
#include "importers/containment.h"
#include "importers/diag.h"

enum { OPEN_AT_ONCE = 8 };

struct fetcher {
	const char *temporary;
	keeper_body_fn *body;
	void *closure;
};

static int run_body(void *closure, struct keeper_reply *reply, struct diag *diag)
{
	const struct fetcher *f = closure;

	/* of libraries and of the programs they start */
	setenv("TMPDIR", f->temporary, 1);
	return f->body(f->closure, reply, diag);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	remove(path);
	return 0;
}

/* The caller frees it. NULL: said in diag. */
static char *make_temporary(struct diag *diag)
{
	const char *tmp = getenv("TMPDIR");
	char *path = solv_dupjoin(tmp && *tmp == '/' ? tmp : "/tmp", "/linchpin-XXXXXX", NULL);

	if (mkdtemp(path))
		return path;
	diag_fail(diag, "cannot create a directory for temporary files: '%s': %s", path,
		  strerror(errno));
	return solv_free(path);
}

int fetcher_run(const struct import_options *options, const char *subject, keeper_body_fn *body,
		void *closure, keeper_part_fn *part, void *part_closure, struct diag *diag)
{
	char *cache = cache_dir(options, diag), *temporary = NULL;
	int ret = -1;

	if (cache && !cache_make_dirs(cache, diag) && (temporary = make_temporary(diag))) {
		struct fetcher f = { temporary, body, closure };
		struct containment_rights rights = { .kind = CONTAINMENT_FETCHER };
		char **write;
		int n = cache_directories(cache, &write);

		write = solv_realloc2(write, n + 1, sizeof(char *));
		write[n++] = temporary; /* and is freed with them */
		rights.write = (const char *const *)write;
		rights.n_write = n;
		ret = keeper_delegate(&rights, subject, run_body, &f, NULL, part, part_closure,
				      diag);
		nftw(temporary, remove_one, OPEN_AT_ONCE, FTW_DEPTH | FTW_PHYS);
		for (int i = 0; i < n; i++)
			free(write[i]);
		free(write);
		temporary = NULL;
	}
	free(cache);
	return ret;
}
