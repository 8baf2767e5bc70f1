/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Freeze a release into one file: it is imported twice, as a verb that judges reads it and as one
 * that asks for needs alone does, so that either finds in the snapshot what it would find there.
 */
#include <string.h>

#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/snapshot.h"
#include "queries/options.h"
#include "queries/output.h"
#include "queries/request.h"
#include "queries/table.h"
#include "queries/verb.h"

/* Both imports, whose warnings are kept apart, into the file. */
static int freeze(struct universe *all, const struct options *o, const char *spec,
		  struct diag *diag)
{
	struct universe needs;
	struct diag all_warnings, needs_warnings;
	struct snapshot_release release = { all, &needs, &all_warnings, &needs_warnings };
	struct import_options import;
	struct output output;
	int ret;

	universe_init(&needs);
	diag_init(&all_warnings);
	diag_init(&needs_warnings);
	request_import(o, &import);
	ret = importer_import(&needs, spec, &import, &needs_warnings);
	import.sources = import.file_lists = true;
	if (!ret)
		ret = importer_import(all, spec, &import, &all_warnings);
	if (needs_warnings.message || all_warnings.message)
		diag_fail(diag, "%s", needs_warnings.message ? needs_warnings.message :
							       all_warnings.message);
	if (!ret)
		ret = output_open(&output, o->output, diag);
	if (!ret) {
		ret = snapshot_write(&release, output.file, diag);
		if (ret)
			output_abandon(&output);
		else
			ret = output_close(&output, diag);
	}
	for (int kind = WARN_NONE + 1; kind < WARNINGS; kind++)
		diag_warn_again(diag, kind, all_warnings.n_warning[kind],
				all_warnings.example[kind]);
	universe_clear(&needs);
	diag_clear(&all_warnings);
	diag_clear(&needs_warnings);
	return ret;
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct universe *u = &a->universe;
	struct table *summary;

	if (!o->output || !strcmp(o->output, "-"))
		return diag_fail(diag, "a snapshot is a file: name it with -o FILE");
	if (freeze(u, o, spec, diag))
		return -1;
	summary = table_add_record(ret, "summary", NULL);
	table_field_text(summary, "file", NULL, o->output);
	table_field_integer(summary, "packages", NULL, u->n_package);
	table_field_integer(summary, "components", NULL, u->n_component);
	table_field_integer(summary, "observations", NULL,
			    (int64_t)u->of_package.n_observation + u->of_component.n_observation);
	return 0;
}

extern const struct verb verb_snapshot;
const struct verb verb_snapshot = {
	.name = "snapshot",
	.arguments = "",
	.summary = "freeze a release into one file that every verb reads",
	.description =
		"Writes the release (-r), with its file lists, what inspections found, its "
		"checksums and where all of it came from, into one sealed file (-o FILE), small "
		"enough to archive beside a paper. Every verb reads it as -r FILE and answers as "
		"from the release itself. It is a libsolv .solv file: dumpsolv shows it.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ,
	.max_names = 0,
	.writes_file = true,
	.imports = true,
	.stage = STAGE_NONE,
	.run = run,
};
