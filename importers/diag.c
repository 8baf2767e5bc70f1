/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages and counted warnings; see diag.h.
 */
#include "importers/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

enum { MESSAGE_MAX = 2000 }; /* bytes of one message; what quotes the archive may be endless */

static const char *const warning_names[WARNINGS] = {
	[WARN_NONE] = "none",
	[WARN_BAD_DEPENDENCY] = "bad-dependency",
	[WARN_BAD_STANZA] = "bad-stanza",
	[WARN_BAD_LINE] = "bad-line",
	[WARN_OLDER_VERSION] = "older-version",
	[WARN_UNVERIFIED] = "unverified",
	[WARN_EXPIRED] = "expired",
	[WARN_ROLLED_BACK] = "rolled-back",
	[WARN_MISSING_INPUT] = "missing-input",
	[WARN_NO_SOURCE] = "no-source",
	[WARN_UNMET_NEED] = "unmet-need",
	[WARN_UNKNOWN_FILES] = "unknown-files",
	[WARN_MODULES] = "modules",
	[WARN_SYSTEM_NEED] = "system-need",
	[WARN_NOT_INSPECTED] = "not-inspected",
	[WARN_BAD_INSPECTION] = "bad-inspection",
	[WARN_UNCONFINED] = "unconfined",
	[WARN_BAD_OBJECT] = "bad-object",
};

static char *one_line(const char *format, va_list args)
{
	char buffer[MESSAGE_MAX];

	vsnprintf(buffer, sizeof(buffer), format, args);
	for (char *c = buffer; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			*c = *c == '\n' || *c == '\t' ? ' ' : '?';
	return solv_strdup(buffer);
}

void diag_init(struct diag *diag)
{
	memset(diag, 0, sizeof(*diag));
}

void diag_clear(struct diag *diag)
{
	free(diag->message);
	for (int kind = 0; kind < WARNINGS; kind++)
		free(diag->example[kind]);
	diag_init(diag);
}

int diag_fail(struct diag *diag, const char *format, ...)
{
	va_list args;

	if (diag->message)
		return -1;
	va_start(args, format);
	diag->message = one_line(format, args);
	va_end(args);
	return -1;
}

void diag_warn(struct diag *diag, enum warning kind, const char *format, ...)
{
	va_list args;

	if (diag->n_warning[kind]++)
		return;
	va_start(args, format);
	diag->example[kind] = one_line(format, args);
	va_end(args);
}

void diag_warn_again(struct diag *diag, enum warning kind, unsigned n, const char *text)
{
	if (n)
		diag_warn(diag, kind, "%s", text);
	diag->n_warning[kind] += n ? n - 1 : 0;
}

const char *warning_name(enum warning kind)
{
	return kind < WARNINGS ? warning_names[kind] : "unknown";
}

enum warning warning_of_name(const char *name)
{
	for (int kind = WARN_NONE + 1; kind < WARNINGS; kind++)
		if (!strcmp(warning_names[kind], name))
			return kind;
	return WARN_NONE;
}
