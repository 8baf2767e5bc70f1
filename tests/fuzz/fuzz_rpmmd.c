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
#include <sys/stat.h>
#include <unistd.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/rpmmd.h"
#include "importers/universe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = { "primary", "filelists", "group" };
static char dir[64];

static const char good[] =
	"<?xml version=\"1.0\"?>\n<metadata xmlns:rpm=\"x\">"
	"<package type=\"rpm\"><name>a</name><arch>x86_64</arch>"
	"<version epoch=\"0\" ver=\"1\" rel=\"1\"/><format>"
	"<rpm:sourcerpm>a-1-1.src.rpm</rpm:sourcerpm>"
	"<rpm:requires><rpm:entry name=\"/usr/lib/x\"/></rpm:requires>"
	"</format></package></metadata>";

static void remove_dir(void)
{
	static const char *const all[] = {
		"repodata/primary",    "repodata/filelists", "repodata/group",
		"repodata/repomd.xml", "repodata",	     "",
	};
	char path[256];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, all[i]);
		remove(path);
	}
}

static void make_dir(void)
{
	char path[256];

	snprintf(dir, sizeof(dir), "%s/linchpin-fuzz-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (!mkdtemp(dir) || atexit(remove_dir) != 0)
		abort();
	snprintf(path, sizeof(path), "%s/repodata", dir);
	if (mkdir(path, 0700) != 0)
		abort();
}

static void write_file(const char *name, const void *data, size_t size)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/repodata/%s", dir, name);
	f = fopen(path, "wb");
	if (!f || fwrite(data, 1, size, f) != size || fclose(f))
		abort();
}

/* The first byte says which file the rest is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_options options = { .arch = "x86_64", .file_lists = true, .sources = true };
	struct universe u;
	struct diag diag;
	char repomd[1024];
	int which = size ? data[0] % 3 : 0;

	if (!*dir)
		make_dir();
	write_file("primary", good, strlen(good));
	if (size > 1)
		write_file(names[which], data + 1, size - 1);
	snprintf(repomd, sizeof(repomd),
		 "<repomd><data type=\"primary\"><location href=\"repodata/primary\"/></data>"
		 "<data type=\"%s\"><location href=\"repodata/%s\"/></data></repomd>",
		 names[which], names[which]);
	write_file("repomd.xml", repomd, strlen(repomd));
	universe_init(&u);
	diag_init(&diag);
	if (rpmmd_import(&u, dir, &options, &diag)) {
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
