/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of options, and getopt_long() driven by it; see the header.
 */
#include "queries/options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "graphs/depgraph.h"
#include "importers/suggest.h"
#include "queries/table.h"
#include "queries/writer.h"

_Static_assert(OPTIONS <= 64, "a set of options is 64 bits");

static int take_help(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->help = true;
	return 0;
}

static int take_version(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->version = true;
	return 0;
}

static int take_quiet(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->quiet = true;
	o->verbose = false;
	return 0;
}

static int take_verbose(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->verbose = true;
	o->quiet = false;
	return 0;
}

/* "not text, csv, json, md or html": they are few, so all are named. */
static int fail_choice(const char *what, const char *value, const char *const *choice,
		       struct diag *diag)
{
	char *choices = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&choices, &size);

	if (!f)
		solv_oom(0, 0);
	for (int i = 0; choice[i]; i++)
		fprintf(f, "%s%s", !i ? "" : choice[i + 1] ? ", " : " or ", choice[i]);
	if (fclose(f))
		solv_oom(0, 0);
	diag_fail(diag, "cannot parse '%s %s': not %s", what, value, choices);
	free(choices);
	return -1;
}

static int take_format(struct options *o, const char *value, struct diag *diag)
{
	const char *names[16] = { NULL };

	o->writer = writer_find(value);
	if (o->writer)
		return 0;
	for (int i = 0; i < 15 && writers[i].name; i++)
		names[i] = writers[i].name;
	return fail_choice("--format", value, names, diag);
}

static int take_output(struct options *o, const char *value, struct diag *diag)
{
	(void)diag;
	o->output = value;
	return 0;
}

static int take_wide(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->wide = true;
	return 0;
}

static int take_release(struct options *o, const char *value, struct diag *diag)
{
	(void)diag;
	o->release = solv_extend(o->release, (size_t)o->n_release, 1, sizeof(*o->release), 7);
	o->release[o->n_release++] = value;
	return 0;
}

static int take_arch(struct options *o, const char *value, struct diag *diag)
{
	if (value[strspn(value,
			 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")])
		return diag_fail(diag,
				 "cannot parse '--arch %s': not a name of letters, digits, "
				 "'-' and '_'",
				 value);
	o->arch = value;
	return 0;
}

static int take_components(struct options *o, const char *value, struct diag *diag)
{
	if (value[strspn(value,
			 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-,/")])
		return diag_fail(diag,
				 "cannot parse '--components %s': not names with commas "
				 "between them",
				 value);
	o->components = value;
	return 0;
}

static int take_multilib(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->multilib = true;
	return 0;
}

static int check_url(const char *option, const char *value, struct diag *diag)
{
	const char *colon = strchr(value, ':');

	if (!colon || colon == value || !colon[1] || strpbrk(value, " \t\r\n[]"))
		return diag_fail(diag, "cannot parse '%s %s': not a URL", option, value);
	return 0;
}

static int take_mirror(struct options *o, const char *value, struct diag *diag)
{
	o->mirror = value;
	return check_url("--mirror", value, diag);
}

static int take_security_mirror(struct options *o, const char *value, struct diag *diag)
{
	o->security_mirror = value;
	return check_url("--security-mirror", value, diag);
}

static int add_url(const char ***urls, int *n, const char *option, const char *value,
		   struct diag *diag)
{
	*urls = solv_extend(*urls, (size_t)*n, 1, sizeof(**urls), 7);
	(*urls)[(*n)++] = value;
	return check_url(option, value, diag);
}

static int take_metalink(struct options *o, const char *value, struct diag *diag)
{
	return add_url(&o->metalink, &o->n_metalink, "--metalink", value, diag);
}

static int take_mirrorlist(struct options *o, const char *value, struct diag *diag)
{
	return add_url(&o->mirrorlist, &o->n_mirrorlist, "--mirrorlist", value, diag);
}

static int take_baseurl(struct options *o, const char *value, struct diag *diag)
{
	return add_url(&o->baseurl, &o->n_baseurl, "--baseurl", value, diag);
}

static int take_keyring(struct options *o, const char *value, struct diag *diag)
{
	(void)diag;
	o->keyring = value;
	return 0;
}

static int take_allow_expired(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->allow_expired = true;
	return 0;
}

static int take_allow_unverified(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->allow_unverified = true;
	return 0;
}

static int take_offline(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->offline = true;
	return 0;
}

static int take_weights(struct options *o, const char *value, struct diag *diag)
{
	struct weights weights = o->weights;
	const struct {
		const char *name;
		double *weight;
	} criterion[] = {
		{ "use", &weights.use },
		{ "network", &weights.network },
		{ "function", &weights.function },
		{ "unsafe", &weights.unsafe },
	};
	char *copy = solv_strdup(value), *rest = copy, *item;
	int failed = 0;

	while (!failed && (item = strsep(&rest, ","))) {
		char *number = strchr(item, '=');
		int found = -1;

		if (number)
			*number++ = '\0';
		for (int i = 0; number && i < 4; i++)
			if (!strcmp(item, criterion[i].name))
				found = i;
		if (found < 0)
			failed = diag_fail(diag,
					   "cannot parse '--weights %s': '%s' is not "
					   "use=N, network=N, function=N or unsafe=N",
					   value, item);
		else
			failed = options_parse_real("--weights", number, criterion[found].weight,
						    diag);
	}
	free(copy);
	if (failed)
		return -1;
	if (weights.use + weights.network + weights.function + weights.unsafe <= 0)
		return diag_fail(diag, "cannot parse '--weights %s': all weights are 0", value);
	o->weights = weights;
	return 0;
}

static int take_rules(struct options *o, const char *value, struct diag *diag)
{
	(void)diag;
	o->rules = value;
	return 0;
}

static int take_alternatives(struct options *o, const char *value, struct diag *diag)
{
	const char *names[ALTERNATIVES] = { NULL };
	enum alternatives alternatives = alternatives_of_name(value);

	if (alternatives != ALTERNATIVES_NONE) {
		o->alternatives = alternatives;
		return 0;
	}
	for (int i = ALTERNATIVES_NONE + 1; i < ALTERNATIVES; i++)
		names[i - 1] = alternatives_name((enum alternatives)i);
	return fail_choice("--alternatives", value, names, diag);
}

static int take_top(struct options *o, const char *value, struct diag *diag)
{
	return options_parse_number("--top", value, INT_MAX, &o->top, diag);
}

static int take_unsafe_only(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->unsafe_only = true;
	return 0;
}

static int take_meets_all(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->meets_all = true;
	return 0;
}

static int take_transitive(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->transitive = true;
	return 0;
}

static int take_build(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->build = true;
	return 0;
}

static int take_all(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->all = true;
	return 0;
}

static int take_pairs(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->pairs = true;
	return 0;
}

static int take_conflicts(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->conflicts = true;
	return 0;
}

static int take_depth(struct options *o, const char *value, struct diag *diag)
{
	return options_parse_number("--depth", value, 1000000, &o->depth, diag);
}

static int take_chains(struct options *o, const char *value, struct diag *diag)
{
	return options_parse_number("--chains", value, 1000, &o->chains, diag);
}

/* What --kind takes. To add one: a row, and the verbs that walk it. */
static const struct {
	const char *name;
	unsigned bits;
} kinds[] = {
	{ "requires", NEEDS_REQUIRED },
	{ "recommends", NEED_BIT(NEED_RECOMMENDS) },
	{ "suggests", NEED_BIT(NEED_SUGGESTS) },
	{ "enhances", NEED_BIT(NEED_ENHANCES) },
	{ "supplements", NEED_BIT(NEED_SUPPLEMENTS) },
	{ "conditional", NEED_BIT(NEED_CONDITIONAL) },
	{ "weak", NEEDS_WEAK },
	{ "build", KIND_BUILD },
	{ "link", KIND_LINK },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static int take_kind(struct options *o, const char *value, struct diag *diag)
{
	const char *names[KINDS + 1] = { NULL };

	for (const char *at = value; *at;) {
		size_t n = strcspn(at, ",");
		int found = -1;

		for (int i = 0; i < KINDS; i++)
			if (strlen(kinds[i].name) == n && !strncmp(kinds[i].name, at, n))
				found = i;
		if (found < 0) {
			for (int i = 0; i < KINDS; i++)
				names[i] = kinds[i].name;
			return fail_choice("--kind", value, names, diag);
		}
		o->kinds |= kinds[found].bits;
		at += n + (at[n] == ',');
	}
	return 0;
}

static int take_package(struct options *o, const char *value, struct diag *diag)
{
	(void)value;
	(void)diag;
	o->package = true;
	return 0;
}

/* What goes into the provenance. Names of the machine's files do not, only their last part. */

static const char *last_part(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash && slash[1] ? slash + 1 : path;
}

static void tell_arch(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, o->arch);
}

static void tell_components(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, o->components);
}

static void tell_allow_expired(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->allow_expired);
}

static void tell_allow_unverified(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->allow_unverified);
}

static void tell_weights(const struct options *o, const char *key, struct table *record)
{
	const struct weights *w = &o->weights;

	table_field_text(record, key, NULL, NULL);
	table_set_format(record, key, "use=%g,network=%g,function=%g,unsafe=%g", w->use, w->network,
			 w->function, w->unsafe);
}

static void tell_rules(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, o->rules ? last_part(o->rules) : "built-in");
}

static void tell_alternatives(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, alternatives_name(o->alternatives));
}

static void tell_top(const struct options *o, const char *key, struct table *record)
{
	table_field_integer(record, key, NULL, o->top);
}

static void tell_unsafe_only(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->unsafe_only);
}

static void tell_meets_all(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->meets_all);
}

static void tell_transitive(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->transitive);
}

static void tell_build(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->build);
}

static void tell_all(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->all);
}

static void tell_pairs(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->pairs);
}

static void tell_conflicts(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->conflicts);
}

static void tell_depth(const struct options *o, const char *key, struct table *record)
{
	table_field_integer(record, key, NULL, o->depth);
}

static void tell_chains(const struct options *o, const char *key, struct table *record)
{
	table_field_integer(record, key, NULL, o->chains);
}

static void tell_kind(const struct options *o, const char *key, struct table *record)
{
	char text[128] = "";
	size_t len = 0;

	for (int i = 0; i < KINDS; i++)
		if (kinds[i].bits != NEEDS_WEAK && (o->kinds & kinds[i].bits))
			len += snprintf(text + len, sizeof(text) - len, "%s%s", len ? "," : "",
					kinds[i].name);
	table_field_text(record, key, NULL, *text ? text : NULL);
}

static void tell_multilib(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->multilib);
}

static void tell_package(const struct options *o, const char *key, struct table *record)
{
	table_field_bool(record, key, NULL, o->package);
}

struct row {
	const char *name;     /* after "--" */
	char letter;	      /* after "-", 0: none */
	const char *argument; /* what it is called in the help, NULL: takes none */
	const char *key;      /* in the provenance; NULL: does not move a number */
	int (*take)(struct options *o, const char *value, struct diag *diag);
	void (*tell)(const struct options *o, const char *key, struct table *record);
	const char *help;
};

/* clang-format off */
static const struct row row_of[OPTIONS] = {
	[OPTION_HELP] = { "help", 'h', NULL, NULL, take_help, NULL,
		"show this help" },
	[OPTION_VERSION] = { "version", 0, NULL, NULL, take_version, NULL,
		"show the version" },
	[OPTION_QUIET] = { "quiet", 'q', NULL, NULL, take_quiet, NULL,
		"no progress and no warnings" },
	[OPTION_VERBOSE] = { "verbose", 'v', NULL, NULL, take_verbose, NULL,
		"show an example of each kind of warning" },
	[OPTION_FORMAT] = { "format", 'f', "FORMAT", NULL, take_format, NULL,
		"answer as text, csv, json, md or html; default: by the extension of FILE, else "
		"text" },
	[OPTION_OUTPUT] = { "output", 'o', "FILE", NULL, take_output, NULL,
		"write the answer to FILE, whole or not at all; default: standard output" },
	[OPTION_WIDE] = { "wide", 'w', NULL, NULL, take_wide, NULL,
		"show all columns in text output" },
	[OPTION_RELEASE] = { "release", 'r', "RELEASE", NULL, take_release, NULL,
		"what to read: debian:bookworm, fedora:43, installed, a directory or a Packages "
		"file; default: the distribution of this machine" },
	[OPTION_ARCH] = { "arch", 'a', "ARCH", "arch", take_arch, tell_arch,
		"architecture, e.g. amd64; default: that of this machine" },
	[OPTION_COMPONENTS] = { "components", 0, "LIST", "components", take_components,
		tell_components, "archive components, e.g. main,contrib; default: main" },
	[OPTION_MULTILIB] = { "multilib", 0, NULL, "multilib", take_multilib, tell_multilib,
		"of RPM releases, the 32-bit twin of the architecture too" },
	[OPTION_MIRROR] = { "mirror", 0, "URL", NULL, take_mirror, NULL,
		"where to fetch from; default: the mirror this machine's apt uses" },
	[OPTION_SECURITY_MIRROR] = { "security-mirror", 0, "URL", NULL, take_security_mirror, NULL,
		"where the security pocket is; default: as this machine's apt has it, none with "
		"--mirror" },
	[OPTION_METALINK] = { "metalink", 0, "URL", NULL, take_metalink, NULL,
		"fetch a repository of an RPM release by this metalink; once for each repository" },
	[OPTION_MIRRORLIST] = { "mirrorlist", 0, "URL", NULL, take_mirrorlist, NULL,
		"the same by a list of mirrors" },
	[OPTION_BASEURL] = { "baseurl", 0, "URL", NULL, take_baseurl, NULL,
		"the same from one mirror: the directory that has repodata/" },
	[OPTION_KEYRING] = { "keyring", 0, "FILE", NULL, take_keyring, NULL,
		"keys that may sign the release; default: the distribution's archive keyring" },
	[OPTION_ALLOW_EXPIRED] = { "allow-expired", 0, NULL, "allow_expired", take_allow_expired,
		tell_allow_expired, "accept a Release past its date of validity; it is reported" },
	[OPTION_ALLOW_UNVERIFIED] = { "allow-unverified", 0, NULL, "allow_unverified",
		take_allow_unverified, tell_allow_unverified,
		"accept inputs without a valid signature; it is reported" },
	[OPTION_OFFLINE] = { "offline", 0, NULL, NULL, take_offline, NULL,
		"use only what was fetched before" },
	[OPTION_WEIGHTS] = { "weights", 0, "LIST", "weights", take_weights, tell_weights,
		"exponents of the criteria; default: use=1,network=1,function=1,unsafe=1" },
	[OPTION_RULES] = { "rules", 0, "DIR", "rules", take_rules, tell_rules,
		"read the rule files from DIR instead of the built-in ones" },
	[OPTION_ALTERNATIVES] = { "alternatives", 0, "POLICY", "alternatives", take_alternatives,
		tell_alternatives, "which provider of a need counts in the graph measures: "
		"preferred (the first; default), all, or sole (only where there is one)" },
	[OPTION_TOP] = { "top", 'n', "N", "top", take_top, tell_top,
		"show the first N; 0: all; default: 50" },
	[OPTION_UNSAFE_ONLY] = { "unsafe-only", 0, NULL, "unsafe_only", take_unsafe_only,
		tell_unsafe_only, "show only components that are not memory safe" },
	[OPTION_MEETS_ALL] = { "meets-all", 0, NULL, "meets_all", take_meets_all, tell_meets_all,
		"show only components that meet all four criteria" },
	[OPTION_PACKAGE] = { "package", 'p', NULL, "package", take_package, tell_package,
		"a NAME is a package, not a component" },
	[OPTION_TRANSITIVE] = { "transitive", 't', NULL, "transitive", take_transitive,
		tell_transitive, "not only directly, but along chains of any length" },
	[OPTION_DEPTH] = { "depth", 0, "N", "depth", take_depth, tell_depth,
		"along chains of at most N steps" },
	[OPTION_KIND] = { "kind", 'k', "LIST", "kind", take_kind, tell_kind,
		"what to follow, with commas: requires, recommends, suggests, enhances, "
		"supplements, conditional, weak (all but the first), "
		"build, link; default: requires" },
	[OPTION_BUILD] = { "build", 0, NULL, "build", take_build, tell_build,
		"also list the components that could no longer be built" },
	[OPTION_CHAINS] = { "chains", 'c', "N", "chains", take_chains, tell_chains,
		"show up to N chains; default: 5" },
	[OPTION_ALL] = { "all", 0, NULL, "all", take_all, tell_all,
		"for all packages of the release" },
	[OPTION_PAIRS] = { "pairs", 0, NULL, "pairs", take_pairs, tell_pairs,
		"with --all: every pair, not only counts" },
	[OPTION_CONFLICTS] = { "conflicts", 0, NULL, "conflicts", take_conflicts, tell_conflicts,
		"take Conflicts and Breaks into account: exact, and slower" },
};
/* clang-format on */

void options_init(struct options *o)
{
	memset(o, 0, sizeof(*o));
	o->writer = &writers[0];
	o->weights = (struct weights){ 1, 1, 1, 1 };
	o->top = -1;
	o->chains = CHAINS_DEFAULT;
}

void options_clear(struct options *o)
{
	free(o->release);
	free(o->metalink);
	free(o->mirrorlist);
	free(o->baseurl);
	options_init(o);
}

static bool is_in(uint64_t set, int option)
{
	return set >> option & 1;
}

enum option_name options_find(const char *name)
{
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
		if (!strcmp(row_of[i].name, name))
			return (enum option_name)i;
	return OPTION_NONE;
}

const char *options_name(enum option_name option)
{
	return row_of[option].name;
}

int options_parse_number(const char *what, const char *text, int max, int *ret_number,
			 struct diag *diag)
{
	unsigned long long number;

	if (!*text || text[strspn(text, "0123456789")])
		return diag_fail(diag, "cannot parse '%s %s': not a whole number", what, text);
	errno = 0;
	number = strtoull(text, NULL, 10);
	if (errno || number > (unsigned long long)max)
		return diag_fail(diag, "cannot parse '%s %s': more than %d", what, text, max);
	*ret_number = (int)number;
	return 0;
}

int options_parse_real(const char *what, const char *text, double *ret_number, struct diag *diag)
{
	size_t digits = strspn(text, "0123456789"), decimals = 0;
	const char *end = text + digits;

	if (*end == '.') {
		decimals = strspn(end + 1, "0123456789");
		end += 1 + decimals;
	}
	if (*end || !(digits + decimals) || digits > 6)
		return diag_fail(diag,
				 "cannot parse '%s %s': not a number such as 0.5 below a "
				 "million",
				 what, text);
	*ret_number = strtod(text, NULL);
	return 0;
}

/* What getopt_long() understands: long options and letters of the accepted ones. */
struct grammar {
	struct option *long_option;
	char letters[2 * OPTIONS + 2];
};

static void grammar_init(struct grammar *g, uint64_t accepted)
{
	int n = 0, n_letter = 0;

	g->long_option = solv_calloc(OPTIONS + 1, sizeof(*g->long_option));
	g->letters[n_letter++] = ':'; /* tell a missing argument from an unknown option */
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		const struct row *row = &row_of[i];

		if (!is_in(accepted, i))
			continue;
		g->long_option[n++] = (struct option){
			row->name, row->argument ? required_argument : no_argument, NULL, 256 + i
		};
		if (!row->letter)
			continue;
		g->letters[n_letter++] = row->letter;
		if (row->argument)
			g->letters[n_letter++] = ':';
	}
	g->letters[n_letter] = '\0';
}

/* getopt_long() stopped at an option the verb does not accept. */
static int fail_unknown(uint64_t accepted, const char *verb, int letter, const char *word,
			struct diag *diag)
{
	char *name = solv_strdup(word), *nearest;
	struct suggest suggest;
	int n_longer = 0;

	name[strcspn(name, "=")] = '\0';
	if (letter && letter < 256) {
		for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
			if (row_of[i].letter == letter)
				n_longer = i;
		if (n_longer)
			diag_fail(diag, "option '-%c' (--%s) does not apply to '%s'", letter,
				  row_of[n_longer].name, verb);
		else
			diag_fail(diag, "unknown option '-%c'", letter);
	} else if (letter >= 256) {
		diag_fail(diag, "option '--%s' takes no argument", row_of[letter - 256].name);
	} else if (!strncmp(name, "--", 2) && options_find(name + 2) != OPTION_NONE) {
		diag_fail(diag, "option '%s' does not apply to '%s'", name, verb);
	} else {
		suggest_init(&suggest, name);
		for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
			if (!is_in(accepted, i))
				continue;
			n_longer += strlen(name) > 2 &&
				    !strncmp(row_of[i].name, name + 2, strlen(name) - 2);
		}
		if (n_longer > 1) {
			diag_fail(diag, "option '%s' could be one of %d options", name, n_longer);
		} else {
			char *known[OPTIONS] = { NULL };

			for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
				if (!is_in(accepted, i))
					continue;
				known[i] = solv_dupjoin("--", row_of[i].name, NULL);
				suggest_offer(&suggest, known[i]);
			}
			nearest = suggest_sentence(&suggest);
			diag_fail(diag, "unknown option '%s'%s", name, nearest);
			free(nearest);
			for (int i = 0; i < OPTIONS; i++)
				free(known[i]);
		}
	}
	free(name);
	return -1;
}

static int option_of_letter(int c)
{
	if (c >= 256)
		return c - 256;
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
		if (row_of[i].letter == c)
			return i;
	return OPTION_NONE;
}

static int parse_all(struct options *o, const struct grammar *g, const char *verb, int argc,
		     char **argv, bool *ret_format, struct diag *diag)
{
	int c;

	optind = 0; /* begin anew, whoever called getopt before */
	opterr = 0;
	while ((c = getopt_long(argc, argv, g->letters, g->long_option, NULL)) != -1) {
		const struct row *row;
		int option;

		if (c == '?')
			return fail_unknown(o->accepted, verb, optopt, argv[optind - 1], diag);
		option = option_of_letter(c == ':' ? optopt : c);
		row = &row_of[option];
		if (c == ':')
			return diag_fail(diag, "option '--%s' needs %s", row->name, row->argument);
		if (row->argument && !*optarg)
			return diag_fail(diag, "option '--%s' needs %s, which is empty", row->name,
					 row->argument);
		if (row->take(o, optarg, diag))
			return -1;
		if (option == OPTION_FORMAT)
			*ret_format = true;
	}
	return 0;
}

int options_parse(struct options *o, uint64_t accepted, const char *verb, int argc, char **argv,
		  struct diag *diag)
{
	bool has_format = false;
	struct grammar g;
	int failed;

	o->accepted = accepted | OPTIONS_GENERAL;
	grammar_init(&g, o->accepted);
	failed = parse_all(o, &g, verb, argc, argv, &has_format, diag);
	free(g.long_option);
	if (failed)
		return -1;
	if (o->output && !has_format && writer_of_file(o->output))
		o->writer = writer_of_file(o->output);
	o->name = argv + optind;
	o->n_name = argc - optind;
	return 0;
}

static void help_on(uint64_t shown, const char *name, const char *title, struct table *ret)
{
	struct table *record = NULL;

	for (int i = OPTION_NONE + 1; i < OPTIONS; i++) {
		const struct row *row = &row_of[i];
		char *heading = NULL, letter[] = "    ";

		if (!is_in(shown, i))
			continue;
		if (row->letter)
			snprintf(letter, sizeof(letter), "-%c, ", row->letter);
		if (asprintf(&heading, "%s--%s%s%s", letter, row->name, row->argument ? "=" : "",
			     row->argument ? row->argument : "") < 0)
			solv_oom(0, 0);
		if (!record)
			record = table_add_record(ret, name, title);
		table_field_text(record, row->name, heading, row->help);
		free(heading);
	}
}

void options_help(uint64_t accepted, struct table *ret)
{
	help_on(accepted & ~OPTIONS_GENERAL, "options", "Options", ret);
	help_on(OPTIONS_GENERAL, "general_options", "General options", ret);
}

/* What was not asked for is of interest to programs, and to people only with --wide. */
void options_describe(const struct options *o, struct table *record)
{
	for (int i = OPTION_NONE + 1; i < OPTIONS; i++)
		if (is_in(o->accepted, i) && row_of[i].tell)
			row_of[i].tell(o, row_of[i].key, record);
	for (int c = 0; c < record->n_column; c++) {
		const struct cell *cell = table_cell(record, 0, c);

		if (cell->type == CELL_NULL || (cell->type == CELL_BOOL && !cell->as.boolean))
			record->column[c].wide = true;
	}
}
