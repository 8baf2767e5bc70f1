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

const char *newest_find(const struct newest *newest, const char *name)
{
	for (int i = 0; i < newest->n_part; i++)
		if (!strcmp(newest->part[i].name, name))
			return newest->part[i].date;
	return NULL;
}

void newest_note(struct newest *newest, const char *name, const char *date)
{
	int i = 0;

	if (!date || !is_date(date) || strlen(name) >= NEWEST_NAME)
		return;
	while (i < newest->n_part && strcmp(newest->part[i].name, name))
		i++;
	if (i == NEWEST_PARTS || (i < newest->n_part && strcmp(newest->part[i].date, date) >= 0))
		return;
	snprintf(newest->part[i].name, NEWEST_NAME, "%s", name);
	snprintf(newest->part[i].date, NEWEST_DATE, "%s", date);
	newest->n_part += i == newest->n_part;
}

int newest_load(struct newest *newest, const char *dir, struct diag *diag)
{
	char *text = mark_read(dir, "newest"), *save = NULL;

	memset(newest, 0, sizeof(*newest));
	if (!text && errno != ENOENT)
		return diag_fail(diag, "cannot read '%s/newest': %s", dir, strerror(errno));
	for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *date = strchr(line, ' ');

		if (date) {
			*date++ = '\0';
			newest_note(newest, line, date);
		}
	}
	free(text);
	return 0;
}

int newest_save(const struct newest *newest, const char *dir, struct diag *diag)
{
	char *text = solv_strdup("");
	int ret;

	for (int i = 0; i < newest->n_part; i++) {
		text = solv_dupappend(text, newest->part[i].name, " ");
		text = solv_dupappend(text, newest->part[i].date, "\n");
	}
	ret = mark_write(dir, "newest", text, diag);
	free(text);
	return ret;
}
