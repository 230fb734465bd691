#!/bin/sh
# How many objects in use does kmemleak list while their references move, and how
# many of the leaks among them? Exit status 1 if the series lists more than 3 of
# 1000 with min_unref_scans=1, any with more, or not all leaks, or if the base is
# not as it has to be.

CONFIG=bench
ICOUNT=off
CPUS=2
MEMORY=512
. "$(dirname "$0")/lib.sh"
export CONFIG ICOUNT CPUS MEMORY

leaks=100
results=$out/$family/churn
mkdir -p "$results"

# churn SERIES MIN_UNREF_SCANS: adds a column to the table
churn() {
	export APPEND="kmemleak.min_unref_scans=$2"
	run_bench "$1" churn.sh >"$results/${1:-series}-$2"
}

# the second column of each, behind the names
columns() {
	awk '{ line[FNR] = FNR == NR ? sprintf("%-22s", $1) : line[FNR] }
		{ line[FNR] = line[FNR] sprintf("%10d", $2); n = FNR }
		END { for (i = 1; i <= n; i++) print line[i] }' "$@"
}

# judged MOST FILE
judged() {
	awk -v most="$1" -v leaks=$leaks '
		$1 == "leak" && $2 != leaks { bad = 1 }
		$1 !~ "^(leak|ms-per-scan)$" && $2 > most { bad = 1 }
		END { exit bad }' "$2"
}

# Without the series more are listed, or the load shows nothing, and all leaks, but
# for those that the per-CPU sheaves of later slab allocators hide.
base_judged() {
	awk '$1 == "slot" && $2 > 3 { shown = 1 } END { exit !shown }' "$1" &&
		{ grep -q '^struct slab_sheaf {' "$tree/mm/slub.c" || judged 1000 "$1"; }
}

churn none 1
for n in 1 2 3; do churn "" $n; done
echo "objects that ten scans list, of 1000 (slot), $leaks (leak) and 200 (others)"
printf '%-22s%10s%10s%10s%10s\n' "" base N=1 N=2 N=3
columns "$results/none-1" "$results"/series-[123]
failed=0
base_judged "$results/none-1" || failed=$((failed + 1))
judged 3 "$results/series-1" || failed=$((failed + 1))
for n in 2 3; do
	judged 0 "$results/series-$n" || failed=$((failed + 1))
done
echo "$((4 - failed)) passed, $failed failed"
[ $failed -eq 0 ]
