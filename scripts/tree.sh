#!/bin/sh
# Render the stored patches as a git tree: tag `base`, branch `series`, and a branch for
# each topic, which git rebase moves with its commits. What was changed in that tree and
# is not exported yet is never overwritten.

. "$(dirname "$0")/lib.sh"
. "$root/scripts/series.sh"

tree_git() { plain_git -C "$series_tree" "$@"; }

base_from_debian() {
	repository=$("$root/scripts/source.sh" "$BASE")
	[ -d "$series_tree" ] && return
	say "checking out $series_tree"
	log clone plain_git clone -q --shared -b base "$repository" \
		"$series_tree.new"
	mv "$series_tree.new" "$series_tree"
}

# The files of a foreign tree as they are now, but for what a build left there.
# Its own git is not even looked at. (Forced: Debian's .gitignore ignores all.)
add_linux() {
	plain_git --git-dir="$series_tree/.git" --work-tree="$LINUX" add -A -f \
		-- "$LINUX" ':!.config*' ':!vmlinux*' ':!*.o' ':!*.a' ':!*.ko' \
		':!*.cmd' ':!*.mod' ':!*.mod.c' ':!include/config' \
		':!include/generated' ':!arch/*/include/generated'
}

base_from_linux() {
	[ -d "$series_tree" ] || plain_git init -q -b series "$series_tree"
	for objects in "$cache"/*.git/objects; do
		if [ -d "$objects" ]; then echo "$objects"; fi
	done >"$series_tree/.git/objects/info/alternates"
	say "importing $LINUX"
	# an index of its own makes the next time quick
	export GIT_INDEX_FILE="$series_tree/.git/linux-index"
	log import add_linux
	files=$(tree_git write-tree)
	unset GIT_INDEX_FILE
	[ "$files" = "$(tree_git rev-parse -q --verify 'base^{tree}')" ] && return
	tree_git tag -f base "$(tree_git commit-tree -m "$LINUX" "$files")" \
		>/dev/null
}

clean_tree() {
	tree_git config rebase.updateRefs true
	tree_git am --quit 2>/dev/null || true
	tree_git switch -q --discard-changes -C series base
	for topic in $(topics "$series_tree"); do
		tree_git branch -q -D "$topic"
	done
}

# Which hunk of the patch that git am stopped at does not fit.
rejected_hunk() {
	patch=$(tree_git rev-parse --absolute-git-dir)/rebase-apply
	patch=$patch/$(printf '%04d' "$(cat "$patch/next")")
	echo "does not apply: $(sed -n 's/^Subject: //p' "$patch")"
	file=$(tree_git apply --check "$patch" 2>&1 |
		sed -n 's/^error: patch failed: \(.*\):[0-9]*$/\1/p;
			s/^error: \(.*\): No such file or directory$/\1/p' |
		head -n 1)
	echo "in $file, the hunk:"
	tree_git apply --reject --include="$file" "$patch" 2>/dev/null || true
	[ ! -f "$series_tree/$file.rej" ] ||
		awk '/^@@/ && ++n > 1 { exit } n' "$series_tree/$file.rej"
	tree_git clean -q -f '*.rej'
}

apply() { # DIRECTORY OF TOPICS
	clean_tree
	for directory in "$1"/[0-9]*/; do
		apply_patches "$series_tree" "$directory" >"$logs/am.log" 2>&1 || {
			rejected_hunk >&2
			clean_tree
			return 1
		}
		tree_git branch "$(basename "$directory")"
	done
}

# for a series that does not apply: somebody is to make one that does
without_series() { echo "no series on $(tree_git rev-parse base)"; }

how_to_apply() { # DIRECTORY OF TOPICS
	echo "for each DIRECTORY in $1:" \
		"git -C $series_tree am -3 --empty=keep DIRECTORY/*.patch &&" \
		"git -C $series_tree branch \$(basename DIRECTORY)"
}

# rendered_from: the digest, or nothing if there is none yet
rendered_from() {
	[ ! -f "$series_tree/.git/rendered" ] || sed -n 1p "$series_tree/.git/rendered"
}

# keep_edits DIRECTORY...: if the tree is edited it stays as it is, provided that one
# of these is what it was made from
keep_edits() {
	made_from=$(rendered_from)
	[ -n "$made_from" ] && edited || return 1
	for directory; do
		case $made_from in
		"$(digest "$directory")" | "$(without_series)")
			say "with the changes in $series_tree" \
				"(to keep: $(how_to_keep))"
			return
			;;
		esac
	done
	die "both $series_tree and what it was made from have changed" \
		"to keep the tree's changes: $(how_to_keep);" \
		"to drop them: rm -r $series_tree"
}

# render DIRECTORY: fails if a patch does not apply
render() {
	[ "$(rendered_from)" != "$(digest "$1")" ] || return 0
	say "applying $1"
	rm -f "$series_tree/.git/rendered"
	apply "$1" || { record_rendered "$(without_series)"; return 1; }
	record_rendered "$(digest "$1")"
}

# The bases whose versions are nearest to that of the foreign kernel come first.
nearest_bases() {
	version=$(sed -n 's/^\(VERSION\|PATCHLEVEL\|SUBLEVEL\) = *//p' \
		"$LINUX/Makefile" | paste -s -d.)
	for name in $(base_names); do
		echo "$version.$(base_column "$name" 3).$name"
	done | awk -F '[.-]' '
		{
			distance = ($4 - $1) * 1000000 + ($5 - $2) * 1000 + $6 - $3
			sub(/^[^-]*-[^.]*\./, "")
			print distance < 0 ? -distance : distance, $0
		}' | sort -n | cut -d' ' -f2
}

# render_nearest: the first series that applies
render_nearest() {
	for name in $(nearest_bases); do
		if render "$root/patches/$name"; then
			say "the series of BASE=$name applies to $LINUX"
			return
		fi
	done
	die "no series applies to $LINUX. To have one that does, mend the nearest in a" \
		"copy of that tree, and give the same make command again:" \
		"$(how_to_apply "$root/patches/$(nearest_bases | head -n 1)")"
}

# Of the nearest series that has them for this kernel, and whose own need not apply.
stored_tests() {
	for name in $(nearest_bases); do
		# shellcheck disable=SC2046,SC2086 # paths
		cat "$root/patches/$name"/*/*.patch | plain_git -C "$tree" apply \
			$(printf -- '--include=%s ' $test_paths) && return
	done
	return 1
}

# what the tests consist of
test_paths="lib/Kconfig.debug lib/Makefile lib/test_kmemleak.c samples/kmemleak/*
	tools/testing/selftests/mm/*"

rendered_tests() {
	# shellcheck disable=SC2086 # paths
	plain_git -C "$tree" checkout -q series -- $test_paths
}

# worktree COMMIT: another one, for that commit
worktree() {
	[ -d "$tree" ] || log worktree tree_git worktree add -f --detach "$tree" "$1"
	# what an interrupted script left
	plain_git -C "$tree" am --quit 2>/dev/null || true
	log worktree plain_git -C "$tree" checkout -q -f --detach "$1"
}

# The kernel of the base and the tests of the series.
control_worktree() {
	worktree base
	# shellcheck disable=SC2086 # paths
	log clean plain_git -C "$tree" clean -q -f -x -- $test_paths
	if [ -n "$LINUX" ]; then log tests stored_tests; else rendered_tests; fi
	plain_git -C "$tree" diff --quiet base -- mm include ||
		die "mm/ or include/ in $tree is not that of base" "rm -r $tree"
}

if [ -n "$LINUX" ]; then
	base_from_linux
	[ "$SERIES" = none ] || keep_edits "$root"/patches/* || render_nearest
else
	base_from_debian
	keep_edits "$root/patches/$BASE" || render "$root/patches/$BASE" ||
		die "the tree is in $series_tree, without the series. To mend it:" \
			"$(how_to_apply "$root/patches/$BASE")" \
			"and then: make export BASE=$BASE"
fi
case $variant in
none) control_worktree ;;
topic) worktree "$SERIES" ;;
# for the scripts to break and to check out
scratch) worktree series ;;
'') [ -z "${LEAKS:-}" ] || worktree series ;;
esac
[ -z "${LEAKS:-}" ] || log leaks plain_git -C "$tree" apply "$root"/real/leaks/*.patch
