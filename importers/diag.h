/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct diag: why something failed, in one line, and how often something was odd.
 *
 * Who can fail takes a `struct diag *` as its last argument, returns 0 or -1 and says why with
 * diag_fail(); callers pass the -1 up and add no echo: the first message wins. What is odd but not
 * fatal is counted by kind with diag_warn(); the counts appear in the provenance of every answer,
 * so that a warning cannot merely scroll by. The first text of each kind is kept as an example.
 *
 * Nothing here prints: queries/main.c does. Messages have control characters replaced, because
 * they quote the archive and end on a terminal.
 */
#ifndef LINCHPIN_IMPORTERS_DIAG_H
#define LINCHPIN_IMPORTERS_DIAG_H

enum warning {
	WARN_NONE,
	WARN_BAD_DEPENDENCY,	/* a relation that cannot be parsed; it is left out */
	WARN_BAD_STANZA,	/* a stanza without name, version or architecture; left out */
	WARN_BAD_LINE,		/* a line of a file list without its package column; left out */
	WARN_OLDER_VERSION,	/* a package that another input has in a newer version; left out */
	WARN_UNVERIFIED,	/* an input that no signed Release vouches for */
	WARN_EXPIRED,		/* a Release past its Valid-Until, accepted on request */
	WARN_ROLLED_BACK,	/* metadata older than what was here before, accepted on request */
	WARN_MISSING_INPUT,	/* an input the answer would be better with */
	WARN_NO_SOURCE,		/* a component without a source stanza */
	WARN_UNMET_NEED,	/* a need that no package of the release satisfies */
	WARN_UNKNOWN_FILES,	/* a file list entry of a package that is not in the release */
	WARN_MODULES,		/* a repository with module streams: several variants of packages */
	WARN_SYSTEM_NEED,	/* a need that only the package manager itself meets; left out */
	WARN_NOT_INSPECTED,	/* a package that cannot be had or read; the answer goes on */
	WARN_BAD_INSPECTION,	/* a kept result of an inspection that cannot be read; left out */
	WARN_UNCONFINED,	/* what was read was read with more rights than needed */
	WARN_BAD_OBJECT,	/* an ELF file that is damaged or too large; kept without content */
	WARNINGS
};

struct diag {
	char *message;			/* the first failure; NULL: none. Owned by the diag */
	unsigned n_warning[WARNINGS];	/* how many of each kind */
	char *example[WARNINGS];	/* the first text of each kind, NULL: none. Owned */
};

void diag_init(struct diag *diag);
void diag_clear(struct diag *diag);

/* Keep the message unless there is one already. Returns -1, so that one can `return diag_fail(…)`.
   */
int diag_fail(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Count a warning; its text is kept if it is the first of its kind. */
void diag_warn(struct diag *diag, enum warning kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Count n warnings that were counted before, with the first one's text. */
void diag_warn_again(struct diag *diag, enum warning kind, unsigned n, const char *text);

/* The kind as users see it, e.g. "bad-dependency". Lives forever. */
const char *warning_name(enum warning kind);

/* The kind of that name, WARN_NONE: no such word. */
enum warning warning_of_name(const char *name);

#endif
