/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the header of one .rpm file says that its payload does not: what it is called, where the
 * payload begins, and which files have privileges (owners and capabilities are not in cpio). librpm
 * checks the header's digests; a signature by an unknown key is no matter here.
 */
#ifndef LINCHPIN_IMPORTERS_RPM_PAYLOAD_H
#define LINCHPIN_IMPORTERS_RPM_PAYLOAD_H

#include <stdint.h>

struct diag;
struct package_info;

/* Fill *ret, and say where in the file the payload begins. -1: not an RPM, or damaged; *ret may be
   half filled, its owner frees it. */
int rpm_payload_read(struct package_info *ret, const char *path, int64_t *ret_offset,
		     struct diag *diag);

#endif
