/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the index of an RPM repository, or the header of an RPM, says of a package besides its
 * needs:
 *
 *	OBS_SUMMARY	Summary
 *	OBS_SECTION	Group, unless "Unspecified" (Fedora has not filed packages for years)
 *	OBS_SONAME	provides like libssl.so.3()(64bit): "libssl.so.3"
 *
 * rpm notes a provide for every shared object it packs, plug-ins included. Those with a version
 * after ".so." are libraries wherever they lie. Those without ("libfoo-plugin.so") are if they lie
 * where the linker looks, which only file lists tell (rpmmd_filelists.h, rpm_is_library()).
 */
#ifndef LINCHPIN_IMPORTERS_RPM_OBSERVE_H
#define LINCHPIN_IMPORTERS_RPM_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <solv/queue.h>
#include <solv/pool.h>

struct universe;

/* All packages of u->repo. Before universe_finish(). O(provides). */
void rpm_observe(struct universe *u);

/* The sonames that a package provides and that have no version, as string Ids. */
void rpm_unversioned_sonames(Pool *pool, Id package, Queue *ret_soname);

/* Length of the soname that a provide is for: 11 for "libssl.so.3()(64bit)". 0: it is for something
   else, as symbol versions ("libssl.so.3(OPENSSL_3.0.0)(64bit)") are. */
size_t rpm_soname_length(const char *provide);

/* Is a path (without leading '/') directly in a directory where the linker looks? */
bool rpm_is_library(const char *path, const char *end);

#endif
