/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a process may still do, given up for good: by Landlock (landlock(7): which files), seccomp
 * (seccomp(2): which system calls, through libseccomp) and resource limits. All of it works without
 * privileges, and none of it can be taken back, also not by root.
 *
 * linchpin reads what strangers publish in processes of these kinds:
 *
 *	reader	everything from importing to writing the answer. It may read the files it was
 *		given and the system's own below /usr and a few in /etc; nothing can be opened for
 *		writing, created, renamed or removed. It has no sockets, and can make none; it can
 *		start no program and no process, map no memory as code, signal no other process,
 *		trace none. It asks the keeper (keeper.h) for what is beyond that.
 *	checker	a program that checks a signature (gpgv): no network, nothing written.
 *	fetcher	brings files over the network; it writes in the cache only (fetcher.h).
 *
 * The system calls left to a reader are the table in containment.c: any other fails with EPERM, and
 * one that only an attacker would want (a socket, another program, tracing, mounting, …) ends the
 * process on the spot, by SIGSYS.
 *
 * A kernel may lack either. Without Landlock, a reader can read all that the user can, and still
 * write nothing, because seccomp looks at the flags of open(2). Without seccomp, Landlock still
 * keeps it from files, and from TCP since Linux 6.7; then a reader is only let go on if the user
 * said --unconfined. What holds is told by containment_find(), and `linchpin stats` shows it.
 *
 * Builds for `make coverage` and with AddressSanitizer do not contain: the one writes what it
 * counted where it was built, the other looks for leaks from a process that traces this one.
 */
#ifndef LINCHPIN_IMPORTERS_CONTAINMENT_H
#define LINCHPIN_IMPORTERS_CONTAINMENT_H

#include <stdbool.h>
#include <stdint.h>

struct diag;

/* What this kernel offers an unprivileged process. */
struct containment {
	int landlock;		/* version of its interface; 0: there is none, or it is off */
	bool seccomp;
};

enum containment_kind {
	CONTAINMENT_NONE,
	CONTAINMENT_READER,
	CONTAINMENT_CHECKER,
	CONTAINMENT_FETCHER,
};

/* Paths are borrowed; those that do not exist are passed over. */
struct containment_rights {
	enum containment_kind kind;
	const char *const *read;	/* a reader's files and directories, besides the system's */
	int n_read;
	const char *const *write;	/* a fetcher's directories */
	int n_write;
	int64_t memory;			/* bytes of address space; 0: as much as there is. The
					   CPU is bounded for all, by LIMIT_CPU_SECONDS */
};

/* Look what there is. Nothing changes. */
void containment_find(struct containment *ret);

/* Has this process given up its rights? */
bool containment_is_entered(void);

/* From here on this process, which must have one thread, may do no more than that. -1: said in
   diag, and the process must end, for it may be contained in part. What the kernel lacks is no
   error. */
int containment_enter(const struct containment_rights *rights, struct diag *diag);

/* How many system calls a reader has; in *ret_name, if not NULL, their names: an array that lives
   forever. */
int containment_system_calls(const char *const **ret_name);

#endif
