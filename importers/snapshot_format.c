/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names and seal of snapshots; see snapshot_format.h.
 */
#include "importers/snapshot_format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/chksum.h>
#include <solv/knownid.h>
#include <solv/repo.h>
#include <solv/util.h>

enum { SEAL_WORDS = sizeof(SNAPSHOT_SEAL_WORDS) - 1 };

static const char *const attributes[SNAPSHOT_ATTRIBUTES] = {
	[SNAPSHOT_FORMAT_NUMBER] = "linchpin:format",
	[SNAPSHOT_PACKAGES] = "linchpin:packages",
	[SNAPSHOT_FAMILY] = "linchpin:family",
	[SNAPSHOT_DISTRIBUTION] = "linchpin:distribution",
	[SNAPSHOT_CODENAME] = "linchpin:codename",
	[SNAPSHOT_VERSION] = "linchpin:version",
	[SNAPSHOT_ARCH] = "linchpin:arch",
	[SNAPSHOT_DATE] = "linchpin:date",
	[SNAPSHOT_FILE_LISTS] = "linchpin:file-lists",
	[SNAPSHOT_SOURCE_FILES] = "linchpin:source-files",
	[SNAPSHOT_INPUT] = "linchpin:input",
	[SNAPSHOT_WARNING] = "linchpin:warning",
	[SNAPSHOT_NAME] = "linchpin:name",
	[SNAPSHOT_SHA256] = "linchpin:sha256",
	[SNAPSHOT_SIZE] = "linchpin:size",
	[SNAPSHOT_VERIFICATION] = "linchpin:verification",
	[SNAPSHOT_KEY_NAME] = "linchpin:key-name",
	[SNAPSHOT_SIGNED_BY] = "linchpin:signed-by",
	[SNAPSHOT_BASE] = "linchpin:base",
	[SNAPSHOT_STAGES] = "linchpin:stages",
	[SNAPSHOT_INSPECTIONS] = "linchpin:inspections",
	[SNAPSHOT_COUNT] = "linchpin:count",
	[SNAPSHOT_TEXT] = "linchpin:text",
	[SNAPSHOT_ORDER] = "linchpin:order",
	[SNAPSHOT_COMPONENT] = "solvable:sourcename",
	[SNAPSHOT_LISTED_IN] = "linchpin:listed-in",
	[SNAPSHOT_DIRECTORY] = "linchpin:directory",
	[SNAPSHOT_PATH] = "linchpin:path",
	[SNAPSHOT_FILE_SIZE] = "solvable:downloadsize",
	[SNAPSHOT_FILE_SHA256] = "solvable:checksum",
	[SNAPSHOT_SUMMARY] = "solvable:summary",
	[SNAPSHOT_SOURCE] = "linchpin:source",
	[SNAPSHOT_SOURCE_EVR] = "linchpin:source-version",
	[SNAPSHOT_MAINTAINER] = "solvable:packager",
	[SNAPSHOT_UPLOADERS] = "linchpin:uploaders",
	[SNAPSHOT_HOMEPAGE] = "solvable:url",
	[SNAPSHOT_VCS] = "linchpin:vcs",
};

const Id snapshot_need_keys[] = {
	SOLVABLE_PROVIDES,   SOLVABLE_OBSOLETES, SOLVABLE_CONFLICTS,
	SOLVABLE_REQUIRES,   SOLVABLE_RECOMMENDS, SOLVABLE_SUGGESTS,
	SOLVABLE_SUPPLEMENTS, SOLVABLE_ENHANCES, 0,
};

Offset *snapshot_needs(Solvable *s, Id key)
{
	switch (key) {
	case SOLVABLE_PROVIDES:
		return &s->provides;
	case SOLVABLE_OBSOLETES:
		return &s->obsoletes;
	case SOLVABLE_CONFLICTS:
		return &s->conflicts;
	case SOLVABLE_REQUIRES:
		return &s->requires;
	case SOLVABLE_RECOMMENDS:
		return &s->recommends;
	case SOLVABLE_SUGGESTS:
		return &s->suggests;
	case SOLVABLE_SUPPLEMENTS:
		return &s->supplements;
	case SOLVABLE_ENHANCES:
	default:
		return &s->enhances;
	}
}

void snapshot_keys_init(struct snapshot_keys *keys, Pool *pool)
{
	memset(keys, 0, sizeof(*keys));
	for (int a = 0; a < SNAPSHOT_ATTRIBUTES; a++)
		keys->attribute[a] = pool_str2id(pool, attributes[a], 1);
	for (int kind = OBS_NONE + 1; kind < OBSERVATION_KINDS; kind++) {
		char name[64];

		snprintf(name, sizeof(name), "linchpin:seen:%s", observation_kind_name(kind));
		keys->observed[kind] = pool_str2id(pool, name, 1);
		snprintf(name, sizeof(name), "linchpin:counted:%s", observation_kind_name(kind));
		keys->counted[kind] = pool_str2id(pool, name, 1);
	}
}

void snapshot_seal(const void *bytes, size_t n, char ret_seal[SNAPSHOT_SEAL_BYTES])
{
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);
	char hex[64 + 1];

	for (size_t at = 0; at < n;) { /* lengths are ints */
		size_t part = n - at < 1 << 20 ? n - at : 1 << 20;

		solv_chksum_add(sum, (const char *)bytes + at, (int)part);
		at += part;
	}
	solv_bin2hex(solv_chksum_get(sum, NULL), 32, hex);
	solv_chksum_free(sum, NULL);
	memcpy(ret_seal, SNAPSHOT_SEAL_WORDS, SEAL_WORDS);
	memcpy(ret_seal + SEAL_WORDS, hex, 64);
	ret_seal[SEAL_WORDS + 64] = '\n';
}
