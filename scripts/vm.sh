#!/bin/sh
# vm.sh [DIRECTORY]: boot the built kernel, run RUN in it, pass on what it prints
# and its exit status. Without RUN there is a shell. The DIRECTORY, by default
# one among the logs, gets the console.
#
# The guest's clock counts instructions, mostly 16 ns each: sleeps are free, and the same
# work takes the same time whatever the host does. (With less than 16 ns the many
# busy waits of a boot are what takes long.) Only one CPU is online there: more would
# take turns, and spend whole turns on waiting for each other's locks. On a loaded
# host it can miss its timer for seconds of that clock: no RCU stall warnings then.
# ICOUNT=off is for races: the CPUs run in parallel and in real time.

. "$(dirname "$0")/lib.sh"

RUN=${RUN:-}
FILES=${FILES:-}
TIMEOUT=${TIMEOUT:-$(scale time 300)}
vm=${1:-$logs/vm}
console=$vm/console

# The script and its files are a second archive behind that of the build.
make_initramfs() {
	rm -rf "$vm"
	mkdir -p "$vm/root/files"
	[ -z "$FILES" ] || cp -R "$FILES/." "$vm/root/files/"
	if [ -n "$RUN" ]; then
		cp "$RUN" "$vm/root/script"
		chmod +x "$vm/root/script"
	fi
	(
		cd "$build"
		log vm-initramfs sh "$tree/usr/gen_initramfs.sh" \
			-o "$vm/files.cpio" -u squash -g squash "$vm/root"
	)
	cat "$build/initramfs.cpio" "$vm/files.cpio" >"$vm/initramfs.cpio"
	rm -r "$vm/root" "$vm/files.cpio"
}

run_qemu() {
	set -- -nodefaults -no-user-config -display none -no-reboot \
		-m "${MEMORY:-$(scale memory 128)}" -smp "${CPUS:-2},cores=1,threads=1" \
		-kernel "${IMAGE:-$build/$(image)}" \
		-initrd "$vm/initramfs.cpio" \
		-chardev "file,id=console,path=$console" -serial chardev:console \
		-device virtio-serial,ioeventfd=off \
		-chardev "file,id=status,path=$vm/status" \
		-device virtserialport,chardev=status,nr=1
	if [ -n "$RUN" ]; then
		# standard input would close the port when it ends
		set -- "$@" -chardev file,id=output,path=/dev/stdout \
			-device virtserialport,chardev=output,nr=2
	else
		set -- "$@" -chardev stdio,id=output,signal=off,mux=on \
			-device virtconsole,chardev=output,nr=2
	fi
	append="console=$(machine console) shell=$(machine shell hvc0) panic=-1"
	case " ${APPEND:-}" in
	*" kmemleak="*) ;;
	*) append="$append kmemleak=on" ;;
	esac
	limit="timeout -k 5 $TIMEOUT"
	if [ "${ICOUNT:-}" = off ] || [ -z "$RUN" ]; then
		# shellcheck disable=SC2046 # options
		set -- $(accelerators) "$@"
	else
		shift=$(machine icount-shift 4)
		set -- -accel tcg -icount "shift=$shift,sleep=off" "$@"
		# as much of a CPU, however many others want it
		limit="timeout -k 5 $((TIMEOUT * 4)) prlimit --cpu=$TIMEOUT"
		append="$append ns_per_instruction=$((1 << shift))"
		append="$append maxcpus=1 rcupdate.rcu_cpu_stall_suppress=1"
	fi
	set -- "$@" ${PLUGIN:+-plugin "$PLUGIN"} \
		-append "$append $(machine append) $(flavour append) ${APPEND:-}"
	qemu="$(machine qemu) $(flavour qemu)"
	# shellcheck disable=SC2086 # a command with its first options
	if [ -n "$RUN" ]; then
		# by way of cat: QEMU opens its standard output anew, which empties a file
		{
			$limit $qemu "$@" </dev/null 2>"$vm/qemu" ||
				echo $? >"$vm/qemu-status"
		} | cat
	else
		$qemu "$@" 2>"$vm/qemu"
	fi
}

# the reason why there is no status
lost() {
	if grep -q 'Kernel panic' "$console"; then
		echo "the guest panicked"
	# by timeout or, SIGKILL, prlimit
	elif grep -q -s -x -e 124 -e 137 "$vm/qemu-status"; then
		echo "the guest hung: no status after $TIMEOUT s (TIMEOUT= gives more)"
	else
		echo "the guest died"
	fi
}

make_initramfs
: >"$console"
: >"$vm/status"
run_qemu || true
rm "$vm/initramfs.cpio"
status=$(tr -d '\r\n' <"$vm/status")
case $status in
[0-9]|[0-9][0-9]|[0-9][0-9][0-9])
	say "console: $console"
	exit "$status"
	;;
esac
tail -n 20 "$console" "$vm/qemu" >&2
die "$(lost)" "the whole console: $console"
