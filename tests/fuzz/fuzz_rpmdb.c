/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the RPM database of a machine; the first byte says of which kind: sqlite, ndb or
 * Berkeley DB. librpm reads it. Refused with a message and an empty universe, or imported with its
 * invariants.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/rpm_database.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* librpm 4.18 does not close an sqlite database that it could not open wholly (dbiOpen() of
   lib/rpmdb.c). The program ends then. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libsqlite3.so\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const files[] = {
		"rpmdb/rpmdb.sqlite", "rpmdb/Packages.db", "rpmdb/Packages",
		/* what librpm writes beside them */
		"rpmdb/rpmdb.sqlite-wal", "rpmdb/rpmdb.sqlite-shm", "rpmdb/Index.db",
		"rpmdb/.rpm.lock",
	};
	struct import_options options = { .file_lists = true, .uninspected = true };
	struct universe u;
	struct diag diag;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		fuzz_unlink(files[i]);
	fuzz_write(files[size ? data[0] % 3 : 0], size ? data + 1 : data, size ? size - 1 : 0);
	universe_init(&u);
	diag_init(&diag);
	if (rpm_database_import(&u, fuzz_path("rpmdb"), &options, &diag)) {
		if (u.pool || !diag.message)
			__builtin_trap();
	} else if (diag.message || universe_check(&u, &diag)) {
		fprintf(stderr, "%s\n", diag.message);
		__builtin_trap();
	}
	universe_clear(&u);
	diag_clear(&diag);
	return 0;
}
