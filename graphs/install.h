/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct install: can this package be installed in what stands of a selection, conflicts counted?
 * An answer "yes" comes with an installation: a set of packages with it in which every requires
 * need is met and no two are rivals. "No" is a proof: the search has no heuristic that gives up.
 *
 * It is satisfiability (a variable per package; a clause "not p or a provider" per need of p, "not
 * p or not q" per conflict), solved by conflict-driven clause learning (Marques-Silva, Sakallah
 * 1999; two watched literals: Moskewicz et al. 2001; watches as linked lists in the clauses:
 * libsolv), with one turn for packages: the formula is written down on the way. A package's needs
 * become clauses when it is first decided or forced to be installed; what is asked for by nobody is
 * never looked at and not installed. So a question costs about as much as the installation that it
 * finds, not as much as the release. Needs with several providers are decided for the provider with
 * the fewest rivals, among these the first node.
 *
 * Use: install_init(), install_prepare(), any number of install_find(), install_clear().
 *
 * Cost: exponential at worst (Di Cosmo 2005: package installation is NP-complete). Bookworm
 * main/amd64: an installation of each package, 65 packages on average, 0.5 s for all 63,440; 761
 * times a decision had to be taken back.
 */
#ifndef LINCHPIN_GRAPHS_INSTALL_H
#define LINCHPIN_GRAPHS_INSTALL_H

#include <stdbool.h>
#include <stdint.h>
#include <solv/queue.h>

struct conflicts;
struct depgraph;
struct diag;
struct selection;

struct install_node {
	int stamp;	/* the question that the rest belongs to */
	int8_t value;	/* 1: installed, -1: not, 0: open */
	bool written;	/* its needs are clauses */
	bool seen;	/* scratch of the analysis */
	int level;	/* decision that its value came with */
	int reason;	/* > 0: clause; < 0: -1 - the rival that is installed; 0: decided, asked */
	int watch[2];	/* first clause that watches "installed", "not installed"; 0: none */
};

struct install {
	const struct depgraph *graph;
	const struct conflicts *conflicts;
	const struct selection *selection;	/* of the running question */
	struct install_node *node;
	int stamp;	/* the running question */
	int *clause;	/* arena; a clause is its size, two next clauses, its literals */
	int n_clause;	/* used entries of the arena */
	int *trail;	/* literals as they became true; 2 * node + (0: installed, 1: not) */
	int n_trail;
	int done;	/* trail entries whose consequences are drawn */
	int met;	/* trail entries whose needs are met */
	int *level_trail;	/* n_trail when a level began; level 0 is the question itself */
	int *level_met;		/* met when a level began */
	int n_level;
	Queue learned;	/* scratch of the analysis */
	int n_question, n_decision, n_clash;	/* since install_prepare() */
};

void install_init(struct install *x);
void install_clear(struct install *x);

/* Make ready for questions. Graph and conflicts must outlive it. */
void install_prepare(struct install *x, const struct depgraph *g,
		     const struct conflicts *conflicts);

/* Is there an installation of this node out of the nodes that stand in the selection's running
   question? Its nodes go to *ret_member (initialised by the caller; in no order), which is left
   empty if not. */
bool install_find(struct install *x, const struct selection *selection, int node,
		  Queue *ret_member);

/* 0: the nodes are an installation that contains `node`. -1: they are not, diag says why.
   O(their needs). */
int install_check(struct install *x, int node, const Queue *member, struct diag *diag);

#endif
