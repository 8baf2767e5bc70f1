/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What gpgv says, taken for a verdict; see signer.h.
 */
#include "importers/signer.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/signature.h"

enum { REASON_BAD_KEY = 6 }; /* of ERRSIG: GPG_ERR_BAD_PUBKEY */

/* gpgv's words for a good signature that counts for nothing. To add one: a row. */
static const struct {
	const char *word;
	const char *what, *why; /* before and after the key */
} bad_keys[] = {
	{ "EXPKEYSIG", "it is signed by key", "which has expired" },
	{ "REVKEYSIG", "it is signed by key", "which is revoked" },
	{ "EXPSIG", "it is signed by key", "but only for a time that is over" },
};

enum { BAD_KEYS = sizeof(bad_keys) / sizeof(bad_keys[0]) };

/* Words of status lines, counted from "[GNUPG:]". A VALIDSIG has fingerprint, dates of the day and
   the second, of expiry, version, reserved, key's algorithm, digest (RFC 4880, 9.4); an ERRSIG has
   key, its algorithm, digest, class, date, reason. */
enum { VALIDSIG_DIGEST = 9, ERRSIG_REASON = 7 };

/* The number that a word of a line is; -1: it is none. */
static long number_of(const char *line, int word)
{
	char *end;
	long number;

	for (int i = 0; i < word; i++) {
		line += strcspn(line, " ");
		line += strspn(line, " ");
	}
	number = strtol(line, &end, 10);
	return end == line || (*end && *end != ' ') || number < 0 ? -1 : number;
}

/* The digest of a VALIDSIG line if it can be forged; NULL: it cannot. gpgv lets SHA-1 pass. */
static const char *weak_digest(const char *line)
{
	static const char *const weak[] = { NULL, "MD5", "SHA-1", "RIPEMD-160" };
	static const int sound[] = { 8, 9, 10, 11, 12, 14 }; /* SHA-2, SHA-3 (RFC 9580, 9.5) */
	long digest = number_of(line, VALIDSIG_DIGEST);

	for (size_t i = 0; i < sizeof(sound) / sizeof(sound[0]); i++)
		if (digest == sound[i])
			return NULL;
	return digest > 0 && digest < 4 ? weak[digest] : "an unknown digest";
}

int signer_judge(struct signer *s, char *status, const char *path, const char *keyring,
		 struct diag *diag)
{
	char *save = NULL, missing[41] = "", why_not[160] = "";
	char *name = NULL;
	bool good = false;

	memset(s, 0, sizeof(*s));
	for (char *line = strtok_r(status, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char word[32] = "", key[64] = "";
		int rest = 0;

		if (sscanf(line, "[GNUPG:] %31s %63s %n", word, key, &rest) < 1)
			continue;
		if (!strcmp(word, "BADSIG")) {
			signer_clear(s);
			return diag_fail(diag, "cannot trust '%s': its signature by key %s is bad",
					 path, key);
		}
		if (!strcmp(word, "NEWSIG")) {
			good = false;
		} else if (!strcmp(word, "GOODSIG")) {
			good = true;
			name = rest ? line + rest : NULL;
		} else if (!strcmp(word, "VALIDSIG") && good && !s->key) {
			const char *weak = weak_digest(line);

			if (weak) {
				snprintf(why_not, sizeof(why_not),
					 "its signature by key %s rests on %s, which can be forged",
					 key, weak);
				continue;
			}
			s->key = solv_strdup(key);
			s->name = name && *name ? solv_strdup(name) : NULL;
		}
		for (int i = 0; i < BAD_KEYS; i++) {
			if (strcmp(word, bad_keys[i].word) != 0)
				continue;
			good = false;
			snprintf(why_not, sizeof(why_not), "%s %s, %s", bad_keys[i].what, key,
				 bad_keys[i].why);
		}
		/* the commonest: the key is from the future */
		if (!strcmp(word, "ERRSIG") && number_of(line, ERRSIG_REASON) == REASON_BAD_KEY)
			snprintf(why_not, sizeof(why_not),
				 "gpgv cannot use key %s; is this machine's clock right?", key);
		if (!strcmp(word, "NO_PUBKEY"))
			snprintf(missing, sizeof(missing), "%.40s", key);
	}
	if (s->key)
		return 0;
	if (*why_not)
		return diag_fail(diag, "cannot trust '%s': %s", path, why_not);
	if (*missing)
		return diag_fail(diag, "cannot trust '%s': signed by key %s, which is not in '%s'",
				 path, missing, keyring);
	return diag_fail(diag, "cannot trust '%s': it has no signature", path);
}

int signer_of(struct signer *s, const char *path, const char *signature, const char *keyring,
	      struct diag *diag)
{
	char *status = NULL;
	int content, ret = -1;

	memset(s, 0, sizeof(*s));
	if (access(signature, R_OK) != 0)
		return diag_fail(diag, "cannot trust '%s': it has no signature '%s'", path,
				 signature);
	if (!signature_check(path, signature, keyring, &status, &content, diag))
		ret = signer_judge(s, status, path, keyring, diag);
	free(status);
	return ret;
}

void signer_clear(struct signer *s)
{
	s->key = solv_free(s->key);
	s->name = solv_free(s->name);
}
