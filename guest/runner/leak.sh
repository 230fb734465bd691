# shellcheck shell=sh
# To be sourced by the tests here.

# leak KIND: an object to which nothing refers; test_kmemleak.ko has its address
# inverted, to free it
leak() {
	name=$(basename "$0")
	echo "new $1 $name" >/sys/kernel/debug/test_kmemleak
	echo "hide $name" >/sys/kernel/debug/test_kmemleak
}
