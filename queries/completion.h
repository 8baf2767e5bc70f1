/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completion for bash and zsh: scripts made from the tables of verbs and options. Names of
 * components and packages are asked from linchpin itself when they are needed (search --in name
 * --offline, half a second), so that they are those of the release on the command line and no file
 * has to be kept in step.
 */
#ifndef LINCHPIN_QUERIES_COMPLETION_H
#define LINCHPIN_QUERIES_COMPLETION_H

#include <stdio.h>

/* For bash, with the functions of bash-completion. */
void completion_bash(FILE *f);

/* For zsh, as _linchpin in a directory of fpath. */
void completion_zsh(FILE *f);

#endif
