/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do inspections that were kept become observations of the packages they are about, and links of
 * what these are linked with?
 */
#include <stdlib.h>
#include <string.h>
#include <solv/chksum.h>
#include <solv/util.h>

#include "graphs/depgraph.h"
#include "graphs/links.h"
#include "importers/inspected.h"
#include "tests/test.h"
#include "tests/unit/kept.h"

#define PROGRAM(path) "object\t" path "\tprogram\t0755\t4096\tpie,relro\t\n"
#define LIBRARY(path, soname) "object\t" path "\tlibrary\t0644\t4096\trelro\t" soname "\n"

static void write_archive(struct little *l)
{
	little_write(l, "a/Packages",
		     KEPT_STANZA("x", "x", "01", "liby1, libz1")
		     KEPT_STANZA("y", "y", "02", "liby1")
		     KEPT_STANZA("z", "z", "03", "libz1")
		     KEPT_STANZA("liby1", "liby", "04", "libc6")
		     KEPT_STANZA("libz1", "libz", "05", "libc6")
		     "Package: libc6\nVersion: 1\nArchitecture: amd64\n");
	little_write(l, "a/Contents-amd64",
		     "usr/bin/x net/x\nusr/bin/y net/y\nusr/bin/z net/z\n"
		     "usr/lib/x86_64-linux-gnu/liby.so.1 libs/liby1\n"
		     "usr/lib/x86_64-linux-gnu/libz-0.9.so.1 libs/libz1\n"
		     "usr/lib/x86_64-linux-gnu/libc.so.6 libs/libc6\n");
	kept_use(l);
}

/* ---- observations ---- */

static const char facts[] =
	"object\tlib/modules/a.ko\tmodule\t0644\t512\t\t\nimport\tsocket\nlanguage\tC\n"
	"object\tusr/bin/hidden\tprogram\t0755\t100\t\t\n"
	"object\tusr/bin/x\tprogram\t4755\t2049\tpie,nx\t\n"
	"needed\tliby.so.1\nneeded\tlibc.so.6\n"
	"import\taccept4\nimport\tmemcpy\nimport\tsocket\n"
	"language\tC++\nlanguage\tRust\ncompiler\tGCC 12.2.0\n"
	"object\tusr/lib/a.o\tother\t0644\t4096\t\t\nlanguage\tC\ncompiler\tGCC 12.2.0\n"
	"object\tusr/lib/libx.so.1\tlibrary\t0644\t0\trelro\tlibx.so.1\n"
	"needed\tlibc.so.6\nimport\tgetaddrinfo\nlanguage\tC\n"
	"object\tusr/lib/x/p.so\tplugin\t0644\t8\trelro\t\nneeded\tlibc.so.6\nimport\tfree\n"
	"object\tusr/libexec/g\tprogram\t0755\t1024\tpie\t\nimport\tsocket\nlanguage\tGo\n"
	"file\t\t1\t3000\nfile\t#!sh\t1\t10\nfile\tpy\t3\t2048\nfile\ttxt\t2\t0\n"
	"privileged\tcapability usr/bin/ping cap_net_raw=ep\n"
	"privileged\tsetgid usr/bin/wall 2755 root:tty\n"
	"privileged\tsetuid usr/bin/x 4755 root\n";

TEST(facts_become_observations)
{
	struct little l;

	little_init(&l);
	write_archive(&l);
	kept_write(&l, "01", "x", facts);
	CHECK_INT(little_import(&l, "a"), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_INT(l.diag.n_warning[WARN_BAD_INSPECTION], 0);
	CHECK_STR(little_seen(&l, OBS_INSPECTED, "x"), "code");
	/* variants are one call, memcpy() is none; what imports nothing is opaque, as is Go */
	CHECK_STR(little_seen(&l, OBS_PROGRAM_CALLS, "x"), "accept socket, opaque, opaque socket");
	CHECK_STR(little_seen(&l, OBS_LIBRARY_CALLS, "x"), "getaddrinfo");
	/* KiB, begun ones count; a library without code has none */
	CHECK_STR(little_seen(&l, OBS_MACHINE_CODE, "x"), "C*5, C++, Rust*3, Go");
	CHECK_STR(little_seen(&l, OBS_COMPILER, "x"), "GCC 12.2.0*2");
	CHECK_STR(little_seen(&l, OBS_LOADS, "x"), "libc.so.6*3, liby.so.1");
	CHECK_STR(little_seen(&l, OBS_OBJECT_SONAME, "x"), "libx.so.1");
	CHECK_STR(little_seen(&l, OBS_HARDENING, "x"),
		  "libraries, nx, pie*2, plugins, programs*3, relro*2");
	CHECK_STR(little_seen(&l, OBS_SETUID, "x"), "usr/bin/wall, usr/bin/x");
	CHECK_STR(little_seen(&l, OBS_CAPABILITY, "x"), "usr/bin/ping cap_net_raw=ep");
	CHECK_STR(little_seen(&l, OBS_FILES_INSPECTED, "x"), "#!sh, -*3, py*2");
	CHECK_STR(little_seen(&l, OBS_INSPECTED, "y"), "");
	little_clear(&l);
}

TEST(sizes_beyond_an_int_count_as_the_largest)
{
	struct little l;

	little_init(&l);
	write_archive(&l);
	kept_write(&l, "01", "x",
		   "object\tusr/bin/x\tprogram\t0755\t9223372036854775807\tpie\t\n"
		   "language\tC\nfile\tpy\t3\t9223372036854775807\n");
	CHECK_INT(little_import(&l, "a"), 0);
	CHECK_STR(little_seen(&l, OBS_MACHINE_CODE, "x"), "C*1073741823");
	CHECK_STR(little_seen(&l, OBS_FILES_INSPECTED, "x"), "py*1073741823");
	little_clear(&l);
}

TEST(a_package_without_code_was_inspected_too)
{
	struct little l;

	little_init(&l);
	write_archive(&l);
	kept_write(&l, "01", "x", "file\tpy\t3\t2048\n");
	kept_write(&l, "02", "y", "object\tusr/lib/y.o\tother\t0644\t4096\t\t\nlanguage\tC\n");
	CHECK_INT(little_import(&l, "a"), 0);
	CHECK_STR(little_seen(&l, OBS_INSPECTED, "x"), "none");
	CHECK_STR(little_seen(&l, OBS_INSPECTED, "y"), "none");
	CHECK_STR(little_seen(&l, OBS_PROGRAM_CALLS, "x"), "");
	little_clear(&l);
}

/* ---- joining ---- */

/* The SHA-256 of these sums in order, as hexadecimal. */
static void sum_of_sums(const char *const *sum, int n, char ret_hex[65])
{
	Chksum *all = solv_chksum_create(REPOKEY_TYPE_SHA256);
	unsigned char bytes[32];
	int len;

	for (int i = 0; i < n; i++) {
		const char *at = sum[i];

		CHECK_INT(solv_hex2bin(&at, bytes, 32), 32);
		solv_chksum_add(all, bytes, 32);
	}
	memcpy(bytes, solv_chksum_get(all, &len), 32);
	solv_bin2hex(bytes, 32, ret_hex);
	solv_chksum_free(all, NULL);
}

static const struct input *find_joined(const struct little *l)
{
	const struct release *r = &l->universe.release;

	for (int i = 0; i < r->n_input; i++)
		if (!strncmp(r->input[i].name, "inspections", 11))
			return &r->input[i];
	return NULL;
}

TEST(what_was_joined_is_an_input)
{
	/* in the order of the sums, not of the index; what is not of this release is not in it */
	static const char *const sums[] = { KEPT_SUM("02"), KEPT_SUM("05") };
	const struct input *input;
	struct little l;
	char hex[65];

	little_init(&l);
	write_archive(&l);
	CHECK_INT(little_import(&l, "a"), 0);
	CHECK(!find_joined(&l));
	kept_write(&l, "05", "libz1", "");
	kept_write(&l, "02", "y", "");
	kept_write(&l, "77", "other", "");
	CHECK_INT(little_import(&l, "a"), 0);
	input = find_joined(&l);
	CHECK(input != NULL);
	if (input) {
		CHECK_STR(input->name, "inspections of 2 packages");
		sum_of_sums(sums, 2, hex);
		CHECK_STR(input->sha256, hex);
		CHECK_INT(input->verification, VERIFY_LISTED);
		CHECK_INT(input->size, 64);
	}
	little_clear(&l);
}

TEST(inspections_can_be_left_aside)
{
	struct little l;

	little_init(&l);
	write_archive(&l);
	kept_write(&l, "01", "x", facts);
	l.options.uninspected = true;
	CHECK_INT(little_import(&l, "a"), 0);
	CHECK_STR(little_seen(&l, OBS_INSPECTED, "x"), "");
	CHECK(!find_joined(&l));
	/* who asks for needs alone does not pay for them */
	l.options.uninspected = false;
	l.options.file_lists = false;
	CHECK_INT(little_import(&l, "a"), 0);
	CHECK_STR(little_seen(&l, OBS_INSPECTED, "x"), "");
	little_clear(&l);
}

TEST(a_damaged_result_is_counted_and_left_out)
{
	static const char *const damaged[] = { "", "linchpin-inspection\t0\n",
					       "linchpin-inspection\t1\npackage\tx\t1\tamd64\n" };
	struct little l;

	for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
		little_init(&l);
		write_archive(&l);
		kept_write(&l, "02", "y", PROGRAM("usr/bin/y"));
		little_write(&l, "cache/inspected/01/" KEPT_SUM("01") ".tsv", damaged[i]);
		/* no results: other names, other lengths */
		little_write(&l, "cache/inspected/03/" KEPT_SUM("03") ".tsv.new", "");
		little_write(&l, "cache/inspected/03/03.tsv", "");
		little_write(&l, "cache/inspected/README", "");
		CHECK_INT(little_import(&l, "a"), 0);
		CHECK_INT(l.diag.n_warning[WARN_BAD_INSPECTION], 1);
		CHECK_STR(little_seen(&l, OBS_INSPECTED, "x"), "");
		CHECK_STR(little_seen(&l, OBS_INSPECTED, "y"), "code");
		CHECK_STR(find_joined(&l) ? find_joined(&l)->name : NULL,
			  "inspections of 1 package");
		little_clear(&l);
	}
}

/* ---- links ---- */

/* "liby1 libz1": what a package loads. The text lives until the next call. */
static const char *loads(const struct links *links, const char *package)
{
	const struct depgraph *g = links->graph;
	static char text[200];

	*text = '\0';
	for (int node = 0; node < g->n_node; node++) {
		if (strcmp(depgraph_node_name(g, node), package) != 0)
			continue;
		for (int i = links->load_begin[node]; i < links->load_begin[node + 1]; i++)
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
				 *text ? " " : "", depgraph_node_name(g, links->load[i]));
	}
	return text;
}

TEST(links_of_inspected_packages_are_what_they_are_linked_with)
{
	struct depgraph g;
	struct links links;
	struct little l;

	little_init(&l);
	write_archive(&l);
	/* needs both, is linked with the second, by a soname that no file is called by */
	kept_write(&l, "01", "x",
		   PROGRAM("usr/bin/x") "needed\tlibz.so.1\nneeded\tlibm.so.6\nneeded\ta.so\n");
	/* starts programs of liby1, or opens it while running */
	kept_write(&l, "02", "y", PROGRAM("usr/bin/y") "needed\tlibc.so.6\n");
	kept_write(&l, "05", "libz1",
		   LIBRARY("usr/lib/x86_64-linux-gnu/libz-0.9.so.1", "libz.so.1"));
	CHECK_INT(little_import(&l, "a"), 0);
	depgraph_init(&g);
	links_init(&links);
	depgraph_build(&g, &l.universe);
	links_build(&links, &g);
	CHECK_INT(links.source, LINKS_INFERRED);
	CHECK_INT(links_check(&links, &l.diag), 0);
	CHECK_STR(loads(&links, "x"), "libz1");
	CHECK_STR(loads(&links, "y"), "");
	CHECK_STR(loads(&links, "z"), "libz1"); /* not inspected: inferred */
	CHECK_STR(loads(&links, "liby1"), "libc6");
	CHECK_STR(loads(&links, "libz1"), "");
	links_clear(&links);
	depgraph_clear(&g);
	little_clear(&l);
}

int main(void)
{
	RUN(facts_become_observations);
	RUN(sizes_beyond_an_int_count_as_the_largest);
	RUN(a_package_without_code_was_inspected_too);
	RUN(what_was_joined_is_an_input);
	RUN(inspections_can_be_left_aside);
	RUN(a_damaged_result_is_counted_and_left_out);
	RUN(links_of_inspected_packages_are_what_they_are_linked_with);
	return test_status();
}
