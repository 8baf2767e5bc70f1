/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How patterns are compiled and looked up; see match.h.
 *
 * Exact patterns are sorted by (kind, string Id). Globs are kept per kind in rule order, with their
 * fixed beginning or end taken out. Phrases hang on their first word: in a hash table if it is
 * plain, else in a list by its first letter. Answers are remembered in an open hash table.
 */
#include "analyzer/match.h"

#include <fnmatch.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/match_calls.h"
#include "analyzer/rules.h"

/* Longer summaries are matched by their beginning: descriptions are one line. */
enum { WORDS_MAX = 64, WORD_TEXT_MAX = 1024, PHRASE_WORDS_MAX = 8, PHRASE_BUCKETS = 1024 };

enum shape {
	SHAPE_ALL,		/* "*" */
	SHAPE_BEGIN,		/* "lib*" */
	SHAPE_END,		/* "*-dev" */
	SHAPE_STARS,		/* "lib*-dev*": nothing special but stars */
	SHAPE_GLOB,		/* fnmatch decides */
	SHAPE_CALLS		/* match_calls.h decides */
};

struct exact {
	int kind;
	Id text;
	int rule;
};

struct glob {
	int rule;
	enum shape shape;
	const char *fixed;	/* beginning or end, inside the pattern */
	size_t len;		/* of fixed */
};

struct phrase {
	int rule;
	int n_word;
	struct {
		const char *text;	/* inside the pattern, without '*' */
		size_t len;
		bool star_before, star_after;
	} word[PHRASE_WORDS_MAX];
	int next;		/* in its bucket, -1: none */
};

struct answer {
	int kind;		/* OBS_NONE: empty slot */
	Id text;
	int begin, n;		/* in found[] */
};

struct matcher {
	const struct ruleset *rules;
	Pool *pool;
	struct exact *exact;
	int n_exact;
	struct glob *glob[OBSERVATION_KINDS];
	int n_glob[OBSERVATION_KINDS];
	struct phrase *phrase;
	int n_phrase;
	int by_word[PHRASE_BUCKETS]; /* phrases whose first word is plain, by its hash; -1: none */
	int by_letter[256];		/* whose first word ends with '*', by its first letter */
	int other;			/* whose first word begins with '*' */
	struct answer *answer;
	unsigned n_answer, answer_mask;
	int *found;
	int n_found;
	bool uses[OBSERVATION_KINDS];
};

/* ---- words ---- */

static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '#';
}

static unsigned hash_word(const char *word, size_t len)
{
	uint32_t h = 2166136261u;

	while (len--)
		h = (h ^ (unsigned char)*word++) * 16777619u;
	return (h ^ h >> 15) % PHRASE_BUCKETS;
}

struct words {
	char text[WORD_TEXT_MAX];
	struct { int at, len; } word[WORDS_MAX];
	int n;
};

static void words_of_text(struct words *w, const char *text)
{
	int len = 0, begin = -1;

	w->n = 0;
	for (;; text++) {
		char c = *text >= 'A' && *text <= 'Z' ? (char)(*text | 0x20) : *text;

		if (is_word_char(c) && len < WORD_TEXT_MAX) {
			if (begin < 0)
				begin = len;
			w->text[len++] = c;
			continue;
		}
		if (begin >= 0) {
			w->word[w->n].at = begin;
			w->word[w->n++].len = len - begin;
			begin = -1;
		}
		if (!c || len >= WORD_TEXT_MAX || w->n == WORDS_MAX)
			return;
	}
}

/* ---- patterns ---- */

static const char *phrase_check(const char *pattern)
{
	int n_word = 0, n_char = 0;
	bool ended = false;

	for (const char *s = pattern; ; s++) {
		if (*s == ' ' || !*s) {
			if (!n_char)
				return "a phrase is words separated by one space";
			if (++n_word > PHRASE_WORDS_MAX)
				return "a phrase has at most 8 words";
			n_char = 0;
			ended = false;
			if (!*s)
				return NULL;
		} else if (*s == '*') {
			if (n_char && !(s[1] == ' ' || !s[1]))
				return "'*' stands at the end or beginning of a word";
			ended = n_char > 0;
		} else if (!is_word_char(*s) || ended) {
			return "words are of lower-case letters, digits, '+' and '#'";
		} else {
			n_char++;
		}
	}
}

const char *pattern_check(enum observation_kind kind, const char *pattern)
{
	const char *open;

	if (kind == OBS_SUMMARY)
		return phrase_check(pattern);
	if (observation_kind_is_calls(kind))
		return calls_check(pattern);
	if (strchr(pattern, '\\'))
		return "'\\' has no meaning here";
	open = strchr(pattern, '[');
	if (open && (!open[1] || !strchr(open + 2, ']')))
		return "'[' without ']'";
	return NULL;
}

static void add_phrase(struct matcher *m, int rule, const char *pattern)
{
	struct phrase *p;
	int *bucket;

	m->phrase = solv_extend(m->phrase, m->n_phrase, 1, sizeof(*m->phrase), 127);
	p = &m->phrase[m->n_phrase];
	memset(p, 0, sizeof(*p));
	p->rule = rule;
	for (const char *s = pattern; *s; ) {
		size_t len = strcspn(s, " ");
		const char *begin = s, *end = s + len;

		p->word[p->n_word].star_before = *begin == '*';
		p->word[p->n_word].star_after = end[-1] == '*';
		begin += *begin == '*';
		end -= end[-1] == '*';
		p->word[p->n_word].text = begin;
		p->word[p->n_word++].len = end > begin ? (size_t)(end - begin) : 0;
		s += len;
		s += *s == ' ';
	}
	if (p->word[0].star_before)
		bucket = &m->other;
	else if (p->word[0].star_after)
		bucket = &m->by_letter[(unsigned char)p->word[0].text[0]];
	else
		bucket = &m->by_word[hash_word(p->word[0].text, p->word[0].len)];
	p->next = *bucket;
	*bucket = m->n_phrase++;
}

static void add_glob(struct matcher *m, int rule, enum observation_kind kind, const char *pattern)
{
	size_t len = strlen(pattern), n_special = 0;
	struct glob g = { .rule = rule, .shape = SHAPE_GLOB };

	for (const char *s = pattern; *s; s++)
		n_special += strchr("*?[", *s) != NULL;
	if (observation_kind_is_calls(kind)) {
		g.shape = SHAPE_CALLS;
	} else if (len == 1 && *pattern == '*') {
		g.shape = SHAPE_ALL;
	} else if (n_special == 1 && pattern[len - 1] == '*') {
		g.shape = SHAPE_BEGIN;
		g.fixed = pattern;
		g.len = len - 1;
	} else if (n_special == 1 && pattern[0] == '*') {
		g.shape = SHAPE_END;
		g.fixed = pattern + 1;
		g.len = len - 1;
	} else {
		g.fixed = pattern;
		g.len = strcspn(pattern, "*?[");
		if (!strpbrk(pattern, "?[\\"))
			g.shape = SHAPE_STARS;
	}
	m->glob[kind] = solv_extend(m->glob[kind], m->n_glob[kind], 1, sizeof(*m->glob[kind]), 31);
	m->glob[kind][m->n_glob[kind]++] = g;
}

static int compare_exact(const void *a, const void *b)
{
	const struct exact *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind - y->kind;
	return x->text != y->text ? x->text - y->text : x->rule - y->rule;
}

struct matcher *matcher_new(const struct ruleset *rules, Pool *pool)
{
	struct matcher *m = solv_calloc(1, sizeof(*m));

	m->rules = rules;
	m->pool = pool;
	m->other = -1;
	memset(m->by_word, -1, sizeof(m->by_word));
	memset(m->by_letter, -1, sizeof(m->by_letter));
	for (int i = 0; i < rules->n_rule; i++) {
		const struct rule *rule = &rules->rule[i];

		m->uses[rule->witness] = true;
		if (rule->witness == OBS_SUMMARY) {
			add_phrase(m, i, rule->pattern);
		} else if (strpbrk(rule->pattern, "*?[") ||
			   observation_kind_is_calls(rule->witness)) {
			add_glob(m, i, rule->witness, rule->pattern);
		} else {
			Id text = pool_str2id(pool, rule->pattern, 1);

			m->exact = solv_extend(m->exact, m->n_exact, 1, sizeof(*m->exact), 255);
			m->exact[m->n_exact++] = (struct exact){ (int)rule->witness, text, i };
		}
	}
	if (m->n_exact)
		qsort(m->exact, m->n_exact, sizeof(*m->exact), compare_exact);
	m->answer_mask = 1023;
	m->answer = solv_calloc(m->answer_mask + 1, sizeof(*m->answer));
	return m;
}

void matcher_free(struct matcher *m)
{
	if (!m)
		return;
	for (int kind = 0; kind < OBSERVATION_KINDS; kind++)
		free(m->glob[kind]);
	free(m->exact);
	free(m->phrase);
	free(m->answer);
	free(m->found);
	free(m);
}

bool matcher_uses(const struct matcher *m, enum observation_kind kind)
{
	return m->uses[kind];
}

/* ---- matching ---- */

static void add_found(struct matcher *m, int begin, int rule)
{
	for (int i = begin; i < m->n_found; i++)
		if (m->found[i] == rule)
			return;
	m->found = solv_extend(m->found, m->n_found, 1, sizeof(*m->found), 4095);
	m->found[m->n_found++] = rule;
}

static bool phrase_matches(const struct phrase *p, const struct words *w, int at)
{
	if (p->n_word > w->n - at)
		return false;
	for (int i = 0; i < p->n_word; i++) {
		const char *text = w->text + w->word[at + i].at;
		size_t len = (size_t)w->word[at + i].len, n = p->word[i].len;

		if (len < n || (len > n && !p->word[i].star_before && !p->word[i].star_after))
			return false;
		if (p->word[i].star_before && p->word[i].star_after) {
			if (!memmem(text, len, p->word[i].text, n))
				return false;
		} else if (memcmp(p->word[i].star_before ? text + len - n : text,
				  p->word[i].text, n)) {
			return false;
		}
	}
	return true;
}

static void find_in_bucket(struct matcher *m, int begin, int p, const struct words *w, int at)
{
	for (; p >= 0; p = m->phrase[p].next)
		if (phrase_matches(&m->phrase[p], w, at))
			add_found(m, begin, m->phrase[p].rule);
}

static void find_phrases(struct matcher *m, int begin, const char *text)
{
	struct words w;

	words_of_text(&w, text);
	for (int i = 0; i < w.n; i++) {
		const char *word = w.text + w.word[i].at;

		find_in_bucket(m, begin, m->by_word[hash_word(word, (size_t)w.word[i].len)], &w, i);
		find_in_bucket(m, begin, m->by_letter[(unsigned char)*word], &w, i);
		find_in_bucket(m, begin, m->other, &w, i);
	}
}

/* As fnmatch, which would convert every text to wide characters: a star alone cannot tell those
   from bytes. What follows a star is looked for as early as possible; O(product of lengths). */
static bool stars_match(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			from = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

static bool glob_matches(const struct glob *g, const char *pattern, const char *text, size_t len)
{
	switch (g->shape) {
	case SHAPE_ALL:
		return true;
	case SHAPE_BEGIN:
		return len >= g->len && !memcmp(text, g->fixed, g->len);
	case SHAPE_END:
		return len >= g->len && !memcmp(text + len - g->len, g->fixed, g->len);
	case SHAPE_CALLS:
		return calls_match(pattern, text);
	case SHAPE_STARS:
		return len >= g->len && !memcmp(text, g->fixed, g->len) &&
		       stars_match(pattern + g->len, text + g->len);
	case SHAPE_GLOB:
		break;
	}
	return len >= g->len && !memcmp(text, g->fixed, g->len) && !fnmatch(pattern, text, 0);
}

static void find_exact(struct matcher *m, int begin, int kind, Id text)
{
	int low = 0, high = m->n_exact;

	while (low < high) {
		int middle = low + (high - low) / 2;
		const struct exact *e = &m->exact[middle];

		if (e->kind < kind || (e->kind == kind && e->text < text))
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < m->n_exact && m->exact[low].kind == kind && m->exact[low].text == text; low++)
		add_found(m, begin, m->exact[low].rule);
}

static int compare_int(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return *x - *y;
}

static void find(struct matcher *m, int kind, Id text, struct answer *ret)
{
	const char *s = pool_id2str(m->pool, text);
	int begin = m->n_found;

	if (kind == OBS_SUMMARY) {
		find_phrases(m, begin, s);
	} else {
		size_t len = strlen(s);

		find_exact(m, begin, kind, text);
		for (int i = 0; i < m->n_glob[kind]; i++) {
			const struct glob *g = &m->glob[kind][i];

			if (glob_matches(g, m->rules->rule[g->rule].pattern, s, len))
				add_found(m, begin, g->rule);
		}
	}
	if (m->n_found - begin > 1)
		qsort(m->found + begin, m->n_found - begin, sizeof(*m->found), compare_int);
	*ret = (struct answer){ kind, text, begin, m->n_found - begin };
}

static struct answer *find_slot(struct answer *table, unsigned mask, int kind, Id text)
{
	unsigned h = ((unsigned)text * 2654435761u ^ (unsigned)kind * 40503u) & mask;

	while (table[h].kind != OBS_NONE && (table[h].kind != kind || table[h].text != text))
		h = (h + 1) & mask;
	return &table[h];
}

static void grow(struct matcher *m)
{
	unsigned mask = m->answer_mask * 2 + 1;
	struct answer *table = solv_calloc(mask + 1, sizeof(*table));

	for (unsigned i = 0; i <= m->answer_mask; i++) {
		const struct answer *a = &m->answer[i];

		if (a->kind != OBS_NONE)
			*find_slot(table, mask, a->kind, a->text) = *a;
	}
	free(m->answer);
	m->answer = table;
	m->answer_mask = mask;
}

const int *matcher_find(struct matcher *m, enum observation_kind kind, Id text, int *ret_n)
{
	struct answer *a;

	*ret_n = 0;
	if (!m->uses[kind])
		return NULL;
	a = find_slot(m->answer, m->answer_mask, (int)kind, text);
	if (a->kind == OBS_NONE) {
		if (m->n_answer * 2 > m->answer_mask) {
			grow(m);
			a = find_slot(m->answer, m->answer_mask, (int)kind, text);
		}
		find(m, (int)kind, text, a);
		m->n_answer++;
	}
	*ret_n = a->n;
	return a->n ? m->found + a->begin : NULL;
}
