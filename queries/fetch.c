/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bring the cached copy of a release up to date; what is already there is not downloaded again.
 */
#include "importers/diag.h"
#include "importers/importer.h"
#include "queries/options.h"
#include "queries/request.h"
#include "queries/table.h"
#include "queries/verb.h"

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct import_options import;
	struct table *summary;

	(void)a;
	request_import(o, &import);
	if (importer_fetch(spec, &import, diag))
		return -1;
	summary = table_add_record(ret, "summary", NULL);
	table_field_text(summary, "fetched", "up to date", spec);
	return 0;
}

extern const struct verb verb_fetch;
const struct verb verb_fetch = {
	.name = "fetch",
	.arguments = "",
	.summary = "download or refresh a release in your cache",
	.description =
		"Downloads the indexes and file lists of a named release into the user's cache, "
		"with the archive's signature and all checksums verified, or brings the copy there "
		"up to date. The other verbs fetch a release on first use and then stay with that "
		"copy.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ,
	.max_names = 0,
	.stage = STAGE_NONE,
	.run = run,
};
