#!/bin/sh
# What does a scan cost, without the series and with it?

. "$(dirname "$0")/lib.sh"

bench_on() { # "" or none
	SERIES=$1
	set_paths
	export SERIES
	"$root/scripts/build.sh"
	rm -rf "$logs/bench"
	mkdir -p "$logs/bench"
	cp "$root"/bench/* "$logs/bench/"
	log bench-module make -s -C "$build" M="$logs/bench" ARCH="$ARCH" \
		CC="ccache gcc" modules
	MEMORY=512 TIMEOUT=${TIMEOUT:-600} RUN=$root/bench/scan-cost.sh \
		FILES=$logs/bench "$root/scripts/vm.sh" "$logs/bench-vm"
}

bench_on none >"$out/bench-none"
bench_on "" >"$out/bench-series"
echo "million instructions per scan, 100000 objects of 128 bytes"
paste -d" " "$out/bench-none" "$out/bench-series" | cut -d" " -f1,2,4 |
	awk 'BEGIN { printf "%-12s %8s %8s %8s\n", "scan", "base", "series", "" }
		{ printf "%-12s %8d %8d %+7.1f%%\n", $1, $2, $3, ($3 / $2 - 1) * 100 }'
