/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The components of the report one by one: the answer of explain, what replacing the component
 * would change, and its neighbourhood.
 */
#include <math.h>
#include <stdlib.h>
#include <solv/util.h>

#include "analyzer/dropout.h"
#include "analyzer/exposed.h"
#include "queries/neighbourhood.h"
#include "queries/options.h"
#include "queries/report.h"
#include "queries/table.h"
#include "queries/verb.h"

extern const struct verb verb_explain;

enum { DROPPED_SHOWN = 30 };

struct replacing_one {
	const struct analysis *a;
	struct exposed exposed;
	int *packages; /* component -> network-facing packages that load it */
	double *own;
	unsigned char *gone, *drops; /* [node] */
};

/* The library packages that nothing needs any more without the component. */
static void add_dropped(struct replacing_one *x, int c, struct table *record)
{
	const struct depgraph *g = &x->a->graph;
	char *names = NULL;
	int n = 0;

	for (int node = 0; node < g->n_node; node++) {
		x->gone[node] = g->component_of[node] == c;
		x->drops[node] = 0;
	}
	dropout_find(g, x->a->role, x->gone, x->drops);
	for (int node = 0; node < g->n_node; node++) {
		if (!x->drops[node])
			continue;
		if (++n <= DROPPED_SHOWN)
			names = solv_dupappend(names, names ? ", " : NULL,
					       depgraph_node_name(g, node));
	}
	if (n > DROPPED_SHOWN)
		names = solv_dupappend(names, ", …", NULL);
	table_field_integer(record, "dropped_packages", "library packages nothing else needs", n);
	if (names)
		table_field_text(record, "dropped", "which", names);
	free(names);
}

static void add_replaced(struct replacing_one *x, int c, struct table *ret)
{
	struct table *record = table_add_record(ret, "replaced", "If it were replaced");
	struct scenario s;
	double left;

	if (!links_known(&x->a->links)) {
		table_add_note(record, "It is unknown here who loads whose code.");
		return;
	}
	scenario_init(&s, &x->exposed);
	s.replaced[c] = 1;
	left = exposed_left(&x->exposed, &s);
	table_field_integer(record, "facing_packages", "network-facing packages that run its code",
			    x->packages[c]);
	table_field_real(record, "removed_percent",
			 "of all exposed unsafe code, removed with what only it loads, percent",
			 x->exposed.total > 0 ? 100 * (1 - left / x->exposed.total) : NAN, 2);
	table_field_real(record, "removed_percent_keep", "removed by itself, percent",
			 x->exposed.total > 0 ? 100 * x->own[c] / x->exposed.total : NAN, 2);
	add_dropped(x, c, record);
	scenario_clear(&s);
}

static int add_component(struct report *r, struct replacing_one *x, int c, struct table *list)
{
	struct table *element = table_add_record(list, NULL, NULL);
	char *name = solv_strdup(universe_component_name(&r->a->universe, c));
	struct options o = *r->o;
	int status;

	o.name = &name;
	o.n_name = 1;
	table_set_title(element, name);
	table_field_text(element, "component", NULL, name);
	table_field_integer(element, "rank", NULL, r->a->ranking.rank[c]);
	status = verb_explain.run(r->a, &o, NULL,
				  table_add_record(element, "explanation", "Why it ranks there"),
				  r->diag);
	add_replaced(x, c, element);
	neighbourhood_add(r->a, c, REPORT_NEIGHBOURS, element);
	free(name);
	return status;
}

int report_add_components(struct report *r, struct table *list)
{
	const struct analysis *a = r->a;
	struct replacing_one x = {
		.a = a,
		.packages = solv_calloc(a->universe.n_component + 1, sizeof(int)),
		.own = solv_calloc(a->universe.n_component + 1, sizeof(double)),
		.gone = solv_calloc(a->graph.n_node + 1, 1),
		.drops = solv_calloc(a->graph.n_node + 1, 1),
	};
	int status = 0;

	exposed_init(&x.exposed);
	exposed_build(&x.exposed, &a->links, &a->assessment, &a->languages, a->role, a->runtime);
	exposed_own(&x.exposed, NULL, x.own, x.packages);
	for (int i = 0; i < r->n_ranked && !status; i++)
		status = add_component(r, &x, r->ranked[i], list);
	exposed_clear(&x.exposed);
	free(x.packages);
	free(x.own);
	free(x.gone);
	free(x.drops);
	return status;
}
