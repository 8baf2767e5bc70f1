/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Edit distance against a slow, obvious twin, and which names are offered.
 */
#include <stdlib.h>

#include "importers/suggest.h"
#include "tests/test.h"

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* The definition, read aloud: exponential, for short words only. */
static int slow_distance(const char *a, int n, const char *b, int m)
{
	int d;

	if (!n || !m)
		return n + m;
	d = least(slow_distance(a, n - 1, b, m), slow_distance(a, n, b, m - 1)) + 1;
	d = least(d, slow_distance(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]));
	if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1])
		d = least(d, slow_distance(a, n - 2, b, m - 2) + 1);
	return d;
}

static unsigned random_next(unsigned *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 16;
}

TEST(distance_is_that_of_the_twin)
{
	unsigned state = 1;

	for (int i = 0; i < 3000; i++) {
		char a[8] = "", b[8] = "";
		int n = (int)(random_next(&state) % 6), m = (int)(random_next(&state) % 6);
		int limit = (int)(random_next(&state) % 6), want;

		for (int j = 0; j < n; j++)
			a[j] = (char)('a' + random_next(&state) % 3);
		for (int j = 0; j < m; j++)
			b[j] = (char)('a' + random_next(&state) % 3);
		want = least(slow_distance(a, n, b, m), limit + 1);
		if (suggest_distance(a, b, limit) != want) {
			test_fail(__FILE__, __LINE__, "'%s' to '%s' within %d is %d, not %d", a, b,
				  limit, suggest_distance(a, b, limit), want);
			return;
		}
	}
}

TEST(distance)
{
	char longer[SUGGEST_LENGTH + 2];

	CHECK_INT(suggest_distance("", "", 3), 0);
	CHECK_INT(suggest_distance("openssl", "openssh", 3), 1);
	CHECK_INT(suggest_distance("rnak", "rank", 3), 1);
	CHECK_INT(suggest_distance("abc", "xyz", 2), 3);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	CHECK_INT(suggest_distance(longer, longer, 4), 5);
}

static void check_sentence(const char *name, const char *want)
{
	static const char *const known[] = { "rank", "stats", "strong", "explain", "impact", "why",
					     "rdeps", "deps", "libssl3", "libssl-dev", "libssh-4" };
	struct suggest s;
	char *have;

	suggest_init(&s, name);
	for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		suggest_offer(&s, known[i]);
		suggest_offer(&s, known[i]);
	}
	have = suggest_sentence(&s);
	CHECK_STR(have, want);
	free(have);
}

TEST(sentences)
{
	check_sentence("rnak", "; did you mean 'rank'?");
	check_sentence("state", "; did you mean 'stats'?");
	check_sentence("xyzzy", "");
	check_sentence("", "");
	check_sentence("libssl", "; did you mean 'libssl3' or 'libssl-dev'?");
}

int main(void)
{
	RUN(distance_is_that_of_the_twin);
	RUN(distance);
	RUN(sentences);
	return test_status();
}
