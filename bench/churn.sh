#!/bin/bash
# Inside the guest: how many different objects of each kind does kmemleak list in
# ten scans, while their references move?

cd /sys/kernel/debug || exit

# as in churn.c
kinds='840:slot 848:list 856:rcu 864:register 872:sort 880:leak'

now() { echo "${EPOCHREALTIME/./}"; }	# microseconds

echo scan=off >kmemleak
insmod /files/churn.ko || exit
sleep 6
took=0
for _ in 1 2 3 4 5 6 7 8 9 10; do
	since=$(now)
	echo scan >kmemleak || exit
	took=$((took + $(now) - since))
	sed -n 's/^unreferenced object \(.*\) (size \(8[4-8][0-9]\)):$/\2 \1/p' \
		kmemleak >>/tmp/listed
done
for kind in $kinds; do
	echo "${kind#*:} $(grep "^${kind%:*} " /tmp/listed | sort -u | wc -l)"
done
echo "ms-per-scan $((took / 10000))"
