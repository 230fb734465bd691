#!/bin/sh
# What must hold: the patches' form, the kselftests on the series, their red control
# (the unpatched base), what the guest promises, which test CI and kselftest's runner
# blame for a leak, each topic with those before it and, when asked for the default base,
# the kselftests on the others and on arm64. With PART also that no moving object is
# listed, broken kernels, and the kselftests after some stress. How each part went is left
# in the file check.tsv among the logs, for the tables of matrix.sh and machines.sh.

. "$(dirname "$0")/lib.sh"

passed=0
failed=0
part=
state=$(checked_state)
touch "$logs/check.tsv"

begin() { # PART
	end_part
	say "== $1"
	sed -i "/^$1	/d" "$logs/check.tsv"
	part=$1
	already="$passed $failed"
	started=$(date +%s)
}

end_part() {
	[ -n "$part" ] || return 0
	printf '%s\t%d\t%d\t%d\t%s\n' "$part" $((passed - ${already% *})) \
		$((failed - ${already#* })) $(($(date +%s) - started)) "$state" \
		>>"$logs/check.tsv"
}

result() { # WHAT COMMAND...: is it so?
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
		say "ok	$what"
	else
		failed=$((failed + 1))
		say "NOT OK	$what"
	fi
}

# with the steps that are printed before each of them
failed_claims() { # LOG
	awk '/^# / { steps = steps $0 "\n"; next }
		/^not ok/ { print steps $0 }
		{ steps = "" }' "$1"
}

# part NAME COMMAND...: one that counts for itself, in the last line it prints
part() {
	part_log=$logs/check-$1.log
	begin "$1"
	shift
	part_status=0
	"$@" >"$part_log" || part_status=$?
	[ $part_status -ne 2 ] || exit 2
	tail -n 1 "$part_log"
	[ $part_status -eq 0 ] || failed_claims "$part_log"
	# shellcheck disable=SC2046 # "N passed, N failed"
	set -- $(tail -n 1 "$part_log")
	passed=$((passed + $1))
	failed=$((failed + $3))
	[ $part_status -eq 0 ] || [ "$3" -gt 0 ] || failed=$((failed + 1))
}

# On the base the bugs show, nothing else does, and what it lacks is skipped.
red_control() {
	red_claims=$root/$(expected_failures)
	begin "unpatched base"
	control_log=$logs/check-none.log
	status=0
	SERIES=none "$root/scripts/run.sh" >"$control_log" 2>"$control_log.stderr" ||
		status=$?
	[ $status -ne 2 ] || { cat "$control_log.stderr" >&2; exit 2; }
	red=$(sed -n 's/^not ok [0-9]* //p' "$control_log" | sort)
	echo "$red" | diff "$red_claims" - >&2 || true
	result "the claims in ${red_claims#"$root/"}, and only they, are not ok" \
		[ "$red" = "$(sort "$red_claims")" ]
	skips=$(grep -c '^ok .* # SKIP' "$control_log" || true)
	reasons=$(grep -c '^# skipped, this kernel has no ' "$control_log" || true)
	# without its 0: none skipped is wrong, too
	result "the claims about what the base lacks are skipped with the reason" \
		[ "$skips" = "${reasons#0}" ]
}

# guest STATUS WHAT: of the script on standard input
guest() {
	cat >"$logs/script"
	status=0
	RUN=$logs/script TIMEOUT=${TIMEOUT:-$(scale time 60)} "$root/scripts/vm.sh" \
		"$logs/guest" >"$logs/guest.output" 2>"$logs/guest.stderr" ||
		status=$?
	grep -q -e "${3:-}" "$logs/guest.output" "$logs/guest.stderr" ||
		status="$status, without: $3"
	result "$2" [ "$status" = "$1" ]
}

# shown_check FILE DIRECTORY: with what the guest said, if it does not hold
# shellcheck disable=SC2317 # result calls it
shown_check() {
	run_check "$@" && return
	tail -n 20 "$2.output" "$2.stderr" >&2
	return 1
}

guests() {
	begin guest
	"$root/scripts/build.sh"
	guest 0 "a script's output and status 0 arrive" 'hello world' <<-'END'
	echo hello world
	END
	guest 7 "so does status 7" <<-'END'
	exit 7
	END
	guest 2 "a panic is a lost guest" 'guest panicked' <<-'END'
	echo c >/proc/sysrq-trigger
	END
	TIMEOUT=$(scale time 20) guest 2 "so is a hang" 'guest hung' <<-'END'
	while :; do :; done
	END
	guest 2 "and a reboot" 'guest died' <<-'END'
	reboot -f
	END
	guest_checks
}

# Says "# skip NAME: REASON" in the file of the machine or of the flavour that this
# check cannot hold there?
is_skipped() { # CHECK
	if ! configured MODULES && grep -q -e insmod -e modprobe "$1"; then
		reason="this kernel has no modules"
	elif ! configured SMP && [ "$(check_value "$1" cpus 1)" != 1 ]; then
		reason="this kernel has one CPU"
	else
		reason=$( (machine "skip ${1##*/}"; flavour "skip ${1##*/}") |
			grep . ) || return
	fi
	say "skip	$(check_title "$1"): $reason"
}

# As many at a time as there are CPUs, unless they need CPUs for themselves.
guest_checks() {
	waiting=
	# shellcheck disable=SC2013 # names without spaces
	for check in $(grep -L '^# cpus: ' "$root"/guest/checks/*); do
		! is_skipped "$check" || continue
		end_jobs $(($(nproc) - 1)) check_ended
		shown_check "$check" "$logs/guest-${check##*/}" &
		waiting="$waiting $check:$!"
	done
	end_jobs 0 check_ended
	# shellcheck disable=SC2013
	for check in $(grep -l '^# cpus: ' "$root"/guest/checks/*); do
		is_skipped "$check" ||
			result "$(check_title "$check")" shown_check "$check" \
				"$logs/guest-${check##*/}"
	done
}

check_ended() { # CHECK PID
	result "$(check_title "$1")" wait "$2"
}

# judged 0|1 WHAT FILE SED-SCRIPT: the verdict on the run above, with a change
judged() {
	rm -rf "$logs/judged"
	mkdir "$logs/judged"
	cp "$logs/plain/output" "$logs/plain/console" "$logs/judged/"
	sed -i "$4" "$logs/judged/$3"
	status=0
	SKIPS=$(cat "$logs/plain/skips") "$root/scripts/verdict.sh" "$logs/judged" >/dev/null \
		2>"$logs/judged/stderr" || status=$?
	result "$2" [ $status -eq "$1" ]
}

# shellcheck disable=SC2016 # sed scripts
verdicts() {
	begin verdict
	judged 0 "a complete run passes" output ''
	judged 1 "one that ends halfway does not" output '/^# ok 10 /,$d'
	judged 1 "nor does one with a failed claim" output \
		's/^# ok 10 /# not ok 10 /'
	judged 1 "nor one with a skipped claim" output \
		's/^# ok 10 .*/& # SKIP/'
	judged 1 "nor one that kselftest calls failed" output \
		's/^ok 1 selftests/not ok 1 selftests/'
	judged 1 "nor one that the kernel warns about" console \
		'$a WARNING: CPU: 0 PID: 1 at mm/kmemleak.c'
}

# PART names the parts; without it, those that one machine does within an hour
all='lint run guest red attribution runner churn mutants prefixes stress'
case ${PART:-} in
'') PART='lint run guest red attribution runner prefixes others' ;;
all) PART=$all ;;
esac

run_and_verdicts() {
	part run "$root/scripts/run.sh"
	verdicts
}

# the last topic has all before it, which is what make run tests
prefixes() {
	# shellcheck disable=SC2046 # names
	part prefixes "$root/scripts/prefixes.sh" $(stored_topics "$BASE" | sed '$d')
}

others() {
	is_default_base && [ "$ARCH" = x86_64 ] && [ -z "$FLAVOUR" ] || return 0
	for name in $(base_names | sed 1d); do
		part "run-$name" env BASE="$name" "$root/scripts/run.sh"
	done
	# the newest is left
	part run-arm64 env BASE="$name" ARCH=arm64 "$root/scripts/run.sh"
}

# its load is in modules
stress() {
	"$root/scripts/build.sh" configure
	! configured MODULES ||
		MINUTES=${MINUTES:-2} part stress "$root/scripts/stress.sh"
}

for part_name in $PART; do
	case " $all others " in
	*" $part_name "*) ;;
	*) die "unknown PART=$part_name" "known: $all others, or all but others: all" ;;
	esac
done
for part_name in $PART; do
	case $part_name in
	lint) part lint "$root/scripts/lint.sh" ;;
	run) run_and_verdicts ;;
	guest) guests ;;
	red) red_control ;;
	attribution) part attribution "$root/scripts/attribution.sh" 1 2 ;;
	runner) part runner "$root/scripts/runner.sh" ;;
	churn) part churn "$root/scripts/churn.sh" quick ;;
	mutants) part mutants "$root/scripts/mutants.sh" sample 12 ;;
	prefixes) prefixes ;;
	stress) stress ;;
	others) others ;;
	esac
done

end_part
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
