/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a keyring: it is refused with a message, is taken as it is, or has without its
 * armour at least one byte, and at most three for four of its characters.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "importers/diag.h"
#include "importers/keyring.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_bytes(const struct keyring *k, size_t size)
{
	struct stat st;

	if (k->fd >= 0 && (fstat(k->fd, &st) != 0 || st.st_size <= 0 ||
			   (size_t)st.st_size > size / 4 * 3 + 3))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("keyring", MFD_CLOEXEC);
	char path[64];
	struct keyring k;
	struct diag diag;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	diag_init(&diag);
	if (keyring_open(&k, path, &diag)) {
		if (!diag.message)
			__builtin_trap();
	} else {
		check_bytes(&k, size);
	}
	keyring_close(&k);
	diag_clear(&diag);
	close(fd);
	return 0;
}
