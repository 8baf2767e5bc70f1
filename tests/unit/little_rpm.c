/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <rpm/header.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmtag.h>
#include <solv/chksum.h>
#include <solv/knownid.h>
#include <solv/util.h>

#include "tests/unit/little_rpm.h"

static const char no_archive[LITTLE_RPM_NO_ARCHIVE] = "this would be a cpio archive";

struct blob {
	char *data;
	size_t n;
};

static void blob_add(struct blob *b, const void *data, size_t n)
{
	b->data = solv_realloc(b->data, b->n + n);
	memcpy(b->data + b->n, data, n);
	b->n += n;
}

static void blob_add_header(struct blob *b, Header h)
{
	static const unsigned char magic[] = { 0x8e, 0xad, 0xe8, 0x01, 0, 0, 0, 0 };
	unsigned n;
	char *data = headerExport(h, &n);

	blob_add(b, magic, sizeof(magic));
	blob_add(b, data, n);
	free(data);
}

static void sha256(const struct blob *b, char ret_hex[65])
{
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);

	solv_chksum_add(sum, b->data, (int)b->n);
	solv_bin2hex(solv_chksum_get(sum, NULL), 32, ret_hex);
	solv_chksum_free(sum, NULL);
}

static void put_text(Header h, rpmTag tag, const char *text)
{
	const char *array[] = { text };

	headerPutStringArray(h, tag, array, 1);
}

static Header make_header(const struct little_rpm *r, const char *payload_sum)
{
	uint32_t zero = 0, one = 1, algorithm = 8;
	uint16_t mode = (uint16_t)(0100000 | (r->mode ? r->mode : 0755));
	Header h = headerNew();

	if (r->name)
		headerPutString(h, RPMTAG_NAME, r->name);
	headerPutString(h, RPMTAG_VERSION, "1");
	headerPutString(h, RPMTAG_RELEASE, "1");
	headerPutString(h, RPMTAG_ARCH, "x86_64");
	headerPutString(h, RPMTAG_OS, "linux");
	headerPutString(h, RPMTAG_SUMMARY, "a little package");
	headerPutString(h, RPMTAG_SOURCERPM, r->source);
	if (r->format)
		headerPutString(h, RPMTAG_PAYLOADFORMAT, r->format);
	put_text(h, RPMTAG_BASENAMES, r->file_name);
	put_text(h, RPMTAG_DIRNAMES, r->file_dir);
	headerPutUint32(h, RPMTAG_DIRINDEXES, &zero, 1);
	headerPutUint32(h, RPMTAG_FILESIZES, &one, 1);
	headerPutUint16(h, RPMTAG_FILEMODES, &mode, 1);
	headerPutUint32(h, RPMTAG_FILEFLAGS, &zero, 1);
	if (r->user)
		put_text(h, RPMTAG_FILEUSERNAME, r->user);
	if (r->group)
		put_text(h, RPMTAG_FILEGROUPNAME, r->group);
	if (r->caps)
		put_text(h, RPMTAG_FILECAPS, r->caps);
	put_text(h, RPMTAG_PROVIDENAME, r->provides);
	put_text(h, RPMTAG_PROVIDEVERSION, "");
	headerPutUint32(h, RPMTAG_PROVIDEFLAGS, &zero, 1);
	if (r->requires) {
		put_text(h, RPMTAG_REQUIRENAME, r->requires);
		put_text(h, RPMTAG_REQUIREVERSION, "");
		headerPutUint32(h, RPMTAG_REQUIREFLAGS, &zero, 1);
	}
	put_text(h, RPMTAG_PAYLOADDIGEST, payload_sum);
	headerPutUint32(h, RPMTAG_PAYLOADDIGESTALGO, &algorithm, 1);
	return headerReload(h, RPMTAG_HEADERIMMUTABLE);
}

char *little_rpm_make_header(const struct little_rpm *r, unsigned *ret_n)
{
	Header h = make_header(r, "0");
	char *data = headerExport(h, ret_n);

	headerFree(h);
	return data;
}

char *little_rpm_make(const struct little_rpm *r, size_t *ret_n)
{
	static const unsigned char magic[] = { 0xed, 0xab, 0xee, 0xdb, 3, 0, 0, 0, 0, 1 };
	unsigned char lead[LITTLE_RPM_LEAD] = { 0 };
	struct blob rpm = { 0 }, header = { 0 }, content = { 0 };
	uint32_t size;
	char hex[65], zeros[8] = { 0 };
	Header h, signature = headerNew();

	if (r->payload)
		blob_add(&content, r->payload, r->n_payload);
	else
		blob_add(&content, no_archive, sizeof(no_archive));
	sha256(&content, hex);
	h = make_header(r, hex);
	blob_add_header(&header, h);

	sha256(&header, hex);
	headerPutString(signature, RPMTAG_SHA256HEADER, hex);
	size = (uint32_t)(header.n + content.n);
	headerPutUint32(signature, RPMSIGTAG_SIZE, &size, 1);
	signature = headerReload(signature, RPMTAG_HEADERSIGNATURES);

	memcpy(lead, magic, sizeof(magic));
	snprintf((char *)lead + 10, 66, "%s-1-1", r->name ? r->name : "");
	lead[77] = 1;
	lead[79] = 5;
	blob_add(&rpm, lead, sizeof(lead));
	blob_add_header(&rpm, signature);
	blob_add(&rpm, zeros, (8 - rpm.n % 8) % 8);
	blob_add(&rpm, header.data, header.n);
	blob_add(&rpm, content.data, content.n);
	headerFree(h);
	headerFree(signature);
	free(header.data);
	free(content.data);
	*ret_n = rpm.n;
	return rpm.data;
}
