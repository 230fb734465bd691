#!/bin/sh
# verdict.sh DIRECTORY: judge what a guest left there (output, console) after its
# status arrived and was 0. Prints the KTAP of each kselftest and, last, "N passed, N
# failed, N skipped"; the exit status is 0 only if nothing at all is wrong. What is
# skipped for the reason SKIPS, if given, has to be; with some topics only, it may be.

. "$(dirname "$0")/lib.sh"

vm=$1
wrong=0
all_passed=0
all_failed=0
all_skipped=0
all_excused=0

complain() {
	for line; do echo "$line" >&2; done
	wrong=1
}

count() { grep -c -E -e "$1" "$results" || true; }

# a test's own KTAP is what kselftest's runner puts behind "# "
split_output() {
	rm -f "$vm"/ktap.*
	awk -v to="$vm/ktap." '
		/^# selftests: mm: / { file = to $4; printf "" >file; next }
		file && sub(/^# /, "") { print >file }' "$vm/output"
}

# the kernel's own parser, of which only the counts matter here
compare_with_kunit() { # TEST
	python3 "$tree/tools/testing/kunit/kunit.py" parse "$results" \
		>"$vm/kunit" 2>&1 ||
		[ $((failed + skipped)) -gt 0 ] ||
		complain "kunit.py parse finds fault with the KTAP of $1:" \
			"$(tail -n 5 "$vm/kunit")"
	for number in "passed: $passed" "failed: $failed" "skipped: $skipped"; do
		[ "${number#*: }" = 0 ] || [ "$planned" = 0 ] ||
			grep -q "Ran .*$number\>" "$vm/kunit" ||
			complain "kunit.py parse does not count $number in $1:" \
				"$(tail -n 1 "$vm/kunit")"
	done
}

judge() { # TEST
	results=$vm/ktap.$1
	cat "$results"
	planned=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$results" | head -n 1)
	skipped=$(count '^ok .*# SKIP')
	passed=$(($(count '^ok ') - skipped))
	failed=$(count '^not ok ')
	excused=0
	[ -z "${SKIPS:-}" ] || excused=$(count "^# skipped, ($SKIPS)\$")

	if [ "$planned" = 0 ]; then
		skipped=1
		complain "$1 was skipped: $(sed -n 's/^1\.\.0 # SKIP//p' "$results")"
	elif [ $((passed + failed + skipped)) -ne "${planned:-1}" ]; then
		tail -n 20 "$vm/console" >&2
		complain "results of $1: $((passed + failed + skipped))," \
			"planned: ${planned:-none}"
	elif [ "$skipped" -ne "$excused" ]; then
		complain "unexpected skips in $1:" \
			"$(grep -B 1 '^ok .*# SKIP' "$results")"
	fi

	# kselftest's summary of it
	[ "$failed" -gt 0 ] || grep -q "^ok [0-9]* selftests: mm: $1\$" "$vm/output" ||
		complain "kselftest does not call it a success:" \
			"$(grep "^[a-z].* selftests: mm: $1" "$vm/output")"
	compare_with_kunit "$1"

	all_passed=$((all_passed + passed))
	all_failed=$((all_failed + failed))
	all_skipped=$((all_skipped + skipped))
	all_excused=$((all_excused + excused))
}

split_output
ran=no
for results in "$vm"/ktap.*; do
	[ -e "$results" ] || continue
	ran=yes
	judge "${results#"$vm/ktap."}"
done
[ $ran = yes ] || complain "no kselftest ran:" "$(tail -n 5 "$vm/output")"
[ -z "${SKIPS:-}" ] || [ "$variant" = topic ] || [ $all_excused -gt 0 ] ||
	complain "nothing was skipped because $SKIPS"

splats=$(splats "$vm/console")
[ -z "$splats" ] ||
	complain "the console has:" "$splats" "whole: $vm/console"

[ $all_failed -eq 0 ] || wrong=1
echo "$all_passed passed, $all_failed failed, $all_skipped skipped"
exit $wrong
