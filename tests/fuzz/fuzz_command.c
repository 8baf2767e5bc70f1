/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a command line, its words divided by newlines, of which the first is the verb: wrong
 * usage with a message, or options within their limits that can be told and turned into a request.
 * Nothing is read: main.c's order is followed as far as the analysis.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "queries/options.h"
#include "queries/request.h"
#include "queries/table.h"
#include "queries/verb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COMMAND_WORDS_MAX = 64 };

static void command_check(const struct options *o)
{
	const struct weights *w = &o->weights;

	if (!o->writer || o->top < -1 || o->depth < 0 || o->chains < 0 || !(o->budget > 0) ||
	    !(w->use >= 0 && w->network >= 0 && w->function >= 0 && w->unsafe >= 0) ||
	    !(w->use + w->network + w->function + w->unsafe > 0) || o->n_name < 0)
		__builtin_trap();
	for (int i = 0; i < o->n_release; i++)
		if (!*o->release[i])
			__builtin_trap();
}

/* As many as the verb takes: main.c has refused others before the verb checks. */
static bool command_has_names(const struct options *o, const struct verb *verb)
{
	return o->n_name >= verb->min_names &&
	       (verb->max_names < 0 || o->n_name <= verb->max_names);
}

/* What main.c does with a verb's options, help included, before it reads anything. */
static void command_run(const struct verb *verb, int argc, char **argv)
{
	struct options o;
	struct analysis_options request;
	struct table table;
	struct diag diag;

	options_init(&o);
	diag_init(&diag);
	table_init(&table);
	if (options_parse(&o, verb->options, verb->name, argc, argv, &diag)) {
		if (!diag.message)
			__builtin_trap();
	} else {
		command_check(&o);
		options_help(verb->options, &table);
		options_describe(&o, table_add_record(&table, "described", NULL));
		request_stage(&o, verb);
		request_analysis(&o, verb, &request);
		if (verb->check && command_has_names(&o, verb) && verb->check(&o, &diag) &&
		    !diag.message)
			__builtin_trap();
	}
	table_clear(&table);
	diag_clear(&diag);
	options_clear(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = solv_calloc(1, size + 1), *argv[COMMAND_WORDS_MAX + 1], *at = text;
	const struct verb *verb;
	struct diag diag;
	int argc = 0;

	if (size)
		memcpy(text, data, size);
	while (at && argc < COMMAND_WORDS_MAX) {
		argv[argc++] = at;
		at = strchr(at, '\n');
		if (at)
			*at++ = '\0';
	}
	argv[argc] = NULL;
	diag_init(&diag);
	verb = verb_find(argv[0], &diag);
	if (verb)
		command_run(verb, argc, argv);
	else if (!diag.message)
		__builtin_trap();
	diag_clear(&diag);
	free(text);
	return 0;
}
