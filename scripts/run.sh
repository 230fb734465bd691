#!/bin/sh
# The main job: build the kernel, boot it twice, once as it is and once with
# min_unref_scans=3 and leaks of others, and run the kselftests each time. Then those
# that the base has.

. "$(dirname "$0")/lib.sh"

"$root/scripts/build.sh"

# the first topics have no test, and only later ones what the second boot is about
boots=
if [ -e "$tree/tools/testing/selftests/mm/kmemleak_lib.sh" ]; then
	case $SERIES in
	none | [1-5]-*) boots=plain ;;
	*) boots='plain threshold' ;;
	esac
	# the leaks of others are those of a module
	configured MODULES || boots=plain
fi

append_of() {
	case $1 in
	threshold) echo "leak_first kmemleak.min_unref_scans=3 ${APPEND:-}" ;;
	*) echo "${APPEND:-}" ;;
	esac
}

# what must be skipped in it, as an extended regular expression
skips_of() {
	{
		[ "${CPUS:-}" != 1 ] && configured SMP ||
			echo 'there is only one possible CPU'
		[ "$1" != threshold ] || echo 'a clear would hide the leaks of others'
		grep -q kmemleak_confirm "$tree/mm/kmemleak.c" ||
			echo 'this kernel has no .*'
	} | paste -s -d'|'
}

boot() { # NAME
	RUN=$root/guest/selftest FILES='' APPEND=$(append_of "$1") \
		"$root/scripts/vm.sh" "$logs/$1" \
		>"$logs/$1.output" 2>"$logs/$1.stderr"
}

# can_scan: what a topic without tests shows
can_scan() {
	say "booting, and scanning once"
	echo 'echo scan >/sys/kernel/debug/kmemleak' >"$logs/script"
	RUN=$logs/script FILES='' "$root/scripts/vm.sh" "$logs/scan" \
		>"$logs/scan.output" 2>"$logs/scan.stderr" ||
		{ cat "$logs/scan.stderr" >&2; exit 2; }
	splats=$(splats "$logs/scan/console")
	[ -z "$splats" ] || { echo "$splats" >&2; status=1; }
	echo "$((1 - status)) passed, $status failed" >>"$totals"
}

set --
[ -z "$boots" ] || say "booting, and running the kselftests"
for name in $boots; do
	boot "$name" &
	set -- "$@" $!
done

status=0
totals=$logs/totals
: >"$totals"
[ -n "$boots" ] || can_scan
for name in $boots; do
	booted=0
	wait "$1" || booted=$?
	shift
	# 1 is what later kernels' run_kselftest.sh returns if the test fails
	if [ $booted -gt 1 ]; then
		cat "$logs/$name.output" "$logs/$name.stderr" >&2
		[ $booted -eq 2 ] ||
			die "the guest's script exited with $booted, not 0"
		exit 2
	fi
	mv "$logs/$name.output" "$logs/$name/output"
	say "booted with $(append_of "$name" | grep . || echo no parameters)"
	skips_of "$name" >"$logs/$name/skips"
	SKIPS=$(cat "$logs/$name/skips") "$root/scripts/verdict.sh" "$logs/$name" \
		>"$logs/verdict" || status=1
	sed '$d' "$logs/verdict"
	tail -n 1 "$logs/verdict" >>"$totals"
done

# adds those that pass, and all others, to the totals
base_tests() {
	vm=$logs/base-tests
	say "booting, and running the base's own tests of kmemleak"
	RUN=$root/guest/base-tests FILES='' "$root/scripts/vm.sh" "$vm" \
		>"$vm.output" 2>"$vm.stderr" || { cat "$vm.stderr" >&2; exit 2; }
	cat "$vm.output"
	good=$(grep -c '^ok 1 selftests: mm: [^ ]*$' "$vm.output" || true)
	splats=$(splats "$vm/console")
	[ -z "$splats" ] || { echo "$splats" >&2; good=0; }
	[ "$good" -eq $# ] || status=1
	echo "$good passed, $(($# - good)) failed" >>"$totals"
}

set -- "$tree"/tools/testing/selftests/mm/ksft_kmemleak_*.sh
# and so are theirs
[ ! -e "$1" ] || ! configured MODULES || base_tests "$@"

[ "$SERIES" != none ] || [ -n "$LINUX" ] ||
	say "without the series the claims in $(expected_failures) are not ok"
awk '{ p += $1; f += $3; s += $5 }
	END { printf "%d passed, %d failed%s\n", p, f, s ? ", " s " skipped" : "" }' \
	"$totals"
exit $status
