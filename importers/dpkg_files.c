/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dpkg's lists of files become observations; see dpkg_files.h.
 */
#include "importers/dpkg_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/absent.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/places.h"
#include "importers/universe.h"

static char *list_path(const char *info, const char *name, const char *arch)
{
	char *path = solv_dupjoin(info, "/", name);

	if (arch)
		path = solv_dupappend(path, ":", arch);
	return solv_dupappend(path, ".list", NULL);
}

static void see_file(struct universe *u, struct places *places, Id package, const char *path,
		     size_t len)
{
	struct sighting sighting[SIGHTINGS_MAX];
	int n = places_look(places, path, path + len, sighting);

	for (int i = 0; i < n; i++)
		universe_observe(u, sighting[i].kind, package, sighting[i].text, 1);
}

/* A line that the next one continues is a directory. */
static int read_list(struct universe *u, struct places *places, Id package, FILE *file,
		     const char *path, struct diag *diag)
{
	char *line = NULL, *last = NULL;
	size_t room = 0, last_room = 0, last_len = 0;
	ssize_t n;
	int n_line = 0, ret = 0;

	while ((n = getline(&line, &room, file)) > 0) {
		size_t len = (size_t)n - (line[n - 1] == '\n');
		bool continues = last_len && len > last_len && !memcmp(line, last, last_len) &&
				 line[last_len] == '/';

		n_line++;
		if (n > limit_value(LIMIT_LINE_BYTES)) {
			ret = limit_fail(LIMIT_LINE_BYTES, path, diag);
			break;
		}
		if (memchr(line, 0, len)) {
			ret = diag_fail(diag, "cannot read '%s': line %d holds a NUL; not a text?",
					path, n_line);
			break;
		}
		if (last_len > 1 && *last == '/' && !continues)
			see_file(u, places, package, last + 1, last_len - 1);
		char *swap = last;
		size_t swap_room = last_room;

		last = line;
		last_room = room;
		last_len = len;
		line = swap;
		room = swap_room;
	}
	if (last_len > 1 && *last == '/')
		see_file(u, places, package, last + 1, last_len - 1);
	if (!ret)
		ret = universe_check_limits(u, path, diag);
	if (ferror(file))
		ret = diag_fail(diag, "cannot read '%s': %s", path, strerror(errno));
	free(line);
	free(last);
	return ret;
}

int dpkg_files_import(struct universe *u, const char *info, struct diag *diag)
{
	struct places *places;
	Pool *pool = u->pool;
	int n = 0, ret = 0;
	Id p;
	Solvable *s;

	if (is_absent(info))
		return 0;
	if (access(info, X_OK) != 0)
		return diag_fail(diag, "cannot open '%s': %s", info, strerror(errno));
	places = places_new(pool);
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		const char *name = pool_id2str(pool, s->name);
		char *path = list_path(info, name, NULL);
		FILE *file;

		if (strchr(name, '/')) /* no name that dpkg would take */
			name = NULL;
		file = name ? fopen(path, "re") : NULL;
		if (!file && name && errno == ENOENT) {
			free(path);
			path = list_path(info, name, pool_id2str(pool, s->arch));
			file = fopen(path, "re");
		}
		if (file) {
			n++;
			ret = read_list(u, places, p, file, path, diag);
			fclose(file);
		} else if (name && errno != ENOENT) {
			ret = diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
		}
		free(path);
		if (ret)
			break;
	}
	places_free(places);
	return ret ? -1 : n;
}
