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

PKGS := libsolv libsolvext apt-pkg librepo rpm igraph smartcols jansson libarchive expat
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
	@$(BUILD)/linchpin rank

check: deps
	$(QUIETLY) tests
	$(QUIETLY) $(SANITIZE) tests
	@tests/run $(call suite,$(BUILD)) $(call suite,build-asan) tests/shape

check-asan: deps
	$(QUIETLY) $(SANITIZE) tests
	@tests/run $(call suite,build-asan)

# the real archive, fetched on first use; needs the network or the cache
check-archive: deps
	$(QUIETLY) tests
	@tests/run $(foreach t,$(ARCHIVE),"LINCHPIN=$(BUILD)/linchpin $(t)")

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
	"LINCHPIN=$(1)/linchpin tests/test-fetch" "LINCHPIN=$(1)/linchpin tests/test-rpm-fetch"

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
	libsmartcols-dev libjansson-dev libarchive-dev libisal-dev librepo-dev librpm-dev libexpat1-dev
RUN_DEPS := debian-archive-keyring gpgv gpg ca-certificates
CHECK_DEPS := python3 gnupg xz-utils zstd lz4 apt-utils
FUZZ_DEPS := clang libclang-rt-dev
BENCH_DEPS := apt-rdepends dose-extra dnf libsolv-tools

deps:
	@packages='$(BUILD_DEPS) $(RUN_DEPS) $(CHECK_DEPS)'; $(install_missing)
deps-bench: deps
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

install: all
	install -d '$(DESTDIR)$(prefix)/bin' '$(DESTDIR)$(prefix)/share/doc/linchpin'
	install -m 755 $(BUILD)/linchpin '$(DESTDIR)$(prefix)/bin/linchpin'
	install -m 644 README.md LICENSE '$(DESTDIR)$(prefix)/share/doc/linchpin'
uninstall:
	rm -f '$(DESTDIR)$(prefix)/bin/linchpin'
	rm -rf '$(DESTDIR)$(prefix)/share/doc/linchpin'

clean:
	rm -rf build build-asan build-fuzz

help:
	@echo 'make               build $(BUILD)/linchpin (needs what make deps installs)'
	@echo 'make deps          install the Debian packages that are missing (root or sudo)'
	@echo 'make run           deps, build, rank the distribution of this machine'
	@echo 'make check         deps, build, all tests, plain and with sanitizers'
	@echo 'make check-asan    the tests with AddressSanitizer and UndefinedBehaviorSanitizer only'
	@echo 'make check-archive the tests on the real archive (fetches it once)'
	@echo 'make bench         time from fetched lists to the ranking, against mere decompression'
	@echo 'make bench-scale   archives of 1, 10 and 100 times bookworm, made up for the purpose'
	@echo 'make fuzz T=60     every fuzzer for T seconds'
	@echo 'make lint          shape tests, cppcheck, clang-tidy'
	@echo 'make format        clang-format'
	@echo 'make install       prefix=$(prefix) DESTDIR=$(DESTDIR)'
	@echo 'make uninstall     remove what install put there'
	@echo 'make clean         remove all that was built'

-include $(OBJ:.o=.d) $(TESTSRC:%.c=$(BUILD)/%.d)
.PHONY: all libraries tests run check check-asan check-archive bench bench-scale deps-bench fuzz fuzzers deps deps-fuzz lint format \
	install uninstall clean help
.SECONDARY:
