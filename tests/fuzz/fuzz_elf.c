/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as an ELF file: refused with a message, or an object that an inspection may hold.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/elf_object.h"
#include "importers/inspection.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct inspection i;
	struct diag diag;
	struct object *o;

	diag_init(&diag);
	inspection_init(&i);
	i.name = solv_strdup("a");
	i.evr = solv_strdup("1");
	i.arch = solv_strdup("amd64");
	i.sha256 = solv_strdup("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	o = inspection_add_object(&i);
	if (elf_object_read(o, "usr/bin/a", data, size, &diag)) {
		if (!diag.message || o->kind != OBJECT_UNKNOWN || o->n_import || o->n_language)
			__builtin_trap();
		diag_clear(&diag);
	}
	if (inspection_check(&i, &diag)) {
		fprintf(stderr, "%s\n", diag.message);
		__builtin_trap();
	}
	inspection_clear(&i);
	diag_clear(&diag);
	return 0;
}
