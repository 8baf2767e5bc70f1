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
	liblzma sqlite3
ARCH := $(shell uname -m)

WARN := -Wall -Wextra -Wshadow -Wvla -Werror
CWARN := $(WARN) -Wstrict-prototypes -Wmissing-prototypes
OPT ?= -O2 -g
# SAN is what check-asan sets; sanitizers and fortified libc functions get in each other's way
SAN ?=
HARDEN := -fstack-protector-strong -fPIE
HARDEN += $(if $(SAN),,$(if $(filter -O1 -O2 -O3 -Os,$(OPT)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2))
HARDEN += $(if $(filter x86_64 i686,$(ARCH)),-fcf-protection)
INC := -I. $(patsubst -I%,-isystem %,$(shell pkg-config --cflags-only-I $(PKGS) 2>/dev/null))
CPPFLAGS += -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(INC)
CFLAGS += -std=gnu11 $(OPT) $(CWARN) $(HARDEN) $(SAN)
CXXFLAGS += -std=gnu++17 $(OPT) $(WARN) $(HARDEN) $(SAN)
LDFLAGS += -pie -Wl,-z,relro,-z,now
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

tests: $(BUILD)/linchpin $(TESTS)
$(TESTS): $(BUILD)/%: $(BUILD)/%.o $(TESTOBJ) $(LIBOBJ)
	$(CXX) $(SAN) $(LDFLAGS) -o $@ $^ $(LDLIBS)

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
	@tests/run $(call suite,$(BUILD)) $(call suite,build-asan) \
		"LINCHPIN=$(BUILD)/linchpin tests/report/run" tests/shape

check-asan: deps-check
	$(QUIETLY) $(SANITIZE) tests
	@tests/run $(call suite,build-asan)

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

ARCHIVE = $(sort $(wildcard tests/archive/check-*))
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

FUZZFLAGS := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
FUZZERS := $(patsubst %.c,build-fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

fuzz: deps-fuzz
	$(QUIETLY) BUILD=build-fuzz CC=clang CXX=clang++ OPT='-O1 -g' SAN='$(FUZZFLAGS)' fuzzers
	@set -e; for f in $(FUZZERS); do \
		name=$${f##*/fuzz_}; \
		mkdir -p build-fuzz/corpus/$$name; \
		if [ -d tests/fuzz/corpus/$$name ]; then kept=tests/fuzz/corpus/$$name; else kept=; fi; \
		echo "fuzzing $$name for $(T) s"; \
		$$f -max_total_time=$(T) -artifact_prefix=build-fuzz/$$name- \
			build-fuzz/corpus/$$name $$kept; \
	done

fuzzers: $(FUZZERS)
build-fuzz/tests/fuzz/%: build-fuzz/tests/fuzz/%.o $(LIBOBJ)
	$(CXX) -fsanitize=fuzzer $(SAN) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# ---- what has to be installed ----

BUILD_DEPS := build-essential pkg-config libsolv-dev libsolvext-dev libapt-pkg-dev libigraph-dev \
	libsmartcols-dev libjansson-dev libarchive-dev libisal-dev librepo-dev librpm-dev libexpat1-dev \
	libelf-dev liblzma-dev libsqlite3-dev
RUN_DEPS := debian-archive-keyring gpgv gpg ca-certificates
CHECK_DEPS := python3 gnupg xz-utils zstd lz4 apt-utils libsolv-tools python3-networkx graphviz \
	bash-completion zsh groff-base chromium fonts-dejavu-core
# elsewhere npm comes with node, from other packages
CHECK_DEPS += $(if $(shell command -v npm),,nodejs npm)
FUZZ_DEPS := clang libclang-rt-dev
BENCH_DEPS := apt-rdepends dose-extra dnf libsolv-tools

# what building and ranking need, and nothing else: no browser for a first look
deps:
	@packages='$(BUILD_DEPS) $(RUN_DEPS)'; $(install_missing)
deps-check: deps
	@packages='$(CHECK_DEPS)'; $(install_missing)
deps-bench: deps-check
	@packages='$(BENCH_DEPS)'; $(install_missing)
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

lint:
	@tests/run tests/shape
	@if command -v cppcheck >/dev/null; then \
		echo cppcheck; \
		cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
			--suppress=missingIncludeSystem --error-exitcode=1 -D_GNU_SOURCE -I. \
			-D'FOR_REPO_SOLVABLES(r,p,s)=while ((p = next(&s)))' \
			-D'FOR_PROVIDES(v,vp,d)=while ((v = next(&vp)))' $(SRC); \
	else echo "cppcheck is not installed: left out"; fi
	@if command -v clang-tidy >/dev/null; then \
		echo clang-tidy; \
		clang-tidy --quiet --warnings-as-errors='*' $(SRC) -- -std=gnu11 $(CPPFLAGS) \
			2>/dev/null; \
	else echo "clang-tidy is not installed: left out"; fi

format:
	clang-format -i $(SRC) $(SRCXX) $(wildcard */*.h) $(TESTSRC)

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
	rm -rf build build-asan build-fuzz

help:
	@echo 'make               build $(BUILD)/linchpin (needs what make deps installs)'
	@echo 'make deps          install the Debian packages that are missing (root or sudo)'
	@echo 'make run           deps, build, rank the distribution of this machine'
	@echo 'make check         deps, build, all tests, plain and with sanitizers'
	@echo 'make check-asan    the tests with AddressSanitizer and UndefinedBehaviorSanitizer only'
	@echo 'make assets        bundle the scripts of the report (needs npm); the next make builds them in'
	@echo 'make report        a sample report of Debian stable, below $(BUILD)'
	@echo 'make check-archive the tests on the real archive (fetches it once)'
	@echo 'make bench         time from fetched lists to the ranking, against mere decompression'
	@echo 'make bench-scale   archives of 1, 10 and 100 times bookworm, made up for the purpose'
	@echo 'make fuzz T=60     every fuzzer for T seconds'
	@echo 'make lint          shape tests, cppcheck, clang-tidy'
	@echo 'make format        clang-format'
	@echo 'make man           the manual page and shell completions in $(BUILD)/'
	@echo 'make install       prefix=$(prefix) DESTDIR=$(DESTDIR)'
	@echo 'make uninstall     remove what install put there'
	@echo 'make clean         remove all that was built'

-include $(OBJ:.o=.d) $(TESTSRC:%.c=$(BUILD)/%.d)
.PHONY: all libraries assets tests run check check-asan check-report report check-archive bench bench-scale deps-bench fuzz fuzzers deps deps-check deps-fuzz lint format \
	man install uninstall clean help
.SECONDARY:
