/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct model: a small random release in plain arrays, and the universe that says the same.
 *
 * The fast code sees the universe (libsolv's pool); the slow twins of tests/oracle/slow_graphs.h
 * see only the model, whose meaning they work out themselves. The same seed gives the same model on
 * every machine. Models have cycles, alternatives, virtual packages with and without versions,
 * versioned needs, needs that nothing meets, pre-requirements, duplicates, packages that provide
 * what they need, components of several packages. Contested models have conflicts too (with names,
 * versions, virtual packages, themselves) and several versions of one name.
 */
#ifndef LINCHPIN_TESTS_ORACLE_RANDOM_UNIVERSE_H
#define LINCHPIN_TESTS_ORACLE_RANDOM_UNIVERSE_H

#include <stdbool.h>
#include <stdint.h>
#include <solv/pooltypes.h>

enum {
	MODEL_PACKAGES = 20,	/* at most */
	MODEL_COMPONENTS = 10,
	MODEL_PROVIDES = 2,	/* a package */
	MODEL_NEEDS = 6,	/* a package, before duplicates are taken out */
	MODEL_ALTERNATIVES = 3,	/* a need */
	MODEL_CONFLICTS = 2,	/* a package */
	MODEL_CONTESTED = 11,	/* packages of a contested model, at most: 2048 subsets */
};

enum compare {
	COMPARE_NONE,
	COMPARE_EQUAL,
	COMPARE_AT_LEAST,
	COMPARE_LESS,
	COMPARES
};

struct universe;

/* A name with a version: of a need if compare says how, of a provide if version is not 0. */
struct model_relation {
	char name[16];
	enum compare compare;
	int version;
};

struct model_need {
	int kind;		/* enum need_kind */
	bool pre;		/* a pre-requirement */
	int n_alternative;
	struct model_relation alternative[MODEL_ALTERNATIVES];
	Id dep;			/* in the universe, once built */
};

struct model_package {
	char name[16];
	int version;		/* 1 … 3 */
	int component;
	bool native;		/* architecture "amd64", else "all" */
	bool library;		/* ships a shared library */
	bool program;		/* ships a program */
	int n_provide;
	struct model_relation provide[MODEL_PROVIDES];
	int n_need;
	struct model_need need[MODEL_NEEDS];
	int n_conflict;
	struct model_relation conflict[MODEL_CONFLICTS];
};

struct model {
	int n_package;
	int n_component;
	struct model_package package[MODEL_PACKAGES];
};

/* The model of a seed. No package conflicts with another. */
void model_random(struct model *m, uint64_t seed);

/* The contested model of a seed: smaller, with conflicts and several versions of one name. */
void model_random_contested(struct model *m, uint64_t seed);

/* Fill an empty universe from it; packages get ascending Ids in the model's order, with source
   packages between them. Fills in the needs' dep. has_file_lists is set. */
void model_build(struct model *m, struct universe *ret_u);

/* The next number of a fixed sequence, below limit. */
unsigned random_below(uint64_t *state, unsigned limit);

#endif
