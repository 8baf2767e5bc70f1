/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a package file: refused with a message and empty, or an inspection that satisfies
 * its invariants.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/diag.h"
#include "importers/inspection.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("package", MFD_CLOEXEC);
	char path[64];
	struct inspection i;
	struct diag diag;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	diag_init(&diag);
	if (inspection_read_package(&i, path, &diag)) {
		if (!diag.message || i.name || i.n_object)
			__builtin_trap();
	} else if (inspection_check(&i, &diag) || (size_t)i.size != size) {
		fprintf(stderr, "%s\n", diag.message);
		__builtin_trap();
	}
	inspection_clear(&i);
	diag_clear(&diag);
	close(fd);
	return 0;
}
