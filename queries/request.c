/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The user's options as requests to the analysis; see request.h.
 */
#include "queries/request.h"

#include <string.h>
#include <unistd.h>

#include "analyzer/analysis.h"
#include "queries/options.h"
#include "queries/progress.h"
#include "queries/verb.h"

void request_import(const struct options *o, struct import_options *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->arch = o->arch;
	ret->components = o->components;
	ret->multilib = o->multilib;
	ret->mirror = o->mirror;
	ret->security_mirror = o->security_mirror;
	ret->metalink = o->metalink;
	ret->mirrorlist = o->mirrorlist;
	ret->baseurl = o->baseurl;
	ret->n_metalink = o->n_metalink;
	ret->n_mirrorlist = o->n_mirrorlist;
	ret->n_baseurl = o->n_baseurl;
	ret->keyring = o->keyring;
	ret->allow_expired = o->allow_expired;
	ret->allow_unverified = o->allow_unverified;
	ret->uninspected = o->uninspected;
	ret->self = o->self;
	ret->offline = o->offline;
	ret->memory = o->memory;
	if (!o->quiet && isatty(STDERR_FILENO))
		ret->progress = progress_show;
}

enum stage request_stage(const struct options *o, const struct verb *verb)
{
	enum stage stage = verb->stage_of ? verb->stage_of(o) : verb->stage;
	bool facts = o->build || (o->kinds & (KIND_BUILD | KIND_LINK));

	return facts && stage < STAGE_FACTS ? STAGE_FACTS : stage;
}

void request_analysis(const struct options *o, const struct verb *verb,
		      struct analysis_options *ret)
{
	memset(ret, 0, sizeof(*ret));
	request_import(o, &ret->import);
	ret->exponent[CRITERION_USE] = o->weights.use;
	ret->exponent[CRITERION_NETWORK] = o->weights.network;
	ret->exponent[CRITERION_FUNCTION] = o->weights.function;
	ret->exponent[CRITERION_UNSAFE] = o->weights.unsafe;
	ret->boundary = o->boundary;
	ret->popcon = o->popcon;
	ret->rules = o->rules;
	ret->annotations = o->annotations;
	ret->alternatives = o->alternatives;
	ret->measures = verb->measures;
}
