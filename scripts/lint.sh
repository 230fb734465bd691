#!/bin/sh
# What can be said of the patches and the scripts without booting. A line for
# each check, with what it found, and last "N passed, N failed".

VARIANT=scratch
. "$(dirname "$0")/lib.sh"
. "$root/scripts/series.sh"
export VARIANT

patches=$root/patches/$BASE
passed=0
failed=0

# check WHAT COMMAND...: the command prints nothing when all is well
check() {
	what=$1
	shift
	findings=$("$@" 2>&1) || findings="$findings
exit status $?: $*"
	if [ -z "$findings" ]; then
		say "ok	$what"
		passed=$((passed + 1))
	else
		say "NOT OK	$what" "
$findings"
		failed=$((failed + 1))
	fi
}

# at COMMIT COMMAND...: with the tree as of the commit
at() {
	plain_git -C "$tree" checkout -q -f --detach "$1"
	shift
	(cd "$tree" && "$@")
}

# new_lines BEFORE AFTER: those that only AFTER has, line numbers aside
new_lines() {
	for file; do
		sed 's/:[0-9]\+//g' "$file" | sort -u >"$file.sorted"
	done
	comm -13 "$1.sorted" "$2.sorted"
}

# those that the commit has which is checked out
touched_files() { # PATTERN
	plain_git -C "$tree" diff --name-only base series | grep "$1" |
		while read -r file; do
			[ ! -e "$tree/$file" ] || echo "$file"
		done
}

# Kbuild makes these; programs of the selftests have makefiles of their own, and what is
# for another machine is compiled when that is booted
kernel_sources() { touched_files '\.c$' | grep -v -e '^tools/' -e '^arch/[^x]'; }

# without what a failed git am left
start_from_base() {
	plain_git -C "$tree" am --quit 2>/dev/null || true
	plain_git -C "$tree" checkout -q -f --detach base
}

round_trip() {
	rm -rf "$logs/patches"
	start_from_base
	for topic in $topics; do
		before=$(plain_git -C "$tree" rev-parse HEAD)
		apply_patches "$tree" "$patches/$topic"
		format_patches "$tree" "$before" HEAD "$logs/patches/$topic"
	done
	diff -r -x 'expected-failures*' "$patches" "$logs/patches"
}

# as README says it
applies_at_once() {
	start_from_base
	plain_git -C "$tree" am -q --empty=drop "$patches"/*/*.patch
	plain_git -C "$tree" diff --stat series
}

# Somebody may take just this one, with what it builds on.
applies_alone() { # TOPIC
	start_from_base
	apply_patches "$tree" "$patches/$1"
	builds HEAD
}

no_signed_off() { ! grep -l '^Signed-off-by:' "$patches"/*/*; }

# the options of the test module come and go, and make would ask for them
configure_again() { kmake olddefconfig >/dev/null; }

# what sparse and gcc's W=1 say about the C files of the series
compiler() {
	configure_again
	# shellcheck disable=SC2046 # lists of files
	touch $(kernel_sources)
	# shellcheck disable=SC2046
	kmake W=1 C=1 $(kernel_sources | sed 's/c$/o/') 2>&1 |
		grep -E 'warning|error' || true
}

compiler_warnings() {
	at base compiler >"$logs/compiler-base"
	at series compiler >"$logs/compiler-series"
	new_lines "$logs/compiler-base" "$logs/compiler-series"
}

# the subset of reStructuredText that docutils knows without Sphinx
documentation() {
	for file in $(touched_files '\.rst$'); do
		rst2html "$file" /dev/null 2>&1 || true
	done
}

documentation_errors() {
	at base documentation >"$logs/rst-base"
	at series documentation >"$logs/rst-series"
	new_lines "$logs/rst-base" "$logs/rst-series"
}

shell_scripts() {
	touched_files '\.sh$' | xargs shellcheck -f gcc -e SC1091 || true
}

# some scripts are the kernel's own
shell_warnings() {
	at base shell_scripts >"$logs/shellcheck-base"
	at series shell_scripts >"$logs/shellcheck-series"
	new_lines "$logs/shellcheck-base" "$logs/shellcheck-series"
}

# For a patch of MAINTAINERS alone it is the files that it adds that count.
maintainer() ( # PATCH
	cd "$tree"
	case $(sed -n 's/^Subject: [^]]*\] //p' "$1") in
	mm/slab:*) section="SLAB ALLOCATOR" ;;
	mm/kfence:*) section=KFENCE ;;
	mm/mmu_gather:*) section="MMU GATHER" ;;
	fork:*)
		# in 6.12 it is nobody's
		case $BASE in 6.12*) exit ;; esac
		section="MEMORY MANAGEMENT" ;;
	x86/mm:*) section=X86 ;;
	powerpc/64:*) section=POWERPC ;;
	mm/mempool:*) section="MEMORY MANAGEMENT\|SLAB" ;;
	"selftests: drivers/sdsi:"*) section="INTEL SDSI" ;;
	selftests:*) section="KERNEL SELFTEST" ;;
	"selftests/mm: let the tests of kmemleak leak") section="MEMORY MANAGEMENT" ;;
	selftests/damon:*) section=DAMON ;;
	wireguard:*) section=WIREGUARD ;;
	*) section=KMEMLEAK ;;
	esac
	if [ "$(grep '^+++ ' "$1")" = '+++ b/MAINTAINERS' ]; then
		# shellcheck disable=SC2046 # a list of files
		set -- -f $(sed -n 's/^+F:	//p' "$1")
	fi
	perl scripts/get_maintainer.pl --no-git-fallback --no-fixes --no-l "$@" |
		grep -q "$section" || echo "not for $section: $*"
)

builds() { # COMMIT
	plain_git -C "$tree" checkout -q -f --detach "$1"
	configure_again
	# shellcheck disable=SC2046 # a list of files
	kmake $(kernel_sources | sed 's/c$/o/')
}

# what is no concern of the guest: where a long has 32 bits
builds_for_32_bit() (
	ARCH=i386
	build=$kernel/build-$ARCH
	mkdir -p "$build"
	plain_git -C "$tree" checkout -q -f --detach series
	kmake tinyconfig >/dev/null
	"$tree/scripts/config" --file "$build/.config" -e DEBUG_KERNEL \
		-e DEBUG_FS -e DEBUG_KMEMLEAK -e MODULES -e SMP \
		-e RUNTIME_TESTING_MENU -m TEST_KMEMLEAK
	kmake olddefconfig
	kmake W=1 mm/kmemleak.o lib/test_kmemleak.o
)

cd "$root"
# shellcheck disable=SC2046 # names
check "shellcheck" shellcheck scripts/*.sh guest/bench/*.sh .ci/run guest/init \
	guest/selftest guest/base-tests guest/runner/* \
	guest/checks/* real/boot real/find real/use real/work/* \
	$(find real/leaks -type f ! -name '*.patch' | sort)
"$root/scripts/tree.sh"
! edited ||
	die "$series_tree has changes that are not exported" "$(how_to_keep)"

"$root/scripts/build.sh" configure

topics=$(stored_topics "$BASE")
check "am and format-patch round trip" round_trip
check "all topics apply at once" applies_at_once
# the later ones build on these
for topic in $(echo "$topics" | grep '^[1-3]-'); do
	check "$topic applies to the base alone, and builds" applies_alone "$topic"
done
check "no Signed-off-by in stored patches" no_signed_off
check "shellcheck inside the series" shell_warnings
# all but the cover letters
changes=$(find "$patches" -name '*.patch' ! -name '0000-*' | sort)
start_from_base
keep_types
for patch in $changes; do
	check "checkpatch ${patch#"$patches/"}" \
		"$root/scripts/checkpatch.sh" "$tree" "$patch" --no-signoff
done
at series true
for patch in $changes; do
	check "get_maintainer ${patch#"$patches/"}" maintainer "$patch"
done
check "sparse and W=1" compiler_warnings
check "documentation" documentation_errors
check "builds for 32 bit" builds_for_32_bit
for commit in $(plain_git -C "$tree" rev-list --reverse base..series -- '*.[ch]' ':!tools'); do
	check "builds: $(plain_git -C "$tree" log -1 --format=%s "$commit")" \
		builds "$commit"
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
