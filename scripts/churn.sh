#!/bin/sh
# churn.sh [quick]: how many objects in use does kmemleak list while their references
# move, and how many of the leaks among them? Exit status 1 if the series lists any
# that drivers would have, or more than 3 of 1000 others with min_unref_scans=1, any
# with more, or not all leaks, or if the base is not as it has to be. quick leaves out
# what drivers do in real time and on the base, and what the kernel does itself.

CONFIG=bench
MEMORY=512
. "$(dirname "$0")/lib.sh"
export CONFIG MEMORY

results=$out/$family/churn
passed=0
failed=0
rm -rf "$results"
mkdir -p "$results"

# churn ICOUNT CPUS SERIES FILE APPEND [SCRIPT]
churn() {
	export ICOUNT="$1" CPUS="$2" APPEND="$5"
	run_bench "$3" "${6:-churn.sh}" >"$results/$4"
}

# table FILE...: one column each, and the lines of the last
table() {
	(
		cd "$results"
		awk '
			FNR == 1 { files++; head = head sprintf("%15s", FILENAME) }
			{ cell[$1, files] = $2; name[FNR] = $1; n = FNR }
			END {
				printf "%-20s%s\n", "", head
				for (i = 1; i <= n; i++) {
					printf "%-20s", name[i]
					for (f = 1; f <= files; f++)
						printf "%15s", (name[i], f) in cell ? \
							cell[name[i], f] : "-"
					print ""
				}
			}' "$@"
	)
}

# judged MOST LEAKS FILE: at most so many that are in use, and all that leaked
judged() {
	awk -v most="$1" -v leaks="$2" '
		$1 ~ /^leak/ && $2 != leaks { bad = 1 }
		$1 !~ /^(leak|ms-per-scan|confirm-undecided)/ && $2 > most { bad = 1 }
		END { exit bad || !NR }' "$results/$3"
}

# Without the series more are listed, or the load shows nothing, and all leaks, but
# for those that the per-CPU sheaves of later slab allocators hide.
base_judged() { # LEAKS FILE
	awk '$1 !~ /^(leak|ms-per-scan)/ && $2 > 3 { shown = 1 } END { exit !shown }' "$results/$2" &&
		{ grep -q '^struct slab_sheaf {' "$tree/mm/slub.c" ||
			judged 10000 "$1" "$2"; }
}

result() { # COMMAND...
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
}

single_pointers() {
	churn off 2 none none ''
	for n in 1 2 3; do
		churn off 2 '' series-$n kmemleak.min_unref_scans=$n
	done
	echo "objects that ten scans list, of 1000 (slot), 100 (leak) and 200 (others)"
	table none series-1 series-2 series-3
	result base_judged 100 none
	result judged 3 100 series-1
	result judged 0 100 series-2
	result judged 0 100 series-3
}

# driven FILE ICOUNT CPUS MOVES
driven() {
	churn "$2" "$3" none "none-$1" "moves=$4 between=20"
	churn "$2" "$3" '' "$1" "moves=$4 between=90"
	result base_judged 200 "none-$1"
	result judged 0 200 "$1"
}

# More move where a scan takes longer than a clock that counts instructions says.
drivers() {
	if [ "$1" = quick ]; then
		churn '' 2 '' icount 'moves=2 between=20'
		result judged 0 200 icount
		set -- icount
	else
		driven icount '' 2 2
		driven 2-CPUs off 2 48
		driven 4-CPUs off 4 48
		set -- none-icount icount none-2-CPUs 2-CPUs none-4-CPUs 4-CPUs
	fi
	echo "of 500 buffers, 400 recycled, 5000 in magazines, 600 nodes and 200 others"
	table "$@"
}

# of the kernel itself
loads() {
	CONFIG=net MEMORY=1024
	churn '' 2 '' namespaces 'load=namespaces loglevel=5' loads.sh
	churn off 4 '' allocations load=allocations loads.sh
	echo "of the kernel itself"
	for load in namespaces allocations; do
		cat "$results/$load"
		result judged 0 0 $load
	done
}

single_pointers
drivers "${1:-}"
[ "${1:-}" = quick ] || loads
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
