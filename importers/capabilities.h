/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * File capabilities (capabilities(7)) as text: from the attribute security.capability, which tar
 * may carry, and from the words of a maintainer script that calls setcap, which is how Debian
 * packages do it.
 */
#ifndef LINCHPIN_IMPORTERS_CAPABILITIES_H
#define LINCHPIN_IMPORTERS_CAPABILITIES_H

#include <stdbool.h>
#include <stddef.h>

enum { CAPABILITIES_BYTES = 1024 };

/* The attribute's value (struct vfs_cap_data) as "cap_net_raw,cap_net_admin=ep". false: not one. */
bool capabilities_text(const void *value, size_t n, char ret[CAPABILITIES_BYTES]);

/* Called with the path, without leading "/", and the capabilities of each setcap in a script. A
   path that is a variable is looked up in the script's own assignments: the first absolute path on
   such a line; where there is none, the call is left out. */
typedef void capabilities_function(void *closure, const char *path, const char *capabilities);
void capabilities_find(const char *script, capabilities_function *call, void *closure);

#endif
