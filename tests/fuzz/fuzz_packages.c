/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a Packages file or, where they name binaries as stanzas of sources do, as the
 * Sources beside one: the import fails with a message and an empty universe, or succeeds with one
 * whose invariants hold.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/debian.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void packages_import(const char *path)
{
	struct import_options options = { .arch = "amd64", .sources = true };
	struct universe u;
	struct diag diag;

	universe_init(&u);
	diag_init(&diag);
	if (debian_import(&u, path, &options, &diag)) {
		if (!diag.message || u.pool)
			__builtin_trap();
	} else if (diag.message || universe_check(&u, &diag)) {
		fprintf(stderr, "%s\n", diag.message);
		__builtin_trap();
	}
	universe_clear(&u);
	diag_clear(&diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char packages[] = "Package: a\nVersion: 1\nArchitecture: amd64\n";

	if (!memmem(data, size, "Binary:", 7)) {
		fuzz_write("debian/Packages", data, size);
		packages_import(fuzz_path("debian/Packages"));
		return 0;
	}
	fuzz_write_text("debian/Packages", packages);
	fuzz_write("debian/Sources", data, size);
	packages_import(fuzz_path("debian"));
	fuzz_unlink("debian/Sources");
	return 0;
}
