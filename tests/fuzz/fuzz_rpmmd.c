/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as primary.xml, filelists.xml or comps.xml of an otherwise good repository: what is
 * imported satisfies the universe's and the graph's invariants, what is refused leaves an empty
 * universe and a reason. Nothing crashes, here or in libsolv.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/rpmmd.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const rpmmd_files[] = { "rpmmd/primary", "rpmmd/filelists", "rpmmd/group" };
static const char *const rpmmd_types[] = { "primary", "filelists", "group" };

static const char rpmmd_good[] =
	"<?xml version=\"1.0\"?>\n<metadata xmlns:rpm=\"x\">"
	"<package type=\"rpm\"><name>a</name><arch>x86_64</arch>"
	"<version epoch=\"0\" ver=\"1\" rel=\"1\"/><format>"
	"<rpm:sourcerpm>a-1-1.src.rpm</rpm:sourcerpm>"
	"<rpm:requires><rpm:entry name=\"/usr/lib/x\"/></rpm:requires>"
	"</format></package></metadata>";

/* The first byte says which file the rest is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_options options = { .arch = "x86_64", .file_lists = true, .sources = true };
	struct universe u;
	struct diag diag;
	char repomd[1024];
	int which = size ? data[0] % 3 : 0;

	fuzz_write_text("rpmmd/primary", rpmmd_good);
	fuzz_write(rpmmd_files[which], size ? data + 1 : data, size ? size - 1 : 0);
	snprintf(repomd, sizeof(repomd),
		 "<repomd><data type=\"primary\"><location href=\"rpmmd/primary\"/></data>"
		 "<data type=\"%s\"><location href=\"%s\"/></data></repomd>",
		 rpmmd_types[which], rpmmd_files[which]);
	fuzz_write_text("rpmmd/repomd.xml", repomd);
	universe_init(&u);
	diag_init(&diag);
	if (rpmmd_import(&u, fuzz_path("rpmmd"), &options, &diag)) {
		if (u.pool || !diag.message)
			abort();
	} else {
		struct depgraph g;

		depgraph_init(&g);
		depgraph_build(&g, &u);
		if (universe_check(&u, &diag) || depgraph_check(&g, &diag))
			abort();
		depgraph_clear(&g);
	}
	universe_clear(&u);
	diag_clear(&diag);
	return 0;
}
