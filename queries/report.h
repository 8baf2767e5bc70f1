/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct report: what the sections of the annual report are made from.
 *
 * The report is an answer like any other: a RECORD whose parts are sections, each a RECORD with the
 * part "rows" and notes, so that every writer can write it. A section is one function of a table in
 * report.c, and says only what it finds; report_site.c makes pages, data files and figures of it.
 * Sections that other verbs can answer are their answers.
 *
 * With several releases the last one is what the report is about; those before it of the same
 * distribution are its history, those of other distributions are what it is held against.
 *
 * To add a section: a function report_add_NAME(), a row in report.c; if it is to have a page of its
 * own or a figure, a row in report_site.c.
 */
#ifndef LINCHPIN_QUERIES_REPORT_H
#define LINCHPIN_QUERIES_REPORT_H

#include <stdbool.h>

#include "analyzer/analysis.h"

struct diag;
struct digest;
struct options;
struct table;

enum {
	REPORT_RANKED = 200,	 /* components in the list, each with a page */
	REPORT_FIRST = 10,	 /* of them, those that are put into words */
	REPORT_PLANNED = 40,	 /* steps of a plan */
	REPORT_NEIGHBOURS = 10,	 /* on each side of a component */
	REPORT_DOUBTFUL = 100,	 /* that cannot be judged */
};

struct report {
	struct analysis *a;	   /* what it is about */
	struct analysis **history; /* the same distribution, in the order given; the last is a */
	int n_history;
	struct analysis **other; /* the last release of each other distribution */
	int n_other;
	struct digest *digest; /* of the history, then of the others */
	const struct options *o;
	int *ranked; /* components of the list, the most critical first */
	int n_ranked;
	struct diag *diag;
};

/* "Debian 12 (bookworm)"; the caller frees it. */
char *report_release_name(const struct analysis *a);

/* Each adds the rows and notes of one section. 0, or -1 with the reason in r->diag. */
int report_add_first(struct report *r, struct table *section);
int report_add_map(struct report *r, struct table *section);
int report_add_plan(struct report *r, struct table *section);
int report_add_replaceable(struct report *r, struct table *section);
int report_add_changes(struct report *r, struct table *section);
int report_add_trend(struct report *r, struct table *section);
int report_add_ranks(struct report *r, struct table *section);
int report_add_languages(struct report *r, struct table *section);
int report_add_across(struct report *r, struct table *section);
int report_add_unknown(struct report *r, struct table *section);
int report_add_stability(struct report *r, struct table *section);
int report_add_criteria(struct report *r, struct table *section);
int report_add_functions(struct report *r, struct table *section);
int report_add_rules(struct report *r, struct table *section);
int report_add_components(struct report *r, struct table *list);

/* The list itself, as the verb rank has it: the answer's "rows". */
void report_add_ranking(struct report *r, struct table *ret);

/* Exposure in numbers, of one release, beside what its digest counts. */
struct report_totals {
	double mean;	  /* unsafe components in a network-facing process, by weight; NAN: none */
	double *language; /* [language of the table], share of what these processes load; the
			     caller's; all 0: unknown */
	bool is_known;	  /* the shares are */
};

/* Beyond those of a digest. Cost: O(links in the closures of network-facing packages). */
void report_totals(const struct analysis *a, struct report_totals *ret);

/* Write the report's directory: pages, data, assets. */
int report_write(const struct table *answer, const struct table *provenance, const char *directory,
		 struct diag *diag);

#endif
