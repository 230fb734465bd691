#!/bin/sh
# Everything that must hold.

. "$(dirname "$0")/lib.sh"

exec "$root/scripts/run.sh"
