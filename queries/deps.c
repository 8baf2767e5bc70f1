/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does it need? Directly, or along chains.
 */
#include "queries/options.h"
#include "queries/relations.h"
#include "queries/verb.h"

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	(void)spec;
	return relations_answer(a, o, REACH_DEPENDENCIES, ret, diag);
}

extern const struct verb verb_deps;
const struct verb verb_deps = {
	.name = "deps",
	.arguments = "NAME…",
	.summary = "what a component or package needs, directly or along chains",
	.description =
		"Lists the packages that can meet a dependency of the named component (of any of "
		"its packages) or package, with the least number of steps and the need it is by. "
		"Every alternative counts, unless --alternatives says otherwise. --kind build "
		"begins with what the component is built with, --kind link follows the code that "
		"is "
		"loaded.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ | OPTIONS_WALK,
	.min_names = 1,
	.max_names = -1,
	.whole = true,
	.alternatives = ALTERNATIVES_ALL,
	.stage = STAGE_GRAPH,
	.run = run,
};
