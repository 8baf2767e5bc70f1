/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct page: one HTML page of the report, and the ways from tables of the answer into it.
 *
 * Pages need nothing from elsewhere: the content security policy allows the report's own style
 * sheet and scripts, and no request. Tables are in the page as tables, and scripts read them from
 * there: no text of an archive ever is inside a script. Without scripts everything is there, only
 * that tables do not sort and figures stand still.
 */
#ifndef LINCHPIN_QUERIES_REPORT_PAGE_H
#define LINCHPIN_QUERIES_REPORT_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct table;

/* Which components have a page. Names and files are borrowed. */
struct page_index {
	const char **name; /* in the order of the list */
	char **file;	   /* "openssl.html" */
	int n_page;
};

struct page {
	FILE *f;
	const struct page_index *index;
	const char *up;	    /* the way to the report's directory: "" or "../" */
	const char *script; /* "report.js"; NULL: none */
	bool has_scripts;   /* they were built in */
};

/* The file of a component's page, NULL: it has none. O(pages). */
const char *page_of(const struct page_index *index, const char *component);

/* A file name for a component that all file systems take and that no path can hide in: its own name
   where that is plain, else "component-RANK". The caller frees it. */
char *page_file_name(const char *component, int rank);

/* From <!DOCTYPE> to the beginning of <main>, and from its end to the last. */
void page_begin(const struct page *p, const char *title);
void page_end(const struct page *p);

/* Text, and a link to the component's page if it has one. */
void page_text(const struct page *p, const char *text);
void page_component(const struct page *p, const char *component);

/* The address of a component's page, escaped, for an attribute; nothing if it has none. */
bool page_put_address(const struct page *p, const char *component);

/* "34,172"; the caller frees it. */
char *page_group_digits(int64_t number);

/* A cell as people read it: integers in groups of three, "34,172"; nothing where the column is not
   there. */
void page_value(const struct page *p, const struct table *t, int row, const char *key);

/* "0.87" as a bar from 0 to 1, with the number. */
void page_bar(const struct page *p, const struct table *t, int row, int column);

/* ROWS as a table that scripts make sortable and filterable. keys: the columns, "a b c"; NULL: all
   but the wide ones. id: of the table, unique in the page. */
void page_rows(const struct page *p, const struct table *rows, const char *id, const char *caption,
	       const char *keys);

/* The notes of a table, each a paragraph. */
void page_notes(const struct page *p, const struct table *t);

#endif
