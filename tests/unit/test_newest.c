/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which dates count, before and after the copy that they are of is in use, and what is in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "importers/newest.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

#define MAY "2026-05-01T00:00:00Z"
#define JUNE "2026-06-01T00:00:00Z"

/* The date of a part as the file has it for the copy in use; "": none. */
static const char *date_of(struct little *l, const char *name, const char *place)
{
	static struct newest newest;
	const char *date;

	CHECK_INT(newest_load(&newest, l->dir, place, &l->diag), 0);
	date = newest_find(&newest, name);
	return date ? date : "";
}

static void note(struct little *l, const char *in_use, const char *name, const char *date,
		 const char *place)
{
	struct newest newest;

	CHECK_INT(newest_load(&newest, l->dir, in_use, &l->diag), 0);
	newest_note(&newest, name, date);
	CHECK_INT(newest_save(&newest, l->dir, place, &l->diag), 0);
}

TEST(a_date_counts_once_its_copy_is_in_use)
{
	struct little l;

	little_init(&l);
	CHECK_STR(date_of(&l, "main", NULL), "");
	note(&l, NULL, "main", MAY, "a");
	CHECK_STR(date_of(&l, "main", NULL), "");
	CHECK_STR(date_of(&l, "main", "a"), MAY);
	note(&l, "a", "main", JUNE, "b");
	CHECK_STR(date_of(&l, "main", "a"), MAY);
	CHECK_STR(date_of(&l, "main", "b"), JUNE);
	/* the next fetch into "b", when the last one did not get so far */
	note(&l, "a", "other", MAY, "b");
	CHECK_STR(date_of(&l, "main", "b"), MAY);
	CHECK_STR(date_of(&l, "other", "a"), "");
	CHECK_STR(date_of(&l, "other", "b"), MAY);
	little_clear(&l);
}

TEST(an_older_date_changes_nothing)
{
	struct little l;
	char *text;
	size_t size;

	little_init(&l);
	little_write(&l, "newest", "main " JUNE "\n");
	note(&l, "a", "main", MAY, "b");
	CHECK_STR(date_of(&l, "main", "b"), JUNE);
	note(&l, "b", "main", NULL, "a");
	note(&l, "b", "main", "soon", "a");
	text = little_read(&l, "newest", &size);
	CHECK(size == strlen("main " JUNE "\n") && !memcmp(text, "main " JUNE "\n", size));
	free(text);
	little_clear(&l);
}

TEST(lines_that_make_no_sense)
{
	struct little l;

	little_init(&l);
	little_write(&l, "newest", "\nmain\n \nmain  \nmain soon\nmain " JUNE "x\n" JUNE " main\n"
				   "main " MAY "\nmain " JUNE " elsewhere\nx " JUNE " a more\n");
	CHECK_STR(date_of(&l, "main", "a"), MAY);
	CHECK_STR(date_of(&l, "x", "a"), JUNE);
	CHECK_STR(date_of(&l, JUNE, "a"), "");
	little_clear(&l);
}

int main(void)
{
	RUN(a_date_counts_once_its_copy_is_in_use);
	RUN(an_older_date_changes_nothing);
	RUN(lines_that_make_no_sense);
	return test_status();
}
