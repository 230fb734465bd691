#!/bin/sh
# shells.sh: print the directory with the guest's busybox and bash, which are static.
# Those of another architecture come from Debian's packages, and stay in the cache.

. "$(dirname "$0")/lib.sh"
. "$root/scripts/apt.sh"

debian=$(machine debian)
shells=$cache/shells-${debian:-host}
instead="put static ones of $debian into $shells, as busybox and bash"

of_the_host() {
	mkdir -p "$shells"
	ln -sf "$(command -v busybox)" "$shells/busybox"
	ln -sf /bin/bash-static "$shells/bash"
}

# From the Debian release that has all architectures of guest/config.*, riscv64, too.
bring() {
	work=$(mktemp -d "$cache/work.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	cd "$work"
	say "downloading busybox and bash of $debian"
	private_apt trixie "$instead" "$debian"
	log download apt-get download busybox-static bash-static
	for deb in *.deb; do log unpack dpkg-deb -x "$deb" .; done
	mkdir shells
	# in /bin or in /usr/bin
	log unpack find . -type f -name busybox -exec mv {} shells/busybox \;
	log unpack find . -type f -name bash-static -exec mv {} shells/bash \;
	log unpack ls shells/busybox shells/bash
	mv shells "$shells"
}

mkdir -p "$cache"
if [ -z "$debian" ]; then
	of_the_host
elif [ ! -d "$shells" ]; then
	bring
fi
echo "$shells"
