/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The members of a .deb or .rpm; see package_file.h.
 */
#include "importers/package_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <solv/util.h>

#include "importers/apt_stanzas.h"
#include "importers/capabilities.h"
#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/rpm_payload.h"
#include "importers/unpacker.h"

enum {
	AR_MAGIC_BYTES = 8,
	AR_HEADER_BYTES = 60,
	AR_NAME_BYTES = 16,
	AR_SIZE_AT = 48,
	AR_SIZE_BYTES = 10,
	AR_END_AT = 58,
	SELFMAG_BYTES = 4,
	NUMBER_BYTES = 24,
};

struct region {
	int64_t offset, size;
};

struct package_file {
	char *path;
	int fd;
	int64_t size;
	struct package_info info;
	struct region payload;
	struct unpacker *unpacker; /* of the payload */
	struct archive *archive;
	int n_member, n_object;
	int64_t n_content;	   /* bytes of all files, with the holes of sparse ones */
	char *object;		   /* an ELF file, reused for the next */
	size_t room;
	char head[MEMBER_HEAD_BYTES];
	char *name;		   /* of the present member */
	char owner[NUMBER_BYTES], group[NUMBER_BYTES];
	char capabilities[CAPABILITIES_BYTES];
};

static int fail(const struct package_file *f, struct diag *diag, const char *why)
{
	return diag_fail(diag, "cannot read '%s': %s", f->path, why);
}

/* ---- ar ---- */

/* Decimal digits, then blanks; -1: anything else. */
static int64_t ar_number(const char *text)
{
	int64_t value = 0;
	int i = 0;

	for (; i < AR_SIZE_BYTES && text[i] >= '0' && text[i] <= '9'; i++)
		value = value * 10 + (text[i] - '0');
	if (!i)
		return -1;
	for (; i < AR_SIZE_BYTES; i++)
		if (text[i] != ' ')
			return -1;
	return value;
}

/* "control.tar.xz         " and, as GNU's ar writes it, with a slash behind. */
static bool is_ar_name(const char *header, const char *name)
{
	size_t n = strlen(name);

	return !memcmp(header, name, n) && strchr(" /.", header[n]);
}

/* Where control.tar and data.tar are; debian-binary is first and says 2.x. */
static int find_parts(struct package_file *f, struct region *ret_control, struct diag *diag)
{
	int64_t at = AR_MAGIC_BYTES;
	char header[AR_HEADER_BYTES], version[2];

	for (int i = 0; at < f->size; i++) {
		struct region part = { at + AR_HEADER_BYTES, 0 };

		if (i >= limit_value(LIMIT_PACKAGE_PARTS))
			return limit_fail(LIMIT_PACKAGE_PARTS, f->path, diag);
		if (pread(f->fd, header, AR_HEADER_BYTES, at) != AR_HEADER_BYTES)
			return fail(f, diag, "it ends within a part's header; truncated?");
		part.size = ar_number(header + AR_SIZE_AT);
		if (memcmp(header + AR_END_AT, "`\n", 2) != 0 || part.size < 0)
			return fail(f, diag, "damaged header of a part");
		if (part.size > f->size - part.offset)
			return fail(f, diag, "a part is longer than the file; truncated?");
		if (i == 0 && (!is_ar_name(header, "debian-binary") || part.size < 4 ||
			       pread(f->fd, version, 2, part.offset) != 2 ||
			       memcmp(version, "2.", 2) != 0))
			return fail(f, diag, "not a Debian package of version 2");
		if (is_ar_name(header, "control.tar") && !ret_control->size)
			*ret_control = part;
		if (is_ar_name(header, "data.tar") && !f->payload.size)
			f->payload = part;
		at = part.offset + part.size + (part.size & 1);
	}
	if (!ret_control->size || !f->payload.size)
		return fail(f, diag, ret_control->size ? "it has no data.tar; truncated?" :
							 "it has no control.tar");
	return 0;
}

/* ---- control.tar ---- */

static const char *member_path(struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry);

	/* pax names are UTF-8, which a C locale cannot say */
	if (!path)
		path = archive_entry_pathname_utf8(entry);
	if (!path)
		return "";
	while (*path == '/' || (path[0] == '.' && path[1] == '/'))
		path++;
	return path;
}

/* The whole of a small member, terminated; NULL: said in diag. */
static char *read_text(struct package_file *f, struct unpacker *unpacker, struct archive *archive,
		       struct archive_entry *entry, struct diag *diag)
{
	int64_t size = archive_entry_size(entry);
	char *text;
	la_ssize_t got;

	if (size < 0 || size > limit_value(LIMIT_CONTROL_BYTES)) {
		limit_fail_at(LIMIT_CONTROL_BYTES, f->path, diag, "in its control.tar");
		return NULL;
	}
	text = solv_calloc(1, (size_t)size + 1);
	got = archive_read_data(archive, text, (size_t)size);
	if (got != size) {
		unpacker_fail(unpacker, diag);
		return solv_free(text);
	}
	return text;
}

static char *field(const struct apt_stanzas *stanzas, const char *name)
{
	size_t n = 0;
	const char *value = apt_stanzas_field(stanzas, name, &n);
	char *copy;

	if (!value || !n)
		return NULL;
	copy = solv_malloc(n + 1);
	memcpy(copy, value, n);
	copy[n] = '\0';
	return copy;
}

static int take_control(struct package_file *f, const char *text, struct diag *diag)
{
	struct apt_stanzas *stanzas = apt_stanzas_open_text(text, strlen(text), diag);
	int got = stanzas ? apt_stanzas_next(stanzas, diag) : -1;

	if (got > 0) {
		f->info.name = field(stanzas, "Package");
		f->info.evr = field(stanzas, "Version");
		f->info.arch = field(stanzas, "Architecture");
	}
	apt_stanzas_free(stanzas);
	if (got < 0)
		return -1;
	if (!f->info.name || !f->info.evr || !f->info.arch)
		return fail(f, diag, "its control file does not say what package it is");
	return 0;
}

static int read_control(struct package_file *f, struct unpacker *unpacker, struct diag *diag)
{
	struct archive *archive = unpacker_archive(unpacker, diag);
	struct archive_entry *entry;
	char *control = NULL;
	int status, ret = archive ? 0 : -1;

	while (!ret && (status = archive_read_next_header(archive, &entry)) != ARCHIVE_EOF) {
		const char *path = status < ARCHIVE_WARN ? NULL : member_path(entry);
		char **text;

		if (++f->n_member > limit_value(LIMIT_PACKAGE_MEMBERS))
			return limit_fail(LIMIT_PACKAGE_MEMBERS, f->path, diag);

		if (!path) {
			ret = unpacker_fail(unpacker, diag);
			break;
		}
		text = !strcmp(path, "control")  ? &control :
		       !strcmp(path, "postinst") ? &f->info.script :
						   NULL;
		if (text && !*text && archive_entry_filetype(entry) == AE_IFREG) {
			*text = read_text(f, unpacker, archive, entry, diag);
			ret = *text ? 0 : -1;
		}
	}
	if (!ret)
		ret = unpacker_finish(unpacker, diag);
	if (!ret)
		ret = control ? take_control(f, control, diag) :
				fail(f, diag, "it has no control file");
	free(control);
	return ret;
}

static int open_deb(struct package_file *f, struct diag *diag)
{
	struct region control = { 0, 0 };
	struct unpacker *unpacker;
	int ret;

	if (find_parts(f, &control, diag))
		return -1;
	unpacker = unpacker_open(f->fd, f->path, control.offset, control.size, true, diag);
	ret = unpacker ? read_control(f, unpacker, diag) : -1;
	unpacker_free(unpacker);
	return ret;
}

/* ---- opening ---- */

static int open_rpm(struct package_file *f, struct diag *diag)
{
	if (rpm_payload_read(&f->info, f->path, &f->payload.offset, diag))
		return -1;
	f->payload.size = f->size - f->payload.offset;
	if (f->payload.offset <= 0 || f->payload.size < 0)
		return fail(f, diag, "it has no payload; truncated?");
	return 0;
}

static int open_file(struct package_file *f, struct diag *diag)
{
	char magic[AR_MAGIC_BYTES] = { 0 };
	struct stat st;
	int ret;

	/* a pipe would wait for its writer */
	f->fd = open(f->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (f->fd < 0 || fstat(f->fd, &st) != 0)
		return diag_fail(diag, "cannot open '%s': %s", f->path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fail(f, diag, "not a regular file");
	f->size = st.st_size;
	if (pread(f->fd, magic, sizeof(magic), 0) < 0)
		return fail(f, diag, strerror(errno));
	if (!memcmp(magic, "!<arch>\n", AR_MAGIC_BYTES))
		ret = open_deb(f, diag);
	else if (!memcmp(magic, "\xed\xab\xee\xdb", 4))
		ret = open_rpm(f, diag);
	else
		ret = fail(f, diag, "neither a .deb nor an .rpm");
	if (ret)
		return -1;
	f->unpacker = unpacker_open(f->fd, f->path, f->payload.offset, f->payload.size,
			      f->info.is_rpm, diag);
	f->archive = f->unpacker ? unpacker_archive(f->unpacker, diag) : NULL;
	return f->archive ? 0 : -1;
}

struct package_file *package_file_open(const char *path, struct diag *diag)
{
	struct package_file *f = solv_calloc(1, sizeof(*f));

	f->path = solv_strdup(path);
	if (open_file(f, diag)) {
		package_file_free(f);
		return NULL;
	}
	return f;
}

const struct package_info *package_file_info(const struct package_file *f)
{
	return &f->info;
}

void package_file_free(struct package_file *f)
{
	if (!f)
		return;
	unpacker_free(f->unpacker);
	if (f->fd >= 0)
		close(f->fd);
	for (int i = 0; i < f->info.n_privileged; i++)
		free(f->info.privileged[i]);
	free(f->info.privileged);
	free(f->info.name);
	free(f->info.evr);
	free(f->info.arch);
	free(f->info.script);
	free(f->object);
	free(f->name);
	free(f->path);
	free(f);
}

/* ---- members ---- */

/* Does a component of it say ".."? */
static bool leaves(const char *path)
{
	for (const char *part = path; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (part[0] == '.' && part[1] == '.' && (!part[2] || part[2] == '/'))
			return true;
	}
	return false;
}

static const char *owner_name(const char *name, int64_t number, char text[NUMBER_BYTES])
{
	if (name && *name)
		return name;
	if (number == 0)
		return "root";
	snprintf(text, NUMBER_BYTES, "%lld", (long long)number);
	return text;
}

static const char *capabilities(struct package_file *f, struct archive_entry *entry)
{
	const char *name;
	const void *value;
	size_t n;

	archive_entry_xattr_reset(entry);
	while (archive_entry_xattr_next(entry, &name, &value, &n) == ARCHIVE_OK)
		if (name && value && !strcmp(name, "security.capability") &&
		    capabilities_text(value, n, f->capabilities))
			return f->capabilities;
	return NULL;
}

/* Holes cost nothing in the archive, but as much as anything else here. */
static int count_content(struct package_file *f, const struct package_member *m, struct diag *diag)
{
	int64_t free_bytes = limit_value(LIMIT_RATIO_FREE);

	if (m->size > limit_value(LIMIT_UNPACKED_BYTES) - f->n_content)
		return limit_fail(LIMIT_UNPACKED_BYTES, f->path, diag);
	f->n_content += m->size;
	if (f->n_content > free_bytes &&
	    f->n_content / limit_value(LIMIT_UNPACKED_RATIO) > f->size)
		return limit_fail(LIMIT_UNPACKED_RATIO, f->path, diag);
	return 0;
}

static void grow(struct package_file *f, size_t size)
{
	if (size <= f->room)
		return;
	free(f->object);
	f->room = size;
	f->object = solv_malloc(size);
}

/* A block of the content, which sparse files have holes between. In the head until it turns out to
   be ELF. */
static int take_block(struct package_file *f, struct package_member *m, const char *block,
		      size_t n, int64_t offset, struct diag *diag)
{
	size_t room;

	if (offset < (int64_t)m->n_data || offset > m->size || (int64_t)n > m->size - offset)
		return fail(f, diag, "damaged content of a member");
	if (!m->n_data && !offset && n >= SELFMAG_BYTES &&
	    !memcmp(block, "\177ELF", SELFMAG_BYTES)) {
		m->is_elf = true;
		if (++f->n_object > limit_value(LIMIT_PACKAGE_OBJECTS))
			return limit_fail(LIMIT_PACKAGE_OBJECTS, f->path, diag);
		if (m->size <= limit_value(LIMIT_OBJECT_BYTES)) {
			grow(f, (size_t)m->size);
			m->data = f->object;
		}
	}
	room = m->data == f->head ? sizeof(f->head) : (size_t)m->size;
	if ((size_t)offset >= room)
		return 0;
	if (n > room - (size_t)offset)
		n = room - (size_t)offset;
	memset((char *)m->data + m->n_data, 0, (size_t)offset - m->n_data);
	memcpy((char *)m->data + offset, block, n);
	m->n_data = (size_t)offset + n;
	return 0;
}

static int read_content(struct package_file *f, struct package_member *m, struct diag *diag)
{
	bool wants_more = m->size > 0;

	m->data = f->head;
	while (wants_more) {
		const void *block;
		la_int64_t offset;
		size_t n;
		int status = archive_read_data_block(f->archive, &block, &n, &offset);

		if (status == ARCHIVE_EOF)
			break;
		if (status < ARCHIVE_WARN)
			return unpacker_fail(f->unpacker, diag);
		if (n && take_block(f, m, block, n, offset, diag))
			return -1;
		/* of others the next header skips the rest */
		wants_more = m->data != f->head || m->n_data < SELFMAG_BYTES;
	}
	if (m->data != f->head && m->n_data < (size_t)m->size) {
		memset(f->object + m->n_data, 0, (size_t)m->size - m->n_data);
		m->n_data = (size_t)m->size;
	}
	return 0;
}

static int take_member(struct package_file *f, struct archive_entry *entry,
		       struct package_member *ret, struct diag *diag)
{
	free(f->name);
	f->name = solv_strdup(member_path(entry));
	*ret = (struct package_member){
		.path = f->name,
		.mode = archive_entry_perm(entry) & 07777,
		.owner = owner_name(archive_entry_uname(entry), archive_entry_uid(entry),
				    f->owner),
		.group = owner_name(archive_entry_gname(entry), archive_entry_gid(entry),
				    f->group),
		.size = archive_entry_size(entry),
		.capabilities = capabilities(f, entry),
	};
	if (ret->size < 0)
		return fail(f, diag, "a member of negative size");
	if (count_content(f, ret, diag))
		return -1;
	return read_content(f, ret, diag) ? -1 : 1;
}

int package_file_next(struct package_file *f, struct package_member *ret, struct diag *diag)
{
	struct archive_entry *entry;
	int status;

	while ((status = archive_read_next_header(f->archive, &entry)) != ARCHIVE_EOF) {
		const char *path;

		if (status < ARCHIVE_WARN)
			return unpacker_fail(f->unpacker, diag);
		if (++f->n_member > limit_value(LIMIT_PACKAGE_MEMBERS))
			return limit_fail(LIMIT_PACKAGE_MEMBERS, f->path, diag);
		path = member_path(entry);
		if (strlen(path) > (size_t)limit_value(LIMIT_MEMBER_PATH_BYTES))
			return limit_fail_at(LIMIT_MEMBER_PATH_BYTES, f->path, diag, "at entry %d",
					     f->n_member);
		if (leaves(path))
			return fail(f, diag, "a member's name leaves the package by '..'");
		/* of hard links cpio has the content at the last name, tar at the first */
		if (archive_entry_filetype(entry) != AE_IFREG || !*path ||
		    (archive_entry_hardlink(entry) && archive_entry_size(entry) <= 0))
			continue;
		return take_member(f, entry, ret, diag);
	}
	return unpacker_finish(f->unpacker, diag);
}
