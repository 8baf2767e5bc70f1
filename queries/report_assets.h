/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the report's pages load, compiled in: the style sheet, and the scripts where they were built
 * ("make assets", which needs npm; the program itself does not).
 */
#ifndef LINCHPIN_QUERIES_REPORT_ASSETS_H
#define LINCHPIN_QUERIES_REPORT_ASSETS_H

#include <stdbool.h>

struct report_asset {
	const char *name; /* "report.css" */
	const char *begin, *end;
};

/* All of them; the last has no name. Live forever. */
extern const struct report_asset report_assets[];

/* Are the scripts among them? */
extern const bool report_has_scripts;

#endif
