/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A directory, whole or not there; see whole_directory.h.
 */
#include "queries/whole_directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/keeper.h"
#include "queries/whole_service.h"

static const char mark_name[] = ".unfinished";

enum { DEPTH_MAX = 4 };

void whole_directory_init(struct whole_directory *d)
{
	memset(d, 0, sizeof(*d));
	d->fd = d->mark = -1;
}

static void forget(struct whole_directory *d)
{
	if (d->mark >= 0)
		close(d->mark);
	if (d->fd >= 0)
		close(d->fd);
	free(d->place);
	free(d->root);
	whole_directory_init(d);
}

static int fail(const char *path, int error, struct diag *diag)
{
	return diag_fail(diag, "cannot write '%s': %s", path, strerror(error));
}

/* ---- what is there ---- */

static bool is_empty(const char *directory)
{
	DIR *d = opendir(directory);
	int n = 0;

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n <= 2;	/* itself and its parent */
}

int whole_directory_check(const char *place, struct diag *diag)
{
	struct stat st;

	if (lstat(place, &st))
		return errno == ENOENT ? 0 : fail(place, errno, diag);
	if (!S_ISDIR(st.st_mode))
		return diag_fail(diag, "cannot write '%s': it is no directory", place);
	if (!is_empty(place))
		return diag_fail(diag,
				 "cannot write '%s': the directory is not empty; name a new one, "
				 "or remove it", place);
	return 0;
}

/* ---- removing ---- */

/* Remove what is below a directory, which is closed. Names only, never through links. */
static void remove_below(int fd, int depth)
{
	DIR *d = fdopendir(fd);
	const struct dirent *e;

	if (!d) {
		close(fd);
		return;
	}
	while ((e = readdir(d))) {
		int folder;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    unlinkat(dirfd(d), e->d_name, 0) == 0 || depth == DEPTH_MAX)
			continue;
		folder = openat(dirfd(d), e->d_name,
				O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (folder >= 0)
			remove_below(folder, depth + 1);
		unlinkat(dirfd(d), e->d_name, AT_REMOVEDIR);
	}
	closedir(d);
}

static void remove_root(const char *root)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0)
		remove_below(fd, 1);
	rmdir(root);
}

/* Was it left by a run that has ended? Then it goes. */
static bool remove_left_over(const char *root)
{
	char *path = solv_dupjoin(root, "/", mark_name);
	int mark = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	bool none = mark < 0 && errno == ENOENT;
	bool ours = mark >= 0 && flock(mark, LOCK_EX | LOCK_NB) == 0 && fstat(mark, &st) == 0 &&
		    st.st_uid == geteuid() && S_ISREG(st.st_mode);

	if (ours)
		remove_root(root);
	if (mark >= 0)
		close(mark);
	free(path);
	/* a run that was killed before it could mark it left an empty one */
	return ours || (none && rmdir(root) == 0);
}

/* ---- making ---- */

static int make_root(struct whole_directory *d, struct diag *diag)
{
	int error = mkdir(d->root, 0777) ? errno : 0;

	if (error == EEXIST && remove_left_over(d->root))
		error = mkdir(d->root, 0777) ? errno : 0;
	if (error == EEXIST)
		return diag_fail(diag, "cannot write '%s': '%s' is there and not of a run that was "
				       "stopped; remove it", d->place, d->root);
	if (error)
		return fail(d->place, error, diag);
	d->fd = open(d->root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (d->fd >= 0)
		d->mark = openat(d->fd, mark_name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (d->mark < 0 || flock(d->mark, LOCK_EX | LOCK_NB)) {
		fail(d->place, errno, diag);
		remove_root(d->root);
		return -1;
	}
	return 0;
}

int whole_directory_begin(struct whole_directory *d, const char *place, struct diag *diag)
{
	size_t n = strlen(place);
	int ret;

	whole_directory_init(d);
	d->place = solv_strdup(place);
	while (n > 1 && d->place[n - 1] == '/')
		d->place[--n] = '\0';
	d->root = solv_dupjoin(d->place, ".new", NULL);
	if (keeper_is_asked())
		ret = whole_ask(WHOLE_DIRECTORY_BEGIN, place, NULL, diag);
	else
		ret = whole_directory_check(d->place, diag) || make_root(d, diag) ? -1 : 0;
	if (ret)
		forget(d);
	return ret;
}

/* The keeper hears names from a reader, so they are looked at here. */
static bool is_name(const char *name)
{
	int depth = 0;

	for (const char *at = name;; at++) {
		size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._+~%-");

		if (!n || *at == '.' || ++depth > DEPTH_MAX)
			return false;
		at += n;
		if (!*at)
			return true;
		if (*at != '/')
			return false;
	}
}

int whole_directory_open(struct whole_directory *d, const char *name, int *ret_fd,
			 struct diag *diag)
{
	char *path;
	int fd;

	if (keeper_is_asked())
		return whole_ask(WHOLE_DIRECTORY_OPEN, name, ret_fd, diag);
	if (d->fd < 0 || !is_name(name))
		return diag_fail(diag, "cannot write '%s': no such name is used", name);
	path = solv_strdup(name);
	for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdirat(d->fd, path, 0777);	/* if it failed, so will opening */
		*slash = '/';
	}
	fd = openat(d->fd, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	free(path);
	if (fd < 0)
		return diag_fail(diag, "cannot write '%s/%s': %s", d->root, name, strerror(errno));
	*ret_fd = fd;
	return 0;
}

FILE *whole_directory_open_stream(struct whole_directory *d, const char *name, struct diag *diag)
{
	FILE *f;
	int fd;

	if (whole_directory_open(d, name, &fd, diag))
		return NULL;
	f = fdopen(fd, "w");
	if (!f) {
		diag_fail(diag, "cannot write '%s/%s': %s", d->root, name, strerror(errno));
		close(fd);
	}
	return f;
}

int whole_directory_close_stream(struct whole_directory *d, const char *name, FILE *f,
				 struct diag *diag)
{
	/* only flushing tells of a full disk */
	int error = fflush(f) || ferror(f) ? errno : 0;

	if (fclose(f) && !error)
		error = errno;
	return error ? diag_fail(diag, "cannot write '%s/%s': %s", d->root, name,
				 strerror(error)) : 0;
}

/* ---- the end ---- */

int whole_directory_finish(struct whole_directory *d, struct diag *diag)
{
	int ret = 0;

	if (keeper_is_asked()) {
		ret = whole_ask(WHOLE_DIRECTORY_FINISH, d->place, NULL, diag);
		forget(d);
		return ret;
	}
	/* until it is in its place it can be told from one of others */
	if (rename(d->root, d->place)) {
		ret = fail(d->place, errno, diag);
		remove_root(d->root);
	} else {
		unlinkat(d->fd, mark_name, 0);
	}
	forget(d);
	return ret;
}

void whole_directory_abandon(struct whole_directory *d)
{
	struct diag ignored;

	if (!d->place)
		return;
	if (keeper_is_asked()) {
		diag_init(&ignored);
		whole_ask(WHOLE_DIRECTORY_ABANDON, d->place, NULL, &ignored);
		diag_clear(&ignored);
	} else {
		remove_root(d->root);
	}
	forget(d);
}
