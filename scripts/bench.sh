#!/bin/sh
# What does a scan cost, without the series and with it? And how long does it take
# to stop one?

. "$(dirname "$0")/lib.sh"

in_guest() { # SERIES SCRIPT: "" or none, a script in bench/
	SERIES=$1
	set_paths
	export SERIES
	"$root/scripts/build.sh"
	rm -rf "$logs/bench"
	mkdir -p "$logs/bench"
	cp "$root"/bench/* "$logs/bench/"
	log bench-module make -s -C "$build" M="$logs/bench" ARCH="$ARCH" \
		CC="ccache gcc" modules
	MEMORY=512 TIMEOUT=${TIMEOUT:-600} RUN=$root/bench/$2 \
		FILES=$logs/bench "$root/scripts/vm.sh" "$logs/bench-vm"
}

in_guest none scan-cost.sh >"$out/bench-none"
in_guest "" scan-cost.sh >"$out/bench-series"
echo "million instructions per scan, 100000 objects of 128 bytes"
paste -d" " "$out/bench-none" "$out/bench-series" | cut -d" " -f1,2,4 |
	awk 'BEGIN { printf "%-12s %8s %8s %8s\n", "scan", "base", "series", "" }
		{ printf "%-12s %8d %8d %+7.1f%%\n", $1, $2, $3, ($3 / $2 - 1) * 100 }'
in_guest "" stop-time.sh
