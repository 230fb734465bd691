#!/bin/sh
# How the series of this base differs from that of the default one: git range-diff,
# for what was changed in one to be carried over with its review. FROM=base compares
# with another.

. "$(dirname "$0")/lib.sh"

FROM=${FROM:-$(base_names | head -n 1)}
[ -n "$(base_column "$FROM" 1)" ] || die "unknown FROM=$FROM" "known:" "$(base_names)"
[ "$FROM" != "$BASE" ] || die "FROM=$FROM is the BASE, too" \
	"give another BASE: make diff BASE=$(base_names | tail -n 1)"

"$root/scripts/tree.sh"
(
	BASE=$FROM
	export BASE
	exec "$root/scripts/tree.sh"
)
from=$out/$FROM/tree
objects=$(plain_git -C "$from" rev-parse --absolute-git-dir)/objects
alternates=$series_tree/.git/objects/info/alternates
for directory in "$objects" $(cat "$objects/info/alternates"); do
	grep -qxF "$directory" "$alternates" || echo "$directory" >>"$alternates"
done
log fetch plain_git -C "$series_tree" fetch -q --no-tags "$from" \
	"+base:refs/from/base" "+series:refs/from/series"
plain_git -C "$series_tree" --no-pager range-diff --no-color --no-dual-color \
	refs/from/base..refs/from/series base..series
