/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the files of a universe's packages are, and their checksums; see universe.h. Nearly all
 * names follow the archive's rule and share their directory with the package before: a package
 * costs 48 bytes and a share of its directory's name. bookworm: 0.03 s and 3.4 MB of an import.
 */
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/universe.h"

enum {
	BLOCK = 1023, /* growth step of solv_extend, a power of two less one */
	PACKAGE_FILE_NAME_MAX = 1000,
	NAME_PIECES = 6,
};

/* What archives call a package's file, nearly all, piece by piece: "curl_7.88.1-10_amd64.deb",
   "curl-8.9.1-2.fc41.x86_64.rpm". */
static void standard_name(const struct universe *u, Id package, const char *ret_piece[NAME_PIECES])
{
	const Solvable *s = u->pool->solvables + package;
	const char *evr = pool_id2str(u->pool, s->evr), *epoch = strchr(evr, ':');
	bool is_rpm = u->pool->disttype == DISTTYPE_RPM;

	ret_piece[0] = pool_id2str(u->pool, s->name);
	ret_piece[1] = is_rpm ? "-" : "_";
	ret_piece[2] = epoch ? epoch + 1 : evr;
	ret_piece[3] = is_rpm ? "." : "_";
	ret_piece[4] = pool_id2str(u->pool, s->arch);
	ret_piece[5] = is_rpm ? ".rpm" : ".deb";
}

/* The length of the directory with its '/', where the name is standard; -1: it is not. */
static long standard_dir(const struct universe *u, Id package, const char *name, size_t len)
{
	const char *piece[NAME_PIECES];

	standard_name(u, package, piece);
	for (int i = NAME_PIECES - 1; i >= 0; i--) {
		size_t n = strlen(piece[i]);

		if (len < n || memcmp(name + len - n, piece[i], n))
			return -1;
		len -= n;
	}
	return len && name[len - 1] == '/' ? (long)len : -1;
}

/* The offset of a text; neighbours mostly share theirs. */
static unsigned add_file_text(struct universe *u, unsigned last, const char *text, size_t len)
{
	size_t at = u->n_package_file_text ? u->n_package_file_text : 1;

	if (last && strlen(u->package_file_text + last) == len &&
	    !memcmp(u->package_file_text + last, text, len))
		return last;
	u->package_file_text = solv_extend(u->package_file_text, u->n_package_file_text,
					   at + len + 1 - u->n_package_file_text, 1, 65535);
	u->package_file_text[0] = 0;
	memcpy(u->package_file_text + at, text, len);
	u->package_file_text[at + len] = 0;
	u->n_package_file_text = at + len + 1;
	return (unsigned)at;
}

static void set_file(struct universe *u, Id package, const struct package_file *file,
		     const char *text, size_t len)
{
	int n = u->n_package_file;

	if (package >= n) {
		u->package_file = solv_extend(u->package_file, n, package + 1 - n,
					      sizeof(*u->package_file), BLOCK);
		memset(u->package_file + n, 0, (size_t)(package + 1 - n) * sizeof(*file));
		u->n_package_file = package + 1;
	}
	u->package_file[package] = *file;
	if (text)
		u->package_file[package].name =
			add_file_text(u, n ? u->package_file[n - 1].name : 0, text, len);
}

static bool is_plausible(const char *name, size_t len)
{
	return name && len && len <= PACKAGE_FILE_NAME_MAX && !memchr(name, 0, len);
}

void universe_set_package_file(struct universe *u, Id package, int input, const char *name,
			       size_t len, int64_t size, const unsigned char *sha256)
{
	struct package_file file = { .size = size, .input = (short)input };
	long dir = -1;

	if (sha256)
		memcpy(file.sha256, sha256, sizeof(file.sha256));
	if (is_plausible(name, len)) {
		dir = standard_dir(u, package, name, len);
		file.is_standard = dir > 0;
	} else {
		name = NULL;
	}
	set_file(u, package, &file, name, dir > 0 ? (size_t)dir : len);
}

void universe_set_package_file_text(struct universe *u, Id package, int input, const char *text,
				    bool is_standard, int64_t size, const unsigned char *sha256)
{
	struct package_file file = { .size = size, .input = (short)input,
				     .is_standard = is_standard };
	size_t len = text ? strlen(text) : 0;

	if (sha256)
		memcpy(file.sha256, sha256, sizeof(file.sha256));
	set_file(u, package, &file, is_plausible(text, len) ? text : NULL, len);
}

const unsigned char *universe_package_sha256(const struct universe *u, Id package)
{
	static const unsigned char unknown[32];

	if (package <= 0 || package >= u->n_package_file ||
	    !memcmp(u->package_file[package].sha256, unknown, sizeof(unknown)))
		return NULL;
	return u->package_file[package].sha256;
}

int universe_package_file(const struct universe *u, Id package,
			  struct package_file_location *ret_location)
{
	const struct package_file *file;
	const char *text;

	if (package <= 0 || package >= u->n_package_file || !u->package_file[package].name)
		return -1;
	file = &u->package_file[package];
	text = u->package_file_text + file->name;
	ret_location->name = solv_strdup(text);
	if (file->is_standard) {
		const char *piece[NAME_PIECES];

		standard_name(u, package, piece);
		for (int i = 0; i < NAME_PIECES; i += 2)
			ret_location->name = solv_dupappend(ret_location->name, piece[i],
							    piece[i + 1]);
	}
	ret_location->size = file->size;
	ret_location->input = &u->release.input[file->input];
	return 0;
}
