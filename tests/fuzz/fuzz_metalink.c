/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the metalink of a repository, which librepo reads and whose mirrors it asks: every
 * '@' stands for the URL of a mirror on this disk that has the repository. It is fetched whole, or
 * refused with a message and without a repomd.xml. Nothing goes over the network: all that is not
 * on this disk goes to a proxy that is not there.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <solv/chksum.h>
#include <solv/knownid.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/rpm_fetch.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void metalink_sum(const char *text, char ret_hex[65])
{
	Chksum *sum = solv_chksum_create(REPOKEY_TYPE_SHA256);

	solv_chksum_add(sum, text, (int)strlen(text));
	solv_bin2hex(solv_chksum_get(sum, NULL), 32, ret_hex);
	solv_chksum_free(sum, NULL);
}

/* Seeds know the SHA-256 of this repomd.xml. */
static void metalink_make_mirror(void)
{
	static const char primary[] = "<metadata xmlns:rpm=\"x\"></metadata>\n";
	static const char *const proxies[] = {
		"http_proxy", "https_proxy", "ftp_proxy", "all_proxy",
		"HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY",
	};
	char sum[65], repomd[1024];

	for (size_t i = 0; i < sizeof(proxies) / sizeof(proxies[0]); i++)
		setenv(proxies[i], "http://127.0.0.1:1", 1);
	unsetenv("no_proxy");
	unsetenv("NO_PROXY");
	metalink_sum(primary, sum);
	snprintf(repomd, sizeof(repomd),
		 "<repomd><revision>1</revision><data type=\"primary\">"
		 "<checksum type=\"sha256\">%s</checksum>"
		 "<location href=\"repodata/primary.xml\"/><timestamp>1</timestamp>"
		 "<size>%zu</size></data></repomd>\n",
		 sum, strlen(primary));
	mkdir(fuzz_path("mirror"), 0700);
	fuzz_write_text("mirror/repodata/primary.xml", primary);
	fuzz_write_text("mirror/repodata/repomd.xml", repomd);
}

/* The input with every '@' written out; the caller frees it. */
static char *metalink_expand(const uint8_t *data, size_t size, size_t *ret_size)
{
	char url[160], *text = NULL;
	FILE *f = open_memstream(&text, ret_size);

	if (!f)
		abort();
	snprintf(url, sizeof(url), "file://%s", fuzz_path("mirror"));
	for (size_t i = 0; i < size; i++) {
		if (data[i] == '@')
			fputs(url, f);
		else
			fputc(data[i], f);
	}
	if (fclose(f))
		abort();
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool has_mirror;
	char url[160], *text;
	struct rpm_fetch request = { .name = "a", .source = RPM_FETCH_METALINK, .url = url };
	struct diag diag;
	size_t n;
	int ret;

	if (!has_mirror)
		metalink_make_mirror();
	has_mirror = true;
	text = metalink_expand(data, size, &n);
	fuzz_write("metalink/metalink", text, n);
	free(text);
	mkdir(fuzz_path("fetched"), 0700);
	request.dir = fuzz_path("fetched");
	snprintf(url, sizeof(url), "file://%s", fuzz_path("metalink/metalink"));
	diag_init(&diag);
	ret = rpm_fetch(&request, &diag);
	if (!ret == !!diag.message ||
	    (access(fuzz_path("fetched/repodata/repomd.xml"), F_OK) == 0) != !ret ||
	    (!ret && access(fuzz_path("fetched/repodata/primary.xml"), F_OK) != 0))
		__builtin_trap();
	diag_clear(&diag);
	fuzz_unlink("fetched/repodata/repomd.xml");
	return 0;
}
