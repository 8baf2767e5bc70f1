/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The catalogue of replacements; see replacements.h and the first lines of replacements.tsv.
 */
#include "analyzer/replacements.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/tsv.h"
#include "importers/diag.h"
#include "importers/text_copy.h"
#include "importers/universe.h"

static const char *const column[] = { "component", "elsewhere", "replacement", "language",
				      "drop_in",   "scope",	"packaged_as", "source",
				      "level",	   "date",	"why",	       NULL };

static const char *const drop_in_names[DROP_INS] = {
	[DROP_IN_UNKNOWN] = "unknown", [DROP_IN_NO] = "no",   [DROP_IN_CLI] = "cli",
	[DROP_IN_PARTIAL] = "partial", [DROP_IN_YES] = "yes",
};

const char *drop_in_name(enum drop_in drop_in)
{
	return drop_in < DROP_INS ? drop_in_names[drop_in] : drop_in_names[DROP_IN_UNKNOWN];
}

static bool is_known(const struct replacements *r, const char *component)
{
	for (int i = 0; i < r->n_replacement; i++)
		if (!strcmp(r->replacement[i].component, component))
			return true;
	return false;
}

static bool is_date(const char *text)
{
	static const char like[] = "0000-00-00";

	for (size_t i = 0; i < sizeof(like); i++)
		if (like[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != like[i])
			return false;
	return true;
}

/* Is the name one of "a,b"? */
static bool list_has(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = list; *at; at += *at == ',') {
		size_t n = strcspn(at, ",");

		if (n == len && !strncmp(at, name, n))
			return true;
		at += n;
	}
	return false;
}

static int add_replacement(struct replacements *r, const struct tsv *tsv, struct diag *diag)
{
	char *const *field = tsv->field;
	struct replacement row = {
		.component = field[0],
		.elsewhere = field[1],
		.name = field[2],
		.language = field[3],
		.packaged_as = strcmp(field[6], "-") ? field[6] : NULL,
		.source = field[7],
		.level = field[8][0],
		.date = field[9],
		.why = field[10],
		.line = tsv->line,
	};
	int drop_in = DROP_IN_NO;

	while (drop_in < DROP_INS && strcmp(drop_in_names[drop_in], field[4]))
		drop_in++;
	if (drop_in == DROP_INS)
		return tsv_fail(tsv, diag, "drop_in '%s' is none of yes, partial, cli, no",
				field[4]);
	row.drop_in = (enum drop_in)drop_in;
	row.whole = !strcmp(field[5], "whole");
	if (!row.whole && strcmp(field[5], "part"))
		return tsv_fail(tsv, diag, "scope '%s' is neither whole nor part", field[5]);
	if (field[8][1] || row.level < 'A' || row.level > 'C')
		return tsv_fail(tsv, diag, "level '%s' is none of A, B, C", field[8]);
	if (!is_date(row.date))
		return tsv_fail(tsv, diag, "date '%s' is not like 2026-11-27", row.date);
	if (r->n_replacement &&
	    strcmp(r->replacement[r->n_replacement - 1].component, row.component) &&
	    is_known(r, row.component))
		return tsv_fail(tsv, diag, "rows of '%s' do not stand together", row.component);
	r->replacement = solv_extend(r->replacement, r->n_replacement, 1, sizeof(*r->replacement),
				     127);
	r->replacement[r->n_replacement++] = row;
	return 0;
}

int replacements_load(struct replacements *r, const char *dir, struct diag *diag)
{
	struct tsv tsv;
	int status;

	memset(r, 0, sizeof(*r));
	if (tsv_open(&tsv, dir, "replacements.tsv", column, diag) < 0)
		return -1;
	while ((status = tsv_next(&tsv, diag)) > 0)
		if (add_replacement(r, &tsv, diag) < 0) {
			status = -1;
			break;
		}
	tsv_close(&tsv, &r->text, &r->file);
	if (status < 0)
		replacements_clear(r);
	return status;
}

void replacements_clear(struct replacements *r)
{
	free(r->replacement);
	free(r->text);
	free(r->file);
	memset(r, 0, sizeof(*r));
}

const struct replacement *replacements_of(const struct replacements *r, const char *component,
					  int *ret_n)
{
	*ret_n = 0;
	for (int by_elsewhere = 0; by_elsewhere < 2; by_elsewhere++)
		for (int i = 0; i < r->n_replacement; i++) {
			const struct replacement *row = &r->replacement[i];
			int n = i;

			if (by_elsewhere ? !list_has(row->elsewhere, component) :
					   strcmp(row->component, component))
				continue;
			while (n < r->n_replacement &&
			       !strcmp(r->replacement[n].component, row->component))
				n++;
			*ret_n = n - i;
			return row;
		}
	return NULL;
}

bool replacement_is_whole(const struct replacement *r)
{
	return r->whole && !strchr(r->language, '+');
}

const struct replacement *replacements_find(const struct replacements *r, const char *component,
					    const char *name)
{
	const struct replacement *found = NULL;
	int n, n_part = 0;
	const struct replacement *row = replacements_of(r, component, &n);

	for (int i = 0; i < n; i++) {
		if (!strcasecmp(row[i].name, name))
			return &row[i];
		if (strcasestr(row[i].name, name)) {
			found = &row[i];
			n_part++;
		}
	}
	return n_part == 1 ? found : NULL;
}

/* Look the names of a list up until one is there. */
static int find_component(const struct universe *u, const char *list)
{
	int component = -1;

	for (const char *at = list; *at && component < 0; at += *at == ',') {
		size_t len = strcspn(at, ",");
		char *name = text_copy(at, len);

		component = universe_find_component(u, name);
		free(name);
		at += len;
	}
	return component;
}

int replacement_component(const struct replacement *r, const struct universe *u)
{
	int component = universe_find_component(u, r->component);

	return component >= 0 ? component : find_component(u, r->elsewhere);
}

/* The package of that name, or of the same crate's name in the other family. */
static Id find_package(const struct universe *u, const char *name)
{
	Id package = universe_find_package(u, name);
	size_t len = strlen(name);
	char *other;

	if (package || len < 13 || strncmp(name, "librust-", 8) || strcmp(name + len - 4, "-dev"))
		return package;
	other = solv_dupjoin(name + 3, "el", NULL);
	package = universe_find_package(u, other);
	free(other);
	return package;
}

Id replacement_package(const struct replacement *r, const struct universe *u, int i)
{
	const char *at = r->packaged_as;

	while (at && *at) {
		size_t len = strcspn(at, ",");
		char *name = solv_malloc(len + 1);
		Id package;

		memcpy(name, at, len);
		name[len] = '\0';
		package = find_package(u, name);
		free(name);
		if (package && i-- == 0)
			return package;
		at += len + (at[len] == ',');
	}
	return 0;
}
