/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Definitions as loops over all subsets; see slow_strong.h.
 */
#include "tests/oracle/slow_strong.h"

#include <string.h>

static void read_rivals(struct slow_strong *s, const struct model *m)
{
	for (int p = 0; p < s->n; p++)
		for (int q = 0; q < s->n; q++) {
			const struct model_package *package = m->package + p;
			bool rival = !strcmp(package->name, m->package[q].name);

			if (p == q)
				continue;
			for (int i = 0; i < package->n_conflict; i++)
				rival = rival || slow_meets(m->package + q, package->conflict + i);
			if (rival)
				s->rival[p][q] = s->rival[q][p] = true;
		}
}

static bool is_installation(const struct slow_strong *s, const struct slow *slow, unsigned set,
			    bool conflicts)
{
	for (int i = 0; i < slow->n_need; i++) {
		bool met = false;

		if (slow->need[i].kind != NEED_REQUIRES || !(set & 1u << slow->need[i].owner))
			continue;
		for (int p = 0; p < s->n; p++)
			met = met || (slow->need[i].met_by[p] && (set & 1u << p));
		if (!met)
			return false;
	}
	for (int p = 0; p < s->n; p++)
		for (int q = 0; q < s->n; q++)
			if (conflicts && s->rival[p][q] && (set & 1u << p) && (set & 1u << q))
				return false;
	return true;
}

void slow_strong_read(struct slow_strong *s, const struct slow *slow, const struct model *m,
		      bool conflicts)
{
	memset(s, 0, sizeof(*s));
	s->n = slow->n;
	read_rivals(s, m);
	for (unsigned set = 0; set < 1u << s->n; set++)
		if (is_installation(s, slow, set, conflicts))
			s->installation[s->n_installation++] = set;
}

bool slow_strong_can(const struct slow_strong *s, unsigned with, unsigned without)
{
	for (int i = 0; i < s->n_installation; i++)
		if ((s->installation[i] & with) == with && !(s->installation[i] & without))
			return true;
	return false;
}

unsigned slow_strong_component(const struct slow *slow, int component)
{
	unsigned set = 0;

	for (int p = 0; p < slow->n; p++)
		if (slow->component[p] == component)
			set |= 1u << p;
	return set;
}

static bool package_pair(const struct slow_strong *s, int p, unsigned q)
{
	return slow_strong_can(s, 1u << p, 0) && !slow_strong_can(s, 1u << p, q);
}

bool slow_strong_pair(const struct slow_strong *s, const struct slow *slow, enum level level, int p,
		      int q)
{
	if (p == q)
		return false;
	if (level == LEVEL_PACKAGE)
		return package_pair(s, p, 1u << q);
	for (int member = 0; member < s->n; member++)
		if (slow->component[member] == p &&
		    package_pair(s, member, slow_strong_component(slow, q)))
			return true;
	return false;
}

bool slow_strong_dominates(const struct slow_strong *s, const struct slow *slow, int d, int q)
{
	if (!slow_strong_pair(s, slow, LEVEL_PACKAGE, d, q) ||
	    slow_strong_pair(s, slow, LEVEL_PACKAGE, q, d))
		return false;
	/* IS(q) \ S(d) is a part of IS(d) */
	for (int x = 0; x < s->n; x++) {
		bool in_impact_of_q = x == q || slow_strong_pair(s, slow, LEVEL_PACKAGE, x, q);
		bool in_impact_of_d = x == d || slow_strong_pair(s, slow, LEVEL_PACKAGE, x, d);

		if (in_impact_of_q && !slow_strong_pair(s, slow, LEVEL_PACKAGE, d, x) &&
		    !in_impact_of_d)
			return false;
	}
	return true;
}
