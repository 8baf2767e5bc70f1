/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packages as inspections: .deb files made here, the kept ones (tests/fuzz/corpus/deb) and real
 * .rpm files (where RPM_DATA or ../shared/data has them); damaged and hostile ones; and the text
 * form.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/capabilities.h"
#include "importers/inspection.h"
#include "importers/limits.h"
#include "importers/package_file.h"
#include "importers/unpacker.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"
#include "tests/unit/little_rpm.h"

static const char control[] = "Package: a\nVersion: 1:2-3\nArchitecture: amd64\n";

/* ---- making packages ---- */

struct member {
	const char *path;
	unsigned mode, type;
	const char *data; /* of a hard link its target */
	size_t size;
};

/* Bytes of a hole that make_archive() puts behind each content. */
static int64_t hole;

/* An archive in the directory, compressed with a libarchive filter; NULL: not compressed. */
static void make_archive(struct little *l, const char *name, int (*set_format)(struct archive *),
			 const char *filter, const struct member *member, int n)
{
	struct archive *archive = archive_write_new();
	char path[LITTLE_PATH];

	little_path(l, name, path);
	if (hole)
		archive_write_set_format_pax(archive);
	else
		set_format(archive);
	if (filter)
		CHECK_INT(archive_write_add_filter_by_name(archive, filter), ARCHIVE_OK);
	CHECK_INT(archive_write_open_filename(archive, path), ARCHIVE_OK);
	for (int i = 0; i < n; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, member[i].path);
		archive_entry_set_perm(entry, (mode_t)member[i].mode);
		archive_entry_set_uname(entry, "root");
		archive_entry_set_gname(entry, "tty");
		archive_entry_set_filetype(entry, member[i].type ? member[i].type : AE_IFREG);
		archive_entry_set_size(entry, (la_int64_t)member[i].size + hole);
		if (hole)
			archive_entry_sparse_add_entry(entry, 0, (la_int64_t)member[i].size);
		if (!member[i].size && member[i].data && !member[i].type)
			archive_entry_set_hardlink(entry, member[i].data);
		CHECK_INT(archive_write_header(archive, entry), ARCHIVE_OK);
		if (member[i].size)
			archive_write_data(archive, member[i].data, member[i].size);
		archive_entry_free(entry);
	}
	archive_write_close(archive);
	archive_write_free(archive);
}

static void make_tar(struct little *l, const char *name, const char *filter,
		     const struct member *member, int n)
{
	make_archive(l, name, archive_write_set_format_gnutar, filter, member, n);
}

static void put_part(FILE *f, const char *name, const char *data, size_t size)
{
	fprintf(f, "%-16s%-12d%-6d%-6d%-8s%-10zu`\n", name, 0, 0, 0, "100644", size);
	fwrite(data, 1, size, f);
	if (size & 1)
		putc('\n', f);
}

/* DIR/a.deb of a control file and members. */
static void make_deb(struct little *l, const char *filter, const char *control_text,
		     const struct member *member, int n)
{
	struct member file = { "./control", 0644, 0, control_text, strlen(control_text) };
	int64_t of_data = hole;
	size_t size;
	char path[LITTLE_PATH], *part;
	FILE *f;

	little_path(l, "a.deb", path);
	f = fopen(path, "wb");
	CHECK(f != NULL);
	if (!f)
		return;
	fprintf(f, "!<arch>\n");
	put_part(f, "debian-binary", "2.0\n", 4);
	hole = 0;
	make_tar(l, "control.tar", filter, &file, 1);
	hole = of_data;
	part = little_read(l, "control.tar", &size);
	put_part(f, "control.tar.x", part, size);
	free(part);
	make_tar(l, "data.tar", filter, member, n);
	part = little_read(l, "data.tar", &size);
	put_part(f, "data.tar.x", part, size);
	free(part);
	fclose(f);
}

static int inspect(struct little *l, const char *name, struct inspection *ret)
{
	char path[LITTLE_PATH];
	int failed;

	little_path(l, name, path);
	diag_clear(&l->diag);
	failed = inspection_read_package(ret, path, &l->diag);
	if (!failed)
		CHECK_INT(inspection_check(ret, &l->diag), 0);
	else
		CHECK(l->diag.message && !ret->name && !ret->n_object && !ret->sha256);
	return failed;
}

/* a.deb is refused with a message that has this part. */
static void check_refused(struct little *l, const char *part, int line)
{
	struct inspection i;

	if (inspect(l, "a.deb", &i) == 0)
		test_fail(__FILE__, line, "it is read");
	else if (!strstr(l->diag.message, part))
		test_fail(__FILE__, line, "'%s' does not say '%s'", l->diag.message, part);
	inspection_clear(&i);
}

/* ---- packages ---- */

static const struct object *find_object(const struct inspection *i, const char *path)
{
	for (int k = 0; k < i->n_object; k++)
		if (!strcmp(i->object[k].path, path))
			return &i->object[k];
	test_fail(__FILE__, __LINE__, "no object '%s'", path);
	return NULL;
}

/* By dpkg-deb, in each compression. */
TEST(kept_packages)
{
	static const char *const names[] = { "xz", "gzip", "zstd", "none" };
	struct little l;

	little_init(&l);
	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		char path[200];
		const struct object *o;
		struct inspection i;

		snprintf(path, sizeof(path), "tests/fuzz/corpus/deb/%s", names[k]);
		CHECK_INT(inspection_read_package(&i, path, &l.diag), 0);
		CHECK_STR(l.diag.message, NULL);
		CHECK_STR(i.name, "a");
		CHECK_STR(i.evr, "1");
		CHECK_STR(i.arch, "amd64");
		CHECK_INT(i.n_object, 2);
		o = find_object(&i, "usr/lib/liba.so.1");
		CHECK(o && o->kind == OBJECT_LIBRARY && o->n_export == 1);
		o = find_object(&i, "usr/bin/p");
		CHECK(o && o->kind == OBJECT_PROGRAM && o->mode == 04755);
		CHECK_INT(i.n_file, 2);
		CHECK_STR(i.file[0].extension, "#!python");
		CHECK_STR(i.file[1].extension, "py");
		CHECK_INT(i.n_privileged, 2);
		CHECK_STR(i.privileged[0], "capability usr/bin/p cap_net_raw+ep");
		CHECK_STR(i.privileged[1], "setuid usr/bin/p 4755 root");
		inspection_clear(&i);
	}
	little_clear(&l);
}

TEST(sha256)
{
	struct inspection i;
	struct diag diag;

	diag_init(&diag);
	CHECK_INT(inspection_read_package(&i, "tests/fuzz/corpus/deb/xz", &diag), 0);
	CHECK_INT(i.size, 2816);
	CHECK_STR(i.sha256, "07bd2bee369a810745e86628988b20c0eb249f069f29091bbdfd3fcc4e066bcc");
	inspection_clear(&i);
	diag_clear(&diag);
}

TEST(files)
{
	static const struct member members[] = {
		{ "./usr/share/a.PY", 0644, 0, "x\n", 2 },
		{ "./usr/bin/sh1", 0755, 0, "#!/bin/sh\necho\n", 15 },
		{ "./usr/bin/perl1", 0755, 0, "#! /usr/bin/perl5.36 -w\n", 24 },
		{ "./usr/bin/py1", 0755, 0, "#!/usr/bin/env -S A=1 python3.11 -E\n", 36 },
		{ "./usr/lib/libx.so.1", 0644, 0, "GROUP ( )\n", 10 },
		{ "./usr/share/a.1", 0644, 0, "man\n", 4 },
		{ "./usr/share/README", 0644, 0, "text\n", 5 },
		{ "./usr/share/b.py", 0644, 0, "#!/bin/sh\n", 10 },
		{ "./usr/share/empty", 0644, 0, NULL, 0 },
		{ "./usr/share/elf", 0644, 0, "\177ELF", 4 },
		{ "./usr/bin/wall", 02755, 0, "#!/bin/sh\n", 10 },
		{ "./var/mail", 02775, AE_IFDIR, NULL, 0 },
		{ "./dev/sda", 0660, AE_IFBLK, NULL, 0 },
		{ "./dev/fifo", 0660, AE_IFIFO, NULL, 0 },
		{ "./usr/bin/link", 04755, 0, "./usr/bin/wall", 0 },
		{ "/etc/absolute.conf", 0644, 0, "x", 1 },
	};
	static const struct file_count want[] = {
		{ (char *)"", 3, 9 },	      { (char *)"#!perl", 1, 24 },
		{ (char *)"#!python", 1, 36 }, { (char *)"#!sh", 2, 25 },
		{ (char *)"conf", 1, 1 },      { (char *)"py", 2, 12 },
		{ (char *)"so", 1, 10 },
	};
	struct inspection i;
	struct little l;

	little_init(&l);
	make_deb(&l, "xz", control, members, sizeof(members) / sizeof(members[0]));
	CHECK_INT(inspect(&l, "a.deb", &i), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_STR(i.evr, "1:2-3");
	CHECK_INT(i.n_file, 7);
	for (int k = 0; k < i.n_file && k < 7; k++) {
		CHECK_STR(i.file[k].extension, want[k].extension);
		CHECK_INT(i.file[k].count, want[k].count);
		CHECK_INT(i.file[k].bytes, want[k].bytes);
	}
	/* damaged ELF is counted and kept without content */
	CHECK_INT(i.n_object, 1);
	CHECK_INT(i.object[0].kind, OBJECT_UNKNOWN);
	CHECK_INT(l.diag.n_warning[WARN_BAD_OBJECT], 1);
	CHECK_INT(i.n_privileged, 1);
	CHECK_STR(i.privileged[0], "setgid usr/bin/wall 2755 root:tty");
	inspection_clear(&i);
	little_clear(&l);
}

/* ---- hostile packages ---- */

#define REFUSED(l, part) check_refused(l, part, __LINE__)

TEST(hostile_names)
{
	static const struct member up = { "./usr/../../etc/passwd", 0644, 0, "x", 1 };
	char *name = solv_calloc(1, 4196);
	struct member many = { name, 0644, 0, "x", 1 };
	struct inspection i;
	struct little l;

	little_init(&l);
	make_deb(&l, "gzip", control, &up, 1);
	REFUSED(&l, "leaves the package by '..'");
	memset(name, 'a', 4146);
	make_deb(&l, "gzip", control, &many, 1);
	REFUSED(&l, "the limit 'member-path-bytes' (4,096 bytes)");
	snprintf(name, 100, "a\nb\t\x1b[31m\\..x/...");
	make_deb(&l, "gzip", control, &many, 1);
	CHECK_INT(inspect(&l, "a.deb", &i), 0);
	inspection_clear(&i);
	free(name);
	little_clear(&l);
}

TEST(bombs)
{
	enum { SIZE = 192 << 20 };
	char *zeros = solv_calloc(1, SIZE);
	struct member zero = { "./zeros", 0644, 0, zeros, SIZE };
	struct little l;

	little_init(&l);
	make_deb(&l, "xz", control, &zero, 1);
	REFUSED(&l, "the limit 'unpacked-ratio' (1,000 times)");
	zero.size = (4 << 20) + 1;
	memset(zeros, 'a', zero.size);
	zeros[zero.size] = '\0';
	make_deb(&l, "xz", zeros, &zero, 1);
	REFUSED(&l, "the limit 'control-bytes' (4 MiB)");
	free(zeros);
	little_clear(&l);
}

/* Two of a kind, where one is the limit. */
TEST(counts)
{
	static const struct member two[] = {
		{ "./usr/bin/a", 04755, 0, "\177ELF", 4 },
		{ "./usr/bin/b", 04755, 0, "\177ELF", 4 },
	};
	struct inspection i;
	struct little l;

	little_init(&l);
	make_deb(&l, "gzip", control, two, 2);
	CHECK_INT(inspect(&l, "a.deb", &i), 0);
	inspection_clear(&i);
	CHECK_INT(limit_set("package-objects=1", &l.diag), 0);
	REFUSED(&l, "' exceeds the limit 'package-objects' (1 files)");
	limits_reset();
	CHECK_INT(limit_set("package-privileges=1", &l.diag), 0);
	REFUSED(&l, "' exceeds the limit 'package-privileges' (1 files)");
	limits_reset();
	little_clear(&l);
}

/* A sparse file costs nothing in the archive, and all of its size in memory. */
TEST(holes)
{
	static const struct member large = { "./usr/bin/a", 0755, 0, "\177ELF", 4 };
	struct inspection i;
	struct little l;

	little_init(&l);
	hole = 8 << 20;
	make_deb(&l, "gzip", control, &large, 1);
	hole = 0;
	CHECK_INT(inspect(&l, "a.deb", &i), 0);
	CHECK_INT(i.n_object, 1);
	inspection_clear(&i);
	CHECK_INT(limit_set("unpacked-bytes=8M", &l.diag), 0);
	REFUSED(&l, "' exceeds the limit 'unpacked-bytes' (8 MiB)");
	limits_reset();
	CHECK_INT(limit_set("ratio-free=1M", &l.diag), 0);
	CHECK_INT(limit_set("unpacked-ratio=100", &l.diag), 0);
	REFUSED(&l, "' exceeds the limit 'unpacked-ratio' (100 times)");
	limits_reset();
	little_clear(&l);
}

TEST(controls)
{
	static const struct member none = { "./x", 0644, 0, "x", 1 };
	struct little l;

	little_init(&l);
	make_deb(&l, "xz", "Package: a\nVersion: 1\n", &none, 1);
	REFUSED(&l, "does not say what package it is");
	make_deb(&l, "xz", "nonsense\n", &none, 1);
	REFUSED(&l, "");
	little_clear(&l);
}

/* A good package with bytes at a place replaced, or cut there; part of what is said of it. */
static const struct {
	long at;	   /* negative: from the end */
	const char *bytes; /* NULL: cut */
	const char *message;
} mangled[] = {
	{ 0, NULL, "neither a .deb nor an .rpm" },
	{ 4, NULL, "neither a .deb nor an .rpm" },
	{ 8, NULL, "it has no control.tar" },
	{ 30, NULL, "ends within a part's header" },
	{ 70, NULL, "longer than the file; truncated?" },
	{ 72, NULL, "it has no control.tar" },
	{ 100, NULL, "ends within a part's header" },
	{ 140, NULL, "longer than the file; truncated?" },
	{ -1, NULL, "truncated?" },
	{ -100, NULL, "longer than the file; truncated?" },
	{ 8, "debian-banana", "not a Debian package of version 2" },
	{ 68, "3.0", "not a Debian package of version 2" },
	{ 56, "-4  ", "damaged header of a part" },
	{ 56, "9999999999", "longer than the file; truncated?" },
	{ 56, "4x", "damaged header of a part" },
	{ 66, "xx", "damaged header of a part" },
	{ 72, "kontrol.tar", "it has no control.tar" },
	{ 150, "\xff\xff\xff\xff\xff\xff", "xz data" },
	{ -40, "\xff\xff\xff\xff\xff\xff", "xz data" },
	{ -4, "xx", "xz data" },
};

TEST(mangled)
{
	struct little l;

	little_init(&l);
	for (size_t k = 0; k < sizeof(mangled) / sizeof(mangled[0]); k++) {
		size_t size, at, n;
		struct inspection i;
		FILE *f = fopen("tests/fuzz/corpus/deb/xz", "rb");
		char *data = solv_malloc(1 << 16);

		CHECK(f != NULL);
		size = f ? fread(data, 1, 1 << 16, f) : 0;
		if (f)
			fclose(f);
		at = mangled[k].at < 0 ? size - (size_t)-mangled[k].at : (size_t)mangled[k].at;
		n = mangled[k].bytes ? strlen(mangled[k].bytes) : 0;
		if (!mangled[k].bytes)
			size = at;
		else
			memcpy(data + at, mangled[k].bytes, n);
		little_write_bytes(&l, "a.deb", data, size);
		if (inspect(&l, "a.deb", &i) == 0)
			test_fail(__FILE__, __LINE__, "row %zu is read", k);
		else if (!strstr(l.diag.message, mangled[k].message))
			test_fail(__FILE__, __LINE__, "row %zu: '%s'", k, l.diag.message);
		inspection_clear(&i);
		free(data);
	}
	little_clear(&l);
}

TEST(not_a_file)
{
	char path[LITTLE_PATH];
	struct inspection i;
	struct little l;

	little_init(&l);
	CHECK_INT(inspect(&l, "", &i), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "not a regular file"));
	CHECK_INT(inspect(&l, "nowhere", &i), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "No such file"));
	little_path(&l, "pipe", path);
	CHECK_INT(mkfifo(path, 0666), 0);
	alarm(20);
	CHECK_INT(inspect(&l, "pipe", &i), -1);
	alarm(0);
	little_clear(&l);
}

/* ---- rpm ---- */

static const struct little_rpm ping = {
	.name = "ping", .source = "ping-1-1.src.rpm", .provides = "ping", .file_dir = "/usr/bin/",
	.file_name = "ping", .mode = 06755, .user = "root", .group = "tty",
	.caps = "= cap_net_raw+ep", .format = "cpio",
};

/* a.rpm of a header and members; without any its payload is no archive. */
static void make_rpm(struct little *l, struct little_rpm header, const char *filter,
		     const struct member *member, int n)
{
	size_t n_rpm, n_payload = 0;
	char path[LITTLE_PATH], *rpm, *payload = NULL;
	FILE *f;

	if (n) {
		make_archive(l, "payload", archive_write_set_format_cpio_newc, filter, member, n);
		payload = little_read(l, "payload", &n_payload);
	}
	header.payload = payload;
	header.n_payload = n_payload;
	rpm = little_rpm_make(&header, &n_rpm);
	little_path(l, "a.rpm", path);
	f = fopen(path, "wb");
	CHECK(f && fwrite(rpm, 1, n_rpm, f) == n_rpm && !fclose(f));
	free(rpm);
	free(payload);
}

/* Privileges are the header's, objects and files the payload's, in each compression. */
TEST(made_rpms)
{
	static const char *const filters[] = { "gzip", "xz", "zstd", "bzip2", NULL };
	static const struct member members[] = {
		{ "./usr/bin/ping", 04755, 0, "\177ELF", 4 },
		{ "./usr/share/a.py", 0644, 0, "x\n", 2 },
	};
	struct little l;

	little_init(&l);
	for (size_t k = 0; k < sizeof(filters) / sizeof(filters[0]); k++) {
		struct inspection i;

		make_rpm(&l, ping, filters[k], members, 2);
		CHECK_INT(inspect(&l, "a.rpm", &i), 0);
		CHECK_STR(l.diag.message, NULL);
		CHECK_STR(i.name, "ping");
		CHECK_STR(i.evr, "1-1");
		CHECK_STR(i.arch, "x86_64");
		CHECK_INT(i.n_object, 1);
		if (i.n_object)
			CHECK_STR(i.object[0].path, "usr/bin/ping");
		CHECK_INT(i.n_file, 1);
		CHECK_INT(i.n_privileged, 3);
		if (i.n_privileged == 3) {
			CHECK_STR(i.privileged[0], "capability usr/bin/ping cap_net_raw+ep");
			CHECK_STR(i.privileged[1], "setgid usr/bin/ping 6755 root:tty");
			CHECK_STR(i.privileged[2], "setuid usr/bin/ping 6755 root");
		}
		inspection_clear(&i);
	}
	little_clear(&l);
}

static void check_refused_rpm(struct little *l, const char *part, int line)
{
	struct inspection i;

	if (inspect(l, "a.rpm", &i) == 0)
		test_fail(__FILE__, line, "it is read");
	else if (!strstr(l->diag.message, part))
		test_fail(__FILE__, line, "'%s' does not say '%s'", l->diag.message, part);
	inspection_clear(&i);
}

TEST(hostile_rpms)
{
	static const struct member one = { "./usr/share/a.py", 0644, 0, "x\n", 2 };
	static const struct member up = { "./usr/../../etc/passwd", 0644, 0, "x", 1 };
	struct little_rpm odd = ping;
	struct little l;
	char path[LITTLE_PATH], *rpm;
	size_t n;

	little_init(&l);
	make_rpm(&l, ping, "gzip", &up, 1);
	check_refused_rpm(&l, "leaves the package by '..'", __LINE__);
	make_rpm(&l, ping, NULL, NULL, 0);
	check_refused_rpm(&l, "a.rpm", __LINE__);
	odd.format = "drpm";
	make_rpm(&l, odd, "gzip", &one, 1);
	check_refused_rpm(&l, "its payload is 'drpm', not cpio", __LINE__);
	odd = ping;
	odd.name = NULL;
	make_rpm(&l, odd, "gzip", &one, 1);
	check_refused_rpm(&l, "a.rpm", __LINE__);
	/* cut at every length: in the lead, the signature, the header, the payload */
	make_rpm(&l, ping, "gzip", &one, 1);
	rpm = little_read(&l, "a.rpm", &n);
	free(rpm);
	little_path(&l, "a.rpm", path);
	while (n > 8) {
		n -= n > 64 ? 61 : 7;
		CHECK_INT(truncate(path, (off_t)n), 0);
		check_refused_rpm(&l, "a.rpm", __LINE__);
	}
	little_clear(&l);
}

/* NULL: not here. The caller frees it. */
static char *rpm_data(void)
{
	const char *root = getenv("RPM_DATA");
	char *dir = solv_dupjoin(root ? root : "../shared/data", "/rpms", NULL);

	if (!access(dir, R_OK))
		return dir;
	free(dir);
	return NULL;
}

TEST(rpms)
{
	char path[300];
	const struct object *o;
	struct inspection i;
	struct diag diag;

	char *data = rpm_data();

	if (!data)
		SKIP("no RPM_DATA");
	diag_init(&diag);
	snprintf(path, sizeof(path), "%s/centos/curl-7.29.0-51.el7.x86_64.rpm", data);
	free(data);
	if (access(path, R_OK) != 0)
		SKIP("no curl in RPM_DATA");
	CHECK_INT(inspection_read_package(&i, path, &diag), 0);
	CHECK_STR(diag.message, NULL);
	CHECK_STR(i.name, "curl");
	CHECK_STR(i.evr, "7.29.0-51.el7");
	CHECK_STR(i.arch, "x86_64");
	o = find_object(&i, "usr/bin/curl");
	CHECK(o && object_has(o, OBJECT_NEEDED, "libcurl.so.4") &&
	      object_has(o, OBJECT_IMPORT, "curl_easy_init") &&
	      object_has(o, OBJECT_LANGUAGE, "C"));
	inspection_clear(&i);
	diag_clear(&diag);
}

/* ---- capabilities ---- */

TEST(attributes)
{
	static const unsigned char raw[20] = { 1, 0, 0, 2, 0, 0x20 };
	char text[CAPABILITIES_BYTES];

	CHECK(capabilities_text(raw, sizeof(raw), text));
	CHECK_STR(text, "cap_net_raw=ep");
	CHECK(!capabilities_text(raw, 4, text));
	CHECK(!capabilities_text("", 0, text));
}

static void note(void *closure, const char *path, const char *capabilities)
{
	char *text = closure;
	size_t len = strlen(text);

	snprintf(text + len, 400 - len, "[%s %s]", path, capabilities);
}

TEST(setcap)
{
	char text[400] = "";

	capabilities_find("# setcap failed\nP=$(dpkg-divert --truename /usr/bin/a)\n"
			  "if setcap cap_net_raw+ep \"$P\"; then\n  setcap -q cap_kill=p /b ||\n"
			  "setcap cap_kill=p $UNKNOWN\nsetcap -r /c\nsetcap ",
			  note, text);
	CHECK_STR(text, "[usr/bin/a cap_net_raw+ep][b cap_kill=p]");
}

/* ---- the text form ---- */

static void check_load(struct little *l, const char *text, const char *part, int line)
{
	struct inspection i;
	char path[LITTLE_PATH];

	little_path(l, "text", path);
	little_write(l, "text", text);
	diag_clear(&l->diag);
	if (inspection_load(&i, path, &l->diag) == 0) {
		if (part)
			test_fail(__FILE__, line, "it is read");
	} else if (!part) {
		test_fail(__FILE__, line, "'%s'", l->diag.message);
	} else if (!strstr(l->diag.message, part) || i.name || i.n_object) {
		test_fail(__FILE__, line, "'%s' does not say '%s'", l->diag.message, part);
	}
	inspection_clear(&i);
}

#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEAD "linchpin-inspection\t1\npackage\ta\t1\tamd64\narchive\t" SUM "\t9\n"
#define OBJECT "object\tusr/bin/a\tprogram\t0755\t7\tpie,nx\t\n"

static const struct {
	const char *text;
	const char *message; /* NULL: it is read */
} texts[] = {
	{ HEAD "end\t0\n", NULL },
	{ HEAD OBJECT "needed\tz\nneeded\ty\nimport\ta\nfile\t\t1\t2\nend\t1\n", NULL },
	{ "", "not an inspection of this version" },
	{ "linchpin-inspection\t2\nend\t0\n", "not an inspection of this version" },
	{ HEAD, "it has no end; truncated?" },
	{ HEAD "end\t0", "not ended; truncated?" },
	{ HEAD OBJECT "end\t0\n", "line 5: an end that is none" },
	{ HEAD "end\t0\nend\t0\n", "an end that is none" },
	{ HEAD "needed\ta\nend\t0\n", "line 4: a word of no object" },
	{ HEAD OBJECT "import\ta\nexport\tb\nimport\tc\nend\t1\n", "list 'import' again" },
	{ HEAD OBJECT "import\ta\nimport\ta\nend\t1\n", "repeats a word" },
	{ HEAD "object\ta\tprogramme\t0755\t7\t\t\nend\t1\n", "no object that could be" },
	{ HEAD "object\ta\tprogram\t0999\t7\t\t\nend\t1\n", "no object that could be" },
	{ HEAD "object\ta\tprogram\t0755\t-7\t\t\nend\t1\n", "no object that could be" },
	{ HEAD "object\ta\tprogram\t0755\t7\tsteel\t\nend\t1\n", "no object that could be" },
	{ HEAD "object\t\tprogram\t0755\t7\t\t\nend\t1\n", "is not valid" },
	{ HEAD "object\tb\tother\t0755\t7\t\t\nobject\ta\tother\t0\t7\t\t\nend\t2\n",
	  "object 'a' is not in order" },
	{ HEAD "file\tpy\t1\t99999999999999999999\nend\t0\n", "no count of files" },
	{ HEAD "file\tpy\t1\t1\nfile\tpm\t1\t1\nend\t0\n", "not valid or in order" },
	{ HEAD "privileged\tb\nprivileged\ta\nend\t0\n", "privilege 'a' is not in order" },
	{ HEAD "wonder\tb\nend\t0\n", "line 4: not of this format" },
	{ HEAD "privileged\ta\\q\nend\t0\n", "line 4: not of this format" },
	{ HEAD "privileged\ta\\x00\nend\t0\n", "line 4: not of this format" },
	{ HEAD "package\ta\t1\tamd64\nend\t0\n", "a second package" },
	{ "linchpin-inspection\t1\npackage\ta\t1\tamd64\nend\t0\n", "not named" },
	{ "linchpin-inspection\t1\npackage\ta\t1\tamd64\narchive\tABC\t9\nend\t0\n", "not named" },
};

TEST(texts)
{
	struct little l;

	little_init(&l);
	for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++)
		check_load(&l, texts[k].text, texts[k].message, 1000 + (int)k);
	little_clear(&l);
}

static void check_same_list(const struct object *a, const struct object *b, enum object_list list)
{
	int n, n_b;
	char **word = object_list(a, list, &n), **word_b = object_list(b, list, &n_b);

	CHECK_INT(n, n_b);
	for (int k = 0; k < n && k < n_b; k++)
		CHECK_STR(word[k], word_b[k]);
}

TEST(round_trip)
{
	struct inspection i, again;
	char path[LITTLE_PATH], *first, *second;
	size_t n_first, n_second;
	struct object *o;
	struct little l;

	little_init(&l);
	CHECK_INT(inspection_read_package(&i, "tests/fuzz/corpus/deb/xz", &l.diag), 0);
	o = inspection_add_object(&i);
	o->path = solv_strdup("odd\n\t\\ \x7f\xc3\xa9");
	object_set(o, OBJECT_EXPORT, (const char *[]){ "b", "a\t", "b" }, 3);
	CHECK_INT(o->n_export, 2);
	inspection_count_file(&i, "py", 3, 1 << 20);
	inspection_add_privileged(&i, "setuid x\ny");
	inspection_sort(&i);
	little_path(&l, "text", path);
	CHECK_INT(inspection_write(&i, path, &l.diag), 0);
	CHECK_INT(inspection_load(&again, path, &l.diag), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_STR(again.sha256, i.sha256);
	CHECK_INT(again.n_object, i.n_object);
	for (int k = 0; k < i.n_object && k < again.n_object; k++) {
		CHECK_STR(again.object[k].path, i.object[k].path);
		CHECK_STR(again.object[k].soname, i.object[k].soname);
		CHECK_INT(again.object[k].hardening, i.object[k].hardening);
		CHECK_INT(again.object[k].code, i.object[k].code);
		for (int list = 0; list < OBJECT_LISTS; list++)
			check_same_list(&i.object[k], &again.object[k], list);
	}
	first = little_read(&l, "text", &n_first);
	CHECK_INT(inspection_write(&again, path, &l.diag), 0);
	second = little_read(&l, "text", &n_second);
	CHECK(n_first == n_second && !memcmp(first, second, n_first));
	free(first);
	free(second);
	inspection_clear(&i);
	CHECK_INT(inspection_write(&again, "/nonexistent/x", &l.diag), -1);
	inspection_clear(&again);
	little_clear(&l);
}

/* A full disk is a failure, and leaves what was there. */
TEST(full_disk)
{
	char path[LITTLE_PATH], new[LITTLE_PATH];
	struct inspection i;
	struct little l;

	little_init(&l);
	CHECK_INT(inspection_read_package(&i, "tests/fuzz/corpus/deb/xz", &l.diag), 0);
	little_write(&l, "text", "before");
	little_path(&l, "text", path);
	little_path(&l, "text.new", new);
	if (access("/dev/full", W_OK) == 0 && symlink("/dev/full", new) == 0) {
		size_t size;
		char *text;

		CHECK_INT(inspection_write(&i, path, &l.diag), -1);
		CHECK(l.diag.message && strstr(l.diag.message, "cannot write"));
		text = little_read(&l, "text", &size);
		CHECK(size == 6 && !memcmp(text, "before", 6));
		free(text);
	}
	inspection_clear(&i);
	little_clear(&l);
}

int main(void)
{
	RUN(kept_packages);
	RUN(sha256);
	RUN(files);
	RUN(hostile_names);
	RUN(bombs);
	RUN(counts);
	RUN(holes);
	RUN(controls);
	RUN(mangled);
	RUN(not_a_file);
	RUN(made_rpms);
	RUN(hostile_rpms);
	RUN(rpms);
	RUN(attributes);
	RUN(setcap);
	RUN(texts);
	RUN(round_trip);
	RUN(full_disk);
	return test_status();
}
