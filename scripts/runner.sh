#!/bin/sh
# runner.sh: which of the tests in guest/runner does run_kselftest.sh --kmemleak mark,
# on the base and with the series? With the series it must be the right ones, and
# kmemleak be as before however a run ends. Ends with a line "N passed, N failed".

. "$(dirname "$0")/lib.sh"
. "$root/scripts/guests.sh"

files=$logs/runner-files

# The runner is the series' on both kernels. For time limits it wants a timeout that
# knows --foreground, which busybox's does not.
make_files() {
	rm -rf "$files"
	mkdir -p "$files/kselftest/leaky" "$files/bin"
	cp -R "$build/root/kselftest/kselftest" "$build/root/kselftest/run_kselftest.sh" \
		"$files/kselftest/"
	cp "$root"/guest/runner/* "$files/kselftest/leaky/"
	rm "$files"/kselftest/leaky/cells.sh "$files"/kselftest/leaky/ends.sh
	timeout=$(command -v timeout)
	cp "$timeout" "$files/bin/"
	for library in $(ldd "$timeout" | grep -o '/[^ ]*'); do
		mkdir -p "$files/root${library%/*}"
		cp -L "$library" "$files/root$library"
	done
}

# table NAME...: of what the guests print
table() {
	printf '%-8s %-16s %6s %6s %6s\n' kernel "N, confirm" right wrong missed
	for name; do
		awk -v kernel="$name" '
			/^said: / { next }
			!seen[$1]++ { row[++n] = $1 }
			{ count[$1, $3]++ }
			END {
				for (i = 1; i <= n; i++)
					printf "%-8s %-16s %6d %6d %6d\n", kernel, row[i],
						count[row[i], "right"],
						count[row[i], "wrong"],
						count[row[i], "missed"]
			}' "$logs/runner-$name.output"
	done
}

"$root/scripts/build.sh"
make_files
SERIES=none "$root/scripts/build.sh"
export FILES="$files" TIMEOUT=600
start_guest runner-series "" "$root/guest/runner/cells.sh"
start_guest runner-base none "$root/guest/runner/cells.sh"
end_jobs 1 guest_ended
start_guest runner-ends "" "$root/guest/runner/ends.sh"
end_jobs 0 guest_ended
table base series | tee "$logs/runner-table"
grep -v ': ok$' "$logs/runner-ends.output" || true
awk '/^said: / { next }
	$3 == "right" || $NF == "ok" { passed++; next }
	{ failed++ }
	END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || !passed }' \
	"$logs/runner-series.output" "$logs/runner-ends.output"
