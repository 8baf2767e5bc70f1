/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct newest: of each part of a cached release (a pocket, a repository) the newest date of its
 * metadata that was ever fetched and verified.
 *
 * An old Release, or an old repomd.xml behind a plain mirror, is as well signed as a new one. Who
 * replays one hides every update since. What is older than what was here before is therefore
 * refused, when it is fetched and each time that it is imported; the date stays where it is when a
 * user takes the older one (--allow-unverified), so that each answer can say so.
 *
 * The file is CACHE/RELEASE/newest, a line each: "bookworm-security 2026-11-25T22:33:12Z". It is
 * written before the new copy is in use, so a line may name the place of that copy: it counts once
 * the copy there is the one in use. Whoever is killed in between has the earlier copy with its own
 * dates, or the new one with all of them.
 */
#ifndef LINCHPIN_IMPORTERS_NEWEST_H
#define LINCHPIN_IMPORTERS_NEWEST_H

struct diag;

enum { NEWEST_PARTS = 64, NEWEST_NAME = 64, NEWEST_DATE = 21 };

struct newest {
	struct {
		char name[NEWEST_NAME];	  /* "bookworm-security" */
		char date[NEWEST_DATE];	  /* ISO 8601 UTC; "": none yet */
		char coming[NEWEST_DATE]; /* of the copy that is being fetched; "": no newer one */
	} part[NEWEST_PARTS];
	int n_part;
};

/* What the file in this directory says, if the copy in `place` is in use (NULL: none is). Lines
   that make no sense, and a file that is not there, say nothing: there is then nothing to compare
   with. -1: it is there and cannot be read, said in diag; what is old could pass for new then. */
int newest_load(struct newest *newest, const char *dir, const char *place, struct diag *diag);

/* The date of a part; lives as long as `newest`. NULL: none was seen. */
const char *newest_find(const struct newest *newest, const char *name);

/* A part of the copy that is being fetched is of this date; kept if it is newer. NULL, or no date:
   nothing happens. */
void newest_note(struct newest *newest, const char *name, const char *date);

/* Replace the file at once. What was noted counts once the copy in `place` is in use. */
int newest_save(const struct newest *newest, const char *dir, const char *place,
		struct diag *diag);

#endif
