/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct lines: a large text file, plain or compressed, as blocks of whole lines.
 *
 *	struct lines *lines = lines_open(path, diag);
 *	while ((got = lines_block(lines, &begin, &end, diag)) > 0)
 *		for (line = begin; line < end; line = next) …	every line ends with '\n'
 *	lines_free(lines);
 *
 * gzip, which is what archives publish their file lists in, is inflated by ISA-L (three to five
 * times as fast as zlib); xz by liblzma (unpacker.h), everything else by libarchive. What is
 * compressed is told by content, not by name. Input that is cut short, damaged, has trailing
 * garbage or a NUL in it, or whose text does not end with a newline is an error, never a shorter
 * answer; so is more text than LIMIT_LIST_BYTES, more than LIMIT_LIST_RATIO times the file's size,
 * or a line of more than LIMIT_LINE_BYTES (limits.h). The next block is inflated by a second thread
 * while the caller reads the present one.
 *
 * Cost: bookworm's three file lists (131 MB, 1.48 GB of text): 1.2 s of CPU; memory: two blocks.
 */
#ifndef LINCHPIN_IMPORTERS_LINES_H
#define LINCHPIN_IMPORTERS_LINES_H

struct diag;
struct lines;

/* NULL with the reason in diag. The caller frees it with lines_free(). */
struct lines *lines_open(const char *path, struct diag *diag);

/* The next block: 1 there is one, 0 the end, -1 failed. The text is valid, and may be changed,
   until the next call. */
int lines_block(struct lines *lines, char **ret_begin, char **ret_end, struct diag *diag);

void lines_free(struct lines *lines);

#endif
