/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drawing models and writing them into universes; see random_universe.h.
 */
#include "tests/oracle/random_universe.h"

#include <stdio.h>
#include <string.h>
#include <solv/knownid.h>
#include <solv/pool.h>
#include <solv/repo.h>
#include <solv/solvable.h>

#include "graphs/depgraph.h"
#include "importers/universe.h"

/* splitmix64 (Steele, Lea, Flood 2014) */
unsigned random_below(uint64_t *state, unsigned limit)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (unsigned)(z % limit);
}

static bool one_in(uint64_t *state, unsigned n)
{
	return !random_below(state, n);
}

/* Mostly a package's name, else a virtual one, rarely one that nothing has. */
static void draw_name(const struct model *m, uint64_t *state, unsigned missing, char ret_name[16])
{
	if (one_in(state, missing))
		snprintf(ret_name, 16, "m%u", random_below(state, 2));
	else if (one_in(state, 4))
		snprintf(ret_name, 16, "v%u", random_below(state, 3));
	else
		snprintf(ret_name, 16, "p%u", random_below(state, (unsigned)m->n_package));
}

static void draw_need(const struct model *m, uint64_t *state, unsigned missing,
		      struct model_need *need)
{
	static const int kind[] = {
		NEED_REQUIRES, NEED_REQUIRES, NEED_REQUIRES, NEED_REQUIRES, NEED_REQUIRES,
		NEED_RECOMMENDS, NEED_SUGGESTS, NEED_ENHANCES,
	};

	need->kind = kind[random_below(state, sizeof(kind) / sizeof(*kind))];
	need->pre = need->kind == NEED_REQUIRES && one_in(state, 4);
	need->n_alternative = 1;
	if (one_in(state, 3))
		need->n_alternative += (int)random_below(state, MODEL_ALTERNATIVES);
	for (int i = 0; i < need->n_alternative; i++) {
		struct model_relation *r = need->alternative + i;

		draw_name(m, state, missing, r->name);
		if (one_in(state, 4)) {
			r->compare = 1 + random_below(state, COMPARES - 1);
			r->version = 1 + (int)random_below(state, 3);
		}
	}
}

/* Universes have no component without package. */
static void leave_out_empty_components(struct model *m)
{
	int number[MODEL_COMPONENTS], n = 0;

	for (int c = 0; c < m->n_component; c++) {
		number[c] = -1;
		for (int i = 0; i < m->n_package; i++)
			if (m->package[i].component == c)
				number[c] = n;
		n += number[c] >= 0;
	}
	for (int i = 0; i < m->n_package; i++)
		m->package[i].component = number[m->package[i].component];
	m->n_component = n;
}

static void draw_model(struct model *m, uint64_t *state, unsigned max_package)
{
	unsigned missing, per_package;

	memset(m, 0, sizeof(*m));
	m->n_package = 1 + (int)random_below(state, max_package);
	m->n_component = 1 + (int)random_below(state, MODEL_COMPONENTS);
	missing = 10 + random_below(state, 90);
	per_package = 1 + random_below(state, MODEL_NEEDS);
	for (int i = 0; i < m->n_package; i++) {
		struct model_package *p = m->package + i;

		/* names in another order than numbers */
		snprintf(p->name, sizeof(p->name), "p%d", m->n_package - 1 - i);
		p->version = 1 + (int)random_below(state, 3);
		p->component = (int)random_below(state, (unsigned)m->n_component);
		p->native = !one_in(state, 4);
		p->library = one_in(state, 2);
		p->program = one_in(state, 2);
		if (one_in(state, 3))
			p->n_provide = 1 + (int)random_below(state, MODEL_PROVIDES);
		for (int k = 0; k < p->n_provide; k++) {
			draw_name(m, state, 1000, p->provide[k].name);
			if (one_in(state, 2))
				p->provide[k].version = 1 + (int)random_below(state, 3);
		}
		p->n_need = (int)random_below(state, per_package + 1);
		for (int k = 0; k < p->n_need; k++)
			draw_need(m, state, missing, p->need + k);
		/* say one thing twice */
		if (p->n_need > 1 && one_in(state, 5))
			p->need[p->n_need - 1] = p->need[0];
	}
	leave_out_empty_components(m);
}

static uint64_t first_state(uint64_t seed)
{
	return seed * 0x2545f4914f6cdd1du + 1;
}

void model_random(struct model *m, uint64_t seed)
{
	uint64_t state = first_state(seed);

	draw_model(m, &state, MODEL_PACKAGES);
}

static void draw_conflicts(const struct model *m, uint64_t *state, struct model_package *p)
{
	p->n_conflict = (int)random_below(state, MODEL_CONFLICTS + 1);
	for (int i = 0; i < p->n_conflict; i++) {
		struct model_relation *r = p->conflict + i;

		draw_name(m, state, 50, r->name);
		if (one_in(state, 3)) {
			r->compare = 1 + random_below(state, COMPARES - 1);
			r->version = 1 + (int)random_below(state, 3);
		}
	}
}

void model_random_contested(struct model *m, uint64_t seed)
{
	uint64_t state = first_state(seed);
	unsigned rarity;

	draw_model(m, &state, MODEL_CONTESTED);
	rarity = 1 + random_below(&state, 4);
	for (int i = 0; i < m->n_package; i++)
		if (one_in(&state, rarity))
			draw_conflicts(m, &state, m->package + i);
	/* another version of the same name, for the same architecture: libsolv takes a worse one
	   for no alternative */
	for (int i = 1; i < m->n_package; i++) {
		struct model_package *p = m->package + i, *other = p - 1;

		if (!one_in(&state, 8) || other->version == p->version)
			continue;
		memcpy(p->name, other->name, sizeof(p->name));
		p->native = other->native;
	}
}

static Id version_id(Pool *pool, int version)
{
	char text[16];

	snprintf(text, sizeof(text), "%d-1", version);
	return pool_str2id(pool, text, 1);
}

static Id relation_id(Pool *pool, const struct model_relation *r, int flags)
{
	Id name = pool_str2id(pool, r->name, 1);

	return flags ? pool_rel2id(pool, name, version_id(pool, r->version), flags, 1) : name;
}

static const int compare_flags[COMPARES] = { 0, REL_EQ, REL_GT | REL_EQ, REL_LT };

static Id need_id(Pool *pool, const struct model_need *need)
{
	Id id = 0;

	for (int i = need->n_alternative - 1; i >= 0; i--) {
		const struct model_relation *r = need->alternative + i;
		Id one = relation_id(pool, r, compare_flags[r->compare]);

		id = id ? pool_rel2id(pool, one, id, REL_OR, 1) : one;
	}
	return id;
}

/* All needs of a kind as they are stated, duplicates included: repo_addid_dep() would drop those.
   Pre-requirements follow their marker. Returns where libsolv keeps them. */
static Offset add_needs(Repo *repo, const struct model_package *p, int kind)
{
	Offset needs = 0;

	for (int pre = 0; pre < 2; pre++) {
		if (pre && kind == NEED_REQUIRES)
			needs = repo_addid(repo, needs, SOLVABLE_PREREQMARKER);
		for (int i = 0; i < p->n_need; i++)
			if (p->need[i].kind == kind && p->need[i].pre == pre)
				needs = repo_addid(repo, needs, p->need[i].dep);
	}
	return needs;
}

static void add_source(struct universe *u, const struct model_package *p)
{
	Pool *pool = u->pool;
	Solvable *s = pool_id2solvable(pool, repo_add_solvable(u->source_repo));

	s->name = pool_str2id(pool, p->name, 1);
	s->evr = version_id(pool, p->version);
	s->arch = ARCH_SRC;
	solvable_add_deparray(s, SOLVABLE_PROVIDES,
			      pool_rel2id(pool, s->name, s->evr, REL_EQ, 1), 0);
}

static void add_package(struct universe *u, struct model_package *p)
{
	Pool *pool = u->pool;
	Id id = repo_add_solvable(u->repo);
	Solvable *s = pool_id2solvable(pool, id);

	s->name = pool_str2id(pool, p->name, 1);
	s->evr = version_id(pool, p->version);
	s->arch = p->native ? pool_str2id(pool, "amd64", 1) : ARCH_ALL;
	solvable_add_deparray(s, SOLVABLE_PROVIDES,
			      pool_rel2id(pool, s->name, s->evr, REL_EQ, 1), 0);
	for (int i = 0; i < p->n_provide; i++)
		solvable_add_deparray(s, SOLVABLE_PROVIDES,
				      relation_id(pool, p->provide + i,
						  p->provide[i].version ? REL_EQ : 0), 0);
	for (int i = 0; i < p->n_need; i++)
		p->need[i].dep = need_id(pool, p->need + i);
	s->requires = add_needs(u->repo, p, NEED_REQUIRES);
	s->recommends = add_needs(u->repo, p, NEED_RECOMMENDS);
	s->suggests = add_needs(u->repo, p, NEED_SUGGESTS);
	s->enhances = add_needs(u->repo, p, NEED_ENHANCES);
	for (int i = 0; i < p->n_conflict; i++) {
		const struct model_relation *r = p->conflict + i;

		s->conflicts = repo_addid_dep(u->repo, s->conflicts,
					      relation_id(pool, r, compare_flags[r->compare]), 0);
	}
	universe_set_component(u, id, p->component);
	if (p->library)
		universe_observe(u, OBS_SONAME, id, pool_str2id(pool, "libx.so.1", 1), 1);
	if (p->program)
		universe_observe(u, OBS_PROGRAM, id, pool_str2id(pool, "x", 1), 1);
}

void model_build(struct model *m, struct universe *ret_u)
{
	char name[16];

	universe_start(ret_u, DISTTYPE_DEB, "amd64");
	for (int c = 0; c < m->n_component; c++) {
		snprintf(name, sizeof(name), "c%d", c);
		universe_add_component(ret_u, pool_str2id(ret_u->pool, name, 1));
	}
	for (int i = 0; i < m->n_package; i++) {
		if (i % 3 == 1)
			add_source(ret_u, m->package + i);
		add_package(ret_u, m->package + i);
	}
	universe_finish(ret_u);
	ret_u->has_file_lists = true;
}
