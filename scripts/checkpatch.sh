#!/bin/sh
# checkpatch.sh TREE PATCH [OPTION...]: what checkpatch says about a patch, without the
# types of complaint that the files have which it changes, as they are in TREE. Prints
# nothing when all is well. In TYPES, a directory, the files' types are kept for the
# next patch.
#
# There is no link to the report, MAINTAINERS has a patch of its own, and the tree no
# history with the commits that Fixes: names.

set -eu

cd "$1"
patch=$2
shift 2
said=$(mktemp -d)
trap 'rm -r "$said"' EXIT

checkpatch() { # ARGUMENT...
	perl scripts/checkpatch.pl --strict --quiet --no-summary --show-types \
		--ignore BAD_REPORTED_BY_LINK,FILE_PATH_CHANGES,UNKNOWN_COMMIT_ID --emacs "$@" \
		2>/dev/null || true
}

types() {
	sed -n 's/^[^ ]*:[0-9]*: \(WARNING\|ERROR\|CHECK\):\([A-Z_]*\): .*/\2/p' |
		sort -u
}

types_of() { # FILE
	kept=${TYPES:-$said}/$(echo "$1" | tr / _)
	[ -e "$kept" ] || checkpatch -f "$1" | types >"$kept"
	cat "$kept"
}

checkpatch "$@" "$patch" >"$said/patch"
sed -n 's,^+++ b/,,p' "$patch" | while read -r file; do
	[ ! -f "$file" ] || types_of "$file"
done | sort -u >"$said/old-types"
for type in $(types <"$said/patch" | comm -23 - "$said/old-types"); do
	grep ":$type:" "$said/patch"
done
