# SPDX-License-Identifier: GPL-2.0-only
# The only entry. `make help` tells what there is, README.md what it is for.

# what is sent is for mainline; the default shows the bugs that it all starts from
ifeq ($(MAKECMDGOALS),send)
BASE	?= 7.3
endif
BASE	?= 6.12
ARCH	?= x86_64
VARIABLES := BASE FROM ARCH FLAVOUR SERIES TOPIC PART LINUX RUN FILES APPEND TIMEOUT MINUTES \
	MEMORY CPUS ICOUNT
export $(VARIABLES)

# The status of the command is that of make, where make can load scripts/exec.c.
-load out/exec.so
out/exec.so: scripts/exec.c
	@mkdir -p $(@D) && $(CC) -shared -fPIC -o $@ $< 2>/dev/null || :

only_prints := $(findstring n,$(firstword -$(MAKEFLAGS)))
do = $(if $(and $(.LOADED),$(if $(only_prints),,y)),$(exec $(VARIABLES),exec $1),@$1)

.DEFAULT_GOAL := help

.PHONY: send run check mutants attribution stress churn vm shell build-dir tree export \
	diff lint build bench profile prefixes matrix machines lava real clean help tools \
	needs-run

run: tools
	$(call do,scripts/run.sh)

check: tools
	$(call do,scripts/check.sh)

mutants: tools
	$(call do,scripts/mutants.sh)

attribution: tools
	$(call do,scripts/attribution.sh)

stress: tools
	$(call do,scripts/stress.sh)

churn: tools
	$(call do,scripts/churn.sh)

vm: needs-run build
	$(call do,scripts/vm.sh)

needs-run:
	$(if $(RUN),,$(error make vm needs RUN=script, as RUN=guest/checks/dump))

shell: build
	$(call do,env RUN= scripts/vm.sh)

build: tools
	@scripts/build.sh

build-dir: build
	@scripts/paths.sh build

tree: tools
	@scripts/tree.sh
	@scripts/paths.sh tree

export:
	@scripts/export.sh

diff: tools
	$(call do,scripts/diff.sh)

lint: tools
	$(call do,scripts/lint.sh)

bench: tools
	$(call do,scripts/bench.sh)

send: tools
	$(call do,scripts/send.sh)

prefixes: tools
	$(call do,scripts/prefixes.sh)

matrix: tools
	$(call do,scripts/matrix.sh)

machines: tools
	$(call do,scripts/machines.sh)

lava: tools
	$(call do,scripts/lava.sh)

real: tools
	$(call do,scripts/real.sh)

profile: tools
	$(call do,scripts/profile.sh)

clean:
	@scripts/clean.sh

tools:
	@scripts/tools.sh $(MAKECMDGOALS) $(PART)

help:
	@sed -n '/^## All commands/,/^## Change/{/^\( \|$$\)/p}' docs/hacking.md | sed '1d;$$d'
