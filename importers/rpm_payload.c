/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The header of one .rpm; see rpm_payload.h.
 */
#include "importers/rpm_payload.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <rpm/header.h>
#include <rpm/rpmfiles.h>
#include <rpm/rpmkeyring.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmlog.h>
#include <rpm/rpmmacro.h>
#include <rpm/rpmts.h>
#include <solv/util.h>

#include "importers/diag.h"
#include "importers/limits.h"
#include "importers/package_file.h"

enum { FILES_FLAGS = RPMFI_FLAGS_ONLY_FILENAMES &
		     ~(RPMFI_NOFILEMODES | RPMFI_NOFILEFLAGS | RPMFI_NOFILEUSER |
		       RPMFI_NOFILEGROUP | RPMFI_NOFILECAPS) };

/* Only main prints: the first thing librpm has to say is kept. */
static int keep_message(rpmlogRec record, rpmlogCallbackData closure)
{
	char **complaint = closure;
	const char *text = rpmlogRecMessage(record);

	if (!*complaint && rpmlogRecPriority(record) <= RPMLOG_WARNING && text) {
		*complaint = solv_strdup(text);
		(*complaint)[strcspn(*complaint, "\n")] = '\0';
	}
	return 0;
}

static void add_privileged(struct package_info *info, char *text)
{
	info->privileged = solv_extend(info->privileged, info->n_privileged, 1,
				       sizeof(*info->privileged), 15);
	info->privileged[info->n_privileged++] = text;
}

__attribute__((format(printf, 2, 3))) static int add_text(struct package_info *info,
							  const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (!text || info->n_privileged >= limit_value(LIMIT_PACKAGE_PRIVILEGES)) {
		free(text);
		return -1;
	}
	add_privileged(info, text);
	return 0;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static int see_file(struct package_info *info, rpmfiles files, int i)
{
	rpm_mode_t mode = rpmfilesFMode(files, i);
	const char *caps = rpmfilesFCaps(files, i), *user = or_empty(rpmfilesFUser(files, i));
	char *name;
	const char *path;
	int ret = 0;

	if (!S_ISREG(mode) || (!(mode & (S_ISUID | S_ISGID)) && !(caps && *caps)))
		return 0;
	name = rpmfilesFN(files, i);
	path = name && *name == '/' ? name + 1 : or_empty(name);
	if (mode & S_ISUID)
		ret |= add_text(info, "setuid %s %04o %s", path, mode & 07777u, user);
	if (mode & S_ISGID)
		ret |= add_text(info, "setgid %s %04o %s:%s", path, mode & 07777u, user,
				or_empty(rpmfilesFGroup(files, i)));
	if (caps && *caps) {
		/* "= cap_net_raw+ep" as rpm once wrote it */
		caps += strspn(caps, "= ");
		ret |= add_text(info, "capability %s %s", path, caps);
	}
	free(name);
	return ret;
}

static int take_header(struct package_info *ret, Header header, const char *path,
		       struct diag *diag)
{
	const char *format = headerGetString(header, RPMTAG_PAYLOADFORMAT);
	const char *name = headerGetString(header, RPMTAG_NAME);
	rpmfiles files;
	int failed = 0;

	if (!name || !*name)
		return diag_fail(diag, "cannot read '%s': its header names no package", path);
	if (format && strcmp(format, "cpio") != 0)
		return diag_fail(diag, "cannot read '%s': its payload is '%s', not cpio", path,
				 format);
	ret->is_rpm = true;
	ret->name = solv_strdup(name);
	ret->evr = headerGetAsString(header, RPMTAG_EVR);
	ret->arch = headerIsSource(header) ? solv_strdup("src") :
					     headerGetAsString(header, RPMTAG_ARCH);
	if (!ret->evr || !ret->arch)
		return diag_fail(diag, "cannot read '%s': its header has no version", path);
	files = rpmfilesNew(NULL, header, RPMTAG_BASENAMES, FILES_FLAGS);
	for (int i = 0, n = files ? rpmfilesFC(files) : 0; i < n && !failed; i++)
		failed = see_file(ret, files, i);
	rpmfilesFree(files);
	return failed ? limit_fail(LIMIT_PACKAGE_PRIVILEGES, path, diag) : 0;
}

/* Nothing of this machine's own configuration of rpm moves an answer. */
static rpmts start(void)
{
	static bool configured;
	rpmKeyring keyring;
	rpmts ts;

	if (!configured && rpmReadConfigFiles("/dev/null", NULL) != 0)
		return NULL;
	configured = true;
	rpmPushMacro(NULL, "_dbpath", NULL, "/nonexistent", -1);
	ts = rpmtsCreate();
	rpmtsSetVSFlags(ts, 0);
	keyring = rpmKeyringNew();
	rpmtsSetKeyring(ts, keyring);
	rpmKeyringFree(keyring);
	return ts;
}

int rpm_payload_read(struct package_info *ret, const char *path, int64_t *ret_offset,
		     struct diag *diag)
{
	FD_t fd = Fopen(path, "r.ufdio");
	char *complaint = NULL;
	Header header = NULL;
	int failed = -1;
	rpmts ts;
	rpmRC rc;

	if (!fd || Ferror(fd)) {
		diag_fail(diag, "cannot open '%s': %s", path,
			  fd ? Fstrerror(fd) : strerror(errno));
		if (fd)
			Fclose(fd);
		return -1;
	}
	rpmlogSetCallback(keep_message, &complaint);
	ts = start();
	rc = ts ? rpmReadPackageFile(ts, fd, "package", &header) : RPMRC_FAIL;
	if ((rc == RPMRC_OK || rc == RPMRC_NOKEY || rc == RPMRC_NOTTRUSTED) && header) {
		*ret_offset = Ftell(fd);
		failed = take_header(ret, header, path, diag);
	} else {
		diag_fail(diag, "cannot read '%s': %s", path,
			  complaint ? complaint : "not an RPM, or damaged");
	}
	headerFree(header);
	if (ts) {
		rpmtsFree(ts);
		rpmPopMacro(NULL, "_dbpath");
	}
	rpmlogSetCallback(NULL, NULL);
	rpmlogClose(); /* librpm keeps all it ever said */
	free(complaint);
	Fclose(fd);
	return failed;
}
