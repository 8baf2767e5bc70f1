/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report as a directory:
 *
 *	index.html		everything, from the numbers to the method
 *	components/NAME.html	one of the list: why it ranks there, who rests on it, what to do
 *	rules.html		every rule and its weight
 *	data/SECTION.csv .json	what is behind each table and figure
 *	data/components/	the same of each component
 *	provenance.json		what was read, with checksums, options, warnings
 *	assets/			style sheet and scripts
 *
 * It is there as a whole or not at all (whole_directory.h).
 */
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "queries/figure.h"
#include "queries/markup.h"
#include "queries/report.h"
#include "queries/report_assets.h"
#include "queries/report_page.h"
#include "queries/report_text.h"
#include "queries/table.h"
#include "queries/whole_directory.h"
#include "queries/writer.h"

struct site {
	const struct table *answer, *provenance;
	struct whole_directory directory;
	char *name;	/* of the file that is open, in the directory */
	struct page_index index;
	struct diag *diag;
};

/* ---- files ---- */

static FILE *open_file(struct site *s, const char *folder, const char *name, const char *extension)
{
	FILE *f;

	s->name = solv_dupjoin(folder, name, extension);
	f = whole_directory_open_stream(&s->directory, s->name, s->diag);
	if (!f)
		s->name = solv_free(s->name);
	return f;
}

static int close_file(struct site *s, FILE *f)
{
	int ret = whole_directory_close_stream(&s->directory, s->name, f, s->diag);

	s->name = solv_free(s->name);
	return ret;
}

/* ---- data ---- */

static int write_data(struct site *s, const struct table *t, const char *folder, const char *name,
		      const char *format)
{
	const struct writer *writer = writer_find(format);
	struct style style = { .width = 0 };
	char *extension = solv_dupjoin(".", writer->extension, NULL);
	FILE *f = open_file(s, folder, name, extension);

	free(extension);
	if (!f)
		return -1;
	writer->write(t, NULL, &style, f);
	return close_file(s, f);
}

static bool is_section(const struct table *t)
{
	return t->shape == SHAPE_RECORD && table_part(t, "rows");
}

/* Rows as an answer of their own: a writer only reads it, and nothing is copied. */
static int write_rows(struct site *s, struct table *rows, const char *name)
{
	struct table answer = { .shape = SHAPE_RECORD, .n_row = 1, .part = &rows, .n_part = 1 };

	return write_data(s, &answer, "data/", name, "csv") ||
			       write_data(s, &answer, "data/", name, "json") ? -1 : 0;
}

/* A component without what says the same once more. */
static int write_component_data(struct site *s, const struct table *t, const char *name)
{
	struct table element = *t, explanation = *table_part(t, "explanation");
	int n = 0, status;

	element.part = solv_memdup2(t->part, t->n_part, sizeof(struct table *));
	explanation.part = solv_calloc(explanation.n_part + 1, sizeof(struct table *));
	for (int i = 0; i < explanation.n_part; i++) {
		struct table *part = table_part(t, "explanation")->part[i];

		if (!part->for_data)
			explanation.part[n++] = part;
	}
	explanation.n_part = n;
	for (int i = 0; i < t->n_part; i++)
		if (t->part[i] == table_part(t, "explanation"))
			/* -Wanalyzer-null-dereference: a copy of t's, which has this part */
			element.part[i] = &explanation;
	status = write_data(s, &element, "data/components/", name, "json");
	free(element.part);
	free(explanation.part);
	return status;
}

/* What is in the data, column by column: keys are linchpin's own words, so nothing needs to be
   escaped but the user's columns, which are letters, digits and underscores. */
static void put_columns(FILE *f, const char *name, const char *title, const struct table *rows)
{
	fprintf(f, "\n%s.csv, %s.json: %s\n", name, name, title);
	for (int c = 0; c < rows->n_column; c++)
		fprintf(f, "\t%s%s%s\n", rows->column[c].key,
			strcmp(rows->column[c].key, rows->column[c].heading) ? ": " : "",
			strcmp(rows->column[c].key, rows->column[c].heading) ?
				rows->column[c].heading : "");
}

static int write_contents(struct site *s)
{
	const struct table *answer = s->answer;
	FILE *f = open_file(s, "data/", "README", ".txt");

	if (!f)
		return -1;
	fputs("The data behind the report, one table a file, as CSV with a header line and as JSON "
	      "(\"rows\").\nAn empty field and null are unknown, never zero.\n"
	      "components/NAME.json has the whole explanation of one component.\n", f);
	put_columns(f, "ranking", "The critical list", table_part(answer, "rows"));
	for (int i = 0; i < answer->n_part; i++)
		if (is_section(answer->part[i]))
			put_columns(f, answer->part[i]->name, answer->part[i]->title,
				    table_part(answer->part[i], "rows"));
	return close_file(s, f);
}

static int write_all_data(struct site *s)
{
	const struct table *answer = s->answer;

	if (write_rows(s, table_part(answer, "rows"), "ranking"))
		return -1;
	for (int i = 0; i < answer->n_part; i++) {
		const struct table *part = answer->part[i];

		if (is_section(part) && (write_data(s, part, "data/", part->name, "csv") ||
					 write_data(s, part, "data/", part->name, "json")))
			return -1;
	}
	return write_data(s, s->provenance, "", "provenance", "json") || write_contents(s) ? -1 : 0;
}

static int write_assets(struct site *s)
{
	for (int i = 0; report_assets[i].name; i++) {
		const struct report_asset *asset = &report_assets[i];
		FILE *f = open_file(s, "assets/", asset->name, NULL);

		if (!f)
			return -1;
		fwrite(asset->begin, 1, (size_t)(asset->end - asset->begin), f);
		if (close_file(s, f))
			return -1;
	}
	return 0;
}

/* ---- pages ---- */

static int write_page(struct site *s, const char *folder, const char *name, const char *script,
		      const char *title,
		      void (*put)(const struct page *p, const struct report_text *x), int component)
{
	struct page page = { .index = &s->index,
			     .up = *folder ? "../" : "",
			     .script = script,
			     .has_scripts = report_has_scripts };
	struct report_text x = { .answer = s->answer,
				 .provenance = s->provenance,
				 .component = component };

	page.f = open_file(s, folder, name, NULL);
	if (!page.f)
		return -1;
	page_begin(&page, title);
	put(&page, &x);
	page_end(&page);
	return close_file(s, page.f);
}

static int write_components(struct site *s)
{
	const struct table *list = table_part(s->answer, "components");

	for (int i = 0; i < s->index.n_page; i++) {
		char *stem = solv_strdup(s->index.file[i]), *title;
		int failed;

		title = solv_dupjoin(s->index.name[i], " – ", s->answer->title);
		failed = write_page(s, "components/", s->index.file[i], "component.js", title,
				    report_put_component, i);
		stem[strlen(stem) - strlen(".html")] = '\0';
		failed = failed || write_component_data(s, list->part[i], stem);
		free(title);
		free(stem);
		if (failed)
			return -1;
	}
	return 0;
}

static void index_components(struct site *s)
{
	const struct table *list = table_part(s->answer, "components");
	int n = list ? list->n_part : 0;

	s->index.name = solv_calloc(n + 1, sizeof(char *));
	s->index.file = solv_calloc(n + 1, sizeof(char *));
	for (int i = 0; i < n; i++) {
		const struct table *t = list->part[i];

		/* not valid for long, but titles are */
		s->index.name[i] = t->title;
		s->index.file[i] = page_file_name(t->title, i + 1);
		s->index.n_page++;
	}
}

static int write_site(struct site *s)
{
	if (write_page(s, "", "index.html", "report.js", s->answer->title, report_put_index, -1) ||
	    write_page(s, "", "rules.html", "report.js", "The rules", report_put_rules, -1))
		return -1;
	return write_components(s) || write_all_data(s) || write_assets(s) ? -1 : 0;
}

int report_write(const struct table *answer, const struct table *provenance, const char *directory,
		 struct diag *diag)
{
	struct site s = { .answer = answer, .provenance = provenance, .diag = diag };
	int status;

	index_components(&s);
	status = whole_directory_begin(&s.directory, directory, diag);
	if (!status) {
		status = write_site(&s);
		if (status)
			whole_directory_abandon(&s.directory);
		else
			status = whole_directory_finish(&s.directory, diag);
	}
	for (int i = 0; i < s.index.n_page; i++)
		free(s.index.file[i]);
	free(s.index.name);
	free(s.index.file);
	return status;
}
