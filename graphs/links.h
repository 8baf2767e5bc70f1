/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct links: who loads whose code into its own process. A fault in a library is a fault in each
 * process that maps it; a mere need (a helper program, a data package) is not.
 *
 * Where needs name sonames, as RPM's do because rpm reads them out of each binary it packs
 * ("libssl.so.3()(64bit)"), links are exact (LINKS_FROM_SONAMES): package p loads q if
 *   - p has a requires need whose dep is a soname, with or without a symbol version, and
 *   - q meets it.
 *
 * Elsewhere a link is inferred from needs and file lists (LINKS_INFERRED): package p loads q if
 *   - p ships compiled code itself (a program, a shared library, a plug-in, a PAM or NSS module)
 *     and is not architecture-independent, and
 *   - p has a requires need, met by q, all of whose providers ship a shared library.
 * Providers are alternatives at most rarely here, so p is linked to each of them. A package is not
 * linked to itself. If p was inspected (importers/inspected.h), it must besides be linked with a
 * soname that q ships. Without that the inference errs to both sides: a library needed for its
 * programs is taken for a link, a library loaded at run time (dlopen) by mere recommendation is
 * missed; so is what dlopen() loads in the case of sonames and of inspected packages.
 *
 * Without sonames and without binary file lists nothing is known: links_known() is false and there
 * are no links.
 *
 * Cost: O(requires needs + their providers). Bookworm main/amd64: 0.01 s, 106,000 links.
 */
#ifndef LINCHPIN_GRAPHS_LINKS_H
#define LINCHPIN_GRAPHS_LINKS_H

#include <stdbool.h>

#include "graphs/depgraph.h"

struct diag;

enum links_source {
	LINKS_UNKNOWN,
	LINKS_INFERRED,		/* from needs whose providers all ship a shared library */
	LINKS_FROM_SONAMES,	/* from needs for sonames */
	LINKS_SOURCES
};

struct links {
	const struct depgraph *graph;	/* NULL: not built */
	enum links_source source;
	int n_link;
	int *load_begin;	/* what a node loads: load[load_begin[node] …); n_node + 1 */
	int *load;		/* nodes, ascending and unique within a node */
	int *loader_begin;	/* who loads a node: loader[loader_begin[node] …); n_node + 1 */
	int *loader;		/* nodes, ascending and unique within a node */
};

void links_init(struct links *links);
void links_clear(struct links *links);

/* Infer the links of a built graph, which must outlive them. Cannot fail. */
void links_build(struct links *links, const struct depgraph *g);

/* Was there anything to tell them from? */
bool links_known(const struct links *links);

/* For every package or component: how many other components load the code of (one of) its packages.
   The array is the caller's, with depgraph_n_subject() entries. O(links). */
void links_count_loaders(const struct links *links, enum level level, int *ret_components);

/* 0: both directions hold the same links, in range, ascending, none to itself. */
int links_check(const struct links *links, struct diag *diag);

#endif
