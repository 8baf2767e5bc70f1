/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The newest dates of a cached release; see newest.h.
 */
#include "importers/newest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/mark.h"

/* "2026-11-25T22:33:12Z": of one form, so that dates compare as texts. */
static bool is_date(const char *text)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";

	if (strlen(text) != sizeof(form) - 1)
		return false;
	for (int i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

/* Index of a part, a new one if there is room; -1: there is none, or its name is too long. */
static int find_part(struct newest *newest, const char *name)
{
	int i = 0;

	while (i < newest->n_part && strcmp(newest->part[i].name, name))
		i++;
	if (i < newest->n_part)
		return i;
	if (i == NEWEST_PARTS || strlen(name) >= NEWEST_NAME)
		return -1;
	memset(&newest->part[i], 0, sizeof(newest->part[i]));
	snprintf(newest->part[i].name, NEWEST_NAME, "%s", name);
	return newest->n_part++;
}

/* The later of both stays. */
static void take_date(char *kept, const char *date)
{
	if (is_date(date) && strcmp(kept, date) < 0)
		snprintf(kept, NEWEST_DATE, "%s", date);
}

const char *newest_find(const struct newest *newest, const char *name)
{
	for (int i = 0; i < newest->n_part; i++)
		if (!strcmp(newest->part[i].name, name))
			return *newest->part[i].date ? newest->part[i].date : NULL;
	return NULL;
}

void newest_note(struct newest *newest, const char *name, const char *date)
{
	int i = date ? find_part(newest, name) : -1;

	if (i >= 0)
		take_date(newest->part[i].coming, date);
}

int newest_load(struct newest *newest, const char *dir, const char *place, struct diag *diag)
{
	char *text = mark_read(dir, "newest"), *save = NULL;

	memset(newest, 0, sizeof(*newest));
	if (!text && errno != ENOENT)
		return diag_fail(diag, "cannot read '%s/newest': %s", dir, strerror(errno));
	for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *word = NULL;
		const char *name = strtok_r(line, " ", &word);
		const char *date = name ? strtok_r(NULL, " ", &word) : NULL;
		const char *of_place = date ? strtok_r(NULL, " ", &word) : NULL;
		int i;

		if (!date || (of_place && (!place || strcmp(of_place, place))))
			continue;
		i = find_part(newest, name);
		if (i >= 0)
			take_date(newest->part[i].date, date);
	}
	free(text);
	return 0;
}

int newest_save(const struct newest *newest, const char *dir, const char *place,
		struct diag *diag)
{
	char *text = solv_strdup("");
	int ret;

	for (int i = 0; i < newest->n_part; i++) {
		const char *name = newest->part[i].name, *date = newest->part[i].date;
		const char *coming = newest->part[i].coming;

		if (*date) {
			text = solv_dupappend(text, name, " ");
			text = solv_dupappend(text, date, "\n");
		}
		if (strcmp(date, coming) < 0) {
			text = solv_dupappend(text, name, " ");
			text = solv_dupappend(text, coming, " ");
			text = solv_dupappend(text, place, "\n");
		}
	}
	ret = mark_write(dir, "newest", text, diag);
	free(text);
	return ret;
}
