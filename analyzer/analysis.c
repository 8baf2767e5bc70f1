/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pipeline: from the name of a release to its ranking. Each step is one function of the file
 * that its noun names; the order below is the order of DESIGN: what does the archive say, what
 * needs what, what do we make of it.
 */
#include "analyzer/analysis.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "analyzer/exposure.h"
#include "analyzer/measured.h"
#include "analyzer/package_role.h"
#include "analyzer/runtime.h"
#include "analyzer/standing.h"
#include "analyzer/tsv.h"
#include "analyzer/use.h"
#include "importers/apt_stanzas.h"
#include "importers/diag.h"
#include "importers/popcon.h"

/* What the criteria are made of, among the measures. */
#define MEASURES_OF_CRITERIA                                                             \
	(MEASURE_BIT(MEASURE_IMPACT_PACKAGES) | MEASURE_BIT(MEASURE_IMPACT_COMPONENTS) | \
	 MEASURE_BIT(MEASURE_DEPENDANTS) | MEASURE_BIT(MEASURE_CHOSEN_BY) |              \
	 MEASURE_BIT(MEASURE_NAMED_BY) | MEASURE_BIT(MEASURE_BETWEENNESS))

void analysis_init(struct analysis *a)
{
	memset(a, 0, sizeof(*a));
	universe_init(&a->universe);
	depgraph_init(&a->graph);
	impact_init(&a->impact);
	links_init(&a->links);
	assessment_init(&a->assessment);
	ranking_init(&a->ranking);
}

void analysis_clear(struct analysis *a)
{
	annotations_clear(&a->annotations);
	ranking_clear(&a->ranking);
	assessment_clear(&a->assessment);
	free(a->runtime);
	replacements_clear(&a->replacements);
	language_verdicts_clear(&a->languages);
	language_table_clear(&a->language_table);
	function_table_clear(&a->functions);
	evidence_clear(&a->function_evidence);
	evidence_clear(&a->exposure_evidence);
	ruleset_clear(&a->function_rules);
	ruleset_clear(&a->exposure_rules);
	free(a->standing);
	free(a->role);
	if (a->stage >= STAGE_GRAPH)
		measures_clear(&a->measures);
	popularity_clear(&a->popularity);
	links_clear(&a->links);
	impact_clear(&a->impact);
	depgraph_clear(&a->graph);
	universe_clear(&a->universe);
	analysis_init(a);
}

void analysis_keep_release(struct analysis *a)
{
	struct release release = a->universe.release;
	struct annotations annotations = a->annotations;

	memset(&a->universe.release, 0, sizeof(release));
	memset(&a->annotations, 0, sizeof(annotations));
	analysis_clear(a);
	a->universe.release = release;
	a->annotations = annotations;
}

/* Files that a directory of rules does not have keep their defaults; one that has none of them is
   not what the user meant. */
static int check_rule_directory(const char *dir, struct diag *diag)
{
	bool any = false;

	if (access(dir, R_OK | X_OK))
		return diag_fail(diag, "cannot open rule directory '%s': %s", dir, strerror(errno));
	for (int i = 0; builtin_rules[i].name && !any; i++) {
		char *path = solv_dupjoin(dir, "/", builtin_rules[i].name);

		any = access(path, F_OK) == 0;
		free(path);
	}
	if (!any)
		return diag_fail(diag, "cannot find a rule file in '%s', such as '%s'", dir,
				 builtin_rules[0].name);
	return 0;
}

/* Before anything is read: a rule file that is wrong should not cost half a minute first. */
static int load_rules(struct analysis *a, const char *dir, struct diag *diag)
{
	if (dir && check_rule_directory(dir, diag))
		return -1;
	if (ruleset_load(&a->exposure_rules, dir, "exposure.tsv", diag) < 0 ||
	    exposure_check_rules(&a->exposure_rules, diag) < 0 ||
	    ruleset_load(&a->function_rules, dir, "function.tsv", diag) < 0 ||
	    function_table_load(&a->functions, dir, &a->function_rules, diag) < 0 ||
	    language_table_load(&a->language_table, dir, diag) < 0 ||
	    package_roles_check(dir, diag) < 0)
		return -1;
	return replacements_load(&a->replacements, dir, diag);
}

/* A survey is an input like others, though nobody signs it. */
static int add_survey_input(struct universe *u, const char *path, const struct popcon *survey,
			    struct diag *diag)
{
	struct input *input = universe_add_input(u);
	long long size;

	input->name = solv_strdup(survey->by_vote ? "popularity-contest by vote" :
						    "popularity-contest by installation");
	input->path = solv_strdup(path);
	input->verification = VERIFY_NONE;
	if (apt_sha256(path, false, input->sha256, &size, diag))
		return -1;
	input->size = size;
	return 0;
}

/* How many machines have what, if the user knows. */
static int read_survey(struct analysis *a, const char *path, struct diag *diag)
{
	struct popcon survey;
	int ret;

	if (!path)
		return 0;
	if (popcon_load(&survey, path, diag))
		return -1;
	ret = add_survey_input(&a->universe, path, &survey, diag);
	if (!ret) {
		popularity_compute(&a->popularity, &a->graph, &survey);
		a->has_popularity = true;
		a->popularity_by_vote = survey.by_vote;
	}
	popcon_clear(&survey);
	return ret;
}

static int assess_standing(struct analysis *a, struct diag *diag)
{
	unsigned char *installed;

	if (measures_compute(&a->measures, LEVEL_PACKAGE,
			     MEASURE_BIT(MEASURE_IMPACT_COMPONENTS) | MEASURE_BIT(MEASURE_NAMED_BY),
			     diag))
		return -1;
	installed = use_installed(&a->graph);
	a->standing = standing_compute(&a->graph, &a->measures, a->role, installed);
	free(installed);
	return 0;
}

static void assess_unsafe(struct assessment *a, const struct language_verdicts *languages)
{
	for (int c = 0; c < a->n_component; c++) {
		a->part[PART_UNSAFE_SHARE][c] = languages->mix[c].unsafe;
		a->value[CRITERION_UNSAFE][c] = assessment_combine(a, CRITERION_UNSAFE, c);
		a->confidence[CRITERION_UNSAFE][c] = languages->mix[c].confidence;
	}
}

static void warn_unmet(const struct depgraph *g, struct diag *diag)
{
	for (int need = 0; need < g->n_need; need++)
		if (g->need_kind[need] == NEED_REQUIRES &&
		    depgraph_clause_size(g, g->need_clause[need]) == 0)
			diag_warn(diag, WARN_UNMET_NEED,
				  "package '%s' requires '%s', which nothing provides",
				  depgraph_node_name(g, g->need_owner[need]),
				  pool_dep2str(g->universe->pool, g->need_dep[need]));
}

/* Builds with LINCHPIN_CHECK (make check-asan) state the invariants of the central types each time.
   */
static int check_invariants(const struct analysis *a, struct diag *diag)
{
#ifdef LINCHPIN_CHECK
	if (universe_check(&a->universe, diag) || depgraph_check(&a->graph, diag))
		return -1;
	return links_known(&a->links) ? links_check(&a->links, diag) : 0;
#else
	(void)a;
	(void)diag;
	return 0;
#endif
}

int analysis_run(struct analysis *a, const char *spec, const struct analysis_options *options,
		 enum stage stage, struct diag *diag)
{
	struct import_options import = options->import;
	unsigned char *essential;

	if (stage >= STAGE_RANKING && load_rules(a, options->rules, diag))
		return -1;

	if (options->annotations &&
	    annotations_load(&a->annotations, options->annotations, diag) < 0)
		return -1;

	/* what does the archive say? */
	import.sources = stage >= STAGE_FACTS;
	/* its needs are found by the libraries that packages have */
	import.file_lists = stage >= STAGE_FACTS || import.self;
	if (importer_import(&a->universe, spec, &import, diag))
		return -1;

	annotations_join(&a->annotations, &a->universe);

	/* what needs what, and how central is it? */
	if (depgraph_check_size(&a->universe, diag))
		return -1;
	depgraph_build(&a->graph, &a->universe);
	impact_prepare(&a->impact, &a->graph);
	if (stage >= STAGE_FACTS)
		links_build(&a->links, &a->graph);
	measures_init(&a->measures, &a->graph, links_known(&a->links) ? &a->links : NULL,
		      options->alternatives);
	a->stage = STAGE_GRAPH;
	if (check_invariants(a, diag))
		return -1;
	warn_unmet(&a->graph, diag);
	if (measures_compute(&a->measures, LEVEL_COMPONENT,
			     options->measures |
				     (stage >= STAGE_RANKING ? MEASURES_OF_CRITERIA : 0),
			     diag) < 0)
		return -1;
	a->stage = stage < STAGE_ROLES ? stage : STAGE_FACTS;
	if (stage < STAGE_ROLES)
		return 0;
	if (package_roles(&a->universe, options->rules, &a->role, diag) < 0)
		return -1;
	a->stage = STAGE_ROLES;
	if (stage < STAGE_RANKING)
		return 0;

	if (read_survey(a, options->popcon, diag))
		return -1;

	/* what speaks for what? */
	if (assess_standing(a, diag))
		return -1;
	evidence_collect(&a->exposure_evidence, &a->exposure_rules, &a->universe, a->role);
	evidence_collect(&a->function_evidence, &a->function_rules, &a->universe, a->role);
	a->exposure_evidence.standing = a->function_evidence.standing = a->standing;
	a->runtime = runtime_components(&a->functions, &a->function_evidence, &a->links);
	language_judge(&a->languages, &a->language_table, &a->universe, a->role);
	measured_apply(&a->languages, &a->universe, a->role);

	/* what do we make of it? */
	assessment_prepare(&a->assessment, a->universe.n_component);
	use_assess(&a->assessment, &a->graph, &a->measures,
		   a->has_popularity ? &a->popularity : NULL);
	exposure_assess(&a->assessment, &a->exposure_evidence, &a->links, a->role,
			options->boundary);
	essential = use_essential_closure(&a->graph);
	function_assess(&a->assessment, &a->functions, &a->function_evidence, &a->measures,
			essential);
	free(essential);
	assess_unsafe(&a->assessment, &a->languages);
	ranking_compute(&a->ranking, &a->assessment, &a->universe, options->exponent);
	a->stage = STAGE_RANKING;
	return 0;
}
