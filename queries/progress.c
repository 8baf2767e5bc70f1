/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The progress line; see progress.h.
 */
#include "queries/progress.h"

#include <stdbool.h>
#include <stdio.h>

static bool shown;

void progress_show(void *closure, const char *what, double done, double total, double rate)
{
	(void)closure;
	if (total > done && rate > 0)
		fprintf(stderr, "\r%-24.24s %6.1f of %.1f MB  %6.1f MB/s  %4.0f s left\033[K", what,
			done / 1e6, total / 1e6, rate / 1e6, (total - done) / rate);
	else
		fprintf(stderr, "\r%-24.24s %6.1f MB, checking\033[K", what, done / 1e6);
	shown = true;
}

void progress_count(const char *what, int done, int total, double seconds)
{
	if (done > 0 && done < total)
		fprintf(stderr, "\r%-24.24s %6d of %d  %9.1f /s  %7.0f s left\033[K", what, done,
			total, done / (seconds > 0 ? seconds : 1e-3),
			seconds / done * (total - done));
	else
		fprintf(stderr, "\r%-24.24s %6d of %d\033[K", what, done, total);
	shown = true;
}

void progress_say(const char *what)
{
	fprintf(stderr, "\r%s …\033[K", what);
	shown = true;
}

void progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}
