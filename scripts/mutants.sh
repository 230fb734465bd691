#!/bin/sh
# mutants.sh [NAME...]: break mm/kmemleak.c as each patch in mutants/ does and
# run the kselftest, which must say `not ok`. One is built while the one before
# it runs. Ends with a line "N passed, N failed".

VARIANT=scratch
. "$(dirname "$0")/lib.sh"
export VARIANT

# shellcheck disable=SC2046 # a list of names
[ $# -gt 0 ] || set -- $(cd "$root/mutants" && echo *.patch | sed 's/\.patch//g')
killed=0
survived=0
name=
running=

build_mutant() { # NAME
	plain_git -C "$tree" checkout -q -f --detach series
	plain_git -C "$tree" apply "$root/mutants/$1.patch" || die \
		"mutants/$1.patch does not apply to $tree" \
		"make it anew from a change of mm/kmemleak.c there (git diff)"
	log "build-$1" kmake vmlinux
	cp "$build/vmlinux" "$logs/$1.vmlinux"
}

start_mutant() { # NAME
	RUN=$root/guest/selftest FILES='' IMAGE=$logs/$1.vmlinux \
		APPEND=kmemleak.min_unref_scans=3 "$root/scripts/vm.sh" \
		"$logs/$1" >"$logs/$1.output" 2>"$logs/$1.stderr" &
	name=$1
	running=$!
}

judge_mutant() {
	[ -n "$running" ] || return 0
	wait "$running" || {
		cat "$logs/$name.stderr" >&2
		die "the guest was lost with mutants/$name.patch"
	}
	rm "$logs/$name.vmlinux"
	claims=$(grep -c '^# not ok' "$logs/$name.output" || true)
	if [ "$claims" -gt 0 ]; then
		killed=$((killed + 1))
		say "mutant $name: $claims claims fail"
	else
		survived=$((survived + 1))
		say "mutant $name SURVIVES: add a claim that it fails" \
			"($logs/$name.output)"
	fi
}

"$root/scripts/build.sh"
for mutant; do
	build_mutant "$mutant"
	judge_mutant
	start_mutant "$mutant"
done
judge_mutant
echo "$killed passed, $survived failed"
[ $survived -eq 0 ]
