/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any text as what gpgv says of a file: there is a signer, or a message and none. A slower reader
 * of the same lines must find reasons for a signer: a good signature, a valid one by that key, no
 * bad one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/diag.h"
#include "importers/signer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Does a line of the text say this? */
static bool says(const char *text, const char *word, const char *key)
{
	bool found = false;

	while (*text && !found) {
		size_t len = strcspn(text, "\n");
		char *line = strndup(text, len), had[64] = "", had_key[64] = "";

		if (!line)
			abort();
		found = sscanf(line, "[GNUPG:] %63s %63s", had, had_key) >= 1 &&
			!strcmp(had, word) && (!key || !strcmp(had_key, key));
		free(line);
		text += len + (text[len] == '\n');
	}
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *status = strndup((const char *)data, size), *text = strdup(status);
	struct signer s;
	struct diag diag;

	if (!status || !text)
		abort();
	diag_init(&diag);
	if (signer_judge(&s, status, "InRelease", "keys.gpg", &diag)) {
		if (!diag.message || s.key || s.name)
			__builtin_trap();
	} else if (diag.message || !s.key || says(text, "BADSIG", NULL) ||
		   !says(text, "GOODSIG", NULL) || !says(text, "VALIDSIG", s.key)) {
		__builtin_trap();
	}
	signer_clear(&s);
	diag_clear(&diag);
	free(status);
	free(text);
	return 0;
}
