/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The totals of releases side by side, shared by compare and trend.
 */
#ifndef LINCHPIN_QUERIES_TOTALS_H
#define LINCHPIN_QUERIES_TOTALS_H

struct digest;
struct table;

/* Add the part "totals": a row for each digest. */
void totals_add(struct table *ret, const struct digest *digest, int n);

#endif
