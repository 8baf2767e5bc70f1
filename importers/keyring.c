/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keyrings without their armour; see keyring.h. Check sums are not looked at: what is damaged is
 * no key that has signed anything.
 */
#include "importers/keyring.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"

enum { KEYRING_MAX_BYTES = 16 << 20 };

static const char begin[] = "-----BEGIN PGP PUBLIC KEY BLOCK-----", end[] = "-----END PGP";

static int value_of(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* One line of radix 64, from what is left of the line before. */
static void decode_line(const char *line, unsigned *bits, int *n_bit, FILE *out)
{
	for (; *line && *line != '='; line++) {
		int value = value_of(*line);

		if (value < 0)
			continue;
		*bits = *bits << 6 | (unsigned)value;
		*n_bit += 6;
		if (*n_bit >= 8) {
			*n_bit -= 8;
			fputc((int)(*bits >> *n_bit & 255), out);
		}
	}
}

/* All blocks of an armoured file, one after the other: a keyring is the keys in a row. */
static void decode(FILE *in, FILE *out)
{
	enum { OUTSIDE, HEADERS, BODY } state = OUTSIDE;
	unsigned bits = 0;
	int n_bit = 0;
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, in) > 0) {
		line[strcspn(line, "\r\n")] = 0;
		if (!strcmp(line, begin)) {
			state = HEADERS;
			bits = 0;
			n_bit = 0;
		} else if (!strncmp(line, end, strlen(end))) {
			state = OUTSIDE;
		} else if (state == HEADERS && !line[strspn(line, " \t")]) {
			state = BODY;
		} else if (state == BODY && *line != '=') { /* which begins the check sum */
			decode_line(line, &bits, &n_bit, out);
		}
	}
	free(line);
}

static bool is_armoured(FILE *file)
{
	char line[256] = "";
	bool is = false;

	/* the files of distributions may begin with words about the key */
	for (int i = 0; i < 64 && !is && fgets(line, sizeof(line), file); i++)
		is = !strncmp(line, begin, strlen(begin));
	rewind(file);
	return is;
}

static int take_off(struct keyring *k, FILE *in, const char *path, struct diag *diag)
{
	FILE *out;
	long size = 0;
	int copy;

	k->fd = memfd_create("keyring", MFD_CLOEXEC);
	copy = k->fd >= 0 ? dup(k->fd) : -1;
	out = copy >= 0 ? fdopen(copy, "we") : NULL;
	if (!out) {
		if (copy >= 0)
			close(copy);
		return diag_fail(diag, "cannot read the keyring '%s': %s", path, strerror(errno));
	}
	decode(in, out);
	size = ftell(out);
	if (fclose(out) != 0 || size <= 0 || size > KEYRING_MAX_BYTES)
		return diag_fail(diag, "cannot read the keyring '%s': no key in its armour", path);
	return 0;
}

int keyring_open(struct keyring *k, const char *path, struct diag *diag)
{
	FILE *file = fopen(path, "re");
	int ret = 0;

	k->fd = -1;
	if (!file)
		return diag_fail(diag, "cannot read the keyring '%s': %s", path, strerror(errno));
	if (is_armoured(file))
		ret = take_off(k, file, path, diag);
	fclose(file);
	return ret;
}

void keyring_close(struct keyring *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}
