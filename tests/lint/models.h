/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What static analyzers have to be told, and is true. libsolv's allocators end the program where
 * there is no memory, so that they never return NULL; its own headers do not say so, and each
 * analyzer then finds dozens of null pointers. What reports a failure returns -1: else they go on
 * from a failed call as if it had gone well. `make lint` puts this in front of every file; nothing
 * else includes it.
 */
#ifndef LINCHPIN_TESTS_LINT_MODELS_H
#define LINCHPIN_TESTS_LINT_MODELS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

void solv_oom(size_t, size_t) __attribute__((noreturn));
void *solv_malloc(size_t) __attribute__((returns_nonnull));
void *solv_malloc2(size_t, size_t) __attribute__((returns_nonnull));
void *solv_calloc(size_t, size_t) __attribute__((returns_nonnull));
void *solv_realloc(void *, size_t) __attribute__((returns_nonnull));
void *solv_realloc2(void *, size_t, size_t) __attribute__((returns_nonnull));
void *solv_extend_realloc(void *, size_t, size_t, size_t) __attribute__((returns_nonnull));
char *solv_dupjoin(const char *, const char *, const char *) __attribute__((returns_nonnull));
char *solv_dupappend(const char *, const char *, const char *) __attribute__((returns_nonnull));

#ifndef LINT_DEFINES_FAILURES /* the files that these functions are in */
#include "importers/diag.h"
#include "importers/limits.h"
#define diag_fail(...) (diag_fail(__VA_ARGS__), -1)
#define limit_fail(...) (limit_fail(__VA_ARGS__), -1)
#define limit_fail_at(...) (limit_fail_at(__VA_ARGS__), -1)
#endif

#ifdef __cplusplus
}
#endif

#endif
