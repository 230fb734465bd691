#!/bin/sh
# paths.sh tree|build: print its path, for the kernel that the variables ask for

. "$(dirname "$0")/lib.sh"

case $1 in
tree) echo "$tree" ;;
build) echo "$build" ;;
esac
