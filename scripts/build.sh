#!/bin/sh
# build.sh [configure]: build what the guest boots, which is vmlinux and an
# initramfs with the modules and the installed kselftest; or only configure it.

. "$(dirname "$0")/lib.sh"

"$root/scripts/tree.sh"

# what the series adds to the options that mm selftests need
selftest_options() {
	plain_git -C "$tree" diff base -- tools/testing/selftests/mm/config |
		sed -n 's/^+\(CONFIG_\)/\1/p'
}

# refused FRAGMENT: merge_config.sh drops what Kconfig refuses with no more than a warning
refused() {
	grep '^\(# \)*CONFIG_' "$1" | sed 's/^# //' | while read -r line; do
		case $line in
		*=*) grep -qx "$line" "$build/.config" ;;
		*) ! grep -q "^${line% is not set}=" "$build/.config" ;;
		esac || echo "$line"
	done
}

fragments() {
	if [ "${CONFIG:-}" = real ]; then
		cat "$root/real/config"
		[ -z "$options" ] || cat "$root/guest/flavour.$options"
		return
	fi
	cat "$root/guest/config" "$root/guest/config-${CONFIG:-default}"
	# a kernel to measure is as distributions have it
	[ "${CONFIG:-}" = bench ] || cat "$root/guest/config-checks"
	selftest_options
	cat "$root/guest/config.$ARCH"
	[ -z "$options" ] || cat "$root/guest/flavour.$options"
}

# what is said last of an option counts
last_of_each() {
	sed -n 's/^\(# \)*\(CONFIG_[^= ]*\)\([= ].*\)/\2 &/p' |
		awk '{ option = $1; sub(/^[^ ]* /, ""); last[option] = $0 }
			END { for (option in last) print last[option] }' | sort
}

# the kernel's own configurations to begin with
first() {
	if [ "${CONFIG:-}" = real ]; then
		check_value "$root/real/config" begins-with ''
	else
		echo tinyconfig
	fi
}

# the kernel's own fragment that the flavour begins with
included() {
	include=$(flavour include)
	[ -z "$include" ] || cat "$tree/$include"
}

configure() {
	fragments | last_of_each >"$logs/fragment"
	included >"$logs/included"
	cat "$logs/included" "$logs/fragment" | cmp -s - "$build/fragment" && return
	say "configuring"
	# once more if it fails
	rm -f "$build/fragment"
	# shellcheck disable=SC2046 # names
	log config kmake $(first)
	log merge-config sh "$tree/scripts/kconfig/merge_config.sh" -m \
		-O "$build" "$build/.config" "$logs/included" "$logs/fragment"
	log config kmake olddefconfig
	refused=$(refused "$logs/fragment")
	[ -z "$refused" ] ||
		die "this kernel does not take these options:" "$refused" \
			"add what they depend on to guest/config.$ARCH${options:+ or guest/flavour.$options}"
	# it is for larger kernels
	refused=$(last_of_each <"$logs/included" | refused - | xargs)
	[ -z "$refused" ] || say "not from $include: $refused"
	cat "$logs/included" "$logs/fragment" >"$build/fragment"
}

compile() {
	set -- "$(basename "$(image)")"
	! configured MODULES || set -- "$@" modules
	grep -q kmemleak_transient_leak "$tree/include/linux/kmemleak.h" ||
		set -- "$@" CFLAGS_test_kmemleak.o="-include \
			$root/guest/no-transient-leak.h"
	say "building the kernel"
	log build kmake "$@"
}

build_modules() {
	rm -rf "$build/helpers"
	mkdir -p "$build/helpers" "$build/root/modules"
	cp "$root"/guest/modules/* "$build/helpers/"
	log guest-modules kmake M="$build/helpers" modules
	cp "$build"/helpers/*.ko "$build/root/modules/"
	log modules kmake modules_install INSTALL_MOD_PATH="$build/root"
	rm -f "$build"/root/lib/modules/*/build "$build"/root/lib/modules/*/source
}

# what the checks use beside the shell: modules, and programs in C
build_helpers() {
	mkdir -p "$build/root/bin"
	! configured MODULES || build_modules
	for program in "$root"/guest/programs/*.c; do
		log guest-programs "$(machine compiler)gcc" -O2 -Wall -static -pthread \
			-o "$build/root/bin/$(basename "$program" .c)" "$program"
	done
}

# only the scripts of the mm selftests: none of their C programs is run here
install_kselftest() {
	rm -rf "$build/root"
	log kselftest make -s -C "$tree/tools/testing/selftests" install \
		O="$build" ARCH="$(machine kbuild)" CROSS_COMPILE="$(machine compiler)" \
		TARGETS=mm TEST_GEN_FILES= TEST_GEN_MODS_DIR= \
		KSFT_INSTALL_PATH="$build/root/kselftest"
}

make_initramfs() {
	cp "$root/guest/init" "$root/guest/selftest" "$build/root/"
	shells=$("$root/scripts/shells.sh")
	cp "$shells/busybox" "$shells/bash" "$build/root/bin/"
	ln -sf busybox "$build/root/bin/sh"
	cat >"$build/nodes" <<-END
	dir /dev 0755 0 0
	dir /files 0755 0 0
	dir /proc 0755 0 0
	dir /sys 0755 0 0
	dir /tmp 1777 0 0
	nod /dev/console 0600 0 0 c 5 1
	END
	# it calls usr/gen_init_cpio of the current directory
	cd "$build"
	log initramfs sh "$tree/usr/gen_initramfs.sh" -o initramfs.cpio \
		-u squash -g squash root nodes
}

mkdir -p "$build"
configure
[ "${1:-}" != configure ] || exit 0
compile
if [ "${CONFIG:-}" = real ]; then
	log modules kmake modules_install INSTALL_MOD_PATH="$build/root"
	exit
fi
install_kselftest
build_helpers
make_initramfs
