/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct reading: a snapshot while it becomes a universe. Shared by snapshot.c, which reads the
 * file, the release and the needs, and snapshot_attributes.c, which reads the rest; nobody else
 * includes it.
 */
#ifndef LINCHPIN_IMPORTERS_SNAPSHOT_READING_H
#define LINCHPIN_IMPORTERS_SNAPSHOT_READING_H

#include <stdbool.h>
#include <solv/pool.h>
#include <solv/queue.h>
#include <solv/repodata.h>

#include "importers/snapshot_format.h"

struct diag;
struct import_options;
struct universe;

enum { SNAPSHOT_COUNT_MAX = 1000 * 1000 * 1000 };

struct reading {
	struct universe *u;
	const char *path;
	const struct import_options *options;
	struct diag *diag;
	struct snapshot_keys key;
	Repodata *data;
	const struct meaning *meaning; /* of data->keys, by index */
	Id first;		       /* solvable */
	int n_package, n_input;	       /* as the snapshot says; all of its inputs */
	int *input;		       /* its input -> index into release.input, -1: unwanted */
	const char *wrong;	       /* what contradicts itself */
	Queue scratch;
};

/* Fail with "cannot read snapshot 'FILE': why". */
int snapshot_refuse(const struct reading *r, const char *why);

/* A string of the pool, and not a relation or nothing. */
static inline bool snapshot_is_string(const Pool *pool, Id id)
{
	return id > 0 && id < pool->ss.nstrings;
}

/* Put a solvable's needs into the archive's order again: in place, as the same ones lie there
   sorted. False: its order is not one of them. */
bool snapshot_restore_order(struct reading *r, Id package);

/* Read observations, sources, and where packages' files are. */
int snapshot_read_attributes(struct reading *r);

#endif
