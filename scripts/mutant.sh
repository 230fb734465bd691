#!/bin/sh
# mutant.sh selftest|checks NAME: build the kernel with this mutant, or `unbroken`,
# and run the kselftests, or guest/checks/* until one fails. A failure kills it; what
# the kselftests leave is `unnoticed`, what the checks leave has `survived`. Adds a
# line to the results. For scripts/mutants.sh, which has several of them run: one
# builds at a time, in the scratch tree, while the others' guests run.
#
# SELFTEST_KEY and CHECKS_KEY stand for all that a result depends on.

VARIANT=scratch
CONFIG=fast
. "$(dirname "$0")/lib.sh"
export VARIANT CONFIG

part=$1
name=$2
mutants=$logs/mutants
work=$mutants/$name
started=$(date +%s)
patch=$mutants/generated/$name.patch
[ -f "$patch" ] || patch=$root/mutants/by-hand/$name.patch

# the function that it breaks, of no one if made by hand
function=$(awk -F '\t' -v name="$name" '$1 == name { print $3 }' \
	"$mutants/generated/index")

by_hand() { [ "$name" != unbroken ] && [ ! -f "$mutants/generated/$name.patch" ]; }

# record RESULT BY-WHAT [KEY]: what guest/checks cannot change has the short key
record() {
	what=$(grep "^$name	" "$mutants/generated/index" | cut -f2-3)
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "${what:-by-hand	-}" \
		"$1" "$2" $(($(date +%s) - started)) "${object:--}" \
		"${3:-$SELFTEST_KEY}" >>"$logs/mutants.tsv"
	say "$1: $name${2:+ ($2)}"
	rm -f "$work/vmlinux"
	exit 0
}

break_tree() {
	plain_git -C "$tree" checkout -q -f --detach series
	[ "$name" = unbroken ] ||
		plain_git -C "$tree" apply --whitespace=nowarn "$patch" || die \
		"$patch does not apply to $tree" \
		"make it anew from a change of mm/kmemleak.c there (git diff)"
}

# The name of what was compiled to the same object before, or nothing.
twin() {
	awk -v key="$SELFTEST_KEY" -v object="$object" \
		'$1 == key && $2 == object { print $3; exit }' "$mutants/objects"
}

compile() {
	kmake mm/kmemleak.o >"$work/compile.log" 2>&1 || {
		! by_hand || die "$patch does not compile:" \
			"$(tail -n 20 "$work/compile.log")" \
			"make it anew from a change of mm/kmemleak.c in $tree"
		record invalid "does not compile"
	}
	object=$(sha256sum <"$build/mm/kmemleak.o" | cut -c1-16)
	twin=$(twin)
	case $twin in
	"$name") ;;
	unbroken)
		! by_hand || record survived "the same code as unbroken"
		record equivalent "the same code as unbroken"
		;;
	?*) by_hand || record duplicate "the same code as $twin" ;;
	*) by_hand || echo "$SELFTEST_KEY $object $name" >>"$mutants/objects" ;;
	esac
	# only mm differs: make need not go through all the other directories
	touch "$build/built-in.a"
	log "mutants/$name/link" kmake build-dir=mm vmlinux
	cp "$build/vmlinux" "$work/vmlinux"
}

# limit PROGRAM DEFAULT: twice what the unbroken one took
limit() {
	awk -v program="$1" -v key="$CHECKS_KEY" -v default="$2" '
		$1 == key && $2 == program { limit = $3 * 2 }
		END { print !limit ? default : limit < 40 ? 40 : limit }' \
		"$mutants/times"
}

# timed PROGRAM COMMAND...: notes how long the unbroken one took
timed() {
	program=$1
	shift
	before=$(date +%s)
	timed_status=0
	"$@" || timed_status=$?
	[ "$name" != unbroken ] || echo "$CHECKS_KEY $program" \
		$(($(date +%s) - before + 1)) >>"$mutants/times"
	return $timed_status
}

# how a guest failed, in a word or a line of the console
symptom() { # DIRECTORY
	grep -o -m 1 '^the guest [a-z]*' "$1.stderr" || splats "$1/console" | head -n 1
}

# what the verdict finds wrong first, without the console before it
complaint() { sed -n '/^[^[]/ { /:$/N; p; q }' "$1"; }

# a guest that cannot be started says nothing about the mutant
check_started() { # DIRECTORY
	[ ! -f "$1/qemu" ] ||
		grep -q -v -e 'warning: ' -e 'terminating on signal' -e '^Killed' "$1/qemu" ||
		return 0
	die "the guest of $name could not be started:" "$(cat "$1.stderr")"
}

# shellcheck disable=SC2317 # timed calls it
boot_selftest() {
	RUN=$root/guest/selftest FILES='' TIMEOUT=$(limit selftest 600) \
		APPEND="first_failure kmemleak.min_unref_scans=3" \
		"$root/scripts/vm.sh" "$work/selftest" \
		>"$work/selftest.output" 2>"$work/selftest.stderr"
}

run_selftest() {
	status=0
	timed selftest boot_selftest || status=$?
	check_started "$work/selftest"
	claim=$(sed -n 's/^# not ok [0-9]* //p' "$work/selftest.output" | head -n 1)
	[ -z "$claim" ] || record killed "claim: $claim"
	[ $status -eq 0 ] || record killed \
		"selftest: $(symptom "$work/selftest" | grep . || echo "status $status")"
	cp "$work/selftest.output" "$work/selftest/output"
	"$root/scripts/verdict.sh" "$work/selftest" >"$work/verdict" \
		2>"$work/verdict.stderr" ||
		record killed "selftest: $(complaint "$work/verdict.stderr" | xargs)"
	record unnoticed ""
}

# Those that noticed others in the same function come first, and those that may take
# longest last.
checks_in_order() {
	noticed=$(awk -F '\t' -v function_="$function" '
		$3 == function_ && sub(/^check: /, "", $5) {
			sub(/,.*/, "", $5)
			printf "%s ", $5
		}' "$logs/mutants.tsv")
	for check in "$root"/guest/checks/*; do
		program=${check##*/}
		case " $noticed" in
		*" $program "*) echo "0 $program" ;;
		*) echo "$(limit "$program" 60) $program" ;;
		esac
	done | sort -n | cut -d' ' -f2
}

# what a check says of costs: the number and of what
costs() { # OUTPUT
	sed -n 's/^cost of \(.*\): \([0-9]*\) thousand instructions$/\2 \1/p' "$1"
}

# what costs more than with the unbroken kernel, by 3 % and two ticks of the clock
slower() { # OUTPUT
	costs "$1" | awk -v key="$SELFTEST_KEY cost" '
		NR == FNR {
			if (sub("^" key " ", "")) unbroken[substr($0, index($0, " "))] = $1
			next
		}
		{ what = substr($0, index($0, " ")) }
		what in unbroken && $1 > unbroken[what] * 1.03 + 500 {
			print "slower:" what ", " $1 " instead of " unbroken[what]
			exit
		}' "$mutants/times" -
}

run_checks() {
	for program in $(checks_in_order); do
		check=$root/guest/checks/$program
		# it takes long, and only says something about this function
		about=$(check_value "$check" about "$function")
		[ "$about" = "$function" ] || [ "$name" = unbroken ] || continue
		directory=$work/$program
		default=$(check_value "$check" timeout 60)
		how=
		if timed "$program" run_check "$check" "$directory" \
			"$(limit "$program" "$default")"; then
			[ "$name" != unbroken ] || costs "$directory.output" |
				sed "s/^/$SELFTEST_KEY cost /" >>"$mutants/times"
			how=$(slower "$directory.output")
			[ -n "$how" ] || continue
		else
			check_started "$directory"
			how=$(symptom "$directory")
		fi
		record killed "check: $program${how:+, $how}" \
			"$SELFTEST_KEY-$(check_key "$check")"
	done
	record survived "" "$SELFTEST_KEY-$CHECKS_KEY"
}

rm -rf "$work"
mkdir -p "$work"
exec 9>"$mutants/lock"
flock 9
break_tree
compile
flock -u 9

export IMAGE="$work/vmlinux"
"run_$part"
