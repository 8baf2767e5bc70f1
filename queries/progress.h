/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line on standard error that says how far a download is; only for terminals.
 */
#ifndef LINCHPIN_QUERIES_PROGRESS_H
#define LINCHPIN_QUERIES_PROGRESS_H

/* Show or update the line: bytes done, bytes in total (0: not known yet), bytes per second. The
   shape of import_options.progress; closure is not used. */
void progress_show(void *closure, const char *what, double done, double total, double rate);

/* Take the line away, if there is one, before anything else is printed. */
void progress_clear(void);

#endif
