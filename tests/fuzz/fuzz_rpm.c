/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as an .rpm, twice: inspected (header by librpm, payload by libarchive, objects by
 * libelf), and as the only file of a directory that is a release (header by librpm and libsolv).
 * Each is refused with a message and empty, or satisfies its invariants.
 *
 * Digests are put right here, or no changed input would get past them; the last byte of the lead,
 * which nobody reads, says so where it is even.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/chksum.h>
#include <solv/knownid.h>
#include <solv/util.h>

#include "graphs/depgraph.h"
#include "importers/diag.h"
#include "importers/importer.h"
#include "importers/inspection.h"
#include "importers/rpm_files.h"
#include "importers/universe.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	RPM_LEAD_BYTES = 96,
	RPM_INTRO_BYTES = 16, /* of a header: magic, how many entries, how many bytes of data */
	RPM_ENTRY_BYTES = 16, /* tag, type, offset, count */
	/* tags, by their numbers in rpm's headers */
	RPM_SIGNATURE_SIZE = 1000,
	RPM_SIGNATURE_MD5 = 1004,
	RPM_SIGNATURE_SHA1 = 269,
	RPM_SIGNATURE_SHA256 = 273,
	RPM_PAYLOAD_SHA256 = 5092,
};

/* ---- putting digests right ---- */

static uint32_t rpm_number(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* How long a header is, 0: it does not fit. */
static size_t rpm_header_bytes(const uint8_t *header, size_t room)
{
	uint64_t n;

	if (room < RPM_INTRO_BYTES)
		return 0;
	n = RPM_INTRO_BYTES + (uint64_t)rpm_number(header + 8) * RPM_ENTRY_BYTES +
	    rpm_number(header + 12);
	return n <= room ? (size_t)n : 0;
}

/* The n bytes of a tag's data, NULL: they are not there. */
static uint8_t *rpm_tag_data(uint8_t *header, size_t header_bytes, uint32_t tag, size_t n)
{
	size_t n_entry = header_bytes ? rpm_number(header + 8) : 0;
	uint8_t *data = header + RPM_INTRO_BYTES + n_entry * RPM_ENTRY_BYTES;

	for (size_t i = 0; i < n_entry; i++) {
		const uint8_t *entry = header + RPM_INTRO_BYTES + i * RPM_ENTRY_BYTES;
		uint64_t offset = rpm_number(entry + 8);

		if (rpm_number(entry) == tag)
			return offset + n <= rpm_number(header + 12) ? data + offset : NULL;
	}
	return NULL;
}

static void rpm_sum(Id type, bool hex, const uint8_t *from, size_t n, uint8_t *ret)
{
	Chksum *sum = solv_chksum_create(type);
	char text[65];
	int len;

	if (!ret) {
		solv_chksum_free(sum, NULL);
		return;
	}
	solv_chksum_add(sum, from, (int)n);
	if (hex) {
		solv_bin2hex(solv_chksum_get(sum, &len), solv_chksum_len(type), text);
		memcpy(ret, text, 2 * (size_t)solv_chksum_len(type));
	} else {
		memcpy(ret, solv_chksum_get(sum, &len), (size_t)solv_chksum_len(type));
	}
	solv_chksum_free(sum, NULL);
}

static void rpm_put_right(uint8_t *rpm, size_t size)
{
	uint8_t *signature = rpm + RPM_LEAD_BYTES, *header, *payload, *size_at;
	size_t n_signature, n_header, n_rest;

	if (size < RPM_LEAD_BYTES || rpm[RPM_LEAD_BYTES - 1] & 1)
		return;
	n_signature = rpm_header_bytes(signature, size - RPM_LEAD_BYTES);
	header = signature + (n_signature + 7) / 8 * 8;
	if (!n_signature || header >= rpm + size)
		return;
	n_rest = (size_t)(rpm + size - header);
	n_header = rpm_header_bytes(header, n_rest);
	if (!n_header)
		return;
	payload = header + n_header;
	rpm_sum(REPOKEY_TYPE_SHA256, true, payload, n_rest - n_header,
		rpm_tag_data(header, n_header, RPM_PAYLOAD_SHA256, 64));
	rpm_sum(REPOKEY_TYPE_SHA1, true, header, n_header,
		rpm_tag_data(signature, n_signature, RPM_SIGNATURE_SHA1, 40));
	rpm_sum(REPOKEY_TYPE_SHA256, true, header, n_header,
		rpm_tag_data(signature, n_signature, RPM_SIGNATURE_SHA256, 64));
	rpm_sum(REPOKEY_TYPE_MD5, false, header, n_rest,
		rpm_tag_data(signature, n_signature, RPM_SIGNATURE_MD5, 16));
	size_at = rpm_tag_data(signature, n_signature, RPM_SIGNATURE_SIZE, 4);
	for (int i = 0; size_at && i < 4; i++)
		size_at[i] = (uint8_t)(n_rest >> (24 - 8 * i));
}

/* ---- reading ---- */

static void rpm_inspect(size_t size)
{
	struct inspection i;
	struct diag diag;

	diag_init(&diag);
	if (inspection_read_package(&i, fuzz_path("rpm/a.rpm"), &diag)) {
		if (!diag.message || i.name || i.n_object)
			__builtin_trap();
	} else if (inspection_check(&i, &diag) || (size_t)i.size != size) {
		fprintf(stderr, "%s\n", diag.message);
		__builtin_trap();
	}
	inspection_clear(&i);
	diag_clear(&diag);
}

static void rpm_import(void)
{
	struct import_options options = { .file_lists = true, .uninspected = true };
	struct universe u;
	struct depgraph g;
	struct diag diag;

	universe_init(&u);
	diag_init(&diag);
	if (rpm_files_import(&u, fuzz_path("rpm"), &options, &diag)) {
		if (u.pool || !diag.message)
			__builtin_trap();
	} else {
		depgraph_init(&g);
		depgraph_build(&g, &u);
		if (universe_check(&u, &diag) || depgraph_check(&g, &diag)) {
			fprintf(stderr, "%s\n", diag.message);
			__builtin_trap();
		}
		depgraph_clear(&g);
	}
	universe_clear(&u);
	diag_clear(&diag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *rpm = solv_malloc(size + 1);

	memcpy(rpm, data, size);
	rpm_put_right(rpm, size);
	fuzz_write("rpm/a.rpm", rpm, size);
	free(rpm);
	rpm_inspect(size);
	rpm_import();
	return 0;
}
