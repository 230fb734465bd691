#!/bin/sh
# What do scans and allocations cost, without the series and with it? How long does
# it take to stop a scan? And what does the kernel say about a million objects?
# Results and plots are left in out/BASE/bench. PART=topics: what do scans and
# allocations cost with each topic and those before it?

CONFIG=bench
. "$(dirname "$0")/lib.sh"
export CONFIG

results=$out/$family/bench

# costs MEMORY OBJECTS [SIZE]: of both at the same time, which does not matter to a
# clock that counts instructions
costs() {
	export MEMORY="$1" APPEND="objects=$2 size=${3:-0} ${all_costs:-}"
	what="$2 objects of ${3:-all sizes}${3:+ bytes}"
	say "$what in $1 MB"
	run_bench none scan-cost.sh >"$results/base" &
	base=$!
	run_bench "" scan-cost.sh >"$results/series"
	wait $base
	cut -f2 "$results/series" | paste "$results/base" - |
		sed "s/^/$1	$what	/" | tee -a "$results/scan-cost.tsv" |
		awk -F '\t' '
			NR == 1 { printf "\n%-44s %9s %9s %6s\n", \
				$2 " in " $1 " MB", "base", "series", "ratio" }
			$4 == "-" || $4 == 0 { printf "%-44s %9s %9.0f\n", $3, $4, $5; next }
			{ printf "%-44s %9.0f %9.0f %6.2f\n", $3, $4, $5, $5 / $4 }'
}

# The slope of a line through the logarithms, less what a scan of nothing costs
exponent() {
	awk -F '\t' '
		$1 != 1024 || $2 !~ /all sizes/ { next }
		$3 == "scan, empty system" { empty = $5 }
		$3 == "scan, all referenced" && $2 + 0 >= 10000 {
			x = log($2 + 0); y = log($5 - empty)
			n++; sx += x; sy += y; sxx += x * x; sxy += x * y
		}
		END { printf "%.2f", (n * sxy - sx * sy) / (n * sxx - sx * sx) }' \
		"$results/scan-cost.tsv"
}

# how long kmemleak_lock is held, which another kernel counts
locks() {
	CONFIG=locks
	for series in none ""; do
		run_bench "$series" lock-held.sh >"$results/locks${series:+-$series}"
	done
	cut -f2 "$results/locks" | paste "$results/locks-none" - | awk -F '\t' '
		NR == 1 { printf "\n%-52s %9s %9s %6s\n", "instructions", "base", \
			"series", "ratio" }
		{ printf "%-52s %9d %9d %6.2f\n", $1, $2, $3, $3 / $2 }'
	CONFIG=bench
}

# a column for the base and for each topic, with those before it
by_topic() {
	results=$results-by-topic
	rm -rf "$results"
	mkdir -p "$results"
	export APPEND="objects=100000 size=128 all_costs"
	for topic in none $(stored_topics "$BASE"); do
		for memory in 512 2048; do
			say "$topic, $memory MB"
			export MEMORY="$memory"
			run_bench "$topic" scan-cost.sh >"$results/$memory-$topic"
		done
	done
	for memory in 512 2048; do
		awk -F '\t' '
			FNR == 1 { topic = FILENAME; sub(/.*\/[0-9]*-/, "", topic); head = head sprintf(" %13s", topic) }
			FNR == NR { what[FNR] = $1; n = FNR }
			{ row[$1] = row[$1] sprintf(" %13s", $2) }
			END {
				printf "%-44s%s\n", "", head
				for (i = 1; i <= n; i++) printf "%-44s%s\n", what[i], row[what[i]]
			}' "$results/$memory-none" "$results/$memory"-[1-9]*
	done
}

plot() {
	(
		cd "$results"
		for format in svg png; do
			log plot gnuplot -e "format='$format'" "$root/scripts/plot.gp"
		done
	)
}

case ${PART:-} in
'') ;;
topics) by_topic; exit ;;
*) die "unknown PART=$PART" "known: topics, or not given" ;;
esac
rm -rf "$results"
mkdir -p "$results"
for series in none ""; do
	SERIES=$series "$root/scripts/build.sh"
done
echo "costs in million instructions where nothing else is said"
all_costs=all_costs
costs 512 100000 128
costs 2048 100000 128
for objects in 1000 10000 100000 1000000; do
	costs 1024 $objects
done
all_costs=
for memory in 256 512 2048; do
	costs $memory 100000
done
echo
echo "with the series a scan of n objects takes time n^$(exponent)"
plot
export MEMORY=512 APPEND=
run_bench "" stop-time.sh
locks
export MEMORY=1536 ICOUNT=off
echo "a million objects, seconds"
run_bench "" million.sh
complaints=$(splats "$logs/bench-vm/console")
[ -z "$complaints" ] || { echo "$complaints"; exit 1; }
