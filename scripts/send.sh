#!/bin/sh
# Write the mails of a topic as they would be sent, to out/BASE/send/TOPIC: signed off
# by whoever runs this, with a cover letter, To and Cc. git send-email and checkpatch
# check them; nothing is sent. With LINUX, a git tree, the topic is applied there, on a
# branch of its own.

VARIANT=scratch
. "$(dirname "$0")/lib.sh"
export VARIANT

TOPIC=${TOPIC:-}
patches=$root/patches/$BASE
stored_topics "$BASE" | grep -qxF -e "$TOPIC" ||
	die "unknown TOPIC=$TOPIC" "known:" "$(stored_topics "$BASE")"
for key in user.name user.email; do
	git config "$key" >/dev/null ||
		die "git does not know who sends this" "git config --global $key ..."
done

mails=$out/$BASE/send/$TOPIC
branch=kmemleak/$TOPIC
rm -rf "$mails"
mkdir -p "$mails"

# With LINUX in a worktree that is made for it, otherwise in the harness's own.
begin_branch() {
	if [ -z "$LINUX" ]; then
		"$root/scripts/tree.sh"
		work=$tree
		plain_git -C "$work" checkout -q -f -B "$branch" base
		return
	fi
	git -C "$LINUX" rev-parse -q --verify HEAD >/dev/null 2>&1 ||
		die "LINUX=$LINUX is no git tree with a commit" \
			"git -C $LINUX init && git -C $LINUX add -A -f && git -C $LINUX commit"
	work=$mails.tree
	rm -rf "$work"
	git -C "$LINUX" worktree prune
	! git -C "$LINUX" rev-parse -q --verify "$branch" >/dev/null ||
		die "$LINUX has a branch $branch" "git -C $LINUX branch -D $branch"
	log send-worktree git -C "$LINUX" worktree add -q -b "$branch" "$work" HEAD
}

# In LINUX the branch stays; in the harness's own tree nobody wants it.
end_branch() {
	if [ -n "$LINUX" ]; then
		git -C "$LINUX" worktree remove --force "$work"
	else
		plain_git -C "$work" checkout -q --detach
		plain_git -C "$work" branch -q -D "$branch"
	fi
}

# the topics that this one builds on, unless the tree has them
topics_before() {
	case $TOPIC in
	[1-3]-*) return ;;
	esac
	git -C "$work" log -n 50000 --format=%s -- mm >"$logs/send-subjects"
	for topic in $(stored_topics "$BASE" | grep '^[2-9]'); do
		[ "$topic" != "$TOPIC" ] || break
		set -- "$patches/$topic"/0001-*
		grep -qxF -e "$(git mailinfo /dev/null /dev/null <"$1" |
			sed -n 's/^Subject: //p')" "$logs/send-subjects" ||
			echo "$topic"
	done
}

apply_topic() { # TOPIC
	git -C "$work" am -q --empty=drop "$patches/$1"/*.patch \
		>"$logs/send-am.log" 2>&1 && return
	tail -n 5 "$logs/send-am.log" >&2
	git -C "$work" am --abort
	die "$1 does not apply" "mend it in the tree of make tree BASE=$BASE, which is" \
		"of the version $(base_column "$BASE" 3)"
}

sign() {
	log send-sign git -C "$work" -c rebase.updateRefs=false rebase -q \
		--exec 'git commit -q --amend --no-edit --reset-author --signoff' "$1"
}

# The first line of the stored cover letter is the subject of the one to send.
describe() {
	set -- "$patches/$TOPIC"/0000-*
	git mailinfo "$logs/send-cover" /dev/null <"$1" |
		sed -n 's/^Subject: //p' >"$logs/send-subject"
	{
		cat "$logs/send-subject"
		echo
		cat "$logs/send-cover"
	} >"$logs/send-description"
	git -C "$work" config "branch.$branch.description" \
		"$(cat "$logs/send-description")"
}

# A tree that was made from an archive has one commit, of which nobody knows.
base_commit() {
	[ "$(git -C "$work" rev-list -n 2 "$1" | wc -l)" -lt 2 ] || echo "--base=$1"
}

write_mails() { # START
	# shellcheck disable=SC2046 # an option or none
	git -C "$work" format-patch -q --cover-letter --thread=shallow \
		--cover-from-description=subject $(base_commit "$1") -o "$mails" "$1"
}

people() { # to|cc PATCH...
	kind=$1
	shift
	case $kind in
	to) set -- --no-l --no-r "$@" ;;
	cc) set -- --no-m "$@" ;;
	esac
	(cd "$work" && perl scripts/get_maintainer.pl --no-git-fallback --no-fixes \
		--no-rolestats "$@")
}

# header NAME: of addresses on standard input
header() {
	awk -v name="$1: " '
		NR > 1 { printf ",\n" } { printf "%s%s", NR == 1 ? name : " ", $0 }
		END { if (NR) print "" }'
}

# the cover letter goes to everybody
address() { # MAIL PATCH...
	mail=$1
	shift
	{
		people to "$@" | header To
		people cc "$@" | header Cc
	} >"$logs/send-headers"
	sed -i "/^Date: /r $logs/send-headers" "$mail"
}

begin_branch
for topic in $(topics_before); do apply_topic "$topic"; done
start=$(git -C "$work" rev-parse HEAD)
apply_topic "$TOPIC"
sign "$start"
describe
write_mails "$start"
for mail in "$mails"/*.patch; do
	# shellcheck disable=SC2046 # without spaces
	case $mail in
	*/0000-*) address "$mail" $(find "$mails" -name '*.patch' ! -name '0000-*') ;;
	*) address "$mail" "$mail" ;;
	esac
done
git -C "$work" checkout -q --detach "$start"
keep_types
complaints=$(for mail in "$mails"/*.patch; do
	"$root/scripts/checkpatch.sh" "$work" "$mail"
done)
log send-email git send-email --dry-run --quiet --suppress-cc=self --confirm=never \
	--to-cover --cc-cover "$mails"/*.patch
end_branch
say "$mails:"
(cd "$mails" && printf '%s\n' *.patch)
[ -z "$complaints" ] || { echo "$complaints" >&2; exit 1; }
