/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The index page: what to fix first, why, and how sure that is, before anything else; then the
 * list, the figures, and the method for those who doubt. See report_text.h.
 */
#include "queries/report_text.h"

#include <stdio.h>
#include <string.h>

#include "queries/figure.h"
#include "queries/markup.h"
#include "queries/report.h"
#include "queries/report_page.h"
#include "queries/table.h"

/* ---- parts ---- */

enum { STARTS = 5 };

/* Without rows where the answer has no such section. */
static const struct table *rows_of(const struct table *answer, const char *section)
{
	static const struct table none;
	const struct table *part = table_part(answer, section);
	const struct table *rows = part ? table_part(part, "rows") : NULL;

	return rows ? rows : &none;
}

static bool has_rows(const struct table *answer, const char *section)
{
	return rows_of(answer, section)->n_row > 0;
}

static void begin_section(const struct page *p, const char *id, const char *title)
{
	fprintf(p->f, "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">",
		id, id, id);
	page_text(p, title);
	fputs("</h2>\n", p->f);
}

static void end_section(const struct page *p)
{
	fputs("</section>\n", p->f);
}

static void data_links(const struct page *p, const char *name)
{
	fprintf(p->f, "<p class=\"data\">Data: <a href=\"data/%s.csv\">CSV</a>, "
		      "<a href=\"data/%s.json\">JSON</a></p>\n", name, name);
}

static bool is_known(const struct table *t, int row, const char *key)
{
	int column = table_column(t, key);

	return column >= 0 && table_cell(t, row, column)->type != CELL_NULL;
}

/* A figure whose rows stand below it, for who wants numbers and for the scripts. */
static void begin_figure(const struct page *p, const char *id)
{
	fprintf(p->f, "<figure id=\"%s-figure\" data-rows=\"%s-rows\"><div class=\"scroll "
	"still\">\n",
		id, id);
}

static void end_figure(const struct page *p, const char *caption)
{
	fputs("</div><figcaption>", p->f);
	page_text(p, caption);
	fputs("</figcaption></figure>\n", p->f);
}

static void folded_rows(const struct page *p, const struct table *rows, const char *id,
			const char *caption, const char *keys)
{
	fputs("<details><summary>The numbers of this figure</summary>\n", p->f);
	page_rows(p, rows, id, caption, keys);
	fputs("</details>\n", p->f);
}

/* ---- the beginning ---- */

static void put_contents(const struct page *p, const struct table *answer)
{
	static const struct {
		const char *id, *title, *section; /* left out where the section has no rows */
	} entry[] = {
		{ "first", "What to fix first", NULL },
		{ "numbers", "In numbers", NULL },
		{ "list", "The critical list", NULL },
		{ "map", "Exposure and impact", NULL },
		{ "plan", "What replacing would change", "plan" },
		{ "changes", "What changed", "changes" },
		{ "languages", "Languages", NULL },
		{ "across", "Other distributions", "across" },
		{ "unknown", "What cannot be judged", NULL },
		{ "method", "Method and limits", NULL },
		{ "provenance", "Data and provenance", NULL },
	};

	fputs("<nav aria-label=\"Contents\"><ul>\n", p->f);
	for (int i = 0; i < (int)(sizeof(entry) / sizeof(entry[0])); i++)
		if (!entry[i].section || has_rows(answer, entry[i].section))
			fprintf(p->f, "<li><a href=\"#%s\">%s</a></li>\n", entry[i].id,
				entry[i].title);
	fputs("</ul></nav>\n", p->f);
}

static void put_head(const struct page *p, const struct report_text *x)
{
	const struct table *summary = table_part(x->answer, "summary");

	fputs("<header>\n<h1>", p->f);
	page_text(p, x->answer->title);
	fputs("</h1>\n<p class=\"lead\">Which widely used, network-facing, critical components are "
	      "still written in languages that are not memory safe, and what would replacing them "
	      "change? Computed from the distribution's own package archive as of ", p->f);
	page_value(p, summary, 0, "day");
	fputs(" (", p->f);
	page_value(p, summary, 0, "arch");
	fputs(").</p>\n", p->f);
	put_contents(p, x->answer);
	fputs("</header>\n<main id=\"main\">\n", p->f);
}

/* "a, b and c", each a link to its page. */
static void put_names(const struct page *p, const struct table *rows, int most)
{
	int n = rows->n_row < most ? rows->n_row : most, column = table_column(rows, "component");

	for (int row = 0; row < n; row++) {
		fputs(!row ? "" : row + 1 < n ? ", " : " and ", p->f);
		page_component(p, table_text(rows, table_cell(rows, row, column)));
	}
}

/* The whole report in four sentences. */
static void put_short(const struct page *p, const struct table *answer)
{
	const struct table *summary = table_part(answer, "summary");
	const struct table *first = rows_of(answer, "first");

	if (!first->n_row)
		return;
	fputs("<section id=\"short\" class=\"short\" aria-labelledby=\"short-heading\">\n"
	      "<h2 id=\"short-heading\">In short</h2>\n<dl>\n<dt>What should be fixed first?</dt>"
	      "<dd>", p->f);
	put_names(p, first, STARTS);
	fputs(".", p->f);
	if (has_rows(answer, "replaceable")) {
		fputs(" Of what could begin now, because a replacement is known, ", p->f);
		put_names(p, rows_of(answer, "replaceable"), 3);
		fputs(" would change most.", p->f);
	}
	fputs("</dd>\n<dt>Why?</dt><dd>They are very widely used, the network reaches them, their "
	      "functions are critical, and they are written in languages where one mistake can "
	      "hand over the system. Of the ", p->f);
	page_value(p, summary, 0, "facing");
	fputs(" components that talk to the network, ", p->f);
	page_value(p, summary, 0, "facing_unsafe");
	fputs(" are not memory safe, at least in part.</dd>\n<dt>How sure are we?</dt><dd>Under "
	      "other weightings of the four criteria, ", p->f);
	page_value(p, summary, 0, "settled");
	fputs(" of the first ten stay among the first twenty. Every verdict can be followed to the "
	      "facts behind it; <a href=\"#method\">what was not seen is said</a>.</dd>\n</dl>\n"
	      "</section>\n", p->f);
}

static void put_card(const struct page *p, const struct table *rows, int row)
{
	fputs("<li class=\"card\"><h3>", p->f);
	page_component(p, table_text(rows, table_cell(rows, row, table_column(rows, "component"))));
	if (is_known(rows, row, "functions")) {
		fputs(" <small>", p->f);
		page_value(p, rows, row, "functions");
		fputs("</small>", p->f);
	}
	fputs("</h3>\n<p>", p->f);
	page_value(p, rows, row, "why");
	fputs("</p>\n<p class=\"facts\"><b>Replacement:</b> ", p->f);
	page_value(p, rows, row, "replacement");
	fputs("<br><b>How sure:</b> ", p->f);
	page_value(p, rows, row, "sure");
	fputs("</p></li>\n", p->f);
}

/* The first steps of the plan with known replacements: what could begin now. */
static void put_start(const struct page *p, const struct table *answer)
{
	const struct table *rows = rows_of(answer, "replaceable");
	double before = 100;

	fputs("<h3>Where known replacements would help most</h3>\n"
	      "<p>Rank says where a mistake is worst. Where to begin also depends on what is "
	      "at hand: "
	      "for these, memory-safe replacements of the whole are known, and they would "
	      "remove most "
	      "memory-unsafe code from network-facing processes.</p>\n<ol>\n", p->f);
	for (int row = 0; row < rows->n_row && row < STARTS; row++) {
		const struct cell *left = table_cell(rows, row, table_column(rows, "left_percent"));

		fputs("<li>", p->f);
		page_component(p, table_text(rows, table_cell(rows, row,
							      table_column(rows, "component"))));
		fputs(": ", p->f);
		page_value(p, rows, row, "replacement");
		if (left->type == CELL_REAL) {
			fprintf(p->f, " removes %.1f\302\240%% of all exposed unsafe code",
				before - left->as.real);
			before = left->as.real;
		}
		fputs("</li>\n", p->f);
	}
	fputs("</ol>\n", p->f);
}

static void put_first(const struct page *p, const struct table *answer)
{
	const struct table *rows = rows_of(answer, "first");
	const struct table *summary = table_part(answer, "summary");

	begin_section(p, "first", "What to fix first");
	fputs("<p>In a language that is not memory safe, such as C or C++, one mistake in handling "
	      "memory can hand a program to whoever sends it the right bytes. It matters most "
	      "where four things come together: code that is <b>very widely used</b>, <b>at the "
	      "network boundary</b>, with a <b>critical function</b>, and <b>not memory safe</b>. "
	      "These components meet all four the most. A component here is a source package with "
	      "the packages built from it: what gets funded and replaced as a whole.</p>\n", p->f);
	fputs("<ol class=\"cards\">\n", p->f);
	for (int row = 0; row < rows->n_row && row < REPORT_FIRST; row++)
		put_card(p, rows, row);
	fputs("</ol>\n<p><b>How sure are we?</b> Of the first ten, ", p->f);
	page_value(p, summary, 0, "settled");
	fputs(" are among the first twenty in at least nine of ten other weightings of the four "
	      "criteria. So who belongs to the head of the list hardly depends on taste; the order "
	      "within it does somewhat. Whether the facts are right can be checked: each name "
	      "leads to its evidence, and <a href=\"#method\">the method</a> says what was not "
	      "seen.</p>\n", p->f);
	if (has_rows(answer, "replaceable"))
		put_start(p, answer);
	data_links(p, "first");
	end_section(p);
}

/* ---- numbers ---- */

static void put_tile(const struct page *p, const struct table *summary, const char *key,
		     const char *unit, const char *words)
{
	if (!is_known(summary, 0, key))
		return;
	fputs("<div class=\"tile\"><dt>", p->f);
	page_text(p, words);
	fputs("</dt><dd>", p->f);
	page_value(p, summary, 0, key);
	fprintf(p->f, "%s</dd></div>\n", unit);
}

static void put_numbers(const struct page *p, const struct table *answer)
{
	const struct table *summary = table_part(answer, "summary");

	begin_section(p, "numbers", "In numbers");
	fputs("<dl class=\"tiles\">\n", p->f);
	put_tile(p, summary, "components", "", "components (source packages)");
	put_tile(p, summary, "facing", "", "of them talk to the network themselves");
	put_tile(p, summary, "facing_unsafe", "", "of those are not memory safe");
	put_tile(p, summary, "meet_all", "", "components meet all four criteria");
	put_tile(p, summary, "unsafe_percent", " %",
		 "of the code in network-facing processes is memory unsafe, weighted by use");
	put_tile(p, summary, "mean_unsafe", "",
		 "memory-unsafe components are in the average network-facing process");
	fputs("</dl>\n", p->f);
	if (has_rows(answer, "trend")) {
		page_rows(p, rows_of(answer, "trend"), "trend-rows", "The numbers by release",
			  NULL);
		page_notes(p, table_part(answer, "trend"));
		data_links(p, "trend");
	}
	end_section(p);
}

/* ---- the list ---- */

static void put_list(const struct page *p, const struct table *answer)
{
	begin_section(p, "list", "The critical list");
	fputs("<p>The components that are not memory safe, the most critical first. Each bar is a "
	      "criterion between 0 and 1; the score is their geometric mean. Below each rank "
	      "stands the interval it keeps in nine of ten other weightings. <i>Impact</i> counts "
	      "the packages that cannot be installed without it. Names lead to all "
	      "evidence.</p>\n", p->f);
	page_rows(p, table_part(answer, "rows"), "list-rows", "The critical list",
		  "rank component score use network function unsafe exposure functions languages "
		  "impact_packages replacement");
	fputs("<p class=\"data\">Data: <a href=\"data/ranking.csv\">CSV</a>, "
	      "<a href=\"data/ranking.json\">JSON</a></p>\n", p->f);
	end_section(p);
}

/* ---- figures ---- */

static void put_map(const struct page *p, const struct table *answer)
{
	const struct table *section = table_part(answer, "map"), *rows = rows_of(answer, "map");

	begin_section(p, "map", "Who is exposed, and how much rests on it");
	fputs("<p>At the upper right is what strangers can reach and half the distribution rests "
	      "on. At the upper left are servers that few packages need, but that many people run; "
	      "at the lower right are libraries that the network reaches through others.</p>\n",
	      p->f);
	begin_figure(p, "map");
	figure_map(p, rows);
	end_figure(p, "The most critical components by use, exposure and function, whatever "
	"they are "
		      "written in.");
	folded_rows(p, rows, "map-rows", "Exposure and impact", NULL);
	page_notes(p, section);
	data_links(p, "map");
	end_section(p);
}

static void put_plan_table(const struct page *p, const struct table *answer, const char *name,
			   const char *title, const char *id)
{
	const struct table *section = table_part(answer, name), *rows = rows_of(answer, name);

	fputs("<h3>", p->f);
	page_text(p, title);
	fputs("</h3>\n", p->f);
	if (table_part(section, "summary") && table_part(section, "summary")->n_note) {
		fputs("<p>", p->f);
		page_text(p, table_part(section, "summary")->note[0]);
		fputs("</p>\n", p->f);
	}
	page_rows(p, rows, id, title,
		  "step component rank left_percent left_by_ranking facing_packages languages "
		  "replacement");
	data_links(p, name);
}

static void put_plan(const struct page *p, const struct table *answer)
{
	const struct table *section = table_part(answer, "plan");

	if (!has_rows(answer, "plan"))
		return;
	begin_section(p, "plan", "What replacing would change");
	fputs("<p><i>Exposed unsafe code</i> is the memory-unsafe code that runs in network-facing "
	      "processes: for each such package, weighted by use, the unsafe components in its "
	      "process, libraries included. This is how much of it is left if components are "
	      "replaced by memory-safe code one after another. The ranking asks what is most "
	      "dangerous by itself; the plan asks what removes most from most processes, so "
	      "libraries come first here.</p>\n", p->f);
	begin_figure(p, "plan");
	figure_plan(p, rows_of(answer, "plan"), rows_of(answer, "replaceable"));
	end_figure(p, "What is left of the exposed unsafe code, in percent of today's.");
	if (has_rows(answer, "replaceable"))
		put_plan_table(p, answer, "replaceable", "With replacements that are known today",
			       "replaceable-rows");
	put_plan_table(p, answer, "plan", "With any replacement, also one yet to be written",
		       "plan-rows");
	if (table_part(section, "summary"))
		for (int i = 1; i < table_part(section, "summary")->n_note; i++) {
			fputs("<p class=\"note\">", p->f);
			page_text(p, table_part(section, "summary")->note[i]);
			fputs("</p>\n", p->f);
		}
	end_section(p);
}

/* ---- releases and distributions ---- */

static void put_changes(const struct page *p, const struct table *answer)
{
	if (!has_rows(answer, "changes"))
		return;
	begin_section(p, "changes", "What changed since the release before");
	page_notes(p, table_part(answer, "changes"));
	if (has_rows(answer, "ranks")) {
		begin_figure(p, "ranks");
		figure_slopes(p, rows_of(answer, "ranks"));
		end_figure(p, "The ranks of today's first components in each release; beyond "
		"30 they "
			      "are drawn at the lower end.");
		folded_rows(p, rows_of(answer, "ranks"), "ranks-rows", "Ranks by release", NULL);
		data_links(p, "ranks");
	}
	page_rows(p, table_part(table_part(answer, "changes"), "changes"), "kinds-rows",
		  "Kinds of change", NULL);
	page_rows(p, rows_of(answer, "changes"), "changes-rows", "What changed",
		  "change component before after rank_before rank_after");
	page_notes(p, rows_of(answer, "changes"));
	page_notes(p, table_part(answer, "trend"));
	data_links(p, "changes");
	end_section(p);
}

static void put_languages(const struct page *p, const struct table *answer)
{
	const struct table *rows = rows_of(answer, "languages");

	begin_section(p, "languages", "The languages of exposed code");
	if (rows->n_row) {
		begin_figure(p, "languages");
		figure_languages(p, rows);
		end_figure(p, "The share of each language in the code that runs in network-facing "
			      "processes.");
		folded_rows(p, rows, "languages-rows", "Languages by release", NULL);
	}
	page_notes(p, table_part(answer, "languages"));
	page_notes(p, table_part(answer, "trend"));
	data_links(p, "languages");
	end_section(p);
}

static void put_across(const struct page *p, const struct table *answer)
{
	if (!has_rows(answer, "across"))
		return;
	begin_section(p, "across", "The same components in other distributions");
	page_notes(p, table_part(answer, "across"));
	page_rows(p, rows_of(answer, "across"), "across-rows", "Critical here and there", NULL);
	data_links(p, "across");
	end_section(p);
}

static void put_unknown(const struct page *p, const struct table *answer)
{
	const struct table *section = table_part(answer, "unknown");

	begin_section(p, "unknown", "What cannot be judged");
	fputs("<p>These components are not in the first hundred, but might belong there if what is "
	      "not sure about them turned out for the worst. This is where to look next, not a "
	      "list of suspects.</p>\n", p->f);
	page_rows(p, rows_of(answer, "unknown"), "unknown-rows", "Where to look next",
		  "component rank highest_rank in_doubt confidence settle");
	page_notes(p, section);
	data_links(p, "unknown");
	end_section(p);
}

/* ---- method ---- */

static void put_limits(const struct page *p)
{
	static const char *const limit[] = {
		"Memory safe does not mean secure, and not memory safe does not mean broken: the "
		"criteria say where a mistake in memory handling would matter most, not that there "
		"is one.",
		"Languages are judged from the files of the source packages and from what the "
		"binary packages contain; shares are estimates, good to about a tenth.",
		"Exposure is judged from names, descriptions, tags, files and, where packages were "
		"inspected, the calls of their programs. Nothing was run.",
		"Who loads whose code is read from dependencies and file lists; what a program "
		"loads by itself while it runs (plug-ins) is not seen.",
		"Use is judged from dependencies and from what the distribution installs. Unless a "
		"survey was given (see the provenance), nobody counted installations.",
		"The catalogue of replacements names what is known, with its source and date; "
		"it is "
		"not complete, and being in it is no recommendation.",
		"The plan assumes that a replacement loads what the component loads today, and "
		"that "
		"all costs are equal.",
	};

	fputs("<h3>Limits</h3>\n<ul>\n", p->f);
	for (int i = 0; i < (int)(sizeof(limit) / sizeof(limit[0])); i++)
		fprintf(p->f, "<li>%s</li>\n", limit[i]);
	fputs("</ul>\n", p->f);
}

/* The report asks others for memory-safe code; this is what it is itself. */
static void put_itself(const struct page *p)
{
	fputs("<h3>linchpin itself</h3>\n"
	      "<p>The program that made this report is not memory safe: it is written in C, with "
	      "one file in C++, and reads what strangers publish. By its own criteria nothing "
	      "depends on it and it serves no critical function; it parses foreign data, and "
	      "librepo, in its process, and apt's methods, beside it, connect to mirrors. Before "
	      "anything is read, its signature or checksum is verified, and the provenance below "
	      "counts the inputs that nobody vouches for. What read them is a process without "
	      "network, which can open nothing for writing and start nothing: a hostile file can "
	      "make it wrong, and no more. <code>linchpin explain --self "
	      "linchpin</code> judges the very program that runs as any other component, "
	      "<code>linchpin components-of --self linchpin</code> lists the unsafe code in its "
	      "process, and <code>linchpin report --self</code> has it among the others.</p>\n",
	      p->f);
}

static void put_method_part(const struct page *p, const struct table *answer, const char *name,
			    const char *id)
{
	const struct table *section = table_part(answer, name);

	fputs("<h3>", p->f);
	page_text(p, section->title);
	fputs("</h3>\n", p->f);
	page_notes(p, section);
	page_rows(p, rows_of(answer, name), id, section->title, NULL);
	data_links(p, name);
}

static void put_method(const struct page *p, const struct table *answer)
{
	begin_section(p, "method", "Method and limits");
	fputs("<p>Four questions are asked of every component: is it very widely used, is it "
	      "at the "
	      "network boundary, is its function critical, is it written in a language that is not "
	      "memory safe? Each is answered by a number between 0 and 1, made of parts that can "
	      "be looked up, from facts that the archive states. <a href=\"rules.html\">Every rule "
	      "that turns a fact into evidence, with its weight and its reason</a>, can be "
	      "disputed.</p>\n", p->f);
	put_limits(p);
	put_itself(p);
	put_method_part(p, answer, "stability", "stability-rows");
	put_method_part(p, answer, "criteria", "criteria-rows");
	put_method_part(p, answer, "functions", "functions-rows");
	end_section(p);
}

static void put_provenance(const struct page *p, const struct report_text *x)
{
	begin_section(p, "provenance", "Data and provenance");
	fputs("<p>The same input gives the same report, byte for byte. What was read, with "
	      "checksums and who signed it, and every option: "
	      "<a href=\"provenance.json\">provenance.json</a>. What is behind each table and "
	      "figure is in the folder data, as CSV and JSON: "
	      "<a href=\"data/README.txt\">what is where</a>.</p>\n"
	      "<details><summary>What was read, options, warnings</summary>\n<div>\n", p->f);
	markup_table(x->provenance, 2, p->f);
	fputs("</div></details>\n", p->f);
	end_section(p);
}

void report_put_index(const struct page *p, const struct report_text *x)
{
	put_head(p, x);
	put_short(p, x->answer);
	put_first(p, x->answer);
	put_numbers(p, x->answer);
	put_list(p, x->answer);
	put_map(p, x->answer);
	put_plan(p, x->answer);
	put_changes(p, x->answer);
	put_languages(p, x->answer);
	put_across(p, x->answer);
	put_unknown(p, x->answer);
	put_method(p, x->answer);
	put_provenance(p, x);
}

void report_put_rules(const struct page *p, const struct report_text *x)
{
	const struct table *section = table_part(x->answer, "rules");

	fputs("<header>\n<nav aria-label=\"Report\"><ul><li><a href=\"index.html\">The "
	      "report</a></li></ul></nav>\n<h1>The rules</h1>\n</header>\n<main id=\"main\">\n"
	      "<p>A rule says: who sees this pattern in this kind of witness has evidence for this "
	      "claim, this strong, for this reason. A negative weight speaks against it.</p>\n",
	      p->f);
	page_notes(p, section);
	page_rows(p, rows_of(x->answer, "rules"), "rules-rows", "The rules", NULL);
	data_links(p, "rules");
}
