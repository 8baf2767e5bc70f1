/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inside of struct language_table, for language.c: one row of analyzer/rules/files.tsv.
 *
 * Rules are sorted by extension, those of one extension in the order of the file; the first whose
 * condition holds is taken.
 */
#ifndef LINCHPIN_ANALYZER_LANGUAGE_TABLE_H
#define LINCHPIN_ANALYZER_LANGUAGE_TABLE_H

#include "analyzer/language.h"

enum file_condition {
	FILE_NEVER,
	FILE_ALWAYS,		/* "-" */
	FILE_MOST,		/* "most": the language of these rules that has most other files */
	FILE_IF_ANY,		/* "a,b": the component has one of these extensions */
	FILE_IF_NONE		/* "!a,b": it has none of them */
};

struct language_file_rule {
	int extension;		/* index into language_table.extension */
	int language;		/* index into language_table.language, -1: says nothing */
	enum file_condition when;
	int *other;		/* extensions of the condition */
	int n_other;
	/* while loading */
	const char *name, *list;
	int line;
};

/* The index of an extension, -1: no rule speaks of it. O(log n). */
int language_table_extension(const struct language_table *t, const char *name);

#endif
