/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the repomd.xml of a repository whose other files are good: what it lists is found
 * inside the repository or refused, and what is imported satisfies the universe's invariants.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/rpmmd.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the seeds call by name, size and checksum. */
static void repomd_write_others(void)
{
	fuzz_write_text("repomd/primary",
			"<?xml version=\"1.0\"?>\n<metadata xmlns:rpm=\"x\">"
			"<package type=\"rpm\"><name>a</name><arch>x86_64</arch>"
			"<version epoch=\"0\" ver=\"1\" rel=\"1\"/>"
			"<checksum type=\"sha256\" pkgid=\"YES\">aa</checksum>"
			"<location href=\"a.rpm\"/><format>"
			"<rpm:sourcerpm>a-1-1.src.rpm</rpm:sourcerpm>"
			"</format></package></metadata>\n");
	fuzz_write_text("repomd/filelists",
			"<filelists><package pkgid=\"aa\" name=\"a\" arch=\"x86_64\">"
			"<version epoch=\"0\" ver=\"1\" rel=\"1\"/><file>/usr/sbin/ad</file>"
			"</package></filelists>\n");
	fuzz_write_text("repomd/group",
			"<comps><group><id>core</id><packagelist>"
			"<packagereq type=\"mandatory\">a</packagereq>"
			"</packagelist></group></comps>\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_options options = {
		.arch = "x86_64", .file_lists = true, .uninspected = true
	};
	static int has_others;
	struct universe u;
	struct diag diag;

	if (!has_others++)
		repomd_write_others();
	has_others = 1;
	fuzz_write("repomd/repomd.xml", data, size);
	universe_init(&u);
	diag_init(&diag);
	if (rpmmd_import(&u, fuzz_path("repomd"), &options, &diag)) {
		if (u.pool || !diag.message)
			__builtin_trap();
	} else if (diag.message || universe_check(&u, &diag)) {
		fprintf(stderr, "%s\n", diag.message);
		__builtin_trap();
	} else {
		/* nothing outside was read */
		for (int i = 0; i < u.release.n_input; i++)
			if (!strstr(u.release.input[i].path, "repomd/") ||
			    strstr(u.release.input[i].path, "/../../"))
				__builtin_trap();
	}
	universe_clear(&u);
	diag_clear(&diag);
	return 0;
}
