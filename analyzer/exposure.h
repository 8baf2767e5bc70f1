/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Criterion 2, network boundary: what a component does with data of strangers itself (own
 * exposure), and in whose process its code runs (inherited exposure). The two are kept apart.
 *
 * Own: the evidence of analyzer/rules/exposure.tsv, per claim combined as evidence.h says, with the
 * claim "local" speaking against the network. "serves" (waits to be asked, perhaps only by this
 * machine) counts as listening as far as the component also shows signs of talking to the network
 * or, from inspection of its code, of being able to ("accepts"):
 *	listens = 1 - (1 - listens) (1 - 0.8 serves max(connects, accepts))
 *	own = max(listens, 0.8 connects, 0.7 parses)
 * Of the claims that reach EXPOSURE_LEAST, the one that weighs most names the exposure; without any
 * it is NONE if file lists were read, and UNKNOWN if not. A maximum, because the three are views of
 * one thing: a name server that listens, connects and parses is no more exposed than one that
 * listens.
 *
 * Inherited: component c is in the link closure (graphs/links.h) of network-facing components f,
 * whose own exposure (listens or connects) reaches EXPOSURE_LEAST. With W = sum of their own
 * exposures over all such f, and W_c over those that load c,
 *	inherited = log(1 + W_c) / log(1 + W)
 * Unknown without file lists.
 *
 *	network = 1 - (1 - own) (1 - 0.5 inherited)
 *
 * Beside it stands the boundary of privilege (setuid, PAM, NSS, polkit, the system bus, the
 * kernel), by the claim "privileged" and inherited in the same way from privileged programs:
 *	privilege = 1 - (1 - 0.9 privileged) (1 - 0.45 inherited from privileged programs)
 * BOUNDARY_NETWORK, the default, leaves it aside; BOUNDARY_SECURITY takes the union, the greater of
 * the two.
 *
 * Confidence: 1 if all its code was inspected, file lists were read and the strongest claim is far
 * from the threshold (|2v - 1|, at least 0.3); 0.8 of that where it was not inspected, half without
 * file lists.
 *
 * Cost: O(evidence) + the closure of each network-facing component; bookworm 0.05 s.
 */
#ifndef LINCHPIN_ANALYZER_EXPOSURE_H
#define LINCHPIN_ANALYZER_EXPOSURE_H

struct assessment;
struct depgraph;
struct diag;
struct evidence_list;
struct links;
struct ruleset;

#define EXPOSURE_LEAST 0.5

/* Does exposure.tsv speak only of the six claims above, and of "privileged"? -1: the first other
   one is in diag. */
int exposure_check_rules(const struct ruleset *rules, struct diag *diag);

/* Which boundary the criterion asks about. */
enum boundary {
	BOUNDARY_NETWORK,
	BOUNDARY_SECURITY,	/* the network's, or that of privilege */
	BOUNDARIES
};

/* "network", "security". Lives forever. */
const char *boundary_name(enum boundary boundary);

/* Fill the parts, the value and the confidence of the network criterion. role: package_roles(). */
void exposure_assess(struct assessment *a, const struct evidence_list *evidence,
		     const struct links *links, const unsigned char *role, enum boundary boundary);

/* How network-facing a component is by itself: its own exposure where it listens or connects, at
   least EXPOSURE_LEAST; else 0. */
double exposure_facing(const struct assessment *a, int component);

/* Does this package (a node) run or lend code: a runtime package with programs, libraries, plug-ins
   or units? Only such packages of a network-facing component face the network. */
int exposure_runs_code(const struct depgraph *g, int node, const unsigned char *role);

/* The network criterion from the parts of a component, and what it would be with another inherited
   part (NAN: unknown). */
double exposure_network(const struct assessment *a, int component, double inherited);

/* A component whose network-facing code loads another's. */
struct exposure_path {
	int component;		/* the network-facing one */
	double own;		/* its own exposure */
	int n_step;
	int step[8];		/* nodes from its package to the loaded one; the front is cut */
};

/* The network-facing components that load this one's code, those with the strongest exposure first,
   each with a shortest path. Returns how many, at most max. O(links). */
int exposure_paths(const struct assessment *a, const struct links *links, const unsigned char *role,
		   int component, struct exposure_path *ret_path, int max);

#endif
