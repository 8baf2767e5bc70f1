/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * struct universe: one release of one distribution, as its archive describes it.
 *
 *   packages      solvables of a libsolv Pool (pool->solvables[id]); an id is a *package*. Binary
 *                 packages live in `repo`, source packages (arch ARCH_SRC, requires = build
 *                 dependencies) in `source_repo`.
 *   components    source packages, the unit that is ranked: index into component[].
 *   observations  facts seen about a package or a component that are not needs: tags, sonames,
 *                 units, files by extension. Each is (kind, text, count), nothing is judged here.
 *
 * Strings are Ids of the pool (pool_id2str); they live as long as the universe.
 *
 * Use: universe_init(), one importer (importers/importer.h), then read. A universe whose import
 * failed is empty again. Only importers call the functions under "building".
 *
 * Invariants after universe_finish(): every binary package has a component; package and component
 * names are unique per architecture; observations are sorted by (subject, kind, text) without
 * duplicates; pool->whatprovides is built. universe_check() states them as code.
 */
#ifndef LINCHPIN_IMPORTERS_UNIVERSE_H
#define LINCHPIN_IMPORTERS_UNIVERSE_H

#include <stdbool.h>
#include <stdint.h>
#include <solv/pool.h>
#include <solv/repo.h>

struct diag;

/* What was seen. The subject of each kind is a package or a component, never both. */
enum observation_kind {
	OBS_NONE,
	/* of a package: from the index */
	OBS_TAG,		/* "role::shared-lib"; debtags, comps */
	OBS_SECTION,		/* "net", "libs" (without the archive area) */
	OBS_PRIORITY,		/* "required", "important", "standard", "optional", "extra" */
	OBS_TIER,		/* "essential", "protected", "important", "build-essential" */
	OBS_BUILT_USING,	/* source package whose code was built in */
	OBS_SUMMARY,		/* the one-line description */
	/* of a package: from the file lists; the text is the file's name without its directory */
	OBS_SONAME,		/* "libssl.so.3" in a library directory of the linker */
	OBS_PLUGIN,		/* a directory below the library one with *.so in it: "nginx" */
	OBS_PROGRAM,		/* executable in a bin directory */
	OBS_SYSTEM_PROGRAM,	/* executable in an sbin directory */
	OBS_SERVICE_UNIT,	/* systemd *.service of the system manager */
	OBS_SOCKET_UNIT,	/* systemd *.socket of the system manager */
	OBS_USER_UNIT,		/* systemd unit of a user manager */
	OBS_INIT_SCRIPT,	/* /etc/init.d */
	OBS_INETD_CONF,		/* xinetd or inetd service */
	OBS_DBUS_SYSTEM,	/* D-Bus system service */
	OBS_DBUS_SESSION,	/* D-Bus session service */
	OBS_POLKIT_ACTION,	/* polkit action */
	OBS_PAM_MODULE,		/* pam_*.so */
	OBS_NSS_MODULE,		/* libnss_*.so.2 */
	OBS_FIREWALL_PROFILE,	/* ufw application or firewalld service */
	OBS_KERNEL_MODULE,	/* kernel modules, one a package: "modules", with their count */
	OBS_KERNEL_IMAGE,	/* /boot/vmlinuz-* */
	OBS_LANGUAGE_TREE,	/* "python", "perl", "golang", "java", …, with the file count */
	OBS_HEADERS,		/* "c" for /usr/include, with the file count */
	OBS_STATIC_LIBRARY,	/* *.a in a library directory */
	OBS_FIRMWARE,		/* "firmware" below lib/firmware; elsewhere an image's extension
				   ("efi", "rom"); with the file count */
	OBS_FILES_INSTALLED,	/* programs kept as text ("py") and what compilers make or read
				   ("o", "h"), by extension, with their count; not documentation */
	/* of a package whose file was inspected (inspected.h) */
	OBS_INSPECTED,		/* "code": it holds machine code; "none": it holds none */
	OBS_PROGRAM_CALLS,	/* a set of call_names.h that a program imports; how many do */
	OBS_LIBRARY_CALLS,	/* the same of shared libraries and plug-ins */
	OBS_MACHINE_CODE,	/* languages that an object shows ("C++, Rust"); KiB of code */
	OBS_COMPILER,		/* "GCC 12.2.0"; objects */
	OBS_BUILT_FROM,		/* "crate:ring-0.16.20", "go:golang.org/x/crypto@v0.1.0"; objects */
	OBS_LOADS,		/* soname that an object is linked with; objects */
	OBS_OBJECT_SONAME,	/* soname of a shared object, wherever in the package it lies */
	OBS_HARDENING,		/* "pie", "relro", …; "programs", "libraries", "plugins": all;
				   objects */
	OBS_SETUID,		/* path of a program that is set-user-id or set-group-id */
	OBS_CAPABILITY,		/* file capabilities: "usr/bin/ping cap_net_raw=ep" */
	OBS_FILES_INSPECTED,	/* all files but machine code, by extension or interpreter
				   ("#!perl"); KiB of text */
	/* of a package, not stored: evidence reads them from the solvable */
	OBS_NAME,		/* the package's name */
	OBS_REQUIRES,		/* name of a requirement (first alternative) */
	OBS_RECOMMENDS,		/* name of a recommendation (first alternative) */
	OBS_PROVIDES,		/* name of a provide */
	/* of a component */
	OBS_FILES_SHIPPED,	/* source files by extension ("c"): what is built or shipped */
	OBS_FILES_VENDORED,	/* the same in vendored trees (third_party, node_modules, …) */
	OBS_FILES_ASIDE,	/* the same in tests, examples, documentation and packaging */
	OBS_BUILD_MARK,		/* a file that names a build system: "Cargo.toml", "go.mod", … */
	OBS_SOURCE_SECTION,	/* section of the source package */
	OBS_CALLS,		/* all calls of its run-time packages, if all that hold code were
				   inspected: one set; with "opaque" where some code hides what it
				   calls, "none" where there are none */
	/* of a component, not stored */
	OBS_COMPONENT_NAME,	/* the component's name */
	OBS_BUILD_REQUIRES,	/* name of a build dependency (first alternative) */
	OBSERVATION_KINDS
};

/* Stands for an extension in OBS_FILES_SHIPPED and OBS_FILES_VENDORED: the file has none, and the
   component installs a program with its very name. What is compiled is called otherwise before, so
   it is a script, in whatever language. */
#define SCRIPT_EXTENSION "!script"

struct observation {
	int subject;		/* package Id, or index of component */
	short kind;		/* enum observation_kind */
	Id text;		/* string Id */
	int count;		/* how many files it stands for; 1 where not counted */
};

/* Observations of one subject are observation[begin[s]] … observation[begin[s + 1] - 1]. */
struct observations {
	struct observation *observation;
	int n_observation;
	int *begin;		/* n_subject + 1 entries after universe_finish(); NULL before */
};

struct component {
	Id name;
	Id evr;			/* version of the source; 0: no package says */
	Id source;		/* solvable of the source package; 0: no source index was read */
	Id maintainer;		/* "Name <mail>", 0: unknown */
	Id uploaders;		/* as in the source index, 0: none */
	Id homepage;		/* 0: none */
	Id vcs;			/* where the packaging lives, 0: none */
};

enum verification {
	VERIFY_NONE,		/* nothing vouches for it */
	VERIFY_LISTED,		/* its checksum is in a Release or repomd.xml nobody vouches for */
	VERIFY_SIGNED,		/* its checksum is in a Release or repomd.xml with a good
				   signature */
	VERIFY_METALINK,	/* … in a repomd.xml whose own is in a metalink, which came by TLS
				   or lies on this disk */
	VERIFICATIONS
};

struct input {
	char *name;		/* as the archive calls it: "bookworm main/binary-amd64/Packages" */
	char *path;		/* where it was read; not part of any output that must repeat */
	char sha256[65];	/* of the file as stored, lower-case hexadecimal */
	int64_t size;		/* bytes as stored */
	enum verification verification;
	char *signed_by;	/* fingerprint of the key that signed its Release; NULL: none */
	char *key_name;		/* of that key, as it calls itself; NULL: unknown */
	char *date;		/* date of its Release, ISO 8601 UTC; NULL: unknown */
	/* what the names of its packages' files are relative to: a directory ("/srv/debian"), or
	   for an apt lists directory the archive's URI as apt writes it in the names of lists
	   ("mirror.example_debian"); NULL: unknown. Not part of any output */
	char *base;
};

struct release {
	char *distribution;	/* "debian"; NULL: unknown */
	char *codename;		/* "bookworm"; NULL: unknown */
	char *version;		/* "12.15"; NULL: unknown */
	char *arch;		/* "amd64" */
	char *date;		/* the newest date of the inputs, ISO 8601 UTC; NULL: unknown */
	struct input *input;
	int n_input;
};

/* What the index says of a package's file; see universe_package_file(). */
struct package_file {
	unsigned char sha256[32];	/* all zero: unknown */
	int64_t size;			/* bytes; -1: unknown */
	unsigned name;			/* offset in package_file_text; 0: unknown */
	short input;			/* index into release.input: which index lists it */
	bool is_standard;		/* the text is its directory, its name follows the rule */
};

/* Where the archive has a package's file. */
struct package_file_location {
	char *name;			/* "pool/main/c/curl/curl_8-1_amd64.deb", as the index has
					   it: hostile, and relative to input->base; the caller
					   frees it */
	int64_t size;			/* bytes; -1: unknown */
	const struct input *input;	/* the index that lists it; lives as long as the universe */
};

struct universe {
	Pool *pool;
	Repo *repo;			/* binary packages */
	Repo *source_repo;		/* source packages */
	struct release release;
	struct component *component;
	int n_component;
	int *component_of;		/* package Id -> component, -1: none */
	int n_component_of;		/* entries of component_of; in the end all solvables */
	int *component_begin;		/* packages of c: component_package[component_begin[c] …) */
	Id *component_package;
	int n_package;			/* binary packages */
	struct observations of_package;
	struct observations of_component;
	int *component_of_name;		/* string Id -> component, -1: none */
	int n_component_of_name;
	struct package_file *package_file; /* by package Id */
	int n_package_file;		/* entries; packages beyond have no known file */
	char *package_file_text;	/* directories or names, each ends with a zero byte */
	size_t n_package_file_text;	/* bytes */
	bool has_file_lists;		/* binary file lists were read */
	bool has_source_files;		/* source file lists were read */
};

/* Does anybody vouch for it, by a signature or a metalink? */
bool input_is_vouched(const struct input *input);

/* Free its texts; the record is all zero then. */
void input_clear(struct input *input);

void universe_init(struct universe *u);
void universe_clear(struct universe *u);

/* The component with this name, -1: none. O(1). */
int universe_find_component(const struct universe *u, const char *name);

/* The binary package with this name, 0: none. The native architecture or "all" wins over others. */
Id universe_find_package(const struct universe *u, const char *name);

/* "openssl"; lives as long as the universe. */
const char *universe_component_name(const struct universe *u, int component);

/* The first observation of a kind for a subject, NULL: none; *ret_n says how many follow each
   other. */
const struct observation *observations_of(const struct observations *o, int subject,
					  enum observation_kind kind, int *ret_n);

/* The SHA-256 of a package's file, as the (verified) index has it: 32 bytes, live as long as the
   universe. NULL: unknown. O(1). */
const unsigned char *universe_package_sha256(const struct universe *u, Id package);

/* Where a package's file is. -1: the index does not say, as of what is installed. O(1). */
int universe_package_file(const struct universe *u, Id package,
			  struct package_file_location *ret_location);

/* "tag", "soname": the word that rule files and explanations use. Lives forever. */
const char *observation_kind_name(enum observation_kind kind);

/* The kind of that name, OBS_NONE: no such word. */
enum observation_kind observation_kind_of_name(const char *name);

/* Is the text a set of calls (call_names.h)? */
bool observation_kind_is_calls(enum observation_kind kind);

/* Is the subject of this kind a component (else a package)? */
bool observation_kind_is_of_component(enum observation_kind kind);

/* 0: all invariants hold; -1: the first that does not is in diag. O(size). */
int universe_check(const struct universe *u, struct diag *diag);

/* ---- building: for importers only ---- */

/* Create pool and repositories for an architecture in the distribution's own version semantics
   (DISTTYPE_DEB or DISTTYPE_RPM). */
void universe_start(struct universe *u, int disttype, const char *arch);

/* Component by name, created when new. */
int universe_add_component(struct universe *u, Id name);

/* Say which component a package belongs to. */
void universe_set_component(struct universe *u, Id package, int component);

/* Note an observation; duplicates are merged by universe_finish(), their counts added. */
void universe_observe(struct universe *u, enum observation_kind kind, int subject, Id text,
		      int count);

/* Note where a package's file is, after the package has its name, version and architecture. name
   NULL, sha256 NULL, size -1: not known. input: index into release.input, which may be still to
   come. */
void universe_set_package_file(struct universe *u, Id package, int input, const char *name,
			       size_t len, int64_t size, const unsigned char *sha256);

/* The same with the text as it is kept: the file's directory where is_standard, else its name;
   NULL: not known. */
void universe_set_package_file_text(struct universe *u, Id package, int input, const char *text,
				    bool is_standard, int64_t size, const unsigned char *sha256);

/* A new input record at the end of release.input; fields are the caller's to fill (strdup). The
   pointer is valid until the next call. */
struct input *universe_add_input(struct universe *u);

/* Is everything that was read so far within the limits? path is what was read last, for the
   message. O(1): to be asked before each package or block of text. */
int universe_check_limits(const struct universe *u, const char *path, struct diag *diag);

/* Is no relation nested deeper than LIMIT_RELATION_DEPTH? O(relations). */
int universe_check_relations(const struct universe *u, const char *path, struct diag *diag);

/* Sort, index, build whatprovides, drop what belongs to replaced packages. Call once, at the end.
   */
void universe_finish(struct universe *u);

#endif
