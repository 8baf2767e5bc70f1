/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Giving up rights; see containment.h. The order matters: no_new_privs allows the rest to
 * unprivileged processes, Landlock needs open(2), and seccomp comes last because it forbids the
 * system calls that the others are made with.
 */
#include "importers/containment.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>

#include "importers/diag.h"
#include "importers/limits.h"

/* ---- Landlock; the C library has no functions for it, and the headers may be older than the
   kernel ---- */

#define ACCESS_EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define ACCESS_WRITE LANDLOCK_ACCESS_FS_WRITE_FILE
#define ACCESS_READ LANDLOCK_ACCESS_FS_READ_FILE
#define ACCESS_LIST LANDLOCK_ACCESS_FS_READ_DIR
#define ACCESS_VERSION_1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define ACCESS_REFER (1ULL << 13)	/* since version 2 */
#define ACCESS_TRUNCATE (1ULL << 14)	/* 3 */
#define ACCESS_IOCTL_DEV (1ULL << 15)	/* 5 */
#define NET_TCP 3ULL			/* 4: bind and connect */
#define SCOPE_ALL 3ULL			/* 6: abstract sockets and signals */

/* What a file, not a directory, can have. */
#define ACCESS_OF_FILES (ACCESS_EXECUTE | ACCESS_WRITE | ACCESS_READ | ACCESS_TRUNCATE | \
			 ACCESS_IOCTL_DEV)

/* The kernel's struct landlock_ruleset_attr of version 6. */
struct ruleset {
	uint64_t fs, net, scope;
};

enum { LANDLOCK_RENAMES = 2, LANDLOCK_TRUNCATES = 3, LANDLOCK_NET = 4, LANDLOCK_IOCTL = 5,
       LANDLOCK_SCOPES = 6 };

static int landlock_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

static uint64_t all_access(int version)
{
	return ACCESS_VERSION_1 | (version >= LANDLOCK_RENAMES ? ACCESS_REFER : 0) |
	       (version >= LANDLOCK_TRUNCATES ? ACCESS_TRUNCATE : 0) |
	       (version >= LANDLOCK_IOCTL ? ACCESS_IOCTL_DEV : 0);
}

/* Allow access below a path. What is not there needs no rule. */
static int allow(int ruleset, const char *path, uint64_t access, uint64_t handled,
		 struct diag *diag)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access & handled };
	struct stat st;
	int ret = 0;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return 0;
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed_access &= ACCESS_OF_FILES;
	/* EBADFD: a pipe or socket, which Landlock does not guard */
	if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) &&
	    errno != EBADFD)
		ret = diag_fail(diag, "cannot contain this process: no rule for '%s': %s", path,
				strerror(errno));
	close(rule.parent_fd);
	return ret;
}

/* What libraries read of the system's own, whoever runs them. To add one: a row, with who does. */
static const char *const system_path[] = {
	"/usr",				/* rpm's configuration, locales, time zones */
	"/lib", "/lib64",		/* where they are no links into /usr */
	"/etc/ld.so.cache",		/* libgcc's, when a thread ends */
	"/etc/rpm", "/etc/rpmrc",	/* librpm */
	"/etc/os-release", "/etc/debian_version", "/etc/localtime",
	"/dev/null", "/dev/zero", "/dev/urandom",
	"/proc/self/exe",		/* ours, for --self */
	"/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/sys/vm/overcommit_memory",
	"/sys/devices/system/cpu",	/* how many there are: igraph, glibc's arenas */
};

static int fill_reader(int ruleset, const struct containment_rights *r, uint64_t handled,
		       struct diag *diag)
{
	for (size_t i = 0; i < sizeof(system_path) / sizeof(system_path[0]); i++)
		if (allow(ruleset, system_path[i], ACCESS_READ | ACCESS_LIST, handled, diag))
			return -1;
	for (int i = 0; i < r->n_read; i++)
		if (allow(ruleset, r->read[i], ACCESS_READ | ACCESS_LIST, handled, diag))
			return -1;
	return 0;
}

/* A fetcher's programs are apt's, which read what they like; only writing is watched. */
static int fill_fetcher(int ruleset, const struct containment_rights *r, uint64_t handled,
			struct diag *diag)
{
	for (int i = 0; i < r->n_write; i++)
		if (allow(ruleset, r->write[i], handled, handled, diag))
			return -1;
	return allow(ruleset, "/dev/null", handled, handled, diag) ||
			       allow(ruleset, "/dev/tty", handled, handled, diag) ? -1 : 0;
}

static int enter_landlock(const struct containment_rights *r, struct diag *diag)
{
	int version = landlock_version(), fd, ret = -1;
	struct ruleset ruleset = { .fs = all_access(version) };
	size_t size = offsetof(struct ruleset, net);

	/* the first version forbids all renames between directories, which fetching needs */
	if (!version || (r->kind == CONTAINMENT_FETCHER && version < LANDLOCK_RENAMES))
		return 0;
	if (r->kind != CONTAINMENT_READER)
		ruleset.fs &= ~(ACCESS_EXECUTE | ACCESS_READ | ACCESS_LIST);
	if (r->kind != CONTAINMENT_FETCHER && version >= LANDLOCK_NET) {
		ruleset.net = NET_TCP;
		size = offsetof(struct ruleset, scope);
	}
	if (r->kind == CONTAINMENT_READER && version >= LANDLOCK_SCOPES) {
		ruleset.scope = SCOPE_ALL;
		size = sizeof(ruleset);
	}
	fd = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
	if (fd < 0)
		return diag_fail(diag, "cannot contain this process: Landlock: %s",
				 strerror(errno));
	if (r->kind == CONTAINMENT_READER)
		ret = fill_reader(fd, r, ruleset.fs, diag);
	else if (r->kind == CONTAINMENT_FETCHER)
		ret = fill_fetcher(fd, r, ruleset.fs, diag);
	else
		ret = allow(fd, "/dev/null", ruleset.fs, ruleset.fs, diag);
	if (!ret && syscall(SYS_landlock_restrict_self, fd, 0))
		ret = diag_fail(diag, "cannot contain this process: Landlock: %s",
				strerror(errno));
	close(fd);
	return ret;
}

/* ---- seccomp ---- */

/* All that a reader may ask of the kernel without a look at the arguments. To add one: its name,
   and why it cannot harm. */
static const char *const allowed[] = {
	/* descriptors it has */
	"read", "readv", "pread64", "preadv", "write", "writev", "close", "lseek", "_llseek",
	"fstat", "fstat64", "dup", "fadvise64", "getdents64", "poll", "ppoll", "flock", "sendmsg",
	"recvmsg", "shutdown", "pipe2",
	/* names, as far as Landlock lets it */
	"stat", "lstat", "stat64", "lstat64", "newfstatat", "fstatat64", "statx", "access",
	"faccessat", "faccessat2", "readlink", "readlinkat", "getcwd", "statfs", "fstatfs",
	/* memory and threads of its own */
	"munmap", "mremap", "madvise", "brk", "futex", "futex_time64", "set_robust_list", "rseq",
	"sched_getaffinity", "sched_yield", "membarrier", "exit", "exit_group", "restart_syscall",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
	/* what time it is, who it is, what the machine is */
	"clock_gettime", "clock_gettime64", "clock_getres", "clock_nanosleep", "nanosleep",
	"gettimeofday", "time", "times", "getrusage", "getrandom", "getpid", "gettid", "getppid",
	"getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo", "umask",
};

/* Those that are allowed with some arguments only; allow_some() has the conditions. */
static const char *const allowed_some[] = {
	"open", "openat", "mmap", "mmap2", "mprotect", "clone", "fcntl", "fcntl64", "ioctl",
	"prlimit64", "prctl", "tgkill", "memfd_create",
};

/* Nobody asks for these by accident: who does is stopped. */
static const char *const deadly[] = {
	"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "execve",
	"execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "kill",
	"tkill", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "mount", "umount2",
	"move_mount", "open_tree", "pivot_root", "chroot", "unshare", "setns", "bpf",
	"perf_event_open", "userfaultfd", "io_uring_setup", "keyctl", "add_key", "request_key",
	"init_module", "finit_module", "delete_module", "kexec_load", "reboot", "swapon",
	"open_by_handle_at", "setuid", "setgid", "setresuid", "setresgid", "setreuid", "setregid",
	"setgroups", "capset", "personality", "quotactl", "acct", "iopl", "ioperm",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Flags with which nothing is written, created or cut. O_TMPFILE has O_DIRECTORY in it, so that the
   bit that is its own is asked for. */
enum {
	OPEN_WRITES = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY),
	THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD,
};

static int rule(scmp_filter_ctx filter, uint32_t action, const char *name, unsigned n,
		const struct scmp_arg_cmp *argument)
{
	int number = seccomp_syscall_resolve_name(name);

	/* another architecture's */
	if (number == __NR_SCMP_ERROR || number < 0)
		return 0;
	return seccomp_rule_add_array(filter, action, number, n, argument);
}

/* AddressSanitizer looks for leaks from a process of its own that traces this one. */
static bool is_sanitizers(const char *name)
{
#ifdef __SANITIZE_ADDRESS__
	static const char *const spared[] = { "clone", "mmap", "mprotect", "prctl", "tgkill",
					      "prlimit64", "ptrace", "wait4", "kill",
					      "process_vm_readv" };

	for (size_t i = 0; i < COUNT(spared); i++)
		if (!strcmp(spared[i], name))
			return true;
#else
	(void)name;
#endif
	return false;
}

static int allow_if(scmp_filter_ctx filter, const char *name, struct scmp_arg_cmp condition)
{
	return is_sanitizers(name) ? rule(filter, SCMP_ACT_ALLOW, name, 0, NULL) :
				     rule(filter, SCMP_ACT_ALLOW, name, 1, &condition);
}

/* A condition with a mask: argument & mask == value. */
#define MASKED(argument, mask, value) \
	(struct scmp_arg_cmp) { argument, SCMP_CMP_MASKED_EQ, mask, value }
#define EQUALS(argument, value) (struct scmp_arg_cmp) { argument, SCMP_CMP_EQ, value, 0 }

static int allow_some(scmp_filter_ctx filter)
{
	static const unsigned command[] = { F_GETFD, F_SETFD, F_GETFL, F_DUPFD, F_DUPFD_CLOEXEC,
					    F_GETLK, F_SETLK, F_SETPIPE_SZ, F_GETPIPE_SZ };
	static const unsigned request[] = { TCGETS, TIOCGWINSZ, FIONREAD };
	static const unsigned process[] = { PR_SET_NAME, PR_GET_NAME, PR_SET_VMA };
	int failed = 0;

	/* nothing is opened for writing */
	failed |= allow_if(filter, "open", MASKED(1, OPEN_WRITES, O_RDONLY));
	failed |= allow_if(filter, "openat", MASKED(2, OPEN_WRITES, O_RDONLY));
	/* memory is data, never code */
	failed |= allow_if(filter, "mmap", MASKED(2, PROT_EXEC, 0));
	failed |= allow_if(filter, "mmap2", MASKED(2, PROT_EXEC, 0));
	failed |= allow_if(filter, "mprotect", MASKED(2, PROT_EXEC, 0));
	/* a thread, not a process */
	failed |= allow_if(filter, "clone", MASKED(0, THREAD, THREAD));
	/* signals to itself: abort() */
	failed |= allow_if(filter, "tgkill", EQUALS(0, (scmp_datum_t)getpid()));
	/* limits are read, not set */
	failed |= allow_if(filter, "prlimit64", EQUALS(2, 0));
	/* memory with a descriptor, which cannot be executed either */
	failed |= allow_if(filter, "memfd_create", MASKED(1, ~(scmp_datum_t)MFD_CLOEXEC, 0));
	for (size_t i = 0; i < COUNT(command); i++) {
		failed |= allow_if(filter, "fcntl", EQUALS(1, command[i]));
		failed |= allow_if(filter, "fcntl64", EQUALS(1, command[i]));
	}
	for (size_t i = 0; i < COUNT(request); i++)
		failed |= allow_if(filter, "ioctl", EQUALS(1, request[i]));
	for (size_t i = 0; i < COUNT(process); i++)
		failed |= allow_if(filter, "prctl", EQUALS(0, process[i]));
	return failed;
}

/* Only what is in the tables. */
static int fill_reader_filter(scmp_filter_ctx filter)
{
	/* the C library falls back to clone(), whose flags can be seen, and to openat() */
	static const char *const absent[] = { "clone3", "openat2" };
	int failed = 0;

	for (size_t i = 0; i < COUNT(allowed); i++)
		failed |= rule(filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
	failed |= allow_some(filter);
	for (size_t i = 0; i < COUNT(absent); i++)
		failed |= rule(filter, SCMP_ACT_ERRNO(ENOSYS), absent[i], 0, NULL);
	for (size_t i = 0; i < COUNT(deadly); i++)
		failed |= rule(filter, is_sanitizers(deadly[i]) ? SCMP_ACT_ALLOW :
								  SCMP_ACT_KILL_PROCESS,
			       deadly[i], 0, NULL);
	failed |= is_sanitizers("wait4") ? rule(filter, SCMP_ACT_ALLOW, "wait4", 0, NULL) : 0;
	return failed;
}

/* A program of others: all but the network, and what changes the system. */
static int fill_checker_filter(scmp_filter_ctx filter)
{
	static const char *const denied[] = { "connect", "bind", "listen", "accept", "accept4",
					      "ptrace", "process_vm_writev", "mount", "bpf",
					      "io_uring_setup", "unshare", "setns", "keyctl",
					      "userfaultfd", "pidfd_getfd" };
	int failed = 0;

	for (size_t i = 0; i < COUNT(denied); i++)
		failed |= rule(filter, SCMP_ACT_ERRNO(EPERM), denied[i], 0, NULL);
	failed |= rule(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), "socket", 0, NULL);
	return failed;
}

static bool has_seccomp(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

/* The filter as the kernel takes it, into memory that has a descriptor. Returns that, or -errno. */
static int export_filter(scmp_filter_ctx filter, off_t *ret_size)
{
	int fd = memfd_create("filter", MFD_CLOEXEC), failed;
	struct stat st;

	if (fd < 0)
		return -errno;
	failed = seccomp_export_bpf(filter, fd);
	if (!failed && fstat(fd, &st) != 0)
		failed = -errno;
	if (failed) {
		close(fd);
		return failed < 0 ? failed : -EINVAL;
	}
	*ret_size = st.st_size;
	return fd;
}

enum { EXPORT_SECONDS = 20 };

/* seccomp_load(), which libseccomp 2.5 does without some of the rules where it has no memory for
   them, or never: what is forgotten is forbidden, but a reader that cannot say why it fails is of
   no use. Two exports in a row agree where none forgets; SIGALRM ends one that never ends. */
static int load_filter(scmp_filter_ctx filter)
{
	off_t size[2] = { 0, 0 };
	struct sock_fprog program;
	int fd[2], failed = 0;

	alarm(EXPORT_SECONDS);
	for (int i = 0; i < 2; i++) {
		fd[i] = export_filter(filter, &size[i]);
		failed = failed ? failed : fd[i] < 0 ? fd[i] : 0;
	}
	alarm(0);
	program.len = (unsigned short)(size[0] / (off_t)sizeof(struct sock_filter));
	program.filter = failed || !size[0] || size[0] != size[1] ?
				 MAP_FAILED :
				 mmap(NULL, (size_t)size[0], PROT_READ, MAP_PRIVATE, fd[0], 0);
	for (int i = 0; i < 2; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	if (program.filter == MAP_FAILED)
		return failed ? failed : -ENOMEM;
	failed = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) ? -errno : 0;
	munmap(program.filter, (size_t)size[0]);
	return failed;
}

static int enter_seccomp(const struct containment_rights *r, struct diag *diag)
{
	bool reader = r->kind == CONTAINMENT_READER;
	scmp_filter_ctx filter;
	int failed;

	if (r->kind == CONTAINMENT_FETCHER || !has_seccomp())
		return 0;
	filter = seccomp_init(reader ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW);
	if (!filter)
		return diag_fail(diag, "cannot contain this process: seccomp: no memory");
	/* the calls of another architecture on this machine end the process: they are not looked
	   at, and nobody needs them */
	failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	/* a search tree instead of a list; older libraries have none */
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (!failed)
		failed = reader ? fill_reader_filter(filter) : fill_checker_filter(filter);
	if (!failed)
		failed = load_filter(filter);
	seccomp_release(filter);
	if (failed)
		return diag_fail(diag, "cannot contain this process: seccomp: %s",
				 strerror(failed < 0 ? -failed : EINVAL));
	return 0;
}

/* ---- limits ---- */

static int enter_limits(const struct containment_rights *r, struct diag *diag)
{
	struct rlimit memory = { (rlim_t)r->memory, (rlim_t)r->memory };
	struct rlimit seconds = { (rlim_t)limit_value(LIMIT_CPU_SECONDS), RLIM_INFINITY };

	if (setrlimit(RLIMIT_CPU, &seconds))
		return diag_fail(diag, "cannot limit work: %s", strerror(errno));
	/* AddressSanitizer takes 16 TB of addresses for its shadow */
	if (!r->memory || is_sanitizers("mmap"))
		return 0;
	if (setrlimit(RLIMIT_AS, &memory))
		return diag_fail(diag, "cannot limit memory: %s", strerror(errno));
	return 0;
}

/* ---- all ---- */

void containment_find(struct containment *ret)
{
	static struct containment found;
	static bool looked;

	/* who is contained may not look any more */
	if (!looked)
		found = (struct containment){ landlock_version(), has_seccomp() };
	looked = true;
	*ret = found;
}

/* LeakSanitizer traces the process and reads /proc; what is watched so is not contained. */
#if defined(LINCHPIN_COVERAGE) || defined(__SANITIZE_ADDRESS__)
enum { COUNTS_LINES = 1 };
#else
enum { COUNTS_LINES = 0 };
#endif

static bool entered;

int containment_enter(const struct containment_rights *rights, struct diag *diag)
{
	struct containment have;

	containment_find(&have);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return diag_fail(diag, "cannot contain this process: %s", strerror(errno));
	/* make coverage: what was counted is written at the end, into files that a contained
	   process cannot open */
	if (COUNTS_LINES)
		return 0;
	if (enter_limits(rights, diag) || enter_landlock(rights, diag) ||
	    enter_seccomp(rights, diag))
		return -1;
	entered = true;
	return 0;
}

bool containment_is_entered(void)
{
	return entered;
}

int containment_system_calls(const char *const **ret_name)
{
	static const char *name[COUNT(allowed) + COUNT(allowed_some)];
	int n = 0;

	for (size_t i = 0; i < COUNT(allowed) + COUNT(allowed_some); i++) {
		const char *one = i < COUNT(allowed) ? allowed[i] :
						       allowed_some[i - COUNT(allowed)];

		if (seccomp_syscall_resolve_name(one) >= 0)
			name[n++] = one;
	}
	if (ret_name)
		*ret_name = name;
	return n;
}
