/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kept inputs of the importers' fuzzers (tests/fuzz/corpus), through the same functions: what
 * was once found stays found without clang.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "tests/test.h"

/* Each fuzzer is a file of its own; here they get names. */
#define LLVMFuzzerTestOneInput fuzz_packages
#include "tests/fuzz/fuzz_packages.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_contents
#include "tests/fuzz/fuzz_contents.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_release
#include "tests/fuzz/fuzz_release.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_elf
#include "tests/fuzz/fuzz_elf.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_deb
#include "tests/fuzz/fuzz_deb.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_inspection
#include "tests/fuzz/fuzz_inspection.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_popcon
#include "tests/fuzz/fuzz_popcon.c"
#undef LLVMFuzzerTestOneInput

static void replay(const char *name, int (*take)(const uint8_t *data, size_t size))
{
	char path[512];
	struct dirent *entry;
	DIR *dir;
	int n = 0;

	snprintf(path, sizeof(path), "tests/fuzz/corpus/%s", name);
	dir = opendir(path);
	if (!dir) {
		test_fail(__FILE__, __LINE__, "no directory '%s'; run from the top of the tree",
			  path);
		return;
	}
	while ((entry = readdir(dir))) {
		static uint8_t data[1 << 20];
		size_t size;
		FILE *f;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "tests/fuzz/corpus/%s/%s", name, entry->d_name);
		f = fopen(path, "rb");
		CHECK(f != NULL);
		if (!f)
			continue;
		size = fread(data, 1, sizeof(data), f);
		fclose(f);
		/* and what is left of it when it is cut */
		for (size_t part = 0; part <= 8; part++)
			take(data, size * part / 8);
		n++;
	}
	closedir(dir);
	CHECK(n >= 3);
}

TEST(packages)
{
	replay("packages", fuzz_packages);
}

TEST(contents)
{
	replay("contents", fuzz_contents);
}

TEST(release)
{
	replay("release", fuzz_release);
}

TEST(elf)
{
	replay("elf", fuzz_elf);
}

TEST(deb)
{
	replay("deb", fuzz_deb);
}

TEST(inspection)
{
	replay("inspection", fuzz_inspection);
}

TEST(popcon)
{
	replay("popcon", fuzz_popcon);
}

int main(void)
{
	RUN(packages);
	RUN(contents);
	RUN(release);
	RUN(elf);
	RUN(deb);
	RUN(inspection);
	RUN(popcon);
	return test_status();
}
