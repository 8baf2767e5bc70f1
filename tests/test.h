/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a test program says what it found.
 *
 *	#include "tests/test.h"
 *
 *	TEST(two_and_two)
 *	{
 *		CHECK_INT(2 + 2, 4);
 *	}
 *
 *	TEST(real_archive)
 *	{
 *		if (!getenv("ARCHIVE"))
 *			SKIP("no ARCHIVE named");
 *		…
 *	}
 *
 *	int main(void)
 *	{
 *		RUN(two_and_two);
 *		RUN(real_archive);
 *		return test_status();
 *	}
 *
 * Each case prints one line on stdout, nothing else does:
 *
 *	ok - two_and_two
 *	not ok - two_and_two: tests/unit/test_x.c:12: 2 + 2 is 5, not 4
 *	skip - real_archive: no ARCHIVE named
 *
 * A case goes on after a failed check; the line shows the first one and how many more failed.
 * Checks work in helper functions too. SKIP() leaves the function it stands in, so it belongs
 * into the case itself; a case that failed before it skipped has failed.
 * test_status() is the exit status: 1 if a case failed, else 0 (skipped cases are counted by who
 * reads the lines).
 */
#ifndef LINCHPIN_TESTS_TEST_H
#define LINCHPIN_TESTS_TEST_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct test_state {
	int n_failed_check;	/* of the running case */
	int n_failed_case;	/* of the program */
	char why[512];		/* the running case's first failure, "": none */
	const char *skip;	/* why the running case was skipped, NULL: it was not */
};

static struct test_state test_state;

__attribute__((unused, format(printf, 3, 4)))
static void test_fail(const char *file, int line, const char *format, ...)
{
	va_list args;
	int n;

	if (test_state.n_failed_check++)
		return;
	n = snprintf(test_state.why, sizeof(test_state.why), "%s:%d: ", file, line);
	if (n < 0 || n >= (int)sizeof(test_state.why))
		return;
	va_start(args, format);
	vsnprintf(test_state.why + n, sizeof(test_state.why) - (size_t)n, format, args);
	va_end(args);
	for (char *p = test_state.why; *p; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
}

__attribute__((unused))
static void test_run(const char *name, void (*run)(void))
{
	test_state.n_failed_check = 0;
	test_state.why[0] = '\0';
	test_state.skip = NULL;
	run();
	if (test_state.n_failed_check > 1)
		printf("not ok - %s: %s (and %d more)\n", name, test_state.why,
		       test_state.n_failed_check - 1);
	else if (test_state.n_failed_check)
		printf("not ok - %s: %s\n", name, test_state.why);
	else if (test_state.skip)
		printf("skip - %s: %s\n", name, test_state.skip);
	else
		printf("ok - %s\n", name);
	test_state.n_failed_case += test_state.n_failed_check > 0;
	fflush(stdout);
}

__attribute__((unused))
static int test_status(void)
{
	return test_state.n_failed_case ? 1 : 0;
}

__attribute__((unused))
static void test_check_int(const char *file, int line, const char *what, long long have,
			   long long want)
{
	if (have != want)
		test_fail(file, line, "%s is %lld, not %lld", what, have, want);
}

__attribute__((unused))
static void test_check_double(const char *file, int line, const char *what, double have,
			      double want, double tolerance)
{
	double off = have > want ? have - want : want - have;

	if (!(off <= tolerance))
		test_fail(file, line, "%s is %.17g, not %.17g", what, have, want);
}

__attribute__((unused))
static void test_check_str(const char *file, int line, const char *what, const char *have,
			   const char *want)
{
	if (have == want || (have && want && !strcmp(have, want)))
		return;
	test_fail(file, line, "%s is %s%s%s, not %s%s%s", what, have ? "'" : "",
		  have ? have : "NULL", have ? "'" : "", want ? "'" : "", want ? want : "NULL",
		  want ? "'" : "");
}

#define TEST(name) static void test_##name(void)
#define RUN(name) test_run(#name, test_##name)

#define CHECK(condition) \
	do { \
		if (!(condition)) \
			test_fail(__FILE__, __LINE__, "%s", #condition); \
	} while (0)
#define CHECK_INT(have, want) \
	test_check_int(__FILE__, __LINE__, #have, (long long)(have), (long long)(want))
#define CHECK_DOUBLE(have, want, tolerance) \
	test_check_double(__FILE__, __LINE__, #have, (have), (want), (tolerance))
#define CHECK_STR(have, want) test_check_str(__FILE__, __LINE__, #have, (have), (want))
#define SKIP(reason) \
	do { \
		test_state.skip = (reason); \
		return; \
	} while (0)

#endif
