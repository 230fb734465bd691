#!/bin/sh
# In which functions does a scan spend its instructions? The difference between a
# guest that scans ten times more than another one, counted by a plugin of QEMU.

CONFIG=bench
MEMORY=${MEMORY:-512}
. "$(dirname "$0")/lib.sh"
export CONFIG MEMORY

scans=10

# count SCANS: "<instructions> <function>" for each
count() {
	export APPEND="scans=$1" PLUGIN="$out/profile.so,out=$logs/profile"
	run_bench "$SERIES" profile.sh
	nm "$build/vmlinux" | awk '$2 ~ /[tTwW]/ { print $1, $3 }' |
		sort - "$logs/profile" | awk '
		$1 < "ffffffff80000000" { next }
		$2 ~ /^[0-9]+$/ { n[name] += $2; next }
		{ name = $2 }
		END { for (name in n) print n[name], name }' >"$logs/profile-$1"
}

log profile-plugin gcc -O2 -shared -fPIC -o "$out/profile.so" "$root/scripts/profile.c"
count 0
count $scans
echo "million instructions per scan, 100000 objects in $MEMORY MB"
awk -v scans=$scans '
	NR == FNR { before[$2] = $1; next }
	{ $1 = ($1 - before[$2]) / scans / 1000000; all += $1; printf "%.3f %s\n", $1, $2 }
	END { printf "%.3f all\n", all }' "$logs/profile-0" "$logs/profile-$scans" |
	sort -rn | head -n 11 | awk '{ printf "%8.1f %s\n", $1, $2 }'
