/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RPM releases by name; see rpm_release.h.
 */
#include "importers/rpm_release.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/chksum.h>
#include <solv/util.h>

#include "importers/cache.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/mark.h"
#include "importers/newest.h"
#include "importers/rpm_fetch.h"
#include "importers/rpm_packages.h"
#include "importers/rpmmd_index.h"
#include "importers/text_copy.h"
#include "importers/universe.h"

#define FEDORA "https://mirrors.fedoraproject.org/metalink?repo="
#define CENTOS "https://mirrors.centos.org/metalink?repo="

/* The repositories of each release, as the distribution's own /etc/yum.repos.d has them; @VERSION@
   and @ARCH@ are filled in. Before the releases themselves, updates: both are imported, the newest
   counts. To add a distribution: its rows, a function below, a row in importer.c. */
static const struct repository {
	const char *family;
	const char *version; /* "#": any whole number */
	const char *name;    /* its directory in the cache */
	const char *metalink;
} repositories[] = {
	{ "fedora", "rawhide", "fedora", FEDORA "rawhide&arch=@ARCH@" },
	{ "fedora", "rawhide", "source", FEDORA "rawhide-source&arch=@ARCH@" },
	{ "fedora", "#", "updates", FEDORA "updates-released-f@VERSION@&arch=@ARCH@" },
	{ "fedora", "#", "fedora", FEDORA "fedora-@VERSION@&arch=@ARCH@" },
	{ "fedora", "#", "updates-source",
	  FEDORA "updates-released-source-f@VERSION@&arch=@ARCH@" },
	{ "fedora", "#", "source", FEDORA "fedora-source-@VERSION@&arch=@ARCH@" },
	{ "centos-stream", "#", "baseos", CENTOS "centos-baseos-@VERSION@-stream&arch=@ARCH@" },
	{ "centos-stream", "#", "appstream",
	  CENTOS "centos-appstream-@VERSION@-stream&arch=@ARCH@" },
	{ "centos-stream", "#", "crb", CENTOS "centos-crb-@VERSION@-stream&arch=@ARCH@" },
	{ "centos-stream", "#", "baseos-source",
	  CENTOS "centos-baseos-source-@VERSION@-stream&arch=source" },
	{ "centos-stream", "#", "appstream-source",
	  CENTOS "centos-appstream-source-@VERSION@-stream&arch=source" },
	{ "centos-stream", "#", "crb-source",
	  CENTOS "centos-crb-source-@VERSION@-stream&arch=source" },
	{ "epel", "#", "epel", FEDORA "epel-@VERSION@&arch=@ARCH@" },
	{ "epel", "#", "source", FEDORA "epel-source-@VERSION@&arch=@ARCH@" },
};

enum { REPOSITORIES = sizeof(repositories) / sizeof(repositories[0]), RELEASE_REPOS_MAX = 32 };

/* The releases that messages name, and the oldest version there is metadata of in today's form. */
static const struct {
	const char *family;
	int oldest;
	const char *known;
} families[] = {
	{ "fedora", 20, "fedora:43 and other numbers, fedora:rawhide" },
	{ "centos-stream", 8, "centos-stream:9, centos-stream:10" },
	{ "epel", 7, "epel:9, epel:10" },
};

enum { FAMILIES = sizeof(families) / sizeof(families[0]), VERSION_NEWEST = 199 };

/* One repository to be fetched. */
struct wanted {
	char name[32];
	enum rpm_fetch_source source;
	char *url;
};

struct rpm_release {
	const char *family, *version;
	const struct import_options *options;
	const char *arch;
	struct wanted wanted[RELEASE_REPOS_MAX];
	int n_wanted;
	char *dir;
	bool refresh; /* nothing is imported afterwards, which would say what was let in */
};

static bool is_version(const char *family, const char *version)
{
	size_t digits = strspn(version, "0123456789");

	for (int i = 0; i < REPOSITORIES; i++)
		if (!strcmp(repositories[i].family, family) &&
		    !strcmp(repositories[i].version, version))
			return true;
	if (!digits || digits > 3 || version[digits] || *version == '0')
		return false;
	for (int i = 0; i < FAMILIES; i++)
		if (!strcmp(families[i].family, family)) {
			long number = strtol(version, NULL, 10);

			return number >= families[i].oldest && number <= VERSION_NEWEST;
		}
	return false;
}

static int check_version(const char *family, const char *version, struct diag *diag)
{
	const char *known = "";

	if (is_version(family, version))
		return 0;
	for (int i = 0; i < FAMILIES; i++)
		if (!strcmp(families[i].family, family))
			known = families[i].known;
	return diag_fail(diag, "unknown release '%s:%s'; known are %s", family, version, known);
}

/* ---- which repositories ---- */

/* The URL with @VERSION@ and @ARCH@ filled in. The caller frees it. */
static char *fill_in(const char *url, const char *version, const char *arch)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		solv_oom(0, 0);
	while (*url) {
		size_t n = strcspn(url, "@");

		fprintf(file, "%.*s", (int)n, url);
		url += n;
		if (!strncmp(url, "@VERSION@", 9)) {
			fputs(version, file);
			url += 9;
		} else if (!strncmp(url, "@ARCH@", 6)) {
			fputs(arch, file);
			url += 6;
		} else if (*url) {
			fputc(*url++, file);
		}
	}
	if (ferror(file) || fclose(file))
		solv_oom(0, 0);
	return text;
}

static int add_given(struct rpm_release *r, const char *const *urls, int n,
		     enum rpm_fetch_source source, struct diag *diag)
{
	for (int i = 0; i < n; i++) {
		struct wanted *wanted = &r->wanted[r->n_wanted];

		if (r->n_wanted == RELEASE_REPOS_MAX)
			return diag_fail(diag, "cannot fetch more than %d repositories",
					 RELEASE_REPOS_MAX);
		snprintf(wanted->name, sizeof(wanted->name), "given%d", r->n_wanted + 1);
		wanted->source = source;
		wanted->url = fill_in(urls[i], r->version, r->arch);
		r->n_wanted++;
	}
	return 0;
}

/* Those that the options name, else those of the table. */
static int choose_repositories(struct rpm_release *r, struct diag *diag)
{
	const struct import_options *o = r->options;
	bool named = false;

	if (add_given(r, o->metalink, o->n_metalink, RPM_FETCH_METALINK, diag) ||
	    add_given(r, o->mirrorlist, o->n_mirrorlist, RPM_FETCH_MIRRORLIST, diag) ||
	    add_given(r, o->baseurl, o->n_baseurl, RPM_FETCH_BASEURL, diag))
		return -1;
	if (r->n_wanted)
		return 0;
	for (int i = 0; i < REPOSITORIES; i++)
		named |= !strcmp(repositories[i].family, r->family) &&
			 !strcmp(repositories[i].version, r->version);
	for (int i = 0; i < REPOSITORIES; i++) {
		const struct repository *repository = &repositories[i];
		struct wanted *wanted = &r->wanted[r->n_wanted];

		if (strcmp(repository->family, r->family) ||
		    strcmp(repository->version, named ? r->version : "#"))
			continue;
		snprintf(wanted->name, sizeof(wanted->name), "%s", repository->name);
		wanted->source = RPM_FETCH_METALINK;
		wanted->url = fill_in(repository->metalink, r->version, r->arch);
		r->n_wanted++;
	}
	return 0;
}

/* CACHE/fedora-43-x86_64, with a hash of the URLs where they are not the distribution's own. */
static char *state_dir(const struct rpm_release *r, struct diag *diag)
{
	const struct import_options *o = r->options;
	char *cache = cache_dir(o, diag), *dir, hash[17] = "";

	if (!cache)
		return NULL;
	if (o->n_metalink || o->n_mirrorlist || o->n_baseurl) {
		Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);
		const unsigned char *bytes;
		int n;

		for (int i = 0; i < r->n_wanted; i++) {
			unsigned char source = (unsigned char)r->wanted[i].source;

			solv_chksum_add(sum, &source, 1);
			solv_chksum_add(sum, r->wanted[i].url, (int)strlen(r->wanted[i].url) + 1);
		}
		bytes = solv_chksum_get(sum, &n);
		snprintf(hash, sizeof(hash), "-%02x%02x%02x%02x%02x%02x", bytes[0], bytes[1],
			 bytes[2], bytes[3], bytes[4], bytes[5]);
		solv_chksum_free(sum, NULL);
	}
	dir = solv_dupjoin(cache, "/", r->family);
	dir = solv_dupappend(dir, "-", r->version);
	dir = solv_dupappend(dir, "-", r->arch);
	dir = solv_dupappend(dir, hash, NULL);
	free(cache);
	if (strchr(dir, '+')) { /* which joins repositories */
		diag_fail(diag, "cannot use '%s' as a cache: its name has a '+'", dir);
		dir = solv_free(dir);
	}
	return dir;
}

/* ---- the mark ---- */

/* Which place holds the whole copy: 'a', 'b'; 0: none. The repositories of the mark must be those
   that are wanted. */
static char read_fetched(const struct rpm_release *r)
{
	char *text = mark_read(r->dir, "fetched"), *save = NULL;
	char *line = text ? strtok_r(text, "\n", &save) : NULL;
	char place = line && (!strcmp(line, "a") || !strcmp(line, "b")) ? *line : 0;
	int n = 0;

	while (place && (line = strtok_r(NULL, "\n", &save))) {
		if (n >= r->n_wanted || strcmp(line, r->wanted[n].name))
			place = 0;
		n++;
	}
	free(text);
	return n == r->n_wanted ? place : 0;
}

/* The mark is the last thing that is written: the place and, a line each, its repositories. */
static int write_fetched(const struct rpm_release *r, char place, struct diag *diag)
{
	char *text = solv_strdup(place == 'a' ? "a\n" : "b\n");
	int ret;

	for (int i = 0; i < r->n_wanted; i++)
		text = solv_dupappend(text, r->wanted[i].name, "\n");
	ret = mark_write(r->dir, "fetched", text, diag);
	free(text);
	return ret;
}

/* CACHE/fedora-43-x86_64/a/updates. The caller frees it. */
static char *repo_dir(const struct rpm_release *r, char place, int i)
{
	char slash_place[] = { '/', place, '/', 0 };

	return solv_dupjoin(r->dir, slash_place, r->wanted[i].name);
}

static char *joined_dirs(const struct rpm_release *r, char place)
{
	char *joined = NULL;

	for (int i = 0; i < r->n_wanted; i++) {
		char *dir = repo_dir(r, place, i);

		joined = solv_dupappend(joined, joined ? "+" : dir, joined ? dir : NULL);
		free(dir);
	}
	return joined;
}

/* ---- fetching ---- */

/* A signature is only asked for where the user says who may sign: none of these distributions signs
   its repomd.xml; what vouches for it is the metalink, which comes over TLS. */
static int fetch_one(const struct rpm_release *r, int i, const char *dir, const char *earlier,
		     const char *newest, struct diag *diag)
{
	const struct import_options *o = r->options;
	struct rpm_fetch request = {
		.name = r->wanted[i].name,
		.source = r->wanted[i].source,
		.url = r->wanted[i].url,
		.dir = dir,
		.earlier = earlier,
		.newest = newest,
		.allow_unverified = o->allow_unverified,
		.keyring = o->keyring,
		.progress = o->progress,
		.progress_closure = o->progress_closure,
	};
	struct diag refused;
	int ret;

	if (!o->keyring || !o->allow_unverified)
		return rpm_fetch(&request, diag);
	diag_init(&refused);
	ret = rpm_fetch(&request, &refused);
	if (ret) {
		if (r->refresh)
			diag_warn(diag, WARN_UNVERIFIED, "%s", refused.message);
		request.keyring = NULL;
		ret = rpm_fetch(&request, diag);
	}
	diag_clear(&refused);
	return ret;
}

/* How new a repository is that was just fetched. What nobody verified must not say what is old. */
static int note_date(const struct rpm_release *r, int i, const char *dir, struct newest *newest,
		     struct diag *diag)
{
	struct rpmmd_index index;
	struct diag ignored; /* the import says it again */
	const char *date;
	int ret;

	diag_init(&ignored);
	ret = rpmmd_index_find(&index, dir, &ignored);
	date = newest_find(newest, r->wanted[i].name);
	if (ret)
		diag_fail(diag, "%s", ignored.message);
	else if (!r->options->allow_unverified)
		newest_note(newest, r->wanted[i].name, index.date);
	else if (r->refresh && rpmmd_index_is_weak(&index))
		diag_warn(diag, WARN_UNVERIFIED, "'%s' has weak checksums", index.repomd);
	if (!ret && r->refresh && date && (!index.date || strcmp(index.date, date) < 0))
		diag_warn(diag, WARN_ROLLED_BACK, "'%s' is of %s, and one of %s was here before",
			  index.repomd, index.date ? index.date : "no date", date);
	rpmmd_index_clear(&index);
	diag_clear(&ignored);
	return ret;
}

/* Into the place that is not in use; notes how new what came is. */
static int fetch_all(const struct rpm_release *r, char place, char earlier_place,
		     struct newest *newest, struct diag *diag)
{
	int ret = 0;

	for (int i = 0; i < r->n_wanted && !ret; i++) {
		char *dir = repo_dir(r, place, i);
		char *earlier = earlier_place ? repo_dir(r, earlier_place, i) : NULL;

		ret = cache_make_dirs(dir, diag);
		if (!ret)
			ret = fetch_one(r, i, dir, earlier, newest_find(newest, r->wanted[i].name),
					diag);
		if (!ret)
			ret = note_date(r, i, dir, newest, diag);
		free(dir);
		free(earlier);
	}
	return ret;
}

static int replace(const struct rpm_release *r, char place, char earlier_place, struct diag *diag)
{
	const char name[] = { place, 0 }, earlier_name[] = { earlier_place, 0 };
	struct newest newest;

	return newest_load(&newest, r->dir, earlier_place ? earlier_name : NULL, diag) ||
			       fetch_all(r, place, earlier_place, &newest, diag) ||
			       newest_save(&newest, r->dir, name, diag) ||
			       write_fetched(r, place, diag) ?
		       -1 :
		       0;
}

static char *release_repos(const char *family, const char *version,
			   const struct import_options *options, bool refresh, struct diag *diag)
{
	struct rpm_release r = {
		.family = family, .version = version, .options = options, .refresh = refresh
	};
	char *repos = NULL, place;
	int lock = -1;

	r.arch = rpm_arch(options->arch);
	if (check_version(family, version, diag) || choose_repositories(&r, diag) ||
	    !(r.dir = state_dir(&r, diag)))
		goto done;
	place = read_fetched(&r);
	if (!refresh && place) {
		repos = joined_dirs(&r, place);
		goto done;
	}
	if (options->offline) {
		diag_fail(diag, "'%s:%s' is not in the cache, and --offline forbids to fetch it",
			  family, version);
		goto done;
	}
	/* one linchpin fetches, others wait and then find it done */
	if (cache_make_dirs(r.dir, diag) || (lock = cache_lock(r.dir, diag)) < 0)
		goto done;
	place = read_fetched(&r);
	if (refresh || !place) {
		char next = place == 'a' ? 'b' : 'a';

		if (replace(&r, next, place, diag))
			goto done;
		place = next;
	}
	repos = joined_dirs(&r, place);
done:
	if (lock >= 0)
		close(lock);
	for (int i = 0; i < r.n_wanted; i++)
		free(r.wanted[i].url);
	free(r.dir);
	return repos;
}

char *fedora_release_repos(const char *version, const struct import_options *options, bool refresh,
			   struct diag *diag)
{
	return release_repos("fedora", version, options, refresh, diag);
}

char *centos_stream_release_repos(const char *version, const struct import_options *options,
				  bool refresh, struct diag *diag)
{
	return release_repos("centos-stream", version, options, refresh, diag);
}

char *epel_release_repos(const char *version, const struct import_options *options, bool refresh,
			 struct diag *diag)
{
	return release_repos("epel", version, options, refresh, diag);
}

/* ---- where it was fetched from ---- */

static bool is_same_dir(const char *dir, char *other)
{
	char *real = realpath(other, NULL);
	bool is_same = real && !strcmp(real, dir);

	free(real);
	free(other);
	return is_same;
}

int rpm_release_source(const char *spec, const struct import_options *options, const char *dir,
		       enum rpm_fetch_source *ret_source, char **ret_url)
{
	struct diag ignored;
	int ret = -1;

	diag_init(&ignored);
	while (*spec && ret) {
		size_t n = strcspn(spec, "+");
		char *family = text_copy(spec, n), *colon = strchr(family, ':');
		struct rpm_release r = { .family = family, .options = options };

		if (colon)
			*colon = 0;
		r.version = colon ? colon + 1 : "";
		r.arch = rpm_arch(options->arch);
		if (is_version(r.family, r.version) && !choose_repositories(&r, &ignored))
			r.dir = state_dir(&r, &ignored);
		for (int i = 0; r.dir && i < r.n_wanted && ret; i++)
			if (is_same_dir(dir, repo_dir(&r, 'a', i)) ||
			    is_same_dir(dir, repo_dir(&r, 'b', i))) {
				*ret_source = r.wanted[i].source;
				*ret_url = solv_strdup(r.wanted[i].url);
				ret = 0;
			}
		for (int i = 0; i < r.n_wanted; i++)
			free(r.wanted[i].url);
		free(r.dir);
		free(family);
		spec += n + (spec[n] == '+');
	}
	diag_clear(&ignored);
	return ret;
}

/* ---- what was imported ---- */

/* The repository of an input: its path up to "/repodata/". */
static bool is_of_repository(const struct input *input, const char *dir, size_t len)
{
	return input->path && !strncmp(input->path, dir, len) &&
	       !strncmp(input->path + len, "/repodata/", 10);
}

/* Say what was found of one repository, or let it be. */
static int refuse(const struct import_options *options, enum warning kind, const char *why,
		  struct diag *diag)
{
	if (!options->allow_unverified)
		return diag_fail(diag, "%s (--allow-unverified takes it as it is)", why);
	diag_warn(diag, kind, "%s", why);
	return 0;
}

static int check_metalink(struct universe *u, const char *dir, const struct input *repomd,
			  const struct import_options *options, struct diag *diag)
{
	struct diag refused;
	char *date = NULL;
	int found, ret = 0;

	diag_init(&refused);
	found = rpm_fetch_check_metalink(dir, &date, &refused);
	if (found < 0)
		ret = refuse(options, WARN_UNVERIFIED, refused.message, diag);
	/* which the distribution lets its mirrors have for a while */
	if (found > 0 && date && repomd->date && strcmp(repomd->date, date) < 0)
		diag_warn(diag, WARN_ROLLED_BACK, "'%s' is of %s, and its metalink knows one of %s",
			  repomd->path, repomd->date, date);
	for (int i = 0; i < u->release.n_input; i++) {
		struct input *input = &u->release.input[i];

		if (found > 0 && is_of_repository(input, dir, strlen(dir)) &&
		    (input == repomd || input->verification == VERIFY_LISTED) &&
		    input->verification != VERIFY_SIGNED)
			input->verification = VERIFY_METALINK;
	}
	diag_clear(&refused);
	free(date);
	return ret;
}

/* CACHE/fedora-43-x86_64 of CACHE/fedora-43-x86_64/a/updates, and what stands behind. */
static int check_date(const char *dir, const struct input *repomd,
		      const struct import_options *options, struct diag *diag)
{
	const char *name = strrchr(dir, '/');
	char *top = text_copy(dir, (size_t)(name - dir)), *place = strrchr(top, '/'), *why;
	struct newest newest;
	const char *date;
	int ret;

	if (place)
		*place++ = 0;
	ret = newest_load(&newest, top, place, diag);
	date = newest_find(&newest, name + 1);
	if (date && (!repomd->date || strcmp(repomd->date, date) < 0)) {
		if (asprintf(&why, "cannot trust '%s': it is of %s, and one of %s was here before",
			     repomd->path, repomd->date ? repomd->date : "no date", date) < 0)
			solv_oom(1, 0);
		ret = refuse(options, WARN_ROLLED_BACK, why, diag);
		free(why);
	}
	free(top);
	return ret;
}

int rpm_release_check(struct universe *u, const char *repos, const struct import_options *options,
		      struct diag *diag)
{
	int ret = 0;

	for (const char *at = repos; *at && !ret;) {
		size_t n = strcspn(at, "+");
		char *dir = text_copy(at, n);

		for (int i = 0; i < u->release.n_input && !ret; i++) {
			const struct input *input = &u->release.input[i];

			if (!is_of_repository(input, dir, n) || strcmp(input->name, "repomd.xml"))
				continue;
			ret = check_metalink(u, dir, input, options, diag) ||
					      check_date(dir, input, options, diag) ?
				      -1 :
				      0;
		}
		free(dir);
		at += n + (at[n] == '+');
	}
	return ret;
}
