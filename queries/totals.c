/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row of totals for each release; see totals.h.
 */
#include "queries/totals.h"

#include <stdbool.h>
#include <stdlib.h>

#include "analyzer/digest.h"
#include "queries/table.h"

static const struct column columns[] = {
	{ .key = "release", .type = CELL_TEXT },
	{ .key = "date", .type = CELL_TEXT, .wide = true },
	{ .key = "packages", .type = CELL_INTEGER, .spare = true },
	{ .key = "inspected", .type = CELL_INTEGER, .wide = true },
	{ .key = "components", .type = CELL_INTEGER },
	{ .key = "unsafe", .type = CELL_INTEGER },
	{ .key = "mixed", .type = CELL_INTEGER },
	{ .key = "safe", .type = CELL_INTEGER },
	{ .key = "unknown", .type = CELL_INTEGER },
	{ .key = "listens", .type = CELL_INTEGER, .wide = true },
	{ .key = "connects", .type = CELL_INTEGER, .wide = true },
	{ .key = "parses", .type = CELL_INTEGER, .wide = true },
	{ .key = "facing", .heading = "face the network", .type = CELL_INTEGER },
	{ .key = "facing_unsafe", .heading = "unsafe of these", .type = CELL_INTEGER },
	{ .key = "meet_all", .heading = "meet all four", .type = CELL_INTEGER },
	{ .key = "replaceable", .heading = "replaceable of these", .type = CELL_INTEGER },
	{ .key = "exposed", .heading = "exposed unsafe code", .type = CELL_REAL, .decimals = 1,
	  .wide = true },
	{ .key = "exposed_percent", .heading = "exposed code unsafe, %", .type = CELL_REAL,
	  .decimals = 2 },
};

/* More than a fifth: inspections follow packages from release to release, some are new. */
static bool differ_much(int a, int b)
{
	return abs(a - b) * 5 > (a > b ? a : b);
}

void totals_add(struct table *ret, const struct digest *digest, int n)
{
	struct table *rows = table_add_rows(ret, "totals", "Releases", columns,
					    N_COLUMNS(columns));
	bool uneven = false;

	for (int i = 0; i < n; i++) {
		const struct totals *t = &digest[i].totals;

		table_add_row(rows);
		table_set_text(rows, "release", digest[i].label);
		table_set_text(rows, "date", digest[i].date);
		table_set_integer(rows, "packages", t->n_package);
		table_set_integer(rows, "inspected", t->n_inspected);
		table_set_integer(rows, "components", t->n_component);
		table_set_integer(rows, "unsafe", t->n_safety[SAFETY_UNSAFE]);
		table_set_integer(rows, "mixed", t->n_safety[SAFETY_MIXED]);
		table_set_integer(rows, "safe", t->n_safety[SAFETY_SAFE]);
		table_set_integer(rows, "unknown", t->n_safety[SAFETY_UNKNOWN]);
		table_set_integer(rows, "listens", t->n_exposure[EXPOSURE_LISTENS]);
		table_set_integer(rows, "connects", t->n_exposure[EXPOSURE_CONNECTS]);
		table_set_integer(rows, "parses", t->n_exposure[EXPOSURE_PARSES]);
		table_set_integer(rows, "facing", t->n_facing);
		table_set_integer(rows, "facing_unsafe", t->n_facing_unsafe);
		table_set_integer(rows, "meet_all", t->n_meets);
		table_set_integer(rows, "replaceable", t->n_replaceable);
		table_set_real(rows, "exposed", t->exposed);
		table_set_real(rows, "exposed_percent", 100 * t->exposed_share);
	}
	for (int i = 1; i < n && !uneven; i++)
		uneven = differ_much(digest[0].totals.n_inspected, digest[i].totals.n_inspected);
	if (uneven)
		table_add_note(rows,
			       "Not equally many packages of each were inspected (--wide): what "
			       "was measured and what was only read differ. --uninspected judges "
			       "all by the archive alone.");
	table_add_note(rows,
		       "Exposed code unsafe: the average share of memory-unsafe code among what "
		       "network-facing packages load, weighted by their use. Replaceable: of the "
		       "components that meet all four criteria, those with a known memory-safe "
		       "replacement in the release.");
}
