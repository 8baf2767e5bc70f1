/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stored and not stored observations as one stream; see observe.h. O(observations + needs).
 */
#include "analyzer/observe.h"

#include <stdlib.h>
#include <string.h>
#include <solv/queue.h>
#include <solv/solvable.h>
#include <solv/util.h>

#include "analyzer/calls.h"
#include "analyzer/match.h"
#include "importers/text_copy.h"

/* Dependencies of a solvable that are observations. */
static const struct {
	enum observation_kind kind;
	bool of_source;			/* of the source package, else of binary packages */
	Id key;
} need_kind[] = {
	{ OBS_REQUIRES, false, SOLVABLE_REQUIRES },
	{ OBS_RECOMMENDS, false, SOLVABLE_RECOMMENDS },
	{ OBS_PROVIDES, false, SOLVABLE_PROVIDES },
	{ OBS_BUILD_REQUIRES, true, SOLVABLE_REQUIRES },
};

static bool wanted(const struct matcher *m, enum observation_kind kind)
{
	return !m || matcher_uses(m, kind);
}

Id observe_dependency_name(Pool *pool, Id dependency)
{
	const char *name, *colon;

	while (ISRELDEP(dependency)) {
		const Reldep *rd = GETRELDEP(pool, dependency);

		dependency = rd->name;
	}
	name = pool_id2str(pool, dependency);
	colon = strchr(name, ':');
	if (colon && colon > name && (!strcmp(colon, ":any") || !strcmp(colon, ":native"))) {
		/* a copy, because the pool's strings move when one is added */
		char *bare = text_copy(name, (size_t)(colon - name));

		if (!bare)
			solv_oom(1, (size_t)(colon - name));
		dependency = pool_str2id(pool, bare, 1);
		free(bare);
	}
	return dependency;
}

static void observe_solvable(const struct universe *u, Solvable *s, bool of_source,
			     const struct matcher *m, observe_function *visit, void *closure)
{
	Queue dependency;

	queue_init(&dependency);
	for (size_t i = 0; i < sizeof(need_kind) / sizeof(need_kind[0]); i++) {
		if (need_kind[i].of_source != of_source || !wanted(m, need_kind[i].kind))
			continue;
		queue_empty(&dependency);	/* the look-up appends */
		solvable_lookup_deparray(s, need_kind[i].key, &dependency, 0);
		for (int k = 0; k < dependency.count; k++) {
			Id id = dependency.elements[k];

			if (id != SOLVABLE_PREREQMARKER && id != SOLVABLE_FILEMARKER)
				visit(closure, need_kind[i].kind,
				      observe_dependency_name(u->pool, id), 1);
		}
	}
	queue_free(&dependency);
}

static void observe_stored(const struct observations *o, int subject, const struct matcher *m,
			   observe_function *visit, void *closure)
{
	for (int i = o->begin[subject]; i < o->begin[subject + 1]; i++) {
		const struct observation *obs = &o->observation[i];

		if (wanted(m, (enum observation_kind)obs->kind))
			visit(closure, (enum observation_kind)obs->kind, obs->text, obs->count);
	}
}

void observe_package(const struct universe *u, Id package, const struct matcher *m,
		     observe_function *visit, void *closure)
{
	Solvable *s = pool_id2solvable(u->pool, package);

	if (wanted(m, OBS_NAME))
		visit(closure, OBS_NAME, s->name, 1);
	observe_solvable(u, s, false, m, visit, closure);
	observe_stored(&u->of_package, package, m, visit, closure);
}

void observe_component(const struct universe *u, int component, const unsigned char *role,
		       const struct matcher *m, observe_function *visit, void *closure)
{
	const struct component *c = &u->component[component];
	Id calls = wanted(m, OBS_CALLS) ? calls_of_component(u, component, role) : 0;

	if (wanted(m, OBS_COMPONENT_NAME))
		visit(closure, OBS_COMPONENT_NAME, c->name, 1);
	if (c->source)
		observe_solvable(u, pool_id2solvable(u->pool, c->source), true, m, visit, closure);
	if (calls)
		visit(closure, OBS_CALLS, calls, 1);
	observe_stored(&u->of_component, component, m, visit, closure);
}
