#!/bin/sh
# Remove out/, but no work: trees whose changes are not exported stay.

. "$(dirname "$0")/lib.sh"
. "$root/scripts/series.sh"

for rendered in "$out"/*/tree/.git/rendered; do
	[ -f "$rendered" ] || continue
	series_tree=${rendered%/.git/rendered}
	! edited ||
		die "$series_tree has changes that are not exported" \
			"$(how_to_keep), or rm -r $series_tree"
done
rm -rf "$out"
