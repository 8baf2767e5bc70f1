/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a survey of installations: it fails with a message and is empty, or its entries are
 * in order, each name once, and none has more machines than the most.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/diag.h"
#include "importers/popcon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("popcon", MFD_CLOEXEC), most = 0;
	char path[64];
	struct popcon p;
	struct diag diag;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	diag_init(&diag);
	if (popcon_load(&p, path, &diag)) {
		if (!diag.message || p.entry || p.n_entry || p.most)
			__builtin_trap();
	} else {
		for (int i = 0; i < p.n_entry; i++) {
			if (p.entry[i].machines < 0 || !*p.entry[i].name ||
			    (i && strcmp(p.entry[i - 1].name, p.entry[i].name) >= 0))
				__builtin_trap();
			most = p.entry[i].machines > most ? p.entry[i].machines : most;
		}
		if (diag.message || !most || most != p.most)
			__builtin_trap();
	}
	popcon_clear(&p);
	diag_clear(&diag);
	close(fd);
	return 0;
}
