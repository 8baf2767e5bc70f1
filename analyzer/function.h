/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Criterion 3, critical function: what breaks if a component is compromised.
 *
 * analyzer/rules/functions.tsv names the functions and how critical each is; function.tsv says what
 * speaks for a component serving one. A component may serve several:
 *	function = max over functions of (criticality * value of its evidence)
 * Added to it is structure, which no words are needed for: how many chains of needs run through the
 * component (betweenness), and whether the system is Essential without it.
 *
 * No evidence for any function means a function of 0, not an unknown one: most of an archive serves
 * none of these. Confidence: the value of the strongest evidence, at least 0.3.
 *
 * Cost: O(evidence); bookworm 0.02 s.
 */
#ifndef LINCHPIN_ANALYZER_FUNCTION_H
#define LINCHPIN_ANALYZER_FUNCTION_H

struct assessment;
struct depgraph;
struct diag;
struct evidence_list;
struct measures;
struct ruleset;

struct function {
	const char *name;	/* "name-resolution"; a claim of function.tsv */
	double criticality;	/* 0 … 1 */
	const char *why;	/* one sentence */
	int claim;		/* its number in function.tsv, -1: no rule speaks for it */
};

struct function_table {
	struct function *function;
	int n_function;
	/* private */
	char *text, *file;
};

/* Read functions.tsv (dir: see ruleset_load()). rules: the loaded function.tsv; a claim there that
   functions.tsv does not name is an error. */
int function_table_load(struct function_table *t, const char *dir, const struct ruleset *rules,
			struct diag *diag);
void function_table_clear(struct function_table *t);

/* Fill the parts, the value and the confidence of the function criterion. Needs the component
   measure betweenness. essential: use_essential_closure(). */
void function_assess(struct assessment *a, const struct function_table *t,
		     const struct evidence_list *evidence, const struct measures *m,
		     const unsigned char *essential);

struct served {
	const struct function *function;
	double value;		/* of its evidence, 0 … 1 */
};

/* The functions a component serves with a value of at least FUNCTION_LEAST, the most critical times
   sure first. Returns how many, at most max. */
#define FUNCTION_LEAST 0.3
int function_served(const struct function_table *t, const struct evidence_list *evidence,
		    int component, struct served *ret_served, int max);

#endif
