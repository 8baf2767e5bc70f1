/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages between processes of one program, so numbers are in the machine's own order; see
 * message.h. A text is its length, its bytes and a zero; -1 as length is NULL.
 */
#include "importers/message.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

void message_init(struct message *m)
{
	memset(m, 0, sizeof(*m));
}

void message_clear(struct message *m)
{
	free(m->data);
	message_init(m);
}

static void put(struct message *m, const void *bytes, size_t n)
{
	while (m->size + n > m->room) {
		m->room = m->room ? 2 * m->room : 256;
		m->data = solv_realloc(m->data, m->room);
	}
	if (n)
		memcpy(m->data + m->size, bytes, n);
	m->size += n;
}

void message_put_number(struct message *m, int64_t number)
{
	put(m, &number, sizeof(number));
}

void message_put_text(struct message *m, const char *text)
{
	size_t n = text ? strlen(text) : 0;

	message_put_number(m, text ? (int64_t)n : -1);
	if (text)
		put(m, text, n + 1);
}

void message_put_raw(struct message *m, const struct message *other)
{
	put(m, other->data, other->size);
}

int64_t message_number(struct message *m)
{
	int64_t number = 0;

	if (m->spoiled || m->size - m->at < sizeof(number)) {
		m->spoiled = true;
		return 0;
	}
	memcpy(&number, m->data + m->at, sizeof(number));
	m->at += sizeof(number);
	return number;
}

const char *message_text(struct message *m)
{
	int64_t n = message_number(m);
	const char *text = m->data ? m->data + m->at : NULL;

	if (m->spoiled || n == -1)
		return NULL;
	if (n < 0 || (uint64_t)n >= m->size - m->at || strnlen(text, (size_t)n + 1) != (size_t)n) {
		m->spoiled = true;
		return NULL;
	}
	m->at += (size_t)n + 1;
	return text;
}

bool message_is_whole(const struct message *m)
{
	return !m->spoiled && m->at == m->size;
}
