/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What file lists say about packages and components: each place that counts, and the places beside
 * it that do not.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "tests/unit/little_archive.h"

static const char two_packages[] =
	"Package: a\nVersion: 1\nArchitecture: amd64\nSource: src-a\n\n"
	"Package: b\nVersion: 1\nArchitecture: all\nSource: src-b\n\n"
	"Package: liba-dev\nVersion: 1\nArchitecture: amd64\nSource: src-a\n";

/* Import the packages above with one file list beside them. */
static void take(struct little *l, const char *list, const char *text)
{
	char name[64];

	snprintf(name, sizeof(name), "lists/%s", list);
	little_write(l, "lists/Packages", two_packages);
	little_write(l, name, text);
	if (little_import(l, "lists"))
		test_fail(__FILE__, __LINE__, "%s", l->diag.message);
}

static void refuse(struct little *l, const char *list, const char *text, const char *part)
{
	char name[64];

	snprintf(name, sizeof(name), "lists/%s", list);
	little_write(l, "lists/Packages", two_packages);
	little_write(l, name, text);
	if (!little_import(l, "lists"))
		test_fail(__FILE__, __LINE__, "accepted: %.60s", text);
	else if (!strstr(l->diag.message, part))
		test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", l->diag.message, part);
}

/* ---- binary lists ---- */

static const struct {
	const char *path;
	enum observation_kind kind; /* OBS_NONE: nothing may be seen */
	const char *seen;
} places[] = {
	{ "bin/ls", OBS_PROGRAM, "ls" },
	{ "usr/bin/ls", OBS_PROGRAM, "ls" },
	{ "./usr/bin/ls", OBS_PROGRAM, "ls" },
	{ "usr/bin/sub/ls", OBS_NONE, NULL },
	{ "opt/bin/ls", OBS_NONE, NULL },
	{ "usr/games/chess", OBS_PROGRAM, "chess" },
	{ "sbin/init", OBS_SYSTEM_PROGRAM, "init" },
	{ "usr/sbin/sshd", OBS_SYSTEM_PROGRAM, "sshd" },
	{ "boot/vmlinuz-6.1.0-13-amd64", OBS_KERNEL_IMAGE, "vmlinuz-6.1.0-13-amd64" },
	{ "boot/config-6.1.0-13-amd64", OBS_NONE, NULL },
	{ "etc/init.d/ssh", OBS_INIT_SCRIPT, "ssh" },
	{ "etc/xinetd.d/time", OBS_INETD_CONF, "time" },
	{ "etc/ufw/applications.d/openssh-server", OBS_FIREWALL_PROFILE, "openssh-server" },
	{ "usr/lib/firewalld/services/ssh.xml", OBS_FIREWALL_PROFILE, "ssh.xml" },
	{ "usr/lib/firewalld/services/README", OBS_NONE, NULL },
	{ "usr/include/zlib.h", OBS_HEADERS, "c" },
	{ "usr/include/x86_64-linux-gnu/sys/x.h", OBS_HEADERS, "c" },
	{ "usr/includes/x.h", OBS_FILES_INSTALLED, "h" },
	{ "lib/systemd/system/ssh.service", OBS_SERVICE_UNIT, "ssh.service" },
	{ "usr/lib/systemd/system/ssh@.service", OBS_SERVICE_UNIT, "ssh@.service" },
	{ "usr/lib/systemd/system/ssh.socket", OBS_SOCKET_UNIT, "ssh.socket" },
	{ "usr/lib/systemd/system/ssh.timer", OBS_NONE, NULL },
	{ "usr/lib/systemd/system/x.service.d/y.conf", OBS_NONE, NULL },
	{ "usr/lib/systemd/user/pulse.service", OBS_USER_UNIT, "pulse.service" },
	{ "usr/lib/systemd/user/pulse.socket", OBS_USER_UNIT, "pulse.socket" },
	{ "usr/share/dbus-1/system-services/org.x.service", OBS_DBUS_SYSTEM, "org.x.service" },
	{ "usr/share/dbus-1/services/org.x.service", OBS_DBUS_SESSION, "org.x.service" },
	{ "usr/share/polkit-1/actions/org.x.policy", OBS_POLKIT_ACTION, "org.x.policy" },
	{ "lib/x86_64-linux-gnu/security/pam_unix.so", OBS_PAM_MODULE, "pam_unix.so" },
	{ "lib/security/pam_x.so", OBS_PAM_MODULE, "pam_x.so" },
	{ "lib/x86_64-linux-gnu/security/README", OBS_NONE, NULL },
	{ "lib/x86_64-linux-gnu/libnss_files.so.2", OBS_NSS_MODULE, "libnss_files.so.2" },
	{ "lib/modules/6.1.0/kernel/net/x.ko", OBS_KERNEL_MODULE, "modules" },
	{ "usr/lib/modules/6.1.0/kernel/net/x.ko.xz", OBS_KERNEL_MODULE, "modules" },
	{ "lib/modules/6.1.0/modules.order", OBS_NONE, NULL },
	/* libraries: every directory the linker looks in, merged /usr or not */
	{ "usr/lib/x86_64-linux-gnu/libz.so.1", OBS_SONAME, "libz.so.1" },
	{ "lib/x86_64-linux-gnu/libz.so.1", OBS_SONAME, "libz.so.1" },
	{ "usr/lib/libz.so.1", OBS_SONAME, "libz.so.1" },
	{ "lib64/ld-linux-x86-64.so.2", OBS_SONAME, "ld-linux-x86-64.so.2" },
	{ "usr/lib/x86_64-linux-gnu/libbfd-2.40-system.so", OBS_SONAME, "libbfd-2.40-system.so" },
	{ "usr/lib/x86_64-linux-gnu/libz.so", OBS_NONE, NULL }, /* the compiler's link */
	{ "usr/lib/x86_64-linux-gnu/libz.a", OBS_STATIC_LIBRARY, "libz.a" },
	{ "usr/lib/x86_64-linux-gnu/libz.la", OBS_NONE, NULL },
	{ "usr/lib/x86_64-linux-gnu/crt1.o", OBS_FILES_INSTALLED, "o" },
	{ "usr/lib/debug/lib/x86_64-linux-gnu/libz.so.1", OBS_NONE, NULL },
	{ "usr/lib32/libz.so.1", OBS_NONE, NULL },
	{ "usr/libexec/x/libz.so.1", OBS_NONE, NULL },
	{ "usr/lib/x86_64-linux-gnu/apache2/mod_x.so", OBS_PLUGIN, "apache2" },
	{ "usr/lib/nginx/modules/ngx_x.so", OBS_PLUGIN, "nginx" },
	{ "usr/lib/nginx/modules/ngx_x.conf", OBS_NONE, NULL },
	/* language trees */
	{ "usr/lib/python3/dist-packages/x.py", OBS_LANGUAGE_TREE, "python" },
	{ "usr/lib/python3.11/x.py", OBS_LANGUAGE_TREE, "python" },
	{ "usr/lib/python2.7/x.py", OBS_LANGUAGE_TREE, "python" },
	{ "usr/lib/python-x/y", OBS_NONE, NULL },
	{ "usr/lib/pypy/x.py", OBS_LANGUAGE_TREE, "python" },
	{ "usr/share/perl5/X.pm", OBS_LANGUAGE_TREE, "perl" },
	{ "usr/share/gocode/src/x.go", OBS_LANGUAGE_TREE, "golang" },
	{ "usr/share/cargo/registry/x-1/x.rs", OBS_LANGUAGE_TREE, "rust" },
	{ "usr/share/cargo/bin/x", OBS_NONE, NULL },
	{ "usr/share/java/x.jar", OBS_LANGUAGE_TREE, "java" },
	{ "usr/share/maven-repo/x.pom", OBS_LANGUAGE_TREE, "java" },
	{ "usr/lib/ruby/x.rb", OBS_LANGUAGE_TREE, "ruby" },
	{ "usr/share/rubygems-integration/x", OBS_LANGUAGE_TREE, "ruby" },
	{ "usr/share/nodejs/x.js", OBS_LANGUAGE_TREE, "javascript" },
	{ "usr/lib/nodejs/x.js", OBS_LANGUAGE_TREE, "javascript" },
	{ "usr/share/javascript/x.js", OBS_LANGUAGE_TREE, "javascript" },
	{ "usr/share/php/x.php", OBS_LANGUAGE_TREE, "php" },
	{ "usr/lib/ocaml/x.cma", OBS_LANGUAGE_TREE, "ocaml" },
	{ "usr/lib/haskell-packages/x", OBS_LANGUAGE_TREE, "haskell" },
	{ "usr/lib/ghc/x", OBS_LANGUAGE_TREE, "haskell" },
	{ "usr/lib/R/library/x", OBS_LANGUAGE_TREE, "r" },
	{ "usr/share/emacs/site-lisp/x.el", OBS_LANGUAGE_TREE, "emacs-lisp" },
	{ "usr/share/common-lisp/x.lisp", OBS_LANGUAGE_TREE, "common-lisp" },
	{ "usr/lib/erlang/x.beam", OBS_LANGUAGE_TREE, "erlang" },
	{ "usr/lib/cli/x.dll", OBS_LANGUAGE_TREE, "csharp" },
	{ "usr/lib/mono/x.dll", OBS_LANGUAGE_TREE, "csharp" },
	{ "usr/share/lua/5.1/x.lua", OBS_LANGUAGE_TREE, "lua" },
	{ "usr/share/tcltk/x.tcl", OBS_LANGUAGE_TREE, "tcl" },
	{ "usr/share/guile/x.scm", OBS_LANGUAGE_TREE, "scheme" },
	{ "usr/share/octave/x.m", OBS_LANGUAGE_TREE, "octave" },
	{ "usr/share/julia/x.jl", OBS_LANGUAGE_TREE, "julia" },
	{ "usr/share/ada/x.ads", OBS_LANGUAGE_TREE, "ada" },
	/* firmware and images */
	{ "lib/firmware/x/y.hex", OBS_FIRMWARE, "firmware" },
	{ "usr/lib/firmware/x", OBS_FIRMWARE, "firmware" },
	{ "boot/x.efi", OBS_FIRMWARE, "efi" },
	{ "usr/share/x/x.rom", OBS_FIRMWARE, "rom" },
	{ "usr/share/doc/x/x.rom", OBS_NONE, NULL },
	/* programs kept as text, and what compilers make or read */
	{ "usr/share/x/x.py", OBS_FILES_INSTALLED, "py" },
	{ "usr/share/x/x.lua", OBS_FILES_INSTALLED, "lua" },
	{ "usr/share/x/x.cpp", OBS_FILES_INSTALLED, "cpp" },
	{ "usr/avr/lib/x.a", OBS_FILES_INSTALLED, "a" },
	{ "usr/share/x/x.pyx", OBS_NONE, NULL },
	{ "usr/share/x/py", OBS_NONE, NULL },
	{ "usr/share/doc/x/x.py", OBS_NONE, NULL },
	{ "usr/share/x/tests/x.py", OBS_NONE, NULL },
	{ "usr/share/doc/a/copyright", OBS_NONE, NULL },
	{ "README", OBS_NONE, NULL },
	{ "usr/lib/modules/7.2.12+deb14-amd64/vmlinuz", OBS_KERNEL_IMAGE, "vmlinuz" },
};

enum { PLACES = sizeof(places) / sizeof(places[0]) };

/* Files of a place may count by their extension too. */
static bool has_extension_too(int i)
{
	return places[i].kind != OBS_NONE || strstr(places[i].path, ".so");
}

/* What was seen of the file lists' kinds, as "kind: text". */
static void check_place(struct little *l, int i)
{
	bool found = false;

	for (int kind = OBS_SONAME; kind <= OBS_FILES_INSTALLED; kind++) {
		const char *seen = little_seen(l, (enum observation_kind)kind, "a");

		if (kind == (int)places[i].kind && !strcmp(seen, places[i].seen))
			found = true;
		else if (*seen && !(kind == OBS_FILES_INSTALLED && has_extension_too(i)))
			test_fail(__FILE__, __LINE__, "'%s' is seen as %s '%s'", places[i].path,
				  observation_kind_name((enum observation_kind)kind), seen);
	}
	if (!found && places[i].kind)
		test_fail(__FILE__, __LINE__, "'%s' is not seen as %s '%s'", places[i].path,
			  observation_kind_name(places[i].kind), places[i].seen);
}

TEST(every_place)
{
	struct little l;
	char line[256];

	little_init(&l);
	for (int i = 0; i < PLACES; i++) {
		snprintf(line, sizeof(line), "%-60s net/a\n", places[i].path);
		take(&l, "Contents-amd64", line);
		check_place(&l, i);
		CHECK_STR(little_seen(&l, OBS_PROGRAM, "b"), "");
	}
	CHECK_INT(l.universe.has_file_lists, true);
	CHECK_INT(l.universe.has_source_files, false);
	little_clear(&l);
}

/* The same one after the other, as in a real list, where neighbours are looked at together. */
TEST(all_places_in_one_list)
{
	char *text = calloc(1, PLACES * 256);
	size_t n = 0;
	struct little l;

	little_init(&l);
	for (int i = 0; i < PLACES; i++)
		n += (size_t)snprintf(text + n, PLACES * 256 - n, "%s\tnet/%s\n", places[i].path,
				      i % 2 ? "a" : "b");
	take(&l, "Contents-amd64", text);
	for (int i = 0; i < PLACES; i++) {
		const char *seen = places[i].kind ?
					   little_seen(&l, places[i].kind, i % 2 ? "a" : "b") :
					   NULL;

		if (seen && !strstr(seen, places[i].seen))
			test_fail(__FILE__, __LINE__, "'%s' is not among %s", places[i].path, seen);
	}
	CHECK_STR(little_seen(&l, OBS_STATIC_LIBRARY, "b"), "");
	free(text);
	little_clear(&l);
}

TEST(columns)
{
	struct little l;

	little_init(&l);
	take(&l, "Contents-amd64",
	     "usr/bin/both\t\t\tnet/a,contrib/libs/b\n"
	     "usr/bin/no section                                 a\n" /* a path with a space */
	     "usr/bin/other                                      net/other,b\n"
	     "usr/bin/tab\tinside\tadmin/b\n");
	CHECK_STR(little_seen(&l, OBS_PROGRAM, "a"), "both, no section");
	CHECK_STR(little_seen(&l, OBS_PROGRAM, "b"), "both, other, tab	inside");
	CHECK_INT(l.diag.n_warning[WARN_UNKNOWN_FILES], 1);
	CHECK(strstr(l.diag.example[WARN_UNKNOWN_FILES], "'other', which is not in the release") !=
	      NULL);
	little_clear(&l);
}

TEST(counts)
{
	struct little l;

	little_init(&l);
	take(&l, "Contents-all",
	     "usr/include/a.h net/a\nusr/include/a/b.h net/a\nusr/include/c.h net/a,net/b\n"
	     "usr/lib/python3/x net/b\n");
	CHECK_STR(little_seen(&l, OBS_HEADERS, "a"), "c*3");
	CHECK_STR(little_seen(&l, OBS_HEADERS, "b"), "c");
	CHECK_STR(little_seen(&l, OBS_LANGUAGE_TREE, "b"), "python");
	little_clear(&l);
}

/* The name that programs load, not the file behind it, not the compiler's links. */
TEST(sonames)
{
	struct little l;

	little_init(&l);
	take(&l, "Contents-amd64",
	     "usr/lib/x86_64-linux-gnu/libz.so.1          libs/a\n"
	     "usr/lib/x86_64-linux-gnu/libz.so.1.2.13     libs/a\n"
	     "usr/lib/x86_64-linux-gnu/libz.so.10         libs/a\n"
	     "usr/lib/x86_64-linux-gnu/libq.so.2.0.0      libs/a\n"
	     "usr/lib/x86_64-linux-gnu/libp-1.0.so        libdevel/liba-dev\n"
	     "usr/lib/x86_64-linux-gnu/libz.so            libdevel/liba-dev\n"
	     "usr/lib/x86_64-linux-gnu/libz.a             libdevel/liba-dev\n"
	     "usr/lib/x86_64-linux-gnu/libonly.so.3       libdevel/liba-dev\n"
	     "usr/lib/x86_64-linux-gnu/libr.so.1.5        libs/b\n");
	CHECK_STR(little_seen(&l, OBS_SONAME, "a"), "libq.so.2.0.0, libz.so.1, libz.so.10");
	CHECK_STR(little_seen(&l, OBS_SONAME, "liba-dev"), "libonly.so.3");
	CHECK_STR(little_seen(&l, OBS_STATIC_LIBRARY, "liba-dev"), "libz.a");
	CHECK_STR(little_seen(&l, OBS_SONAME, "b"), "libr.so.1.5");
	little_clear(&l);
}

TEST(not_a_binary_list)
{
	char text[8192] = "";
	size_t n = 0;
	struct little l;

	little_init(&l);
	refuse(&l, "Contents-amd64", "", "is empty");
	refuse(&l, "Contents-amd64", "<html>\n<body>\n404 not found\n</body>\n</html>\n",
	       "have no package column; not a Contents file?");
	refuse(&l, "Contents-amd64", "usr/bin/x net/a\nusr/bin/", "in the middle of a line");
	refuse(&l, "Contents-amd64", "\x1f\x8b\x08garbage, but no gzip", "gzip data");
	/* one line in a hundred may be odd: it is left out and counted */
	for (int i = 0; i < 100; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "usr/bin/p%02d net/a\n", i);
	snprintf(text + n, sizeof(text) - n, "odd\n");
	take(&l, "Contents-amd64", text);
	CHECK_INT(l.diag.n_warning[WARN_BAD_LINE], 1);
	CHECK(strstr(l.diag.example[WARN_BAD_LINE], "line 101 has no package column") != NULL);
	little_clear(&l);
}

/* ---- source lists ---- */

TEST(source_files_by_role_and_extension)
{
	struct little l;

	little_init(&l);
	take(&l, "Contents-source",
	     "src/main.c                      src-a\n"
	     "src/main.h                      src-a\n"
	     "src/util.c                      src-a,src-b\n"
	     "README                          src-a\n"
	     ".gitignore                      src-a\n"
	     "a file.with space.cc            src-a\n"
	     "third_party/zlib/inflate.c      src-a\n"
	     "vendor/x/tests/t.c              src-a\n"
	     "tests/t.py                      src-a\n"
	     "doc/x.c                         src-a\n"
	     "debian/rules                    src-a,src-b,not-here\n"
	     "x.averyverylongextension        src-b\n"
	     "lib/LIB.C                       src-b\n");
	CHECK_STR(little_seen(&l, OBS_FILES_SHIPPED, "src-a"), "-*2, c*2, cc, h");
	CHECK_STR(little_seen(&l, OBS_FILES_VENDORED, "src-a"), "c");
	CHECK_STR(little_seen(&l, OBS_FILES_ASIDE, "src-a"), "-, c*2, py");
	CHECK_STR(little_seen(&l, OBS_FILES_SHIPPED, "src-b"), "-, C, c");
	CHECK_STR(little_seen(&l, OBS_FILES_ASIDE, "src-b"), "-");
	CHECK_INT(l.universe.has_source_files, true);
	/* sources without a package are no component, and nothing to warn of */
	CHECK_INT(l.diag.n_warning[WARN_UNKNOWN_FILES], 0);
	little_clear(&l);
}

/* A file called like a program that is installed from it is a script. */
TEST(scripts)
{
	struct little l;

	little_init(&l);
	little_write(&l, "lists/Contents-amd64",
		     "usr/bin/run           net/a\n"
		     "usr/bin/made          net/a\n"
		     "usr/sbin/serve        net/a\n"
		     "usr/sbin/compiled     net/a\n"
		     "usr/bin/other         net/b\n");
	take(&l, "Contents-source",
	     "bin/run                    src-a,src-b\n"
	     "made.in                    src-a\n"
	     "src/serve.py               src-a\n"
	     "src/compiled.c             src-a\n"
	     "completions/bash/compiled  src-a\n"
	     "tests/compiled             src-a\n"
	     "etc/init.d/serve           src-a\n"
	     "other                      src-a\n");
	CHECK_STR(little_seen(&l, OBS_FILES_SHIPPED, "src-a"), "!script*2, -*3, c, py");
	CHECK_STR(little_seen(&l, OBS_FILES_SHIPPED, "src-b"), "-");
	CHECK_STR(little_seen(&l, OBS_FILES_ASIDE, "src-a"), "-");
	CHECK_STR(little_seen(&l, OBS_FILES_INSTALLED, "a"), "py");
	little_clear(&l);
}

TEST(build_marks)
{
	struct little l;

	little_init(&l);
	take(&l, "Contents-source",
	     "Cargo.toml                  src-a\n"
	     "sub/CMakeLists.txt          src-a\n"
	     "sub/deep/go.mod             src-a\n" /* too deep */
	     "tests/setup.py              src-a\n" /* not what is shipped */
	     "vendor/pom.xml              src-a\n"
	     "configure.ac.orig           src-a\n"
	     "meson.build                 src-a,src-b\n");
	CHECK_STR(little_seen(&l, OBS_BUILD_MARK, "src-a"),
		  "CMakeLists.txt, Cargo.toml, meson.build");
	CHECK_STR(little_seen(&l, OBS_BUILD_MARK, "src-b"), "meson.build");
	little_clear(&l);
}

/* Every file of debian/ has a column with all packages: longer than any block of lines. */
TEST(a_column_of_many)
{
	enum { MANY = 150000, SIZE = MANY * 32 };
	char *text = malloc(SIZE);
	size_t n = (size_t)snprintf(text, SIZE, "debian/rules src-a");
	struct little l;

	little_init(&l);
	for (int i = 0; i < MANY; i++)
		n += (size_t)snprintf(text + n, SIZE - n, ",another-source-%d", i);
	n += (size_t)snprintf(text + n, SIZE - n, ",src-b\nx.c src-b\n");
	CHECK(n > 2 << 20);
	take(&l, "Contents-source", text);
	CHECK_STR(little_seen(&l, OBS_FILES_ASIDE, "src-a"), "-");
	CHECK_STR(little_seen(&l, OBS_FILES_ASIDE, "src-b"), "-");
	CHECK_STR(little_seen(&l, OBS_FILES_SHIPPED, "src-b"), "c");
	free(text);
	little_clear(&l);
}

/* The counts of pockets are not added up: the first list that names a component counts. */
TEST(several_source_lists)
{
	struct little l;

	little_init(&l);
	l.options.components = "main contrib";
	l.options.allow_unverified = true;
	little_write(&l, "lists/x_dists_s-security_Release",
		     "Origin: Debian\nCodename: s-security\nDate: Sun, 02 Aug 2026 10:00:00 UTC\n");
	little_write(&l, "lists/x_dists_s_Release",
		     "Origin: Debian\nCodename: s\nDate: Sat, 01 Aug 2026 10:00:00 UTC\n");
	little_write(&l, "lists/x_dists_s_main_binary-amd64_Packages", two_packages);
	little_write(&l, "lists/x_dists_s_main_Contents-source",
		     "a.c src-a\nb.c src-a,src-b\nc.c src-a\n");
	little_write(&l, "lists/x_dists_s-security_main_Contents-source",
		     "a.c src-a\nb.cc src-a\n");
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_STR(little_seen(&l, OBS_FILES_SHIPPED, "src-a"), "c, cc");
	CHECK_STR(little_seen(&l, OBS_FILES_SHIPPED, "src-b"), "c");
	little_clear(&l);
}

TEST(missing_lists_are_counted)
{
	struct little l;

	little_init(&l);
	little_write(&l, "lists/Packages", two_packages);
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_INT(l.diag.n_warning[WARN_MISSING_INPUT], 3); /* Sources, Contents, Contents-source */
	l.options.file_lists = l.options.sources = false;
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_INT(l.diag.n_warning[WARN_MISSING_INPUT], 0);
	little_clear(&l);
}

/* Lists of another architecture, of the installer, and of areas that were not asked for. */
TEST(lists_of_others)
{
	struct little l;

	little_init(&l);
	little_write(&l, "lists/Contents-i386", "usr/bin/i386 net/a\n");
	little_write(&l, "lists/Contents-udeb-amd64", "usr/bin/udeb net/a\n");
	little_write(&l, "lists/Contents-all", "usr/bin/all net/a\n");
	take(&l, "Contents-amd64", "usr/bin/amd64 net/a\n");
	CHECK_STR(little_seen(&l, OBS_PROGRAM, "a"), "all, amd64");
	CHECK_INT(l.universe.release.n_input, 3);
	l.options.file_lists = false;
	CHECK_INT(little_import(&l, "lists"), 0);
	CHECK_STR(little_seen(&l, OBS_PROGRAM, "a"), "");
	little_clear(&l);
}

int main(void)
{
	RUN(every_place);
	RUN(all_places_in_one_list);
	RUN(columns);
	RUN(counts);
	RUN(sonames);
	RUN(not_a_binary_list);
	RUN(source_files_by_role_and_extension);
	RUN(scripts);
	RUN(build_marks);
	RUN(a_column_of_many);
	RUN(several_source_lists);
	RUN(missing_lists_are_counted);
	RUN(lists_of_others);
	return test_status();
}
