/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's cache directory; see cache.h.
 */
#include "importers/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/importer.h"

char *cache_dir(const struct import_options *options, struct diag *diag)
{
	const char *home;

	if (options->cache_dir)
		return solv_strdup(options->cache_dir);
	home = getenv("XDG_CACHE_HOME");
	if (home && *home == '/')
		return solv_dupjoin(home, "/linchpin", NULL);
	home = getenv("HOME");
	if (home && *home == '/')
		return solv_dupjoin(home, "/.cache/linchpin", NULL);
	diag_fail(diag,
		  "cannot find the user's cache directory: neither XDG_CACHE_HOME nor HOME is set");
	return NULL;
}

int cache_directories(const char *cache, char ***ret_dir)
{
	DIR *handle = opendir(cache);
	struct dirent *entry;
	int n = 1;

	*ret_dir = solv_malloc(sizeof(char *));
	**ret_dir = solv_strdup(cache);
	while (handle && (entry = readdir(handle))) {
		char *path = solv_dupjoin(cache, "/", entry->d_name), *real;
		struct stat st;

		real = lstat(path, &st) == 0 && S_ISLNK(st.st_mode) ? realpath(path, NULL) : NULL;
		free(path);
		if (!real)
			continue;
		*ret_dir = solv_realloc2(*ret_dir, n + 1, sizeof(char *));
		(*ret_dir)[n++] = real;
	}
	if (handle)
		closedir(handle);
	return n;
}

int cache_make_dirs(const char *dir, struct diag *diag)
{
	char *path = solv_strdup(dir);
	int ret = 0;

	for (char *slash = strchr(path + 1, '/'); !ret; slash = strchr(slash + 1, '/')) {
		if (slash)
			*slash = 0;
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			ret = diag_fail(diag, "cannot create '%s': %s", path, strerror(errno));
		if (!slash)
			break;
		*slash = '/';
	}
	free(path);
	return ret;
}

/* link(2) and unlink(2) leave directories alone. */
static void each_file(const char *dir, const char *to)
{
	DIR *handle = opendir(dir);
	struct dirent *entry;

	while (handle && (entry = readdir(handle))) {
		char *path = solv_dupjoin(dir, "/", entry->d_name);
		char *other = to ? solv_dupjoin(to, "/", entry->d_name) : NULL;

		if (*entry->d_name != '.' && strcmp(entry->d_name, "lock")) {
			if (other)
				(void)!link(path, other);
			else
				unlink(path);
		}
		free(path);
		free(other);
	}
	if (handle)
		closedir(handle);
}

void cache_link_files(const char *from, const char *to)
{
	mkdir(to, 0777);
	each_file(to, NULL);
	if (from)
		each_file(from, to);
}

int cache_lock(const char *dir, struct diag *diag)
{
	char *path = solv_dupjoin(dir, "/", "lock");
	int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (lock < 0 || flock(lock, LOCK_EX) != 0) {
		diag_fail(diag, "cannot lock '%s': %s", path, strerror(errno));
		if (lock >= 0)
			close(lock);
		lock = -1;
	}
	free(path);
	return lock;
}
