#!/bin/sh
# tools.sh TARGET...: check that what these targets of make and parts of make check need
# is there. Root on Debian gets it installed, anyone else the apt line that does.

set -eu

# a command or a file, the package that brings it and, if not all need it, who does
needs='
bc			bc
bison			bison
busybox			busybox-static
/bin/bash-static	bash-static
ccache			ccache
cpio			cpio
depmod			kmod
flex			flex
gcc			gcc
git			git
perl			perl
python3			python3
rsync			rsync
xz			xz-utils
/usr/include/libelf.h	libelf-dev
/usr/include/openssl/ssl.h	libssl-dev
/usr/include/stdio.h	libc6-dev
rst2html		python3-docutils	lint
shellcheck		shellcheck		lint
i686-linux-gnu-gcc	gcc-i686-linux-gnu	lint
sparse			sparse			lint
spatch			coccinelle		mutants
/usr/lib/*/libpython3.*.so.1.0	libpython3-dev	mutants
gnuplot			gnuplot-nox		bench
mmdebstrap		mmdebstrap		real
genext2fs		genext2fs		real
/usr/lib/git-core/git-send-email	git-email	send
/usr/share/perl5/Mail/Address.pm	libmailtools-perl	send
'

targets=$(printf '%s\n' "$@")
guest=$(dirname "$0")/../guest
# an unknown one is complained of later
kernels="$guest/config.${ARCH:-x86_64} $guest/flavour.${FLAVOUR:-}"
# what these are made of
case " $* " in
*" matrix "* | *" all "*) targets="lint mutants" ;;
" check ")
	targets=lint
	# which scripts/check.sh boots, too
	[ -n "${ARCH:-}${FLAVOUR:-}" ] || kernels="$kernels $guest/config.arm64" ;;
esac
case " $* " in
*" matrix "* | *" machines "*) kernels="$guest/config.* $guest/flavour.*" ;;
esac
for file in $kernels; do
	[ ! -f "$file" ] || needs="$needs$(sed -n 's/^# needs: //p' "$file")
"
done

# PATH without sbin is usual for users; depmod is there
PATH=$PATH:/usr/sbin:/sbin

is_needed() { # BY
	[ -z "$1" ] || echo "$targets" | grep -qw "$1"
}

# is_there COMMAND | FILE: a pattern, since names have architectures and versions
is_there() {
	# shellcheck disable=SC2086
	case $1 in
	/*) ls -d $1 >/dev/null 2>&1 ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

missing() {
	echo "$needs" | while read -r what package by; do
		[ -z "$what" ] || ! is_needed "$by" || is_there "$what" || echo "$package"
	done
}

packages=$(missing | tr '\n' ' ')
[ -n "$packages" ] || exit 0

install="apt-get install -y --no-install-recommends $packages"
if [ "$(id -u)" -ne 0 ] || [ ! -f /etc/debian_version ]; then
	echo "missing tools. On Debian, as root:" >&2
	echo "	$install" >&2
	exit 2
fi

echo "  installing $packages" >&2
log=$(mktemp)
# shellcheck disable=SC2086 # a list of packages
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $install; } \
	>"$log" 2>&1 </dev/null || [ -n "$(missing)" ]; then
	tail -n 20 "$log" >&2
	echo "could not install the missing tools, try: $install" >&2
	exit 2
fi
rm "$log"
