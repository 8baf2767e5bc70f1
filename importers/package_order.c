/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which files of packages are wanted; see package_order.h.
 */
#include "importers/package_order.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/message.h"
#include "importers/universe.h"

enum { BLOCK = 255, ORDER_MAX = 10000000 };

static char *copy(const char *text)
{
	return text ? solv_strdup(text) : NULL;
}

static void add_source(struct package_order *o, const char *base, const char *list)
{
	o->source = solv_extend(o->source, o->n_source, 1, sizeof(*o->source), BLOCK);
	o->source[o->n_source++] = (struct package_source){ copy(base), copy(list) };
}

static struct package_wanted *add_wanted(struct package_order *o, const char *title)
{
	struct package_wanted *w;

	o->wanted = solv_extend(o->wanted, o->n_wanted, 1, sizeof(*o->wanted), BLOCK);
	w = &o->wanted[o->n_wanted++];
	*w = (struct package_wanted){ .title = copy(title), .size = -1, .source = -1 };
	return w;
}

/* Inputs are few, so is the searching. */
static int source_of(struct package_order *o, const struct input *input,
		     const struct input **known)
{
	for (int i = 0; i < o->n_source; i++)
		if (known[i] == input)
			return i;
	known[o->n_source] = input;
	add_source(o, input->base, input->path ? input->path : input->name);
	return o->n_source - 1;
}

void package_order_init(struct package_order *o, const struct universe *u, const Id *package,
			int n)
{
	const struct input **known = solv_calloc(u->release.n_input + 1, sizeof(*known));

	memset(o, 0, sizeof(*o));
	o->is_rpm = u->pool->disttype == DISTTYPE_RPM;
	for (int i = 0; i < n; i++) {
		const unsigned char *sum = universe_package_sha256(u, package[i]);
		struct package_file_location at;
		struct package_wanted *w = add_wanted(
			o, pool_id2str(u->pool, u->pool->solvables[package[i]].name));

		if (sum)
			solv_bin2hex(sum, 32, w->sha256);
		if (universe_package_file(u, package[i], &at))
			continue;
		w->name = at.name;
		w->size = at.size;
		w->source = source_of(o, at.input, known);
	}
	free(known);
}

void package_order_clear(struct package_order *o)
{
	for (int i = 0; i < o->n_source; i++) {
		free(o->source[i].base);
		free(o->source[i].list);
	}
	for (int i = 0; i < o->n_wanted; i++) {
		free(o->wanted[i].title);
		free(o->wanted[i].name);
	}
	free(o->source);
	free(o->wanted);
	memset(o, 0, sizeof(*o));
}

void package_order_put(const struct package_order *o, struct message *m)
{
	message_put_number(m, o->is_rpm);
	message_put_number(m, o->n_source);
	for (int i = 0; i < o->n_source; i++) {
		message_put_text(m, o->source[i].base);
		message_put_text(m, o->source[i].list);
	}
	message_put_number(m, o->n_wanted);
	for (int i = 0; i < o->n_wanted; i++) {
		const struct package_wanted *w = &o->wanted[i];

		message_put_text(m, w->title);
		message_put_text(m, w->name);
		message_put_number(m, w->size);
		message_put_text(m, w->sha256);
		message_put_number(m, w->source);
	}
}

/* Nothing, or 64 lower-case hexadecimal digits. */
static bool is_sha256(const char *text)
{
	size_t n = strspn(text, "0123456789abcdef");

	return !text[n] && (n == 0 || n == 64);
}

static void take_wanted(struct package_order *o, struct message *m)
{
	struct package_wanted *w = add_wanted(o, message_text(m));
	const char *sha256;
	int64_t source;

	w->name = copy(message_text(m));
	w->size = message_number(m);
	sha256 = message_text(m);
	source = message_number(m);
	if (!sha256 || !is_sha256(sha256) || !w->title || source < -1 || source >= o->n_source ||
	    (source < 0) != !w->name) {
		m->spoiled = true;
		return;
	}
	memcpy(w->sha256, sha256, strlen(sha256) + 1);
	w->source = (int)source;
}

int package_order_take(struct package_order *ret, struct message *m)
{
	int64_t n;

	memset(ret, 0, sizeof(*ret));
	ret->is_rpm = message_number(m) != 0;
	n = message_number(m);
	for (int64_t i = 0; i < n && i < ORDER_MAX && !m->spoiled; i++) {
		const char *base = message_text(m), *list = message_text(m);

		add_source(ret, base, list ? list : "");
	}
	n = message_number(m);
	for (int64_t i = 0; i < n && i < ORDER_MAX && !m->spoiled; i++)
		take_wanted(ret, m);
	if (message_is_whole(m))
		return 0;
	package_order_clear(ret);
	return -1;
}
