/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linchpin itself as a component of the release, to be judged by its own criteria (--self).
 *
 * What is known of it is what an inspection knows of any program, read from the file that runs: its
 * machine code and languages, the functions that it calls, its hardening. Its needs are the
 * packages of the release that have the libraries it is linked with; of RPM releases their sonames,
 * as a package of it would have them. Nothing needs it, and no task or priority brings it along.
 * The programs that it starts (gpgv, apt's methods) are not among its needs.
 */
#ifndef LINCHPIN_IMPORTERS_SELF_H
#define LINCHPIN_IMPORTERS_SELF_H

struct universe;
struct import_options;
struct diag;

/* With options->self: add the package and the component "linchpin", and the program as an input,
   before universe_finish(). -1: the release has one already, or the program cannot be read. A
   library that no package has is counted (WARN_UNMET_NEED). O(observations). */
int self_join(struct universe *u, const struct import_options *options, struct diag *diag);

#endif
