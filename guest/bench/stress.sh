#!/bin/bash
# Everything that can be done to kmemleak, at the same time and for as many
# minutes as the kernel command line says (stress_minutes=); then the kselftests.

kmemleak=/sys/kernel/debug/kmemleak
objects=/sys/kernel/debug/test_kmemleak
params=/sys/module/kmemleak/parameters

# a hang must not pass for a slow test
echo 60 >/proc/sys/kernel/hung_task_timeout_secs
echo 1 >/proc/sys/kernel/hung_task_panic

running() { [ ! -e /tmp/stop ]; }

# Most commands fail at times, or always: that is part of it.
random_command() {
	case $((RANDOM % 12)) in
	0|1) echo scan ;;
	2) echo scan=1 ;;
	3) echo scan=off ;;
	4) echo scan=on ;;
	5) echo clear ;;
	6) echo confirm ;;
	7) echo stack=on ;;
	8) echo stack=off ;;
	9) echo garbage ;;
	10) head -c 4096 /dev/urandom ;;
	11) echo ;;
	esac
}

writer() {
	while running; do
		random_command >$kmemleak
		# some are interrupted
		[ $((RANDOM % 4)) -gt 0 ] || interrupted_scan
	done
}

# several of these have the file open together
shared_writer() {
	while running; do random_command >&3; done
}

interrupted_scan() {
	echo scan >$kmemleak &
	usleep $((RANDOM * 10))
	kill $!
	wait $!
}

reader() {
	while running; do cat $kmemleak >/dev/null; done
}

# Half of the objects live long enough to be reported. None leaks for good: the
# selftest clears nothing when others have leaks. Only one loader: debugfs warns,
# on any kernel, when a file is opened while another process unloads its module.
loader() {
	while running; do
		modprobe test_kmemleak
		for kind in slab percpu vmalloc; do
			echo "new $kind $kind" >$objects &
			echo "new $kind leaked-$kind" >$objects &
		done
		wait
		for kind in slab percpu vmalloc; do
			echo "hide leaked-$kind" >$objects &
		done
		wait
		[ $((RANDOM % 4)) -eq 0 ] || sleep $((RANDOM % 20))
		rmmod test_kmemleak
	done
}

changer() {
	while running; do
		echo $((RANDOM % 4)) >$params/min_unref_scans
		echo $((RANDOM % 2)) >$params/confirm
		usleep 200000
	done
}

# memory that shrinks while it is scanned, where it does
shrinker() {
	while running; do echo 20 >/sys/module/vrealloc/parameters/cycle; done
}

# What a flavour adds, as stress_with= on the kernel's command line.
plugger() {
	case $with in
	cpus) switch /sys/devices/system/cpu/cpu[1-9]*/online 0 1 ;;
	memory) switch /sys/devices/system/memory/memory*/state offline online_movable ;;
	esac
}

# switch FILE... OFF ON: one after the other; what is in use refuses
switch() {
	files=("${@:1:$# - 2}")
	while running; do
		for file in "${files[@]}"; do
			for value in "${@: -2}"; do
				echo "$value" >"$file"
				usleep $((RANDOM * 10))
			done
		done
	done
}

# Allocations of kmemleak fail now and then, but fewer than its pool has objects.
fault_injector() {
	cd /sys/kernel/debug/failslab || return
	echo Y >cache-filter
	echo N >ignore-gfp-wait
	echo 0 >verbose
	echo 1 >probability
	echo 300 >./times
	while running; do
		echo 1 >/sys/kernel/slab/kmemleak_object/failslab
		usleep 100000
		echo 0 >/sys/kernel/slab/kmemleak_object/failslab
		usleep 1000000
	done
}

# for lockdep to see what is held while kmemleak prints
console_allocates() {
	insmod /modules/console-alloc.ko
	modprobe test_kmemleak
	echo scan=off >$kmemleak
	echo new slab leak >$objects
	echo "dump=$(awk '/^leak / { print $4 }' $objects)" >$kmemleak
	sleep 6
	echo hide leak >$objects
	echo 1 >$params/verbose
	for _ in 1 2 3; do
		echo scan >$kmemleak
		echo scrub >$objects
	done
	echo 0 >$params/verbose
	rmmod test_kmemleak console_alloc
}

console_allocates
# objects whose references move all the time
insmod /files/churn.ko
insmod /modules/vrealloc.ko objects=0
exec 3<>$kmemleak

minutes=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^stress_minutes=//p')
with=$(tr ' ' '\n' </proc/cmdline | sed -n 's/^stress_with=//p')
{
	writers=
	for _ in 1 2 3 4 5 6; do writer & writers="$writers $!"; done
	for _ in 1 2; do shared_writer & writers="$writers $!"; done
	shrinker &
	fault_injector &
	plugger &
	# RCU has much to free
	for n in 1 2; do timeout $((minutes * 60)) tmpfs-churn /tmp/"$n" & done
	reader & reader &
	loader &
	changer &
	sleep $((minutes * 60))
	touch /tmp/stop
	# a confirm behind seven others would take long
	# shellcheck disable=SC2086 # a list
	kill $writers
	wait
} 2>/dev/null

[ ! -e /sys/module/test_kmemleak ] || rmmod test_kmemleak
rmmod churn
exec 3>&-
rm -r /tmp/1 /tmp/2
echo scan=off >$kmemleak
echo stack=on >$kmemleak
echo 1 >$params/min_unref_scans
# all that leaked
echo 1 >$params/confirm
echo clear >$kmemleak
echo 0 >$params/confirm
exec /selftest
