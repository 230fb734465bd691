#!/bin/sh
# source.sh BASE: bring the pristine kernel of a line in `bases` from Debian's
# mirror into a git repository in the cache, tag `base`; print where that is. Old
# versions leave the mirror: then it is the newest one of the same suite.

. "$(dirname "$0")/lib.sh"
. "$root/scripts/apt.sh"

package=$(base_column "$1" 2)
version=$(base_column "$1" 3)
suite=$(base_column "$1" 4)
pinned=$cache/$package-$version.git

# sets version to the pinned one or, if it is gone, the newest of the suite
find_version() {
	private_apt "$suite" "give an unpacked kernel instead: make ... LINUX=path"
	# newest first: package | version | where
	versions=$(apt-cache madison "$package" | cut -d'|' -f2 | tr -d ' ')
	[ -n "$versions" ] ||
		die "there is no $package in $suite" "change it in $root/bases"
	echo "$versions" | grep -qxF "$version" ||
		version=$(echo "$versions" | head -n 1)
}

import() { # DIRECTORY OF A KERNEL
	set -- plain_git --git-dir="$repository.new" --work-tree="$1"
	plain_git init -q --bare "$repository.new" &&
	"$@" -c core.looseCompression=1 add -A -f &&
	GIT_AUTHOR_DATE='2000-01-01 00:00 +0000' \
	GIT_COMMITTER_DATE='2000-01-01 00:00 +0000' \
		"$@" commit -q -m "$package $version" &&
	"$@" tag base &&
	mv "$repository.new" "$repository"
}

# into the repository of the version
bring() {
	work=$(mktemp -d "$cache/work.XXXXXX")
	trap 'rm -rf "$work" "$repository.new"' EXIT
	cd "$work"
	say "downloading $package $version"
	log download apt-get download "$package=$version"
	say "unpacking"
	log unpack dpkg-deb -x ./*.deb .
	log unpack tar xf usr/src/linux-source-*.tar.xz
	rm -rf usr ./*.deb
	say "importing into git"
	log import import "$work"/linux-source-*
}

if [ ! -d "$pinned" ]; then
	mkdir -p "$cache"
	find_version
	repository=$cache/$package-$version.git
	[ -d "$repository" ] || bring
	# what stands in for a version that is gone
	[ "$repository" = "$pinned" ] || ln -s "${repository##*/}" "$pinned"
fi
if [ -L "$pinned" ]; then
	used=$(basename "$(readlink "$pinned")" .git)
	say "$(basename "$pinned" .git) is gone from the mirror, this is $used"
fi
echo "$pinned"
