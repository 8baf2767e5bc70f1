/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a snapshot whose seal is good: what is imported satisfies the universe's and the
 * graph's invariants and can be written again, what is refused leaves an empty universe and a
 * reason. The seal is put on here, or no input would get past it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/snapshot.h"
#include "importers/snapshot_format.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void snapshot_put(const uint8_t *data, size_t size)
{
	char *sealed = solv_malloc(size + SNAPSHOT_SEAL_BYTES);

	if (size)
		memcpy(sealed, data, size);
	snapshot_seal(data, size, sealed + size);
	fuzz_write("snapshot.solv", sealed, size + SNAPSHOT_SEAL_BYTES);
	free(sealed);
}

static int snapshot_take(struct universe *u, bool all, struct diag *diag)
{
	struct import_options options = { .file_lists = all, .sources = all };
	struct depgraph g;

	universe_init(u);
	diag_init(diag);
	if (snapshot_import(u, fuzz_path("snapshot.solv"), &options, diag)) {
		if (u->pool || !diag->message)
			abort();
		return -1;
	}
	depgraph_init(&g);
	depgraph_build(&g, u);
	if (universe_check(u, diag) || depgraph_check(&g, diag)) {
		fprintf(stderr, "%s\n", diag->message);
		abort();
	}
	depgraph_clear(&g);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct universe all, needs;
	struct diag all_diag, needs_diag;
	struct snapshot_release release = { &all, &needs, &all_diag, &needs_diag };
	int bad;

	snapshot_put(data, size);
	bad = snapshot_take(&needs, false, &needs_diag);
	bad |= snapshot_take(&all, true, &all_diag);
	if (!bad) {
		FILE *null = fopen("/dev/null", "wb");

		if (!null)
			abort();
		snapshot_write(&release, null, &all_diag);
		fclose(null);
	}
	universe_clear(&all);
	universe_clear(&needs);
	diag_clear(&all_diag);
	diag_clear(&needs_diag);
	return 0;
}
