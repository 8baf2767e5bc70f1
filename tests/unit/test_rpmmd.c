/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rpm-md repositories of a few packages: what becomes of them, and of those that are cut, wrong,
 * or something else. Checksums are computed here, so that a repository is as its repomd.xml says
 * unless a test says otherwise.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/chksum.h>
#include <solv/knownid.h>
#include <solv/util.h>

#include "graphs/depgraph.h"
#include "graphs/links.h"
#include "importers/rpm_observe.h"
#include "importers/rpmmd.h"
#include "tests/test.h"
#include "tests/unit/little_archive.h"

#define CENTOS "../shared/data/rpmmd/centos-7.5-dvd"

/* ---- making repositories ---- */

#define PRIMARY(body)                                                \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"               \
	"<metadata xmlns=\"http://linux.duke.edu/metadata/common\" " \
	"xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"1\">\n" body "</metadata>\n"

#define FILELISTS(body)                                                                        \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                         \
	"<filelists xmlns=\"http://linux.duke.edu/metadata/filelists\" packages=\"1\">\n" body \
	"</filelists>"

/* One package: name, architecture, version, release, what is inside <format>. */
#define PACKAGE(name, arch, ver, rel, format)                                                     \
	"<package type=\"rpm\"><name>" name "</name><arch>" arch "</arch>"                        \
	"<version epoch=\"0\" ver=\"" ver "\" rel=\"" rel "\"/>"                                  \
	"<checksum type=\"sha256\" pkgid=\"YES\">"                                                \
	"0000000000000000000000000000000000000000000000000000000000000000</checksum>"             \
	"<summary>the " name " package</summary><description>x</description>"                     \
	"<url>https://example.org/" name "</url><location href=\"" name ".rpm\"/><format>" format \
	"</format></package>\n"

#define SOURCE(text) "<rpm:sourcerpm>" text "</rpm:sourcerpm>"
#define GROUP(text) "<rpm:group>" text "</rpm:group>"
#define REQUIRES(entries) "<rpm:requires>" entries "</rpm:requires>"
#define PROVIDES(entries) "<rpm:provides>" entries "</rpm:provides>"
#define ENTRY(name) "<rpm:entry name=\"" name "\"/>"
#define ENTRY_EQ(name, ver, rel) \
	"<rpm:entry name=\"" name "\" flags=\"EQ\" epoch=\"0\" ver=\"" ver "\" rel=\"" rel "\"/>"
#define FILES(name, arch, ver, rel, files)                          \
	"<package pkgid=\"0\" name=\"" name "\" arch=\"" arch "\">" \
	"<version epoch=\"0\" ver=\"" ver "\" rel=\"" rel "\"/>" files "</package>\n"

struct part {
	const char *type, *name; /* "primary", "repodata/primary.xml.gz" */
	const char *filter;	 /* "gzip"; "none" is plain */
	const char *text;	 /* NULL: listed but absent */
};

static void checksum(const char *data, size_t size, Id type, char ret[129])
{
	Chksum *sum = solv_chksum_create(type);
	const unsigned char *bin;
	int len;

	solv_chksum_add(sum, data, (int)size);
	bin = solv_chksum_get(sum, &len);
	for (int i = 0; i < len; i++)
		snprintf(ret + 2 * i, 3, "%02x", bin[i]);
	solv_chksum_free(sum, NULL);
}

/* A repository in the directory dir, with the checksums of that type ("sha256"). */
static void write_repository(struct little *l, const char *dir, const char *sum_type,
			     const struct part *part, int n)
{
	char *repomd = solv_strdup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<repomd "
				   "xmlns=\"http://linux.duke.edu/metadata/repo\">"
				   "<revision>7</revision><tags><distro "
				   "cpeid=\"cpe:/o:fedoraproject:fedora:43\">Fedora 43</distro>"
				   "</tags>\n");
	char path[256];

	for (int i = 0; i < n; i++) {
		char sum[129], entry[1024];
		size_t size = 0;

		checksum("", 0, solv_chksum_str2type(sum_type), sum);
		snprintf(path, sizeof(path), "%s/%s", dir, part[i].name);
		if (part[i].text) {
			char *data;

			little_pack(l, path, part[i].filter, part[i].text, strlen(part[i].text));
			data = little_read(l, path, &size);
			checksum(data, size, solv_chksum_str2type(sum_type), sum);
			free(data);
		}
		snprintf(entry, sizeof(entry),
			 "<data type=\"%s\"><checksum type=\"%s\">%s</checksum>"
			 "<location href=\"%s\"/><timestamp>1700000000</timestamp>"
			 "<size>%zu</size></data>\n",
			 part[i].type, sum_type, sum, part[i].name, size);
		repomd = solv_dupappend(repomd, entry, NULL);
	}
	repomd = solv_dupappend(repomd, "</repomd>\n", NULL);
	snprintf(path, sizeof(path), "%s/repodata/repomd.xml", dir);
	little_write(l, path, repomd);
	free(repomd);
}

static int import_path(struct little *l, const char *path)
{
	universe_clear(&l->universe);
	diag_clear(&l->diag);
	if (rpmmd_import(&l->universe, path, &l->options, &l->diag)) {
		if (l->universe.pool || l->universe.n_component || l->universe.release.input)
			abort(); /* a failed import leaves an empty universe */
		return -1;
	}
	return universe_check(&l->universe, &l->diag);
}

static int import(struct little *l, const char *name)
{
	char path[LITTLE_PATH];

	little_path(l, name, path);
	return import_path(l, path);
}

static void start(struct little *l)
{
	little_init(l);
	l->options.arch = "x86_64";
}

/* ---- what is read ---- */

/* clang-format off */
static const char two_packages[] = PRIMARY(
	PACKAGE("app", "x86_64", "1", "1",
		SOURCE("app-1-1.src.rpm") GROUP("System Environment/Daemons")
		REQUIRES(ENTRY("libz.so.1()(64bit)") ENTRY("/usr/share/data/file") ENTRY("/bin/sh")
			 ENTRY("rpmlib(CompressedFileNames)") ENTRY("config(app)"))
		PROVIDES(ENTRY_EQ("app", "1", "1") ENTRY_EQ("config(app)", "1", "1")))
	PACKAGE("zlib", "x86_64", "1.2", "3",
		SOURCE("zlib-1.2-3.src.rpm") GROUP("Unspecified")
		PROVIDES(ENTRY_EQ("zlib", "1.2", "3") ENTRY("libz.so.1()(64bit)")
			 ENTRY("libz.so.1(ZLIB_1.2)(64bit)") ENTRY("libnspr4.so()(64bit)")
			 ENTRY("libplug.so()(64bit)"))
		"<file>/bin/sh</file>"));

static const char two_filelists[] = FILELISTS(
	FILES("app", "x86_64", "1", "1",
	      "<file>/usr/sbin/appd</file><file>/usr/bin/app</file>"
	      "<file>/usr/lib/systemd/system/appd.service</file>"
	      "<file>/usr/lib/firewalld/services/app.xml</file>"
	      "<file type=\"ghost\">/usr/sbin/ghost</file>"
	      "<file>/usr/lib64/security/pam_app.so</file>"
	      "<file>/usr/lib64/python3.12/site-packages/a.py</file>"
	      "<file>/usr/lib64/python3.12/site-packages/b&amp;c.py</file>")
	FILES("zlib", "x86_64", "1.2", "3",
	      "<file type=\"dir\">/usr/share/data</file><file>/usr/share/data/file</file>"
	      "<file>/usr/lib64/libz.so.1</file><file>/usr/lib64/libz.so.1.2</file>"
	      "<file>/usr/lib64/libnspr4.so</file>"
	      "<file>/usr/lib64/zlib/libplug.so</file>"));
/* clang-format on */

static const char groups[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<comps>"
	"<group><id>core</id><name>Core</name><packagelist>"
	"<packagereq type=\"mandatory\">zlib</packagereq>"
	"<packagereq type=\"default\">app</packagereq>"
	"<packagereq type=\"mandatory\">absent</packagereq></packagelist></group>"
	"<group><id>web-server</id><name>Web</name><packagelist>"
	"<packagereq type=\"mandatory\">app</packagereq></packagelist></group></comps>\n";

static void write_two(struct little *l, const char *filter, const char *sum_type)
{
	struct part part[] = {
		{ "primary", "repodata/primary.xml", filter, two_packages },
		{ "filelists", "repodata/filelists.xml", filter, two_filelists },
		{ "group", "repodata/comps.xml", filter, groups },
	};

	write_repository(l, "r", sum_type, part, 3);
}

TEST(a_repository)
{
	struct little l;
	struct depgraph g;
	struct links links;
	int unmet;

	start(&l);
	write_two(&l, "gzip", "sha256");
	CHECK_INT(import(&l, "r"), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_INT(l.universe.n_package, 2);
	CHECK_STR(l.universe.release.distribution, "fedora");
	CHECK_STR(l.universe.release.version, "43");
	CHECK_STR(l.universe.release.date, "2023-11-14T22:13:20Z");
	CHECK_INT(l.universe.release.n_input, 4);
	CHECK_INT(l.universe.release.input[0].verification, VERIFY_NONE);
	CHECK_INT(l.universe.release.input[1].verification, VERIFY_LISTED);
	CHECK_STR(little_needs(&l, "app", SOLVABLE_REQUIRES),
		  "libz.so.1()(64bit), /usr/share/data/file, /bin/sh, config(app)");
	CHECK_INT(l.diag.n_warning[WARN_SYSTEM_NEED], 1);
	CHECK_STR(little_met(&l, "app"), "zlib; zlib; zlib; app");
	CHECK_STR(little_seen(&l, OBS_SUMMARY, "app"), "the app package");
	CHECK_STR(little_seen(&l, OBS_SECTION, "app"), "System Environment/Daemons");
	CHECK_STR(little_seen(&l, OBS_SECTION, "zlib"), "");
	CHECK_STR(little_seen(&l, OBS_SONAME, "zlib"), "libnspr4.so, libz.so.1");
	CHECK_STR(little_seen(&l, OBS_PLUGIN, "zlib"), "zlib");
	CHECK_STR(little_seen(&l, OBS_SYSTEM_PROGRAM, "app"), "appd");
	CHECK_STR(little_seen(&l, OBS_PROGRAM, "app"), "app");
	CHECK_STR(little_seen(&l, OBS_SERVICE_UNIT, "app"), "appd.service");
	CHECK_STR(little_seen(&l, OBS_FIREWALL_PROFILE, "app"), "app.xml");
	CHECK_STR(little_seen(&l, OBS_PAM_MODULE, "app"), "pam_app.so");
	CHECK_STR(little_seen(&l, OBS_LANGUAGE_TREE, "app"), "python*2");
	CHECK_STR(little_seen(&l, OBS_TIER, "zlib"), "core");
	CHECK_STR(little_seen(&l, OBS_TIER, "app"), "core-default, group");
	depgraph_init(&g);
	depgraph_build(&g, &l.universe);
	CHECK_INT(depgraph_count_needs(&g, NEEDS_REQUIRED, &unmet), 4);
	CHECK_INT(unmet, 0);
	links_init(&links);
	links_build(&links, &g);
	CHECK_INT(links.source, LINKS_FROM_SONAMES);
	CHECK_INT(links.n_link, 1);
	CHECK_INT(links_check(&links, &l.diag), 0);
	links_clear(&links);
	depgraph_clear(&g);
	little_clear(&l);
}

/* A repository of one text, with line in place of its '@'. */
static int import_long(struct little *l, const char *text, const char *line)
{
	const char *at = strchr(text, '@');
	char *begin = solv_strdup(text), *primary;
	int ret;

	begin[at - text] = '\0';
	primary = solv_dupjoin(begin, line, at + 1);
	write_repository(l, "r", "sha256",
			 (struct part[]){ { "primary", "repodata/primary.xml", "none", primary } },
			 1);
	ret = import(l, "r");
	free(primary);
	free(begin);
	return ret;
}

/* The first line of a group and the name of a source become strings of the pool, which holds the
   whole of each already, and which long ones make move. */
TEST(parts_of_long_strings)
{
	enum { LONG = 100000 };
	char *line = solv_malloc(LONG + 1);
	const struct observation *section;
	struct little l;
	int n;

	memset(line, 'g', LONG);
	line[LONG] = '\0';
	start(&l);
	CHECK_INT(import_long(&l, PRIMARY(PACKAGE("app", "x86_64", "1", "1", GROUP("@\nsecond"))),
			      line), 0);
	CHECK_STR(l.diag.message, NULL);
	section = observations_of(&l.universe.of_package, l.universe.component_package[0],
				  OBS_SECTION, &n);
	CHECK_INT(n, 1);
	CHECK(n == 1 && !strcmp(pool_id2str(l.universe.pool, section->text), line));
	CHECK_INT(import_long(&l, PRIMARY(PACKAGE("app", "x86_64", "1", "1",
						  SOURCE("@-1-2.src.rpm-3-4.x86_64.rpm"))),
			      line), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK(!strcmp(universe_component_name(&l.universe, 0), line));
	CHECK_STR(pool_id2str(l.universe.pool, l.universe.component[0].evr), "1-2");
	little_clear(&l);
	free(line);
}

TEST(every_compression_and_checksum)
{
	static const char *const filter[] = { "none", "gzip", "xz", "bzip2", "zstd" };
	static const char *const sum[] = { "sha224", "sha256", "sha384", "sha512" };

	for (int i = 0; i < 5; i++)
		for (int k = 0; k < 4; k++) {
			struct little l;

			start(&l);
			write_two(&l, filter[i], sum[k]);
			CHECK_INT(import(&l, "r"), 0);
			CHECK_STR(l.diag.message, NULL);
			CHECK_INT(l.universe.n_package, 2);
			if (l.universe.release.n_input > 1)
				CHECK_INT(l.universe.release.input[1].verification, VERIFY_LISTED);
			little_clear(&l);
		}
}

TEST(file_lists_only_as_far_as_needed)
{
	struct little l;

	start(&l);
	write_two(&l, "none", "sha256");
	l.options.file_lists = false;
	CHECK_INT(import(&l, "r"), 0);
	CHECK_STR(little_met(&l, "app"), "zlib; zlib; zlib; app");
	CHECK_STR(little_seen(&l, OBS_PROGRAM, "app"), "");
	CHECK_INT(l.universe.has_file_lists, false);
	little_clear(&l);
}

TEST(newest_build_of_this_architecture)
{
	static const char text[] = PRIMARY(
		PACKAGE("a", "x86_64", "1.9", "1", SOURCE("a-1.9-1.src.rpm"))
			PACKAGE("a", "x86_64", "1.10", "1", SOURCE("a-1.10-1.src.rpm")) PACKAGE(
				"a", "i686", "1.11", "1", SOURCE("a-1.11-1.src.rpm"))
				PACKAGE("a", "aarch64", "1.11", "1", SOURCE("a-1.11-1.src.rpm"))
					PACKAGE("b", "noarch", "1", "1", ""));
	struct little l;

	start(&l);
	little_write(&l, "primary.xml", text);
	CHECK_INT(import(&l, "primary.xml"), 0);
	CHECK_STR(little_versions(&l, "a"), "1.10-1");
	CHECK_INT(l.diag.n_warning[WARN_OLDER_VERSION], 1);
	CHECK_STR(little_component(&l, "b"), "b");
	CHECK_INT(l.universe.release.input[0].verification, VERIFY_NONE);
	l.options.arch = "i386";
	CHECK_INT(import(&l, "primary.xml"), 0);
	CHECK_STR(little_versions(&l, "a"), "1.11-1");
	l.options.arch = "s390x";
	CHECK_INT(import(&l, "primary.xml"), -1);
	CHECK(l.diag.message &&
	      strstr(l.diag.message, "no package is built for architecture 's390x'"));
	little_clear(&l);
}

TEST(several_repositories_and_their_sources)
{
	static const char first[] = PRIMARY(
		PACKAGE("lib+x", "x86_64", "1", "1", SOURCE("x-y-1-1.src.rpm")));
	static const char update[] = PRIMARY(
		PACKAGE("lib+x", "x86_64", "1", "2", SOURCE("x-y-1-2.src.rpm")));
	static const char source[] = PRIMARY(
		PACKAGE("x-y", "src", "1", "1", REQUIRES(ENTRY("old")))
			PACKAGE("x-y", "src", "1", "2", REQUIRES(ENTRY("gcc") ENTRY("crate(rand)")))
				PACKAGE("other", "src", "1", "2", REQUIRES(ENTRY("gcc"))));
	char path[3][LITTLE_PATH], joined[4 * LITTLE_PATH];
	struct little l;

	start(&l);
	little_write(&l, "a+b.primary.xml", first);
	little_write(&l, "update.primary.xml", update);
	little_write(&l, "source.primary.xml", source);
	little_path(&l, "a+b.primary.xml", path[0]);
	little_path(&l, "update.primary.xml", path[1]);
	little_path(&l, "source.primary.xml", path[2]);
	snprintf(joined, sizeof(joined), "%s+%s+%s", path[0], path[1], path[2]);
	CHECK_INT(rpmmd_is(joined), true);
	CHECK_INT(import_path(&l, joined), 0);
	CHECK_STR(l.diag.message, NULL);
	CHECK_STR(little_versions(&l, "lib+x"), "1-2");
	CHECK_STR(little_component(&l, "lib+x"), "x-y");
	CHECK_STR(little_build_needs(&l, "x-y"), "gcc, crate(rand)");
	CHECK_INT(l.universe.n_component, 1);
	snprintf(joined, sizeof(joined), "%s+%s/none", path[0], l.dir);
	CHECK_INT(import_path(&l, joined), -1);
	little_clear(&l);
}

/* ---- rich dependencies ---- */

/* clang-format off */
static const char three_packages[] =
	"<?xml version=\"1.0\"?>\n<metadata xmlns:rpm=\"x\">"
	PACKAGE("a", "noarch", "1", "1", PROVIDES(ENTRY_EQ("a", "1", "1") ENTRY("ab")))
	PACKAGE("b", "noarch", "1", "1", PROVIDES(ENTRY_EQ("b", "1", "1") ENTRY("ab")))
	PACKAGE("c", "noarch", "1", "1", PROVIDES(ENTRY_EQ("c", "1", "1")))
	"<package type=\"rpm\"><name>p</name><arch>noarch</arch>"
	"<version epoch=\"0\" ver=\"1\" rel=\"1\"/><format><rpm:requires><rpm:entry name=\"";
/* clang-format on */

/* "requires b c", "conditional a": what the needs of the package p are, one after the other. */
static const char *needs_of(struct little *l, const char *requires)
{
	static char text[1024];
	char *primary = solv_dupjoin(three_packages, requires,
				     "\"/></rpm:requires></format></package></metadata>");
	struct depgraph g;
	size_t len = 0;

	little_write(l, "primary.xml", primary);
	free(primary);
	*text = '\0';
	if (import(l, "primary.xml"))
		return l->diag.message;
	depgraph_init(&g);
	depgraph_build(&g, &l->universe);
	if (depgraph_check(&g, &l->diag))
		return l->diag.message;
	for (int need = 0; need < g.n_need; need++) {
		int n;
		const int *provider = depgraph_providers(&g, need, &n);

		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s", len ? ", " : "",
					need_kind_name(g.need_kind[need]));
		for (int i = 0; i < n; i++)
			len += (size_t)snprintf(text + len, sizeof(text) - len, " %s",
						depgraph_node_name(&g, provider[i]));
	}
	depgraph_clear(&g);
	return text;
}

TEST(rich_dependencies)
{
	static const struct {
		const char *requires, *needs;
	} cases[] = {
		{ "(a and b)", "requires a, requires b" },
		{ "(a and b and c)", "requires a, requires b, requires c" },
		{ "(a or b)", "requires a b" },
		{ "(a or b or c)", "requires a b c" },
		{ "(ab with a)", "requires a" },
		{ "(ab without a)", "requires b" },
		{ "(a if b)", "conditional a" },
		{ "(a unless b)", "conditional a" },
		{ "(a if b else c)", "requires a c, conditional a, conditional c" },
		{ "(a and (b or c))", "requires a, requires b c" },
		{ "(a or (b and c))", "requires a b, requires a c" },
		{ "((a and b) or c)", "requires a c, requires b c" },
		{ "(a and (b if c))", "requires a, conditional b" },
		{ "(a or (b if c))", "conditional b" },
		{ "(nothing or a)", "requires a" },
		{ "nothing", "requires" },
	};
	struct little l;

	start(&l);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(needs_of(&l, cases[i].requires), cases[i].needs);
	little_clear(&l);
}

/* ---- sonames ---- */

TEST(sonames)
{
	CHECK_INT(rpm_soname_length("libssl.so.3()(64bit)"), 11);
	CHECK_INT(rpm_soname_length("libssl.so.3(OPENSSL_3.0.0)(64bit)"), 0);
	CHECK_INT(rpm_soname_length("libz.so.1"), 9);
	CHECK_INT(rpm_soname_length("libnspr4.so()(64bit)"), 11);
	CHECK_INT(rpm_soname_length("openssl"), 0);
	CHECK_INT(rpm_soname_length("perl(Foo.so)"), 0);
	CHECK_INT(rpm_soname_length("a.sorted"), 0);
	CHECK_INT(rpm_soname_length("/usr/lib64/libz.so.1"), 0);
}

/* ---- mangled ---- */

static void cut(struct little *l, const char *name, size_t bytes)
{
	char path[LITTLE_PATH];

	little_path(l, name, path);
	if (truncate(path, (off_t)bytes))
		abort();
}

TEST(mangled_single_files)
{
	static const struct {
		const char *what, *filter, *text;
		size_t cut; /* 0: whole */
		const char *message;
	} cases[] = {
		{ "cut", "none", two_packages, 900, "cannot read" },
		{ "cut in the first tag", "none", two_packages, 60, "cannot read" },
		{ "cut, gzip", "gzip", two_packages, 300, "cannot read" },
		{ "cut, xz", "xz", two_packages, 200, "cannot read" },
		{ "cut, zstd", "zstd", two_packages, 200, "cannot read" },
		{ "cut, bzip2", "bzip2", two_packages, 200, "cannot read" },
		{ "HTML", "none", "<!DOCTYPE html>\n<html><body>log in</body></html>\n", 0,
		  "its first element is <html>, not <metadata>" },
		{ "filelists", "gzip", two_filelists, 0,
		  "its first element is <filelists>, not <metadata>" },
		{ "no XML", "none", "Package: a\nVersion: 1\n", 0, "it is no XML" },
		{ "no package", "none", PRIMARY(""), 0, "it holds no package" },
		{ "sources alone", "none", PRIMARY(PACKAGE("a", "src", "1", "1", "")), 0,
		  "it holds no package for architecture 'x86_64'" },
		{ "no namespaces", "none",
		  "<metadata xmlns=\"\" rpm=\"\" packages=\"\"><package type=\"rpm\"><name>a</name>"
		  "</package></metadata>\n",
		  0, "its XML has lost the namespace prefix 'rpm:'" },
		{ "tags crossed", "none", PRIMARY("<package type=\"rpm\"><name>a</package></name>"),
		  0, "cannot read" },
		{ "an entity bomb", "none",
		  "<?xml version=\"1.0\"?>\n<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\">"
		  "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n"
		  "<metadata xmlns:rpm=\"x\"><package type=\"rpm\"><name>&b;</name></metadata>\n",
		  0, "cannot read" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct little l;

		start(&l);
		little_pack(&l, "primary.xml", cases[i].filter, cases[i].text,
			    strlen(cases[i].text));
		if (cases[i].cut)
			cut(&l, "primary.xml", cases[i].cut);
		if (import(&l, "primary.xml") != -1)
			test_fail(__FILE__, __LINE__, "%s: imported", cases[i].what);
		else if (!strstr(l.diag.message, cases[i].message))
			test_fail(__FILE__, __LINE__, "%s: '%s'", cases[i].what, l.diag.message);
		little_clear(&l);
	}
}

/* Data that end too early are an error wherever that is, as is what stands behind them; zstd data
   that end within the first bytes of a frame kept libsolv's reader busy for ever. */
TEST(compressed_files_that_end_elsewhere)
{
	static const char *const filter[] = { "gzip", "xz", "bzip2", "zstd" };

	for (size_t i = 0; i < sizeof(filter) / sizeof(filter[0]); i++) {
		struct little l;
		size_t size, cuts[] = { 4, 0, 0 };
		char *data;

		start(&l);
		little_pack(&l, "primary.xml", filter[i], two_packages, strlen(two_packages));
		CHECK_INT(import(&l, "primary.xml"), 0);
		data = little_read(&l, "primary.xml", &size);
		cuts[1] = size / 2;
		cuts[2] = size - 2;
		for (int k = 0; k < 3; k++) {
			little_write_bytes(&l, "primary.xml", data, cuts[k]);
			CHECK_INT(import(&l, "primary.xml"), -1);
			CHECK(l.diag.message && strstr(l.diag.message, "cannot read"));
		}
		data = solv_realloc(data, size + 7);
		memcpy(data + size, "garbage", 7);
		little_write_bytes(&l, "primary.xml", data, size + 7);
		CHECK_INT(import(&l, "primary.xml"), -1);
		CHECK(l.diag.message && strstr(l.diag.message, "cannot read"));
		free(data);
		little_clear(&l);
	}
}

TEST(an_empty_file)
{
	struct little l;

	start(&l);
	little_write(&l, "primary.xml", "");
	CHECK_INT(import(&l, "primary.xml"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "it is empty"));
	CHECK_INT(import(&l, "absent.xml"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "No such file"));
	little_clear(&l);
}

TEST(a_repository_that_lies)
{
	struct little l;
	size_t size;
	char *data;

	start(&l);
	write_two(&l, "none", "sha256");
	data = little_read(&l, "r/repodata/primary.xml", &size);
	data[size - 2] = ' '; /* as long as before */
	little_write_bytes(&l, "r/repodata/primary.xml", data, size);
	CHECK_INT(import(&l, "r"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "its checksum is"));
	little_write_bytes(&l, "r/repodata/primary.xml", data, size - 1);
	CHECK_INT(import(&l, "r"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "bytes, not"));
	free(data);
	little_write(&l, "r/repodata/primary.xml", two_packages);
	CHECK_INT(import(&l, "r"), 0);
	little_write(&l, "r/repodata/filelists.xml", FILELISTS(""));
	CHECK_INT(import(&l, "r"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "filelists.xml"));
	l.options.allow_unverified = true;
	CHECK_INT(import(&l, "r"), 0);
	CHECK_INT(l.diag.n_warning[WARN_UNVERIFIED], 1);
	CHECK_INT(l.universe.has_file_lists, false);
	little_clear(&l);
}

/* libsolv's reader prints what is wrong and reads on as if that were the end. */
TEST(groups_that_are_cut)
{
	struct part part[] = {
		{ "primary", "repodata/primary.xml", "none", two_packages },
		{ "group", "repodata/comps.xml", "none", "<comps><group><id>core</id>" },
	};
	struct little l;

	start(&l);
	write_repository(&l, "r", "sha256", part, 2);
	CHECK_INT(import(&l, "r"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "comps.xml': ") &&
	      strstr(l.diag.message, " at line 1") && !strstr(l.diag.message, "repo_comps"));
	little_clear(&l);
}

TEST(files_that_are_listed_but_absent)
{
	struct part part[] = {
		{ "primary", "repodata/primary.xml", "none", two_packages },
		{ "filelists", "repodata/filelists.xml", "none", NULL },
		{ "group", "repodata/comps.xml", "none", NULL },
		{ "modules", "repodata/modules.yaml", "none", NULL },
	};
	struct little l;

	start(&l);
	write_repository(&l, "r", "sha256", part, 4);
	CHECK_INT(import(&l, "r"), 0);
	CHECK_INT(l.diag.n_warning[WARN_MODULES], 1);
	CHECK_INT(l.diag.n_warning[WARN_MISSING_INPUT], 4); /* and sources, and files of packages */
	CHECK_STR(little_met(&l, "app"), "zlib; -; zlib; app");
	CHECK_STR(little_seen(&l, OBS_SONAME, "zlib"), "libz.so.1");
	CHECK_INT(l.universe.has_file_lists, false);
	part[0].text = NULL;
	little_clear(&l);
	start(&l);
	write_repository(&l, "r", "sha256", part, 4);
	CHECK_INT(import(&l, "r"), -1);
	CHECK(l.diag.message &&
	      strstr(l.diag.message, "it lists 'repodata/primary.xml', which is absent"));
	little_clear(&l);
}

TEST(a_location_outside)
{
	static const char *const name[] = { "../primary.xml", "repodata/../../primary.xml" };

	for (int i = 0; i < 2; i++) {
		struct part part[] = { { "primary", name[i], "none", NULL } };
		struct little l;

		start(&l);
		little_write(&l, "primary.xml", two_packages);
		write_repository(&l, "r", "sha256", part, 1);
		CHECK_INT(import(&l, "r"), -1);
		CHECK(l.diag.message && strstr(l.diag.message, "leads out of the repository"));
		little_clear(&l);
	}
}

TEST(no_repomd)
{
	struct little l;

	start(&l);
	little_write(&l, "r/repodata/primary.xml", two_packages);
	CHECK_INT(import(&l, "r"), -1);
	CHECK(l.diag.message && strstr(l.diag.message, "repomd.xml"));
	little_write(&l, "r/repodata/repomd.xml", "<html></html>\n");
	CHECK_INT(import(&l, "r"), -1);
	CHECK(l.diag.message &&
	      strstr(l.diag.message, "its first element is <html>, not <repomd>"));
	little_write(&l, "r/repodata/repomd.xml", "<repomd xmlns=\"x\"><data type=\"pri");
	CHECK_INT(import(&l, "r"), -1);
	little_clear(&l);
}

/* A dependency of so many opening parentheses, each with its end. */
static char *nested(int n)
{
	char *text = solv_malloc(64 + 8 * (size_t)n), *at = text;

	for (int i = 0; i < n; i++)
		*at++ = '(';
	*at++ = 'a';
	for (int i = 0; i < n; i++)
		at = stpcpy(at, " or b)");
	return text;
}

TEST(nested_without_end)
{
	struct little l;
	char *text = nested(64);

	start(&l);
	CHECK_STR(needs_of(&l, text), "requires a b");
	free(text);
	text = nested(100000);
	needs_of(&l, text);
	CHECK(l.diag.message && strstr(l.diag.message, "exceeds the limit 'rich-depth'"));
	free(text);
	little_clear(&l);
}

/* ---- the real thing ---- */

TEST(centos_7_5)
{
	struct little l;
	struct depgraph g;
	int unmet;

	if (access(CENTOS, F_OK) != 0)
		SKIP("no " CENTOS);
	start(&l);
	CHECK_INT(import_path(&l, CENTOS), 0);
	CHECK_INT(l.universe.n_package, 3971);
	CHECK_INT(l.universe.n_component, 2131);
	depgraph_init(&g);
	depgraph_build(&g, &l.universe);
	/* 50,272 entries, of which 2,265 say again what the same package says before */
	CHECK_INT(depgraph_count_needs(&g, NEEDS_REQUIRED, &unmet), 48007);
	CHECK_INT(unmet, 0);
	CHECK_INT(depgraph_check(&g, &l.diag), 0);
	depgraph_clear(&g);
	little_clear(&l);
}

int main(void)
{
	RUN(a_repository);
	RUN(parts_of_long_strings);
	RUN(every_compression_and_checksum);
	RUN(file_lists_only_as_far_as_needed);
	RUN(newest_build_of_this_architecture);
	RUN(several_repositories_and_their_sources);
	RUN(rich_dependencies);
	RUN(sonames);
	RUN(mangled_single_files);
	RUN(compressed_files_that_end_elsewhere);
	RUN(an_empty_file);
	RUN(a_repository_that_lies);
	RUN(groups_that_are_cut);
	RUN(files_that_are_listed_but_absent);
	RUN(a_location_outside);
	RUN(no_repomd);
	RUN(nested_without_end);
	RUN(centos_7_5);
	return test_status();
}
