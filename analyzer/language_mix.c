/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From shares to a verdict, to words, and to what was measured; see language.h.
 */
#include "analyzer/language_mix.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

/* What unsafe code counts where all of the component lives inside a safe language. */
#define WEIGHT_UNSAFE_INSIDE 0.5

static const char *const safety_names[SAFETIES] = {
	[SAFETY_UNKNOWN] = "unknown",
	[SAFETY_UNSAFE] = "unsafe",
	[SAFETY_MIXED] = "mixed",
	[SAFETY_SAFE] = "safe",
};

/* What a mix is based on, and the confidence that much of it gives. */
static const struct {
	const char *name;
	double confidence;
} basis_row[LANGUAGE_BASES] = {
	[LANGUAGE_BASIS_NONE] = { "no code", 0.6 },
	[LANGUAGE_BASIS_WITNESS] = { "witnesses", 0.4 },
	[LANGUAGE_BASIS_ASIDE] = { "files of tests and examples", 0.3 },
	[LANGUAGE_BASIS_VENDORED] = { "files of vendored trees", 0.5 },
	[LANGUAGE_BASIS_FILES] = { "source files", 0.95 },
	[LANGUAGE_BASIS_MEASURED] = { "measured packages", 1 },
};

const char *safety_name(enum safety safety)
{
	return safety < SAFETIES ? safety_names[safety] : safety_names[SAFETY_UNKNOWN];
}

const char *language_basis_name(enum language_basis basis)
{
	return basis < LANGUAGE_BASES ? basis_row[basis].name : basis_row[0].name;
}

double language_basis_confidence(enum language_basis basis)
{
	return basis_row[basis].confidence;
}

/* ---- shares ---- */

static enum safety safety_of(double unsafe)
{
	if (isnan(unsafe))
		return SAFETY_UNKNOWN;
	if (unsafe < LANGUAGE_SAFE_BELOW)
		return SAFETY_SAFE;
	return unsafe >= LANGUAGE_UNSAFE_FROM ? SAFETY_UNSAFE : SAFETY_MIXED;
}

static int compare_shares(const void *a, const void *b)
{
	const struct language_share *x = a, *y = b;

	if (fabs(x->share - y->share) > 1e-9)
		return x->share > y->share ? -1 : 1;
	return x->language - y->language;
}

void language_mix_begin(struct language_verdicts *v, int component)
{
	v->mix[component].begin = v->n_share;
	v->mix[component].n_share = 0;
}

void language_mix_add(struct language_verdicts *v, int component, struct language_share share)
{
	v->share = solv_extend(v->share, v->n_share, 1, sizeof(*v->share), 8191);
	v->share[v->n_share++] = share;
	v->mix[component].n_share++;
}

bool language_mix_is_inside(const struct language_verdicts *v, int component)
{
	int l = v->mix[component].lives_in;

	return l >= 0 && v->table->language[l].unsafe <= 0;
}

void language_mix_settle(struct language_verdicts *v, int component)
{
	struct language_mix *mix = &v->mix[component];
	double unsafe = 0;

	for (int i = mix->begin; i < mix->begin + mix->n_share; i++)
		unsafe += v->share[i].share * v->table->language[v->share[i].language].unsafe;
	mix->unsafe = language_mix_is_inside(v, component) ? unsafe * WEIGHT_UNSAFE_INSIDE :
							     unsafe;
	mix->safety = safety_of(mix->unsafe);
	if (mix->n_share > 1)
		qsort(v->share + mix->begin, (size_t)mix->n_share, sizeof(*v->share),
		      compare_shares);
}

/* ---- measured ---- */

/* What n measured bytes of a language count. */
static double weight_of_bytes(const struct language *language, double bytes, double text)
{
	if (language->neutral || !(bytes > 0))
		return 0;
	return language->kind != LANGUAGE_NATIVE ? bytes * text : bytes;
}

void language_measure(struct language_verdicts *v, int component,
		      const struct language_bytes *measured, int n_measured, double text,
		      double covered)
{
	const struct language *language = v->table->language;
	struct language_mix *mix = &v->mix[component];
	int n_language = v->table->n_language, old_begin = mix->begin, n_old = mix->n_share;
	double *weight = solv_calloc(n_language + 1, sizeof(*weight)), sum = 0;
	int *n_file = solv_calloc(n_language + 1, sizeof(*n_file));

	covered = fmin(fmax(covered, 0), 1);
	for (int i = 0; i < n_measured; i++) {
		const struct language *l = &language[measured[i].language];
		double w = weight_of_bytes(l, measured[i].bytes, text);

		weight[measured[i].language] += w;
		sum += w;
	}
	for (int l = 0; l < n_language && sum > 0; l++)
		weight[l] *= (n_old ? covered : 1) / sum;
	for (int i = old_begin; i < old_begin + n_old; i++) {
		weight[v->share[i].language] += v->share[i].share * (1 - covered);
		n_file[v->share[i].language] = v->share[i].n_file;
	}
	if (sum > 0 && covered > 0) {
		language_mix_begin(v, component);
		for (int l = 0; l < n_language; l++) {
			struct language_share share = { l, weight[l], n_file[l] };

			if (weight[l] > 0)
				language_mix_add(v, component, share);
		}
		mix->basis = LANGUAGE_BASIS_MEASURED;
		mix->confidence = covered * language_basis_confidence(LANGUAGE_BASIS_MEASURED) +
				  (1 - covered) * mix->confidence;
		language_mix_settle(v, component);
	}
	free(weight);
	free(n_file);
}

/* ---- words ---- */

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
