/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page of one component: where it stands in a sentence, its neighbourhood, what replacing it
 * would change and who could, and below all evidence for who doubts. See report_text.h.
 */
#include <stdio.h>
#include <string.h>

#include "queries/figure.h"
#include "queries/markup.h"
#include "queries/report_page.h"
#include "queries/report_text.h"
#include "queries/table.h"

/* To the report, and to the components before and after. */
static void put_ways(const struct page *p, int component)
{
	fputs("<nav aria-label=\"Report\"><ul>\n<li><a href=\"../index.html\">The "
	      "report</a></li>\n",
	      p->f);
	if (component > 0) {
		fputs("<li>before: ", p->f);
		page_component(p, p->index->name[component - 1]);
		fputs("</li>\n", p->f);
	}
	if (component + 1 < p->index->n_page) {
		fputs("<li>after: ", p->f);
		page_component(p, p->index->name[component + 1]);
		fputs("</li>\n", p->f);
	}
	fputs("</ul></nav>\n", p->f);
}

static void put_head(const struct page *p, const struct report_text *x, const struct table *t)
{
	const struct table *first = table_part(table_part(x->answer, "first"), "rows");
	const struct table *rank = table_part(table_part(t, "explanation"), "rank");
	int row = x->component;

	fputs("<header>\n", p->f);
	put_ways(p, x->component);
	fputs("<h1>", p->f);
	page_text(p, t->title);
	fputs("</h1>\n<p class=\"lead\">Rank ", p->f);
	page_value(p, first, row, "rank");
	fputs(" of ", p->f);
	page_value(p, rank, 0, "of");
	fputs(" in ", p->f);
	page_value(p, table_part(x->answer, "summary"), 0, "release");
	fputs(". ", p->f);
	page_value(p, first, row, "why");
	fputs("</p>\n<p class=\"facts\"><b>What it does:</b> ", p->f);
	page_value(p, first, row, "functions");
	fputs("<br><b>Memory-safe replacement:</b> ", p->f);
	page_value(p, first, row, "replacement");
	fputs("<br><b>How sure its place is:</b> ", p->f);
	page_value(p, first, row, "sure");
	fputs("</p>\n</header>\n<main id=\"main\">\n", p->f);
}

static void put_criteria(const struct page *p, const struct table *criteria)
{
	fputs("<section aria-labelledby=\"criteria\">\n<h2 id=\"criteria\">The four criteria</h2>\n"
	      "<dl class=\"criteria\">\n", p->f);
	for (int i = 0; i < criteria->n_part; i++) {
		const struct table *t = criteria->part[i];

		fputs("<div><dt>", p->f);
		page_text(p, t->title);
		fputs("</dt><dd>", p->f);
		page_bar(p, t, 0, table_column(t, "value"));
		fputs(" <small>confidence ", p->f);
		page_value(p, t, 0, "confidence");
		fputs("</small></dd></div>\n", p->f);
	}
	fputs("</dl>\n</section>\n", p->f);
}

static void put_neighbours(const struct page *p, const struct table *t)
{
	const struct table *rows = table_part(t, "neighbours");

	fputs("<section aria-labelledby=\"neighbours\">\n"
	      "<h2 id=\"neighbours\">Who rests on it, and what it rests on</h2>\n"
	      "<figure id=\"graph-figure\"><div class=\"scroll still\">\n", p->f);
	figure_neighbours(p, rows);
	fputs("</div><figcaption>Solid lines: code of the one runs in the other's process; dashed: "
	      "it needs it otherwise.</figcaption></figure>\n", p->f);
	page_notes(p, rows);
	fputs("<details><summary>The numbers of this figure</summary>\n", p->f);
	page_rows(p, rows, "neighbours-rows", "Its neighbours", NULL);
	fputs("</details>\n</section>\n", p->f);
}

/* ---- evidence ---- */

static const char *text_at(const struct table *t, int row, const char *key)
{
	const struct cell *cell = table_cell(t, row, table_column(t, key));

	return cell->type == CELL_TEXT ? table_text(t, cell) : "";
}

static bool is_same(const struct table *t, int a, int b, const char *key)
{
	/* texts of a table are stored once, but the pointer is good for one call only */
	const struct cell *x = table_cell(t, a, table_column(t, key));
	const struct cell *y = table_cell(t, b, table_column(t, key));

	return x->type == CELL_TEXT && y->type == CELL_TEXT && x->as.text == y->as.text;
}

/* A rule counts once, where it weighs most: further packages that show the same are a number. */
static void put_evidence(const struct page *p, const struct table *t, const char *caption)
{
	int more;

	if (!t->n_row) {
		fputs("<p class=\"u\">No evidence.</p>\n", p->f);
		return;
	}
	fputs("<div class=\"scroll\"><table>\n<caption>", p->f);
	page_text(p, caption);
	fputs("</caption>\n<thead><tr><th scope=\"col\">speaks for</th>"
	      "<th scope=\"col\">seen</th><th scope=\"col\" class=\"n\">weight</th>"
	      "<th scope=\"col\">because</th></tr></thead>\n<tbody>\n", p->f);
	for (int row = 0; row < t->n_row; row += 1 + more) {
		for (more = 0; row + more + 1 < t->n_row &&
			       is_same(t, row, row + more + 1, "claim") &&
			       is_same(t, row, row + more + 1, "rule") &&
			       strchr(text_at(t, row, "rule"), ':'); more++)
			;
		fputs("<tr><td>", p->f);
		page_value(p, t, row, "claim");
		fputs("</td><td>", p->f);
		page_value(p, t, row, "witness");
		if (more)
			fprintf(p->f, " <small>and %d more</small>", more);
		fputs("</td><td class=\"n\">", p->f);
		page_value(p, t, row, "weight");
		fputs("</td><td>", p->f);
		page_value(p, t, row, "why");
		fputs("</td></tr>\n", p->f);
	}
	fputs("</tbody></table></div>\n", p->f);
}

/* The parts a criterion was made of; those that were not seen are left to the data. */
static void put_parts(const struct page *p, const struct table *t)
{
	int value = table_column(t, "value");

	fputs("<ul class=\"parts\">\n", p->f);
	for (int row = 0; row < t->n_row; row++) {
		const struct cell *cell = table_cell(t, row, value);

		if (cell->type != CELL_REAL || !(cell->as.real > 0))
			continue;
		fputs("<li><b>", p->f);
		page_value(p, t, row, "part");
		fputs("</b> ", p->f);
		page_bar(p, t, row, value);
		fputs(": ", p->f);
		page_value(p, t, row,
			   table_cell(t, row, table_column(t, "fact"))->type == CELL_TEXT ?
				   "fact" : "meaning");
		if (table_cell(t, row, table_column(t, "adds"))->type == CELL_REAL) {
			fputs(" <small>(adds ", p->f);
			page_value(p, t, row, "adds");
			fputs(")</small>", p->f);
		}
		fputs("</li>\n", p->f);
	}
	fputs("</ul>\n", p->f);
}

static void put_all_evidence(const struct page *p, const struct table *criteria)
{
	fputs("<section aria-labelledby=\"evidence\">\n<h2 id=\"evidence\">The evidence</h2>\n"
	      "<p>What each criterion was made of, how much of it each part adds, and what was "
	      "seen "
	      "in the archive that speaks for it. <a href=\"../rules.html\">The rules</a> say "
	      "what counts for what.</p>\n", p->f);
	for (int i = 0; i < criteria->n_part; i++) {
		const struct table *t = criteria->part[i];

		fputs("<h3>", p->f);
		page_text(p, t->title);
		fputs("</h3>\n", p->f);
		put_parts(p, table_part(t, "parts"));
		put_evidence(p, table_part(t, "evidence"), "Because");
	}
	fputs("</section>\n", p->f);
}

void report_put_component(const struct page *p, const struct report_text *x)
{
	const struct table *t = table_part(x->answer, "components")->part[x->component];
	const struct table *explanation = table_part(t, "explanation");
	const char *file = p->index->file[x->component];

	put_head(p, x, t);
	put_criteria(p, table_part(explanation, "criteria"));
	put_neighbours(p, t);
	markup_table(table_part(t, "replaced"), 2, p->f);
	markup_table(table_part(explanation, "opportunity"), 2, p->f);
	if (table_part(explanation, "annotated"))
		markup_table(table_part(explanation, "annotated"), 2, p->f);
	put_all_evidence(p, table_part(explanation, "criteria"));
	markup_table(table_part(explanation, "measures"), 2, p->f);
	fputs("<p class=\"data\">Data: <a href=\"../data/components/", p->f);
	fprintf(p->f, "%.*s.json\">JSON</a></p>\n", (int)(strlen(file) - strlen(".html")), file);
}
