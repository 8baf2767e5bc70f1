/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding and verifying Debian's index files; see debian_indexes.h.
 */
#include "importers/debian_indexes.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/absent.h"
#include "importers/apt_stanzas.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/text_copy.h"

/* What a stored index may end in, cheapest to read first. */
static const char *const endings[] = { ".gz", ".zst", ".lz4", "", ".xz", ".bz2", ".lzma" };

enum { ENDINGS = sizeof(endings) / sizeof(endings[0]) };

enum { CLOCK_TOLERANCE_SECONDS = 600 };

static const struct {
	const char *machine; /* uname -m */
	const char *arch;    /* dpkg --print-architecture */
} architectures[] = {
	{ "x86_64", "amd64" }, { "aarch64", "arm64" },	 { "armv7l", "armhf" },
	{ "i686", "i386" },    { "ppc64le", "ppc64el" }, { "riscv64", "riscv64" },
	{ "s390x", "s390x" },  { "mips64", "mips64el" }, { "loongarch64", "loong64" },
};

const char *debian_machine_arch(void)
{
	struct utsname name;

	if (uname(&name) == 0)
		for (size_t i = 0; i < sizeof(architectures) / sizeof(architectures[0]); i++)
			if (!strcmp(architectures[i].machine, name.machine))
				return architectures[i].arch;
	return "amd64";
}

const char *debian_keyring(void)
{
	return "/usr/share/keyrings/debian-archive-keyring.gpg";
}

static bool has_suffix(const char *text, const char *suffix)
{
	size_t n = strlen(text), m = strlen(suffix);

	return n >= m && !strcmp(text + n - m, suffix);
}

static bool is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static char *without_ending(const char *name)
{
	for (int i = 0; i < ENDINGS; i++)
		if (*endings[i] && has_suffix(name, endings[i]))
			return text_copy(name, strlen(name) - strlen(endings[i]));
	return solv_strdup(name);
}

/* Is this archive area one of those asked for? */
static bool is_wanted_area(const char *area, size_t len, const char *wanted)
{
	if (!wanted)
		wanted = "main";
	for (const char *at = wanted; *at;) {
		size_t n = strcspn(at, " ,");

		if (n == len && !memcmp(at, area, len))
			return true;
		at += n;
		at += strspn(at, " ,");
	}
	return false;
}

/* Which kind of index is "main/binary-amd64/Packages"? -1: none of ours. arch NULL: any. */
static int classify(const char *name, const char *arch, const char *components)
{
	const char *slash = strchr(name, '/'), *rest = slash ? slash + 1 : name;
	size_t n;

	if (slash && strncmp(name, "binary-", 7) && !is_wanted_area(name, slash - name, components))
		return -1;
	if (!strcmp(rest, "source/Sources") || !strcmp(name, "Sources"))
		return INDEX_SOURCES;
	if (!strcmp(rest, "Contents-source"))
		return INDEX_CONTENTS_SOURCE;
	if (!strcmp(rest, "Contents-all"))
		return INDEX_CONTENTS_BINARY;
	if (!strncmp(rest, "Contents-", 9) && !strchr(rest, '/') && strncmp(rest + 9, "udeb", 4))
		return !arch || !strcmp(rest + 9, arch) ? INDEX_CONTENTS_BINARY : -1;
	if (!strcmp(name, "Packages"))
		return INDEX_PACKAGES;
	if (strncmp(rest, "binary-", 7))
		return -1;
	rest += 7;
	n = strcspn(rest, "/");
	if (strcmp(rest + n, "/Packages"))
		return -1;
	return !arch || (strlen(arch) == n && !memcmp(rest, arch, n)) ? INDEX_PACKAGES : -1;
}

/* The archive's root: what is before the last "/dists/". NULL: there is none. The caller frees it.
   */
static char *base_of_path(const char *path)
{
	char *real = realpath(path, NULL), *base = NULL;

	for (char *at = real; at && (at = strstr(at, "/dists/")); at++)
		base = at;
	if (!base) {
		free(real);
		return NULL;
	}
	base[base == real] = 0;
	return real;
}

/* The same of a list: "mirror.example_debian" of "mirror.example_debian_dists_bookworm_". */
static char *base_of_list(const char *prefix)
{
	const char *base = NULL;

	for (const char *at = prefix; (at = strstr(at, "_dists_")); at++)
		base = at;
	return base ? text_copy(prefix, (size_t)(base - prefix)) : NULL;
}

/* It takes the base over. */
static void add_index(struct debian_indexes *d, enum index_kind kind, const char *path,
		      const char *name, int release, char *base)
{
	d->index = solv_extend(d->index, d->n_index, 1, sizeof(*d->index), 15);
	d->index[d->n_index++] = (struct debian_index){ kind, solv_strdup(path), solv_strdup(name),
							release, base };
}

/* ---- directories ---- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_names(char **name, int n)
{
	for (int i = 0; i < n; i++)
		free(name[i]);
	free(name);
}

/* The names in a directory, sorted. The caller frees them with free_names(). */
static int list_names(const char *dir, char ***ret_name, struct diag *diag)
{
	DIR *handle = opendir(dir);
	struct dirent *entry;
	char **name = NULL;
	int n = 0, error;

	if (!handle)
		return diag_fail(diag, "cannot open '%s': %s", dir, strerror(errno));
	while (errno = 0, (entry = readdir(handle))) {
		if (entry->d_name[0] == '.')
			continue;
		name = solv_extend(name, n, 1, sizeof(*name), 63);
		name[n++] = solv_strdup(entry->d_name);
	}
	error = errno;
	closedir(handle);
	if (error) {
		free_names(name, n);
		return diag_fail(diag, "cannot read '%s': %s", dir, strerror(error));
	}
	if (n)
		qsort(name, n, sizeof(*name), compare_names);
	*ret_name = name;
	return n;
}

/* The suite by whose name a Release lies where it does: "bookworm" of "…/dists/bookworm/InRelease"
   or "…_dists_bookworm_InRelease". NULL: the place has no such name. The caller frees it. */
static char *suite_of_place(const char *path, bool is_list)
{
	const char *dists = is_list ? "_dists_" : "/dists/", *suite = NULL, *end;
	char *real = realpath(path, NULL), *ret;

	for (const char *at = real ? real : path; (at = strstr(at, dists)); at++)
		suite = at + strlen(dists);
	end = suite ? strrchr(suite, is_list ? '_' : '/') : NULL;
	ret = end && end > suite ? text_copy(suite, (size_t)(end - suite)) : NULL;
	for (char *c = ret; c && *c && is_list; c++)
		if (*c == '_') /* "buster_updates" */
			*c = '/';
	free(real);
	return ret;
}

/* Of another suite it vouches for nothing here, however well it is signed. */
static int check_suite(struct release_file *r, const char *path, bool is_list,
		       const struct import_options *options, struct diag *diag)
{
	char *suite = suite_of_place(path, is_list);
	bool is_of = !suite || release_file_is_of(r, suite);

	if (!is_of && options->allow_unverified) {
		diag_warn(diag, WARN_UNVERIFIED, "'%s' is the Release of '%s', not of '%s'", path,
			  release_file_name(r), suite);
		release_file_disown(r);
	} else if (!is_of) {
		diag_fail(diag,
			  "cannot trust '%s': it is the Release of '%s', not of '%s' "
			  "(--allow-unverified takes it as it is)",
			  path, release_file_name(r), suite);
	}
	free(suite);
	return is_of || options->allow_unverified ? 0 : -1;
}

/* Is it past its Valid-Until, or from a time to come? Lists were judged by apt when it fetched
   them; that they have grown old since is worth a warning only. */
static int check_age(const struct release_file *r, const char *path, bool is_fetched,
		     const struct import_options *options, struct diag *diag)
{
	time_t now = time(NULL), limit = now + CLOCK_TOLERANCE_SECONDS;
	char latest[32];
	struct tm tm;

	strftime(latest, sizeof(latest), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&limit, &tm));
	if (r->date && strcmp(r->date, latest) > 0)
		return diag_fail(
			diag,
			"cannot trust '%s': it is from the future (%s); is this machine's clock "
			"right?",
			path, r->date);
	if (r->valid_until < 0 || r->valid_until >= now)
		return 0;
	if (!is_fetched && !options->allow_expired)
		return diag_fail(
			diag,
			"cannot trust '%s': it expired %lld days ago (--allow-expired takes it as "
			"it is)",
			path, (now - r->valid_until) / 86400);
	diag_warn(diag, WARN_EXPIRED, "'%s' expired %lld days ago", path,
		  (now - r->valid_until) / 86400);
	return 0;
}

/* With --allow-unverified a signature is still checked, and what is signed is still known to be. */
static int add_release(struct debian_indexes *d, const char *path, bool is_fetched,
		       const struct import_options *options, struct diag *diag)
{
	const char *keyring = options->keyring ? options->keyring : debian_keyring();
	struct diag refused;
	int ret;

	d->release = solv_extend(d->release, d->n_release, 1, sizeof(*d->release), 7);
	d->release_path = solv_extend(d->release_path, d->n_release, 1, sizeof(char *), 7);
	diag_init(&refused);
	ret = release_file_read(&d->release[d->n_release], path, keyring,
				options->allow_unverified ? &refused : diag);
	if (ret && options->allow_unverified) {
		diag_warn(diag, WARN_UNVERIFIED, "%s", refused.message);
		ret = release_file_read(&d->release[d->n_release], path, NULL, diag);
	}
	diag_clear(&refused);
	if (ret)
		return -1;
	d->release_path[d->n_release++] = solv_strdup(path);
	if (check_suite(&d->release[d->n_release - 1], path, is_fetched, options, diag))
		return -1;
	return check_age(&d->release[d->n_release - 1], path, is_fetched, options, diag);
}

/* A release's name in a lists directory up to its "InRelease"; NULL: the name is no Release's. */
static char *release_prefix(const char *name)
{
	size_t n = strlen(name);

	if (has_suffix(name, "_InRelease"))
		return text_copy(name, n - 9);
	if (has_suffix(name, "_Release"))
		return text_copy(name, n - 7);
	return NULL;
}

struct list_release {
	char *prefix;
	char *path;
	bool debian;
	bool automatic; /* apt would install from it by default: no backports */
	bool chosen;	/* it counts here */
};

/* Read without belief who the releases of a lists directory are, to know which to verify. */
static int survey_releases(const char *dir, char **name, int n_name,
			   struct list_release **ret_release, struct diag *diag)
{
	struct list_release *release = NULL;
	int n = 0;

	for (int i = 0; i < n_name; i++) {
		/* -Wanalyzer-null-dereference: and
		   NOLINTNEXTLINE(clang-analyzer-core.NullDereference): there are n names */
		char *prefix = release_prefix(name[i]), *path;
		struct release_file r;

		if (!prefix)
			continue;
		if (n && !strcmp(release[n - 1].prefix, prefix)) {
			free(prefix); /* a Release beside the InRelease */
			continue;
		}
		path = solv_dupjoin(dir, "/", name[i]);
		if (release_file_read(&r, path, NULL, diag)) {
			free(prefix);
			free(path);
			for (int j = 0; j < n; j++) {
				free(release[j].prefix);
				free(release[j].path);
			}
			free(release);
			return -1;
		}
		release = solv_extend(release, n, 1, sizeof(*release), 7);
		release[n++] = (struct list_release){ prefix, path,
						      r.origin && !strcmp(r.origin, "Debian"),
						      !r.not_automatic, false };
		release_file_clear(&r);
	}
	*ret_release = release;
	return n;
}

/* Debian's own where there are any, and of these the automatic ones where there are any. */
static void choose_releases(struct list_release *release, int n)
{
	bool any_debian = false, any_automatic = false;

	for (int i = 0; i < n; i++)
		any_debian |= release[i].debian;
	for (int i = 0; i < n; i++)
		any_automatic |= release[i].debian == any_debian && release[i].automatic;
	for (int i = 0; i < n; i++)
		release[i].chosen = release[i].debian == any_debian &&
				    release[i].automatic == any_automatic;
}

static int find_in_lists(struct debian_indexes *d, const char *dir,
			 const struct import_options *options, struct diag *diag)
{
	struct list_release *release = NULL;
	char **name = NULL;
	int n_name = list_names(dir, &name, diag), n_release = 0, ret = -1;

	if (n_name < 0)
		return -1;
	n_release = survey_releases(dir, name, n_name, &release, diag);
	if (n_release < 0)
		goto done;
	choose_releases(release, n_release);
	for (int i = 0; i < n_release; i++)
		if (release[i].chosen && add_release(d, release[i].path, true, options, diag))
			goto done;
	for (int i = 0; i < n_name; i++) {
		char *path = solv_dupjoin(dir, "/", name[i]), *plain = without_ending(name[i]);
		int best = -1, kind;
		size_t best_len = 0;

		for (int j = 0; j < n_release; j++) {
			size_t len = strlen(release[j].prefix);

			if (len > best_len && !strncmp(plain, release[j].prefix, len)) {
				best = j;
				best_len = len;
			}
		}
		/* without any Release, the plain names of a hand-made directory */
		if (best >= 0 ? release[best].chosen : n_release == 0) {
			char *index = solv_strdup(plain + best_len);
			int at = -1;

			for (char *c = index; *c; c++)
				if (*c == '_' && best >= 0)
					*c = '/';
			for (int r = 0; best >= 0 && r < d->n_release; r++)
				if (!strcmp(d->release_path[r], release[best].path))
					at = r;
			kind = classify(index, d->arch, options->components);
			if (kind >= 0 && !is_directory(path))
				add_index(d, kind, path, index, at,
					  best >= 0 ? base_of_list(release[best].prefix) : NULL);
			free(index);
		}
		free(path);
		free(plain);
	}
	ret = 0;
done:
	for (int i = 0; i < n_release; i++) {
		free(release[i].prefix);
		free(release[i].path);
	}
	free(release);
	free_names(name, n_name);
	return ret;
}

/* One dists/SUITE directory: what its Release lists and is there, in the cheapest form. */
static int find_in_suite(struct debian_indexes *d, const char *dir,
			 const struct import_options *options, struct diag *diag)
{
	char *path = solv_dupjoin(dir, "/", "InRelease");
	const struct release_file *r;
	int ret = -1, first = d->n_index;

	if (is_absent(path)) {
		free(path);
		path = solv_dupjoin(dir, "/", "Release");
	}
	if (add_release(d, path, false, options, diag))
		goto done;
	r = &d->release[d->n_release - 1];
	for (int e = 0; e < ENDINGS; e++) {
		for (int i = 0; i < r->n_sum; i++) {
			char *plain = without_ending(r->sum[i].name), *file;
			int kind = classify(plain, d->arch, options->components);
			bool have = !has_suffix(r->sum[i].name, endings[e]) ||
				    strlen(plain) + strlen(endings[e]) != strlen(r->sum[i].name);

			for (int j = first; j < d->n_index && !have; j++)
				have = !strcmp(d->index[j].name, plain);
			file = solv_dupjoin(dir, "/", r->sum[i].name);
			if (kind >= 0 && !have && !is_absent(file))
				add_index(d, kind, file, plain, d->n_release - 1,
					  base_of_path(file));
			free(file);
			free(plain);
		}
	}
	ret = 0;
done:
	free(path);
	return ret;
}

static bool is_suite(const char *dir)
{
	char *in = solv_dupjoin(dir, "/", "InRelease"), *out = solv_dupjoin(dir, "/", "Release");
	bool ret = !is_absent(in) || !is_absent(out);

	free(in);
	free(out);
	return ret;
}

/* Does apt install from this suite by default? What cannot be read is for find_in_suite() to say.
   */
static bool is_automatic(const char *dir)
{
	static const char *const names[] = { "InRelease", "Release" };
	struct diag ignored;
	struct release_file r;
	bool ret = true;

	diag_init(&ignored);
	for (int i = 0; i < 2; i++) {
		char *path = solv_dupjoin(dir, "/", names[i]);

		if (access(path, F_OK) == 0 && !release_file_read(&r, path, NULL, &ignored)) {
			ret = ret && !r.not_automatic;
			release_file_clear(&r);
		}
		free(path);
	}
	diag_clear(&ignored);
	return ret;
}

/* All suites of a mirror but backports; they must belong to one release and differ only by pocket.
   */
static int find_in_mirror(struct debian_indexes *d, const char *dists,
			  const struct import_options *options, struct diag *diag)
{
	char **name = NULL;
	const char *base = NULL;
	int n = list_names(dists, &name, diag), ret = -1;

	if (n < 0)
		return -1;
	for (int i = 0; i < n; i++) {
		/* -Wanalyzer-null-dereference: and
		   NOLINTNEXTLINE(clang-analyzer-core.NullDereference): there are n names */
		char *dir = solv_dupjoin(dists, "/", name[i]);
		struct stat st;
		size_t len = strcspn(name[i], "-/");
		bool wanted = !(lstat(dir, &st) == 0 && S_ISLNK(st.st_mode)) && is_suite(dir) &&
			      is_automatic(dir);

		if (wanted && base && (strcspn(base, "-/") != len || strncmp(base, name[i], len))) {
			diag_fail(diag,
				  "cannot choose a release: '%s' has '%s' and '%s'; name one, as "
				  "'%s'",
				  dists, base, name[i], dir);
			free(dir);
			goto done;
		}
		if (wanted)
			base = name[i];
		if (wanted && find_in_suite(d, dir, options, diag)) {
			free(dir);
			goto done;
		}
		free(dir);
	}
	ret = 0;
done:
	free_names(name, n);
	return ret;
}

/* ---- the whole ---- */

/* Pockets carry the newer versions: they are read first, and the main archive, whose codename is
   the beginning of theirs, last. */
static int codename_len(const struct release_file *r)
{
	return r->codename ? (int)strlen(r->codename) : 0;
}

static void order_releases(struct debian_indexes *d)
{
	for (int i = 1; i < d->n_release; i++) {
		for (int j = i;
		     j > 0 && codename_len(&d->release[j - 1]) < codename_len(&d->release[j]);
		     j--) {
			struct release_file release = d->release[j];
			char *path = d->release_path[j];

			d->release[j] = d->release[j - 1];
			d->release[j - 1] = release;
			d->release_path[j] = d->release_path[j - 1];
			d->release_path[j - 1] = path;
			for (int k = 0; k < d->n_index; k++)
				if (d->index[k].release == j)
					d->index[k].release = j - 1;
				else if (d->index[k].release == j - 1)
					d->index[k].release = j;
		}
	}
}

static int compare_indexes(const void *a, const void *b)
{
	const struct debian_index *x = a, *y = b;

	if (x->kind != y->kind)
		return (int)x->kind - (int)y->kind;
	if (x->release != y->release)
		return x->release - y->release;
	return strcmp(x->name, y->name);
}

static int find_in(struct debian_indexes *d, const char *path, const struct import_options *options,
		   struct diag *diag)
{
	char *dists = solv_dupjoin(path, "/", "dists");
	int ret;

	if (is_directory(dists))
		ret = find_in_mirror(d, dists, options, diag);
	else if (is_suite(path))
		ret = find_in_suite(d, path, options, diag);
	else
		ret = find_in_lists(d, path, options, diag);
	free(dists);
	return ret;
}

int debian_indexes_find(struct debian_indexes *d, const char *path,
			const struct import_options *options, struct diag *diag)
{
	struct stat st;

	memset(d, 0, sizeof(*d));
	if (stat(path, &st) != 0)
		return diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode)) {
		if (!S_ISREG(st.st_mode))
			return diag_fail(diag, "cannot read '%s': not a regular file", path);
		d->arch = options->arch ? solv_strdup(options->arch) : NULL;
		add_index(d, INDEX_PACKAGES, path, "Packages", -1, base_of_path(path));
		return 0;
	}
	d->arch = solv_strdup(options->arch ? options->arch : debian_machine_arch());
	if (find_in(d, path, options, diag))
		return -1;
	order_releases(d);
	if (d->n_index)
		qsort(d->index, d->n_index, sizeof(*d->index), compare_indexes);
	if (!d->n_index || d->index[0].kind != INDEX_PACKAGES)
		return diag_fail(diag,
				 "cannot find a package index for %s in '%s'; expected are "
				 "apt lists, dists/, Packages, repodata/ or .rpm files",
				 d->arch, path);
	return 0;
}

int debian_indexes_verify(const struct debian_indexes *d, const struct debian_index *index,
			  bool allow_unverified, struct input *ret_input, struct diag *diag)
{
	const struct release_file *r = index->release >= 0 ? &d->release[index->release] : NULL;
	const char *pocket = r ? r->codename ? r->codename : r->suite : NULL;
	const struct release_sum *sum = NULL;
	char content[65];
	long long size;

	ret_input->path = solv_strdup(index->path);
	ret_input->base = index->base ? solv_strdup(index->base) : NULL;
	ret_input->name = pocket ? solv_dupjoin(pocket, " ", index->name) :
				   solv_strdup(index->name);
	if (apt_sha256(index->path, false, ret_input->sha256, &size, diag))
		return -1;
	ret_input->size = size;
	if (!r) {
		if (!size)
			return diag_fail(diag, "cannot import '%s': it is empty", index->path);
		diag_warn(diag, WARN_UNVERIFIED, "no Release vouches for '%s'", index->path);
		return 0;
	}
	ret_input->date = r->date ? solv_strdup(r->date) : NULL;
	ret_input->signed_by = r->signer.key ? solv_strdup(r->signer.key) : NULL;
	ret_input->key_name = r->signer.name ? solv_strdup(r->signer.name) : NULL;
	for (int i = 0; i < ENDINGS && !ret_input->verification; i++) {
		char *name = solv_dupjoin(index->name, endings[i], NULL);

		sum = release_file_find(r, name);
		if (sum && !strcmp(sum->sha256, ret_input->sha256))
			ret_input->verification = r->verification;
		free(name);
	}
	if (!ret_input->verification) {
		struct diag damaged;

		diag_init(&damaged);
		sum = release_file_find(r, index->name);
		if (sum && !apt_sha256(index->path, true, content, &size, &damaged) &&
		    !strcmp(sum->sha256, content))
			ret_input->verification = r->verification;
		else if (!allow_unverified)
			diag_fail(
				diag,
				release_file_has_sums(r) ?
					"cannot trust '%s': it is not what '%s' lists as %s; "
					"damaged, or from another date (--allow-unverified takes "
					"it as it is)" :
					"cannot trust '%s': '%s' has no SHA-256 of %s, and weaker "
					"sums can be forged (--allow-unverified takes it as it is)",
				index->path, d->release_path[index->release], index->name);
		diag_clear(&damaged);
		if (!ret_input->verification && !allow_unverified)
			return -1;
	}
	if (ret_input->verification == VERIFY_NONE) {
		diag_warn(diag, WARN_UNVERIFIED, "'%s' is not what its Release lists", index->path);
		ret_input->signed_by = solv_free(ret_input->signed_by);
		ret_input->key_name = solv_free(ret_input->key_name);
	}
	return 0;
}

void debian_indexes_clear(struct debian_indexes *d)
{
	for (int i = 0; i < d->n_release; i++) {
		release_file_clear(&d->release[i]);
		free(d->release_path[i]);
	}
	for (int i = 0; i < d->n_index; i++) {
		free(d->index[i].path);
		free(d->index[i].name);
		free(d->index[i].base);
	}
	free(d->release);
	free(d->release_path);
	free(d->index);
	free(d->arch);
	memset(d, 0, sizeof(*d));
}
