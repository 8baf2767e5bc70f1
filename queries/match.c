/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which component of one release is which of another: the same upstream under different names.
 */
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/identity.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "a", .heading = "first release", .type = CELL_TEXT },
	{ .key = "b", .heading = "second release", .type = CELL_TEXT },
	{ .key = "basis", .heading = "matched by", .type = CELL_TEXT },
	{ .key = "witness", .type = CELL_TEXT, .fit = FIT_SHORTEN, .unknown = "" },
};

static const char *name_in(const struct analysis *a, int component)
{
	return component < 0 ? NULL : universe_component_name(&a->universe, component);
}

struct order {
	const struct analysis *a;
	const struct identity_pair *pair;
};

static int compare_pairs(const void *x, const void *y, void *closure)
{
	const struct order *order = closure;
	const struct identity_pair *p = &order->pair[*(const int *)x];
	const struct identity_pair *q = &order->pair[*(const int *)y];
	const char *a = name_in(&order->a[p->a < 0], p->a < 0 ? p->b : p->a);
	const char *b = name_in(&order->a[q->a < 0], q->a < 0 ? q->b : q->a);
	/* -Wanalyzer-null-argument: a pair has one component at least */
	int result = strcmp(a, b);

	return result ? result : *(const int *)x - *(const int *)y;
}

static void add_rows(struct analysis *a, const struct options *o, const struct identity *identity,
		     struct table *ret)
{
	struct order order = { a, identity->pair };
	struct table *rows = table_add_rows(ret, "rows", "Components", columns, N_COLUMNS(columns));
	int *index = solv_calloc(identity->n_pair + 1, sizeof(int)), n = identity->n_pair;

	for (int i = 0; i < n; i++)
		index[i] = i;
	qsort_r(index, n, sizeof(int), compare_pairs, &order);
	for (int i = 0; i < n && (!o->top || i < o->top); i++) {
		const struct identity_pair *pair = &identity->pair[index[i]];

		table_add_row(rows);
		table_set_text(rows, "a", name_in(&a[0], pair->a));
		table_set_text(rows, "b", name_in(&a[1], pair->b));
		if (pair->basis)
			table_set_text(rows, "basis", identity_basis_name(pair->basis));
		table_set_text(rows, "witness", pair->witness);
	}
	if (o->top && n > o->top)
		table_add_note(rows, "The first %d of %d; --top 0 shows all.", o->top, n);
	free(index);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct identity identity;
	struct table *summary = table_add_record(ret, "summary", NULL);

	(void)spec;
	(void)diag;
	identity_init(&identity);
	identity_find(&identity, &a[0].universe, &a[1].universe);
	table_field_integer(summary, "components_a", "components of the first",
			    a[0].universe.n_component);
	table_field_integer(summary, "components_b", "components of the second",
			    a[1].universe.n_component);
	table_field_integer(summary, "by_name", "matched by name", identity.n_basis[IDENTITY_NAME]);
	table_field_integer(summary, "by_soname", "by sonames", identity.n_basis[IDENTITY_SONAME]);
	table_field_integer(summary, "by_stem", "by sonames without version",
			    identity.n_basis[IDENTITY_STEM]);
	table_field_integer(summary, "by_url", "by upstream page", identity.n_basis[IDENTITY_URL]);
	table_field_integer(summary, "by_spelling", "by spelling",
			    identity.n_basis[IDENTITY_SPELLING]);
	table_field_integer(summary, "unmatched", "in one of them only",
			    identity.n_basis[IDENTITY_NONE]);
	add_rows(a, o, &identity, ret);
	identity_clear(&identity);
	return 0;
}

extern const struct verb verb_match;
const struct verb verb_match = {
	.name = "match",
	.arguments = "",
	.summary = "which component of one release is which of another",
	.description =
		"Pairs the components of two releases (-r A -r B): by name, then by the shared "
		"libraries they ship, by these without their version, by upstream page, by "
		"spelling; each row says by which. What stands alone has no partner.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTION(TOP),
	.max_names = 0,
	.n_release = 2,
	.whole = true,
	.stage = STAGE_FACTS,
	.run = run,
};
