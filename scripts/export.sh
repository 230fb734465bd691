#!/bin/sh
# Store the branch `series` of the rendered tree in patches/, a directory a topic. The
# topics are branches there, and the last one goes to the end of the series.

. "$(dirname "$0")/lib.sh"
. "$root/scripts/series.sh"

[ -z "$LINUX" ] || die "LINUX=$LINUX is not a base: nothing to store its series as" \
	"$(how_to_keep)"
[ -f "$series_tree/.git/rendered" ] ||
	die "there is no tree to export" "make tree BASE=$BASE"
[ "$(plain_git -C "$series_tree" symbolic-ref --short -q HEAD)" = series ] ||
	die "$series_tree is not on its branch series" \
		"git -C $series_tree switch series"
! edited_files "$series_tree" ||
	die "$series_tree has changes that no commit has" \
		"git -C $series_tree commit (or stash)"

last=$(topics "$series_tree" | tail -n 1)
[ -n "$last" ] || die "$series_tree has no branch for a topic" \
	"git -C $series_tree branch 3-fixes COMMIT (its last one), and so on"
tree_git() { plain_git -C "$series_tree" "$@"; }
tree_git merge-base --is-ancestor "$last" series ||
	die "the branch $last in $series_tree is no part of series" \
		"git -C $series_tree branch -f $last COMMIT (where it ends)"
tree_git branch -q -f "$last" series
new=$(mktemp -d "$logs/export.XXXXXX")
trap 'rm -r "$new"' EXIT
before=base
for topic in $(topics "$series_tree"); do
	tree_git merge-base --is-ancestor "$before" "$topic" ||
		die "the branch $topic in $series_tree does not build on $before" \
			"git -C $series_tree branch -f $topic COMMIT (where it ends)"
	format_patches "$series_tree" "$before" "$topic" "$new/$topic"
	before=$topic
done
mkdir -p "$root/patches/$BASE"
rm -rf "$root/patches/$BASE"/[0-9]*
cp -R "$new"/* "$root/patches/$BASE/"
record_rendered "$(digest "$root/patches/$BASE")"
say "patches/$BASE: $(find "$root/patches/$BASE" -name '*.patch' | wc -l) files"
