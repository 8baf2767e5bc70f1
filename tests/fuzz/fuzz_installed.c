/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a machine's list of installed packages: dpkg's status and, behind the first zero
 * byte, the list of files of package "a" (dpkg's info/a.list). Refused with a message and an empty
 * universe, or imported with its invariants.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/installed.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_options options = { .file_lists = true, .uninspected = true };
	const uint8_t *zero = size ? memchr(data, 0, size) : NULL;
	size_t n_status = zero ? (size_t)(zero - data) : size;
	struct universe u;
	struct depgraph g;
	struct diag diag;

	fuzz_write("dpkg/status", data, n_status);
	fuzz_write("dpkg/info/a.list", zero ? zero + 1 : data, zero ? size - n_status - 1 : 0);
	universe_init(&u);
	diag_init(&diag);
	if (installed_import(&u, fuzz_path("dpkg"), &options, &diag)) {
		if (u.pool || !diag.message)
			__builtin_trap();
	} else {
		depgraph_init(&g);
		depgraph_build(&g, &u);
		if (diag.message || universe_check(&u, &diag) || depgraph_check(&g, &diag)) {
			fprintf(stderr, "%s\n", diag.message);
			__builtin_trap();
		}
		depgraph_clear(&g);
	}
	universe_clear(&u);
	diag_clear(&diag);
	return 0;
}
