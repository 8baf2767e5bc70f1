/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Propagate, refute by selections, search what is left; see strong.h.
 */
#include "graphs/strong.h"

#include <limits.h>
#include <stdlib.h>

#include <string.h>
#include <solv/bitmap.h>
#include <solv/queue.h>
#include <solv/util.h>

#include "graphs/conflicts.h"
#include "graphs/contest.h"
#include "graphs/install.h"
#include "graphs/selection.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/universe.h"

#define BLOCK 65535

/* Growing a selection and asking it about all candidates costs, beside the searches for it, about
   as much as one search for this many packages of the release. */
#define NODES_A_SEARCH 1000

/* Perhaps a pair: `node` strongly depends on `subject`. */
struct candidate {
	int subject;
	int node;
};

/* A pair that a search proved; both are subjects. */
struct searched {
	int dependency;
	int dependant;
};

struct builder {
	struct strong *s;
	const struct depgraph *g;
	const struct conflicts *conflicts;
	struct diag *diag;

	struct selection all;		/* what can be installed */
	struct contest contest;
	struct install install;

	/* selections that decide nodes: each those that it was the first to have */
	struct selection *healthy;
	int n_healthy;
	int *decided_by;		/* node -> index of healthy, -1: none has it */

	int *row_of;			/* subject -> last row that has it, + 1 */
	int64_t n_row;			/* entries of s->dependant; rows in any order so far */
	struct candidate *candidate;	/* by ascending subject */
	int n_candidate;
	struct searched *searched;	/* by ascending dependency */
	int n_searched;
};

void strong_init(struct strong *s)
{
	memset(s, 0, sizeof(*s));
}

void strong_clear(struct strong *s)
{
	solv_free(s->installable);
	solv_free(s->dependant_begin);
	solv_free(s->dependant);
	solv_free(s->dependency_begin);
	solv_free(s->dependency);
	strong_init(s);
}

static int subject_of(const struct builder *b, int node)
{
	return b->s->level == LEVEL_PACKAGE ? node : b->g->component_of[node];
}

/* ---- healthy selections ---- */

static void settle(struct builder *b, struct selection *s)
{
	contest_settle(&b->contest, s);
	b->s->n_selection++;
}

/* Let the selection decide the nodes that none has decided yet; it is taken over. Of the selection
   only what those nodes may need is kept: the others are decided. */
static int add_healthy(struct builder *b, struct selection *grown)
{
	struct selection *healthy;
	Queue fresh;

	if (selection_check(grown, b->conflicts, b->diag) < 0)
		return -1;
	queue_init(&fresh);
	b->healthy = solv_extend(b->healthy, b->n_healthy, 1, sizeof(*b->healthy), 15);
	healthy = b->healthy + b->n_healthy;
	for (int node = 0; node < b->g->n_node; node++)
		if (grown->in[node] && b->decided_by[node] < 0) {
			b->decided_by[node] = b->n_healthy;
			queue_push(&fresh, node);
		}
	selection_init(healthy);
	selection_of_cone(healthy, grown, fresh.elements, fresh.count);
	b->n_healthy++;
	queue_free(&fresh);
	return 0;
}

/* A selection that has as many of these undecided nodes as fit: each is searched for in what is
   left by those before it. Those that are not found in all there is are uninstallable. Returns how
   many fit, or -1. */
static int grow_for_undecided(struct builder *b, const Queue *undecided, int max,
			      struct selection *ret, Queue *ret_uninstallable)
{
	int n_chosen = 0, result = 0;
	Queue installation;

	queue_init(&installation);
	selection_copy(ret, &b->all);
	for (int i = 0; !result && i < undecided->count && n_chosen < max; i++) {
		int node = undecided->elements[i];

		if (install_find(&b->install, ret, node, &installation)) {
			result = install_check(&b->install, node, &installation, b->diag);
			contest_choose(&b->contest, ret, &installation);
			n_chosen++;
		} else if (!n_chosen) {
			queue_push(ret_uninstallable, node);
		}
	}
	settle(b, ret);
	queue_free(&installation);
	return result < 0 ? -1 : n_chosen;
}

static void list_undecided(const struct builder *b, const Queue *uninstallable, Queue *ret)
{
	Map skip;

	map_init(&skip, b->g->n_node);
	for (int i = 0; i < uninstallable->count; i++)
		MAPSET(&skip, uninstallable->elements[i]);
	queue_empty(ret);
	for (int node = 0; node < b->g->n_node; node++)
		if (b->all.in[node] && b->decided_by[node] < 0 && !MAPTST(&skip, node))
			queue_push(ret, node);
	map_free(&skip);
}

/* Every installable package gets a selection that has it; the others leave `all`. The first two
   selections have so many that it does not pay to search for more than one. */
static int cover(struct builder *b)
{
	Queue undecided, uninstallable;
	int result = 0;

	queue_init(&undecided);
	queue_init(&uninstallable);
	list_undecided(b, &uninstallable, &undecided);
	for (int round = 0; !result && undecided.count; round++) {
		struct selection grown;

		selection_init(&grown);
		result = grow_for_undecided(b, &undecided, round < 2 ? 1 : INT_MAX, &grown,
					    &uninstallable);
		if (result > 0)
			result = add_healthy(b, &grown);
		selection_clear(&grown);
		list_undecided(b, &uninstallable, &undecided);
	}
	selection_drop(&b->all, uninstallable.elements, uninstallable.count);
	queue_free(&undecided);
	queue_free(&uninstallable);
	return result;
}

/* ---- rows: what falls with each subject ---- */

static void add_to_row(struct builder *b, int row, int subject)
{
	if (subject < 0 || subject == row || b->row_of[subject] == row + 1)
		return;
	b->row_of[subject] = row + 1;
	b->s->dependant = solv_extend(b->s->dependant, (size_t)b->n_row, 1, sizeof(int), BLOCK);
	b->s->dependant[b->n_row++] = subject;
}

/* What falls with the subject in a selection, and is decided by it, is a candidate unless it is in
   the row already. */
static void add_candidates(struct builder *b, int which, int subject, const int *member,
			   int n_member)
{
	struct selection *healthy = b->healthy + which;
	int first = selection_remove(healthy, member, n_member);

	for (int i = first; i < healthy->n_queue; i++) {
		int node = healthy->queue[i], dependant = subject_of(b, node);

		if (b->decided_by[node] != which || dependant < 0 || dependant == subject ||
		    b->row_of[dependant] == subject + 1)
			continue;
		b->candidate = solv_extend(b->candidate, b->n_candidate, 1,
					   sizeof(*b->candidate), BLOCK);
		b->candidate[b->n_candidate++] = (struct candidate){ subject, node };
	}
}

static const char *name_of_release(const struct universe *u)
{
	return u->release.n_input ? u->release.input[0].path : "the release";
}

static int fill_rows(struct builder *b)
{
	struct strong *s = b->s;

	for (int subject = 0; subject < s->n_subject; subject++) {
		int n_member, first;
		const int *member = depgraph_members(b->g, s->level, &subject, &n_member);

		s->dependant_begin[subject] = b->n_row;
		first = selection_remove(&b->all, member, n_member);
		s->installable[subject] = first > 0;
		s->n_uninstallable += !first;
		for (int i = first; i < b->all.n_queue; i++)
			add_to_row(b, subject, subject_of(b, b->all.queue[i]));
		for (int which = 0; which < b->n_healthy; which++)
			add_candidates(b, which, subject, member, n_member);
		if (b->n_row + b->n_candidate > limit_value(LIMIT_STRONG_PAIRS))
			return limit_fail(LIMIT_STRONG_PAIRS, name_of_release(b->g->universe),
					  b->diag);
	}
	s->dependant_begin[s->n_subject] = b->n_row;
	s->n_candidate = b->n_candidate;
	return 0;
}

/* ---- candidates ---- */

/* Where the candidates of one subject end that begin at `begin`. */
static int group_end(const struct builder *b, int begin)
{
	int end = begin;

	while (end < b->n_candidate && b->candidate[end].subject == b->candidate[begin].subject)
		end++;
	return end;
}

/* Take out the candidates that a healthy selection refutes. Returns how many. */
static int refute(struct builder *b, const struct selection *grown)
{
	struct selection cone;
	int n = 0, n_before = b->n_candidate;
	Queue node;

	queue_init(&node);
	for (int i = 0; i < b->n_candidate; i++)
		queue_push(&node, b->candidate[i].node);
	selection_init(&cone);
	selection_of_cone(&cone, grown, node.elements, node.count);
	for (int begin = 0, end; begin < n_before; begin = end) {
		int subject = b->candidate[begin].subject, n_member;
		const int *member = depgraph_members(b->g, b->s->level, &subject, &n_member);

		end = group_end(b, begin);
		selection_remove(&cone, member, n_member);
		for (int i = begin; i < end; i++)
			if (!selection_stands(&cone, b->candidate[i].node))
				b->candidate[n++] = b->candidate[i];
	}
	b->n_candidate = n;
	selection_clear(&cone);
	queue_free(&node);
	return n_before - n;
}

/* The candidates of one subject: candidate[begin … end). */
struct group {
	int begin, end;
};

static int compare_groups(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	int n_x = x->end - x->begin, n_y = y->end - y->begin;

	if (n_x != n_y)
		return n_x < n_y ? 1 : -1;
	return (x->begin > y->begin) - (x->begin < y->begin);
}

/* The largest first; the caller frees them. */
static struct group *list_groups(const struct builder *b, int *ret_n)
{
	struct group *group = NULL;
	int n = 0;

	for (int begin = 0, end; begin < b->n_candidate; begin = end) {
		end = group_end(b, begin);
		group = solv_extend(group, n, 1, sizeof(*group), BLOCK);
		group[n++] = (struct group){ begin, end };
	}
	if (n)
		qsort(group, (size_t)n, sizeof(*group), compare_groups);
	*ret_n = n;
	return group;
}

/* A healthy selection made for candidates: of each subject one candidate, another in each round, is
   searched for without the subject in what is left by those before it. Returns the searches. */
static int grow_for_candidates(struct builder *b, int round, struct selection *ret)
{
	int n_group;
	struct group *group = list_groups(b, &n_group);
	Queue installation;

	queue_init(&installation);
	selection_copy(ret, &b->all);
	for (int i = 0; i < n_group; i++) {
		int n = group[i].end - group[i].begin, n_member;
		const struct candidate *c = b->candidate + group[i].begin + round % n;
		int subject = c->subject;
		const int *member = depgraph_members(b->g, b->s->level, &subject, &n_member);

		selection_remove(ret, member, n_member);
		if (install_find(&b->install, ret, c->node, &installation))
			contest_choose(&b->contest, ret, &installation);
	}
	settle(b, ret);
	queue_free(&installation);
	solv_free(group);
	return n_group;
}

/* While a selection refutes more candidates than searches for the same price. */
static int refute_many(struct builder *b)
{
	int price = 0, refuted = 1, result = 0;

	for (int round = 0; !result && b->n_candidate && refuted > price; round++) {
		struct selection grown;

		selection_init(&grown);
		price = grow_for_candidates(b, round, &grown) + b->g->n_node / NODES_A_SEARCH;
		result = selection_check(&grown, b->conflicts, b->diag);
		refuted = result < 0 ? 0 : refute(b, &grown);
		selection_clear(&grown);
	}
	return result;
}

/* The candidates of one subject, by a search for each that no other's installation refutes. */
static int decide_group(struct builder *b, const struct candidate *c, int n, bool *mark)
{
	int subject = c->subject, n_member, result = 0;
	const int *member = depgraph_members(b->g, b->s->level, &subject, &n_member);
	bool *refuted = solv_calloc((size_t)n, sizeof(bool));
	Queue installation;

	queue_init(&installation);
	selection_remove(&b->all, member, n_member);
	for (int i = 0; !result && i < n; i++) {
		int dependant = subject_of(b, c[i].node);

		if (refuted[i] || b->row_of[dependant] == subject + 1)
			continue;
		if (!install_find(&b->install, &b->all, c[i].node, &installation)) {
			b->row_of[dependant] = subject + 1;
			b->searched = solv_extend(b->searched, b->n_searched, 1,
						  sizeof(*b->searched), BLOCK);
			b->searched[b->n_searched++] = (struct searched){ subject, dependant };
			continue;
		}
		result = install_check(&b->install, c[i].node, &installation, b->diag);
		for (int k = 0; k < installation.count; k++)
			mark[installation.elements[k]] = true;
		for (int k = i; k < n; k++)
			refuted[k] = refuted[k] || mark[c[k].node];
		for (int k = 0; k < installation.count; k++)
			mark[installation.elements[k]] = false;
	}
	queue_free(&installation);
	solv_free(refuted);
	return result;
}

static int decide_candidates(struct builder *b)
{
	bool *mark = solv_calloc((size_t)b->g->n_node + 1, sizeof(bool));
	int result = refute_many(b);
	for (int begin = 0, end; !result && begin < b->n_candidate; begin = end) {
		end = group_end(b, begin);
		result = decide_group(b, b->candidate + begin, end - begin, mark);
	}
	solv_free(mark);
	b->s->n_search = b->install.n_question;
	b->s->n_searched_pair = b->n_searched;
	return result;
}

/* ---- from rows to both directions ---- */

/* counts in begin[i + 2] become begins in begin[i + 1], which filling moves to their place */
static void sum_up(int64_t *begin, int n)
{
	for (int i = 0; i < n; i++)
		begin[i + 2] += begin[i + 1];
}

/* Rows by ascending dependency, each with its searched pairs, make dependencies that ascend; these
   make dependants that ascend. */
static void sort_pairs(struct builder *b)
{
	struct strong *s = b->s;
	int n = s->n_subject, next = 0;

	s->n_pair = b->n_row + b->n_searched;
	s->dependency_begin = solv_calloc((size_t)n + 2, sizeof(int64_t));
	s->dependency = solv_malloc2((size_t)s->n_pair + 1, sizeof(int));
	for (int64_t i = 0; i < b->n_row; i++)
		s->dependency_begin[s->dependant[i] + 2]++;
	for (int i = 0; i < b->n_searched; i++)
		s->dependency_begin[b->searched[i].dependant + 2]++;
	sum_up(s->dependency_begin, n);
	for (int q = 0; q < n; q++) {
		for (int64_t i = s->dependant_begin[q]; i < s->dependant_begin[q + 1]; i++)
			s->dependency[s->dependency_begin[s->dependant[i] + 1]++] = q;
		for (; next < b->n_searched && b->searched[next].dependency == q; next++)
			s->dependency[s->dependency_begin[b->searched[next].dependant + 1]++] = q;
	}

	memset(s->dependant_begin, 0, ((size_t)n + 2) * sizeof(int64_t));
	s->dependant = solv_realloc2(s->dependant, (size_t)s->n_pair + 1, sizeof(int));
	for (int64_t i = 0; i < s->n_pair; i++)
		s->dependant_begin[s->dependency[i] + 2]++;
	sum_up(s->dependant_begin, n);
	for (int p = 0; p < n; p++)
		for (int64_t i = s->dependency_begin[p]; i < s->dependency_begin[p + 1]; i++)
			s->dependant[s->dependant_begin[s->dependency[i] + 1]++] = p;
}

static void release(struct builder *b)
{
	selection_clear(&b->all);
	install_clear(&b->install);
	for (int i = 0; i < b->n_healthy; i++)
		selection_clear(b->healthy + i);
	solv_free(b->healthy);
	contest_clear(&b->contest);
	solv_free(b->decided_by);
	solv_free(b->row_of);
	solv_free(b->candidate);
	solv_free(b->searched);
}

int strong_build(struct strong *s, const struct depgraph *g, const struct conflicts *conflicts,
		 enum level level, struct diag *diag)
{
	struct builder b = { .s = s, .g = g, .conflicts = conflicts, .diag = diag };
	int result = 0;

	if (conflicts && !conflicts->n_pair)
		conflicts = b.conflicts = NULL;	/* nothing to count */
	s->graph = g;
	s->level = level;
	s->n_subject = depgraph_n_subject(g, level);
	s->installable = solv_calloc((size_t)s->n_subject + 1, sizeof(bool));
	s->dependant_begin = solv_calloc((size_t)s->n_subject + 2, sizeof(int64_t));
	b.row_of = solv_calloc((size_t)s->n_subject + 1, sizeof(int));
	selection_init(&b.all);
	selection_fill(&b.all, g);
	contest_init(&b.contest);
	install_init(&b.install);
	if (conflicts) {
		b.decided_by = solv_malloc2((size_t)g->n_node + 1, sizeof(int));
		memset(b.decided_by, -1, ((size_t)g->n_node + 1) * sizeof(int));
		install_prepare(&b.install, g, conflicts);
		contest_find(&b.contest, conflicts, &b.all);
		selection_remove(&b.all, NULL, 0);
		result = cover(&b);
	}
	if (!result)
		result = fill_rows(&b);
	if (!result && conflicts)
		result = decide_candidates(&b);
	if (!result)
		sort_pairs(&b);
	release(&b);
	if (result < 0)
		strong_clear(s);
	return result;
}

static bool has(const int *sorted, int n, int value)
{
	int low = 0, high = n;

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (sorted[middle] == value)
			return true;
		if (sorted[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool strong_has(const struct strong *s, int p, int q)
{
	int n;
	const int *dependency = strong_dependencies(s, p, &n);

	return has(dependency, n, q);
}

/* ---- the checker ---- */

static int check_direction(const struct strong *s, const char *what, const int64_t *begin,
			   const int *subject, struct diag *diag)
{
	if (begin[0] != 0 || begin[s->n_subject] != s->n_pair)
		return diag_fail(diag, "strong: '%s' does not span all pairs", what);
	for (int i = 0; i < s->n_subject; i++) {
		if (begin[i] > begin[i + 1])
			return diag_fail(diag, "strong: '%s' falls at %d", what, i);
		if (begin[i] < begin[i + 1] && !s->installable[i])
			return diag_fail(diag, "strong: %d has pairs but cannot be installed", i);
		for (int64_t k = begin[i]; k < begin[i + 1]; k++)
			if (subject[k] < 0 || subject[k] >= s->n_subject || subject[k] == i ||
			    (k > begin[i] && subject[k - 1] >= subject[k]))
				return diag_fail(diag, "strong: %d has wrong '%s'", i, what);
	}
	return 0;
}

/* Whatever p's dependencies depend on, p depends on, or it is p. */
static int check_transitive(const struct strong *s, int p, const int *mark, struct diag *diag)
{
	int n;
	const int *dependency = strong_dependencies(s, p, &n);

	for (int i = 0; i < n; i++) {
		int n_further;
		const int *further = strong_dependencies(s, dependency[i], &n_further);

		for (int k = 0; k < n_further; k++)
			if (further[k] != p && mark[further[k]] != p + 1)
				return diag_fail(diag, "strong: %d needs %d, which needs %d, which "
						 "%d does not", p, dependency[i], further[k], p);
	}
	return 0;
}

int strong_check(const struct strong *s, struct diag *diag)
{
	int *mark, result = 0;

	if (!s->graph)
		return diag_fail(diag, "strong: not built");
	if (check_direction(s, "dependants", s->dependant_begin, s->dependant, diag) < 0 ||
	    check_direction(s, "dependencies", s->dependency_begin, s->dependency, diag) < 0)
		return -1;
	mark = solv_calloc((size_t)s->n_subject + 1, sizeof(int));
	for (int p = 0; !result && p < s->n_subject; p++) {
		int n;
		const int *dependency = strong_dependencies(s, p, &n);

		for (int i = 0; i < n; i++)
			mark[dependency[i]] = p + 1;
		/* as many pairs one way as the other, each found the other way: the same */
		for (int i = 0; !result && i < n; i++) {
			int n_dependant;
			const int *dependant = strong_dependants(s, dependency[i], &n_dependant);

			if (!has(dependant, n_dependant, p))
				result = diag_fail(diag, "strong: %d is no dependant of %d", p,
						   dependency[i]);
		}
		if (!result && s->level == LEVEL_PACKAGE)
			result = check_transitive(s, p, mark, diag);
	}
	solv_free(mark);
	return result;
}
