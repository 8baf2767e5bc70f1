/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pairing the components of two releases; see identity.h.
 *
 * Each basis is a list of (key, component) on both sides: sorted by key, walked side by side. A key
 * that several components of one side have says nothing about which of them is meant, and is left
 * out; a component votes for a partner with each key they share.
 */
#include "analyzer/identity.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/text_copy.h"
#include "importers/universe.h"

enum { BLOCK = 1023 };

static const char *const basis_names[IDENTITY_BASES] = {
	[IDENTITY_NONE] = "none",	 [IDENTITY_NAME] = "name", [IDENTITY_SONAME] = "soname",
	[IDENTITY_STEM] = "soname-stem", [IDENTITY_URL] = "url",   [IDENTITY_SPELLING] = "spelling",
};

struct key {
	char *text;
	int component;
};

struct keys {
	struct key *key;
	int n;
};

static void add_key(struct keys *keys, char *text, int component)
{
	keys->key = solv_extend(keys->key, keys->n, 1, sizeof(*keys->key), BLOCK);
	keys->key[keys->n++] = (struct key){ text, component };
}

static void keys_clear(struct keys *keys)
{
	for (int i = 0; i < keys->n; i++)
		free(keys->key[i].text);
	free(keys->key);
	keys->key = NULL;
	keys->n = 0;
}

static int compare_keys(const void *x, const void *y)
{
	const struct key *a = x, *b = y;
	int order = strcmp(a->text, b->text);

	return order ? order : a->component - b->component;
}

/* ---- what components are known by ---- */

static void sonames(const struct universe *u, int component, bool stem, struct keys *keys)
{
	for (int i = u->component_begin[component]; i < u->component_begin[component + 1]; i++) {
		int n;
		const struct observation *at = observations_of(
			&u->of_package, u->component_package[i], OBS_SONAME, &n);

		for (int k = 0; k < n; k++) {
			const char *text = pool_id2str(u->pool, at[k].text);
			const char *version = strstr(text, ".so.");

			if (!stem)
				add_key(keys, solv_strdup(text), component);
			else if (version)
				add_key(keys, text_copy(text, version + 3 - text), component);
		}
	}
}

/* "https://www.openssl.org/" and "http://openssl.org" are one page: "openssl.org". */
static void url(const struct universe *u, int component, struct keys *keys)
{
	const char *text = u->component[component].homepage ?
				   pool_id2str(u->pool, u->component[component].homepage) :
				   "";
	const char *begin = strstr(text, "://");
	char *plain;
	size_t n;

	if (!begin)
		return;
	begin += 3;
	if (!strncasecmp(begin, "www.", 4))
		begin += 4;
	plain = solv_strdup(begin);
	n = strlen(plain);
	while (n && plain[n - 1] == '/')
		plain[--n] = 0;
	for (size_t i = 0; i < n && plain[i] != '/'; i++)
		plain[i] = (char)tolower((unsigned char)plain[i]);
	if (n)
		add_key(keys, plain, component);
	else
		free(plain);
}

static void spelling(const struct universe *u, int component, struct keys *keys)
{
	char *plain = solv_strdup(universe_component_name(u, component)), *to = plain;

	for (const char *from = plain; *from; from++)
		if (isalnum((unsigned char)*from) || *from == '+')
			*to++ = (char)tolower((unsigned char)*from);
	*to = 0;
	add_key(keys, plain, component);
}

static void name(const struct universe *u, int component, struct keys *keys)
{
	add_key(keys, solv_strdup(universe_component_name(u, component)), component);
}

struct names {
	int n_component;
	struct keys by[IDENTITY_BASES]; /* sorted */
};

struct names *names_new(const struct universe *u)
{
	struct names *names = solv_calloc(1, sizeof(*names));

	names->n_component = u->n_component;
	for (int c = 0; c < u->n_component; c++) {
		name(u, c, &names->by[IDENTITY_NAME]);
		sonames(u, c, false, &names->by[IDENTITY_SONAME]);
		sonames(u, c, true, &names->by[IDENTITY_STEM]);
		url(u, c, &names->by[IDENTITY_URL]);
		spelling(u, c, &names->by[IDENTITY_SPELLING]);
	}
	for (int basis = 0; basis < IDENTITY_BASES; basis++)
		if (names->by[basis].n)
			qsort(names->by[basis].key, names->by[basis].n, sizeof(struct key),
			      compare_keys);
	return names;
}

void names_free(struct names *names)
{
	if (!names)
		return;
	for (int basis = 0; basis < IDENTITY_BASES; basis++)
		keys_clear(&names->by[basis]);
	free(names);
}

/* The keys of components that have no partner yet; their texts stay the names'. */
static struct keys unpaired(const struct names *names, enum identity_basis basis,
			    const int *partner)
{
	const struct keys *all = &names->by[basis];
	struct keys left = { solv_calloc(all->n + 1, sizeof(struct key)), 0 };

	for (int i = 0; i < all->n; i++)
		if (partner[all->key[i].component] < 0)
			left.key[left.n++] = all->key[i];
	return left;
}

/* ---- votes ---- */

struct vote {
	int a, b, n;	     /* components, and the keys they share */
	const char *witness; /* the first of these */
};

static int compare_votes(const void *x, const void *y)
{
	const struct vote *p = x, *q = y;

	return p->a != q->a ? p->a - q->a :
	       p->b != q->b ? p->b - q->b :
			      strcmp(p->witness, q->witness);
}

/* The end of the keys that are the same as keys->key[i]; *ret_only says whose, -1: of several. */
static int same_keys(const struct keys *keys, int i, int *ret_only)
{
	int end = i;

	*ret_only = keys->key[i].component;
	while (end < keys->n && !strcmp(keys->key[end].text, keys->key[i].text)) {
		if (keys->key[end].component != *ret_only)
			*ret_only = -1;
		end++;
	}
	return end;
}

/* One vote for each pair of components that share a key nobody else has. */
static int count_votes(const struct keys *a, const struct keys *b, struct vote **ret_vote)
{
	struct vote *vote = NULL;
	int n = 0, n_pair = 0;

	for (int i = 0, k = 0; i < a->n && k < b->n;) {
		int order = strcmp(a->key[i].text, b->key[k].text), of_a, of_b;
		int end_a = same_keys(a, i, &of_a), end_b = same_keys(b, k, &of_b);

		if (order == 0 && of_a >= 0 && of_b >= 0) {
			vote = solv_extend(vote, n, 1, sizeof(*vote), BLOCK);
			vote[n++] = (struct vote){ of_a, of_b, 1, a->key[i].text };
		}
		if (order <= 0)
			i = end_a;
		if (order >= 0)
			k = end_b;
	}
	if (n)
		qsort(vote, n, sizeof(*vote), compare_votes);
	for (int i = 0; i < n; i++) {
		if (n_pair && vote[n_pair - 1].a == vote[i].a && vote[n_pair - 1].b == vote[i].b)
			vote[n_pair - 1].n++;
		else
			vote[n_pair++] = vote[i];
	}
	*ret_vote = vote;
	return n_pair;
}

struct state {
	const struct names *names[2];
	int *partner[2];	    /* component -> component of the other side, -1: none yet */
	enum identity_basis *basis; /* of A's components */
	char **witness;		    /* of A's components */
};

/* Pair those that are each other's best by this basis. */
static void pair_by(struct state *s, enum identity_basis basis)
{
	struct keys keys[2];
	struct vote *vote;
	int *best[2], n;

	for (int side = 0; side < 2; side++) {
		keys[side] = unpaired(s->names[side], basis, s->partner[side]);
		best[side] = solv_calloc(s->names[side]->n_component + 1, sizeof(int));
		memset(best[side], -1, (s->names[side]->n_component + 1) * sizeof(int));
	}
	n = count_votes(&keys[0], &keys[1], &vote);
	for (int i = 0; i < n; i++) {
		int *at_a = &best[0][vote[i].a], *at_b = &best[1][vote[i].b];

		if (*at_a < 0 || vote[*at_a].n < vote[i].n)
			*at_a = i;
		if (*at_b < 0 || vote[*at_b].n < vote[i].n)
			*at_b = i;
	}
	for (int i = 0; i < n; i++) {
		int a = vote[i].a, b = vote[i].b;

		if (best[0][a] != i || best[1][b] != i)
			continue;
		s->partner[0][a] = b;
		s->partner[1][b] = a;
		s->basis[a] = basis;
		if (basis != IDENTITY_NAME && basis != IDENTITY_SPELLING)
			s->witness[a] = solv_strdup(vote[i].witness);
	}
	free(vote);
	for (int side = 0; side < 2; side++) {
		free(keys[side].key);
		free(best[side]);
	}
}

static void add_pair(struct identity *identity, struct identity_pair pair)
{
	identity->pair = solv_extend(identity->pair, identity->n_pair, 1, sizeof(pair), BLOCK);
	identity->pair[identity->n_pair++] = pair;
	identity->n_basis[pair.basis]++;
}

void identity_init(struct identity *identity)
{
	memset(identity, 0, sizeof(*identity));
}

void identity_find(struct identity *identity, const struct universe *a, const struct universe *b)
{
	struct names *names[2] = { names_new(a), names_new(b) };

	identity_pair_names(identity, names[0], names[1]);
	names_free(names[0]);
	names_free(names[1]);
}

void identity_pair_names(struct identity *identity, const struct names *a, const struct names *b)
{
	struct state s = { .names = { a, b } };

	for (int side = 0; side < 2; side++) {
		s.partner[side] = solv_calloc(s.names[side]->n_component + 1, sizeof(int));
		memset(s.partner[side], -1, (s.names[side]->n_component + 1) * sizeof(int));
	}
	s.basis = solv_calloc(a->n_component + 1, sizeof(*s.basis));
	s.witness = solv_calloc(a->n_component + 1, sizeof(*s.witness));
	for (enum identity_basis basis = IDENTITY_NAME; basis < IDENTITY_BASES; basis++)
		pair_by(&s, basis);
	for (int c = 0; c < a->n_component; c++)
		add_pair(identity,
			 (struct identity_pair){ c, s.partner[0][c], s.basis[c], s.witness[c] });
	for (int c = 0; c < b->n_component; c++)
		if (s.partner[1][c] < 0)
			add_pair(identity, (struct identity_pair){ -1, c, IDENTITY_NONE, NULL });
	free(s.partner[0]);
	free(s.partner[1]);
	free(s.basis);
	free(s.witness);
}

void identity_clear(struct identity *identity)
{
	for (int i = 0; i < identity->n_pair; i++)
		free(identity->pair[i].witness);
	free(identity->pair);
	identity_init(identity);
}

const char *identity_basis_name(enum identity_basis basis)
{
	return basis_names[basis < IDENTITY_BASES ? basis : IDENTITY_NONE];
}
