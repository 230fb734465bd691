#!/bin/bash
# Which of these tests does run_kselftest.sh --kmemleak mark? For each value of the
# parameters min_unref_scans and confirm that the kernel takes, two orders, each
# twice, and each after a leak. Prints "CELL TEST right", "wrong" or "missed", and what
# kselftest said.

params=/sys/module/kmemleak/parameters
tests="leaks-at-once clean leaks-late skips leaks-percpu leaks-and-fails uses-kmemleak leaks-and-skips"
reversed="leaks-and-skips uses-kmemleak leaks-and-fails leaks-percpu skips leaks-late clean leaks-at-once"

# judge CELL: what kselftest prints
judge() {
	awk -v cell="$1" '
		/^# selftests: leaky: / { test = $4; leaks = 0 }
		/^# kmemleak: leaked: / { leaks = $4 }
		/^(not )?ok .* selftests: leaky: / {
			sub(/^(not )?ok [0-9]+ /, $1 == "ok" ? "ok " : "not ok ")
			expected = "ok selftests: leaky: " test
			if (test == "skips") expected = expected " # SKIP"
			if (test ~ /^leaks/) expected = "not " expected " # LEAK"
			if (test ~ /fails/) sub(/LEAK/, "exit=1", expected)
			is_right = $0 == expected && leaks == (test ~ /^leaks/)
			print cell, test, is_right ? "right" : \
				test ~ /^leaks/ && !leaks ? "missed" : "wrong"
		}'
}

modprobe test_kmemleak
cd /files/kselftest || exit
# shellcheck disable=SC2086 # names
printf 'leaky:%s\n' $tests >kselftest-list.txt
echo 'uses_kmemleak=uses-*' >leaky/settings

# cell N CONFIRM
cell() {
	for order in "$tests" "$reversed" "$tests" "$reversed"; do
		for command in free-all "new slab before" "hide before"; do
			echo "$command" >/sys/kernel/debug/test_kmemleak
		done
		# shellcheck disable=SC2046,SC2086 # names
		./run_kselftest.sh --kmemleak $(printf -- '-t leaky:%s ' $order) |
			tee -a /tmp/said | judge "$1,$2"
	done
}

for confirm in N Y; do
	for n in 1 2 3; do
		[ ! -e $params/min_unref_scans ] || echo $n >$params/min_unref_scans
		[ ! -e $params/confirm ] || echo $confirm >$params/confirm
		cell $n $confirm
		[ -e $params/min_unref_scans ] || break
	done
	[ -e $params/confirm ] || break
done
sed 's/^/said: /' /tmp/said
