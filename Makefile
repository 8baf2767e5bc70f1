# linchpin: see `make help`.
#
# The everyday targets (run, check, …) install what is missing first and then call make again, so
# that pkg-config is asked after its packages are there.
.DEFAULT_GOAL := all

prefix ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC ?= gcc
CXX ?= g++
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
T ?= 60

# ---- what it is built with ----

PKGS := libsolv libsolvext apt-pkg librepo rpm igraph smartcols jansson libarchive expat libelf \
	liblzma sqlite3 libseccomp
ARCH := $(shell uname -m)

WARN := -Wall -Wextra -Wshadow -Wvla -Werror
CWARN := $(WARN) -Wstrict-prototypes -Wmissing-prototypes
OPT ?= -O2 -g
# SAN is what check-asan sets. HARDENED=no is for builds in which faults must show: fortified libc
# functions, locals that begin as zeros and overflow that wraps would hide them from a sanitizer.
SAN ?=
HARDENED ?= $(if $(SAN),no,yes)

# flags that not every compiler or machine has: $(call has,CC,FLAGS,PROGRAM) is FLAGS or nothing
has = $(shell printf '%b' '$(3)' | $(1) -Werror $(2) -O2 -x c -c -o /dev/null - 2>/dev/null && \
	echo '$(2)')
EVERYWHERE := -fPIE -fstack-protector-strong -Wformat=2 -Werror=format-security
IF_KNOWN := -fstack-clash-protection -fno-delete-null-pointer-checks -fstrict-flex-arrays=3
IF_KNOWN += $(if $(filter x86_64 i686,$(ARCH)),-fcf-protection=full)
IF_KNOWN += $(if $(filter aarch64,$(ARCH)),-mbranch-protection=standard)
IF_KNOWN += $(if $(filter yes,$(HARDENED)),-ftrivial-auto-var-init=zero -fno-strict-overflow)
# libc has to know the level as well, and it wants an optimizing compiler
FORTIFY := $(or $(call has,$(CC),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3,\
	\043include <features.h>\n_Static_assert(__USE_FORTIFY_LEVEL == 3, "");),\
	-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDEN := $(EVERYWHERE) $(foreach flag,$(IF_KNOWN),$(call has,$(CC),$(flag)))
HARDEN += $(if $(filter yes,$(HARDENED)),$(if $(filter -O1 -O2 -O3 -Os,$(OPT)),$(FORTIFY)))
INC := -I. $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null))
CPPFLAGS += -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(INC)
CFLAGS += -std=gnu11 $(OPT) $(CWARN) $(HARDEN) $(SAN)
CXXFLAGS += -std=gnu++17 $(OPT) $(WARN) $(HARDEN) $(SAN) -D_GLIBCXX_ASSERTIONS
LDFLAGS += -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code
LDLIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lisal -lm

SRC := $(wildcard importers/*.c graphs/*.c analyzer/*.c queries/*.c)
SRCXX := $(wildcard importers/*.cc)
OBJ := $(SRC:%.c=$(BUILD)/%.o) $(SRCXX:%.cc=$(BUILD)/%.o)
LIBOBJ := $(filter-out $(BUILD)/queries/main.o,$(OBJ))

# ---- the program ----

all: $(BUILD)/linchpin

libraries:
	@pkg-config --exists $(PKGS) 2>/dev/null || \
		{ echo "libraries are missing: try 'make deps'" >&2; exit 1; }
$(OBJ): | libraries

$(BUILD)/linchpin: $(OBJ)
	$(CXX) $(SAN) $(LDFLAGS) -o $@ $(OBJ) $(LDLIBS)
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<

# the rule files are part of the binary
$(BUILD)/analyzer/builtin_rules.o: $(wildcard analyzer/rules/*.tsv)
$(BUILD)/queries/schema.o: queries/schema.sql

# so are the report's style sheet, and its scripts if "make assets" has built them
REPORT_SCRIPTS := build/report
BUILT_SCRIPTS := $(wildcard $(REPORT_SCRIPTS)/report.js)
$(BUILD)/queries/report_assets.o: queries/report/report.css $(BUILT_SCRIPTS)
$(BUILD)/queries/report_assets.o: CPPFLAGS += $(if $(BUILT_SCRIPTS),-DREPORT_SCRIPTS='"$(REPORT_SCRIPTS)"')

assets: $(REPORT_SCRIPTS)/report.js
$(REPORT_SCRIPTS)/report.js: $(wildcard queries/report/*.mjs queries/report/*.json)
	@command -v npm >/dev/null || { echo "npm is missing: try 'make deps-check'" >&2; exit 1; }
	@mkdir -p $(@D)
	@cp queries/report/*.mjs queries/report/*.json queries/report/.npmrc $(@D)
	@rm -f $@
	@cd $(@D) && npm ci --silent --no-progress && node build.mjs

# ---- test programs: tests/unit/test_x.c, tests/oracle/test_x.c; other files there are shared ----

TESTSRC := $(wildcard tests/unit/*.c tests/oracle/*.c)
TESTMAIN := $(filter tests/unit/test_% tests/oracle/test_%,$(TESTSRC))
TESTOBJ := $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(TESTMAIN),$(TESTSRC)))
TESTS := $(TESTMAIN:%.c=$(BUILD)/%)

# preloaded by tests/test-containment: what a library could do that a hostile file has taken over
ATTACKER := $(BUILD)/tests/containment/attacker.so
$(ATTACKER): tests/containment/attacker.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $<

tests: $(BUILD)/linchpin $(TESTS) $(if $(SAN),,$(ATTACKER) faults-tools)
$(TESTS): $(BUILD)/%: $(BUILD)/%.o $(TESTOBJ) $(LIBOBJ)
	$(CXX) $(SAN) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# ---- what lets system calls and allocations fail (tests/test-faults); plain builds only ----

faults-tools: $(BUILD)/tests/faults/inject $(BUILD)/tests/faults/preload.so
$(BUILD)/tests/faults/inject: tests/faults/inject.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LDFLAGS)
$(BUILD)/tests/faults/preload.so: tests/faults/preload.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=gnu11 -O2 $(CWARN) -fPIC -shared -o $@ $<

# ---- everyday targets ----

AGAIN := +@$(MAKE) --no-print-directory
QUIETLY := $(AGAIN) -s -j$(JOBS)
SANITIZE := BUILD=build-asan OPT='-O1 -g -DLINCHPIN_CHECK' \
	SAN='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'

run: deps
	$(QUIETLY) all
	@$(BUILD)/linchpin rank --no-pager

check: deps-check
	-$(QUIETLY) assets
	$(QUIETLY) tests
	$(QUIETLY) $(SANITIZE) tests
	@# the longest first, so that none is left alone at the end
	@tests/run $(FAULTS) $(call long,$(BUILD)) $(call suite,$(BUILD)) $(call suite,build-asan) \
		"LINCHPIN=$(BUILD)/linchpin ATTACKER=$(ATTACKER) tests/test-containment" \
		"LINCHPIN=$(BUILD)/linchpin tests/report/run" \
		"LINCHPIN=$(BUILD)/linchpin tests/test-hardening" tests/shape

check-asan: deps-check
	$(QUIETLY) $(SANITIZE) tests
	@tests/run $(call long,build-asan) $(call suite,build-asan)

# Which lines the tests run, after all of them but those in a browser. Nothing is optimized, so that a
# line is a line. Some tests run as nobody, who may not write what was counted: no word about it.
coverage: deps-coverage
	$(QUIETLY) BUILD=build-coverage OPT='-O0 -g -DLINCHPIN_CHECK -DLINCHPIN_COVERAGE' \
		SAN=--coverage tests
	@find build-coverage -name '*.gcda' -delete
	-@GCOV_ERROR_FILE=/dev/null tests/run $(call suite,build-coverage) \
		"CHROMIUM=none LINCHPIN=build-coverage/linchpin tests/report/run"
	@tests/coverage build-coverage $(COVERAGE)

# The real archive with an eye on memory; needs the network or the cache. valgrind is some twenty
# times as slow as sanitizers are, so it is shown two questions, one of them a whole ranking.
VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
	--errors-for-leak-kinds=definite --suppressions=tests/valgrind.supp
check-memory: deps-memory
	$(QUIETLY) $(SANITIZE) build-asan/linchpin
	$(QUIETLY) BUILD=build-valgrind OPT='-O1 -g' HARDENED=no build-valgrind/linchpin
	@TEST_TIMEOUT=3600 tests/run "LINCHPIN=build-asan/linchpin tests/check-memory" \
		"LINCHPIN=build-valgrind/linchpin WATCHER='$(VALGRIND)' tests/check-memory impact rank"

# the real archive, fetched on first use; needs the network or the cache
check-archive: deps-check
	$(QUIETLY) tests
	@# whole and once: tests that run side by side would fetch indexes first and lists later
	$(BUILD)/linchpin stats -q -r debian:bookworm -o /dev/null
	$(BUILD)/linchpin stats -q -r debian:trixie --allow-unverified -o /dev/null
	@tests/run $(foreach t,$(ARCHIVE),"LINCHPIN=$(BUILD)/linchpin FETCHER=$(BUILD)/tests/unit/test_package_fetch $(t)")

bench: deps-bench
	$(QUIETLY) all
	@LINCHPIN=$(BUILD)/linchpin tests/bench

bench-scale: deps
	$(QUIETLY) all $(BUILD)/tests/scale/generate
	@LINCHPIN=$(BUILD)/linchpin GENERATE=$(BUILD)/tests/scale/generate tests/bench-scale

$(BUILD)/tests/scale/generate: tests/scale/generate.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LDFLAGS)

# every fault, one by one; make check tries a sample
faults: deps-check
	$(QUIETLY) tests
	@LINCHPIN=$(BUILD)/linchpin FAULTS=$(BUILD)/tests/faults tests/test-faults --all

FAULTS = "LINCHPIN=$(BUILD)/linchpin FAULTS=$(BUILD)/tests/faults tests/test-faults" \
	"LINCHPIN=$(BUILD)/linchpin FAULTS=$(BUILD)/tests/faults tests/test-bad-days"
ARCHIVE = $(sort $(wildcard tests/archive/check-*))
# what takes minutes; check-asan runs it with sanitizers too, check without
long = "LINCHPIN=$(1)/linchpin tests/test-trust debian:" "LINCHPIN=$(1)/linchpin tests/test-trust rpm:" \
	"LINCHPIN=$(1)/linchpin tests/test-limits"
suite = $(TESTMAIN:%.c=$(1)/%) "LINCHPIN=$(1)/linchpin tests/run-cases" "LINCHPIN=$(1)/linchpin tests/run-readme" \
	"LINCHPIN=$(1)/linchpin tests/test-fetch" "LINCHPIN=$(1)/linchpin tests/test-rpm-fetch" \
	"LINCHPIN=$(1)/linchpin tests/test-export" "LINCHPIN=$(1)/linchpin tests/test-terminal" \
	"LINCHPIN=$(1)/linchpin tests/test-manual" "BUILD=$(1) tests/test-install" \
	"FETCHER=$(1)/tests/unit/test_package_fetch tests/test-package-fetch"

# the report in a browser: plain only, it is the pages that are tested there
check-report: deps-check
	-$(QUIETLY) assets
	$(QUIETLY) all
	@tests/run "LINCHPIN=$(BUILD)/linchpin tests/report/run"

# a sample to look at; make report SAMPLE='-r debian:oldstable -r debian:stable' has a history
SAMPLE ?= -r debian:stable
report: deps-check
	-$(QUIETLY) assets
	$(QUIETLY) all
	rm -rf $(BUILD)/sample-report
	$(BUILD)/linchpin report $(SAMPLE) -o $(BUILD)/sample-report
	@echo "see $(BUILD)/sample-report/index.html"

# ---- fuzzing: each tests/fuzz/fuzz_x.c for T seconds, beginning with tests/fuzz/corpus/x ----

# clang misses the fields that table rows leave out and formats that are handed on; gcc does not
FUZZFLAGS := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
	-Wno-missing-field-initializers -Wno-format-nonliteral \
	-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
DOOR ?=
FUZZERS := $(patsubst %.c,build-fuzz/%,$(if $(DOOR),$(DOOR:%=tests/fuzz/fuzz_%.c), \
	$(wildcard tests/fuzz/fuzz_*.c)))

fuzz: deps-fuzz
	$(QUIETLY) BUILD=build-fuzz CC=clang CXX=clang++ OPT='-O1 -g' SAN='$(FUZZFLAGS)' fuzzers
	@tests/fuzz/run $(T) build-fuzz $(DOOR)

fuzzers: $(FUZZERS)
build-fuzz/tests/fuzz/%: build-fuzz/tests/fuzz/%.o $(LIBOBJ)
	$(CXX) -fsanitize=fuzzer $(SAN) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# ---- what has to be installed ----

BUILD_DEPS := build-essential pkg-config libsolv-dev libsolvext-dev libapt-pkg-dev libigraph-dev \
	libsmartcols-dev libjansson-dev libarchive-dev libisal-dev librepo-dev librpm-dev libexpat1-dev \
	libelf-dev liblzma-dev libsqlite3-dev libseccomp-dev
RUN_DEPS := debian-archive-keyring gpgv gpg ca-certificates
CHECK_DEPS := python3 gnupg xz-utils zstd lz4 apt-utils libsolv-tools python3-networkx graphviz \
	bash-completion zsh groff-base chromium fonts-dejavu-core
# elsewhere npm comes with node, from other packages
CHECK_DEPS += $(if $(shell command -v npm),,nodejs npm)
FUZZ_DEPS := clang libclang-rt-dev
LINT_DEPS := clang clang-tidy cppcheck
COVERAGE_DEPS := gcovr
MEMORY_DEPS := valgrind
BENCH_DEPS := apt-rdepends dose-extra dnf libsolv-tools

# what building and ranking need, and nothing else: no browser for a first look
deps:
	@packages='$(BUILD_DEPS) $(RUN_DEPS)'; $(install_missing)
deps-check: deps
	@packages='$(CHECK_DEPS)'; $(install_missing)
deps-bench: deps-check
	@packages='$(BENCH_DEPS)'; $(install_missing)
deps-lint: deps-check
	@packages='$(LINT_DEPS)'; $(install_missing)
deps-coverage: deps-check
	@packages='$(COVERAGE_DEPS)'; $(install_missing)
deps-memory: deps-check
	@packages='$(MEMORY_DEPS)'; $(install_missing)
deps-fuzz: deps
	@packages='$(FUZZ_DEPS)'; $(install_missing)

# Silent and without effect where all of $$packages are installed.
define install_missing
command -v dpkg-query >/dev/null || { \
	echo "make deps knows Debian only; install what $$packages are called here" >&2; exit 0; }; \
have=$$(dpkg-query -W -f='$${db:Status-Status} $${Package}\n' $$packages 2>/dev/null | \
	sed -n 's/^installed //p'); \
missing=; \
for p in $$packages; do \
	echo "$$have" | grep -qxF "$$p" || missing="$$missing $$p"; \
done; \
[ -n "$$missing" ] || exit 0; \
echo "installing$$missing" >&2; \
if [ "$$(id -u)" -eq 0 ]; then root=; \
elif command -v sudo >/dev/null; then root=sudo; \
else echo "not root and no sudo: please run apt-get install$$missing" >&2; exit 1; fi; \
$$root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 || \
	echo "apt-get update failed; trying with the lists at hand" >&2; \
$$root env DEBIAN_FRONTEND=noninteractive \
	apt-get -o DPkg::Lock::Timeout=300 install -q -y --no-install-recommends $$missing >&2
endef

# ---- the rest ----

# A finding is an error, and so is a tool that is missing. Each file has a mark for each tool that had
# nothing to say; it is asked again when the file, or a header it includes, has changed.
# C++ is clang-tidy's only: gcc 12 does not analyze it, cppcheck does not know apt's classes.
LINTERS := gcc clang-tidy cppcheck
LINTED := $(foreach tool,$(LINTERS),$(SRC:%=$(BUILD)/lint/$(tool)/%)) \
	$(SRCXX:%=$(BUILD)/lint/clang-tidy/%)

lint: deps-lint
	@tests/run tests/shape
	$(QUIETLY) -k linted
linted: $(LINTED)
$(LINTED): $(BUILD)/lint/%: tests/lint/analyze tests/lint/models.h .clang-tidy
	@mkdir -p $(@D)
	@tests/lint/analyze $(firstword $(subst /, ,$*)) $(*:$(firstword $(subst /, ,$*))/%=%) \
		$(if $(filter %.cc,$@),-std=gnu++17,-std=gnu11) $(CPPFLAGS) && touch $@
$(foreach tool,$(LINTERS),$(foreach source,$(SRC) $(SRCXX), \
	$(eval $(BUILD)/lint/$(tool)/$(source): $(BUILD)/$(basename $(source)).o)))

format:
	clang-format -i $(SRC) $(SRCXX) $(wildcard */*.h */*.hh) $(TESTSRC)

# ---- what the program says about itself, for man and for shells ----

MANUAL := $(BUILD)/linchpin.1 $(BUILD)/linchpin.bash $(BUILD)/_linchpin

man: $(MANUAL)
$(BUILD)/linchpin.1: $(BUILD)/linchpin
	$(BUILD)/linchpin help --man >$@.new && mv $@.new $@
$(BUILD)/linchpin.bash: $(BUILD)/linchpin
	$(BUILD)/linchpin help --bash >$@.new && mv $@.new $@
$(BUILD)/_linchpin: $(BUILD)/linchpin
	$(BUILD)/linchpin help --zsh >$@.new && mv $@.new $@

SHARE := $(DESTDIR)$(prefix)/share
BASH_COMPLETION := $(SHARE)/bash-completion/completions
ZSH_COMPLETION := $(SHARE)/zsh/site-functions

install: all man
	install -d '$(DESTDIR)$(prefix)/bin' '$(SHARE)/doc/linchpin' '$(SHARE)/man/man1' \
		'$(BASH_COMPLETION)' '$(ZSH_COMPLETION)'
	install -m 755 $(BUILD)/linchpin '$(DESTDIR)$(prefix)/bin/linchpin'
	install -m 644 README.md LICENSE '$(SHARE)/doc/linchpin'
	install -m 644 $(BUILD)/linchpin.1 '$(SHARE)/man/man1/linchpin.1'
	install -m 644 $(BUILD)/linchpin.bash '$(BASH_COMPLETION)/linchpin'
	install -m 644 $(BUILD)/_linchpin '$(ZSH_COMPLETION)/_linchpin'
uninstall:
	rm -f '$(DESTDIR)$(prefix)/bin/linchpin' '$(SHARE)/man/man1/linchpin.1' \
		'$(BASH_COMPLETION)/linchpin' '$(ZSH_COMPLETION)/_linchpin'
	rm -f '$(SHARE)/doc/linchpin/README.md' '$(SHARE)/doc/linchpin/LICENSE'
	[ ! -d '$(SHARE)/doc/linchpin' ] || rmdir '$(SHARE)/doc/linchpin'

clean:
	rm -rf build build-asan build-coverage build-fuzz build-valgrind

help:
	@echo 'make               build $(BUILD)/linchpin (needs what make deps installs)'
	@echo 'make deps          install the Debian packages that are missing (root or sudo)'
	@echo 'make run           deps, build, rank the distribution of this machine'
	@echo 'make check         deps, build, all tests, plain and with sanitizers'
	@echo 'make check-asan    the tests with AddressSanitizer and UndefinedBehaviorSanitizer only'
	@echo 'make assets        bundle the scripts of the report (needs npm); the next make builds them in'
	@echo 'make report        a sample report of Debian stable, below $(BUILD)'
	@echo 'make check-archive the tests on the real archive (fetches it once)'
	@echo 'make faults        every system call and allocation fails in turn, on small archives (hours)'
	@echo 'make bench         time from fetched lists to the ranking, against mere decompression'
	@echo 'make bench-scale   archives of 1, 10 and 100 times bookworm, made up for the purpose'
	@echo 'make fuzz T=60     every fuzzer for T seconds; DOOR=elf: that one'
	@echo 'make lint          shape tests, gcc -fanalyzer, clang-tidy, cppcheck'
	@echo 'make coverage      which lines the tests run: by folder, the worst twenty files'
	@echo 'make check-memory  the real archive under sanitizers and valgrind'
	@echo 'make format        clang-format'
	@echo 'make man           the manual page and shell completions in $(BUILD)/'
	@echo 'make install       prefix=$(prefix) DESTDIR=$(DESTDIR)'
	@echo 'make uninstall     remove what install put there'
	@echo 'make clean         remove all that was built'

-include $(OBJ:.o=.d) $(TESTSRC:%.c=$(BUILD)/%.d) $(wildcard build-fuzz/tests/fuzz/*.d)
.PHONY: all libraries assets tests run check check-asan check-report report check-archive bench bench-scale deps-bench faults faults-tools fuzz fuzzers deps deps-check deps-fuzz deps-lint \
	deps-coverage deps-memory coverage check-memory lint linted format man install uninstall clean help
.SECONDARY:
