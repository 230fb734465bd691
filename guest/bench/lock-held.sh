#!/bin/sh
# Inside the guest: how long a scan holds kmemleak_lock at most, in instructions as
# lock_stat counts them (its own are among them), for blocks of memory as they usually
# are and for those in which each word refers to another object.

cd /sys/kernel/debug || exit

# held WHAT: the guest's clock counts 16 ns for each instruction
held() {
	echo 0 >/proc/lock_stat
	echo 1 >/proc/sys/kernel/lock_stat
	echo scan >kmemleak || exit
	echo 0 >/proc/sys/kernel/lock_stat
	awk -v what="$1" '$1 == "kmemleak_lock:" {
		printf "kmemleak_lock is held for, %s\t%.0f\n", what, $11 * 1000 / 16
	}' /proc/lock_stat
}

echo 0 >/proc/sys/kernel/lock_stat
echo scan=off >kmemleak
insmod /files/scan-cost.ko nodes=20000 || exit
sleep 6
echo scan >kmemleak
held "all referenced"
echo 20 >/sys/module/scan_cost/parameters/full_blocks
sleep 6
echo scan >kmemleak
held "full of references"
