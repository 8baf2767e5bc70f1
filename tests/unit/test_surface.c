/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which symbols are exported and by how many components are they used? A component of two libraries
 * and who loads it, by inspections made here.
 */
#include "analyzer/surface.h"

#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "analyzer/assessment.h"
#include "analyzer/ranking.h"
#include "graphs/depgraph.h"
#include "graphs/links.h"
#include "tests/test.h"
#include "tests/unit/kept.h"

#define LIB "usr/lib/x86_64-linux-gnu/"
#define LIBRARY(path, soname) "object\t" path "\tlibrary\t0644\t4096\t\t" soname "\n"
#define PROGRAM(path) "object\t" path "\tprogram\t0755\t4096\t\t\n"
#define PLUGIN(path) "object\t" path "\tplugin\t0644\t4096\t\t\n"
#define X_NEEDED "needed\tlibx.so.1\n"
#define Y_NEEDED "needed\tliby.so.1\n"

struct surface_bench {
	struct little l;
	struct depgraph graph;
	struct links links;
	struct assessment assessment;
	struct ranking ranking;
	struct surface surface;
};

/* Component x: libx1 (libx.so.1: a, b, c, d), liby1 (liby.so.1: b, e), x-utils. Loaded by p, q, r,
   s, of which r is not inspected, and by n, which uses nothing of it. */
static void write_archive(struct little *l)
{
	little_write(l, "a/Packages",
		     KEPT_STANZA("libx1", "x", "01", "libc6")
		     KEPT_STANZA("liby1", "x", "02", "libx1")
		     KEPT_STANZA("x-utils", "x", "03", "libx1, liby1")
		     KEPT_STANZA("p", "p", "11", "libx1, liby1")
		     KEPT_STANZA("q", "q", "12", "libx1, liby1")
		     KEPT_STANZA("q-more", "q", "13", "libx1")
		     KEPT_STANZA("r", "r", "14", "libx1")
		     KEPT_STANZA("s", "s", "15", "libx1")
		     KEPT_STANZA("n", "n", "16", "libx1")
		     KEPT_STANZA("runs-x", "runs-x", "17", "libx1")
		     "Package: libc6\nSource: c\nVersion: 1\nArchitecture: amd64\n");
	little_write(l, "a/Contents-amd64",
		     LIB "libx.so.1 libs/libx1\n" LIB "liby.so.1 libs/liby1\n"
		     LIB "libc.so.6 libs/libc6\nusr/bin/x libs/x-utils\n"
		     "usr/bin/p net/p\nusr/bin/q net/q\nusr/bin/q2 net/q-more\nusr/bin/r net/r\n"
		     "usr/bin/s net/s\nusr/bin/n net/n\nusr/bin/runs net/runs-x\n");
	kept_use(l);
	kept_write(l, "01", "libx1",
		   LIBRARY(LIB "libx.so.1", "libx.so.1")
		   "needed\tlibc.so.6\nexport\ta\nexport\tb\nexport\tc\nexport\td\n"
		   /* once more, built for newer processors */
		   LIBRARY(LIB "v3/libx.so.1", "libx.so.1") "export\ta\nexport\tb\n"
		   /* its own, where no linker looks */
		   LIBRARY(LIB "x/libown.so.1", "libown.so.1") "export\town\n"
		   PLUGIN(LIB "x/plug.so") "export\tplug\n");
	kept_write(l, "02", "liby1",
		   LIBRARY(LIB "liby.so.1", "liby.so.1") X_NEEDED "import\tc\n"
		   "export\tb\nexport\te\n");
	/* does not count: its own */
	kept_write(l, "03", "x-utils", PROGRAM("usr/bin/x") X_NEEDED "import\tc\n");
	/* of b, the one that the linker finds first */
	kept_write(l, "11", "p",
		   PROGRAM("usr/bin/p") X_NEEDED Y_NEEDED
		   "import\ta\nimport\tb\nimport\tmemcpy\nimport\town\nimport\tplug\n");
	kept_write(l, "12", "q",
		   PROGRAM("usr/bin/q") Y_NEEDED X_NEEDED "import\ta\nimport\tb\n"
		   /* not linked with it: whatever it imports is another's */
		   PROGRAM("usr/bin/r") "needed\tlibc.so.6\nimport\td\nimport\te\n");
	kept_write(l, "13", "q-more", PLUGIN(LIB "q/q.so") X_NEEDED "import\ta\nimport\td\n");
	kept_write(l, "15", "s", PROGRAM("usr/bin/s") X_NEEDED "import\ta\n");
	kept_write(l, "16", "n", PROGRAM("usr/bin/n") X_NEEDED);
	/* needs the package, but is not linked with it */
	kept_write(l, "17", "runs-x", PROGRAM("usr/bin/runs") "needed\tlibc.so.6\nimport\tc\n");
}

static void bench_analyse(struct surface_bench *b)
{
	struct universe *u = &b->l.universe;

	CHECK_INT(little_import(&b->l, "a"), 0);
	CHECK_STR(b->l.diag.message, NULL);
	depgraph_init(&b->graph);
	depgraph_build(&b->graph, u);
	links_init(&b->links);
	links_build(&b->links, &b->graph);
	assessment_init(&b->assessment);
	assessment_prepare(&b->assessment, u->n_component);
	for (int c = 0; c < u->n_component; c++)
		b->assessment.part[PART_LISTENS][c] = b->assessment.part[PART_CONNECTS][c] = 0;
	b->ranking = (struct ranking){ .n_component = u->n_component };
	b->ranking.rank = solv_calloc((size_t)u->n_component + 1, sizeof(int));
	surface_init(&b->surface);
}

static void bench_start(struct surface_bench *b)
{
	little_init(&b->l);
	write_archive(&b->l);
}

static int component(const struct surface_bench *b, const char *name)
{
	return universe_find_component(&b->l.universe, name);
}

static void bench_find(struct surface_bench *b, const char *name)
{
	surface_find(&b->surface, &b->links, &b->assessment, &b->ranking, component(b, name),
		     &b->l.options, &b->l.diag);
}

static void bench_clear(struct surface_bench *b)
{
	surface_clear(&b->surface);
	assessment_clear(&b->assessment);
	free(b->ranking.rank);
	links_clear(&b->links);
	depgraph_clear(&b->graph);
	little_clear(&b->l);
}

/* "libx.so.1 a 3/1 2: q p s": by how many, how many of them face the network, how many are served,
   examples. */
static void check_symbol(const struct surface_bench *b, int i, const char *want)
{
	const struct surface_symbol *s = &b->surface.symbol[i];
	char text[200];

	if (i >= b->surface.n_symbol) {
		test_fail(__FILE__, __LINE__, "there is no symbol %d", i);
		return;
	}
	snprintf(text, sizeof(text), "%s %s %d/%d %d:", surface_text(&b->surface, s->soname),
		 surface_text(&b->surface, s->name), s->n_consumer, s->n_facing, s->n_served);
	for (int k = 0; k < s->n_consumer && k < SURFACE_EXAMPLES; k++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), " %s",
			 universe_component_name(&b->l.universe, s->example[k]));
	CHECK_STR(text, want);
}

TEST(symbols_are_counted_by_who_uses_them)
{
	struct surface_bench b;

	bench_start(&b);
	bench_analyse(&b);
	b.assessment.part[PART_CONNECTS][component(&b, "q")] = 0.6;
	b.assessment.part[PART_LISTENS][component(&b, "r")] = 0.9;
	b.assessment.part[PART_LISTENS][component(&b, "s")] = 0.4; /* not sure enough */
	b.ranking.rank[component(&b, "q")] = 3;
	b.ranking.rank[component(&b, "p")] = 7;
	bench_find(&b, "x");
	CHECK_INT(b.surface.n_symbol, 6);
	check_symbol(&b, 0, "libx.so.1 a 3/1 2: q p s");
	check_symbol(&b, 1, "libx.so.1 d 1/1 2: q");
	check_symbol(&b, 2, "liby.so.1 b 1/1 3: q");
	check_symbol(&b, 3, "libx.so.1 b 1/0 4: p");
	check_symbol(&b, 4, "libx.so.1 c 0/0 4:");
	check_symbol(&b, 5, "liby.so.1 e 0/0 4:");
	CHECK_INT(b.surface.n_used, 4);
	CHECK_INT(b.surface.n_package, 2);
	CHECK_INT(b.surface.n_package_inspected, 2);
	CHECK_INT(b.surface.n_consumer, 5); /* n p q r s */
	CHECK_INT(b.surface.n_inspected, 4);
	CHECK_INT(b.surface.n_facing, 1); /* r was not inspected */
	CHECK_STR(b.l.diag.message, NULL);
	bench_clear(&b);
}

TEST(a_component_without_inspections_has_no_surface)
{
	struct surface_bench b;

	bench_start(&b);
	bench_analyse(&b);
	bench_find(&b, "c"); /* has a library */
	CHECK_INT(b.surface.n_symbol, 0);
	CHECK_INT(b.surface.n_package, 1);
	CHECK_INT(b.surface.n_package_inspected, 0);
	CHECK_INT(b.surface.n_consumer, 1);
	CHECK_INT(b.surface.n_inspected, 0);
	bench_clear(&b);
	bench_start(&b);
	bench_analyse(&b);
	bench_find(&b, "p"); /* has none */
	CHECK_INT(b.surface.n_package, 0);
	CHECK_INT(b.surface.n_consumer, 0);
	bench_clear(&b);
}

TEST(inspections_left_aside_are_not_looked_at)
{
	struct surface_bench b;

	bench_start(&b);
	b.l.options.uninspected = true;
	bench_analyse(&b);
	bench_find(&b, "x");
	CHECK_INT(b.surface.n_symbol, 0);
	CHECK_INT(b.surface.n_package_inspected, 0);
	CHECK_INT(b.surface.n_consumer, 6); /* inferred: runs-x too */
	bench_clear(&b);
}

/* What was there when the universe was imported may be gone by now. */
TEST(a_result_that_cannot_be_read_is_counted)
{
	struct surface_bench b;

	bench_start(&b);
	bench_analyse(&b);
	little_write(&b.l, "cache/inspected/02/" KEPT_SUM("02") ".tsv", "x");
	bench_find(&b, "x");
	CHECK_INT(b.surface.n_package, 2);
	CHECK_INT(b.surface.n_package_inspected, 1);
	CHECK_INT(b.surface.n_symbol, 4);
	check_symbol(&b, 1, "libx.so.1 b 2/0 3: p q");
	CHECK_INT(b.l.diag.n_warning[WARN_BAD_INSPECTION], 1);
	CHECK_STR(b.l.diag.message, NULL);
	bench_clear(&b);
}

int main(void)
{
	RUN(symbols_are_counted_by_who_uses_them);
	RUN(a_component_without_inspections_has_no_surface);
	RUN(inspections_left_aside_are_not_looked_at);
	RUN(a_result_that_cannot_be_read_is_counted);
	return test_status();
}
