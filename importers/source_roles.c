/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of directory names, and how to look one up fast: twelve million paths with six
 * directories each pass through here, and nearly all of the names are in no row. Rows are sorted by
 * length and name; an index by length tells where a length begins and which first letters occur, so
 * that most lookups end at one bit test. Cost: about 3 ns a name, 0.3 s for bookworm's sources.
 */
#include "importers/source_roles.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "importers/diag.h"

struct source_role_row {
	const char *name;	/* lower case */
	enum source_role role;
	const char *why;
};

/* Sorted by (length, name). */
static const struct source_role_row row[] = {
	{ "t", ROLE_ASIDE, "test scripts, Perl convention" },
	{ "ci", ROLE_ASIDE, "scripts of a continuous-integration service" },
	{ "eg", ROLE_ASIDE, "examples, Perl convention" },
	{ "m4", ROLE_ASIDE, "macros of configure" },
	{ "po", ROLE_ASIDE, "translations" },
	{ "xt", ROLE_ASIDE, "author tests, Perl convention" },
	{ "doc", ROLE_ASIDE, "documentation" },
	{ "e2e", ROLE_ASIDE, "end-to-end tests" },
	{ "man", ROLE_ASIDE, "manual pages" },
	{ "demo", ROLE_ASIDE, "examples" },
	{ "deps", ROLE_VENDORED, "sources of dependencies (nodejs, redis, rebar)" },
	{ "docs", ROLE_ASIDE, "documentation" },
	{ "fuzz", ROLE_ASIDE, "fuzzers, not installed" },
	{ "msvc", ROLE_ASIDE, "build files for another system" },
	{ "pods", ROLE_VENDORED, "packages that CocoaPods installed" },
	{ "spec", ROLE_ASIDE, "tests, Ruby and JavaScript convention" },
	{ "test", ROLE_ASIDE, "tests" },
	{ "_deps", ROLE_VENDORED, "where CMake's FetchContent unpacks" },
	{ "attic", ROLE_ASIDE, "abandoned code" },
	{ "bench", ROLE_ASIDE, "benchmarks, not installed" },
	{ "cmake", ROLE_ASIDE, "macros of CMake" },
	{ "demos", ROLE_ASIDE, "examples" },
	{ "gllib", ROLE_VENDORED, "variant of gnulib" },
	{ "gmock", ROLE_ASIDE, "a test library" },
	{ "gtest", ROLE_ASIDE, "a test library, or tests with it" },
	{ "howto", ROLE_ASIDE, "documentation" },
	{ "itest", ROLE_ASIDE, "tests" },
	{ "mocks", ROLE_ASIDE, "stand-ins for tests" },
	{ "specs", ROLE_ASIDE, "tests, Ruby and JavaScript convention" },
	{ "tests", ROLE_ASIDE, "tests" },
	{ "utest", ROLE_ASIDE, "tests" },
	{ "xcode", ROLE_ASIDE, "build files for another system" },
	{ "3party", ROLE_VENDORED, "variant of 3rdparty" },
	{ "apidoc", ROLE_ASIDE, "documentation" },
	{ "debian", ROLE_ASIDE, "Debian packaging" },
	{ "docsrc", ROLE_ASIDE, "documentation" },
	{ "extern", ROLE_VENDORED, "variant of external" },
	{ "extlib", ROLE_VENDORED, "libraries of others" },
	{ "fuzzer", ROLE_ASIDE, "fuzzers, not installed" },
	{ "gnulib", ROLE_VENDORED,
	  "stand-ins for what other C libraries lack; little of it is built here" },
	{ "godeps", ROLE_VENDORED, "copies of Go modules, before go.mod" },
	{ "gtests", ROLE_ASIDE, "tests with googletest" },
	{ "itests", ROLE_ASIDE, "tests" },
	{ "manual", ROLE_ASIDE, "documentation" },
	{ "po-doc", ROLE_ASIDE, "translations of documentation" },
	{ "redhat", ROLE_ASIDE, "packaging" },
	{ "sample", ROLE_ASIDE, "examples" },
	{ "tester", ROLE_ASIDE, "test programs" },
	{ "utests", ROLE_ASIDE, "tests" },
	{ "vcproj", ROLE_ASIDE, "build files for another system" },
	{ "vendor", ROLE_VENDORED,
	  "copies of other projects, by Go, PHP, Ruby and Cargo convention" },
	{ "_vendor", ROLE_VENDORED, "Python convention for bundled modules" },
	{ "apidocs", ROLE_ASIDE, "documentation" },
	{ "benches", ROLE_ASIDE, "benchmarks, Cargo convention" },
	{ "bundled", ROLE_VENDORED, "libraries copied in for systems that lack them" },
	{ "contrib", ROLE_VENDORED, "given by others, often not built" },
	{ "corpora", ROLE_ASIDE, "input of fuzzers" },
	{ "doc-src", ROLE_ASIDE, "documentation" },
	{ "doxygen", ROLE_ASIDE, "documentation" },
	{ "example", ROLE_ASIDE, "examples" },
	{ "extlibs", ROLE_VENDORED, "libraries of others" },
	{ "fixture", ROLE_ASIDE, "input of tests" },
	{ "fuzzers", ROLE_ASIDE, "fuzzers, not installed" },
	{ "fuzzing", ROLE_ASIDE, "fuzzers, not installed" },
	{ "gtk-doc", ROLE_ASIDE, "documentation" },
	{ "javadoc", ROLE_ASIDE, "documentation" },
	{ "libltdl", ROLE_VENDORED, "a copy of libtool's library" },
	{ "manuals", ROLE_ASIDE, "documentation" },
	{ "patches", ROLE_ASIDE, "changes to sources, not sources" },
	{ "reftest", ROLE_ASIDE, "tests of Mozilla" },
	{ "regress", ROLE_ASIDE, "regression tests, BSD convention" },
	{ "regtest", ROLE_ASIDE, "regression tests" },
	{ "samples", ROLE_ASIDE, "examples" },
	{ "test262", ROLE_ASIDE, "conformance tests of ECMAScript" },
	{ "testbed", ROLE_ASIDE, "test programs" },
	{ "testers", ROLE_ASIDE, "test programs" },
	{ "testing", ROLE_ASIDE, "tests and test helpers" },
	{ "testlib", ROLE_ASIDE, "helpers of tests" },
	{ "vcbuild", ROLE_ASIDE, "build files for another system" },
	{ "vendors", ROLE_VENDORED, "variant of vendor" },
	{ "website", ROLE_ASIDE, "the project's web site" },
	{ "3rdparty", ROLE_VENDORED, "copies of other projects, Qt and KDE convention" },
	{ "appveyor", ROLE_ASIDE, "scripts of a continuous-integration service" },
	{ "autoconf", ROLE_ASIDE, "macros of configure" },
	{ "autotest", ROLE_ASIDE, "tests" },
	{ "buildsrc", ROLE_ASIDE, "Gradle build code" },
	{ "cookbook", ROLE_ASIDE, "examples" },
	{ "examples", ROLE_ASIDE, "examples" },
	{ "ext_libs", ROLE_VENDORED, "libraries of others" },
	{ "external", ROLE_VENDORED, "copies of other projects, CMake convention" },
	{ "fixtures", ROLE_ASIDE, "input of tests" },
	{ "fuzztest", ROLE_ASIDE, "fuzzers" },
	{ "jit-test", ROLE_ASIDE, "tests of Mozilla" },
	{ "manpages", ROLE_ASIDE, "manual pages" },
	{ "obsolete", ROLE_ASIDE, "abandoned code" },
	{ "oss-fuzz", ROLE_ASIDE, "fuzzers" },
	{ "perftest", ROLE_ASIDE, "benchmarks" },
	{ "reftests", ROLE_ASIDE, "tests of Mozilla" },
	{ "regtests", ROLE_ASIDE, "regression tests" },
	{ "selftest", ROLE_ASIDE, "tests" },
	{ "snippets", ROLE_ASIDE, "pieces of code for documentation" },
	{ "testcase", ROLE_ASIDE, "tests" },
	{ "testdata", ROLE_ASIDE, "input of tests" },
	{ "testutil", ROLE_ASIDE, "helpers of tests" },
	{ "tutorial", ROLE_ASIDE, "examples" },
	{ "unittest", ROLE_ASIDE, "tests" },
	{ "vendored", ROLE_VENDORED, "variant of vendor" },
	{ "web-site", ROLE_ASIDE, "the project's web site" },
	{ "whatsnew", ROLE_ASIDE, "documentation" },
	{ "winbuild", ROLE_ASIDE, "build files for another system" },
	{ "xpcshell", ROLE_ASIDE, "tests of Mozilla" },
	{ "3rd-party", ROLE_VENDORED, "variant of 3rdparty" },
	{ "3rd_party", ROLE_VENDORED, "variant of 3rdparty" },
	{ "__mocks__", ROLE_ASIDE, "stand-ins for tests, JavaScript convention" },
	{ "__tests__", ROLE_ASIDE, "tests, JavaScript convention" },
	{ "_vendored", ROLE_VENDORED, "variant of _vendor" },
	{ "autotests", ROLE_ASIDE, "tests, KDE convention" },
	{ "benchmark", ROLE_ASIDE, "benchmarks, not installed" },
	{ "build-aux", ROLE_ASIDE, "helpers of configure" },
	{ "build_aux", ROLE_ASIDE, "helpers of configure" },
	{ "externals", ROLE_VENDORED, "variant of external" },
	{ "mochitest", ROLE_ASIDE, "tests of Mozilla" },
	{ "perftests", ROLE_ASIDE, "benchmarks" },
	{ "self-test", ROLE_ASIDE, "tests" },
	{ "selftests", ROLE_ASIDE, "tests" },
	{ "test-data", ROLE_ASIDE, "input of tests" },
	{ "test_data", ROLE_ASIDE, "input of tests" },
	{ "testbench", ROLE_ASIDE, "test programs" },
	{ "testcases", ROLE_ASIDE, "tests" },
	{ "testfiles", ROLE_ASIDE, "input of tests" },
	{ "testprogs", ROLE_ASIDE, "test programs" },
	{ "testsuite", ROLE_ASIDE, "tests" },
	{ "testutils", ROLE_ASIDE, "helpers of tests" },
	{ "tutorials", ROLE_ASIDE, "examples" },
	{ "unit-test", ROLE_ASIDE, "tests" },
	{ "unit_test", ROLE_ASIDE, "tests" },
	{ "unittests", ROLE_ASIDE, "tests" },
	{ "vignettes", ROLE_ASIDE, "documentation of R packages" },
	{ "benchmarks", ROLE_ASIDE, "benchmarks, not installed" },
	{ "buildtools", ROLE_ASIDE, "build helpers" },
	{ "changelogs", ROLE_ASIDE, "documentation" },
	{ "gnulib-lib", ROLE_VENDORED, "variant of gnulib" },
	{ "googletest", ROLE_ASIDE, "a test library" },
	{ "mochitests", ROLE_ASIDE, "tests of Mozilla" },
	{ "mysql-test", ROLE_ASIDE, "tests of MySQL and its descendants" },
	{ "perf-tests", ROLE_ASIDE, "benchmarks" },
	{ "samplecode", ROLE_ASIDE, "examples" },
	{ "sphinx-doc", ROLE_ASIDE, "documentation" },
	{ "submodules", ROLE_VENDORED, "git submodules" },
	{ "test-cases", ROLE_ASIDE, "tests" },
	{ "test-files", ROLE_ASIDE, "input of tests" },
	{ "test-suite", ROLE_ASIDE, "tests" },
	{ "test-utils", ROLE_ASIDE, "helpers of tests" },
	{ "test_cases", ROLE_ASIDE, "tests" },
	{ "test_files", ROLE_ASIDE, "input of tests" },
	{ "test_suite", ROLE_ASIDE, "tests" },
	{ "test_utils", ROLE_ASIDE, "helpers of tests" },
	{ "testsuites", ROLE_ASIDE, "tests" },
	{ "thirdparty", ROLE_VENDORED, "variant of third_party" },
	{ "unit-tests", ROLE_ASIDE, "tests" },
	{ "unit_tests", ROLE_ASIDE, "tests" },
	{ "androidtest", ROLE_ASIDE, "tests, Gradle convention" },
	{ "build-tools", ROLE_ASIDE, "build helpers" },
	{ "build_tools", ROLE_ASIDE, "build helpers" },
	{ "fuzz_corpus", ROLE_ASIDE, "input of fuzzers" },
	{ "jsapi-tests", ROLE_ASIDE, "tests of Mozilla" },
	{ "layouttests", ROLE_ASIDE, "tests of WebKit" },
	{ "regressions", ROLE_ASIDE, "regression tests" },
	{ "screenshots", ROLE_ASIDE, "pictures for documentation" },
	{ "subprojects", ROLE_VENDORED, "other projects built along, Meson convention" },
	{ "testfixture", ROLE_ASIDE, "input of tests" },
	{ "testscripts", ROLE_ASIDE, "test programs" },
	{ "testsupport", ROLE_ASIDE, "helpers of tests" },
	{ "third-party", ROLE_VENDORED, "variant of third_party" },
	{ "third_party", ROLE_VENDORED, "copies of other projects, Google convention" },
	{ "__fixtures__", ROLE_ASIDE, "input of tests, JavaScript convention" },
	{ "benchmarking", ROLE_ASIDE, "benchmarks, not installed" },
	{ "buildscripts", ROLE_ASIDE, "build helpers" },
	{ "bundled-libs", ROLE_VENDORED, "variant of bundled" },
	{ "bundled_deps", ROLE_VENDORED, "variant of bundled" },
	{ "cmakemodules", ROLE_ASIDE, "macros of CMake" },
	{ "dependencies", ROLE_VENDORED, "sources of dependencies" },
	{ "example_code", ROLE_ASIDE, "examples" },
	{ "gnulib-local", ROLE_VENDORED, "variant of gnulib" },
	{ "node_modules", ROLE_VENDORED, "packages that npm installed" },
	{ "system-tests", ROLE_ASIDE, "tests" },
	{ "system_tests", ROLE_ASIDE, "tests" },
	{ "test_scripts", ROLE_ASIDE, "test programs" },
	{ "test_support", ROLE_ASIDE, "helpers of tests" },
	{ "__snapshots__", ROLE_ASIDE, "expected output of tests" },
	{ "build-scripts", ROLE_ASIDE, "build helpers" },
	{ "build-support", ROLE_ASIDE, "build helpers" },
	{ "cmake-modules", ROLE_ASIDE, "macros of CMake" },
	{ "cmake_modules", ROLE_ASIDE, "macros of CMake" },
	{ "documentation", ROLE_ASIDE, "documentation" },
	{ "embedded_libs", ROLE_VENDORED, "libraries copied in" },
	{ "external-libs", ROLE_VENDORED, "variant of external" },
	{ "external_libs", ROLE_VENDORED, "variant of external" },
	{ "jspm_packages", ROLE_VENDORED, "packages that jspm installed" },
	{ "site-packages", ROLE_VENDORED, "an installed Python tree" },
	{ "third_parties", ROLE_VENDORED, "variant of third_party" },
	{ "functionaltest", ROLE_ASIDE, "tests" },
	{ "thirdpartylibs", ROLE_VENDORED, "variant of third_party" },
	{ "integrationtest", ROLE_ASIDE, "tests" },
	{ "microbenchmarks", ROLE_ASIDE, "benchmarks" },
	{ "regressiontests", ROLE_ASIDE, "regression tests" },
	{ "bower_components", ROLE_VENDORED, "packages that bower installed" },
	{ "functional-tests", ROLE_ASIDE, "tests" },
	{ "functional_tests", ROLE_ASIDE, "tests" },
	{ "integration-test", ROLE_ASIDE, "tests" },
	{ "integration_test", ROLE_ASIDE, "tests" },
	{ "integrationtests", ROLE_ASIDE, "tests" },
	{ "regression-tests", ROLE_ASIDE, "regression tests" },
	{ "regression_tests", ROLE_ASIDE, "regression tests" },
	{ "integration-tests", ROLE_ASIDE, "tests" },
	{ "integration_tests", ROLE_ASIDE, "tests" },
	{ "web-platform-tests", ROLE_ASIDE, "tests of browsers" },
};

#define ROWS ((int)(sizeof(row) / sizeof(row[0])))

/* Words that make a name aside when it ends in them after '-', '_' or '.': "kernel_tests",
   "old-examples", "org.x.tests". */
static const char *const last_word[] = {
	"benchmark", "benchmarks", "demo",   "demos", "doc",	"docs", "example",   "examples",
	"fuzzer",    "fuzzers",	   "sample", "samples", "test", "testing", "tests", "testsuite",
};

/* Names of files that are never shipped, wherever they lie: what the tools of a language run only
   to build or to test. */
static const struct aside_name {
	const char *prefix, *suffix; /* the case counts; something stands between */
	size_t n_prefix, n_suffix;
	char last;
	const char *why;
} aside_name[] = {
#define WHOLE(name, why) { name, "", sizeof(name) - 1, 0, (name)[sizeof(name) - 2], why }
#define AROUND(prefix, suffix, why)                                                        \
	{ prefix, suffix, sizeof(prefix) - 1, sizeof(suffix) - 1,                          \
	  (suffix)[sizeof(suffix) - 2], why }
	AROUND("", "_test.go", "compiled by go test only"),
	AROUND("test_", ".py", "run by pytest and unittest only"),
	AROUND("", "_test.py", "run by pytest only"),
	WHOLE("conftest.py", "read by pytest only"),
	WHOLE("setup.py", "builds a Python package"),
	WHOLE("noxfile.py", "builds and tests a Python package"),
	WHOLE("Makefile.PL", "builds a Perl module"),
	WHOLE("Build.PL", "builds a Perl module"),
	WHOLE("build.rs", "run by cargo before it compiles"),
	WHOLE("extconf.rb", "builds a Ruby extension"),
	AROUND("", "_test.rb", "a test, Ruby convention"),
	AROUND("", "_spec.rb", "a test, Ruby convention"),
	AROUND("", ".test.js", "a test, JavaScript convention"),
	AROUND("", ".spec.js", "a test, JavaScript convention"),
	AROUND("", ".test.ts", "a test, JavaScript convention"),
	AROUND("", ".spec.ts", "a test, JavaScript convention"),
	AROUND("", "_unittest.cc", "a test, Google convention"),
	AROUND("", "_test.cc", "a test, Google convention"),
	AROUND("", "Test.java", "a test, Maven convention"),
	AROUND("", "Tests.java", "a test, Maven convention"),
	WHOLE("autogen.sh", "makes configure"),
	WHOLE("bootstrap.sh", "makes configure"),
	WHOLE("ltmain.sh", "part of libtool"),
	WHOLE("waf", "a build system that projects carry along"),
#undef WHOLE
#undef AROUND
};

/* By length of the name: the first row that is at least so long, and the first letters that names
   of this length begin with (bit: letter & 31). One entry more than the longest name. */
static const struct {
	unsigned char begin;
	uint32_t letters;
} of_length[] = {
	{ 0, 0x00000000 },
	{ 0, 0x00100000 },
	{ 1, 0x01012028 },
	{ 6, 0x00002030 },
	{ 9, 0x00192050 },
	{ 17, 0x8138239e },
	{ 32, 0x007d22f2 },
	{ 51, 0x80dd34fe },
	{ 81, 0x01fda46e },
	{ 111, 0x80792026 },
	{ 138, 0x0039208c },
	{ 161, 0x001c1446 },
	{ 175, 0x801840bc },
	{ 189, 0x8018043c },
	{ 201, 0x00100040 },
	{ 203, 0x00042200 },
	{ 206, 0x00040244 },
	{ 214, 0x00000200 },
	{ 216, 0x00800000 },
	{ 217, 0x00000000 },
};

#define LONGEST ((sizeof(of_length) / sizeof(of_length[0])) - 2)

static unsigned char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : (unsigned char)c;
}

static enum source_role role_of_last_word(const char *segment, size_t len)
{
	size_t at = len;

	while (at && segment[at - 1] != '-' && segment[at - 1] != '_' && segment[at - 1] != '.')
		at--;
	if (at)
		for (size_t i = 0; i < sizeof(last_word) / sizeof(last_word[0]); i++)
			if (strlen(last_word[i]) == len - at &&
			    !strncasecmp(segment + at, last_word[i], len - at))
				return ROLE_ASIDE;
	return ROLE_SHIPPED;
}

static enum source_role role_of_row(const char *segment, size_t len)
{
	char name[LONGEST + 1];

	if (len > LONGEST || !(of_length[len].letters >> (segment[0] & 31) & 1))
		return ROLE_SHIPPED;
	for (size_t i = 0; i < len; i++)
		name[i] = (char)lower(segment[i]);
	for (int i = of_length[len].begin; i < of_length[len + 1].begin; i++) {
		int order = memcmp(row[i].name, name, len);

		if (order == 0)
			return row[i].role;
		if (order > 0)
			break;
	}
	return ROLE_SHIPPED;
}

enum source_role source_role_of_segment(const char *segment, size_t len)
{
	enum source_role role;

	if (len == 0)
		return ROLE_SHIPPED;
	if (segment[0] == '.')
		return len == 1 || (len == 2 && segment[1] == '.') ? ROLE_SHIPPED : ROLE_ASIDE;
	role = role_of_row(segment, len);
	return role ? role : role_of_last_word(segment, len);
}

enum source_role source_role_of_name(const char *base, size_t len)
{
	for (size_t i = 0; i < sizeof(aside_name) / sizeof(aside_name[0]); i++) {
		const struct aside_name *a = &aside_name[i];

		/* the last letter tells nearly all names apart */
		if (len < a->n_prefix + a->n_suffix || base[len - 1] != a->last)
			continue;
		if ((a->n_suffix ? len > a->n_prefix + a->n_suffix : len == a->n_prefix) &&
		    !memcmp(base + len - a->n_suffix, a->suffix, a->n_suffix) &&
		    !memcmp(base, a->prefix, a->n_prefix))
			return ROLE_ASIDE;
	}
	return ROLE_SHIPPED;
}

enum source_role source_role_of_path(const char *path, size_t len)
{
	const char *end = path + len, *slash;
	enum source_role role = ROLE_SHIPPED;

	for (; role < ROLE_ASIDE && (slash = memchr(path, '/', (size_t)(end - path)));
	     path = slash + 1) {
		enum source_role r = source_role_of_segment(path, (size_t)(slash - path));

		if (r > role)
			role = r;
	}
	return role;
}

static bool is_extension_char(char c)
{
	return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '+' ||
	       c == '_' || c == '-';
}

const char *source_extension(const char *base, size_t len, size_t *ret_len)
{
	for (size_t n = 0; n <= 8 && n + 1 < len; n++) {
		char c = base[len - 1 - n];

		if (c == '.' && n > 0) {
			*ret_len = n;
			return base + len - n;
		}
		if (!is_extension_char(c))
			break;
	}
	*ret_len = 1;
	return "-";
}

int source_roles_check(struct diag *diag)
{
	int at = 0;

	for (int i = 1; i < ROWS; i++) {
		size_t a = strlen(row[i - 1].name), b = strlen(row[i].name);

		if (a > b || (a == b && strcmp(row[i - 1].name, row[i].name) >= 0))
			return diag_fail(diag,
					 "directory name '%s' is not at its place in the table",
					 row[i].name);
	}
	if (strlen(row[ROWS - 1].name) != LONGEST)
		return diag_fail(diag, "the index by length must have %d entries",
				 (int)strlen(row[ROWS - 1].name) + 2);
	for (size_t len = 0; len <= LONGEST + 1; len++) {
		uint32_t letters = 0;
		int begin = at;

		for (; at < ROWS && strlen(row[at].name) == len; at++)
			letters |= (uint32_t)1 << (row[at].name[0] & 31);
		if (of_length[len].begin != begin || of_length[len].letters != letters)
			return diag_fail(diag,
					 "the index entry of length %d must be { %d, 0x%08x }",
					 (int)len, begin, (unsigned)letters);
	}
	return 0;
}
