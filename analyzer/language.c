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

#include "analyzer/language_table.h"
#include "analyzer/package_role.h"

/* How much a file counts; the reasons are in language.h. */
#define WEIGHT_VENDORED 0.25
#define WEIGHT_BESIDE_NATIVE 0.4
#define WEIGHT_SCRIPT 0.5
#define WEIGHT_SCRIPT_BESIDE_NATIVE 0.1
#define WEIGHT_NOT_SHIPPED 0.05

/* How much must speak for a language before its files are believed to be shipped. */
#define WITNESS_THRESHOLD 0.4
/* from here on, witnesses of compiled languages explain all of the compiled code */
#define WITNESS_EXPLAINS 0.6

/* The greatest part that compiled code can have in what lives inside a safe language. */
#define EXTENSION_UNSAFE_MAX 0.5

static const char *const safety_names[SAFETIES] = {
	[SAFETY_UNKNOWN] = "unknown",
	[SAFETY_UNSAFE] = "unsafe",
	[SAFETY_MIXED] = "mixed",
	[SAFETY_SAFE] = "safe",
};

/* What a mix is based on, and the confidence that many files of it give. */
static const struct {
	const char *name;
	double confidence;
} basis_row[LANGUAGE_BASES] = {
	[LANGUAGE_BASIS_NONE] = { "no code", 0.6 },
	[LANGUAGE_BASIS_WITNESS] = { "witnesses", 0.4 },
	[LANGUAGE_BASIS_ASIDE] = { "files of tests and examples", 0.3 },
	[LANGUAGE_BASIS_VENDORED] = { "files of vendored trees", 0.5 },
	[LANGUAGE_BASIS_FILES] = { "source files", 0.95 },
};

const char *safety_name(enum safety safety)
{
	return safety < SAFETIES ? safety_names[safety] : safety_names[SAFETY_UNKNOWN];
}

const char *language_basis_name(enum language_basis basis)
{
	return basis < LANGUAGE_BASES ? basis_row[basis].name : basis_row[0].name;
}

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
	bool *present;		/* extension: shipped or vendored */
	/* of the component at hand, by language */
	double *file;		/* weighted files */
	double *weight;		/* what they count */
	double *witness;	/* how much speaks for the language, 0 to 1 */
	int *n_raw;		/* files */
	bool has_native;	/* files of compiled languages */
	bool ships_native;	/* packages hold compiled code, or may */
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

/* Sum files by language, weighing the lists of files by kind. Ambiguous extensions follow the
   others, so they come second; their own files do not vote. */
static double sum_files(struct judge *j, const double weight_of_kind[3])
{
	int n_language = j->t->n_language;
	double *late = solv_calloc(n_language + 1, sizeof(*late)), sum = 0;

	memset(j->file, 0, (size_t)n_language * sizeof(*j->file));
	memset(j->n_raw, 0, (size_t)n_language * sizeof(*j->n_raw));
	for (int pass = 0; pass < 2; pass++)
		for (int e = 0; e < j->t->n_extension; e++) {
			const struct language_file_rule *rule;
			double n = 0;
			int raw = 0, l;

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

static void read_witnesses(struct judge *j, int component)
{
	const struct universe *u = j->u;
	int begin = u->component_begin[component], end = u->component_begin[component + 1];
	int native = ruleset_find_claim(&j->t->witness, "native"), n_runtime = 0;
	bool all_architectures = true;

	for (int i = begin; i < end; i++) {
		const Solvable *s = pool_id2solvable(u->pool, u->component_package[i]);

		all_architectures &= s->arch == ARCH_ALL || s->arch == ARCH_NOARCH;
		n_runtime += j->role && j->role[u->component_package[i]] == PACKAGE_RUNTIME;
	}
	j->ships_native = !all_architectures || begin == end ||
			  (native >= 0 && evidence_value(&j->v->evidence, component, native) >=
			   WITNESS_THRESHOLD);
	j->lives_in = -1;
	for (int l = 0; l < j->t->n_language; l++) {
		const struct language *language = &j->t->language[l];

		j->witness[l] = language->claim < 0 ? 0 :
				evidence_value(&j->v->evidence, component, language->claim);
		if (j->lives_in < 0 && language->claim_in >= 0 && end > begin &&
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
	bool beside_native = j->has_native && j->ships_native;
	bool witnessed = !language->needs_witness || j->lives_in == l ||
			 j->witness[l] >= WITNESS_THRESHOLD ||
			 !could_be_witnessed(j, component, language);

	switch (language->kind) {
	case LANGUAGE_NATIVE:
		if (!witnessed)
			return 0;
		return j->ships_native || language->unsafe <= 0 ? 1 : WEIGHT_NOT_SHIPPED;
	case LANGUAGE_MANAGED:
		if (!beside_native || j->lives_in == l)
			return 1;
		return witnessed ? WEIGHT_BESIDE_NATIVE : WEIGHT_NOT_SHIPPED;
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
	int native = ruleset_find_claim(&j->t->witness, "native"), c = language_find(j->t, "C");
	double compiled = native < 0 ? 0 : evidence_value(&j->v->evidence, component, native);
	double sum = 0, sum_native = 0;

	for (int l = 0; l < j->t->n_language; l++) {
		const struct language *language = &j->t->language[l];

		j->n_raw[l] = 0;
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

/* The first basis on which there is something to weigh. */
static enum language_basis count(struct judge *j, int component, double *ret_sum)
{
	static const double shipped[3] = { 1, 0, 0 }, both[3] = { 1, WEIGHT_VENDORED, 0 };
	static const double vendored[3] = { 0, 1, 0 }, aside[3] = { 0, 0, 1 };

	if (sum_files(j, shipped) > 0) {
		sum_files(j, both);
		*ret_sum = weigh(j, component);
		if (*ret_sum > 0)
			return LANGUAGE_BASIS_FILES;
	}
	if (sum_files(j, vendored) > 0 && (*ret_sum = weigh(j, component)) > 0)
		return LANGUAGE_BASIS_VENDORED;
	if (sum_witnesses(j, component) > 0 && (*ret_sum = weigh(j, component)) > 0)
		return LANGUAGE_BASIS_WITNESS;
	if (sum_files(j, aside) > 0 && (*ret_sum = weigh(j, component)) > 0)
		return LANGUAGE_BASIS_ASIDE;
	*ret_sum = 0;
	return LANGUAGE_BASIS_NONE;
}

static int compare_shares(const void *a, const void *b)
{
	const struct language_share *x = a, *y = b;

	if (fabs(x->share - y->share) > 1e-9)
		return x->share > y->share ? -1 : 1;
	return x->language - y->language;
}

static void keep_shares(struct judge *j, struct language_mix *mix, double sum)
{
	struct language_verdicts *v = j->v;

	mix->begin = v->n_share;
	for (int l = 0; l < j->t->n_language && sum > 0; l++) {
		if (j->weight[l] <= 0)
			continue;
		v->share = solv_extend(v->share, v->n_share, 1, sizeof(*v->share), 8191);
		v->share[v->n_share++] = (struct language_share){ l, j->weight[l] / sum,
								  j->n_raw[l] };
	}
	mix->n_share = v->n_share - mix->begin;
	if (mix->n_share > 1)
		qsort(v->share + mix->begin, (size_t)mix->n_share, sizeof(*v->share),
		      compare_shares);
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
		return basis_row[basis].confidence;
	if (basis == LANGUAGE_BASIS_WITNESS)
		return basis_row[basis].confidence * fmin(most, 1);
	return basis_row[basis].confidence * n / (n + 3);
}

static enum safety safety_of(double unsafe)
{
	if (isnan(unsafe))
		return SAFETY_UNKNOWN;
	if (unsafe < LANGUAGE_SAFE_BELOW)
		return SAFETY_SAFE;
	return unsafe >= LANGUAGE_UNSAFE_FROM ? SAFETY_UNSAFE : SAFETY_MIXED;
}

static void judge_component(struct judge *j, int component)
{
	struct language_mix *mix = &j->v->mix[component];
	double sum = 0, unsafe = 0;

	read_files(j, component);
	read_witnesses(j, component);
	mix->basis = count(j, component, &sum);
	mix->lives_in = j->lives_in;
	for (int l = 0; l < j->t->n_language && sum > 0; l++)
		unsafe += j->weight[l] * j->t->language[l].unsafe;
	mix->confidence = confidence_of(j, mix->basis);
	mix->unsafe = sum > 0 ? unsafe / sum : 0;
	if (j->lives_in >= 0 && j->t->language[j->lives_in].unsafe <= 0)
		mix->unsafe = fmin(mix->unsafe, EXTENSION_UNSAFE_MAX);
	mix->safety = safety_of(mix->unsafe);
	keep_shares(j, mix, sum);
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
	j.present = solv_calloc(t->n_extension + 1, sizeof(*j.present));
	j.file = solv_calloc(t->n_language + 1, sizeof(*j.file));
	j.weight = solv_calloc(t->n_language + 1, sizeof(*j.weight));
	j.witness = solv_calloc(t->n_language + 1, sizeof(*j.witness));
	j.n_raw = solv_calloc(t->n_language + 1, sizeof(*j.n_raw));
	for (int c = 0; c < u->n_component; c++)
		judge_component(&j, c);
	for (int k = 0; k < 3; k++)
		free(j.n_file[k]);
	free(j.present);
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

char *language_mix_text(const struct language_verdicts *v, int component)
{
	const struct language_mix *mix = &v->mix[component];
	char *text = solv_strdup("");

	for (int i = mix->begin; i < mix->begin + mix->n_share; i++) {
		const struct language_share *s = &v->share[i];
		char percent[16];

		if (s->share < 0.005)
			break;
		snprintf(percent, sizeof(percent), " %.0f%%", s->share * 100);
		if (*text)
			text = solv_dupappend(text, ", ", NULL);
		text = solv_dupappend(text, v->table->language[s->language].name, percent);
	}
	return text;
}
