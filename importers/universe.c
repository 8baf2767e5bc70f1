/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The universe's life cycle, its look-ups and its checker; see universe.h.
 */
#include "importers/universe.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <solv/evr.h>
#include <solv/poolarch.h>
#include <solv/util.h>

#include "importers/diag.h"

enum { BLOCK = 1023 }; /* growth step of solv_extend, a power of two less one */

static const struct {
	const char *name;
	bool of_component;
} observation_kinds[OBSERVATION_KINDS] = {
	[OBS_NONE] = { "none", false },
	[OBS_TAG] = { "tag", false },
	[OBS_SECTION] = { "section", false },
	[OBS_PRIORITY] = { "priority", false },
	[OBS_TIER] = { "tier", false },
	[OBS_BUILT_USING] = { "built-using", false },
	[OBS_SUMMARY] = { "summary", false },
	[OBS_SONAME] = { "soname", false },
	[OBS_PLUGIN] = { "plugin", false },
	[OBS_PROGRAM] = { "program", false },
	[OBS_SYSTEM_PROGRAM] = { "system-program", false },
	[OBS_SERVICE_UNIT] = { "service-unit", false },
	[OBS_SOCKET_UNIT] = { "socket-unit", false },
	[OBS_USER_UNIT] = { "user-unit", false },
	[OBS_INIT_SCRIPT] = { "init-script", false },
	[OBS_INETD_CONF] = { "inetd-service", false },
	[OBS_DBUS_SYSTEM] = { "dbus-system", false },
	[OBS_DBUS_SESSION] = { "dbus-session", false },
	[OBS_POLKIT_ACTION] = { "polkit-action", false },
	[OBS_PAM_MODULE] = { "pam-module", false },
	[OBS_NSS_MODULE] = { "nss-module", false },
	[OBS_FIREWALL_PROFILE] = { "firewall-profile", false },
	[OBS_KERNEL_MODULE] = { "kernel-module", false },
	[OBS_KERNEL_IMAGE] = { "kernel-image", false },
	[OBS_LANGUAGE_TREE] = { "language-tree", false },
	[OBS_HEADERS] = { "headers", false },
	[OBS_STATIC_LIBRARY] = { "static-library", false },
	[OBS_FIRMWARE] = { "firmware", false },
	[OBS_FILES_INSTALLED] = { "files-installed", false },
	[OBS_INSPECTED] = { "inspected", false },
	[OBS_PROGRAM_CALLS] = { "program-calls", false },
	[OBS_LIBRARY_CALLS] = { "library-calls", false },
	[OBS_MACHINE_CODE] = { "machine-code", false },
	[OBS_COMPILER] = { "compiler", false },
	[OBS_BUILT_FROM] = { "built-from", false },
	[OBS_LOADS] = { "loads", false },
	[OBS_OBJECT_SONAME] = { "object-soname", false },
	[OBS_HARDENING] = { "hardening", false },
	[OBS_SETUID] = { "setuid", false },
	[OBS_CAPABILITY] = { "capability", false },
	[OBS_FILES_INSPECTED] = { "files-inspected", false },
	[OBS_NAME] = { "name", false },
	[OBS_REQUIRES] = { "requires", false },
	[OBS_RECOMMENDS] = { "recommends", false },
	[OBS_PROVIDES] = { "provides", false },
	[OBS_FILES_SHIPPED] = { "files", true },
	[OBS_FILES_VENDORED] = { "files-vendored", true },
	[OBS_FILES_ASIDE] = { "files-aside", true },
	[OBS_BUILD_MARK] = { "build-mark", true },
	[OBS_SOURCE_SECTION] = { "source-section", true },
	[OBS_CALLS] = { "calls", true },
	[OBS_COMPONENT_NAME] = { "component-name", true },
	[OBS_BUILD_REQUIRES] = { "build-requires", true },
};

void universe_init(struct universe *u)
{
	memset(u, 0, sizeof(*u));
}

bool input_is_vouched(const struct input *input)
{
	return input->verification == VERIFY_SIGNED || input->verification == VERIFY_METALINK;
}

void input_clear(struct input *input)
{
	free(input->name);
	free(input->path);
	free(input->signed_by);
	free(input->key_name);
	free(input->date);
	free(input->base);
	memset(input, 0, sizeof(*input));
}

static void release_clear(struct release *release)
{
	for (int i = 0; i < release->n_input; i++)
		input_clear(&release->input[i]);
	free(release->input);
	free(release->distribution);
	free(release->codename);
	free(release->version);
	free(release->arch);
	free(release->date);
}

static void observations_clear(struct observations *o)
{
	free(o->observation);
	free(o->begin);
}

void universe_clear(struct universe *u)
{
	if (u->pool)
		pool_free(u->pool);
	release_clear(&u->release);
	observations_clear(&u->of_package);
	observations_clear(&u->of_component);
	free(u->component);
	free(u->component_of);
	free(u->component_begin);
	free(u->component_package);
	free(u->component_of_name);
	free(u->package_file);
	free(u->package_file_text);
	universe_init(u);
}

int universe_find_component(const struct universe *u, const char *name)
{
	Id id = u->pool ? pool_str2id(u->pool, name, 0) : 0;

	return id > 0 && id < u->n_component_of_name ? u->component_of_name[id] : -1;
}

Id universe_find_package(const struct universe *u, const char *name)
{
	Id id = u->pool ? pool_str2id(u->pool, name, 0) : 0;
	Id native = u->pool ? pool_str2id(u->pool, u->release.arch, 0) : 0;
	Id best = 0, p;
	Solvable *s;

	if (!id)
		return 0;
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		if (s->name != id)
			continue;
		if (!best || s->arch == native)
			best = p;
	}
	return best;
}

const char *universe_component_name(const struct universe *u, int component)
{
	return pool_id2str(u->pool, u->component[component].name);
}

const struct observation *observations_of(const struct observations *o, int subject,
					  enum observation_kind kind, int *ret_n)
{
	int begin = o->begin[subject], end = o->begin[subject + 1];

	while (begin < end && o->observation[begin].kind != (short)kind)
		begin++;
	for (end = begin; end < o->begin[subject + 1]; end++)
		if (o->observation[end].kind != (short)kind)
			break;
	*ret_n = end - begin;
	return end > begin ? &o->observation[begin] : NULL;
}

const char *observation_kind_name(enum observation_kind kind)
{
	return kind < OBSERVATION_KINDS ? observation_kinds[kind].name : "none";
}

enum observation_kind observation_kind_of_name(const char *name)
{
	for (int kind = OBS_NONE + 1; kind < OBSERVATION_KINDS; kind++)
		if (!strcmp(observation_kinds[kind].name, name))
			return kind;
	return OBS_NONE;
}

bool observation_kind_is_calls(enum observation_kind kind)
{
	return kind == OBS_PROGRAM_CALLS || kind == OBS_LIBRARY_CALLS || kind == OBS_CALLS;
}

bool observation_kind_is_of_component(enum observation_kind kind)
{
	return kind < OBSERVATION_KINDS && observation_kinds[kind].of_component;
}

/* ---- building ---- */

void universe_start(struct universe *u, int disttype, const char *arch)
{
	u->pool = pool_create();
	pool_setdisttype(u->pool, disttype);
	pool_setarch(u->pool, arch);
	u->repo = repo_create(u->pool, "packages");
	u->source_repo = repo_create(u->pool, "sources");
	u->release.arch = solv_strdup(arch);
}

int universe_add_component(struct universe *u, Id name)
{
	int c;

	if (name >= u->n_component_of_name) {
		int n = name + name / 2 + 1024;

		u->component_of_name = solv_realloc2(u->component_of_name, n, sizeof(int));
		for (int i = u->n_component_of_name; i < n; i++)
			u->component_of_name[i] = -1;
		u->n_component_of_name = n;
	}
	if (u->component_of_name[name] >= 0)
		return u->component_of_name[name];
	c = u->n_component++;
	u->component = solv_extend(u->component, c, 1, sizeof(*u->component), BLOCK);
	u->component[c] = (struct component){ .name = name };
	u->component_of_name[name] = c;
	return c;
}

void universe_set_component(struct universe *u, Id package, int component)
{
	int n = u->n_component_of;

	if (package >= n) {
		u->component_of = solv_extend(u->component_of, n, package + 1 - n, sizeof(int),
					      BLOCK);
		for (int i = n; i <= package; i++)
			u->component_of[i] = -1;
		u->n_component_of = package + 1;
	}
	u->component_of[package] = component;
}

/* Hostile input may count as far as it likes. */
static void add_count(int *sum, int count)
{
	*sum = *sum > INT_MAX - count ? INT_MAX : *sum + count;
}

void universe_observe(struct universe *u, enum observation_kind kind, int subject, Id text,
		      int count)
{
	struct observations *o = observation_kind_is_of_component(kind) ? &u->of_component :
									  &u->of_package;
	struct observation *last = o->n_observation ? &o->observation[o->n_observation - 1] : NULL;

	if (last && last->subject == subject && last->kind == (short)kind && last->text == text) {
		add_count(&last->count, count); /* file lists repeat themselves */
		return;
	}
	o->observation = solv_extend(o->observation, o->n_observation, 1, sizeof(*o->observation),
				     8 * BLOCK + 7);
	last = &o->observation[o->n_observation++];
	*last = (struct observation){ subject, (short)kind, text, count };
}

struct input *universe_add_input(struct universe *u)
{
	struct release *release = &u->release;

	release->input = solv_realloc2(release->input, release->n_input + 1,
				       sizeof(*release->input));
	memset(&release->input[release->n_input], 0, sizeof(*release->input));
	return &release->input[release->n_input++];
}

static int compare_in_subject(const void *a, const void *b, void *pool)
{
	const struct observation *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind - y->kind;
	return x->text == y->text ? 0 :
				    strcmp(pool_id2str(pool, x->text), pool_id2str(pool, y->text));
}

/* Counting sort by subject, then each subject's few by kind and text; those of subjects that are
   gone (component_of -1) are left out. O(n log k), 0.1 s for a million. */
static void observations_finish(struct observations *o, int n_subject, const int *alive, Pool *pool)
{
	struct observation *sorted = solv_calloc(o->n_observation + 1, sizeof(*sorted));
	int *begin = solv_calloc(n_subject + 2, sizeof(*begin));
	int n = 0, from = 0;

	for (int i = 0; i < o->n_observation; i++)
		begin[o->observation[i].subject + 2]++;
	for (int s = 0; s < n_subject; s++)
		begin[s + 2] += begin[s + 1];
	for (int i = 0; i < o->n_observation; i++)
		sorted[begin[o->observation[i].subject + 1]++] = o->observation[i];
	for (int s = 0; s < n_subject; s++) {
		int end = begin[s + 1], first = n;

		if (!alive || alive[s] >= 0) {
			qsort_r(sorted + from, end - from, sizeof(*sorted), compare_in_subject,
				pool);
			for (int i = from; i < end; i++) {
				if (n > first && sorted[n - 1].kind == sorted[i].kind &&
				    sorted[n - 1].text == sorted[i].text)
					add_count(&sorted[n - 1].count, sorted[i].count);
				else
					sorted[n++] = sorted[i];
			}
		}
		from = end;
		begin[s] = first;
	}
	begin[n_subject] = n;
	free(o->observation);
	o->observation = solv_realloc2(sorted, n + 1, sizeof(*sorted));
	o->n_observation = n;
	o->begin = begin;
}

/* Leave out components whose packages were all superseded by those of others: they are not in the
   release. */
static void drop_empty_components(struct universe *u)
{
	int *place = solv_calloc(u->n_component + 1, sizeof(int)), n = 0, kept = 0;
	Id p;
	Solvable *s;

	FOR_REPO_SOLVABLES(u->repo, p, s)
	place[u->component_of[p]] = 1;
	for (int c = 0; c < u->n_component; c++) {
		u->component_of_name[u->component[c].name] = place[c] ? n : -1;
		if (place[c])
			u->component[n] = u->component[c];
		else if (u->component[c].source)
			repo_free_solvable(u->source_repo, u->component[c].source, 0);
		place[c] = place[c] ? n++ : -1;
	}
	if (n < u->n_component) {
		FOR_REPO_SOLVABLES(u->repo, p, s)
		u->component_of[p] = place[u->component_of[p]];
		for (int i = 0; i < u->of_component.n_observation; i++) {
			struct observation at = u->of_component.observation[i];

			at.subject = place[at.subject];
			if (at.subject >= 0)
				u->of_component.observation[kept++] = at;
		}
		u->of_component.n_observation = kept;
		u->n_component = n;
	}
	free(place);
}

void universe_finish(struct universe *u)
{
	Pool *pool = u->pool;
	int n = pool->nsolvables, n_grouped = 0;
	Id p;
	Solvable *s;

	universe_set_component(u, n, -1);
	for (p = 0; p < n; p++)
		if (pool->solvables[p].repo != u->repo)
			u->component_of[p] = -1;
	drop_empty_components(u);
	u->component_begin = solv_calloc(u->n_component + 2, sizeof(int));
	u->n_package = 0;
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		u->n_package++;
		u->component_begin[u->component_of[p] + 2]++;
	}
	for (int c = 0; c < u->n_component; c++)
		u->component_begin[c + 2] += u->component_begin[c + 1];
	u->component_package = solv_calloc(u->n_package + 1, sizeof(Id));
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		u->component_package[u->component_begin[u->component_of[p] + 1]++] = p;
		n_grouped++;
	}
	u->component_begin[u->n_component] = n_grouped;
	pool_addfileprovides(pool);
	pool_createwhatprovides(pool);
	observations_finish(&u->of_package, n, u->component_of, pool);
	observations_finish(&u->of_component, u->n_component, NULL, pool);
}

static int check_observations(const struct universe *u, const struct observations *o, int n_subject,
			      bool of_component, struct diag *diag)
{
	if (!o->begin)
		return diag_fail(diag, "universe: observations are not indexed");
	if (o->begin[0] != 0 || o->begin[n_subject] != o->n_observation)
		return diag_fail(diag, "universe: observation index does not cover all");
	for (int s = 0; s < n_subject; s++) {
		if (o->begin[s] > o->begin[s + 1])
			return diag_fail(diag, "universe: observation index falls at %d", s);
		for (int i = o->begin[s]; i < o->begin[s + 1]; i++) {
			const struct observation *at = &o->observation[i];

			if (at->subject != s)
				return diag_fail(diag,
						 "universe: observation %d has another "
						 "subject",
						 i);
			if (observation_kind_is_of_component(at->kind) != of_component)
				return diag_fail(diag,
						 "universe: observation %d has a wrong "
						 "kind",
						 i);
			if (at->count < 0) /* 0: KiB of an empty file */
				return diag_fail(diag,
						 "universe: observation %d counts less than "
						 "nothing",
						 i);
			if (i > o->begin[s] && compare_in_subject(at - 1, at, u->pool) >= 0)
				return diag_fail(diag,
						 "universe: observation %d is out of "
						 "order",
						 i);
		}
	}
	return 0;
}

int universe_check(const struct universe *u, struct diag *diag)
{
	int n = 0;
	Id p;
	Solvable *s;

	if (!u->pool || !u->pool->whatprovides)
		return diag_fail(diag, "universe: not finished");
	FOR_REPO_SOLVABLES(u->repo, p, s)
	{
		n++;
		if (u->component_of[p] < 0 || u->component_of[p] >= u->n_component)
			return diag_fail(diag, "universe: package '%s' has no component",
					 pool_id2str(u->pool, s->name));
	}
	if (n != u->n_package || u->component_begin[u->n_component] != n)
		return diag_fail(diag,
				 "universe: %d packages counted, %d "
				 "indexed",
				 n, u->n_package);
	for (int c = 0; c < u->n_component; c++) {
		if (u->component_of_name[u->component[c].name] != c)
			return diag_fail(diag, "universe: component '%s' is not found by its name",
					 universe_component_name(u, c));
		for (int i = u->component_begin[c]; i < u->component_begin[c + 1]; i++)
			if (u->component_of[u->component_package[i]] != c)
				return diag_fail(diag,
						 "universe: component '%s' has a foreign "
						 "package",
						 universe_component_name(u, c));
	}
	for (p = 0; p < u->n_package_file; p++) {
		const struct package_file *file = &u->package_file[p];

		if (file->name >= u->n_package_file_text + !file->name ||
		    (file->name && (file->input < 0 || file->input >= u->release.n_input)))
			return diag_fail(diag, "universe: the file of package %d is nowhere", p);
	}
	if (check_observations(u, &u->of_package, u->pool->nsolvables, false, diag))
		return -1;
	return check_observations(u, &u->of_component, u->n_component, true, diag);
}
