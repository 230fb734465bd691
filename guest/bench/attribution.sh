#!/bin/sh
# Which test does CI blame for a leak? For each way in which CI drives kmemleak
# and each time of a leak, print the number of the first test whose report has
# the leaked objects, or "-" if none of five has, and how many seconds CI spends on the
# test that leaks, or on each of five that do not.

kmemleak=/sys/kernel/debug/kmemleak
objects=/sys/kernel/debug/test_kmemleak
report=/tmp/report
seconds=10	# of a test

scan() { echo scan >$kmemleak; }
clear() { echo clear >$kmemleak; }
report() { cat $kmemleak >$report; }

# Each pattern: what CI does at the start, before a test and after it.
nothing() { :; }
scan_report() { scan; report; }
scan_report_clear() { scan; report; clear; }
scan_twice_report() { scan; sleep 5; scan; report; }
scan_wait_report() { scan; sleep 2; report; }
twice_scan_report_clear() { scan; report; scan_report_clear; }
scan_twice_clear() { scan; sleep 5; scan; clear; }
scan_more_if_anything() {
	scan
	sleep 4
	scan
	: >$report
	if [ -n "$(cat $kmemleak)" ]; then
		sleep 1
		scan
		report
		clear
	fi
}

leak() {
	echo free-all >$objects
	for kind in slab slab-zero percpu; do echo "new $kind $kind" >$objects; done
	for kind in slab slab-zero percpu; do echo "hide $kind" >$objects; done
	addresses=$(awk '$3 == "hidden" { print $4 }' $objects)
}

# sleep_and_leak SECONDS: a test that leaks so long before it ends
sleep_and_leak() {
	sleep $((seconds - $1))
	leak
	sleep "$1"
}

# blame TEST: those that its report is the first to have
blame() {
	for address in $addresses; do
		case " $blamed" in *" $address:"*) continue ;; esac
		grep -Eq "^unreferenced object (\(percpu\) )?$address " $report &&
			blamed="$blamed$address:$1 "
	done
}

# adds what it takes to `spent`, in hundredths of a second
spend() { # COMMAND
	read -r since _ </proc/uptime
	"$1"
	read -r until _ </proc/uptime
	spent=$((spent + ${until%.*}${until#*.} - ${since%.*}${since#*.}))
}

# attribute NAME START BEFORE AFTER LEAK
attribute() {
	addresses=
	blamed=
	echo free-all >$objects
	if [ "$5" = start ]; then
		leak
		sleep 1
	fi
	$2
	all_spent=0
	for test in 1 2 3 4 5; do
		spent=0
		spend "$3"
		case $test$5 in
		1[0-9]) sleep_and_leak "$5" ;;
		*) sleep $seconds ;;
		esac
		spend "$4"
		all_spent=$((all_spent + spent))
		[ $test -gt 1 ] || first_spent=$spent
		blame $test
		[ "$(echo "$blamed" | wc -w)" -lt 3 ] || break
	done
	tests=$(for address in $addresses; do
		case " $blamed" in
		*" $address:"*) blamed_test=${blamed#*"$address:"}
			echo "${blamed_test%% *}" ;;
		*) echo - ;;
		esac
	done | sort -u | paste -s -d/)
	[ "$5" != none ] || first_spent=$((all_spent / 5))
	echo "$1 $5 ${tests:--} $((first_spent / 100)).$((first_spent / 10 % 10))"
}

modprobe test_kmemleak
echo scan=off >$kmemleak

# a leak from before the start can only be told where something clears first
for leak in none 9 1 start; do
	attribute A-clear-before nothing clear scan_report $leak
	[ $leak = start ] ||
		attribute A-clear-after nothing nothing scan_report_clear $leak
	[ $leak = start ] ||
		attribute A-never-clear nothing nothing scan_report $leak
	[ $leak = start ] ||
		attribute B nothing nothing scan_twice_report $leak
	attribute C nothing clear scan_wait_report $leak
	attribute D twice_scan_report_clear nothing twice_scan_report_clear $leak
	attribute E scan_twice_clear nothing scan_more_if_anything $leak
done
