/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as requests of a reader that was taken over, to the two services of the keeper that act
 * on what they are told: output (names of files to be written) and packages to be inspected. The
 * first byte says which. An order that is taken is the same when it is put and taken again; output
 * leaves nothing but what was asked for with -o, wherever the names lead.
 *
 * Requests for output are lines, a digit and a name; a line that begins with '=' is a message as it
 * is.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "importers/diag.h"
#include "importers/keeper.h"
#include "importers/message.h"
#include "importers/package_order.h"
#include "queries/whole_service.h"
#include "tests/fuzz/fuzz_room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void keeper_put_bytes(struct message *m, const char *bytes, size_t size)
{
	struct message raw = { .data = (char *)bytes, .size = size };

	message_put_raw(m, &raw);
}

static void keeper_order(const char *bytes, size_t size)
{
	struct package_order order, again;
	struct message request, first, second;

	message_init(&request);
	message_init(&first);
	message_init(&second);
	keeper_put_bytes(&request, bytes, size);
	if (!package_order_take(&order, &request)) {
		package_order_put(&order, &first);
		package_order_clear(&order);
		if (package_order_take(&again, &first))
			__builtin_trap();
		package_order_put(&again, &second);
		package_order_clear(&again);
		if (first.size != second.size || memcmp(first.data, second.data, first.size))
			__builtin_trap();
	}
	message_clear(&request);
	message_clear(&first);
	message_clear(&second);
}

/* Nothing lies beside the output. */
static void keeper_check_room(void)
{
	DIR *dir = opendir(fuzz_path("keeper"));
	struct dirent *entry;

	if (!dir)
		abort();
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
		    strcmp(entry->d_name, "out")) {
			fprintf(stderr, "'%s' was left\n", entry->d_name);
			__builtin_trap();
		}
	closedir(dir);
}

static void keeper_request(struct whole_service *service, const char *line, size_t size)
{
	struct message request, answer;
	struct keeper_reply reply = { &answer, -1, -1 };
	struct diag diag;
	char *name;

	message_init(&request);
	message_init(&answer);
	diag_init(&diag);
	if (size && *line == '=') {
		keeper_put_bytes(&request, line + 1, size - 1);
	} else {
		message_put_number(&request, size ? *line - '0' : 0);
		name = strndup(size ? line + 1 : "", size ? size - 1 : 0);
		message_put_text(&request, name);
		free(name);
	}
	if (whole_service_serve(service, &request, &reply, &diag) && !diag.message)
		__builtin_trap();
	if (reply.fd >= 0)
		close(reply.fd);
	message_clear(&request);
	message_clear(&answer);
	diag_clear(&diag);
}

static void keeper_output(const char *bytes, size_t size)
{
	struct whole_service service;
	char path[128];

	mkdir(fuzz_path("keeper"), 0700);
	snprintf(path, sizeof(path), "%s", fuzz_path("keeper/out"));
	whole_service_init(&service, path);
	while (size) {
		const char *end = memchr(bytes, '\n', size);
		size_t n = end ? (size_t)(end - bytes) : size;

		keeper_request(&service, bytes, n);
		n += end != NULL;
		bytes += n;
		size -= n;
	}
	whole_service_clear(&service);
	keeper_check_room();
	nftw(path, fuzz_remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data + 1;

	if (!size)
		return 0;
	if (data[0] % 2)
		keeper_output(bytes, size - 1);
	else
		keeper_order(bytes, size - 1);
	return 0;
}
