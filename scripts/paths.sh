#!/bin/sh
# paths.sh tree|build: where that is, for the kernel that the variables ask for

. "$(dirname "$0")/lib.sh"

case $1 in
tree) echo "$tree" ;;
build) echo "$build" ;;
esac
