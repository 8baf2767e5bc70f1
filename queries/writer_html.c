/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer as one HTML page that needs nothing else; see queries/writer.h.
 *
 * No script, no request: the content security policy forbids both, should an escape ever fail.
 * Follows the reader's choice of dark or light and prints with the headings repeated.
 */
#include "queries/markup.h"
#include "queries/table.h"
#include "queries/writer.h"
#include "queries/writers.h"

static const char head[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\""
	" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"referrer\" content=\"no-referrer\">\n"
	"<title>";

static const char style_sheet[] =
	"</title>\n"
	"<style>\n"
	":root { color-scheme: light dark; --line: #8884; --dim: #777; }\n"
	"body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 80em;"
	" padding: 0 1em; }\n"
	"h1, h2, h3, h4, h5, h6 { line-height: 1.2; margin: 1.5em 0 .5em; }\n"
	".scroll { overflow-x: auto; }\n"
	"table { border-collapse: collapse; margin: .5em 0; font-size: .9em;"
	" font-variant-numeric: tabular-nums; }\n"
	"th, td { padding: .2em .8em .2em 0; text-align: left; vertical-align: top;"
	" border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 40em; }\n"
	"thead th { position: sticky; top: 0; background: Canvas; }\n"
	"tbody th { font-weight: normal; color: var(--dim); }\n"
	".n { text-align: right; }\n"
	".u { color: var(--dim); }\n"
	"footer { margin-top: 3em; border-top: 2px solid var(--line); font-size: .9em; }\n"
	"@media (prefers-color-scheme: dark) { :root { --dim: #aaa; } }\n"
	"@media print { body { font-size: 9pt; margin: 0; max-width: none; }"
	" .scroll { overflow: visible; } thead { display: table-header-group; }"
	" thead th { position: static; } tr { break-inside: avoid; }"
	" h2, h3, h4 { break-after: avoid; } }\n"
	"</style>\n"
	"</head>\n"
	"<body>\n";

void writer_html(const struct table *answer, const struct table *provenance,
		 const struct style *style, FILE *f)
{
	(void)style;
	fputs(head, f);
	markup_text(answer->title ? answer->title : "linchpin", f);
	fputs(style_sheet, f);
	fputs("<main>\n", f);
	markup_table(answer, 1, f);
	fputs("</main>\n", f);
	if (provenance) {
		fputs("<footer>\n<h2>Provenance</h2>\n", f);
		markup_table(provenance, 2, f);
		fputs("</footer>\n", f);
	}
	fputs("</body>\n</html>\n", f);
}
