# shellcheck shell=sh disable=SC2034,SC2154 # of those who source it
# Guests in the background, for scripts that compare kernels. To be sourced, after
# lib.sh.

waiting=

# start_guest NAME SERIES SCRIPT [APPEND]: what the script prints goes to
# $logs/NAME.output. SERIES is "" or none.
start_guest() {
	(
		SERIES=$2
		set_paths
		export SERIES
		RUN=$3 APPEND=${4-${APPEND:-}} "$root/scripts/vm.sh" "$logs/$1"
	) >"$logs/$1.output" 2>"$logs/$1.stderr" &
	waiting="$waiting $1:$!"
}

# shellcheck disable=SC2317 # end_jobs calls it
guest_ended() { # NAME PID
	wait "$2" || {
		cat "$logs/$1.stderr" >&2
		die "the guest was lost: $1"
	}
}
