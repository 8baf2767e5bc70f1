/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as file lists, binary and source: the import fails with a message, or what was observed
 * satisfies the universe's invariants.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <solv/knownid.h>

#include "importers/contents.h"
#include "importers/diag.h"
#include "importers/universe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_package(struct universe *u, const char *name)
{
	Id p = repo_add_solvable(u->repo), id = pool_str2id(u->pool, name, 1);
	Solvable *s = pool_id2solvable(u->pool, p);

	s->name = id;
	s->evr = pool_str2id(u->pool, "1", 1);
	s->arch = ARCH_NOARCH;
	universe_set_component(u, p, universe_add_component(u, id));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("contents", MFD_CLOEXEC), list_of_component[2] = { 0 };
	char path[64];
	struct universe u;
	struct diag diag;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	universe_init(&u);
	universe_start(&u, DISTTYPE_DEB, "amd64");
	add_package(&u, "a");
	add_package(&u, "b-dev");
	diag_init(&diag);
	if (contents_import_binary(&u, path, &diag) && !diag.message)
		__builtin_trap();
	diag_clear(&diag);
	if (contents_import_source(&u, path, 1, list_of_component, &diag) && !diag.message)
		__builtin_trap();
	diag_clear(&diag);
	universe_finish(&u);
	if (universe_check(&u, &diag)) {
		fprintf(stderr, "%s\n", diag.message);
		__builtin_trap();
	}
	universe_clear(&u);
	diag_clear(&diag);
	close(fd);
	return 0;
}
