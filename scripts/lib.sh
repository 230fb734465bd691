# shellcheck shell=sh disable=SC2034 # for those who source it
# What the scripts share. To be sourced; names the paths of the kernel that
# BASE, LINUX, SERIES and ARCH ask for.

set -eu

# depmod is in sbin
PATH=$PATH:/usr/sbin:/sbin
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/out
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kmemleak-series

BASE=${BASE:-6.12}
ARCH=${ARCH:-x86_64}
LINUX=${LINUX:-}
SERIES=${SERIES:-}
FLAVOUR=${FLAVOUR:-}

say() { echo "  $*" >&2; }

# Exit status 2: the harness could not do it. The last line says what mends it.
die() {
	for line; do echo "$line" >&2; done
	exit 2
}

# log NAME COMMAND...: what the command prints goes to a log, shown on failure
log() {
	log_file=$logs/$1.log
	shift
	"$@" >"$log_file" 2>&1 && return
	tail -n 20 "$log_file" >&2
	die "failed: $*" "the whole log: $log_file"
}

base_names() { awk '/^[^#]/ { print $1 }' "$root/bases"; }

is_default_base() {
	[ -z "$LINUX" ] && [ "$BASE" = "$(base_names | head -n 1)" ]
}

# base_column NAME N: a column of a line in the file `bases`
base_column() { awk -v name="$1" -v n="$2" '$1 == name { print $n }' "$root/bases"; }

# what there is behind NAME. in the names of guest/
endings() { # NAME
	(cd "$root/guest" && printf '%s\n' "$1".* | sed "s/^$1\.//")
}

# machine NAME [DEFAULT]: what a comment "# NAME: VALUE" in guest/config.$ARCH says
machine() { check_value "$root/guest/config.$ARCH" "$1" "${2:-}"; }

# flavour NAME [DEFAULT]: the same of guest/flavour.$FLAVOUR
flavour() {
	if [ -z "$FLAVOUR" ]; then
		echo "${2:-}"
	else
		check_value "$root/guest/flavour.$FLAVOUR" "$1" "${2:-}"
	fi
}

# scale memory|time NUMBER: the machine and the flavour can need more of it
scale() { echo $(($2 * $(machine "$1-factor" 1) * $(flavour "$1-factor" 1))); }

# the kernel image that QEMU boots; that of make real needs no PVH
image() {
	if [ "${CONFIG:-}" = real ]; then
		echo arch/x86/boot/bzImage
	else
		flavour image "$(machine image)"
	fi
}

# KVM for the host's own architecture, where the processor helps: one without (PVM)
# stops in the middle.
accelerators() {
	[ "$ARCH" != "$(uname -m)" ] || ! grep -qw -e vmx -e svm /proc/cpuinfo ||
		printf %s '-accel kvm '
	echo '-accel tcg'
}

# The topics of a base are the directories of its patches, in the order of sending.
stored_topics() { # BASE, or *
	# shellcheck disable=SC2086 # all bases
	(cd "$root/patches" && printf '%s\n' $1/[0-9]*/) |
		sed 's,/$,,; s,.*/,,; /\*/d' | sort -u
}

check_variables() {
	[ -n "$(base_column "$BASE" 1)" ] ||
		die "unknown BASE=$BASE" "known:" "$(base_names)"
	[ -f "$root/guest/config.$ARCH" ] ||
		die "unknown ARCH=$ARCH" "known:" "$(endings config)"
	[ -z "$FLAVOUR" ] || [ -f "$root/guest/flavour.$FLAVOUR" ] ||
		die "unknown FLAVOUR=$FLAVOUR" "known:" "$(endings flavour)"
	[ -z "$FLAVOUR" ] || [ "$ARCH" = "$(flavour arch x86_64)" ] ||
		die "FLAVOUR=$FLAVOUR is not for ARCH=$ARCH" "give ARCH=$(flavour arch x86_64)"
	case $SERIES in
	'' | none) ;;
	*) stored_topics '*' | grep -qxF -e "$SERIES" ||
		die "unknown SERIES=$SERIES" "known: none, or not given, or up to a topic:" \
			"$(stored_topics "$BASE")" ;;
	esac
	for number in MEMORY="${MEMORY:-1}" CPUS="${CPUS:-1}" \
		TIMEOUT="${TIMEOUT:-1}" MINUTES="${MINUTES:-1}"; do
		case ${number#*=} in
		0* | *[!0-9]*) die "$number: give a number, 1 or more" ;;
		esac
	done
	case ${ICOUNT:-} in
	'' | off) ;;
	*) die "unknown ICOUNT=$ICOUNT" "known: off, or not given" ;;
	esac
	[ -z "${RUN:-}" ] || [ -f "$RUN" ] ||
		die "RUN=$RUN: there is no such file" "give a script, as guest/checks/dump"
	[ -z "${FILES:-}" ] || [ -d "$FILES" ] ||
		die "FILES=$FILES: there is no such directory" "give one to copy to /files"
	[ -z "$LINUX" ] || [ -f "$LINUX/mm/kmemleak.c" ] ||
		die "LINUX=$LINUX: no kernel tree there (no mm/kmemleak.c)" \
			"give the top directory of an unpacked kernel"
}

# A directory in out/ for each kernel with its tree, its build and its logs.
# VARIANT, CONFIG and LEAKS are for scripts only: a worktree of the series for breaking it,
# a build with the options of guest/config-$CONFIG, and the kernel with what real/leaks
# brings back.
set_paths() {
	if [ -n "$LINUX" ]; then
		LINUX=$(cd "$LINUX" && pwd)
		family=linux-$(echo "$LINUX" | cksum | cut -d' ' -f1)
	else
		family=$BASE
	fi
	case $SERIES in
	[1-9]*) variant=topic ;;
	*) variant=${SERIES:-${VARIANT:-}} ;;
	esac
	kernel=$out/$family${variant:+-$variant}${LEAKS:+-leaks}
	series_tree=$out/$family/tree
	tree=$kernel/tree
	# some flavours are another's kernel, booted otherwise
	options=$(flavour like "$FLAVOUR")
	build=$kernel/build-$ARCH${CONFIG:+-$CONFIG}${options:+-$options}
	logs=$kernel/logs-$ARCH${CONFIG:+-$CONFIG}${FLAVOUR:+-$FLAVOUR}
	mkdir -p "$logs"
}

# Git as it comes, whatever the user configured: the same patches everywhere.
plain_git() {
	GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
		git -c user.name=harness -c user.email=harness@localhost "$@"
}

# Kernel make. No "+" for a modified git tree: each commit would be a version of
# its own. The same objects in several trees under out/ are compiled once.
kmake() {
	compiler=$(machine compiler)
	CCACHE_BASEDIR=$out make -s -C "$tree" O="$build" ARCH="$(machine kbuild)" \
		CROSS_COMPILE="$compiler" CC="ccache ${compiler}gcc" LOCALVERSION= KBUILD_BUILD_TIMESTAMP=@0 \
		-j"$(nproc)" "$@"
}

# the file with the claims that fail without the series: per-CPU addresses, for example,
# are not the same everywhere
expected_failures() {
	claims=patches/$BASE/expected-failures
	[ ! -f "$root/$claims.$ARCH" ] || claims=$claims.$ARCH
	echo "$claims"
}

# configured OPTION: has the kernel that is built it?
configured() { grep -qx "CONFIG_$1=y" "$build/.config"; }

# what the kernel complains about, but for what guest/splats excuses
splats() { # CONSOLE
	grep -v -e '^#' -e '^$' "$root/guest/splats" >"$1.excused" || true
	grep -E '\<BUG\>|WARNING|INFO: (task|possible|suspicious|rcu)|KASAN|KCSAN|Oops|general protection|Unable to handle|Internal error|Call [Tt]race' \
		"$1" | grep -v -E -f "$1.excused" || true
}

# A script in guest/checks says above its commands what must hold and then, in
# lines "# NAME: VALUE", what its guest needs: append (to the kernel's command line),
# cpus (that run in parallel and in real time), memory, timeout.
check_title() { sed -n '2s/^# //p' "$1"; }

check_value() { # FILE NAME DEFAULT
	value=$(sed -n "s/^# $2: //p" "$1")
	echo "${value:-$3}"
}

# what the results of this machine and kernel hold for: nothing of the others'
checked_state() {
	{
		find "$root/patches/$BASE" "$root/guest" -type f \
			! -name 'config.*' ! -name 'flavour.*' ! -path '*/bench/*'
		find "$root/guest/config.$ARCH" "$root/guest/flavour.$FLAVOUR" \
			"$root/guest/flavour.$options" 2>/dev/null
	} | sort -u | xargs cat | cksum | cut -d' ' -f1
}

# checked: the results of the kernel asked for, as they are now: PART PASSED FAILED SECONDS
checked() { sed -n "s/	$(checked_state)\$//p" "$logs/check.tsv" 2>/dev/null || true; }

check_key() { cksum <"$1" | cut -d' ' -f1; }

# run_check FILE DIRECTORY [TIMEOUT]: does it hold in the guest, without splats?
run_check() {
	cpus=$(check_value "$1" cpus '')
	RUN=$1 FILES='' APPEND=$(check_value "$1" append '') \
		CPUS=$cpus ICOUNT=${cpus:+off} \
		MEMORY=$(scale memory "$(check_value "$1" memory 128)") \
		TIMEOUT=${3:-$(scale time "$(check_value "$1" timeout 60)")} \
		"$root/scripts/vm.sh" "$2" >"$2.output" 2>"$2.stderr" &&
		[ -z "$(splats "$2/console" | tee -a "$2.stderr")" ]
}

# from now on checkpatch.sh asks about each file only once
keep_types() {
	export TYPES="$logs/types"
	rm -rf "$TYPES"
	mkdir "$TYPES"
}

# $waiting has words NAME:PID of jobs in the background.
# end_jobs N ENDED: wait until N are left, and call ENDED NAME PID for each other one
end_jobs() {
	limit=$1
	ended=$2
	# shellcheck disable=SC2086 # a list of words
	set -- $waiting
	while [ $# -gt "$limit" ]; do
		"$ended" "${1%:*}" "${1##*:}"
		shift
	done
	waiting=$*
}

# the modules of guest/bench, for the kernel that is built: in $logs/bench
build_bench() {
	rm -rf "$logs/bench"
	mkdir -p "$logs/bench"
	cp "$root"/guest/bench/* "$logs/bench/"
	log bench-modules kmake M="$logs/bench" modules
}

# run_bench SERIES SCRIPT: one of guest/bench in the guest, with its modules. SERIES is
# "" or none.
run_bench() {
	SERIES=$1
	set_paths
	export SERIES
	"$root/scripts/build.sh"
	build_bench
	RUN=$root/guest/bench/$2 FILES=$logs/bench TIMEOUT=${TIMEOUT:-600} \
		"$root/scripts/vm.sh" "$logs/bench-vm"
}

check_variables
set_paths
