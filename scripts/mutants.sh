#!/bin/sh
# mutants.sh [NAME...]: break mm/kmemleak.c as each patch in mutants/ does and
# run the kselftest until it says `not ok`, which it must. While one is built, as
# many others run as there are CPUs. Ends with a line "N passed, N failed".

VARIANT=scratch
. "$(dirname "$0")/lib.sh"
export VARIANT

# shellcheck disable=SC2046 # a list of names
[ $# -gt 0 ] || set -- $(cd "$root/mutants" && echo *.patch | sed 's/\.patch//g')
killed=0
survived=0
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
		APPEND="first_failure kmemleak.min_unref_scans=3" \
		"$root/scripts/vm.sh" \
		"$logs/$1" >"$logs/$1.output" 2>"$logs/$1.stderr" &
	running="$running $1:$!"
}

judge_mutant() { # NAME PID
	name=$1
	wait "$2" || {
		cat "$logs/$name.stderr" >&2
		die "the guest was lost with mutants/$name.patch"
	}
	rm "$logs/$name.vmlinux"
	claim=$(sed -n 's/^# not ok [0-9]* //p' "$logs/$name.output")
	if [ -n "$claim" ]; then
		killed=$((killed + 1))
		say "mutant $name fails: $claim"
	else
		survived=$((survived + 1))
		say "mutant $name SURVIVES: add a claim that it fails" \
			"($logs/$name.output)"
	fi
}

# judge_down_to N: the oldest ones, until only N run
judge_down_to() {
	limit=$1
	# shellcheck disable=SC2086 # a list of words
	set -- $running
	while [ $# -gt "$limit" ]; do
		judge_mutant "${1%:*}" "${1#*:}"
		shift
	done
	running=$*
}

"$root/scripts/build.sh"
for mutant; do
	build_mutant "$mutant"
	judge_down_to $(($(nproc) - 1))
	start_mutant "$mutant"
done
judge_down_to 0
echo "$killed passed, $survived failed"
[ $survived -eq 0 ]
