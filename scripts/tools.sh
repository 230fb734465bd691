#!/bin/sh
# Check that what the harness needs is there. Root on Debian gets it installed,
# anyone else the apt line that does.

set -eu

# a command or a file, and the package that brings it
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
/usr/lib/git-core/git-send-email	git-email
/usr/share/perl5/Mail/Address.pm	libmailtools-perl
gnuplot			gnuplot-nox
perl			perl
python3			python3
qemu-system-x86_64	qemu-system-x86
rst2html		python3-docutils
rsync			rsync
shellcheck		shellcheck
sparse			sparse
spatch			coccinelle
/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0	libpython3.11
xz			xz-utils
/usr/include/libelf.h	libelf-dev
/usr/include/openssl/ssl.h	libssl-dev
/usr/include/stdio.h	libc6-dev
'

# PATH without sbin is usual for users; depmod is there
PATH=$PATH:/usr/sbin:/sbin

missing() {
	echo "$needs" | while read -r what package; do
		case $what in
		'') ;;
		/*) [ -e "$what" ] || echo "$package" ;;
		*) command -v "$what" >/dev/null || echo "$package" ;;
		esac
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
