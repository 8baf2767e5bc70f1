/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line on standard error that says how far long work is; only for terminals.
 */
#ifndef LINCHPIN_QUERIES_PROGRESS_H
#define LINCHPIN_QUERIES_PROGRESS_H

/* Show or update the line: bytes done, bytes in total (0: not known yet), bytes per second. The
   shape of import_options.progress; closure is not used. */
void progress_show(void *closure, const char *what, double done, double total, double rate);

/* The same for things that are counted: `done` of `total` took so many seconds. */
void progress_count(const char *what, int done, int total, double seconds);

/* The same for what takes seconds, and nothing can be counted of: "reading the release …". */
void progress_say(const char *what);

/* Take the line away, if there is one, before anything else is printed. */
void progress_clear(void);

#endif
