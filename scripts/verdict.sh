#!/bin/sh
# verdict.sh DIRECTORY: judge what a guest left there (output, console) after its
# status arrived and was 0. Prints the KTAP and, last, "N passed, N failed, N
# skipped"; the exit status is 0 only if nothing at all is wrong. What is skipped
# for the reason SKIPS, if given, has to be.

. "$(dirname "$0")/lib.sh"

vm=$1
results=$vm/ktap
wrong=0

complain() {
	for line; do echo "$line" >&2; done
	wrong=1
}

count() { grep -c -E -e "$1" "$results" || true; }

# the test's own KTAP is what kselftest's runner puts behind "# "
sed -n 's/^# //p' "$vm/output" >"$results"
cat "$results"

planned=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$results" | head -n 1)
skipped=$(count '^ok .*# SKIP')
passed=$(($(count '^ok ') - skipped))
failed=$(count '^not ok ')
excused=0
[ -z "${SKIPS:-}" ] || excused=$(count "^# skipped, ($SKIPS)\$")

if [ "$planned" = 0 ]; then
	skipped=1
	complain "the whole test was skipped: $(sed -n 's/^1\.\.0 # SKIP//p' "$results")"
elif [ $((passed + failed + skipped)) -ne "${planned:-1}" ]; then
	tail -n 20 "$vm/console" >&2
	complain "results: $((passed + failed + skipped)), planned: ${planned:-none}"
elif [ "$skipped" -ne "$excused" ]; then
	complain "unexpected skips:" "$(grep -A 1 '^ok .*# SKIP' "$results")"
elif [ -n "${SKIPS:-}" ] && [ "$excused" -eq 0 ]; then
	complain "nothing was skipped because $SKIPS"
fi

# kselftest's summary of it
if [ "$failed" -eq 0 ] && ! grep -q '^ok 1 selftests: ' "$vm/output"; then
	complain "kselftest does not call it a success:" \
		"$(grep '1 selftests: ' "$vm/output")"
fi

# the kernel's own parser, of which only the counts matter here
python3 "$tree/tools/testing/kunit/kunit.py" parse "$results" >"$vm/kunit" 2>&1 ||
	[ $((failed + skipped)) -gt 0 ] ||
	complain "kunit.py parse finds fault with the KTAP:" "$(tail -n 5 "$vm/kunit")"
for number in "passed: $passed" "failed: $failed" "skipped: $skipped"; do
	[ "${number#*: }" = 0 ] || [ "$planned" = 0 ] ||
		grep -q "Ran .*$number\>" "$vm/kunit" ||
		complain "kunit.py parse does not count $number:" \
			"$(tail -n 1 "$vm/kunit")"
done

splats=$(splats "$vm/console")
[ -z "$splats" ] ||
	complain "the console has:" "$splats" "whole: $vm/console"

[ "$failed" -eq 0 ] || wrong=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $wrong
