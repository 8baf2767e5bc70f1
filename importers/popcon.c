/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading a popularity-contest list; see popcon.h.
 */
#include "importers/popcon.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/lines.h"

enum { POPCON_MACHINES_MAX = 2000000000 };

struct reader {
	struct popcon *p;
	const char *path;
	int line;
	int *vote;		/* of each entry */
	bool inst_falls, vote_falls;	/* so far the column never rose */
	bool ended;		/* the line of dashes was read */
};

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
		at++;
	return at;
}

/* The next word of a line; its length, 0: none. */
static size_t next_word(const char **at, const char *end)
{
	const char *begin = skip_blanks(*at, end), *stop = begin;

	while (stop < end && !isspace((unsigned char)*stop))
		stop++;
	*at = begin;
	return (size_t)(stop - begin);
}

static bool parse_count(const char *text, size_t len, int *ret)
{
	long long n = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isdigit((unsigned char)text[i]))
			return false;
		n = n * 10 + (text[i] - '0');
		if (n > POPCON_MACHINES_MAX)
			return false;
	}
	*ret = (int)n;
	return len > 0;
}

static char *copy_name(const char *name, size_t len)
{
	char *copy = solv_malloc(len + 1);

	memcpy(copy, name, len);
	copy[len] = '\0';
	return copy;
}

static int fail_line(const struct reader *r, struct diag *diag)
{
	return diag_fail(diag,
			 "cannot parse '%s' line %d: not 'rank name inst vote …' of "
			 "popularity-contest",
			 r->path, r->line);
}

static int read_line(struct reader *r, const char *at, const char *end, struct diag *diag)
{
	struct popcon *p = r->p;
	const char *name;
	size_t n, n_name;
	int rank, inst, vote;

	n = next_word(&at, end);
	if (!n || *at == '#')
		return 0;
	if (*at == '-') {
		r->ended = true;
		return 0;
	}
	if (!parse_count(at, n, &rank))
		return fail_line(r, diag);
	at += n;
	n_name = next_word(&at, end);
	name = at;
	at += n_name;
	n = next_word(&at, end);
	if (n_name > (size_t)limit_value(LIMIT_POPCON_NAME_BYTES))
		return limit_fail_at(LIMIT_POPCON_NAME_BYTES, r->path, diag, "at line %d", r->line);
	if (!n_name || memchr(name, 0, n_name) || !parse_count(at, n, &inst))
		return fail_line(r, diag);
	at += n;
	n = next_word(&at, end);
	if (!parse_count(at, n, &vote))
		return fail_line(r, diag);
	if (p->n_entry >= limit_value(LIMIT_POPCON_ENTRIES))
		return limit_fail_at(LIMIT_POPCON_ENTRIES, r->path, diag, "at line %d", r->line);
	if (p->n_entry) {
		r->inst_falls = r->inst_falls && inst <= p->entry[p->n_entry - 1].machines;
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): as long as entry */
		r->vote_falls = r->vote_falls && vote <= r->vote[p->n_entry - 1];
	}
	p->entry = solv_extend(p->entry, p->n_entry, 1, sizeof(*p->entry), 16383);
	r->vote = solv_extend(r->vote, p->n_entry, 1, sizeof(*r->vote), 16383);
	r->vote[p->n_entry] = vote;
	p->entry[p->n_entry++] = (struct popcon_entry){ copy_name(name, n_name), inst };
	return 0;
}

static int compare_entries(const void *x, const void *y)
{
	const struct popcon_entry *a = x, *b = y;
	int order = strcmp(a->name, b->name);

	return order ? order : b->machines - a->machines;
}

/* Which column counts; then by name, each name once with the greater number. */
static void finish(struct reader *r)
{
	struct popcon *p = r->p;
	int n = 0;

	p->by_vote = r->vote_falls && !r->inst_falls;
	for (int i = 0; i < p->n_entry; i++) {
		if (p->by_vote)
			p->entry[i].machines = r->vote[i];
		if (p->entry[i].machines > p->most)
			p->most = p->entry[i].machines;
	}
	if (p->n_entry)
		qsort(p->entry, p->n_entry, sizeof(*p->entry), compare_entries);
	for (int i = 0; i < p->n_entry; i++) {
		if (n && !strcmp(p->entry[n - 1].name, p->entry[i].name))
			free(p->entry[i].name);
		else
			p->entry[n++] = p->entry[i];
	}
	p->n_entry = n;
}

int popcon_load(struct popcon *p, const char *path, struct diag *diag)
{
	struct reader r = { .p = p, .path = path, .inst_falls = true, .vote_falls = true };
	struct lines *lines = lines_open(path, diag);
	char *begin, *end;
	int got = -1;

	memset(p, 0, sizeof(*p));
	while (lines && (got = lines_block(lines, &begin, &end, diag)) > 0) {
		while (begin < end && got > 0) {
			char *stop = memchr(begin, '\n', (size_t)(end - begin));

			r.line++;
			if (!r.ended && read_line(&r, begin, stop, diag))
				got = -1;
			begin = stop + 1;
		}
		if (got < 0)
			break;
	}
	lines_free(lines);
	if (!got) {
		finish(&r);
		if (!p->most)
			got = diag_fail(diag, "cannot use '%s': it names no package", path);
	}
	free(r.vote);
	if (got < 0)
		popcon_clear(p);
	return got < 0 ? -1 : 0;
}

void popcon_clear(struct popcon *p)
{
	for (int i = 0; i < p->n_entry; i++)
		free(p->entry[i].name);
	free(p->entry);
	memset(p, 0, sizeof(*p));
}
