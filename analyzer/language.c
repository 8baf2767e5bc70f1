/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From files and witnesses to a language mix; the rules of the game are told in language.h.
 *
 * Cost: bookworm has 0.6 million (component, extension) pairs; each is one table lookup by string
 * Id and a few additions. With the witnesses 0.28 s.
 */
#include "analyzer/language.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/language_mix.h"
#include "analyzer/language_table.h"
#include "analyzer/package_role.h"
#include "importers/places.h"

/* How much a file counts; the reasons are in language.h. */
#define WEIGHT_VENDORED 0.25
#define WEIGHT_BESIDE_NATIVE 0.4
#define WEIGHT_OF_OWN_MACHINE 0.5
#define WEIGHT_SCRIPT 0.5
#define WEIGHT_SCRIPT_BESIDE_NATIVE 0.1
#define WEIGHT_NOT_SHIPPED 0.05

/* How much must speak for a language before its files are believed to be shipped. */
#define WITNESS_THRESHOLD 0.4
/* from here on, witnesses of compiled languages explain all of the compiled code */
#define WITNESS_EXPLAINS 0.6

/* Everything that is needed while one component after the other is judged. */
struct judge {
	const struct language_table *t;
	const struct universe *u;
	const unsigned char *role;
	struct language_verdicts *v;
	int *extension_of;	/* string Id -> extension, -1: no rule speaks of it */
	int n_extension_of;
	int *rule_begin;	/* extension -> its first file rule; n_extension + 1 */
	int *n_file[3];		/* extension -> files shipped, vendored, aside */
	int *seen, n_seen;	/* the extensions of which there is any, ascending */
	bool *present;		/* extension: shipped or vendored */
	int *n_installed;	/* extension -> files installed as they were written */
	bool *is_text;		/* extension: its programs are installed so */
	bool *is_for_compilers;	/* extension: its files are installed for compilers to read */
	/* of the component at hand, by language */
	double *file;		/* weighted files */
	double *weight;		/* what they count */
	double *witness;	/* how much speaks for the language, 0 to 1 */
	int *n_raw;		/* files */
	double *installed;	/* source files that are installed as they were written, NAN: no
				   file of the language ever is */
	bool has_native;	/* files of compiled languages */
	bool ships_native;	/* packages hold compiled code, or may */
	bool has_firmware;	/* packages hold firmware or images */
	bool *runs;		/* it is the language's machine or interpreter */
	int lives_in;
};

static const enum observation_kind file_kind[3] = {
	OBS_FILES_SHIPPED, OBS_FILES_VENDORED, OBS_FILES_ASIDE
};

/* ---- files ---- */

static void read_files(struct judge *j, int component)
{
	memset(j->present, 0, (size_t)j->t->n_extension * sizeof(*j->present));
	for (int k = 0; k < 3; k++) {
		int n;
		const struct observation *o = observations_of(&j->u->of_component, component,
							      file_kind[k], &n);

		memset(j->n_file[k], 0, (size_t)j->t->n_extension * sizeof(*j->n_file[k]));
		for (int i = 0; i < n; i++) {
			int e = o[i].text < j->n_extension_of ? j->extension_of[o[i].text] : -1;

			if (e < 0)
				continue;
			j->n_file[k][e] += o[i].count;
			if (k < 2)
				j->present[e] = true;
		}
	}
	j->n_seen = 0;
	for (int e = 0; e < j->t->n_extension; e++)
		if (j->n_file[0][e] || j->n_file[1][e] || j->n_file[2][e])
			j->seen[j->n_seen++] = e;
}

static void read_installed(struct judge *j, int component)
{
	const struct universe *u = j->u;

	memset(j->n_installed, 0, (size_t)j->t->n_extension * sizeof(*j->n_installed));
	for (int i = u->component_begin[component]; i < u->component_begin[component + 1]; i++) {
		int n;
		const struct observation *o = observations_of(
			&u->of_package, u->component_package[i], OBS_FILES_INSTALLED, &n);

		for (int k = 0; k < n; k++) {
			int e = o[k].text < j->n_extension_of ? j->extension_of[o[k].text] : -1;

			if (e >= 0)
				j->n_installed[e] += o[k].count;
		}
	}
}

static bool holds(const struct judge *j, const struct language_file_rule *rule)
{
	for (int i = 0; i < rule->n_other; i++)
		if (j->present[rule->other[i]])
			return rule->when == FILE_IF_ANY;
	return rule->when != FILE_IF_ANY;
}

/* The rule that applies to an extension in this component, NULL: none. */
static const struct language_file_rule *rule_of(const struct judge *j, int extension)
{
	for (int i = j->rule_begin[extension]; i < j->rule_begin[extension + 1]; i++)
		if (holds(j, &j->t->file_rule[i]))
			return &j->t->file_rule[i];
	return NULL;
}

static int most_of(const struct judge *j, int extension)
{
	int best = -1;

	for (int i = j->rule_begin[extension]; i < j->rule_begin[extension + 1]; i++) {
		const struct language_file_rule *rule = &j->t->file_rule[i];

		if (rule->when == FILE_MOST &&
		    (best < 0 || j->file[rule->language] > j->file[best] + 1e-9))
			best = rule->language;
	}
	return best;
}

/* How many of n files of an extension are installed as they were written? More may be (generated,
   or in two packages) than were written. */
static void add_installed(struct judge *j, int language, int extension, double n)
{
	bool is_script = !strcmp(j->t->extension[extension], SCRIPT_EXTENSION);

	if (!is_script && (!(j->is_text[extension] || j->is_for_compilers[extension]) ||
			   !j->u->has_file_lists))
		return;
	if (isnan(j->installed[language]))
		j->installed[language] = 0;
	j->installed[language] += is_script ? n : fmin(n, j->n_installed[extension]);
}

/* Sum files by language, weighing the lists of files by kind. Ambiguous extensions follow the
   others, so they come second; their own files do not vote. */
static double sum_files(struct judge *j, const double weight_of_kind[3])
{
	int n_language = j->t->n_language;
	double *late = solv_calloc(n_language + 1, sizeof(*late)), sum = 0;

	memset(j->file, 0, (size_t)n_language * sizeof(*j->file));
	memset(j->n_raw, 0, (size_t)n_language * sizeof(*j->n_raw));
	for (int l = 0; l < n_language; l++)
		j->installed[l] = NAN;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < j->n_seen; i++) {
			const struct language_file_rule *rule;
			double n = 0;
			int e = j->seen[i], raw = 0, l;

			for (int k = 0; k < 3; k++) {
				n += j->n_file[k][e] * weight_of_kind[k];
				raw += weight_of_kind[k] > 0 ? j->n_file[k][e] : 0;
			}
			if (!raw || !(rule = rule_of(j, e)) || rule->language < 0 ||
			    (rule->when == FILE_MOST) != (pass == 1))
				continue;
			l = pass ? most_of(j, e) : rule->language;
			if (j->t->language[l].neutral)
				continue;
			*(pass ? &late[l] : &j->file[l]) += n;
			j->n_raw[l] += raw;
			add_installed(j, l, e, n);
		}
	for (int l = 0; l < n_language; l++)
		sum += j->file[l] += late[l];
	free(late);
	return sum;
}

/* ---- witnesses ---- */

/* Do all packages that lend evidence live inside this language? */
static bool all_live_in(const struct judge *j, int component, int claim, int n_package)
{
	const struct evidence_list *list = &j->v->evidence;
	Queue package;
	bool all;

	queue_init(&package);
	for (int i = list->begin[component]; i < list->begin[component + 1]; i++)
		if (list->evidence[i].rule->claim_number == claim && list->evidence[i].package)
			queue_pushunique(&package, list->evidence[i].package);
	all = package.count == n_package;
	queue_free(&package);
	return all;
}

/* Does the language need to be there, or is the component only filed under it? */
static bool is_needed(const struct judge *j, int component, const struct language *language)
{
	const struct evidence_list *list = &j->v->evidence;

	for (int i = list->begin[component]; i < list->begin[component + 1]; i++) {
		const struct rule *rule = list->evidence[i].rule;

		if (rule->claim_number == language->claim && rule->witness != OBS_SECTION &&
		    rule->witness != OBS_NAME && rule->witness != OBS_TAG)
			return true;
	}
	return false;
}

/* How much speaks for a claim that is about no language. */
static double plain_claim(const struct judge *j, int component, const char *name)
{
	int claim = ruleset_find_claim(&j->t->witness, name);

	return claim < 0 ? 0 : evidence_value(&j->v->evidence, component, claim);
}

static void read_witnesses(struct judge *j, int component)
{
	const struct universe *u = j->u;
	int begin = u->component_begin[component], end = u->component_begin[component + 1];
	bool all_architectures = true, is_library;
	int n_runtime = 0, n_development = 0, n;

	j->has_firmware = false;
	for (int i = begin; i < end; i++) {
		const Solvable *s = pool_id2solvable(u->pool, u->component_package[i]);

		all_architectures &= s->arch == ARCH_ALL || s->arch == ARCH_NOARCH;
		j->has_firmware |= observations_of(&u->of_package, u->component_package[i],
						   OBS_FIRMWARE, &n) != NULL;
		n_runtime += j->role && package_role_runs(j->role[u->component_package[i]]);
		n_development += j->role &&
				 j->role[u->component_package[i]] == PACKAGE_DEVELOPMENT;
	}
	j->ships_native = !all_architectures || begin == end ||
			  plain_claim(j, component, "native") >= WITNESS_THRESHOLD ||
			  /* headers, as far as anyone knows */
			  (!u->has_file_lists && n_development && !n_runtime);
	is_library = plain_claim(j, component, "library") >= WITNESS_THRESHOLD;
	j->lives_in = -1;
	for (int l = 0; l < j->t->n_language; l++) {
		const struct language *language = &j->t->language[l];

		j->witness[l] = language->claim < 0 ? 0 :
				evidence_value(&j->v->evidence, component, language->claim);
		j->runs[l] = language->claim_runs >= 0 &&
			     evidence_value(&j->v->evidence, component, language->claim_runs) >=
				     WITNESS_THRESHOLD;
		if (j->lives_in < 0 && language->claim_in >= 0 && end > begin && !is_library &&
		    !j->runs[l] && is_needed(j, component, language) &&
		    all_live_in(j, component, language->claim_in,
				n_runtime ? n_runtime : end - begin))
			j->lives_in = l;
	}
}

/* ---- the mix ---- */

/* Would we know if the component were built with this language or ran on it? */
static bool could_be_witnessed(const struct judge *j, int component, const struct language *l)
{
	return l->kind != LANGUAGE_NATIVE || j->u->component[component].source != 0;
}

static double weight_of(const struct judge *j, int component, int l)
{
	const struct language *language = &j->t->language[l];
	double weight = 1;
	bool beside_native = j->has_native && j->ships_native;
	bool witnessed = !language->needs_witness || j->lives_in == l ||
			 j->witness[l] >= WITNESS_THRESHOLD ||
			 !could_be_witnessed(j, component, language);

	switch (language->kind) {
	case LANGUAGE_NATIVE:
		if (!witnessed)
			return 0;
		if (j->ships_native || language->unsafe <= 0)
			return 1;
		return !j->u->has_file_lists ? WEIGHT_NOT_SHIPPED :
		       isnan(j->installed[l]) ? 0 :
						j->installed[l] / j->file[l];
	case LANGUAGE_MANAGED:
		if (!beside_native) /* all of it, unless it stayed behind when built */
			return j->installed[l] <= 0 && !witnessed ? 0 : 1;
		if (j->installed[l] > 0 && j->file[l] > 0)
			weight = j->installed[l] / j->file[l];
		else if (j->lives_in != l && !j->runs[l])
			weight = witnessed ? WEIGHT_BESIDE_NATIVE : WEIGHT_NOT_SHIPPED;
		return j->runs[l] ? weight * WEIGHT_OF_OWN_MACHINE : weight;
	case LANGUAGE_SCRIPT:
		return beside_native ? WEIGHT_SCRIPT_BESIDE_NATIVE : WEIGHT_SCRIPT;
	case LANGUAGE_KIND_NONE:
	case LANGUAGE_KINDS:
		break;
	}
	return 0;
}

/* Let the witnesses stand for source files. */
static double sum_witnesses(struct judge *j, int component)
{
	double compiled = plain_claim(j, component, "native");
	int c = language_find(j->t, "C");
	double sum = 0, sum_native = 0;

	for (int l = 0; l < j->t->n_language; l++) {
		const struct language *language = &j->t->language[l];

		j->n_raw[l] = 0;
		j->installed[l] = NAN;
		j->file[l] = language->neutral ? 0 : j->witness[l];
		/* a metapackage that is tagged like the server it stands for ships nothing of it */
		if (language->kind == LANGUAGE_NATIVE && language->unsafe > 0 &&
		    compiled < WITNESS_THRESHOLD)
			j->file[l] = 0;
		sum += j->file[l];
		if (language->kind == LANGUAGE_NATIVE)
			sum_native += j->file[l];
	}
	/* what no other language explains of the compiled code is C: an assembler or the bindings
	   of Vala leave much of it open */
	if (compiled >= WITNESS_THRESHOLD && sum_native <= 0 && j->lives_in < 0 && c >= 0) {
		j->file[c] += compiled;
		sum += compiled;
	} else if (compiled >= WITNESS_THRESHOLD && sum_native < WITNESS_EXPLAINS &&
		   j->lives_in < 0 && c >= 0) {
		j->file[c] += compiled * (1 - sum_native);
		sum += compiled * (1 - sum_native);
	}
	return sum;
}

/* Turn files into what they count; the sum of it. */
static double weigh(struct judge *j, int component)
{
	double sum = 0;

	j->has_native = false;
	for (int l = 0; l < j->t->n_language; l++)
		j->has_native |= j->file[l] > 0 && j->t->language[l].kind == LANGUAGE_NATIVE;
	for (int l = 0; l < j->t->n_language; l++) {
		j->weight[l] = j->file[l] > 0 ? j->file[l] * weight_of(j, component, l) : 0;
		sum += j->weight[l];
	}
	return sum;
}

/* Is compiled code shipped of which the source package shows no file? It is a blob, or its files
   lie in archives or under names that say nothing; scripts beside them are no measure of it. */
static bool is_hidden(const struct judge *j, int component)
{
	bool hidden = j->has_firmware;

	if (j->lives_in >= 0 || plain_claim(j, component, "native") < WITNESS_THRESHOLD)
		return false;
	for (int l = 0; l < j->t->n_language; l++) {
		const struct language *language = &j->t->language[l];

		if (language->kind == LANGUAGE_NATIVE && j->n_raw[l] > 0)
			return false;
		/* its compiler is asked for */
		hidden |= language->kind == LANGUAGE_NATIVE && language->needs_witness &&
			  j->witness[l] >= WITNESS_THRESHOLD;
	}
	return hidden;
}

/* The first basis on which there is something to weigh. */
static enum language_basis count(struct judge *j, int component, double *ret_sum)
{
	static const double shipped[3] = { 1, 0, 0 }, both[3] = { 1, WEIGHT_VENDORED, 0 };
	static const double vendored[3] = { 0, 1, 0 }, aside[3] = { 0, 0, 1 };

	bool hidden;

	sum_files(j, both);
	hidden = is_hidden(j, component);
	if (!hidden && sum_files(j, shipped) > 0) {
		sum_files(j, both);
		*ret_sum = weigh(j, component);
		if (*ret_sum > 0)
			return LANGUAGE_BASIS_FILES;
	}
	if (!hidden && sum_files(j, vendored) > 0 && (*ret_sum = weigh(j, component)) > 0)
		return LANGUAGE_BASIS_VENDORED;
	if (sum_witnesses(j, component) > 0 && (*ret_sum = weigh(j, component)) > 0)
		return LANGUAGE_BASIS_WITNESS;
	if (sum_files(j, aside) > 0 && (*ret_sum = weigh(j, component)) > 0)
		return LANGUAGE_BASIS_ASIDE;
	*ret_sum = 0;
	return LANGUAGE_BASIS_NONE;
}

static void keep_shares(struct judge *j, int component, double sum)
{
	language_mix_begin(j->v, component);
	for (int l = 0; l < j->t->n_language && sum > 0; l++)
		if (j->weight[l] > 0)
			language_mix_add(j->v, component,
					 (struct language_share){ l, j->weight[l] / sum,
								  j->n_raw[l] });
}

/* Many files, or strong witnesses, make a mix believable. */
static double confidence_of(const struct judge *j, enum language_basis basis)
{
	double most = 0;
	int n = 0;

	for (int l = 0; l < j->t->n_language; l++) {
		n += j->n_raw[l];
		most = fmax(most, j->file[l]);
	}
	if (basis == LANGUAGE_BASIS_NONE)
		return language_basis_confidence(basis);
	if (basis == LANGUAGE_BASIS_WITNESS)
		return language_basis_confidence(basis) * fmin(most, 1);
	return language_basis_confidence(basis) * n / (n + 3);
}

static void judge_component(struct judge *j, int component)
{
	struct language_mix *mix = &j->v->mix[component];
	double sum = 0;

	read_files(j, component);
	read_installed(j, component);
	read_witnesses(j, component);
	mix->basis = count(j, component, &sum);
	mix->lives_in = j->lives_in;
	mix->confidence = confidence_of(j, mix->basis);
	keep_shares(j, component, sum);
	language_mix_settle(j->v, component);
}

/* ---- all components ---- */

static void index_extensions(struct judge *j)
{
	const struct language_table *t = j->t;
	int at = 0;

	j->n_extension_of = j->u->pool->ss.nstrings;
	j->extension_of = solv_malloc2((size_t)j->n_extension_of, sizeof(*j->extension_of));
	memset(j->extension_of, -1, (size_t)j->n_extension_of * sizeof(*j->extension_of));
	j->rule_begin = solv_calloc(t->n_extension + 1, sizeof(*j->rule_begin));
	for (int e = 0; e < t->n_extension; e++) {
		Id id = pool_str2id(j->u->pool, t->extension[e], 0);

		if (id)
			j->extension_of[id] = e;
		j->rule_begin[e] = at;
		while (at < t->n_file_rule && t->file_rule[at].extension == e)
			at++;
	}
	j->rule_begin[t->n_extension] = at;
}

void language_judge(struct language_verdicts *v, const struct language_table *t,
		    const struct universe *u, const unsigned char *role)
{
	struct judge j = { .t = t, .u = u, .role = role, .v = v };

	memset(v, 0, sizeof(*v));
	v->table = t;
	v->n_component = u->n_component;
	v->mix = solv_calloc(u->n_component + 1, sizeof(*v->mix));
	evidence_collect(&v->evidence, &t->witness, u, role);
	index_extensions(&j);
	for (int k = 0; k < 3; k++)
		j.n_file[k] = solv_calloc(t->n_extension + 1, sizeof(*j.n_file[k]));
	j.seen = solv_calloc(t->n_extension + 1, sizeof(*j.seen));
	j.present = solv_calloc(t->n_extension + 1, sizeof(*j.present));
	j.n_installed = solv_calloc(t->n_extension + 1, sizeof(*j.n_installed));
	j.is_text = solv_calloc(t->n_extension + 1, sizeof(*j.is_text));
	j.is_for_compilers = solv_calloc(t->n_extension + 1, sizeof(*j.is_for_compilers));
	for (int e = 0; e < t->n_extension; e++) {
		j.is_text[e] = places_is_kept_as_text(t->extension[e]);
		j.is_for_compilers[e] = places_is_for_compilers(t->extension[e]);
	}
	j.installed = solv_calloc(t->n_language + 1, sizeof(*j.installed));
	j.runs = solv_calloc(t->n_language + 1, sizeof(*j.runs));
	j.file = solv_calloc(t->n_language + 1, sizeof(*j.file));
	j.weight = solv_calloc(t->n_language + 1, sizeof(*j.weight));
	j.witness = solv_calloc(t->n_language + 1, sizeof(*j.witness));
	j.n_raw = solv_calloc(t->n_language + 1, sizeof(*j.n_raw));
	for (int c = 0; c < u->n_component; c++)
		judge_component(&j, c);
	for (int k = 0; k < 3; k++)
		free(j.n_file[k]);
	free(j.seen);
	free(j.present);
	free(j.n_installed);
	free(j.is_text);
	free(j.is_for_compilers);
	free(j.installed);
	free(j.runs);
	free(j.file);
	free(j.weight);
	free(j.witness);
	free(j.n_raw);
	free(j.extension_of);
	free(j.rule_begin);
}

void language_verdicts_clear(struct language_verdicts *v)
{
	evidence_clear(&v->evidence);
	free(v->mix);
	free(v->share);
	memset(v, 0, sizeof(*v));
}
