/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a file not there? One that cannot be looked at is not absent: an answer without it would be
 * wrong instead of missing, and opening it says why it cannot be had.
 */
#ifndef LINCHPIN_IMPORTERS_ABSENT_H
#define LINCHPIN_IMPORTERS_ABSENT_H

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

static inline bool is_absent(const char *path)
{
	return access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

#endif
