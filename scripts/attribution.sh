#!/bin/sh
# attribution.sh [THRESHOLD...]: which test does CI blame for a leak, on the base,
# with the series and with its confirm parameter? All that matters is the last:
# test 1, or none if the leak is from before the start, or if there is none. And how
# many seconds does CI spend on a test? Ends with a line "N passed, N failed".

. "$(dirname "$0")/lib.sh"
. "$root/scripts/guests.sh"

[ $# -gt 0 ] || set -- 1 2 3
columns=

start_column() { # NAME SERIES APPEND
	columns="$columns $1"
	start_guest "attribution-$1" "$2" "$root/guest/bench/attribution.sh" "$3"
}

# table COLUMN: of what the guests print
table() {
	of=$1
	# shellcheck disable=SC2086 # a list of words
	set -- $columns
	for column; do
		sed "s/^/$column /" "$logs/attribution-$column.output"
	done | awk -v columns="$columns" -v of="$of" '
		{ row = sprintf("%-15s %-6s", $2, $3) }
		!(row in seen) { seen[row] = 1; rows[++count] = row }
		{ cell[row, $1] = $(of + 1) }
		END {
			n = split(columns, name, " ")
			printf "%-15s %-6s", "pattern", "leak"
			for (i = 1; i <= n; i++) printf " %10s", name[i]
			print ""
			for (r = 1; r <= count; r++) {
				printf "%s", rows[r]
				for (i = 1; i <= n; i++)
					printf " %10s", cell[rows[r], name[i]]
				print ""
			}
		}'
}

# what the confirm columns say must be right
right() {
	for column in $columns; do
		case $column in
		confirm*) cat "$logs/attribution-$column.output" ;;
		esac
	done | awk '
		$3 == ($2 ~ /^[0-9]/ ? "1" : "-") { passed++; next }
		{ failed++ }
		END { printf "%d passed, %d failed\n", passed, failed
		      exit failed > 0 || !passed }'
}

SERIES=none "$root/scripts/build.sh"
"$root/scripts/build.sh"
export FILES='' TIMEOUT=1200
start_column base none ''
for threshold; do
	for confirm in N Y; do
		end_jobs $(($(nproc) - 1)) guest_ended
		column=series-$threshold
		[ $confirm = N ] || column=confirm-$threshold
		start_column "$column" "" "kmemleak.confirm=$confirm \
			kmemleak.min_unref_scans=$threshold"
	done
done
end_jobs 0 guest_ended
echo "the test that is blamed"
table 3 | tee "$logs/attribution"
echo "seconds for the test that leaks, or for each if none does"
table 4 | tee "$logs/attribution-seconds"
right
