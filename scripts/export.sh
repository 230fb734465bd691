#!/bin/sh
# Store the branch `series` of the rendered tree in patches/.

. "$(dirname "$0")/lib.sh"

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

new=$(mktemp -d "$logs/export.XXXXXX")
trap 'rm -r "$new"' EXIT
export_patches "$series_tree" "$new"
mkdir -p "$root/patches/$BASE"
rm -f "$root/patches/$BASE"/*.patch
cp "$new"/*.patch "$root/patches/$BASE/"
record_rendered "$(digest "$root/patches/$BASE")"
say "patches/$BASE: $(find "$root/patches/$BASE" -name '*.patch' | wc -l) files"
