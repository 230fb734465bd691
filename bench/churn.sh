#!/bin/bash
# Inside the guest: how many different objects of each kind does kmemleak list in ten
# scans, while their references move? With moves=N on the command line those of
# drivers.c, also in ten scans after a hundred others, and by confirm.

cd /sys/kernel/debug || exit

# their sizes, as in churn.c and drivers.c
moves=$(tr ' ' '\n' </proc/cmdline | grep '^moves=')
if [ "$moves" ]; then
	module=drivers
	kinds='840:buffer 848:recycled 856:magazine 864:node 872:idr 880:xarray 888:leak'
else
	module=churn
	kinds='840:slot 848:list 856:rcu 864:register 872:sort 880:leak'
fi

now() { echo "${EPOCHREALTIME/./}"; }	# microseconds

listed() { # FILE
	sed -n 's/^unreferenced object \(.*\) (size \(8[4-8][0-9]\)):$/\2 \1/p' \
		kmemleak >>"$1"
}

# how many of each kind are in the file
count() { # FILE SUFFIX
	for kind in $kinds; do
		echo "${kind#*:}$2 $(grep "^${kind%:*} " "$1" | sort -u | wc -l)"
	done
}

ten_scans() { # FILE
	took=0
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		since=$(now)
		echo scan >kmemleak || exit
		took=$((took + $(now) - since))
		listed "$1"
	done
}

echo scan=off >kmemleak
# shellcheck disable=SC2086 # or nothing
insmod /files/$module.ko $moves || exit
sleep 6
ten_scans /tmp/first
count /tmp/first
echo "ms-per-scan $((took / 10000))"
[ $module = drivers ] || exit 0

for _ in $(seq 90); do echo scan >kmemleak || exit; done
ten_scans /tmp/last
count /tmp/last -later
: >/tmp/confirmed
undecided=0
for _ in 1 2 3 4 5; do
	if echo confirm >kmemleak; then
		listed /tmp/confirmed
	else
		undecided=$((undecided + 1))
	fi
done 2>/dev/null
count /tmp/confirmed -confirmed
echo "confirm-undecided $undecided"
