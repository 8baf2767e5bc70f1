/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing kept inspections; see kept.h.
 */
#include "tests/unit/kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void kept_use(struct little *l)
{
	static char path[LITTLE_PATH];

	little_path(l, "cache", path);
	l->options.cache_dir = path;
}

void kept_write(struct little *l, const char *digits, const char *package, const char *facts)
{
	char *text, name[200];
	int n = 0;

	for (const char *at = facts; (at = strstr(at, "object\t")); at++)
		n++;
	snprintf(name, sizeof(name), "cache/inspected/%s/%s%s.tsv", digits, digits, KEPT_SUM(""));
	if (asprintf(&text,
		     "linchpin-inspection\t1\npackage\t%s\t1\tamd64\narchive\t%s%s\t1000\n"
		     "%send\t%d\n",
		     package, digits, KEPT_SUM(""), facts, n) < 0)
		abort();
	little_write(l, name, text);
	free(text);
}
