/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each option takes and tells; see option_rows.h.
 */
#include "queries/option_rows.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/text_copy.h"
#include "queries/exporter.h"
#include "queries/table.h"
#include "queries/writer.h"

/* Less than this the libraries alone take. */
static const int64_t MEMORY_LEAST = 256 << 20;

#define FLAG(name) FIELD_FLAG, offsetof(struct options, name)
#define TEXT(name) FIELD_TEXT, offsetof(struct options, name)

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
	if (ferror(f) || fclose(f))
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

/* "512M", "8G". */
static int take_memory(struct options *o, const char *value, struct diag *diag)
{
	size_t digits = strspn(value, "0123456789");
	const char *unit = value + digits;
	int number;

	if (digits && digits < 8 && (!strcmp(unit, "M") || !strcmp(unit, "G"))) {
		char *text = text_copy(value, digits);
		int failed = options_parse_number("--memory", text, 9999999, &number, diag);

		free(text);
		if (failed)
			return -1;
		o->memory = (int64_t)number << (*unit == 'G' ? 30 : 20);
		if (o->memory >= MEMORY_LEAST)
			return 0;
	}
	return diag_fail(diag, "cannot parse '--memory %s': not a size such as 512M or 8G, of at "
			       "least 256M", value);
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

/* It holds for the process, not for one reading: see limits.h. */
static int take_limit(struct options *o, const char *value, struct diag *diag)
{
	if (limit_set(value, diag))
		return -1;
	if (!strncmp(value, "memory=", 7)) /* which --memory says too */
		o->memory = limit_value(LIMIT_MEMORY);
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

static int take_boundary(struct options *o, const char *value, struct diag *diag)
{
	const char *names[BOUNDARIES + 1] = { NULL };

	for (int i = 0; i < BOUNDARIES; i++) {
		names[i] = boundary_name((enum boundary)i);
		if (!strcmp(names[i], value)) {
			o->boundary = (enum boundary)i;
			return 0;
		}
	}
	return fail_choice("--boundary", value, names, diag);
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

static int take_depth(struct options *o, const char *value, struct diag *diag)
{
	return options_parse_number("--depth", value, 1000000, &o->depth, diag);
}

static int take_chains(struct options *o, const char *value, struct diag *diag)
{
	return options_parse_number("--chains", value, 1000, &o->chains, diag);
}

static int take_links(struct options *o, const char *value, struct diag *diag)
{
	static const char *const choice[] = { "drop", "keep", NULL };

	for (int i = 0; choice[i]; i++)
		if (!strcmp(value, choice[i])) {
			o->keep_links = i;
			return 0;
		}
	return fail_choice("--links", value, choice, diag);
}

static int take_budget(struct options *o, const char *value, struct diag *diag)
{
	if (options_parse_real("--budget", value, &o->budget, diag))
		return -1;
	if (o->budget <= 0)
		return diag_fail(diag, "cannot parse '--budget %s': nothing can be had for 0",
				 value);
	return 0;
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

/* What --in takes. */
static const struct {
	const char *name;
	unsigned bit;
} places[] = {
	{ "name", IN_NAME },
	{ "provides", IN_PROVIDES },
	{ "summary", IN_SUMMARY },
	{ "file", IN_FILE },
};

enum { PLACES = sizeof(places) / sizeof(places[0]) };

static int take_in(struct options *o, const char *value, struct diag *diag)
{
	const char *names[PLACES + 1] = { NULL };

	for (int i = 0; i < PLACES; i++)
		names[i] = places[i].name;
	for (const char *at = value; *at;) {
		size_t n = strcspn(at, ",");
		int found = -1;

		for (int i = 0; i < PLACES; i++)
			if (strlen(names[i]) == n && !strncmp(names[i], at, n))
				found = i;
		if (found < 0)
			return fail_choice("--in", value, names, diag);
		o->in |= places[found].bit;
		at += n + (at[n] == ',');
	}
	return 0;
}

static int take_as(struct options *o, const char *value, struct diag *diag)
{
	const char *names[EXPORTERS_MAX + 1] = { NULL };

	o->as = value;
	for (int i = 0; i < EXPORTERS_MAX && exporters[i].name; i++) {
		names[i] = exporters[i].name;
		if (!strcmp(value, names[i]))
			return 0;
	}
	return fail_choice("--as", value, names, diag);
}

static int take_around(struct options *o, const char *value, struct diag *diag)
{
	(void)diag;
	o->around = solv_extend(o->around, (size_t)o->n_around, 1, sizeof(*o->around), 7);
	o->around[o->n_around++] = value;
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

static void tell_weights(const struct options *o, const char *key, struct table *record)
{
	const struct weights *w = &o->weights;

	table_field_text(record, key, NULL, NULL);
	table_set_format(record, key, "use=%g,network=%g,function=%g,unsafe=%g", w->use, w->network,
			 w->function, w->unsafe);
}

static void tell_boundary(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, boundary_name(o->boundary));
}

static void tell_popcon(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, last_part(o->popcon));
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

static void tell_links(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, o->keep_links ? "keep" : "drop");
}

static void tell_budget(const struct options *o, const char *key, struct table *record)
{
	table_field_text(record, key, NULL, NULL);
	table_set_format(record, key, "%g", o->budget);
}

static void tell_cost(const struct options *o, const char *key, struct table *record)
{
	/* the columns are the user's own matter */
	table_field_bool(record, key, NULL, o->cost != NULL);
}

static void tell_in(const struct options *o, const char *key, struct table *record)
{
	char text[64] = "";
	size_t len = 0;

	for (int i = 0; i < PLACES; i++)
		if (o->in & places[i].bit)
			len += snprintf(text + len, sizeof(text) - len, "%s%s", len ? "," : "",
					places[i].name);
	table_field_text(record, key, NULL, *text ? text : NULL);
}

static void tell_around(const struct options *o, const char *key, struct table *record)
{
	char *text = NULL;

	for (int i = 0; i < o->n_around; i++)
		text = solv_dupappend(text, i ? ", " : "", o->around[i]);
	table_field_text(record, key, NULL, text);
	free(text);
}

/* clang-format off */
const struct option_row option_rows[OPTIONS] = {
	[OPTION_HELP] = { "help", 'h', NULL, NULL, NULL, NULL,
		"show this help",
		FLAG(help) },
	[OPTION_VERSION] = { "version", 0, NULL, NULL, NULL, NULL,
		"show the version",
		FLAG(version) },
	[OPTION_QUIET] = { "quiet", 'q', NULL, NULL, take_quiet, NULL,
		"no progress and no warnings" },
	[OPTION_VERBOSE] = { "verbose", 'v', NULL, NULL, take_verbose, NULL,
		"show an example of each kind of warning" },
	[OPTION_FORMAT] = { "format", 'f', "FORMAT", NULL, take_format, NULL,
		"answer as text, csv, json, md or html; default: by the extension of FILE, else "
		"text" },
	[OPTION_OUTPUT] = { "output", 'o', "FILE", NULL, NULL, NULL,
		"write the answer to FILE, whole or not at all; default: standard output",
		TEXT(output) },
	[OPTION_WIDE] = { "wide", 'w', NULL, NULL, NULL, NULL,
		"show all columns in text output",
		FLAG(wide) },
	[OPTION_NO_PAGER] = { "no-pager", 0, NULL, NULL, NULL, NULL,
		"do not show answers longer than the terminal through $PAGER",
		FLAG(no_pager) },
	[OPTION_RELEASE] = { "release", 'r', "RELEASE", NULL, take_release, NULL,
		"what to read: debian:bookworm, fedora:43, installed, a directory or a Packages "
		"file; default: the distribution of this machine" },
	[OPTION_ARCH] = { "arch", 'a', "ARCH", "arch", take_arch, tell_arch,
		"architecture, e.g. amd64; default: that of this machine" },
	[OPTION_COMPONENTS] = { "components", 0, "LIST", "components", take_components,
		tell_components, "archive components, e.g. main,contrib; default: main" },
	[OPTION_MULTILIB] = { "multilib", 0, NULL, "multilib", NULL, NULL,
		"of RPM releases, the 32-bit twin of the architecture too",
		FLAG(multilib) },
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
	[OPTION_KEYRING] = { "keyring", 0, "FILE", NULL, NULL, NULL,
		"keys that may sign the release; default: the distribution's archive keyring",
		TEXT(keyring) },
	[OPTION_ALLOW_EXPIRED] = { "allow-expired", 0, NULL, "allow_expired", NULL,
		NULL, "accept a Release past its date of validity; it is reported",
		FLAG(allow_expired) },
	[OPTION_ALLOW_UNVERIFIED] = { "allow-unverified", 0, NULL, "allow_unverified",
		NULL, NULL,
		"accept what is not signed, not what was listed, of another suite, or older than "
		"what was here before; it is reported",
		FLAG(allow_unverified) },
	[OPTION_OFFLINE] = { "offline", 0, NULL, NULL, NULL, NULL,
		"use only what was fetched before",
		FLAG(offline) },
	[OPTION_UNINSPECTED] = { "uninspected", 0, NULL, "uninspected", NULL,
		NULL, "leave aside what inspections of packages found",
		FLAG(uninspected) },
	[OPTION_MEMORY] = { "memory", 0, "SIZE", NULL, take_memory, NULL,
		"how much memory reading may take, e.g. 8G; default: 4G" },
	[OPTION_UNCONFINED] = { "unconfined", 0, NULL, NULL, NULL, NULL,
		"read with all of the user's rights, as for a debugger or a kernel without "
		"seccomp; it is reported",
		FLAG(unconfined) },
	[OPTION_SELF] = { "self", 0, NULL, NULL, NULL, NULL,
		"add linchpin itself to the release, read from the program that runs",
		FLAG(self) },
	[OPTION_LIMIT] = { "limit", 0, "NAME=N", NULL, take_limit, NULL,
		"what input may not exceed, for this run; the manual lists the names" },
	[OPTION_WEIGHTS] = { "weights", 0, "LIST", "weights", take_weights, tell_weights,
		"exponents of the criteria; default: use=1,network=1,function=1,unsafe=1" },
	[OPTION_BOUNDARY] = { "boundary", 0, "BOUNDARY", "boundary", take_boundary, tell_boundary,
		"which boundary the second criterion asks about: network (default), or security, "
		"which is that of the network or of privilege" },
	[OPTION_POPCON] = { "popcon", 0, "FILE", "popcon", NULL, tell_popcon,
		"count installations too: by_inst or by_vote of Debian's popularity-contest, plain "
		"or compressed",
		TEXT(popcon) },
	[OPTION_RULES] = { "rules", 0, "DIR", "rules", NULL, tell_rules,
		"read the rule files from DIR instead of the built-in ones",
		TEXT(rules) },
	[OPTION_ALTERNATIVES] = { "alternatives", 0, "POLICY", "alternatives", take_alternatives,
		tell_alternatives, "which provider of a need counts in the graph measures: "
		"preferred (the first; default), all, or sole (only where there is one)" },
	[OPTION_TOP] = { "top", 'n', "N", "top", take_top, tell_top,
		"show the first N; 0: all; default: 50" },
	[OPTION_UNSAFE_ONLY] = { "unsafe-only", 0, NULL, "unsafe_only", NULL,
		NULL, "show only components that are not memory safe",
		FLAG(unsafe_only) },
	[OPTION_MEETS_ALL] = { "meets-all", 0, NULL, "meets_all", NULL, NULL,
		"show only components that meet all four criteria",
		FLAG(meets_all) },
	[OPTION_PACKAGE] = { "package", 'p', NULL, "package", NULL, NULL,
		"a NAME is a package, not a component",
		FLAG(package) },
	[OPTION_TRANSITIVE] = { "transitive", 't', NULL, "transitive", NULL,
		NULL, "not only directly, but along chains of any length",
		FLAG(transitive) },
	[OPTION_DEPTH] = { "depth", 0, "N", "depth", take_depth, tell_depth,
		"along chains of at most N steps" },
	[OPTION_KIND] = { "kind", 'k', "LIST", "kind", take_kind, tell_kind,
		"what to follow, with commas: requires, recommends, suggests, enhances, "
		"supplements, conditional, weak (all but the first), "
		"build, link; default: requires" },
	[OPTION_BUILD] = { "build", 0, NULL, "build", NULL, NULL,
		"also list the components that could no longer be built",
		FLAG(build) },
	[OPTION_CHAINS] = { "chains", 'c', "N", "chains", take_chains, tell_chains,
		"show up to N chains; default: 5" },
	[OPTION_ALL] = { "all", 0, NULL, "all", NULL, NULL,
		"for all packages of the release",
		FLAG(all) },
	[OPTION_PAIRS] = { "pairs", 0, NULL, "pairs", NULL, NULL,
		"every pair, not only counts (of strong with --all)",
		FLAG(pairs) },
	[OPTION_CONFLICTS] = { "conflicts", 0, NULL, "conflicts", NULL, NULL,
		"take Conflicts and Breaks into account: exact, and slower",
		FLAG(conflicts) },
	[OPTION_LINKS] = { "links", 0, "keep|drop", "links", take_links, tell_links,
		"what a replacement is assumed to load: keep, all that the component loads now "
		"(default of plan); drop, of that only the C run time (default of whatif)" },
	[OPTION_BUDGET] = { "budget", 0, "K", "budget", take_budget, tell_budget,
		"what the replacements may cost together; default: 20" },
	[OPTION_COST] = { "cost", 0, "COLUMN", "cost_from_annotations", NULL, tell_cost,
		"what replacing a component costs, by a column of the annotations; components "
		"without a cost are left out; default: 1 each",
		TEXT(cost) },
	[OPTION_ONLY_REPLACEABLE] = { "only-replaceable", 0, NULL, "only_replaceable",
		NULL, NULL,
		"only components with a known memory-safe replacement of the whole",
		FLAG(only_replaceable) },
	[OPTION_ONLY_LIBRARIES] = { "only-libraries", 0, NULL, "only_libraries",
		NULL, NULL,
		"only components whose shared library another component loads",
		FLAG(only_libraries) },
	[OPTION_ANNOTATIONS] = { "annotations", 0, "FILE", NULL, NULL, NULL,
		"a table of your own, its first column 'component': shown beside the answer",
		TEXT(annotations) },
	[OPTION_IN] = { "in", 0, "LIST", "in", take_in, tell_in,
		"where to look, with commas: name, provides, summary, file (sonames, programs, "
		"units, …; needs the file lists, which take seconds); default: all" },
	[OPTION_AS] = { "as", 0, "FORMAT", NULL, take_as, NULL,
		"export to graphml, dot, gexf, json, csv or sqlite; default: by the extension of "
		"FILE" },
	[OPTION_AROUND] = { "around", 0, "NAME", "around", take_around, tell_around,
		"only what is within --depth steps of NAME, either way; may be repeated" },
};
/* clang-format on */

int option_row_take(const struct option_row *row, struct options *o, const char *value,
		    struct diag *diag)
{
	char *field = (char *)o + row->offset;

	if (row->take)
		return row->take(o, value, diag);
	if (row->field == FIELD_FLAG)
		*(bool *)field = true;
	else
		*(const char **)field = value;
	return 0;
}

void option_row_tell(const struct option_row *row, const struct options *o, struct table *record)
{
	const char *field = (const char *)o + row->offset;

	if (row->tell)
		row->tell(o, row->key, record);
	else if (row->key && row->field == FIELD_FLAG)
		table_field_bool(record, row->key, NULL, *(const bool *)field);
}
