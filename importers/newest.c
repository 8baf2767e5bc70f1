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
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"

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

void newest_load(struct newest *newest, const char *dir)
{
	char *path = solv_dupjoin(dir, "/", "newest"), line[128], name[128], date[128];
	FILE *file = fopen(path, "re");

	memset(newest, 0, sizeof(*newest));
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%127s %127s", name, date) == 2)
			newest_note(newest, name, date);
	if (file)
		fclose(file);
	free(path);
}

int newest_save(const struct newest *newest, const char *dir, struct diag *diag)
{
	char *path = solv_dupjoin(dir, "/", "newest"), *new = solv_dupjoin(path, ".new", NULL);
	FILE *file = fopen(new, "we");
	int ret = file ? 0 : -1;

	for (int i = 0; !ret && i < newest->n_part; i++)
		if (fprintf(file, "%s %s\n", newest->part[i].name, newest->part[i].date) < 0)
			ret = -1;
	if (file && (fflush(file) != 0 || fsync(fileno(file)) != 0))
		ret = -1;
	if (file && fclose(file) != 0)
		ret = -1;
	if (ret || rename(new, path) != 0)
		ret = diag_fail(diag, "cannot write '%s': %s", path, strerror(errno));
	free(path);
	free(new);
	return ret;
}
