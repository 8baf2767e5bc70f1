/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who needs it? Directly, or along chains.
 */
#include "queries/options.h"
#include "queries/relations.h"
#include "queries/verb.h"

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	(void)spec;
	return relations_answer(a, o, REACH_DEPENDANTS, ret, diag);
}

extern const struct verb verb_rdeps;
const struct verb verb_rdeps = {
	.name = "rdeps",
	.arguments = "NAME…",
	.summary = "who needs a component or package, directly or along chains",
	.description =
		"Lists the packages with a dependency that the named component (any of its "
		"packages) or package can meet, with the least number of steps and the need it is "
		"by. Every alternative counts, unless --alternatives says otherwise: this is who "
		"may use it; linchpin impact tells who cannot do without it. --kind build adds the "
		"components that are built with it, --kind link follows the code that is loaded.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_WALK,
	.min_names = 1,
	.max_names = -1,
	.whole = true,
	.alternatives = ALTERNATIVES_ALL,
	.stage = STAGE_GRAPH,
	.run = run,
};
