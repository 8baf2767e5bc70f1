/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What `go version -m` prints of an ELF program: the toolchain and the modules inside, from the
 * section .go.buildinfo, in both its forms: since Go 1.18 the texts themselves, before pointers to
 * them (debug/buildinfo in Go's library is the reference).
 *
 * Debian builds without modules: there only the main package is named.
 */
#ifndef LINCHPIN_IMPORTERS_GO_BUILD_H
#define LINCHPIN_IMPORTERS_GO_BUILD_H

#include <stddef.h>

struct elf_image;

/* Called with "Go 1.19.8", then with "go:golang.org/x/crypto@v0.1.0" for each module and
   "go:github.com/docker/cli/cmd/docker" for the main package. Not terminated; valid while
   called. */
typedef void go_build_function(void *closure, const char *text, size_t n);

/* Nothing is said where there is no such section, or it is damaged. */
void go_build_read(const struct elf_image *image, go_build_function *call, void *closure);

#endif
