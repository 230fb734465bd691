#!/bin/sh
# What do scans and allocations cost, without the series and with it? How long does
# it take to stop a scan? And what does the kernel say about a million objects?

CONFIG=bench
. "$(dirname "$0")/lib.sh"
export CONFIG

# costs MEMORY [APPEND]: of both, in two more columns behind what was measured
costs() {
	export MEMORY="$1" APPEND="${2:-}"
	run_bench none scan-cost.sh >"$out/bench-none"
	run_bench "" scan-cost.sh >"$out/bench-series"
	cut -f2 "$out/bench-series" | paste "$out/bench-none" - >"$out/bench-$1.tsv"
}

table() { # MEMORY
	awk -F '\t' '{ printf "%-30s %8d %8d %6.2f\n", $1, $2, $3, $3 / $2 }' \
		"$out/bench-$1.tsv"
}

costs 512
costs 2048 scans_only
echo "million instructions per scan, 100000 objects of 128 bytes, in 512 MB;" \
	"instructions for allocations"
printf '%-30s %8s %8s %6s\n' "" base series ratio
table 512
echo "in 2 GB"
table 2048
export MEMORY=512 APPEND=
run_bench "" stop-time.sh
export MEMORY=1536 ICOUNT=off
echo "a million objects, seconds"
run_bench "" million.sh
complaints=$(splats "$logs/bench-vm/console")
[ -z "$complaints" ] || { echo "$complaints"; exit 1; }
