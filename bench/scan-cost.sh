#!/bin/sh
# Inside the guest: what scans cost in million instructions, and allocations in
# instructions. The guest's clock counts 16 ns for each.

cd /sys/kernel/debug || exit
parameters=/sys/module/scan_cost/parameters

scan() { # WHAT
	start=$(cut -d' ' -f1 /proc/uptime)
	echo scan >kmemleak
	end=$(cut -d' ' -f1 /proc/uptime)
	echo "$start $end" | awk -v what="$1" \
		'{ printf "%s\t%.0f\n", what, ($2 - $1) * 1000 / 16 }'
}

pair() { # WHAT PARAMETER
	awk -v what="$1" '{ printf "%s\t%.0f\n", what, $1 / 10000 / 16 }' \
		"$parameters/$2"
}

echo scan=off >kmemleak
scan "empty system"
insmod /files/scan-cost.ko
sleep 6
echo scan >kmemleak
scan "all referenced"
if ! grep -qw scans_only /proc/cmdline; then
	echo 10 >$parameters/leak
	echo scan >kmemleak
	scan "10 leaks"
	pair "kmalloc and kfree" kmalloc
	pair "alloc_percpu and free_percpu" alloc_percpu
	rmmod scan_cost
	scan "all leaked, first scan"
	scan "all leaked, second scan"
fi
