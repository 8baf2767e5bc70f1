/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nearest names by edit distance; see the header. Only the band of cells within the limit of the
 * diagonal is computed, and a row whose least cell passes the limit ends the comparison.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/suggest.h"

static int least(int a, int b)
{
	return a < b ? a : b;
}

int suggest_distance(const char *a, const char *b, int limit)
{
	size_t size_a = strnlen(a, SUGGEST_LENGTH + 1), size_b = strnlen(b, SUGGEST_LENGTH + 1);
	int n = (int)size_a, m = (int)size_b, far = limit + 1;
	int row[3][SUGGEST_LENGTH + 1]; /* the row before last, the last one, the current one */
	int *before = row[0], *last = row[1], *current = row[2];

	if (n > SUGGEST_LENGTH || m > SUGGEST_LENGTH || abs(n - m) > limit)
		return far;
	for (int j = 0; j <= m; j++)
		last[j] = before[j] = least(j, far);
	for (int i = 1; i <= n; i++) {
		int from = i - limit > 1 ? i - limit : 1, to = least(i + limit, m);
		int nearest, *spare;

		/* the cells beside the band are read by this row and the next two */
		for (int j = 0; j <= m; j++)
			current[j] = far;
		current[0] = nearest = least(i, far);
		for (int j = from; j <= to; j++) {
			int d = last[j - 1] + (a[i - 1] != b[j - 1]);

			d = least(d, least(last[j], current[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d = least(d, before[j - 2] + 1);
			current[j] = least(d, far);
			nearest = least(nearest, current[j]);
		}
		if (nearest > limit)
			return far;
		spare = before;
		before = last;
		last = current;
		current = spare;
	}
	return last[m];
}

void suggest_init(struct suggest *s, const char *name)
{
	size_t length = strnlen(name, SUGGEST_LENGTH + 1);

	*s = (struct suggest){ .name = name, .limit = length < 3 ? 1 : (int)(length + 2) / 3 };
	if (s->limit > 4)
		s->limit = 4;
}

/* Of names equally near, one of which only letters were forgotten comes first: "opensl" is openssl
   rather than opensc. */
static int suggestion_compare(const struct suggest *s, const struct suggestion *a,
			      const struct suggestion *b)
{
	size_t length_a = strlen(a->name), length_b = strlen(b->name), length = strlen(s->name);
	bool forgotten_a = length_a == length + (size_t)a->distance;
	bool forgotten_b = length_b == length + (size_t)b->distance;

	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	if (forgotten_a != forgotten_b)
		return forgotten_a ? -1 : 1;
	if (length_a != length_b)
		return length_a < length_b ? -1 : 1;
	return strcmp(a->name, b->name);
}

void suggest_offer(struct suggest *s, const char *candidate)
{
	struct suggestion new = { candidate, suggest_distance(s->name, candidate, s->limit) };
	size_t length = strlen(s->name);
	int at;

	if (new.distance > 2 && length > 2 && !strncmp(s->name, candidate, length))
		new.distance = 2;
	if (new.distance > s->limit)
		return;
	for (at = s->n_nearest; at > 0; at--)
		if (suggestion_compare(s, &s->nearest[at - 1], &new) <= 0)
			break;
	if (at == SUGGEST_NEAREST || (at && !strcmp(s->nearest[at - 1].name, candidate)))
		return;
	if (s->n_nearest < SUGGEST_NEAREST)
		s->n_nearest++;
	memmove(&s->nearest[at + 1], &s->nearest[at],
		(size_t)(s->n_nearest - 1 - at) * sizeof(s->nearest[0]));
	s->nearest[at] = new;
}

char *suggest_sentence(const struct suggest *s)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	int n = least(s->n_nearest, 3);

	if (!f)
		solv_oom(0, 0);
	for (int i = 0; i < n; i++)
		fprintf(f, "%s'%s'",
			i == 0	   ? "; did you mean " :
			i == n - 1 ? " or " :
				     ", ",
			s->nearest[i].name);
	if (n)
		fputc('?', f);
	if (ferror(f) || fclose(f))
		solv_oom(0, 0);
	return text;
}
