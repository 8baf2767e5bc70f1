/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where fetched releases lie: $XDG_CACHE_HOME/linchpin or ~/.cache/linchpin, or where the caller
 * says.
 */
#ifndef LINCHPIN_IMPORTERS_CACHE_H
#define LINCHPIN_IMPORTERS_CACHE_H

struct import_options;
struct diag;

/* The cache directory, which need not exist; the caller frees it. NULL: said in diag. */
char *cache_dir(const struct import_options *options, struct diag *diag);

/* The directories that the cache consists of: itself, and where links in it lead, for a part may
   have been moved to another disk. Returns how many; the caller frees each, and the list. */
int cache_directories(const char *cache, char ***ret_dir);

/* A directory and those above it. -1: said in diag. */
int cache_make_dirs(const char *dir, struct diag *diag);

/* Let directory `to` hold the files that `from` (NULL: none) holds, as further names of the same,
   and no others; directories in it stay. What cannot be linked is left out: who fetches finds it
   missing. */
void cache_link_files(const char *from, const char *to);

/* Take DIR/lock, waiting for who has it; close() lets go. -1: said in diag. */
int cache_lock(const char *dir, struct diag *diag);

#endif
