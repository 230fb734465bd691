#!/bin/bash
# Inside the guest: a scan of many objects is stopped after so many per cent of the
# time that it takes. How long until it ends? From some point on it completes.

cd /sys/kernel/debug || exit

now() { echo "${EPOCHREALTIME/./}"; }	# microseconds

objects=400000
echo scan=off >kmemleak
insmod /files/scan-cost.ko nodes=$objects
sleep 6

# stops KIND: at so many per cent of the time that a scan takes
stops() {
	since=$(now)
	echo scan >kmemleak
	whole=$(($(now) - since))
	echo "a scan of $objects $1 objects takes $((whole / 1000)) ms; stopped at"
	for percent in 1 10 20 30 40 50 60 70 80 90 95; do
		echo scan >kmemleak &
		usleep $((whole * percent / 100))
		since=$(now)
		kill $!
		if wait $!; then what=completes; else what=ends; fi
		took=$(($(now) - since))
		printf '%3d %% it %s after %d.%03d ms\n' $percent $what \
			$((took / 1000)) $((took % 1000))
	done 2>/dev/null
}

stops referenced
echo 2147483647 >/sys/module/scan_cost/parameters/leak
echo scan >kmemleak
stops leaked
