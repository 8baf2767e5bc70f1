/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linchpin.1; see manual.h. Sentences come from where the program has them; put_roff() is the only
 * function that writes text.
 */
#include "queries/manual.h"

#include <string.h>

#include "importers/limits.h"
#include "queries/exporter.h"
#include "queries/options.h"
#include "queries/provenance.h"
#include "queries/schema.h"
#include "queries/verb.h"

/* clang-format off */
const struct manual_example manual_examples[] = {
	{ "linchpin rank",
	  "this machine's distribution, the most critical first" },
	{ "linchpin explain openssl",
	  "why a component ranks where it does" },
	{ "linchpin impact -r debian:trixie zlib",
	  "what falls without it" },
	{ "linchpin search libssl.so.3",
	  "which component is behind a name" },
	{ "linchpin whatif openssl",
	  "what replacing it would change" },
	{ "linchpin rank -r debian:bookworm --unsafe-only --top 100 -o ranking.csv",
	  "the same for a spreadsheet" },
	{ "linchpin rank -r debian:bookworm --weights use=1,network=2,function=1,unsafe=1",
	  "with weights of your own" },
	{ "linchpin why -r debian:bookworm curl openssl --kind link",
	  "whose code ends up in whose process" },
	{ "linchpin rdeps -r debian:bookworm --package libssl3 --transitive --top 0",
	  "all that may use a package, every alternative counted" },
	{ "linchpin strong -r debian:bookworm zlib --conflicts",
	  "exact strong dependencies, both ways" },
	{ "linchpin plan -r debian:bookworm --budget 5",
	  "which five replacements remove most exposed unsafe code" },
	{ "linchpin search -r debian:bookworm --in name 'open*'",
	  "names only, which takes half a second" },
	{ "linchpin export -r debian:bookworm --around openssl --top 40 --kind link -o openssl.dot",
	  "a picture of who loads its code: dot -Tsvg openssl.dot" },
	{ "linchpin export -r debian:bookworm -o bookworm.sqlite",
	  "everything as one database, for SQL of your own" },
	{ "linchpin export -r debian:bookworm --package --kind requires,link -o bookworm.graphml",
	  "the graph of packages for igraph, networkx or Gephi" },
	{ NULL, NULL },
};
/* clang-format on */

static void put_roff(const char *text, FILE *f)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", f);
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", f);
		else if (*text == '-')
			fputs("\\-", f);
		else if (*text == '\'')
			fputs("\\(aq", f);
		else
			fputc(*text, f);
	}
}

static void put_line(const char *macro, const char *text, FILE *f)
{
	fprintf(f, "%s ", macro);
	put_roff(text, f);
	fputc('\n', f);
}

static void put_paragraph(const char *text, FILE *f)
{
	fputs(".PP\n", f);
	put_roff(text, f);
	fputc('\n', f);
}

/* A term and its sentence. */
static void put_item(const char *term, const char *text, FILE *f)
{
	fputs(".TP\n", f);
	put_line(".B", term, f);
	put_roff(text, f);
	fputc('\n', f);
}

static void put_option_name(const struct option_about *about, FILE *f)
{
	fputs("\\fB", f);
	if (about->letter)
		fprintf(f, "\\-%c\\fR, \\fB", about->letter);
	fputs("\\-\\-", f);
	put_roff(about->name, f);
	fputs("\\fR", f);
	if (about->argument) {
		fputs("=\\fI", f);
		put_roff(about->argument, f);
		fputs("\\fR", f);
	}
}

/* Options that nearly all verbs have are not repeated for each. */
static const uint64_t common = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ;

static void put_verb(const struct verb *verb, FILE *f)
{
	uint64_t own = verb->options & ~common;
	int n = 0;

	fprintf(f, ".SS \"%s", verb->name);
	fputs(*verb->arguments ? " " : "", f);
	put_roff(verb->arguments, f);
	fputs("\"\n", f);
	put_roff(verb->description, f);
	fputc('\n', f);
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		if (!(own >> i & 1))
			continue;
		fputs(n++ ? ", " : ".PP\nOptions: ", f);
		fputs("\\fB\\-\\-", f);
		put_roff(options_name(i), f);
		fputs("\\fR", f);
	}
	fputs(n ? ".\n" : "", f);
}

static void put_options(uint64_t set, const char *title, FILE *f)
{
	fprintf(f, ".SS %s\n", title);
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		struct option_about about = options_about(i);

		if (!(set >> i & 1))
			continue;
		fputs(".TP\n", f);
		put_option_name(&about, f);
		fputc('\n', f);
		put_roff(about.help, f);
		fputc('\n', f);
	}
}

static void put_all_options(FILE *f)
{
	uint64_t used = 0;

	for (int i = 0; verbs[i]; i++)
		used |= verbs[i]->options;
	fputs(".SH OPTIONS\nEach verb takes the general options and those named with it.\n", f);
	put_options(OPTIONS_GENERAL, "General", f);
	put_options(used & OPTIONS_READ, "\"What to read\"", f);
	put_options(used & OPTIONS_TABLE, "\"How to answer\"", f);
	put_options(used & OPTIONS_JUDGE, "\"How to judge\"", f);
	put_options(used & ~(common | OPTIONS_JUDGE), "\"Of single verbs\"", f);
}

static void put_releases(FILE *f)
{
	fputs(".SH RELEASES\n", f);
	put_item("debian:SUITE", "bullseye, bookworm, trixie, forky, sid, stable, …; fetched on "
		 "first use into the cache and verified; linchpin fetch refreshes it.", f);
	put_item("fedora:43, fedora:rawhide, centos-stream:10, epel:10", "rpm-md repositories, by "
		 "the distribution's own metalinks.", f);
	put_item("a directory", "apt lists, a mirror (with dists/), Packages and what lies beside "
		 "it, an rpm-md repository (with repodata/), .rpm files. Several rpm-md "
		 "repositories of one release are joined with '+'.", f);
	put_item("a file", "one Packages index or primary.xml, plain or compressed.", f);
	put_item("installed", "what is installed on this machine; installed:PATH on another.", f);
}

/* The comment above each CREATE TABLE and CREATE VIEW, as an item. */
static void put_schema(FILE *f)
{
	const char *comment = NULL, *next;

	fputs(".SH EXPORTED TABLES\n"
	      "The tables and views of an exported database; .schema in sqlite3 and schema.sql "
	      "beside exported CSV files say what each column means.\n", f);
	for (const char *line = schema_sql; *line; line = next) {
		size_t n = strcspn(line, "\n"), keyword = strlen("CREATE TABLE ");

		next = line + n + (line[n] == '\n');
		if (!n) {
			comment = NULL;
		} else if (!strncmp(line, "-- ", 3)) {
			comment = comment ? comment : line;
		} else if (comment && (!strncmp(line, "CREATE TABLE ", keyword) ||
				       !strncmp(line, "CREATE VIEW ", --keyword))) {
			fprintf(f, ".TP\n.B %.*s\n", (int)strcspn(line + keyword, " "),
				line + keyword);
			for (const char *c = comment; c < line; c += strcspn(c, "\n") + 1) {
				char text[200];

				snprintf(text, sizeof(text), "%.*s",
					 (int)strcspn(c + 3, "\n"), c + 3);
				put_roff(text, f);
				fputc('\n', f);
			}
			comment = NULL;
		}
	}
}

/* The rows of limits.c as they are by default. */
static void put_limits(FILE *f)
{
	fputs(".SH LIMITS\n", f);
	put_roff("What is read may not exceed these; else the run fails and names the limit. "
		 "--limit NAME=N sets one, N with K, M, G or T behind it for powers of 1024.", f);
	fputc('\n', f);
	for (int i = LIMIT_NONE + 1; i < LIMITS; i++) {
		const struct limit_row *row = &limit_rows[i];
		char text[LIMIT_TEXT_BYTES];

		limit_text(i, text);
		fputs(".TP\n.BR ", f);
		put_roff(row->name, f);
		fputs(" \" = ", f);
		put_roff(text, f);
		fputs("\"\n", f);
		put_roff(row->bounds, f);
		fputs(". Real ones: ", f);
		put_roff(row->real, f);
		fputs(".\n", f);
	}
}

static void put_formats(FILE *f)
{
	fputs(".SH EXPORT FORMATS\n", f);
	for (const struct exporter *e = exporters; e->name; e++)
		put_item(e->name, e->why, f);
}

static void put_rest(FILE *f)
{
	fputs(".SH ENVIRONMENT\n", f);
	put_item("PAGER", "shows answers that are longer than the terminal; default: less, with "
		 "LESS=FRX. Empty or cat: none.", f);
	put_item("NO_COLOR", "if not empty, nothing is printed bold.", f);
	put_item("COLUMNS", "the width of the lines, instead of the terminal's.", f);
	put_item("XDG_CACHE_HOME", "where the cache lies; default: ~/.cache.", f);
	fputs(".SH FILES\n", f);
	put_item("~/.cache/linchpin", "fetched releases, and what inspections found. It can be "
		 "removed at any time.", f);
	fputs(".SH SECURITY\n", f);
	put_roff("Before it is read, a Release is verified by its signature, date and suite, a "
		 "repomd.xml by its metalink, signature and date, and what they list by its "
		 "checksum; MD5 and SHA-1 count for nothing. It is done when it is fetched and at "
		 "each import. What fails is refused, and the copy in the cache stays as it was; "
		 "--allow-expired and --allow-unverified take it, and then the warnings of each "
		 "answer count it. The provenance says of each input whether it is signed, by "
		 "which key, and how many nobody vouches for. All of it is read by a process of "
		 "its own, without network, that can open nothing for writing and start nothing "
		 "(Landlock, seccomp); stats says what contained it, --unconfined does without. "
		 "--self judges linchpin itself. A "
		 "vulnerability is reported by an issue marked security to the maintainers.", f);
	fputc('\n', f);
	fputs(".SH EXIT STATUS\n", f);
	put_item("0", "answered", f);
	put_item("1", "failed; one line on standard error says why, and no file was touched", f);
	put_item("2", "wrong usage", f);
	fputs(".SH EXAMPLES\n", f);
	for (int i = 0; manual_examples[i].command; i++) {
		fputs(".TP\n", f);
		put_line(".B", manual_examples[i].command, f);
		put_roff(manual_examples[i].what, f);
		fputc('\n', f);
	}
}

void manual_page(FILE *f)
{
	fprintf(f, ".\\\" Made by linchpin help --man.\n"
		   ".TH LINCHPIN 1 \"\" \"linchpin %s\" \"User Commands\"\n", LINCHPIN_VERSION);
	fputs(".SH NAME\n"
	      "linchpin \\- which critical components of a distribution are not memory safe?\n"
	      ".SH SYNOPSIS\n"
	      ".B linchpin\n.I VERB\n[\\fIOPTION\\fR]... [\\fINAME\\fR]...\n.br\n"
	      ".B linchpin help\n[\\fIVERB\\fR]\n"
	      ".SH DESCRIPTION\n", f);
	put_roff("linchpin reads the package metadata of a Linux distribution, builds its "
		 "dependency graph, and answers with evidence which widely used, network-facing, "
		 "critical components are written in languages that are not memory safe, and what "
		 "replacing them would change.", f);
	fputc('\n', f);
	put_paragraph("A package is a binary package, a component a source package with all its "
		      "packages. A NAME is a component, or else a package. Every answer ends with "
		      "its provenance: what was read, how far it is verified, the options, and "
		      "every oddity, counted. The same input gives the same bytes.", f);
	fputs(".SH VERBS\n", f);
	for (int i = 0; verbs[i]; i++)
		put_verb(verbs[i], f);
	put_all_options(f);
	put_releases(f);
	put_formats(f);
	put_schema(f);
	put_limits(f);
	put_rest(f);
}
