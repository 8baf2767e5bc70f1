/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The union of what a component's packages call; see calls.h.
 */
#include "analyzer/calls.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/package_role.h"

/* Files of interpreters that can open sockets by themselves. */
static const char *const script_files[] = {
	"py", "pl", "pm", "rb", "php", "js", "tcl", "lua", "jar", "class", "dll", "exe",
	"#!python", "#!perl", "#!ruby", "#!php", "#!node", "#!tclsh", "#!wish", "#!lua",
};

bool calls_may_hold_code(const struct universe *u, Id package, const unsigned char *role)
{
	const char *arch = pool_id2str(u->pool, pool_id2solvable(u->pool, package)->arch);

	return (!role || package_role_runs(role[package])) && strcmp(arch, "all") &&
	       strcmp(arch, "noarch");
}

bool calls_is_inspected(const struct universe *u, Id package)
{
	int n;

	return observations_of(&u->of_package, package, OBS_INSPECTED, &n) != NULL;
}

bool calls_known(const struct universe *u, int component, const unsigned char *role)
{
	bool any = false;

	for (int i = u->component_begin[component]; i < u->component_begin[component + 1]; i++) {
		Id package = u->component_package[i];

		if (!calls_may_hold_code(u, package, role))
			continue;
		if (!calls_is_inspected(u, package))
			return false;
		any = true;
	}
	return any;
}

struct set {
	char **word;
	int n;
};

static void add_word(struct set *set, const char *word, size_t len)
{
	for (int i = 0; i < set->n; i++)
		if (!strncmp(set->word[i], word, len) && !set->word[i][len])
			return;
	set->word = solv_extend(set->word, set->n, 1, sizeof(*set->word), 63);
	set->word[set->n] = solv_malloc(len + 1);
	memcpy(set->word[set->n], word, len);
	set->word[set->n++][len] = '\0';
}

static void add_words(struct set *set, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, " ");

		add_word(set, words, n);
		words += n + (words[n] == ' ');
	}
}

static void add_package(struct set *set, const struct universe *u, Id package)
{
	static const enum observation_kind kinds[] = { OBS_PROGRAM_CALLS, OBS_LIBRARY_CALLS };
	const struct observation *at;
	int n;

	for (int k = 0; k < 2; k++) {
		at = observations_of(&u->of_package, package, kinds[k], &n);
		for (int i = 0; i < n; i++)
			add_words(set, pool_id2str(u->pool, at[i].text));
	}
	at = observations_of(&u->of_package, package, OBS_FILES_INSPECTED, &n);
	for (int i = 0; i < n; i++)
		for (size_t f = 0; f < sizeof(script_files) / sizeof(script_files[0]); f++)
			if (!strcmp(pool_id2str(u->pool, at[i].text), script_files[f]))
				add_words(set, "scripts");
	if (observations_of(&u->of_package, package, OBS_LANGUAGE_TREE, &n))
		add_words(set, "scripts");
}

static int compare_words(const void *x, const void *y)
{
	return strcmp(*(char *const *)x, *(char *const *)y);
}

Id calls_of_component(const struct universe *u, int component, const unsigned char *role)
{
	struct set set = { 0 };
	char *text = NULL;
	Id id;

	if (!calls_known(u, component, role))
		return 0;
	for (int i = u->component_begin[component]; i < u->component_begin[component + 1]; i++)
		if (!role || package_role_runs(role[u->component_package[i]]))
			add_package(&set, u, u->component_package[i]);
	if (set.n)
		qsort(set.word, set.n, sizeof(*set.word), compare_words);
	for (int i = 0; i < set.n; i++) {
		text = solv_dupappend(text, text ? " " : NULL, set.word[i]);
		free(set.word[i]);
	}
	id = pool_str2id(u->pool, text ? text : "none", 1);
	free(set.word);
	free(text);
	return id;
}
