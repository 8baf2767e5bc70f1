/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A few lines as an archive; see the header. What cannot be written aborts: a test without its
 * directory has nothing to say.
 */
#include "tests/unit/little_archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/debian.h"

enum { ANSWERS = 4, ANSWER_BYTES = 8192 };

struct answer {
	char *text;
	size_t len;
};

/* The next of a few buffers, empty. */
static struct answer begin_answer(void)
{
	static char text[ANSWERS][ANSWER_BYTES];
	static int next;
	struct answer answer = { text[next++ % ANSWERS], 0 };

	answer.text[0] = '\0';
	return answer;
}

__attribute__((format(printf, 2, 3))) static void say(struct answer *a, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	a->len += (size_t)vsnprintf(a->text + a->len, ANSWER_BYTES - a->len, format, args);
	va_end(args);
	if (a->len >= ANSWER_BYTES)
		abort();
}

void little_init(struct little *l)
{
	const char *tmp = getenv("TMPDIR");

	memset(l, 0, sizeof(*l));
	snprintf(l->dir, sizeof(l->dir), "%s/linchpin-test-XXXXXX",
		 tmp && strlen(tmp) < 32 ? tmp : "/tmp");
	if (!mkdtemp(l->dir))
		abort();
	universe_init(&l->universe);
	diag_init(&l->diag);
	l->options.arch = "amd64";
	l->options.sources = l->options.file_lists = true;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void little_clear(struct little *l)
{
	nftw(l->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	universe_clear(&l->universe);
	diag_clear(&l->diag);
}

void little_path(const struct little *l, const char *name, char ret_path[LITTLE_PATH])
{
	if (snprintf(ret_path, LITTLE_PATH, "%s%s%s", l->dir, *name ? "/" : "", name) >=
	    LITTLE_PATH)
		abort();
}

static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
}

void little_write_bytes(struct little *l, const char *name, const void *data, size_t size)
{
	char path[LITTLE_PATH];
	FILE *f;

	little_path(l, name, path);
	make_folders(path);
	f = fopen(path, "wb");
	if (!f || fwrite(data, 1, size, f) != size || fclose(f) != 0)
		abort();
}

void little_write(struct little *l, const char *name, const char *text)
{
	little_write_bytes(l, name, text, strlen(text));
}

void little_pack(struct little *l, const char *name, const char *filter, const void *data,
		 size_t size)
{
	struct archive *archive;
	struct archive_entry *entry;
	char path[LITTLE_PATH];

	if (!strcmp(filter, "none")) {
		little_write_bytes(l, name, data, size);
		return;
	}
	if (!size) /* libarchive's writer dies of it (3.6) */
		abort();
	little_path(l, name, path);
	make_folders(path);
	archive = archive_write_new();
	entry = archive_entry_new();
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_pathname(entry, "data");
	archive_write_set_bytes_in_last_block(archive, 1); /* no padding */
	if (archive_write_set_format_raw(archive) != ARCHIVE_OK ||
	    archive_write_add_filter_by_name(archive, filter) != ARCHIVE_OK ||
	    archive_write_open_filename(archive, path) != ARCHIVE_OK ||
	    archive_write_header(archive, entry) != ARCHIVE_OK ||
	    archive_write_data(archive, data, size) != (la_ssize_t)size ||
	    archive_write_close(archive) != ARCHIVE_OK)
		abort();
	archive_entry_free(entry);
	archive_write_free(archive);
}

char *little_read(const struct little *l, const char *name, size_t *ret_size)
{
	char path[LITTLE_PATH], *data;
	struct stat st;
	FILE *f;

	little_path(l, name, path);
	f = fopen(path, "rb");
	if (!f || fstat(fileno(f), &st) != 0)
		abort();
	data = solv_malloc((size_t)st.st_size + 1);
	if (fread(data, 1, (size_t)st.st_size, f) != (size_t)st.st_size)
		abort();
	data[st.st_size] = '\0';
	fclose(f);
	*ret_size = (size_t)st.st_size;
	return data;
}

int little_import(struct little *l, const char *name)
{
	char path[LITTLE_PATH];

	little_path(l, name, path);
	universe_clear(&l->universe);
	diag_clear(&l->diag);
	if (debian_import(&l->universe, path, &l->options, &l->diag)) {
		if (l->universe.pool || l->universe.n_component || l->universe.release.input)
			abort(); /* a failed import leaves an empty universe */
		return -1;
	}
	return universe_check(&l->universe, &l->diag);
}

/* The last package of this name; 0: none. */
static Id find_last(const struct universe *u, const char *name)
{
	Id p, found = 0;
	Solvable *s;

	if (!u->pool)
		return 0;
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		if (!strcmp(pool_id2str(u->pool, s->name), name))
			found = p;
	}
	return found;
}

static const char *say_needs(const struct universe *u, Id p, Id keyname)
{
	struct answer a = begin_answer();
	Queue q;

	if (!p)
		return "no such package";
	queue_init(&q);
	solvable_lookup_deparray(pool_id2solvable(u->pool, p), keyname, &q, 0);
	for (int i = 0; i < q.count; i++)
		say(&a, "%s%s", i ? ", " : "",
		    q.elements[i] == SOLVABLE_PREREQMARKER ? "<pre>" :
							     pool_dep2str(u->pool, q.elements[i]));
	queue_free(&q);
	return a.text;
}

const char *little_needs(const struct little *l, const char *package, Id keyname)
{
	return say_needs(&l->universe, find_last(&l->universe, package), keyname);
}

const char *little_build_needs(const struct little *l, const char *component)
{
	int c = universe_find_component(&l->universe, component);

	return c < 0 ? "no such component" :
		       say_needs(&l->universe, l->universe.component[c].source, SOLVABLE_REQUIRES);
}

const char *little_met(const struct little *l, const char *package)
{
	Pool *pool = l->universe.pool;
	Id p = find_last(&l->universe, package), provider, link;
	struct answer a = begin_answer();
	Queue q;
	int n = 0;

	if (!p)
		return "no such package";
	queue_init(&q);
	solvable_lookup_deparray(pool_id2solvable(pool, p), SOLVABLE_REQUIRES, &q, 0);
	for (int i = 0; i < q.count; i++) {
		bool any = false;

		if (q.elements[i] == SOLVABLE_PREREQMARKER)
			continue;
		say(&a, "%s", n++ ? "; " : "");
		FOR_PROVIDES(provider, link, q.elements[i])
		{
			say(&a, "%s%s", any ? " " : "",
			    pool_id2str(pool, pool_id2solvable(pool, provider)->name));
			any = true;
		}
		if (!any)
			say(&a, "-");
	}
	queue_free(&q);
	return a.text;
}

const char *little_seen(const struct little *l, enum observation_kind kind, const char *name)
{
	const struct universe *u = &l->universe;
	bool of_component = observation_kind_is_of_component(kind);
	struct answer a = begin_answer();
	const struct observation *o;
	int subject, n;

	subject = of_component ? universe_find_component(u, name) : find_last(u, name);
	if (of_component ? subject < 0 : !subject)
		return "no such subject";
	o = observations_of(of_component ? &u->of_component : &u->of_package, subject, kind, &n);
	for (int i = 0; i < n; i++) {
		say(&a, "%s%s", i ? ", " : "", pool_id2str(u->pool, o[i].text));
		if (o[i].count != 1)
			say(&a, "*%d", o[i].count);
	}
	return a.text;
}

const char *little_versions(const struct little *l, const char *package)
{
	const struct universe *u = &l->universe;
	struct answer a = begin_answer();
	Id p;
	Solvable *s;

	if (!u->pool)
		return "no package";
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		if (!strcmp(pool_id2str(u->pool, s->name), package))
			say(&a, "%s%s", a.len ? " " : "", pool_id2str(u->pool, s->evr));
	}
	return a.text;
}

const char *little_component(const struct little *l, const char *package)
{
	Id p = find_last(&l->universe, package);

	return p ? universe_component_name(&l->universe, l->universe.component_of[p]) :
		   "no such package";
}
