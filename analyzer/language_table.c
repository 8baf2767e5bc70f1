/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading languages.tsv, files.tsv and language-witness.tsv; see language.h and the first lines of
 * those files. Whatever one file says about another is checked here, so that judging cannot fail.
 */
#include "analyzer/language_table.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/tsv.h"
#include "importers/diag.h"

static const char *const language_column[] = {
	"language", "safety", "kind", "witness", "why", NULL
};
static const char *const file_column[] = { "extension", "language", "when", "why", NULL };

static const char *const kind_name[LANGUAGE_KINDS] = {
	[LANGUAGE_NATIVE] = "native",
	[LANGUAGE_MANAGED] = "managed",
	[LANGUAGE_SCRIPT] = "script",
};

int language_find(const struct language_table *t, const char *name)
{
	for (int i = 0; i < t->n_language; i++)
		if (!strcmp(t->language[i].name, name))
			return i;
	return -1;
}

/* ---- languages.tsv ---- */

static int parse_safety(struct language *l, const char *word)
{
	l->neutral = !strcmp(word, "neutral");
	if (!strcmp(word, "unsafe"))
		l->unsafe = 1;
	else if (!strcmp(word, "mixed"))
		l->unsafe = 0.5;
	else if (strcmp(word, "safe") && !l->neutral)
		return -1;
	return 0;
}

static int add_language(struct language_table *t, struct tsv *tsv, struct diag *diag)
{
	struct language l = {
		.name = tsv->field[0], .why = tsv->field[4], .claim = -1, .claim_in = -1,
		.claim_runs = -1
	};
	int kind = LANGUAGE_NATIVE;

	if (language_find(t, l.name) >= 0)
		return tsv_fail(tsv, diag, "language '%s' again", l.name);
	if (parse_safety(&l, tsv->field[1]) < 0)
		return tsv_fail(tsv, diag, "unknown safety '%s'", tsv->field[1]);
	while (kind < LANGUAGE_KINDS && strcmp(kind_name[kind], tsv->field[2]))
		kind++;
	if (kind == LANGUAGE_KINDS)
		return tsv_fail(tsv, diag, "unknown kind '%s'", tsv->field[2]);
	l.kind = (enum language_kind)kind;
	l.needs_witness = !strcmp(tsv->field[3], "required");
	if (!l.needs_witness && strcmp(tsv->field[3], "-"))
		return tsv_fail(tsv, diag, "'%s' is neither 'required' nor '-'", tsv->field[3]);
	t->language = solv_extend(t->language, t->n_language, 1, sizeof(*t->language), 63);
	t->language[t->n_language++] = l;
	return 0;
}

static int load_languages(struct language_table *t, const char *dir, struct diag *diag)
{
	struct tsv tsv;
	int status;

	if (tsv_open(&tsv, dir, "languages.tsv", language_column, diag) < 0)
		return -1;
	while ((status = tsv_next(&tsv, diag)) > 0)
		if (add_language(t, &tsv, diag) < 0) {
			status = -1;
			break;
		}
	tsv_close(&tsv, &t->text[0], &t->file[0]);
	return status;
}

/* ---- files.tsv ---- */

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_extension(struct language_table *t, const char *name, size_t len)
{
	t->extension = solv_extend(t->extension, t->n_extension, 1, sizeof(*t->extension), 255);
	t->extension[t->n_extension] = solv_malloc(len + 1);
	memcpy(t->extension[t->n_extension], name, len);
	t->extension[t->n_extension++][len] = '\0';
}

static void sort_extensions(struct language_table *t)
{
	int n = 0;

	if (t->n_extension)
		qsort(t->extension, (size_t)t->n_extension, sizeof(*t->extension), compare_strings);
	for (int i = 0; i < t->n_extension; i++) {
		if (n && !strcmp(t->extension[n - 1], t->extension[i]))
			free(t->extension[i]);
		else
			t->extension[n++] = t->extension[i];
	}
	t->n_extension = n;
}

int language_table_extension(const struct language_table *t, const char *name)
{
	char **found = NULL;

	if (t->n_extension)
		found = bsearch(&name, t->extension, (size_t)t->n_extension, sizeof(*t->extension),
				compare_strings);
	return found ? (int)(found - t->extension) : -1;
}

/* The next name of a list "a,b,c"; *at moves behind it. NULL: no more. */
static const char *next_name(const char **at, size_t *ret_len)
{
	const char *name = *at;

	if (!*name)
		return NULL;
	*ret_len = strcspn(name, ",");
	*at = name + *ret_len + (name[*ret_len] == ',');
	return name;
}

static int add_file_rule(struct language_table *t, struct tsv *tsv, struct diag *diag)
{
	struct language_file_rule rule = { .language = -1, .name = tsv->field[0],
					   .list = tsv->field[2], .line = tsv->line };
	const char *at, *name;
	size_t len;

	if (strcmp(tsv->field[1], "-")) {
		rule.language = language_find(t, tsv->field[1]);
		if (rule.language < 0)
			return tsv_fail(tsv, diag, "unknown language '%s'", tsv->field[1]);
	}
	add_extension(t, rule.name, strlen(rule.name));
	if (!strcmp(rule.list, "-")) {
		rule.when = FILE_ALWAYS;
	} else if (!strcmp(rule.list, "most")) {
		rule.when = FILE_MOST;
		if (rule.language < 0)
			return tsv_fail(tsv, diag, "'most' needs a language");
	} else {
		rule.when = *rule.list == '!' ? FILE_IF_NONE : FILE_IF_ANY;
		rule.list += *rule.list == '!';
		for (at = rule.list; (name = next_name(&at, &len)); ) {
			if (!len)
				return tsv_fail(tsv, diag, "empty extension in '%s'",
						tsv->field[2]);
			add_extension(t, name, len);
		}
	}
	t->file_rule = solv_extend(t->file_rule, t->n_file_rule, 1, sizeof(*t->file_rule), 255);
	t->file_rule[t->n_file_rule++] = rule;
	return 0;
}

static int compare_file_rules(const void *a, const void *b)
{
	const struct language_file_rule *x = a, *y = b;

	return x->extension != y->extension ? x->extension - y->extension : x->line - y->line;
}

/* Names of extensions become their indices, and rules of one extension come together. */
static void index_file_rules(struct language_table *t)
{
	for (int i = 0; i < t->n_file_rule; i++) {
		struct language_file_rule *rule = &t->file_rule[i];
		const char *at = rule->list, *name;
		size_t len;

		rule->extension = language_table_extension(t, rule->name);
		if (rule->when != FILE_IF_ANY && rule->when != FILE_IF_NONE)
			continue;
		while ((name = next_name(&at, &len))) {
			char *word = solv_malloc(len + 1);

			memcpy(word, name, len);
			word[len] = '\0';
			rule->other = solv_extend(rule->other, rule->n_other, 1,
						  sizeof(*rule->other), 7);
			rule->other[rule->n_other++] = language_table_extension(t, word);
			free(word);
		}
	}
	if (t->n_file_rule)
		qsort(t->file_rule, (size_t)t->n_file_rule, sizeof(*t->file_rule),
		      compare_file_rules);
}

static int load_files(struct language_table *t, const char *dir, struct diag *diag)
{
	struct tsv tsv;
	int status;

	if (tsv_open(&tsv, dir, "files.tsv", file_column, diag) < 0)
		return -1;
	while ((status = tsv_next(&tsv, diag)) > 0)
		if (add_file_rule(t, &tsv, diag) < 0) {
			status = -1;
			break;
		}
	tsv_close(&tsv, &t->text[1], &t->file[1]);
	if (status < 0)
		return -1;
	sort_extensions(t);
	index_file_rules(t);
	return 0;
}

/* ---- language-witness.tsv ---- */

/* Where the number of a claim "NAME", "in:NAME" or "runs:NAME" goes. NULL: no such language. */
static int *place_of_claim(struct language_table *t, const char *claim)
{
	bool in = !strncmp(claim, "in:", 3), runs = !strncmp(claim, "runs:", 5);
	int l = language_find(t, claim + (in ? 3 : runs ? 5 : 0));

	if (l < 0)
		return NULL;
	return in   ? &t->language[l].claim_in :
	       runs ? &t->language[l].claim_runs :
		      &t->language[l].claim;
}

static int link_claims(struct language_table *t, struct diag *diag)
{
	for (int i = 0; i < t->witness.n_rule; i++) {
		const struct rule *rule = &t->witness.rule[i];
		const char *colon = strchr(rule->claim, ':'),
			   *name = colon ? colon + 1 : rule->claim;
		int *place = place_of_claim(t, rule->claim);

		if (!strcmp(rule->claim, "native") || !strcmp(rule->claim, "library"))
			continue;
		if (!place)
			return diag_fail(diag,
					 "cannot parse rule '%s' line %d: unknown language '%s'",
					 rule->file, rule->line, name);
		*place = rule->claim_number;
	}
	return 0;
}

int language_table_load(struct language_table *t, const char *dir, struct diag *diag)
{
	memset(t, 0, sizeof(*t));
	if (load_languages(t, dir, diag) < 0 || load_files(t, dir, diag) < 0 ||
	    ruleset_load(&t->witness, dir, "language-witness.tsv", diag) < 0 ||
	    link_claims(t, diag) < 0) {
		language_table_clear(t);
		return -1;
	}
	return 0;
}

void language_table_clear(struct language_table *t)
{
	for (int i = 0; i < t->n_file_rule; i++)
		free(t->file_rule[i].other);
	for (int i = 0; i < t->n_extension; i++)
		free(t->extension[i]);
	for (int i = 0; i < 2; i++) {
		free(t->text[i]);
		free(t->file[i]);
	}
	free(t->extension);
	free(t->file_rule);
	free(t->language);
	ruleset_clear(&t->witness);
	memset(t, 0, sizeof(*t));
}
