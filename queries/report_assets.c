/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The assets of the report, copied by the assembler as analyzer/builtin_rules.c does with the rule
 * files; the Makefile says whether the scripts are there and that this object depends on them.
 */
#include "queries/report_assets.h"

#include <stddef.h>

#define INCLUDE(symbol, path)                            \
	__asm__(".pushsection .rodata\n"                  \
		".globl asset_" #symbol "_begin\n"        \
		".hidden asset_" #symbol "_begin\n"       \
		".globl asset_" #symbol "_end\n"          \
		".hidden asset_" #symbol "_end\n"         \
		"asset_" #symbol "_begin:\n"              \
		".incbin \"" path "\"\n"                  \
		"asset_" #symbol "_end:\n"                \
		".byte 0\n"                               \
		".popsection\n");                         \
	extern const char asset_##symbol##_begin[] __attribute__((visibility("hidden"))); \
	extern const char asset_##symbol##_end[] __attribute__((visibility("hidden")))

#define ROW(symbol, path) { path, asset_##symbol##_begin, asset_##symbol##_end }

INCLUDE(style, "queries/report/report.css");
#ifdef REPORT_SCRIPTS
INCLUDE(report, REPORT_SCRIPTS "/report.js");
INCLUDE(component, REPORT_SCRIPTS "/component.js");
INCLUDE(licences, REPORT_SCRIPTS "/LICENCES.txt");

const bool report_has_scripts = true;
#else
const bool report_has_scripts = false;
#endif

const struct report_asset report_assets[] = {
	ROW(style, "report.css"), /* looks, dark and light, print */
#ifdef REPORT_SCRIPTS
	ROW(report, "report.js"),	/* tables and figures of index.html */
	ROW(component, "component.js"), /* the graph of a component's page */
	ROW(licences, "LICENCES.txt"),	/* of the libraries in the scripts */
#endif
	{ NULL, NULL, NULL }
};
