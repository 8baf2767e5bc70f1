/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which known names are nearest to a misspelt one?
 *
 * The distance is Damerau-Levenshtein in its restricted form (optimal string alignment): the least
 * number of insertions, deletions, substitutions and swaps of neighbours, none of which touches a
 * character twice. Cost O(length × limit) for one pair; 63,440 package names take about 5 ms.
 *
 * Use: suggest_init(), suggest_offer() for each known name, then read nearest[0 … n_nearest - 1],
 * or let suggest_sentence() write the hint. Ties sort by length, then by name.
 */
#ifndef LINCHPIN_IMPORTERS_SUGGEST_H
#define LINCHPIN_IMPORTERS_SUGGEST_H

enum {
	SUGGEST_LENGTH = 128,	/* longer names are never near anything, in bytes */
	SUGGEST_NEAREST = 5,	/* how many are kept */
};

struct suggestion {
	const char *name;	/* as offered; lives as long as what was offered */
	int distance;		/* edits from the misspelt name; lower is nearer */
};

struct suggest {
	const char *name;	/* the misspelt one, borrowed */
	int limit;		/* farther names are not kept: about a third of the length */
	struct suggestion nearest[SUGGEST_NEAREST];
	int n_nearest;
};

/* Edits between a and b, or limit + 1 where there are more than limit. */
int suggest_distance(const char *a, const char *b, int limit);

/* Begin to look for `name`, which must outlive the search. */
void suggest_init(struct suggest *s, const char *name);

/* Consider one known name. A name that merely continues the misspelt one ("libssl" → "libssl3")
   counts as at most two edits. */
void suggest_offer(struct suggest *s, const char *candidate);

/* "; did you mean 'openssl' or 'openssh'?", empty where nothing is near. The caller frees it. */
char *suggest_sentence(const struct suggest *s);

#endif
