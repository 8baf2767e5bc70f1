/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From an analysis to its digest; see digest.h.
 */
#include "analyzer/digest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/analysis.h"
#include "analyzer/exposed.h"
#include "analyzer/identity.h"

static bool is_unsafe(enum safety safety)
{
	return safety == SAFETY_UNSAFE || safety == SAFETY_MIXED;
}

/* Has this release the replacement, rather than a version of the component before it? */
static bool is_packaged(const struct analysis *a, const struct replacement *r)
{
	Id package = replacement_package(r, &a->universe, 0);
	int c = replacement_component(r, &a->universe);

	return package && (c < 0 || a->universe.component_of[package] != c ||
			   !is_unsafe(a->languages.mix[c].safety));
}

static void take_replacement(struct digest_component *to, const struct analysis *a)
{
	int n;
	const struct replacement *r = replacements_of(&a->replacements, to->name, &n), *best = NULL;

	for (int i = 0; i < n; i++)
		if (!best || r[i].drop_in > best->drop_in)
			best = &r[i];
	if (!best)
		return;
	to->replacement = solv_strdup(best->name);
	to->is_packaged = is_packaged(a, best);
}

static void take_component(struct digest_component *to, const struct analysis *a, int c)
{
	const struct language_mix *mix = &a->languages.mix[c];
	const struct ranking *r = &a->ranking;

	to->name = solv_strdup(universe_component_name(&a->universe, c));
	to->languages = language_mix_text(&a->languages, c);
	if (mix->n_share)
		to->main_language = solv_strdup(
			a->language_table
				.language[a->languages.share[mix->begin].language]
				.name);
	take_replacement(to, a);
	to->safety = mix->safety;
	to->unsafe = a->assessment.value[CRITERION_UNSAFE][c];
	to->exposure = a->assessment.exposure[c];
	to->meets = r->meets[c];
	to->score = r->score[c];
	to->rank = r->rank[c];
	to->rank_low = r->rank_low[c];
	to->rank_high = r->rank_high[c];
}

/* The sum that exposed unsafe code is a share of. */
static double exposed_judged(const struct exposed *e, const struct language_verdicts *languages)
{
	const struct depgraph *g = e->links->graph;
	int *seen = solv_calloc(g->n_component + 1, sizeof(int));
	struct closure closure;
	double sum = 0;

	closure_init(&closure, e);
	for (int f = 0; f < e->n_facing; f++) {
		int n = 0;

		closure_find(&closure, e->facing[f], NULL);
		for (int i = 0; i < closure.n_node; i++) {
			int c = g->component_of[closure.node[i]];

			if (c < 0 || seen[c] == f + 1)
				continue;
			seen[c] = f + 1;
			n += languages->mix[c].safety != SAFETY_UNKNOWN;
		}
		sum += e->weight[f] * n;
	}
	closure_clear(&closure);
	free(seen);
	return sum;
}

static void count_facing(struct totals *t, const struct analysis *a, const struct exposed *e)
{
	unsigned char *seen = solv_calloc(a->universe.n_component + 1, 1);

	for (int f = 0; f < e->n_facing; f++) {
		int c = a->graph.component_of[e->facing[f]];

		t->n_facing_unsafe += !seen[c] && is_unsafe(a->languages.mix[c].safety);
		t->n_facing += !seen[c];
		seen[c] = 1;
	}
	free(seen);
}

static void take_totals(struct totals *t, const struct analysis *a, const struct digest *d)
{
	struct exposed e;
	double judged;

	t->n_package = a->universe.n_package;
	t->n_component = a->universe.n_component;
	for (int i = 0; i < a->universe.of_package.n_observation; i++)
		t->n_inspected +=
			a->universe.of_package.observation[i].kind == (short)OBS_INSPECTED;
	for (int c = 0; c < d->n_component; c++) {
		const struct digest_component *at = &d->component[c];
		bool meets = at->meets == (1 << CRITERIA) - 1;

		t->n_safety[at->safety]++;
		t->n_exposure[at->exposure]++;
		t->n_meets += meets;
		t->n_replaceable += meets && at->is_packaged;
	}
	t->exposed = t->exposed_share = NAN;
	if (!links_known(&a->links))
		return;
	exposed_init(&e);
	exposed_build(&e, &a->links, &a->assessment, &a->languages, a->role, a->runtime);
	count_facing(t, a, &e);
	judged = exposed_judged(&e, &a->languages);
	t->exposed = e.total;
	if (judged > 0)
		t->exposed_share = e.total / judged;
	exposed_clear(&e);
}

/* "debian bookworm", "fedora 43"; of what names neither, "release". */
static char *label_of(const struct release *r)
{
	const char *which = r->codename ? r->codename : r->version;

	if (!r->distribution && !which)
		return solv_strdup("release");
	if (!r->distribution || !which)
		return solv_strdup(which ? which : r->distribution);
	return solv_dupjoin(r->distribution, " ", which);
}

void digest_take(struct digest *d, const struct analysis *a)
{
	memset(d, 0, sizeof(*d));
	d->label = label_of(&a->universe.release);
	if (a->universe.release.date)
		d->date = solv_strdup(a->universe.release.date);
	d->n_component = a->universe.n_component;
	d->component = solv_calloc(d->n_component + 1, sizeof(*d->component));
	for (int c = 0; c < d->n_component; c++)
		take_component(&d->component[c], a, c);
	d->order = solv_memdup2(a->ranking.order, d->n_component + 1, sizeof(int));
	take_totals(&d->totals, a, d);
	d->names = names_new(&a->universe);
}

void digest_clear(struct digest *d)
{
	for (int c = 0; c < d->n_component; c++) {
		free(d->component[c].name);
		free(d->component[c].languages);
		free(d->component[c].main_language);
		free(d->component[c].replacement);
	}
	free(d->component);
	free(d->order);
	free(d->label);
	free(d->date);
	names_free(d->names);
	memset(d, 0, sizeof(*d));
}
