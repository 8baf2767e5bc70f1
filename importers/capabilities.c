/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * File capabilities; see capabilities.h.
 */
#include "importers/capabilities.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* By number, as linux/capability.h has them. */
static const char *const names[] = {
	"chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid",
	"setpcap", "linux_immutable", "net_bind_service", "net_broadcast", "net_admin", "net_raw",
	"ipc_lock", "ipc_owner", "sys_module", "sys_rawio", "sys_chroot", "sys_ptrace",
	"sys_pacct", "sys_admin", "sys_boot", "sys_nice", "sys_resource", "sys_time",
	"sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap",
	"mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read",
	"perfmon", "bpf", "checkpoint_restore",
};

enum {
	NAMES = sizeof(names) / sizeof(names[0]),
	VERSION_1_BYTES = 12, /* magic, then pairs of permitted and inheritable */
	VERSION_2_BYTES = 20,
	WORD_MAX = 256,
	SCRIPT_CALLS_MAX = 64,
};

static uint32_t word_at(const unsigned char *b)
{
	return b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24;
}

bool capabilities_text(const void *value, size_t n, char ret[CAPABILITIES_BYTES])
{
	const unsigned char *b = value;
	uint64_t permitted, inheritable;
	size_t len = 0;

	if (n < VERSION_1_BYTES)
		return false;
	permitted = word_at(b + 4);
	inheritable = word_at(b + 8);
	if (n >= VERSION_2_BYTES) {
		permitted |= (uint64_t)word_at(b + 12) << 32;
		inheritable |= (uint64_t)word_at(b + 16) << 32;
	}
	for (int i = 0; i < NAMES; i++)
		if ((permitted | inheritable) >> i & 1)
			len += (size_t)snprintf(ret + len, CAPABILITIES_BYTES - len, "%scap_%s",
						len ? "," : "", names[i]);
	if (!len)
		return false;
	snprintf(ret + len, CAPABILITIES_BYTES - len, "=%s%s%s", word_at(b) & 1 ? "e" : "",
		 inheritable ? "i" : "", permitted ? "p" : "");
	return true;
}

/* ---- scripts ---- */

/* The next word of a line, without quotes; NULL: no more, or too long. */
static const char *next_word(const char *at, char ret[WORD_MAX])
{
	size_t n;

	at += strspn(at, " \t\"'");
	n = strcspn(at, " \t\"';)|&\n");
	if (!n || n >= WORD_MAX)
		return NULL;
	memcpy(ret, at, n);
	ret[n] = '\0';
	return at + n;
}

/* "PROGRAM=$(dpkg-divert --truename /usr/bin/ping)": the path of $PROGRAM. */
static bool look_up(const char *script, const char *variable, char ret[WORD_MAX])
{
	char name[WORD_MAX];
	size_t n;

	variable += strspn(variable, "${");
	n = strcspn(variable, "}");
	if (!n || n >= sizeof(name) - 1)
		return false;
	memcpy(name, variable, n);
	name[n] = '=';
	for (const char *line = script; line; line = strchr(line, '\n')) {
		const char *end, *slash;

		line += strspn(line, "\n \t");
		if (strncmp(line, name, n + 1) != 0)
			continue;
		end = line + strcspn(line, "\n");
		slash = memchr(line, '/', (size_t)(end - line));
		if (slash && next_word(slash, ret))
			return true;
	}
	return false;
}

/* "cap_net_raw+ep", not "-r" or "failed". */
static bool is_capabilities(const char *word)
{
	return !strncmp(word, "cap_", 4) && strpbrk(word, "=+");
}

void capabilities_find(const char *script, capabilities_function *call, void *closure)
{
	const char *at = script;

	for (int i = 0; i < SCRIPT_CALLS_MAX && (at = strstr(at, "setcap ")); i++) {
		char caps[WORD_MAX], path[WORD_MAX], found[WORD_MAX];
		const char *end, *file = path;

		at += strlen("setcap ");
		end = next_word(at, caps);
		while (end && *caps == '-') /* options */
			end = next_word(end, caps);
		end = end && is_capabilities(caps) ? next_word(end, path) : NULL;
		if (!end)
			continue;
		if (*file == '$')
			file = look_up(script, file, found) ? found : "";
		if (*file == '/')
			call(closure, file + 1, caps);
	}
}
