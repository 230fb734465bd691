#!/bin/bash
# Inside the guest: how many different objects of each kind does kmemleak list in ten
# scans, while their references move? With moves=N on the command line those of
# drivers.c, also in ten scans after so many others (between=M), and by confirm.

cd /sys/kernel/debug || exit
# shellcheck disable=SC1091 # it is there in the guest
. /files/confirm.sh

on_command_line() { tr ' ' '\n' </proc/cmdline | grep "^$1="; }

# by their sizes, which create_caches() gives them
if moves=$(on_command_line moves); then
	module=drivers
	KINDS='840:buffer 848:recycled 856:magazine 864:node 872:idr 880:xarray 888:leak'
else
	module=churn
	KINDS='840:slot 848:list 856:rcu 864:register 872:sort 880:leak'
fi

now() { echo "${EPOCHREALTIME/./}"; }	# microseconds

listed() { # FILE
	sed -n 's/^unreferenced object \(.*\) (size \(8[4-8][0-9]\)):$/\2 \1/p' \
		kmemleak >>"$1"
}

# how many of each kind are in the file
count() { # FILE SUFFIX
	for kind in $KINDS; do
		echo "${kind#*:}$2 $(grep "^${kind%:*} " "$1" | sort -u | wc -l)"
	done
}

ten_scans() { # FILE
	: >"$1"
	took=0
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		since=$(now)
		echo scan >kmemleak || exit
		took=$((took + $(now) - since))
		listed "$1"
	done
}

# Whatever confirm says, it has listed no object in use.
five_confirms() { # FILE
	: >"$1"
	for _ in 1 2 3 4 5; do
		confirm
		listed "$1"
	done
}

echo scan=off >kmemleak
# shellcheck disable=SC2086 # or nothing
insmod /files/$module.ko $moves || exit
sleep 6
ten_scans /tmp/listed
count /tmp/listed
echo "ms-per-scan $((took / 10000))"
between=$(on_command_line between) || exit 0

for _ in $(seq "${between#*=}"); do echo scan >kmemleak || exit; done
ten_scans /tmp/listed
count /tmp/listed -later
[ -e /sys/module/kmemleak/parameters/confirm ] || exit 0
five_confirms /tmp/listed
count /tmp/listed -confirmed
# shellcheck disable=SC2154 # confirm counts them
echo "confirm-undecided $undecided"
