/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading and verifying a Release; see release_file.h.
 */
#include "importers/release_file.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/diag.h"

enum { RELEASE_MAX_BYTES = 16 << 20 }; /* sid's has 0.2 MB */

extern char **environ;

/* All of a descriptor, terminated; NULL: too long or unreadable. The caller frees it. */
static char *read_all(int fd, size_t *ret_len)
{
	size_t len = 0, room = 1 << 16;
	char *text = solv_malloc(room);
	ssize_t got;

	while ((got = read(fd, text + len, room - len - 1)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || (len += got) > RELEASE_MAX_BYTES) {
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
	if (!text)
		diag_fail(diag, "cannot read '%s': unreadable, or too large for a Release", path);
	return text;
}

/* gpgv is to find its descriptors at 3 and 4: ours must not be there already. Closes fd. */
static int out_of_the_way(int fd)
{
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, 10);

	close(fd);
	return moved;
}

/* Run gpgv; its status lines come back, and for an InRelease the text that is signed. */
static char *run_gpgv(const char *path, const char *signature, const char *keyring, int output,
		      struct diag *diag)
{
	int status_pipe[2], wait_status;
	char status_fd[16], output_path[32], *status = NULL;
	size_t len;
	pid_t pid;
	posix_spawn_file_actions_t actions;
	/* a name without a slash gpgv would look for in the user's own keys */
	char *ring = solv_dupjoin(strchr(keyring, '/') ? "" : "./", keyring, NULL);
	char *const inline_args[] = { "gpgv",	  "--keyring", ring, "--status-fd", status_fd,
				      "--output", output_path, "--", (char *)path,  NULL };
	char *const detached_args[] = {
		"gpgv", "--keyring",	   ring,	 "--status-fd", status_fd,
		"--",	(char *)signature, (char *)path, NULL
	};

	if (pipe2(status_pipe, O_CLOEXEC) != 0) {
		free(ring);
		diag_fail(diag, "cannot run gpgv: %s", strerror(errno));
		return NULL;
	}
	status_pipe[1] = out_of_the_way(status_pipe[1]);
	snprintf(status_fd, sizeof(status_fd), "%d", 3);
	snprintf(output_path, sizeof(output_path), "/dev/fd/%d", 4);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, status_pipe[1], 3);
	if (output >= 0)
		posix_spawn_file_actions_adddup2(&actions, output, 4);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	errno = posix_spawnp(&pid, "gpgv", &actions, NULL, signature ? detached_args : inline_args,
			     environ);
	posix_spawn_file_actions_destroy(&actions);
	free(ring);
	close(status_pipe[1]);
	if (errno) {
		diag_fail(diag, "cannot run gpgv, which checks the signature of '%s': %s", path,
			  strerror(errno));
	} else {
		status = read_all(status_pipe[0], &len);
		while (waitpid(pid, &wait_status, 0) < 0 && errno == EINTR)
			;
		if (!status)
			diag_fail(diag, "cannot check the signature of '%s': gpgv says too much",
				  path);
	}
	close(status_pipe[0]);
	return status;
}

/* Judge gpgv's status lines (doc/DETAILS of GnuPG). */
static int judge(struct release_file *r, char *status, const char *path, const char *keyring,
		 struct diag *diag)
{
	char *save = NULL, missing[41] = "";
	bool good = false, expired = false;

	for (char *line = strtok_r(status, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char word[32] = "", key[64] = "";

		if (sscanf(line, "[GNUPG:] %31s %63s", word, key) < 1)
			continue;
		if (!strcmp(word, "BADSIG"))
			return diag_fail(diag, "cannot trust '%s': its signature by key %s is bad",
					 path, key);
		if (!strcmp(word, "NEWSIG"))
			good = false;
		else if (!strcmp(word, "GOODSIG"))
			good = true;
		else if (!strcmp(word, "VALIDSIG") && good && !r->signed_by)
			r->signed_by = solv_strdup(key);
		else if (!strcmp(word, "EXPKEYSIG") || !strcmp(word, "REVKEYSIG") ||
			 !strcmp(word, "EXPSIG"))
			expired = true;
		else if (!strcmp(word, "NO_PUBKEY"))
			snprintf(missing, sizeof(missing), "%.40s", key);
	}
	if (r->signed_by) {
		r->verification = VERIFY_SIGNED;
		return 0;
	}
	if (expired)
		return diag_fail(
			diag,
			"cannot trust '%s': the key or the signature has expired or is revoked",
			path);
	if (*missing)
		return diag_fail(diag, "cannot trust '%s': signed by key %s, which is not in '%s'",
				 path, missing, keyring);
	return diag_fail(diag, "cannot trust '%s': it has no signature", path);
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
	char *signature = NULL, *status = NULL, *text = NULL;
	int output = -1;

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
	if (is_inline(path)) {
		output = out_of_the_way(memfd_create("release", MFD_CLOEXEC));
		if (output < 0) {
			diag_fail(diag, "cannot check the signature of '%s': %s", path,
				  strerror(errno));
			return NULL;
		}
	} else {
		signature = solv_dupjoin(path, ".gpg", NULL);
		if (access(signature, R_OK) != 0) {
			diag_fail(diag, "cannot trust '%s': it has no signature '%s'", path,
				  signature);
			goto done;
		}
	}
	status = run_gpgv(path, signature, keyring, output, diag);
	if (!status || judge(r, status, path, keyring, diag))
		goto done;
	if (output < 0) {
		text = read_file(path, ret_len, diag);
	} else {
		lseek(output, 0, SEEK_SET);
		text = read_all(output, ret_len);
		if (!text)
			diag_fail(diag, "cannot read '%s': too large for a Release", path);
	}
done:
	if (output >= 0)
		close(output);
	free(status);
	free(signature);
	return text;
}

static char *take_field(struct apt_stanzas *stanza, const char *name)
{
	size_t len;
	const char *value = apt_stanzas_field(stanza, name, &len);

	return value && len ? strndup(value, len) : NULL;
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

static void take_sums(struct release_file *r, struct apt_stanzas *stanza)
{
	char *field = take_field(stanza, "SHA256"), *save = NULL;

	for (char *line = field ? strtok_r(field, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		char sum[65], name[1024];
		long long size;

		if (sscanf(line, " %64s %lld %1023s", sum, &size, name) != 3 || strlen(sum) != 64 ||
		    size < 0)
			continue;
		r->sum = solv_extend(r->sum, r->n_sum, 1, sizeof(*r->sum), 255);
		memcpy(r->sum[r->n_sum].sha256, sum, 65);
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
	take_sums(r, stanza);
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
	free(r->signed_by);
	memset(r, 0, sizeof(*r));
	r->valid_until = -1;
}

const struct release_sum *release_file_find(const struct release_file *r, const char *name)
{
	struct release_sum key = { .name = (char *)name };

	return r->n_sum ? bsearch(&key, r->sum, r->n_sum, sizeof(key), compare_sums) : NULL;
}
