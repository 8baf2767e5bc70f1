/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changed from one release to another (analyzer/comparison.h).
 */
#include "analyzer/comparison.h"
#include "importers/diag.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/totals.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "change", .type = CELL_TEXT },
	{ .key = "component", .type = CELL_TEXT, .fit = FIT_WRAP },
	{ .key = "before", .type = CELL_TEXT, .fit = FIT_SHORTEN },
	{ .key = "after", .type = CELL_TEXT, .fit = FIT_SHORTEN },
	{ .key = "rank_before", .heading = "rank", .type = CELL_INTEGER },
	{ .key = "rank_after", .heading = "rank now", .type = CELL_INTEGER },
	{ .key = "score_before", .heading = "score", .type = CELL_REAL, .decimals = 3,
	  .wide = true },
	{ .key = "score_after", .heading = "score now", .type = CELL_REAL, .decimals = 3,
	  .wide = true },
	{ .key = "component_before", .heading = "was called", .type = CELL_TEXT, .wide = true },
	{ .key = "matched_by", .type = CELL_TEXT, .wide = true },
};

static const struct column kind_columns[] = {
	{ .key = "change", .type = CELL_TEXT },
	{ .key = "count", .type = CELL_INTEGER },
	{ .key = "meaning", .type = CELL_TEXT, .fit = FIT_WRAP },
};

/* What a kind of change is about, of one release's component. */
static void set_value(struct table *rows, const char *key, const struct digest_component *at,
		      enum change_kind kind)
{
	switch (kind) {
	case CHANGE_SAFETY:
		table_set_text(rows, key, safety_name(at->safety));
		break;
	case CHANGE_EXPOSURE:
		table_set_text(rows, key, exposure_name(at->exposure));
		break;
	case CHANGE_REPLACEMENT:
		table_set_text(rows, key, at->is_packaged ? at->replacement : NULL);
		break;
	default:
		table_set_text(rows, key, *at->languages ? at->languages : NULL);
	}
}

static void add_change(struct table *rows, const struct comparison *x, const struct change *change)
{
	const struct digest_component *a = change->a < 0 ? NULL : &x->a->component[change->a];
	const struct digest_component *b = change->b < 0 ? NULL : &x->b->component[change->b];

	if (!a && !b) /* a change is of one of them at least */
		return;
	table_add_row(rows);
	table_set_text(rows, "change", change_kind_name(change->kind));
	/* cppcheck-suppress nullPointerRedundantCheck; one of them is there, see above */
	table_set_text(rows, "component", (b ? b : a)->name);
	if (a) {
		set_value(rows, "before", a, change->kind);
		if (a->rank)
			table_set_integer(rows, "rank_before", a->rank);
		table_set_real(rows, "score_before", a->score);
		table_set_text(rows, "component_before", a->name);
	}
	if (b) {
		set_value(rows, "after", b, change->kind);
		if (b->rank)
			table_set_integer(rows, "rank_after", b->rank);
		table_set_real(rows, "score_after", b->score);
	}
	if (change->basis)
		table_set_text(rows, "matched_by", identity_basis_name(change->basis));
}

static void add_kinds(struct table *ret, const struct comparison *x)
{
	struct table *rows = table_add_rows(ret, "changes", "Changes", kind_columns,
					    N_COLUMNS(kind_columns));

	for (enum change_kind kind = CHANGE_NONE + 1; kind < CHANGES; kind++) {
		table_add_row(rows);
		table_set_text(rows, "change", change_kind_name(kind));
		table_set_integer(rows, "count", x->n_kind[kind]);
		table_set_text(rows, "meaning", change_kind_meaning(kind));
	}
}

static int compare(const struct digest *digest, int n, const struct options *o, struct table *ret,
		   struct diag *diag)
{
	struct comparison x;
	struct table *rows;
	int n_shown[CHANGES] = { 0 };
	bool all = true;

	(void)diag;
	comparison_find(&x, &digest[0], &digest[1]);
	totals_add(ret, digest, n);
	add_kinds(ret, &x);
	rows = table_add_rows(ret, "rows", "Components", columns, N_COLUMNS(columns));
	for (int i = 0; i < x.n_change; i++) {
		if (o->top && n_shown[x.change[i].kind]++ >= o->top)
			all = false;
		else
			add_change(rows, &x, &x.change[i]);
	}
	if (!all)
		table_add_note(rows, "The first %d of each kind of change, the most critical "
				     "first; --top 0 shows all, --wide more columns.",
			       o->top);
	table_add_note(rows, "Rose and fell: the intervals of both ranks (rank --wide) do not "
			     "touch.");
	comparison_clear(&x);
	return 0;
}

extern const struct verb verb_compare;
const struct verb verb_compare = {
	.name = "compare",
	.arguments = "",
	.summary = "what changed from one release to another",
	.description =
		"Compares two releases (-r BEFORE -r AFTER): totals side by side, and every "
		"component that became memory safe or unsafe, changed its main language, its "
		"exposure or what could replace it, came, went, rose or fell. Components are "
		"paired by name, shared libraries, upstream page or spelling; see match. -r may "
		"name snapshots.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_JUDGE | OPTION(TOP) |
		   OPTION(ALTERNATIVES),
	.max_names = 0,
	.n_release = 2,
	.top = 10,
	.whole = true,
	.stage = STAGE_RANKING,
	.compare = compare,
};
