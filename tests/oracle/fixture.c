/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Making and taking apart fixtures; see fixture.h.
 */
#include "tests/oracle/fixture.h"

#include <string.h>

void fixture_build(struct fixture *f, uint64_t seed)
{
	f->seed = seed;
	universe_init(&f->universe);
	depgraph_init(&f->graph);
	diag_init(&f->diag);
	model_build(&f->model, &f->universe);
	slow_read(&f->slow, &f->model);
	depgraph_build(&f->graph, &f->universe);
}

void fixture_make(struct fixture *f, uint64_t seed)
{
	model_random(&f->model, seed);
	fixture_build(f, seed);
}

void fixture_clear(struct fixture *f)
{
	depgraph_clear(&f->graph);
	universe_clear(&f->universe);
	diag_clear(&f->diag);
}

int fixture_subjects(const struct fixture *f, enum level level)
{
	return level == LEVEL_PACKAGE ? f->slow.n : f->slow.n_component;
}

int fixture_members(const struct fixture *f, enum level level, int subject, slow_set ret_set,
		    int *ret_node)
{
	int n = 0;

	memset(ret_set, 0, sizeof(slow_set));
	for (int p = 0; p < f->slow.n; p++) {
		if (level == LEVEL_PACKAGE ? p != subject : f->slow.component[p] != subject)
			continue;
		ret_set[p] = true;
		ret_node[n++] = p;
	}
	return n;
}

int fixture_component(const struct fixture *f, enum level level, int subject)
{
	return level == LEVEL_PACKAGE ? f->slow.component[subject] : subject;
}
