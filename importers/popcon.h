/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct popcon: on how many machines packages are installed, as Debian's popularity-contest
 * publishes it (by_inst, by_vote; plain or compressed):
 *
 *	#rank name                            inst  vote   old recent no-files (maintainer)
 *	1     dpkg                           201021 189334 4041 7590   56 (Dpkg Developers)
 *	…
 *	-----------------------------------------------------------------
 *	186330 Total                         …
 *
 * Comments begin with '#', the line of dashes ends the list. A list sorted by votes counts votes
 * (used in the last month), any other counts installations.
 *
 * Names are those of the machines that reported, of any release: who maps them to a release is
 * analyzer/popularity.h. The survey is voluntary; it says which of two packages is on more of its
 * machines, not on how many there are.
 *
 * Cost: O(lines); 200,000 lines in 0.1 s.
 */
#ifndef LINCHPIN_IMPORTERS_POPCON_H
#define LINCHPIN_IMPORTERS_POPCON_H

#include <stdbool.h>

struct diag;

struct popcon_entry {
	char *name;	/* of a package */
	int machines;	/* that have it, or use it */
};

struct popcon {
	struct popcon_entry *entry;	/* by name */
	int n_entry;
	int most;			/* machines of the package that most have */
	bool by_vote;			/* machines that use it, not only have it */
};

/* -1: unreadable, or not such a list; the popcon is empty then. */
int popcon_load(struct popcon *p, const char *path, struct diag *diag);

/* Accepts a zeroed one. */
void popcon_clear(struct popcon *p);

#endif
