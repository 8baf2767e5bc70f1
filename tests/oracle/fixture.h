/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct fixture: one random universe with its graph and its slow twin, as the tests of graphs/ use
 * it; and checks that say which universe failed.
 */
#ifndef LINCHPIN_TESTS_ORACLE_FIXTURE_H
#define LINCHPIN_TESTS_ORACLE_FIXTURE_H

#include <stdint.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/universe.h"
#include "tests/oracle/random_universe.h"
#include "tests/oracle/slow_graphs.h"

struct fixture {
	uint64_t seed;
	struct model model;
	struct slow slow;
	struct universe universe;
	struct depgraph graph;
	struct diag diag;
};

/* Make everything from f->model, which the caller filled; the seed is for messages. */
void fixture_build(struct fixture *f, uint64_t seed);

/* Make everything from the random model of a seed. */
void fixture_make(struct fixture *f, uint64_t seed);

void fixture_clear(struct fixture *f);

/* How many packages or components the model has. */
int fixture_subjects(const struct fixture *f, enum level level);

/* The packages of a subject as a set, and as an array; returns how many. */
int fixture_members(const struct fixture *f, enum level level, int subject, slow_set ret_set,
		    int *ret_node);

/* The component of a subject. */
int fixture_component(const struct fixture *f, enum level level, int subject);

/* CHECK_INT and CHECK_DOUBLE of tests/test.h that say which universe it was. */
#define SAME(f, have, want) \
	do { \
		long long have_ = (have), want_ = (want); \
		if (have_ != want_) \
			test_fail(__FILE__, __LINE__, "universe %d: %s is %lld, not %lld", \
				  (int)(f)->seed, #have, have_, want_); \
	} while (0)
#define NEAR(f, have, want) \
	do { \
		double have_ = (have), want_ = (want); \
		if (!(have_ - want_ < 1e-6 && want_ - have_ < 1e-6)) \
			test_fail(__FILE__, __LINE__, "universe %d: %s is %.9g, not %.9g", \
				  (int)(f)->seed, #have, have_, want_); \
	} while (0)

#endif
