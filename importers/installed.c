/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which database of installed packages is there; see installed.h.
 */
#include "importers/installed.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <solv/util.h>

#include "importers/debian.h"
#include "importers/diag.h"
#include "importers/rpm_database.h"
#include "importers/text_copy.h"

/* Where a system keeps its database, below its root; the first that is there is taken. */
static const struct {
	const char *path;
	bool is_rpm;
} databases[] = {
	{ "/var/lib/dpkg/status", false }, /* dpkg(1) */
	{ "/usr/lib/sysimage/rpm", true }, /* Fedora since 36, openSUSE */
	{ "/var/lib/rpm", true },	   /* the others */
	{ "/status", false },		   /* the directory is dpkg's own */
	{ "", true },			   /* the directory is RPM's own */
};

enum { DATABASES = sizeof(databases) / sizeof(databases[0]) };

/* A file with something in it: tools leave empty ones behind. */
static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
}

static int import_below(struct universe *u, const char *root, const struct import_options *options,
			struct diag *diag)
{
	for (int i = 0; i < DATABASES; i++) {
		char *path = solv_dupjoin(root, databases[i].path, NULL);
		bool is_here = databases[i].is_rpm ? rpm_database_is(path) : is_file(path);
		int ret = 0;

		if (is_here)
			ret = databases[i].is_rpm ? rpm_database_import(u, path, options, diag) :
						    debian_import_installed(u, path, options, diag);
		free(path);
		if (is_here)
			return ret;
	}
	return diag_fail(
		diag,
		"cannot find what is installed: neither dpkg's status nor an RPM database in '%s'",
		*root ? root : "/");
}

int installed_import(struct universe *u, const char *path, const struct import_options *options,
		     struct diag *diag)
{
	static const char *const rpm_names[] = { "rpmdb.sqlite", "Packages.db", "Packages" };
	const char *slash, *name;
	struct stat st;

	if (!path)
		return import_below(u, "", options, diag);
	if (stat(path, &st) != 0)
		return diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return import_below(u, path, options, diag);
	slash = strrchr(path, '/');
	name = slash ? slash + 1 : path;
	for (size_t i = 0; i < sizeof(rpm_names) / sizeof(rpm_names[0]); i++)
		if (!strcmp(name, rpm_names[i])) {
			char *dir = slash ? text_copy(path, (size_t)(slash - path)) :
					    solv_strdup(".");
			int ret = rpm_database_import(u, dir, options, diag);

			free(dir);
			return ret;
		}
	return debian_import_installed(u, path, options, diag);
}
