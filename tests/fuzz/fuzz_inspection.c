/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the text form of an inspection: refused with a message and empty, or written again
 * and read again without a change.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "importers/diag.h"
#include "importers/inspection.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* inspection_write() renames, which a memfd cannot. */
static const char *printed_path(void)
{
	static char path[64];

	if (!*path)
		snprintf(path, sizeof(path), "/dev/shm/linchpin-fuzz-%d", (int)getpid());
	return path;
}

static char *take_printed(size_t *ret_size)
{
	FILE *f = fopen(printed_path(), "rb");
	struct stat st;
	char *text;

	if (!f || fstat(fileno(f), &st) != 0)
		abort();
	text = malloc((size_t)st.st_size + 1);
	*ret_size = fread(text, 1, (size_t)st.st_size, f);
	fclose(f);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("inspection", MFD_CLOEXEC);
	size_t n_first, n_second;
	char path[64], *first, *second;
	struct inspection i, again;
	struct diag diag;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	diag_init(&diag);
	if (inspection_load(&i, path, &diag)) {
		if (!diag.message || i.name || i.n_object || i.n_file)
			__builtin_trap();
	} else {
		if (inspection_write(&i, printed_path(), &diag))
			abort();
		first = take_printed(&n_first);
		if (inspection_load(&again, printed_path(), &diag) ||
		    inspection_write(&again, printed_path(), &diag)) {
			fprintf(stderr, "%s\n", diag.message);
			__builtin_trap();
		}
		second = take_printed(&n_second);
		if (n_first != n_second || memcmp(first, second, n_first) != 0)
			__builtin_trap();
		unlink(printed_path());
		inspection_clear(&again);
		free(first);
		free(second);
	}
	inspection_clear(&i);
	diag_clear(&diag);
	close(fd);
	return 0;
}
