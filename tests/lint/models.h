/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What static analyzers have to be told of libsolv, and is true: its allocators end the program
 * where there is no memory, so that they never return NULL. Its own headers do not say so, and each
 * analyzer then finds dozens of null pointers. `make lint` puts this in front of every file;
 * nothing else includes it.
 */
#ifndef LINCHPIN_TESTS_LINT_MODELS_H
#define LINCHPIN_TESTS_LINT_MODELS_H

#include <stddef.h>

void solv_oom(size_t, size_t) __attribute__((noreturn));
void *solv_malloc(size_t) __attribute__((returns_nonnull));
void *solv_malloc2(size_t, size_t) __attribute__((returns_nonnull));
void *solv_calloc(size_t, size_t) __attribute__((returns_nonnull));
void *solv_realloc(void *, size_t) __attribute__((returns_nonnull));
void *solv_realloc2(void *, size_t, size_t) __attribute__((returns_nonnull));
void *solv_extend_realloc(void *, size_t, size_t, size_t) __attribute__((returns_nonnull));
char *solv_dupjoin(const char *, const char *, const char *) __attribute__((returns_nonnull));
char *solv_dupappend(const char *, const char *, const char *) __attribute__((returns_nonnull));

#endif
