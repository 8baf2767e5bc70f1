/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct digest: what is kept of one analysis to compare it with others: a line for each component,
 * the totals of the release, and what the components are known by. The analysis may be cleared
 * afterwards, so that five releases take hardly more memory than one.
 *
 *	struct digest d;
 *
 *	digest_take(&d, &analysis);		an analysis of STAGE_RANKING
 *	analysis_clear(&analysis);
 *	… d.component[c], d.totals …
 *	digest_clear(&d);
 *
 * Totals count components, unless their name says otherwise. Those that cannot be judged are
 * counted, and in no share. exposed is the exposed unsafe code of analyzer/exposed.h as it is
 * today, exposed_share what part it is of all code that network-facing packages load:
 *
 *	exposed_share = E({}) / sum over network-facing packages f of
 *			w(f) * number of components in the link closure of f that can be judged
 *
 * the average share of unsafe code in what is loaded where the network is, weighted by use. Unlike
 * E itself it does not grow with the archive.
 *
 * Cost: bookworm, 0.1 s and 20 MB.
 */
#ifndef LINCHPIN_ANALYZER_DIGEST_H
#define LINCHPIN_ANALYZER_DIGEST_H

#include <stdbool.h>

#include "analyzer/assessment.h"
#include "analyzer/language.h"

struct analysis;
struct names;

struct digest_component {
	char *name;
	char *languages;	/* "C 93%, Assembly 5%"; "" without code */
	char *main_language;	/* of most of its code; NULL: none */
	char *replacement;	/* the known one that asks for the least change; NULL: none known */
	bool is_packaged;	/* that one is in the release */
	enum safety safety;
	enum exposure exposure;
	unsigned char meets;	/* bit 1 << criterion */
	int rank, rank_low, rank_high; /* from 1; 0: unknown */
	double score, unsafe;	/* NAN: unknown */
};

struct totals {
	int n_package, n_component;
	int n_inspected;	/* packages whose insides were measured */
	int n_safety[SAFETIES], n_exposure[EXPOSURES];
	int n_meets;		/* meet all four criteria */
	int n_facing;		/* that listen or connect, and run */
	int n_facing_unsafe;	/* of them, unsafe or mixed */
	int n_replaceable;	/* of those that meet all four, with a replacement in the release */
	double exposed;		/* exposed unsafe code; NAN: links are unknown */
	double exposed_share;	/* 0 … 1, NAN: nothing faces the network */
};

struct digest {
	char *label;		/* "debian bookworm", "debian 12", …, unique where told so */
	char *date;		/* of the release; NULL: unknown */
	struct digest_component *component;
	int n_component;
	int *order;		/* components, most critical first, those without a rank last */
	struct totals totals;
	struct names *names;
};

void digest_take(struct digest *d, const struct analysis *a);
void digest_clear(struct digest *d);

#endif
