#!/bin/sh
# All parts of make check for every base and, with the last one, machines.sh; then one
# table of what each part said: passed, failed and seconds. Ends with "N passed, N failed".

. "$(dirname "$0")/lib.sh"

rows=$out/matrix.tsv
: >"$rows"
status=0
for name in $(base_names); do
	say "==== $name"
	checked=0
	BASE=$name PART=${PART:-all} "$root/scripts/check.sh" || checked=$?
	# 2: not all parts of it could run
	[ $checked -le $status ] || status=$checked
	(BASE=$name && set_paths && checked | sed "s/^/$name	/") >>"$rows"
done
if [ "${PART:-all}" = all ]; then
	say "==== machines"
	checked=0
	BASE=$name "$root/scripts/machines.sh" || checked=$?
	[ $checked -le $status ] || status=$checked
	cat "$out/machines.tsv" >>"$rows"
fi

awk -F '\t' -v bases="$(base_names | xargs)" '
	$1 != "machines" && !($2 in seen) { seen[$2] = 1; parts[++count] = $2 }
	{
		cell[$2, $1] = sprintf("%d/%d %d s", $3, $4, $5)
		passed += $3
		failed += $4
	}
	END {
		n = split(bases, name, " ")
		printf "%-16s", "passed/failed"
		for (b = 1; b <= n; b++) printf " %14s", name[b]
		print ""
		for (p = 1; p <= count; p++) {
			printf "%-16s", parts[p]
			for (b = 1; b <= n; b++) printf " %14s", cell[parts[p], name[b]]
			print ""
		}
		printf "%d passed, %d failed\n", passed, failed
	}' "$rows"
exit $status
