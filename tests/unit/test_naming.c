/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Are the right packages counted as named, as chosen, as brought along? Each count against its
 * definition written down as loops over random models, and by hand: virtual names, qualifiers,
 * several versions of one name, alternatives.
 */
#include <stdio.h>
#include <string.h>

#include "graphs/naming.h"
#include "tests/oracle/fixture.h"
#include "tests/test.h"

enum { UNIVERSES = 3000 };

/* naming_by[subject][component]: does the component name, or choose, the subject? */
typedef bool naming_matrix[MODEL_PACKAGES][MODEL_COMPONENTS];

static const unsigned some_kinds[] = {
	NEEDS_REQUIRED,
	NEEDS_ANY,
	NEEDS_REQUIRED | NEED_BIT(NEED_RECOMMENDS),
	NEEDS_WEAK,
};

enum { SOME_KINDS = sizeof(some_kinds) / sizeof(*some_kinds) };

/* ---- definitions as loops ---- */

static void note(const struct fixture *f, enum level level, int package, int component,
		 naming_matrix ret)
{
	int own = f->slow.component[package];

	if (own != component)
		ret[level == LEVEL_PACKAGE ? package : own][component] = true;
}

/* Does a package provide what a relation asks for, other than by its own name? */
static bool provides(const struct model_package *p, const struct model_relation *want)
{
	for (int i = 0; i < p->n_provide; i++) {
		int have = p->provide[i].version;
		const bool ok[COMPARES] = {
			true,
			have && have == want->version,
			have && have >= want->version,
			have && have < want->version,
		};

		if (!strcmp(p->provide[i].name, want->name) && ok[want->compare])
			return true;
	}
	return false;
}

static void note_relation(const struct fixture *f, enum level level, const struct model_relation *r,
			  int component, naming_matrix ret)
{
	const struct model *m = &f->model;
	bool is_real = false;
	int of = -1;

	for (int p = 0; p < m->n_package; p++) {
		if (strcmp(m->package[p].name, r->name))
			continue;
		is_real = true;
		note(f, level, p, component, ret);
	}
	for (int p = 0; p < m->n_package && !is_real; p++) {
		if (!provides(m->package + p, r))
			continue;
		if (of >= 0 && of != m->package[p].component)
			return;
		of = m->package[p].component;
	}
	for (int p = 0; p < m->n_package && !is_real; p++)
		if (provides(m->package + p, r))
			note(f, level, p, component, ret);
}

static void slow_named(const struct fixture *f, enum level level, naming_matrix ret)
{
	const struct model *m = &f->model;

	memset(ret, 0, sizeof(naming_matrix));
	for (int p = 0; p < m->n_package; p++)
		for (int i = 0; i < m->package[p].n_need; i++)
			for (int k = 0; k < m->package[p].need[i].n_alternative; k++)
				note_relation(f, level, m->package[p].need[i].alternative + k,
					      m->package[p].component, ret);
}

static void slow_chosen(const struct fixture *f, enum level level, unsigned kinds,
			naming_matrix ret)
{
	memset(ret, 0, sizeof(naming_matrix));
	for (int i = 0; i < f->slow.n_need; i++) {
		const struct slow_need *need = f->slow.need + i;

		if (need->preferred >= 0 && (NEED_BIT(need->kind) & kinds))
			note(f, level, need->preferred, f->slow.component[need->owner], ret);
	}
}

static int count_components(const struct fixture *f, naming_matrix by, int subject)
{
	int n = 0;

	for (int c = 0; c < f->slow.n_component; c++)
		n += by[subject][c];
	return n;
}

/* ---- random universes ---- */

TEST(named_is_as_defined)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		struct fixture f;

		fixture_make(&f, (uint64_t)seed);
		for (enum level level = 0; level < LEVELS; level++) {
			int have[MODEL_PACKAGES];
			naming_matrix want;

			memset(have, 0x55, sizeof(have));
			naming_count_named(&f.graph, level, have);
			slow_named(&f, level, want);
			for (int s = 0; s < fixture_subjects(&f, level); s++)
				SAME(&f, have[s], count_components(&f, want, s));
		}
		fixture_clear(&f);
	}
}

TEST(chosen_is_as_defined)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		unsigned kinds = some_kinds[seed % SOME_KINDS];
		struct fixture f;

		fixture_make(&f, (uint64_t)seed);
		for (enum level level = 0; level < LEVELS; level++) {
			int have[MODEL_PACKAGES];
			naming_matrix want;

			memset(have, 0x55, sizeof(have));
			naming_count_chosen(&f.graph, level, kinds, have);
			slow_chosen(&f, level, kinds, want);
			for (int s = 0; s < fixture_subjects(&f, level); s++)
				SAME(&f, have[s], count_components(&f, want, s));
		}
		fixture_clear(&f);
	}
}

static void slow_closure(const struct fixture *f, unsigned kinds, slow_set in)
{
	for (bool changed = true; changed;) {
		changed = false;
		for (int i = 0; i < f->slow.n_need; i++) {
			const struct slow_need *need = f->slow.need + i;

			if (!in[need->owner] || need->preferred < 0 || in[need->preferred] ||
			    !(NEED_BIT(need->kind) & kinds))
				continue;
			in[need->preferred] = changed = true;
		}
	}
}

TEST(closure_is_as_defined)
{
	for (int seed = 1; seed <= UNIVERSES; seed++) {
		unsigned kinds = some_kinds[seed % SOME_KINDS];
		unsigned char have[MODEL_PACKAGES] = { 0 };
		int start[MODEL_PACKAGES], n_start = 0;
		slow_set want = { false };
		struct fixture f;

		fixture_make(&f, (uint64_t)seed);
		for (int p = seed % 3; p < f.slow.n; p += 3) {
			start[n_start++] = p;
			want[p] = true;
		}
		if (seed % 7 == 0 && n_start)
			start[n_start++] = start[0]; /* one named twice */
		slow_closure(&f, kinds, want);
		naming_closure(&f.graph, kinds, start, n_start, have);
		for (int p = 0; p < f.slow.n; p++)
			SAME(&f, have[p], want[p]);
		fixture_clear(&f);
	}
}

/* ---- by hand ---- */

/* app is component 0; everything else says of which it is. */
static struct model hand_model(void)
{
	struct model m = {
		.n_package = 9,
		.n_component = 5,
		.package = {
			{ .name = "app", .version = 1, .component = 0 },
			{ .name = "one-a", .version = 1, .component = 1, .n_provide = 2,
			  .provide = { { .name = "one-virtual" }, { .name = "mta" } } },
			{ .name = "one-b", .version = 1, .component = 1, .n_provide = 1,
			  .provide = { { .name = "one-virtual" } } },
			{ .name = "other", .version = 1, .component = 2, .n_provide = 2,
			  .provide = { { .name = "mta" }, { .name = "py:any" } } },
			{ .name = "py", .version = 3, .component = 3 },
			{ .name = "twice", .version = 1, .component = 3 },
			{ .name = "twice", .version = 2, .component = 4 },
			{ .name = "abi-1", .version = 1, .component = 1, .n_provide = 1,
			  .provide = { { .name = "abi", .version = 1 } } },
			{ .name = "abi-2", .version = 1, .component = 2, .n_provide = 1,
			  .provide = { { .name = "abi", .version = 2 } } },
		},
	};

	return m;
}

/* The packages that app's need names or chooses, as "one-a one-b"; twice for both versions. */
static const char *found(const struct model_need *need, unsigned chosen_by)
{
	static char text[128];
	struct fixture f;
	int count[MODEL_PACKAGES], components[MODEL_PACKAGES];

	f.model = hand_model();
	f.model.package[0].n_need = 1;
	f.model.package[0].need[0] = *need;
	fixture_build(&f, 0);
	if (chosen_by) {
		naming_count_chosen(&f.graph, LEVEL_PACKAGE, chosen_by, count);
		naming_count_chosen(&f.graph, LEVEL_COMPONENT, chosen_by, components);
	} else {
		naming_count_named(&f.graph, LEVEL_PACKAGE, count);
		naming_count_named(&f.graph, LEVEL_COMPONENT, components);
	}
	text[0] = '\0';
	for (int p = 0; p < f.slow.n; p++) {
		size_t len = strlen(text);

		CHECK(count[p] == 0 || count[p] == 1);
		if (!count[p])
			continue;
		snprintf(text + len, sizeof(text) - len, "%s%s", len ? " " : "",
			 f.model.package[p].name);
		CHECK_INT(components[f.model.package[p].component], 1);
	}
	CHECK_INT(components[0], 0);
	fixture_clear(&f);
	return text;
}

#define NEED(...)                                                                                 \
	((struct model_need){ .kind = NEED_REQUIRES,                                              \
			      .n_alternative = sizeof((struct model_relation[]){ __VA_ARGS__ }) / \
					       sizeof(struct model_relation),                     \
			      .alternative = { __VA_ARGS__ } })
#define NAMES(want, ...)                                     \
	do {                                                 \
		struct model_need need_ = NEED(__VA_ARGS__); \
		CHECK_STR(found(&need_, 0), want);           \
	} while (0)
#define CHOOSES(want, ...)                                      \
	do {                                                    \
		struct model_need need_ = NEED(__VA_ARGS__);    \
		CHECK_STR(found(&need_, NEEDS_REQUIRED), want); \
	} while (0)

TEST(a_virtual_name_names_its_packages_if_they_are_of_one_component)
{
	NAMES("one-a one-b", { .name = "one-virtual" });
	NAMES("", { .name = "mta" });
	CHOOSES("one-a", { .name = "mta" }); /* the first by name */
	NAMES("", { .name = "no-such" });
	CHOOSES("", { .name = "no-such" });
	/* with a version, those count that meet it */
	NAMES("", { .name = "abi" });
	NAMES("abi-2", { .name = "abi", .compare = COMPARE_AT_LEAST, .version = 2 });
	NAMES("", { .name = "abi", .compare = COMPARE_AT_LEAST, .version = 1 });
	NAMES("", { .name = "one-virtual", .compare = COMPARE_EQUAL, .version = 1 });
}

TEST(an_architecture_qualifier_does_not_hide_the_name)
{
	NAMES("py", { .name = "py:any" }); /* though only "other" can meet it */
	CHOOSES("other", { .name = "py:any" });
	NAMES("", { .name = "no:any" });
	NAMES("", { .name = ":any" });
}

TEST(all_versions_of_a_name_are_named)
{
	NAMES("twice twice", { .name = "twice" });
	NAMES("twice twice", { .name = "twice", .compare = COMPARE_LESS, .version = 2 });
	NAMES("twice twice", { .name = "twice", .compare = COMPARE_LESS, .version = 1 });
	CHOOSES("twice", { .name = "twice", .compare = COMPARE_LESS, .version = 2 });
	CHOOSES("", { .name = "twice", .compare = COMPARE_LESS, .version = 1 });
}

TEST(all_alternatives_are_named_one_is_chosen)
{
	NAMES("one-a other py", { .name = "py" }, { .name = "one-a" }, { .name = "other" });
	CHOOSES("py", { .name = "py" }, { .name = "one-a" }, { .name = "other" });
	NAMES("other", { .name = "no" }, { .name = "other" });
	CHOOSES("other", { .name = "no" }, { .name = "other" });
	NAMES("py", { .name = "mta" }, { .name = "py" });
	CHOOSES("one-a", { .name = "mta" }, { .name = "py" });
}

TEST(weak_relations_name_and_are_chosen_only_on_request)
{
	struct model_need need = NEED({ .name = "py" });

	need.kind = NEED_SUGGESTS;
	CHECK_STR(found(&need, 0), "py");
	CHECK_STR(found(&need, NEEDS_REQUIRED), "");
	CHECK_STR(found(&need, NEED_BIT(NEED_SUGGESTS)), "py");
	need.kind = NEED_ENHANCES;
	CHECK_STR(found(&need, 0), "py");
	CHECK_STR(found(&need, NEEDS_REQUIRED | NEED_BIT(NEED_SUGGESTS)), "");
}

TEST(components_are_counted_once_and_not_their_own)
{
	int count[MODEL_PACKAGES];
	struct fixture f;

	f.model = hand_model();
	for (int p = 1; p <= 3; p++) { /* one-a and one-b of component 1, other of 2 */
		f.model.package[p].n_need = 2;
		f.model.package[p].need[0] = NEED({ .name = "py" });
		f.model.package[p].need[1] = NEED(
			{ .name = "py", .compare = COMPARE_AT_LEAST, .version = 2 });
	}
	f.model.package[5].n_need = 1; /* of py's own component */
	f.model.package[5].need[0] = NEED({ .name = "py" });
	fixture_build(&f, 0);
	naming_count_named(&f.graph, LEVEL_COMPONENT, count);
	CHECK_INT(count[3], 2);
	naming_count_chosen(&f.graph, LEVEL_COMPONENT, NEEDS_REQUIRED, count);
	CHECK_INT(count[3], 2);
	naming_count_named(&f.graph, LEVEL_PACKAGE, count);
	CHECK_INT(count[4], 2);
	fixture_clear(&f);
}

int main(void)
{
	RUN(named_is_as_defined);
	RUN(chosen_is_as_defined);
	RUN(closure_is_as_defined);
	RUN(a_virtual_name_names_its_packages_if_they_are_of_one_component);
	RUN(an_architecture_qualifier_does_not_hide_the_name);
	RUN(all_versions_of_a_name_are_named);
	RUN(all_alternatives_are_named_one_is_chosen);
	RUN(weak_relations_name_and_are_chosen_only_on_request);
	RUN(components_are_counted_once_and_not_their_own);
	return test_status();
}
