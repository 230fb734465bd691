#!/bin/sh
# Inside the guest: so many scans (scans= on the command line) of 100000 objects

cd /sys/kernel/debug || exit
echo scan=off >kmemleak
insmod /files/scan-cost.ko
sleep 6
echo scan >kmemleak
for _ in $(seq "$(tr ' ' '\n' </proc/cmdline | sed -n 's/^scans=//p')"); do
	echo scan >kmemleak
done
