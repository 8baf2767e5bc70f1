/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of limits, how one is set, and those of packages, ELF files and inspections, on the
 * fuzzers' samples ('package-objects' and 'package-privileges' are in test_inspection.c). Those of
 * lists, XML, snapshots and command lines are in tests/test-limits.
 */
#include "importers/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/elf_object.h"
#include "importers/inspection.h"
#include "importers/object.h"
#include "tests/test.h"

#define DEB "tests/fuzz/corpus/deb/xz"
#define ELF "tests/fuzz/corpus/elf/library"
#define INSPECTION "tests/fuzz/corpus/inspection/ping"

/* ---- the table ---- */

TEST(rows_are_whole)
{
	for (int i = LIMIT_NONE + 1; i < LIMITS; i++) {
		const struct limit_row *row = &limit_rows[i];

		CHECK(row->name && *row->name && row->unit && row->bounds && row->real);
		CHECK(row->value > 0 && row->value <= row->most);
		CHECK(row->name && !row->name[strspn(row->name, "abcdefghijklmnopqrstuvwxyz-")]);
		for (int k = LIMIT_NONE + 1; k < i; k++)
			CHECK(row->name && limit_rows[k].name &&
			      strcmp(row->name, limit_rows[k].name) != 0);
		CHECK(limit_value(i) == row->value);
	}
}

static const struct {
	const char *text;
	int64_t value;	     /* 0: refused */
	const char *message; /* or how it is said then */
} settings[] = {
	{ "packages=5", 5, "5 packages" },
	{ "packages=1234567", 1234567, "1,234,567 packages" },
	{ "list-bytes=3G", INT64_C(3) << 30, "3 GiB" },
	{ "list-bytes=2T", INT64_C(2) << 40, "2 TiB" },
	{ "list-bytes=64K", 65536, "65,536 bytes" },
	{ "list-bytes=64M", 64 << 20, "64 MiB" },
	{ "list-ratio=1000000", 1000000, "1,000,000 times" },
	{ "packages=0", 0, "cannot parse '--limit packages=0': not NAME=N" },
	{ "packages=-1", 0, "cannot parse '--limit packages=-1': not NAME=N" },
	{ "packages=", 0, "cannot parse '--limit packages=': not NAME=N" },
	{ "packages", 0, "cannot parse '--limit packages': not NAME=N" },
	{ "packages=1x", 0, "cannot parse '--limit packages=1x': not NAME=N" },
	{ "packages=1MB", 0, "cannot parse '--limit packages=1MB': not NAME=N" },
	{ "packages=1000000000", 0, "cannot set the limit 'packages': it can be at most 33554431" },
	{ "list-bytes=999999999999999T", 0, "cannot parse '--limit list-bytes=999999999999999T'" },
	{ "list-bytes=9999999999999999", 0, "cannot parse '--limit list-bytes=9999999999999999'" },
	{ "name-bytes=512", 0, "cannot set the limit 'name-bytes': it can be at most 511" },
	{ "package=5", 0, "there is no limit 'package'; did you mean 'packages'" },
	{ "=5", 0, "there is no limit ''" },
};

TEST(settings)
{
	for (size_t k = 0; k < sizeof(settings) / sizeof(settings[0]); k++) {
		char text[LIMIT_TEXT_BYTES];
		enum limit limit = !strncmp(settings[k].text, "packages", 8) ? LIMIT_PACKAGES :
				   !strncmp(settings[k].text, "list-b", 6) ? LIMIT_LIST_BYTES :
									       LIMIT_LIST_RATIO;
		struct diag diag;

		limits_reset();
		diag_init(&diag);
		CHECK_INT(limit_set(settings[k].text, &diag), settings[k].value ? 0 : -1);
		if (settings[k].value) {
			CHECK(limit_value(limit) == settings[k].value);
			limit_text(limit, text);
			CHECK_STR(text, settings[k].message);
		} else {
			CHECK(limit_value(limit) == limit_rows[limit].value);
			CHECK(diag.message && strstr(diag.message, settings[k].message));
		}
		diag_clear(&diag);
	}
	limits_reset();
}

TEST(texts_by_size_and_ratio)
{
	const int64_t mib = 1 << 20;

	CHECK_INT(limit_of_text(64 * mib, 1), LIMIT_NONE);
	CHECK_INT(limit_of_text(64 * mib + 1, 1), LIMIT_LIST_RATIO);
	CHECK_INT(limit_of_text(200 * mib, mib), LIMIT_NONE);
	CHECK_INT(limit_of_text(201 * mib, mib), LIMIT_LIST_RATIO);
	CHECK_INT(limit_of_text(INT64_C(32) << 30, INT64_C(32) << 30), LIMIT_NONE);
	CHECK_INT(limit_of_text((INT64_C(32) << 30) + 1, INT64_C(32) << 30), LIMIT_LIST_BYTES);
}

/* ---- one row for each limit: a sample that passes at its own size and fails just below ---- */

static int read_deb(struct diag *diag)
{
	struct inspection i;
	int ret = inspection_read_package(&i, DEB, diag);

	if (!ret)
		inspection_clear(&i);
	return ret;
}

static int read_elf(struct diag *diag)
{
	static char data[1 << 16];
	FILE *f = fopen(ELF, "rb");
	size_t size = f ? fread(data, 1, sizeof(data), f) : 0;
	struct object o;
	int ret;

	memset(&o, 0, sizeof(o));
	ret = elf_object_read(&o, ELF, data, size, diag);
	object_clear(&o);
	if (f)
		fclose(f);
	return ret;
}

static int read_inspection(struct diag *diag)
{
	struct inspection i;
	int ret = inspection_load(&i, INSPECTION, diag);

	if (!ret)
		inspection_clear(&i);
	return ret;
}

static const struct {
	int (*read)(struct diag *diag);
	const char *subject;
	const char *name;
	const char *beside; /* another limit that must be lowered with it; NULL: none */
} samples[] = {
	{ read_deb, DEB, "package-parts", NULL },
	{ read_deb, DEB, "package-members", NULL },
	{ read_deb, DEB, "member-path-bytes", NULL },
	{ read_deb, DEB, "control-bytes", NULL },
	{ read_deb, DEB, "unpacked-bytes", NULL },
	{ read_deb, DEB, "unpacked-ratio", "ratio-free=1" },
	{ read_deb, DEB, "unpacker-memory", NULL },
	{ read_elf, ELF, "elf-sections", NULL },
	{ read_elf, ELF, "elf-segments", NULL },
	{ read_elf, ELF, "elf-symbols", NULL },
	{ read_elf, ELF, "elf-dynamic", NULL },
	{ read_elf, ELF, "elf-name-bytes", NULL },
	{ read_elf, ELF, "elf-names-bytes", NULL },
	{ read_inspection, INSPECTION, "inspection-bytes", NULL },
};

/* Read under a limit of so many: 0, or -1 with what is said then. */
static int read_under(size_t k, int64_t value, struct diag *diag)
{
	char text[80];
	int ret;

	limits_reset();
	diag_init(diag);
	snprintf(text, sizeof(text), "%s=%lld", samples[k].name, (long long)value);
	if (limit_set(text, diag) ||
	    (samples[k].beside && limit_set(samples[k].beside, diag)))
		return -1;
	ret = samples[k].read(diag);
	limits_reset();
	return ret;
}

/* The least value with which the sample passes is found by halving: at it the sample passes, one
   below the message names the limit. */
TEST(samples_of_packages)
{
	for (size_t k = 0; k < sizeof(samples) / sizeof(samples[0]); k++) {
		int64_t low = 0, high = INT64_C(1) << 30;
		char part[100], *want;
		struct diag diag;

		for (int i = LIMIT_NONE + 1; i < LIMITS; i++)
			if (!strcmp(limit_rows[i].name, samples[k].name) &&
			    high > limit_rows[i].value)
				high = limit_rows[i].value;
		while (high - low > 1) {
			int64_t middle = low + (high - low) / 2;

			if (read_under(k, middle, &diag))
				low = middle;
			else
				high = middle;
			diag_clear(&diag);
		}
		CHECK_INT(read_under(k, high, &diag), 0);
		diag_clear(&diag);
		CHECK(low > 0);
		if (!low) { /* the sample has one of these, or none */
			printf("# %s: nothing to refuse\n", samples[k].name);
			continue;
		}
		CHECK_INT(read_under(k, low, &diag), -1);
		snprintf(part, sizeof(part), "' exceeds the limit '%s' (", samples[k].name);
		want = solv_dupjoin("'", samples[k].subject, part);
		CHECK(diag.message && !strncmp(diag.message, want, strlen(want)));
		if (diag.message && strncmp(diag.message, want, strlen(want)))
			printf("# %s\n# %s\n", diag.message, want);
		free(want);
		diag_clear(&diag);
	}
}

/* Of a large ELF file only its name is kept, and the package's others are as good. */
TEST(a_large_object_is_a_warning)
{
	struct diag diag;

	diag_init(&diag);
	CHECK_INT(limit_set("object-bytes=100", &diag), 0);
	CHECK_INT(read_deb(&diag), 0);
	CHECK(diag.n_warning[WARN_BAD_OBJECT] > 0);
	CHECK(diag.example[WARN_BAD_OBJECT] &&
	      strstr(diag.example[WARN_BAD_OBJECT],
		     "' exceeds the limit 'object-bytes' (100 bytes)"));
	diag_clear(&diag);
	limits_reset();
}

int main(void)
{
	RUN(rows_are_whole);
	RUN(settings);
	RUN(texts_by_size_and_ratio);
	RUN(samples_of_packages);
	RUN(a_large_object_is_a_warning);
	return test_status();
}
