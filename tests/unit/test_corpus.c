/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The kept inputs of all fuzzers (tests/fuzz/corpus), through the same functions: what was once
 * found stays found without clang.
 */
#include <dirent.h>
#include <stdbool.h>
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
#define LLVMFuzzerTestOneInput fuzz_rpm
#include "tests/fuzz/fuzz_rpm.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_repomd
#include "tests/fuzz/fuzz_repomd.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_metalink
#include "tests/fuzz/fuzz_metalink.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_keeper
#include "tests/fuzz/fuzz_keeper.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_rpmmd
#include "tests/fuzz/fuzz_rpmmd.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_installed
#include "tests/fuzz/fuzz_installed.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_rpmdb
#include "tests/fuzz/fuzz_rpmdb.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_snapshot
#include "tests/fuzz/fuzz_snapshot.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_rules
#include "tests/fuzz/fuzz_rules.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_command
#include "tests/fuzz/fuzz_command.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_writers
#include "tests/fuzz/fuzz_writers.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_keyring
#include "tests/fuzz/fuzz_keyring.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_signer
#include "tests/fuzz/fuzz_signer.c"
#undef LLVMFuzzerTestOneInput

/* libFuzzer calls what it finds by its SHA-1. */
static bool is_found(const char *name)
{
	return strlen(name) == 40 && strspn(name, "0123456789abcdef") == 40;
}

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
		take(data, size);
		/* of those made by hand, what is left when they are cut */
		for (size_t part = 0; part < 8 && !is_found(entry->d_name); part++)
			take(data, size * part / 8);
		n++;
	}
	closedir(dir);
	CHECK(n >= 1);
}

#define DOORS(DOOR) \
	DOOR(packages) DOOR(contents) DOOR(release) DOOR(elf) DOOR(deb) DOOR(inspection) \
	DOOR(popcon) DOOR(rpm) DOOR(repomd) DOOR(metalink) DOOR(keeper) DOOR(rpmmd) \
	DOOR(installed) DOOR(rpmdb) DOOR(snapshot) DOOR(rules) DOOR(command) DOOR(writers) \
	DOOR(keyring) DOOR(signer)

#define TEST_DOOR(name) \
	TEST(name) \
	{ \
		replay(#name, fuzz_##name); \
	}
DOORS(TEST_DOOR)

int main(void)
{
#define RUN_DOOR(name) RUN(name);
	DOORS(RUN_DOOR)
	return test_status();
}
