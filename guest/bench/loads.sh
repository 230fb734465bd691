#!/bin/bash
# Inside the guest: how many objects does kmemleak list while the kernel allocates and
# frees? load=namespaces: 300 network namespaces, each with a veth pair and a bridge,
# come, have the ports of their bridges go up and down, and go. load=allocations:
# memory of all sizes on each CPU.

cd /sys/kernel/debug || exit
# shellcheck disable=SC1091 # it is there in the guest
. /files/confirm.sh

# busybox calls each peer veth1 if the first is veth0
namespace() {
	# shellcheck disable=SC2016 # for the shell inside
	exec unshare -n sh -c '
		ip link add type veth
		brctl addbr br0
		brctl addif br0 veth0
		for link in lo br0 veth1; do ip link set $link up; done
		: >/tmp/up.$$
		until [ -e /tmp/all-up ]; do sleep 1; done
		while [ ! -e /tmp/stop ]; do
			ip link set veth0 up
			sleep 30
			ip link set veth0 down
			sleep 30
		done'
}

listed() { grep '^unreferenced object ' kmemleak >>/tmp/listed; }

scans() { # WHILE
	: >/tmp/listed
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		echo scan >kmemleak || exit
		listed
	done
	echo "$1 $(sort -u /tmp/listed | wc -l)"
	[ -e /sys/module/kmemleak/parameters/confirm ] || return
	: >/tmp/listed
	for _ in 1 2 3; do
		confirm
		listed
	done
	echo "$1-confirmed $(sort -u /tmp/listed | wc -l)"
}

namespaces() {
	# most commands wait for RCU with the lock that all of them need
	echo 1 >/sys/kernel/rcu_expedited
	for _ in $(seq 300); do namespace & done
	until set -- /tmp/up.* && [ $# -eq 300 ]; do sleep 1; done
	: >/tmp/all-up
	scans namespaces
	touch /tmp/stop
	wait
	scans namespaces-gone
}

allocations() {
	insmod /files/allocations.ko || exit
	sleep 6
	scans allocations
}

echo scan=off >kmemleak
"$(tr ' ' '\n' </proc/cmdline | sed -n 's/^load=//p')"
cat kmemleak >&2
