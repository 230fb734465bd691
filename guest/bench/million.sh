#!/bin/sh
# Inside the guest: a million objects, and how many seconds what is done with them
# takes. The kernel must not complain about who holds a CPU for 10 seconds.

cd /sys/kernel/debug || exit

# step WHAT COMMAND...
step() {
	what=$1
	shift
	read -r since _ </proc/uptime
	"$@" || exit
	read -r until _ </proc/uptime
	echo "$what $since $until" | awk -F '[ ]' \
		'{ printf "%-24s %6.1f\n", $1, $3 - $2 }'
}

command() { echo "$1" >kmemleak; }

echo 5 >/proc/sys/kernel/watchdog_thresh
echo scan=off >kmemleak
insmod /files/scan-cost.ko nodes=1000000 || exit
sleep 6
step scan command scan
step confirm command confirm
echo 2147483647 >/sys/module/scan_cost/parameters/leak
step first-scan-of-leaks command scan
step second-scan-of-leaks command scan
step reading-the-list sh -c 'cat kmemleak | grep -c ^unref'
step clear command clear
step confirm-after-clear command confirm
step off command off
step clear-after-off command clear
