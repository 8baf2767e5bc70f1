/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the texts of an answer, through every writer: nothing crashes, and what comes out is
 * UTF-8 without a character that could drive a terminal or turn a line around.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "queries/character.h"
#include "queries/table.h"
#include "queries/writer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void writers_fill(struct table *t, const char *text)
{
	static const struct column columns[] = {
		{ .key = "wrapped", .type = CELL_TEXT, .fit = FIT_WRAP },
		{ .key = "shortened", .type = CELL_TEXT, .fit = FIT_SHORTEN },
		{ .key = "kept", .type = CELL_TEXT },
	};
	struct table *rows = table_add_rows(t, "rows", text, columns, N_COLUMNS(columns));

	for (int c = 0; c < N_COLUMNS(columns); c++) {
		table_add_row(rows);
		for (int to = 0; to <= c; to++)
			table_set_text(rows, columns[to].key, text);
	}
	table_field_text(table_add_record(t, "record", text), "key", text, text);
	table_add_note(t, "%s", text);
}

/* The first byte is the width of the lines, the rest the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct style style = { .width = size ? data[0] : 0, .wide = true };
	char *text = solv_calloc(1, size + 1);
	struct table t;

	if (size > 1)
		memcpy(text, data + 1, size - 1);
	table_init(&t);
	writers_fill(&t, text);
	for (const struct writer *w = writers; w->name; w++) {
		char *out = NULL;
		size_t out_size = 0;
		FILE *f = open_memstream(&out, &out_size);

		writer_write(w, &t, NULL, &style, f);
		fclose(f);
		for (const char *s = out; *s; ) {
			uint32_t c = character_next(&s);

			if (c != '\n' && c != '\t' && !character_is_harmless(c))
				__builtin_trap();
		}
		if (strlen(out) != out_size || solv_validutf8(out) != out_size)
			__builtin_trap();
		free(out);
	}
	table_clear(&t);
	free(text);
	return 0;
}
