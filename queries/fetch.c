/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bring the cached copy of a release up to date; what is already there is not downloaded again.
 * That is done before anything is read (division.h); here is what is left to say.
 */
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	struct table *summary = table_add_record(ret, "summary", NULL);

	(void)a;
	(void)o;
	(void)diag;
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
	.fetches = true,
	.stage = STAGE_NONE,
	.run = run,
};
