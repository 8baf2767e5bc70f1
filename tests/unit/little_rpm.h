/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An .rpm file made for a test by librpm: one file in its header, a payload of the test's choice,
 * and the digests that rpm checks, but no signature.
 *
 *	static const struct little_rpm ping = {
 *		.name = "ping", .source = "ping-1-1.src.rpm", .provides = "ping",
 *		.file_dir = "/usr/bin/", .file_name = "ping", .mode = 04755,
 *	};
 *	char *rpm = little_rpm_make(&ping, &n);
 */
#ifndef LINCHPIN_TESTS_UNIT_LITTLE_RPM_H
#define LINCHPIN_TESTS_UNIT_LITTLE_RPM_H

#include <stddef.h>

enum { LITTLE_RPM_LEAD = 96 };		/* bytes before the signature */
enum { LITTLE_RPM_NO_ARCHIVE = 29 };	/* bytes of the payload that is none */

struct little_rpm {
	const char *name;	/* NULL: the header names no package */
	const char *source, *provides;
	const char *requires;	/* NULL: nothing */
	const char *file_dir, *file_name;
	unsigned mode;		/* of the file, 0: 0755 */
	const char *user, *group; /* its owners, NULL: not said */
	const char *caps;	/* its capabilities, NULL: none */
	const char *format;	/* of the payload, NULL: not said */
	const void *payload;	/* NULL: a few bytes that are no archive */
	size_t n_payload;
};

/* Its bytes; the caller frees them. */
char *little_rpm_make(const struct little_rpm *r, size_t *ret_n);

/* What librpm has for a database: the header alone, as one blob; the caller frees it. */
char *little_rpm_make_header(const struct little_rpm *r, unsigned *ret_n);

#endif
