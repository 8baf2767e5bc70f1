/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Has a universe grown beyond what any honest release has? libsolv counts strings in 32 bits and
 * most else in 31, and does not look whether they are enough; so importers ask here before each
 * package, or each block of text, and the counts cannot pass the limits by more than that adds.
 * O(1).
 */
#include "importers/universe.h"

#include <solv/pool.h>
#include <solv/repo.h>
#include <solv/util.h>

#include "importers/limits.h"

int universe_check_limits(const struct universe *u, const char *path, struct diag *diag)
{
	const Pool *pool = u->pool;
	const struct {
		enum limit limit;
		int64_t n;
	} counts[] = {
		{ LIMIT_PACKAGES, u->repo->nsolvables },
		{ LIMIT_STRING_BYTES, pool->ss.sstrings },
		{ LIMIT_STRING_BYTES, (int64_t)u->n_package_file_text },
		{ LIMIT_RELATIONS, pool->nrels },
		{ LIMIT_NEEDS, (int64_t)u->repo->idarraysize + u->source_repo->idarraysize },
		{ LIMIT_OBSERVATIONS, (int64_t)u->of_package.n_observation +
					      u->of_component.n_observation },
		{ LIMIT_INPUTS, u->release.n_input },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i].n > limit_value(counts[i].limit))
			return limit_fail(counts[i].limit, path, diag);
	return 0;
}

int universe_check_relations(const struct universe *u, const char *path, struct diag *diag)
{
	const Pool *pool = u->pool;
	unsigned short *depth = solv_calloc((size_t)pool->nrels + 1, sizeof(*depth));
	int64_t most = limit_value(LIMIT_RELATION_DEPTH);
	bool flat = true;

	for (int i = 1; i < pool->nrels && flat; i++) {
		Id side[2] = { pool->rels[i].name, pool->rels[i].evr };

		/* they refer to earlier ones only */
		for (int k = 0; k < 2; k++)
			if (ISRELDEP(side[k]) && GETRELID(side[k]) < (unsigned)i &&
			    depth[i] <= depth[GETRELID(side[k])])
				depth[i] = depth[GETRELID(side[k])] + 1;
		flat = depth[i] < most;
	}
	solv_free(depth);
	return flat ? 0 : limit_fail(LIMIT_RELATION_DEPTH, path, diag);
}
