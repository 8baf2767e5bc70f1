/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The release, its inputs, the options and the counted warnings as a table; see the header.
 */
#include "queries/provenance.h"

#include "analyzer/annotations.h"
#include "importers/diag.h"
#include "importers/universe.h"
#include "queries/options.h"
#include "queries/table.h"

/* Words of the JSON contract; do not reword. */
static const char *const verification_word[VERIFICATIONS] = {
	[VERIFY_NONE] = "none",
	[VERIFY_LISTED] = "listed",
	[VERIFY_SIGNED] = "signed",
	[VERIFY_METALINK] = "metalink",
};

static void describe_release(const struct release *release, struct table *ret)
{
	static const struct column columns[] = {
		{ .key = "name", .type = CELL_TEXT, .fit = FIT_WRAP },
		{ .key = "sha256", .type = CELL_TEXT, .fit = FIT_SHORTEN },
		{ .key = "size", .heading = "bytes", .type = CELL_INTEGER },
		{ .key = "verification", .type = CELL_TEXT },
		{ .key = "signed_by", .type = CELL_TEXT, .wide = true },
		{ .key = "key_name", .type = CELL_TEXT, .fit = FIT_WRAP, .wide = true },
		{ .key = "date", .type = CELL_TEXT, .wide = true },
	};
	struct table *inputs;
	int n_signed = 0, n_unvouched = 0;

	for (int i = 0; i < release->n_input; i++) {
		n_signed += release->input[i].verification == VERIFY_SIGNED;
		n_unvouched += !input_is_vouched(&release->input[i]);
	}
	table_field_text(ret, "distribution", NULL, release->distribution);
	table_field_text(ret, "codename", NULL, release->codename);
	table_field_text(ret, "version", NULL, release->version);
	table_field_text(ret, "arch", "architecture", release->arch);
	table_field_text(ret, "date", NULL, release->date);
	if (release->n_input) /* a verb that reads no release has none */
		table_field_integer(ret, "inputs_unvouched", "inputs nobody vouches for",
				    n_unvouched);
	if (release->n_input)
		table_add_note(ret,
			       "%d inputs, %d of them signed; text output lists them with "
			       "--wide.",
			       release->n_input, n_signed);
	inputs = table_add_rows(ret, "inputs", NULL, columns, N_COLUMNS(columns));
	inputs->wide = true;
	for (int i = 0; i < release->n_input; i++) {
		const struct input *input = &release->input[i];

		table_add_row(inputs);
		table_set_text(inputs, "name", input->name);
		table_set_text(inputs, "sha256", input->sha256[0] ? input->sha256 : NULL);
		table_set_integer(inputs, "size", input->size);
		table_set_text(inputs, "verification", verification_word[input->verification]);
		table_set_text(inputs, "signed_by", input->signed_by);
		table_set_text(inputs, "key_name", input->key_name);
		table_set_text(inputs, "date", input->date);
	}
}

void provenance_table(const struct provenance *p, struct table *ret)
{
	struct table *part;

	table_field_text(ret, "linchpin", NULL, LINCHPIN_VERSION);
	table_field_text(ret, "verb", NULL, p->verb);
	part = table_add_record(ret, "release", "Release");
	if (p->n_release)
		describe_release(p->release[0], part);
	if (p->n_release > 1) {
		part = table_add_list(ret, "releases", "All releases");
		for (int i = 0; i < p->n_release; i++)
			describe_release(p->release[i], table_add_record(part, NULL, NULL));
	}
	part = table_add_record(ret, "options", "Options");
	if (p->options)
		options_describe(p->options, part);
	if (p->annotations && p->annotations->name) {
		part = table_add_record(ret, "annotations", "Annotations");
		table_field_text(part, "name", NULL, p->annotations->name);
		table_field_text(part, "sha256", NULL, p->annotations->sha256);
	}
	part = table_add_record(ret, "warnings", "Warnings");
	for (int kind = WARN_NONE + 1; p->diag && kind < WARNINGS; kind++)
		if (p->diag->n_warning[kind])
			table_field_integer(part, warning_name(kind), NULL,
					    p->diag->n_warning[kind]);
}
