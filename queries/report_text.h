/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands on the report's pages between their frame (report_page.h): headings, the sentences of
 * linchpin's own, tables and figures in the order in which people read them.
 */
#ifndef LINCHPIN_QUERIES_REPORT_TEXT_H
#define LINCHPIN_QUERIES_REPORT_TEXT_H

struct page;
struct table;

struct report_text {
	const struct table *answer, *provenance;
	int component; /* of the list "components", for its page; else -1 */
};

void report_put_index(const struct page *p, const struct report_text *x);
void report_put_component(const struct page *p, const struct report_text *x);
void report_put_rules(const struct page *p, const struct report_text *x);

#endif
