#!/bin/sh
# Whoever takes only the first topics has a kernel that works, too: run the tests of
# each topic, or of those given, on the kernel with the topics up to it. Ends with
# "N passed, N failed".

. "$(dirname "$0")/lib.sh"

passed=0
failed=0
# shellcheck disable=SC2046 # names
[ $# -gt 0 ] || set -- $(stored_topics "$BASE")
for topic; do
	status=0
	SERIES=$topic "$root/scripts/run.sh" >"$logs/topic" 2>"$logs/topic.stderr" ||
		status=$?
	[ $status -ne 2 ] || { cat "$logs/topic.stderr" >&2; exit 2; }
	say "$topic: $(tail -n 1 "$logs/topic")"
	if [ $status -eq 0 ]; then
		passed=$((passed + 1))
	else
		grep '^not ok' "$logs/topic" >&2 || true
		cat "$logs/topic.stderr" >&2
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
