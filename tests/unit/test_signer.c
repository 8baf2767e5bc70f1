/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What gpgv says and who is trusted then. That gpgv says it is in tests/test-trust.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/diag.h"
#include "importers/signer.h"
#include "tests/test.h"

#define NEW "[GNUPG:] NEWSIG\n"
#define GOOD "[GNUPG:] GOODSIG 6ED0E7B82643E131 A Key <a@example.org>\n"
#define VALID_BY(digest) \
	"[GNUPG:] VALIDSIG 4CB50190207B4758 2026-07-11 1783765031 0 4 0 1 " digest " 01 B8B8\n"

static const struct {
	const char *label, *status;
	const char *key, *name; /* NULL: nobody */
	const char *why;	/* part of the message */
} verdicts[] = {
	{ "good", NEW GOOD VALID_BY("8"), "4CB50190207B4758", "A Key <a@example.org>", NULL },
	{ "SHA-3", NEW GOOD VALID_BY("14"), "4CB50190207B4758", "A Key <a@example.org>", NULL },
	{ "nothing", "", NULL, NULL, "it has no signature" },
	{ "other words", "gpgv: Good signature\n[GNUPG:] PROGRESS\n", NULL, NULL,
	  "it has no signature" },
	{ "good, but never valid", NEW GOOD, NULL, NULL, "it has no signature" },
	{ "valid, but never good", NEW VALID_BY("8"), NULL, NULL, "it has no signature" },
	{ "the good one is another", NEW GOOD NEW VALID_BY("8"), NULL, NULL,
	  "it has no signature" },
	{ "MD5", NEW GOOD VALID_BY("1"), NULL, NULL, "rests on MD5, which can be forged" },
	{ "SHA-1", NEW GOOD VALID_BY("2"), NULL, NULL, "rests on SHA-1, which can be forged" },
	{ "no digest's number", NEW GOOD VALID_BY("0"), NULL, NULL, "an unknown digest" },
	{ "a negative one", NEW GOOD VALID_BY("-8"), NULL, NULL, "an unknown digest" },
	{ "one to come", NEW GOOD VALID_BY("99"), NULL, NULL, "an unknown digest" },
	{ "no digest at all", NEW GOOD "[GNUPG:] VALIDSIG 4CB50190207B4758\n", NULL, NULL,
	  "an unknown digest" },
	{ "weak beside good", NEW GOOD VALID_BY("2") NEW GOOD VALID_BY("10"), "4CB50190207B4758",
	  "A Key <a@example.org>", NULL },
	{ "bad", NEW "[GNUPG:] BADSIG 6ED0E7B82643E131 A Key\n", NULL, NULL,
	  "its signature by key 6ED0E7B82643E131 is bad" },
	{ "bad after good", NEW GOOD VALID_BY("8") NEW "[GNUPG:] BADSIG 0123 B\n", NULL, NULL,
	  "its signature by key 0123 is bad" },
	{ "expired key, though valid", NEW "[GNUPG:] EXPKEYSIG 0123 B\n" VALID_BY("8"), NULL, NULL,
	  "it is signed by key 0123, which has expired" },
	{ "expired after good", NEW GOOD "[GNUPG:] EXPKEYSIG 0123 B\n" VALID_BY("8"), NULL, NULL,
	  "which has expired" },
	{ "revoked key", NEW "[GNUPG:] REVKEYSIG 0123 B\n" VALID_BY("8"), NULL, NULL,
	  "which is revoked" },
	{ "expired signature", NEW "[GNUPG:] EXPSIG 0123 B\n" VALID_BY("8"), NULL, NULL,
	  "but only for a time that is over" },
	{ "unknown key",
	  NEW "[GNUPG:] ERRSIG 0123 1 8 01 1783765031 9 -\n[GNUPG:] NO_PUBKEY 0123\n", NULL, NULL,
	  "signed by key 0123, which is not in 'keys'" },
	{ "unknown beside good", NEW "[GNUPG:] NO_PUBKEY 0123\n" NEW GOOD VALID_BY("8"),
	  "4CB50190207B4758", "A Key <a@example.org>", NULL },
	{ "key of tomorrow", NEW "[GNUPG:] ERRSIG 0123 1 8 01 1783765031 6 -\n", NULL, NULL,
	  "is this machine's clock right?" },
	{ "a key without a name", NEW "[GNUPG:] GOODSIG 0123\n" VALID_BY("8"), "4CB50190207B4758",
	  NULL, NULL },
};

static const char *or_none(const char *text)
{
	return text ? text : "(none)";
}

TEST(verdicts)
{
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		char *status = strdup(verdicts[i].status);
		struct signer s;
		struct diag diag;
		int ret;

		diag_init(&diag);
		ret = signer_judge(&s, status, "InRelease", "keys", &diag);
		if (!ret != !!verdicts[i].key)
			test_fail(__FILE__, __LINE__, "%s: %s", verdicts[i].label,
				  or_none(diag.message));
		CHECK_STR(or_none(s.key), or_none(verdicts[i].key));
		CHECK_STR(or_none(s.name), or_none(verdicts[i].name));
		if (verdicts[i].why && !strstr(or_none(diag.message), verdicts[i].why))
			test_fail(__FILE__, __LINE__, "%s: %s", verdicts[i].label,
				  or_none(diag.message));
		signer_clear(&s);
		diag_clear(&diag);
		free(status);
	}
}

int main(void)
{
	RUN(verdicts);
	return test_status();
}
