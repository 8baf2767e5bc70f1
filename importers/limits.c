/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The limits with their values and reasons, and the one sentence that refuses; see limits.h.
 *
 * How the values were chosen: many times what the largest real archive has, as long as the worst
 * input of each kind stays below LIMIT_MEMORY (measured by tests/bench-limits). Inputs of several
 * kinds at once may pass it; then LIMIT_MEMORY itself is what ends the run. "bookworm" and "trixie"
 * are main/amd64 with their pockets and lists of files and sources.
 */
#include "importers/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/suggest.h"
#include "importers/text_copy.h"

#define KIB (INT64_C(1) << 10)
#define MIB (INT64_C(1) << 20)
#define GIB (INT64_C(1) << 30)
#define TIB (INT64_C(1) << 40)

/* Name, value, most, unit, what it bounds, what is real. */
/* clang-format off */
const struct limit_row limit_rows[LIMITS] = {
	[LIMIT_MEMORY] = { "memory", 4 * GIB, 16 * TIB, "bytes",
		"addresses of the process that reads, whatever the input",
		"bookworm: 0.6 GB, of which 0.14 GB are used" },
	[LIMIT_CPU_SECONDS] = { "cpu-seconds", 3600, INT32_MAX, "seconds",
		"work of each process that reads or fetches: some inputs send a library round for "
		"ever, or through tables in which all names collide",
		"bookworm: 7" },
	[LIMIT_LIST_BYTES] = { "list-bytes", 32 * GIB, 16 * TIB, "bytes",
		"text of one list or XML file, unpacked",
		"trixie's Contents-source: 0.9 GB" },
	[LIMIT_LIST_RATIO] = { "list-ratio", 200, 1000000, "times",
		"text of a list or XML file to its packed size, once there is more text than "
		"'ratio-free'",
		"Contents: 8 to 15; gzip cannot pack more than 1,032 to 1" },
	[LIMIT_RATIO_FREE] = { "ratio-free", 64 * MIB, 16 * TIB, "bytes",
		"text or content that may be unpacked before its ratio counts",
		"Packages: 50 MB" },
	[LIMIT_LINE_BYTES] = { "line-bytes", 16 * MIB, GIB, "bytes",
		"one line of a list", "the packages of debian/rules: 0.5 MB" },
	[LIMIT_STANZA_BYTES] = { "stanza-bytes", MIB, MIB, "bytes",
		"one stanza of Packages or Sources; libapt-pkg reads none that is longer",
		"linux in Sources: 0.4 MB" },
	[LIMIT_STANZA_FIELDS] = { "stanza-fields", 1000, 1000000, "fields",
		"one stanza", "29" },
	[LIMIT_RELEASE_BYTES] = { "release-bytes", 16 * MIB, GIB, "bytes",
		"a Release, and what gpgv says of it", "sid: 0.2 MB" },
	[LIMIT_PACKAGES] = { "packages", 5000000, INT32_MAX / 64, "packages",
		"packages of a release, or stanzas of one list",
		"bookworm: 66,000; Fedora: 70,000" },
	[LIMIT_PACKAGE_NEEDS] = { "package-needs", 20000, 10000000, "relations",
		"relations of one kind that one package states; looking for repeated ones takes "
		"the square of that",
		"Provides of librust-winapi-dev: 1,603" },
	[LIMIT_PACKAGE_VERSIONS] = { "package-versions", 1000, 100000, "versions",
		"versions of one package in one Packages, each compared with the others", "4" },
	[LIMIT_ALTERNATIVES] = { "alternatives", ALTERNATIVES_MAX, ALTERNATIVES_MAX,
		"alternatives",
		"alternatives of one relation", "22" },
	[LIMIT_NAME_BYTES] = { "name-bytes", NAME_BYTES_MAX, NAME_BYTES_MAX, "bytes",
		"a package's name, version or architecture, alone or in a relation",
		"88" },
	[LIMIT_STRING_BYTES] = { "string-bytes", GIB, 3 * GIB, "bytes",
		"all different names and texts of a release; libsolv counts them in 32 bits",
		"bookworm: 14 MB" },
	[LIMIT_RELATIONS] = { "relations", 20000000, 500000000, "relations",
		"different relations of a release", "bookworm: 0.1 million" },
	[LIMIT_RELATION_DEPTH] = { "relation-depth", 1000, 1000, "levels",
		"relations within relations; who follows them does so by recursion",
		"22, as alternatives count" },
	[LIMIT_RICH_DEPTH] = { "rich-depth", 64, 64, "parentheses",
		"parentheses within parentheses of one name or rich dependency, which libsolv "
		"reads by recursion",
		"3" },
	[LIMIT_NEEDS] = { "needs", 100000000, 500000000, "relations",
		"relations that all packages of a release state together",
		"bookworm: 1 million" },
	[LIMIT_OBSERVATIONS] = { "observations", 30000000, 1000000000, "observations",
		"facts seen in a release, not counting repeated ones",
		"bookworm: 1 million" },
	[LIMIT_REPOSITORIES] = { "repositories", REPOSITORIES_MAX, REPOSITORIES_MAX,
		"repositories", "repositories that '+' joins", "3" },
	[LIMIT_INPUTS] = { "inputs", 10000, INT16_MAX, "files",
		"files that one release is read from", "20" },
	[LIMIT_GRAPH_ARCS] = { "graph-arcs", 100000000, 1000000000, "arcs",
		"pairs of a need and a package that meets it, or of packages in conflict",
		"bookworm: 0.5 million" },
	[LIMIT_STRONG_PAIRS] = { "strong-pairs", 300000000, INT64_C(1) << 40, "pairs",
		"strong dependencies of a release; a chain of n packages has n²/2",
		"bookworm: 3.5 million" },
	[LIMIT_REPOMD_BYTES] = { "repomd-bytes", 16 * MIB, GIB, "bytes",
		"repomd.xml", "Fedora: 8 kB" },
	[LIMIT_PRIMARY_BYTES] = { "primary-bytes", 2 * GIB, 3 * GIB, "bytes",
		"text of one primary.xml; libsolv counts what it keeps of it in 32 bits",
		"Fedora: 180 MB" },
	[LIMIT_COMPS_BYTES] = { "comps-bytes", 256 * MIB, GIB, "bytes",
		"text of a list of groups", "Fedora: 2 MB" },
	[LIMIT_XML_DEPTH] = { "xml-depth", 32, 1000, "elements",
		"elements within elements", "6" },
	[LIMIT_XML_ATTRIBUTE_BYTES] = { "xml-attribute-bytes", 16384, MIB, "bytes",
		"one attribute of rpm-md", "under 300" },
	[LIMIT_XML_TAG_BYTES] = { "xml-tag-bytes", MIB, 64 * MIB, "bytes",
		"one tag, comment or declaration", "under 1,000" },
	[LIMIT_XML_TEXT_BYTES] = { "xml-text-bytes", 16 * MIB, GIB, "bytes",
		"text between two tags", "descriptions: 20 kB" },
	[LIMIT_PATH_BYTES] = { "path-bytes", PATH_BYTES_MAX, PATH_BYTES_MAX, "bytes",
		"one path of filelists.xml", "330" },
	[LIMIT_PACKAGE_PARTS] = { "package-parts", 64, 1000000, "parts",
		"parts of a .deb", "3" },
	[LIMIT_PACKAGE_MEMBERS] = { "package-members", 2000000, 1000000000, "entries",
		"entries of any type in a package", "linux-source, texlive: 100,000" },
	[LIMIT_PACKAGE_OBJECTS] = { "package-objects", 100000, 10000000, "files",
		"ELF files in a package", "a kernel's modules: 4,500" },
	[LIMIT_PACKAGE_PRIVILEGES] = { "package-privileges", 4096, 1000000, "files",
		"privileged files of a package", "under 10" },
	[LIMIT_MEMBER_PATH_BYTES] = { "member-path-bytes", 4096, MIB, "bytes",
		"the name of an entry in a package", "PATH_MAX: 4,096" },
	[LIMIT_CONTROL_BYTES] = { "control-bytes", 4 * MIB, GIB, "bytes",
		"a control file or maintainer script of a .deb", "0.3 MB" },
	[LIMIT_OBJECT_BYTES] = { "object-bytes", 512 * MIB, 16 * GIB, "bytes",
		"one ELF file; it is read whole", "Firefox's libxul.so: 150 MB" },
	[LIMIT_UNPACKED_BYTES] = { "unpacked-bytes", 32 * GIB, 16 * TIB, "bytes",
		"what a part of a package unpacks to, and all content of its files with the holes",
		"debugging symbols of a kernel: 6 GB" },
	[LIMIT_UNPACKED_RATIO] = { "unpacked-ratio", 1000, 1000000, "times",
		"what a part of a package unpacks to, to its packed size, once it is more than "
		"'ratio-free'",
		"under 50" },
	[LIMIT_UNPACKER_MEMORY] = { "unpacker-memory", 512 * MIB, 16 * GIB, "bytes",
		"what unpacking xz or lzma may take; a file says itself how much it wants",
		"xz -9: 65 MB" },
	[LIMIT_ELF_SECTIONS] = { "elf-sections", 1 << 18, 1 << 18, "sections",
		"sections of an ELF file", "100" },
	[LIMIT_ELF_SEGMENTS] = { "elf-segments", 1 << 16, 1 << 16, "segments",
		"segments of an ELF file", "14" },
	[LIMIT_ELF_SYMBOLS] = { "elf-symbols", 1 << 22, 1 << 27, "symbols",
		"symbols of one table of an ELF file", "0.4 million" },
	[LIMIT_ELF_DYNAMIC] = { "elf-dynamic", 1 << 16, 1 << 24, "entries",
		"entries of an ELF file's dynamic section", "150" },
	[LIMIT_ELF_NAME_BYTES] = { "elf-name-bytes", 1 << 16, 1 << 24, "bytes",
		"a symbol's, section's or library's name", "C++: 4 kB" },
	[LIMIT_ELF_NAMES_BYTES] = { "elf-names-bytes", 256 * MIB, 2 * GIB, "bytes",
		"all names of one ELF file", "pandoc: 40 MB" },
	[LIMIT_SNAPSHOT_BYTES] = { "snapshot-bytes", 256 * MIB, GIB, "bytes",
		"a snapshot; its strings count for 'string-bytes' when unpacked",
		"bookworm: 18 MB" },
	[LIMIT_INSPECTION_BYTES] = { "inspection-bytes", 512 * MIB, GIB, "bytes",
		"the kept result of an inspection", "firefox-esr: 3 MB" },
	[LIMIT_POPCON_ENTRIES] = { "popcon-entries", 2000000, 100000000, "packages",
		"packages of a survey", "by_inst: 220,000" },
	[LIMIT_POPCON_NAME_BYTES] = { "popcon-name-bytes", 200, NAME_BYTES_MAX, "bytes",
		"a package's name in a survey", "96" },
	[LIMIT_TABLE_BYTES] = { "table-bytes", 16 * MIB, GIB, "bytes",
		"a file of rules, labels, replacements or annotations",
		"the largest that is built in: 0.1 MB" },
	[LIMIT_TABLE_COLUMNS] = { "table-columns", TABLE_COLUMNS_MAX, TABLE_COLUMNS_MAX, "columns",
		"columns of such a file", "6" },
	[LIMIT_ARGUMENT_BYTES] = { "argument-bytes", 64 * KIB, 64 * KIB, "bytes",
		"a word of the command line", "under 1,000" },
};
/* clang-format on */

/* What --limit says; 0: nothing. */
static int64_t given[LIMITS];

int64_t limit_value(enum limit limit)
{
	return given[limit] ? given[limit] : limit_rows[limit].value;
}

void limits_reset(void)
{
	memset(given, 0, sizeof(given));
}

/* ---- --limit ---- */

static enum limit find_limit(const char *name, size_t n)
{
	for (int i = LIMIT_NONE + 1; i < LIMITS; i++)
		if (strlen(limit_rows[i].name) == n && !memcmp(limit_rows[i].name, name, n))
			return (enum limit)i;
	return LIMIT_NONE;
}

static int fail_unknown(const char *text, size_t n, struct diag *diag)
{
	char *name = text_copy(text, n), *hint;
	struct suggest suggest;

	suggest_init(&suggest, name);
	for (int i = LIMIT_NONE + 1; i < LIMITS; i++)
		suggest_offer(&suggest, limit_rows[i].name);
	hint = suggest_sentence(&suggest);
	diag_fail(diag, "there is no limit '%s'%s", name, hint);
	free(hint);
	free(name);
	return -1;
}

/* "12", "16G"; -1: not of that form, or beyond all limits. */
static int64_t parse_amount(const char *text)
{
	static const char units[] = "KMGT";
	size_t n = strspn(text, "0123456789");
	const char *unit = text[n] ? strchr(units, text[n]) : NULL;
	int64_t value = 0;

	if (!n || n > 15 || (text[n] && (!unit || text[n + 1])))
		return -1;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	for (const char *u = units; unit && u <= unit; u++)
		if (__builtin_mul_overflow(value, INT64_C(1024), &value))
			return -1;
	return value;
}

int limit_set(const char *text, struct diag *diag)
{
	size_t n = strcspn(text, "=");
	enum limit limit = find_limit(text, n);
	int64_t value = text[n] ? parse_amount(text + n + 1) : -1;

	if (!limit)
		return fail_unknown(text, n, diag);
	if (value < 1)
		return diag_fail(diag,
				 "cannot parse '--limit %s': not NAME=N, a number from 1, with "
				 "K, M, G or T behind it",
				 text);
	if (value > limit_rows[limit].most)
		return diag_fail(diag, "cannot set the limit '%s': it can be at most %lld",
				 limit_rows[limit].name, (long long)limit_rows[limit].most);
	given[limit] = value;
	return 0;
}

/* ---- messages ---- */

/* 1234567 as "1,234,567". */
static void group_digits(int64_t value, char *ret, size_t room)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%lld", (long long)value);
	size_t at = 0;

	for (int i = 0; i < n && at + 2 < room; i++) {
		if (i && (n - i) % 3 == 0)
			ret[at++] = ',';
		ret[at++] = digits[i];
	}
	ret[at] = '\0';
}

void limit_text(enum limit limit, char ret_text[LIMIT_TEXT_BYTES])
{
	static const struct {
		int64_t bytes;
		const char *name;
	} units[] = { { TIB, "TiB" }, { GIB, "GiB" }, { MIB, "MiB" } };
	const char *unit = limit_rows[limit].unit;
	int64_t value = limit_value(limit);
	char number[32];

	for (size_t i = 0; !strcmp(unit, "bytes") && i < sizeof(units) / sizeof(units[0]); i++)
		if (value % units[i].bytes == 0) {
			value /= units[i].bytes;
			unit = units[i].name;
		}
	group_digits(value, number, sizeof(number));
	snprintf(ret_text, LIMIT_TEXT_BYTES, "%s %s", number, unit);
}

int limit_fail(enum limit limit, const char *subject, struct diag *diag)
{
	char text[LIMIT_TEXT_BYTES];

	limit_text(limit, text);
	return diag_fail(diag, "'%s' exceeds the limit '%s' (%s)", subject, limit_rows[limit].name,
			 text);
}

int limit_fail_at(enum limit limit, const char *subject, struct diag *diag, const char *place, ...)
{
	char text[LIMIT_TEXT_BYTES], where[400];
	va_list args;

	limit_text(limit, text);
	va_start(args, place);
	vsnprintf(where, sizeof(where), place, args);
	va_end(args);
	return diag_fail(diag, "'%s' exceeds the limit '%s' (%s) %s", subject,
			 limit_rows[limit].name, text, where);
}

enum limit limit_of_text(int64_t n_text, int64_t n_packed)
{
	if (n_text > limit_value(LIMIT_LIST_BYTES))
		return LIMIT_LIST_BYTES;
	if (n_text > limit_value(LIMIT_RATIO_FREE) &&
	    n_text / limit_value(LIMIT_LIST_RATIO) > n_packed)
		return LIMIT_LIST_RATIO;
	return LIMIT_NONE;
}
