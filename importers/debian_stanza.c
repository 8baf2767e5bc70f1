/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one stanza of a Debian index says; see debian_stanza.h.
 */
#include "importers/debian_stanza.h"

#include <stdio.h>
#include <string.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/universe.h"

Id debian_stanza_intern(struct debian_stanza *d, const char *text, size_t len)
{
	return pool_strn2id(d->u->pool, text, (unsigned)strnlen(text, len), 1);
}

Id debian_stanza_id(struct debian_stanza *d, const char *name)
{
	size_t len;
	const char *value = apt_stanzas_field(d->fields, name, &len);

	return value && len ? debian_stanza_intern(d, value, len) : 0;
}

const char *debian_stanza_text(struct debian_stanza *d, const char *name, char *buffer, size_t size)
{
	size_t len;
	const char *value = apt_stanzas_field(d->fields, name, &len);

	if (!value || len >= size)
		len = 0;
	if (len)
		memcpy(buffer, value, len);
	buffer[len] = 0;
	return buffer;
}

const char *debian_stanza_name(struct debian_stanza *d, const char *name,
			       char buffer[NAME_BYTES_MAX + 1], long stanza)
{
	size_t len;

	if (apt_stanzas_field(d->fields, name, &len) &&
	    len > (size_t)limit_value(LIMIT_NAME_BYTES)) {
		limit_fail_at(LIMIT_NAME_BYTES, d->path, d->diag, "in %s of stanza %ld", name,
			      stanza);
		d->exceeded = true;
	}
	return debian_stanza_text(d, name, buffer, NAME_BYTES_MAX + 1);
}

/* ---- relations ---- */

static const struct {
	int flags;
	bool known;
} comparisons[] = {
	[APT_LESS] = { REL_LT, true },	  [APT_LESS_EQUAL] = { REL_LT | REL_EQ, true },
	[APT_EQUAL] = { REL_EQ, true },	  [APT_GREATER_EQUAL] = { REL_GT | REL_EQ, true },
	[APT_GREATER] = { REL_GT, true }, [APT_NOT_EQUAL] = { 0, false },
};

/* The relation as a dependency Id, 0: it cannot be said. */
static Id relation_id(struct debian_stanza *d, const struct apt_relation *relation)
{
	const char *colon = strchr(relation->name, ':');
	size_t len = strlen(relation->name);
	Id name;

	if (colon && (!strcmp(colon + 1, d->arch) || !strcmp(colon + 1, "native")))
		len = colon - relation->name;
	if (!len)
		return 0;
	name = debian_stanza_intern(d, relation->name, len);
	if (relation->compare == APT_ANY_VERSION)
		return name;
	if (!comparisons[relation->compare].known || !*relation->version)
		return 0;
	return pool_rel2id(d->u->pool, name, pool_str2id(d->u->pool, relation->version, 1),
			   comparisons[relation->compare].flags, 1);
}

typedef void take_dependency(struct debian_stanza *d, Solvable *s, Id dependency);

static void exceed(struct debian_stanza *d, enum limit limit, const Solvable *s, const char *field)
{
	limit_fail_at(limit, d->path, d->diag, "in %s of package '%s'", field,
		      pool_id2str(d->u->pool, s->name));
	d->exceeded = true;
}

/* Go through a relation field: every comma-separated clause is given to take(), alternatives joined
   by REL_OR from the right, so that the left-most is the first of each relation. */
static void read_relations(struct debian_stanza *d, Solvable *s, const char *field, bool build,
			   take_dependency *take)
{
	size_t len;
	const char *cursor = apt_stanzas_field(d->fields, field, &len),
		   *end = cursor ? cursor + len : NULL;
	struct apt_relation relation;
	int64_t most_needs = limit_value(LIMIT_PACKAGE_NEEDS);
	int64_t most_alternatives = limit_value(LIMIT_ALTERNATIVES);
	Id alternative[ALTERNATIVES_MAX];
	int n = 0, n_need = 0, got;
	bool bad = false;

	if (!cursor)
		return;
	while ((got = apt_relation_next(&cursor, end, d->arch, build, &relation)) != 0) {
		Id id = got > 0 && relation.applies ? relation_id(d, &relation) : 0;

		if (got == -2) {
			exceed(d, LIMIT_NAME_BYTES, s, field);
			return;
		}
		if (got < 0 || (relation.applies && !id)) {
			bad = true;
		} else if (id) {
			if (n == most_alternatives) {
				exceed(d, LIMIT_ALTERNATIVES, s, field);
				return;
			}
			alternative[n++] = id;
		}
		if (got > 0 && relation.or_next)
			continue;
		if (bad) {
			diag_warn(d->diag, WARN_BAD_DEPENDENCY,
				  "cannot parse %s of package '%s' in '%s'", field,
				  pool_id2str(d->u->pool, s->name), d->path);
		} else if (n) {
			Id id2 = alternative[n - 1];

			for (int i = n - 2; i >= 0; i--)
				id2 = pool_rel2id(d->u->pool, alternative[i], id2, REL_OR, 1);
			if (n_need++ == most_needs) {
				exceed(d, LIMIT_PACKAGE_NEEDS, s, field);
				return;
			}
			take(d, s, id2);
		}
		n = 0;
		bad = false;
	}
}

static void take_requires(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->requires = repo_addid_dep(d->u->repo, s->requires, dependency, -SOLVABLE_PREREQMARKER);
}

static void take_prerequires(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->requires = repo_addid_dep(d->u->repo, s->requires, dependency, SOLVABLE_PREREQMARKER);
}

static void take_recommends(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->recommends = repo_addid_dep(d->u->repo, s->recommends, dependency, 0);
}

static void take_suggests(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->suggests = repo_addid_dep(d->u->repo, s->suggests, dependency, 0);
}

static void take_enhances(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->enhances = repo_addid_dep(d->u->repo, s->enhances, dependency, 0);
}

static void take_conflicts(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->conflicts = repo_addid_dep(d->u->repo, s->conflicts, dependency, 0);
}

static void take_build_requires(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->requires = repo_addid_dep(d->u->source_repo, s->requires, dependency, 0);
}

static void add_provide(struct debian_stanza *d, Solvable *s, Id dependency)
{
	s->provides = repo_addid_dep(d->u->repo, s->provides, dependency, 0);
}

/* A provide of a Multi-Arch: allowed package also satisfies "name:any". */
static void add_any_provide(struct debian_stanza *d, Solvable *s, Id dependency)
{
	Pool *pool = d->u->pool;
	Id name = dependency, evr = 0;
	char text[600];
	int n;

	if (ISRELDEP(dependency)) {
		Reldep *rel = GETRELDEP(pool, dependency);

		name = rel->name;
		evr = rel->evr;
	}
	n = snprintf(text, sizeof(text), "%s:any", pool_id2str(pool, name));
	if (n < 0 || n >= (int)sizeof(text))
		return;
	name = pool_str2id(pool, text, 1);
	add_provide(d, s, evr ? pool_rel2id(pool, name, evr, REL_EQ, 1) : name);
}

static void take_provide(struct debian_stanza *d, Solvable *s, Id dependency)
{
	Reldep *rel = ISRELDEP(dependency) ? GETRELDEP(d->u->pool, dependency) : NULL;

	if (rel && rel->flags != REL_EQ) {
		diag_warn(d->diag, WARN_BAD_DEPENDENCY,
			  "Provides of package '%s' in '%s' must be one name, with '=' if with a "
			  "version",
			  pool_id2str(d->u->pool, s->name), d->path);
		return;
	}
	add_provide(d, s, dependency);
}

static void take_provide_of_allowed(struct debian_stanza *d, Solvable *s, Id dependency)
{
	take_provide(d, s, dependency);
	add_any_provide(d, s, dependency);
}

/* Source packages whose code is inside: three fields, one meaning here. */
static void take_built_using(struct debian_stanza *d, Solvable *s, Id dependency)
{
	Id name = dependency;

	while (ISRELDEP(name))
		name = GETRELDEP(d->u->pool, name)->name;
	universe_observe(d->u, OBS_BUILT_USING, (Id)(s - d->u->pool->solvables), name, 1);
}

void debian_stanza_read_relations(struct debian_stanza *d, Solvable *s)
{
	char multi_arch[16];
	bool allowed = !strcmp(debian_stanza_text(d, "Multi-Arch", multi_arch, sizeof(multi_arch)),
			       "allowed");
	Id self = pool_rel2id(d->u->pool, s->name, s->evr, REL_EQ, 1);

	add_provide(d, s, self);
	if (allowed)
		add_any_provide(d, s, self);
	read_relations(d, s, "Provides", false, allowed ? take_provide_of_allowed : take_provide);
	read_relations(d, s, "Depends", false, take_requires);
	read_relations(d, s, "Pre-Depends", false, take_prerequires);
	read_relations(d, s, "Recommends", false, take_recommends);
	read_relations(d, s, "Suggests", false, take_suggests);
	read_relations(d, s, "Enhances", false, take_enhances);
	read_relations(d, s, "Conflicts", false, take_conflicts);
	read_relations(d, s, "Breaks", false, take_conflicts);
	read_relations(d, s, "Built-Using", false, take_built_using);
	read_relations(d, s, "Static-Built-Using", false, take_built_using);
	read_relations(d, s, "X-Cargo-Built-Using", false, take_built_using);
}

void debian_stanza_read_build_needs(struct debian_stanza *d, Solvable *s)
{
	read_relations(d, s, "Build-Depends", true, take_build_requires);
	read_relations(d, s, "Build-Depends-Arch", true, take_build_requires);
	read_relations(d, s, "Build-Depends-Indep", true, take_build_requires);
}

/* ---- observations ---- */

static void observe(struct debian_stanza *d, enum observation_kind kind, Id package,
		    const char *text, size_t len)
{
	if (len)
		universe_observe(d->u, kind, package, debian_stanza_intern(d, text, len), 1);
}

static const char *skip_space(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == ','))
		at++;
	return at;
}

static bool ends_tag(char c)
{
	return c == ',' || c == '\n' || c == ' ' || c == '\t';
}

void debian_stanza_read_tags(struct debian_stanza *d, Id package)
{
	size_t len;
	const char *at = apt_stanzas_field(d->fields, "Tag", &len), *end = at ? at + len : NULL;

	while (at && (at = skip_space(at, end)) < end) {
		size_t n = 0, facet;
		char text[256];

		while (at + n < end && at[n] != '{' && !ends_tag(at[n]))
			n++;
		if (at + n == end || at[n] != '{') {
			observe(d, OBS_TAG, package, at, n);
			at += n;
			continue;
		}
		facet = n;
		at += n + 1;
		while (at < end && *at != '}') {
			at = skip_space(at, end);
			n = 0;
			while (at + n < end && at[n] != '}' && !ends_tag(at[n]))
				n++;
			if (n && facet + n < sizeof(text)) {
				const char *group = at;

				while (*group != '{')
					group--;
				memcpy(text, group - facet, facet);
				memcpy(text + facet, at, n);
				observe(d, OBS_TAG, package, text, facet + n);
			}
			if (!n)
				break;
			at += n;
		}
		while (at < end && *at++ != '}')
			;
	}
}

Id debian_stanza_section(struct debian_stanza *d)
{
	size_t len;
	const char *value = apt_stanzas_field(d->fields, "Section", &len);
	const char *slash = value ? memchr(value, '/', len) : NULL;

	if (slash) {
		len -= slash + 1 - value;
		value = slash + 1;
	}
	return value && len ? debian_stanza_intern(d, value, len) : 0;
}

static const struct {
	const char *field, *tier;
} tiers[] = {
	{ "Essential", "essential" },
	{ "Protected", "protected" },
	{ "Important", "important" },
	{ "Build-Essential", "build-essential" },
};

void debian_stanza_observe(struct debian_stanza *d, Id package)
{
	size_t len;
	const char *value, *newline;
	Id section = debian_stanza_section(d);
	char yes[8];

	if (section)
		universe_observe(d->u, OBS_SECTION, package, section, 1);
	value = apt_stanzas_field(d->fields, "Priority", &len);
	if (value)
		observe(d, OBS_PRIORITY, package, value, len);
	for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); i++)
		if (!strcmp(debian_stanza_text(d, tiers[i].field, yes, sizeof(yes)), "yes"))
			observe(d, OBS_TIER, package, tiers[i].tier, strlen(tiers[i].tier));
	value = apt_stanzas_field(d->fields, "Description", &len);
	if (value) {
		newline = memchr(value, '\n', len);
		observe(d, OBS_SUMMARY, package, value, newline ? (size_t)(newline - value) : len);
	}
	debian_stanza_read_tags(d, package);
}
