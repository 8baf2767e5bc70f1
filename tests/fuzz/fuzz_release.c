/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a Release whose signature is not checked: it is refused with a message and left
 * empty, or read with sums that are sorted, can be found and look like sums.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "importers/diag.h"
#include "importers/release_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("release", MFD_CLOEXEC);
	char path[64];
	struct release_file r;
	struct diag diag;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	diag_init(&diag);
	if (release_file_read(&r, path, NULL, &diag)) {
		if (!diag.message || r.sum || r.origin)
			__builtin_trap();
	} else {
		for (int i = 0; i < r.n_sum; i++) {
			const struct release_sum *sum = release_file_find(&r, r.sum[i].name);

			if (!sum || strcmp(sum->name, r.sum[i].name) != 0 || r.sum[i].size < 0 ||
			    strlen(r.sum[i].sha256) != (release_file_has_sums(&r) ? 64 : 0) ||
			    (i && strcmp(r.sum[i - 1].name, sum->name) > 0))
				__builtin_trap();
		}
		if (r.verification != VERIFY_LISTED || r.signer.key)
			__builtin_trap();
	}
	release_file_clear(&r);
	diag_clear(&diag);
	close(fd);
	return 0;
}
