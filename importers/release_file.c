/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading and verifying a Release; see release_file.h.
 */
#include "importers/release_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/signature.h"
#include "importers/text_copy.h"

/* All of a descriptor, terminated; NULL: unreadable, or beyond the limit, *ret_len is then 1. The
   caller frees it. */
static char *read_all(int fd, size_t *ret_len)
{
	size_t len = 0, room = 1 << 16;
	char *text = solv_malloc(room);
	ssize_t got;

	while ((got = read(fd, text + len, room - len - 1)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || (len += got) > (size_t)limit_value(LIMIT_RELEASE_BYTES)) {
			*ret_len = got > 0;
			free(text);
			return NULL;
		}
		if (len + 1 == room)
			text = solv_realloc(text, room *= 2);
	}
	text[len] = 0;
	*ret_len = len;
	return text;
}

static char *read_file(const char *path, size_t *ret_len, struct diag *diag)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text;

	if (fd < 0) {
		diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
		return NULL;
	}
	text = read_all(fd, ret_len);
	close(fd);
	if (!text && *ret_len)
		limit_fail(LIMIT_RELEASE_BYTES, path, diag);
	else if (!text)
		diag_fail(diag, "cannot read '%s': unreadable", path);
	return text;
}

static bool is_inline(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t n = strlen(name);

	return n >= 9 && !strcmp(name + n - 9, "InRelease");
}

/* What stands between the armour of an InRelease whose signature nobody checks; apt calls one that
   it could not check Release. */
static void strip_armour(char *text, size_t *len)
{
	char *begin = strstr(text, "\n\n"), *end = strstr(text, "\n-----BEGIN PGP SIGNATURE-----");

	if (strncmp(text, "-----BEGIN PGP SIGNED MESSAGE-----", 34) || !begin || !end ||
	    end < begin)
		return;
	*len = end + 1 - (begin + 2);
	memmove(text, begin + 2, *len);
	text[*len] = 0;
}

static char *read_verified(struct release_file *r, const char *path, const char *keyring,
			   size_t *ret_len, struct diag *diag)
{
	char *detached = NULL, *status = NULL, *text = NULL;
	int content = -1;

	if (!keyring) {
		r->verification = VERIFY_LISTED;
		text = read_file(path, ret_len, diag);
		if (text)
			strip_armour(text, ret_len);
		return text;
	}
	if (access(path, R_OK) != 0) {
		diag_fail(diag, "cannot open '%s': %s", path, strerror(errno));
		return NULL;
	}
	if (access(keyring, R_OK) != 0) {
		diag_fail(diag, "cannot read the keyring '%s': %s", keyring, strerror(errno));
		return NULL;
	}
	if (!is_inline(path)) {
		detached = solv_dupjoin(path, ".gpg", NULL);
		if (access(detached, R_OK) != 0) {
			diag_fail(diag, "cannot trust '%s': it has no signature '%s'", path,
				  detached);
			goto done;
		}
	}
	if (signature_check(path, detached, keyring, &status, &content, diag) ||
	    signer_judge(&r->signer, status, path, keyring, diag))
		goto done;
	r->verification = VERIFY_SIGNED;
	if (content < 0) {
		text = read_file(path, ret_len, diag);
	} else {
		text = read_all(content, ret_len);
		if (!text)
			limit_fail(LIMIT_RELEASE_BYTES, path, diag);
	}
done:
	if (content >= 0)
		close(content);
	free(status);
	free(detached);
	return text;
}

static char *take_field(struct apt_stanzas *stanza, const char *name)
{
	size_t len;
	const char *value = apt_stanzas_field(stanza, name, &len);

	return value && len ? text_copy(value, len) : NULL;
}

static long long take_date(struct apt_stanzas *stanza, const char *name)
{
	char *text = take_field(stanza, name);
	long long date = text ? apt_parse_date(text) : -1;

	free(text);
	return date;
}

static int compare_sums(const void *a, const void *b)
{
	return strcmp(((const struct release_sum *)a)->name, ((const struct release_sum *)b)->name);
}

/* What one field lists, by sums of so many digits. Of weaker ones than SHA-256 only the names are
   of use. */
static void take_sums(struct release_file *r, struct apt_stanzas *stanza, const char *name_of_field,
		      size_t digits)
{
	char *field = take_field(stanza, name_of_field), *save = NULL;

	for (char *line = field ? strtok_r(field, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		char sum[65], name[1024];
		long long size;

		/* NOLINTNEXTLINE(cert-err34-c): too large a size is one that no file has */
		if (sscanf(line, " %64s %lld %1023s", sum, &size, name) != 3 ||
		    strlen(sum) != digits || size < 0)
			continue;
		r->sum = solv_extend(r->sum, r->n_sum, 1, sizeof(*r->sum), 255);
		snprintf(r->sum[r->n_sum].sha256, sizeof(sum), "%s", digits == 64 ? sum : "");
		r->sum[r->n_sum].size = size;
		r->sum[r->n_sum++].name = solv_strdup(name);
	}
	free(field);
	if (r->n_sum)
		qsort(r->sum, r->n_sum, sizeof(*r->sum), compare_sums);
}

int release_file_read(struct release_file *r, const char *path, const char *keyring,
		      struct diag *diag)
{
	struct apt_stanzas *stanza = NULL;
	size_t len = 0;
	char *text, *not_automatic;
	struct diag ignored;
	long long date;
	int got, ret = -1;

	memset(r, 0, sizeof(*r));
	text = read_verified(r, path, keyring, &len, diag);
	if (!text)
		goto done;
	stanza = apt_stanzas_open_text(text, len, diag);
	if (!stanza)
		goto done;
	diag_init(&ignored);
	got = apt_stanzas_next(stanza, &ignored);
	diag_clear(&ignored);
	if (got <= 0) {
		diag_fail(diag, "cannot read '%s': not a Release", path);
		goto done;
	}
	r->origin = take_field(stanza, "Origin");
	r->label = take_field(stanza, "Label");
	r->suite = take_field(stanza, "Suite");
	r->codename = take_field(stanza, "Codename");
	r->version = take_field(stanza, "Version");
	not_automatic = take_field(stanza, "NotAutomatic");
	r->not_automatic = not_automatic && !strcmp(not_automatic, "yes");
	free(not_automatic);
	r->valid_until = take_date(stanza, "Valid-Until");
	date = take_date(stanza, "Date");
	if (date >= 0) {
		char iso[32];
		time_t seconds = date;
		struct tm tm;

		strftime(iso, sizeof(iso), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &tm));
		r->date = solv_strdup(iso);
	}
	take_sums(r, stanza, "SHA256", 64);
	if (!r->n_sum)
		take_sums(r, stanza, "SHA1", 40);
	if (!r->n_sum)
		take_sums(r, stanza, "MD5Sum", 32);
	/* one with other sums only is a Release still; it just vouches for nothing */
	if (r->n_sum || ((r->origin || r->suite || r->codename) && r->date))
		ret = 0;
	else
		diag_fail(diag, "cannot read '%s': not a Release, it lists no SHA256 sums", path);
done:
	apt_stanzas_free(stanza);
	free(text);
	if (ret)
		release_file_clear(r);
	return ret;
}

void release_file_clear(struct release_file *r)
{
	for (int i = 0; i < r->n_sum; i++)
		free(r->sum[i].name);
	free(r->sum);
	free(r->origin);
	free(r->label);
	free(r->suite);
	free(r->codename);
	free(r->version);
	free(r->date);
	signer_clear(&r->signer);
	memset(r, 0, sizeof(*r));
	r->valid_until = -1;
}

const char *release_file_name(const struct release_file *r)
{
	return r->codename ? r->codename : r->suite ? r->suite : "";
}

bool release_file_is_of(const struct release_file *r, const char *suite)
{
	size_t n = strcspn(suite, "/"); /* "buster/updates" calls itself buster */
	const char *const name[] = { r->codename, r->suite };

	if (!r->codename && !r->suite)
		return true;
	for (int i = 0; i < 2; i++)
		if (name[i] && (!strcmp(name[i], suite) ||
				(suite[n] && strlen(name[i]) == n && !memcmp(name[i], suite, n))))
			return true;
	return false;
}

void release_file_disown(struct release_file *r)
{
	r->verification = VERIFY_LISTED;
	signer_clear(&r->signer);
}

bool release_file_has_sums(const struct release_file *r)
{
	return r->n_sum && *r->sum[0].sha256;
}

const struct release_sum *release_file_find(const struct release_file *r, const char *name)
{
	struct release_sum key = { .name = (char *)name };

	return r->n_sum ? bsearch(&key, r->sum, r->n_sum, sizeof(key), compare_sums) : NULL;
}
