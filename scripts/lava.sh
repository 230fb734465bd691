#!/bin/sh
# lava.sh: lava/job.yaml in LAVA, which boots the kernel in a QEMU device and runs the
# kselftests of kmemleak and four of guest/runner, with --kmemleak. What LAVA's job
# needs is left in out/BASE/lava. Ends with a line "N passed, N failed".

. "$(dirname "$0")/lib.sh"

lava=$kernel/lava
tools=$out/lava-tools
python=$tools/usr/lib/python3/dist-packages

# All of it that a QEMU device needs: the package itself depends on 140 others.
packages='lava-dispatcher lava-dispatcher-host lava-common lava-server
	file libmagic1 libmagic-mgc python3-aiohttp python3-aiosignal python3-async-timeout
	python3-attr python3-certifi python3-chardet python3-charset-normalizer
	python3-configobj python3-frozenlist python3-idna python3-jinja2 python3-magic
	python3-markupsafe python3-multidict python3-netifaces python3-pexpect
	python3-ptyprocess python3-pyudev python3-requests python3-setproctitle python3-six
	python3-tz python3-urllib3 python3-voluptuous python3-yaml python3-yarl'

unpack_packages() {
	mkdir -p "$tools/debs"
	cd "$tools/debs"
	apt-get update
	# shellcheck disable=SC2086 # a list of words
	apt-get download $packages
	for deb in *.deb; do dpkg-deb -x "$deb" "$tools"; done
	rm -r "$tools/debs"
	# for disk images, of which the job has none; it needs most of the 140
	: >"$python/guestfs.py"
	touch "$tools/complete"
}

with_lava() {
	PYTHONPATH=$python LD_LIBRARY_PATH=$(echo "$tools"/usr/lib/*-linux-gnu) \
		PATH=$PATH:$tools/usr/bin MAGIC=$tools/usr/lib/file/magic.mgc \
		/usr/bin/python3 "$@"
}

# The archive of kselftest, with only those tests that the job is to run.
make_kselftest() {
	tests='clean leaks-at-once leaks-percpu skips'
	cp -R "$build/root/kselftest" "$lava/kselftest"
	mkdir "$lava/kselftest/leaky"
	for file in leak.sh $tests; do
		cp "$root/guest/runner/$file" "$lava/kselftest/leaky/"
	done
	# shellcheck disable=SC2086 # names
	{
		grep '^mm:kmemleak_' "$build/root/kselftest/kselftest-list.txt"
		printf 'leaky:%s\n' $tests
	} >"$lava/kselftest/kselftest-list.txt"
	cp "$lava/kselftest/kselftest-list.txt" "$lava/list"
	tar -C "$lava/kselftest" -cf "$lava/kselftest.tar" .
	rm -r "$lava/kselftest"
}

# what the guest boots, without what the job puts into it
make_ramdisk() {
	mkdir "$lava/root"
	cp -R "$build/root/bin" "$build/root/init" "$build/root/modules" "$lava/root/"
	cd "$build"
	log ramdisk sh "$tree/usr/gen_initramfs.sh" -o "$lava/ramdisk.cpio" \
		-u squash -g squash "$lava/root" nodes
	rm -r "$lava/root"
}

make_artefacts() {
	rm -rf "$lava"
	mkdir -p "$lava"
	cp "$build/vmlinux" "$lava/kernel"
	tar -C "$build/root" -cf "$lava/modules.tar" lib/modules
	make_kselftest
	make_ramdisk
	sed "s,file://DIRECTORY,file://$lava," "$root/lava/job.yaml" >"$lava/job.yaml"
}

# as LAVA's server makes it, of its template for QEMU
make_device() {
	with_lava - "$root/lava/device.jinja2" "$tools/usr/share/lava-server/device-types" \
		"$lava/job.yaml" >"$lava/device.yaml" <<-'END'
	import jinja2, os, sys, yaml
	device, types, job = sys.argv[1:]
	loader = jinja2.FileSystemLoader([os.path.dirname(device), types])
	template = jinja2.Environment(loader=loader).get_template(os.path.basename(device))
	print(template.render(yaml.safe_load(open(job))["context"]))
	END
}

# LAVA keeps its files in /var/lib/lava: not in that of this machine
run_job() {
	mkdir -p "$lava/upper" "$lava/work"
	mount -t overlay -o "lowerdir=/var/lib,upperdir=$lava/upper,workdir=$lava/work" \
		overlay /var/lib
	mkdir -p /var/lib/lava/dispatcher/tmp
	echo "dispatcher_ip: 127.0.0.1" >"$lava/dispatcher.yaml"
	with_lava "$tools/usr/bin/lava-run" --job-id 1 --output-dir "$lava/job" \
		--device "$lava/device.yaml" --dispatcher "$lava/dispatcher.yaml" \
		"$lava/job.yaml"
}

# what LAVA recorded for the tests: NAME RESULT
results() {
	grep '"lvl": "results".*"definition": "[0-9]*_kselftest"' "$logs/lava-run.log" |
		sed 's/.*"case": "\([^"]*\)".*"result": "\([a-z]*\)".*/\1 \2/'
}

# of the tests, and of the line that says that all ran
verdict() {
	results | tee "$lava/results" | awk -v tests="$(wc -l <"$lava/list")" '
		{ expected = $1 ~ /leaks/ ? "fail" : $1 ~ /skips/ ? "skip" : "pass" }
		$2 == expected { passed++; next }
		{ failed++; print $1 ": " $2 ", not " expected }
		END {
			if (NR != tests + 1) {
				failed++
				print NR " results, not " tests + 1
			}
			printf "%d passed, %d failed\n", passed, failed
			exit failed > 0
		}'
}

if [ "${1:-}" = job ]; then
	run_job
	exit
fi
[ "$(id -u)" -eq 0 ] ||
	die "LAVA unpacks ramdisks with device nodes, as root:" "sudo make lava"
"$root/scripts/build.sh"
[ -e "$tools/complete" ] || {
	say "downloading LAVA"
	log lava-tools unpack_packages
}
say "checking the job"
make_artefacts
make_device
schema=$tools/usr/share/lava-common/lava-schema.py
log lava-schema with_lava "$schema" job --strict "$lava/job.yaml"
log lava-schema-device with_lava "$schema" device --no-render "$lava/device.yaml"
say "running the job"
log lava-run unshare --mount "$root/scripts/lava.sh" job
rm -rf "$lava/upper" "$lava/work"
verdict
