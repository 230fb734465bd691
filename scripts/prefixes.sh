#!/bin/sh
# Whoever takes only the first patches has a kernel that works, too: run the
# kselftest on the first N of them, for each N or for those given. What fails must
# have failed with fewer patches, and nothing may with all. Ends with "N passed, N
# failed".

CONFIG=fast
. "$(dirname "$0")/lib.sh"
export CONFIG

"$root/scripts/tree.sh"
subjects=$logs/subjects
plain_git -C "$series_tree" log --reverse --format=%s base..series |
	sed 1d >"$subjects"
count=$(wc -l <"$subjects")
[ $# -gt 0 ] || set -- $(seq "$count")
passed=0
failed=0

# run_first N: the claims that fail go to $logs/red
run_first() {
	status=0
	SERIES=$1 "$root/scripts/run.sh" >"$logs/first" 2>"$logs/first.stderr" ||
		status=$?
	[ $status -ne 2 ] || { cat "$logs/first.stderr" >&2; exit 2; }
	sed -n 's/^not ok [0-9]* //p' "$logs/first" | sort >"$logs/red"
}

# a status other than 0 without such a claim has its reason in the log
good() { # N
	[ -z "$(comm -13 "$logs/red-before" "$logs/red")" ] &&
		{ [ -s "$logs/red" ] || [ $status -eq 0 ]; } &&
		{ [ ! -s "$logs/red" ] || [ "$1" -lt "$count" ]; }
}

SERIES=none "$root/scripts/run.sh" >"$logs/first" 2>/dev/null || true
sed -n 's/^not ok [0-9]* //p' "$logs/first" | sort >"$logs/red"
say "0: $(tail -n 1 "$logs/first")"
for n; do
	mv "$logs/red" "$logs/red-before"
	run_first "$n"
	say "$n: $(tail -n 1 "$logs/first"): $(sed -n "${n}p" "$subjects")"
	if good "$n"; then
		passed=$((passed + 1))
	else
		comm -13 "$logs/red-before" "$logs/red" >&2
		cat "$logs/first.stderr" >&2
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
