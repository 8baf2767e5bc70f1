/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as one of the tables that a user may give: a rule file (--rules), annotations, labels.
 * The first byte says which. It is refused with a message, or loaded and then used on a release of
 * a few packages, so that its patterns, conditions and numbers are met too.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/annotations.h"
#include "analyzer/assessment.h"
#include "analyzer/evaluation.h"
#include "analyzer/evidence.h"
#include "analyzer/exposure.h"
#include "analyzer/function.h"
#include "analyzer/language.h"
#include "analyzer/package_role.h"
#include "analyzer/replacements.h"
#include "analyzer/rules.h"
#include "importers/debian.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- what the tables are used on ---- */

/* Lives as long as the program; nothing here changes it. */
static struct universe *rules_universe(void)
{
	static struct universe u;
	struct import_options options = {
		.arch = "amd64", .sources = true, .file_lists = true, .uninspected = true
	};
	struct diag diag;

	if (u.pool)
		return &u;
	fuzz_write_text("rules-release/Packages",
			"Package: openssl\nVersion: 1\nArchitecture: amd64\nSection: net\n"
			"Tag: interface::daemon, network::server\nDepends: libc6\n"
			"Description: mail server that listens\n\n"
			"Package: zlib1g-dev\nSource: zlib\nVersion: 1\nArchitecture: amd64\n"
			"Section: libdevel\nDescription: compression - development\n\n"
			"Package: librust-x-dev\nSource: rust-x\nVersion: 1\nArchitecture: all\n");
	fuzz_write_text("rules-release/Sources",
			"Package: openssl\nBinary: openssl\nVersion: 1\nArchitecture: any\n"
			"Build-Depends: debhelper, cargo\n\n"
			"Package: zlib\nBinary: zlib1g-dev\nVersion: 1\nArchitecture: any\n");
	fuzz_write_text("rules-release/Contents-amd64",
			"usr/sbin/opensslad net/openssl\n"
			"lib/systemd/system/openssl.service net/openssl\n"
			"usr/include/zlib.h libdevel/zlib1g-dev\n");
	fuzz_write_text("rules-release/Contents-source",
			"Makefile openssl\nsrc/a.c openssl\nsrc/b.rs openssl\nsrc/c.h openssl\n"
			"debian/rules openssl\na.S zlib\na.c zlib\ntest/x.py zlib\n");
	universe_init(&u);
	diag_init(&diag);
	if (debian_import(&u, fuzz_path("rules-release"), &options, &diag)) {
		fprintf(stderr, "%s\n", diag.message);
		abort();
	}
	diag_clear(&diag);
	return &u;
}

static void rules_use_ruleset(const struct ruleset *rules, const struct universe *u)
{
	struct evidence_list list;
	double *value = solv_calloc((size_t)rules->n_claim + 1, sizeof(*value));

	evidence_collect(&list, rules, u, NULL);
	for (int c = 0; c < u->n_component; c++) {
		evidence_combine(&list, c, rules->n_claim - 1, 1, value);
		for (int i = 0; i < rules->n_claim; i++)
			if (!(value[i] >= 0 && value[i] <= 1))
				__builtin_trap();
	}
	evidence_clear(&list);
	free(value);
}

/* ---- the tables ---- */

static int rules_take_ruleset(const char *dir, const char *name, const struct universe *u,
			      struct diag *diag)
{
	struct ruleset rules = { 0 };
	struct function_table functions = { 0 };
	unsigned char *role = NULL;
	int ret = ruleset_load(&rules, dir, name, diag);

	if (ret)
		return ret;
	rules_use_ruleset(&rules, u);
	if (!strcmp(name, "exposure.tsv"))
		ret = exposure_check_rules(&rules, diag);
	if (!strcmp(name, "function.tsv"))
		ret = function_table_load(&functions, dir, &rules, diag);
	if (!strcmp(name, "package-roles.tsv"))
		ret = package_roles(u, dir, &role, diag);
	function_table_clear(&functions);
	ruleset_clear(&rules);
	free(role);
	return ret;
}

static int rules_take_functions(const char *dir, struct diag *diag)
{
	struct ruleset rules = { 0 };
	struct function_table functions = { 0 };
	int ret = ruleset_load(&rules, NULL, "function.tsv", diag);

	if (ret)
		abort();
	ret = function_table_load(&functions, dir, &rules, diag);
	function_table_clear(&functions);
	ruleset_clear(&rules);
	return ret;
}

static int rules_take_languages(const char *dir, const struct universe *u, struct diag *diag)
{
	struct language_table table = { 0 };
	struct language_verdicts verdicts = { 0 };

	if (language_table_load(&table, dir, diag))
		return -1;
	language_judge(&verdicts, &table, u, NULL);
	for (int c = 0; c < u->n_component; c++) {
		const struct language_mix *mix = &verdicts.mix[c];

		if (!isnan(mix->unsafe) && !(mix->unsafe >= 0 && mix->unsafe <= 1))
			__builtin_trap();
	}
	language_verdicts_clear(&verdicts);
	language_table_clear(&table);
	return 0;
}

static int rules_take_replacements(const char *dir, const struct universe *u, struct diag *diag)
{
	struct replacements r = { 0 };

	if (replacements_load(&r, dir, diag))
		return -1;
	for (int i = 0; i < r.n_replacement; i++) {
		const struct replacement *row = &r.replacement[i], *of;
		int n = 0;

		of = replacements_of(&r, row->component, &n);
		if (!of || n < 1)
			__builtin_trap();
		replacement_is_whole(row);
		replacement_component(row, u);
		for (int k = 0; k < 4 && replacement_package(row, u, k); k++)
			;
		replacements_find(&r, row->component, row->name);
	}
	replacements_clear(&r);
	return 0;
}

static int rules_evaluate(const struct labels *labels, const char *dir, const struct universe *u,
			  struct diag *diag)
{
	struct assessment assessment;
	struct evaluation e;
	int ret;

	assessment_init(&assessment);
	assessment_prepare(&assessment, u->n_component);
	ret = evaluation_compute(&e, labels, dir, &assessment, u, diag);
	for (int i = 0; !ret && i < e.n_answer; i++)
		if (!isnan(e.answer[i].area) && !(e.answer[i].area >= 0 && e.answer[i].area <= 1))
			__builtin_trap();
	evaluation_clear(&e);
	assessment_clear(&assessment);
	return ret;
}

static int rules_take_questions(const char *dir, const struct universe *u, struct diag *diag)
{
	const char *column[] = { "component", "exposure" };
	const char *field[] = { "openssl", "server", "zlib", "none", "absent", "x" };
	const struct labels labels = {
		.n_column = 2, .n_row = 3, .column = column, .field = field
	};

	return rules_evaluate(&labels, dir, u, diag);
}

static int rules_take_labels(const char *path, const struct universe *u, struct diag *diag)
{
	struct labels labels = { 0 };
	int ret = labels_load(&labels, path, diag);

	if (!ret)
		ret = rules_evaluate(&labels, NULL, u, diag);
	labels_clear(&labels);
	return ret;
}

static int rules_take_annotations(const char *path, const struct universe *u, struct diag *diag)
{
	struct annotations x = { 0 };
	double number[8];
	int ret = annotations_load(&x, path, diag);

	if (!ret)
		annotations_join(&x, u);
	for (int i = 0; !ret && i < x.n_column; i++) {
		if (annotations_column(&x, x.column[i], diag) != i)
			__builtin_trap();
		for (int c = 0; c < u->n_component; c++)
			annotations_value(&x, c, i);
		ret = annotations_numbers(&x, i, number, diag);
	}
	annotations_clear(&x);
	return ret;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {
		"exposure.tsv",	 "function.tsv", "language-witness.tsv", "package-roles.tsv",
		"functions.tsv", "languages.tsv", "files.tsv",		 "replacements.tsv",
		"evaluate.tsv",	 "annotations",	 "labels",
	};
	size_t n_names = sizeof(names) / sizeof(names[0]), which = size ? data[0] % n_names : 0;
	const struct universe *u = rules_universe();
	char file[64], dir[128], path[128];
	struct diag diag;
	int ret;

	snprintf(file, sizeof(file), "rules/%s", names[which]);
	fuzz_write(file, size ? data + 1 : data, size ? size - 1 : 0);
	snprintf(dir, sizeof(dir), "%s", fuzz_path("rules"));
	snprintf(path, sizeof(path), "%s", fuzz_path(file));
	diag_init(&diag);
	if (which <= 3)
		ret = rules_take_ruleset(dir, names[which], u, &diag);
	else if (which == 4)
		ret = rules_take_functions(dir, &diag);
	else if (which <= 6)
		ret = rules_take_languages(dir, u, &diag);
	else if (which == 7)
		ret = rules_take_replacements(dir, u, &diag);
	else if (which == 8)
		ret = rules_take_questions(dir, u, &diag);
	else if (which == 9)
		ret = rules_take_annotations(path, u, &diag);
	else
		ret = rules_take_labels(path, u, &diag);
	if (which == 2 && !ret)
		ret = rules_take_languages(dir, u, &diag);
	if (!ret == !!diag.message)
		__builtin_trap();
	diag_clear(&diag);
	fuzz_unlink(file);
	return 0;
}
