#!/bin/sh
# The main job: build the kernel, boot it twice, once with a threshold given at
# boot and with leaks, and run the kselftest each time. Then those that the base has.

. "$(dirname "$0")/lib.sh"

"$root/scripts/build.sh"

# a kernel without the parameter has nothing for the second boot to show
boots=plain
[ -n "$SERIES" ] || boots='plain threshold'

append_of() {
	case $1 in
	threshold) echo "leak_first kmemleak.min_unref_scans=3 ${APPEND:-}" ;;
	*) echo "${APPEND:-}" ;;
	esac
}

# what must be skipped in it, as an extended regular expression
skips_of() {
	{
		[ "${CPUS:-}" != 1 ] || echo 'there is only one possible CPU'
		case $1 in
		threshold) echo 'a clear would hide the leaks of others' ;;
		*) grep -q kmemleak_confirm "$tree/mm/kmemleak.c" ||
			echo 'this kernel has no .*' ;;
		esac
	} | paste -s -d'|'
}

boot() { # NAME
	RUN=$root/guest/selftest FILES='' APPEND=$(append_of "$1") \
		"$root/scripts/vm.sh" "$logs/$1" \
		>"$logs/$1.output" 2>"$logs/$1.stderr"
}

say "booting, and running the kselftest"
set --
for name in $boots; do
	boot "$name" &
	set -- "$@" $!
done

status=0
totals=$logs/totals
: >"$totals"
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
	SKIPS=$(skips_of "$name") "$root/scripts/verdict.sh" "$logs/$name" \
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
[ ! -e "$1" ] || base_tests "$@"

[ "$SERIES" != none ] || [ -n "$LINUX" ] ||
	say "without the series the claims in patches/$BASE/red are not ok"
awk '{ p += $1; f += $3; s += $5 }
	END { printf "%d passed, %d failed%s\n", p, f, s ? ", " s " skipped" : "" }' \
	"$totals"
exit $status
