/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A process that fetches: it has the network, and can write in the cache and in a directory for
 * temporary files of its own, which goes when it ends, but nowhere else (containment.h). It parses
 * nothing but what libapt-pkg and librepo must to fetch: Releases, metalinks, repomd.xml.
 */
#ifndef LINCHPIN_IMPORTERS_FETCHER_H
#define LINCHPIN_IMPORTERS_FETCHER_H

#include "importers/keeper.h"

struct import_options;

/* As keeper_delegate(), to a fetcher with the cache of the options, which is made. */
int fetcher_run(const struct import_options *options, const char *subject, keeper_body_fn *body,
		void *closure, keeper_part_fn *part, void *part_closure, struct diag *diag);

#endif
