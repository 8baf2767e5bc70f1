/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a snapshot whose seal is good: what is imported satisfies the universe's and the
 * graph's invariants and can be written again, what is refused leaves an empty universe and a
 * reason. The seal is put on here, or no input would get past it.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/snapshot.h"
#include "importers/snapshot_format.h"
#include "importers/universe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];

static void remove_file(void)
{
	remove(path);
}

static void write_file(const uint8_t *data, size_t size)
{
	char seal[SNAPSHOT_SEAL_BYTES];
	FILE *f;

	if (!*path) {
		snprintf(path, sizeof(path), "%s/linchpin-fuzz-%d.solv",
			 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", getpid());
		if (atexit(remove_file) != 0)
			abort();
	}
	snapshot_seal(data, size, seal);
	f = fopen(path, "wb");
	if (!f || fwrite(data, 1, size, f) != size ||
	    fwrite(seal, 1, sizeof(seal), f) != sizeof(seal) || fclose(f))
		abort();
}

static int import(struct universe *u, bool all, struct diag *diag)
{
	struct import_options options = { .file_lists = all, .sources = all };
	struct depgraph g;

	universe_init(u);
	diag_init(diag);
	if (snapshot_import(u, path, &options, diag)) {
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

	write_file(data, size);
	bad = import(&needs, false, &needs_diag);
	bad |= import(&all, true, &all_diag);
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
