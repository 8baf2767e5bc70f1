/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inject KIND RESULT N REPORT COMMAND…: run a command and let its N-th call of one kind fail.
 *
 * The calls are counted through all processes of the command. The kernel hands each to this program
 * and waits for its verdict (seccomp user notification, see seccomp_unotify(2)), so that what the C
 * library does inside of fopen() is seen as well, nothing is preloaded, and a command that confines
 * itself is tested as it is. RESULT is the name of an errno, or
 *
 *	short	half of it is read or written
 *	kill	all processes of the command are killed there, by SIGKILL
 *	first	only the first one is
 *
 * N 0 is never reached: then REPORT tells how many calls there were. REPORT is one line, "COUNT" or
 * "COUNT PROGRAM CALL SUBJECT" of the call that failed. Calls of the dynamic loader, and those on
 * /proc, /dev and the like, do not count. The exit status is that of the command, 128 and the
 * number of the signal that ended it, or 125 where nothing can be injected here.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	STATUS_CANNOT = 125,
	STRAY_MS = 10000, /* processes that outlive the first one longer are killed */
	COPY_MAX = 1 << 20,
};

/* ---- which calls ---- */

enum subject {
	SUBJECT_NONE,	/* the call counts whatever it is about */
	SUBJECT_FD,	/* a descriptor of a file, in argument 0 */
	SUBJECT_WRITER, /* the same, opened for writing */
	SUBJECT_PATH,	/* a path, in argument `at` */
	SUBJECT_READ,	/* the same, opened for reading; the flags are the next argument */
	SUBJECT_WRITE,	/* … opened for writing */
};

/* To add a call: a row. Those that only old architectures have stand under #ifdef. */
static const struct call {
	const char *kind;
	long number;
	const char *name;
	enum subject subject;
	int at;
} calls[] = {
	{ "write", SYS_write, "write", SUBJECT_FD, 0 },
	{ "write", SYS_pwrite64, "pwrite", SUBJECT_FD, 0 },
	{ "write", SYS_writev, "writev", SUBJECT_FD, 0 },
	{ "write", SYS_pwritev, "pwritev", SUBJECT_FD, 0 },
	{ "write", SYS_copy_file_range, "copy_file_range", SUBJECT_NONE, 0 },
	{ "read", SYS_read, "read", SUBJECT_FD, 0 },
	{ "read", SYS_pread64, "pread", SUBJECT_FD, 0 },
	{ "read", SYS_readv, "readv", SUBJECT_FD, 0 },
	{ "list", SYS_getdents64, "getdents", SUBJECT_FD, 0 },
	{ "open", SYS_openat, "openat", SUBJECT_READ, 1 },
	{ "create", SYS_openat, "openat", SUBJECT_WRITE, 1 },
	{ "create", SYS_mkdirat, "mkdirat", SUBJECT_PATH, 1 },
	{ "rename", SYS_renameat2, "renameat2", SUBJECT_PATH, 3 },
	{ "rename", SYS_linkat, "linkat", SUBJECT_PATH, 3 },
	{ "rename", SYS_symlinkat, "symlinkat", SUBJECT_PATH, 2 },
	{ "remove", SYS_unlinkat, "unlinkat", SUBJECT_PATH, 1 },
	{ "flush", SYS_fsync, "fsync", SUBJECT_NONE, 0 },
	{ "flush", SYS_fdatasync, "fdatasync", SUBJECT_NONE, 0 },
	{ "close", SYS_close, "close", SUBJECT_WRITER, 0 },
	{ "truncate", SYS_ftruncate, "ftruncate", SUBJECT_FD, 0 },
	{ "truncate", SYS_fallocate, "fallocate", SUBJECT_FD, 0 },
	{ "mode", SYS_fchmod, "fchmod", SUBJECT_FD, 0 },
	{ "mode", SYS_fchmodat, "fchmodat", SUBJECT_PATH, 1 },
	{ "mode", SYS_fchown, "fchown", SUBJECT_FD, 0 },
	{ "mode", SYS_utimensat, "utimensat", SUBJECT_NONE, 0 },
	{ "look", SYS_newfstatat, "fstatat", SUBJECT_PATH, 1 },
	{ "look", SYS_statx, "statx", SUBJECT_PATH, 1 },
	{ "look", SYS_fstat, "fstat", SUBJECT_FD, 0 },
	{ "look", SYS_faccessat, "faccessat", SUBJECT_PATH, 1 },
	{ "look", SYS_faccessat2, "faccessat2", SUBJECT_PATH, 1 },
	{ "lock", SYS_flock, "flock", SUBJECT_NONE, 0 },
	{ "memory", SYS_mmap, "mmap", SUBJECT_NONE, 0 },
	{ "memory", SYS_mremap, "mremap", SUBJECT_NONE, 0 },
	{ "process", SYS_clone, "clone", SUBJECT_NONE, 0 },
	{ "process", SYS_clone3, "clone3", SUBJECT_NONE, 0 },
	{ "program", SYS_execve, "execve", SUBJECT_PATH, 0 },
	{ "channel", SYS_pipe2, "pipe2", SUBJECT_NONE, 0 },
	{ "channel", SYS_socket, "socket", SUBJECT_NONE, 0 },
	{ "channel", SYS_socketpair, "socketpair", SUBJECT_NONE, 0 },
	{ "channel", SYS_memfd_create, "memfd_create", SUBJECT_NONE, 0 },
	{ "channel", SYS_dup, "dup", SUBJECT_NONE, 0 },
	{ "channel", SYS_dup3, "dup3", SUBJECT_NONE, 0 },
	{ "random", SYS_getrandom, "getrandom", SUBJECT_NONE, 0 },
#ifdef SYS_open
	{ "open", SYS_open, "open", SUBJECT_READ, 0 },
	{ "create", SYS_open, "open", SUBJECT_WRITE, 0 },
	{ "create", SYS_mkdir, "mkdir", SUBJECT_PATH, 0 },
	{ "rename", SYS_rename, "rename", SUBJECT_PATH, 1 },
	{ "rename", SYS_renameat, "renameat", SUBJECT_PATH, 3 },
	{ "rename", SYS_link, "link", SUBJECT_PATH, 1 },
	{ "rename", SYS_symlink, "symlink", SUBJECT_PATH, 1 },
	{ "remove", SYS_unlink, "unlink", SUBJECT_PATH, 0 },
	{ "remove", SYS_rmdir, "rmdir", SUBJECT_PATH, 0 },
	{ "mode", SYS_chmod, "chmod", SUBJECT_PATH, 0 },
	{ "look", SYS_stat, "stat", SUBJECT_PATH, 0 },
	{ "look", SYS_lstat, "lstat", SUBJECT_PATH, 0 },
	{ "look", SYS_access, "access", SUBJECT_PATH, 0 },
	{ "process", SYS_fork, "fork", SUBJECT_NONE, 0 },
	{ "process", SYS_vfork, "vfork", SUBJECT_NONE, 0 },
	{ "channel", SYS_pipe, "pipe", SUBJECT_NONE, 0 },
	{ "channel", SYS_dup2, "dup2", SUBJECT_NONE, 0 },
#endif
};

enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

/* "change" is every moment at which what lies on disk becomes another. */
static const char *const changes[] = { "write", "create", "rename", "remove", "flush", "truncate" };

static const struct result {
	const char *name;
	int error;
} results[] = {
	{ "ENOSPC", ENOSPC }, { "EIO", EIO },	    { "EACCES", EACCES }, { "EMFILE", EMFILE },
	{ "EROFS", EROFS },   { "ENOMEM", ENOMEM }, { "EAGAIN", EAGAIN }, { "ENOLCK", ENOLCK },
	{ "EPERM", EPERM },   { "ENOSYS", ENOSYS }, { "EDQUOT", EDQUOT }, { "short", 0 },
	{ "kill", 0 },	      { "first", 0 },
};

enum { RESULTS = sizeof(results) / sizeof(results[0]) };

struct injector {
	const char *kind;
	const struct result *result;
	long n;	     /* which call is to fail; 0: none */
	long count;  /* how many there were */
	pid_t first; /* the command's first process, and the leader of its group */
	int listener;
	char *what;  /* of the call that failed; NULL: none yet */
};

static bool is_of_kind(const struct call *call, const char *kind)
{
	if (strcmp(kind, "change"))
		return !strcmp(call->kind, kind);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (!strcmp(call->kind, changes[i]))
			return true;
	return false;
}

/* ---- looking into the process that waits ---- */

static bool path_of_fd(char *ret, size_t size, long pid, long fd)
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%ld/fd/%ld", pid, fd);
	n = readlink(path, ret, size - 1);
	ret[n > 0 ? n : 0] = 0;
	return n > 0;
}

static bool read_memory(pid_t pid, uint64_t from, void *to, size_t n)
{
	struct iovec local = { to, n }, remote = { (void *)(uintptr_t)from, n };

	return process_vm_readv(pid, &local, 1, &remote, 1, 0) == (ssize_t)n;
}

/* A path may end right before memory that is not there. */
static void read_path(pid_t pid, uint64_t from, char *ret, size_t size)
{
	size_t n = 0;

	while (n < size - 1) {
		size_t page = 4096 - (from + n) % 4096;
		size_t part = page < size - 1 - n ? page : size - 1 - n;

		if (!read_memory(pid, from + n, ret + n, part))
			break;
		if (memchr(ret + n, 0, part))
			return;
		n += part;
	}
	ret[n] = 0;
}

static bool is_for_writing(long pid, long fd)
{
	char path[64], line[128];
	unsigned flags = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/fdinfo/%ld", pid, fd);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "flags: %o", &flags) == 1)
			break;
	if (file)
		fclose(file);
	return (flags & O_ACCMODE) != O_RDONLY;
}

/* What the loader and the C library look at on their own, and what is no file. */
static bool is_of_no_interest(const char *path)
{
	static const char *const places[] = {
		"/proc/", "/sys/", "/dev/", "/etc/ld.so", "/usr/lib/locale/", "/usr/share/locale/",
		"/usr/lib/x86_64-linux-gnu/gconv",
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (!strncmp(path, places[i], strlen(places[i])))
			return true;
	return strstr(path, ".so") &&
	       (!strncmp(path, "/lib", 4) || !strncmp(path, "/usr/lib", 8));
}

/* Does the dynamic loader make this call? It dies without a word when memory is refused. */
static bool is_of_loader(const struct seccomp_notif *asked)
{
	char path[64], line[PATH_MAX + 128];
	unsigned long long begin, end;
	bool is = false;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/maps", (long)asked->pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%llx-%llx", &begin, &end) == 2 &&
		    asked->data.instruction_pointer >= begin &&
		    asked->data.instruction_pointer < end) {
			is = strstr(line, "/ld-") || strstr(line, "/ld.so");
			break;
		}
	if (file)
		fclose(file);
	return is;
}

/* Does this call count? */
static bool counts(const struct call *call, const struct seccomp_notif *asked, char *ret,
		   size_t size)
{
	const __u64 *args = asked->data.args;
	int access;

	*ret = 0;
	switch (call->subject) {
	case SUBJECT_NONE:
		return strcmp(call->kind, "memory") || !is_of_loader(asked);
	case SUBJECT_FD:
	case SUBJECT_WRITER:
		if (!path_of_fd(ret, size, asked->pid, (long)(int)args[0]) ||
		    *ret != '/' || is_of_no_interest(ret))
			return false;
		return call->subject == SUBJECT_FD ||
		       is_for_writing(asked->pid, (long)(int)args[0]);
	default:
		read_path((pid_t)asked->pid, args[call->at], ret, size);
		if (!*ret || is_of_no_interest(ret))
			return false;
		if (call->subject == SUBJECT_PATH)
			return true;
		access = (int)args[call->at + 1] & O_ACCMODE;
		return (access == O_RDONLY) == (call->subject == SUBJECT_READ);
	}
}

/* ---- the verdict ---- */

static pid_t group_leader_of(long pid)
{
	char path[64], line[128];
	long leader = pid;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/status", pid);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "Tgid: %ld", &leader) == 1)
			break;
	if (file)
		fclose(file);
	return (pid_t)leader;
}

/* Do half of a read or write for the process. -1: it cannot be halved. */
static long do_half(const struct seccomp_notif *asked)
{
	const __u64 *args = asked->data.args;
	size_t n = args[2] / 2;
	bool writes = asked->data.nr == SYS_write || asked->data.nr == SYS_pwrite64;
	bool placed = asked->data.nr == SYS_pread64 || asked->data.nr == SYS_pwrite64;
	long done = -1;
	int pidfd, fd = -1;
	char *copy;

	if (!writes && asked->data.nr != SYS_read && asked->data.nr != SYS_pread64)
		return -1;
	if (!n || n > COPY_MAX)
		return -1;
	copy = malloc(n);
	pidfd = (int)syscall(SYS_pidfd_open, group_leader_of(asked->pid), 0);
	if (pidfd >= 0)
		fd = (int)syscall(SYS_pidfd_getfd, pidfd, (int)args[0], 0);
	if (copy && fd >= 0) {
		struct iovec local = { copy, n }, remote = { (void *)(uintptr_t)args[1], n };

		if (!writes)
			done = placed ? pread(fd, copy, n, (off_t)args[3]) : read(fd, copy, n);
		else if (process_vm_readv((pid_t)asked->pid, &local, 1, &remote, 1, 0) ==
			 (ssize_t)n)
			done = placed ? pwrite(fd, copy, n, (off_t)args[3]) : write(fd, copy, n);
		if (!writes && done > 0) {
			local.iov_len = remote.iov_len = (size_t)done;
			process_vm_writev((pid_t)asked->pid, &local, 1, &remote, 1, 0);
		}
	}
	if (fd >= 0)
		close(fd);
	if (pidfd >= 0)
		close(pidfd);
	free(copy);
	return done;
}

static void remember(struct injector *in, const struct call *call, long pid, const char *subject)
{
	char path[64], program[32] = "?";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	file = fopen(path, "re");
	if (file && fgets(program, sizeof(program), file))
		program[strcspn(program, "\n")] = 0;
	if (file)
		fclose(file);
	if (asprintf(&in->what, "%s %s %s", program, call->name, subject) < 0)
		in->what = NULL;
}

static void judge(struct injector *in, const struct seccomp_notif *asked,
		  struct seccomp_notif_resp *answer)
{
	const struct call *call = NULL;
	char subject[PATH_MAX];
	long done;

	answer->id = asked->id;
	answer->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	for (int i = 0; i < CALLS && !call; i++)
		if (calls[i].number == asked->data.nr && is_of_kind(&calls[i], in->kind) &&
		    counts(&calls[i], asked, subject, sizeof(subject)))
			call = &calls[i];
	if (!call)
		return;
	/* the command itself begins with one */
	if (asked->data.nr == SYS_execve && (pid_t)asked->pid == in->first)
		return;
	if (!strcmp(in->result->name, "short")) {
		/* what cannot be halved does not count */
		if (in->count + 1 != in->n) {
			in->count += asked->data.args[2] >= 2;
			return;
		}
		done = do_half(asked);
		if (done < 0)
			return;
		in->count++;
		remember(in, call, asked->pid, subject);
		answer->flags = 0;
		answer->val = done;
		return;
	}
	if (++in->count != in->n)
		return;
	remember(in, call, asked->pid, subject);
	if (in->result->error) {
		answer->flags = 0;
		answer->error = -in->result->error;
	} else {
		kill(!strcmp(in->result->name, "kill") ? -in->first : in->first, SIGKILL);
	}
}

/* ---- running ---- */

static int install(const char *kind)
{
	struct sock_filter code[CALLS + 3];
	struct sock_fprog program = { .filter = code };
	unsigned short n = 0, n_call = 0;
	int fd;

	for (int i = 0; i < CALLS; i++)
		n_call += is_of_kind(&calls[i], kind);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						 offsetof(struct seccomp_data, nr));
	for (int i = 0; i < CALLS; i++)
		if (is_of_kind(&calls[i], kind)) {
			unsigned char to_last = (unsigned char)(n_call + 1 - n);

			code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
								 (unsigned)calls[i].number, to_last,
								 0);
		}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
	program.len = n;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
			  &program);
	return n_call ? fd : -1;
}

static void send_fd(int channel, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &fd, sizeof(int));
	if (sendmsg(channel, &message, 0) < 0)
		_exit(STATUS_CANNOT);
}

static int receive_fd(int channel)
{
	char byte, control[CMSG_SPACE(sizeof(int))];
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head;
	int fd = -1;

	if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) == 1 &&
	    (head = CMSG_FIRSTHDR(&message)) != NULL)
		memcpy(&fd, CMSG_DATA(head), sizeof(int));
	return fd;
}

static pid_t start(struct injector *in, char **command)
{
	int channel[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel))
		return -1;
	pid = fork();
	if (pid == 0) {
		int fd;

		setpgid(0, 0);
		fd = install(in->kind);
		if (fd < 0)
			_exit(STATUS_CANNOT);
		send_fd(channel[1], fd);
		/* calls that this side makes now wait for the other one, so it may not have it */
		syscall(SYS_close_range, (unsigned)channel[0], ~0u, 0);
		execvp(command[0], command);
		_exit(127);
	}
	close(channel[1]);
	in->first = pid;
	in->listener = pid > 0 ? receive_fd(channel[0]) : -1;
	close(channel[0]);
	return pid;
}

static void answer_one(struct injector *in)
{
	/* a newer kernel's may be larger */
	union {
		struct seccomp_notif it;
		char room[512];
	} asked;
	union {
		struct seccomp_notif_resp it;
		char room[512];
	} answer;

	memset(&asked, 0, sizeof(asked));
	memset(&answer, 0, sizeof(answer));
	if (ioctl(in->listener, SECCOMP_IOCTL_NOTIF_RECV, &asked))
		return;
	judge(in, &asked.it, &answer.it);
	ioctl(in->listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

static volatile sig_atomic_t group;

/* Who waits for this program in vain ends it, and then all of the command. */
static void end_all(int signal)
{
	(void)signal;
	kill(-group, SIGKILL);
}

/* Answer until the last process is gone. Returns the status of the first. */
static int serve(struct injector *in)
{
	struct pollfd ready = { .fd = in->listener, .events = POLLIN };
	int status = 0, waited = 0;
	bool ended = false;

	for (;;) {
		int n = poll(&ready, 1, 20);

		if (n > 0 && (ready.revents & POLLIN))
			answer_one(in);
		else if (n > 0)
			break; /* nobody is left who could ask */
		if (!ended)
			ended = waitpid(in->first, &status, WNOHANG) == in->first;
		else if (n == 0 && (waited += 20) > STRAY_MS)
			kill(-in->first, SIGKILL);
	}
	if (!ended)
		waitpid(in->first, &status, 0);
	return status;
}

int main(int argc, char **argv)
{
	struct injector in = { .listener = -1 };
	FILE *report;
	int status;

	for (int i = 0; i < RESULTS && argc > 5; i++)
		if (!strcmp(results[i].name, argv[2]))
			in.result = &results[i];
	if (!in.result) {
		fputs("usage: inject KIND RESULT N REPORT COMMAND [WORD]...\n", stderr);
		return STATUS_CANNOT;
	}
	in.kind = argv[1];
	in.n = strtol(argv[3], NULL, 10);
	if (start(&in, argv + 5) < 0 || in.listener < 0) {
		fputs("inject: cannot watch system calls here\n", stderr);
		return STATUS_CANNOT;
	}
	group = in.first;
	signal(SIGTERM, end_all);
	status = serve(&in);
	report = fopen(argv[4], "we");
	if (!report || fprintf(report, "%ld%s%s\n", in.count, in.what ? " " : "",
			       in.what ? in.what : "") < 0 || fclose(report))
		return STATUS_CANNOT;
	free(in.what);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
