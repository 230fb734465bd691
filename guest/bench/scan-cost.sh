#!/bin/sh
# Inside the guest: what scans and other commands cost with so many objects of that
# size (objects= and size= on the command line), in million instructions, and
# allocations in instructions. The guest's clock counts 16 ns for each.

cd /sys/kernel/debug || exit
module=/sys/module/scan_cost/parameters
slab=/sys/kernel/slab/kmemleak_object

option() { tr ' ' '\n' </proc/cmdline | sed -n "s/^$1=//p"; }

objects=$(option objects)
size=$(option size)

# cost WHAT COMMAND...: without what the CPU is idle in
cost() {
	what=$1
	shift
	read -r since idle </proc/uptime
	# the base has no confirm
	"$@" 2>/dev/null || { echo "$what	-"; return; }
	echo "$since $idle $(cat /proc/uptime)" | awk -v what="$what" \
		'{ printf "%s\t%.1f\n", what, ($3 - $1 - $4 + $2) * 1000 / 16 }'
}

kmemleak() { echo "$1" >kmemleak; }

# leaks N: the next scan has that many suspects
leaks() {
	echo "$1" >$module/leak
	kmemleak scan
}

listed() { echo "listed of $1	$(grep -c '^unreferenced' kmemleak)"; }

pair() { # WHAT PARAMETER
	awk -v what="$1" '{ printf "%s\t%.0f\n", what, $1 / 10000 / 16 }' "$module/$2"
}

# pair_at DEPTH: kmalloc and kfree, with shorter stack traces than by default
pair_at() {
	what="kmalloc and kfree, trace_depth=$1"
	{ echo "$1" >/sys/module/kmemleak/parameters/trace_depth; } 2>/dev/null ||
		{ echo "$what	-"; return; }
	pair "$what" kmalloc
	echo 16 >/sys/module/kmemleak/parameters/trace_depth
}

echo scan=off >kmemleak
sleep 6
kmemleak scan
cost "scan, empty system" kmemleak scan
insmod /files/scan-cost.ko nodes="$objects" size="${size:-0}" || exit
sleep 6
kmemleak scan
cost "scan, all referenced" kmemleak scan
read -r slabs _ <$slab/slabs
echo "KiB for kmemleak's objects	$((slabs * 4 << $(cat $slab/order)))"
grep -qw all_costs /proc/cmdline || exit 0
for n in 1 10 1000; do
	leaks $n
	cost "scan, leaks: $n" kmemleak scan
	listed $n
	cost "scan, leaks listed before: $n" kmemleak scan
done
cost "confirm, leaks: 1000" kmemleak confirm
pair "kmalloc and kfree, instructions" kmalloc
for depth in 8 4 0; do pair_at $depth; done
pair "alloc_percpu and free_percpu, instructions" alloc_percpu
echo 2147483647 >$module/leak
cost "scan, all leaked, first checksums" kmemleak scan
cost "scan, all leaked" kmemleak scan
# of longer ones the base takes quadratic time
if [ "$objects" -le 100000 ]; then
	listed "$objects"
	cost "reading the list of all" cp kmemleak /dev/null
fi
cost "clear, all leaked" kmemleak clear
