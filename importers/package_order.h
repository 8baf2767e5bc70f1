/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct package_order: files of packages that are to be brought (package_fetch.h), apart from the
 * universe they were chosen from, so that a reader can order what it may not fetch itself
 * (importers/keeper.h). All that stands in it is an archive's word, and hostile.
 */
#ifndef LINCHPIN_IMPORTERS_PACKAGE_ORDER_H
#define LINCHPIN_IMPORTERS_PACKAGE_ORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <solv/pooltypes.h>

struct message;
struct universe;

/* What an index is called, which leads to its archive. As struct input's, owned. */
struct package_source {
	char *base;		/* NULL: unknown */
	char *list;		/* its file */
};

struct package_wanted {
	char *title;		/* the package's name, for people */
	char *name;		/* of the file, relative to the archive; NULL: no index says */
	int64_t size;		/* bytes; -1: unknown */
	char sha256[65];	/* lower-case hexadecimal; "": unknown */
	int source;		/* which; -1: as name */
};

struct package_order {
	bool is_rpm;
	struct package_source *source;
	int n_source;
	struct package_wanted *wanted;
	int n_wanted;
};

/* The files of n packages, in their order. */
void package_order_init(struct package_order *o, const struct universe *u, const Id *package,
			int n);
void package_order_clear(struct package_order *o);

void package_order_put(const struct package_order *o, struct message *m);

/* -1: the message makes no sense; *ret is empty. */
int package_order_take(struct package_order *ret, struct message *m);

#endif
