/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The functions behind the table of writers; only queries/writer.c calls them. What each writes is
 * said in queries/writer.h.
 */
#ifndef LINCHPIN_QUERIES_WRITERS_H
#define LINCHPIN_QUERIES_WRITERS_H

#include <stdio.h>

struct style;
struct table;

void writer_text(const struct table *answer, const struct table *provenance,
		 const struct style *style, FILE *f);
void writer_csv(const struct table *answer, const struct table *provenance,
		const struct style *style, FILE *f);
void writer_json(const struct table *answer, const struct table *provenance,
		 const struct style *style, FILE *f);
void writer_md(const struct table *answer, const struct table *provenance,
	       const struct style *style, FILE *f);
void writer_html(const struct table *answer, const struct table *provenance,
		 const struct style *style, FILE *f);

#endif
