/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Definitions as loops; see slow_graphs.h.
 */
#include "tests/oracle/slow_graphs.h"

#include <string.h>

#include "graphs/alternatives.h"
#include "graphs/depgraph.h"

static bool compares(int have, enum compare compare, int want)
{
	switch (compare) {
	case COMPARE_EQUAL:
		return have == want;
	case COMPARE_AT_LEAST:
		return have >= want;
	case COMPARE_LESS:
		return have < want;
	default:
		return true;
	}
}

bool slow_meets(const struct model_package *p, const struct model_relation *want)
{
	if (!strcmp(p->name, want->name) && compares(p->version, want->compare, want->version))
		return true;
	for (int i = 0; i < p->n_provide; i++) {
		const struct model_relation *has = p->provide + i;

		if (strcmp(has->name, want->name))
			continue;
		if (!want->compare)
			return true;
		if (has->version && compares(has->version, want->compare, want->version))
			return true;
	}
	return false;
}

static int preferred_provider(const struct model *m, int owner, const struct model_need *need)
{
	for (int i = 0; i < need->n_alternative; i++)
		if (slow_meets(m->package + owner, need->alternative + i))
			return owner;
	for (int i = 0; i < need->n_alternative; i++) {
		int best = -1;

		for (int p = 0; p < m->n_package; p++) {
			const char *name = m->package[p].name;

			if (!slow_meets(m->package + p, need->alternative + i))
				continue;
			if (!strcmp(name, need->alternative[i].name))
				return p;
			if (best < 0 || strcmp(name, m->package[best].name) < 0)
				best = p;
		}
		if (best >= 0)
			return best;
	}
	return -1;
}

static bool is_known(const struct slow *s, int owner, const struct model_need *need)
{
	for (int i = 0; i < s->n_need; i++)
		if (s->need[i].owner == owner && s->need[i].kind == need->kind &&
		    s->need[i].dep == need->dep)
			return true;
	return false;
}

void slow_read(struct slow *s, const struct model *m)
{
	memset(s, 0, sizeof(*s));
	s->n = m->n_package;
	s->n_component = m->n_component;
	for (int owner = 0; owner < s->n; owner++) {
		const struct model_package *package = m->package + owner;

		s->component[owner] = package->component;
		for (int i = 0; i < package->n_need; i++) {
			const struct model_need *need = package->need + i;
			struct slow_need *add = s->need + s->n_need;

			if (is_known(s, owner, need))
				continue;
			add->owner = owner;
			add->kind = need->kind;
			add->dep = need->dep;
			add->preferred = preferred_provider(m, owner, need);
			for (int p = 0; p < s->n; p++)
				for (int k = 0; k < need->n_alternative; k++)
					if (slow_meets(m->package + p, need->alternative + k))
						add->met_by[p] = true;
			s->n_need++;
		}
	}
}

/* Has the need a provider outside of the set? */
static bool is_met_without(const struct slow *s, const struct slow_need *need, const slow_set gone)
{
	for (int p = 0; p < s->n; p++)
		if (need->met_by[p] && !gone[p])
			return true;
	return false;
}

/* Add to the set what cannot stay without it, until nothing changes. */
static void grow_to_fixpoint(const struct slow *s, slow_set gone)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (int i = 0; i < s->n_need; i++) {
			if (s->need[i].kind != NEED_REQUIRES || gone[s->need[i].owner] ||
			    is_met_without(s, s->need + i, gone))
				continue;
			gone[s->need[i].owner] = true;
			changed = true;
		}
	}
}

void slow_broken(const struct slow *s, slow_set ret_broken)
{
	memset(ret_broken, 0, sizeof(slow_set));
	grow_to_fixpoint(s, ret_broken);
}

void slow_impact(const struct slow *s, const slow_set removed, slow_set ret_fallen,
		 slow_set ret_direct)
{
	slow_set broken, start, gone;

	slow_broken(s, broken);
	for (int p = 0; p < s->n; p++)
		start[p] = broken[p] || removed[p];
	memcpy(gone, start, sizeof(slow_set));
	grow_to_fixpoint(s, gone);
	memset(ret_fallen, 0, sizeof(slow_set));
	memset(ret_direct, 0, sizeof(slow_set));
	for (int p = 0; p < s->n; p++)
		ret_fallen[p] = gone[p] && !start[p];
	for (int i = 0; i < s->n_need; i++)
		if (s->need[i].kind == NEED_REQUIRES && ret_fallen[s->need[i].owner] &&
		    !is_met_without(s, s->need + i, start))
			ret_direct[s->need[i].owner] = true;
}

void slow_any_arcs(const struct slow *s, unsigned kinds, slow_arcs ret_arcs)
{
	memset(ret_arcs, 0, sizeof(slow_arcs));
	for (int i = 0; i < s->n_need; i++)
		for (int p = 0; p < s->n; p++)
			if (s->need[i].met_by[p] && (kinds & NEED_BIT(s->need[i].kind)))
				ret_arcs[s->need[i].owner][p] = true;
}

void slow_policy_arcs(const struct slow *s, int alternatives, slow_arcs ret_arcs)
{
	memset(ret_arcs, 0, sizeof(slow_arcs));
	for (int i = 0; i < s->n_need; i++) {
		const struct slow_need *need = s->need + i;
		int n = 0;

		if (need->kind != NEED_REQUIRES)
			continue;
		for (int p = 0; p < s->n; p++)
			n += need->met_by[p];
		for (int p = 0; p < s->n; p++) {
			if (!need->met_by[p] || p == need->owner)
				continue;
			if (alternatives == ALTERNATIVES_ALL ||
			    (alternatives == ALTERNATIVES_SOLE && n == 1) ||
			    (alternatives == ALTERNATIVES_PREFERRED && p == need->preferred))
				ret_arcs[need->owner][p] = true;
		}
	}
}

void slow_links(const struct slow *s, const struct model *m, slow_arcs ret_arcs)
{
	memset(ret_arcs, 0, sizeof(slow_arcs));
	for (int i = 0; i < s->n_need; i++) {
		const struct slow_need *need = s->need + i;
		const struct model_package *owner = m->package + need->owner;
		bool all = true;

		if (need->kind != NEED_REQUIRES || !owner->native ||
		    !(owner->library || owner->program))
			continue;
		for (int p = 0; p < s->n; p++)
			if (need->met_by[p] && !m->package[p].library)
				all = false;
		for (int p = 0; p < s->n; p++)
			if (all && need->met_by[p] && p != need->owner)
				ret_arcs[need->owner][p] = true;
	}
}

void slow_distances(int n, const slow_arcs arcs, int ret_distance[][MODEL_PACKAGES])
{
	for (int a = 0; a < n; a++)
		for (int b = 0; b < n; b++)
			ret_distance[a][b] = a == b ? 0 : arcs[a][b] ? 1 : -1;
	for (int via = 0; via < n; via++)
		for (int a = 0; a < n; a++)
			for (int b = 0; b < n; b++) {
				int first = ret_distance[a][via], second = ret_distance[via][b];

				if (first < 0 || second < 0)
					continue;
				if (ret_distance[a][b] < 0 || first + second < ret_distance[a][b])
					ret_distance[a][b] = first + second;
			}
}

void slow_pagerank(int n, const slow_arcs arcs, double *ret_value)
{
	double value[MODEL_PACKAGES], next[MODEL_PACKAGES];

	for (int a = 0; a < n; a++)
		value[a] = 1.0 / n;
	for (int round = 0; round < 400; round++) {
		for (int b = 0; b < n; b++)
			next[b] = 0.15 / n;
		for (int a = 0; a < n; a++) {
			int degree = 0;

			for (int b = 0; b < n; b++)
				degree += arcs[a][b];
			/* who needs nothing goes anywhere */
			for (int b = 0; b < n; b++)
				if (!degree)
					next[b] += 0.85 * value[a] / n;
				else if (arcs[a][b])
					next[b] += 0.85 * value[a] / degree;
		}
		memcpy(value, next, sizeof(value));
	}
	memcpy(ret_value, value, (size_t)n * sizeof(double));
}

void slow_betweenness(int n, const slow_arcs arcs, double *ret_value)
{
	int distance[MODEL_PACKAGES][MODEL_PACKAGES];
	double paths[MODEL_PACKAGES][MODEL_PACKAGES] = { { 0 } };

	/* shortest paths from a to b: over all last steps x -> b */
	slow_distances(n, arcs, distance);
	for (int a = 0; a < n; a++)
		paths[a][a] = 1;
	for (int length = 1; length < n; length++)
		for (int a = 0; a < n; a++)
			for (int b = 0; b < n; b++) {
				if (distance[a][b] != length)
					continue;
				for (int x = 0; x < n; x++)
					if (arcs[x][b] && distance[a][x] == length - 1)
						paths[a][b] += paths[a][x];
			}
	for (int v = 0; v < n; v++) {
		ret_value[v] = 0;
		for (int a = 0; a < n; a++)
			for (int b = 0; b < n; b++) {
				if (a == v || b == v || a == b || distance[a][v] < 0 ||
				    distance[v][b] < 0 ||
				    distance[a][v] + distance[v][b] != distance[a][b])
					continue;
				ret_value[v] += paths[a][v] * paths[v][b] / paths[a][b];
			}
	}
}

void slow_harmonic(int n, const slow_arcs arcs, double *ret_value)
{
	int distance[MODEL_PACKAGES][MODEL_PACKAGES];

	slow_distances(n, arcs, distance);
	for (int v = 0; v < n; v++) {
		ret_value[v] = 0;
		for (int a = 0; a < n; a++)
			if (distance[a][v] > 0)
				ret_value[v] += 1.0 / distance[a][v];
	}
}

/* Peel away who has fewer than k neighbours left; who remains has coreness k at least. */
void slow_coreness(int n, const slow_arcs arcs, double *ret_value)
{
	for (int v = 0; v < n; v++)
		ret_value[v] = 0;
	for (int k = 1; k <= 2 * n; k++) {
		slow_set gone = { false };
		bool changed = true;

		while (changed) {
			changed = false;
			for (int v = 0; v < n; v++) {
				int degree = 0;

				for (int x = 0; x < n; x++)
					if (!gone[x])
						degree += arcs[v][x] || arcs[x][v];
				if (!gone[v] && degree < k)
					changed = gone[v] = true;
			}
		}
		for (int v = 0; v < n; v++)
			if (!gone[v])
				ret_value[v] = k;
	}
}

void slow_scc_size(int n, const slow_arcs arcs, double *ret_value)
{
	int distance[MODEL_PACKAGES][MODEL_PACKAGES];

	slow_distances(n, arcs, distance);
	for (int v = 0; v < n; v++) {
		ret_value[v] = 0;
		for (int x = 0; x < n; x++)
			ret_value[v] += distance[v][x] >= 0 && distance[x][v] >= 0;
	}
}

int slow_count(const struct slow *s, const slow_set set, int own, int *ret_components)
{
	bool seen[MODEL_COMPONENTS] = { false };
	int n = 0;

	*ret_components = 0;
	for (int p = 0; p < s->n; p++) {
		if (!set[p])
			continue;
		n++;
		if (s->component[p] == own || seen[s->component[p]])
			continue;
		seen[s->component[p]] = true;
		++*ret_components;
	}
	return n;
}
