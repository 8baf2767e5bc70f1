/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct identity: the same upstream under different names, in two releases.
 *
 * Components of A and B are paired one to one, by the first of these that finds a partner:
 *	NAME	they are called the same
 *	SONAME	they ship the same shared libraries ("libssl.so.3"); of several candidates the one
 *		with which most are shared, each being the other's best
 *	STEM	the same, without the version ("libssl.so"): releases years apart
 *	URL	they name the same upstream page, which no other component of either release names
 *	SPELLING	their names differ in case, dashes and dots only ("network-manager",
 *		"NetworkManager")
 * A pair by name is not a proof (names are reused), but distributions choose them alike; the basis
 * is said with each pair, so that a reader can doubt the weaker ones.
 *
 * Sonames of plug-ins and of packages that only bundle a library can mislead; that is why most
 * shared names win, and why both sides must agree.
 *
 * Cost: O(components + sonames) with sorting; two distributions in 0.1 s.
 */
#ifndef LINCHPIN_ANALYZER_IDENTITY_H
#define LINCHPIN_ANALYZER_IDENTITY_H

struct universe;

/* What the components of one release are known by: all that pairing needs of a universe, which may
   be cleared afterwards. */
struct names;

enum identity_basis {
	IDENTITY_NONE,
	IDENTITY_NAME,
	IDENTITY_SONAME,
	IDENTITY_STEM,
	IDENTITY_URL,
	IDENTITY_SPELLING,
	IDENTITY_BASES
};

struct identity_pair {
	int a, b;			/* components; -1: only in the other release */
	enum identity_basis basis;	/* IDENTITY_NONE where one is -1 */
	char *witness;			/* what they share; NULL: the name. Owned */
};

struct identity {
	struct identity_pair *pair;	/* pairs by A's component, then those only in B */
	int n_pair;
	int n_basis[IDENTITY_BASES];	/* pairs by basis; IDENTITY_NONE: unpaired ones of both */
};

void identity_init(struct identity *identity);

/* Pair all components of two finished universes. Cannot fail. */
void identity_find(struct identity *identity, const struct universe *a, const struct universe *b);

/* The same from what they are known by. */
void identity_pair_names(struct identity *identity, const struct names *a, const struct names *b);

/* bookworm: 7 MB. */
struct names *names_new(const struct universe *u);
void names_free(struct names *names);

void identity_clear(struct identity *identity);

/* "soname"; lives forever. */
const char *identity_basis_name(enum identity_basis basis);

#endif
