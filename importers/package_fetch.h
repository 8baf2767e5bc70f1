/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bringing the files of packages into the user's cache: CACHE/packages/6a/6a….deb or .rpm, by the
 * SHA-256 that the index of the archive lists, which is signed as far as its input says.
 *
 *	already there, in the cache or in a mirror or repository on this disk	used as it is
 *	of a fetched release, or of an apt lists directory			downloaded
 *	of a lone index								from --mirror
 *	of packages that are installed						there is none
 *
 * Whatever is given out has the size and the SHA-256 of the index, at that moment. What was
 * interrupted is in CACHE/packages/partial, and gone on from. A file appears at its path whole
 * or not at all; one linchpin fetches at a time, others wait.
 *
 * What an archive says of itself is hostile: names that lead out of it, or to other hosts, are
 * refused, and what is larger than announced is cut off. How much is fetched in all is for the
 * caller to bound: universe_package_file() knows each size.
 */
#ifndef LINCHPIN_IMPORTERS_PACKAGE_FETCH_H
#define LINCHPIN_IMPORTERS_PACKAGE_FETCH_H

#include <solv/pooltypes.h>

struct universe;
struct import_options;
struct package_order;
struct diag;

/* One of the packages is done. path NULL: its file cannot be had, and why says so in one line. Both
   texts live as long as the call. The file may be kept open, not changed. */
typedef void package_fetched_fn(void *closure, Id package, const char *path, const char *why);

/* Number i of an order is done; otherwise as package_fetched_fn. */
typedef void package_brought_fn(void *closure, int i, const char *path, const char *why);

/* Call done() once for each of n packages: first for those whose file is there, in the order given,
   then for the others as they arrive. spec and options are those of the import; what is already
   there needs neither network nor lock. options->offline: nothing is downloaded. -1: the cache or
   the network cannot be used at all, said in diag; the packages that done() was not called for
   are not there. Cost: downloading, and one SHA-256 of each file, 1 GB/s. */
int package_fetch(const struct universe *u, const char *spec, const struct import_options *options,
		  const Id *package, int n, package_fetched_fn *done, void *closure,
		  struct diag *diag);

/* The same for an order. */
int package_bring(const struct package_order *order, const char *spec,
		  const struct import_options *options, package_brought_fn *done, void *closure,
		  struct diag *diag);

#endif
