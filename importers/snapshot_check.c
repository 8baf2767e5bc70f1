/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a .solv file what libsolv writes? Its reader follows lengths, Ids and string ends wherever
 * they lead; so every byte is gone through here first, by the same rules. Version 8 of the format
 * (doc/README.format of libsolv), as far as snapshots use it:
 *
 *	header		"SOLV", version, numbers of strings, relations, directories (0), solvables,
 *			keys, schemata; flags; bytes of strings, unpacked and packed
 *	strings		each: how many bytes it shares with the one before, the rest, 0
 *	relations	each: name, version (a string or an earlier relation), flags
 *	keys		each: name, type, size, storage
 *	schemata	each: keys, as an array
 *	data		longest entry, all bytes; main schema, and what its keys have, in order
 *
 * Numbers are in groups of 7 bits, the highest first, bit 7 says that more follow; in arrays bit 6
 * of the last group says that more elements do.
 *
 * Cost: O(bytes); bookworm 0.02 s.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <solv/pooltypes.h>
#include <solv/repodata.h>
#include <solv/util.h>

#include "importers/limits.h"
#include "importers/snapshot_format.h"

enum { HEADER_BYTES = 8 + 9 * 4, CHUNK_SLACK = 5 };

/* Of the types that libsolv knows those that snapshots use, and how many bytes they take. */
enum type {
	TYPE_OTHER,
	TYPE_VOID,
	TYPE_ID,
	TYPE_IDARRAY,
	TYPE_NEEDS, /* what libsolv calls a relative array: sorted, as differences */
	TYPE_NUM,
	TYPE_STR,
	TYPE_SHA256,
	TYPE_ARRAY, /* of entries, each with a schema */
	TYPES
};

static const char *const type_names[TYPES] = {
	[TYPE_VOID] = "repokey:type:void",	   [TYPE_ID] = "repokey:type:id",
	[TYPE_IDARRAY] = "repokey:type:idarray",   [TYPE_NEEDS] = "repokey:type:relidarray",
	[TYPE_NUM] = "repokey:type:num",	   [TYPE_STR] = "repokey:type:str",
	[TYPE_SHA256] = "repokey:type:sha256",	   [TYPE_ARRAY] = "repokey:type:flexarray",
};

/* Keys that libsolv keeps in its solvables, and the one type that they may have. */
static const struct {
	const char *name;
	enum type type;
} solvable_keys[] = {
	{ "solvable:name", TYPE_ID },		  { "solvable:arch", TYPE_ID },
	{ "solvable:evr", TYPE_ID },		  { "solvable:vendor", TYPE_OTHER },
	{ "solvable:provides", TYPE_NEEDS },	  { "solvable:obsoletes", TYPE_NEEDS },
	{ "solvable:conflicts", TYPE_NEEDS },	  { "solvable:requires", TYPE_NEEDS },
	{ "solvable:recommends", TYPE_NEEDS },	  { "solvable:suggests", TYPE_NEEDS },
	{ "solvable:supplements", TYPE_NEEDS },	  { "solvable:enhances", TYPE_NEEDS },
	{ "rpm:dbid", TYPE_OTHER },		  { "repository:solvables", TYPE_ARRAY },
};

enum {
	SOLVABLE_KEYS = sizeof(solvable_keys) / sizeof(solvable_keys[0]),
	KEY_SOLVABLES = SOLVABLE_KEYS - 1,
};

struct checking {
	const unsigned char *at, *end;
	uint32_t n_string, n_relation, n_solvable, n_key, n_schema;
	/* what counts of the strings: Id -> type, Id -> index into solvable_keys + 1 */
	uint32_t string_of_type[TYPES], string_of_key[SOLVABLE_KEYS];
	enum type *type;	/* key -> */
	unsigned char *special; /* key -> index into solvable_keys + 1 */
	uint32_t *schema;	/* schema -> its first in schema_key */
	uint32_t *schema_key;	/* ends of schemata are 0 */
	uint64_t longest, ids;	/* as the file says: of an entry; of needs in all */
	uint64_t n_ids;		/* of needs so far */
	bool seen_solvables;
};

static uint32_t big_endian(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The next number, which must be below `below`. */
static bool take(struct checking *c, uint64_t below, uint64_t *ret)
{
	uint64_t x = 0;

	for (int i = 0; i < 10 && c->at < c->end; i++) {
		unsigned char byte = *c->at++;

		x = x << 7 | (byte & 127);
		if (byte & 128)
			continue;
		*ret = x;
		return x < below;
	}
	return false;
}

/* The next element of an array; *ret_more: it is not the last. */
static bool take_element(struct checking *c, uint64_t *ret, bool *ret_more)
{
	uint64_t x = 0;

	for (int i = 0; i < 5 && c->at < c->end; i++) {
		unsigned char byte = *c->at++;

		if (byte & 128) {
			x = x << 7 | (byte & 127);
			continue;
		}
		*ret = x << 6 | (byte & 63);
		*ret_more = byte & 64;
		return *ret <= INT32_MAX;
	}
	return false;
}

/* ---- the parts before the data ---- */

static void note_string(struct checking *c, uint32_t id, const char *text)
{
	if (strncmp(text, "repo", 4) && strncmp(text, "solvable:", 9) && strncmp(text, "rpm:", 4))
		return;
	for (int i = 0; i < TYPES; i++)
		if (type_names[i] && !strcmp(text, type_names[i]))
			c->string_of_type[i] = id;
	for (int i = 0; i < SOLVABLE_KEYS; i++)
		if (!strcmp(text, solvable_keys[i].name))
			c->string_of_key[i] = id;
}

static bool check_strings(struct checking *c, size_t unpacked, size_t packed)
{
	const unsigned char *end = c->at + packed;
	char *text = solv_malloc(unpacked + 1);
	size_t last = 0, sum = 0;
	bool good = true;

	for (uint32_t id = 1; id < c->n_string && good; id++) {
		const unsigned char *zero =
			end - c->at > 1 ? memchr(c->at + 1, 0, (size_t)(end - c->at) - 1) : NULL;
		size_t shared = *c->at, rest = zero ? (size_t)(zero - c->at) - 1 : 0;

		good = zero && shared <= last && shared + rest < unpacked - sum;
		if (!good)
			break;
		memcpy(text + shared, c->at + 1, rest + 1);
		last = shared + rest;
		sum += last + 1;
		c->at = zero + 1;
		good = id > 1 || !last; /* the first is empty */
		note_string(c, id, text);
	}
	free(text);
	return good && c->at == end && sum == unpacked;
}

static bool check_relations(struct checking *c)
{
	uint64_t id;

	for (uint32_t i = 0; i < c->n_relation; i++) {
		if (!take(c, (uint64_t)c->n_string + i, &id) || !id ||
		    !take(c, (uint64_t)c->n_string + i, &id) || c->at == c->end)
			return false;
		c->at++;
	}
	return true;
}

static bool check_key(struct checking *c, uint32_t key)
{
	uint64_t name, type, size, storage;

	if (!take(c, c->n_string, &name) || !take(c, c->n_string, &type) ||
	    !take(c, INT32_MAX, &size) || !take(c, KEY_STORAGE_VERTICAL_OFFSET, &storage) ||
	    storage == KEY_STORAGE_DROPPED || !name || !type)
		return false;
	for (int i = TYPE_OTHER + 1; i < TYPES; i++)
		if (c->string_of_type[i] == type)
			c->type[key] = i;
	for (int i = 0; i < SOLVABLE_KEYS; i++)
		if (c->string_of_key[i] == name)
			c->special[key] = (unsigned char)(i + 1);
	if (c->type[key] == TYPE_OTHER)
		return false;
	if (c->type[key] == TYPE_NEEDS)
		c->ids += size;
	return c->special[key] ? solvable_keys[c->special[key] - 1].type == c->type[key] :
				 c->type[key] != TYPE_NEEDS;
}

static bool check_schemata(struct checking *c)
{
	uint64_t n, key;
	uint32_t to = 1;

	if (!take(c, (uint64_t)(c->end - c->at) + 1, &n))
		return false;
	c->schema_key = solv_calloc(n + 2, sizeof(*c->schema_key));
	for (uint32_t i = 1; i < c->n_schema; i++) {
		bool more = true;

		c->schema[i] = to;
		while (more) {
			if (!take_element(c, &key, &more) || key >= c->n_key ||
			    (!key && (more || to != c->schema[i])) || to + 1 > n)
				return false;
			if (key)
				c->schema_key[to++] = (uint32_t)key;
		}
		if (to > n)
			return false;
		c->schema_key[to++] = 0;
	}
	return true;
}

/* ---- data ---- */

static bool check_array(struct checking *c, bool needs)
{
	uint64_t max = (uint64_t)c->n_string + c->n_relation, id = 0, x;
	bool more = true;

	while (more) {
		if (!take_element(c, &x, &more))
			return false;
		if (needs) { /* 0 is a marker, from which they begin again */
			id = x ? id + x - 1 : 0;
			c->n_ids += x || more;
			if (x && !id)
				return false;
		} else {
			id = x;
			if (!id)
				return false;
		}
		if (id >= max)
			return false;
	}
	c->n_ids += needs;
	return true;
}

static bool check_value(struct checking *c, enum type type)
{
	const unsigned char *zero;
	uint64_t x;

	switch (type) {
	case TYPE_VOID:
		return true;
	case TYPE_ID:
		return take(c, (uint64_t)c->n_string + c->n_relation, &x) && x;
	case TYPE_IDARRAY:
		return check_array(c, false);
	case TYPE_NEEDS:
		return check_array(c, true);
	case TYPE_NUM:
		return take(c, UINT64_MAX, &x);
	case TYPE_STR:
		zero = memchr(c->at, 0, (size_t)(c->end - c->at));
		if (zero)
			c->at = zero + 1;
		return zero;
	case TYPE_SHA256:
		if (c->end - c->at < 32)
			return false;
		c->at += 32;
		return true;
	default:
		return false;
	}
}

/* An entry of an array, or a solvable: no arrays within. The reader has so much in its buffer as
   the file says that the longest entry takes. */
static bool check_entry(struct checking *c, bool is_solvable)
{
	const unsigned char *begin = c->at;
	uint64_t schema;

	if (!take(c, c->n_schema, &schema) || !schema)
		return false;
	for (const uint32_t *key = c->schema_key + c->schema[schema]; *key; key++) {
		bool special = c->special[*key] != 0;

		if (c->type[*key] == TYPE_ARRAY || (special && !is_solvable) ||
		    !check_value(c, c->type[*key]))
			return false;
	}
	return (uint64_t)(c->at - begin) <= c->longest + CHUNK_SLACK;
}

static bool check_entries(struct checking *c, uint32_t key)
{
	bool solvables = c->special[key] == KEY_SOLVABLES + 1;
	uint64_t n;

	if (!take(c, (uint64_t)(c->end - c->at) + 1, &n) || !n ||
	    (solvables && (c->seen_solvables || n != c->n_solvable)))
		return false;
	c->seen_solvables |= solvables;
	for (uint64_t i = 0; i < n; i++)
		if (!check_entry(c, solvables))
			return false;
	return true;
}

static bool check_data(struct checking *c)
{
	uint64_t all, schema;

	if (!take(c, INT32_MAX, &c->longest) || !take(c, INT32_MAX, &all) ||
	    all != (uint64_t)(c->end - c->at) || c->longest > all ||
	    !take(c, c->n_schema, &schema) || !schema)
		return false;
	for (const uint32_t *key = c->schema_key + c->schema[schema]; *key; key++) {
		const unsigned char *begin = c->at;

		if (c->type[*key] == TYPE_ARRAY) {
			if (!check_entries(c, *key))
				return false;
		} else if (c->special[*key] || !check_value(c, c->type[*key]) ||
			   (uint64_t)(c->at - begin) > c->longest + CHUNK_SLACK) {
			return false;
		}
	}
	return c->at == c->end && c->seen_solvables && c->n_ids <= c->ids && c->ids <= 2 * all;
}

static const char *check_all(struct checking *c, const unsigned char *header)
{
	uint32_t flags = big_endian(header + 32), unpacked = big_endian(header + 36),
		 packed = big_endian(header + 40);

	if (big_endian(header + 4) != SOLV_VERSION_8 || flags & SOLV_FLAG_USERDATA ||
	    !(flags & SOLV_FLAG_PREFIX_POOL) || big_endian(header + 16))
		return "it is written in a way that snapshots are not";
	if (c->n_string > INT32_MAX / 2 || !c->n_string || !c->n_key || !c->n_schema ||
	    packed > (uint64_t)(c->end - c->at) || c->n_key > (uint64_t)(c->end - c->at) ||
	    c->n_schema > (uint64_t)(c->end - c->at) ||
	    c->n_relation > (uint64_t)(c->end - c->at) || c->n_string > packed + 1 ||
	    unpacked > INT32_MAX || unpacked / 256 > packed || !check_strings(c, unpacked, packed))
		return "its strings contradict themselves";
	if (!check_relations(c))
		return "its relations contradict themselves";
	c->type = solv_calloc(c->n_key, sizeof(*c->type));
	c->special = solv_calloc(c->n_key, 1);
	c->schema = solv_calloc(c->n_schema, sizeof(*c->schema));
	for (uint32_t key = 1; key < c->n_key; key++)
		if (!check_key(c, key))
			return "one of its attributes is of no known type";
	if (!check_schemata(c))
		return "its schemata contradict themselves";
	return check_data(c) ? NULL : "its data contradict themselves";
}

/* What libsolv will make of the header's counts: a string takes two bytes here and may have 256
   there, a package at least one here and some 60 there. */
static enum limit find_exceeded(const struct checking *c, const unsigned char *header)
{
	/* packages, and components, which are written like them */
	if (c->n_solvable > 2 * limit_value(LIMIT_PACKAGES))
		return LIMIT_PACKAGES;
	if (big_endian(header + 36) > limit_value(LIMIT_STRING_BYTES))
		return LIMIT_STRING_BYTES;
	if (c->n_relation > limit_value(LIMIT_RELATIONS))
		return LIMIT_RELATIONS;
	return LIMIT_NONE;
}

const char *snapshot_check(const void *bytes, size_t n, enum limit *ret_exceeded)
{
	const unsigned char *header = bytes;
	struct checking c = { .at = header + HEADER_BYTES, .end = header + n };
	const char *why;

	if (n < HEADER_BYTES || memcmp(header, "SOLV", 4))
		return "it is no .solv file";
	c.n_string = big_endian(header + 8);
	c.n_relation = big_endian(header + 12);
	c.n_solvable = big_endian(header + 20);
	c.n_key = big_endian(header + 24);
	c.n_schema = big_endian(header + 28);
	*ret_exceeded = find_exceeded(&c, header);
	why = *ret_exceeded ? "it exceeds a limit" : check_all(&c, header);
	if (!why && c.ids > (uint64_t)limit_value(LIMIT_NEEDS)) {
		*ret_exceeded = LIMIT_NEEDS;
		why = "it exceeds a limit";
	}
	free(c.type);
	free(c.special);
	free(c.schema);
	free(c.schema_key);
	return why;
}
