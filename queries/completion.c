/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scripts for shells; see completion.h. Names come from an archive, which is not trusted: they are
 * never expanded by the shell (as compgen -W would), and only those are offered that are plain
 * words to it.
 */
#include "queries/completion.h"

#include <stdbool.h>
#include <string.h>

#include "graphs/alternatives.h"
#include "queries/exporter.h"
#include "queries/options.h"
#include "queries/verb.h"
#include "queries/writer.h"

/* What an option takes, where these are a few words. NULL: see words_of(). */
static const struct {
	enum option_name option;
	const char *words;
} choices[] = {
	{ OPTION_FORMAT, NULL },
	{ OPTION_AS, NULL },
	{ OPTION_ALTERNATIVES, NULL },
	{ OPTION_BOUNDARY, "network security" },
	{ OPTION_KIND, "requires recommends suggests enhances supplements conditional weak build "
		       "link" },
	{ OPTION_IN, "name provides summary file" },
	{ OPTION_LINKS, "keep drop" },
	{ OPTION_RELEASE, "debian:bullseye debian:bookworm debian:trixie debian:forky debian:sid "
			  "fedora:43 fedora:rawhide centos-stream:10 epel:10 installed" },
};

enum { CHOICES = sizeof(choices) / sizeof(choices[0]) };

static void put_words(int choice, FILE *f)
{
	if (choices[choice].words) {
		fputs(choices[choice].words, f);
	} else if (choices[choice].option == OPTION_FORMAT) {
		for (const struct writer *w = writers; w->name; w++)
			fprintf(f, "%s%s", w == writers ? "" : " ", w->name);
	} else if (choices[choice].option == OPTION_AS) {
		for (const struct exporter *e = exporters; e->name; e++)
			fprintf(f, "%s%s", e == exporters ? "" : " ", e->name);
	} else {
		for (int i = ALTERNATIVES_NONE + 1; i < ALTERNATIVES; i++)
			fprintf(f, "%s%s", i > ALTERNATIVES_NONE + 1 ? " " : "",
				alternatives_name((enum alternatives)i));
	}
}

static bool takes_path(const struct option_about *about)
{
	return about->argument && (!strcmp(about->argument, "FILE") ||
				   !strcmp(about->argument, "DIR"));
}

static bool takes_names(const struct verb *verb)
{
	return strstr(verb->arguments, "NAME") || strstr(verb->arguments, "FROM");
}

/* ---- bash ---- */

static void bash_case(enum option_name option, FILE *f)
{
	struct option_about about = options_about(option);

	fputc('\t', f);
	if (about.letter)
		fprintf(f, "-%c | ", about.letter);
	fprintf(f, "--%s", about.name);
}

static void bash_values(FILE *f)
{
	for (int i = 0; i < CHOICES; i++) {
		bash_case(choices[i].option, f);
		fputs(")\n\t\tCOMPREPLY=($(compgen -W '", f);
		put_words(i, f);
		fputs("' -- \"$cur\"))\n", f);
		if (choices[i].option == OPTION_RELEASE)
			fputs("\t\t[[ $cur ]] && ((${#COMPREPLY[@]} == 0)) && _filedir\n"
			      "\t\t__ltrim_colon_completions \"$cur\"\n", f);
		fputs("\t\treturn ;;\n", f);
	}
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		struct option_about about = options_about(i);

		if (!takes_path(&about))
			continue;
		bash_case(i, f);
		fputs(")\n\t\t_filedir\n\t\treturn ;;\n", f);
	}
	bash_case(OPTION_AROUND, f);
	fputs(")\n\t\t_linchpin_names\n\t\treturn ;;\n", f);
}

static void bash_options(FILE *f)
{
	for (int v = 0; verbs[v]; v++) {
		fprintf(f, "\t\t%s) options='", verbs[v]->name);
		for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
			if ((verbs[v]->options | OPTIONS_GENERAL) >> i & 1)
				fprintf(f, " --%s%s", options_name(i),
					options_about(i).argument ? "=" : "");
		fputs("' ;;\n", f);
	}
}

static void put_verb_names(bool with_names_only, const char *between, FILE *f)
{
	int n = 0;

	for (int v = 0; verbs[v]; v++)
		if (!with_names_only || takes_names(verbs[v]))
			fprintf(f, "%s%s", n++ ? between : "", verbs[v]->name);
}

void completion_bash(FILE *f)
{
	fputs("# bash completion for linchpin; made by linchpin help --bash\n"
	      "\n"
	      "_linchpin_names()\n"
	      "{\n"
	      "\tlocal i release=()\n"
	      "\n"
	      "\t((${#cur} < 2)) && return\n"
	      "\tfor ((i = 2; i < ${#words[@]} - 1; i++)); do\n"
	      "\t\t[[ ${words[i]} == -r || ${words[i]} == --release ]] &&\n"
	      "\t\t\trelease=(-r \"${words[i + 1]}\")\n"
	      "\tdone\n"
	      "\tmapfile -t COMPREPLY < <(\"${words[0]}\" search -q --offline --in name \\\n"
	      "\t\t--top 0 -f csv \"${release[@]}\" -- \"$cur*\" 2>/dev/null |\n"
	      "\t\ttail -n +2 | cut -d, -f4 | grep -x '[A-Za-z0-9+._-]*' | sort -u)\n"
	      "}\n"
	      "\n"
	      "_linchpin()\n"
	      "{\n"
	      "\tlocal cur prev words cword split options=\n"
	      "\n"
	      "\t_init_completion -s -n : || return\n"
	      "\tif ((cword == 1)) || [[ ${words[1]} == help ]]; then\n"
	      "\t\tCOMPREPLY=($(compgen -W '", f);
	put_verb_names(false, " ", f);
	fputs(" help --help --version' -- \"$cur\"))\n"
	      "\t\treturn\n"
	      "\tfi\n"
	      "\tcase $prev in\n", f);
	bash_values(f);
	fputs("\tesac\n"
	      "\t$split && return\n"
	      "\tif [[ $cur == -* ]]; then\n"
	      "\t\tcase ${words[1]} in\n", f);
	bash_options(f);
	fputs("\t\tesac\n"
	      "\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
	      "\t\t[[ ${COMPREPLY-} == *= ]] && compopt -o nospace\n"
	      "\t\treturn\n"
	      "\tfi\n"
	      "\tcase ${words[1]} in\n"
	      "\t", f);
	put_verb_names(true, " | ", f);
	fputs(") _linchpin_names ;;\n"
	      "\tesac\n"
	      "} && complete -o default -F _linchpin linchpin\n", f);
}

/* ---- zsh ---- */

/* Within single quotes and an _arguments specification. */
static void put_zsh(const char *text, FILE *f)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", f);
		else if (strchr("[]:\\", *text))
			fprintf(f, "\\%c", *text);
		else
			fputc(*text, f);
	}
}

static void zsh_option(enum option_name option, FILE *f)
{
	struct option_about about = options_about(option);
	const char *is = about.argument ? "=" : "";

	fputs(" \\\n\t\t'*", f);
	if (about.letter)
		fprintf(f, "'{-%c%s,--%s%s}'[", about.letter, about.argument ? "+" : "", about.name,
			is);
	else
		fprintf(f, "--%s%s[", about.name, is);
	put_zsh(about.help, f);
	fputc(']', f);
	if (about.argument) {
		fputc(':', f);
		put_zsh(about.argument, f);
		fputc(':', f);
		for (int i = 0; i < CHOICES; i++) {
			if (choices[i].option != option)
				continue;
			fputs(option == OPTION_RELEASE ? "_linchpin_release" : "(", f);
			if (option != OPTION_RELEASE) {
				put_words(i, f);
				fputc(')', f);
			}
		}
		if (takes_path(&about))
			fputs("_files", f);
		else if (option == OPTION_AROUND)
			fputs("_linchpin_names", f);
	}
	fputc('\'', f);
}

static void zsh_releases(FILE *f)
{
	fputs("_linchpin_release() {\n"
	      "\tlocal -a releases=(", f);
	for (int i = 0; i < CHOICES; i++)
		if (choices[i].option == OPTION_RELEASE)
			put_words(i, f);
	fputs(")\n"
	      "\tcompadd -a releases\n"
	      "\t_files\n"
	      "}\n\n", f);
}

void completion_zsh(FILE *f)
{
	fputs("#compdef linchpin\n"
	      "# made by linchpin help --zsh\n"
	      "\n"
	      "_linchpin_names() {\n"
	      "\tlocal -a names release\n"
	      "\tlocal i=${words[(I)(-r|--release)]}\n"
	      "\n"
	      "\t((${#PREFIX} < 2)) && return 1\n"
	      "\t((i)) && release=(-r ${words[i+1]})\n"
	      "\tnames=(${(f)\"$(linchpin search -q --offline --in name --top 0 -f csv \\\n"
	      "\t\t$release -- \"$PREFIX*\" 2>/dev/null | tail -n +2 | cut -d, -f4 |\n"
	      "\t\tgrep -x '[A-Za-z0-9+._-]*')\"})\n"
	      "\tcompadd -a names\n"
	      "}\n\n", f);
	zsh_releases(f);
	fputs("_linchpin() {\n"
	      "\tlocal -a verbs=(\n", f);
	for (int v = 0; verbs[v]; v++) {
		fprintf(f, "\t\t'%s:", verbs[v]->name);
		put_zsh(verbs[v]->summary, f);
		fputs("'\n", f);
	}
	fputs("\t\t'help:the options of a verb'\n"
	      "\t)\n"
	      "\n"
	      "\tif ((CURRENT == 2)) || [[ $words[2] == help ]]; then\n"
	      "\t\t_describe verb verbs\n"
	      "\t\treturn\n"
	      "\tfi\n"
	      "\tlocal verb=$words[2]\n"
	      "\tshift words\n"
	      "\t((CURRENT--))\n"
	      "\tcase $verb in\n", f);
	for (int v = 0; verbs[v]; v++) {
		fprintf(f, "\t%s)\n\t\t_arguments", verbs[v]->name);
		for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
			if ((verbs[v]->options | OPTIONS_GENERAL) >> i & 1)
				zsh_option(i, f);
		if (takes_names(verbs[v]))
			fputs(" \\\n\t\t'*:NAME:_linchpin_names'", f);
		fputs(" ;;\n", f);
	}
	fputs("\tesac\n"
	      "}\n"
	      "\n"
	      "_linchpin \"$@\"\n", f);
}
