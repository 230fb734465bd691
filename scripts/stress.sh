#!/bin/sh
# stress.sh: MINUTES of everything at once on 4 CPUs in parallel, on a kernel that
# checks its locking or on that of the FLAVOUR, and the kselftests afterwards.

. "$(dirname "$0")/lib.sh"

MINUTES=${MINUTES:-10}
CONFIG=stress
[ -z "$FLAVOUR" ] || CONFIG=
export CONFIG
set_paths
"$root/scripts/build.sh"
build_bench
say "$MINUTES minutes of stress, and the kselftests"
status=0
RUN=$root/guest/bench/stress.sh FILES=$logs/bench APPEND="stress_minutes=$MINUTES ${APPEND:-}" \
	ICOUNT=off CPUS=4 MEMORY=${MEMORY:-$(scale memory 1024)} \
	TIMEOUT=${TIMEOUT:-$((MINUTES * 60 + $(scale time 1500)))} \
	"$root/scripts/vm.sh" "$logs/vm" >"$logs/output" 2>"$logs/stderr" ||
	status=$?
if [ $status -ne 0 ]; then
	cat "$logs/output" "$logs/stderr" >&2
	[ $status -eq 2 ] || die "the guest's script exited with $status, not 0"
	exit 2
fi
mv "$logs/output" "$logs/vm/output"
exec "$root/scripts/verdict.sh" "$logs/vm"
