/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The C run time: the components that serve the function "libc", and what these load. A program in
 * Rust loads them as one in C does; where unsafe code is counted that a replacement removes or
 * keeps, they are what remains in any case.
 */
#ifndef LINCHPIN_ANALYZER_RUNTIME_H
#define LINCHPIN_ANALYZER_RUNTIME_H

struct evidence_list;
struct function_table;
struct links;

/* [component] 1: of the C run time. The caller frees it (solv_free). O(components + links). */
unsigned char *runtime_components(const struct function_table *t,
				  const struct evidence_list *evidence, const struct links *links);

#endif
