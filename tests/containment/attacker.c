/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A library that a hostile file has taken over, as far as a test can have one: preloaded, it stands
 * before a function that libsolv calls while a release is imported, and there, in the middle of
 * reading, does what the environment's ATTACK says to TARGET. Then it says on standard error how
 * that went: "attack: done" or the reason it failed.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

static int attack_read(const char *target)
{
	return open(target, O_RDONLY);
}

static int attack_list(const char *target)
{
	return open(target, O_RDONLY | O_DIRECTORY);
}

static int attack_create(const char *target)
{
	return open(target, O_WRONLY | O_CREAT, 0666);
}

static int attack_append(const char *target)
{
	return open(target, O_WRONLY | O_APPEND);
}

static int attack_truncate(const char *target)
{
	return truncate(target, 0);
}

static int attack_temporary(const char *target)
{
	return open(target, O_RDWR | O_TMPFILE, 0666);
}

static int attack_descriptor(const char *target)
{
	(void)target;
	return open("/proc/self/fd/2", O_RDWR);
}

static int attack_unlink(const char *target)
{
	return unlink(target);
}

static int attack_rename(const char *target)
{
	return rename(target, "/tmp/renamed-by-an-attacker");
}

static int attack_mkdir(const char *target)
{
	return mkdir(target, 0777);
}

static int attack_symlink(const char *target)
{
	return symlink("/etc/passwd", target);
}

static int attack_chmod(const char *target)
{
	return chmod(target, 0777);
}

static int attack_socket(const char *target)
{
	(void)target;
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int attack_unix_socket(const char *target)
{
	(void)target;
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static int attack_exec(const char *target)
{
	(void)target;
	return execl("/bin/true", "true", (char *)NULL);
}

static int attack_fork(const char *target)
{
	(void)target;
	return (int)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
}

static int attack_vfork(const char *target)
{
	(void)target;
	return (int)syscall(SYS_vfork);
}

static int attack_kill(const char *target)
{
	(void)target;
	return kill(getppid(), SIGTERM);
}

static int attack_trace(const char *target)
{
	(void)target;
	return (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static int attack_code(const char *target)
{
	(void)target;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0) == MAP_FAILED ? -1 : 0;
}

static int attack_protect(const char *target)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)target;
	return mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static int attack_ring(const char *target)
{
	char room[256] = "";

	(void)target;
	return (int)syscall(425 /* io_uring_setup */, 1, room);
}

static int attack_terminal(const char *target)
{
	(void)target;
	return ioctl(2, 0x5412 /* TIOCSTI: type for the user */, "x");
}

static int attack_memory(const char *target)
{
	(void)target;
	return malloc(1UL << 36) ? 0 : -1;
}

static int attack_limits(const char *target)
{
	unsigned long long none[2] = { ~0ULL, ~0ULL };

	(void)target;
	return (int)syscall(SYS_prlimit64, 0, 9 /* RLIMIT_AS */, none, NULL);
}

static int attack_crash(const char *target)
{
	(void)target;
	return raise(SIGSEGV);
}

static const struct {
	const char *name;
	int (*attack)(const char *target);
} attacks[] = {
	{ "read", attack_read },	 { "list", attack_list },
	{ "create", attack_create },	 { "append", attack_append },
	{ "truncate", attack_truncate }, { "temporary", attack_temporary },
	{ "descriptor", attack_descriptor }, { "unlink", attack_unlink },
	{ "rename", attack_rename },	 { "mkdir", attack_mkdir },
	{ "symlink", attack_symlink },	 { "chmod", attack_chmod },
	{ "socket", attack_socket },	 { "unix-socket", attack_unix_socket },
	{ "exec", attack_exec },	 { "fork", attack_fork },
	{ "vfork", attack_vfork },	 { "kill", attack_kill },
	{ "trace", attack_trace },	 { "code", attack_code },
	{ "protect", attack_protect },	 { "ring", attack_ring },
	{ "terminal", attack_terminal }, { "memory", attack_memory },
	{ "limits", attack_limits },	 { "crash", attack_crash },
};

static void attack(void)
{
	const char *name = getenv("ATTACK"), *target = getenv("TARGET");
	char line[200];
	int n = 0;

	for (size_t i = 0; name && target && i < sizeof(attacks) / sizeof(attacks[0]); i++)
		if (!strcmp(attacks[i].name, name))
			n = snprintf(line, sizeof(line), "attack: %s\n",
				     attacks[i].attack(target) >= 0 ? "done" : strerror(errno));
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) != n)
		_exit(99);
}

EXPORTED void pool_createwhatprovides(void *pool);

/* libsolv's, which every import of a list calls. */
EXPORTED void pool_createwhatprovides(void *pool)
{
	void (*real)(void *);

	*(void **)&real = dlsym(RTLD_NEXT, "pool_createwhatprovides");
	attack();
	real(pool);
}

EXPORTED void *elf_memory(char *image, size_t size);

/* libelf's, which inspecting a package calls. */
EXPORTED void *elf_memory(char *image, size_t size)
{
	void *(*real)(char *, size_t);

	*(void **)&real = dlsym(RTLD_NEXT, "elf_memory");
	attack();
	return real(image, size);
}
