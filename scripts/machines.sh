#!/bin/sh
# machines.sh [table|list]: the kselftests and what the guest promises, on each machine of
# guest/config.* and each kernel of guest/flavour.*, there also with some stress. Ends
# with a table for docs/machines.md and "N passed, N failed". With `table` that is all;
# `list` prints what there is.

. "$(dirname "$0")/lib.sh"

# ARCH [FLAVOUR]
cells() {
	endings config
	for name in $(endings flavour); do
		echo "$(check_value "$root/guest/flavour.$name" arch x86_64) $name"
	done
}

# one that could not be run is "not run" in the table
run_cells() {
	cells | while read -r arch name; do
		say "==== $arch $name"
		ARCH=$arch FLAVOUR=$name PART="run guest${name:+ stress}" \
			"$root/scripts/check.sh" </dev/null || true
	done
}

# a column of the table, of PART in $results
cell() { # PART
	awk -F '\t' -v part="$1" '
		$1 == part {
			said = sprintf("%d/%d, %d s", $2, $3, $4)
		}
		END { print said ? said : "not run" }' "$results"
}

# what guest/checks/scan-costs measured when the guest's checks ran, in millions
scan_cost() {
	cost=0
	! grep -q '^guest	' "$results" ||
		cost=$(sed -n 's/^cost of a scan: \(.*\) thousand instructions/\1/p' \
			"$logs/guest-scan-costs.output")
	awk -v cost="${cost:-0}" 'BEGIN { if (cost > 0) printf "%.1f", cost / 1000; else print "-" }'
}

table() {
	echo "| machine | kselftests | guest/checks | stress | a scan |"
	echo "| --- | --- | --- | --- | --- |"
	cells | while read -r ARCH FLAVOUR; do
		set_paths
		checked >"$results"
		sed 's/^/machines	/' "$results" >>"$out/machines.tsv"
		stress='-'
		[ -z "$FLAVOUR" ] || stress=$(cell stress)
		echo "| $ARCH${FLAVOUR:+, $FLAVOUR} | $(cell run) | $(cell guest) |" \
			"$stress | $(scan_cost) |"
	done
}

if [ "${1:-}" = list ]; then
	cells
	exit
fi
results=$out/machines-cell.tsv
: >"$out/machines.tsv"
[ "${1:-}" = table ] || run_cells
table | tee "$out/machines.md"
status=0
awk -F '\t' '{ passed += $3; failed += $4 }
	END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 }' \
	"$out/machines.tsv" || status=1
[ "${1:-}" = table ] || ! grep -q 'not run' "$out/machines.md" ||
	die "some could not be run. To see the reason, as of arm64:" \
		"make check BASE=$BASE ARCH=arm64 PART='run guest'"
exit $status
