/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was read, and what was odd about it: the first thing to look at in a new release.
 */
#include <stdlib.h>
#include <solv/util.h>

#include "importers/containment.h"
#include "importers/diag.h"
#include "importers/keeper.h"
#include "queries/options.h"
#include "queries/table.h"
#include "queries/verb.h"

static const struct column columns[] = {
	{ .key = "name", .heading = "what", .type = CELL_TEXT },
	{ .key = "count", .type = CELL_INTEGER },
	{ .key = "meaning", .type = CELL_TEXT, .fit = FIT_WRAP },
};

static void add(struct table *rows, const char *name, long count, const char *meaning)
{
	table_add_row(rows);
	table_set_text(rows, "name", name);
	table_set_integer(rows, "count", count);
	table_set_text(rows, "meaning", meaning);
}

/* To add a kind of observation worth counting: a row. */
static const struct {
	enum observation_kind kind;
	const char *name, *meaning;
} observed[] = {
	{ OBS_TAG, "tags", "facts that maintainers or archive tagged packages with" },
	{ OBS_SONAME, "sonames", "shared libraries that packages ship" },
	{ OBS_PROGRAM, "programs", "files in bin directories" },
	{ OBS_SYSTEM_PROGRAM, "system-programs", "files in sbin directories" },
	{ OBS_SERVICE_UNIT, "service-units", "services of the system manager" },
	{ OBS_SOCKET_UNIT, "socket-units", "sockets of the system manager" },
	{ OBS_INIT_SCRIPT, "init-scripts", "files in /etc/init.d" },
	{ OBS_FIREWALL_PROFILE, "firewall-profiles", "ports that packages ask firewalls to open" },
	{ OBS_DBUS_SYSTEM, "dbus-system-services", "D-Bus services of the system bus" },
	{ OBS_PAM_MODULE, "pam-modules", "authentication modules" },
	{ OBS_NSS_MODULE, "nss-modules", "name service modules" },
	{ OBS_KERNEL_IMAGE, "kernel-images", "kernels" },
};

static long count_observations(const struct observations *o, enum observation_kind kind, bool files)
{
	long n = 0;

	for (int i = 0; i < o->n_observation; i++)
		if (o->observation[i].kind == (short)kind)
			n += files ? o->observation[i].count : 1;
	return n;
}

static const char *process_that_read(void)
{
	if (containment_is_entered())
		return "a child without network, that can open nothing for writing and start "
		       "nothing";
	if (keeper_is_asked())
		return "a child with all of the user's rights: this build contains nothing";
	return "one with all of the user's rights (--unconfined)";
}

/* What the process that read all this could do besides. The kernel's part in it is of this machine,
   so that no other verb shows it. */
static void add_containment(struct table *ret, const struct options *o)
{
	struct table *t = table_add_record(ret, "containment", "How it was read");
	struct containment have;
	const char *const *name;
	bool contained = containment_is_entered();
	int n = containment_system_calls(&name);
	char *calls = NULL;

	containment_find(&have);
	for (int i = 0; i < n; i++)
		calls = solv_dupappend(calls, i ? " " : "", name[i]);
	table_field_text(t, "process", NULL, process_that_read());
	table_field_text(t, "files", "files it sees", contained && have.landlock ?
		"those it was given and the system's own (Landlock)" :
		contained ? "all that the user may read: this kernel has no Landlock" :
			    "all that the user may read");
	table_field_integer(t, "landlock", "version of Landlock, 0: none", have.landlock);
	t->column[table_column(t, "landlock")].wide = true;
	if (contained) {
		table_field_integer(t, "system_calls", "system calls it has (seccomp)", n);
		table_field_text(t, "allowed", "they are", calls);
		t->column[table_column(t, "allowed")].wide = true;
		table_field_integer(t, "memory", "MiB it may take", o->memory >> 20);
	}
	free(calls);
}

static int run(struct analysis *a, const struct options *o, const char *spec, struct table *ret,
	       struct diag *diag)
{
	static const char *const meaning[NEED_KINDS] = {
		[NEED_REQUIRES] = "hard dependencies of packages, each an AND of ORs",
		[NEED_RECOMMENDS] = "recommendations",
		[NEED_SUGGESTS] = "suggestions",
		[NEED_ENHANCES] = "packages that say they improve another",
		[NEED_SUPPLEMENTS] = "packages that want to come along with another",
		[NEED_CONDITIONAL] = "needed only if something else is there too",
	};
	struct universe *u = &a->universe;
	struct table *rows = table_add_rows(ret, "rows", "What was read", columns,
					    N_COLUMNS(columns));
	int unmet, n_unmet = 0, n_source = 0;

	(void)spec;
	(void)diag;
	for (int c = 0; c < u->n_component; c++)
		n_source += u->component[c].source != 0;
	add(rows, "packages", u->n_package,
	    "binary packages, the newest version where pockets overlap");
	add(rows, "components", u->n_component, "source packages they are built from");
	add(rows, "components-with-source", n_source, "of these, with a source stanza");
	for (enum need_kind kind = NEED_REQUIRES; kind < NEED_KINDS; kind++) {
		int n = depgraph_count_needs(&a->graph, NEED_BIT(kind), &unmet);

		if (n || kind <= NEED_ENHANCES)	/* the others are one family's own */
			add(rows, need_kind_name(kind), n, meaning[kind]);
		if (kind == NEED_REQUIRES)
			n_unmet = unmet;
	}
	add(rows, "unmet", n_unmet, "hard dependencies that no package of the release meets");
	add(rows, "uninstallable", a->impact.n_broken,
	    "packages that cannot be installed for want of these");
	if (links_known(&a->links))
		add(rows, "links", a->links.n_link,
		    a->links.source == LINKS_FROM_SONAMES ?
			    "pairs of packages of which one loads the other's code, by the sonames "
			    "it requires" :
			    "pairs of packages of which one loads the other's code");
	for (size_t i = 0; u->has_file_lists && i < sizeof(observed) / sizeof(observed[0]); i++)
		add(rows, observed[i].name,
		    count_observations(&u->of_package, observed[i].kind, false),
		    observed[i].meaning);
	if (u->has_source_files) {
		add(rows, "source-files",
		    count_observations(&u->of_component, OBS_FILES_SHIPPED, true),
		    "files of source packages, without the two below");
		add(rows, "source-files-vendored",
		    count_observations(&u->of_component, OBS_FILES_VENDORED, true),
		    "copies of other projects inside source packages");
		add(rows, "source-files-aside",
		    count_observations(&u->of_component, OBS_FILES_ASIDE, true),
		    "tests, examples, documentation, packaging");
	}
	add_containment(ret, o);
	return 0;
}

extern const struct verb verb_stats;
const struct verb verb_stats = {
	.name = "stats",
	.arguments = "",
	.summary = "what was read, and what was odd",
	.description =
		"Counts what the release holds: packages, components, needs of each kind, what "
		"cannot be met, and what the file lists show. The provenance below names every "
		"input with its checksum, and every kind of oddity with its number. How it was "
		"read tells what contained the process that did; --wide lists the system calls "
		"left to it.",
	.options = OPTIONS_GENERAL | OPTIONS_TABLE | OPTIONS_READ,
	.max_names = 0,
	.stage = STAGE_FACTS,
	.run = run,
};
