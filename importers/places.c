/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of places and how a path is held against it; see places.h. O(length of the path), and
 * O(rows) where the directory changes: 0.5 s for the 7 million paths of bookworm's binary lists.
 */
#include "importers/places.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/source_roles.h"

/* What a file's name must be like in a place. */
enum shape {
	ANY,	 /* every file; the text is its name */
	SUFFIX,	 /* ends in the row's text */
	COUNT,	 /* every file counts; the text is the row's */
	MODULES, /* kernel modules, compressed or not; they are counted */
	PREFIX,	 /* begins with the row's text */
};

struct place {
	const char *dir; /* without a leading "usr/", which systems with merged /usr make void */
	bool below;	 /* also every directory below it */
	enum observation_kind kind;
	enum shape shape;
	const char *text; /* suffix, prefix, or the text to count under */
};

/* clang-format off */
/* To add one: a row, with the directory as the Filesystem Hierarchy Standard, the tool's manual or
   a distribution's packaging policy names it, and a line in the test of its family. A directory
   below lib64 is looked up as below lib. */
static const struct place rows[] = {
	{ "bin", false, OBS_PROGRAM, ANY, NULL }, /* hier(7) */
	{ "games", false, OBS_PROGRAM, ANY, NULL }, /* hier(7) */
	{ "sbin", false, OBS_SYSTEM_PROGRAM, ANY, NULL }, /* hier(7) */
	{ "boot", false, OBS_KERNEL_IMAGE, PREFIX, "vmlinu" }, /* installkernel(8) */
	{ "etc/init.d", false, OBS_INIT_SCRIPT, ANY, NULL }, /* Debian Policy 9.3 */
	{ "etc/rc.d/init.d", false, OBS_INIT_SCRIPT, ANY, NULL }, /* RPM family: chkconfig(8) */
	{ "etc/xinetd.d", false, OBS_INETD_CONF, ANY, NULL }, /* xinetd.conf(5) */
	{ "etc/ufw/applications.d", false, OBS_FIREWALL_PROFILE, ANY, NULL }, /* ufw(8) */
	{ "include", true, OBS_HEADERS, COUNT, "c" }, /* hier(7) */
	{ "lib/systemd/system", false, OBS_SERVICE_UNIT, SUFFIX, ".service" }, /* systemd.unit(5) */
	{ "lib/systemd/system", false, OBS_SOCKET_UNIT, SUFFIX, ".socket" },
	{ "lib/systemd/user", false, OBS_USER_UNIT, SUFFIX, ".service" },
	{ "lib/systemd/user", false, OBS_USER_UNIT, SUFFIX, ".socket" },
	{ "lib/firewalld/services", false, OBS_FIREWALL_PROFILE, SUFFIX, ".xml" }, /* firewalld */
	{ "lib/modules", true, OBS_KERNEL_IMAGE, PREFIX, "vmlinu" }, /* kernel-install(8) */
	{ "lib/modules", true, OBS_KERNEL_MODULE, MODULES, ".ko" }, /* depmod(8) */
	{ "lib/firmware", true, OBS_FIRMWARE, COUNT, "firmware" }, /* request_firmware(9) */
	{ "share/dbus-1/system-services", false, OBS_DBUS_SYSTEM, SUFFIX, ".service" }, /* dbus */
	{ "share/dbus-1/services", false, OBS_DBUS_SESSION, SUFFIX, ".service" },
	{ "share/polkit-1/actions", false, OBS_POLKIT_ACTION, SUFFIX, ".policy" }, /* polkit(8) */
	/* language trees: the directories that each language's packaging policy names */
	{ "lib/python3", true, OBS_LANGUAGE_TREE, COUNT, "python" },
	{ "lib/python3.", true, OBS_LANGUAGE_TREE, COUNT, "python" },
	{ "lib/python2.7", true, OBS_LANGUAGE_TREE, COUNT, "python" },
	{ "lib/pypy", true, OBS_LANGUAGE_TREE, COUNT, "python" },
	{ "share/perl5", true, OBS_LANGUAGE_TREE, COUNT, "perl" },
	{ "lib/perl5", true, OBS_LANGUAGE_TREE, COUNT, "perl" },
	{ "share/gocode", true, OBS_LANGUAGE_TREE, COUNT, "golang" },
	{ "lib/golang/src", true, OBS_LANGUAGE_TREE, COUNT, "golang" },
	{ "share/cargo/registry", true, OBS_LANGUAGE_TREE, COUNT, "rust" },
	{ "share/java", true, OBS_LANGUAGE_TREE, COUNT, "java" },
	{ "share/maven-repo", true, OBS_LANGUAGE_TREE, COUNT, "java" },
	{ "lib/ruby", true, OBS_LANGUAGE_TREE, COUNT, "ruby" },
	{ "share/ruby", true, OBS_LANGUAGE_TREE, COUNT, "ruby" },
	{ "share/gems", true, OBS_LANGUAGE_TREE, COUNT, "ruby" },
	{ "lib/gems", true, OBS_LANGUAGE_TREE, COUNT, "ruby" },
	{ "share/rubygems-integration", true, OBS_LANGUAGE_TREE, COUNT, "ruby" },
	{ "share/nodejs", true, OBS_LANGUAGE_TREE, COUNT, "javascript" },
	{ "lib/nodejs", true, OBS_LANGUAGE_TREE, COUNT, "javascript" },
	{ "lib/node_modules", true, OBS_LANGUAGE_TREE, COUNT, "javascript" },
	{ "share/javascript", true, OBS_LANGUAGE_TREE, COUNT, "javascript" },
	{ "share/php", true, OBS_LANGUAGE_TREE, COUNT, "php" },
	{ "share/pear", true, OBS_LANGUAGE_TREE, COUNT, "php" },
	{ "lib/ocaml", true, OBS_LANGUAGE_TREE, COUNT, "ocaml" },
	{ "lib/haskell-packages", true, OBS_LANGUAGE_TREE, COUNT, "haskell" },
	{ "lib/ghc", true, OBS_LANGUAGE_TREE, COUNT, "haskell" },
	{ "lib/R", true, OBS_LANGUAGE_TREE, COUNT, "r" },
	{ "share/emacs", true, OBS_LANGUAGE_TREE, COUNT, "emacs-lisp" },
	{ "share/common-lisp", true, OBS_LANGUAGE_TREE, COUNT, "common-lisp" },
	{ "lib/erlang", true, OBS_LANGUAGE_TREE, COUNT, "erlang" },
	{ "lib/cli", true, OBS_LANGUAGE_TREE, COUNT, "csharp" },
	{ "lib/mono", true, OBS_LANGUAGE_TREE, COUNT, "csharp" },
	{ "share/lua", true, OBS_LANGUAGE_TREE, COUNT, "lua" },
	{ "share/tcltk", true, OBS_LANGUAGE_TREE, COUNT, "tcl" },
	{ "share/guile", true, OBS_LANGUAGE_TREE, COUNT, "scheme" },
	{ "share/octave", true, OBS_LANGUAGE_TREE, COUNT, "octave" },
	{ "share/julia", true, OBS_LANGUAGE_TREE, COUNT, "julia" },
	{ "share/ada", true, OBS_LANGUAGE_TREE, COUNT, "ada" },
};
/* clang-format on */

/* Extensions of programs that run as they are installed. Not those that are mostly compiled (.el),
   packed into resources (.qml, .js of desktop programs) or made smaller (.js of web pages). */
static const char *const kept_as_text[] = {
	"py", "pl", "pm", "rb", "lua", "nse", "tcl", "php", "scm", "sh", "bash", "fish", "zsh",
	"awk", "vim", "m", "jl", "sci", "raku", "rakumod",
};

/* Extensions of what is installed for compilers to read. */
static const char *const for_compilers[] = {
	"h", "hpp", "hh", "hxx", "c", "cc", "cpp", "cxx", "inl", "ipp", "tcc", "ino",
};

/* Extensions of what compilers made. */
static const char *const compiled[] = { "a", "o", "so" };

/* Extensions of images that a machine or device starts from, wherever they lie. */
static const char *const image[] = { "efi", "rom", "fw", "lkrn", "bin" };

enum { PLACES = sizeof(rows) / sizeof(rows[0]), HERE_MAX = 4,
       KEPT_AS_TEXT = sizeof(kept_as_text) / sizeof(kept_as_text[0]),
       FOR_COMPILERS = sizeof(for_compilers) / sizeof(for_compilers[0]),
       COMPILED = sizeof(compiled) / sizeof(compiled[0]),
       IMAGES = sizeof(image) / sizeof(image[0]) };

struct places {
	Pool *pool;
	char *dir; /* the directory of the path before */
	size_t dir_len, dir_room;
	const struct place *here[HERE_MAX]; /* the rows that hold in it */
	int n_here;
	bool is_library_dir;	   /* the linker looks there */
	Id plugin;		   /* directory below a library directory: its first part; 0: not */
	bool is_security_dir;	   /* PAM modules */
	bool is_aside;		   /* tests, documentation: nothing runs there */
	uint64_t extension;	   /* of the file before; up to eight characters */
	struct sighting of_extension; /* what it is a sign of; text 0: of nothing */
	struct sighting *sighting; /* where the answer goes */
	int n_sighting;
};

static bool is_under(const char *dir, size_t len, const char *place, bool below)
{
	size_t n = strlen(place);

	if (len < n || memcmp(dir, place, n))
		return false;
	/* a place that ends in a dot stands for its versions: lib/python3.11 */
	return len == n || (below && (dir[n] == '/' || place[n - 1] == '.'));
}

/* The directory names under lib that belong to a linker, not to a program: GNU triplets. */
static bool is_triplet(const char *name, size_t len)
{
	const char *dash = memchr(name, '-', len);

	return dash && memmem(name, len, "-linux-gnu", 10);
}

/* Does len bytes of dir name a library directory, possibly with something below it? Returns where
   that begins, NULL: it is no library directory. */
static const char *below_library_dir(const char *dir, size_t len, const char *end)
{
	const char *rest, *slash;
	size_t n = len >= 5 && !memcmp(dir, "lib64", 5) ? 5 :
		   len >= 3 && !memcmp(dir, "lib", 3)	? 3 :
							  0;

	if (!n || (len > n && dir[n] != '/'))
		return NULL;
	if (len == n)
		return end;
	rest = dir + n + 1;
	slash = memchr(rest, '/', end - rest);
	if (is_triplet(rest, (slash ? slash : end) - rest))
		return slash ? slash + 1 : end;
	return rest;
}

static void enter_directory(struct places *p, const char *dir, size_t len)
{
	const char *below, *end;
	char *alias = NULL;

	if (len + 1 > p->dir_room) {
		p->dir_room = 2 * len + 64;
		p->dir = solv_realloc(p->dir, p->dir_room);
	}
	memcpy(p->dir, dir, len);
	p->dir_len = len;
	p->n_here = 0;
	p->is_library_dir = p->is_security_dir = false;
	p->plugin = 0;
	p->dir[len] = '/';
	p->is_aside = source_role_of_path(p->dir, len + 1) == ROLE_ASIDE;
	if (len > 4 && !memcmp(dir, "usr/", 4)) {
		dir += 4;
		len -= 4;
	}
	if (len > 6 && !memcmp(dir, "lib64/", 6)) { /* the same as lib, for 64-bit systems */
		alias = solv_malloc(len);
		/* NOLINTNEXTLINE(bugprone-not-null-terminated-result): its length goes with it */
		memcpy(alias, "lib", 3);
		memcpy(alias + 3, dir + 5, len - 5);
		dir = alias;
		len -= 2;
	}
	end = dir + len;
	for (int i = 0; i < PLACES && p->n_here < HERE_MAX; i++)
		if (rows[i].dir[0] == dir[0] && is_under(dir, len, rows[i].dir, rows[i].below))
			p->here[p->n_here++] = &rows[i];
	below = len ? below_library_dir(dir, len, end) : NULL;
	if (below == end) {
		p->is_library_dir = true;
	} else if (below && end - below == 8 && !memcmp(below, "security", 8)) {
		p->is_security_dir = true;
	} else if (below) {
		const char *slash = memchr(below, '/', end - below);

		p->plugin = pool_strn2id(p->pool, below,
					 (unsigned)((slash ? slash : end) - below), 1);
	}
	free(alias);
}

static bool has_suffix(const char *name, const char *end, const char *suffix)
{
	size_t n = strlen(suffix);

	return (size_t)(end - name) > n && !memcmp(end - n, suffix, n);
}

static bool has_prefix(const char *name, const char *end, const char *prefix)
{
	size_t n = strlen(prefix);

	return (size_t)(end - name) > n && !memcmp(name, prefix, n);
}

static void see(struct places *p, enum observation_kind kind, Id text)
{
	if (p->n_sighting < SIGHTINGS_MAX)
		p->sighting[p->n_sighting++] = (struct sighting){ kind, text };
}

static void see_name(struct places *p, enum observation_kind kind, const char *name,
		     const char *end)
{
	see(p, kind, pool_strn2id(p->pool, name, (unsigned)(end - name), 1));
}

/* A file in a directory where the linker looks. */
static void see_library(struct places *p, const char *name, const char *end)
{
	if (!has_prefix(name, end, "lib") && !has_prefix(name, end, "ld-"))
		return;
	if (has_prefix(name, end, "libnss_") && has_suffix(name, end, ".so.2"))
		see_name(p, OBS_NSS_MODULE, name, end);
	else if (has_suffix(name, end, ".a"))
		see_name(p, OBS_STATIC_LIBRARY, name, end);
	else if (memmem(name, end - name, ".so.", 4) ||
		 (has_suffix(name, end, ".so") && memchr(name, '-', end - name)))
		see_name(p, OBS_SONAME, name, end);
}

static void see_row(struct places *p, const struct place *row, const char *name, const char *end)
{
	switch (row->shape) {
	case ANY:
		see_name(p, row->kind, name, end);
		break;
	case SUFFIX:
		if (has_suffix(name, end, row->text))
			see_name(p, row->kind, name, end);
		break;
	case PREFIX:
		if (has_prefix(name, end, row->text))
			see_name(p, row->kind, name, end);
		break;
	case MODULES:
		if (memmem(name, end - name, row->text, strlen(row->text)))
			see(p, row->kind, pool_str2id(p->pool, "modules", 1));
		break;
	case COUNT:
		see(p, row->kind, pool_str2id(p->pool, row->text, 1));
		break;
	}
}

static const char *find_word(const char *const *list, int n, const char *word, size_t len)
{
	for (int i = 0; i < n; i++)
		if (word[0] == list[i][0] && strlen(list[i]) == len && !memcmp(word, list[i], len))
			return list[i];
	return NULL;
}

/* What an extension is a sign of; neighbours mostly have the same. */
static void look_at_extension(struct places *p, const char *extension, size_t len)
{
	const char *text = find_word(kept_as_text, KEPT_AS_TEXT, extension, len);

	if (!text)
		text = find_word(for_compilers, FOR_COMPILERS, extension, len);
	if (!text)
		text = find_word(compiled, COMPILED, extension, len);
	p->of_extension.kind = text ? OBS_FILES_INSTALLED : OBS_FIRMWARE;
	if (!text)
		text = find_word(image, IMAGES, extension, len);
	p->of_extension.text = text ? pool_str2id(p->pool, text, 1) : 0;
}

static void see_extension(struct places *p, const char *name, const char *end)
{
	size_t len;
	const char *extension = source_extension(name, end - name, &len);
	uint64_t packed = 0;

	memcpy(&packed, extension, len);
	if (packed != p->extension) {
		p->extension = packed;
		look_at_extension(p, extension, len);
	}
	if (p->of_extension.text)
		see(p, p->of_extension.kind, p->of_extension.text);
}

bool places_is_kept_as_text(const char *extension)
{
	return find_word(kept_as_text, KEPT_AS_TEXT, extension, strlen(extension)) != NULL;
}

bool places_is_for_compilers(const char *extension)
{
	return find_word(for_compilers, FOR_COMPILERS, extension, strlen(extension)) != NULL;
}

struct places *places_new(Pool *pool)
{
	struct places *p = solv_calloc(1, sizeof(*p));

	p->pool = pool;
	p->dir_len = (size_t)-1;
	return p;
}

void places_free(struct places *p)
{
	if (!p)
		return;
	free(p->dir);
	free(p);
}

int places_look(struct places *p, const char *path, const char *end,
		struct sighting ret_sighting[SIGHTINGS_MAX])
{
	const char *slash = memrchr(path, '/', end - path), *name = slash ? slash + 1 : path;
	size_t dir_len = slash ? slash - path : 0;

	if (dir_len != p->dir_len || memcmp(path, p->dir, dir_len))
		enter_directory(p, path, dir_len);
	p->sighting = ret_sighting;
	p->n_sighting = 0;
	for (int i = 0; i < p->n_here; i++)
		see_row(p, p->here[i], name, end);
	if (p->is_library_dir)
		see_library(p, name, end);
	else if (p->is_security_dir && has_prefix(name, end, "pam_") &&
		 has_suffix(name, end, ".so"))
		see_name(p, OBS_PAM_MODULE, name, end);
	else if (p->plugin && has_suffix(name, end, ".so"))
		see(p, OBS_PLUGIN, p->plugin);
	if (!p->is_aside)
		see_extension(p, name, end);
	return p->n_sighting;
}
