/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of the functions that a program imports say something about what it does at a boundary?
 *
 * An ELF file of bookworm imports 90 functions on average, of which memcpy() tells nothing. Kept
 * are those of the network (sockets, names, addresses), of TLS, DNS, HTTP and other protocol
 * libraries, of remote procedure calls, and those that change who a process is or what it may do.
 * What each of them speaks for is not decided here but by rules (analyzer/rules/).
 *
 * A name is a name of the table or begins with one that ends in '*'. Names of C++ are looked at as
 * the linker knows them ("_ZN10QTcpServer6listen…").
 *
 * To add one: a row in call_names.c, at its place in the order of bytes.
 */
#ifndef LINCHPIN_IMPORTERS_CALL_NAMES_H
#define LINCHPIN_IMPORTERS_CALL_NAMES_H

struct diag;

/* What a kept import is called in observations: its own name, or that of its family where variants
   say the same ("accept4" and "PR_Accept" are "accept", "__res_nsearch" is "res_query",
   "_ZN10QTcpServer…" is "Qt-server"). The import is a symbol without its version ("accept", not
   "accept@GLIBC_2.2.5"). NULL: it is not kept. Lives forever. O(log rows). */
const char *call_name(const char *import);

/* 0: the table is in order; -1: the first row that is not is in diag. */
int call_names_check(struct diag *diag);

#endif
