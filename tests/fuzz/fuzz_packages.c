/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a Packages file, and the same bytes as the Sources beside it: the import fails with
 * a message and an empty universe, or succeeds with one whose invariants hold.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "importers/debian.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/universe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char fuzz_dir[64];

static void remove_dir(void)
{
	static const char *const names[] = { "/Packages", "/Sources", "" };
	char path[128];

	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s", fuzz_dir, names[i]);
		remove(path);
	}
}

static void make_dir(void)
{
	snprintf(fuzz_dir, sizeof(fuzz_dir), "%s/linchpin-fuzz-XXXXXX",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (!mkdtemp(fuzz_dir) || atexit(remove_dir) != 0)
		abort();
}

static void write_file(const char *name, const void *data, size_t size)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", fuzz_dir, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

static void import_and_check(const char *path)
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
	char path[128];

	if (!*fuzz_dir)
		make_dir();
	write_file("Packages", data, size);
	snprintf(path, sizeof(path), "%s/Packages", fuzz_dir);
	import_and_check(path);
	write_file("Packages", packages, sizeof(packages) - 1);
	write_file("Sources", data, size);
	import_and_check(fuzz_dir);
	return 0;
}
