# shellcheck shell=sh disable=SC2154 # of those who source it
# The rendered tree, for those who make, change or compare it. To be sourced, after
# lib.sh.

# In the rendered tree a topic is a branch: it has what the one before lacks.
topics() { # TREE
	plain_git -C "$1" for-each-ref --format='%(refname:short)' 'refs/heads/[0-9]*'
}

format_patches() { # TREE FROM TO DIRECTORY
	plain_git -C "$1" format-patch -q --zero-commit --no-signature \
		--full-index --always --start-number=0 -o "$4" "$2..$3"
}

# each patch is one commit, a cover letter an empty one
apply_patches() { # TREE DIRECTORY
	plain_git -C "$1" am -q --empty=keep "$2"/*.patch
}

# What a tree was rendered from, and as which commit: .git/rendered.
digest() { # DIRECTORY OF TOPICS
	{ plain_git -C "$series_tree" rev-parse base; cat "$1"/*/*.patch; } | cksum
}

record_rendered() { # FROM WHAT
	{
		echo "$1"
		plain_git -C "$series_tree" rev-parse series
	} >"$series_tree/.git/rendered"
}

how_to_keep() {
	case $series_tree in
	"$out"/linux-*) echo "git -C $series_tree format-patch -o DIRECTORY base..series" ;;
	*) echo "make export BASE=$(basename "${series_tree%/tree}")" ;;
	esac
}

edited_files() { # TREE
	[ -n "$(plain_git -C "$1" status --porcelain --untracked-files=no)" ]
}

# has the rendered tree changes that are not exported?
edited() {
	[ "$(plain_git -C "$series_tree" rev-parse HEAD)" != \
		"$(sed -n 2p "$series_tree/.git/rendered")" ] ||
		edited_files "$series_tree"
}
