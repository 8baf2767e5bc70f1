/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables of an export; see dataset.h. Packages and components are named, not numbered, so that
 * a table can be read without the others.
 */
#include "queries/dataset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/rules.h"
#include "graphs/builds.h"
#include "graphs/conflicts.h"
#include "graphs/strong.h"
#include "importers/diag.h"
#include "queries/attributes.h"
#include "queries/extract.h"
#include "queries/options.h"
#include "queries/provenance.h"
#include "queries/table.h"
#include "queries/writer.h"

static const struct column about_columns[] = {
	{ .key = "key", .type = CELL_TEXT },
	{ .key = "value", .type = CELL_TEXT },
};

static const struct column edge_columns[] = {
	{ .key = "source", .type = CELL_TEXT },
	{ .key = "target", .type = CELL_TEXT },
	{ .key = "kind", .type = CELL_TEXT },
	{ .key = "needs", .type = CELL_INTEGER },
	{ .key = "alternatives", .type = CELL_INTEGER },
	{ .key = "need", .type = CELL_TEXT },
};

static const struct column need_columns[] = {
	{ .key = "id", .type = CELL_INTEGER },
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "kind", .type = CELL_TEXT },
	{ .key = "need", .type = CELL_TEXT },
	{ .key = "clause", .type = CELL_INTEGER },
	{ .key = "providers", .type = CELL_INTEGER },
};

static const struct column provider_columns[] = {
	{ .key = "clause", .type = CELL_INTEGER },
	{ .key = "package", .type = CELL_TEXT },
};

static const struct column build_need_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "need", .type = CELL_TEXT },
	{ .key = "package", .type = CELL_TEXT },
};

static const struct column link_columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "loads", .type = CELL_TEXT },
};

static const struct column strong_columns[] = {
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "needs", .type = CELL_TEXT },
};

static const struct column language_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "language", .type = CELL_TEXT },
	{ .key = "share", .type = CELL_REAL, .decimals = 6 },
	{ .key = "files", .type = CELL_INTEGER },
};

static const struct column evidence_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "claim", .type = CELL_TEXT },
	{ .key = "witness", .type = CELL_TEXT },
	{ .key = "seen", .type = CELL_TEXT },
	{ .key = "count", .type = CELL_INTEGER },
	{ .key = "weight", .type = CELL_REAL, .decimals = 2 },
	{ .key = "why", .type = CELL_TEXT },
};

static const struct column observation_columns[] = {
	{ .key = "component", .type = CELL_TEXT },
	{ .key = "package", .type = CELL_TEXT },
	{ .key = "kind", .type = CELL_TEXT },
	{ .key = "text", .type = CELL_TEXT },
	{ .key = "count", .type = CELL_INTEGER },
};

/* ---- names of packages, made once a table ---- */

static char **package_names(const struct extract *x)
{
	int n = x->analysis->graph.n_node;
	char **name = solv_calloc(n + 1, sizeof(char *));

	for (int node = 0; node < n; node++)
		if (extract_has_node(x, node))
			name[node] = extract_package_name(x->analysis, node);
	return name;
}

static void free_names(const struct extract *x, char **name)
{
	for (int node = 0; node < x->analysis->graph.n_node; node++)
		free(name[node]);
	free(name);
}

static const char *component_name(const struct extract *x, int component)
{
	return component < 0 ? NULL : universe_component_name(&x->analysis->universe, component);
}

/* ---- the provenance ---- */

void dataset_provenance(const struct extract *x, const struct diag *diag, struct table *ret)
{
	const struct release *release = &x->analysis->universe.release;
	struct provenance p = { .verb = "export",
				.release = &release,
				.n_release = 1,
				.options = x->options,
				.diag = diag,
				.annotations = &x->analysis->annotations };

	provenance_table(&p, ret);
}

/* One line for each member of a tree: "release.inputs.1.sha256". */
static void flatten(const struct table *t, const char *path, struct table *rows)
{
	char buffer[WRITER_NUMBER], number[24];

	for (int r = 0; r < t->n_row; r++) {
		snprintf(number, sizeof(number), "%d.", r + 1);
		for (int c = 0; c < t->n_column; c++) {
			char *key = solv_dupjoin(path, t->shape == SHAPE_ROWS ? number : "",
						 t->column[c].key);

			table_add_row(rows);
			table_set_text(rows, "key", key);
			if (table_cell(t, r, c)->type != CELL_NULL)
				table_set_text(rows, "value", writer_words(t, r, c, buffer));
			free(key);
		}
	}
	for (int i = 0; i < t->n_part; i++) {
		char *below;

		snprintf(number, sizeof(number), "%d", i + 1);
		below = solv_dupjoin(path, t->part[i]->name ? t->part[i]->name : number, ".");
		flatten(t->part[i], below, rows);
		free(below);
	}
}

static int fill_about(const struct extract *x, struct table *rows, struct diag *diag)
{
	struct table about;

	table_init(&about);
	dataset_provenance(x, diag, &about);
	flatten(&about, "", rows);
	table_clear(&about);
	return 0;
}

/* ---- components, packages, the graph ---- */

static int fill_component(const struct extract *x, struct table *rows, struct diag *diag)
{
	(void)diag;
	table_add_column(rows, &(struct column){ .key = "name", .type = CELL_TEXT });
	attributes_columns(LEVEL_COMPONENT, rows);
	for (int c = 0; c < x->analysis->universe.n_component; c++) {
		if (!extract_has_component(x, c))
			continue;
		table_add_row(rows);
		table_set_text(rows, "name", component_name(x, c));
		attributes_set(x->analysis, LEVEL_COMPONENT, c, rows);
	}
	return 0;
}

static int fill_package(const struct extract *x, struct table *rows, struct diag *diag)
{
	char **name = package_names(x);

	(void)diag;
	table_add_column(rows, &(struct column){ .key = "name", .type = CELL_TEXT });
	attributes_columns(LEVEL_PACKAGE, rows);
	for (int node = 0; node < x->analysis->graph.n_node; node++) {
		if (!name[node])
			continue;
		table_add_row(rows);
		table_set_text(rows, "name", name[node]);
		attributes_set(x->analysis, LEVEL_PACKAGE, node, rows);
	}
	free_names(x, name);
	return 0;
}

struct table *dataset_nodes(const struct extract *x, struct table *root, const char *name)
{
	struct table *rows = table_add_rows(root, name, NULL, NULL, 0);

	table_add_column(rows, &(struct column){ .key = "id", .type = CELL_TEXT });
	attributes_columns(x->level, rows);
	for (int v = 0; v < x->n_vertex; v++) {
		table_add_row(rows);
		table_set_text(rows, "id", x->name[v]);
		attributes_set(x->analysis, x->level, x->subject[v], rows);
	}
	return rows;
}

static int fill_edge(const struct extract *x, struct table *rows, struct diag *diag)
{
	Pool *pool = x->analysis->universe.pool;

	(void)diag;
	for (int i = 0; i < x->n_arc; i++) {
		const struct extract_arc *arc = &x->arc[i];

		table_add_row(rows);
		table_set_text(rows, "source", x->name[arc->from]);
		table_set_text(rows, "target", x->name[arc->to]);
		table_set_text(rows, "kind", extract_kind_name(arc->kind));
		table_set_integer(rows, "needs", arc->n_need);
		if (arc->n_alternative)
			table_set_integer(rows, "alternatives", arc->n_alternative);
		if (arc->dep)
			table_set_text(rows, "need", pool_dep2str(pool, arc->dep));
	}
	return 0;
}

struct table *dataset_edges(const struct extract *x, struct table *root, const char *name)
{
	struct table *rows = table_add_rows(root, name, NULL, edge_columns,
					    N_COLUMNS(edge_columns));

	fill_edge(x, rows, NULL);
	return rows;
}

/* ---- needs, links, strong pairs ---- */

static int fill_need(const struct extract *x, struct table *rows, struct diag *diag)
{
	const struct depgraph *g = &x->analysis->graph;
	char **name = package_names(x);

	(void)diag;
	for (int need = 0; need < g->n_need; need++) {
		if (!name[g->need_owner[need]])
			continue;
		table_add_row(rows);
		table_set_integer(rows, "id", need);
		table_set_text(rows, "package", name[g->need_owner[need]]);
		table_set_text(rows, "kind", need_kind_name(g->need_kind[need]));
		table_set_text(rows, "need", pool_dep2str(g->universe->pool, g->need_dep[need]));
		table_set_integer(rows, "clause", g->need_clause[need]);
		table_set_integer(rows, "providers",
				  depgraph_clause_size(g, g->need_clause[need]));
	}
	free_names(x, name);
	return 0;
}

static int fill_provider(const struct extract *x, struct table *rows, struct diag *diag)
{
	const struct depgraph *g = &x->analysis->graph;
	char **name = package_names(x);

	(void)diag;
	for (int clause = 0; clause < g->n_clause; clause++) {
		bool used = false;

		for (int i = g->user_begin[clause]; i < g->user_begin[clause + 1] && !used; i++)
			used = name[g->need_owner[g->user[i]]] != NULL;
		for (int i = g->provider_begin[clause]; used && i < g->provider_begin[clause + 1];
		     i++) {
			if (!name[g->provider[i]])
				continue;
			table_add_row(rows);
			table_set_integer(rows, "clause", clause);
			table_set_text(rows, "package", name[g->provider[i]]);
		}
	}
	free_names(x, name);
	return 0;
}

static int fill_build_need(const struct extract *x, struct table *rows, struct diag *diag)
{
	char **name = package_names(x);
	struct builds b;

	(void)diag;
	builds_init(&b);
	builds_build(&b, &x->analysis->graph);
	for (int need = 0; need < b.n_need; need++)
		for (int i = b.provider_begin[need]; i < b.provider_begin[need + 1]; i++) {
			if (!extract_has_component(x, b.need_owner[need]) || !name[b.provider[i]])
				continue;
			table_add_row(rows);
			table_set_text(rows, "component", component_name(x, b.need_owner[need]));
			table_set_text(rows, "need", pool_dep2str(x->analysis->universe.pool,
								  b.need_dep[need]));
			table_set_text(rows, "package", name[b.provider[i]]);
		}
	builds_clear(&b);
	free_names(x, name);
	return 0;
}

static int fill_link(const struct extract *x, struct table *rows, struct diag *diag)
{
	const struct links *links = &x->analysis->links;
	char **name;

	(void)diag;
	if (!links_known(links))
		return 0;
	name = package_names(x);
	for (int node = 0; node < x->analysis->graph.n_node; node++)
		for (int i = links->load_begin[node]; i < links->load_begin[node + 1]; i++) {
			if (!name[node] || !name[links->load[i]])
				continue;
			table_add_row(rows);
			table_set_text(rows, "package", name[node]);
			table_set_text(rows, "loads", name[links->load[i]]);
		}
	free_names(x, name);
	return 0;
}

static int fill_strong(const struct extract *x, struct table *rows, struct diag *diag)
{
	struct conflicts conflicts;
	struct strong s;
	char **name;
	int ret;

	if (!x->options->pairs)
		return 0;
	conflicts_init(&conflicts);
	strong_init(&s);
	if (x->options->conflicts)
		conflicts_build(&conflicts, &x->analysis->graph);
	ret = strong_build(&s, &x->analysis->graph, x->options->conflicts ? &conflicts : NULL,
			   LEVEL_PACKAGE, diag);
	name = package_names(x);
	for (int node = 0; node < x->analysis->graph.n_node && !ret; node++) {
		int n;
		const int *needs = strong_dependencies(&s, node, &n);

		for (int i = 0; i < n && name[node]; i++) {
			if (!name[needs[i]])
				continue;
			table_add_row(rows);
			table_set_text(rows, "package", name[node]);
			table_set_text(rows, "needs", name[needs[i]]);
		}
	}
	free_names(x, name);
	strong_clear(&s);
	conflicts_clear(&conflicts);
	return ret;
}

/* ---- what was seen and what it speaks for ---- */

static int fill_language(const struct extract *x, struct table *rows, struct diag *diag)
{
	const struct language_verdicts *v = &x->analysis->languages;

	(void)diag;
	for (int c = 0; c < v->n_component; c++) {
		const struct language_mix *mix = &v->mix[c];

		for (int i = mix->begin; i < mix->begin + mix->n_share; i++) {
			if (!extract_has_component(x, c))
				continue;
			table_add_row(rows);
			table_set_text(rows, "component", component_name(x, c));
			table_set_text(rows, "language",
				       v->table->language[v->share[i].language].name);
			table_set_real(rows, "share", v->share[i].share);
			table_set_integer(rows, "files", v->share[i].n_file);
		}
	}
	return 0;
}

static void add_evidence(const struct extract *x, const struct evidence_list *list, char **name,
			 struct table *rows)
{
	const struct analysis *a = x->analysis;

	for (int i = 0; i < list->n_evidence; i++) {
		const struct evidence *e = &list->evidence[i];

		if (!extract_has_component(x, e->component))
			continue;
		table_add_row(rows);
		table_set_text(rows, "component", component_name(x, e->component));
		if (e->package && a->graph.node_of[e->package] >= 0)
			table_set_text(rows, "package", name[a->graph.node_of[e->package]]);
		table_set_text(rows, "claim", e->rule->claim);
		table_set_text(rows, "witness", observation_kind_name(e->rule->witness));
		table_set_text(rows, "seen", pool_id2str(a->universe.pool, e->witness));
		table_set_integer(rows, "count", e->count);
		table_set_real(rows, "weight", e->rule->weight);
		table_set_text(rows, "why", e->rule->why);
	}
}

static int fill_evidence(const struct extract *x, struct table *rows, struct diag *diag)
{
	char **name = package_names(x);

	(void)diag;
	add_evidence(x, &x->analysis->exposure_evidence, name, rows);
	add_evidence(x, &x->analysis->function_evidence, name, rows);
	add_evidence(x, &x->analysis->languages.evidence, name, rows);
	free_names(x, name);
	return 0;
}

static void add_observation(const struct extract *x, const struct observation *o,
			    const char *component, const char *package, struct table *rows)
{
	table_add_row(rows);
	table_set_text(rows, "component", component);
	table_set_text(rows, "package", package);
	table_set_text(rows, "kind", observation_kind_name(o->kind));
	table_set_text(rows, "text", pool_id2str(x->analysis->universe.pool, o->text));
	table_set_integer(rows, "count", o->count);
}

static int fill_observation(const struct extract *x, struct table *rows, struct diag *diag)
{
	const struct universe *u = &x->analysis->universe;
	const struct depgraph *g = &x->analysis->graph;
	char **name = package_names(x);

	(void)diag;
	for (int i = 0; i < u->of_component.n_observation; i++) {
		const struct observation *o = &u->of_component.observation[i];

		if (extract_has_component(x, o->subject))
			add_observation(x, o, component_name(x, o->subject), NULL, rows);
	}
	for (int i = 0; i < u->of_package.n_observation; i++) {
		const struct observation *o = &u->of_package.observation[i];
		int node = o->subject < g->n_package_id ? g->node_of[o->subject] : -1;

		if (node >= 0 && name[node])
			add_observation(x, o, component_name(x, g->component_of[node]),
					name[node], rows);
	}
	free_names(x, name);
	return 0;
}

#define TABLE(name) { #name, name##_columns, N_COLUMNS(name##_columns), fill_##name }

const struct dataset_table dataset[] = {
	TABLE(about),
	{ "component", NULL, 0, fill_component },
	{ "package", NULL, 0, fill_package },
	TABLE(edge),
	TABLE(need),
	TABLE(provider),
	TABLE(build_need),
	TABLE(link),
	TABLE(strong),
	TABLE(language),
	TABLE(evidence),
	TABLE(observation),
	{ NULL, NULL, 0, NULL },
};

struct table *dataset_make(const struct dataset_table *t, const struct extract *x,
			   struct table *root, struct diag *diag)
{
	struct table *rows = table_add_rows(root, "rows", NULL, t->column, t->n_column);

	return t->fill(x, rows, diag) ? NULL : rows;
}
