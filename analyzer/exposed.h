/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct exposed: the exposed unsafe code of a release, and what is left of it once components are
 * replaced by memory-safe code. This is what whatif reports and plan makes small.
 *
 *	E(S) = sum over network-facing packages f of
 *		w(f) * sum over components c in the link closure of f, not in S, of unsafe(c)
 *
 *   f         a package that runs or lends code, of a component that listens or connects itself
 *             (analyzer/exposure.h)
 *   w(f)      the use of its component (criterion 1), shared evenly among the component's f:
 *             thirty plug-ins of a server do not count thirty times
 *   closure   the packages that f loads into its process, itself included (graphs/links.h); a
 *             component is in it once, however many of its packages are
 *   unsafe(c) the share of memory-unsafe code (criterion 4) where the verdict is unsafe or mixed;
 *             0 where it is safe or unknown
 *   S         the replaced components (struct scenario)
 *
 * A package of a replaced component is still loaded, yet as memory-safe code. What does it load
 * itself? That is an assumption, and both ends of it can be asked for:
 *   keep_links  what it loads today: the replacement changes nothing else. A component then counts
 *             for itself, E(S) = E({}) - sum over c in S of own(c), and there are no surprises.
 *   else      other packages of the same component, the C run time (analyzer/runtime.h), and what
 *             packages of the replacement are known to load (scenario.instead). What was loaded
 *             through the replaced code alone is no longer loaded: gnutls takes nettle, gmp and
 *             libtasn1 out of the processes that have no other way to them. E is then neither
 *             submodular nor supermodular in S: two components that both load a third remove it
 *             together only, and each alone may make the other one superfluous.
 *
 * A component whose code is loaded by a plug-in mechanism is not seen (see links.h).
 *
 *	exposed_build(&e, links, assessment, languages, role, runtime);
 *	scenario_init(&s, &e);
 *	s.replaced[c] = 1;
 *	left = exposed_left(&e, &s);
 *
 * Cost: O(links in the closures); bookworm, 5,132 network-facing packages with 21 unsafe components
 * each: 0.007 s to build, 0.003 s a question.
 */
#ifndef LINCHPIN_ANALYZER_EXPOSED_H
#define LINCHPIN_ANALYZER_EXPOSED_H

#include <stdbool.h>

struct assessment;
struct language_verdicts;
struct links;

struct exposed {
	const struct links *links;
	const unsigned char *runtime; /* [component], borrowed */
	double *unsafe;		      /* [component], 0 … 1 */
	int *facing;		      /* nodes, ascending */
	double *weight;		      /* [facing], w(f) */
	int n_facing;
	int n_unused;			/* of them, with weight 0: no sign of use */
	int n_facing_component;
	int n_unknown; /* components of closures that cannot be judged */
	double total;  /* E({}) */
};

/* What is assumed. */
struct scenario {
	unsigned char *replaced; /* [component], 1: in S */
	bool keep_links;
	int *instead; /* nodes that replacements bring along, in blocks */
	int n_instead;
	int *instead_begin, *instead_end; /* [component], its block of them */
};

/* The closure of one network-facing package under a scenario; reused from package to package. */
struct closure {
	const struct exposed *exposed;
	int *component; /* those with unsafe > 0 and not replaced, as reached */
	int n_component;
	int *node; /* all packages, as reached; the first is the package */
	int n_node;
	/* private */
	int *node_stamp, *component_stamp, stamp;
};

void exposed_init(struct exposed *e);
void exposed_clear(struct exposed *e);

/* Everything must outlive it. Needs the criteria use and network. Without links there is nothing:
   n_facing is 0. */
void exposed_build(struct exposed *e, const struct links *links, const struct assessment *a,
		   const struct language_verdicts *languages, const unsigned char *role,
		   const unsigned char *runtime);

/* An empty scenario: nothing replaced. */
void scenario_init(struct scenario *s, const struct exposed *e);
void scenario_clear(struct scenario *s);

/* Replace a component by something that brings these packages along (n may be 0). */
void scenario_replace(struct scenario *s, int component, const int *node, int n);

void closure_init(struct closure *c, const struct exposed *e);
void closure_clear(struct closure *c);

/* Find the closure of a package (a node, network-facing or not). scenario NULL: as it is. Returns
   the sum of unsafe(c) over it. O(its links). */
double closure_find(struct closure *c, int node, const struct scenario *s);

/* E(S). scenario NULL: as it is. */
double exposed_left(const struct exposed *e, const struct scenario *s);

/* For each component the sum of the own exposures of the network-facing components that load it, as
   exposure.h has it (W_c). ret_weight: [component], the caller's. Returns W. */
double exposed_inherited(const struct exposed *e, const struct assessment *a,
			 const struct scenario *s, double *ret_weight);

/* own(c): what a component counts for by itself, its weighted presence times its share; the gain of
   replacing it where keep_links holds. ret_packages (NULL: not wanted) is how many network-facing
   packages have it in their closure. Both are the caller's, [component]. */
void exposed_own(const struct exposed *e, const struct scenario *s, double *ret_own,
		 int *ret_packages);

#endif
