/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a snapshot says of packages and components beside their needs: one pass over the attributes
 * of all solvables. What contradicts itself ends it.
 */
#include <stdlib.h>
#include <string.h>
#include <solv/pool.h>
#include <solv/repo.h>
#include <solv/repodata.h>
#include <solv/util.h>

#include "importers/importer.h"
#include "importers/inspected.h"
#include "importers/limits.h"
#include "importers/snapshot_format.h"
#include "importers/snapshot_reading.h"
#include "importers/universe.h"

/* What one of the snapshot's keys stands for. */
struct meaning {
	enum { MEANS_NOTHING, MEANS_SEEN, MEANS_COUNTED, MEANS_ATTRIBUTE } means;
	int which; /* kind, or attribute */
};

/* The types that the attributes of solvables have; others are not looked at. */
static Id type_of(enum snapshot_attribute attribute)
{
	switch (attribute) {
	case SNAPSHOT_LISTED_IN:
	case SNAPSHOT_FILE_SIZE:
		return REPOKEY_TYPE_NUM;
	case SNAPSHOT_FILE_SHA256:
		return REPOKEY_TYPE_SHA256;
	case SNAPSHOT_SOURCE:
		return REPOKEY_TYPE_VOID;
	case SNAPSHOT_SUMMARY:
		return REPOKEY_TYPE_STR;
	case SNAPSHOT_DIRECTORY:
	case SNAPSHOT_PATH:
	case SNAPSHOT_SOURCE_EVR:
	case SNAPSHOT_MAINTAINER:
	case SNAPSHOT_UPLOADERS:
	case SNAPSHOT_HOMEPAGE:
	case SNAPSHOT_VCS:
		return REPOKEY_TYPE_ID;
	default:
		return 0;
	}
}

static struct meaning meaning_of(const struct reading *r, const Repokey *key)
{
	for (int kind = OBS_NONE + 1; kind < OBSERVATION_KINDS; kind++) {
		if (key->type != REPOKEY_TYPE_IDARRAY)
			break;
		if (key->name == r->key.observed[kind])
			return (struct meaning){ MEANS_SEEN, kind };
		if (key->name == r->key.counted[kind])
			return (struct meaning){ MEANS_COUNTED, kind };
	}
	for (int a = SNAPSHOT_LISTED_IN; a < SNAPSHOT_ATTRIBUTES; a++)
		if (key->name == r->key.attribute[a] && key->type == type_of(a))
			return (struct meaning){ MEANS_ATTRIBUTE, a };
	return (struct meaning){ MEANS_NOTHING, 0 };
}

/* One solvable, as its attributes come by. */
struct subject {
	struct reading *r;
	bool is_component;
	int subject; /* package Id, or component */
	Id text;     /* waits for its count */
	/* of a package's file */
	Id file; /* its directory if is_standard, else its name; 0: unknown */
	bool is_standard, has_sha256;
	unsigned char sha256[32];
	int64_t size;
	unsigned long long listed_in;
	/* of a component */
	bool has_source;
	Id source_evr;
};

static int go_wrong(struct subject *s, const char *why)
{
	s->r->wrong = why;
	return SEARCH_STOP;
}

/* -1: it is none. */
static int parse_count(const Pool *pool, Id id)
{
	const char *text = snapshot_is_string(pool, id) ? pool_id2str(pool, id) : "";
	long n = *text ? 0 : -1;

	for (const char *c = text; *c; c++) {
		if (*c < '0' || *c > '9' || n > SNAPSHOT_COUNT_MAX / 10)
			return -1;
		n = n * 10 + (*c - '0');
	}
	return (int)n;
}

static int take_observation(struct subject *s, struct meaning m, const KeyValue *kv)
{
	struct universe *u = s->r->u;
	Id text = kv->id;
	int count = 1;

	if (observation_kind_is_of_component(m.which) != s->is_component)
		return go_wrong(s, "something was seen of what it cannot be seen of");
	if (s->r->options->uninspected && inspected_is_kind(m.which))
		return SEARCH_NEXT_KEY;
	if (m.means == MEANS_COUNTED) {
		if (!s->text) {
			s->text = text;
			return kv->eof ? go_wrong(s, "a count is missing") : 0;
		}
		count = parse_count(u->pool, text);
		text = s->text;
		s->text = 0;
	}
	if (!snapshot_is_string(u->pool, text) || count < 0)
		return go_wrong(s, "an observation is no text, or its count is no number");
	universe_observe(u, m.which, s->subject, text, count);
	if ((int64_t)u->of_package.n_observation + u->of_component.n_observation >
	    limit_value(LIMIT_OBSERVATIONS)) {
		limit_fail(LIMIT_OBSERVATIONS, s->r->path, s->r->diag);
		return go_wrong(s, "it exceeds a limit");
	}
	return 0;
}

static void take_number(struct subject *s, enum snapshot_attribute attribute, const KeyValue *kv)
{
	if (attribute == SNAPSHOT_FILE_SIZE)
		s->size = (int64_t)SOLV_KV_NUM64(kv);
	else
		s->listed_in = SOLV_KV_NUM64(kv);
}

static int take_id(struct subject *s, enum snapshot_attribute attribute, Id id)
{
	struct universe *u = s->r->u;
	struct component *component = s->is_component ? &u->component[s->subject] : NULL;

	if (!snapshot_is_string(u->pool, id))
		return go_wrong(s, "an attribute is no text");
	if (attribute == SNAPSHOT_DIRECTORY || attribute == SNAPSHOT_PATH) {
		s->file = id;
		s->is_standard = attribute == SNAPSHOT_DIRECTORY;
	} else if (attribute == SNAPSHOT_SOURCE_EVR) {
		s->source_evr = id;
	} else if (component) {
		*(attribute == SNAPSHOT_MAINTAINER ? &component->maintainer :
		  attribute == SNAPSHOT_UPLOADERS  ? &component->uploaders :
		  attribute == SNAPSHOT_HOMEPAGE   ? &component->homepage :
						     &component->vcs) = id;
	}
	return 0;
}

static int take_attribute(struct subject *s, enum snapshot_attribute attribute, const KeyValue *kv)
{
	struct universe *u = s->r->u;

	switch (type_of(attribute)) {
	case REPOKEY_TYPE_NUM:
		take_number(s, attribute, kv);
		break;
	case REPOKEY_TYPE_SHA256:
		memcpy(s->sha256, kv->str, sizeof(s->sha256));
		s->has_sha256 = true;
		break;
	case REPOKEY_TYPE_VOID:
		s->has_source = true;
		break;
	case REPOKEY_TYPE_ID:
		return take_id(s, attribute, kv->id);
	default:
		if (!s->is_component)
			universe_observe(u, OBS_SUMMARY, s->subject,
					 pool_str2id(u->pool, kv->str, 1), 1);
	}
	return 0;
}

static int take(void *closure, Solvable *solvable, Repodata *data, Repokey *key, KeyValue *kv)
{
	struct subject *s = closure;
	struct meaning m = s->r->meaning[key - data->keys];

	(void)solvable;
	if (m.means == MEANS_NOTHING)
		return SEARCH_NEXT_KEY;
	if (m.means == MEANS_ATTRIBUTE)
		return take_attribute(s, m.which, kv);
	return take_observation(s, m, kv);
}

static int set_file(struct subject *s)
{
	struct reading *r = s->r;
	const char *text = s->file ? pool_id2str(r->u->pool, s->file) : NULL;

	if (!text && !s->has_sha256)
		return 0;
	if (s->listed_in >= (unsigned)r->n_input || r->input[s->listed_in] < 0)
		return snapshot_refuse(r, "a package is listed by an input that it does not hold");
	universe_set_package_file_text(r->u, s->subject, r->input[s->listed_in], text,
				       s->is_standard, s->size, s->has_sha256 ? s->sha256 : NULL);
	return 0;
}

static int add_source(struct subject *s, Id from)
{
	struct reading *r = s->r;
	Pool *pool = r->u->pool;
	Id copy;
	Offset requires;

	if (!s->has_source)
		return 0;
	if (!snapshot_restore_order(r, from))
		return snapshot_refuse(r, "a source package makes no sense");
	copy = repo_add_solvable(r->u->source_repo);
	pool->solvables[copy].name = pool->solvables[from].name;
	pool->solvables[copy].evr = s->source_evr ? s->source_evr : pool->solvables[from].evr;
	pool->solvables[copy].arch = ARCH_SRC;
	requires = pool->solvables[from].requires;
	for (const Id *id = r->u->repo->idarraydata + requires; requires && *id; id++)
		pool->solvables[copy].requires =
			repo_addid(r->u->source_repo, pool->solvables[copy].requires, *id);
	r->u->component[s->subject].source = copy;
	return 0;
}

int snapshot_read_attributes(struct reading *r)
{
	struct meaning *meaning = solv_calloc(r->data->nkeys, sizeof(*meaning));
	int n = r->u->repo->nsolvables, ret = 0;

	for (int i = 1; i < r->data->nkeys; i++)
		meaning[i] = meaning_of(r, &r->data->keys[i]);
	r->meaning = meaning;
	for (int i = 0; i < n && !ret; i++) {
		struct subject s = { .r = r, .is_component = i >= r->n_package, .size = -1 };

		s.subject = s.is_component ? i - r->n_package : r->first + i;
		repodata_search(r->data, r->first + i, 0, 0, take, &s);
		if (r->wrong)
			ret = snapshot_refuse(r, r->wrong);
		else
			ret = s.is_component ? add_source(&s, r->first + i) : set_file(&s);
	}
	r->u->has_file_lists = repo_lookup_void(r->u->repo, SOLVID_META,
						r->key.attribute[SNAPSHOT_FILE_LISTS]);
	r->u->has_source_files = repo_lookup_void(r->u->repo, SOLVID_META,
						  r->key.attribute[SNAPSHOT_SOURCE_FILES]);
	free(meaning);
	return ret;
}
