#!/bin/sh
# A kernel as distributions build it, a Debian that runs on it, and work as people do it:
# what is listed that is in use, without the series and with it? Each of real/work is done
# for its share of MINUTES. And which leaks of real/leaks are found?

CONFIG=real
. "$(dirname "$0")/lib.sh"
. "$root/scripts/apt.sh"
export CONFIG

MINUTES=${MINUTES:-60}
results=$out/$family/real${FLAVOUR:+-$FLAVOUR}

# what the guest's disk has, one for each list of packages
image_file() {
	echo "$cache/real-$(cat "$root/real/packages" "$root/real/real.service" |
		cksum | cut -d' ' -f1).ext2"
}

make_image() {
	[ ! -f "$(image_file)" ] || return 0
	release=$(. /etc/os-release && echo "$VERSION_CODENAME")
	site=$(mirror "$release")
	[ -n "$site" ] || die "apt has no Debian mirror with $release configured" \
		"run make real on a Debian that has"
	say "installing a Debian $release to boot"
	work=$(mktemp -d "$cache/work.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	# shellcheck disable=SC2016 # $1 is mmdebstrap's
	log image mmdebstrap --variant=apt --format=ext2 \
		--include="$(sed '/^#/d' "$root/real/packages" | paste -sd,)" \
		--customize-hook="copy-in '$root/real/real.service' /etc/systemd/system" \
		--customize-hook='chroot "$1" systemctl enable real.service' \
		--customize-hook='chroot "$1" sh -c "cd /root && apt-get download hello tree patch"' \
		"$release" "$work/image.ext2" \
		"deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $release main"
	mv "$work/image.ext2" "$(image_file)"
}

# boot DIRECTORY MINUTES: what the script `commands` there says, in its file output
boot() {
	cp -R "$root"/real/* "$1/"
	rm -f "$1/status"
	# shellcheck disable=SC2046 # options
	timeout -k 5 $(($2 * 60)) qemu-system-x86_64 -nodefaults -no-user-config -display none \
		-no-reboot $(accelerators) -cpu max -smp 2 -m 3072 \
		-kernel "$build/$(image)" \
		-drive "file=$(image_file),format=raw,if=virtio,snapshot=on" \
		-virtfs "local,path=$1,mount_tag=host,security_model=none" \
		-virtfs "local,path=$build/root/lib/modules,mount_tag=modules,security_model=none,readonly=on" \
		-virtfs "local,path=$tree,mount_tag=source,security_model=none,readonly=on" \
		-nic user,model=virtio-net-pci \
		-serial "file:$1/console" \
		-append "root=/dev/vda rw console=ttyS0 kmemleak=on panic=-1 ${APPEND:-}" \
		</dev/null 2>"$1/qemu" || true
	[ -s "$1/status" ] || { tail -n 20 "$1/console" >&2; die "the guest ended or hung" \
		"the whole console: $1/console"; }
}

# guest SERIES NAME MINUTES COMMAND: what it prints, kept in $results
guest() {
	SERIES=${1#series}
	set_paths
	export SERIES
	"$root/scripts/build.sh"
	vm=$results/$2-$1
	rm -rf "$vm"
	mkdir -p "$vm"
	echo "$4" >"$vm/commands"
	say "$1: $4"
	boot "$vm" "$3"
	cat "$vm/output"
}

names() { # DIRECTORY
	(cd "$root/real/$1" && printf '%s ' *)
}

# use SERIES: is anything listed that is in use?
use() {
	# shellcheck disable=SC2086 # names
	set -- "$1" ${WORK:-nothing $(names work)}
	series=$1
	shift
	guest "$series" use $((MINUTES * 3 + 20)) "bash use $((MINUTES * 60 / $#)) $*"
}

# leaks SERIES: is each leak listed, and for which test?
leaks() {
	export LEAKS=yes
	guest "$1" leaks 90 "bash find ${WORK:-$(names leaks | sed 's/[^ ]*\.patch//g')}"
	unset LEAKS
}

make_image
for part in ${PART:-use leaks}; do
	for series in ${KERNELS:-none series}; do
		$part "$series"
	done
done
