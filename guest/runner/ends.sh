#!/bin/bash
# However a run of kselftest ends, kmemleak is as it was before: automatic scanning,
# parameters, list.
kmemleak=/sys/kernel/debug/kmemleak
params=/sys/module/kmemleak/parameters
cd /files/kselftest || exit
mkdir -p /usr/bin
cp /files/bin/* /usr/bin/
cp -R /files/root/* /
printf '#!/bin/sh\ntouch /tmp/began\nsleep 20\n' >leaky/sleeps
chmod +x leaky/sleeps
printf 'leaky:%s\n' clean sleeps leaks-late undecided stops-kmemleak >kselftest-list.txt
modprobe test_kmemleak
# a process group for each run, as for a shell that a person uses
set -m

scan_threads() { grep -lsx kmemleak /proc/[0-9]*/comm | wc -l; }

state() {
	scan_threads
	for parameter in min_unref_scans min_age_ms confirm verbose; do
		[ ! -e $params/$parameter ] || cat $params/$parameter
	done
	cat $kmemleak 2>&1
	# the run, its tests, what puts the scanning back, and this grep
	grep -lsE 'run_kselftest|leaky|scan=on' /proc/[0-9]*/cmdline | wc -l
}

# ended HOW EXPECTED-STATUS: what the run said is in /tmp/said, to which all append: the
# runner opens its standard output again, and one would write over the other
ended() {
	sleep 3
	state >/tmp/after
	if ! cmp -s /tmp/before /tmp/after || [ "$status" != "$2" ]; then
		echo "$1: status $status, not as before:"
		diff /tmp/before /tmp/after
		cat /tmp/said
		exit 1
	fi
	echo "$1: ok"
	: >/tmp/said
}

# killed SIGNAL WHOM: while a test runs. WHOM is - for the whole process group.
killed() {
	rm -f /tmp/began
	./run_kselftest.sh --kmemleak -t leaky:clean -t leaky:sleeps >>/tmp/said 2>&1 &
	while [ ! -e /tmp/began ]; do sleep 1; done
	[ "$(scan_threads)" = 0 ] || exit
	kill -"$1" "$2$!"
	wait $! 2>/dev/null
	status=$?
	# the test of a run that was killed alone ends later
	[ -n "$2" ] || sleep 20
}

for scanning in on off; do
	echo scan=$scanning >$kmemleak
	echo free-all >/sys/kernel/debug/test_kmemleak
	sleep 1
	state >/tmp/before
	./run_kselftest.sh --kmemleak -t leaky:clean -t leaky:leaks-late >>/tmp/said 2>&1
	status=$(grep -c '# LEAK$' /tmp/said)
	ended "complete, scan=$scanning" 1
	./run_kselftest.sh --kmemleak -o 2 -t leaky:sleeps >>/tmp/said 2>&1
	status=$(grep -c '^not ok 1 .* # TIMEOUT 2 seconds' /tmp/said)
	ended "test timed out, scan=$scanning" 1
	for signal in HUP:129 INT:130 TERM:143 KILL:137; do
		for whom in - ''; do
			case $signal$whom in INT:130) continue ;; esac
			killed ${signal%:*} "$whom"
			ended "killed by ${signal%:*}${whom:+, all processes}, scan=$scanning" ${signal#*:}
		done
	done
done

./run_kselftest.sh --kmemleak -t leaky:undecided >>/tmp/said 2>&1
status=$(grep -c -e '^# kmemleak: could not find out whether 1 objects leaked$' \
	-e '^ok 1 ' /tmp/said)
ended "undecided" 2

# a check that cannot be done must not pass for one without leaks
./run_kselftest.sh --kmemleak -t leaky:stops-kmemleak -t leaky:clean >>/tmp/said 2>&1
status=$(grep -c -e '^not ok 1 .* # kmemleak stopped$' -e '^ok 2 ' \
	-e '^# kmemleak: stopped in stops-kmemleak, so this is not checked$' /tmp/said)
state >/tmp/before
ended "kmemleak stopped in a test" 3
./run_kselftest.sh --kmemleak -t leaky:clean >>/tmp/said 2>&1
status=$?$(cat /tmp/said)
ended "kmemleak stopped before" \
	"1Cannot look for memory leaks: kmemleak is disabled, boot with kmemleak=on"
umount /sys/kernel/debug
status=$(./run_kselftest.sh --kmemleak -t leaky:clean 2>&1)
mount -t debugfs debugfs /sys/kernel/debug
ended "debugfs is not mounted" \
	"Cannot look for memory leaks: debugfs is not mounted on /sys/kernel/debug"
