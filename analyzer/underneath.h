/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is still underneath a replacement: the memory-unsafe code that its packages of this release
 * bring along. A TLS library in Rust whose crates need libssl-dev has not replaced OpenSSL.
 *
 * From the packages that the replacement is packaged as:
 *	a package with code to run brings what it loads (graphs/links.h);
 *	a development package (a crate is source for other builds) brings, of what it requires,
 *	development packages, and libraries that come without a program. Tools that are only run
 *	while something is built are not underneath: packages with programs, and crates that
 *	generate code (bindgen). Of alternatives the preferred one counts. Nothing is asked of the
 *	C run time (analyzer/runtime.h).
 * Packages of crates require what any of their features needs, so this errs to the side of too
 * much: what is found may be underneath, what is not found is not.
 *
 *	const int *node;
 *
 *	underneath_find(&underneath, replacement, links, role, runtime);
 *	underneath.node[0 … n_node)	all packages, those of the replacement first
 *	underneath_clear(&underneath);
 */
#ifndef LINCHPIN_ANALYZER_UNDERNEATH_H
#define LINCHPIN_ANALYZER_UNDERNEATH_H

struct links;
struct replacement;

struct underneath {
	int *node; /* the replacement's packages, then what they bring along */
	int n_node;
	int n_own; /* how many are the replacement's own; 0: not in this release */
};

/* Accepts a zeroed one. */
void underneath_clear(struct underneath *x);

/* Fill a zeroed one. runtime: runtime_components(). Cost: O(needs of what is found). */
void underneath_find(struct underneath *x, const struct replacement *r, const struct links *links,
		     const unsigned char *role, const unsigned char *runtime);

/* The same from a set of packages (nodes). */
void underneath_find_nodes(struct underneath *x, const int *node, int n_node,
			   const struct links *links, const unsigned char *role,
			   const unsigned char *runtime);

#endif
