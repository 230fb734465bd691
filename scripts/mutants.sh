#!/bin/sh
# mutants.sh [list | sample N | NAME...]: break mm/kmemleak.c in every way that the
# operators in mutants/operators make on the lines of the series, and in those of
# mutants/by-hand, and see that the kselftests or guest/checks notice. `sample` takes
# the N generated ones with the smallest hashes and all made by hand. What ran
# before, with the same kernel and tests, does not run again. Ends with a table and a
# line "N passed, N failed"; out/BASE-scratch/logs-x86_64-fast/mutants.tsv says what noticed
# each of them.

VARIANT=scratch
CONFIG=fast
. "$(dirname "$0")/lib.sh"
export VARIANT CONFIG

mutants=$logs/mutants
generated=$mutants/generated
results=$logs/mutants.tsv
survivors=$root/mutants/survivors

# anew only if what it depends on has changed
generate() {
	mkdir -p "$mutants"
	for version in base series; do
		plain_git -C "$tree" show "$version:mm/kmemleak.c" \
			>"$mutants/$version.c"
	done
	set -- "$root/scripts/generate-mutants.py" "$root"/mutants/operators/*.cocci
	digest=$(cat "$mutants/base.c" "$mutants/series.c" "$@" | cksum)
	[ "$digest" != "$(cat "$generated/digest" 2>/dev/null)" ] || return 0
	say "generating mutants"
	rm -rf "$generated"
	mkdir "$generated"
	generator=$1
	shift
	python3 "$generator" "$mutants/series.c" "$mutants/base.c" "$generated" "$@" ||
		exit 2
	echo "$digest" >"$generated/digest"
}

unlisted_names() { grep -v -x -F -f "$mutants/listed" "$mutants/names"; }

# Another base may lack code that the mutants of the default one are in; they are
# counted then, at the end.
by_hand_names() {
	: >"$mutants/not-applied"
	for patch in "$root"/mutants/by-hand/*.patch; do
		name=$(basename "$patch" .patch)
		is_default_base ||
			plain_git -C "$tree" apply --check "$patch" 2>/dev/null || {
			echo "$name" >>"$mutants/not-applied"
			continue
		}
		echo "$name"
	done
}

read_survivors() {
	cut -f1 "$generated/index" >"$mutants/names"
	awk '/^[^#]/ { print $1 }' "$survivors" >"$mutants/listed"
	wrong=$(awk '/^[^#]/ && ($2 !~ /^(equivalent|unreachable)$/ || NF < 3)' \
		"$survivors")
	[ -z "$wrong" ] || die "mutants/survivors has lines other than" \
		"'NAME equivalent|unreachable WHY':" "$wrong"
	is_default_base || return 0
	gone=$(grep -v -x -F -f "$mutants/names" "$mutants/listed") || return 0
	die "mutants/survivors lists what is no longer generated. Delete:" \
		"$(for name in $gone; do grep "^$name " "$survivors"; done)"
}

# What results depend on, but for guest/checks: these only matter for what the
# kselftest does not kill.
set_keys() {
	SELFTEST_KEY=$({
		plain_git -C "$tree" rev-parse 'base^{tree}'
		plain_git -C "$tree" ls-tree -r series include/linux/kmemleak.h \
			mm/kmemleak.c lib/test_kmemleak.c tools/testing/selftests/mm
		cat "$root/guest/init" "$root/guest/selftest" "$root/guest/splats" \
			"$build/fragment"
	} | cksum | cut -d' ' -f1)
	CHECKS_KEY=$(cat "$root"/guest/checks/* | cksum | cut -d' ' -f1)
	export SELFTEST_KEY CHECKS_KEY
	{
		echo "$SELFTEST_KEY"
		echo "$SELFTEST_KEY-$CHECKS_KEY"
		# what one check has killed stays killed when others change
		for check in "$root"/guest/checks/*; do
			echo "$SELFTEST_KEY-$(check_key "$check")"
		done
	} >"$mutants/keys"
}

# the last result of each mutant that still holds
valid_results() {
	awk -F '\t' 'NR == FNR { holds[$1]; next }
		$8 in holds { line[$1] = $0 }
		END { for (name in line) print line[name] }' "$mutants/keys" "$results"
}

# results_of: of the names on standard input
results_of() {
	valid_results >"$mutants/valid"
	awk -F '\t' 'NR == FNR { wanted[$1]; next } $1 in wanted' - "$mutants/valid"
}

# names_of RESULT LIST: those in the list that have it
names_of() {
	results_of <"$2" | awk -F '\t' -v result="$1" '$4 == result { print $1 }'
}

run_unbroken() {
	echo unbroken >"$mutants/unbroken-name"
	[ -z "$(names_of survived "$mutants/unbroken-name")" ] || return 0
	say "running the kselftests and the guest's checks on the unbroken kernel"
	for part in selftest checks; do
		"$root/scripts/mutant.sh" $part unbroken
		# the checks' result must not hide the selftest's
		[ -z "$(names_of killed "$mutants/unbroken-name")" ] || break
	done
	[ -z "$(names_of survived "$mutants/unbroken-name")" ] || return 0
	# shellcheck disable=SC2012 # names of checks
	failed=$(ls -t "$mutants"/unbroken/*.output | head -n 1)
	tail -n 20 "$failed" "${failed%.output}.stderr" >&2
	die "the unbroken kernel fails, so mutants would tell nothing" \
		"see: make run, and $mutants/unbroken"
}

# run_part PART WHAT: of the names on standard input
run_part() {
	cat >"$mutants/todo"
	say "running $2 on $(wc -l <"$mutants/todo") mutants"
	# 255 makes xargs stop
	# shellcheck disable=SC2016 # for the inner shell
	xargs -r -P "$(nproc)" -n 1 sh -c '"$0" "$1" "$2" || exit 255' \
		"$root/scripts/mutant.sh" "$1" <"$mutants/todo" ||
		die "not all mutants could be run; the others' results stay" \
			"mend what is said above, then again: make mutants"
}

run_mutants() { # LIST
	results_of <"$1" | cut -f1 >"$mutants/done"
	grep -v -x -F -f "$mutants/done" "$1" | run_part selftest "the kselftests"
	names_of unnoticed "$1" | run_part checks "the guest's checks"
}

# table LIST: of these and, if there are any, the listed survivors
table() {
	results_of <"$1" >"$mutants/results"
	{
		cat "$mutants/results"
		[ -z "$whole" ] || grep -x -F -f "$mutants/listed" "$mutants/names" |
			sed 's/\(.*\)-\([^-]*\)/\1-\2\t\1\t-\tequivalent/'
	} | awk -F '\t' -v not_applied="$(wc -l <"$mutants/not-applied")" '
		{ n[$2, $4]++; n["all", $4]++; operators[$2] }
		function row(o) {
			k = n[o, "killed"]; s = n[o, "survived"]; e = n[o, "equivalent"]
			return sprintf("%-16s %6d %6d %8d %10d", o, k + s + e, k, s, e)
		}
		END {
			printf "%-16s %6s %6s %8s %10s\n", "operator", "made", "killed",
				"survived", "equivalent"
			fflush()
			for (o in operators) print row(o) | "sort"
			close("sort")
			print row("all")
			printf "not counted: %d do not compile, %d are the same code as another, %d made by hand do not apply\n",
				n["all", "invalid"], n["all", "duplicate"], not_applied
		}'
}

# for a person to see what to claim
show_survivors() {
	awk -F '\t' '$4 == "survived" { print $1 }' "$mutants/results" |
	while read -r name; do
		say "SURVIVED: $name (add a claim, or a line to mutants/survivors)"
		cat "$generated/$name.patch" "$root/mutants/by-hand/$name.patch" \
			>&2 2>/dev/null || true
	done
}

# made by hand, but compiled to what an operator makes
show_redundant() {
	awk -v key="$SELFTEST_KEY" '
		NR == FNR { if ($1 == key) twin[$2] = $3; next }
		$2 == "by-hand" && $7 in twin { print $1 ".patch, it is " twin[$7] }' \
		"$mutants/objects" FS='\t' "$mutants/results" |
		sed 's,^,  redundant: mutants/by-hand/,' >&2
}

if [ "${1:-}" = list ]; then
	"$root/scripts/tree.sh"
	generate
	read_survivors
	cat "$generated/index"
	exit
fi
"$root/scripts/build.sh"
generate
read_survivors
set_keys
: >>"$results"
for state in objects times; do : >>"$mutants/$state"; done
selected=$mutants/selected
by_hand_names >"$mutants/by-hand"
whole=
case ${1:-} in
'') whole=yes; { unlisted_names; cat "$mutants/by-hand"; } >"$selected" ;;
sample) { unlisted_names | head -n "$2"; cat "$mutants/by-hand"; } >"$selected" ;;
*) printf '%s\n' "$@" >"$selected" ;;
esac
unknown=$(grep -v -x -F -f "$mutants/names" -f "$mutants/by-hand" "$selected") &&
	die "there are no mutants with these names:" "$unknown" \
		"what there is tells: scripts/mutants.sh list"
run_unbroken
run_mutants "$selected"
table "$selected"
show_survivors
show_redundant
awk -F '\t' '$4 == "killed" { k++ } $4 == "survived" { s++ }
	END { printf "%d passed, %d failed\n", k, s; exit s > 0 }' "$mutants/results"
