/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The text of queries/schema.sql, copied by the assembler; the Makefile says that this object
 * depends on it.
 */
#include "queries/schema.h"

__asm__(".pushsection .rodata\n"
	".globl schema_sql\n"
	".hidden schema_sql\n"
	"schema_sql:\n"
	".incbin \"queries/schema.sql\"\n"
	".byte 0\n"
	".popsection\n");
