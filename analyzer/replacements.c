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
#include "importers/universe.h"

static const char *const column[] = {
	"component", "elsewhere", "replacement", "language", "drop_in", "scope", "packaged_as",
	"source", "level", "why", NULL
};

static const char *const drop_in_names[DROP_INS] = {
	[DROP_IN_UNKNOWN] = "unknown",
	[DROP_IN_NO] = "no",
	[DROP_IN_CLI] = "cli",
	[DROP_IN_PARTIAL] = "partial",
	[DROP_IN_YES] = "yes",
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
		.why = field[9],
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

			if (strcmp(by_elsewhere ? row->elsewhere : row->component, component))
				continue;
			while (n < r->n_replacement &&
			       !strcmp(r->replacement[n].component, row->component))
				n++;
			*ret_n = n - i;
			return row;
		}
	return NULL;
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
		package = universe_find_package(u, name);
		free(name);
		if (package && i-- == 0)
			return package;
		at += len + (at[len] == ',');
	}
	return 0;
}
