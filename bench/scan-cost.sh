#!/bin/sh
# Inside the guest: what a scan costs in million instructions. The guest's clock
# counts 16 ns for each.

cd /sys/kernel/debug || exit

scan() { # WHAT
	start=$(cut -d' ' -f1 /proc/uptime)
	echo scan >kmemleak
	end=$(cut -d' ' -f1 /proc/uptime)
	echo "$1 $start $end" | awk '{ printf "%s %.0f\n", $1, ($3 - $2) * 1000 / 16 }'
}

echo scan=off >kmemleak
scan empty
insmod /files/scan-cost.ko
sleep 6
scan first
scan referenced
rmmod scan_cost
scan settling
scan reporting
scan reported
